//! Signing a message, and checking the chain of signatures that answers it (RFC 8945, 4.3 and 5.3).
//!
//! `hickory-proto` has the record; its own signer knows neither SHA-1 and SHA-224 nor the unsigned messages inside a transfer, and so
//! the digest is made here.

use super::answer::{Answer, Signature};
use super::code::{self, code_name};
use super::error::{BadKey, UpdateError};
use super::key::TsigKey;
use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::hmac;
use hickory_proto::ProtoError;
use hickory_proto::op::Message;
use hickory_proto::rr::rdata::TSIG;
use hickory_proto::rr::rdata::tsig::{TsigError, make_tsig_record};
use hickory_proto::serialize::binary::BinEncoder;
use nameplate_domain::time::Timestamp;

/// How far clocks may be apart, in seconds (RFC 8945, 10).
const FUDGE_S: u16 = 300;
/// Messages in a row that may be without signature inside a transfer (RFC 8945, 5.3.1).
const UNSIGNED_MAX: u32 = 99;
/// TC in the third octet of a message.
const TRUNCATED: u8 = 0x02;

/// The RCODEs that say what stands in the zone, and not that the server has failed.
const SPEAKS_OF_THE_ZONE: [u8; 5] = [code::NOERROR, code::NXDOMAIN, code::YXDOMAIN, code::YXRRSET, code::NXRRSET];

/// A message as it is sent.
#[derive(Debug)]
pub(super) struct Signed {
    pub(super) id: u16,
    pub(super) octets: Vec<u8>,
    mac: Vec<u8>,
    at: Timestamp,
}

/// Seconds since the Unix epoch; 48 bits are plenty.
fn seconds(at: Timestamp) -> u64 {
    u64::try_from(at.as_ms().div_euclid(1000)).unwrap_or(0)
}

/// Signs a message. `None` when it is longer than a message can be, or cannot be written.
pub(super) fn sign(mut message: Message, key: &TsigKey, now: Timestamp) -> Option<Signed> {
    let id = message.metadata.id;
    let unsigned = whole(&message)?;
    let tsig = TSIG::new(key.algorithm().on_the_wire(), seconds(now), FUDGE_S, Vec::new(), id, None, Vec::new());
    let mut digest = key.digest();
    digest.update(&unsigned);
    digest.update(&variables(&tsig, key.wire_name()).ok()?);
    let mac = digest.sign().as_ref().to_vec();
    message.signature = Some(Box::new(make_tsig_record(key.wire_name().clone(), tsig.set_mac(mac.clone()))));
    Some(Signed { id, octets: whole(&message)?, mac, at: now })
}

/// The octets of a message that fits into one: what is too long is cut by the encoder, and marked.
fn whole(message: &Message) -> Option<Vec<u8>> {
    let octets = message.to_vec().ok()?;
    octets.get(2).is_some_and(|flags| flags & TRUNCATED == 0).then_some(octets)
}

/// What of the TSIG record is signed (RFC 8945, 4.3.3).
fn variables(tsig: &TSIG, key: &hickory_proto::rr::Name) -> Result<Vec<u8>, ProtoError> {
    let mut octets = Vec::new();
    tsig.emit_tsig_for_mac(&mut BinEncoder::new(&mut octets), key)?;
    Ok(octets)
}

/// What one message of an answer is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Standing {
    /// It and everything before it is from the server.
    Signed,
    /// Not known before the next signed one.
    Open,
    /// It is not signed, and says that the server failed or does not want to. Anybody could have said so.
    Failure,
}

/// Checks the messages that answer one request, in the order in which they come.
#[derive(Debug)]
pub(super) struct Verifier<'k> {
    key: &'k TsigKey,
    id: u16,
    asked_at: Timestamp,
    digest: hmac::Context,
    is_first: bool,
    unsigned: u32,
    signed_at: u64,
}

impl<'k> Verifier<'k> {
    pub(super) fn new(request: &Signed, key: &'k TsigKey) -> Self {
        Self {
            key,
            id: request.id,
            asked_at: request.at,
            digest: chained(key, &request.mac),
            is_first: true,
            unsigned: 0,
            signed_at: 0,
        }
    }

