//! What an authoritative server says: a request and the zones in, a reply out. No socket, no clock.
//!
//! The rules are those of RFC 1034, 4.3.2, with RFC 2308 (a SOA with each "there is none"), RFC 4592 (wildcards), RFC 6604
//! (the response code belongs to the end of a chain), RFC 6891 (EDNS), RFC 8020 (nothing is below a name that does not exist)
//! and RFC 8482 (a small answer to ANY).

use super::plain::PlainRequest;
use super::zone::{Apex, Node, RecordData, Soa};
use crate::name;
use hickory_proto::op::{Edns, Message, MessageType, Metadata, OpCode, Query, ResponseCode};
use hickory_proto::rr::rdata::{A, AAAA, CAA, CNAME, HINFO, MX, NS, SOA, TXT};
use hickory_proto::rr::{DNSClass, Name, RData, Record, RecordType};
use std::sync::Arc;

/// Most aliases followed for one question.
const ALIASES_MAX: usize = 8;
/// Most octets of one character-string (RFC 1035, 3.3).
const CHARACTER_STRING_BYTES_MAX: usize = 255;

/// Where the zones are known. Called for every question, so it answers from memory. Names are lower case, absolute, without
/// trailing dot.
pub trait ZoneSource: Send + Sync + 'static {
    /// The closest served zone at or above `name`.
    fn enclosing(&self, name: &str) -> Option<Arc<Apex>>;

    /// What is at `name` in the zone `apex`; `None` when the name does not exist there. The apex always exists.
    fn node(&self, apex: &str, name: &str) -> Option<Arc<Node>>;

    /// How the zone `apex` shall misbehave. Only a sandbox has such zones.
    fn fault(&self, apex: &str) -> Option<Fault> {
        let _ = apex;
        None
    }

    /// Answers a request of the common shape at once, into `reply`; `false` leaves it to the general rules. Only for sources that
    /// are asked very often: what is written here has to be what the general rules would say.
    fn answer_plain(&self, request: &PlainRequest<'_>, over: Transport, reply: &mut Vec<u8>) -> bool {
        let _ = (request, over, reply);
        false
    }
}

/// A way to misbehave, as broken servers in the world do.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Fault {
    /// SERVFAIL to everything.
    ServerFailure,
    /// REFUSED to everything.
    Refused,
    /// No reply.
    Silence,
    /// Over UDP nothing but "ask again over TCP".
    Truncation,
    /// An empty reply without authority, as from a server that was never told about the zone.
    Lameness,
    /// A reply to a question that was not asked.
    WrongQuestion,
}

/// What the request came over.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Transport {
    /// Replies are limited in size.
    Udp,
    /// Replies may have 65,535 octets.
    Tcp,
}

impl Transport {
    /// Largest UDP reply, in octets: fits one packet on every path (DNS flag day 2020).
    pub(super) const UDP_REPLY_BYTES_MAX: u16 = 1232;
    /// Largest UDP reply to a client that does not speak EDNS (RFC 1035, 4.2.1).
    const UDP_REPLY_BYTES_WITHOUT_EDNS: u16 = 512;

    /// Largest reply, in octets, to a client that takes `payload_max` (`None` when it does not speak EDNS).
    pub(super) fn limit(self, payload_max: Option<u16>) -> usize {
        let least = Self::UDP_REPLY_BYTES_WITHOUT_EDNS;
        usize::from(match self {
            Self::Tcp => u16::MAX,
            Self::Udp => payload_max.unwrap_or(least).clamp(least, Self::UDP_REPLY_BYTES_MAX),
        })
    }
}

/// The reply to one request, ready to send; `None` when nothing shall be sent (the request is itself a reply, is too short to
/// have an id, or the zone is told to be silent).
#[must_use]
pub fn answer(source: &dyn ZoneSource, request: &[u8], over: Transport) -> Option<Vec<u8>> {
    let mut reply = Vec::new();
    answer_into(source, request, over, &mut reply).then_some(reply)
}

/// Like [`answer`], into a buffer that can be used again; `false` when nothing shall be sent.
pub fn answer_into(source: &dyn ZoneSource, request: &[u8], over: Transport, reply: &mut Vec<u8>) -> bool {
    if let Some(plain) = PlainRequest::read(request)
        && source.answer_plain(&plain, over, reply)
    {
        return true;
    }
    match answer_general(source, request, over) {
        Some(general) => {
            *reply = general;
            true
        }
        None => false,
    }
}

