//! What is agreed and what is proposed in the demo, done as people do it: Teresa asked, the team agreed, and she signed
//! with a code, so that her paper lies sealed; the firm has asked for more time than the rules give without asking.

use chrono::NaiveDate;
use rand::Rng as _;
use uuid::Uuid;

use super::accounts::{FIRMS, TERESAS};
use super::known::{self, ELENA_SUPERVISOR, TERESA, TOMAS};
use super::{SeedError, day, turn_clock};
use crate::accounts::store::account;
use crate::documents::seal;
use crate::documents::store::issuer;
use crate::identity::keys::Keys;
use crate::identity::store::Answer;
use crate::kernel::actor::Actor;
use crate::kernel::db::{Db, Tx};
use crate::kernel::ids::{AccountId, InvoiceId, PersonId, PlanId, SessionId, StaffId};
use crate::kernel::locale::Lang;
use crate::plans::agreement::Agreement;
use crate::plans::schedule::Terms;
use crate::plans::store::ground::ground;
use crate::plans::store::negotiating::{Proposal, TalkError, endorse, propose};
use crate::plans::store::reading::negotiation;
use crate::plans::store::signing::{answer_code, ask_code, consent, ready, sent, sign};
use crate::plans::telling::{Answered, code_letter, tell_answer, tell_signed};
use crate::policies::rules::Frequency;

/// What it takes to go through the doors: codes are kept under the keys, and papers say where they can be verified.
pub(super) struct Doors<'a> {
    pub db: &'a Db,
    pub keys: &'a Keys,
    pub public_url: &'a str,
}

/// From this address people are where nobody sees from which.
const ADDRESS: &str = "127.0.0.1";

/// Plants both, each on its day, and leaves the clock on the day of the firm's.
pub(super) async fn plant(doors: &Doors<'_>) -> Result<(), SeedError> {
    let two = Terms {
        frequency: Frequency::Monthly,
        first_on: day(2026, 3, 6),
        instalments: 2,
        down_payment_minor: 0,
        discount_basis_points: 0,
    };
    doors.on(day(2026, 2, 21)).await?;
    let asked = asking(vec![known::invoice("F-0750")], &two, "Cobro el día 5 de cada mes.");
    let plan = doors.proposes(TERESA, TERESAS.account, &asked).await?;
    doors.agrees(ELENA_SUPERVISOR, plan, "De acuerdo: dos pagos, después de su día de cobro.").await?;
    doors.signs(TERESA, plan).await?;
    doors.on(day(2026, 3, 5)).await?;
    let twelve = Terms { instalments: 12, first_on: day(2026, 3, 20), ..two };
    let words = "La obra nos paga en marzo. Doce pagos sí los cumplimos.";
    let asked = asking(doors.oldest(FIRMS.account).await?, &twelve, words);
    doors.proposes(TOMAS, FIRMS.account, &asked).await?;
    Ok(())
}

fn asking(invoices: Vec<InvoiceId>, terms: &Terms, words: &str) -> Proposal {
    Proposal { key: Uuid::now_v7(), invoices, terms: terms.clone(), words: words.to_owned(), replaces: None }
}

impl Doors<'_> {
    async fn on(&self, day: NaiveDate) -> Result<(), SeedError> {
        turn_clock(self.db, day).await
    }

    async fn proposes(&self, who: PersonId, about: AccountId, asked: &Proposal) -> Result<PlanId, SeedError> {
        let session = self.signed_in(Some(who), None).await?;
        let mut tx = self.db.begin(Actor::Person { person: who, session }).await?;
        let account = account(&mut tx, about).await?;
        let ground = ground(&mut tx, account, None).await?;
        let (plan, _) = propose(&mut tx, &ground, asked).await?;
        tx.commit().await?;
        self.signed_out(session).await?;
        Ok(plan)
    }

    async fn agrees(&self, who: StaffId, plan: PlanId, words: &str) -> Result<(), SeedError> {
        let session = self.signed_in(None, Some(who)).await?;
        let mut tx = self.db.begin(Actor::Staff { staff: who, session }).await?;
        let talk = negotiation(&mut tx, plan).await?;
        let offer = talk.current().ok_or(TalkError::Moved)?.id;
        endorse(&mut tx, &talk, offer, words).await?;
        tell_answer(&mut tx, &talk, Answered::Endorsed).await?;
        tx.commit().await?;
        self.signed_out(session).await
    }

    /// Reads the agreement, asks for the code, types it, and has the paper sealed.
    async fn signs(&self, who: PersonId, plan: PlanId) -> Result<(), SeedError> {
        let session = self.signed_in(Some(who), None).await?;
        let mut tx = self.db.begin(Actor::Person { person: who, session }).await?;
        let talk = negotiation(&mut tx, plan).await?;
        let ready = ready(&mut tx, talk).await?;
        let creditor = ready.talk.account.creditor_name.clone();
        let digits = format!("{:06}", rand::rng().random_range(0..1_000_000));
        let letter = |lang| code_letter(lang, &creditor, &digits);
        let code = ask_code(&mut tx, self.keys, &ready, &digits, letter).await?.ok_or(TalkError::Moved)?;
        let sent = sent(&mut tx, code).await?.ok_or(TalkError::Moved)?;
        if answer_code(&mut tx, self.keys, code, &digits).await? != Answer::Right {
            return Err(TalkError::Moved.into());
        }
        let issuer = issuer(&mut tx, ready.talk.account.creditor).await?;
        let site = self.public_url.split("://").last().unwrap_or_default();
        let agreement = Agreement { ready: &ready, issuer: &issuer, site };
        let consent = consent(&agreement.shown(Lang::Es), Lang::Es, code, ADDRESS, tx.now());
        let signed = sign(&mut tx, &ready, sent, consent).await?;
        let name =
            sqlx::query_scalar!("select name from persons where id = $1", who.0).fetch_one(&mut *tx).await?;
        seal(&mut tx, self.public_url, agreement.order(Lang::Es, &signed, &name)).await?;
        tell_signed(&mut tx, &signed).await?;
        tx.commit().await?;
        self.signed_out(session).await
    }

    /// The invoices of an account that have been open the longest.
    async fn oldest(&self, account: AccountId) -> Result<Vec<InvoiceId>, SeedError> {
        let mut tx = self.system().await?;
        let oldest = sqlx::query_scalar!(
            r#"select b.invoice_id as "id: InvoiceId" from invoice_balances b join invoices i on i.id = b.invoice_id
             where b.account_id = $1 and b.open_minor > 0 order by i.due_on, i.number limit 6"#,
            account.0
        )
        .fetch_all(&mut *tx)
        .await?;
        Ok(oldest)
    }

    /// Somebody has come through the door of their side, for as long as it takes.
    async fn signed_in(
        &self,
        person: Option<PersonId>,
        staff: Option<StaffId>,
    ) -> Result<SessionId, SeedError> {
        let (session, mut tx) = (SessionId::new(), self.system().await?);
        sqlx::query!(
            "insert into sessions (id, person_id, staff_id, idle_limit, expires_at)
             values ($1, $2, $3, interval '15 minutes', now() + interval '15 minutes')",
            session.0,
            person.map(|person| person.0),
            staff.map(|staff| staff.0)
        )
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(session)
    }

    async fn signed_out(&self, session: SessionId) -> Result<(), SeedError> {
        let mut tx = self.system().await?;
        sqlx::query!("update sessions set revoked_at = now() where id = $1", session.0)
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(())
    }

    async fn system(&self) -> Result<Tx, SeedError> {
        Ok(self.db.begin(Actor::System("seed")).await?)
    }
}
