//! Days of rest, as the six countries' calendars print them.

use aldia::policies::caps::Jurisdiction;
use aldia::policies::holidays::is_holiday;
use chrono::NaiveDate;

fn of_year(jurisdiction: Jurisdiction, year: i32) -> Vec<String> {
    let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
    first
        .iter_days()
        .take_while(|day| day.format("%Y").to_string() == year.to_string())
        .filter(|day| is_holiday(jurisdiction, *day))
        .map(|day| day.format("%m-%d").to_string())
        .collect()
}

#[test]
fn the_calendar_of_2026_is_known() {
    for (jurisdiction, days) in [
        (Jurisdiction::Mx, "01-01 02-02 03-16 05-01 09-16 11-16 12-25"),
        (
            Jurisdiction::Co,
            "01-01 01-12 03-23 04-02 04-03 05-01 05-18 06-08 06-15 06-29 07-20 08-07 08-17 10-12 11-02 11-16 12-08 12-25",
        ),
        (
            Jurisdiction::Pe,
            "01-01 04-02 04-03 05-01 06-07 06-29 07-23 07-28 07-29 08-06 08-30 10-08 11-01 12-08 12-09 12-25",
        ),
        (
            Jurisdiction::Cl,
            "01-01 04-03 04-04 05-01 05-21 06-20 06-21 06-29 07-16 08-15 09-18 09-19 10-12 10-31 11-01 12-08 12-25",
        ),
        (Jurisdiction::Us, "01-01 01-19 02-16 05-25 06-19 07-04 09-07 10-12 11-11 11-26 12-25"),
        (Jurisdiction::Gb, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"),
    ] {
        assert_eq!(of_year(jurisdiction, 2026).join(" "), days, "{jurisdiction:?}");
    }
}

#[test]
fn easter_is_found_where_it_falls_early_late_and_in_between() {
    for (year, good_friday) in
        [(2008, "03-21"), (2019, "04-19"), (2024, "03-29"), (2025, "04-18"), (2038, "04-23")]
    {
        let days = of_year(Jurisdiction::Gb, year);
        assert!(days.contains(&good_friday.to_owned()), "{year}: {days:?}");
    }
}

#[test]
fn british_days_on_a_weekend_are_given_back_in_the_week() {
    assert!(of_year(Jurisdiction::Gb, 2022).join(" ").ends_with("12-26 12-27"), "Christmas on a Sunday");
    assert!(of_year(Jurisdiction::Gb, 2021).join(" ").ends_with("12-27 12-28"), "Christmas on a Saturday");
    assert!(of_year(Jurisdiction::Gb, 2022).contains(&"01-03".to_owned()), "New Year on a Saturday");
    assert!(of_year(Jurisdiction::Gb, 2023).contains(&"01-02".to_owned()), "New Year on a Sunday");
}

#[test]
fn a_mexican_president_takes_office_every_six_years() {
    assert!(of_year(Jurisdiction::Mx, 2024).contains(&"10-01".to_owned()));
    assert!(!of_year(Jurisdiction::Mx, 2026).contains(&"10-01".to_owned()));
    assert!(of_year(Jurisdiction::Mx, 2030).contains(&"10-01".to_owned()));
}
