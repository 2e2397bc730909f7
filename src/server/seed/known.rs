//! Identifiers of the demo's people and things. They never change, so that tests, links and the manual can name them:
//! invoice F-1041 is `01950000-0000-7000-8000-060000001041`.

use uuid::Uuid;

use crate::kernel::ids::{
    AccountId, CreditorId, DebtorId, DisputeId, InvoiceId, PaymentId, PersonId, PolicyVersionId, StaffId,
    ThreadId,
};

/// Aguas del Valle, a private company that sells water.
pub const AGUAS: CreditorId = CreditorId(known(1, 0x1));
/// Papelería Noriega, whose team must never see the customers of Aguas del Valle.
pub const NORIEGA: CreditorId = CreditorId(known(1, 0x2));

/// The sample account of screens.md: owes 6,449.50, of which 4,649.50 is past due.
pub const ACCOUNT_4471: AccountId = AccountId(known(3, 0x4471));
/// 200.00 in credit.
pub const ACCOUNT_4480: AccountId = AccountId(known(3, 0x4480));
/// Paid up.
pub const ACCOUNT_4499: AccountId = AccountId(known(3, 0x4499));
/// A small firm with forty invoices and value added tax.
pub const ACCOUNT_4502: AccountId = AccountId(known(3, 0x4502));
/// Part paid, owed by two people together.
pub const ACCOUNT_4513: AccountId = AccountId(known(3, 0x4513));
/// Read in English.
pub const ACCOUNT_5120: AccountId = AccountId(known(3, 0x5120));
/// The firm of 4502 with the other creditor.
pub const ACCOUNT_P77: AccountId = AccountId(known(3, 0xA077));
/// A customer of the other creditor only.
pub const ACCOUNT_P81: AccountId = AccountId(known(3, 0xA081));

/// Owed in euros.
pub const ACCOUNT_P90: AccountId = AccountId(known(3, 0xA090));

pub const MARIA: PersonId = PersonId(known(4, 0x1));
/// Stands surety for María's invoice F-1041, up to 2,000.00.
pub const ALBERTO: PersonId = PersonId(known(4, 0x2));
/// The small firm's owner.
pub const TOMAS: PersonId = PersonId(known(4, 0x3));
/// The small firm's bookkeeper: may see and pay.
pub const LUCIA: PersonId = PersonId(known(4, 0x4));
pub const SUSAN: PersonId = PersonId(known(4, 0x5));
pub const JORGE: PersonId = PersonId(known(4, 0x6));
pub const ROSA: PersonId = PersonId(known(4, 0x7));
pub const TERESA: PersonId = PersonId(known(4, 0x8));
/// Owes account 4513 together with Teresa.
pub const PEDRO: PersonId = PersonId(known(4, 0x9));
/// Knows only the other creditor.
pub const INES: PersonId = PersonId(known(4, 0xA));

/// Pays from Madrid.
pub const ANNA: PersonId = PersonId(known(4, 0xB));

pub const DANIEL_AGENT: StaffId = StaffId(known(5, 0x1));
pub const ELENA_SUPERVISOR: StaffId = StaffId(known(5, 0x2));
pub const CARMEN_ADMINISTRATOR: StaffId = StaffId(known(5, 0x3));
pub const VICTOR_AUDITOR: StaffId = StaffId(known(5, 0x4));
/// Of Papelería Noriega.
pub const RAUL_AGENT: StaffId = StaffId(known(5, 0x5));

/// María's dispute of the technical visit on F-1063.
pub const DISPUTE_A104: DisputeId = DisputeId(known(9, 0xA104));

/// What María and the team have said to each other.
pub const THREAD_MARIA: ThreadId = ThreadId(known(10, 0x1));

/// The demo's debtor behind an account; a debtor with two creditors has one row.
pub const fn debtor(number: u128) -> DebtorId {
    DebtorId(known(2, number))
}

/// The demo's invoice with this number.
pub fn invoice(number: &str) -> InvoiceId {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    InvoiceId(known(6, u128::from_str_radix(&digits, 16).unwrap_or_default()))
}

/// The payment behind receipt `R-{number}` of Aguas del Valle or `N-{number}` of Papelería Noriega.
pub fn payment(creditor: CreditorId, receipt: i64) -> PaymentId {
    let offset = if creditor == AGUAS { 0 } else { 0x10_0000 };
    PaymentId(known(7, offset + receipt.unsigned_abs() as u128))
}

/// The terms that these replaced.
pub fn policy_before(creditor: CreditorId) -> PolicyVersionId {
    PolicyVersionId(known(8, if creditor == AGUAS { 0x11 } else { 0x12 }))
}

/// The terms of a creditor that are in force.
pub fn policy(creditor: CreditorId) -> PolicyVersionId {
    PolicyVersionId(known(8, if creditor == AGUAS { 1 } else { 2 }))
}

const fn known(kind: u128, number: u128) -> Uuid {
    Uuid::from_u128(0x0195_0000_0000_7000_8000_0000_0000_0000 | kind << 40 | number)
}
