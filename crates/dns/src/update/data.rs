//! Records of the wire and rrsets of the model, in both directions.

use super::answer::{WireData, WireRecord};
use super::error::UpdateError;
use super::request::wire_name;
use crate::name;
use hickory_proto::rr::rdata::{A, AAAA, CAA, CNAME, MX, NS, SRV, TXT};
use hickory_proto::rr::{RData, RecordType};
use hickory_proto::serialize::binary::{BinEncodable, BinEncoder};
use nameplate_domain::zone::{RrData, RrSet, RrType, StoredSet, ZoneContents};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Longest character-string, in octets (RFC 1035, 3.3).
const CHARACTER_STRING_BYTES_MAX: usize = 255;
/// What BIND keeps about its signing, as records at the apex.
const SIGNING_STATE: RecordType = RecordType::Unknown(65534);

/// Why a set is left alone that holds more than the model can say.
const NO_TEXT: &str = "It holds octets that are no text.";
const BROKEN: &str = "It holds data that its type does not have.";

/// What the server keeps for itself: the SOA, and what it makes by signing. Nobody plans around it.
const fn is_housekeeping(rtype: RecordType) -> bool {
    matches!(
        rtype,
        RecordType::SOA
            | RecordType::RRSIG
            | RecordType::NSEC
            | RecordType::NSEC3
            | RecordType::NSEC3PARAM
            | RecordType::DNSKEY
            | RecordType::CDS
            | RecordType::CDNSKEY
            | SIGNING_STATE
    )
}

/// The number of a type that is written; `None` for others, and for ALIAS, which no protocol has.
pub(super) const fn record_type(rtype: &RrType) -> Option<RecordType> {
    Some(match rtype {
        RrType::A => RecordType::A,
        RrType::Aaaa => RecordType::AAAA,
        RrType::Caa => RecordType::CAA,
        RrType::Cname => RecordType::CNAME,
        RrType::Mx => RecordType::MX,
        RrType::Ns => RecordType::NS,
        RrType::Srv => RecordType::SRV,
        RrType::Txt => RecordType::TXT,
        RrType::Alias | RrType::Other(_) => return None,
    })
}

fn rr_type(rtype: RecordType) -> RrType {
    let written = RrType::WRITTEN.into_iter().find(|known| record_type(known) == Some(rtype));
    written.unwrap_or_else(|| match rtype {
        // Names for numbers that nobody has assigned: the model means something else by ANAME.
        RecordType::Unknown(number) => RrType::Other(format!("TYPE{number}")),
        RecordType::ANAME => RrType::Other(format!("TYPE{}", u16::from(rtype))),
        known => RrType::Other(known.to_string()),
    })
}

/// Data as it is sent.
pub(super) fn wire(data: &RrData) -> Result<RData, UpdateError> {
    Ok(match data {
        RrData::A(address) => RData::A(A(*address)),
        RrData::Aaaa(address) => RData::AAAA(AAAA(*address)),
        RrData::Caa { flags, tag, value } => {
            let mut caa = CAA::new_issue(flags & 128 != 0, None, Vec::new());
            caa.reserved_flags = flags & 127;
            caa.tag.clone_from(tag);
            caa.value = value.as_bytes().to_vec();
            RData::CAA(caa)
        }
        RrData::Cname(target) => RData::CNAME(CNAME(wire_name(target)?)),
        RrData::Mx { preference, exchange } => RData::MX(MX::new(*preference, wire_name(exchange)?)),
        RrData::Ns(server) => RData::NS(NS(wire_name(server)?)),
        RrData::Srv { priority, weight, port, target } => {
            RData::SRV(SRV::new(*priority, *weight, *port, wire_name(target)?))
        }
        RrData::Txt(text) if text.is_empty() => RData::TXT(TXT::from_bytes(vec![b""])),
        RrData::Txt(text) => RData::TXT(TXT::from_bytes(text.as_bytes().chunks(CHARACTER_STRING_BYTES_MAX).collect())),
        RrData::Alias(_) => {
            return Err(UpdateError::unsupported("no name server has ALIAS records: give the name A and AAAA records"));
        }
        RrData::Other { rtype, .. } => {
            return Err(UpdateError::unsupported(format!("{rtype} records are not written here")));
        }
    })
}

