//! The world of the simulation: one authority as Let's Encrypt is, one shelf, two edges on it, and a clock moved by hand.

use crate::names::{ADDRESS, EDGE, Fault, Names};
use crate::watch::Watch;
use nameplate_acme::{Directory, Pace, Transport, TransportError};
use nameplate_certificates::{
    Authorities, AuthorityLine, Certificates, Gate, Later, Parts, Permission, PublicAuthorities, PublicParts, Sealer,
    Settings, Shelf,
};
use nameplate_domain::certificate_name::CertificateName;
use nameplate_domain::issuance::budget::Limits;
use nameplate_domain::issuance::method::PlatformAddresses;
use nameplate_domain::server_name::ServerName;
use nameplate_domain::time::{Clock, Timestamp};
use nameplate_test_ca::validate::{CaaRecord, FailureCause, Look, LookFailure, Validator};
use nameplate_test_ca::{ReplacementExemption, TestCa, TestCaSettings};
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::sync::{Arc, RwLock};
use std::time::Duration;

pub(crate) const SECOND: Duration = Duration::from_secs(1);
pub(crate) const MINUTE: Duration = Duration::from_secs(60);
pub(crate) const HOUR: Duration = Duration::from_secs(60 * 60);
pub(crate) const DAY: Duration = Duration::from_secs(24 * 60 * 60);

struct HandClock(AtomicI64);

impl Clock for HandClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_ms(self.0.load(Ordering::SeqCst))
    }
}

/// Lets every name have a certificate.
struct Everybody;

impl Gate for Everybody {
    fn may_issue<'a>(&'a self, _: &'a CertificateName) -> Later<'a, Permission> {
        Box::pin(std::future::ready(Permission::Yes))
    }
}

/// What the authority sees: names lead to an edge, and never to the one that ordered.
struct Door {
    names: Arc<Names>,
    edges: RwLock<Vec<Certificates>>,
    working: AtomicUsize,
}

impl Door {
    fn other_edge(&self, host: &str) -> Result<Certificates, LookFailure> {
        match self.names.fault(host) {
            Some(Fault::Silent) => {
                return Err(LookFailure::new(
                    FailureCause::Dns,
                    format!("DNS problem: SERVFAIL looking up A for {host}"),
                ));
            }
            Some(Fault::Elsewhere) => {
                return Err(LookFailure::new(FailureCause::Connection, format!("{host}: Connection refused")));
            }
            None => {}
        }
        let other = 1 - self.working.load(Ordering::SeqCst);
        Ok(self.edges.read().unwrap()[other].clone())
    }
}

fn nothing(host: &str) -> LookFailure {
    LookFailure::new(FailureCause::Unauthorized, format!("{host}: there is no answer"))
}

/// The digest in a certificate for TLS-ALPN-01: what follows the extension's identifier, `critical` and the headers of two octet
/// strings (RFC 8737, 3).
fn digest_in(certificate: &[u8]) -> Option<Vec<u8>> {
    const BEFORE: [u8; 17] = [6, 8, 0x2b, 6, 1, 5, 5, 7, 1, 0x1f, 1, 1, 0xff, 4, 34, 4, 32];
    let start = certificate.windows(BEFORE.len()).position(|window| window == BEFORE)? + BEFORE.len();
    certificate.get(start..start + 32).map(<[u8]>::to_vec)
}

