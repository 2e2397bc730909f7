//! Who owes what to whom: the debtors, their accounts, and the people linked to these.

use super::day;
use super::known::{
    ACCOUNT_4471, ACCOUNT_4480, ACCOUNT_4499, ACCOUNT_4502, ACCOUNT_4513, ACCOUNT_5120, ACCOUNT_P77,
    ACCOUNT_P81, ACCOUNT_P90, AGUAS, ANNA, INES, JORGE, LUCIA, MARIA, NORIEGA, PEDRO, ROSA, SUSAN, TERESA,
    TOMAS, debtor,
};
use crate::kernel::db::Tx;
use crate::kernel::ids::{AccountId, CreditorId, DebtorId, PartyId, PersonId};
use crate::kernel::money::Currency;
use crate::ledger::model::AccountKey;

/// An account as the stories speak of it.
#[derive(Clone, Copy)]
pub(super) struct Case {
    pub account: AccountId,
    pub debtor: DebtorId,
    pub creditor: CreditorId,
    pub currency: Currency,
}

impl Case {
    pub(super) const fn key(self) -> AccountKey {
        AccountKey {
            account: self.account,
            debtor: self.debtor,
            creditor: self.creditor,
            currency: self.currency,
        }
    }
}

pub(super) const MARIAS: Case = in_pesos(ACCOUNT_4471, 0x1, AGUAS);
pub(super) const JORGES: Case = in_pesos(ACCOUNT_4480, 0x2, AGUAS);
pub(super) const ROSAS: Case = in_pesos(ACCOUNT_4499, 0x3, AGUAS);
pub(super) const FIRMS: Case = in_pesos(ACCOUNT_4502, 0x4, AGUAS);
pub(super) const TERESAS: Case = in_pesos(ACCOUNT_4513, 0x5, AGUAS);
pub(super) const SUSANS: Case = in_pesos(ACCOUNT_5120, 0x6, AGUAS);
pub(super) const FIRMS_PAPER: Case = in_pesos(ACCOUNT_P77, 0x4, NORIEGA);
pub(super) const INESES: Case = in_pesos(ACCOUNT_P81, 0x7, NORIEGA);

pub(super) const ANNAS: Case = Case { currency: Currency::EUR, ..in_pesos(ACCOUNT_P90, 0x8, NORIEGA) };

const fn in_pesos(account: AccountId, number: u128, creditor: CreditorId) -> Case {
    Case { account, debtor: debtor(number), creditor, currency: Currency::MXN }
}

const ACCOUNTS: [(Case, &str, &str); 9] = [
    (MARIAS, "4471", "Calle Encino 12, Toluca"),
    (JORGES, "4480", "Calle Encino 31, Toluca"),
    (ROSAS, "4499", "Privada Jacarandas 4, Metepec"),
    (FIRMS, "4502", "Nave 3, Parque Industrial Lerma"),
    (TERESAS, "4513", "Av. Juárez 77, departamento 5, Toluca"),
    (SUSANS, "5120", "Callejón del Agua 9, Valle de Bravo"),
    (FIRMS_PAPER, "P-77", "Pedidos de oficina"),
    (INESES, "P-81", "Útiles escolares"),
    (ANNAS, "P-90", "Libros, envío a España"),
];
pub(super) const COUNT: usize = ACCOUNTS.len();

pub(super) async fn plant(tx: &mut Tx) -> Result<(), sqlx::Error> {
    for (case, kind, name) in [
        (MARIAS, "person", "María López"),
        (JORGES, "person", "Jorge Medina"),
        (ROSAS, "person", "Rosa Aguilar"),
        (FIRMS, "firm", "Ferretería El Tornillo, S. de R.L."),
        (TERESAS, "person", "Teresa Núñez y Pedro Salas"),
        (SUSANS, "person", "Susan Parker"),
        (INESES, "person", "Inés Robles"),
        (ANNAS, "person", "Anna Weber"),
    ] {
        sqlx::query!("insert into debtors (id, kind, name) values ($1, $2, $3)", case.debtor.0, kind, name)
            .execute(&mut **tx)
            .await?;
    }
    sqlx::query!("update debtors set time_zone = 'Europe/Madrid' where id = $1", ANNAS.debtor.0)
        .execute(&mut **tx)
        .await?;
    for (case, reference, contract) in ACCOUNTS {
        sqlx::query!(
            "insert into accounts (id, debtor_id, creditor_id, reference, contract, currency, opened_on)
             values ($1, $2, $3, $4, $5, $6, $7)",
            case.account.0,
            case.debtor.0,
            case.creditor.0,
            reference,
            contract,
            case.currency.code(),
            day(2024, 5, 2)
        )
        .execute(&mut **tx)
        .await?;
    }
    for (case, person, role, may) in [
        (MARIAS, MARIA, "principal", "manage"),
        (JORGES, JORGE, "principal", "manage"),
        (ROSAS, ROSA, "principal", "manage"),
        (FIRMS, TOMAS, "representative", "manage"),
        (FIRMS, LUCIA, "helper", "pay"),
        (TERESAS, TERESA, "principal", "manage"),
        (TERESAS, PEDRO, "joint_debtor", "negotiate"),
        (SUSANS, SUSAN, "principal", "manage"),
        (FIRMS_PAPER, TOMAS, "representative", "manage"),
        (FIRMS_PAPER, LUCIA, "helper", "pay"),
        (INESES, INES, "principal", "manage"),
        (ANNAS, ANNA, "principal", "manage"),
    ] {
        plant_party(tx, case, person, role, may).await?;
    }
    Ok(())
}

async fn plant_party(
    tx: &mut Tx,
    case: Case,
    person: PersonId,
    role: &str,
    may: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into parties (id, account_id, debtor_id, creditor_id, person_id, role, may, from_on, proof)
         values ($1, $2, $3, $4, $5, $6, $7, $8, 'contrato de suministro')",
        PartyId::new().0,
        case.account.0,
        case.debtor.0,
        case.creditor.0,
        person.0,
        role,
        may,
        day(2024, 5, 2)
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
