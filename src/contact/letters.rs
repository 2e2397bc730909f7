//! Templates: a feature gives data, and one of these makes the words, for every channel at once.

use chrono::{Datelike, NaiveDateTime};

use crate::contact::model::{Block, Letter, Short};
use crate::contact::words;
use crate::kernel::dates;
use crate::kernel::locale::Lang;
use crate::kernel::money::Money;

/// What a person asked for in order to sign in.
#[derive(Clone, Copy, Debug)]
pub struct SignIn<'a> {
    /// The name of the creditor whose account it opens.
    pub creditor: &'a str,
    /// The six digits.
    pub code: &'a str,
    /// The path of the page that signs in without them.
    pub link: Option<&'a str>,
}

/// The code to sign in (screens 3.3, 1).
pub fn sign_in_code(sign_in: &SignIn<'_>, lang: Lang) -> Letter {
    let mut body = vec![Block::Text(words::code_body(lang, sign_in.code, sign_in.creditor))];
    body.extend(sign_in.link.map(|path| action(words::code_link(lang), path)));
    Letter {
        subject: words::code_subject(lang).to_owned(),
        body,
        short: Short {
            text: words::code_short(lang, sign_in.code, sign_in.creditor),
            path: None,
            autofill: Some(sign_in.code.to_owned()),
        },
    }
}

/// Another address that a person says is theirs.
#[derive(Clone, Copy, Debug)]
pub struct AddressCode<'a> {
    pub creditor: &'a str,
    /// The six digits.
    pub code: &'a str,
}

/// The code that proves an address. It carries no link: it is of use only to who asked for it, where they asked.
pub fn address_code(asked: &AddressCode<'_>, lang: Lang) -> Letter {
    Letter {
        subject: words::address_subject(lang).to_owned(),
        body: vec![Block::Text(words::address_body(lang, asked.code, asked.creditor))],
        short: Short {
            text: words::address_short(lang, asked.code, asked.creditor),
            path: None,
            autofill: Some(asked.code.to_owned()),
        },
    }
}

/// What an address is told that was given up for another. It never says which.
#[derive(Clone, Copy, Debug)]
pub struct AddressChanged<'a> {
    pub creditor: &'a str,
    pub phone: Option<&'a str>,
}

/// Whoever did not ask for it must know whom to call.
pub fn address_changed(changed: &AddressChanged<'_>, lang: Lang) -> Letter {
    let AddressChanged { creditor, phone } = changed;
    let (body, short) = match phone {
        Some(phone) => {
            (words::changed_call(lang, creditor, phone), words::changed_short_call(lang, creditor, phone))
        }
        None => (words::changed_ask(lang, creditor), words::changed_short_ask(lang, creditor)),
    };
    Letter {
        subject: words::changed_subject(lang).to_owned(),
        body: vec![Block::Text(body)],
        short: Short { text: short, path: None, autofill: None },
    }
}

/// A payment that was posted, as its payer is told.
#[derive(Clone, Copy, Debug)]
pub struct Received<'a> {
    pub creditor: &'a str,
    /// The number of the receipt, as R-208.
    pub receipt: &'a str,
    pub amount: Money,
    /// When it was received, in the zone of the account.
    pub received_at: NaiveDateTime,
    /// What it paid, in the order in which it was applied.
    pub applied: &'a [Applied<'a>],
    /// What it left over as credit.
    pub credit: Money,
    pub left: Left,
    /// The path of the receipt.
    pub path: &'a str,
}

/// What its payer is still asked for.
#[derive(Clone, Copy, Debug)]
pub enum Left {
    /// What is now missing for the account to be up to date.
    ToBeUpToDate(Money),
    /// What a guarantor can be asked for. What is left of the invoice beyond that is not theirs to know.
    OfGuarantee(Money),
}

/// What a payment did to one invoice.
#[derive(Clone, Copy, Debug)]
pub struct Applied<'a> {
    /// The number of the invoice.
    pub invoice: &'a str,
    pub amount: Money,
    /// What is left to pay of it.
    pub left: Money,
}