impl Validator for Door {
    fn http01<'a>(&'a self, host: &'a str, token: &'a str) -> Look<'a, String> {
        Box::pin(async move { self.other_edge(host)?.http01(token).await.ok_or_else(|| nothing(host)) })
    }

    fn tls_alpn01<'a>(&'a self, host: &'a str) -> Look<'a, Vec<u8>> {
        Box::pin(async move {
            let name = ServerName::parse(host).unwrap();
            let key = self.other_edge(host)?.tls_alpn01(&name).await.ok_or_else(|| nothing(host))?;
            digest_in(&key.cert[0]).ok_or_else(|| nothing(host))
        })
    }

    fn txt<'a>(&'a self, _: &'a str) -> Look<'a, Vec<String>> {
        Box::pin(std::future::ready(Ok(Vec::new())))
    }

    fn caa<'a>(&'a self, name: &'a str) -> Look<'a, Vec<CaaRecord>> {
        let records = match self.names.fault(name) {
            Some(Fault::Silent) => {
                Err(LookFailure::new(FailureCause::Dns, format!("SERVFAIL looking up CAA for {name}")))
            }
            _ => Ok(Vec::new()),
        };
        Box::pin(std::future::ready(records))
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

/// Everything there is.
pub(crate) struct World {
    clock: Arc<HandClock>,
    door: Arc<Door>,
    pub(crate) names: Arc<Names>,
    pub(crate) watch: Arc<Watch>,
    pub(crate) ca: TestCa,
    pub(crate) shelf: Arc<dyn Shelf>,
    pub(crate) edges: [Certificates; 2],
    pub(crate) passes: u64,
    grain: Duration,
}

impl World {
    /// The clock moves at least by `grain` from one pass to the next: a pass that finds several names due costs less than one for
    /// each.
    pub(crate) fn new(shelf: Arc<dyn Shelf>, grain: Duration) -> Self {
        let clock = Arc::new(HandClock(AtomicI64::new(1_800_000_000_000)));
        let names = Arc::new(Names::default());
        let watch = Arc::new(Watch::new(clock.now()));
        let door = Arc::new(Door { names: Arc::clone(&names), edges: RwLock::default(), working: AtomicUsize::new(0) });
        let mut settings = TestCaSettings::new("ca", clock.clone(), door.clone());
        settings.caa_identities = vec!["ca.test".to_owned()];
        settings.replacement_exemption = ReplacementExemption::WithinWindow;
        // The longest that edges honour for ninety days: a tenth.
        settings.ari_retry_after = DAY * 9;
        let ca = TestCa::new(settings).unwrap();
        let edge = |holder: &str| {
            let mut settings = Settings::new(holder);
            settings.at_once = 32;
            let public = authorities(&ca, &names, &(clock.clone() as Arc<dyn Clock>));
            let parts = Parts {
                shelf: Arc::clone(&shelf),
                authorities: Authorities::Public(public),
                sealer: Some(Sealer::parse(&"5a".repeat(32)).unwrap()),
                gate: Arc::new(Everybody),
                told: watch.clone(),
                clock: clock.clone(),
                runtime: tokio::runtime::Handle::current(),
            };
            Certificates::start(settings, parts)
        };
        let edges = [edge("edge-a"), edge("edge-b")];
        door.edges.write().unwrap().extend(edges.clone());
        Self { clock, door, names, watch, ca, shelf, edges, passes: 0, grain }
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The edge whose turn it is; the authority sees the other one.
    pub(crate) fn next_edge(&mut self) -> Certificates {
        self.passes += 1;
        let turn = usize::from(self.passes % 2 == 1);
        self.door.working.store(turn, Ordering::SeqCst);
        self.edges[turn].clone()
    }

    /// Moves the clock from one due instant to the next until that time; the edges take turns. At each step nobody may be
    /// without a certificate.
    pub(crate) async fn live_until(&mut self, end: Timestamp) {
        loop {
            let worked = self.next_edge().work_once().await.unwrap();
            let next = worked.next_due.unwrap_or(end).max(self.now().plus(self.grain)).min(end);
            self.clock.0.store(next.as_ms(), Ordering::SeqCst);
            self.watch.step_to(next);
            if next == end {
                return;
            }
        }
    }

    /// Visitors, or the control plane, want certificates for these names for the first time.
    pub(crate) async fn ask_for(&mut self, names: &[String]) {
        for names in names.chunks(500) {
            let edge = self.next_edge();
            let mut under_way = tokio::task::JoinSet::new();
            for name in names {
                self.watch.asked(name);
                let (edge, name) = (edge.clone(), CertificateName::parse(name).unwrap());
                under_way.spawn(async move { drop(edge.obtain(&name).await) });
            }
            while let Some(asked) = under_way.join_next().await {
                asked.unwrap();
            }
        }
    }

    /// An edge takes what is due next, and dies.
    pub(crate) async fn take_and_die(&self, count: u32) -> usize {
        let now = self.now();
        self.shelf.lease_due("edge-dead", count, now.plus(MINUTE), now).await.unwrap().len()
    }
}

fn authorities(ca: &TestCa, names: &Arc<Names>, clock: &Arc<dyn Clock>) -> PublicAuthorities {
    let mut directory = Directory::new("ca", "https://ca.test/directory");
    directory.ask_timeout = SECOND * 20;
    directory.pace = Pace { first: Duration::ZERO, longest: Duration::from_millis(50), deadline: SECOND * 20 };
    let transport: Arc<dyn Transport> = Arc::new(InProcess(ca.clone()));
    let line = AuthorityLine {
        directory,
        limits: Limits::LETS_ENCRYPT,
        caa_identities: Vec::new(),
        transport: Some(transport),
    };
    let parts = PublicParts {
        scout: names.clone(),
        desk: None,
        acme_zone: "acme.nameplate.test".to_owned(),
        ours: PlatformAddresses {
            names: vec![EDGE.to_owned()],
            base_domain: "apps.nameplate.test".to_owned(),
            addresses: vec![ADDRESS.parse().unwrap()],
        },
    };
    PublicAuthorities::new(vec![line], parts, clock).unwrap()
}
