//! What happened on each account of the demo: bills, payments, interest and the dispute. What lies after the story's
//! day has not happened yet and is left out.

use chrono::{Days, NaiveDate};

use super::accounts::{ANNAS, Case, FIRMS, FIRMS_PAPER, INESES, JORGES, MARIAS, ROSAS, SUSANS, TERESAS};
use super::books::{Bill, Line, Method, Receipt, bill, charge_interest, receive};
use super::known::{self, AGUAS, ALBERTO, NORIEGA};
use super::{Story, contested, day, said};
use crate::kernel::db::Tx;
use crate::kernel::ids::{AccountId, PartyId};
use crate::ledger::store::PostError;

const WATER: &str = "Agua potable, uso doméstico";
/// The accounts of the creditor that charges late interest.
const OF_AGUAS: [Case; 6] = [MARIAS, JORGES, ROSAS, FIRMS, TERESAS, SUSANS];
/// How many invoices the small firm has had, and how many of these it has paid.
const FIRM_BILLS: u64 = 40;
const FIRM_PAID: usize = 32;

/// Plants every story up to its day; answers how many invoices there are. On the account that is `charged_later` no interest
/// is charged yet.
pub(super) async fn plant(
    tx: &mut Tx,
    story: Story,
    charged_later: Option<AccountId>,
) -> Result<usize, PostError> {
    let mut teller = Teller { tx, today: story.today(), bills: 0 };
    maria_before(&mut teller).await?;
    maria_now(&mut teller).await?;
    firm(&mut teller).await?;
    neighbours(&mut teller).await?;
    paper(&mut teller).await?;
    let bills = teller.bills;
    if story == Story::SixthOfMarch {
        contested::plant(tx).await?;
        said::plant(tx).await?;
    }
    // On several nights, so that the balance of a day gone by has the interest that had run by then.
    let nights = [day(2026, 1, 31), day(2026, 2, 14), day(2026, 2, 28), story.today()];
    for through in nights.into_iter().filter(|night| *night <= story.today()) {
        for case in OF_AGUAS.into_iter().filter(|case| Some(case.account) != charged_later) {
            charge_interest(tx, case, through).await?;
        }
    }
    guarantee(tx).await?;
    for (creditor, last) in [(AGUAS, 207), (NORIEGA, 40)] {
        sqlx::query!(
            "insert into document_counters (creditor_id, kind, last_number) values ($1, 'receipt', $2)",
            creditor.0,
            last
        )
        .execute(&mut **tx)
        .await?;
    }
    Ok(bills)
}

/// Writes what has happened by its day.
struct Teller<'a> {
    tx: &'a mut Tx,
    today: NaiveDate,
    bills: usize,
}

impl Teller<'_> {
    async fn bills(
        &mut self,
        case: Case,
        number: &str,
        issued_on: NaiveDate,
        due_on: NaiveDate,
        lines: &[Line<'_>],
    ) -> Result<(), PostError> {
        if issued_on <= self.today {
            bill(self.tx, &Bill { case, number, issued_on, due_on, lines }).await?;
            self.bills += 1;
        }
        Ok(())
    }

    async fn receives(&mut self, receipt: &Receipt<'_>) -> Result<(), PostError> {
        if receipt.paid_on <= self.today { receive(self.tx, receipt).await } else { Ok(()) }
    }
}

/// María's twelve bills of 2025, each paid in time.
async fn maria_before(teller: &mut Teller<'_>) -> Result<(), PostError> {
    for month in 1..=12u32 {
        let number = format!("F-{:04}", 100 + month);
        let price = 110_000 + i64::from(month * 37 % 11) * 7_500;
        let issued_on = day(2025, month, 5);
        let due_on = issued_on + Days::new(30);
        teller.bills(MARIAS, &number, issued_on, due_on, &[Line::untaxed(WATER, price)]).await?;
        let method = if month % 3 == 0 { Method::Oxxo } else { Method::Card("4242") };
        let receipt = Receipt {
            case: MARIAS,
            number: i64::from(100 + month),
            paid_on: due_on - Days::new(u64::from(month % 5)),
            amount_minor: price,
            method,
            pays: &[&number],
        };
        teller.receives(&receipt).await?;
    }
    Ok(())
}

/// The sample of the manual.
async fn maria_now(teller: &mut Teller<'_>) -> Result<(), PostError> {
    let water = |price| [Line::untaxed(WATER, price)];
    teller.bills(MARIAS, "F-1041", day(2026, 1, 5), day(2026, 2, 4), &water(320_000)).await?;
    let receipt = Receipt {
        case: MARIAS,
        number: 171,
        paid_on: day(2026, 1, 28),
        amount_minor: 100_000,
        method: Method::Card("4242"),
        pays: &["F-1041"],
    };
    teller.receives(&receipt).await?;
    teller.bills(MARIAS, "F-1057", day(2026, 2, 5), day(2026, 2, 19), &water(180_000)).await?;
    let visit = [Line::untaxed(WATER, 60_000), Line::untaxed("Visita técnica del 3 de febrero", 30_000)];
    teller.bills(MARIAS, "F-1063", day(2026, 2, 9), day(2026, 2, 24), &visit).await?;
    teller.bills(MARIAS, "F-1070", day(2026, 2, 20), day(2026, 3, 20), &water(150_000)).await
}

