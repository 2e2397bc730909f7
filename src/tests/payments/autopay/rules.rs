//! What is charged by itself and when, without a database.

use aldia::contact::tone::forbidden_words;
use aldia::kernel::locale::Lang;
use aldia::payments::autopay::model::{
    AfterDecline, Circumstances, Covers, DayRule, Promise, Verdict, Why, after_decline, judge,
};
use aldia::payments::autopay::pace::Pace;
use aldia::payments::autopay::words;
use chrono::{Datelike, Days, NaiveDate};
use proptest::prelude::*;
use std::time::Duration;

use super::day;

fn promise(cap_minor: i64, day: DayRule) -> Promise {
    Promise { cap_minor, day, notice_days: 3, retry_after_days: vec![3, 5, 7] }
}

fn clear(payable_minor: i64, told_minor: i64) -> Circumstances {
    Circumstances {
        is_in_force: true,
        has_grant: true,
        has_method: true,
        is_stopped: false,
        is_contested: false,
        is_in_flight: false,
        payable_minor,
        told_minor,
        least_minor: 1_000,
        charged_in_month_minor: 0,
    }
}

prop_compose! {
    fn anything()(
        flags in any::<[bool; 6]>(),
        payable_minor in 0..10_000_000_i64,
        told_minor in 0..10_000_000_i64,
        least_minor in 0..5_000_i64,
        charged_in_month_minor in 0..10_000_000_i64,
    ) -> Circumstances {
        let [is_in_force, has_grant, has_method, is_stopped, is_contested, is_in_flight] = flags;
        Circumstances {
            is_in_force, has_grant, has_method, is_stopped, is_contested, is_in_flight,
            payable_minor, told_minor, least_minor, charged_in_month_minor,
        }
    }
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0..4_000_u64).prop_map(|days| day(1, 1) + Days::new(days))
}

proptest! {
    #[test]
    fn a_charge_is_never_more_than_is_due_or_was_announced_or_fits_under_the_cap(
        facts in anything(), cap_minor in 1..20_000_000_i64,
    ) {
        if let Verdict::Charge { amount_minor } = judge(cap_minor, &facts) {
            prop_assert!(amount_minor > 0 && amount_minor >= facts.least_minor);
            prop_assert!(amount_minor <= facts.payable_minor, "what is contested is not charged");
            prop_assert!(amount_minor <= facts.told_minor, "nobody is charged more than they were told");
            prop_assert!(facts.charged_in_month_minor + amount_minor <= cap_minor);
        }
    }

    #[test]
    fn nothing_is_charged_after_the_end_nor_where_the_law_stops_it_nor_while_money_is_under_way(
        facts in anything(), cap_minor in 1..20_000_000_i64,
    ) {
        let forbids = !facts.is_in_force || !facts.has_grant || !facts.has_method || facts.is_stopped
            || facts.is_contested || facts.is_in_flight;
        if forbids {
            let charges = matches!(judge(cap_minor, &facts), Verdict::Charge { .. });
            prop_assert!(!charges);
        }
    }

    #[test]
    fn the_first_try_is_never_before_the_due_day_nor_before_the_notice_has_run(
        due_on in any_day(), told_on in any_day(), of_month in 0..29_u32, notice_days in 1..31_u16,
    ) {
        let rule = DayRule::of_month(of_month).unwrap_or(DayRule::DueDay);
        let promise = Promise { notice_days, ..promise(1, rule) };
        let on = promise.charge_day(due_on, told_on);
        prop_assert!(on >= due_on && on >= told_on + Days::new(notice_days.into()));
        prop_assert!(rule.day_for(due_on) < due_on + Days::new(31), "within a month of falling due");
        if let DayRule::OfMonth(day) = rule {
            prop_assert_eq!(rule.day_for(due_on).day(), day);
        }
    }

    #[test]
    fn a_declined_charge_is_tried_as_often_and_as_late_as_was_promised_and_no_more(
        after in proptest::collection::vec(1..16_u16, 0..5), first in any_day(),
    ) {
        let promise = Promise { retry_after_days: after.clone(), ..promise(1, DayRule::DueDay) };
        let (mut on, mut tries) = (first, 1_u32);
        while let Some(next) = promise.next_try(tries, on) {
            prop_assert!(next > on);
            (on, tries) = (next, tries + 1);
        }
        prop_assert_eq!(usize::try_from(tries).unwrap(), promise.tries_at_most());
        let lasts: u64 = after.iter().map(|days| u64::from(*days)).sum();
        prop_assert_eq!(on, first + Days::new(lasts));
        prop_assert!(tries <= 5 && lasts <= 60, "card networks allow fifteen tries in thirty days");
    }
}

