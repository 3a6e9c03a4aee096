//! Visits: what a browser would see at a connected name. Names under `.test` do not resolve in a person's browser, so this host asks its
//! own name server, connects to the edge with that name, checks the certificate, and tells what came.

mod certificate;
mod fetch;

pub(crate) use certificate::CertificateFacts;

use crate::neighbours::{EdgeNearby, Neighbours};
use nameplate_dns::observe::{Observer, ObserverSettings};
use nameplate_domain::evidence::{QueryType, Sighting};
use nameplate_domain::time::Clock;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

/// How long the name server's answer is waited for, in one try.
const DNS_TIMEOUT: Duration = Duration::from_millis(800);

/// Where visits start.
#[derive(Debug)]
pub(crate) struct Visits {
    observer: Option<Observer>,
    neighbours: OnceLock<Neighbours>,
}

/// What the visitor sees.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Seen {
    /// Something over HTTPS, whatever its status.
    Answer(Answer),
    /// The name has no address, or its server does not answer: in words.
    NoAddress(String),
    /// It has addresses, and none of them is the edge's.
    Elsewhere(Vec<String>),
    /// The edge was reached, and no page came: in words.
    NoPage(String),
    /// There is no edge to visit.
    NoEdge,
}

/// What came over HTTPS.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Where it sends the visitor, of a redirect.
    pub(crate) location: Option<String>,
    /// The page, when it is HTML.
    pub(crate) html: Option<String>,
    /// What the visitor's browser has checked; its chain, name and dates are right.
    pub(crate) certificate: Option<CertificateFacts>,
}

impl Visits {
    /// Asks the name server at `dns`.
    pub(crate) fn new(dns: SocketAddr, clock: Arc<dyn Clock>) -> Self {
        let settings = ObserverSettings {
            resolvers: vec![dns],
            authoritative_port: dns.port(),
            allow_private_servers: true,
            query_timeout: DNS_TIMEOUT,
            ..ObserverSettings::default()
        };
        Self { observer: Observer::new(settings, clock).ok(), neighbours: OnceLock::new() }
    }

    /// Told once; later words are not heard.
    pub(crate) fn meet(&self, neighbours: Neighbours) {
        let _ = self.neighbours.set(neighbours);
    }

    /// What stands around; nothing before it was told.
    pub(crate) fn neighbours(&self) -> Option<&Neighbours> {
        self.neighbours.get()
    }

    /// Goes to `https://host/`. Whether `host` is one of this host's names is the caller's question.
    pub(crate) async fn visit(&self, host: &str) -> Seen {
        let Some(edge) = self.neighbours().and_then(|around| around.edge.as_ref()) else { return Seen::NoEdge };
        let Some(observer) = &self.observer else { return Seen::NoEdge };
        let v4 = observer.follow(host, QueryType::A, &[]).await;
        let v6 = observer.follow(host, QueryType::Aaaa, &[]).await;
        let addresses = addresses(&[&v4, &v6]);
        if addresses.is_empty() {
            let why = if v4.was_answered() { format!("{host} has no address.") } else { v4.why_unanswered() };
            return Seen::NoAddress(why);
        }
        if !leads_to(edge, &addresses) {
            return Seen::Elsewhere(addresses.iter().map(ToString::to_string).collect());
        }
        match fetch::fetch(host, edge).await {
            Ok(answer) => Seen::Answer(answer),
            Err(why) => Seen::NoPage(why.to_string()),
        }
    }
}

fn addresses(sightings: &[&Sighting]) -> Vec<IpAddr> {
    let answers = sightings.iter().flat_map(|sighting| sighting.answers());
    let mut addresses: Vec<IpAddr> =
        answers.flat_map(|(_, answer)| &answer.values).filter_map(|value| value.parse().ok()).collect();
    addresses.sort_unstable();
    addresses.dedup();
    addresses
}

fn leads_to(edge: &EdgeNearby, addresses: &[IpAddr]) -> bool {
    addresses.iter().any(|address| edge.public_addresses.contains(address))
}
