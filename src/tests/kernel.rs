//! Money, days and texts.

use aldia::kernel::{
    dates::{self, DatePart},
    locale::Lang,
    markup::{element, summary, text},
    money::{Currency, Money, MoneyError},
    packed::{packed, unpacked},
};
use chrono::{NaiveDate, NaiveTime};
use proptest::prelude::*;

aldia::words! {
    pay_all => "Pagar todo" | "Pay all";
    chosen(n: usize, sum: Money) => "{n} elegidas: {sum}" | "{n} chosen: {sum}";
}

fn pesos(minor: i64) -> Money {
    Money::new(minor, Currency::MXN)
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn any_money() -> impl Strategy<Value = Money> {
    (any::<i64>(), proptest::sample::select(Currency::ALL.to_vec()))
        .prop_map(|(minor, c)| Money::new(minor, c))
}

fn sum(parts: &[Money]) -> i128 {
    parts.iter().map(|part| i128::from(part.minor)).sum()
}

proptest! {
    #[test]
    fn parts_always_sum_to_the_whole(whole in any_money(), parts in 1u32..400) {
        let split = whole.split(parts);
        prop_assert_eq!(split.len(), parts as usize);
        prop_assert_eq!(sum(&split), i128::from(whole.minor));
        let spread = split.iter().map(|p| p.minor).max().unwrap() - split.iter().map(|p| p.minor).min().unwrap();
        prop_assert!(spread <= 1);
    }

    #[test]
    fn weighted_parts_always_sum_to_the_whole(
        whole in any_money(),
        weights in proptest::collection::vec(any::<i64>(), 1..40),
    ) {
        let split = whole.split_by_weights(&weights);
        prop_assert_eq!(split.len(), weights.len());
        prop_assert_eq!(sum(&split), i128::from(whole.minor));
    }

    #[test]
    fn what_is_shown_can_be_typed_back(amount in any_money()) {
        prop_assert_eq!(Money::parse(&amount.to_string(), amount.currency), Ok(amount));
        prop_assert_eq!(Money::parse(&amount.with_code(), amount.currency), Ok(amount));
        prop_assert_eq!(Money::parse(&amount.digits(), amount.currency), Ok(amount));
    }

    #[test]
    fn no_typed_text_makes_the_reader_of_amounts_panic(text in any::<String>()) {
        let _ = Money::parse(&text, Currency::MXN);
    }
}

#[test]
fn the_larger_parts_come_first() {
    let minor = |parts: Vec<Money>| parts.into_iter().map(|part| part.minor).collect::<Vec<_>>();
    assert_eq!(minor(pesos(464_950).split(3)), [154_984, 154_983, 154_983]);
    assert_eq!(minor(pesos(464_950).split(6)), [77_492, 77_492, 77_492, 77_492, 77_491, 77_491]);
    assert_eq!(minor(pesos(464_950).split(12))[9..], [38_746, 38_745, 38_745]);
    assert_eq!(minor(pesos(-10).split(3)), [-4, -3, -3]);
    assert_eq!(minor(pesos(100).split(0)), [100]);
}

#[test]
fn what_rounding_leaves_over_goes_to_the_largest_remainder() {
    let minor =
        |weights: &[i64]| pesos(100).split_by_weights(weights).iter().map(|p| p.minor).collect::<Vec<_>>();
    assert_eq!(minor(&[1, 1, 1]), [34, 33, 33]);
    assert_eq!(minor(&[2, 1, 4]), [29, 14, 57]);
    assert_eq!(minor(&[0, 5]), [0, 100]);
    assert_eq!(minor(&[0, 0]), [50, 50]);
}

#[test]
fn amounts_show_as_many_decimals_as_their_currency_has() {
    assert_eq!(pesos(124_050).to_string(), "$1,240.50");
    assert_eq!(pesos(-5).to_string(), "\u{2212}$0.05");
    assert_eq!(pesos(0).to_string(), "$0.00");
    assert_eq!(pesos(123_456_789).with_code(), "$1,234,567.89\u{a0}MXN");
    assert_eq!(Money::new(1_240, Currency::JPY).to_string(), "¥1,240");
    assert_eq!(Money::new(1_240, Currency::CLP).to_string(), "$1,240");
    assert_eq!(Money::new(1_240, Currency::KWD).to_string(), "KD1.240");
    assert_eq!(pesos(i64::MIN).to_string(), "\u{2212}$92,233,720,368,547,758.08");
}

#[test]
fn amounts_are_read_as_people_type_them() {
    for text in
        ["3000", "3,000", "3 000.00", " $3,000.00 ", "3000.0", "3000.", "$ 3\u{a0}000", "3,000.00 MXN"]
    {
        assert_eq!(Money::parse(text, Currency::MXN), Ok(pesos(300_000)), "{text}");
    }
    assert_eq!(Money::parse("0.5", Currency::MXN), Ok(pesos(50)));
    assert_eq!(Money::parse("1,234", Currency::JPY), Ok(Money::new(1_234, Currency::JPY)));
}

#[test]
fn what_could_be_misread_is_refused() {
    for text in
        ["3,5", "3,00", "30,000,0", "3,0000", "1 2", ",500", "abc", "3.5.1", "3e5", "+3", "--3", ".50", "٣"]
    {
        assert_eq!(Money::parse(text, Currency::MXN), Err(MoneyError::NotNumber), "{text}");
    }
    assert_eq!(Money::parse(" ", Currency::MXN), Err(MoneyError::Empty));
    assert_eq!(Money::parse("$", Currency::MXN), Err(MoneyError::Empty));
    assert_eq!(Money::parse("3.000", Currency::MXN), Err(MoneyError::TooManyDecimals));
    assert_eq!(Money::parse("3.5", Currency::JPY), Err(MoneyError::TooManyDecimals));
    assert_eq!(Money::parse("92233720368547758.08", Currency::MXN), Err(MoneyError::TooLarge));
}

#[test]
fn sums_that_do_not_fit_or_mix_currencies_are_none() {
    assert_eq!(pesos(2).checked_add(pesos(3)), Some(pesos(5)));
    assert_eq!(pesos(2).checked_sub(pesos(3)), Some(pesos(-1)));
    assert_eq!(pesos(i64::MAX).checked_add(pesos(1)), None);
    assert_eq!(pesos(i64::MIN).checked_sub(pesos(1)), None);
    assert_eq!(pesos(1).checked_add(Money::new(1, Currency::USD)), None);
}

#[test]
fn currencies_travel_by_their_code() {
    assert_eq!(Currency::parse("KWD").map(Currency::exponent), Some(3));
    assert_eq!(Currency::parse("mxn"), None);
    let json = serde_json::to_string(&pesos(1_250)).unwrap();
    assert_eq!(json, r#"{"minor":1250,"currency":"MXN"}"#);
    assert_eq!(serde_json::from_str::<Money>(&json).unwrap(), pesos(1_250));
    assert!(serde_json::from_str::<Currency>("\"XXX\"").is_err());
}

#[test]
fn days_are_written_out_in_both_languages() {
    let friday = day(2026, 3, 20);
    assert_eq!(dates::long_day(friday, Lang::Es), "viernes 20 de marzo de 2026");
    assert_eq!(dates::long_day(friday, Lang::En), "Friday 20 March 2026");
    assert_eq!(dates::day_of_year(friday, Lang::Es), "viernes 20 de marzo");
    assert_eq!(dates::day_month(day(2026, 2, 4), Lang::Es), "4 de febrero");
    assert_eq!(dates::day_month(day(2026, 2, 4), Lang::En), "4 February");
    assert_eq!(dates::short_day(friday, Lang::Es), "20 mar 2026");
    assert_eq!(dates::short_day(friday, Lang::En), "20 Mar 2026");
    assert_eq!(dates::month_of_year(friday, Lang::Es), "marzo de 2026");
    assert_eq!(dates::month_of_year(friday, Lang::En), "March 2026");
    assert_eq!(dates::days_between(day(2026, 2, 19), day(2026, 3, 6)), 15);
}

#[test]
fn hours_follow_the_language() {
    let at = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).unwrap();
    assert_eq!(dates::hour(at(14, 5), Lang::Es), "14:05");
    assert_eq!(dates::hour(at(14, 5), Lang::En), "2:05 pm");
    assert_eq!(dates::hour(at(0, 0), Lang::En), "12:00 am");
    assert_eq!(dates::hour(at(9, 30), Lang::Es), "09:30");
}

#[test]
fn a_typed_date_says_which_part_is_wrong() {
    for month in ["3", "03", "marzo", "Mar", "mar.", "March", " MARZO "] {
        assert_eq!(dates::parse_day("20", month, "2026"), Ok(day(2026, 3, 20)), "{month}");
    }
    assert_eq!(dates::parse_day("30", "2", "2026"), Err(DatePart::Day));
    assert_eq!(dates::parse_day("", "2", "2026"), Err(DatePart::Day));
    assert_eq!(dates::parse_day("1", "13", "2026"), Err(DatePart::Month));
    assert_eq!(dates::parse_day("1", "m", "2026"), Err(DatePart::Month));
    assert_eq!(dates::parse_day("1", "1", "26"), Err(DatePart::Year));
}

#[test]
fn every_text_has_a_function_that_takes_its_values() {
    assert_eq!(pay_all(Lang::Es), "Pagar todo");
    assert_eq!(chosen(Lang::En, 2, pesos(404_650)), "2 chosen: $4,046.50");
    assert_eq!(Lang::parse("es-419"), Some(Lang::Es));
    assert_eq!(Lang::parse("fr"), None);
    assert_eq!(Lang::Es.other().html_lang(), "en");
}

#[test]
fn what_is_packed_comes_back_as_it_was() {
    let value = (Lang::En, Some(pesos(-464_950)), vec![day(2026, 3, 7)], "ñ \"&".to_owned());
    let text = packed(&value);
    assert!(text.chars().all(|letter| letter.is_ascii_alphanumeric() || "+/".contains(letter)), "{text}");
    assert_eq!(unpacked(&text), Some(value));
    assert_eq!(unpacked::<(Lang, String)>("no such thing!"), None);
    assert_eq!(unpacked::<(Lang, String)>(""), None);
}

#[test]
fn marks_in_a_text_are_read_as_text() {
    let hostile = "</dd><script>alert('1')</script> & \"more\"";
    let html = element("p", &[("data-label", hostile)], vec![text(hostile)]).into_html();
    let escaped = "&lt;/dd&gt;&lt;script&gt;alert('1')&lt;/script&gt; &amp; &quot;more&quot;";
    assert_eq!(html, format!("<p data-label=\"{escaped}\">{escaped}</p>"));
    let rows = summary(&[Some(("a<b", hostile.to_owned())), None]).into_html();
    assert_eq!(
        rows,
        format!(
            "<dl class=\"summary-list\"><div class=\"summary-row\"><dt>a&lt;b</dt><dd>{escaped}</dd></div></dl>"
        )
    );
}
