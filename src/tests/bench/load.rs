//! A light HTTP/1.1 client on kept connections, and two ways to press with it. It parses next to nothing, because it
//! shares the machine with what it measures.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::sync::{Mutex, mpsc};
use tokio::task::JoinSet;

use crate::stage::Outcome;

/// One request that is sent over and over.
#[derive(Clone)]
pub struct Target {
    address: SocketAddr,
    request: Arc<str>,
}

impl Target {
    /// `GET path` with these header lines.
    pub fn get(address: SocketAddr, path: &str, headers: &[(&str, &str)]) -> Self {
        let lines: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let request = format!("GET {path} HTTP/1.1\r\nhost: localhost:{}\r\n{lines}\r\n", address.port());
        Self { address, request: request.into() }
    }

    /// Asks once and answers the body as it was sent.
    pub async fn body(&self) -> Outcome<Vec<u8>> {
        let mut connection = Connection::open(self).await?;
        connection.ask().await?;
        Ok(connection.body)
    }
}

/// How many requests a second are answered when this many connections each ask again as soon as they are answered.
pub async fn most_per_second(target: &Target, connections: usize, lasting: Duration) -> Outcome<u64> {
    let began = Instant::now();
    let mut workers = JoinSet::new();
    for _ in 0..connections {
        let mut connection = Connection::open(target).await?;
        workers.spawn(async move {
            let mut answered = 0;
            while began.elapsed() < lasting {
                connection.ask().await?;
                answered += 1;
            }
            Outcome::Ok(answered)
        });
    }
    let mut answered: u64 = 0;
    while let Some(worker) = workers.join_next().await {
        answered += worker??;
    }
    Ok(u64::try_from(u128::from(answered) * 1_000_000 / began.elapsed().as_micros().max(1))?)
}

/// How long each request takes when they come at a fixed rate whether or not the ones before are answered. Counted from
/// when a request was due, so that one that had to wait for its turn is not taken for a quick one.
pub async fn latencies(target: &Target, per_second: u64, lasting: Duration) -> Outcome<Vec<Duration>> {
    /// More than are ever waiting at a rate that can be kept up with.
    const CONNECTIONS: usize = 64;
    let (send, due) = mpsc::unbounded_channel();
    let due = Arc::new(Mutex::new(due));
    let mut workers = JoinSet::new();
    for _ in 0..CONNECTIONS {
        let mut connection = Connection::open(target).await?;
        let due = due.clone();
        workers.spawn(async move {
            let mut taken = Vec::new();
            loop {
                let next: Option<Instant> = due.lock().await.recv().await;
                let Some(at) = next else { return Outcome::Ok(taken) };
                connection.ask().await?;
                taken.push(at.elapsed());
            }
        });
    }
    // On a thread of its own: the runtime's timer only knows whole milliseconds.
    let pace = Duration::from_micros(1_000_000 / per_second.max(1));
    std::thread::spawn(move || {
        let began = Instant::now();
        let mut at = began;
        while at < began + lasting {
            std::thread::sleep(at.saturating_duration_since(Instant::now()));
            if send.send(at).is_err() {
                break;
            }
            at += pace;
        }
    });
    let mut taken = Vec::new();
    while let Some(worker) = workers.join_next().await {
        taken.extend(worker??);
    }
    taken.sort_unstable();
    Ok(taken)
}

/// The latency that 99 of 100 requests stay within; the latencies are in order.
pub fn ninety_ninth(latencies: &[Duration]) -> Duration {
    latencies
        .get((latencies.len() * 99 / 100).min(latencies.len().saturating_sub(1)))
        .copied()
        .unwrap_or_default()
}

/// A kept connection on which bodies are posted, one after the other.
pub struct Post {
    connection: Connection,
    path: String,
    port: u16,
}

impl Post {
    pub async fn open(address: SocketAddr, path: &str) -> Outcome<Self> {
        let connection = Connection::open(&Target::get(address, path, &[])).await?;
        Ok(Self { connection, path: path.to_owned(), port: address.port() })
    }

    /// Posts a body with these header lines, and waits for the answer.
    pub async fn send(&mut self, headers: &[(&str, &str)], body: &[u8]) -> Outcome<()> {
        let lines: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let (path, port, length) = (&self.path, self.port, body.len());
        let mut request = format!(
            "POST {path} HTTP/1.1\r\nhost: localhost:{port}\r\ncontent-length: {length}\r\n{lines}\r\n"
        )
        .into_bytes();
        request.extend_from_slice(body);
        self.connection.exchange(&request).await
    }
}

struct Connection {
    stream: BufReader<TcpStream>,
    request: Arc<str>,
    line: String,
    body: Vec<u8>,
}

impl Connection {
    async fn open(target: &Target) -> Outcome<Self> {
        let stream = TcpStream::connect(target.address).await?;
        stream.set_nodelay(true)?;
        let stream = BufReader::with_capacity(64 * 1024, stream);
        Ok(Self { stream, request: target.request.clone(), line: String::new(), body: Vec::new() })
    }

    async fn ask(&mut self) -> Outcome<()> {
        let request = self.request.clone();
        self.exchange(request.as_bytes()).await
    }

    /// Anything but a 200 ends the measurement: a quick refusal would be counted as a quick answer.
    async fn exchange(&mut self, request: &[u8]) -> Outcome<()> {
        self.stream.write_all(request).await?;
        self.line().await?;
        if !self.line.starts_with("HTTP/1.1 200") {
            return Err(format!("the answer was {:?}", self.line.trim_end()).into());
        }
        let mut length = None;
        loop {
            self.line().await?;
            let Some((name, value)) = self.line.trim_end().split_once(": ") else { break };
            if name.eq_ignore_ascii_case("content-length") {
                length = Some(value.parse()?);
            }
        }
        self.body.clear();
        match length {
            Some(length) => self.take(length).await,
            None => self.take_chunks().await,
        }
    }

    async fn take_chunks(&mut self) -> Outcome<()> {
        loop {
            self.line().await?;
            let length = usize::from_str_radix(self.line.trim_end(), 16)?;
            self.take(length).await?;
            self.line().await?;
            if length == 0 {
                return Ok(());
            }
        }
    }

    async fn take(&mut self, length: usize) -> Outcome<()> {
        let kept = self.body.len();
        self.body.resize(kept + length, 0);
        self.stream.read_exact(&mut self.body[kept..]).await?;
        Ok(())
    }

    async fn line(&mut self) -> Outcome<()> {
        self.line.clear();
        if self.stream.read_line(&mut self.line).await? == 0 {
            return Err("the connection was closed before the answer was whole".into());
        }
        Ok(())
    }
}
