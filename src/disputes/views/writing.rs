//! Writing a dispute (screens 2.20): what it is about, what happened, and a last look before it is sent.

use chrono::NaiveDate;
use leptos::prelude::*;

use crate::accounts::model::Account;
use crate::disputes::model::About;
use crate::disputes::store::drafts::Draft;
use crate::disputes::store::ground::{Ground, Offer, Part};
use crate::disputes::store::opening::Claim;
use crate::disputes::typed::{WORDS_AT_MOST, amount_field};
use crate::disputes::words;
use crate::kernel::dates::{long_day, short_day};
use crate::kernel::locale::Lang;
use crate::kernel::money::Money;
use crate::messages::islands::Uploading;
use crate::payments::words::account_line;
use crate::ui::{
    Actions, BackLink, Button, CheckboxList, Choice, Columns, Empty, FileField, MainColumn, MoneyField, Next,
    Notice, NoticeKind, PostForm, RadioCards, Refilled, Said, SideColumn, Stepper, SummaryList, SummaryRow,
    TextArea, UploadForm,
};

/// Step 1: what it is about. One question.
pub fn what_view(lang: Lang, account: &Account, offers: &[Offer], chosen: &str, form: &Refilled) -> AnyView {
    let place = account_line(lang, &account.creditor_name, &account.reference);
    if offers.is_empty() {
        return view! {
            <p class="account-line">{place}</p>
            <h1>{words::what_heading(lang)}</h1>
            <Empty sentence=words::nothing_open(lang) />
            <p><a href=format!("/account/pay/report?account={}", account.id)>{words::payment_missing(lang)}</a></p>
        }
        .into_any();
    }
    let mut choices = Vec::new();
    for offer in offers {
        let subjects = [
            (About::Invoice, words::bill_of(lang, &offer.number), offer.principal),
            (About::Interest, words::interest_of(lang, &offer.number), offer.interest),
            (About::Fees, words::fees_of(lang, &offer.number), offer.fees),
        ];
        for (about, title, amount) in subjects.into_iter().filter(|(_, _, amount)| amount.is_positive()) {
            let choice = Choice::new(format!("{}:{}", about.name(), offer.invoice), title).amount(amount);
            let is_bill = about == About::Invoice;
            choices.push(if is_bill {
                choice.hint(words::bill_hint(lang, &short_day(offer.due_on, lang)))
            } else {
                choice
            });
        }
    }
    choices
        .push(Choice::new("payment", words::payment_missing(lang)).hint(words::payment_missing_hint(lang)));
    choices.push(Choice::new(About::Identity.name(), words::not_mine(lang)).hint(words::not_mine_hint(lang)));
    let (error, id) = (form.error("about"), account.id.to_string());
    let chosen = Some(form.value("about")).filter(|value| !value.is_empty()).unwrap_or(chosen.to_owned());
    view! {
        <p class="account-line">{place}</p>
        <Stepper lang=lang step=1 of=3 />
        <PostForm action="/do/disputes/begin">
            <input type="hidden" name="account" value=id />
            <RadioCards
                lang=lang
                name="about"
                legend=words::what_heading(lang)
                is_heading=true
                hint=words::what_lead(lang)
                error=error
                choices=choices
                chosen=chosen
            />
            <Actions><Button>{words::continue_(lang)}</Button></Actions>
        </PostForm>
    }
    .into_any()
}

/// Step 2: how much, why, in whose words, with which evidence.
pub fn tell_view(lang: Lang, ground: &Ground, draft: &Draft, form: &Refilled) -> AnyView {
    let what = words::about_word(lang, ground.about, &ground.number);
    let problem = form.error("").map(|sentence| {
        view! { <Notice kind=NoticeKind::Problem heading=words::not_sent(lang) focused=true>{sentence}</Notice> }
    });
    let reasons = ground
        .about
        .reasons()
        .iter()
        .map(|reason| Choice::new(reason.name(), words::reason_word(lang, *reason)));
    // What was typed last stands in the form that came back, and else in the draft.
    let value = |name: &str| match form.values("reason") {
        Some(_) => form.value(name),
        None => draft.value(name).to_owned(),
    };
    let (reason, said) = (value("reason"), value("words"));
    let (reason_error, words_error, files_error) =
        (form.error("reason"), form.error("words"), errors_of(form, "files"));
    let id = draft.id.to_string();
    let heading = words::tell_heading(lang, &what);
    let (parts, attached, reasons) =
        (parts(lang, ground, draft, form), attached(lang, draft), reasons.collect());
    view! {
        <BackLink lang=lang href="/account/disputes" />
        <Stepper lang=lang step=2 of=3 />
        {problem}
        <h1>{heading}</h1>
        <UploadForm action="/do/disputes/write">
            <input type="hidden" name="draft" value=id />
            {parts}
            <RadioCards
                lang=lang
                name="reason"
                legend=words::what_happened(lang)
                error=reason_error
                choices=reasons
                chosen=reason
            />
            <TextArea
                lang=lang
                name="words"
                label=words::your_words(lang)
                hint=words::your_words_hint(lang)
                error=words_error
                value=said
                limit=WORDS_AT_MOST
            />
            {attached}
            <FileField
                lang=lang
                name="files"
                label=words::evidence(lang)
                hint=words::evidence_hint(lang)
                error=files_error
                multiple=true
            />
            <Uploading lang=lang />
            <Actions><Button>{words::continue_(lang)}</Button></Actions>
        </UploadForm>
    }
    .into_any()
}

