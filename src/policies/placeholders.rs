//! The names under which the creditor's words hold parameters: `{grace_days}` reads `5 días`, unit and all.

use crate::kernel::locale::Lang;
use crate::kernel::money::{Currency, Money};
use crate::policies::model::Parameters;
use crate::policies::text::Section;
use crate::policies::words;

/// A parameter that words can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placeholder {
    MinimumPayment,
    SmallBalance,
    LateRate,
    LateRateYearly,
    GraceDays,
    VoucherDays,
    AutopayNotice,
    NoticeDays,
    ReminderDays,
    ReminderEvery,
    PersonDays,
    HandOffDays,
    HandOffNotice,
    Agency,
    InstalmentsFrom,
    InstalmentsTo,
    SmallestInstalment,
    LongestMonths,
    FirstPaymentDays,
    PlanGrace,
    DisputeDays,
    AnswerDays,
}

impl Placeholder {
    pub const ALL: [Self; 22] = [
        Self::MinimumPayment,
        Self::SmallBalance,
        Self::LateRate,
        Self::LateRateYearly,
        Self::GraceDays,
        Self::VoucherDays,
        Self::AutopayNotice,
        Self::NoticeDays,
        Self::ReminderDays,
        Self::ReminderEvery,
        Self::PersonDays,
        Self::HandOffDays,
        Self::HandOffNotice,
        Self::Agency,
        Self::InstalmentsFrom,
        Self::InstalmentsTo,
        Self::SmallestInstalment,
        Self::LongestMonths,
        Self::FirstPaymentDays,
        Self::PlanGrace,
        Self::DisputeDays,
        Self::AnswerDays,
    ];

    /// What is typed between the braces.
    pub const fn name(self) -> &'static str {
        match self {
            Self::MinimumPayment => "minimum_payment",
            Self::SmallBalance => "small_balance",
            Self::LateRate => "late_rate",
            Self::LateRateYearly => "late_rate_yearly",
            Self::GraceDays => "grace_days",
            Self::VoucherDays => "voucher_days",
            Self::AutopayNotice => "autopay_notice_days",
            Self::NoticeDays => "notice_days",
            Self::ReminderDays => "reminder_days",
            Self::ReminderEvery => "reminder_every_days",
            Self::PersonDays => "person_days",
            Self::HandOffDays => "hand_off_days",
            Self::HandOffNotice => "hand_off_notice_days",
            Self::Agency => "agency",
            Self::InstalmentsFrom => "instalments_from",
            Self::InstalmentsTo => "instalments_to",
            Self::SmallestInstalment => "smallest_instalment",
            Self::LongestMonths => "longest_months",
            Self::FirstPaymentDays => "first_payment_days",
            Self::PlanGrace => "plan_grace_days",
            Self::DisputeDays => "dispute_days",
            Self::AnswerDays => "answer_days",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|named| named.name() == name.trim())
    }

    /// The section that its parameter belongs to.
    pub const fn section(self) -> Section {
        match self {
            Self::MinimumPayment | Self::SmallBalance => Section::Payment,
            Self::LateRate | Self::LateRateYearly | Self::GraceDays => Section::Lateness,
            Self::VoucherDays | Self::AutopayNotice => Section::Ways,
            Self::NoticeDays
            | Self::ReminderDays
            | Self::ReminderEvery
            | Self::PersonDays
            | Self::HandOffDays
            | Self::HandOffNotice
            | Self::Agency => Section::Procedure,
            Self::InstalmentsFrom
            | Self::InstalmentsTo
            | Self::SmallestInstalment
            | Self::LongestMonths
            | Self::FirstPaymentDays
            | Self::PlanGrace => Section::Plans,
            Self::DisputeDays => Section::Disputes,
            Self::AnswerDays => Section::Privacy,
        }
    }

    /// What stands in its place, unless the version says nothing about it.
    pub fn value(self, lang: Lang, parameters: &Parameters, currency: Currency) -> Option<String> {
        let days = |count: u16| words::days(lang, count.into());
        let procedure = &parameters.procedure;
        let hand_off = procedure.hand_off.as_ref();
        let plans = parameters.plans.as_ref();
        let some = |amount: Money| amount.is_positive().then(|| amount.to_string());
        match self {
            Self::MinimumPayment => some(parameters.minimum_payment(currency)),
            Self::SmallBalance => some(parameters.small_balance(currency)),
            Self::LateRate => parameters.interest.as_ref().map(|rule| words::rate(lang, rule.rate)),
            Self::LateRateYearly => parameters
                .interest
                .as_ref()
                .map(|rule| words::percent(lang, &words::percent_number(rule.rate.yearly_basis_points()))),
            Self::GraceDays => parameters.interest.as_ref().map(|rule| days(rule.grace_days)),
            Self::VoucherDays => Some(days(parameters.voucher_days.into())),
            Self::AutopayNotice => Some(days(parameters.autopay.notice_days)),
            Self::NoticeDays => procedure.notice_days_before.map(days),
            Self::ReminderDays => procedure.reminder_days_after.map(days),
            Self::ReminderEvery => procedure.reminder_every_days.map(days),
            Self::PersonDays => procedure.person_days_after.map(days),
            Self::HandOffDays => hand_off.map(|step| days(step.days_after)),
            Self::HandOffNotice => hand_off.map(|step| days(step.notice_days)),
            Self::Agency => hand_off.map(|step| step.to.clone()).filter(|to| !to.is_empty()),
            Self::InstalmentsFrom => plans.map(|rules| rules.instalments_from.to_string()),
            Self::InstalmentsTo => plans.map(|rules| rules.instalments_to.to_string()),
            Self::SmallestInstalment => some(parameters.smallest_instalment(currency)),
            Self::LongestMonths => plans.map(|rules| words::months(lang, rules.longest_months.into())),
            Self::FirstPaymentDays => plans.map(|rules| days(rules.first_payment_days)),
            Self::PlanGrace => plans.map(|rules| days(rules.grace_days)),
            Self::DisputeDays => Some(days(parameters.dispute_answer_days)),
            Self::AnswerDays => Some(words::working_days(lang, parameters.message_answer_days.into())),
        }
    }
}

/// A stretch of a text: plain words, or a name between braces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    Words(&'a str),
    Named(&'a str),
}

/// The text taken apart. A brace that never closes names all that follows it on its line, so that it is found.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        if open > 0 {
            found.push(Piece::Words(&rest[..open]));
        }
        let inside = &rest[open + 1..];
        let line = inside.find('\n').unwrap_or(inside.len());
        let close = inside[..line].find('}');
        let end = close.unwrap_or(line);
        found.push(Piece::Named(&inside[..end]));
        rest = &inside[close.map_or(line, |close| close + 1)..];
    }
    if !rest.is_empty() {
        found.push(Piece::Words(rest));
    }
    found
}
