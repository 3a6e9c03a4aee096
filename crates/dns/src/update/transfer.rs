//! The whole zone by transfer (AXFR, RFC 5936).

use super::answer::{Answer, WireData, WireRecord};
use super::code;
use super::data::Sets;
use super::error::UpdateError;
use super::primary::Primary;
use super::request::question;
use super::signature::{Standing, Verifier};
use super::stream::Stream;
use crate::name;
use hickory_proto::rr::{RData, RecordType};
use nameplate_domain::zone::ZoneContents;
use std::time::Duration;
use tokio::time::timeout;

/// How long a transfer may take in all, so that a server that gives a record now and then cannot hold us for ever.
const TRANSFER_MAX: Duration = Duration::from_mins(2);
/// Octets of a transfer and records in it, at most. Both, because names are a few octets there and may be hundreds here.
const TRANSFER_BYTES_MAX: usize = 32 << 20;
const RECORDS_MAX: usize = 250_000;

impl Primary {
    /// Everything that stands in the zone, but for the SOA and what the server makes by signing. Records below zone cuts (glue) are among it.
    ///
    /// # Errors
    /// [`UpdateError`]; never `Changed` or `Unknown`. Where [`UpdateError::is_denial`], and where the zone is too big (32 MB or 250 000
    /// records: `Unsupported`), [`Primary::read`] may still do.
    pub async fn transfer(&self) -> Result<ZoneContents, UpdateError> {
        let transferring = timeout(TRANSFER_MAX, self.transfer_patiently());
        transferring.await.unwrap_or_else(|_| {
            Err(UpdateError::Outage { why: format!("the transfer takes longer than {} s", TRANSFER_MAX.as_secs()) })
        })
    }

    async fn transfer_patiently(&self) -> Result<ZoneContents, UpdateError> {
        let outage = |why| UpdateError::Outage { why };
        let request = self.sign(question(&self.zone, RecordType::AXFR)?)?;
        let mut stream = Stream::open(self.server, self.timeout).await.map_err(outage)?;
        stream.send(&request.octets).await.map_err(outage)?;
        let mut verifier = Verifier::new(&request, &self.key);
        let mut transfer = Transfer::new(&self.zone);
        let (mut octets_left, mut records_left) = (TRANSFER_BYTES_MAX, RECORDS_MAX);
        loop {
            let octets = stream.receive().await.map_err(outage)?;
            octets_left = octets_left.checked_sub(octets.len()).ok_or_else(too_big)?;
            let answer = Answer::read(&octets).map_err(UpdateError::malformed)?;
            records_left = records_left.checked_sub(answer.answers.len()).ok_or_else(too_big)?;
            let standing = self.trusted(&mut verifier, &octets, &answer)?;
            self.denied(&answer, "transfers")?;
            if answer.code == code::NXDOMAIN {
                return Err(self.not_auth());
            }
            if transfer.take(&answer.answers)? {
                return match standing {
                    Standing::Signed => Ok(transfer.sets.into_contents(&self.zone)),
                    // Nothing vouches for what came since the last signature.
                    Standing::Open | Standing::Failure => {
                        Err(UpdateError::forged("the last message of the transfer is not signed"))
                    }
                };
            }
        }
    }
}

fn too_big() -> UpdateError {
    UpdateError::unsupported("the zone is too big to be transferred")
}

/// A transfer: the SOA, all other records, and the SOA again (RFC 5936, 2.2).
struct Transfer<'a> {
    zone: &'a str,
    serial: Option<u32>,
    sets: Sets,
}

impl<'a> Transfer<'a> {
    fn new(zone: &'a str) -> Self {
        Self { zone, serial: None, sets: Sets::default() }
    }

    /// Takes the records of one message; true when they are the last.
    fn take(&mut self, records: &[WireRecord]) -> Result<bool, UpdateError> {
        if records.is_empty() {
            return Err(UpdateError::malformed("a message of the transfer has no records"));
        }
        for (at, record) in records.iter().enumerate() {
            let soa = match &record.data {
                WireData::Read(RData::SOA(soa)) if name::text(&record.owner) == self.zone => Some(soa.serial),
                _ => None,
            };
            match (self.serial, soa) {
                (None, None) => return Err(UpdateError::malformed("the transfer does not begin with the SOA")),
                (None, Some(serial)) => self.serial = Some(serial),
                (Some(first), Some(last)) if first != last => {
                    return Err(UpdateError::malformed("the transfer ends with another serial than it began with"));
                }
                (Some(_), Some(_)) if at + 1 < records.len() => {
                    return Err(UpdateError::malformed("the transfer goes on after its end"));
                }
                (Some(_), Some(_)) => return Ok(true),
                // A server that has records of other zones is mistaken; they are none of this zone.
                (Some(_), None) if name::is_within(&name::text(&record.owner), self.zone) => self.sets.add(record),
                (Some(_), None) => {}
            }
        }
        Ok(false)
    }
}
