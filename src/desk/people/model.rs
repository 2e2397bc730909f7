//! What is typed about a member of the team, and what it has to be. Pure.

use crate::desk::approvals::model::LimitKind;
use crate::identity::model::{Role, normal_email};
use crate::kernel::ids::CreditorId;
use crate::kernel::locale::Lang;
use crate::kernel::money::{Currency, Money};
use crate::kernel::web::FieldError;

/// The longest name.
pub const NAME_AT_MOST: usize = 80;
/// The shortest password of a member of the team. Length is what makes one hard to guess.
pub const PASSWORD_AT_LEAST: usize = 12;

/// What somebody is trusted with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trust {
    pub name: String,
    pub role: Role,
    pub speaks: Vec<Lang>,
    pub creditors: Vec<CreditorId>,
}

/// The same as it was typed.
#[derive(Clone, Copy, Debug)]
pub struct TypedTrust<'a> {
    pub name: &'a str,
    pub role: &'a str,
    pub speaks: &'a [String],
    pub creditors: &'a [String],
}

impl Trust {
    /// Reads what was typed; `own` are the creditors that may be given.
    pub fn parse(typed: TypedTrust<'_>, own: &[CreditorId]) -> Result<Self, Vec<FieldError>> {
        let name = typed.name.split_whitespace().collect::<Vec<_>>().join(" ");
        let role = Role::parse(typed.role);
        let speaks: Vec<Lang> = [Lang::Es, Lang::En]
            .into_iter()
            .filter(|lang| typed.speaks.iter().any(|code| code == lang.code()))
            .collect();
        let creditors: Vec<CreditorId> =
            own.iter().copied().filter(|creditor| typed.creditors.contains(&creditor.to_string())).collect();
        let wrong = [
            (name.is_empty(), "name", "name_empty"),
            (name.chars().count() > NAME_AT_MOST, "name", "name_long"),
            (role.is_none(), "role", "role_none"),
            (speaks.is_empty(), "speaks", "speaks_none"),
            (creditors.is_empty(), "creditors", "creditors_none"),
        ];
        let errors: Vec<FieldError> = wrong
            .into_iter()
            .filter(|(is_wrong, ..)| *is_wrong)
            .map(|(_, field, code)| FieldError::new(field, code))
            .collect();
        match role {
            Some(role) if errors.is_empty() => Ok(Self { name, role, speaks, creditors }),
            _ => Err(errors),
        }
    }
}

/// Where the link is sent.
pub fn parse_email(typed: &str) -> Result<String, FieldError> {
    normal_email(typed).ok_or_else(|| FieldError::new("email", "email_wrong"))
}

/// How far somebody may go alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// They ask every time.
    Never,
    /// In minor units, hundredths of a per cent, or days.
    UpTo(i64),
    Free,
}

/// What limits are set for on the page of a person. Publishing needs two, whatever anybody's limits are.
pub const LIMITED: [LimitKind; 7] = [
    LimitKind::Refund,
    LimitKind::Adjustment,
    LimitKind::Waiver,
    LimitKind::WriteOff,
    LimitKind::ManualPayment,
    LimitKind::Discount,
    LimitKind::Term,
];

/// Whether a limit is of money, and so of a currency.
pub const fn is_money(kind: LimitKind) -> bool {
    !matches!(kind, LimitKind::Discount | LimitKind::Term)
}

/// Reads a limit as it was typed. Nothing typed means that they ask every time.
pub fn parse_reach(
    kind: LimitKind,
    currency: Currency,
    typed: &str,
    is_free: bool,
) -> Result<Reach, FieldError> {
    let typed = typed.trim();
    if is_free {
        return Ok(Reach::Free);
    }
    if typed.is_empty() {
        return Ok(Reach::Never);
    }
    let most = match kind {
        LimitKind::Term => typed.parse::<u16>().ok().map(i64::from),
        // A per cent has hundredths, as pesos have.
        LimitKind::Discount => Money::parse(typed, Currency::MXN)
            .ok()
            .map(|percent| percent.minor)
            .filter(|most| *most <= 10_000),
        _ => Money::parse(typed, currency).ok().map(|money| money.minor),
    };
    most.filter(|most| *most >= 0).map(Reach::UpTo).ok_or_else(|| FieldError::new(kind.name(), "limit_wrong"))
}

/// A limit as its field shows it.
pub fn reach_text(kind: LimitKind, currency: Currency, reach: Reach) -> String {
    match (reach, kind) {
        (Reach::Never | Reach::Free, _) => String::new(),
        (Reach::UpTo(days), LimitKind::Term) => days.to_string(),
        (Reach::UpTo(hundredths), LimitKind::Discount) => Money::new(hundredths, Currency::MXN).digits(),
        (Reach::UpTo(minor), _) => Money::new(minor, currency).digits(),
    }
}
