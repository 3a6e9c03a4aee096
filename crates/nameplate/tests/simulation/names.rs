//! The names of the customers in DNS: where each leads, as edges and authorities see it.

use nameplate_certificates::{Later, Scout, ScoutReport};
use nameplate_domain::certificate_name::CertificateName;
use nameplate_domain::evidence::{Answer, QueryType, Reply, Server, Sighting, Unanswered, Vantage};
use nameplate_domain::time::Timestamp;
use std::collections::{HashMap, HashSet};
use std::sync::RwLock;
use std::sync::atomic::{AtomicU64, Ordering};

/// Where the names of customers lead.
pub(crate) const EDGE: &str = "edge.nameplate.test";
/// The address of [`EDGE`].
pub(crate) const ADDRESS: &str = "192.0.2.1";

/// What is wrong with a name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Fault {
    /// The servers of its zone do not answer.
    Silent,
    /// It leads to somebody else.
    Elsewhere,
}

/// DNS in which every name leads to the edges, unless it is said otherwise.
#[derive(Default, Debug)]
pub(crate) struct Names {
    faults: RwLock<HashMap<String, Fault>>,
    gone: RwLock<HashSet<String>>,
    looks_at_gone: AtomicU64,
}

impl Names {
    /// Something is wrong with these names; with the others nothing is any more.
    pub(crate) fn set_faults(&self, faults: HashMap<String, Fault>) {
        *self.faults.write().unwrap() = faults;
    }

    /// What is wrong with a name, if anything.
    pub(crate) fn fault(&self, name: &str) -> Option<Fault> {
        self.faults.read().unwrap().get(name).copied()
    }

    /// This name was removed from the platform: nobody should look at it any more.
    pub(crate) fn forget(&self, name: &str) {
        self.gone.write().unwrap().insert(name.to_owned());
    }

    /// How often somebody looked at a removed name.
    pub(crate) fn looks_at_gone(&self) -> u64 {
        self.looks_at_gone.load(Ordering::SeqCst)
    }

    fn sighting(&self, host: &str, name: String, qtype: QueryType) -> Sighting {
        let nothing = Answer { aliases: Vec::new(), values: Vec::new(), ttl: Some(60), no_such_name: false };
        let outcome = match (self.fault(host), qtype) {
            (Some(Fault::Silent), _) => Err(Unanswered::ServerFailure),
            (Some(Fault::Elsewhere), QueryType::A) if host == name => {
                Ok(Answer { values: vec!["198.51.100.9".to_owned()], ..nothing })
            }
            (None, QueryType::A) if host == name => {
                Ok(Answer { aliases: vec![EDGE.to_owned()], values: vec![ADDRESS.to_owned()], ..nothing })
            }
            _ => Ok(nothing),
        };
        let server = Server { name: Some("ns.test".to_owned()), address: None, vantage: Vantage::Authoritative };
        Sighting { name, qtype, zone: None, replies: vec![Reply { server, at: Timestamp::from_ms(0), outcome }] }
    }
}

impl Scout for Names {
    fn look<'a>(&'a self, name: &'a CertificateName) -> Later<'a, ScoutReport> {
        let host = name.base();
        if self.gone.read().unwrap().contains(host.as_str()) {
            self.looks_at_gone.fetch_add(1, Ordering::SeqCst);
        }
        let see = |name: String, qtype| self.sighting(host.as_str(), name, qtype);
        let climb = std::iter::successors(Some(host.clone()), |rung| rung.parent());
        let report = ScoutReport {
            caa: climb.map(|rung| see(rung.to_string(), QueryType::Caa)).collect(),
            challenge: [QueryType::Cname, QueryType::Txt, QueryType::A]
                .map(|qtype| see(format!("_acme-challenge.{host}"), qtype)),
            addresses: [QueryType::A, QueryType::Aaaa].map(|qtype| see(host.to_string(), qtype)),
        };
        Box::pin(std::future::ready(report))
    }
}
