//! What a reply says, or why it says nothing.

use super::message::Question;
use crate::name;
use hickory_proto::op::{Message, ResponseCode};
use hickory_proto::rr::{RData, Record, RecordType};
use nameplate_domain::evidence::{Answer, QueryType, Unanswered};
use std::net::IpAddr;

/// Aliases read from one reply at most; more than any resolver would follow.
const ALIASES_MAX: usize = 16;

/// What a reply says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Reading {
    /// The rrset or its absence, as far as this server can know it.
    Answer {
        /// What is known.
        answer: Answer,
        /// The last alias, when what is there is for another server to say.
        continues_at: Option<String>,
    },
    /// "Not I, but the servers of that child zone."
    Referral(Referral),
}

/// A delegation, as the parent's servers tell it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Referral {
    /// The child zone.
    pub(super) zone: String,
    /// Names of its servers, with the addresses that the parent may vouch for.
    pub(super) servers: Vec<(String, Vec<IpAddr>)>,
    /// In seconds.
    pub(super) ttl: u32,
}

/// Who the reply is from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Witness<'a> {
    /// A server of this zone. Only what is in the zone is believed.
    Zone(&'a str),
    /// A resolver, which has followed every alias.
    Resolver,
}

/// The wire number of a type.
pub(super) const fn record_type(qtype: QueryType) -> RecordType {
    match qtype {
        QueryType::A => RecordType::A,
        QueryType::Aaaa => RecordType::AAAA,
        QueryType::Caa => RecordType::CAA,
        QueryType::Cname => RecordType::CNAME,
        QueryType::Mx => RecordType::MX,
        QueryType::Ns => RecordType::NS,
        QueryType::Soa => RecordType::SOA,
        QueryType::Txt => RecordType::TXT,
    }
}

/// Reads a reply that fits its question.
pub(super) fn read(reply: &Message, question: &Question, witness: Witness<'_>) -> Result<Reading, Unanswered> {
    check_code(reply)?;
    let asked = name::text(&question.name);
    match witness {
        Witness::Zone(_) if reply.metadata.authoritative => {}
        Witness::Zone(zone) => return referral(reply, &asked, zone).map(Reading::Referral).ok_or(Unanswered::Lame),
        // Neither found out nor knows: an authoritative server in a resolver's place says nothing about other zones.
        Witness::Resolver if !reply.metadata.recursion_available && !reply.metadata.authoritative => {
            return Err(Unanswered::Lame);
        }
        Witness::Resolver => {}
    }
    Ok(chain(reply, &asked, question.qtype, witness))
}

/// Whether the reply tells anything about the zone: presence (NOERROR) or absence (NOERROR, NXDOMAIN).
pub(super) fn check_code(reply: &Message) -> Result<(), Unanswered> {
    match reply.metadata.response_code {
        ResponseCode::NoError | ResponseCode::NXDomain => Ok(()),
        ResponseCode::ServFail => Err(Unanswered::ServerFailure),
        ResponseCode::Refused => Err(Unanswered::Refused),
        ResponseCode::FormErr => Err(Unanswered::OtherCode("FORMERR".into())),
        ResponseCode::NotImp => Err(Unanswered::OtherCode("NOTIMP".into())),
        other => Err(Unanswered::OtherCode(format!("RCODE {}", u16::from(other)))),
    }
}