/// The general way, by which all rules are told.
pub(super) fn answer_general(source: &dyn ZoneSource, request: &[u8], over: Transport) -> Option<Vec<u8>> {
    let request = match Message::from_vec(request) {
        Ok(message) if message.metadata.message_type == MessageType::Response => return None,
        Ok(message) => message,
        Err(_) => return unreadable(request),
    };
    let mut reply = Message::new(request.metadata.id, MessageType::Response, request.metadata.op_code);
    reply.metadata = Metadata::response_from_request(&request.metadata);
    reply.add_queries(request.queries.iter().cloned());
    if request.edns.is_some() {
        let mut edns = Edns::new();
        edns.set_max_payload(Transport::UDP_REPLY_BYTES_MAX);
        reply.set_edns(edns);
    }
    let fault = fill(source, &request, &mut reply);
    match fault {
        Some(Fault::Silence) => return None,
        Some(Fault::Truncation) if over == Transport::Udp => return reply.truncate().to_vec().ok(),
        _ => {}
    }
    let bytes = reply.to_vec().ok()?;
    let limit = over.limit(request.edns.as_ref().map(Edns::max_payload));
    if bytes.len() > limit { reply.truncate().to_vec().ok() } else { Some(bytes) }
}

/// FORMERR under the request's id, when it has one and is no reply.
fn unreadable(request: &[u8]) -> Option<Vec<u8>> {
    let [high, low, flags, ..] = *request else { return None };
    if request.len() < 12 || flags & 0x80 != 0 {
        return None;
    }
    Message::error_msg(u16::from_be_bytes([high, low]), OpCode::Query, ResponseCode::FormErr).to_vec().ok()
}

/// Puts code, flags and records into `reply`. The fault is what is left to do on the way out.
fn fill(source: &dyn ZoneSource, request: &Message, reply: &mut Message) -> Option<Fault> {
    let refuse = |reply: &mut Message, code| {
        reply.metadata.response_code = code;
        None
    };
    if request.metadata.op_code != OpCode::Query {
        return refuse(reply, ResponseCode::NotImp);
    }
    if request.edns.as_ref().is_some_and(|edns| edns.version() > 0) {
        return refuse(reply, ResponseCode::BADVERS);
    }
    let [question] = request.queries.as_slice() else { return refuse(reply, ResponseCode::FormErr) };
    if matches!(question.query_type, RecordType::AXFR | RecordType::IXFR)
        || !matches!(question.query_class, DNSClass::IN | DNSClass::ANY)
    {
        return refuse(reply, ResponseCode::Refused);
    }
    let asked = name::text(&question.name);
    let Some(apex) = source.enclosing(&asked) else { return refuse(reply, ResponseCode::Refused) };
    let fault = source.fault(&apex.name);
    match fault {
        Some(Fault::ServerFailure) => return refuse(reply, ResponseCode::ServFail),
        Some(Fault::Refused) => return refuse(reply, ResponseCode::Refused),
        Some(Fault::Lameness) => return None,
        Some(Fault::WrongQuestion) => {
            let other = question.name.prepend_label("elsewhere").unwrap_or_else(|_| Name::root());
            reply.queries = vec![Query::query(other, question.query_type)];
        }
        Some(Fault::Silence | Fault::Truncation) | None => {}
    }
    let found = find(source, apex, &question.name, asked, question.query_type);
    reply.metadata.authoritative = true;
    reply.metadata.response_code = found.code;
    reply.answers = found.answers;
    reply.authorities = found.authority;
    fault
}

struct Found {
    code: ResponseCode,
    answers: Vec<Record>,
    authority: Vec<Record>,
}

/// RFC 1034, 4.3.2: find the node, or the wildcard that stands for it, and go on where an alias leads as long as it leads to a
/// served zone.
fn find(source: &dyn ZoneSource, apex: Arc<Apex>, asked: &Name, asked_text: String, qtype: RecordType) -> Found {
    let mut found = Found { code: ResponseCode::NoError, answers: Vec::new(), authority: Vec::new() };
    let (mut apex, mut owner, mut at) = (apex, asked.clone(), asked_text);
    let mut seen = Vec::new();
    loop {
        let Some(node) = node_or_wildcard(source, &apex.name, &at) else {
            found.code = ResponseCode::NXDomain;
            found.authority.push(soa(&apex, true));
            return found;
        };
        let records = records_of(source, &apex, &node, &at, &owner, qtype);
        if !records.is_empty() {
            found.answers.extend(records);
            return found;
        }
        let Some((target, ttl)) = alias(&node) else {
            found.authority.push(soa(&apex, true));
            return found;
        };
        let (target, ttl) = (target.to_owned(), ttl);
        let Some(target_name) = name::parse(&target) else { return found };
        found.answers.push(Record::from_rdata(owner, ttl, RData::CNAME(CNAME(target_name.clone()))));
        seen.push(at);
        if seen.contains(&target) || seen.len() > ALIASES_MAX {
            return found;
        }
        let Some(next) = source.enclosing(&target) else { return found };
        (apex, owner, at) = (next, target_name, target);
    }
}

