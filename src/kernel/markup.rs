//! Parts of a page as text, for the few that the browser draws as well as the server: a view that can be drawn in the browser
//! takes ten times the code.

/// A part of a page. What is text in it has been escaped.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Markup(String);

impl Markup {
    pub fn into_html(self) -> String {
        self.0
    }
}

impl From<Vec<Self>> for Markup {
    fn from(parts: Vec<Self>) -> Self {
        Self(parts.into_iter().map(|part| part.0).collect())
    }
}

/// Text as it is to be read.
pub fn text(text: &str) -> Markup {
    let mut html = String::with_capacity(text.len());
    escape(text, &mut html);
    Markup(html)
}

/// An element with its attributes and all that is in it.
pub fn element(name: &'static str, attributes: &[(&'static str, &str)], inside: Vec<Markup>) -> Markup {
    let mut html = String::from("<");
    html.push_str(name);
    for (attribute, value) in attributes {
        html.push(' ');
        html.push_str(attribute);
        html.push_str("=\"");
        escape(value, &mut html);
        html.push('"');
    }
    html.push('>');
    html.push_str(&Markup::from(inside).0);
    html.push_str("</");
    html.push_str(name);
    html.push('>');
    Markup(html)
}

/// A list of what is called how; what is absent is left out.
pub fn summary(rows: &[Option<(&str, String)>]) -> Markup {
    let rows = rows.iter().flatten().map(|(term, value)| {
        let row = vec![element("dt", &[], vec![text(term)]), element("dd", &[], vec![text(value)])];
        element("div", &[("class", "summary-row")], row)
    });
    element("dl", &[("class", "summary-list")], rows.collect())
}

fn escape(text: &str, html: &mut String) {
    for letter in text.chars() {
        match letter {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            letter => html.push(letter),
        }
    }
}
