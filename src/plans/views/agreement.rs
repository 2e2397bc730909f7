//! The agreement as it is read before it is signed: the very text that is kept and printed.

use leptos::prelude::*;

use crate::documents::model::Block;
use crate::kernel::locale::Lang;
use crate::plans::words::agreement as words;
use crate::ui::{
    Actions, BackLink, Button, Card, CheckboxList, Choice, CodeField, Column, Notice, NoticeKind, PostForm,
    Refilled, Stepper, SummaryList, SummaryRow, Table,
};

/// The parts of a paper as a page shows them.
pub fn blocks_view(lang: Lang, blocks: &[Block]) -> AnyView {
    blocks.iter().map(|block| block_view(lang, block)).collect_view().into_any()
}

fn block_view(lang: Lang, block: &Block) -> AnyView {
    match block {
        Block::Heading { text } => view! { <h2>{text.clone()}</h2> }.into_any(),
        Block::Text { text } => view! { <p>{text.clone()}</p> }.into_any(),
        Block::Small { text } => view! { <p class="hint">{text.clone()}</p> }.into_any(),
        Block::Notice { heading, text } => {
            let (heading, text) = (heading.clone(), text.clone());
            view! { <Card><h2>{heading}</h2> <p>{text}</p></Card> }.into_any()
        }
        Block::Sums { rows } => {
            let rows =
                rows.iter().map(|(term, value)| SummaryRow::new(term.clone(), value.clone())).collect();
            view! { <SummaryList lang=lang rows=rows amounts=true /> }.into_any()
        }
        Block::Table(table) => {
            let columns = table.columns.iter().map(|column| {
                if column.number {
                    Column::number(column.heading.clone())
                } else {
                    Column::text(column.heading.clone())
                }
            });
            let cells = |row: &Vec<String>| row.iter().map(|cell| cell.clone().into_any()).collect();
            let rows = table.rows.iter().map(cells).collect();
            let totals = table.total.iter().map(|cell| cell.clone().into_any()).collect();
            view! {
                <Table
                    caption=words::payments(lang)
                    caption_hidden=true
                    columns=columns.collect()
                    rows=rows
                    totals=totals
                />
            }
            .into_any()
        }
        Block::Figure { label, amount, .. } => view! { <p>{format!("{label}: {amount}")}</p> }.into_any(),
        Block::Figures { cells } => {
            let rows =
                cells.iter().map(|(term, value)| SummaryRow::new(term.clone(), value.clone())).collect();
            view! { <SummaryList lang=lang rows=rows /> }.into_any()
        }
        Block::Bars { .. } => ().into_any(),
    }
}

/// What is read, and the one thing to tick.
pub struct Reading<'a> {
    pub plan: String,
    pub offer: String,
    pub owed_minor: i64,
    pub blocks: &'a [Block],
    pub form: &'a Refilled,
    pub picture: AnyView,
}

pub fn reading_view(lang: Lang, page: Reading<'_>) -> AnyView {
    let came_back = page.form.error("").map(|sentence| {
        view! { <Notice kind=NoticeKind::Attention heading=sentence focused=true>{words::send_code_hint(lang)}</Notice> }
    });
    let consent = vec![Choice::new("yes", words::consent_label(lang))];
    let back = format!("/account/plans/{}", page.plan);
    let (plan, offer, owed) = (page.plan, page.offer, page.owed_minor.to_string());
    let read_error = page.form.error("read");
    view! {
        {came_back}
        <BackLink lang=lang href=back />
        <Stepper lang=lang step=3 of=3 />
        <h1>{words::read_heading(lang)}</h1>
        {page.picture}
        {blocks_view(lang, page.blocks)}
        <PostForm action="/do/plans/ask-code">
            <input type="hidden" name="plan" value=plan />
            <input type="hidden" name="offer" value=offer />
            <input type="hidden" name="owed" value=owed />
            <CheckboxList
                lang=lang
                name="read"
                legend=words::title(lang)
                error=read_error
                choices=consent
            />
            <p class="hint">{words::send_code_hint(lang)}</p>
            <Actions><Button>{words::send_code(lang)}</Button></Actions>
        </PostForm>
    }
    .into_any()
}

/// Where the code is typed that signs it.
pub fn code_view(lang: Lang, plan: &str, code: &str, form: &Refilled) -> AnyView {
    let back = format!("/account/plans/{plan}/agreement");
    let (plan, sent, code_error) = (plan.to_owned(), code.to_owned(), form.error("code"));
    view! {
        <BackLink lang=lang href=back />
        <Stepper lang=lang step=3 of=3 />
        <h1>{words::code_heading(lang)}</h1>
        <PostForm action="/do/plans/sign">
            <input type="hidden" name="plan" value=plan />
            <input type="hidden" name="sent" value=sent />
            <CodeField
                lang=lang
                name="code"
                label=words::code_label(lang)
                hint=words::code_hint(lang)
                error=code_error
            />
            <Actions><Button>{words::sign(lang)}</Button></Actions>
        </PostForm>
    }
    .into_any()
}
