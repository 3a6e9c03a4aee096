//! What the zone of challenges is called, where it is served, and what is in it besides tokens.

use super::super::answer::soa_data;
use super::super::zone::{Apex, Node, RecordData, Soa};
use crate::name;
use crate::observe::NameServer;
use hickory_proto::rr::Name;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;

/// TTL of the addresses of the front, in seconds: edges come and go.
const FRONT_TTL_S: u32 = 60;

/// A token to which a wildcard record leads: visitors find the edges there, and authorities the texts of challenges.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Front {
    /// The token.
    pub label: String,
    /// Of the edges.
    pub addresses: Vec<IpAddr>,
}

/// What an [`super::AcmeZone`] is told at the start. Names are absolute; case and trailing dot do not matter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AcmeZoneSettings {
    /// The zone's name, `acme.<BASE_DOMAIN>`.
    pub apex: String,
    /// Its servers, as the parent zone names them; the first is the primary. The addresses of those whose names are in the zone are
    /// answered by the zone, so a parent without glue for them is no dead end once one address is known.
    pub name_servers: Vec<NameServer>,
    /// Mail address of the keeper, `@` written as `.`; `None` for `hostmaster` at the apex.
    pub contact: Option<String>,
    /// CAA at the apex: flags, tag and value of each. Without, CAA is NODATA and authorities look at the names above (RFC 8659).
    pub caa: Vec<(u8, String, String)>,
    /// A token that always exists and has addresses beside its texts.
    pub front: Option<Front>,
    /// TTL of what hardly changes (SOA, NS, addresses, CAA), in seconds.
    pub ttl_s: u32,
    /// TTL of the texts of tokens, in seconds.
    pub text_ttl_s: u32,
    /// How long "there is none" may be remembered, in seconds (RFC 2308).
    pub absence_ttl_s: u32,
}

impl AcmeZoneSettings {
    /// The zone `apex` with these servers, an hour for what hardly changes, and a second for texts and their absence.
    #[must_use]
    pub fn new(apex: impl Into<String>, name_servers: Vec<NameServer>) -> Self {
        let (apex, caa) = (apex.into(), Vec::new());
        Self { apex, name_servers, contact: None, caa, front: None, ttl_s: 3600, text_ttl_s: 1, absence_ttl_s: 1 }
    }
}

/// Why a zone cannot be made of its settings.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum AcmeZoneError {
    /// A name that DNS cannot carry.
    #[error("{0:?} is not a name that DNS can carry")]
    NotAName(String),
    /// No server is named, so nothing could be delegated to the zone.
    #[error("the zone {0} has no name server")]
    NoNameServer(String),
}

/// Everything but tokens. Never changes: who wants other settings makes another zone. So does the serial number, which only
/// secondaries look at, and there are none.
#[derive(Debug)]
pub(super) struct Fixed {
    pub(super) apex: Arc<Apex>,
    /// The apex on the wire, root label included.
    pub(super) apex_octets: Vec<u8>,
    /// Data of the SOA on the wire.
    pub(super) soa_octets: Vec<u8>,
    /// The apex, servers in the zone, and names between them.
    pub(super) nodes: HashMap<String, Arc<Node>>,
    /// First labels below the apex of those names.
    taken: Vec<String>,
    pub(super) text_ttl_s: u32,
    front: Option<(String, Records)>,
}

impl Fixed {
    pub(super) fn new(settings: &AcmeZoneSettings) -> Result<Self, AcmeZoneError> {
        let apex = checked(&settings.apex)?;
        let mut servers = Vec::new();
        for server in &settings.name_servers {
            servers.push(NameServer { name: checked(&server.name)?, addresses: server.addresses.clone() });
        }
        let Some(primary) = servers.first() else { return Err(AcmeZoneError::NoNameServer(apex)) };
        let contact = settings.contact.clone().unwrap_or_else(|| format!("hostmaster.{apex}"));
        let soa = Soa {
            primary: primary.name.clone(),
            contact: checked(&contact)?,
            serial: 1,
            ttl: settings.ttl_s,
            negative_ttl: settings.absence_ttl_s,
        };
        let nodes = nodes(&apex, &servers, settings);
        let below =
            |name: &String| Some(name.strip_suffix(apex.as_str())?.strip_suffix('.')?.rsplit('.').next()?.to_owned());
        let mut taken: Vec<String> = nodes.keys().filter_map(below).collect();
        taken.sort_unstable();
        taken.dedup();
        Ok(Self {
            apex_octets: octets_of_name(&apex),
            soa_octets: octets_of_soa(&soa),
            apex: Arc::new(Apex { name: apex, soa }),
            nodes: nodes.into_iter().map(|(name, records)| (name, Arc::new(Node::of(records)))).collect(),
            taken,
            text_ttl_s: settings.text_ttl_s,
            front: settings.front.as_ref().map(front),
        })
    }

