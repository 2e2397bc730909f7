//! `/dev/mailbox`: what the demo would have sent. Here those who try it read their codes; outside a demo there is no
//! such page, and the database would show it nothing.

use axum::extract::{Query, State};
use axum::response::Response;
use leptos::prelude::*;
use serde::Deserialize;
use sqlx::types::Json;

use crate::contact::model::{Block, Channel};
use crate::contact::render::Site;
use crate::contact::words;
use crate::kernel::actor::Actor;
use crate::kernel::dates;
use crate::kernel::db::{Db, Tx};
use crate::kernel::locale::Lang;
use crate::kernel::web::Refusal;
use crate::ui::{Button, ButtonKind, Empty, Field, Page, PublicFrame, Visit, public_page};

/// Whose messages to show; everybody's without it.
#[derive(Debug, Default, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    to: String,
}

/// `GET /dev/mailbox?to=`: newest first.
pub async fn mailbox(
    visit: Visit,
    State(db): State<Db>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Refusal> {
    let lang = visit.lang;
    let mut tx = db.begin(Actor::Visitor).await?;
    let messages = messages(&mut tx, wanted.to.trim()).await?;
    let site = Site::new(visit.public_url.parse().map_err(Refusal::internal)?);
    let list = if messages.is_empty() {
        view! { <Empty sentence=words::mailbox_empty(lang) /> }.into_any()
    } else {
        messages.into_iter().map(|message| article(message, &site, lang)).collect_view().into_any()
    };
    let body = view! {
        <h1>{words::mailbox_title(lang)}</h1>
        <p>{words::mailbox_lead(lang)}</p>
        <form class="form" method="get" action="/dev/mailbox" novalidate>
            <Field lang=lang name="to" label=words::mailbox_filter(lang) value=wanted.to />
            <Button kind=ButtonKind::Secondary>{words::mailbox_show(lang)}</Button>
        </form>
        {list}
    };
    Ok(public_page(&visit, PublicFrame::default(), Page::new(words::mailbox_title(lang), body.into_any())))
}

struct Message {
    address: String,
    channel: Channel,
    sender: String,
    lang: Lang,
    subject: String,
    blocks: Vec<Block>,
    /// In the creditor's zone.
    sent_at: chrono::NaiveDateTime,
}

async fn messages(tx: &mut Tx, to: &str) -> Result<Vec<Message>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select address as "address!", channel as "channel!", sender as "sender!", language as "language!",
             subject as "subject!", body as "body!: Json<Vec<Block>>", sent_at as "sent_at!", time_zone as "time_zone!"
           from demo_mailbox($1)"#,
        to
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let zone: chrono_tz::Tz = row.time_zone.parse().unwrap_or(chrono_tz::UTC);
            Some(Message {
                address: row.address,
                channel: Channel::parse(&row.channel)?,
                sender: row.sender,
                lang: Lang::parse(&row.language)?,
                subject: row.subject,
                blocks: row.body.0,
                sent_at: row.sent_at.with_timezone(&zone).naive_local(),
            })
        })
        .collect())
}

/// Tests and scripts find a message by `article[data-to]`.
fn article(message: Message, site: &Site, lang: Lang) -> impl IntoView + use<> {
    let Message { address, channel, sender, lang: written_in, subject, blocks, sent_at } = message;
    let day = dates::short_day(sent_at.date(), lang);
    let hour = dates::hour(sent_at.time(), lang);
    let about = words::mailbox_about(lang, &sender, &address, words::by_channel(channel, lang), &day, &hour);
    // A text message has no subject of its own.
    let heading = if channel.is_short() { sender } else { subject };
    let words = blocks.into_iter().map(|block| paragraph(block, site)).collect_view();
    view! {
        <article class="card" lang=written_in.html_lang() data-to=address data-channel=channel.code()>
            <h2>{heading}</h2>
            <p lang=lang.html_lang()><small>{about}</small></p>
            {words}
        </article>
    }
}

fn paragraph(block: Block, site: &Site) -> AnyView {
    match block {
        Block::Text(text) => view! { <p>{text}</p> }.into_any(),
        Block::Foot(text) => view! { <p><small>{text}</small></p> }.into_any(),
        Block::Action { label, path } => view! { <p><a href=path>{label}</a></p> }.into_any(),
        Block::Link { label, path } => {
            let label = if label.is_empty() { site.link(&path) } else { label };
            view! { <p><small><a href=path>{label}</a></small></p> }.into_any()
        }
        Block::Autofill(code) => view! { <p>{format!("@{} #{code}", site.host())}</p> }.into_any(),
    }
}
