//! DNS as a table: what scouts, authorities and the TXT desk see of one and the same zones.

use super::{ACME_ZONE, EDGE};
use nameplate_certificates::{Later, Scout, ScoutReport, TxtDesk, TxtDeskError};
use nameplate_domain::certificate_name::CertificateName;
use nameplate_domain::evidence::{Answer, QueryType, Reply, Server, Sighting, Unanswered, Vantage};
use nameplate_domain::time::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Record {
    A,
    Caa,
    Cname,
    Txt,
}

#[derive(Default)]
pub(crate) struct Dns {
    records: Mutex<BTreeMap<(String, Record), Vec<String>>>,
    silent: Mutex<BTreeSet<String>>,
    pub(crate) looks: AtomicUsize,
    /// Port 443 is closed everywhere.
    pub(crate) tls_is_closed: AtomicBool,
}

impl Dns {
    pub(crate) fn add(&self, name: &str, record: Record, value: &str) {
        self.records.lock().unwrap().entry((name.to_owned(), record)).or_default().push(value.to_owned());
    }

    pub(crate) fn clear(&self, name: &str) {
        self.records.lock().unwrap().retain(|(owner, _), _| owner != name);
    }

    /// The servers of this name do not answer.
    pub(crate) fn silence(&self, name: &str) {
        self.silent.lock().unwrap().insert(name.to_owned());
    }

    /// Values at the end of the aliases.
    pub(crate) fn values(&self, name: &str, record: Record) -> Vec<String> {
        self.follow(name, record).1
    }

    pub(crate) fn leads_here(&self, host: &str) -> bool {
        self.follow(host, Record::A).0.iter().any(|alias| alias == EDGE)
    }

    fn follow(&self, name: &str, record: Record) -> (Vec<String>, Vec<String>) {
        let records = self.records.lock().unwrap();
        let (mut aliases, mut at) = (Vec::new(), name.to_owned());
        while record != Record::Cname
            && let Some(target) = records.get(&(at.clone(), Record::Cname)).and_then(|values| values.first())
        {
            aliases.push(target.clone());
            at.clone_from(target);
        }
        (aliases, records.get(&(at, record)).cloned().unwrap_or_default())
    }

    fn sighting(&self, name: &str, qtype: QueryType) -> Sighting {
        let record = match qtype {
            QueryType::A => Some(Record::A),
            QueryType::Caa => Some(Record::Caa),
            QueryType::Cname => Some(Record::Cname),
            QueryType::Txt => Some(Record::Txt),
            _ => None,
        };
        let (aliases, values) = record.map(|record| self.follow(name, record)).unwrap_or_default();
        let outcome = match self.silent.lock().unwrap().contains(name) {
            true => Err(Unanswered::ServerFailure),
            false => Ok(Answer { aliases, values, ttl: Some(60), no_such_name: false }),
        };
        let server = Server { name: Some("ns.test".into()), address: None, vantage: Vantage::Authoritative };
        let replies = vec![Reply { server, at: Timestamp::from_ms(0), outcome }];
        Sighting { name: name.to_owned(), qtype, zone: None, replies }
    }
}

impl Scout for Dns {
    fn look<'a>(&'a self, name: &'a CertificateName) -> Later<'a, ScoutReport> {
        self.looks.fetch_add(1, Ordering::SeqCst);
        let (CertificateName::Exact(base) | CertificateName::Wildcard(base)) = name;
        let challenge = format!("_acme-challenge.{base}");
        let visited = match name {
            CertificateName::Exact(host) => host.to_string(),
            CertificateName::Wildcard(parent) => format!("random.{parent}"),
        };
        let climb = std::iter::successors(Some(base.clone()), |rung| rung.parent());
        let report = ScoutReport {
            caa: climb.map(|rung| self.sighting(rung.as_str(), QueryType::Caa)).collect(),
            challenge: [QueryType::Cname, QueryType::Txt, QueryType::A].map(|qtype| self.sighting(&challenge, qtype)),
            addresses: [QueryType::A, QueryType::Aaaa].map(|qtype| self.sighting(&visited, qtype)),
        };
        Box::pin(std::future::ready(report))
    }
}

impl TxtDesk for Dns {
    fn publish<'a>(&'a self, token: &'a str, value: &'a str) -> Later<'a, Result<(), TxtDeskError>> {
        let published = if token.len() == 32 {
            self.add(&format!("{token}.{ACME_ZONE}"), Record::Txt, value);
            Ok(())
        } else {
            Err(TxtDeskError::UnknownToken)
        };
        Box::pin(std::future::ready(published))
    }

    fn withdraw<'a>(&'a self, token: &'a str, value: &'a str) -> Later<'a, ()> {
        let key = (format!("{token}.{ACME_ZONE}"), Record::Txt);
        if let Some(values) = self.records.lock().unwrap().get_mut(&key) {
            values.retain(|kept| kept != value);
        }
        Box::pin(std::future::ready(()))
    }
}
