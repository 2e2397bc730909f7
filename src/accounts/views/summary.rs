//! The account at a glance (screens 2.5): one number, why it is that number, and what can be done today.

use chrono::NaiveDate;
use leptos::prelude::*;

use super::amount_link;
use super::choices::choices;
use crate::accounts::home::AccountHome;
use crate::accounts::model::{Account, Balance, May, Viewer};
use crate::accounts::words;
use crate::contact::words::record;
use crate::documents;
use crate::documents::model::PaperKind;
use crate::documents::papers::closing_kind;
use crate::documents::views::paper_link;
use crate::kernel::dates::{day_month, day_of_year, short_day};
use crate::kernel::ids::PaymentId;
use crate::kernel::locale::Lang;
use crate::kernel::money::Money;
use crate::ledger::allocation::OpenItem;
use crate::legal;
use crate::payments::store::reading::InFlight;
use crate::payments::views::in_flight_words;
use crate::plans;
use crate::promises;
use crate::row;
use crate::ui::{
    Amount, Bar, BarChart, Column, Columns, Fill, Legend, MainColumn, Next, Notice, NoticeKind, Segment,
    SideColumn, Table, unbroken,
};

/// Open invoices that the page names one by one.
const NAMED_INVOICES: usize = 5;

/// One account. `heading` makes its label the page's h1, where there is only one account.
pub fn account_summary(lang: Lang, viewer: Viewer, home: &AccountHome, heading: bool) -> AnyView {
    let place = Place { lang, viewer, account: &home.account, several: !heading };
    let in_flight = home.in_flight.iter().map(|one| in_flight(&place, one)).collect_view();
    let reviewed = home.under_review.iter().map(|(id, amount)| reviewed(&place, *id, *amount)).collect_view();
    let paused = (viewer != Viewer::Staff(home.account.id)).then(|| legal::views::paused(lang, &home.pauses));
    let in_flight = view! { {paused} {in_flight} {reviewed} };
    let owed = what_is_owed(&place, home, heading);
    let choices = choices(&place, home);
    let picture = (!home.balance.total.is_zero()).then(|| picture(&place, home));
    let follows = view! {
        {plans_at_a_glance(&place, home)}
        {what_follows(&place, home)}
        {open_things(&place, home)}
        {papers(&place, home)}
    };
    if let Viewer::Staff(_) = viewer {
        // On the desk the second column is the margin.
        return view! { {in_flight} {owed} {choices} {picture} {follows} }.into_any();
    }
    // On a phone these come one below the other: the number, what can be done, and only then its picture.
    view! {
        {in_flight}
        <Columns>
            <MainColumn>{owed}</MainColumn>
            <SideColumn>{choices}</SideColumn>
            <MainColumn>{picture}</MainColumn>
            <SideColumn>{follows}</SideColumn>
        </Columns>
    }
    .into_any()
}

/// Who reads which account, and how its addresses begin.
pub(super) struct Place<'a> {
    pub(super) lang: Lang,
    viewer: Viewer,
    pub(super) account: &'a Account,
    /// The reader has other accounts, so that addresses must name this one.
    several: bool,
}

impl Place<'_> {
    fn balance(&self, of: &str) -> String {
        let account =
            if self.names_account() { format!("&account={}", self.account.id) } else { String::new() };
        format!("{}/balance?of={of}{account}", self.viewer.base())
    }

    pub(super) fn page(&self, page: &str) -> String {
        let account =
            if self.names_account() { format!("?account={}", self.account.id) } else { String::new() };
        format!("{}/{page}{account}", self.viewer.base())
    }

    fn names_account(&self) -> bool {
        self.several && self.viewer == Viewer::Person
    }

    pub(super) fn may_pay(&self) -> bool {
        self.viewer.may_act() && self.account.may >= May::Pay
    }
}

