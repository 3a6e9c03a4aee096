//! DKIM key records (RFC 6376, 3.6.1).

use super::tags;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Longest key text, in octets: room for an RSA key of 8192 bits.
const OCTETS_MAX: usize = 2048;

/// An RSA key of 512 bits without anything around it, in octets: the shortest that DKIM ever had.
const RSA_OCTETS_MIN: usize = 74;

/// An Ed25519 key, in octets (RFC 8463, 4.2).
const ED25519_OCTETS: usize = 32;

/// `v=DKIM1; k=rsa; p=…` from a key, or from a whole record text in any spacing and order. Whether it is a key that mail
/// servers can use is for [`doubt`] to say.
///
/// # Errors
/// Why it cannot stand in such a record, and what to do.
pub(super) fn normalised(input: &str) -> Result<String, String> {
    if input.len() > OCTETS_MAX {
        return Err(format!("is {} octets long; a DKIM key has at most {OCTETS_MAX}", input.len()));
    }
    let text = without_quotes(input);
    if text.bytes().any(|byte| byte != b' ' && !byte.is_ascii_graphic()) {
        return Err("has a character that no DKIM record has; leave out everything that is not ASCII".into());
    }
    // No key has an `=` so early, since there it is only the padding at the end.
    let is_record = text.contains(';') || text.trim_start().as_bytes().get(1) == Some(&b'=');
    if is_record {
        return from_record(&text);
    }
    let key = without_blanks(&text)?;
    if key.is_empty() {
        return Err("has no key; copy the public key from your mailbox provider's console".into());
    }
    Ok(format!("v=DKIM1; k=rsa; p={key}"))
}

fn from_record(text: &str) -> Result<String, String> {
    let no_list = || "is no DKIM record; give v=DKIM1; k=rsa; p= and the key, or the key alone".to_owned();
    let tags = tags::read(text).ok_or_else(no_list)?;
    let value = |name: &str| tags.iter().find(|(known, _)| known == name).map(|(_, value)| *value);
    if value("v").is_some_and(|version| version != "DKIM1") || tags.iter().skip(1).any(|(name, _)| name == "v") {
        return Err("has another version than DKIM1, or not in front; begin it with v=DKIM1".into());
    }
    let kind = value("k").unwrap_or("rsa");
    let key = without_blanks(value("p").ok_or_else(no_list)?)?;
    let others = tags.iter().filter(|(name, _)| !["v", "k", "p"].contains(&name.as_str()));
    let others: String = others.map(|(name, value)| format!("{name}={value}; ")).collect();
    Ok(format!("v=DKIM1; k={kind}; {others}p={key}"))
}

/// A key in base64 is often shown in several lines; of another text nobody knows what its blanks are for.
fn without_blanks(key: &str) -> Result<String, String> {
    let joined: String = key.split(' ').collect();
    match joined == key.trim_matches(' ') || is_base64(&joined) {
        true => Ok(joined),
        false => Err(
            "has blanks in a text that is no key in base64; copy the key, or the whole text that begins with v=DKIM1, from your mailbox provider's console"
                .into(),
        ),
    }
}

fn is_base64(key: &str) -> bool {
    let data = key.trim_end_matches('=');
    data.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/')
}

/// Why `record`, which is in the form that [`normalised`] gives, does not look like one with a whole public key, to stand
/// behind a colon. `None` when it does.
pub(super) fn doubt(record: &str) -> Option<&'static str> {
    let tags = meaning(record)?;
    let (kind, key) = (tags.get("k")?, tags.get("p")?);
    if key.is_empty() {
        return Some("it is empty, which tells mail servers that the key is withdrawn");
    }
    if !is_base64(key) {
        return Some("it has characters that no key in base64 has");
    }
    let Ok(octets) = STANDARD.decode(key) else { return Some("a part of it is missing") };
    match kind.as_str() {
        "rsa" => doubt_of_rsa(&octets),
        "ed25519" => (octets.len() != ED25519_OCTETS).then_some("an Ed25519 key has 32 octets"),
        _ => Some("its kind, k=, is neither rsa nor ed25519"),
    }
}

/// Whether it is one DER sequence (X.690, 8.1.3) with room for a key: a `SubjectPublicKeyInfo`, which all consoles give,
/// or an `RSAPublicKey`.
fn doubt_of_rsa(octets: &[u8]) -> Option<&'static str> {
    let (head, length) = match *octets {
        [0x30, length @ 0..=0x7f, ..] => (2, usize::from(length)),
        [0x30, 0x81, length, ..] => (3, usize::from(length)),
        [0x30, 0x82, high, low, ..] => (4, usize::from(u16::from_be_bytes([high, low]))),
        _ => return Some("it is no RSA key"),
    };
    match octets.len().cmp(&(head + length)) {
        Ordering::Less => Some("a part of it is missing"),
        Ordering::Greater => Some("something stands behind its end"),
        Ordering::Equal => (octets.len() < RSA_OCTETS_MIN).then_some("it is too short for an RSA key"),
    }
}

/// Whether two record texts give the same key under the same conditions, whatever their blanks, quotes and order.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    match (meaning(one), meaning(other)) {
        (Some(one), Some(other)) => one == other,
        _ => false,
    }
}

/// Whether a TXT value is meant to be a DKIM key.
pub(super) fn is_key(text: &str) -> bool {
    meaning(text).is_some_and(|tags| tags.contains_key("p"))
}

fn meaning(text: &str) -> Option<BTreeMap<String, String>> {
    let text = without_quotes(text);
    let tags = tags::read(&text)?.into_iter().map(|(name, value)| (name, value.split_whitespace().collect()));
    let defaults = [("v", "DKIM1"), ("k", "rsa")].map(|(name, value)| (name.to_owned(), value.to_owned()));
    Some(defaults.into_iter().chain(tags).collect())
}

/// Zone files and panels show long texts as several pieces in quotes.
fn without_quotes(text: &str) -> String {
    text.replace("\" \"", "").replace('"', "")
}

#[cfg(test)]
mod tests;
