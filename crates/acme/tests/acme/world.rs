//! A pebble, a stage that answers to it, and an account.

use crate::answers::Answers;
use crate::pebble::{Pebble, Setup};
use nameplate_acme::{Account, AcmeError, Client, Directory, Issued, OrderRequest, Pace, Stage};
use nameplate_domain::issuance::method::Method;
use nameplate_domain::time::{Clock, Timestamp};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};
use x509_parser::prelude::{FromDer, GeneralName, X509Certificate};

pub(crate) struct World {
    pub(crate) pebble: Arc<Pebble>,
    pub(crate) answers: Arc<Answers>,
    pub(crate) setup: Setup,
    /// Further orders in one test have names of their own.
    pub(crate) directory: Directory,
}

/// The wall clock, because pebble has no other.
pub(crate) struct WallClock;

impl Clock for WallClock {
    #[expect(clippy::disallowed_methods, reason = "pebble goes by the wall clock")]
    fn now(&self) -> Timestamp {
        let since_epoch = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
        Timestamp::from_ms(i64::try_from(since_epoch.as_millis()).unwrap())
    }
}

pub(crate) fn clock() -> Arc<dyn Clock> {
    Arc::new(WallClock)
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::with(|setup| setup).await
    }

    pub(crate) async fn with(change: impl FnOnce(Setup) -> Setup) -> Self {
        let answers = Answers::start().await;
        let setup = Setup::new(crate::programs(), *answers.http_port.get().unwrap(), *answers.tls_port.get().unwrap());
        let setup = change(setup);
        let pebble = Arc::new(Pebble::start(&setup).await);
        assert!(answers.pebble.set(Arc::clone(&pebble)).is_ok());
        let mut directory = Directory::new("pebble", pebble.url.clone());
        directory.roots = vec![pebble.root.clone()];
        directory.contact = Some("certificates@platform.test".to_owned());
        directory.profile = crate::DEFAULT_PROFILE.map(str::to_owned);
        directory.ask_timeout = Duration::from_secs(10);
        directory.pace = quick();
        Self { pebble, answers, setup, directory }
    }

    pub(crate) fn stage(&self) -> Arc<dyn Stage> {
        Arc::clone(&self.answers) as Arc<dyn Stage>
    }

    pub(crate) fn client(&self) -> Client {
        Client::new(self.directory.clone(), None, clock()).unwrap()
    }

    pub(crate) async fn account(&self) -> Account {
        self.client().open_account(None).await.unwrap().0
    }

    pub(crate) async fn order(&self, names: &[&str], method: Method) -> Result<Issued, AcmeError> {
        let request = OrderRequest { names, method, replaces: None, profile: None };
        self.account().await.order(request, &self.stage()).await
    }

    /// Holds a certificate against the root that pebble issues under, and returns its names.
    pub(crate) async fn names(&self, issued: &Issued) -> Vec<String> {
        let root = self.pebble.issuing_root().await;
        let (_, root) = x509_parser::pem::parse_x509_pem(root.as_bytes()).unwrap();
        let root = root.parse_x509().unwrap();
        let chain: Vec<_> = issued.chain.iter().map(|der| X509Certificate::from_der(der).unwrap().1).collect();
        assert!(chain.len() >= 2, "leaf and intermediate");
        let issuers = chain.iter().skip(1).chain([&root]);
        for (certificate, issuer) in chain.iter().zip(issuers) {
            certificate.verify_signature(Some(issuer.public_key())).unwrap();
        }
        let names = chain[0].subject_alternative_name().unwrap().unwrap();
        let mut names: Vec<String> = names
            .value
            .general_names
            .iter()
            .map(|name| match name {
                GeneralName::DNSName(name) => (*name).to_owned(),
                other => panic!("{other}"),
            })
            .collect();
        names.sort();
        names
    }

    /// Nothing stays up.
    pub(crate) async fn is_withdrawn(&self, count: usize) {
        until("answers are withdrawn", || self.answers.withdrawn() == count).await;
        assert_eq!(self.answers.presented(), count);
    }
}

/// Looks soon; pebble asks for a second between two looks all the same.
pub(crate) fn quick() -> Pace {
    Pace { first: Duration::from_millis(20), longest: Duration::from_millis(500), deadline: Duration::from_secs(60) }
}

pub(crate) async fn until(what: &str, is_so: impl Fn() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(10);
    while !is_so() {
        assert!(Instant::now() < deadline, "it does not happen that {what}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// Serial number in lower-case hex, as pebble writes it.
pub(crate) fn serial(leaf: &[u8]) -> String {
    let (_, leaf) = X509Certificate::from_der(leaf).unwrap();
    format!("{:x}", leaf.serial)
}
