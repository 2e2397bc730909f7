//! Papers: what stands on them, who may have them, and how anybody can check them.

mod letters;
pub mod long;
mod receipts;
mod since;
mod statements;
mod verifying;

use std::fs;

use aldia::documents::model::{Block, Column, Letterhead, Paper, Stamp, Table};
use aldia::documents::press::print;

use crate::support::browser::File;

/// What somebody types who wants to write on our paper with our own hand, or on the page that shows it.
const WICKED: [&str; 6] = [
    "#panic()",
    "*negritas* _cursivas_ = título",
    "] #image(\"/etc/passwd\") [",
    "\"comillas\" \\ $x^2$ `código` @cita <etiqueta>",
    "</textarea><script>alert(1)</script>",
    "// comentario /* otro */ ~ -- ---",
];

#[tokio::test]
async fn what_somebody_typed_is_printed_as_text_and_never_as_markup() {
    let printed = print(&wicked_paper(), &stamp()).await.unwrap();
    let text = letters_of(&pdf_extract::extract_text_from_mem(&printed).unwrap());
    for typed in WICKED {
        let times = text.matches(&letters_of(typed)).count();
        assert!(times >= 4, "{typed:?} stands there {times} times: {text}");
    }
}

#[tokio::test]
async fn the_same_paper_is_the_same_file_down_to_the_last_byte() {
    let (first, second) =
        (print(&wicked_paper(), &stamp()).await.unwrap(), print(&wicked_paper(), &stamp()).await.unwrap());
    assert!(first == second, "{} and {} bytes", first.len(), second.len());
    assert!(first.len() < 100_000, "{} bytes", first.len());
    let other = Stamp { code: "K7QF-2M9E".to_owned(), ..stamp() };
    assert!(first != print(&wicked_paper(), &other).await.unwrap());
}

#[tokio::test]
async fn every_letter_of_spanish_and_every_sign_of_an_amount_has_a_shape() {
    let mut paper = wicked_paper();
    let letters = "áéíóúüñÁÉÍÓÚÜÑ¿¡ $1,234.50 \u{2212}$0.50 × · – % º ª € £ ¥ S/";
    paper.blocks = vec![Block::Text { text: letters.to_owned() }];
    let printed = print(&paper, &stamp()).await.unwrap();
    let text = letters_of(&pdf_extract::extract_text_from_mem(&printed).unwrap());
    assert!(text.contains(&letters_of(letters)), "{text}");
}

/// Puts a paper where somebody can look at it, when asked to.
fn show(name: &str, file: &File) {
    if let Ok(folder) = std::env::var("ALDIA_TEST_PAPERS") {
        fs::write(format!("{folder}/{name}.pdf"), &file.bytes).unwrap();
    }
}

/// Without spaces, which a PDF does not keep where a line ends.
fn letters_of(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace()).collect()
}

fn wicked_paper() -> Paper {
    let cells = || WICKED.map(str::to_owned).to_vec();
    let all = WICKED.join("; ");
    Paper {
        lang: "es",
        sheet: "us-letter",
        large: false,
        accent: "#0B5C6B".to_owned(),
        creditor: Letterhead { name: "Aguas del Valle".to_owned(), lines: cells(), complaints: all.clone() },
        title: "Recibo de pago".to_owned(),
        facts: WICKED.map(|typed| ("Cliente".to_owned(), typed.to_owned())).to_vec(),
        blocks: vec![
            Block::Text { text: all.clone() },
            Block::Table(Table {
                columns: vec![Column::wide("Concepto"), Column::number("Importe")],
                rows: WICKED.map(|typed| vec![typed.to_owned(), "$1.00".to_owned()]).to_vec(),
                total: Vec::new(),
            }),
        ],
    }
}

fn stamp() -> Stamp {
    Stamp {
        number: "R-208".to_owned(),
        code: "K7QF-2M9D".to_owned(),
        address: "http://localhost/verify/K7QF-2M9D".to_owned(),
        picture: r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M0 0h8v8z"/></svg>"#
            .to_owned(),
        heading: "Compruebe".to_owned(),
        sentence: "Escriba el código".to_owned(),
        foot: "Código K7QF-2M9D".to_owned(),
        pages: "Página {n} de {m}".to_owned(),
        part: String::new(),
    }
}