/// The node at `name`, or that of the wildcard below its closest encloser (RFC 4592, 3.3.1).
fn node_or_wildcard(source: &dyn ZoneSource, apex: &str, name: &str) -> Option<Arc<Node>> {
    if let Some(node) = source.node(apex, name) {
        return Some(node);
    }
    let mut encloser = name::parent(name)?;
    while name::is_within(encloser, apex) {
        if source.node(apex, encloser).is_some() {
            return source.node(apex, &format!("*.{encloser}"));
        }
        encloser = name::parent(encloser)?;
    }
    None
}

fn alias(node: &Node) -> Option<(&str, u32)> {
    node.records.iter().find_map(|(data, ttl)| match data {
        RecordData::Cname(target) => Some((target.as_str(), *ttl)),
        _ => None,
    })
}

/// The records of the asked type at a node, under the name that was asked for, all with the smallest TTL among them (RFC 2181, 5.2).
fn records_of(
    source: &dyn ZoneSource,
    apex: &Apex,
    node: &Node,
    at: &str,
    owner: &Name,
    qtype: RecordType,
) -> Vec<Record> {
    if qtype == RecordType::SOA {
        if at != apex.name {
            return Vec::new();
        }
        let mut record = soa(apex, false);
        record.name = owner.clone();
        return vec![record];
    }
    if qtype == RecordType::ANY {
        let hinfo = HINFO::new("RFC8482".to_owned(), String::new());
        return vec![Record::from_rdata(owner.clone(), 3600, RData::HINFO(hinfo))];
    }
    let mut held = Vec::new();
    let mut ttl_min = u32::MAX;
    for (data, ttl) in &node.records {
        let before = held.len();
        match data {
            RecordData::Alias(target) if matches!(qtype, RecordType::A | RecordType::AAAA) => {
                held.extend(flattened(source, target, qtype));
            }
            _ => held.extend(rdata(data).filter(|rdata| rdata.record_type() == qtype)),
        }
        if held.len() > before {
            ttl_min = ttl_min.min(*ttl);
        }
    }
    held.into_iter().map(|rdata| Record::from_rdata(owner.clone(), ttl_min, rdata)).collect()
}

/// The addresses that an ALIAS stands for, as far as served zones know them.
fn flattened(source: &dyn ZoneSource, target: &str, qtype: RecordType) -> Vec<RData> {
    let mut at = target.to_owned();
    for _ in 0..=ALIASES_MAX {
        let Some(node) = source.enclosing(&at).and_then(|apex| node_or_wildcard(source, &apex.name, &at)) else {
            break;
        };
        let addresses: Vec<RData> = node
            .records
            .iter()
            .filter_map(|(data, _)| rdata(data))
            .filter(|rdata| rdata.record_type() == qtype)
            .collect();
        if !addresses.is_empty() {
            return addresses;
        }
        let next = node.records.iter().find_map(|(data, _)| match data {
            RecordData::Cname(target) | RecordData::Alias(target) => Some(target.clone()),
            _ => None,
        });
        let Some(next) = next else { break };
        at = next;
    }
    Vec::new()
}

/// The wire form; `None` for an ALIAS, which has none, and for names that no wire can carry.
fn rdata(data: &RecordData) -> Option<RData> {
    Some(match data {
        RecordData::A(address) => RData::A(A(*address)),
        RecordData::Aaaa(address) => RData::AAAA(AAAA(*address)),
        RecordData::Alias(_) => return None,
        RecordData::Caa { flags, tag, value } => {
            let mut caa = CAA::new_issue(flags & 128 != 0, None, Vec::new());
            caa.reserved_flags = flags & 127;
            caa.tag.clone_from(tag);
            caa.value = value.as_bytes().to_vec();
            RData::CAA(caa)
        }
        RecordData::Cname(target) => RData::CNAME(CNAME(name::parse(target)?)),
        RecordData::Mx { preference, exchange } => RData::MX(MX::new(*preference, name::parse(exchange)?)),
        RecordData::Ns(server) => RData::NS(NS(name::parse(server)?)),
        RecordData::Txt(text) if text.is_empty() => RData::TXT(TXT::from_bytes(vec![b""])),
        RecordData::Txt(text) => {
            RData::TXT(TXT::from_bytes(text.as_bytes().chunks(CHARACTER_STRING_BYTES_MAX).collect()))
        }
    })
}

/// The zone's SOA; beside "there is none" its TTL is how long that may be remembered (RFC 2308, 3).
fn soa(apex: &Apex, negative: bool) -> Record {
    let soa = &apex.soa;
    let ttl = if negative { soa.ttl.min(soa.negative_ttl) } else { soa.ttl };
    Record::from_rdata(named(&apex.name), ttl, RData::SOA(soa_data(soa)))
}

pub(super) fn soa_data(soa: &Soa) -> SOA {
    SOA::new(named(&soa.primary), named(&soa.contact), soa.serial, 3600, 600, 604_800, soa.negative_ttl)
}

fn named(text: &str) -> Name {
    name::parse(text).unwrap_or_else(Name::root)
}

#[cfg(test)]
mod tests;