/// Walks from the asked name along its aliases, as far as the witness may be believed.
fn chain(reply: &Message, asked: &str, qtype: RecordType, witness: Witness<'_>) -> Reading {
    let records: Vec<(String, &Record)> =
        reply.answers.iter().map(|record| (name::text(&record.name), record)).collect();
    let mut answer = Answer::default();
    let mut at = asked.to_owned();
    loop {
        for (_, record) in records.iter().filter(|(owner, record)| *owner == at && record.record_type() == qtype) {
            answer.ttl = Some(answer.ttl.map_or(record.ttl, |ttl| ttl.min(record.ttl)));
            if let Some(value) = value(&record.data)
                && !answer.values.contains(&value)
            {
                answer.values.push(value);
            }
        }
        if !answer.values.is_empty() {
            // Servers turn them as they like (RFC 1794), and what they mean is a set: another order is no news.
            answer.values.sort_unstable();
            return Reading::Answer { answer, continues_at: None };
        }
        let alias = records.iter().find_map(|(owner, record)| match &record.data {
            RData::CNAME(target) if *owner == at => Some((name::text(target), record.ttl)),
            _ => None,
        });
        let Some((target, ttl)) = alias else { break };
        answer.ttl = Some(answer.ttl.map_or(ttl, |least| least.min(ttl)));
        let circle = target == asked || answer.aliases.contains(&target);
        answer.aliases.push(target.clone());
        if circle || answer.aliases.len() >= ALIASES_MAX {
            return Reading::Answer { answer, continues_at: None };
        }
        at = target;
        if let Witness::Zone(zone) = witness
            && !name::is_within(&at, zone)
        {
            return Reading::Answer { answer, continues_at: Some(at) };
        }
    }
    let name_error = reply.metadata.response_code == ResponseCode::NXDomain;
    answer.no_such_name = name_error && answer.aliases.is_empty();
    // A server that has the target in its own zone may still leave it to the asker (RFC 1034, 3.6.2 only says "should").
    let settled = name_error
        || answer.aliases.is_empty()
        || witness == Witness::Resolver
        || reply.authorities.iter().any(|record| record.record_type() == RecordType::SOA);
    Reading::Answer { answer, continues_at: (!settled).then_some(at) }
}

/// The delegation that a reply without authority points down to; `None` when it points nowhere, sideways or up.
fn referral(reply: &Message, asked: &str, zone: &str) -> Option<Referral> {
    if reply.metadata.response_code != ResponseCode::NoError || !reply.answers.is_empty() {
        return None;
    }
    let delegations = reply.authorities.iter().filter_map(|record| match &record.data {
        RData::NS(server) => Some((name::text(&record.name), name::text(server), record.ttl)),
        _ => None,
    });
    let mut found: Option<Referral> = None;
    for (child, server, ttl) in delegations {
        if child == zone || !name::is_within(&child, zone) || !name::is_within(asked, &child) {
            continue;
        }
        let referral = found.get_or_insert_with(|| Referral { zone: child.clone(), servers: Vec::new(), ttl });
        if referral.zone == child {
            let glue = glue(reply, &server, zone);
            referral.servers.push((server, glue));
        }
    }
    found
}

/// Addresses beside a referral. Only those of names in the referring zone are its to tell.
fn glue(reply: &Message, server: &str, zone: &str) -> Vec<IpAddr> {
    if !name::is_within(server, zone) {
        return Vec::new();
    }
    reply
        .additionals
        .iter()
        .filter(|record| name::text(&record.name) == server)
        .filter_map(|record| record.data.ip_addr())
        .collect()
}

/// The canonical text of a value; `None` for types that are never asked for.
fn value(data: &RData) -> Option<String> {
    Some(match data {
        RData::A(address) => address.to_string(),
        RData::AAAA(address) => address.to_string(),
        RData::CAA(caa) => format!("{} {} \"{}\"", caa.flags(), caa.tag, String::from_utf8_lossy(&caa.value)),
        RData::CNAME(target) => name::text(target),
        RData::NS(server) => name::text(server),
        RData::MX(mx) => format!("{} {}", mx.preference, name::text(&mx.exchange)),
        RData::SOA(soa) => format!(
            "{} {} {} {} {} {} {}",
            name::text(&soa.mname),
            name::text(&soa.rname),
            soa.serial,
            soa.refresh,
            soa.retry,
            soa.expire,
            soa.minimum
        ),
        RData::TXT(txt) => String::from_utf8_lossy(&txt.txt_data.concat()).into_owned(),
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
