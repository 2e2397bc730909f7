//! What stands around every page, in the same order on each: skip link, header, nav, main, help, footer.

use leptos::prelude::*;

use super::button::{Button, ButtonKind};
use super::form::PostForm;
use super::notice::{Notice, NoticeKind};
use super::page::Visit;
use super::words;
use crate::kernel::locale::Lang;

/// The creditor as each of their pages names it. Texts are already in the reader's language.
#[derive(Clone, Debug, Default)]
pub struct Brand {
    pub name: String,
    pub legal_name: String,
    pub address: String,
    pub phone: Option<String>,
    pub phone_hours: Option<String>,
    /// Who hears complaints about the creditor.
    pub complaint_body: Option<String>,
    /// Who gives free advice that does not come from the creditor.
    pub advice_body: Option<String>,
    /// The address at which people pay, without a slash at the end.
    pub origin: String,
    /// The style sheet with the creditor's accent colour.
    pub css_href: Option<String>,
}

/// Where in the account a page lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountPlace {
    Home,
    Invoices,
    Payments,
    Disputes,
    Messages,
    Statement,
    Terms,
    Settings,
}

/// Where on the desk a page lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeskPlace {
    Today,
    Accounts,
    Groups,
    Disputes,
    Messages,
    Payments,
    Plans,
    Promises,
    Handing,
    Approvals,
    Tasks,
    Policies,
    Playbook,
    People,
    Audit,
}

/// What stands on top of every page about an account: who it is that a reader must speak to now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Banner {
    pub heading: String,
    pub text: String,
}

/// The frame of a page for somebody who owes.
#[derive(Clone, Debug)]
pub struct DebtorFrame {
    pub brand: Brand,
    pub place: Option<AccountPlace>,
    pub signed_in: String,
    /// A member of staff looks at what the debtor sees, at pages that lie below this address. Nothing can be done there.
    pub viewed_at: Option<String>,
    /// How many messages of the team they have not read.
    pub unread: u64,
    pub banners: Vec<Banner>,
}

/// The frame of a page for staff.
#[derive(Clone, Debug)]
pub struct DeskFrame {
    pub place: Option<DeskPlace>,
    pub signed_in: String,
}

/// The frame of a page for anybody; without a brand it belongs to the portal itself.
#[derive(Clone, Debug, Default)]
pub struct PublicFrame {
    pub brand: Option<Brand>,
}

impl AccountPlace {
    const ALL: [Self; 8] = [
        Self::Home,
        Self::Invoices,
        Self::Payments,
        Self::Disputes,
        Self::Messages,
        Self::Statement,
        Self::Terms,
        Self::Settings,
    ];
    /// What of it staff may look at.
    const VIEWED: [Self; 4] = [Self::Home, Self::Invoices, Self::Statement, Self::Terms];

    fn link(self, lang: Lang) -> (&'static str, &'static str) {
        match self {
            Self::Home => ("/account", words::home(lang)),
            Self::Invoices => ("/account/invoices", words::invoices(lang)),
            Self::Payments => ("/account/payments", words::payments(lang)),
            Self::Disputes => ("/account/disputes", words::disputes(lang)),
            Self::Messages => ("/account/messages", words::messages(lang)),
            Self::Statement => ("/account/statement", words::statement(lang)),
            Self::Terms => ("/account/terms", words::terms(lang)),
            Self::Settings => ("/account/settings", words::settings(lang)),
        }
    }
}

impl DeskPlace {
    /// All of them, in the order of the nav.
    pub const ALL: [Self; 15] = [
        Self::Today,
        Self::Accounts,
        Self::Groups,
        Self::Disputes,
        Self::Messages,
        Self::Payments,
        Self::Plans,
        Self::Promises,
        Self::Handing,
        Self::Tasks,
        Self::Approvals,
        Self::Policies,
        Self::Playbook,
        Self::People,
        Self::Audit,
    ];

    fn link(self, lang: Lang) -> (&'static str, &'static str) {
        match self {
            Self::Today => ("/desk", words::today(lang)),
            Self::Accounts => ("/desk/accounts", words::accounts(lang)),
            Self::Groups => ("/desk/groups", words::groups(lang)),
            Self::Disputes => ("/desk/disputes", words::disputes(lang)),
            Self::Messages => ("/desk/messages", words::messages(lang)),
            Self::Payments => ("/desk/payments", words::desk_payments(lang)),
            Self::Plans => ("/desk/plans", words::plans(lang)),
            Self::Promises => ("/desk/promises", words::promises(lang)),
            Self::Handing => ("/desk/handing", words::handing(lang)),
            Self::Approvals => ("/desk/approvals", words::approvals(lang)),
            Self::Tasks => ("/desk/tasks", words::tasks(lang)),
            Self::Policies => ("/desk/policies", words::policies(lang)),
            Self::Playbook => ("/desk/playbook", words::playbook(lang)),
            Self::People => ("/desk/people", words::people(lang)),
            Self::Audit => ("/desk/audit", words::audit(lang)),
        }
    }

