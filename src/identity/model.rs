//! Who signs in, and what they type to do it. Pure rules, the same on both sides.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// The two doors of the portal. A session belongs to one and never opens the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// A person with accounts.
    Debtor,
    /// The team, at the desk.
    Staff,
}

impl Side {
    /// To which side a path belongs: pages, and the forms on them.
    pub fn of(path: &str) -> Self {
        const STAFF: [&str; 3] = ["/desk/", "/do/desk/", "/do/identity/staff-"];
        let is_staff = path == "/desk" || STAFF.iter().any(|start| path.starts_with(start));
        if is_staff { Self::Staff } else { Self::Debtor }
    }

    /// Where one signs in.
    pub fn login(self) -> &'static str {
        match self {
            Self::Debtor => "/login",
            Self::Staff => "/desk/login",
        }
    }

    /// Where one is once signed in.
    pub fn home(self) -> &'static str {
        match self {
            Self::Debtor => "/account",
            Self::Staff => "/desk",
        }
    }

    /// `next` if it is a page behind this door, else the first one there.
    pub fn page_or_home(self, next: Option<&str>) -> &str {
        let home = self.home();
        let is_behind = |path: &&str| {
            path.strip_prefix(home).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
                && !path.contains('\\')
                && !path.chars().any(char::is_control)
        };
        next.filter(is_behind).unwrap_or(home)
    }
}

/// What kind of address a person can be written to at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressKind {
    Email,
    Phone,
}

impl AddressKind {
    pub const ALL: [Self; 2] = [Self::Email, Self::Phone];

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    pub fn code(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "phone",
        }
    }

    /// What was typed, as it is stored and compared.
    pub fn normal(self, text: &str) -> Result<String, TypedError> {
        match self {
            _ if text.trim().is_empty() => Err(TypedError::AddressEmpty),
            Self::Email => normal_email(text).ok_or(TypedError::Email),
            Self::Phone => normal_phone(text).ok_or(TypedError::Phone),
        }
    }
}

/// What a member of the team is trusted with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Reads everything and changes nothing.
    Auditor,
    Agent,
    Supervisor,
    Administrator,
}

impl Role {
    pub const ALL: [Self; 4] = [Self::Auditor, Self::Agent, Self::Supervisor, Self::Administrator];

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    pub fn code(self) -> &'static str {
        match self {
            Self::Auditor => "auditor",
            Self::Agent => "agent",
            Self::Supervisor => "supervisor",
            Self::Administrator => "administrator",
        }
    }

    /// Whether this role changes anything at all.
    pub fn may_change(self) -> bool {
        self != Self::Auditor
    }
}

/// How long a session may lie idle, and how long it lasts whatever happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    pub idle: Duration,
    pub lasting: Duration,
}

impl Limits {
    pub const OF_STAFF: Self = Self::minutes(30, 8 * 60);

    /// On a device that others use as well both are shorter.
    pub const fn of_person(shared: bool) -> Self {
        if shared { Self::minutes(5, 60) } else { Self::minutes(15, 12 * 60) }
    }

    const fn minutes(idle: u64, lasting: u64) -> Self {
        Self { idle: Duration::from_secs(idle * 60), lasting: Duration::from_secs(lasting * 60) }
    }
}

/// A detail that somebody says they can be recognised by, read in every way it can be meant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// E-mail or telephone, as contact points are stored.
    pub addresses: Vec<String>,
    /// An account's reference or an invoice's number, as it may be written in the books.
    pub references: Vec<String>,
    /// One spelling for all ways to type the same: limits count by it.
    pub counted_as: String,
}

/// What is wrong with a detail; the code of its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypedError {
    Empty,
    AddressEmpty,
    Email,
    Phone,
}

impl TypedError {
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "who_empty",
            Self::AddressEmpty => "address_empty",
            Self::Email => "who_email",
            Self::Phone => "who_phone",
        }
    }
}

const TYPED_MAX: usize = 254;
/// Countries whose numbers have ten digits and may be typed without their code.
const CODES_OF_TEN_DIGITS: [&str; 3] = ["+52", "+1", "+57"];

impl Typed {
    pub fn parse(text: &str) -> Result<Self, TypedError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(TypedError::Empty);
        }
        if text.contains('@') {
            let email = normal_email(text).ok_or(TypedError::Email)?;
            return Ok(Self { addresses: vec![email.clone()], references: Vec::new(), counted_as: email });
        }
        let looks_like_phone = text.chars().all(|c| c.is_ascii_digit() || " +-().".contains(c))
            && (text.chars().any(|c| " +().".contains(c)) || digits_of(text).len() == 10);
        let phones = phones_of(text);
        if phones.is_empty() && (looks_like_phone || text.len() > TYPED_MAX) {
            return Err(TypedError::Phone);
        }
        let is_phone_only = text.starts_with('+') || text.contains('(');
        let references = if is_phone_only { Vec::new() } else { references_of(text) };
        let counted_as = if phones.is_empty() { plain_reference(text) } else { last_ten(&digits_of(text)) };
        Ok(Self { addresses: phones, references, counted_as })
    }
}