    /// Whether the zone itself has a name with this label, in lower case, below the apex.
    pub(super) fn is_taken(&self, label: &str) -> bool {
        self.taken.iter().any(|taken| taken == label)
    }

    /// The token that always exists.
    pub(super) fn front_label(&self) -> Option<&str> {
        self.front.as_ref().map(|(label, _)| label.as_str())
    }

    /// What a token has beside its texts.
    pub(super) fn addresses_of(&self, label: &str) -> Option<&[(RecordData, u32)]> {
        self.front.as_ref().filter(|(front, _)| front == label).map(|(_, records)| records.as_slice())
    }

    /// TTL of a SOA beside "there is none" (RFC 2308, 3).
    pub(super) fn absence_ttl_s(&self) -> u32 {
        self.apex.soa.negative_ttl.min(self.apex.soa.ttl)
    }
}

type Records = Vec<(RecordData, u32)>;

fn front(front: &Front) -> (String, Records) {
    let data = |address: &IpAddr| match address {
        IpAddr::V4(address) => RecordData::A(*address),
        IpAddr::V6(address) => RecordData::Aaaa(*address),
    };
    (front.label.to_ascii_lowercase(), front.addresses.iter().map(|address| (data(address), FRONT_TTL_S)).collect())
}

/// The zone's own names. The apex gets the addresses of all servers, so that the zone's name is one that can be visited and watched.
fn nodes(apex: &str, servers: &[NameServer], settings: &AcmeZoneSettings) -> HashMap<String, Records> {
    let mut nodes: HashMap<String, Records> = HashMap::from([(apex.to_owned(), Vec::new())]);
    let mut insert = |name: &str, data: RecordData| {
        let records = nodes.entry(name.to_owned()).or_default();
        if records.iter().all(|(held, _)| *held != data) {
            records.push((data, settings.ttl_s));
        }
        // The names on the way up exist because this one does (RFC 8020).
        let mut above = name::parent(name);
        while let Some(at) = above.filter(|at| name::is_within(at, apex)) {
            nodes.entry(at.to_owned()).or_default();
            above = name::parent(at);
        }
    };
    for server in servers {
        insert(apex, RecordData::Ns(server.name.clone()));
        for address in &server.addresses {
            let data = match address {
                IpAddr::V4(address) => RecordData::A(*address),
                IpAddr::V6(address) => RecordData::Aaaa(*address),
            };
            if name::is_within(&server.name, apex) {
                insert(&server.name, data.clone());
            }
            insert(apex, data);
        }
        if name::is_within(&server.name, apex) && server.addresses.is_empty() {
            tracing::warn!(dns.zone = %apex, dns.server = %server.name, "A name server in the zone of challenges has no address (ACME_DNS_IPV4): nobody finds it.");
        }
    }
    for (flags, tag, value) in &settings.caa {
        insert(apex, RecordData::Caa { flags: *flags, tag: tag.clone(), value: value.clone() });
    }
    nodes
}

fn checked(text: &str) -> Result<String, AcmeZoneError> {
    let not_a_name = || AcmeZoneError::NotAName(text.to_owned());
    let name = name::parse(text).filter(|name| !name.is_root()).ok_or_else(not_a_name)?;
    Ok(name::text(&name))
}

/// On the wire, root label included. `text` was checked.
fn octets_of_name(text: &str) -> Vec<u8> {
    let mut octets = Vec::new();
    for label in name::parse(text).unwrap_or_else(Name::root).iter() {
        octets.push(u8::try_from(label.len()).unwrap_or_default());
        octets.extend_from_slice(label);
    }
    octets.push(0);
    octets
}

/// Its data on the wire, the names not compressed.
fn octets_of_soa(soa: &Soa) -> Vec<u8> {
    let data = soa_data(soa);
    let mut octets = octets_of_name(&soa.primary);
    octets.extend(octets_of_name(&soa.contact));
    octets.extend_from_slice(&data.serial.to_be_bytes());
    for interval in [data.refresh, data.retry, data.expire] {
        octets.extend_from_slice(&interval.to_be_bytes());
    }
    octets.extend_from_slice(&data.minimum.to_be_bytes());
    octets
}