/// The receipt of a payment (screens 3.3, 6).
pub fn payment_received(received: &Received<'_>, lang: Lang) -> Letter {
    let day = received.received_at.date();
    let long_day = words::day_of(lang, &dates::day_month(day, lang), day.year());
    let hour = dates::hour(received.received_at.time(), lang);
    let mut sentences = vec![words::receipt_amount(lang, &received.amount.with_code(), &long_day, &hour)];
    sentences.extend(received.applied.iter().map(|applied| {
        let amount = applied.amount.to_string();
        if let Left::OfGuarantee(_) = received.left {
            words::receipt_invoice_part(lang, applied.invoice, &amount)
        } else if applied.left.is_positive() {
            words::receipt_invoice_left(lang, applied.invoice, &amount, &applied.left.to_string())
        } else {
            words::receipt_invoice_paid(lang, applied.invoice, &amount)
        }
    }));
    if received.credit.is_positive() {
        let credit = received.credit.to_string();
        sentences.push(match received.left {
            Left::ToBeUpToDate(_) => words::receipt_credit(lang, &credit),
            Left::OfGuarantee(_) => words::receipt_credit_of_account(lang, &credit),
        });
    }
    sentences.push(match received.left {
        Left::ToBeUpToDate(left) if left.is_positive() => {
            words::receipt_to_be_up_to_date(lang, &left.to_string())
        }
        Left::ToBeUpToDate(_) => words::receipt_up_to_date(lang).to_owned(),
        Left::OfGuarantee(left) if left.is_positive() => {
            words::receipt_guarantee_left(lang, &left.to_string())
        }
        Left::OfGuarantee(_) => words::receipt_guarantee_nothing(lang).to_owned(),
    });
    sentences.push(words::receipt_thanks(lang).to_owned());
    let short_day = dates::short_day(day, lang);
    Letter {
        subject: words::receipt_subject(lang, received.receipt),
        body: vec![Block::Text(sentences.join(" ")), action(words::receipt_link(lang), received.path)],
        short: Short {
            text: words::receipt_short(
                lang,
                received.creditor,
                &received.amount.to_string(),
                &short_day,
                received.receipt,
            ),
            path: Some(received.path.to_owned()),
            autofill: None,
        },
    }
}

/// The same for somebody whose debt another paid by a link.
pub fn paid_by_somebody(received: &Received<'_>, lang: Lang) -> Letter {
    let mut letter = payment_received(received, lang);
    letter.subject = words::somebody_paid_subject(lang, received.receipt);
    letter.body.insert(0, Block::Text(words::somebody_paid(lang).to_owned()));
    letter.short.text = words::somebody_paid_short(
        lang,
        received.creditor,
        &received.amount.to_string(),
        &dates::short_day(received.received_at.date(), lang),
        received.receipt,
    );
    letter
}

/// What somebody who paid by a link may have of it: amount, date and reference.
#[derive(Clone, Copy, Debug)]
pub struct GuestReceipt<'a> {
    pub creditor: &'a str,
    pub receipt: &'a str,
    pub amount: Money,
    /// In the creditor's zone.
    pub received_at: NaiveDateTime,
}

/// The receipt of a guest, who has no page of ours but the one they paid on.
pub fn guest_receipt(received: &GuestReceipt<'_>, lang: Lang) -> Letter {
    let day = received.received_at.date();
    let long_day = words::day_of(lang, &dates::day_month(day, lang), day.year());
    let hour = dates::hour(received.received_at.time(), lang);
    let amount = words::receipt_amount(lang, &received.amount.with_code(), &long_day, &hour);
    let reference = words::guest_reference(lang, received.receipt);
    let text = format!("{amount} {reference} {}", words::receipt_thanks(lang));
    Letter {
        subject: words::guest_subject(lang, received.creditor),
        body: vec![Block::Text(text.clone())],
        short: Short { text, path: None, autofill: None },
    }
}

/// The answer to somebody who said that they had paid.
#[derive(Clone, Copy, Debug)]
pub struct ReportAnswer<'a> {
    pub creditor: &'a str,
    pub amount: Money,
    pub paid_on: chrono::NaiveDate,
    /// Why it is not confirmed, and what the team adds.
    pub reason: &'a str,
    pub said: &'a str,
}

/// It was looked for and not found.
pub fn report_declined(answer: &ReportAnswer<'_>, lang: Lang) -> Letter {
    let day = words::day_of(lang, &dates::day_month(answer.paid_on, lang), answer.paid_on.year());
    let path = "/account/payments";
    let text = format!(
        "{} {} {}",
        words::report_declined(lang, &answer.amount.with_code(), &day),
        answer.reason,
        answer.said
    );
    Letter {
        subject: words::report_answer_subject(lang).to_owned(),
        body: vec![Block::Text(text), action(words::report_link(lang), path)],
        short: Short {
            text: words::report_answer_short(lang, answer.creditor),
            path: Some(path.to_owned()),
            autofill: None,
        },
    }
}