/// An e-mail address as it is stored and compared, if it can be one.
pub fn normal_email(text: &str) -> Option<String> {
    let text = text.trim();
    let (name, domain) = text.split_once('@')?;
    let is_whole = !name.is_empty()
        && text.len() <= TYPED_MAX
        && !domain.contains('@')
        && !text.chars().any(|c| c.is_whitespace() || c.is_control() || "<>(),;:\"\\".contains(c))
        && domain.split('.').count() > 1
        && domain
            .split('.')
            .all(|label| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-'));
    is_whole.then(|| text.to_lowercase())
}

/// A telephone number as it is stored: `+`, the country and the number. Without a country ten digits are Mexican.
pub fn normal_phone(text: &str) -> Option<String> {
    phones_of(text).into_iter().next()
}

/// An address as people read it: a Mexican number in groups, the way it is said; everything else as it is stored.
pub fn readable_address(address: &str) -> String {
    // Numbering plan of Mexico: three cities have an area code of two digits, all other codes have three.
    const AREAS_OF_TWO: [&str; 4] = ["33", "55", "56", "81"];
    let Some(number) = address.strip_prefix("+52").filter(|number| number.len() == 10 && number.is_ascii())
    else {
        return address.to_owned();
    };
    let area = if AREAS_OF_TWO.contains(&&number[..2]) { 2 } else { 3 };
    format!("+52\u{a0}{}\u{a0}{}\u{a0}{}", &number[..area], &number[area..6], &number[6..])
}

/// An account's reference or an invoice's number without what people leave out or add when they copy it.
pub fn plain_reference(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}

/// A name that says to its owner that it is theirs, and to nobody else whose it is.
pub fn masked_name(name: &str) -> String {
    let masked = |word: &str| word.chars().next().map(|first| format!("{first}••••"));
    name.split_whitespace().filter_map(masked).collect::<Vec<_>>().join(" ")
}

/// The six digits of a one-time code, however they were spaced.
pub fn code_digits(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    (digits.len() == 6 && digits.chars().all(|c| c.is_ascii_digit())).then_some(digits)
}

/// What a browser says it is and what it runs on, for people to know their devices by: `Chrome, Android`.
pub fn device_name(user_agent: &str) -> String {
    // In this order: browsers call themselves by the names of those that they are like.
    const BROWSERS: [(&str, &str); 9] = [
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser", "Samsung Internet"),
        ("FxiOS", "Firefox"),
        ("Firefox", "Firefox"),
        ("CriOS", "Chrome"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
        ("curl", "curl"),
    ];
    const SYSTEMS: [(&str, &str); 7] = [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("CrOS", "ChromeOS"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    ];
    let named = |known: &[(&str, &'static str)]| {
        known.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name)
    };
    [named(&BROWSERS), named(&SYSTEMS)].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// What a person and their creditor both know; each creditor chooses which is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactKind {
    /// The number printed on an invoice, or a code posted on paper.
    InvoiceReference,
    /// The last four characters of the tax number.
    TaxIdEnd,
    PostalCode,
    BirthDate,
}

impl FactKind {
    pub const ALL: [Self; 4] = [Self::InvoiceReference, Self::TaxIdEnd, Self::PostalCode, Self::BirthDate];

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    pub fn code(self) -> &'static str {
        match self {
            Self::InvoiceReference => "invoice_reference",
            Self::TaxIdEnd => "tax_id_end",
            Self::PostalCode => "postal_code",
            Self::BirthDate => "birth_date",
        }
    }

    /// The one spelling under which a fact is kept. A date of birth is written year, month, day.
    pub fn plain(self, text: &str) -> String {
        let plain = plain_reference(text);
        match self {
            Self::TaxIdEnd => plain[plain.len().saturating_sub(4)..].to_owned(),
            Self::InvoiceReference | Self::PostalCode | Self::BirthDate => plain,
        }
    }
}

fn references_of(text: &str) -> Vec<String> {
    let closed: String = text.split_whitespace().collect();
    let mut references = vec![text.to_owned(), text.to_uppercase(), closed.clone(), closed.to_uppercase()];
    references.sort();
    references.dedup();
    references
}

fn phones_of(text: &str) -> Vec<String> {
    let text = text.trim();
    let digits = digits_of(text);
    if !text.chars().all(|c| c.is_ascii_digit() || " +-().".contains(c)) {
        return Vec::new();
    }
    if text.starts_with('+') {
        return if (8..=15).contains(&digits.len()) { vec![format!("+{digits}")] } else { Vec::new() };
    }
    match digits.len() {
        10 => CODES_OF_TEN_DIGITS.iter().map(|code| format!("{code}{digits}")).collect(),
        // 52 and, as was dialled until 2019, a 1 before the ten digits.
        12 if digits.starts_with("52") => vec![format!("+{digits}")],
        13 if digits.starts_with("521") => vec![format!("+52{}", &digits[3..])],
        _ => Vec::new(),
    }
}

fn digits_of(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

fn last_ten(digits: &str) -> String {
    digits[digits.len().saturating_sub(10)..].to_owned()
}
