//! Days and hours as people read and write them. No form such as 01/02/26, which two readers take for two days.

use chrono::{Datelike, NaiveDate, NaiveTime, Timelike, Weekday};

use super::locale::Lang;

/// Nobody has books from before, and dates beyond would not fit the database's arithmetic.
pub const EARLIEST: NaiveDate = NaiveDate::from_ymd_opt(1900, 1, 2).expect("a day that exists");

/// A deadline in full: `viernes 20 de marzo de 2026`, `Friday 20 March 2026`.
pub fn long_day(date: NaiveDate, lang: Lang) -> String {
    match lang {
        Lang::Es => format!("{} de {}", day_of_year(date, lang), date.year()),
        Lang::En => format!("{} {}", day_of_year(date, lang), date.year()),
    }
}

/// A deadline of this year: `viernes 20 de marzo`, `Friday 20 March`.
pub fn day_of_year(date: NaiveDate, lang: Lang) -> String {
    format!("{} {}", weekday_name(date.weekday(), lang), day_month(date, lang))
}

/// `martes`, `Tuesday`.
pub fn weekday_name(day: Weekday, lang: Lang) -> &'static str {
    weekdays(lang)[day.num_days_from_monday() as usize]
}

/// `4 de febrero`, `4 February`.
pub fn day_month(date: NaiveDate, lang: Lang) -> String {
    let month = months(lang)[date.month0() as usize];
    match lang {
        Lang::Es => format!("{} de {month}", date.day()),
        Lang::En => format!("{} {month}", date.day()),
    }
}

/// A month of the books: `marzo de 2026`, `March 2026`.
pub fn month_of_year(date: NaiveDate, lang: Lang) -> String {
    let month = months(lang)[date.month0() as usize];
    match lang {
        Lang::Es => format!("{month} de {}", date.year()),
        Lang::En => format!("{month} {}", date.year()),
    }
}

/// For tables: `20 mar 2026`, `20 Mar 2026`.
pub fn short_day(date: NaiveDate, lang: Lang) -> String {
    format!("{} {} {}", date.day(), short(months(lang)[date.month0() as usize]), date.year())
}

/// `14:05`, `2:05 pm`.
pub fn hour(time: NaiveTime, lang: Lang) -> String {
    match lang {
        Lang::Es => format!("{:02}:{:02}", time.hour(), time.minute()),
        Lang::En => {
            let (afternoon, hour) = time.hour12();
            format!("{hour}:{:02} {}", time.minute(), if afternoon { "pm" } else { "am" })
        }
    }
}

/// How many days `to` lies after `from`; negative when it lies before.
pub fn days_between(from: NaiveDate, to: NaiveDate) -> i64 {
    (to - from).num_days()
}

/// The part of a typed date that is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DatePart {
    Day,
    Month,
    Year,
}

impl DatePart {
    /// As codes of errors carry it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        [Self::Day, Self::Month, Self::Year].into_iter().find(|part| part.name() == name)
    }
}

/// Reads a date typed in three parts; the month may be a number or its name in either language.
pub fn parse_day(day: &str, month: &str, year: &str) -> Result<NaiveDate, DatePart> {
    let month = parse_month(month).ok_or(DatePart::Month)?;
    let year = year.trim();
    let year = (year.len() == 4).then(|| year.parse().ok()).flatten().ok_or(DatePart::Year)?;
    let day = day.trim().parse().map_err(|_| DatePart::Day)?;
    NaiveDate::from_ymd_opt(year, month, day).ok_or(DatePart::Day)
}

/// The month as a number from 1 to 12.
fn parse_month(text: &str) -> Option<u32> {
    let text = text.trim().trim_end_matches('.').to_ascii_lowercase();
    if let Ok(number) = text.parse() {
        return (1..=12).contains(&number).then_some(number);
    }
    [Lang::Es, Lang::En].into_iter().flat_map(|lang| (1..).zip(months(lang))).find_map(|(number, month)| {
        let month = month.to_ascii_lowercase();
        (text == month || text == short(&month)).then_some(number)
    })
}

/// The first three letters; every month's name begins with three of one byte each.
fn short(month: &str) -> &str {
    &month[..3]
}

fn weekdays(lang: Lang) -> [&'static str; 7] {
    match lang {
        Lang::Es => ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
        Lang::En => ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    }
}

fn months(lang: Lang) -> [&'static str; 12] {
    match lang {
        Lang::Es => [
            "enero",
            "febrero",
            "marzo",
            "abril",
            "mayo",
            "junio",
            "julio",
            "agosto",
            "septiembre",
            "octubre",
            "noviembre",
            "diciembre",
        ],
        Lang::En => [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ],
    }
}