    /// What the nav calls it.
    pub fn text(self, lang: Lang) -> &'static str {
        self.link(lang).1
    }

    /// The key that, after `g`, leads there; the same in every language.
    pub const fn letter(self) -> char {
        match self {
            Self::Today => 't',
            Self::Accounts => 'a',
            Self::Groups => 's',
            Self::Disputes => 'd',
            Self::Messages => 'm',
            Self::Payments => 'p',
            Self::Plans => 'l',
            Self::Promises => 'r',
            Self::Handing => 'c',
            Self::Tasks => 'k',
            Self::Approvals => 'v',
            Self::Policies => 'o',
            Self::Playbook => 'h',
            Self::People => 'e',
            Self::Audit => 'u',
        }
    }
}

pub(super) fn debtor(visit: &Visit, frame: DebtorFrame, main: AnyView) -> AnyView {
    let lang = visit.lang;
    let DebtorFrame { brand, place, signed_in, viewed_at, unread, banners } = frame;
    let banners = banners.into_iter().map(|Banner { heading, text }| {
        view! { <Notice kind=NoticeKind::Info heading=heading>{text}</Notice> }
    });
    let banners = banners.collect_view();
    let links = debtor_links(lang, place, viewed_at.as_deref(), unread);
    let session = viewed_at
        .is_none()
        .then(|| session(lang, words::signed_in_as(lang, &signed_in).into_any(), "/do/identity/sign-out"));
    let band =
        viewed_at.as_ref().map(|_| view! { <aside class="staff-band">{words::staff_viewing(lang)}</aside> });
    let home = viewed_at.unwrap_or_else(|| "/account".to_owned());
    view! {
        {skip_link(lang)}
        {band}
        {header(visit, &home, &brand.name, session)}
        {nav("nav", words::main_nav(lang), &links)}
        <main id="main" tabindex="-1">{banners} {main}</main>
        {help(lang, &brand)}
        {footer(lang, &brand, nav("footer-nav", words::footer_nav(lang), &links).into_any())}
    }
    .into_any()
}

pub(super) fn desk(visit: &Visit, frame: DeskFrame, main: AnyView) -> AnyView {
    let lang = visit.lang;
    let links = DeskPlace::ALL.map(|each| {
        let (href, text) = each.link(lang);
        let unread = (each == DeskPlace::Messages).then_some(visit.waiting);
        let key = Some(each.letter().to_string());
        NavLink { href: href.to_owned(), text, unread, key, is_current: frame.place == Some(each) }
    });
    // The desk's nav leads to work; what is one's own is found at one's name.
    let person = view! { <a href="/desk/sessions">{words::signed_in_as(lang, &frame.signed_in)}</a> };
    let session = Some(session(lang, person.into_any(), "/do/identity/staff-sign-out"));
    view! {
        {skip_link(lang)}
        {header(visit, "/desk", words::desk(lang), session)}
        {nav("nav", words::main_nav(lang), &links)}
        <div class="desk-page">
            {desk_search(lang)}
            <main id="main" tabindex="-1">{main}</main>
        </div>
    }
    .into_any()
}

pub(super) fn public(visit: &Visit, frame: PublicFrame, main: AnyView) -> AnyView {
    let lang = visit.lang;
    let name = frame.brand.as_ref().map_or(words::product(lang), |brand| &brand.name);
    view! {
        {skip_link(lang)}
        {header(visit, "/", name, None)}
        <main id="main" tabindex="-1">{main}</main>
        {frame
            .brand
            .as_ref()
            .map(|brand| (help(lang, brand), footer(lang, brand, ().into_any())))}
    }
    .into_any()
}

struct NavLink {
    href: String,
    text: &'static str,
    /// How much is unread there; none where nothing is counted.
    unread: Option<u64>,
    /// The key that, after `g`, leads there.
    key: Option<String>,
    is_current: bool,
}

