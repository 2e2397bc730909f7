//! A delivery to a mail server that is not ours: Debian's aiosmtpd, in a process of its own.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use super::sending::{mailer, send};
use super::{Room, smtp_server::Delivered};

/// Keeps each message it takes as a file, until it is dropped.
struct ForeignServer {
    url: String,
    process: Child,
    mailbox: PathBuf,
}

impl ForeignServer {
    async fn start() -> Self {
        let address = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let mailbox = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("mailbox-{}", address.port()));
        let process = Command::new("/usr/bin/python3")
            .args(["-m", "aiosmtpd", "--nosetuid", "--listen", &address.to_string()])
            .args(["--class", "aiosmtpd.handlers.Mailbox"])
            .arg(&mailbox)
            .stderr(Stdio::inherit())
            .spawn()
            .expect("Debian's python3-aiosmtpd: .ci/setup mail installs it");
        for _ in 0..100 {
            if tokio::net::TcpStream::connect(address).await.is_ok() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        Self { url: format!("smtp://{address}"), process, mailbox }
    }

    fn delivered(&self) -> Vec<Delivered> {
        let files = std::fs::read_dir(self.mailbox.join("new")).unwrap();
        let data = files.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap());
        // A file ends its lines as this machine does; the wire does not.
        let as_sent = |data: String| data.replace("\r\n", "\n").replace('\n', "\r\n");
        data.map(|data| Delivered { data: as_sent(data), ..Delivered::default() }).collect()
    }
}

impl Drop for ForeignServer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = std::fs::remove_dir_all(&self.mailbox);
    }
}

#[sqlx::test]
async fn a_mail_server_that_others_wrote_takes_an_email_as_it_was_written(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let (room, server) = (Room::open(options).await, ForeignServer::start().await);
    let id = room.send(room.code()).await;
    send(&room, &mailer(&server.url, false), id).await.unwrap();
    let delivered = server.delivered();
    let [mail] = delivered.as_slice() else { panic!("{} messages", delivered.len()) };
    assert_eq!(mail.header("To"), Room::ADDRESS);
    assert_eq!(mail.header("X-RcptTo"), Room::ADDRESS);
    assert_eq!(mail.header("X-MailFrom"), "avisos@pagos.aguasdelvalle.mx");
    for form in ["text/plain", "text/html"] {
        let words = mail.part(form);
        assert!(words.contains("482913 es su código para entrar a su cuenta"), "{words}");
    }
    assert_eq!(room.count("notices where sent_at is not null and failure is null").await, 1);
}