/// A hardware shop that is billed every nine days, with 16 % tax, and has fallen behind since January.
async fn firm(teller: &mut Teller<'_>) -> Result<(), PostError> {
    let mut bills = Vec::new();
    for index in 0..FIRM_BILLS {
        let number = format!("F-{:04}", 601 + index);
        let issued_on = day(2025, 3, 10) + Days::new(9 * index);
        let due_on = issued_on + Days::new(30);
        let taxed = |description, quantity_milli, unit_price_minor| Line {
            description,
            quantity_milli,
            unit_price_minor,
            tax_basis_points: 1600,
        };
        let cubic_metres_milli = 12_000 + i64::try_from(index * 7 % 5).unwrap_or_default() * 1_500;
        let lines = [
            taxed("Agua potable, uso industrial (m³)", cubic_metres_milli, 4_250),
            taxed("Descarga y saneamiento", 1_000, 35_000),
        ];
        teller.bills(FIRMS, &number, issued_on, due_on, &lines).await?;
        bills.push((number, due_on, lines.iter().map(Line::total_minor).sum::<i64>()));
    }
    for (number, pair) in (121..).zip(bills[..FIRM_PAID].chunks_exact(2)) {
        let [(first, due_on, first_minor), (second, _, second_minor)] = pair else { continue };
        let receipt = Receipt {
            case: FIRMS,
            number,
            paid_on: *due_on,
            amount_minor: first_minor + second_minor,
            method: Method::Spei,
            pays: &[first, second],
        };
        teller.receives(&receipt).await?;
    }
    Ok(())
}

/// One in credit, one paid up, one part paid, and one who reads English.
async fn neighbours(teller: &mut Teller<'_>) -> Result<(), PostError> {
    for (case, number, issued_on, due_on, price) in [
        (JORGES, "F-0731", day(2026, 1, 12), day(2026, 2, 11), 64_000),
        (ROSAS, "F-0741", day(2025, 12, 8), day(2026, 1, 7), 58_500),
        (ROSAS, "F-0742", day(2026, 1, 8), day(2026, 2, 7), 61_250),
        (TERESAS, "F-0750", day(2026, 1, 30), day(2026, 3, 2), 120_000),
        (SUSANS, "F-0720", day(2026, 1, 25), day(2026, 2, 24), 98_000),
        (SUSANS, "F-0721", day(2026, 2, 20), day(2026, 3, 26), 102_000),
    ] {
        teller.bills(case, number, issued_on, due_on, &[Line::untaxed(WATER, price)]).await?;
    }
    for (case, number, paid_on, amount_minor, method, pays) in [
        (ROSAS, 168, day(2026, 1, 6), 58_500, Method::Oxxo, "F-0741"),
        (JORGES, 185, day(2026, 2, 9), 84_000, Method::Oxxo, "F-0731"),
        (ROSAS, 183, day(2026, 2, 6), 61_250, Method::Card("4444"), "F-0742"),
        (TERESAS, 196, day(2026, 2, 20), 50_000, Method::Card("1881"), "F-0750"),
    ] {
        teller.receives(&Receipt { case, number, paid_on, amount_minor, method, pays: &[pays] }).await?;
    }
    Ok(())
}

/// What the other creditor sold.
async fn paper(teller: &mut Teller<'_>) -> Result<(), PostError> {
    let goods = |description, unit_price_minor| Line {
        description,
        quantity_milli: 1_000,
        unit_price_minor,
        tax_basis_points: 1600,
    };
    for (case, number, issued_on, due_on, line) in [
        (FIRMS_PAPER, "N-0201", day(2026, 1, 14), day(2026, 2, 13), goods("Papel bond, 10 cajas", 459_000)),
        (FIRMS_PAPER, "N-0202", day(2026, 2, 16), day(2026, 3, 18), goods("Tóner, 4 piezas", 612_000)),
        (ANNAS, "N-0215", day(2026, 2, 10), day(2026, 3, 2), goods("Libros de texto, 6 tomos", 24_000)),
        (INESES, "N-0210", day(2026, 2, 2), day(2026, 3, 4), goods("Paquete escolar, 3 hijos", 184_500)),
    ] {
        teller.bills(case, number, issued_on, due_on, &[line]).await?;
    }
    let receipt = Receipt {
        case: FIRMS_PAPER,
        number: 40,
        paid_on: day(2026, 2, 17),
        amount_minor: 200_000,
        method: Method::Spei,
        pays: &["N-0201"],
    };
    teller.receives(&receipt).await
}

/// Alberto stands surety for a part of María's oldest invoice.
async fn guarantee(tx: &mut Tx) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into parties (id, account_id, debtor_id, creditor_id, person_id, role, may, invoice_id, liable_minor, from_on, proof)
         values ($1, $2, $3, $4, $5, 'guarantor', 'pay', $6, 200000, $7, 'aval firmado')",
        PartyId::new().0,
        MARIAS.account.0,
        MARIAS.debtor.0,
        MARIAS.creditor.0,
        ALBERTO.0,
        known::invoice("F-1041").0,
        day(2026, 1, 5)
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