fn debtor_links(
    lang: Lang,
    place: Option<AccountPlace>,
    viewed_at: Option<&str>,
    unread: u64,
) -> Vec<NavLink> {
    let places: &[AccountPlace] =
        if viewed_at.is_some() { &AccountPlace::VIEWED } else { &AccountPlace::ALL };
    let link = |each: &AccountPlace| {
        let (href, text) = each.link(lang);
        let href = match viewed_at {
            Some(base) => href.replacen("/account", base, 1),
            None => href.to_owned(),
        };
        let unread = (*each == AccountPlace::Messages).then_some(unread);
        NavLink { href, text, unread, key: None, is_current: place == Some(*each) }
    };
    places.iter().map(link).collect()
}

fn skip_link(lang: Lang) -> impl IntoView {
    view! { <a class="skip-link" href="#main">{words::skip_to_content(lang)}</a> }
}

fn header(visit: &Visit, home: &str, name: &str, session: Option<AnyView>) -> impl IntoView + use<> {
    let lang = visit.lang;
    let product = (name != words::product(lang))
        .then(|| view! { <span class="header-product">{words::product(lang)}</span> });
    let other = lang.other();
    view! {
        <header class="header">
            <div class="header-inside">
                <p class="header-name"><a href=home.to_owned()>{name.to_owned()}</a>{product}</p>
                <div class="header-session">
                    <a href=visit.address_in(other) lang=other.html_lang() hreflang=other.html_lang()>
                        {other.name()}
                    </a>
                    {session}
                </div>
            </div>
        </header>
    }
}

fn session(lang: Lang, person: AnyView, sign_out: &'static str) -> AnyView {
    view! {
        <span class="header-person">{person}</span>
        <PostForm action=sign_out>
            <Button kind=ButtonKind::Quiet>{words::sign_out(lang)}</Button>
        </PostForm>
    }
    .into_any()
}

fn nav(class: &'static str, label: &'static str, links: &[NavLink]) -> impl IntoView + use<> {
    let links: Vec<AnyView> = links
        .iter()
        .map(|link| {
            let current = link.is_current.then_some("page");
            // A script that hears of what comes keeps the number as it is now.
            let unread = link.unread.map(|unread| {
                let count = if unread == 0 { String::new() } else { format!(" ({unread})") };
                view! { <span data-unread="">{count}</span> }
            });
            let key = link.key.clone();
            view! { <li><a href=link.href.clone() aria-current=current data-go=key>{link.text}{unread}</a></li> }
                .into_any()
        })
        .collect();
    view! { <nav class=class aria-label=label><ul>{links}</ul></nav> }
}

fn desk_search(lang: Lang) -> impl IntoView {
    view! {
        <form class="desk-search" role="search" action="/desk/find">
            <label for="desk-search">
                {words::desk_search(lang)} " "
                <span class="hint">{words::desk_search_hint(lang)}</span>
            </label>
            <input class="input" id="desk-search" name="q" type="search" />
            <Button kind=ButtonKind::Secondary>{words::search(lang)}</Button>
        </form>
    }
}

fn help(lang: Lang, brand: &Brand) -> impl IntoView + use<> {
    let call = brand.phone.as_ref().map(|phone| {
        let hours = brand.phone_hours.as_ref().map(|hours| format!(", {hours}")).unwrap_or_default();
        view! { <li>{words::help_call(lang, phone) + &hours}</li> }
    });
    let advice = brand.advice_body.as_ref().map(|body| view! { <li>{words::help_advice(lang, body)}</li> });
    view! {
        <aside class="help" aria-labelledby="help">
            <h2 id="help">{words::help(lang)}</h2>
            <ul>
                {call}
                <li><a href="/#real">{words::help_real(lang)}</a></li>
                {advice}
            </ul>
        </aside>
    }
}

fn footer(lang: Lang, brand: &Brand, nav: AnyView) -> impl IntoView + use<> {
    let contact = [Some(&brand.legal_name), Some(&brand.address), brand.phone.as_ref()];
    let contact: Vec<&str> =
        contact.into_iter().flatten().map(String::as_str).filter(|text| !text.is_empty()).collect();
    let complaints =
        brand.complaint_body.as_ref().map(|body| view! { <p>{words::complaints(lang, body)}</p> });
    // Pages about several creditors carry the portal's own name, which does not use itself.
    let uses = (brand.name != words::product(lang)).then(|| words::uses_product(lang, &brand.name) + " ");
    view! {
        <footer class="footer">
            <div class="footer-inside">
                {nav}
                <p>{uses} {words::pay_only_here(lang, &brand.origin)}</p>
                <p>{contact.join(", ")}</p>
                {complaints}
            </div>
        </footer>
    }
}
