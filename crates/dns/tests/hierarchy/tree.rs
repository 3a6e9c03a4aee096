//! The DNS of a test: addresses of its own in 127.64.0.0/10, all servers on one port.

use crate::client::ask_until;
use crate::programs::{Program, knot, nsd, unbound};
use hickory_proto::op::ResponseCode;
use hickory_proto::rr::RecordType;
use nameplate_dns::observe::{NameServer, Observer, ObserverSettings};
use nameplate_dns::serve::{AcmeZone, AcmeZoneSettings, DnsServer};
use nameplate_domain::time::{Clock, Timestamp};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, UdpSocket};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tempfile::TempDir;
use tokio::time::sleep;

/// The token to which the challenge of `www.customer.test` is delegated.
pub(crate) const TOKEN: &str = "00112233445566778899aabbccddeeff";
pub(crate) const APEX: &str = "acme.platform.test";
/// Later than the clock of these tests ever shows.
pub(crate) const LATER: Timestamp = Timestamp::from_ms(1_782_993_660_000);

/// Last octets of the servers' addresses.
const ROOT: u8 = 1;
const TEST: u8 = 2;
const CUSTOMER: [u8; 2] = [3, 4];
const PLATFORM: u8 = 5;
const ACME: u8 = 6;
const RESOLVER: u8 = 9;

/// How long a server may take until it serves its zone.
const START_MAX: Duration = Duration::from_secs(15);
/// How often nsd is started, at most.
const STARTS_MAX: u32 = 5;

pub(crate) struct Noon;

impl Clock for Noon {
    fn now(&self) -> Timestamp {
        Timestamp::from_ms(1_782_993_600_000)
    }
}

/// Trees of this process so far.
static TREES: AtomicU32 = AtomicU32::new(0);

/// A DNS.
pub(crate) struct Tree {
    pub(crate) acme: AcmeZone,
    /// unbound.
    pub(crate) resolver: SocketAddr,
    /// The customer's two servers, `ns1` and `ns2`.
    pub(crate) customer: Vec<Option<Program>>,
    /// The others, by the last octets of their addresses.
    programs: Vec<(u8, Program)>,
    _acme: DnsServer,
    _directory: TempDir,
}

/// Where a tree lives.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    network: [u8; 2],
    port: u16,
}

impl Place {
    /// Nobody else's addresses. Port 53, where delegations lead, if it may be had; else a free one.
    pub(crate) fn new() -> Self {
        let number = std::process::id().wrapping_mul(8).wrapping_add(TREES.fetch_add(1, Ordering::Relaxed));
        let [_, _, high, low] = number.to_be_bytes();
        let mut place = Self { network: [64 | (high & 0x3f), low], port: 53 };
        let is_free = |place: Self| UdpSocket::bind(place.at(ROOT)).and(TcpListener::bind(place.at(ROOT))).is_ok();
        while !is_free(place) {
            let any = UdpSocket::bind((place.at(ROOT).ip(), 0)).unwrap();
            place.port = any.local_addr().unwrap().port();
        }
        place
    }

    fn ip(self, host: u8) -> Ipv4Addr {
        Ipv4Addr::new(127, self.network[0], self.network[1], host)
    }

    pub(crate) fn at(self, host: u8) -> SocketAddr {
        SocketAddr::new(IpAddr::V4(self.ip(host)), self.port)
    }
}

