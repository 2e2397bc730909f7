//! The rules and the templates, without a database.

use aldia::contact::letters::{self, AddressChanged, AddressCode, SignIn};
use aldia::contact::model::{
    Block, Channel, Facts, Letter, NoticeCode, NoticeCodeError, NoticeKind, Verdict, decide,
};
use aldia::contact::render::{Site, email_html, email_text, short_text};
use aldia::contact::tone::forbidden_words;
use aldia::kernel::locale::Lang;

use super::{DIGITS, LANGS, code_letter, receipt_letter};

#[test]
fn codes_receipts_and_answers_go_out_at_once_by_a_named_rule() {
    for (kind, rule) in [
        (NoticeKind::SignInCode, "exempt_code"),
        (NoticeKind::AddressCode, "exempt_code"),
        (NoticeKind::AddressChanged, "exempt_security"),
        (NoticeKind::Receipt, "exempt_receipt"),
        (NoticeKind::Answer, "exempt_answer"),
        (NoticeKind::AgreementCode, "exempt_code"),
        (NoticeKind::Plan, "exempt_agreed"),
        (NoticeKind::Autopay, "exempt_agreed"),
        (NoticeKind::HandedOn, "exempt_handed_on"),
        (NoticeKind::Invitation, "exempt_team"),
    ] {
        let decision =
            decide(&Facts { kind, channel: Channel::Email, address_suspended: false, letters_only: false });
        assert_eq!((decision.verdict, decision.rule), (Verdict::Allow, rule));
    }
}

#[test]
fn nothing_of_any_kind_goes_to_a_suspended_address() {
    for kind in NoticeKind::ALL {
        let decision =
            decide(&Facts { kind, channel: Channel::Sms, address_suspended: true, letters_only: false });
        assert_eq!((decision.verdict, decision.rule), (Verdict::Deny, "address_suspended"));
    }
}

#[test]
fn a_code_is_read_however_it_was_typed() {
    for typed in ["K7QF-2M9D", "k7qf2m9d", " k7qf 2m9d ", "K7QF–2M9D", "k7qf-2m9d\n"] {
        assert_eq!(NoticeCode::parse(typed).unwrap().as_str(), "K7QF-2M9D", "{typed:?}");
    }
    assert_eq!(NoticeCode::parse(" - "), Err(NoticeCodeError::Empty));
    for typed in [
        "K7QF-2M9",
        "K7QF-2M9DD",
        "K7QF-2M9O",
        "K7QF-2M9I",
        "K7QF-2M90",
        "K7QF-2M91",
        "Ñ7QF-2M9D",
        "K7QF_2M9D",
    ] {
        assert_eq!(NoticeCode::parse(typed), Err(NoticeCodeError::Unknown), "{typed}");
    }
}

#[test]
fn a_new_code_uses_no_letter_that_looks_like_another() {
    for byte in 0..=255 {
        let code = NoticeCode::from_random([byte; 8]);
        assert!(!code.as_str().contains(['O', 'I', '0', '1']), "{code}");
        assert_eq!(NoticeCode::parse(code.as_str()).as_ref(), Ok(&code));
        assert_eq!(code.as_str().len(), 9);
    }
}

#[test]
fn a_code_is_sent_in_the_words_of_the_screens() {
    let letter = code_letter(Lang::Es);
    assert_eq!(letter.subject, "Su código para entrar");
    assert_eq!(
        letter.body[0],
        Block::Text("482913 es su código para entrar a su cuenta con Aguas del Valle. Dura 10 minutos y sirve una vez. Nadie se lo pedirá por teléfono. Si no lo pidió, no haga nada.".to_owned())
    );
    let letter = code_letter(Lang::En);
    assert_eq!(letter.subject, "Your sign-in code");
    assert_eq!(
        letter.body[0],
        Block::Text("482913 is your code to sign in to your account with Aguas del Valle. It lasts 10 minutes and works once. Nobody will ask you for it by phone. If you did not ask for it, do nothing.".to_owned())
    );
}

#[test]
fn a_receipt_is_sent_in_the_words_of_the_screens() {
    let letter = receipt_letter(Lang::Es);
    assert_eq!(letter.subject, "Recibimos su pago, recibo R-208");
    assert_eq!(
        letter.body[0],
        Block::Text("Recibimos $3,000.00\u{a0}MXN el 6 de marzo de 2026 a las 14:32. F-1041: $2,233.00, pagada. F-1057: $767.00, quedan $1,046.50. Para estar al día faltan $1,649.50. Gracias.".to_owned())
    );
    let letter = receipt_letter(Lang::En);
    assert_eq!(letter.subject, "We received your payment, receipt R-208");
    assert_eq!(
        letter.body[0],
        Block::Text("We received $3,000.00\u{a0}MXN on 6 March 2026 at 2:32 pm. F-1041: $2,233.00, paid. F-1057: $767.00, $1,046.50 left. $1,649.50 left to be up to date. Thank you.".to_owned())
    );
}

#[test]
fn subjects_carry_no_amount_and_no_code() {
    for letter in LANGS.into_iter().flat_map(letters_in) {
        assert!(!letter.subject.contains('$') && !letter.subject.contains(DIGITS), "{}", letter.subject);
    }
}