/// What a record says, and why it must be left alone.
fn read(data: &WireData, rtype: &RrType) -> (RrData, Option<&'static str>) {
    let data = match data {
        WireData::Read(data) => data,
        WireData::Raw(octets) => {
            let is_written = !matches!(rtype, RrType::Other(_));
            return (other(rtype, generic(octets)), is_written.then_some(BROKEN));
        }
    };
    let read = match data {
        RData::A(address) => RrData::A(address.0),
        RData::AAAA(address) => RrData::Aaaa(address.0),
        RData::CAA(caa) => {
            let (value, untouchable) = text(&caa.value);
            return (RrData::Caa { flags: caa.flags(), tag: caa.tag.to_ascii_lowercase(), value }, untouchable);
        }
        RData::CNAME(target) => RrData::Cname(name::text(target)),
        RData::MX(mx) => RrData::Mx { preference: mx.preference, exchange: name::text(&mx.exchange) },
        RData::NS(server) => RrData::Ns(name::text(server)),
        RData::SRV(srv) => {
            RrData::Srv { priority: srv.priority, weight: srv.weight, port: srv.port, target: name::text(&srv.target) }
        }
        RData::TXT(txt) => {
            let (text, untouchable) = text(&txt.txt_data.concat());
            return (RrData::Txt(text), untouchable);
        }
        RData::Unknown { rdata, .. } => other(rtype, generic(&rdata.anything)),
        known => other(rtype, shown(known)),
    };
    (read, None)
}

fn other(rtype: &RrType, text: String) -> RrData {
    RrData::Other { rtype: rtype.as_str().to_owned(), text }
}

fn text(octets: &[u8]) -> (String, Option<&'static str>) {
    let text = String::from_utf8_lossy(octets);
    let untouchable = matches!(text, std::borrow::Cow::Owned(_)).then_some(NO_TEXT);
    (text.into_owned(), untouchable)
}

/// Zone-file text; octets where the data, which anybody may have sent, has none.
fn shown(data: &RData) -> String {
    let mut text = String::new();
    if write!(text, "{data}").is_ok() {
        return text;
    }
    let mut octets = Vec::new();
    // What cannot be written either is left out: only that something stands there counts.
    let _ = data.emit(&mut BinEncoder::new(&mut octets));
    generic(&octets)
}

/// Data of a type that is not known (RFC 3597, 5).
fn generic(octets: &[u8]) -> String {
    let mut text = format!("\\# {}", octets.len());
    if !octets.is_empty() {
        text.push(' ');
    }
    for octet in octets {
        // Writing to a String cannot fail.
        let _ = write!(text, "{octet:02x}");
    }
    text
}

/// Records on their way to becoming sets.
#[derive(Debug, Default)]
pub(super) struct Sets(BTreeMap<(String, RrType), Gathered>);

#[derive(Debug)]
struct Gathered {
    ttl: u32,
    data: Vec<RrData>,
    untouchable: Option<&'static str>,
}

impl Sets {
    /// Adds a record, unless it is the server's own housekeeping.
    pub(super) fn add(&mut self, record: &WireRecord) {
        if is_housekeeping(record.rtype) {
            return;
        }
        let rtype = rr_type(record.rtype);
        let (data, untouchable) = read(&record.data, &rtype);
        let gathered = self.0.entry((name::text(&record.owner), rtype)).or_insert_with(|| Gathered {
            ttl: record.ttl,
            data: Vec::new(),
            untouchable: None,
        });
        gathered.ttl = gathered.ttl.min(record.ttl);
        gathered.untouchable = gathered.untouchable.or(untouchable);
        gathered.data.push(data);
    }

    /// Takes in the sets of another gathering.
    pub(super) fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// By name and type.
    pub(super) fn into_contents(self, zone: &str) -> ZoneContents {
        let stored = |((name, rtype), gathered): ((String, RrType), Gathered)| StoredSet {
            set: RrSet::new(&name, rtype, gathered.ttl, gathered.data),
            untouchable: gathered.untouchable.map(str::to_owned),
        };
        ZoneContents { zone: zone.to_owned(), sets: self.0.into_iter().map(stored).collect() }
    }
}

#[cfg(test)]
mod tests;
