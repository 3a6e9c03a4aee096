use super::super::request::question;
use super::*;
use crate::update::TsigAlgorithm;
use hickory_proto::op::MessageType;
use hickory_proto::rr::RecordType;
use proptest::prelude::*;

const NOW: Timestamp = Timestamp::from_ms(1_782_993_600_000);
const NOW_S: u64 = 1_782_993_600;

fn key() -> TsigKey {
    TsigKey::new("key.customer.test", TsigAlgorithm::HmacSha256, b"secret").unwrap()
}

fn request() -> (Message, Signed) {
    let message = question("customer.test", RecordType::AXFR).unwrap();
    (message.clone(), sign(message, &key(), NOW).unwrap())
}

/// A server's side of the chain, by the words of RFC 8945, 5.3.1.
struct Answering {
    reply: Message,
    key: TsigKey,
    mac: Vec<u8>,
    since: Vec<u8>,
    is_first: bool,
    at: u64,
    error: Option<TsigError>,
}

impl Answering {
    fn to(request: &(Message, Signed)) -> Self {
        let mut reply = request.0.clone();
        reply.metadata.message_type = MessageType::Response;
        let mac = request.1.mac.clone();
        Self { reply, key: key(), mac, since: Vec::new(), is_first: true, at: NOW_S, error: None }
    }

    fn unsigned(&mut self) -> Vec<u8> {
        let octets = self.reply.to_vec().unwrap();
        self.since.extend_from_slice(&octets);
        octets
    }

    fn signed(&mut self) -> Vec<u8> {
        let oid = self.reply.metadata.id;
        let algorithm = self.key.algorithm().on_the_wire();
        let tsig = TSIG::new(algorithm, self.at, FUDGE_S, Vec::new(), oid, self.error, Vec::new());
        let mut digest = self.key.digest();
        digest.update(&u16::try_from(self.mac.len()).unwrap().to_be_bytes());
        digest.update(&self.mac);
        digest.update(&std::mem::take(&mut self.since));
        digest.update(&self.reply.to_vec().unwrap());
        let variables = variables(&tsig, self.key.wire_name()).unwrap();
        let timers = [&self.at.to_be_bytes()[2..], &FUDGE_S.to_be_bytes()].concat();
        digest.update(if self.is_first { &variables } else { &timers });
        self.is_first = false;
        self.mac = digest.sign().as_ref().to_vec();
        let mut signed = self.reply.clone();
        let record = make_tsig_record(self.key.wire_name().clone(), tsig.set_mac(self.mac.clone()));
        signed.signature = Some(Box::new(record));
        signed.to_vec().unwrap()
    }
}

fn check(verifier: &mut Verifier<'_>, octets: &[u8]) -> Result<Standing, UpdateError> {
    let answer = Answer::read(octets).map_err(UpdateError::malformed)?;
    verifier.check(octets, &answer, NOW)
}

fn why(result: Result<Standing, UpdateError>) -> String {
    result.unwrap_err().to_string()
}

#[test]
fn an_answer_is_believed_only_as_it_was_signed() {
    let (request, key) = (request(), key());
    let octets = Answering::to(&request).signed();
    assert_eq!(check(&mut Verifier::new(&request.1, &key), &octets), Ok(Standing::Signed));
    // Of the header, only the id may differ: servers in between set their own, and the original is signed.
    for at in 2..octets.len() {
        let mut changed = octets.clone();
        changed[at] ^= 1;
        let result = check(&mut Verifier::new(&request.1, &key), &changed);
        assert!(result.is_err(), "octet {at}: {result:?}");
    }
}

#[test]
fn an_answer_to_another_request_is_not_believed() {
    let (request, other, key) = (request(), request(), key());
    let mut answering = Answering::to(&request);
    answering.mac.clone_from(&other.1.mac);
    let octets = answering.signed();
    assert!(why(check(&mut Verifier::new(&request.1, &key), &octets)).contains("signature is wrong"));
}

