//! A mail server of the tests' own: it speaks as much of RFC 5321 as a delivery needs, keeps what it is given, and can
//! be told to refuse.

use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// Listens on a port of its own until it is dropped.
pub struct SmtpServer {
    pub url: String,
    state: Arc<Mutex<State>>,
    listening: tokio::task::JoinHandle<()>,
}

#[derive(Default)]
struct State {
    delivered: Vec<Delivered>,
    /// Said instead of accepting the next recipients, one each.
    refusals: Vec<&'static str>,
    tries: usize,
}

/// One message, as it came over the wire.
#[derive(Clone, Debug, Default)]
pub struct Delivered {
    pub from: String,
    pub to: Vec<String>,
    pub data: String,
}

impl SmtpServer {
    pub async fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        let state = Arc::new(Mutex::new(State::default()));
        let shared = Arc::clone(&state);
        let listening = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(converse(stream, Arc::clone(&shared)));
            }
        });
        Self { url, state, listening }
    }

    /// Says this to the next recipient instead of accepting it.
    pub fn refuse_next(&self, answer: &'static str) {
        self.state.lock().unwrap().refusals.push(answer);
    }

    pub fn delivered(&self) -> Vec<Delivered> {
        self.state.lock().unwrap().delivered.clone()
    }

    /// How many recipients were named to it, accepted or not.
    pub fn tries(&self) -> usize {
        self.state.lock().unwrap().tries
    }
}

impl Drop for SmtpServer {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

impl Delivered {
    /// The value of a header, unfolded.
    pub fn header(&self, name: &str) -> String {
        let head = self.data.split("\r\n\r\n").next().unwrap().replace("\r\n ", " ");
        let prefix = format!("{}:", name.to_lowercase());
        head.split("\r\n")
            .find(|line| line.to_lowercase().starts_with(&prefix))
            .map(|line| line[prefix.len()..].trim().to_owned())
            .unwrap_or_default()
    }

    /// The decoded part of this media type.
    pub fn part(&self, media_type: &str) -> String {
        let (head, body) = self
            .data
            .split("\r\n--")
            .filter_map(|part| part.split_once("\r\n\r\n"))
            .find(|(head, _)| head.contains(&format!("Content-Type: {media_type}")))
            .unwrap();
        if head.contains("quoted-printable") {
            quoted_printable(body)
        } else if head.contains("base64") {
            String::from_utf8(STANDARD.decode(body.replace("\r\n", "")).unwrap()).unwrap()
        } else {
            body.to_owned()
        }
    }
}

async fn converse(stream: TcpStream, state: Arc<Mutex<State>>) {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    let mut message = Delivered::default();
    write.write_all(b"220 test ESMTP\r\n").await.unwrap();
    while let Ok(Some(line)) = lines.next_line().await {
        let answer = match line.split([' ', ':']).next().unwrap().to_uppercase().as_str() {
            "EHLO" => "250-test\r\n250 8BITMIME".to_owned(),
            "MAIL" => {
                message.from = address(&line);
                "250 fine".to_owned()
            }
            "RCPT" => recipient(&line, &mut message, &state),
            "DATA" => {
                write.write_all(b"354 go on\r\n").await.unwrap();
                while let Ok(Some(line)) = lines.next_line().await {
                    if line == "." {
                        break;
                    }
                    message.data.push_str(line.strip_prefix('.').unwrap_or(&line));
                    message.data.push_str("\r\n");
                }
                state.lock().unwrap().delivered.push(std::mem::take(&mut message));
                "250 kept".to_owned()
            }
            "QUIT" => "221 bye".to_owned(),
            _ => "502 not here".to_owned(),
        };
        if write.write_all(format!("{answer}\r\n").as_bytes()).await.is_err() {
            return;
        }
    }
}

fn recipient(line: &str, message: &mut Delivered, state: &Mutex<State>) -> String {
    let mut state = state.lock().unwrap();
    state.tries += 1;
    if !state.refusals.is_empty() {
        return state.refusals.remove(0).to_owned();
    }
    message.to.push(address(line));
    "250 fine".to_owned()
}

fn address(line: &str) -> String {
    let start = line.find('<').unwrap() + 1;
    line[start..line.find('>').unwrap()].to_owned()
}

fn quoted_printable(text: &str) -> String {
    let text = text.replace("=\r\n", "");
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes().iter();
    while let Some(byte) = rest.next() {
        if *byte == b'=' {
            let digits = [*rest.next().unwrap(), *rest.next().unwrap()];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap());
        } else {
            bytes.push(*byte);
        }
    }
    String::from_utf8(bytes).unwrap()
}