    /// Takes the next message. The first has to be signed, then at least every hundredth.
    pub(super) fn check(&mut self, octets: &[u8], answer: &Answer, now: Timestamp) -> Result<Standing, UpdateError> {
        if answer.id != self.id {
            return Err(UpdateError::forged("it has another id than the request"));
        }
        let Some(signature) = &answer.signature else { return self.unsigned(octets, answer) };
        if signature.data.mac.is_empty()
            && let Some(error) = signature.data.error
        {
            return Err(self.not_accepted(error, &signature.data.other));
        }
        self.check_mac(octets, signature)?;
        if let Some(error) = signature.data.error {
            return Err(self.not_accepted(error, &signature.data.other));
        }
        if seconds(now).abs_diff(signature.data.time) > u64::from(FUDGE_S) || signature.data.time < self.signed_at {
            return Err(UpdateError::forged("it was signed at another time"));
        }
        self.signed_at = signature.data.time;
        self.digest = chained(self.key, &signature.data.mac);
        self.is_first = false;
        self.unsigned = 0;
        Ok(Standing::Signed)
    }

    fn unsigned(&mut self, octets: &[u8], answer: &Answer) -> Result<Standing, UpdateError> {
        if self.is_first {
            let is_failure = !SPEAKS_OF_THE_ZONE.contains(&answer.code);
            return if is_failure { Ok(Standing::Failure) } else { Err(unsigned(answer)) };
        }
        self.unsigned += 1;
        if self.unsigned > UNSIGNED_MAX {
            return Err(UpdateError::forged("too many messages in a row are not signed"));
        }
        self.digest.update(octets);
        Ok(Standing::Open)
    }

    fn check_mac(&mut self, octets: &[u8], signature: &Signature) -> Result<(), UpdateError> {
        let tsig = &signature.data;
        if signature.key != *self.key.wire_name() || tsig.algorithm != self.key.algorithm().on_the_wire() {
            return Err(UpdateError::forged("it is signed with another key"));
        }
        // As it was before it was signed: the id of the request, one additional record less, no TSIG.
        let mut unsigned = octets.get(..signature.at).unwrap_or_default().to_vec();
        let additional = unsigned.get(10..12).and_then(|count| count.try_into().ok()).map_or(0, u16::from_be_bytes);
        for (at, octet) in [(0, tsig.oid.to_be_bytes()), (10, additional.saturating_sub(1).to_be_bytes())] {
            if let Some(place) = unsigned.get_mut(at..at + 2) {
                place.copy_from_slice(&octet);
            }
        }
        self.digest.update(&unsigned);
        if self.is_first {
            let variables = variables(tsig, &signature.key);
            self.digest.update(&variables.map_err(|_| UpdateError::forged("its signature cannot be read"))?);
        } else {
            // Only the timers (RFC 8945, 5.3.1).
            self.digest.update(&tsig.time.to_be_bytes()[2..]);
            self.digest.update(&tsig.fudge.to_be_bytes());
        }
        let expected = self.digest.clone().sign();
        verify_slices_are_equal(expected.as_ref(), &tsig.mac)
            .map_err(|_| UpdateError::forged("its signature is wrong: something changed it on its way"))
    }

    fn not_accepted(&self, error: TsigError, other: &[u8]) -> UpdateError {
        let name = self.key.name().to_owned();
        UpdateError::BadKey(match error {
            TsigError::BadKey => BadKey::UnknownKey { name, algorithm: self.key.algorithm() },
            TsigError::BadSig => BadKey::WrongSecret { name },
            TsigError::BadTime => BadKey::ClockSkew { ours: self.asked_at, server: server_time(other) },
            error => BadKey::Other { code: error.into() },
        })
    }
}

/// An answer that has no signature.
pub(super) fn unsigned(answer: &Answer) -> UpdateError {
    UpdateError::ForgedAnswer { why: format!("it is not signed; it says {}", code_name(answer.code)) }
}

/// A digest that begins with the signature before (RFC 8945, 4.3.1).
fn chained(key: &TsigKey, mac: &[u8]) -> hmac::Context {
    let mut digest = key.digest();
    digest.update(&u16::try_from(mac.len()).unwrap_or(u16::MAX).to_be_bytes());
    digest.update(mac);
    digest
}

/// The server's clock beside BADTIME: 48 bits of seconds (RFC 8945, 5.2.3).
fn server_time(other: &[u8]) -> Option<Timestamp> {
    let [a, b, c, d, e, f] = *other else { return None };
    let seconds = i64::from_be_bytes([0, 0, a, b, c, d, e, f]);
    Some(Timestamp::from_ms(seconds.saturating_mul(1000)))
}

#[cfg(test)]
mod tests;