#[test]
fn an_answer_without_signature_or_of_another_time_is_not_believed() {
    let (request, key) = (request(), key());
    let octets = Answering::to(&request).unsigned();
    assert!(why(check(&mut Verifier::new(&request.1, &key), &octets)).contains("not signed; it says NOERROR"));
    let mut answering = Answering::to(&request);
    for code in 0..=15_u16 {
        answering.reply.metadata.response_code = code.into();
        let result = check(&mut Verifier::new(&request.1, &key), &answering.unsigned());
        let is_failure = !matches!(code, 0 | 3 | 6 | 7 | 8);
        assert_eq!(result == Ok(Standing::Failure), is_failure, "{code}: {result:?}");
        assert_eq!(result.is_err(), !is_failure, "{code}");
    }
    for (at, is_believed) in [(300, true), (301, false), (-300, true), (-301, false)] {
        let mut answering = Answering::to(&request);
        answering.at = NOW_S.checked_add_signed(at).unwrap();
        let octets = answering.signed();
        assert_eq!(check(&mut Verifier::new(&request.1, &key), &octets).is_ok(), is_believed, "{at}");
    }
}

#[test]
fn an_error_that_has_to_be_signed_is_checked_first() {
    let (request, key) = (request(), key());
    let mut answering = Answering::to(&request);
    answering.error = Some(TsigError::BadTime);
    let mut octets = answering.signed();
    let result = check(&mut Verifier::new(&request.1, &key), &octets);
    let skew = BadKey::ClockSkew { ours: NOW, server: None };
    assert_eq!(result, Err(UpdateError::BadKey(skew)));
    octets[3] ^= 1;
    assert!(why(check(&mut Verifier::new(&request.1, &key), &octets)).contains("signature is wrong"));
}

#[test]
fn the_servers_clock_is_named() {
    let octets = &NOW_S.to_be_bytes()[2..];
    assert_eq!(server_time(octets), Some(NOW));
    assert_eq!(server_time(&[1]), None);
}

#[test]
fn ninety_nine_messages_may_be_unsigned_in_a_row_and_no_more() {
    let (request, key) = (request(), key());
    for (unsigned, is_believed) in [(99, true), (100, false)] {
        let mut answering = Answering::to(&request);
        let mut verifier = Verifier::new(&request.1, &key);
        assert_eq!(check(&mut verifier, &answering.signed()), Ok(Standing::Signed));
        let results: Vec<_> = (0..unsigned).map(|_| check(&mut verifier, &answering.unsigned())).collect();
        assert!(results[..99].iter().all(|result| *result == Ok(Standing::Open)));
        assert_eq!(results.iter().all(Result::is_ok), is_believed);
        if is_believed {
            assert_eq!(check(&mut verifier, &answering.signed()), Ok(Standing::Signed));
        }
    }
}

#[test]
fn what_does_not_fit_into_a_message_is_not_sent() {
    let mut message = question("customer.test", RecordType::A).unwrap();
    let name = message.queries[0].name().clone();
    let data = hickory_proto::rr::RData::TXT(hickory_proto::rr::rdata::TXT::from_bytes(vec![&[b'x'; 250]; 100]));
    for _ in 0..3 {
        message.add_answer(hickory_proto::rr::Record::from_rdata(name.clone(), 60, data.clone()));
    }
    assert!(sign(message.clone(), &key(), NOW).is_none());
    message.answers.pop();
    assert!(sign(message, &key(), NOW).is_some());
}

proptest! {
    /// Whatever the pattern of signatures: the chain is believed, and one changed octet anywhere in an unsigned message is found by the next
    /// signature.
    #[test]
    fn a_chain_holds_until_it_is_broken(pattern in prop::collection::vec(any::<bool>(), 1..40), broken in 0usize..40) {
        let (request, key) = (request(), key());
        let mut answering = Answering::to(&request);
        let mut messages = vec![answering.signed()];
        messages.extend(pattern.iter().map(|signed| if *signed { answering.signed() } else { answering.unsigned() }));
        messages.push(answering.signed());
        let mut verifier = Verifier::new(&request.1, &key);
        for octets in &messages {
            prop_assert!(check(&mut verifier, octets).is_ok());
        }
        let broken = broken % messages.len();
        messages[broken][3] ^= 1;
        let mut verifier = Verifier::new(&request.1, &key);
        let first_wrong = messages.iter().position(|octets| check(&mut verifier, octets).is_err());
        let next_signed = (broken..messages.len()).find(|at| *at == 0 || *at > pattern.len() || pattern[at - 1]);
        prop_assert_eq!(first_wrong, next_signed);
    }
}
