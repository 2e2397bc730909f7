//! Files and the operator's scanner: a stand-in for clamd listens on a real socket and finds fault with what it is told to.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use aldia::kernel::scanning::{Scanner, ScannerAddress};
use aldia::kernel::upload::{FILE_BYTES_AT_MOST, FileFault};
use aldia::server::seed::known::ACCOUNT_4471;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, UnixListener};
use uuid::Uuid;

use crate::support::TestApp;

const MARIA: &str = "maria@example.mx";
/// What the stand-in finds fault with, as scanners do with a text made for that.
const HARM: &[u8] = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE";
const PAPER: &[u8] = b"%PDF-1.4\ntrailer<<>>\n%%EOF\n";

/// What was shown to the stand-in.
type Shown = Arc<Mutex<Vec<Vec<u8>>>>;

/// How the stand-in answers what it finds nothing wrong with.
#[derive(Clone, Copy)]
enum Manner {
    Honest,
    /// It takes no more after so many bytes, and says so.
    StopsAfter(usize),
    /// It hangs up without a word.
    Silent,
}

/// A scanner at a port of its own; what it was shown.
async fn scanner(manner: Manner) -> (String, Shown) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let shown = Shown::default();
    let kept = shown.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(answer(stream, manner, kept.clone()));
        }
    });
    (address, shown)
}

/// Speaks as clamd does: `zINSTREAM`, parts with their lengths before them, and an answer that ends with a zero.
async fn answer(mut stream: impl AsyncRead + AsyncWrite + Unpin, manner: Manner, shown: Shown) {
    let mut command = [0; 10];
    stream.read_exact(&mut command).await.unwrap();
    assert_eq!(&command, b"zINSTREAM\0");
    let mut file = Vec::new();
    loop {
        let length = stream.read_u32().await.unwrap();
        if length == 0 {
            break;
        }
        let mut part = vec![0; usize::try_from(length).unwrap()];
        stream.read_exact(&mut part).await.unwrap();
        file.extend(part);
        if let Manner::StopsAfter(most) = manner
            && file.len() > most
        {
            let _ = stream.write_all(b"INSTREAM size limit exceeded. ERROR\0").await;
            return;
        }
    }
    let is_harm = file.windows(HARM.len()).any(|window| window == HARM);
    shown.lock().unwrap().push(file);
    let said: &[u8] = match manner {
        Manner::Silent => b"",
        _ if is_harm => b"stream: Eicar-Test-Signature FOUND\0",
        _ => b"stream: OK\0",
    };
    stream.write_all(said).await.unwrap();
}

fn at(address: &str) -> Scanner {
    Scanner::new(Some(address.parse().unwrap()))
}

#[test]
fn a_scanner_is_at_a_port_or_at_a_socket() {
    let tcp = |at: &str| Ok(ScannerAddress::Tcp(at.to_owned()));
    assert_eq!("127.0.0.1:3310".parse(), tcp("127.0.0.1:3310"));
    assert_eq!("tcp://clamd:3310".parse(), tcp("clamd:3310"));
    assert_eq!("[::1]:3310".parse(), tcp("[::1]:3310"));
    let socket = ScannerAddress::Unix(PathBuf::from("/run/clamav/clamd.ctl"));
    assert_eq!("/run/clamav/clamd.ctl".parse(), Ok(socket.clone()));
    assert_eq!("unix:/run/clamav/clamd.ctl".parse(), Ok(socket));
    for wrong in ["", "clamd", "clamd:", ":3310", "clamd:0", "clamd:65536", "run/clamd.ctl"] {
        assert!(wrong.parse::<ScannerAddress>().is_err(), "{wrong}");
    }
}

#[tokio::test]
async fn a_file_is_shown_whole_and_what_is_found_is_said() {
    let (address, shown) = scanner(Manner::Honest).await;
    assert_eq!(Scanner::default().look_at(HARM).await, Ok(()), "without a scanner every file passes");
    assert_eq!(at(&address).look_at(PAPER).await, Ok(()));
    assert_eq!(at(&address).look_at(&[]).await, Ok(()));
    // The largest that is kept, which does not come to whole parts.
    let large = vec![7; FILE_BYTES_AT_MOST - 1];
    assert_eq!(at(&address).look_at(&large).await, Ok(()));
    let mut hidden = large.clone();
    hidden.extend(HARM);
    assert_eq!(at(&address).look_at(&hidden).await, Err(FileFault::Infected));
    let shown = shown.lock().unwrap();
    assert!(*shown == [PAPER.to_vec(), Vec::new(), large, hidden], "shown as it is, each once");
}

