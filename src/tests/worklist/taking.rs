//! Taking, giving, and putting off.

use aldia::desk::worklist::listing::take_next;
use aldia::desk::worklist::model::ThingKind;
use aldia::kernel::actor::Actor;
use aldia::kernel::ids::{SessionId, StaffId};
use aldia::server::seed::known::{ACCOUNT_4471, ACCOUNT_5120, DISPUTE_A104, ELENA_SUPERVISOR};
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use uuid::Uuid;

use super::{DANIEL, ELENA, RAUL, debtors, post, rows, thing, turn, weigh};
use crate::disputes::answering::day;
use crate::support::TestApp;

/// Agents of Aguas del Valle who are signed in.
async fn agents(owner: &PgPool, count: usize) -> Vec<Actor> {
    let mut agents = Vec::with_capacity(count);
    for number in 0..count {
        let (staff, session) = (StaffId::new(), SessionId::new());
        sqlx::query(
            "insert into staff (id, name, email, role, password_hash) values ($1, $2, $3, 'agent', 'x')",
        )
        .bind(staff)
        .bind(format!("Agente {number}"))
        .bind(format!("agente{number}@aguas.example"))
        .execute(owner)
        .await
        .unwrap();
        sqlx::query(
            "insert into staff_creditors select $1, id from creditors where slug = 'aguas-del-valle'",
        )
        .bind(staff)
        .execute(owner)
        .await
        .unwrap();
        sqlx::query("insert into sessions (id, staff_id, idle_limit, expires_at) values ($1, $2, '1 hour', now() + interval '1 hour')")
            .bind(session)
            .bind(staff)
            .execute(owner)
            .await
            .unwrap();
        agents.push(Actor::Staff { staff, session });
    }
    agents
}

#[sqlx::test]
async fn twenty_agents_who_take_the_next_at_once_never_get_the_same(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    debtors(&app.owner, 12).await;
    weigh(&app).await;
    let agents = agents(&app.owner, 20).await;
    let takes = agents.into_iter().map(|agent| {
        let db = app.db.clone();
        tokio::spawn(async move {
            let mut tx = db.begin(agent).await.unwrap();
            let taken = take_next(&mut tx).await.unwrap();
            // Everybody holds what they took for a while, as a slow page would.
            tokio::time::sleep(std::time::Duration::from_millis(30)).await;
            tx.commit().await.unwrap();
            taken.map(|thing| thing.subject())
        })
    });
    let takes: Vec<_> = takes.collect();
    let mut taken: Vec<Uuid> = Vec::new();
    for take in takes {
        taken.extend(take.await.unwrap());
    }
    let claims: i64 =
        sqlx::query_scalar("select count(*) from worklist_claims").fetch_one(&app.owner).await.unwrap();
    let count = taken.len();
    taken.sort();
    taken.dedup();
    assert_eq!(taken.len(), count, "nobody was given what another has");
    assert_eq!(claims, i64::try_from(count).unwrap());
    // Twelve debtors and the demo's own: everything that is free was taken, and the others got nothing.
    let free: i64 = sqlx::query_scalar(
        "select count(*) from worklist_accounts w join creditors c on c.id = w.creditor_id and c.slug = 'aguas-del-valle'
         where not exists (select from worklist_claims k where k.subject_id = w.account_id)",
    )
    .fetch_one(&app.owner)
    .await
    .unwrap();
    assert!(count >= 12 && (free == 0 || count == 20), "{count} taken, {free} left");
}

#[sqlx::test]
async fn what_is_taken_leads_to_where_it_is_worked_on_and_is_free_again_the_next_day(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let (daniel, elena) = (app.staff(DANIEL).await, app.staff(ELENA).await);
    // The dispute is Daniel's already, in its own room: Elena is not given it.
    let next = elena.post("/do/desk/take-next", &[]).await;
    let firm = next.location.unwrap();
    assert!(firm.starts_with("/desk/accounts/"), "{firm}");
    let next = daniel.post("/do/desk/take-next", &[]).await;
    assert_eq!(next.location, Some(format!("/desk/disputes/{DISPUTE_A104}")));
    let account = thing(ThingKind::Account, ACCOUNT_4471.0);
    let refused = post(&elena, "/do/desk/take-work", &[("thing", &account)]).await;
    assert!(refused.text().contains("Daniel Ortiz lo tomó a las"), "{}", refused.text());
    assert!(refused.text().contains("No se cambió nada."), "{}", refused.text());
    assert!(rows(&elena, "/desk?show=free").await.iter().all(|row| !row.contains("María López")));
    assert!(rows(&daniel, "/desk?show=mine").await.iter().all(|row| row.contains("Usted, desde las")));
    turn(&app, day(2026, 3, 7)).await;
    let (daniel, elena) = (app.staff(DANIEL).await, app.staff(ELENA).await);
    assert!(rows(&elena, "/desk?show=free").await.iter().any(|row| row.contains("María López")));
    let taken = post(&elena, "/do/desk/take-work", &[("thing", &account), ("show", "free")]).await;
    assert!(taken.text().contains("Tomó 1."), "{}", taken.text());
    let refused = post(&daniel, "/do/desk/leave-work", &[("thing", &account)]).await;
    assert!(refused.text().contains("Eso no es suyo"), "{}", refused.text());
    let left = post(&elena, "/do/desk/leave-work", &[("thing", &account)]).await;
    assert!(left.text().contains("Dejó 1."), "{}", left.text());
}

