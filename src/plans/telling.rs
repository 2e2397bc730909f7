//! What whoever owes is sent about a plan: always by `contact::send`, never with an amount on a locked screen.

use chrono::Days;

use crate::accounts::store::zone_of;
use crate::contact::model::{Block, Letter, NoticeKind, Short};
use crate::contact::telling::tell_about;
use crate::identity::keys::Keys;
use crate::kernel::dates::long_day;
use crate::kernel::db::Tx;
use crate::kernel::ids::{ClosingId, PayLinkId};
use crate::kernel::locale::Lang;
use crate::opinions::telling::with_question;
use crate::payments::links::mint;
use crate::payments::links::model::{Target, good_until};
use crate::payments::links::store::NewLink;
use crate::plans::model::{DeclineReason, Negotiation, Plan, Side};
use crate::plans::standing::Progress;
use crate::plans::state::PlanMove;
use crate::plans::store::following::readers;
use crate::plans::store::reading::open_on;
use crate::plans::words::desk::decline_reason;
use crate::plans::words::keeping as words;

/// The code that signs. It carries no link: it is of use only where it was asked for.
pub fn code_letter(lang: Lang, creditor: &str, code: &str) -> Letter {
    Letter {
        subject: words::code_subject(lang).to_owned(),
        body: vec![Block::Text(words::code_body(lang, code, creditor))],
        short: Short { text: words::code_short(lang, code), path: None, autofill: Some(code.to_owned()) },
    }
}

/// An answer of the team's to whoever proposed, or its own offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answered {
    Endorsed,
    Countered,
    Declined(DeclineReason),
}

/// Tells whoever proposed that they have an answer; where the team began, everybody who may negotiate.
pub async fn tell_answer(tx: &mut Tx, talk: &Negotiation, answered: Answered) -> Result<(), sqlx::Error> {
    let account = &talk.account;
    let path = format!("/account/plans/{}", talk.id);
    let creditor = account.creditor_name.clone();
    // Who asked for nothing is not told that there is an answer.
    let is_unasked = talk.offers.iter().all(|offer| offer.by == Side::Staff);
    for person in readers(tx, talk).await? {
        let words = |lang: Lang| {
            let body = match answered {
                Answered::Endorsed => words::endorsed_body(lang, &creditor),
                Answered::Countered => words::countered_body(lang, &creditor),
                Answered::Declined(reason) => {
                    words::declined_body(lang, &creditor, decline_reason(lang, reason))
                }
            };
            let subject =
                if is_unasked { words::offered_subject(lang) } else { words::answered_subject(lang) };
            letter(lang, &creditor, subject, body, &path)
        };
        let kind = if is_unasked { NoticeKind::Plan } else { NoticeKind::Answer };
        tell_about(tx, kind, person, account, words).await?;
    }
    Ok(())
}

/// Tells whoever signed that it is signed.
pub async fn tell_signed(tx: &mut Tx, plan: &Plan) -> Result<(), sqlx::Error> {
    let Some(first) = plan.parts.first().copied() else { return Ok(()) };
    let creditor = plan.account.creditor_name.clone();
    let amount = crate::kernel::money::Money::new(first.amount_minor, plan.account.currency).with_code();
    let path = format!("/account/plans/{}", plan.id);
    let words = |lang: Lang| {
        let on = long_day(first.due_on, lang);
        let body = words::signed_body(lang, &creditor, &plan.name(), &amount, &on);
        letter(lang, &creditor, words::signed_subject(lang), body, &path)
    };
    tell_about(tx, NoticeKind::Plan, plan.signed_by, &plan.account, words).await
}

/// Tells whoever signed what has become of the plan, and asks how it was where that was its end.
pub async fn tell_move(
    tx: &mut Tx,
    plan: &Plan,
    progress: &Progress,
    (happened, closing): (PlanMove, Option<ClosingId>),
) -> Result<(), sqlx::Error> {
    let open = open_on(tx, plan).await?;
    let creditor = plan.account.creditor_name.clone();
    let missed = progress.money(progress.missed_minor()).with_code();
    let path = format!("/account/plans/{}", plan.id);
    let cure = Days::new(plan.rules.missed.cure_days.into());
    let until = plan.account.today.checked_add_days(cure).unwrap_or(plan.account.today);
    let numbers = plan.numbers().join(", ");
    let words = |lang: Lang| {
        let (subject, body) = match happened {
            PlanMove::Miss => (words::missed_subject(lang), words::missed_body(lang, &creditor, &missed)),
            PlanMove::Suspend => (
                words::suspended_subject(lang),
                words::suspended_body(lang, &creditor, &long_day(until, lang)),
            ),
            PlanMove::Cure => (words::cured_subject(lang), words::cured_body(lang, &creditor)),
            PlanMove::Close => (words::closed_subject(lang), words::closed_body(lang, &creditor)),
            PlanMove::Complete if open.is_positive() => {
                let left = open.with_code();
                (words::completed_subject(lang), words::completed_left_body(lang, &creditor, &numbers, &left))
            }
            PlanMove::Complete | PlanMove::Replace => {
                (words::completed_subject(lang), words::completed_body(lang, &creditor, &numbers))
            }
        };
        with_question(letter(lang, &creditor, subject, body, &path), lang, closing)
    };
    if happened == PlanMove::Replace {
        return Ok(());
    }
    tell_about(tx, NoticeKind::Plan, plan.signed_by, &plan.account, words).await
}

/// Reminds whoever signed that an instalment is coming up, with a link by which it can be paid without signing in.
pub async fn remind(tx: &mut Tx, keys: &Keys, plan: &Plan, progress: &Progress) -> Result<(), sqlx::Error> {
    let Some(next) = progress.next().copied() else { return Ok(()) };
    let creditor = plan.account.creditor_name.clone();
    let amount = progress.money(next.left_minor).with_code();
    let path = format!("/account/plans/{}", plan.id);
    let link = NewLink {
        id: PayLinkId::new(),
        account: plan.account.id,
        target: Target::Instalment { plan: plan.id, number: next.part.number },
        expires_at: good_until(plan.account.today, LINK_LASTS_DAYS, zone_of(tx, &plan.account).await?),
    };
    let pays = mint(tx, keys, &link).await?;
    let words = |lang: Lang| {
        let body = words::due_body(lang, &creditor, &amount, &long_day(next.part.due_on, lang));
        let mut letter = letter(lang, &creditor, words::due_subject(lang), body, &path);
        letter.body.insert(1, Block::Action { label: words::pay_now(lang).to_owned(), path: pays.clone() });
        letter.body.insert(2, Block::Text(words::link_lasts(lang, LINK_LASTS_DAYS)));
        letter
    };
    tell_about(tx, NoticeKind::Plan, plan.signed_by, &plan.account, words).await
}

/// Longer than the days between a reminder and the end of most graces.
const LINK_LASTS_DAYS: i64 = 15;

fn letter(lang: Lang, creditor: &str, subject: &str, body: String, path: &str) -> Letter {
    Letter {
        subject: subject.to_owned(),
        body: vec![
            Block::Text(body),
            Block::Action { label: words::open_plan(lang).to_owned(), path: path.to_owned() },
        ],
        short: Short { text: words::plan_short(lang, creditor), path: Some(path.to_owned()), autofill: None },
    }
}
