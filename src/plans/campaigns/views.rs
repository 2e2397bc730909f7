//! What the team sees of campaigns: all of them, the question with its answer, and what came of one.

use leptos::prelude::*;

use super::actions::campaign_href;
use super::considering::{Considered, Offered};
use super::model::{ACCOUNTS_AT_MOST, CampaignError, CampaignForm, PassedOver};
use super::store::{Became, Campaign, Payee};
use super::words;
use crate::accounts::store::zone;
use crate::kernel::dates::short_day;
use crate::kernel::locale::Lang;
use crate::kernel::money::Money;
use crate::kernel::web::FieldError;
use crate::plans::asked::Asked;
use crate::plans::bounds::Bounds;
use crate::plans::schedule::{Schedule, Terms};
use crate::plans::views::new::WORDS_AT_MOST;
use crate::plans::views::talk_badge;
use crate::plans::words::{self as plan_words, ask_error};
use crate::policies::rules::Frequency;
use crate::policies::words::{percent, percent_number};
use crate::row;
use crate::ui::{
    Actions, BackLink, Button, ButtonLink, Choice, Column, DateField, Empty, Field, MoneyField, Notice,
    NoticeKind, PostForm, RadioCards, Refilled, Tab, Table, Tabs, TextArea, TypedDate, Width,
};

/// Of more than these the first are shown before they are sent.
const SHOWN: usize = 50;

/// All campaigns, and the way to a new one.
pub fn list_view(lang: Lang, campaigns: &[Campaign], may_open: bool) -> Result<AnyView, sqlx::Error> {
    let rows = campaigns
        .iter()
        .map(|one| {
            let zone = zone(&one.payee.time_zone)?;
            let day = short_day(one.opened_at.with_timezone(&zone).date_naive(), lang);
            Ok(row![
                view! { <a href=campaign_href(one.id)>{words::of_day(lang, &one.payee.name, &day)}</a> },
                is_for(lang, one),
                words::came(lang, one.offered, one.signed, one.open),
            ])
        })
        .collect::<Result<Vec<_>, sqlx::Error>>()?;
    let table = if rows.is_empty() {
        view! { <Empty sentence=words::none_yet(lang) /> }.into_any()
    } else {
        let columns = vec![
            Column::text(words::column_opened(lang)),
            Column::text(words::column_for(lang)),
            Column::text(words::column_came(lang)),
        ];
        view! { <Table caption=words::campaigns(lang) caption_hidden=true columns=columns rows=rows wide=true /> }
            .into_any()
    };
    let begin = if may_open {
        view! { <ButtonLink href="/desk/plans/campaigns/new">{words::begin(lang)}</ButtonLink> }.into_any()
    } else {
        words::supervisors_only(lang).into_any()
    };
    Ok(view! {
        <BackLink lang=lang href="/desk/plans" />
        <h1>{words::campaigns(lang)}</h1>
        <p>{words::campaigns_lead(lang)}</p>
        {table}
        <p>{begin}</p>
    }
    .into_any())
}

/// The question, and who would get what.
pub struct NewPage<'a> {
    pub payees: &'a [Payee],
    pub payee: &'a Payee,
    pub bounds: Option<&'a Bounds>,
    pub form: &'a CampaignForm,
    pub considered: Option<Considered>,
    pub wrong: Option<CampaignError>,
    /// What was refused when it was sent.
    pub refused: &'a Refilled,
    pub may_open: bool,
}

impl NewPage<'_> {
    /// The field that is wrong, and its sentence.
    pub fn error(&self, lang: Lang) -> Option<(String, String)> {
        let error = self.wrong?;
        let sentence = match error {
            CampaignError::LateWrong => words::late_wrong(lang).to_owned(),
            CampaignError::OwedWrong => words::owed_wrong(lang).to_owned(),
            CampaignError::Terms(error) => ask_error(lang, self.payee.currency, error),
        };
        Some((error.field().to_owned(), sentence))
    }

    fn error_at(&self, lang: Lang, field: &str) -> Option<String> {
        self.error(lang).filter(|(at, _)| at == field).map(|(_, sentence)| sentence)
    }
}

pub fn new_view(lang: Lang, mut page: NewPage) -> AnyView {
    let problem = page.refused.error("").map(|sentence| {
        view! { <Notice kind=NoticeKind::Problem heading=sentence focused=true>{words::campaigns_lead(lang)}</Notice> }
    });
    let considered = page.considered.take();
    let question = match page.bounds {
        Some(bounds) => question(lang, &page, bounds),
        None => view! { <Empty sentence=words::no_rules(lang) /> }.into_any(),
    };
    let answer = considered.map(|considered| answer(lang, &page, &considered));
    view! {
        {problem}
        <BackLink lang=lang href="/desk/plans/campaigns" />
        <h1>{words::begin(lang)}</h1>
        <p>{words::campaigns_lead(lang)}</p>
        {tabs(lang, &page)}
        {question}
        {answer}
    }
    .into_any()
}

