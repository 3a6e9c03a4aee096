//! The common shape of a request, read and answered as octets: one question in class IN, its name not compressed, and EDNS without
//! options or none. Whatever else arrives goes the general way ([`super::answer()`]), which costs some microseconds more.

use super::answer::Transport;

/// Octets of a header (RFC 1035, 4.1.1).
const HEADER_BYTES: usize = 12;
/// Octets of the longest name (RFC 1035, 2.3.4).
const NAME_BYTES_MAX: usize = 255;
/// Octets of the longest label.
const LABEL_BYTES_MAX: u8 = 63;
/// Octets of an OPT record without options (RFC 6891, 6.1.2).
const OPT_BYTES: usize = 11;
/// A pointer to the name of the question, which stands behind the header (RFC 1035, 4.1.4).
const POINTER_TO_QUESTION: u16 = 0xc000 | 12;

/// Response codes that a plain reply may have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PlainCode {
    /// The name exists.
    NoError = 0,
    /// The name does not exist.
    NameError = 3,
}

/// A request of the common shape.
#[derive(Clone, Copy, Debug)]
pub struct PlainRequest<'a> {
    /// Header and question.
    octets: &'a [u8],
    /// The asked name on the wire, root label included.
    name: &'a [u8],
    qtype: u16,
    /// The reply size that the client takes, when it speaks EDNS.
    payload_max: Option<u16>,
}

impl<'a> PlainRequest<'a> {
    /// `None` for every request that is not of the common shape, or is none.
    #[must_use]
    pub fn read(request: &'a [u8]) -> Option<Self> {
        let header: &[u8; HEADER_BYTES] = request.first_chunk()?;
        // A query, opcode 0, not truncated; recursion and what concerns DNSSEC may be wished for.
        let is_query = header[2] & !1 == 0 && header[3] & 0x0f == 0;
        let [0, 1, 0, 0, 0, 0, 0, additional] = header[4..] else { return None };
        if !is_query {
            return None;
        }
        let mut at = HEADER_BYTES;
        loop {
            let length = *request.get(at)?;
            at += 1 + usize::from(length);
            if length > LABEL_BYTES_MAX || at - HEADER_BYTES > NAME_BYTES_MAX {
                return None;
            }
            if length == 0 {
                break;
            }
        }
        let name = request.get(HEADER_BYTES..at)?;
        let [high, low, 0, 1] = *request.get(at..at + 4)? else { return None };
        let payload_max = match (additional, &request[at + 4..]) {
            (0, []) => None,
            (1, [0, 0, 41, size_high, size_low, 0, 0, _, _, 0, 0]) => Some(u16::from_be_bytes([*size_high, *size_low])),
            _ => return None,
        };
        Some(Self { octets: &request[..at + 4], name, qtype: u16::from_be_bytes([high, low]), payload_max })
    }

    /// The number of the asked type.
    #[must_use]
    pub fn qtype(&self) -> u16 {
        self.qtype
    }

    /// The only label that the asked name has below `apex` (on the wire, root label included), as it was asked; `None` when the name is
    /// not directly below.
    #[must_use]
    pub fn label_below(&self, apex: &[u8]) -> Option<&'a [u8]> {
        let (length, rest) = self.name.split_first()?;
        let (label, above) = rest.split_at_checked(usize::from(*length))?;
        // Length octets are no letters, so ignoring case changes nothing for them.
        (!label.is_empty() && above.eq_ignore_ascii_case(apex)).then_some(label)
    }

    /// Largest reply, in octets.
    pub(super) fn limit(&self, over: Transport) -> usize {
        over.limit(self.payload_max)
    }
}

/// A reply to a plain request while it is written: begun with header and question, then answers, then authority, then [`PlainReply::end`].
#[derive(Debug)]
pub struct PlainReply<'a> {
    request: &'a PlainRequest<'a>,
    octets: &'a mut Vec<u8>,
    answers: u16,
    authority: u16,
}

impl<'a> PlainReply<'a> {
    /// Puts header and question into `octets`, in place of what was there.
    pub fn begin(request: &'a PlainRequest<'a>, code: PlainCode, octets: &'a mut Vec<u8>) -> Self {
        octets.clear();
        octets.extend_from_slice(request.octets);
        // A response with authority; RD and CD are repeated, no recursion is available.
        octets[2] = 0x84 | (request.octets[2] & 0x01);
        octets[3] = (request.octets[3] & 0x10) | code as u8;
        octets[10..HEADER_BYTES].fill(0);
        Self { request, octets, answers: 0, authority: 0 }
    }