fn in_flight(place: &Place<'_>, one: &InFlight) -> AnyView {
    let lang = place.lang;
    let href = match place.viewer {
        Viewer::Person => Some(format!("/account/payments/{}", one.payment)),
        Viewer::Staff(_) => Some(format!("/desk/payments/{}", one.payment)),
        Viewer::AsPerson(_) => None,
    };
    let link = href.map(|href| view! { " " <a href=href>{words::see_payment(lang)}</a> });
    let (heading, sentence) = in_flight_words(lang, one)
        .unwrap_or_else(|| (words::in_flight_heading(lang), words::in_flight(lang, one.amount)));
    view! {
        <Notice kind=NoticeKind::Info heading=heading>
            {sentence} {link}
        </Notice>
    }
    .into_any()
}

/// A bank holds money of a payment while it decides.
fn reviewed(place: &Place<'_>, id: PaymentId, amount: Money) -> AnyView {
    let lang = place.lang;
    let href = match place.viewer {
        Viewer::Person => Some(format!("/account/payments/{id}")),
        Viewer::Staff(_) => Some(format!("/desk/payments/{id}")),
        Viewer::AsPerson(_) => None,
    };
    let link = href.map(|href| view! { " " <a href=href>{words::see_payment(lang)}</a> });
    view! {
        <Notice kind=NoticeKind::Info heading=words::bank_reviews_heading(lang, amount)>
            {words::bank_reviews(lang)} {link}
        </Notice>
    }
    .into_any()
}

fn what_is_owed(place: &Place<'_>, home: &AccountHome, heading: bool) -> AnyView {
    let lang = place.lang;
    let Account { creditor_name, reference, contract, .. } = place.account;
    let mut line = words::account_line(lang, creditor_name, reference);
    if !contract.is_empty() {
        line = format!("{line} · {contract}");
    }
    let balance = &home.balance;
    let answer = if balance.due.is_positive() {
        past_due(place, balance, heading)
    } else {
        nothing_due(place, balance, heading)
    };
    let credit = balance.credit.is_positive().then(|| {
        let uses = place.may_pay().then(|| {
            let href = format!("/account/pay/credit?account={}", place.account.id);
            view! { " " <a href=href>{words::use_or_return(lang)}</a> }
        });
        view! { <p><a href=place.balance("credit")>{words::in_credit(lang, balance.credit)}</a> {uses}</p> }
    });
    view! {
        <p class="account-line">{line}</p>
        {answer}
        {credit}
    }
    .into_any()
}

fn past_due(place: &Place<'_>, balance: &Balance, heading: bool) -> AnyView {
    let lang = place.lang;
    let since = balance.oldest_due_on.map(|on| day_month(on, lang)).unwrap_or_default();
    let sentence = match balance.overdue_count {
        1 => words::past_due_one(lang, &since),
        count => words::past_due_many(lang, count, &since),
    };
    let entries = place.balance("due");
    view! {
        <Amount label=words::due_label(lang) money=balance.due heading=heading>
            <p>{sentence}</p>
            <p><a href=entries>{words::how_worked_out(lang)}</a></p>
        </Amount>
    }
    .into_any()
}

fn nothing_due(place: &Place<'_>, balance: &Balance, heading: bool) -> AnyView {
    let lang = place.lang;
    let title = if heading {
        view! { <h1>{words::up_to_date(lang)}</h1> }.into_any()
    } else {
        view! { <h2>{words::up_to_date(lang)}</h2> }.into_any()
    };
    let next = balance.next.as_ref().map(|next| {
        let numbers = words::numbers_text(lang, &next.numbers);
        if next.on == place.account.today {
            words::next_due_today(lang, next.amount, &numbers)
        } else {
            words::next_due_line(lang, next.amount, &day_of_year(next.on, lang), &numbers)
        }
    });
    let sentence = next
        .or_else(|| balance.total.is_zero().then(|| words::owes_nothing(lang, &place.account.creditor_name)));
    view! { {title} {sentence.map(|sentence| view! { <p>{unbroken(&sentence)}</p> })} }.into_any()
}