/// One campaign with what became of each offer.
pub fn campaign_view(lang: Lang, title: &str, campaign: &Campaign, offers: &[Became]) -> AnyView {
    let rows = offers
        .iter()
        .map(|one| {
            let href = format!("/desk/plans/{}", one.id);
            row![
                view! { <a href=href>{format!("{} · {}", one.customer, one.reference)}</a> },
                one.owed.to_string(),
                in_short(lang, one.owed, &one.terms),
                talk_badge(lang, one.state, true),
            ]
        })
        .collect();
    let columns = vec![
        Column::text(words::column_customer(lang)),
        Column::number(words::column_owed(lang)),
        Column::text(words::column_offer(lang)),
        Column::text(words::column_state(lang)),
    ];
    view! {
        <BackLink lang=lang href="/desk/plans/campaigns" />
        <h1>{title.to_owned()}</h1>
        <p>{words::by(lang, &campaign.opened_by)} " " {is_for(lang, campaign)} "."</p>
        <blockquote>{campaign.words.clone()}</blockquote>
        <p>
            {words::came(lang, campaign.offered, campaign.signed, campaign.open)} ". "
            {words::passed_over_then(lang, campaign.passed_over)}
        </p>
        <Table caption=words::campaigns(lang) caption_hidden=true columns=columns rows=rows wide=true />
    }
    .into_any()
}

/// What the form that sends can be refused for.
pub fn said(lang: Lang, error: &FieldError) -> String {
    match error.code.as_str() {
        "message_empty" => words::message_empty(lang),
        "message_long" => words::message_long(lang),
        _ => words::changed(lang),
    }
    .to_owned()
}

fn tabs(lang: Lang, page: &NewPage) -> Option<AnyView> {
    if page.payees.len() < 2 {
        return None;
    }
    let tabs = page.payees.iter().map(|payee| Tab {
        href: format!("/desk/plans/campaigns/new?of={}", payee.code()),
        text: format!("{} · {}", payee.name, payee.currency.code()),
        count: None,
        is_current: payee.code() == page.payee.code(),
    });
    Some(view! { <Tabs label=words::whose(lang) tabs=tabs.collect() /> }.into_any())
}

fn question(lang: Lang, page: &NewPage, bounds: &Bounds) -> AnyView {
    let form = page.form;
    let usual = |typed: &str, usual: String| if form.is_asked() { typed.to_owned() } else { usual };
    let usual_often = bounds.rules.frequencies.first().copied().unwrap_or(Frequency::Monthly);
    let first = bounds.latest_first(usual_often);
    let part = |format: &str| first.format(format).to_string();
    let value = TypedDate {
        day: usual(&form.first_day, part("%-d")),
        month: usual(&form.first_month, part("%-m")),
        year: usual(&form.first_year, part("%Y")),
    };
    let how = if form.how.is_empty() { Asked::COUNT.to_owned() } else { form.how.clone() };
    let error = |field: &str| page.error_at(lang, field);
    let (late_error, owed_error, how_error) = (error("late"), error("owed"), error("how"));
    let (count_error, first_error) = (error("count"), error("first"));
    let (of, currency) = (page.payee.code(), page.payee.currency);
    view! {
        <form class="form" method="get" action="/desk/plans/campaigns/new" novalidate>
            <input type="hidden" name="of" value=of />
            <h2>{words::for_whom(lang)}</h2>
            <Field
                lang=lang
                name="late"
                label=words::late(lang)
                error=late_error
                value=usual(&form.late, "30".to_owned())
                width=Width::Short
                inputmode="numeric"
            />
            <MoneyField
                lang=lang
                name="owed"
                label=words::owed(lang, currency.code())
                currency=currency
                error=owed_error
                value=form.owed.clone()
            />
            <RadioCards lang=lang name="how" legend=words::offer(lang) error=how_error choices=ways(lang, bounds) chosen=how />
            <Field
                lang=lang
                name="count"
                label=plan_words::count_label(lang)
                error=count_error
                value=usual(&form.count, bounds.rules.instalments_to.to_string())
                width=Width::Short
                inputmode="numeric"
            />
            <RadioCards
                lang=lang
                name="frequency"
                legend=plan_words::how_often(lang)
                choices=rhythms(lang, bounds)
                chosen=usual(&form.frequency, usual_often.name().to_owned())
            />
            <DateField
                lang=lang
                name="first"
                legend=plan_words::first_legend(lang)
                error=first_error
                value=value
            />
            <Actions><Button>{words::see(lang)}</Button></Actions>
        </form>
    }
    .into_any()
}