    /// An answer of the asked type at the asked name. `rdata` appends the data.
    pub fn answer(&mut self, ttl_s: u32, rdata: impl FnOnce(&mut Vec<u8>)) {
        self.octets.extend_from_slice(&POINTER_TO_QUESTION.to_be_bytes());
        let qtype = self.request.qtype;
        self.record(qtype, ttl_s, rdata);
        self.answers += 1;
    }

    /// A record of authority at the name above the asked one.
    pub fn authority_above(&mut self, rtype: u16, ttl_s: u32, rdata: impl FnOnce(&mut Vec<u8>)) {
        let above = POINTER_TO_QUESTION + 1 + u16::from(self.request.name[0]);
        self.octets.extend_from_slice(&above.to_be_bytes());
        self.record(rtype, ttl_s, rdata);
        self.authority += 1;
    }

    fn record(&mut self, rtype: u16, ttl_s: u32, rdata: impl FnOnce(&mut Vec<u8>)) {
        self.octets.extend_from_slice(&rtype.to_be_bytes());
        self.octets.extend_from_slice(&[0, 1]);
        self.octets.extend_from_slice(&ttl_s.to_be_bytes());
        let length_at = self.octets.len();
        self.octets.extend_from_slice(&[0, 0]);
        rdata(self.octets);
        let length = u16::try_from(self.octets.len() - length_at - 2).unwrap_or(u16::MAX);
        self.octets[length_at..length_at + 2].copy_from_slice(&length.to_be_bytes());
    }

    /// Writes EDNS where the request had it, and the counts. A reply that does not fit becomes "ask again over TCP".
    pub fn end(self, over: Transport) {
        let Self { request, octets, mut answers, mut authority } = self;
        let opt_bytes = if request.payload_max.is_some() { OPT_BYTES } else { 0 };
        if octets.len() + opt_bytes > request.limit(over) {
            octets.truncate(request.octets.len());
            octets[2] |= 0x02;
            (answers, authority) = (0, 0);
        }
        octets[6..8].copy_from_slice(&answers.to_be_bytes());
        octets[8..10].copy_from_slice(&authority.to_be_bytes());
        if request.payload_max.is_some() {
            let [high, low] = Transport::UDP_REPLY_BYTES_MAX.to_be_bytes();
            octets.extend_from_slice(&[0, 0, 41, high, low, 0, 0, 0, 0, 0, 0]);
            octets[11] = 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const APEX: &[u8] = b"\x04acme\x04test\0";

    fn request(name: &[u8], tail: &[u8]) -> Vec<u8> {
        let mut octets = vec![0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, u8::from(!tail.is_empty())];
        octets.extend_from_slice(name);
        octets.extend_from_slice(&[0, 16, 0, 1]);
        octets.extend_from_slice(tail);
        octets
    }

    #[test]
    fn a_label_directly_below_the_apex_is_found_whatever_the_case() {
        let octets = request(b"\x03ToK\x04aCmE\x04TEST\0", &[]);
        let read = PlainRequest::read(&octets).unwrap();
        assert_eq!(read.label_below(APEX), Some(&b"ToK"[..]));
        for other in [&b"\x04acme\x04test\0"[..], b"\x01a\x01b\x04acme\x04test\0", b"\x03tok\x05acmes\x03est\0", b"\0"]
        {
            assert_eq!(PlainRequest::read(&request(other, &[])).unwrap().label_below(APEX), None);
        }
    }

    #[test]
    fn only_the_common_shape_is_read() {
        let good = request(b"\x03tok\x04acme\x04test\0", &[0, 0, 41, 16, 0, 0, 0, 0x80, 0, 0, 0]);
        assert_eq!(PlainRequest::read(&good).unwrap().limit(Transport::Udp), 1232);
        for length in 0..good.len() {
            assert!(PlainRequest::read(&good[..length]).is_none(), "cut at {length}");
        }
        let changed = |at: usize, to: u8| {
            let mut octets = good.clone();
            octets[at] = to;
            octets
        };
        // A response, an update, truncated, two questions, an answer, a pointer for a name, class CH, EDNS version 1, an option.
        for (at, to) in [(2, 0x81), (2, 0x29), (2, 0x03), (5, 2), (7, 1), (12, 0xc0), (29, 3), (36, 1), (40, 4)] {
            assert!(PlainRequest::read(&changed(at, to)).is_none(), "octet {at} = {to}");
        }
    }
}
