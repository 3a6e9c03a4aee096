//! How questions and updates look.

use super::error::UpdateError;
use crate::name;
use hickory_proto::op::{Message, MessageType, OpCode, Query};
use hickory_proto::rr::{DNSClass, Name, RData, Record, RecordType};

/// A message with a fresh random id.
fn message(op_code: OpCode) -> Result<Message, UpdateError> {
    let mut id = [0; 2];
    aws_lc_rs::rand::fill(&mut id)
        .map_err(|_| UpdateError::Outage { why: "this machine gives no random numbers".into() })?;
    Ok(Message::new(u16::from_be_bytes(id), MessageType::Query, op_code))
}

/// A name as text, on the wire.
pub(super) fn wire_name(text: &str) -> Result<Name, UpdateError> {
    name::parse(text).ok_or_else(|| UpdateError::unsupported(format!("{text:?} is no domain name")))
}

/// A question, without recursion.
pub(super) fn question(name: &str, qtype: RecordType) -> Result<Message, UpdateError> {
    let mut message = message(OpCode::Query)?;
    message.add_query(Query::query(wire_name(name)?, qtype));
    Ok(message)
}

/// An update in the making (RFC 2136, 2).
#[derive(Debug)]
pub(super) struct Update(Message);

impl Update {
    /// Of this zone, without conditions and without changes.
    pub(super) fn of(zone: &str) -> Result<Self, UpdateError> {
        let mut message = message(OpCode::Update)?;
        message.add_query(Query::query(wire_name(zone)?, RecordType::SOA));
        Ok(Self(message))
    }

    /// Only if the set has exactly these records (RFC 2136, 2.4.2).
    pub(super) fn if_exactly(&mut self, name: &Name, data: Vec<RData>) {
        self.0.add_answers(data.into_iter().map(|data| Record::from_rdata(name.clone(), 0, data)));
    }

    /// Only if there is no such set (RFC 2136, 2.4.3).
    pub(super) fn if_absent(&mut self, name: &Name, rtype: RecordType) {
        self.0.add_answer(without_data(name, rtype, DNSClass::NONE));
    }

    /// Only if the zone has records of this very name: no wildcard makes it true (RFC 2136, 2.4.4).
    pub(super) fn if_in_use(&mut self, name: &Name) {
        self.0.add_answer(without_data(name, RecordType::ANY, DNSClass::ANY));
    }

    /// The set goes (RFC 2136, 2.5.2).
    pub(super) fn remove(&mut self, name: &Name, rtype: RecordType) {
        self.0.add_authority(without_data(name, rtype, DNSClass::ANY));
    }

    /// The records come; `ttl` in seconds (RFC 2136, 2.5.1).
    pub(super) fn add(&mut self, name: &Name, ttl: u32, data: Vec<RData>) {
        self.0.add_authorities(data.into_iter().map(|data| Record::from_rdata(name.clone(), ttl, data)));
    }

    pub(super) fn into_message(self) -> Message {
        self.0
    }
}

fn without_data(name: &Name, rtype: RecordType, class: DNSClass) -> Record {
    let mut record = Record::update0(name.clone(), 0, rtype);
    record.dns_class = class;
    record
}
