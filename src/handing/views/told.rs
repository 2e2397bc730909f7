//! What whoever owes reads: who holds the debt on top of each page, and why it is not paid here.

use leptos::prelude::*;

use crate::accounts::model::Account;
use crate::handing::model::Kind;
use crate::handing::store::Held;
use crate::handing::words;
use crate::kernel::dates::long_day;
use crate::kernel::locale::Lang;
use crate::ui::{Banner, Notice, NoticeKind};

/// Who holds these accounts, for the top of every page about them. Of several accounts each says which it is.
pub fn banners(lang: Lang, accounts: &[&Account], held: &[Held]) -> Vec<Banner> {
    let banner = |held: &Held| {
        let of = accounts.iter().find(|account| account.id == held.account)?;
        let day = long_day(held.since, lang);
        let (heading, text) = match held.kind {
            Kind::PreLegal => (
                words::banner_pre_legal(lang, &held.to_name),
                words::banner_pre_legal_text(lang, &day, &held.to_name, &held.to_contact),
            ),
            Kind::Agency => (
                words::banner_agency(lang, &held.to_name),
                words::banner_agency_text(lang, &day, &held.to_name, &held.to_contact),
            ),
            Kind::WriteOff => {
                (words::banner_write_off(lang, &of.creditor_name), words::banner_write_off_text(lang, &day))
            }
        };
        let which = if accounts.len() > 1 { words::of_account(lang, &of.reference) } else { String::new() };
        Some(Banner { heading, text: format!("{which}{text}") })
    };
    held.iter().filter_map(banner).collect()
}

/// In place of the page that pays.
pub fn paid_elsewhere_view(lang: Lang, held: &Held) -> AnyView {
    let text = words::closed_text(lang, &held.to_name, &held.to_contact);
    view! {
        <h1>{words::closed(lang)}</h1>
        <Notice kind=NoticeKind::Attention heading=words::banner_agency(lang, &held.to_name)>{text}</Notice>
        <p><a href="/account">{words::closed_back(lang)}</a></p>
    }
    .into_any()
}
