//! What is kept of a paper or a picture that somebody sends: a picture drawn anew, without where and with what it was
//! taken, and no larger than a screen needs; a paper as it is, if it is a whole one and nothing hides behind its end.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits};
use tokio::sync::Semaphore;

use crate::kernel::upload::FileFault;

/// More points than any telephone's camera takes, and few enough to hold in memory.
pub const PIXELS_AT_MOST: u64 = 64_000_000;
/// The longer side of what is kept.
const SIDE_AT_MOST: u32 = 3_200;
/// What decoding may take, whatever a picture says of itself.
const MEMORY_AT_MOST: u64 = 320 * 1024 * 1024;
const QUALITY: u8 = 86;
/// What may stand behind the end of a paper: line breaks and a signature's padding.
const AFTER_THE_END_AT_MOST: usize = 2_048;

/// One picture is drawn at a time: each may take hundreds of megabytes while it is.
static ONE_AT_A_TIME: Semaphore = Semaphore::const_new(1);

/// What is kept of bytes of this type.
pub async fn kept(media_type: &'static str, bytes: Vec<u8>) -> Result<Vec<u8>, FileFault> {
    if media_type == "application/pdf" {
        return if is_whole_paper(&bytes) { Ok(bytes) } else { Err(FileFault::Broken) };
    }
    let format = if media_type == "image/png" { ImageFormat::Png } else { ImageFormat::Jpeg };
    let _turn = ONE_AT_A_TIME.acquire().await;
    tokio::task::spawn_blocking(move || drawn_anew(format, &bytes)).await.unwrap_or(Err(FileFault::Broken))
}

/// Whether a PDF has its end, and only its end at the end.
fn is_whole_paper(bytes: &[u8]) -> bool {
    const END: &[u8] = b"%%EOF";
    let tail = &bytes[bytes.len().saturating_sub(AFTER_THE_END_AT_MOST)..];
    tail.windows(END.len()).any(|window| window == END)
}

/// Whether a JPEG has its end: what was cut off on the way would be drawn with the rest in grey. A small picture inside one
/// of its segments has an end of its own, which does not count.
fn has_its_end(jpeg: &[u8]) -> bool {
    let mut at = 2;
    loop {
        match jpeg.get(at..) {
            Some([0xFF, 0xDA, rest @ ..]) => return rest.windows(2).any(|two| two == [0xFF, 0xD9]),
            Some([0xFF, 0xE0..=0xFE | 0xC0..=0xCF | 0xDB..=0xDF, high, low, ..]) => {
                at += 2 + usize::from(u16::from_be_bytes([*high, *low]));
            }
            Some([_, _, ..]) => at += 1,
            _ => return false,
        }
    }
}

fn drawn_anew(format: ImageFormat, bytes: &[u8]) -> Result<Vec<u8>, FileFault> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MEMORY_AT_MOST);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(fault)?;
    let (width, height) = decoder.dimensions();
    // Told by what it says of itself, before anything is unpacked.
    if u64::from(width) * u64::from(height) > PIXELS_AT_MOST {
        return Err(FileFault::TooManyPixels);
    }
    if format == ImageFormat::Jpeg && !has_its_end(bytes) {
        return Err(FileFault::Broken);
    }
    let turned = decoder.orientation().ok();
    let mut picture = DynamicImage::from_decoder(decoder).map_err(fault)?;
    // How the camera was held is said in what is dropped.
    if let Some(turned) = turned {
        picture.apply_orientation(turned);
    }
    if picture.width().max(picture.height()) > SIDE_AT_MOST {
        picture = picture.thumbnail(SIDE_AT_MOST, SIDE_AT_MOST);
    }
    let mut drawn = Cursor::new(Vec::new());
    match format {
        ImageFormat::Png => picture.write_to(&mut drawn, ImageFormat::Png),
        _ => JpegEncoder::new_with_quality(&mut drawn, QUALITY).encode_image(&picture.to_rgb8()),
    }
    .map_err(|_| FileFault::Broken)?;
    Ok(drawn.into_inner())
}

fn fault(error: ImageError) -> FileFault {
    match error {
        ImageError::Limits(_) => FileFault::TooManyPixels,
        _ => FileFault::Broken,
    }
}
