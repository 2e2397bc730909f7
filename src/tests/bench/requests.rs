//! The account page against the bare handler, one after the other and again, in one process on one pool of connections.
//! The portal is whole: every layer of the server, its log as JSON lines to a file, and its counters.

use std::net::SocketAddr;
use std::sync::Mutex;
use std::time::Duration;

use aldia::identity::cookies::CookieNames;
use aldia::identity::model::Side;
use aldia::kernel::actor::Actor;
use aldia::kernel::ids::SessionId;
use aldia::server::seed::known::MARIA;
use aldia::server::telemetry;
use uuid::Uuid;

use crate::bare;
use crate::load::{Target, latencies, most_per_second, ninety_ninth};
use crate::stage::{Outcome, Stage};
use crate::support::TestApp;
use crate::table::{Figure, median, ratio, thousandths};

const MARIAS_ADDRESS: &str = "maria@example.mx";
const SHARE_AT_LEAST: u64 = 500;
const SLOWEST_AT_MOST: u64 = 2_000;
/// Enough to keep two cores busy, and fewer than the pool has connections.
const CONNECTIONS: usize = 8;
/// Of the most that the slower of the two answers, in hundredths: a busy day, not an overload.
const FIXED_RATE_HUNDREDTHS: u64 = 30;

struct Lengths {
    rounds: usize,
    round: Duration,
    slow_rounds: usize,
    slow_round: Duration,
}

pub async fn figures(stage: &Stage) -> Outcome<Vec<Figure>> {
    let seconds = Duration::from_secs;
    let lengths = if stage.quick {
        Lengths { rounds: 2, round: seconds(1), slow_rounds: 1, slow_round: seconds(2) }
    } else {
        Lengths { rounds: 7, round: seconds(6), slow_rounds: 5, slow_round: seconds(12) }
    };
    write_the_log(stage)?;
    stage.addresses("aldia").migrate().await?;
    let pair = Pair::open(stage).await?;
    let plain = pair.rounds(&lengths, &[]).await?;
    let packed = pair.rounds(&lengths, &[("accept-encoding", "gzip, deflate, br")]).await?;
    let rate = (plain.slower() * FIXED_RATE_HUNDREDTHS / 100).max(1);
    let slowest = pair.slowest(&lengths, rate).await?;
    Ok(vec![
        Figure::judged(
            "account pages per bare JSON answer",
            ratio(plain.share()),
            ">= 0.500",
            plain.share() >= SHARE_AT_LEAST,
            format!(
                "{}; {CONNECTIONS} kept connections, {} rounds of {} s each in turn, median of the rounds",
                plain.told(),
                lengths.rounds,
                lengths.round.as_secs()
            ),
        ),
        Figure::told(
            "the same, compressed as for a browser",
            ratio(packed.share()),
            format!("{}; the portal packs each page with brotli, the bare handler never does", packed.told()),
        ),
        slowest,
    ])
}

/// Where a server's standard error would go: each request is written down as in production.
fn write_the_log(stage: &Stage) -> Outcome<()> {
    let log = std::fs::File::create(stage.path("requests.log"))?;
    tracing_subscriber::fmt().json().with_max_level(tracing::Level::INFO).with_writer(Mutex::new(log)).init();
    telemetry::start_metrics()?;
    Ok(())
}

/// Both servers, and who reads.
struct Pair {
    app: TestApp,
    portal: SocketAddr,
    bare: SocketAddr,
}

impl Pair {
    async fn open(stage: &Stage) -> Outcome<Self> {
        let owner = stage.addresses("aldia").owner.unwrap_or_default();
        let app = TestApp::new(owner.parse()?).await;
        let portal = app.app.config.address;
        app.signed_in(MARIAS_ADDRESS).await;
        let session: Uuid = sqlx::query_scalar(
            "select id from sessions where person_id = $1 order by created_at desc limit 1",
        )
        .bind(MARIA.0)
        .fetch_one(&app.owner)
        .await?;
        let actor = Actor::Person { person: MARIA, session: SessionId(session) };
        let bare = bare::serve(app.db.clone(), actor).await?;
        Ok(Self { app, portal, bare })
    }

