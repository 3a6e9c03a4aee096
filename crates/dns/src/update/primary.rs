//! The server where a zone is changed.

use super::answer::{Answer, WireData};
use super::code::{self, code_name};
use super::error::UpdateError;
use super::key::TsigKey;
use super::request::{Update, question};
use super::signature::{Signed, Standing, Verifier, sign};
use super::stream::Stream;
use crate::name;
use hickory_proto::op::Message;
use hickory_proto::rr::{RData, RecordType};
use nameplate_domain::time::{Clock, Timestamp};
use std::collections::BTreeMap;
use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

/// How long a server may be silent, when nothing else is said.
const TIMEOUT: Duration = Duration::from_secs(10);
/// Questions on their way at once over one stream (RFC 7766, 6.2.1.1).
const PIPELINED_MAX: usize = 16;

/// A zone's primary server, and the key that it lets change the zone. Cheap to make; every call has a connection of its own.
#[derive(Clone)]
pub struct Primary {
    pub(super) server: SocketAddr,
    pub(super) zone: String,
    pub(super) key: TsigKey,
    pub(super) timeout: Duration,
    clock: Arc<dyn Clock>,
}

impl fmt::Debug for Primary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Primary");
        shown.field("server", &self.server).field("zone", &self.zone).field("key", &self.key);
        shown.field("timeout", &self.timeout).finish_non_exhaustive()
    }
}

/// The start of authority (RFC 1035, 3.3.13).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Soa {
    /// Name of the primary server, as the zone tells it: lower case, no trailing dot.
    pub primary: String,
    /// Moves on with every change (RFC 1982).
    pub serial: u32,
    /// How long resolvers remember that something is not there, in seconds (RFC 2308, 5).
    pub negative_ttl_s: u32,
}

impl Primary {
    /// `zone` is the apex, absolute, trailing dot or not. A server may be silent for ten seconds.
    #[must_use]
    pub fn new(server: SocketAddr, zone: &str, key: TsigKey, clock: Arc<dyn Clock>) -> Self {
        Self { server, zone: name::canonical(zone.trim()), key, timeout: TIMEOUT, clock }
    }

    /// With another time that the server may take to accept a connection, to take a message, and to give one.
    #[must_use]
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// The zone's SOA: whether the server has the zone and accepts the key.
    ///
    /// # Errors
    /// [`UpdateError`]; never `Changed` or `Unknown`.
    pub async fn soa(&self) -> Result<Soa, UpdateError> {
        let answer = self.ask(question(&self.zone, RecordType::SOA)?).await?;
        match self.denied(&answer, "queries") {
            // Many servers refuse questions about zones that they do not have. Of an update, even an empty one, they say why.
            Err(UpdateError::Refused { what, key }) => {
                return Err(match self.test(Update::of(&self.zone)?).await {
                    Err(not_auth @ UpdateError::NotAuth { .. }) => not_auth,
                    _ => UpdateError::Refused { what, key },
                });
            }
            result => result?,
        }
        let soa = answer.answers.iter().find_map(|record| match &record.data {
            WireData::Read(RData::SOA(soa)) if name::text(&record.owner) == self.zone => Some((soa, record.ttl)),
            _ => None,
        });
        let (soa, ttl) = soa.filter(|_| answer.authoritative).ok_or_else(|| self.not_auth())?;
        Ok(Soa { primary: name::text(&soa.mname), serial: soa.serial, negative_ttl_s: soa.minimum.min(ttl) })
    }

    /// Sends an update that changes nothing, for its conditions only.
    pub(super) async fn test(&self, update: Update) -> Result<bool, UpdateError> {
        let answer = self.ask(update.into_message()).await?;
        if code::is_unmet(answer.code) {
            return Ok(false);
        }
        self.denied(&answer, "updates").map(|()| true)
    }

    /// One message, which does not change anything, and its answer.
    pub(super) async fn ask(&self, message: Message) -> Result<Answer, UpdateError> {
        let answers = self.ask_all(vec![message]).await?;
        answers.into_iter().next().ok_or_else(|| UpdateError::malformed("there is none"))
    }

    /// Messages that do not change anything, and their answers in the same order. Answers without signature are failures.
    pub(super) async fn ask_all(&self, messages: Vec<Message>) -> Result<Vec<Answer>, UpdateError> {
        let outage = |why| UpdateError::Outage { why };
        let mut stream = Stream::open(self.server, self.timeout).await.map_err(outage)?;
        let mut answers = Vec::with_capacity(messages.len());
        let mut left = messages.into_iter().peekable();
        while left.peek().is_some() {
            let mut asked: BTreeMap<u16, usize> = BTreeMap::new();
            let mut verifiers = Vec::new();
            for mut message in left.by_ref().take(PIPELINED_MAX) {
                // Answers come in any order and are told apart by id alone.
                while asked.contains_key(&message.metadata.id) {
                    message.metadata.id = message.metadata.id.wrapping_add(1);
                }
                let signed = self.sign(message)?;
                asked.insert(signed.id, verifiers.len());
                stream.send(&signed.octets).await.map_err(outage)?;
                verifiers.push(Verifier::new(&signed, &self.key));
            }
            let mut batch: Vec<Option<Answer>> = verifiers.iter().map(|_| None).collect();
            for _ in 0..verifiers.len() {
                let octets = stream.receive().await.map_err(outage)?;
                let answer = Answer::read(&octets).map_err(UpdateError::malformed)?;
                let at = asked.remove(&answer.id).ok_or_else(|| UpdateError::forged("nobody asked for it"))?;
                self.trusted(&mut verifiers[at], &octets, &answer)?;
                batch[at] = Some(answer);
            }
            answers.extend(batch.into_iter().flatten());
        }
        Ok(answers)
    }

    /// Refuses an answer that is not signed, or not rightly so.
    pub(super) fn trusted(
        &self,
        verifier: &mut Verifier<'_>,
        octets: &[u8],
        answer: &Answer,
    ) -> Result<Standing, UpdateError> {
        verifier.check(octets, answer, self.now())
    }

    pub(super) fn sign(&self, message: Message) -> Result<Signed, UpdateError> {
        sign(message, &self.key, self.now())
            .ok_or_else(|| UpdateError::unsupported("it does not fit into one message: change less at once"))
    }

    fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// What a code means that is no answer to the question. `what` is what the policy would have to allow.
    pub(super) fn denied(&self, answer: &Answer, what: &'static str) -> Result<(), UpdateError> {
        let says = || format!("it says {}", code_name(answer.code));
        Err(match answer.code {
            code::NOERROR | code::NXDOMAIN => return Ok(()),
            code::REFUSED => UpdateError::Refused { what, key: self.key.name().to_owned() },
            code::NOTAUTH | code::NOTZONE => self.not_auth(),
            code::SERVFAIL => UpdateError::Outage { why: says() },
            code::FORMERR | code::NOTIMP => {
                UpdateError::unsupported(format!("the server does not understand {what} ({})", code_name(answer.code)))
            }
            _ => UpdateError::Malformed { why: says() },
        })
    }

    pub(super) fn not_auth(&self) -> UpdateError {
        UpdateError::NotAuth { zone: self.zone.clone() }
    }

    /// The name in canonical form, if it is in the zone.
    pub(super) fn within(&self, name: &str) -> Result<String, UpdateError> {
        let name = name::canonical(name);
        if name::is_within(&name, &self.zone) {
            return Ok(name);
        }
        Err(UpdateError::unsupported(format!("{name} is not in the zone {}", self.zone)))
    }
}