/// In payments, or at once with a discount of the rules.
fn ways(lang: Lang, bounds: &Bounds) -> Vec<Choice> {
    let payments = Choice::new(Asked::COUNT, words::in_payments(lang)).hint(words::in_payments_hint(lang));
    let tiers = bounds.rules.discounts.iter().enumerate().map(|(index, tier)| {
        let off = percent(lang, &percent_number(tier.basis_points));
        Choice::new(format!("{}{index}", Asked::SETTLE), words::settle(lang, &off))
    });
    std::iter::once(payments).chain(tiers).collect()
}

fn rhythms(lang: Lang, bounds: &Bounds) -> Vec<Choice> {
    let often = bounds.rules.frequencies.iter();
    often.map(|often| Choice::new(often.name(), plan_words::frequency(lang, *often))).collect()
}

fn answer(lang: Lang, page: &NewPage, considered: &Considered) -> AnyView {
    let sum = Money::new(considered.owed_minor(), page.payee.currency);
    let count = considered.offered.len();
    let heading = match count {
        0 => words::would_get_none(lang).to_owned(),
        1 => words::would_get_one(lang, sum),
        count => words::would_get(lang, count, sum),
    };
    let cut = considered.is_cut.then(|| view! { <p>{words::is_cut(lang, ACCOUNTS_AT_MOST)}</p> });
    let more = (count > SHOWN).then(|| view! { <p>{words::first_shown(lang, SHOWN)}</p> });
    let table = (count > 0).then(|| offered_table(lang, &considered.offered));
    let send = (count > 0).then(|| match page.may_open {
        true => send_form(lang, page, count),
        false => view! { <p>{words::supervisors_only(lang)}</p> }.into_any(),
    });
    view! {
        <h2>{heading}</h2>
        {cut}
        {table}
        {more}
        {passed_over(lang, considered)}
        {send}
    }
    .into_any()
}

fn offered_table(lang: Lang, offered: &[Offered]) -> AnyView {
    let rows = offered
        .iter()
        .take(SHOWN)
        .map(|one| {
            let account = &one.ground.account;
            let href = format!("/desk/accounts/{}", account.id);
            row![
                view! { <a href=href>{format!("{} · {}", account.debtor_name, account.reference)}</a> },
                one.owed.to_string(),
                in_short(lang, one.owed, &one.terms),
            ]
        })
        .collect();
    let columns = vec![
        Column::text(words::column_customer(lang)),
        Column::number(words::column_owed(lang)),
        Column::text(words::column_offer(lang)),
    ];
    view! { <Table caption=words::column_offer(lang) caption_hidden=true columns=columns rows=rows wide=true /> }
        .into_any()
}

fn passed_over(lang: Lang, considered: &Considered) -> Option<AnyView> {
    let lines: Vec<AnyView> = PassedOver::ALL
        .into_iter()
        .filter_map(|why| {
            let count = considered.passed_over.iter().filter(|(_, of)| *of == why).count();
            let line = words::passed_over_count(lang, count, words::why(lang, why));
            (count > 0).then(|| view! { <li>{line}</li> }.into_any())
        })
        .collect();
    (!lines.is_empty()).then(|| view! { <h3>{words::passed_over(lang)}</h3> <ul>{lines}</ul> }.into_any())
}

fn send_form(lang: Lang, page: &NewPage, count: usize) -> AnyView {
    let hidden = page
        .form
        .fields()
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
        .collect_view();
    let typed = page.refused.values("words").and_then(|values| values.into_iter().next()).unwrap_or_default();
    let error = page.refused.error("words");
    let button = if count == 1 { words::send_one(lang).to_owned() } else { words::send(lang, count) };
    view! {
        <PostForm action="/do/desk/open-plan-campaign">
            {hidden}
            <TextArea
                lang=lang
                name="words"
                label=words::message(lang)
                hint=words::message_hint(lang)
                error=error
                value=typed
                limit=WORDS_AT_MOST
            />
            <Actions><Button>{button}</Button></Actions>
        </PostForm>
    }
    .into_any()
}

fn in_short(lang: Lang, owed: Money, terms: &Terms) -> String {
    Schedule::of(owed, terms).map(|schedule| plan_words::in_short(lang, &schedule)).unwrap_or_default()
}

fn is_for(lang: Lang, campaign: &Campaign) -> String {
    match campaign.selection.owed_from_minor {
        0 => words::is_for(lang, campaign.selection.late_days),
        minor => {
            let from = Money::new(minor, campaign.payee.currency);
            words::is_for_from(lang, campaign.selection.late_days, from)
        }
    }
}
