//! The answers about tokens as octets. The tests hold them against the general rules.

use super::settings::Fixed;
use crate::serve::plain::{PlainCode, PlainReply};

/// The number of TXT.
pub(super) const TXT: u16 = 16;
const SOA: u16 = 6;
/// A, NS, CNAME, SOA, MX, TXT, AAAA, DS, SVCB, HTTPS, CAA: what resolvers and authorities ask about a token.
const PLAIN: [u16; 11] = [1, 2, 5, SOA, 15, TXT, 28, 43, 64, 65, 257];

/// Whether questions for this type are answered here. The others are rare, and some have rules of their own.
pub(super) fn is_plain(qtype: u16) -> bool {
    PLAIN.contains(&qtype)
}

/// Nothing is below a token and no wildcard is in the zone, so a name without token does not exist.
pub(super) const fn code(exists: bool) -> PlainCode {
    if exists { PlainCode::NoError } else { PlainCode::NameError }
}

/// The texts, or the SOA beside "there is none" (RFC 2308).
pub(super) fn write<'a>(reply: &mut PlainReply<'_>, texts: impl Iterator<Item = &'a str>, fixed: &Fixed) {
    let mut none = true;
    for text in texts {
        none = false;
        reply.answer(fixed.text_ttl_s, |octets| {
            // One character-string: longer texts are not taken.
            octets.push(u8::try_from(text.len()).unwrap_or(u8::MAX));
            octets.extend_from_slice(text.as_bytes());
        });
    }
    if none {
        reply.authority_above(SOA, fixed.absence_ttl_s(), |octets| octets.extend_from_slice(&fixed.soa_octets));
    }
}
