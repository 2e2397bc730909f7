use leptos::prelude::*;

/// One column of a table.
pub struct Column {
    heading: String,
    numeric: bool,
    only_wide: bool,
    sort: Option<(String, Option<SortOrder>)>,
}

/// In which order a column is sorted now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortOrder {
    Ascending,
    Descending,
}

impl Column {
    pub fn text(heading: impl Into<String>) -> Self {
        Self { heading: heading.into(), numeric: false, only_wide: false, sort: None }
    }

    /// Numbers and amounts: at the right, in one precision.
    pub fn number(heading: impl Into<String>) -> Self {
        Self { numeric: true, ..Self::text(heading) }
    }

    /// Left out where there is no room for it: on a tablet, and on a phone, whose cards tell what matters most.
    #[must_use]
    pub fn only_wide(self) -> Self {
        Self { only_wide: true, ..self }
    }

    /// The heading becomes a link that sorts by this column.
    #[must_use]
    pub fn sorted_by(self, href: impl Into<String>, now: Option<SortOrder>) -> Self {
        Self { sort: Some((href.into(), now)), ..self }
    }

    fn class(&self) -> Option<&'static str> {
        match (self.numeric, self.only_wide) {
            (true, true) => Some("number only-wide"),
            (true, false) => Some("number"),
            (false, true) => Some("only-wide"),
            (false, false) => None,
        }
    }

    fn heading(&self) -> AnyView {
        let class = self.class();
        let heading = self.heading.clone();
        let Some((href, now)) = self.sort.clone() else {
            return view! { <th scope="col" role="columnheader" class=class>{heading}</th> }.into_any();
        };
        let (order, arrow) = match now {
            Some(SortOrder::Ascending) => (Some("ascending"), "\u{a0}↑"),
            Some(SortOrder::Descending) => (Some("descending"), "\u{a0}↓"),
            None => (None, ""),
        };
        view! {
            <th scope="col" role="columnheader" class=class aria-sort=order>
                <a href=href>{heading}<span aria-hidden="true">{arrow}</span></a>
            </th>
        }
        .into_any()
    }

    fn cell(&self, view: AnyView) -> AnyView {
        view! { <td role="cell" class=self.class() data-label=self.heading.clone()>{view}</td> }.into_any()
    }
}

/// The cells of one row, each anything that can be shown.
#[macro_export]
macro_rules! row {
    ($($cell:expr),* $(,)?) => {
        vec![$(leptos::prelude::IntoAny::into_any($cell)),*]
    };
}

/// Rows of data; a cell of `()` is empty. On a phone each row is a card that reads in the same order; a `wide` table of the desk scrolls in a
/// region of its own instead. The roles are written out because changing how a table is displayed makes browsers
/// forget that it is one.
#[component]
pub fn Table(
    #[prop(into)] caption: String,
    #[prop(optional)] caption_hidden: bool,
    columns: Vec<Column>,
    rows: Vec<Vec<AnyView>>,
    #[prop(optional)] totals: Vec<AnyView>,
    #[prop(optional)] wide: bool,
) -> impl IntoView {
    let label = caption.clone();
    let headings: Vec<AnyView> = columns.iter().map(Column::heading).collect();
    let rows: Vec<AnyView> = rows.into_iter().map(|cells| row(&columns, cells)).collect();
    let totals =
        (!totals.is_empty()).then(|| view! { <tfoot role="rowgroup">{row(&columns, totals)}</tfoot> });
    // Two columns fit the smallest phone as they are.
    let class = if wide || columns.len() <= 2 { "table" } else { "table table-cards" };
    let table = view! {
        <table class=class role="table">
            <caption class=caption_hidden.then_some("visually-hidden")>{caption}</caption>
            <thead role="rowgroup">
                <tr role="row">{headings}</tr>
            </thead>
            <tbody role="rowgroup">{rows}</tbody>
            {totals}
        </table>
    };
    if wide {
        view! { <div class="table-scroll" role="region" aria-label=label tabindex="0">{table}</div> }
            .into_any()
    } else {
        table.into_any()
    }
}

fn row(columns: &[Column], cells: Vec<AnyView>) -> AnyView {
    let mut cells = cells.into_iter();
    let head = cells.next();
    let rest: Vec<AnyView> =
        columns.iter().skip(1).zip(cells).map(|(column, cell)| column.cell(cell)).collect();
    view! {
        <tr role="row">
            <th scope="row" role="rowheader">{head}</th>
            {rest}
        </tr>
    }
    .into_any()
}
