//! Carriers: who takes a notice outside. E-mail goes over SMTP; what has no carrier stays here, and the log says so.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use url::{Host, Url};

use crate::contact::model::{Block, Channel};
use crate::contact::render::{self, Site};
use crate::kernel::ids::NoticeId;
use crate::kernel::locale::Lang;

/// What a carrier is given.
#[derive(Clone, Debug)]
pub struct Parcel {
    pub notice: NoticeId,
    pub channel: Channel,
    pub address: String,
    /// The name it comes under.
    pub sender: String,
    pub lang: Lang,
    pub subject: String,
    pub blocks: Vec<Block>,
}

/// Takes notices outside over one channel. Giving the same parcel twice must do no harm.
///
/// The method returns a boxed future so that carriers can be kept as `Arc<dyn Carrier>`.
pub trait Carrier: Send + Sync {
    fn carry<'a>(&'a self, parcel: &'a Parcel) -> Carrying<'a>;
}

/// What a carrier gives back, some time later.
pub type Carrying<'a> = Pin<Box<dyn Future<Output = Result<(), CarryError>> + Send + 'a>>;

/// Why a notice was not taken. It lands in the log, so it holds nothing that the other side said but its code: servers
/// quote the address in their answers.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CarryError {
    /// It may go better later.
    #[error("not taken for now: {0}")]
    Later(String),
    /// It never will: the other side refuses this address, or it is none.
    #[error("the address was refused")]
    AddressRefused {
        /// The other side says for certain that nobody is there.
        is_gone: bool,
    },
}

/// Every carrier there is, and whether words are kept after they were sent.
#[derive(Clone)]
pub struct Mailer {
    carriers: Vec<(Channel, Arc<dyn Carrier>)>,
    keeps_words: bool,
}

/// A setting that cannot be used: one sentence that names it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct MailSettingError(String);

impl Mailer {
    /// E-mail goes to the server at `smtp_url`. A demo keeps all words for its mailbox, and without a server shows
    /// them there only.
    ///
    /// # Errors
    /// If `smtp_url` cannot be used.
    pub fn new(smtp_url: Option<&str>, public_url: &str, is_demo: bool) -> Result<Self, MailSettingError> {
        let mailer = Self { carriers: Vec::new(), keeps_words: is_demo };
        let Some(smtp_url) = smtp_url else { return Ok(mailer) };
        let site = public_url
            .parse()
            .map(Site::new)
            .map_err(|_| MailSettingError("ALDIA_PUBLIC_URL is no address".to_owned()))?;
        Ok(mailer.with_carrier(Channel::Email, Arc::new(SmtpCarrier::new(smtp_url, site)?)))
    }

    /// The same with one more carrier, which takes the place of an earlier one for the channel.
    #[must_use]
    pub fn with_carrier(mut self, channel: Channel, carrier: Arc<dyn Carrier>) -> Self {
        self.carriers.retain(|(taken, _)| *taken != channel);
        self.carriers.push((channel, carrier));
        self
    }

    /// Who takes notices over this channel, if anybody does.
    pub fn carrier(&self, channel: Channel) -> Option<&dyn Carrier> {
        self.carriers.iter().find(|(taken, _)| *taken == channel).map(|(_, carrier)| carrier.as_ref())
    }

    /// Whether this is a demo, whose mailbox shows what was sent.
    pub fn keeps_words(&self) -> bool {
        self.keeps_words
    }
}

/// E-mail over SMTP.
pub struct SmtpCarrier {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Address,
    site: Site,
}

const CONNECT_AT_MOST: Duration = Duration::from_secs(10);
/// The library bounds the connecting only, so the whole of it is bounded here; well below the lease of a job.
const CARRY_AT_MOST: Duration = Duration::from_secs(60);

impl SmtpCarrier {
    /// Reads `smtps://user:password@host:port?from=avisos@example.mx`. Instead of `smtps`, `smtp` with `?tls=required`
    /// asks for encryption after connecting. Without `from`, mail comes from `avisos@` our own host.
    ///
    /// # Errors
    /// If the address cannot be used, or would send a password unencrypted over a network.
    pub fn new(smtp_url: &str, site: Site) -> Result<Self, MailSettingError> {
        let refuse = |what: &str| MailSettingError(format!("SMTP_URL {what}"));
        let url = Url::parse(smtp_url).map_err(|_| refuse("is no address"))?;
        let is_encrypted = url.scheme() == "smtps"
            || url.query_pairs().any(|(key, value)| key == "tls" && value == "required");
        if url.password().is_some() && !is_encrypted && !is_local(&url) {
            return Err(refuse("would send its password unencrypted: use smtps, or add ?tls=required"));
        }
        let from = url.query_pairs().find(|(key, _)| key == "from").map(|(_, value)| value.into_owned());
        let from = from.unwrap_or_else(|| format!("avisos@{}", site.host()));
        let from = from.parse().map_err(|_| refuse("has a from that is no e-mail address"))?;
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(smtp_url)
            .map_err(|_| refuse("must be smtp or smtps, a host and, for smtp, ?tls=required or nothing"))?
            .timeout(Some(CONNECT_AT_MOST))
            .build();
        Ok(Self { transport, from, site })
    }

    async fn hand_over(&self, parcel: &Parcel) -> Result<(), CarryError> {
        let message = self.message(parcel)?;
        match tokio::time::timeout(CARRY_AT_MOST, self.transport.send(message)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(meaning(&error)),
            Err(_) => Err(CarryError::Later("the mail server took too long".to_owned())),
        }
    }

    fn message(&self, parcel: &Parcel) -> Result<Message, CarryError> {
        let nobody = || CarryError::AddressRefused { is_gone: false };
        let to: Address = parcel.address.parse().map_err(|_| nobody())?;
        let text = render::email_text(&parcel.blocks, &self.site);
        let html = render::email_html(&parcel.subject, &parcel.blocks, &self.site, parcel.lang);
        Message::builder()
            .from(Mailbox::new(Some(parcel.sender.clone()), self.from.clone()))
            .to(Mailbox::new(None, to))
            .subject(parcel.subject.clone())
            // The same notice sent twice, after a crash, is shown once by most mail programs.
            .message_id(Some(format!("<{}@{}>", parcel.notice, self.from.domain())))
            .date_now()
            // So that no automatic reply comes back.
            .raw_header(header("Auto-Submitted", "auto-generated"))
            .raw_header(header("Content-Language", parcel.lang.html_lang()))
            .multipart(MultiPart::alternative_plain_html(text, html))
            .map_err(|_| nobody())
    }
}

impl Carrier for SmtpCarrier {
    fn carry<'a>(&'a self, parcel: &'a Parcel) -> Carrying<'a> {
        Box::pin(self.hand_over(parcel))
    }
}

/// A refusal that names the mailbox is about the address and final. Any other, as of our password or of everything we
/// send, is the operator's to mend, and the notice waits for that.
fn meaning(error: &smtp::Error) -> CarryError {
    let code = error.status().map(|code| code.to_string());
    if let Some("550" | "551" | "553") = code.as_deref() {
        let said = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
        return CarryError::AddressRefused { is_gone: said.starts_with("5.1.") };
    }
    CarryError::Later(match code {
        Some(code) => format!("the mail server answers {code}"),
        None if error.is_response() => "the mail server does not speak SMTP".to_owned(),
        None => error.to_string(),
    })
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

fn is_local(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(host)) => {
            host == "localhost" || host.parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback())
        }
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}