/// A voucher that can still be paid, for a while.
#[derive(Clone, Copy, Debug)]
pub struct Voucher<'a> {
    pub creditor: &'a str,
    pub amount: Money,
    pub number: &'a str,
    /// Until when, where its payer lives.
    pub until: chrono::NaiveDateTime,
    /// The path of the payment.
    pub path: &'a str,
}

/// A voucher runs out soon. Whoever asked for it is told once.
pub fn voucher_lapses(voucher: &Voucher<'_>, lang: Lang) -> Letter {
    let until = format!(
        "{}, {}",
        dates::long_day(voucher.until.date(), lang),
        dates::hour(voucher.until.time(), lang)
    );
    let text = words::voucher(lang, voucher.creditor, &voucher.amount.with_code(), voucher.number, &until);
    Letter {
        subject: words::voucher_subject(lang).to_owned(),
        body: vec![Block::Text(text), action(words::voucher_link(lang), voucher.path)],
        short: Short {
            text: words::voucher_short(lang, voucher.creditor, &dates::day_month(voucher.until.date(), lang)),
            path: Some(voucher.path.to_owned()),
            autofill: None,
        },
    }
}

/// What became of money of a payment on its way back.
#[derive(Clone, Copy, Debug)]
pub struct Returned<'a> {
    pub creditor: &'a str,
    pub amount: Money,
    /// To where it goes: "la tarjeta terminada en 4242".
    pub to: &'a str,
    pub why: &'a str,
    pub step: ReturnStep,
    /// The path of the payment.
    pub path: &'a str,
}

/// How far it has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReturnStep {
    Decided,
    Sent,
    NeedsDetails,
    Failed,
    ContestOpened,
    ContestLost,
    ContestWon,
}

/// Money goes back, or a bank decides about it (screens 2.13).
pub fn payment_returned(returned: &Returned<'_>, lang: Lang) -> Letter {
    let Returned { creditor, to, why, .. } = *returned;
    let amount = returned.amount.with_code();
    let (subject, body) = match returned.step {
        ReturnStep::Decided => {
            (words::return_subject(lang), words::return_decided(lang, creditor, &amount, to, why))
        }
        ReturnStep::Sent => {
            (words::return_subject(lang), words::return_sent(lang, creditor, &amount, to, why))
        }
        ReturnStep::NeedsDetails => {
            (words::return_subject(lang), words::return_needs_details(lang, creditor, &amount))
        }
        ReturnStep::Failed => (words::return_subject(lang), words::return_failed(lang, creditor, &amount)),
        ReturnStep::ContestOpened => {
            (words::contest_subject(lang), words::contest_opened(lang, creditor, &amount))
        }
        ReturnStep::ContestLost => {
            (words::contest_subject(lang), words::contest_lost(lang, creditor, &amount))
        }
        ReturnStep::ContestWon => (words::contest_subject(lang), words::contest_won(lang, creditor, &amount)),
    };
    Letter {
        subject: subject.to_owned(),
        body: vec![Block::Text(body), action(words::return_link(lang), returned.path)],
        short: Short {
            text: words::return_short(lang, creditor),
            path: Some(returned.path.to_owned()),
            autofill: None,
        },
    }
}

/// What stands under every notice: whose it is, its code, and the two ways out.
#[derive(Clone, Copy, Debug)]
pub struct Foot<'a> {
    pub sender: &'a str,
    /// The reference of the account, where the notice is about one.
    pub reference: Option<&'a str>,
    pub code: &'a str,
    /// The path of "I am not this person".
    pub stop: &'a str,
}

/// The foot of a notice in its long or its short form.
pub fn foot(foot: &Foot<'_>, short: bool, lang: Lang) -> Vec<Block> {
    let stop = Block::Link { label: words::foot_stop(lang).to_owned(), path: foot.stop.to_owned() };
    if short {
        let line = match foot.reference {
            Some(reference) => words::foot_short_account(lang, reference, foot.code),
            None => words::foot_short(lang, foot.code),
        };
        return vec![Block::Foot(line), stop];
    }
    let line = match foot.reference {
        Some(reference) => words::foot_account(lang, foot.sender, reference, foot.code),
        None => words::foot(lang, foot.sender, foot.code),
    };
    let verify =
        Block::Link { label: words::foot_verify(lang).to_owned(), path: format!("/verify/{}", foot.code) };
    vec![Block::Foot(line), verify, stop]
}

fn action(label: &str, path: &str) -> Block {
    Block::Action { label: label.to_owned(), path: path.to_owned() }
}
