//! Who vouches for a request: RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017, 8.2) over its query, by a key that is published in DNS.

use super::request::ApplyRequest;
use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// Why nobody can be held to a request.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub(crate) enum Unproven {
    /// It has no signature.
    #[error("the request is not signed, so anybody could have made it")]
    Unsigned,
    /// There is no such key, or only a part of it.
    #[error("the request names the key {0}, and no such key is published there")]
    NoSuchKey(String),
    /// The key did not sign this.
    #[error("the signature of the request is wrong: somebody else made it, or it was changed on its way")]
    Wrong,
}

/// Verifies with the key under `pub_key_domain` that the request names. `texts` gives the TXT records of a name.
pub(super) fn verify(
    request: &ApplyRequest,
    pub_key_domain: &str,
    texts: impl Fn(&str) -> Vec<String>,
) -> Result<(), Unproven> {
    let (Some(label), Some(signature)) = (&request.key, &request.signature) else { return Err(Unproven::Unsigned) };
    let is_label = !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
    let name = format!("{label}.{pub_key_domain}");
    let key = if is_label { published_key(&texts(&name)) } else { None };
    let key = key.ok_or(Unproven::NoSuchKey(name))?;
    let signature = STANDARD.decode(signature).map_err(|_| Unproven::Wrong)?;
    UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, key)
        .verify(request.signed.as_bytes(), &signature)
        .map_err(|_| Unproven::Wrong)
}

/// The key (SubjectPublicKeyInfo, DER) whose parts the records hold: `p=1,a=RS256,d=<base64>`, joined by their numbers.
fn published_key(records: &[String]) -> Option<Vec<u8>> {
    let mut parts: Vec<(u32, String)> = records.iter().filter_map(|record| part(record)).collect();
    parts.sort();
    let joined: String = parts.into_iter().map(|(_, data)| data).collect();
    if joined.is_empty() { None } else { STANDARD.decode(joined).ok() }
}

/// Number and data of a part; `None` for what is no part of an RS256 key.
fn part(record: &str) -> Option<(u32, String)> {
    let (mut number, mut data) = (None, None);
    for field in record.split(',') {
        match field.trim().split_once('=')? {
            ("p", value) => number = value.parse().ok(),
            ("a", "RS256") | ("t", "x509") => {}
            ("a" | "t", _) => return None,
            ("d", value) => data = Some(value.to_owned()),
            _ => {}
        }
    }
    Some((number?, data?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_lc_rs::encoding::{AsDer, PublicKeyX509Der};
    use aws_lc_rs::rand::SystemRandom;
    use aws_lc_rs::rsa::{KeyPair, KeySize};
    use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256};

    fn signed(pair: &KeyPair, text: &str) -> String {
        let mut signature = vec![0; pair.public_modulus_len()];
        pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text.as_bytes(), &mut signature).unwrap();
        STANDARD.encode(signature).replace('+', "%2B").replace('/', "%2F").replace('=', "%3D")
    }

    #[test]
    fn a_request_counts_only_as_it_was_signed() {
        let pair = KeyPair::generate(KeySize::Rsa2048).unwrap();
        let spki: PublicKeyX509Der<'_> = pair.public_key().as_der().unwrap();
        let text = STANDARD.encode(spki.as_ref());
        let (first, second) = text.split_at(200);
        let texts = |name: &str| match name {
            "_dck1.saas.example" => vec![format!("p=2,a=RS256,d={second}"), format!("p=1,d={first}")],
            "_half.saas.example" => vec![format!("p=1,a=RS256,d={first}")],
            "_other.saas.example" => vec![format!("p=1,a=ES256,d={text}"), "v=spf1 -all".into()],
            _ => vec![],
        };
        let check = |query: &str| verify(&ApplyRequest::parse(query).unwrap(), "saas.example", texts);
        let query = "domain=customer.test&TARGET=app-1";
        let sig = signed(&pair, query);
        assert_eq!(check(&format!("{query}&key=_dck1&sig={sig}")), Ok(()));
        assert_eq!(check(&format!("{query}2&key=_dck1&sig={sig}")), Err(Unproven::Wrong));
        assert_eq!(check(&format!("TARGET=app-1&domain=customer.test&key=_dck1&sig={sig}")), Err(Unproven::Wrong));
        assert_eq!(check(&format!("{query}&key=_dck1&sig=AAAA")), Err(Unproven::Wrong));
        assert_eq!(check(&format!("{query}&key=_half&sig={sig}")), Err(Unproven::Wrong));
        assert_eq!(check(query), Err(Unproven::Unsigned));
        assert_eq!(check(&format!("{query}&sig={sig}")), Err(Unproven::Unsigned));
        for missing in ["_none", "_other"] {
            let name = format!("{missing}.saas.example");
            assert_eq!(check(&format!("{query}&key={missing}&sig={sig}")), Err(Unproven::NoSuchKey(name)));
        }
    }
}