#[sqlx::test]
async fn what_is_given_stays_with_whom_it_was_given_to(_: PgPoolOptions, options: PgConnectOptions) {
    let app = TestApp::new(options).await;
    let (daniel, elena) = (app.staff(DANIEL).await, app.staff(ELENA).await);
    let (marias, susans) =
        (thing(ThingKind::Account, ACCOUNT_4471.0), thing(ThingKind::Account, ACCOUNT_5120.0));
    let to = ELENA_SUPERVISOR.to_string();
    let both = [("thing", &*marias), ("thing", &*susans), ("to", &*to)];
    let given = post(&daniel, "/do/desk/give-work", &both).await;
    assert!(given.text().contains("Dio 2."), "{}", given.text());
    turn(&app, day(2026, 3, 9)).await;
    let (daniel, elena_later) = (app.staff(DANIEL).await, app.staff(ELENA).await);
    let mine = rows(&elena_later, "/desk?show=mine").await;
    assert!(mine.iter().any(|row| row.contains("Susan Parker")), "{mine:?}");
    // An agent does not take it away; a supervisor may.
    let back = daniel_id(&app).await;
    let refused = post(&daniel, "/do/desk/give-work", &[("thing", &susans), ("to", &back)]).await;
    assert!(refused.text().contains("Elena Ríos lo tomó a las"), "{}", refused.text());
    let given = post(&elena_later, "/do/desk/give-work", &[("thing", &susans), ("to", &back)]).await;
    assert!(given.text().contains("Dio 1."), "{}", given.text());
    // To nobody of another team, and to nobody at all.
    let raul: Uuid = sqlx::query_scalar("select id from staff where email = $1")
        .bind(RAUL)
        .fetch_one(&app.owner)
        .await
        .unwrap();
    let other = post(&elena, "/do/desk/give-work", &[("thing", &susans), ("to", &raul.to_string())]).await;
    assert!(!other.text().contains("Dio 1."), "{}", other.text());
    let nobody = post(&elena, "/do/desk/give-work", &[("thing", &susans)]).await;
    assert!(nobody.text().contains("Elija a quién"), "{}", nobody.text());
    let nothing = post(&elena, "/do/desk/take-work", &[]).await;
    assert!(nothing.text().contains("Marque al menos una fila"), "{}", nothing.text());
    let raul = app.staff(RAUL).await;
    assert_eq!(raul.post("/do/desk/take-work", &[("thing", &susans)]).await.status, 404, "not theirs");
    let auditor = app.staff("victor@aguas.example").await;
    assert_eq!(auditor.post("/do/desk/take-work", &[("thing", &susans)]).await.status, 403);
}

async fn daniel_id(app: &TestApp) -> String {
    sqlx::query_scalar::<_, Uuid>("select id from staff where email = $1")
        .bind(DANIEL)
        .fetch_one(&app.owner)
        .await
        .unwrap()
        .to_string()
}

#[sqlx::test]
async fn what_is_put_off_comes_back_on_its_day_and_before_if_something_new_happens(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let app = TestApp::new(options).await;
    let daniel = app.staff(DANIEL).await;
    let account = thing(ThingKind::Account, ACCOUNT_4471.0);
    let until = |day: &'static str, month: &'static str| {
        [
            ("thing", account.clone()),
            ("until_day", day.into()),
            ("until_month", month.into()),
            ("until_year", "2026".into()),
        ]
    };
    let send = async |form: [(&str, String); 4]| {
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        post(&daniel, "/do/desk/snooze-work", &form).await.text()
    };
    assert!(send(until("6", "3")).await.contains("Elija un día después de hoy"));
    assert!(send(until("6", "5")).await.contains("Elija un día hasta el martes 5 de mayo de 2026"));
    assert!(send(until("31", "2")).await.contains("Escriba una fecha que exista"));
    assert!(send(until("10", "3")).await.contains("Pospuso 1."));
    let is_listed = async || {
        rows(&app.staff(DANIEL).await, "/desk")
            .await
            .iter()
            .any(|row| row.contains("puntos") && row.contains("María López"))
    };
    assert!(!is_listed().await);
    let dispute = rows(&daniel, "/desk").await;
    assert!(dispute.iter().any(|row| row.contains("A-104")), "what was promised is not put off with it");
    turn(&app, day(2026, 3, 9)).await;
    assert!(!is_listed().await);
    turn(&app, day(2026, 3, 10)).await;
    assert!(is_listed().await);
    // A message that is put off is shown again as soon as its writer says more.
    let maria = app.signed_in(crate::disputes::MARIA).await;
    let (id, key) = (ACCOUNT_4471.to_string(), Uuid::now_v7().to_string());
    maria.post("/do/messages/send", &[("account", &id), ("words", "¿Hola?"), ("request_key", &key)]).await;
    let daniel = app.staff(DANIEL).await;
    assert!(daniel.get("/desk").await.text().contains("Mensaje sin respuesta, de María López"));
    let message = thing(ThingKind::Message, aldia::server::seed::known::THREAD_MARIA.0);
    let form = [("thing", &*message), ("until_day", "12"), ("until_month", "3"), ("until_year", "2026")];
    post(&daniel, "/do/desk/snooze-work", &form).await;
    assert!(!daniel.get("/desk").await.text().contains("Mensaje sin respuesta"));
    let key = Uuid::now_v7().to_string();
    maria
        .post("/do/messages/send", &[("account", &id), ("words", "¿Sigue ahí?"), ("request_key", &key)])
        .await;
    assert!(daniel.get("/desk").await.text().contains("Mensaje sin respuesta, de María López"));
}
