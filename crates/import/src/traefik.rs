//! Traefik's `acme.json`, as versions 2 and 3 write it: for each certificate resolver an account and certificates, chain and key as PEM in
//! base64. That of version 1.7, which has no resolvers, is read too.

use crate::kept::{Place, Source};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use nameplate_acme::Secret;
use serde::Deserialize;
use std::collections::BTreeMap;

/// One certificate, not decoded yet.
#[derive(Debug, Clone)]
pub(crate) struct Inline {
    chain: String,
    key: Secret,
}

/// What the file is made of; what else is in it is nothing to us, the account's key least of all.
#[derive(Deserialize)]
struct Resolver {
    #[serde(rename = "Certificates", alias = "certificates")]
    certificates: Option<Vec<Stored>>,
}

#[derive(Deserialize)]
struct Stored {
    #[serde(alias = "Domain")]
    domain: Option<Domain>,
    #[serde(alias = "Certificate", default)]
    certificate: String,
    #[serde(alias = "Key", default)]
    key: String,
}

#[derive(Deserialize)]
struct Domain {
    #[serde(alias = "Main", default)]
    main: String,
}

/// The places in the text of an `acme.json` that is called `file`. The error says where, never what.
pub(crate) fn places(text: &[u8], file: &str) -> Result<Vec<Place>, String> {
    let unreadable = |error: serde_json::Error| match error.classify() {
        serde_json::error::Category::Eof => "it ends too early".to_owned(),
        serde_json::error::Category::Syntax => {
            format!("it is no JSON at line {}, column {}", error.line(), error.column())
        }
        // The parser's words may quote what is there.
        _ => format!("it is no acme.json at line {}, column {}", error.line(), error.column()),
    };
    if text.iter().all(u8::is_ascii_whitespace) {
        return Ok(vec![]);
    }
    let resolvers: BTreeMap<String, Option<Resolver>> = match serde_json::from_slice(text) {
        Ok(resolvers) => resolvers,
        Err(error) => match serde_json::from_slice::<Resolver>(text) {
            Ok(resolver) if resolver.certificates.is_some() => BTreeMap::from([("acme".to_owned(), Some(resolver))]),
            _ => return Err(unreadable(error)),
        },
    };
    let mut places = Vec::new();
    for (resolver, content) in resolvers {
        let stored = content.and_then(|content| content.certificates).unwrap_or_default();
        for (index, one) in stored.into_iter().enumerate() {
            let main = one.domain.map(|domain| domain.main).filter(|main| !main.is_empty());
            let which = main.unwrap_or_else(|| format!("certificate {}", index + 1));
            let key = Secret::new(one.key.into_bytes());
            places.push(Place {
                shown: format!("{file}: {resolver}, {which}"),
                source: Source::Inline(Inline { chain: one.certificate, key }),
            });
        }
    }
    Ok(places)
}

impl Inline {
    /// Chain and key as PEM.
    pub(crate) fn decode(&self) -> Result<(Vec<u8>, Secret), &'static str> {
        let chain = STANDARD.decode(&self.chain).map_err(|_| "its certificate is no base64")?;
        let key = STANDARD.decode(self.key.as_bytes()).map_err(|_| "its private key is no base64")?;
        Ok((chain, Secret::new(key)))
    }
}
