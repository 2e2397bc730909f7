//! T-S8: what is sent as a file is kept as what it is, or not at all.

use std::io::Cursor;

use aldia::server::seed::known::ACCOUNT_4471;
use image::{DynamicImage, GrayImage, ImageFormat};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use crate::support::{Browser, Page, TestApp};

const PAPER: &[u8] = b"%PDF-1.4\ntrailer<<>>\n%%EOF\n";

async fn sends(browser: &Browser, name: &str, bytes: &[u8]) -> Page {
    let (account, key) = (ACCOUNT_4471.to_string(), Uuid::now_v7().to_string());
    let fields = [("account", account.as_str()), ("words", "Aquí va el papel."), ("request_key", &key)];
    let answer = browser.post_file("/do/messages/send", &fields, ("files", name, bytes)).await;
    assert_eq!(answer.status, 303, "{name}");
    browser.get(&answer.location.unwrap()).await
}

fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::from(GrayImage::new(width, height)).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A picture that says of itself that it has other dimensions than it has.
fn saying(mut png: Vec<u8>, width: u32, height: u32) -> Vec<u8> {
    png[16..20].copy_from_slice(&width.to_be_bytes());
    png[20..24].copy_from_slice(&height.to_be_bytes());
    let crc = png[12..29].iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(
            crc ^ u32::from(*byte),
            |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 },
        )
    });
    png[29..33].copy_from_slice(&(!crc).to_be_bytes());
    png
}

async fn kept(app: &TestApp) -> i64 {
    sqlx::query_scalar("select count(*) from account_files").fetch_one(&app.owner).await.unwrap()
}

#[sqlx::test]
async fn t_s8_what_is_no_paper_and_no_picture_is_refused_with_a_sentence_and_the_words_stay(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in("maria@example.mx").await;
    let before = kept(&app).await;
    let page = b"<html><script>burst()</script></html>".repeat(200);
    let behind = [PAPER, &page].concat();
    let archive = [b"PK\x03\x04".as_slice(), &[0; 4_000]].concat();
    // 81 million points of nothing are some kilobytes; what unpacks to them is not unpacked.
    let bomb = picture(9_000, 9_000, ImageFormat::Png);
    assert!(bomb.len() < 1_000_000, "{}", bomb.len());
    let huge = saying(picture(60, 40, ImageFormat::Png), 20_000, 20_000);
    let cut = picture(600, 400, ImageFormat::Jpeg);
    for (name, bytes, sentence) in [
        (
            "dibujo.svg",
            b"<svg xmlns='http://www.w3.org/2000/svg' onload='burst()'/>".as_slice(),
            "no es PDF, JPG ni PNG",
        ),
        ("dibujo.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>".as_slice(), "no es PDF, JPG ni PNG"),
        ("pagina.pdf", &page[..], "no es PDF, JPG ni PNG"),
        ("archivo.pdf", &archive[..], "no es PDF, JPG ni PNG"),
        ("dos-cosas.pdf", &behind[..], "No pudimos abrir «dos-cosas.pdf»"),
        ("bomba.png", &bomb[..], "es una imagen demasiado grande"),
        ("enorme.png", &huge[..], "es una imagen demasiado grande"),
        ("cortada.jpg", &cut[..cut.len() / 3], "No pudimos abrir «cortada.jpg»"),
        ("nada.pdf", b"".as_slice(), "«nada.pdf» está vacío"),
    ] {
        let refused = sends(&maria, name, bytes).await;
        assert!(refused.text().contains(sentence), "{name}: {}", refused.text());
        assert!(refused.text().contains("Aquí va el papel."), "{name}: {}", refused.text());
    }
    assert_eq!(kept(&app).await, before, "nothing of it was kept");
}

#[sqlx::test]
async fn t_s8_a_file_is_given_out_to_be_saved_under_a_plain_name_and_as_what_it_is(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in("maria@example.mx").await;
    let mut jpeg = picture(60, 40, ImageFormat::Jpeg);
    jpeg.extend(b"<script>burst()</script>");
    for (name, plain, kind, bytes) in [
        ("../../etc/passwd.pdf", "passwd.pdf", "application/pdf", PAPER),
        ("C:\\fotos\\recibo.pdf", "recibo.pdf", "application/pdf", PAPER),
        ("recibo.html", "recibo.html", "application/pdf", PAPER),
        ("<b>negrita;.jpg", "bnegrita.jpg", "image/jpeg", &jpeg[..]),
    ] {
        let page = sends(&maria, name, bytes).await;
        assert!(page.text().contains("Mensaje enviado"), "{name}: {}", page.text());
        let stored: String =
            sqlx::query_scalar("select name from account_files order by added_at desc, id desc limit 1")
                .fetch_one(&app.owner)
                .await
                .unwrap();
        assert_eq!(stored, plain);
        let mut files = page.attributes("main a", "href").into_iter().filter(|href| href.contains("/files/"));
        let file = maria.file(&files.next_back().expect("a link to the file")).await;
        assert_eq!((file.status, file.kind.as_str()), (200, kind), "{name}");
        assert!(file.name.starts_with("attachment;"), "{name}: {}", file.name);
        assert!(!file.name.contains(['/', '\\', '<']), "{name}: {}", file.name);
        assert!(!file.bytes.windows(7).any(|window| window == b"<script"), "{name}: drawn anew");
    }
    // Never as anything that a browser would guess.
    let shown = maria.get("/account/messages").await;
    let path = shown.attributes("main a", "href").into_iter().rfind(|href| href.contains("/files/")).unwrap();
    let headers = maria.get(&path).await.headers;
    assert_eq!(headers.get("x-content-type-options").unwrap(), "nosniff");
    assert_eq!(app.browser().get(&path).await.status, 303);
    assert_eq!(app.signed_in("rosa@example.mx").await.get(&path).await.status, 404);
}