/// What the total is made of, drawn and in a table whose amounts open to their entries.
fn picture(place: &Place<'_>, home: &AccountHome) -> AnyView {
    let (lang, balance) = (place.lang, &home.balance);
    let caption = if balance.due.is_positive() {
        words::picture_caption(lang, balance.total, balance.due)
    } else {
        words::picture_caption_nothing_due(lang, balance.total)
    };
    let notch = balance.late.is_positive().then_some(balance.due.minor - balance.late.minor);
    let parts = [
        (balance.due, Fill::Solid(1), words::past_due(lang), notch),
        (balance.not_due, Fill::Dotted, words::not_due_yet(lang), None),
        (balance.in_plan, Fill::Solid(4), words::balance_in_plan(lang), None),
        (balance.held, Fill::Hatched, words::state_in_dispute(lang), None),
    ];
    let parts = || parts.iter().filter(|(amount, ..)| amount.is_positive());
    let segments = parts()
        .map(|(amount, fill, _, notch_at_minor)| Segment {
            amount_minor: amount.minor,
            fill: *fill,
            notch_at_minor: *notch_at_minor,
        })
        .collect();
    let legend = parts()
        .map(|(amount, fill, label, _)| Legend {
            fill: *fill,
            label: (*label).to_owned(),
            value: amount.to_string(),
        })
        .collect();
    let table = parts_table(place, home);
    view! {
        <BarChart
            id=format!("balance-{}", place.account.reference.to_lowercase())
            caption=caption.clone()
            title=words::picture_title(lang)
            description=words::picture_description(lang, &caption)
            bars=vec![Bar { segments, ..Bar::default() }]
            legend=legend
        >
            {table}
        </BarChart>
    }
    .into_any()
}

fn parts_table(place: &Place<'_>, home: &AccountHome) -> AnyView {
    let (lang, balance) = (place.lang, &home.balance);
    let since = balance.oldest_due_on.map(|on| words::since(lang, &short_day(on, lang)));
    let next = balance.next.as_ref().map(|next| short_day(next.on, lang));
    let answer = home.holds.first().map(|hold| words::answer_by(lang, &short_day(hold.promised_on, lang)));
    let plan_next = home.plans.iter().find_map(|glance| glance.next).map(|(on, _)| short_day(on, lang));
    let line = |part: &'static str, of: &'static str, amount: Money, when: Option<String>| {
        (amount.is_positive() || of == "due")
            .then(|| row![part, amount_link(place.balance(of), amount), when])
    };
    let rows = [
        line(words::past_due(lang), "due", balance.due, since),
        line(words::not_due_yet(lang), "not-due", balance.not_due, next),
        line(words::balance_in_plan(lang), "in-plan", balance.in_plan, plan_next),
        line(words::held(lang), "held", balance.held, answer),
    ];
    let totals = row![words::total_balance(lang), amount_link(place.balance("total"), balance.total), ()];
    view! {
        <Table
            caption=words::picture_title(lang)
            caption_hidden=true
            columns=vec![
                Column::text(words::part(lang)),
                Column::number(words::amount(lang)),
                Column::text(words::since_or_until(lang)),
            ]
            rows=rows.into_iter().flatten().collect()
            totals=totals
        />
    }
    .into_any()
}

/// What happens next: what each further day costs, also when that is nothing.
fn what_follows(place: &Place<'_>, home: &AccountHome) -> AnyView {
    let lang = place.lang;
    let sentence = match &home.daily {
        Some(daily) => match &daily.rising {
            Some(rising) => words::daily_interest_rising(
                lang,
                daily.amount,
                &day_month(rising.from, lang),
                rising.amount,
                &words::numbers_text(lang, &rising.numbers),
            ),
            None => words::daily_interest(lang, daily.amount),
        },
        None if home.balance.due.is_positive() => words::no_interest(lang).to_owned(),
        None => match home.plans.iter().find_map(|glance| Some((&glance.name, glance.next?))) {
            Some((name, (on, amount))) => plans::words::next_of(lang, name, amount, &day_of_year(on, lang)),
            None => words::nothing_to_do(lang).to_owned(),
        },
    };
    let fees = home.coming_fees.as_ref().map(|coming| {
        let numbers = words::numbers_text(lang, &coming.numbers);
        words::coming_fees(lang, &day_month(coming.on, lang), coming.amount, &numbers)
    });
    let sentence = [Some(sentence), fees].into_iter().flatten().collect::<Vec<_>>().join(" ");
    view! { <Next lang=lang>{unbroken(&sentence)}</Next> }.into_any()
}

