//! How a question looks on the wire, and whether a datagram is the reply to it.

use crate::name;
use hickory_proto::op::{Edns, Message, MessageType, OpCode, Query, ResponseCode};
use hickory_proto::rr::{DNSClass, Name, RecordType};

/// Largest UDP reply asked for, in octets: fits one packet on every path (DNS flag day 2020).
const UDP_REPLY_BYTES_MAX: u16 = 1232;

/// What to ask.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Question {
    /// The name, lower case.
    pub(super) name: Name,
    /// The type.
    pub(super) qtype: RecordType,
    /// Whether the server shall go and find out (RD): set for resolvers, not for a zone's own servers.
    pub(super) recursion: bool,
    /// Whether a resolver shall give what it has without checking signatures (CD; RFC 4035, 3.2.2).
    pub(super) checking_disabled: bool,
}

impl Question {
    /// A question about a name as text; `None` when that is no name.
    pub(super) fn new(name: &str, qtype: RecordType, recursion: bool) -> Option<Self> {
        Some(Self { name: name::parse(name)?, qtype, recursion, checking_disabled: false })
    }
}

/// What some servers cannot stand, and is left out for them on a second try.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Manner {
    /// Random case in the name, which the reply must repeat: some thirty more bits for an attacker to guess
    /// (draft-vixie-dnsext-dns0x20).
    pub(super) scrambled: bool,
    /// EDNS (RFC 6891).
    pub(super) edns: bool,
}

/// A question as it was sent, to hold replies against.
#[derive(Debug)]
pub(super) struct Sent {
    id: u16,
    name: Name,
    qtype: RecordType,
    /// The octets to send.
    pub(super) bytes: Vec<u8>,
}

/// What a datagram is to a question.
#[derive(Debug)]
pub(super) enum Fit {
    /// Its reply.
    Reply(Box<Message>),
    /// Its reply, but the name came back in another case.
    OtherCase,
    /// Not its reply, and why.
    Foreign(&'static str),
}

/// The question with a fresh random id; `None` when the system has no randomness or the name cannot be written.
pub(super) fn write(question: &Question, manner: Manner) -> Option<Sent> {
    let mut id = [0; 2];
    aws_lc_rs::rand::fill(&mut id).ok()?;
    let mut name = question.name.clone();
    if manner.scrambled {
        name.randomize_label_case();
    }
    let mut message = Message::new(u16::from_be_bytes(id), MessageType::Query, OpCode::Query);
    message.metadata.recursion_desired = question.recursion;
    message.metadata.checking_disabled = question.checking_disabled;
    message.add_query(Query::query(name.clone(), question.qtype));
    if manner.edns {
        let mut edns = Edns::new();
        edns.set_max_payload(UDP_REPLY_BYTES_MAX);
        message.set_edns(edns);
    }
    let bytes = message.to_vec().ok()?;
    Some(Sent { id: message.metadata.id, name, qtype: question.qtype, bytes })
}

/// Holds a datagram from the asked server against what it was asked.
pub(super) fn fit(sent: &Sent, datagram: &[u8]) -> Fit {
    let Some(id) = datagram.first_chunk::<2>() else { return Fit::Foreign("the reply is empty") };
    if u16::from_be_bytes(*id) != sent.id {
        return Fit::Foreign("the reply has another id");
    }
    let Ok(message) = Message::from_vec(datagram) else { return Fit::Foreign("the reply cannot be read") };
    if message.metadata.message_type != MessageType::Response || message.metadata.op_code != OpCode::Query {
        return Fit::Foreign("the reply is no reply");
    }
    match message.queries.as_slice() {
        [query] => {
            if query.name != sent.name || query.query_type != sent.qtype || query.query_class != DNSClass::IN {
                return Fit::Foreign("the reply is to another question");
            }
            if !query.name.eq_case(&sent.name) {
                return Fit::OtherCase;
            }
            Fit::Reply(Box::new(message))
        }
        // Servers that fail before they have read the question leave it out. Nothing but a failure is believed then.
        [] if says_nothing_about_the_zone(message.metadata.response_code) => Fit::Reply(Box::new(message)),
        _ => Fit::Foreign("the reply is to another question"),
    }
}

fn says_nothing_about_the_zone(code: ResponseCode) -> bool {
    !matches!(code, ResponseCode::NoError | ResponseCode::NXDomain)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Manner = Manner { scrambled: false, edns: true };

    fn question() -> Question {
        Question::new("app.customer.test", RecordType::TXT, false).unwrap()
    }

    fn reply_to(sent: &Sent, change: impl FnOnce(&mut Message)) -> Vec<u8> {
        let mut message = Message::from_vec(&sent.bytes).unwrap();
        message.metadata.message_type = MessageType::Response;
        change(&mut message);
        message.to_vec().unwrap()
    }

    fn why(fit: Fit) -> &'static str {
        match fit {
            Fit::Reply(_) => "reply",
            Fit::OtherCase => "other case",
            Fit::Foreign(why) => why,
        }
    }

    #[test]
    fn a_reply_repeats_id_and_question() {
        let sent = write(&question(), Manner { scrambled: true, edns: true }).unwrap();
        assert_eq!(why(fit(&sent, &reply_to(&sent, |_| {}))), "reply");
        assert_eq!(why(fit(&sent, &reply_to(&sent, |m| m.metadata.id ^= 1))), "the reply has another id");
        assert_eq!(why(fit(&sent, &sent.bytes)), "the reply is no reply");
        let other = reply_to(&sent, |m| m.queries[0].query_type = RecordType::A);
        assert_eq!(why(fit(&sent, &other)), "the reply is to another question");
        let renamed = reply_to(&sent, |m| m.queries[0].name = Name::from_ascii("other.test.").unwrap());
        assert_eq!(why(fit(&sent, &renamed)), "the reply is to another question");
        let mut cut = reply_to(&sent, |_| {});
        cut.truncate(14);
        assert_eq!(why(fit(&sent, &cut)), "the reply cannot be read");
        assert_eq!(why(fit(&sent, &[])), "the reply is empty");
    }

    #[test]
    fn a_reply_in_another_case_is_told_apart() {
        let sent = write(&question(), PLAIN).unwrap();
        let upper = reply_to(&sent, |m| m.queries[0].name = Name::from_ascii("APP.customer.test.").unwrap());
        assert_eq!(why(fit(&sent, &upper)), "other case");
    }

    #[test]
    fn without_its_question_only_a_failure_is_believed() {
        let sent = write(&question(), PLAIN).unwrap();
        let code = |code| {
            reply_to(&sent, |m| {
                m.queries.clear();
                m.metadata.response_code = code;
            })
        };
        assert_eq!(why(fit(&sent, &code(ResponseCode::FormErr))), "reply");
        assert_eq!(why(fit(&sent, &code(ResponseCode::NXDomain))), "the reply is to another question");
    }

    #[test]
    fn ids_and_case_vary() {
        let scrambled = Manner { scrambled: true, edns: true };
        let all: std::collections::HashSet<Vec<u8>> =
            (0..20).map(|_| write(&question(), scrambled).unwrap().bytes).collect();
        assert_eq!(all.len(), 20);
    }
}