#[test]
fn what_forbids_a_charge_comes_before_what_only_defers_it() {
    let ended = Circumstances { is_in_force: false, is_in_flight: true, ..clear(5_000, 5_000) };
    assert_eq!(judge(10_000, &ended), Verdict::Drop(Why::Ended));
    let waits = Circumstances { is_in_flight: true, ..clear(5_000, 5_000) };
    assert_eq!(judge(10_000, &waits), Verdict::Later);
    assert_eq!(judge(10_000, &clear(5_000, 5_000)), Verdict::Charge { amount_minor: 5_000 });
    assert_eq!(judge(4_999, &clear(5_000, 5_000)), Verdict::OverCap);
    assert_eq!(judge(10_000, &clear(999, 5_000)), Verdict::Drop(Why::NothingDue), "less than can be charged");
}

#[test]
fn the_day_of_the_month_is_the_first_once_it_is_due() {
    let on = |number, due| DayRule::of_month(number).unwrap().day_for(due);
    assert_eq!(on(15, day(3, 6)), day(3, 15));
    assert_eq!(on(6, day(3, 6)), day(3, 6));
    assert_eq!(on(1, day(3, 6)), day(4, 1));
    assert_eq!(on(28, day(1, 31)), day(2, 28));
    assert_eq!(DayRule::of_month(29), None, "February has 28 days");
}

#[test]
fn a_card_that_will_not_pay_is_not_asked_again_and_a_bank_that_forbids_is_obeyed() {
    assert_eq!(after_decline("insufficient_funds"), AfterDecline::TryAgain);
    assert_eq!(after_decline("generic_decline"), AfterDecline::TryAgain);
    assert_eq!(after_decline("authentication_required"), AfterDecline::AskHolder);
    assert_eq!(after_decline("stolen_card"), AfterDecline::GiveUp);
    assert_eq!(after_decline("expired_card"), AfterDecline::GiveUp);
    assert_eq!(after_decline("revocation_of_authorization"), AfterDecline::EndMandate);
}

/// Who changes what people agree to says so by its version.
#[test]
fn the_text_that_people_agree_to_is_that_of_its_version() {
    let promise = promise(300_000, DayRule::DueDay);
    let text = words::mandate_text(
        Lang::Es,
        "Aguas del Valle",
        "4471",
        "Visa terminada en 4242",
        "$3,000.00 MXN",
        (Covers::Invoices, &[]),
        &promise,
    );
    assert_eq!(words::TEXT_VERSION, 2);
    assert_eq!(
        text,
        "Autorizo a Aguas del Valle a cobrar a mi tarjeta Visa terminada en 4242 lo que venza en mi cuenta 4471, el día en que vence. \
         Nunca más de $3,000.00 MXN en un mes. Antes de cada cargo me avisa 3 días antes, con la cantidad y el día, y no cobra más que eso. \
         Lo que esté en aclaración no se cobra. Si el banco no acepta un cargo, se intenta otra vez 3, 5 y 7 días después de cada intento, \
         y no más. Puedo detenerlo en cualquier momento, y desde ese momento no se envía ningún cargo."
    );
    let plans = ["C-1".to_owned()];
    for (covers, said) in [
        (
            Covers::Instalments,
            "Visa los pagos de mi plan C-1, cada uno en su fecha y mientras el plan esté vigente, y de ningún otro, en mi cuenta 4471. \
             Nunca más",
        ),
        (
            Covers::Both,
            "Visa lo que venza en mi cuenta 4471, el día en que vence, y los pagos de mi plan C-1, cada uno en su fecha y mientras el \
             plan esté vigente, y de ningún otro. Nunca más",
        ),
    ] {
        let of = (covers, plans.as_slice());
        let text =
            words::mandate_text(Lang::Es, "Aguas del Valle", "4471", "Visa", "$3,000.00", of, &promise);
        assert!(text.contains(said), "{text}");
        for lang in [Lang::Es, Lang::En] {
            let text =
                words::mandate_text(lang, "Aguas del Valle", "4471", "Visa", "$3,000.00", of, &promise);
            assert_eq!(forbidden_words(&text, lang), Vec::<&str>::new());
        }
    }
}

#[test]
fn charges_leave_at_the_stated_pace_after_a_short_burst() {
    let pace = Pace::of(5);
    let begun = tokio::time::Instant::now();
    let turns: Vec<Duration> = (0..25).map(|_| pace.take(begun) - begun).collect();
    assert!(turns.is_sorted());
    assert!(turns[4] <= Duration::from_millis(800), "a few leave at once: {turns:?}");
    let lasted = turns[24];
    assert!((Duration::from_millis(3_700)..=Duration::from_millis(5_000)).contains(&lasted), "{turns:?}");
    for window in turns.windows(11) {
        assert!(window[10] - window[0] >= Duration::from_secs(1), "more than ten in a second: {window:?}");
    }
}
