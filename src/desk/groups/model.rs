//! The rules of a group, and how they are read from a form. Pure.

use serde::{Deserialize, Serialize};

use crate::desk::timeline::model::normal_tag;
use crate::kernel::ids::CreditorId;
use crate::kernel::locale::Lang;
use crate::kernel::money::{Currency, Money};
use crate::kernel::web::{Draft, FieldError};

/// The longest name of a group.
pub const NAME_AT_MOST: usize = 60;
/// Nobody counts more days or promises than these.
pub const DAYS_AT_MOST: i32 = 3_650;
pub const PROMISES_AT_MOST: i32 = 50;

/// Whom a group takes in; what is `None` takes in everybody. As the database keeps and reads them, by these names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Rules {
    /// Days since the oldest thing that is past due was due.
    pub late_from: Option<i32>,
    pub late_to: Option<i32>,
    pub currency: Option<Currency>,
    /// What is past due and neither contested nor in a plan, in minor units of the currency.
    pub owed_from: Option<i64>,
    pub owed_to: Option<i64>,
    /// Promises of a year that were not kept in full.
    pub broken_from: Option<i32>,
    /// In how many days the account pays what it is billed, on average.
    pub pays_from: Option<i32>,
    pub pays_to: Option<i32>,
    pub has_dispute: Option<bool>,
    pub has_plan: Option<bool>,
    /// In which language those who owe are written to.
    pub language: Option<Lang>,
    pub tag: Option<String>,
}

impl Rules {
    /// Whether nothing is asked of anybody.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// In which order the accounts of a group stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// The latest first.
    #[default]
    Late,
    LateUp,
    /// The most first.
    Owed,
    OwedUp,
    Name,
    NameDown,
}

impl Sort {
    const ALL: [Self; 6] = [Self::Late, Self::LateUp, Self::Owed, Self::OwedUp, Self::Name, Self::NameDown];

    /// As addresses and the database name it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::LateUp => "late_up",
            Self::Owed => "owed",
            Self::OwedUp => "owed_up",
            Self::Name => "name",
            Self::NameDown => "name_down",
        }
    }

    pub fn parse(name: &str) -> Self {
        Self::ALL.into_iter().find(|known| known.name() == name).unwrap_or_default()
    }
}

/// The form: every field is text, so that nothing typed is lost.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RulesForm {
    pub creditor: String,
    /// The group that is changed; empty where one is made.
    pub group: String,
    pub name: String,
    pub late_from: String,
    pub late_to: String,
    pub currency: String,
    pub owed_from: String,
    pub owed_to: String,
    pub broken_from: String,
    pub pays_from: String,
    pub pays_to: String,
    pub dispute: String,
    pub plan: String,
    pub language: String,
    pub tag: String,
    /// The preview is asked for.
    pub preview: String,
}

impl RulesForm {
    /// The form as somebody would have filled it in for these rules.
    pub fn of(creditor: CreditorId, group: String, name: String, rules: &Rules) -> Self {
        let number = |number: Option<i32>| number.map(|number| number.to_string()).unwrap_or_default();
        let amount = |minor: Option<i64>| {
            minor
                .zip(rules.currency)
                .map(|(minor, currency)| Money::new(minor, currency).digits())
                .unwrap_or_default()
        };
        let answer =
            |is: Option<bool>| is.map(|is| if is { "yes" } else { "no" }).unwrap_or_default().to_owned();
        Self {
            creditor: creditor.to_string(),
            group,
            name,
            late_from: number(rules.late_from),
            late_to: number(rules.late_to),
            currency: rules.currency.map(|currency| currency.code().to_owned()).unwrap_or_default(),
            owed_from: amount(rules.owed_from),
            owed_to: amount(rules.owed_to),
            broken_from: number(rules.broken_from),
            pays_from: number(rules.pays_from),
            pays_to: number(rules.pays_to),
            dispute: answer(rules.has_dispute),
            plan: answer(rules.has_plan),
            language: rules.language.map(|lang| lang.code().to_owned()).unwrap_or_default(),
            tag: rules.tag.clone().unwrap_or_default(),
            preview: String::new(),
        }
    }

    /// The form as it was sent when it was refused.
    pub fn refused_as(&self, draft: &Draft) -> Self {
        let typed = |field: &str| draft.value(field).unwrap_or_default().to_owned();
        Self {
            creditor: self.creditor.clone(),
            group: self.group.clone(),
            name: typed("name"),
            late_from: typed("late_from"),
            late_to: typed("late_to"),
            currency: typed("currency"),
            owed_from: typed("owed_from"),
            owed_to: typed("owed_to"),
            broken_from: typed("broken_from"),
            pays_from: typed("pays_from"),
            pays_to: typed("pays_to"),
            dispute: typed("dispute"),
            plan: typed("plan"),
            language: typed("language"),
            tag: typed("tag"),
            preview: String::new(),
        }
    }

