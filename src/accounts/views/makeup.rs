//! What adds to a figure and what takes off it, drawn and in a table.

use leptos::prelude::*;

use crate::accounts::explained::Explained;
use crate::accounts::words;
use crate::accounts::words::balance;
use crate::kernel::locale::Lang;
use crate::kernel::money::Money;
use crate::ledger::makeup::Makeup;
use crate::row;
use crate::ui::{Bar, BarChart, Column, Fill, Legend, Segment, Table};

/// Nothing for a figure that is not made of charges, or of nothing.
pub fn makeup_view(lang: Lang, explained: &Explained) -> Option<AnyView> {
    let made = explained.makeup.filter(|made| *made != Makeup::default())?;
    let parts = Parts { lang, explained, made };
    Some(if parts.can_be_drawn() { parts.picture() } else { parts.table() })
}

struct Parts<'a> {
    lang: Lang,
    explained: &'a Explained,
    made: Makeup,
}

impl Parts<'_> {
    /// Corrections may leave a part on the wrong side of nothing: then only the table can tell it.
    fn can_be_drawn(&self) -> bool {
        let Makeup { billed_minor, interest_minor, fees_minor, paid_minor, credited_minor } = self.made;
        [billed_minor, interest_minor, fees_minor, -paid_minor, -credited_minor, self.explained.figure.minor]
            .into_iter()
            .all(|minor| minor >= 0)
    }

    fn money(&self, minor: i64) -> Money {
        Money::new(minor, self.explained.account.currency)
    }

    fn held_minor(&self) -> i64 {
        self.made.sum_minor() - self.explained.figure.minor
    }

    fn charged(&self) -> [(&'static str, i64, Fill); 3] {
        let (lang, made) = (self.lang, &self.made);
        [
            (balance::billed(lang), made.billed_minor, Fill::Solid(1)),
            (balance::interest_charged(lang), made.interest_minor, Fill::Solid(2)),
            (balance::fees_charged(lang), made.fees_minor, Fill::Solid(3)),
        ]
    }

    fn came_off(&self) -> [(&'static str, i64, Fill); 3] {
        let (lang, made) = (self.lang, &self.made);
        [
            (balance::paid_off(lang), made.paid_minor, Fill::Solid(4)),
            (balance::credited_off(lang), made.credited_minor, Fill::Solid(5)),
            (words::held(lang), -self.held_minor(), Fill::Hatched),
        ]
    }

    fn picture(&self) -> AnyView {
        let (lang, left) = (self.lang, self.explained.figure);
        let charged = self.money(self.made.charged_minor());
        let rest = (balance::left(lang), left.minor, Fill::Dotted);
        let segment = |(_, minor, fill): (&str, i64, Fill)| Segment {
            amount_minor: minor.abs(),
            fill,
            notch_at_minor: None,
        };
        let bar = |label: &str, value: Money, segments: Vec<Segment>| Bar {
            label: label.to_owned(),
            value: value.to_string(),
            segments,
        };
        let bars = vec![
            bar(balance::charged_in_all(lang), charged, self.charged().into_iter().map(segment).collect()),
            bar(
                balance::came_off(lang),
                charged,
                self.came_off().into_iter().chain([rest]).map(segment).collect(),
            ),
        ];
        let legend = self
            .charged()
            .into_iter()
            .chain(self.came_off())
            .chain([rest])
            .filter(|(_, minor, _)| *minor != 0)
            .map(|(label, minor, fill)| Legend {
                fill,
                label: label.to_owned(),
                value: self.money(minor).to_string(),
            })
            .collect();
        let caption = balance::made_of_caption(lang, charged, left);
        let table = self.table();
        view! {
            <BarChart
                id="made-of"
                caption=caption.clone()
                title=balance::made_of(lang)
                description=words::picture_description(lang, &caption)
                bars=bars
                legend=legend
            >
                {table}
            </BarChart>
        }
        .into_any()
    }

    fn table(&self) -> AnyView {
        let lang = self.lang;
        let rows = self
            .charged()
            .into_iter()
            .chain(self.came_off())
            .filter(|(_, minor, _)| *minor != 0)
            .map(|(label, minor, _)| row![label, self.money(minor).to_string()])
            .collect();
        view! {
            <Table
                caption=balance::made_of(lang)
                caption_hidden=true
                columns=vec![Column::text(words::part(lang)), Column::number(words::amount(lang))]
                rows=rows
                totals=row![balance::left(lang), self.explained.figure.to_string()]
            />
        }
        .into_any()
    }
}
