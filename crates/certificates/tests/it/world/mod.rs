//! A small world: a clock, a shelf, DNS, authorities, and edges that visitors and authorities reach.

mod dns;

pub(crate) use dns::{Dns, Record};
use nameplate_acme::{Directory, Pace, Transport, TransportError};
use nameplate_certificates::*;
use nameplate_domain::certificate_name::CertificateName;
use nameplate_domain::issuance::budget::Limits;
use nameplate_domain::issuance::method::PlatformAddresses;
use nameplate_domain::server_name::ServerName;
use nameplate_domain::time::{Clock, Timestamp};
use nameplate_test_ca::validate::{CaaRecord, FailureCause, Look, LookFailure, Validator};
use nameplate_test_ca::{TestCa, TestCaSettings};
use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, RwLock};
use std::time::Duration;
use x509_parser::prelude::{FromDer as _, X509Certificate};

pub(crate) const SECOND: Duration = Duration::from_secs(1);
pub(crate) const MINUTE: Duration = Duration::from_secs(60);
pub(crate) const HOUR: Duration = Duration::from_secs(60 * 60);
pub(crate) const DAY: Duration = Duration::from_secs(24 * 60 * 60);
pub(crate) const ACME_ZONE: &str = "acme.nameplate.test";
pub(crate) const EDGE: &str = "edge.nameplate.test";

pub(crate) fn name(text: &str) -> CertificateName {
    CertificateName::parse(text).unwrap()
}

/// Moved by hand.
pub(crate) struct HandClock(AtomicI64);

impl HandClock {
    pub(crate) fn pass(&self, time: Duration) {
        self.0.fetch_add(i64::try_from(time.as_millis()).unwrap(), Ordering::SeqCst);
    }

    pub(crate) fn set(&self, at: Timestamp) {
        self.0.fetch_max(at.as_ms(), Ordering::SeqCst);
    }
}

impl Clock for HandClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_ms(self.0.load(Ordering::SeqCst))
    }
}

/// What the control plane would say, and what it hears.
pub(crate) struct Plane {
    pub(crate) permission: Mutex<Permission>,
    pub(crate) heard: Mutex<Vec<(String, Outcome)>>,
}

impl Gate for Plane {
    fn may_issue<'a>(&'a self, _: &'a CertificateName) -> Later<'a, Permission> {
        let permission = *self.permission.lock().unwrap();
        Box::pin(std::future::ready(permission))
    }
}

impl Told for Plane {
    fn outcome(&self, name: &CertificateName, outcome: &Outcome) {
        self.heard.lock().unwrap().push((name.to_string(), outcome.clone()));
    }
}

pub(crate) struct World {
    pub(crate) clock: Arc<HandClock>,
    pub(crate) shelf: Arc<InMemoryShelf>,
    pub(crate) dns: Arc<Dns>,
    pub(crate) plane: Arc<Plane>,
    /// Who answers visitors and authorities: the last edge, so that with two it is never the one that orders first.
    door: Arc<Door>,
    /// Where edges that are started from now on work, if not in the test's runtime.
    pub(crate) runtime: Mutex<Option<tokio::runtime::Handle>>,
}

/// What authorities see of the world.
#[derive(Default)]
struct Door {
    edges: RwLock<Vec<Certificates>>,
    dns: Arc<Dns>,
}

impl Door {
    fn edge(&self) -> Certificates {
        self.edges.read().unwrap().last().unwrap().clone()
    }
}

fn nothing(host: &str) -> LookFailure {
    LookFailure::new(FailureCause::Unauthorized, format!("{host}: there is no answer"))
}