    /// Every field with what was typed into it.
    pub fn fields(&self) -> Vec<(String, String)> {
        [
            ("name", &self.name),
            ("late_from", &self.late_from),
            ("late_to", &self.late_to),
            ("currency", &self.currency),
            ("owed_from", &self.owed_from),
            ("owed_to", &self.owed_to),
            ("broken_from", &self.broken_from),
            ("pays_from", &self.pays_from),
            ("pays_to", &self.pays_to),
            ("dispute", &self.dispute),
            ("plan", &self.plan),
            ("language", &self.language),
            ("tag", &self.tag),
        ]
        .map(|(name, value)| (name.to_owned(), value.clone()))
        .to_vec()
    }

    /// The name, with single spaces.
    pub fn name(&self) -> Result<String, FieldError> {
        let name = self.name.split_whitespace().collect::<Vec<_>>().join(" ");
        match name.chars().count() {
            0 => Err(FieldError::new("name", "name_empty")),
            count if count > NAME_AT_MOST => Err(FieldError::new("name", "name_long")),
            _ => Ok(name),
        }
    }

    /// The rules. `currencies` are those in which the creditor has accounts: where there is one, an amount is in it.
    pub fn rules(&self, currencies: &[Currency]) -> Result<Rules, Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut number = |field: &str, typed: &str, most: i32| {
            let read = read_number(typed, most);
            if read.is_err() {
                errors.push(FieldError::new(field, "number_wrong").with(most));
            }
            read.ok().flatten()
        };
        let late_from = number("late_from", &self.late_from, DAYS_AT_MOST);
        let late_to = number("late_to", &self.late_to, DAYS_AT_MOST);
        let broken_from = number("broken_from", &self.broken_from, PROMISES_AT_MOST);
        let pays_from = number("pays_from", &self.pays_from, DAYS_AT_MOST);
        let pays_to = number("pays_to", &self.pays_to, DAYS_AT_MOST);
        let (currency, owed_from, owed_to) = self.owed(currencies, &mut errors);
        let tag = match self.tag.trim() {
            "" => None,
            typed => normal_tag(typed).or_else(|| {
                errors.push(FieldError::new("tag", "tag_wrong"));
                None
            }),
        };
        let answer = |typed: &str| match typed {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        };
        let rules = Rules {
            late_from,
            late_to,
            currency,
            owed_from,
            owed_to,
            broken_from,
            pays_from,
            pays_to,
            has_dispute: answer(&self.dispute),
            has_plan: answer(&self.plan),
            language: Lang::parse(&self.language),
            tag,
        };
        let ranges = [
            (rules.late_from.zip(rules.late_to).is_some_and(|(from, to)| from > to), "late_to"),
            (rules.owed_from.zip(rules.owed_to).is_some_and(|(from, to)| from > to), "owed_to"),
            (rules.pays_from.zip(rules.pays_to).is_some_and(|(from, to)| from > to), "pays_to"),
        ];
        let wrong = ranges.into_iter().filter(|(is_wrong, _)| *is_wrong);
        errors.extend(wrong.map(|(_, field)| FieldError::new(field, "range_wrong")));
        if errors.is_empty() && rules.is_empty() {
            errors.push(FieldError::new("late_from", "rules_none"));
        }
        if errors.is_empty() { Ok(rules) } else { Err(errors) }
    }

    /// The currency and the bounds of the amount, which are of one currency or there are none.
    fn owed(
        &self,
        currencies: &[Currency],
        errors: &mut Vec<FieldError>,
    ) -> (Option<Currency>, Option<i64>, Option<i64>) {
        let chosen = Currency::parse(&self.currency);
        let is_asked = !self.owed_from.trim().is_empty() || !self.owed_to.trim().is_empty();
        let only = if let [only] = currencies { Some(*only) } else { None };
        let currency = chosen.or(only.filter(|_| is_asked));
        let Some(known) = currency else {
            if is_asked {
                errors.push(FieldError::new("owed_from", "owed_currency"));
            }
            return (None, None, None);
        };
        let mut bound = |field: &str, typed: &str| match typed.trim() {
            "" => None,
            typed => {
                let minor =
                    Money::parse(typed, known).ok().map(|money| money.minor).filter(|minor| *minor >= 0);
                if minor.is_none() {
                    errors.push(FieldError::new(field, "owed_wrong"));
                }
                minor
            }
        };
        let (from, to) = (bound("owed_from", &self.owed_from), bound("owed_to", &self.owed_to));
        (currency, from, to)
    }
}

fn read_number(typed: &str, most: i32) -> Result<Option<i32>, ()> {
    match typed.trim() {
        "" => Ok(None),
        typed => match typed.parse::<i32>() {
            Ok(number) if (0..=most).contains(&number) => Ok(Some(number)),
            _ => Err(()),
        },
    }
}