#[tokio::test]
async fn a_socket_is_as_good_as_a_port() {
    let path = std::env::temp_dir().join(format!("clamd-{}.ctl", Uuid::now_v7()));
    let listener = UnixListener::bind(&path).unwrap();
    let shown = Shown::default();
    let kept = shown.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(answer(stream, Manner::Honest, kept.clone()));
        }
    });
    let address = path.display().to_string();
    assert_eq!(at(&address).look_at(HARM).await, Err(FileFault::Infected));
    assert_eq!(at(&address).look_at(PAPER).await, Ok(()));
    assert_eq!(shown.lock().unwrap().len(), 2);
    std::fs::remove_file(path).unwrap();
}

#[tokio::test]
async fn what_the_scanner_does_not_answer_is_not_kept() {
    let nobody = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().to_string();
    assert_eq!(at(&nobody).look_at(PAPER).await, Err(FileFault::Unscanned));
    assert_eq!(at("/run/nobody/clamd.ctl").look_at(PAPER).await, Err(FileFault::Unscanned));
    let (address, _) = scanner(Manner::Silent).await;
    assert_eq!(at(&address).look_at(PAPER).await, Err(FileFault::Unscanned));
    let (address, _) = scanner(Manner::StopsAfter(100_000)).await;
    assert_eq!(at(&address).look_at(&vec![7; 300_000]).await, Err(FileFault::Unscanned));
    assert_eq!(at(&address).look_at(&vec![7; 100_000]).await, Ok(()));
}

/// How many files María's account keeps.
async fn kept(app: &TestApp) -> i64 {
    sqlx::query_scalar("select count(*) from account_files where account_id = $1")
        .bind(ACCOUNT_4471)
        .fetch_one(&app.owner)
        .await
        .unwrap()
}

#[sqlx::test]
async fn a_form_with_an_infected_file_comes_back_with_its_words_and_nothing_kept(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let (address, shown) = scanner(Manner::Honest).await;
    let app = TestApp::with_scanner(options, &address).await;
    let maria = app.signed_in(MARIA).await;
    let (account, key) = (ACCOUNT_4471.to_string(), Uuid::now_v7().to_string());
    let form =
        [("account", account.as_str()), ("words", "Aquí va el recibo de marzo"), ("request_key", &key)];
    let infected = [PAPER, HARM, b"%%EOF\n"].concat();
    let refused = maria.post_file("/do/messages/send", &form, ("files", "recibo.pdf", &infected)).await;
    let page = maria.get(&refused.location.unwrap()).await;
    assert!(page.text().contains("«recibo.pdf» trae algo que daña a quien lo abre"), "{}", page.text());
    assert!(page.text().contains("Aquí va el recibo de marzo"), "the words stay: {}", page.text());
    assert_eq!(page.attribute("[name=files]", "aria-invalid").as_deref(), Some("true"));
    assert_eq!((kept(&app).await, shown.lock().unwrap().len()), (0, 1));
    // The same words with a file that harms nobody.
    let sent = maria.post_file("/do/messages/send", &form, ("files", "recibo.pdf", PAPER)).await;
    assert!(sent.location.unwrap().contains("done=sent"));
    assert_eq!(kept(&app).await, 1);
    // The same holds where a payment is reported.
    let report = [
        ("account", account.as_str()),
        ("amount", "100"),
        ("on_day", "4"),
        ("on_month", "3"),
        ("on_year", "2026"),
        ("means", "transfer"),
        ("bank", "BBVA"),
        ("request_key", key.as_str()),
    ];
    let refused = maria.post_file("/do/payments/report", &report, ("file", "pago.pdf", &infected)).await;
    let page = maria.get(&refused.location.unwrap()).await;
    assert!(page.text().contains("El archivo trae algo que daña a quien lo abre"), "{}", page.text());
    assert_eq!(kept(&app).await, 1);
}

#[sqlx::test]
async fn no_file_is_kept_while_the_scanner_is_away(_: PgPoolOptions, options: PgConnectOptions) {
    let nobody = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().to_string();
    let app = TestApp::with_scanner(options, &nobody).await;
    let maria = app.signed_in(MARIA).await;
    let (account, key) = (ACCOUNT_4471.to_string(), Uuid::now_v7().to_string());
    let form = [("account", account.as_str()), ("words", "Con recibo"), ("request_key", &key)];
    let refused = maria.post_file("/do/messages/send", &form, ("files", "recibo.pdf", PAPER)).await;
    let page = maria.get(&refused.location.unwrap()).await;
    assert!(page.text().contains("Ahora no podemos revisar «recibo.pdf»"), "{}", page.text());
    assert!(page.text().contains("Con recibo"), "{}", page.text());
    assert_eq!(kept(&app).await, 0);
    // Without a file nothing has to be looked at.
    let sent = maria.post("/do/messages/send", &form).await;
    assert!(sent.location.unwrap().contains("done=sent"));
}