impl Validator for Door {
    fn http01<'a>(&'a self, host: &'a str, token: &'a str) -> Look<'a, String> {
        Box::pin(async move {
            if !self.dns.leads_here(host) {
                return Err(LookFailure::new(FailureCause::Connection, format!("{host}: Connection refused")));
            }
            self.edge().http01(token).await.ok_or_else(|| nothing(host))
        })
    }

    fn tls_alpn01<'a>(&'a self, host: &'a str) -> Look<'a, Vec<u8>> {
        Box::pin(async move {
            if self.dns.tls_is_closed.load(Ordering::SeqCst) {
                return Err(LookFailure::new(FailureCause::Connection, format!("{host}: Connection refused")));
            }
            let key = self.edge().tls_alpn01(&ServerName::parse(host).unwrap()).await.ok_or_else(|| nothing(host))?;
            let (_, certificate) = X509Certificate::from_der(&key.cert[0]).unwrap();
            let identifier = certificate.extensions().iter().find(|one| one.oid.to_id_string() == "1.3.6.1.5.5.7.1.31");
            Ok(identifier.unwrap().value[2..].to_vec())
        })
    }

    fn txt<'a>(&'a self, name: &'a str) -> Look<'a, Vec<String>> {
        Box::pin(std::future::ready(Ok(self.dns.values(name, Record::Txt))))
    }

    fn caa<'a>(&'a self, name: &'a str) -> Look<'a, Vec<CaaRecord>> {
        let records = self.dns.values(name, Record::Caa);
        Box::pin(std::future::ready(Ok(records.iter().map(|record| record.parse().unwrap()).collect())))
    }
}

struct InProcess(TestCa);

impl Transport for InProcess {
    fn exchange(
        &self,
        request: http::Request<bytes::Bytes>,
    ) -> nameplate_acme::Later<'static, Result<http::Response<bytes::Bytes>, TransportError>> {
        let authority = self.0.clone();
        Box::pin(async move { authority.handle(request).await.map_err(TransportError::from) })
    }
}

