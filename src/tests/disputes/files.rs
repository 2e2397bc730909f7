//! What may be sent as a file, what is kept of it, and what is masked of what is typed.

use std::io::Cursor;

use aldia::kernel::cards::masked;
use aldia::kernel::pictures::kept;
use aldia::kernel::upload::FileFault;
use aldia::server::seed::known::{ACCOUNT_4471, DISPUTE_A104};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use super::{MARIA, latest};
use crate::support::TestApp;

fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let picture = RgbImage::from_fn(width, height, |x, y| Rgb([x.to_le_bytes()[0], y.to_le_bytes()[0], 90]));
    DynamicImage::from(picture).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

#[tokio::test]
async fn a_picture_is_drawn_anew_without_what_was_hidden_in_it() {
    let mut jpeg = picture(60, 40, ImageFormat::Jpeg);
    // Where it was taken, as cameras write it, and a page behind its end.
    let place = b"\xFF\xE1\x00\x18Exif\0\0GPS-19.43,-99.13";
    jpeg.splice(2..2, place.iter().copied());
    jpeg.extend(b"<script>alert(1)</script>");
    let clean = kept("image/jpeg", jpeg).await.unwrap();
    let holds = |bytes: &[u8], what: &[u8]| bytes.windows(what.len()).any(|window| window == what);
    assert!(!holds(&clean, b"GPS") && !holds(&clean, b"<script>"));
    let drawn = image::load_from_memory(&clean).unwrap();
    assert_eq!((drawn.width(), drawn.height()), (60, 40));
    let large = kept("image/png", picture(4_000, 10, ImageFormat::Png)).await.unwrap();
    assert_eq!(image::load_from_memory(&large).unwrap().width(), 3_200);
}

#[tokio::test]
async fn what_is_broken_endless_or_only_called_so_is_not_kept() {
    let png = picture(60, 40, ImageFormat::Png);
    assert_eq!(kept("image/png", png[..png.len() / 2].to_vec()).await, Err(FileFault::Broken));
    // It says of itself that it has 20,000 by 20,000 points: nothing is unpacked to find out.
    let mut bomb = png.clone();
    bomb[16..20].copy_from_slice(&20_000u32.to_be_bytes());
    bomb[20..24].copy_from_slice(&20_000u32.to_be_bytes());
    let crc = crc32(&bomb[12..29]);
    bomb[29..33].copy_from_slice(&crc.to_be_bytes());
    assert_eq!(kept("image/png", bomb).await, Err(FileFault::TooManyPixels));
    let whole = b"%PDF-1.4\ntrailer<<>>\n%%EOF\n".to_vec();
    assert_eq!(kept("application/pdf", whole.clone()).await, Ok(whole.clone()));
    assert_eq!(kept("application/pdf", b"%PDF-1.4\ntrailer".to_vec()).await, Err(FileFault::Broken));
    // Something else behind a paper's end.
    let mut polyglot = whole;
    polyglot.extend(std::iter::repeat_n(b'P', 5_000));
    assert_eq!(kept("application/pdf", polyglot).await, Err(FileFault::Broken));
}

fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 };
        }
    }
    !crc
}

#[test]
fn card_numbers_are_masked_and_other_numbers_are_not() {
    for (typed, stays) in [
        ("Mi tarjeta 4242 4242 4242 4242, gracias", "Mi tarjeta •••• •••• •••• 4242, gracias"),
        ("4242424242424242", "••••••••••••4242"),
        ("amex 3782-822463-10005.", "amex ••••-••••••-•0005."),
        (
            "master 5555555555554444 y visa 4000 0566 5566 5556",
            "master ••••••••••••4444 y visa •••• •••• •••• 5556",
        ),
    ] {
        assert_eq!(masked(typed), stays);
    }
    for typed in [
        // One digit off; a bank account (CLABE); a telephone; an invoice; an amount; an identifier; nothing.
        "4242 4242 4242 4241",
        "646180157000000004",
        "55 1234 0001",
        "F-1057 del 5 de febrero de 2026",
        "$4,649.50",
        "0195f3a1-4242-4242-8424-242424242424",
        "x4242424242424242",
        "0000000000000000",
        "",
    ] {
        assert_eq!(masked(typed), typed);
    }
}

#[sqlx::test]
async fn no_card_number_is_stored_whatever_form_it_is_typed_into(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let maria = app.signed_in(MARIA).await;
    let id = DISPUTE_A104.to_string();
    let words = "Pagué con 4242 4242 4242 4242";
    maria.post("/do/disputes/add", &[("dispute", &id), ("words", words)]).await;
    let draft = super::begin(&maria, "identity").await;
    let draft = draft.rsplit('/').next().unwrap();
    maria.post_file("/do/disputes/write", &[("draft", draft), ("words", words)], ("files", "", b"")).await;
    assert_eq!(latest(&app).await, DISPUTE_A104);
    for stored in [
        "select string_agg(words, ' ') from dispute_steps",
        "select string_agg(fields::text, ' ') from dispute_drafts",
        "select coalesce(string_agg(fields::text, ' '), '') || '4242' from drafts",
    ] {
        let text: String = sqlx::query_scalar(stored).fetch_one(&app.owner).await.unwrap();
        assert!(!text.contains("4242 4242") && text.contains("4242"), "{text}");
    }
}

#[sqlx::test]
async fn an_account_keeps_only_so_many_files(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    sqlx::query(
        "insert into account_files (id, account_id, debtor_id, creditor_id, name, media_type, bytes, sha256, added_by_kind, added_by, added_at)
         select gen_random_uuid(), a.id, a.debtor_id, a.creditor_id, 'x.pdf', 'application/pdf', 'x', 'x', 'staff', s.id, now()
         from accounts a, staff s, generate_series(1, 500) where a.id = $1 and s.email = 'daniel@aguas.example'",
    )
    .bind(ACCOUNT_4471)
    .execute(&app.owner)
    .await
    .unwrap();
    let maria = app.signed_in(MARIA).await;
    let id = DISPUTE_A104.to_string();
    let pdf = b"%PDF-1.4\n%%EOF".as_slice();
    let fields = [("dispute", id.as_str()), ("words", "Mis palabras")];
    let answer = maria.post_file("/do/disputes/add", &fields, ("files", "uno.pdf", pdf)).await;
    let refused = maria.get(&answer.location.unwrap()).await;
    assert!(refused.text().contains("ya guarda todos los archivos que puede"), "{}", refused.text());
    assert!(refused.text().contains("Mis palabras"), "{}", refused.text());
}