/// Every sentence about one field: of several files each may be wrong in its own way.
pub fn errors_of(form: &Refilled, field: &str) -> Option<String> {
    let sentences: Vec<String> =
        form.errors().into_iter().filter(|(name, _)| name == field).map(|(_, sentence)| sentence).collect();
    (!sentences.is_empty()).then(|| sentences.join(". "))
}

fn parts(lang: Lang, ground: &Ground, draft: &Draft, form: &Refilled) -> AnyView {
    if ground.about == About::Identity {
        let sum = everything(ground);
        return view! { <p>{words::identity_everything(lang, sum)}</p> }.into_any();
    }
    let ticked: Vec<String> = match form.values("part") {
        Some(ticked) => ticked,
        // Where there is but one thing, it is ticked.
        None if draft.fields.is_empty() && ground.parts.len() == 1 => {
            ground.parts.iter().map(Part::key).collect()
        }
        None => draft.values("part").into_iter().map(str::to_owned).collect(),
    };
    let choices: Vec<Choice> = ground
        .parts
        .iter()
        .enumerate()
        .map(|(at, part)| {
            let field = amount_field(at);
            let typed = match form.values("part") {
                Some(_) => form.value(&field),
                None => draft.value(&field).to_owned(),
            };
            let title = match &part.line {
                Some((_, description)) => description.clone(),
                None => words::about_word(lang, ground.about, &ground.number),
            };
            let (label, error) = (words::only_part(lang, part.left.currency.code()), form.error(&field));
            let currency = part.left.currency;
            let amount = view! {
                <MoneyField
                    lang=lang
                    name=field
                    label=label
                    currency=currency
                    error=error
                    value=typed
                />
            };
            let hint = words::whole_part(lang, part.left);
            Choice::new(part.key(), title).hint(hint).amount(part.billed).more(amount)
        })
        .collect();
    let (legend, hint) = match ground.parts.len() {
        1 => (words::how_much(lang), words::how_much_hint(lang)),
        _ => (words::which_parts(lang), words::which_parts_hint(lang)),
    };
    let error = form.error("part");
    view! {
        <CheckboxList
            lang=lang
            name="part"
            legend=legend
            hint=hint
            error=error
            choices=choices
            chosen=ticked
        />
    }
    .into_any()
}

fn everything(ground: &Ground) -> Money {
    let minor = ground.parts.iter().map(|part| part.left.minor + part.late_minor).sum();
    Money::new(minor, ground.account.currency)
}

fn attached(lang: Lang, draft: &Draft) -> Option<AnyView> {
    if draft.files.is_empty() {
        return None;
    }
    let choices =
        draft.files.iter().map(|file| Choice::new(file.id.to_string(), file.name.clone())).collect();
    Some(
        view! {
            <CheckboxList
                lang=lang
                name="take_off"
                legend=words::attached(lang)
                hint=words::take_off(lang)
                choices=choices
            />
        }
        .into_any(),
    )
}

/// Step 3: what will wait, what stays to pay, and by when an answer is promised.
pub fn review_view(
    lang: Lang,
    ground: &Ground,
    draft: &Draft,
    claim: &Claim,
    (waits, stays): (Money, Money),
    promised_on: NaiveDate,
) -> AnyView {
    let amount = Money::new(claim.sum_minor(), ground.account.currency);
    let words_said =
        if claim.words.is_empty() { words::no_words(lang).to_owned() } else { claim.words.clone() };
    let files = match draft.files.len() {
        0 => words::no_files(lang).to_owned(),
        _ => draft.files.iter().map(|file| file.name.clone()).collect::<Vec<_>>().join(", "),
    };
    let write = format!("/account/disputes/drafts/{}", draft.id);
    let rows = vec![
        SummaryRow::new(words::about_what(lang), words::about_word(lang, ground.about, &ground.number)),
        SummaryRow::new(words::amount_contested(lang), amount.to_string()).change(write.clone()),
        SummaryRow::new(words::will_wait(lang), waits.to_string()),
        SummaryRow::new(words::stays_payable(lang), stays.to_string()),
        SummaryRow::new(words::reason(lang), words::reason_word(lang, claim.reason)).change(write.clone()),
        SummaryRow::new(words::words_said(lang), view! { <Said text=words_said /> }).change(write.clone()),
        SummaryRow::new(words::files(lang), files).change(write.clone()),
    ];
    let id = draft.id.to_string();
    let meanwhile = words::meanwhile(lang, waits, &long_day(promised_on, lang));
    view! {
        <BackLink lang=lang href=write />
        <Stepper lang=lang step=3 of=3 />
        <h1>{words::review_heading(lang)}</h1>
        <Columns>
            <MainColumn>
                <SummaryList lang=lang rows=rows />
            </MainColumn>
            <SideColumn>
                <Next lang=lang>{meanwhile}</Next>
                <PostForm action="/do/disputes/send">
                    <input type="hidden" name="draft" value=id />
                    <Actions><Button>{words::send(lang)}</Button></Actions>
                </PostForm>
            </SideColumn>
        </Columns>
    }
    .into_any()
}
