//! A small internet on loopback: a resolver that knows every zone, and servers on addresses of their own, all on one port.

use hickory_proto::op::{Message, MessageType};
use nameplate_dns::observe::{Observer, ObserverSettings};
use nameplate_dns::serve::{Apex, DnsServer, RecordData, Soa, ZoneSource, Zones};
use nameplate_domain::evidence::{Answer, Sighting, Unanswered};
use nameplate_domain::time::{Clock, Timestamp};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::UdpSocket;
use tokio::task::JoinSet;

/// How often a port is looked for that is free on all the addresses of a test.
const PORT_TRIES: usize = 16;
pub(crate) const QUERY_TIMEOUT: Duration = Duration::from_millis(250);

struct Noon;

impl Clock for Noon {
    fn now(&self) -> Timestamp {
        Timestamp::from_ms(1_782_993_600_000)
    }
}

/// What a scripted server sends for a request: any number of datagrams.
pub(crate) type Script = fn(&Message) -> Vec<Vec<u8>>;

pub(crate) struct World {
    pub(crate) resolver: Zones,
    pub(crate) port: u16,
    servers: Vec<DnsServer>,
    scripted: JoinSet<()>,
}

impl World {
    /// A resolver on 127.0.0.1 that knows the zones `test` and `sandbox.test`.
    pub(crate) async fn new() -> Self {
        let resolver = Zones::new();
        for apex in ["test", "sandbox.test"] {
            add_zone(&resolver, apex);
        }
        Self::with_resolver(resolver.clone(), Arc::new(resolver)).await
    }

    /// The same, answering from `source`, which wraps `resolver`.
    pub(crate) async fn with_resolver(resolver: Zones, source: Arc<dyn ZoneSource>) -> Self {
        let server = DnsServer::start(SocketAddr::from(([127, 0, 0, 1], 0)), source).await.unwrap();
        let port = server.addr().port();
        Self { resolver, port, servers: vec![server], scripted: JoinSet::new() }
    }

    /// Tells the resolver of a zone and its servers: `(name, address)`.
    pub(crate) fn delegate(&self, apex: &str, servers: &[(&str, [u8; 4])]) {
        add_zone(&self.resolver, apex);
        for (server, address) in servers {
            assert!(self.resolver.insert(apex, apex, RecordData::Ns((*server).to_owned()), 60));
            assert!(self.resolver.insert("test", server, RecordData::A(Ipv4Addr::from(*address)), 60));
        }
    }

    /// A good server on an address, with zones of its own.
    pub(crate) async fn server(&mut self, address: [u8; 4], apexes: &[&str]) -> Zones {
        let zones = Zones::new();
        for apex in apexes {
            add_zone(&zones, apex);
        }
        let server = self.bind(address, zones.clone()).await;
        self.servers.push(server);
        zones
    }

    /// A server on an address that does as scripted, over UDP only.
    pub(crate) async fn scripted(&mut self, address: [u8; 4], script: Script) {
        let socket = UdpSocket::bind((Ipv4Addr::from(address), self.port)).await.unwrap();
        self.scripted.spawn(async move {
            let mut request = [0; 2048];
            while let Ok((length, peer)) = socket.recv_from(&mut request).await {
                for datagram in script(&Message::from_vec(&request[..length]).unwrap()) {
                    socket.send_to(&datagram, peer).await.unwrap();
                }
            }
        });
    }

    /// The usual case: `customer.test` with one server `ns1.test` on 127.0.0.2.
    pub(crate) async fn customer(&mut self) -> Zones {
        self.delegate("customer.test", &[("ns1.test", [127, 0, 0, 2])]);
        self.server([127, 0, 0, 2], &["customer.test"]).await
    }

    pub(crate) fn settings(&self) -> ObserverSettings {
        ObserverSettings {
            resolvers: vec![SocketAddr::from(([127, 0, 0, 1], self.port))],
            authoritative_port: self.port,
            allow_private_servers: true,
            query_timeout: QUERY_TIMEOUT,
            ..ObserverSettings::default()
        }
    }

    pub(crate) fn observer(&self) -> Observer {
        observer(self.settings())
    }

    async fn bind(&self, address: [u8; 4], zones: Zones) -> DnsServer {
        let mut failure = None;
        for _ in 0..PORT_TRIES {
            match DnsServer::start(SocketAddr::from((address, self.port)), Arc::new(zones.clone())).await {
                Ok(server) => return server,
                Err(error) => failure = Some(error),
            }
            tokio::task::yield_now().await;
        }
        panic!("{failure:?}");
    }
}

pub(crate) fn observer(settings: ObserverSettings) -> Observer {
    Observer::new(settings, Arc::new(Noon)).unwrap()
}

pub(crate) fn add_zone(zones: &Zones, apex: &str) {
    let soa = Soa { primary: "ns1.test".into(), contact: "nobody.test".into(), serial: 1, ttl: 60, negative_ttl: 2 };
    zones.add_zone(Apex { name: apex.into(), soa });
}

pub(crate) fn txt(text: &str) -> RecordData {
    RecordData::Txt(text.into())
}

pub(crate) fn cname(target: &str) -> RecordData {
    RecordData::Cname(target.into())
}

pub(crate) fn a(last: u8) -> RecordData {
    RecordData::A(Ipv4Addr::new(192, 0, 2, last))
}

/// The request as the beginning of its reply.
pub(crate) fn reply_to(request: &Message) -> Message {
    let mut reply = request.clone();
    reply.metadata.message_type = MessageType::Response;
    reply.metadata.authoritative = true;
    reply.edns = None;
    reply
}

/// The only outcome.
pub(crate) fn only(sighting: &Sighting) -> &Result<Answer, Unanswered> {
    assert_eq!(sighting.replies.len(), 1, "{sighting:?}");
    &sighting.replies[0].outcome
}

/// Each reply as `server: aliases > values`, or `server: why`, ordered.
pub(crate) fn lines(sighting: &Sighting) -> Vec<String> {
    let mut lines: Vec<String> = sighting
        .replies
        .iter()
        .map(|reply| {
            let server = reply.server.name.clone().unwrap_or_else(|| "resolver".into());
            match &reply.outcome {
                Ok(answer) if answer.no_such_name => format!("{server}: no such name"),
                Ok(answer) => format!("{server}: {} > {}", answer.aliases.join(" "), answer.values.join(" ")),
                Err(why) => format!("{server}: {why}"),
            }
        })
        .collect();
    lines.sort();
    lines
}
