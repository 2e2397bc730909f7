//! Which list, and what it was asked. Pure.

use url::form_urlencoded;

/// The longest name of a view, and how many somebody keeps of one list.
pub const NAME_AT_MOST: usize = 40;
pub const VIEWS_AT_MOST: i64 = 20;
const QUERY_AT_MOST: usize = 1000;

/// Lists whose address says what they show. Below `/desk/groups/` each group has one.
const LISTS: [&str; 5] = ["/desk", "/desk/accounts", "/desk/disputes", "/desk/messages", "/desk/audit"];
const GROUPS: &str = "/desk/groups/";
/// What an address says beside what is shown: which page, what was just done, in which language.
const PASSING: [&str; 8] = ["page", "after", "before", "done", "count", "lost", "draft", "lang"];

/// A list with what it was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub page: String,
    /// As it stands after the question mark; empty where nothing was asked.
    pub query: String,
}

impl Place {
    /// The list that an address shows, without what passes. None where it shows none that can be kept.
    pub fn of(address: &str) -> Option<Self> {
        let (page, query) = address.split_once('?').unwrap_or((address, ""));
        let is_group = page.strip_prefix(GROUPS).is_some_and(|id| id.parse::<uuid::Uuid>().is_ok());
        if !is_group && !LISTS.contains(&page) {
            return None;
        }
        let mut asked = form_urlencoded::Serializer::new(String::new());
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            if !value.is_empty() && !PASSING.contains(&name.as_ref()) {
                asked.append_pair(&name, &value);
            }
        }
        let query = asked.finish();
        (query.len() <= QUERY_AT_MOST).then(|| Self { page: page.to_owned(), query })
    }

    pub fn href(&self) -> String {
        if self.query.is_empty() { self.page.clone() } else { format!("{}?{}", self.page, self.query) }
    }
}

/// A name with single spaces, if it is one.
pub fn normal_name(typed: &str) -> Result<String, &'static str> {
    let name = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    match name.chars().count() {
        0 => Err("name_empty"),
        count if count > NAME_AT_MOST => Err("name_long"),
        _ => Ok(name),
    }
}