/// What is agreed, and what is on the table.
fn plans_at_a_glance(place: &Place<'_>, home: &AccountHome) -> Option<AnyView> {
    let lang = place.lang;
    let lines: Vec<AnyView> = home
        .plans
        .iter()
        .map(|glance| {
            let text = plans::words::glance(lang, glance);
            match place.viewer {
                Viewer::AsPerson(_) => view! { <li>{text}</li> }.into_any(),
                viewer => {
                    let href = plans::model::plan_href(viewer, glance.id);
                    view! { <li><a href=href>{text}</a></li> }.into_any()
                }
            }
        })
        .collect();
    (!lines.is_empty()).then(|| {
        view! {
            <section>
                <h2>{plans::words::plans(lang)}</h2>
                <ul>{lines}</ul>
            </section>
        }
        .into_any()
    })
}

/// The statement, and the letter that nothing is owed while nothing is.
fn papers(place: &Place<'_>, home: &AccountHome) -> AnyView {
    let (lang, viewer) = (place.lang, place.viewer);
    let letter = home.closing.as_ref().map(|closing| {
        let text = match closing_kind(closing) {
            PaperKind::Settlement => documents::words::download_settlement,
            _ => documents::words::download_paid_in_full,
        };
        paper_link(lang, viewer, place.page("letter.pdf"), text)
    });
    let statement = documents::words::see_statement(lang);
    view! {
        {letter}
        <p><a href=place.page("statement")>{statement}</a></p>
        <p><a href=place.page("contact")>{record::heading(lang)}</a></p>
    }
    .into_any()
}

fn open_things(place: &Place<'_>, home: &AccountHome) -> AnyView {
    let lang = place.lang;
    let base = place.viewer.base();
    // What a plan has for later is told by the plan.
    let open: Vec<&OpenItem> =
        home.open.iter().filter(|item| item.plan.is_none() || item.asked_minor() > 0).collect();
    let named = open.iter().take(NAMED_INVOICES).map(|item| {
        let amount = Money::new(item.asked_minor(), place.account.currency);
        let text = open_invoice(lang, place.account.today, &item.number, amount, item.due_on);
        view! { <li><a href=format!("{base}/invoices/{}", item.invoice)>{unbroken(&text)}</a></li> }
    });
    let more = open.len().checked_sub(NAMED_INVOICES).filter(|more| *more > 0).map(|more| {
        view! { <li><a href=place.page("invoices")>{words::open_invoices_more(lang, more)}</a></li> }
    });
    let holds = home.holds.iter().map(|hold| {
        let by = day_of_year(hold.promised_on, lang);
        let text = words::open_dispute(lang, &hold.dispute_number, hold.amount, &hold.invoice_number, &by);
        let dispute = hold.dispute.and_then(|dispute| place.viewer.dispute(dispute));
        let href = dispute.unwrap_or_else(|| format!("{base}/invoices/{}", hold.invoice));
        view! { <li><a href=href>{unbroken(&text)}</a></li> }
    });
    let promise = place.account.waits_until().map(|day| {
        let text = promises::words::open_promise(lang, &day_of_year(day, lang));
        match place.viewer {
            Viewer::AsPerson(_) => view! { <li>{unbroken(&text)}</li> }.into_any(),
            _ => view! { <li><a href=place.page("promises")>{unbroken(&text)}</a></li> }.into_any(),
        }
    });
    if open.is_empty() && home.holds.is_empty() {
        return ().into_any();
    }
    view! {
        <section>
            <h2>{words::open_things(lang)}</h2>
            <ul>{promise} {named.collect_view()} {more} {holds.collect_view()}</ul>
        </section>
    }
    .into_any()
}

fn open_invoice(lang: Lang, today: NaiveDate, number: &str, amount: Money, due_on: NaiveDate) -> String {
    let on = day_month(due_on, lang);
    if due_on < today {
        words::open_invoice_past(lang, number, amount, &on)
    } else {
        words::open_invoice_ahead(lang, number, amount, &on)
    }
}
