//! From blocks to what is sent: plain text, and HTML made of the same paragraphs.

use html_escape::{encode_double_quoted_attribute, encode_text};
use url::Url;

use crate::contact::model::Block;
use crate::kernel::locale::Lang;

/// Where our pages are, as people outside reach them.
#[derive(Clone, Debug)]
pub struct Site(Url);

impl Site {
    /// The site at this public address, as `https://pagos.example.mx`.
    pub fn new(public_url: Url) -> Self {
        Self(public_url)
    }

    /// The whole address of a path of ours.
    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.0.origin().ascii_serialization())
    }

    /// The name that people compare with what their browser shows.
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }
}

/// The plain text of an e-mail: paragraphs parted by an empty line.
pub fn email_text(blocks: &[Block], site: &Site) -> String {
    let mut text = blocks.iter().map(|block| text_of(block, site, ":\n")).collect::<Vec<_>>().join("\n\n");
    text.push('\n');
    text
}

/// A text message: a line for each piece.
pub fn short_text(blocks: &[Block], site: &Site) -> String {
    blocks.iter().map(|block| text_of(block, site, ": ")).collect::<Vec<_>>().join("\n")
}

/// The HTML of an e-mail. No picture, no style sheet from elsewhere, nothing that tells us that it was read.
pub fn email_html(subject: &str, blocks: &[Block], site: &Site, lang: Lang) -> String {
    let mut html = format!(
        "<!doctype html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\"><title>{}</title></head>\n<body>\n",
        lang.html_lang(),
        encode_text(subject)
    );
    for block in blocks {
        html.push_str(&html_of(block, site));
        html.push('\n');
    }
    html.push_str("</body></html>\n");
    html
}

fn text_of(block: &Block, site: &Site, before_address: &str) -> String {
    match block {
        Block::Text(text) | Block::Foot(text) => text.clone(),
        Block::Action { label, path } | Block::Link { label, path } if label.is_empty() => site.link(path),
        Block::Action { label, path } | Block::Link { label, path } => {
            format!("{label}{before_address}{}", site.link(path))
        }
        Block::Autofill(code) => format!("@{} #{code}", site.host()),
    }
}

fn html_of(block: &Block, site: &Site) -> String {
    match block {
        Block::Text(text) => format!("<p>{}</p>", encode_text(text)),
        Block::Foot(text) => format!("<p><small>{}</small></p>", encode_text(text)),
        Block::Action { label, path } => {
            let address = site.link(path);
            format!(
                "<p><a href=\"{}\"><b>{}</b></a><br>{}</p>",
                encode_double_quoted_attribute(&address),
                encode_text(label),
                encode_text(&address)
            )
        }
        Block::Link { label, path } => {
            let address = site.link(path);
            format!(
                "<p><small>{}: <a href=\"{}\">{}</a></small></p>",
                encode_text(label),
                encode_double_quoted_attribute(&address),
                encode_text(&address)
            )
        }
        Block::Autofill(code) => format!("<p>@{} #{}</p>", encode_text(site.host()), encode_text(code)),
    }
}