#[test]
fn no_template_uses_a_word_that_threatens_or_shames() {
    for lang in LANGS {
        for letter in letters_in(lang) {
            for channel in [Channel::Email, Channel::Sms] {
                let text = email_text(&whole(&letter, channel, lang), &site());
                assert_eq!(forbidden_words(&letter.subject, lang), Vec::<&str>::new());
                assert_eq!(forbidden_words(&text, lang), Vec::<&str>::new(), "{text}");
            }
        }
    }
}

#[test]
fn the_tone_check_finds_whole_words_with_or_without_accents_and_capitals() {
    assert_eq!(
        forbidden_words("ÚLTIMO AVISO: evitese un embargo", Lang::Es),
        ["último aviso", "embarg*", "evítese"]
    );
    assert_eq!(forbidden_words("Puede anular el cargo; quedan 3 días.", Lang::Es), Vec::<&str>::new());
    assert_eq!(forbidden_words("Simply pay immediately.", Lang::En), ["immediate*", "simply"]);
    assert_eq!(forbidden_words("Adjusted: an unjust charge.", Lang::En), Vec::<&str>::new());
}

#[test]
fn the_html_of_an_email_says_what_its_text_says() {
    for lang in LANGS {
        for letter in letters_in(lang) {
            let blocks = whole(&letter, Channel::Email, lang);
            let text = email_text(&blocks, &site());
            let html = email_html(&letter.subject, &blocks, &site(), lang);
            let shown = scraper::Html::parse_document(&html);
            let body = shown.select(&scraper::Selector::parse("body").unwrap()).next().unwrap();
            let squeeze =
                |text: &str| text.replace(':', " ").split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(squeeze(&body.text().collect::<Vec<_>>().join(" ")), squeeze(&text));
            assert!(!html.contains("<img") && !html.contains("<script"), "{html}");
        }
    }
}

#[test]
fn a_name_that_holds_markup_is_only_text_in_an_email() {
    let sign_in = SignIn { creditor: "</title><script>alert(1)</script> & \"Co\"", code: DIGITS, link: None };
    let letter = letters::sign_in_code(&sign_in, Lang::En);
    let html = email_html(&letter.subject, &whole(&letter, Channel::Email, Lang::En), &site(), Lang::En);
    assert!(!html.contains("<script"), "{html}");
    assert!(html.contains("&lt;script&gt;"), "{html}");
}

#[test]
fn a_text_message_fits_into_two_segments_and_ends_with_what_a_phone_fills_in() {
    for lang in LANGS {
        for letter in letters_in(lang) {
            let text = short_text(&whole(&letter, Channel::Sms, lang), &site());
            assert!(sms_segments(&text) <= 2, "{} segments: {text}", sms_segments(&text));
        }
        let text = short_text(&whole(&code_letter(lang), Channel::Sms, lang), &site());
        assert_eq!(text.lines().last(), Some("@pagos.aguasdelvalle.mx #482913"));
    }
}

#[test]
fn every_notice_names_its_creditor_its_account_its_code_and_a_way_to_say_wrong_person() {
    for (lang, account, stop) in
        [(Lang::Es, "cuenta 4471", "No soy esta persona"), (Lang::En, "account 4471", "I am not this person")]
    {
        for letter in letters_in(lang) {
            for channel in [Channel::Email, Channel::Sms] {
                let text = email_text(&whole(&letter, channel, lang), &site());
                for part in ["Aguas del Valle", "K7QF-2M9D", stop, "https://pagos.aguasdelvalle.mx/stop/a1b2"]
                {
                    assert!(text.contains(part), "{part}: {text}");
                }
                assert!(text.to_lowercase().contains(account), "{text}");
            }
        }
    }
}

fn letters_in(lang: Lang) -> [Letter; 5] {
    let creditor = "Aguas del Valle";
    let changed = |phone| letters::address_changed(&AddressChanged { creditor, phone }, lang);
    [
        code_letter(lang),
        receipt_letter(lang),
        letters::address_code(&AddressCode { creditor, code: DIGITS }, lang),
        changed(Some("722 555 0134")),
        changed(None),
    ]
}

/// The letter with its foot, as it is sent.
fn whole(letter: &Letter, channel: Channel, lang: Lang) -> Vec<Block> {
    let foot = letters::Foot {
        sender: "Aguas del Valle",
        reference: Some("4471"),
        code: "K7QF-2M9D",
        stop: "/stop/a1b2c3d4e5f6g7h8i9j0kl",
    };
    letter.clone().blocks(channel, letters::foot(&foot, channel.is_short(), lang))
}

fn site() -> Site {
    Site::new("https://pagos.aguasdelvalle.mx".parse().unwrap())
}

/// How many messages a network makes of a text: 160 letters of the basic alphabet, or 70 where any letter lies outside
/// it; a little less each when it takes several.
fn sms_segments(text: &str) -> usize {
    const BASIC: &str = "@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ!\"#¤%&'()*+,-./:;<=>?¡ÄÖÑÜ§¿äöñüà \n";
    let basic = text.chars().all(|letter| letter.is_ascii_alphanumeric() || BASIC.contains(letter));
    let (one, several) = if basic { (160, 153) } else { (70, 67) };
    let letters = text.chars().count();
    if letters <= one { 1 } else { letters.div_ceil(several) }
}
