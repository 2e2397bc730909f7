//! Papers and tables on their way to whoever downloads them.

use std::io;
use std::str::FromStr;

use axum::body::{Body, Bytes};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt, stream};
use tokio::sync::mpsc;

use crate::documents::csv;
use crate::documents::model::{PaperKind, Period};
use crate::documents::sealing::{Order, seal};
use crate::documents::store::Sealed;
use crate::documents::store::statement::{Statement, rows};
use crate::documents::words;
use crate::kernel::db::Tx;
use crate::kernel::locale::Lang;
use crate::kernel::web::Refusal;
use crate::ui::Visit;

/// Seals a paper and sends it; ends the transaction.
pub async fn sealed(mut tx: Tx, visit: &Visit, order: Order) -> Result<Response, Refusal> {
    let kind = order.kind;
    let sealed = seal(&mut tx, &visit.public_url, order).await?;
    tx.commit().await?;
    Ok(pdf(visit.lang, kind, sealed))
}

/// The paper as a file that is saved under its title and number.
pub fn pdf(lang: Lang, kind: PaperKind, sealed: Sealed) -> Response {
    let part = if sealed.parts > 1 { format!("-{}", sealed.part) } else { String::new() };
    let name = format!("{} {}{part}", words::kind(lang, kind), sealed.number);
    let headers =
        [(header::CONTENT_TYPE, "application/pdf".to_owned()), saved_as(&format!("{}.pdf", plain(&name)))];
    (headers, sealed.content).into_response()
}

/// The statement as a table. It is read and sent piece by piece, so that a long one needs no more memory than a short
/// one; whoever stops listening stops the reading.
pub fn table(lang: Lang, tx: Tx, statement: Statement) -> Response {
    const PIECES_AHEAD: usize = 2;
    let (account, Period { from, to }) = (&statement.account.reference, statement.period);
    let name = format!("{} {account} {from} {to}", words::statement(lang));
    let (send, receive) = mpsc::channel(PIECES_AHEAD);
    tokio::spawn(send_pieces(lang, tx, statement, send));
    let pieces =
        stream::unfold(
            receive,
            |mut receive| async move { receive.recv().await.map(|piece| (piece, receive)) },
        );
    // Whoever compresses it for the way asks once more after its end.
    let pieces = pieces.fuse();
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        saved_as(&format!("{}.csv", plain(&name))),
    ];
    (headers, Body::from_stream(pieces)).into_response()
}

/// The identifier in an address that ends like a file's: `….pdf`.
pub fn id<T: FromStr>(text: &str) -> Result<T, Refusal> {
    text.strip_suffix(".pdf").unwrap_or(text).parse().map_err(|_| Refusal::NotFound)
}

type Piece = Result<Bytes, io::Error>;

const MOVEMENTS_A_PIECE: i64 = 2_500;

async fn send_pieces(lang: Lang, mut tx: Tx, statement: Statement, send: mpsc::Sender<Piece>) {
    if send.send(Ok(csv::head(lang, &statement))).await.is_err() {
        return;
    }
    let mut sent = 0;
    while sent < statement.movement_count {
        let piece = match rows(&mut tx, &statement.account, statement.period, sent, MOVEMENTS_A_PIECE).await {
            Ok(rows) => Ok(csv::body(lang, &rows)),
            Err(error) => {
                tracing::error!(%error, "a statement broke off");
                Err(io::Error::other("the statement broke off"))
            }
        };
        let broke_off = piece.is_err();
        if send.send(piece).await.is_err() || broke_off {
            return;
        }
        sent += MOVEMENTS_A_PIECE;
    }
    // Whoever has stopped listening misses nothing.
    let _ = send.send(Ok(csv::foot(lang, &statement))).await;
}

fn saved_as(name: &str) -> (header::HeaderName, String) {
    (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\""))
}

/// A name that every system can keep and no header is broken by: `recibo-de-pago-R-208`.
fn plain(name: &str) -> String {
    let name: String = name
        .chars()
        .map(|letter| match letter {
            'á' => 'a',
            'é' => 'e',
            'í' => 'i',
            'ó' => 'o',
            'ú' => 'u',
            'ñ' => 'n',
            letter if letter.is_ascii_alphanumeric() => letter,
            _ => '-',
        })
        .take(80)
        .collect();
    name
}
