//! DKIM key records (RFC 6376, 3.6.1).

use super::tags;
use std::collections::BTreeMap;

/// Longest key text, in octets: room for an RSA key of 8192 bits.
const OCTETS_MAX: usize = 2048;

/// `v=DKIM1; k=rsa; p=…` from a key in base64, or from a whole record text in any spacing and order.
///
/// # Errors
/// What is wrong and what to do.
pub(super) fn normalised(input: &str) -> Result<String, String> {
    if input.len() > OCTETS_MAX {
        return Err(format!("is {} octets long; a DKIM key has at most {OCTETS_MAX}", input.len()));
    }
    let text = without_quotes(input);
    // No key has an `=` so early, since there it is only the padding at the end.
    let is_record = text.contains(';') || text.trim_start().as_bytes().get(1) == Some(&b'=');
    if is_record {
        return from_record(&text);
    }
    let key: String = text.split_whitespace().collect();
    check_key(&key)?;
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
    if !["rsa", "ed25519"].contains(&kind) {
        return Err("has an unknown kind of key; k= is rsa or ed25519".into());
    }
    let key: String = value("p").ok_or_else(no_list)?.split_whitespace().collect();
    check_key(&key)?;
    let others = tags.iter().filter(|(name, _)| !["v", "k", "p"].contains(&name.as_str()));
    let others: String = others.map(|(name, value)| format!("{name}={value}; ")).collect();
    Ok(format!("v=DKIM1; k={kind}; {others}p={key}"))
}

fn check_key(key: &str) -> Result<(), String> {
    let data = key.trim_end_matches('=');
    let is_base64 = data.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/');
    if data.is_empty() {
        return Err("has no key; copy the public key from your mailbox provider's console".into());
    }
    if !is_base64 {
        return Err("is no public key in base64; copy the key, or the whole text that begins with v=DKIM1, from your mailbox provider's console".into());
    }
    if !key.len().is_multiple_of(4) || key.len() - data.len() > 2 {
        return Err("is a key of which a part is missing; copy all of it".into());
    }
    Ok(())
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
