//! The two languages, and the macro that gives every text of a feature one typed function for both.

use serde::{Deserialize, Serialize};

/// A language that every text exists in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Spanish as written in Mexico, the language of the product.
    #[default]
    Es,
    /// English.
    En,
}

impl Lang {
    /// The language with this code; regions are ignored, so that `es-419` is Spanish.
    pub fn parse(code: &str) -> Option<Self> {
        match code.split('-').next().unwrap_or_default().trim().to_ascii_lowercase().as_str() {
            "es" => Some(Self::Es),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// Spanish where the terminal is Spanish, else English; `variable` reads the environment.
    pub fn of_terminal(variable: impl Fn(&str) -> Option<String>) -> Self {
        let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .filter_map(variable)
            .find(|value| !value.is_empty());
        if set.is_some_and(|value| value.starts_with("es")) { Self::Es } else { Self::En }
    }

    /// `es` or `en`: for addresses, cookies and the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Es => "es",
            Self::En => "en",
        }
    }

    /// The value of a `lang` attribute.
    pub fn html_lang(self) -> &'static str {
        match self {
            Self::Es => "es-MX",
            Self::En => "en",
        }
    }

    /// What the language calls itself.
    pub fn name(self) -> &'static str {
        match self {
            Self::Es => "Español",
            Self::En => "English",
        }
    }

    /// The language that the reader can switch to.
    pub fn other(self) -> Self {
        match self {
            Self::Es => Self::En,
            Self::En => Self::Es,
        }
    }
}

/// Defines texts, each in both languages: a text without its translation does not compile.
///
/// ```text
/// words! {
///     pay_all => "Pagar todo" | "Pay all";
///     chosen(n: usize, sum: Money) => "{n} elegidas: {sum}" | "{n} chosen: {sum}";
/// }
/// ```
///
/// makes `pay_all(lang) -> &'static str` and `chosen(lang, n, sum) -> String`.
#[macro_export]
macro_rules! words {
    (@text $name:ident, $es:literal, $en:literal) => {
        pub fn $name(lang: $crate::kernel::locale::Lang) -> &'static str {
            match lang {
                $crate::kernel::locale::Lang::Es => $es,
                $crate::kernel::locale::Lang::En => $en,
            }
        }
    };
    (@text $name:ident($($value:ident: $kind:ty),+), $es:literal, $en:literal) => {
        pub fn $name(lang: $crate::kernel::locale::Lang, $($value: $kind),+) -> String {
            match lang {
                $crate::kernel::locale::Lang::Es => format!($es),
                $crate::kernel::locale::Lang::En => format!($en),
            }
        }
    };
    ($($name:ident $(($($value:ident: $kind:ty),+ $(,)?))? => $es:literal | $en:literal;)*) => {
        $($crate::words!(@text $name $(($($value: $kind),+))?, $es, $en);)*
    };
}
