//! The card numbers that Stripe publishes for tests, and what becomes of each. A number that may belong to somebody is
//! refused, and no number is ever kept.

/// A card as far as it may be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    pub brand: &'static str,
    pub last4: String,
    pub fate: Fate,
    /// What its bank says while its holder is not there.
    pub absent: Verdict,
}

/// What comes after a charge to a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Nothing,
    /// Its holder contests the charge at once, for this reason.
    Disputed(&'static str),
    /// The bank only asks.
    Inquired,
    /// A refund waits for the bank.
    RefundPending,
    /// A refund is sent and comes back.
    RefundFails,
    /// A refund waits for the bank details of who paid. Stripe has this for vouchers and transfers, and no card for it.
    RefundNeedsDetails,
}

/// What the bank says to a charge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The money is taken.
    Pays,
    /// The holder must first confirm with the bank.
    AsksToConfirm,
    /// The money is not taken.
    Declines(Decline),
}

/// Why a card was not charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decline {
    pub code: &'static str,
    pub decline_code: Option<&'static str>,
    pub message: &'static str,
}

/// The holder did not confirm with the bank.
pub const NOT_CONFIRMED: Decline = Decline {
    code: "payment_intent_authentication_failure",
    decline_code: None,
    message: "The provided payment method has failed authentication.",
};

/// What was typed is no card number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoCardNumber;

/// Finds out what becomes of a charge to the number that was typed, with or without spaces.
pub fn judge(typed: &str) -> Result<(Card, Verdict), NoCardNumber> {
    let digits: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    let looks_like_one =
        (12..=19).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !looks_like_one || !luhn(&digits) {
        return Err(NoCardNumber);
    }
    let known = TEST_CARDS.iter().find(|(number, ..)| *number == digits);
    let (brand, verdict) =
        known.map_or(("unknown", Verdict::Declines(LIVE_CARD)), |(_, brand, v)| (*brand, *v));
    let fate = FATES.iter().find(|(number, _)| *number == digits).map_or(Fate::Nothing, |(_, fate)| *fate);
    let absent = match ABSENT.iter().find(|(number, _)| *number == digits) {
        Some((_, verdict)) => *verdict,
        // A card that its holder confirmed once need not be confirmed again.
        None if verdict == Verdict::AsksToConfirm => Verdict::Pays,
        None => verdict,
    };
    Ok((Card { brand, last4: digits[digits.len() - 4..].to_owned(), fate, absent }, verdict))
}

/// Those of the cards below that are charged and then make trouble.
const FATES: [(&str, Fate); 6] = [
    ("4000000000000259", Fate::Disputed("fraudulent")),
    ("4000000000002685", Fate::Disputed("product_not_received")),
    ("4000000000001976", Fate::Inquired),
    ("4000000000007726", Fate::RefundPending),
    ("4000000000005126", Fate::RefundFails),
    ("4000000000003006", Fate::RefundNeedsDetails),
];

/// Those of the cards below whose bank says something else while nobody is there. Stripe declines the first of them on its
/// page as well; here it pays once, so that it can be kept by paying.
const ABSENT: [(&str, Verdict); 3] = [
    ("4000000000000341", declined("insufficient_funds")),
    ("4000002760003184", Verdict::AsksToConfirm),
    ("4000000000004954", declined("stolen_card")),
];

const TEST_CARDS: [(&str, &str, Verdict); 21] = [
    ("4000000000000341", "visa", Verdict::Pays),
    ("4000000000004954", "visa", Verdict::Pays),
    ("4000000000000259", "visa", Verdict::Pays),
    ("4000000000002685", "visa", Verdict::Pays),
    ("4000000000001976", "visa", Verdict::Pays),
    ("4000000000007726", "visa", Verdict::Pays),
    ("4000000000005126", "visa", Verdict::Pays),
    ("4000000000003006", "visa", Verdict::Pays),
    ("4242424242424242", "visa", Verdict::Pays),
    ("5555555555554444", "mastercard", Verdict::Pays),
    ("378282246310005", "amex", Verdict::Pays),
    ("4000004840008001", "visa", Verdict::Pays),
    ("4000002500003155", "visa", Verdict::AsksToConfirm),
    ("4000002760003184", "visa", Verdict::AsksToConfirm),
    ("4000000000000002", "visa", declined("generic_decline")),
    ("4000000000009995", "visa", declined("insufficient_funds")),
    ("4000000000009987", "visa", declined("lost_card")),
    ("4000000000009979", "visa", declined("stolen_card")),
    ("4000000000000069", "visa", refused("expired_card", "Your card has expired.")),
    ("4000000000000127", "visa", refused("incorrect_cvc", "Your card's security code is incorrect.")),
    (
        "4000000000000119",
        "visa",
        refused("processing_error", "An error occurred while processing your card."),
    ),
];

const LIVE_CARD: Decline = Decline {
    code: "card_declined",
    decline_code: Some("test_mode_live_card"),
    message: "Your card was declined. Your request was in test mode, but used a non test card.",
};

const fn declined(reason: &'static str) -> Verdict {
    let message = "Your card was declined.";
    Verdict::Declines(Decline { code: "card_declined", decline_code: Some(reason), message })
}

const fn refused(code: &'static str, message: &'static str) -> Verdict {
    Verdict::Declines(Decline { code, decline_code: None, message })
}

fn luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(position, byte)| {
            let digit = u32::from(byte - b'0');
            let weighted = if position % 2 == 1 { digit * 2 } else { digit };
            if weighted > 9 { weighted - 9 } else { weighted }
        })
        .sum();
    sum.is_multiple_of(10)
}