impl World {
    pub(crate) fn new() -> Self {
        let clock = Arc::new(HandClock(AtomicI64::new(1_800_000_000_000)));
        let dns = Arc::new(Dns::default());
        dns.add(EDGE, Record::A, "192.0.2.1");
        let permission = Mutex::new(Permission::Yes);
        Self {
            clock,
            shelf: Arc::new(InMemoryShelf::new()),
            plane: Arc::new(Plane { permission, heard: Mutex::default() }),
            door: Arc::new(Door { edges: RwLock::default(), dns: Arc::clone(&dns) }),
            dns,
            runtime: Mutex::default(),
        }
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// An authority that keeps Let's Encrypt's limits and sees this world.
    pub(crate) fn authority(&self, name: &str, change: impl FnOnce(&mut TestCaSettings)) -> TestCa {
        let clock: Arc<dyn Clock> = self.clock.clone();
        let mut settings = TestCaSettings::new(name, clock, self.door.clone());
        // Tokens of two authorities are never the same.
        settings.seed = name.bytes().fold(0, |sum, byte| sum * 131 + u64::from(byte));
        settings.caa_identities = vec![format!("{name}.test")];
        change(&mut settings);
        TestCa::new(settings).unwrap()
    }

    /// An edge on the world's shelf whose authorities are these, in order.
    pub(crate) fn edge(&self, holder: &str, authorities: &[(&str, &TestCa)]) -> Certificates {
        self.edge_with(holder, authorities, |_| {}, None)
    }

    pub(crate) fn edge_with(
        &self,
        holder: &str,
        authorities: &[(&str, &TestCa)],
        change: impl FnOnce(&mut Settings),
        sealer: Option<Sealer>,
    ) -> Certificates {
        self.edge_limited(holder, authorities, change, sealer, Limits::LETS_ENCRYPT)
    }

    pub(crate) fn edge_limited(
        &self,
        holder: &str,
        authorities: &[(&str, &TestCa)],
        change: impl FnOnce(&mut Settings),
        sealer: Option<Sealer>,
        limits: Limits,
    ) -> Certificates {
        let mut settings = Settings::new(holder);
        settings.poll = Duration::from_millis(20);
        change(&mut settings);
        let clock: Arc<dyn Clock> = self.clock.clone();
        let lines = authorities.iter().map(|(name, authority)| {
            let mut directory = Directory::new(*name, format!("https://{name}.test/directory"));
            directory.ask_timeout = SECOND;
            directory.pace = Pace { first: Duration::ZERO, longest: Duration::from_millis(50), deadline: SECOND * 5 };
            let transport: Arc<dyn Transport> = Arc::new(InProcess((*authority).clone()));
            AuthorityLine { directory, limits, caa_identities: Vec::new(), transport: Some(transport) }
        });
        let parts = PublicParts {
            scout: self.dns.clone(),
            desk: Some(self.dns.clone()),
            acme_zone: ACME_ZONE.to_owned(),
            ours: PlatformAddresses {
                names: vec![EDGE.to_owned()],
                base_domain: "apps.nameplate.test".to_owned(),
                addresses: vec!["192.0.2.1".parse().unwrap()],
            },
        };
        let public = PublicAuthorities::new(lines.collect(), parts, &clock).unwrap();
        let certificates = self.start(settings, Authorities::Public(public), sealer);
        self.door.edges.write().unwrap().push(certificates.clone());
        certificates
    }

    pub(crate) fn start(&self, settings: Settings, authorities: Authorities, sealer: Option<Sealer>) -> Certificates {
        Certificates::start(
            settings,
            Parts {
                shelf: self.shelf.clone(),
                authorities,
                sealer,
                gate: self.plane.clone(),
                told: self.plane.clone(),
                clock: self.clock.clone(),
                runtime: self.runtime.lock().unwrap().clone().unwrap_or_else(tokio::runtime::Handle::current),
            },
        )
    }

    /// The edge that was started last is gone: authorities and visitors reach the one before.
    pub(crate) fn forget_last_edge(&self) {
        self.door.edges.write().unwrap().pop();
    }

    /// A host whose visitors come to the edges.
    pub(crate) fn points_here(&self, host: &str) -> CertificateName {
        self.dns.add(host, Record::Cname, EDGE);
        name(host)
    }

    /// A name whose challenges are delegated.
    pub(crate) fn delegates(&self, base: &str) {
        let token = format!("{:032x}", base.bytes().fold(7u128, |sum, byte| sum.wrapping_mul(131) + u128::from(byte)));
        self.dns.add(&format!("_acme-challenge.{base}"), Record::Cname, &format!("{token}.{ACME_ZONE}"));
    }

    /// Moves the clock from one due instant to the next until that time, and works.
    pub(crate) async fn live(&self, edge: &Certificates, time: Duration) {
        let end = self.now().plus(time);
        loop {
            match edge.work_once().await.unwrap().next_due {
                Some(due) if due < end => self.clock.set(due.max(self.now().plus(Duration::from_millis(1)))),
                _ => break,
            }
        }
        self.clock.set(end);
    }

    pub(crate) async fn entry(&self, name: &CertificateName) -> nameplate_domain::issuance::entry::Entry {
        self.shelf.entry(name).await.unwrap().unwrap()
    }

    /// Counts what the control plane heard.
    pub(crate) fn heard(&self) -> HashMap<&'static str, usize> {
        let mut counts = HashMap::new();
        for (_, outcome) in self.plane.heard.lock().unwrap().iter() {
            let kind = match outcome {
                Outcome::Stored { .. } => "stored",
                Outcome::Rescheduled { .. } => "rescheduled",
                Outcome::Failed(_) => "failed",
                Outcome::Removed => "removed",
            };
            *counts.entry(kind).or_default() += 1;
        }
        counts
    }
}

/// The problem of a failure.
pub(crate) fn problem(
    result: Result<Certificate, NoCertificate>,
) -> nameplate_domain::issuance::problem::IssuanceProblem {
    match result {
        Err(NoCertificate::Problem(problem)) => problem,
        other => panic!("there should be a problem, not {other:?}"),
    }
}
