//! Whether resolvers that check signatures (DNSSEC) believe a zone: its own servers, who are asked for everything else, cannot tell.

use super::message::Question;
use super::observer::Observer;
use super::reading::check_code;
use crate::name;
use futures_util::future::join_all;
use hickory_proto::op::{Message, ResponseCode};
use hickory_proto::rr::RecordType;
use hickory_proto::rr::rdata::opt::{EdnsCode, EdnsOption};
use nameplate_domain::evidence::Bogus;
use std::net::SocketAddr;
use tokio::time::Instant;

/// Extended DNS Errors (RFC 8914, 3): an option of EDNS.
const EXTENDED_ERROR: u16 = 15;
/// Characters kept of what a resolver adds in words of its own.
const WORDS_MAX: usize = 120;

impl Observer {
    /// Whether a resolver refuses what the zone of `name` answers: it fails, answers when it is told not to check (CD; RFC 4035, 3.2.2),
    /// and fails again. `None` when none does, which says little where none of them checks.
    pub async fn bogus(&self, name: &str) -> Option<Bogus> {
        let until = self.until();
        let checked = Question::new(&name::canonical(name), RecordType::SOA, true)?;
        let unchecked = Question { checking_disabled: true, ..checked.clone() };
        let asking = self.resolvers().iter().map(|resolver| self.bogus_at(*resolver, &checked, &unchecked, until));
        join_all(asking).await.into_iter().flatten().next()
    }

    async fn bogus_at(
        &self,
        resolver: SocketAddr,
        checked: &Question,
        unchecked: &Question,
        until: Instant,
    ) -> Option<Bogus> {
        self.failure_at(resolver, checked, until).await?;
        check_code(&self.ask_resolver(resolver, unchecked, until).await.ok()?).ok()?;
        let failure = self.failure_at(resolver, checked, until).await?;
        Some(Bogus { why: reason(&failure) })
    }

    async fn failure_at(&self, resolver: SocketAddr, question: &Question, until: Instant) -> Option<Message> {
        let reply = self.ask_resolver(resolver, question, until).await.ok()?;
        (reply.metadata.response_code == ResponseCode::ServFail).then_some(reply)
    }
}

/// What the resolver says of its failure, if it says anything.
fn reason(failure: &Message) -> Option<String> {
    let options = failure.edns.as_ref()?.options();
    let option = options.get(EdnsCode::from(EXTENDED_ERROR))?;
    let EdnsOption::Unknown(_, octets) = option else { return None };
    let (code, words) = octets.split_first_chunk::<2>()?;
    let meaning = match u16::from_be_bytes(*code) {
        1 => "unsupported DNSKEY algorithm",
        2 => "unsupported DS digest type",
        5 => "DNSSEC indeterminate",
        6 => "DNSSEC bogus",
        7 => "signature expired",
        8 => "signature not yet valid",
        9 => "DNSKEY missing",
        10 => "RRSIGs missing",
        11 => "no zone key bit set",
        12 => "NSEC missing",
        _ => return None,
    };
    let words: String = String::from_utf8_lossy(words).chars().filter(|c| !c.is_control()).take(WORDS_MAX).collect();
    Some(match words.trim() {
        "" => meaning.to_owned(),
        words => format!("{meaning} ({words})"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use hickory_proto::op::{Edns, MessageType, OpCode};

    fn failure(octets: &[u8]) -> Message {
        let mut message = Message::new(7, MessageType::Response, OpCode::Query);
        let mut edns = Edns::new();
        edns.options_mut().insert(EdnsOption::Unknown(EXTENDED_ERROR, octets.to_vec()));
        message.set_edns(edns);
        Message::from_vec(&message.to_vec().unwrap()).unwrap()
    }

    #[test]
    fn a_reason_is_read_with_its_words() {
        assert_eq!(reason(&failure(&[0, 7])).as_deref(), Some("signature expired"));
        assert_eq!(reason(&failure(b"\0\x09no \nkey ")).as_deref(), Some("DNSKEY missing (no key)"));
        assert_eq!(reason(&failure(&[0, 9, 0xff, b'x'])).as_deref(), Some("DNSKEY missing (\u{fffd}x)"));
    }

    #[test]
    fn what_is_no_reason_is_none() {
        assert_eq!(reason(&failure(&[0, 22])), None, "no reachable authority");
        assert_eq!(reason(&failure(&[0])), None);
        assert_eq!(reason(&Message::new(7, MessageType::Response, OpCode::Query)), None);
    }
}
