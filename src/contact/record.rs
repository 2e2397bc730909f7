//! Every contact about an account, as both sides read it: what was sent and what was held back, calls, and looks at the
//! account as its people see it.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use leptos::prelude::*;

use crate::accounts::model::{Account, Viewer};
use crate::accounts::opening::Opened;
use crate::accounts::store::zone_of;
use crate::contact::model::Channel;
use crate::contact::words::{by_channel, record as words};
use crate::desk::audit::views::looks_view;
use crate::desk::calls::model::Outcome;
use crate::desk::calls::words as call_words;
use crate::kernel::dates::{hour, short_day};
use crate::kernel::db::Tx;
use crate::kernel::locale::Lang;
use crate::row;
use crate::ui::{Column, Empty, Next, Table};

/// Of each kind of contact the newest are shown.
const SHOWN: i64 = 100;
/// Of the days on which somebody of the team looked.
const LOOKS_SHOWN: i32 = 50;

/// One contact, in words.
struct Contact {
    at: DateTime<Utc>,
    channel: String,
    what: String,
    result: String,
}

/// The page, for whichever side asks. Of notices a person reads those that went to them.
pub async fn opened(
    tx: &mut Tx,
    lang: Lang,
    viewer: Viewer,
    account: &Account,
) -> Result<Opened, sqlx::Error> {
    let zone = zone_of(tx, account).await?;
    let mut contacts = notices(tx, lang, account).await?;
    contacts.extend(calls(tx, lang, account).await?);
    contacts.extend(looks(tx, lang, account).await?);
    contacts.sort_by_key(|contact| std::cmp::Reverse(contact.at));
    let heading = words::heading(lang);
    let list = list(lang, zone, contacts);
    let next =
        (!matches!(viewer, Viewer::Staff(_))).then(|| view! { <Next lang=lang>{words::next(lang)}</Next> });
    let looked = match viewer {
        Viewer::Person => Some(looks_view(lang, &own_looks(tx, account, zone).await?)),
        Viewer::Staff(_) | Viewer::AsPerson(_) => None,
    };
    let main = view! { <h1>{heading}</h1> {list} {looked} {next} };
    Ok(Opened::plain(heading.to_owned(), main.into_any()))
}

fn list(lang: Lang, zone: Tz, contacts: Vec<Contact>) -> AnyView {
    if contacts.is_empty() {
        return view! { <Empty sentence=words::none(lang) /> }.into_any();
    }
    let rows = contacts.into_iter().map(|contact| {
        let local = contact.at.with_timezone(&zone).naive_local();
        let when = format!("{}, {}", short_day(local.date(), lang), hour(local.time(), lang));
        row![when, contact.channel, contact.what, contact.result]
    });
    view! {
        <Table
            caption=words::heading(lang)
            caption_hidden=true
            columns=vec![
                Column::text(words::when(lang)),
                Column::text(words::channel(lang)),
                Column::text(words::what(lang)),
                Column::text(words::result(lang)),
            ]
            rows=rows.collect()
        />
    }
    .into_any()
}

/// Who of the team looked at it, by day: for the account's own people.
async fn own_looks(
    tx: &mut Tx,
    account: &Account,
    zone: Tz,
) -> Result<Vec<(NaiveDate, String, String, i64)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select looked_on as "on!", first_name as "name!", verb as "verb!", times as "times!"
           from looks_at_own_account($1, $2, $3)"#,
        account.id.0,
        zone.name(),
        LOOKS_SHOWN
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(|row| (row.on, row.name, row.verb, row.times)).collect())
}

async fn notices(tx: &mut Tx, lang: Lang, account: &Account) -> Result<Vec<Contact>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select n.created_at, n.kind, n.channel, n.decision, n.sent_at, n.failure, p.name as "person?"
           from notices n left join persons p on p.id = n.person_id
           where n.account_id = $1 order by n.created_at desc limit $2"#,
        account.id.0,
        SHOWN
    )
    .fetch_all(&mut **tx)
    .await?;
    let contacts = rows.into_iter().map(|row| {
        let what = words::notice(lang, &row.kind);
        let result = match (row.decision.as_str(), row.sent_at, row.failure) {
            (_, Some(_), _) => words::sent(lang),
            ("deny", None, _) => words::held_back(lang),
            (_, None, Some(_)) => words::failed(lang),
            ("defer", None, None) => words::waits(lang),
            _ => words::on_its_way(lang),
        };
        Contact {
            at: row.sent_at.unwrap_or(row.created_at),
            channel: Channel::parse(&row.channel)
                .map(|channel| by_channel(channel, lang))
                .unwrap_or_default()
                .to_owned(),
            what: row.person.map_or_else(|| what.to_owned(), |person| words::to(lang, what, &person)),
            result: result.to_owned(),
        }
    });
    Ok(contacts.collect())
}

async fn calls(tx: &mut Tx, lang: Lang, account: &Account) -> Result<Vec<Contact>, sqlx::Error> {
    let rows = sqlx::query!(
        "select called_at, was_ours, outcome, agreed, shown_name from calls where account_id = $1
         order by called_at desc limit $2",
        account.id.0,
        SHOWN
    )
    .fetch_all(&mut **tx)
    .await?;
    let contacts = rows.into_iter().map(|row| {
        let outcome = Outcome::parse(&row.outcome).map(|outcome| call_words::outcome_text(lang, outcome));
        let agreed = Some(row.agreed.as_str()).filter(|agreed| !agreed.is_empty());
        Contact {
            at: row.called_at,
            channel: by_channel(Channel::Call, lang).to_owned(),
            what: match row.was_ours {
                true => words::called_by(lang, &row.shown_name),
                false => words::they_called(lang, &row.shown_name),
            },
            result: outcome.into_iter().chain(agreed).collect::<Vec<_>>().join(": "),
        }
    });
    Ok(contacts.collect())
}

/// Whoever of the team looked at the account as its people see it.
async fn looks(tx: &mut Tx, lang: Lang, account: &Account) -> Result<Vec<Contact>, sqlx::Error> {
    let rows = sqlx::query_scalar!(
        "select at from audit_events where account_id = $1 and verb = 'view_as_debtor' order by at desc limit $2",
        account.id.0,
        SHOWN
    )
    .fetch_all(&mut **tx)
    .await?;
    let contacts = rows.into_iter().map(|at| Contact {
        at,
        channel: words::portal(lang).to_owned(),
        what: words::looked(lang).to_owned(),
        result: words::only_looked(lang).to_owned(),
    });
    Ok(contacts.collect())
}
