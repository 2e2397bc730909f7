//! Stripe's way of writing nested parameters into a form: `line_items[0][price_data][currency]=mxn`.

use std::collections::BTreeMap;

use super::errors::ApiError;

const MOST_PARAMETERS: usize = 500;
const DEEPEST: usize = 8;

/// The parameters of one request, as a tree.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Params(BTreeMap<String, Param>);

/// One branch of the tree. A list is a group whose names are numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Param {
    Text(String),
    Group(Params),
}

impl Params {
    /// Reads a query string or the body of a form.
    pub fn parse(encoded: &[u8]) -> Result<Self, ApiError> {
        let mut params = Self::default();
        for (count, (name, value)) in url::form_urlencoded::parse(encoded).enumerate() {
            if count >= MOST_PARAMETERS {
                return Err(ApiError::invalid(&name, "There are too many parameters."));
            }
            let keys =
                keys(&name).ok_or_else(|| ApiError::invalid(&name, "This is not a parameter name."))?;
            params.insert(&keys, value.into_owned()).ok_or_else(|| {
                ApiError::invalid(&name, "Both a value and a group of values have this name.")
            })?;
        }
        Ok(params)
    }

    /// The value at a path, which is written as in the form: `price_data[currency]`. Empty counts as absent.
    pub fn text(&self, path: &str) -> Option<&str> {
        match self.find(path)? {
            Param::Text(text) if !text.is_empty() => Some(text),
            _ => None,
        }
    }

    /// The value at a path that must be there.
    pub fn required(&self, path: &str) -> Result<&str, ApiError> {
        self.text(path).ok_or_else(|| ApiError::missing(path))
    }

    /// The whole number at a path.
    pub fn integer(&self, path: &str) -> Result<Option<i64>, ApiError> {
        let Some(text) = self.text(path) else { return Ok(None) };
        let number = text.parse();
        number.map(Some).map_err(|_| ApiError::coded("parameter_invalid_integer", path, "Invalid integer."))
    }

    /// The group at a path; empty if there is none.
    pub fn group(&self, path: &str) -> Params {
        match self.find(path) {
            Some(Param::Group(group)) => group.clone(),
            _ => Self::default(),
        }
    }

    /// The paths of the elements of the list at a path, in order.
    pub fn elements(&self, path: &str) -> Vec<String> {
        let mut positions: Vec<usize> =
            self.group(path).0.into_keys().filter_map(|name| name.parse().ok()).collect();
        positions.sort_unstable();
        positions.into_iter().map(|position| format!("{path}[{position}]")).collect()
    }

    /// The values directly in the group at a path, with their names.
    pub fn texts(&self, path: &str) -> BTreeMap<String, String> {
        let texts = self.group(path).0.into_iter().filter_map(|(name, param)| match param {
            Param::Text(text) => Some((name, text)),
            Param::Group(_) => None,
        });
        texts.collect()
    }

    /// Metadata within the bounds that Stripe sets to it.
    pub fn metadata(&self, path: &str) -> Result<BTreeMap<String, String>, ApiError> {
        let metadata = self.texts(path);
        let fits = |(name, value): (&String, &String)| {
            name.chars().count() <= 40 && value.chars().count() <= 500 && !value.is_empty()
        };
        if metadata.len() <= 50 && metadata.iter().all(fits) {
            Ok(metadata)
        } else {
            Err(ApiError::invalid(path, "Metadata has at most 50 names of 40 characters and values of 500."))
        }
    }

    /// Refuses every name at the top that is not among those known.
    pub fn only(&self, known: &[&str]) -> Result<(), ApiError> {
        match self.0.keys().find(|name| !known.contains(&name.as_str())) {
            Some(unknown) if unknown == "expand" => {
                Err(ApiError::invalid("expand", "This stand-in for Stripe does not expand objects."))
            }
            Some(unknown) => Err(ApiError::coded(
                "parameter_unknown",
                unknown,
                &format!(
                    "Received unknown parameter: {unknown} (or this stand-in for Stripe does not know it)."
                ),
            )),
            None => Ok(()),
        }
    }

    fn find(&self, path: &str) -> Option<&Param> {
        let keys = keys(path)?;
        let (last, before) = keys.split_last()?;
        let mut here = self;
        for key in before {
            match here.0.get(*key)? {
                Param::Group(group) => here = group,
                Param::Text(_) => return None,
            }
        }
        here.0.get(*last)
    }

    fn insert(&mut self, keys: &[&str], value: String) -> Option<()> {
        let (first, rest) = keys.split_first()?;
        // An element without a number goes behind those that are there.
        let name = if first.is_empty() { self.0.len().to_string() } else { (*first).to_owned() };
        if rest.is_empty() {
            return match self.0.insert(name, Param::Text(value)) {
                Some(Param::Group(_)) => None,
                _ => Some(()),
            };
        }
        match self.0.entry(name).or_insert_with(|| Param::Group(Self::default())) {
            Param::Group(group) => group.insert(rest, value),
            Param::Text(_) => None,
        }
    }
}

/// `a[b][]` as `a`, `b` and an empty name.
fn keys(name: &str) -> Option<Vec<&str>> {
    let Some((first, rest)) = name.split_once('[') else {
        return (!name.is_empty() && !name.contains(']')).then(|| vec![name]);
    };
    let inner = rest.strip_suffix(']')?;
    let mut keys = vec![first];
    keys.extend(inner.split("]["));
    let plain = !first.is_empty() && keys.iter().all(|key| !key.contains(['[', ']']));
    (plain && keys.len() <= DEEPEST).then_some(keys)
}
