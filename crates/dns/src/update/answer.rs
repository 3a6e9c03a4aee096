//! What came back, read record by record: one that makes no sense must not hide the zone's other records.

use hickory_proto::rr::rdata::TSIG;
use hickory_proto::rr::{Name, RData, RecordType};
use hickory_proto::serialize::binary::{BinDecodable, BinDecoder, DecodeError, Restrict};

/// Octets of a message's header (RFC 1035, 4.1.1).
const HEADER_BYTES: usize = 12;
/// QTYPE and QCLASS.
const QUESTION_TAIL_BYTES: usize = 4;
/// Class of the Internet.
const IN: u16 = 1;
/// Class of a TSIG record (RFC 8945, 4.2).
const ANY: u16 = 255;

/// A message from the server.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) id: u16,
    /// RCODE (RFC 1035, 4.1.1; RFC 2136, 2.2).
    pub(super) code: u8,
    /// AA: the server has the zone.
    pub(super) authoritative: bool,
    /// Records of class IN.
    pub(super) answers: Vec<WireRecord>,
    /// Records of class IN.
    pub(super) authorities: Vec<WireRecord>,
    pub(super) signature: Option<Signature>,
}

/// A record of class IN.
#[derive(Debug)]
pub(super) struct WireRecord {
    pub(super) owner: Name,
    pub(super) rtype: RecordType,
    pub(super) ttl: u32,
    pub(super) data: WireData,
}

#[derive(Debug)]
pub(super) enum WireData {
    /// It is what its type has.
    Read(RData),
    /// It is not; as it came.
    Raw(Vec<u8>),
}

/// The TSIG record, which ends a message.
#[derive(Debug)]
pub(super) struct Signature {
    /// The key's name.
    pub(super) key: Name,
    pub(super) data: TSIG,
    /// Where it begins in the message.
    pub(super) at: usize,
}

impl Answer {
    /// `Err` says what is wrong with it.
    pub(super) fn read(octets: &[u8]) -> Result<Self, &'static str> {
        let Some(header) = octets.first_chunk::<HEADER_BYTES>() else { return Err("it is shorter than a header") };
        let number = |at: usize| u16::from_be_bytes([header[at], header[at + 1]]);
        if header[2] & 0x80 == 0 {
            return Err("it is no answer");
        }
        let mut body = Body { octets, at: HEADER_BYTES };
        for _ in 0..number(4) {
            body.question().map_err(|_| "its question cannot be read")?;
        }
        let mut answer = Self {
            id: number(0),
            code: header[3] & 0x0f,
            authoritative: header[2] & 0x04 != 0,
            answers: body.records(number(6))?,
            authorities: body.records(number(8))?,
            signature: None,
        };
        let additional = number(10);
        for left in (0..additional).rev() {
            let at = body.at;
            let record = body.record().map_err(|_| UNREADABLE)?;
            if record.rtype != RecordType::TSIG {
                continue;
            }
            let Record { owner: key, class: ANY, ttl: 0, data: WireData::Read(RData::TSIG(data)), .. } = record else {
                return Err("its signature is broken");
            };
            if left > 0 {
                return Err("something follows its signature");
            }
            answer.signature = Some(Signature { key, data, at });
        }
        Ok(answer)
    }
}

const UNREADABLE: &str = "a record cannot be read";

struct Record {
    owner: Name,
    rtype: RecordType,
    class: u16,
    ttl: u32,
    data: WireData,
}

/// The sections, read from front to back.
struct Body<'a> {
    octets: &'a [u8],
    at: usize,
}

impl Body<'_> {
    fn question(&mut self) -> Result<(), DecodeError> {
        let mut decoder = self.decoder()?;
        Name::read(&mut decoder)?;
        decoder.read_slice(QUESTION_TAIL_BYTES)?;
        self.at = decoder.index();
        Ok(())
    }

    fn records(&mut self, count: u16) -> Result<Vec<WireRecord>, &'static str> {
        let mut records = Vec::with_capacity(usize::from(count).min(self.octets.len() / HEADER_BYTES));
        for _ in 0..count {
            let Record { owner, rtype, class, ttl, data } = self.record().map_err(|_| UNREADABLE)?;
            if class == IN {
                records.push(WireRecord { owner, rtype, ttl, data });
            }
        }
        Ok(records)
    }

    fn record(&mut self) -> Result<Record, DecodeError> {
        let mut decoder = self.decoder()?;
        let owner = Name::read(&mut decoder)?;
        let rtype = RecordType::from(decoder.read_u16()?.unverified(/* every number is a type */));
        let class = decoder.read_u16()?.unverified(/* compared */);
        let ttl = decoder.read_u32()?.unverified(/* every number is a TTL */);
        let length = decoder.read_u16()?.unverified(/* read_slice checks it */);
        let start = decoder.index();
        let raw = decoder.read_slice(usize::from(length))?.unverified(/* kept as it is */).to_vec();
        self.at = decoder.index();
        // Only up to the end of this record, so that broken data does not reach into the next one.
        let mut within = BinDecoder::new(&self.octets[..self.at]);
        within.read_slice(start)?;
        let data = match RData::read(&mut within, rtype, Restrict::new(length)) {
            Ok(data) => WireData::Read(data),
            Err(_) => WireData::Raw(raw),
        };
        Ok(Record { owner, rtype, class, ttl, data })
    }

    fn decoder(&self) -> Result<BinDecoder<'_>, DecodeError> {
        let mut decoder = BinDecoder::new(self.octets);
        decoder.read_slice(self.at)?;
        Ok(decoder)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hickory_proto::op::{Message, MessageType, OpCode, Query};
    use hickory_proto::rr::rdata::{A, NULL};
    use proptest::prelude::*;

    fn reply() -> Message {
        let name = Name::from_ascii("www.customer.test.").unwrap();
        let mut message = Message::new(7, MessageType::Response, OpCode::Query);
        message.add_query(Query::query(name.clone(), RecordType::A));
        let caa = RData::Unknown { code: RecordType::CAA, rdata: NULL::with(vec![0, 9, b'x']) };
        for data in [caa, RData::A(A::new(192, 0, 2, 1))] {
            message.add_answer(hickory_proto::rr::Record::from_rdata(name.clone(), 60, data));
        }
        message
    }

    #[test]
    fn a_broken_record_does_not_hide_its_neighbours() {
        let answer = Answer::read(&reply().to_vec().unwrap()).unwrap();
        let [broken, whole] = answer.answers.as_slice() else { panic!("{answer:?}") };
        assert!(matches!(&broken.data, WireData::Raw(raw) if *raw == [0, 9, b'x']), "{broken:?}");
        assert!(matches!(&whole.data, WireData::Read(RData::A(_))), "{whole:?}");
    }

    #[test]
    fn what_is_no_answer_is_told() {
        assert_eq!(Answer::read(&[0; 11]).unwrap_err(), "it is shorter than a header");
        assert_eq!(Answer::read(&[0; 12]).unwrap_err(), "it is no answer");
        let octets = reply().to_vec().unwrap();
        assert_eq!(Answer::read(&octets[..octets.len() - 1]).unwrap_err(), UNREADABLE);
    }

    proptest! {
        #[test]
        fn nothing_makes_it_panic(at in 0usize..80, octet: u8, length in 0usize..80) {
            let mut octets = reply().to_vec().unwrap();
            let at = at % octets.len();
            octets[at] = octet;
            octets.truncate(octets.len().saturating_sub(length));
            let _ = Answer::read(&octets);
        }
    }
}