impl Tree {
    /// The customer's zone holds the delegated challenge of `www` at both servers, and `at_ns1`, `at_ns2` (zone file lines, names relative).
    pub(crate) async fn grow(at_ns1: &str, at_ns2: &str) -> Self {
        let directory = TempDir::new().unwrap();
        let place = Place::new();
        let home = |host: u8| -> PathBuf {
            let home = directory.path().join(host.to_string());
            std::fs::create_dir(&home).unwrap();
            home
        };
        let ip = |host| place.ip(host);
        let zone = |apex: &str, records: String| {
            format!("$ORIGIN {apex}.\n$TTL 60\n@ SOA ns nobody 1 3600 600 86400 2\n{records}\n")
        };
        let root = format!(
            "$ORIGIN .\n$TTL 60\n. SOA root-server. nobody. 1 3600 600 86400 2\n. NS root-server.\nroot-server. A {}\n\
             test. NS ns.test.\nns.test. A {}\n",
            ip(ROOT),
            ip(TEST)
        );
        let test = format!(
            "@ NS ns\nns A {}\ncustomer NS ns1.customer\ncustomer NS ns2.customer\nns1.customer A {}\nns2.customer A {}\n\
             platform NS ns.platform\nns.platform A {}\n",
            ip(TEST),
            ip(CUSTOMER[0]),
            ip(CUSTOMER[1]),
            ip(PLATFORM)
        );
        let platform = format!(
            "@ NS ns\nns A {}\nacme NS ns.acme\nns.acme A {}\nedge A 192.0.2.80\nedge CAA 0 issue \"ours.test\"\n@ CAA 0 issue \"nobody.test\"\n",
            ip(PLATFORM),
            ip(ACME)
        );
        let customer = |more: &str| {
            format!(
                "@ NS ns1\n@ NS ns2\nns1 A {}\nns2 A {}\nwww CNAME edge.platform.test.\n\
                 _acme-challenge.www CNAME {TOKEN}.{APEX}.\n{more}",
                ip(CUSTOMER[0]),
                ip(CUSTOMER[1])
            )
        };
        let programs = vec![
            (ROOT, nsd(place.at(ROOT), "", &root, &home(ROOT))),
            (TEST, nsd(place.at(TEST), "test", &zone("test", test), &home(TEST))),
            (PLATFORM, nsd(place.at(PLATFORM), "platform.test", &zone("platform.test", platform), &home(PLATFORM))),
            (
                RESOLVER,
                unbound(
                    place.at(RESOLVER),
                    &[
                        ("", place.at(ROOT)),
                        ("test", place.at(TEST)),
                        ("customer.test", place.at(CUSTOMER[0])),
                        ("platform.test", place.at(PLATFORM)),
                        (APEX, place.at(ACME)),
                    ],
                    &home(RESOLVER),
                ),
            ),
        ];
        let customer = [at_ns1, at_ns2].into_iter().zip(CUSTOMER).map(|(more, host)| {
            Some(knot(place.at(host), "customer.test", &zone("customer.test", customer(more)), &home(host)))
        });
        let customer: Vec<Option<Program>> = customer.collect();

        let server = NameServer { name: format!("ns.{APEX}"), addresses: vec![IpAddr::V4(ip(ACME))] };
        let acme = AcmeZone::new(&AcmeZoneSettings::new(APEX, vec![server]), Arc::new(Noon)).unwrap();
        acme.add_token(TOKEN).unwrap();
        let acme_server = DnsServer::start(place.at(ACME), Arc::new(acme.clone())).await.unwrap();
        let mut tree =
            Self { acme, resolver: place.at(RESOLVER), customer, programs, _acme: acme_server, _directory: directory };
        tree.wait_for_everybody(place).await;
        tree
    }

    async fn wait_for_everybody(&mut self, place: Place) {
        let zones = [
            (ROOT, "test"),
            (TEST, "customer.test"),
            (CUSTOMER[0], "ns1.customer.test"),
            (CUSTOMER[1], "ns1.customer.test"),
            (PLATFORM, "edge.platform.test"),
            (RESOLVER, "edge.platform.test"),
        ];
        for (host, name) in zones {
            let mut starts = 1;
            while !self.serves(host, place.at(host), name).await {
                // Now and then nsd misses its own start: "did not get start signal from main".
                let nsd = self.programs.iter_mut().find(|(at, program)| *at == host && program.name == "nsd");
                let Some((_, nsd)) = nsd.filter(|_| starts < STARTS_MAX) else {
                    panic!("{} does not serve {name}, started {starts} times\n{}", place.at(host), self.logs());
                };
                nsd.start_again();
                starts += 1;
            }
        }
    }

    /// Waits until the server of `host` answers for `name`; `false` when it has ended or takes too long.
    async fn serves(&mut self, host: u8, at: SocketAddr, name: &str) -> bool {
        let listens = ask_until(at, name, RecordType::A, |reply| reply.metadata.response_code == ResponseCode::NoError);
        let ends = async {
            loop {
                let program = self.programs.iter_mut().find(|(at, _)| *at == host);
                if program.is_some_and(|(_, program)| program.has_ended()) {
                    return;
                }
                sleep(Duration::from_millis(50)).await;
            }
        };
        tokio::select! {
            _ = listens => true,
            () = ends => false,
            () = sleep(START_MAX) => false,
        }
    }

    fn logs(&self) -> String {
        let programs = self.programs.iter().map(|(_, program)| program).chain(self.customer.iter().flatten());
        programs.map(|program| format!("{}:\n{}\n", program.name, program.log())).collect()
    }

    /// Asks the zones' own servers, finding them through unbound.
    pub(crate) fn observer(&self) -> Observer {
        let settings = ObserverSettings {
            resolvers: vec![self.resolver],
            authoritative_port: self.resolver.port(),
            allow_private_servers: true,
            ..ObserverSettings::default()
        };
        Observer::new(settings, Arc::new(Noon)).unwrap()
    }
}
