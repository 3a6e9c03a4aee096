//! JSON Web Signatures in the flattened form that ACME asks for (RFC 7515; RFC 8555, 6.2).

use crate::problem::{Kind, Problem};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::Value;

/// A signed message that was read and not checked yet.
pub(crate) struct Envelope {
    pub(crate) protected: Value,
    pub(crate) payload: Vec<u8>,
    pub(crate) signed: String,
    pub(crate) signature: Vec<u8>,
}

impl Envelope {
    /// From the body of a request.
    ///
    /// # Errors
    /// `malformed`.
    pub(crate) fn read(body: &[u8]) -> Result<Self, Problem> {
        Self::from_json(&json(body, "the request's body")?)
    }

    /// From JSON that stands inside another message.
    ///
    /// # Errors
    /// `malformed`.
    pub(crate) fn from_json(outer: &Value) -> Result<Self, Problem> {
        if outer.get("header").is_some() {
            return Err(Problem::malformed(
                "JWS \"header\" field not allowed. All headers must be in \"protected\" field",
            ));
        }
        if outer.get("signatures").is_some() {
            return Err(Problem::malformed(
                "JWS \"signatures\" field not allowed. Only the \"signature\" field should contain a signature",
            ));
        }
        let (protected, payload) = (text(outer, "protected")?, text(outer, "payload")?);
        let header = json(&base64url(protected, "protected")?, "the protected header")?;
        if header.get("crit").is_some() {
            return Err(Problem::malformed("no critical header parameters are understood here"));
        }
        Ok(Self {
            protected: header,
            payload: base64url(payload, "payload")?,
            signed: format!("{protected}.{payload}"),
            signature: base64url(text(outer, "signature")?, "signature")?,
        })
    }

    /// A text in the protected header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.protected[name].as_str()
    }

    /// Refuses algorithms other than the one the key signs with.
    ///
    /// # Errors
    /// `badSignatureAlgorithm`.
    pub(crate) fn requires_algorithm(&self, wanted: &str) -> Result<(), Problem> {
        match self.header("alg") {
            Some(given) if given == wanted => Ok(()),
            given => Err(Problem::new(
                Kind::BadSignatureAlgorithm,
                format!(
                    "JWS signature header contains unsupported algorithm {:?}, expected {wanted:?}",
                    given.unwrap_or("")
                ),
            )),
        }
    }
}

/// Reads JSON. `FromStr` and not `from_slice`, because the former is compiled with optimisations even in this crate's
/// debug builds.
pub(crate) fn json(bytes: &[u8], what: &str) -> Result<Value, Problem> {
    std::str::from_utf8(bytes)
        .ok()
        .and_then(|text| text.parse().ok())
        .ok_or_else(|| Problem::malformed(format!("{what} is not JSON")))
}

fn text<'a>(outer: &'a Value, name: &str) -> Result<&'a str, Problem> {
    outer[name].as_str().ok_or_else(|| Problem::malformed(format!("the JWS has no text in {name:?}")))
}

/// base64url without padding (RFC 7515, 2).
pub(crate) fn base64url(text: &str, name: &str) -> Result<Vec<u8>, Problem> {
    BASE64_URL_SAFE_NO_PAD
        .decode(text)
        .map_err(|_| Problem::malformed(format!("{name:?} is not base64url without padding")))
}