    /// The page and the bare answer. Signed in anew each time, and one page read: it gives the browser claims that hold for
    /// a minute without being looked up, and a round is shorter than that.
    async fn targets(&self, headers: &[(&str, &str)]) -> Outcome<(Target, Target)> {
        let name = CookieNames::of(&self.app.url).access(Side::Debtor);
        let browser = self.app.signed_in(MARIAS_ADDRESS).await;
        browser.get("/account").await;
        let value = browser.cookie(&name).ok_or("nobody is signed in")?;
        let cookie = format!("{name}={value}");
        let mut headers = headers.to_vec();
        headers.push(("cookie", &cookie));
        Ok((Target::get(self.portal, "/account", &headers), Target::get(self.bare, "/", &headers)))
    }

    async fn rounds(&self, lengths: &Lengths, headers: &[(&str, &str)]) -> Outcome<Rounds> {
        let warm = lengths.round / 2;
        let (page, json) = self.targets(headers).await?;
        most_per_second(&page, CONNECTIONS, warm).await?;
        most_per_second(&json, CONNECTIONS, warm).await?;
        let mut rounds = Rounds::default();
        for _ in 0..lengths.rounds {
            let (page, json) = self.targets(headers).await?;
            rounds.pages.push(most_per_second(&page, CONNECTIONS, lengths.round).await?);
            rounds.bare.push(most_per_second(&json, CONNECTIONS, lengths.round).await?);
        }
        Ok(rounds)
    }

    /// The 99th percentile of both at one rate.
    async fn slowest(&self, lengths: &Lengths, rate: u64) -> Outcome<Figure> {
        let (mut pages, mut bare) = (Vec::new(), Vec::new());
        for _ in 0..lengths.slow_rounds {
            let (page, json) = self.targets(&[]).await?;
            pages.push(micros(ninety_ninth(&latencies(&page, rate, lengths.slow_round).await?)));
            bare.push(micros(ninety_ninth(&latencies(&json, rate, lengths.slow_round).await?)));
        }
        let times = ratios(&pages, &bare);
        let (middle, told) = (median(times.clone()), range(times));
        Ok(Figure::judged(
            "p99 of the account page, times bare",
            ratio(middle),
            "<= 2.000",
            middle <= SLOWEST_AT_MOST,
            format!(
                "{} against {} (medians; ratios {told}) at {rate} requests/s each, {} rounds of {} s, counted from when each \
                 request was due",
                milliseconds(median(pages)),
                milliseconds(median(bare)),
                lengths.slow_rounds,
                lengths.slow_round.as_secs()
            ),
        ))
    }
}

/// Requests a second of each, round by round.
#[derive(Default)]
struct Rounds {
    pages: Vec<u64>,
    bare: Vec<u64>,
}

impl Rounds {
    fn share(&self) -> u64 {
        median(ratios(&self.pages, &self.bare))
    }

    fn slower(&self) -> u64 {
        median(self.pages.clone()).min(median(self.bare.clone()))
    }

    fn told(&self) -> String {
        format!(
            "{} pages/s against {}/s (medians; ratios {})",
            median(self.pages.clone()),
            median(self.bare.clone()),
            range(ratios(&self.pages, &self.bare))
        )
    }
}

fn ratios(some: &[u64], others: &[u64]) -> Vec<u64> {
    some.iter().zip(others).map(|(one, other)| thousandths((*one).into(), (*other).into())).collect()
}

fn range(mut ratios: Vec<u64>) -> String {
    ratios.sort_unstable();
    let (first, last) =
        (ratios.first().copied().unwrap_or_default(), ratios.last().copied().unwrap_or_default());
    format!("{} to {}", ratio(first), ratio(last))
}

fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}

fn milliseconds(micros: u64) -> String {
    format!("{}.{:02} ms", micros / 1000, micros % 1000 / 10)
}
