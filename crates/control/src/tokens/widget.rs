//! Widget tokens: JSON Web Tokens (RFC 7519), by HMAC with SHA-256 and nothing else.

use super::{Secret, TokenSecrets};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, decode_header, encode};
use nameplate_domain::tenancy::Scopes;
use nameplate_domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;
use uuid::Uuid;

/// Whom widget tokens are for: nothing else that we sign has it.
const AUDIENCE: &str = "widget";
/// Longest token that is looked at; ours have about 500 characters.
const TOKEN_LENGTH_MAX: usize = 2048;

/// A token, for the one answer that shows it; never printed by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct WidgetTokenText(String);

impl WidgetTokenText {
    /// The token itself.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for WidgetTokenText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WidgetTokenText(…)")
    }
}

/// What a token says. The tenant is not in it: it follows from the application.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Claims {
    /// The platform that made it: `BASE_DOMAIN`.
    pub(crate) iss: String,
    pub(crate) aud: String,
    /// Seconds since 1970.
    pub(crate) iat: i64,
    /// Seconds since 1970.
    pub(crate) exp: i64,
    pub(crate) jti: Uuid,
    /// The application.
    pub(crate) app: Uuid,
    /// The one host name that it is for: A-labels, lower case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) domain: Option<String>,
    /// Separated by blanks (RFC 8693, 4.2).
    pub(crate) scope: String,
}

impl Claims {
    pub(crate) fn audience() -> String {
        AUDIENCE.to_owned()
    }

    /// The scopes that it carries; a name that is unknown is none.
    pub(crate) fn scopes(&self) -> Scopes {
        self.scope.split(' ').filter_map(nameplate_domain::tenancy::Scope::from_name).collect()
    }
}

/// A token that was signed here.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Read {
    /// It holds.
    Valid(Claims),
    /// It did.
    Expired,
    /// It was not, or was changed since.
    Invalid,
}

/// Why a widget token opens nothing.
#[derive(Debug, thiserror::Error)]
pub enum WidgetTokenError {
    /// Not signed here, changed since, or of an application that is gone.
    #[error("this widget token is not valid; have your server mint one with POST /v1/tokens")]
    Invalid,
    /// Its 60 minutes are over.
    #[error("this widget token has expired; have your server mint a fresh one with POST /v1/tokens")]
    Expired,
    /// The request came from a page that may not use it.
    #[error("the origin of this page is not among the application's allowed_origins; add it there")]
    OriginNotAllowed,
    /// The tenant is suspended, or the store cannot be asked.
    #[error(transparent)]
    Refused(#[from] crate::Refused),
}

impl TokenSecrets {
    /// Signs with the first secret.
    ///
    /// # Panics
    /// Never: the claims are texts and numbers, and the key is one of the algorithm's.
    pub(crate) fn sign_widget(&self, claims: &Claims) -> WidgetTokenText {
        let signed = encode(&self.first.header(), claims, &EncodingKey::from_secret(&self.first.bytes));
        WidgetTokenText(signed.expect("texts and numbers have a JSON form, and an HMAC takes any key"))
    }

    /// Reads a token that the platform `issuer` signed with any of the secrets. The header has to be the one that [`Secret::header`]
    /// makes, so that it is the secret that decides on the algorithm, and never the token (RFC 8725, 3.1).
    pub(crate) fn read_widget(&self, token: &str, issuer: &str, now: Timestamp) -> Read {
        let header = Some(token).filter(|token| token.len() <= TOKEN_LENGTH_MAX).map(decode_header);
        let Some(Ok(header)) = header else { return Read::Invalid };
        let Some(secret) = header.kid.as_deref().and_then(|id| self.of_id(id)) else { return Read::Invalid };
        if header != secret.header() {
            return Read::Invalid;
        }
        let mut validation = Validation::new(Algorithm::HS256);
        // The library would read the wall clock.
        validation.validate_exp = false;
        validation.set_required_spec_claims(&["iss", "aud", "exp"]);
        validation.set_issuer(&[issuer]);
        validation.set_audience(&[AUDIENCE]);
        match decode::<Claims>(token, &DecodingKey::from_secret(&secret.bytes), &validation) {
            Ok(read) if now.as_ms() / 1000 < read.claims.exp => Read::Valid(read.claims),
            Ok(_) => Read::Expired,
            Err(_) => Read::Invalid,
        }
    }
}

impl Secret {
    /// The only header that tokens by this secret have.
    fn header(&self) -> Header {
        Header { kid: Some(self.id.clone()), ..Header::new(Algorithm::HS256) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use serde_json::{Value, json};

    const NOW: Timestamp = Timestamp::from_ms(1_800_000_000_000);
    const ISSUER: &str = "saas.example";

    fn secrets(text: &str) -> TokenSecrets {
        TokenSecrets::parse(text).unwrap()
    }

    fn claims() -> Claims {
        let iat = NOW.as_ms() / 1000;
        Claims {
            iss: ISSUER.into(),
            aud: AUDIENCE.into(),
            iat,
            exp: iat + 3600,
            jti: Uuid::from_u128(1),
            app: Uuid::from_u128(2),
            domain: Some("shop.customer.com".into()),
            scope: "connections:read connections:write".into(),
        }
    }

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_ms(NOW.as_ms() + seconds * 1000)
    }

    fn b64(value: &Value) -> String {
        URL_SAFE_NO_PAD.encode(value.to_string())
    }

    /// A token with this header, signed by `algorithm` with `key`.
    fn forged(header: &Value, key: &[u8], algorithm: aws_lc_rs::hmac::Algorithm) -> String {
        let signed = format!("{}.{}", b64(header), b64(&json!(claims())));
        let tag = aws_lc_rs::hmac::sign(&aws_lc_rs::hmac::Key::new(algorithm, key), signed.as_bytes());
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(tag.as_ref()))
    }

    #[test]
    fn a_token_is_read_back_until_it_expires() {
        let secrets = secrets("a secret of ours");
        let token = secrets.sign_widget(&claims());
        assert_eq!(format!("{token:?}"), "WidgetTokenText(…)");
        assert_eq!(secrets.read_widget(token.reveal(), ISSUER, at(0)), Read::Valid(claims()));
        assert_eq!(secrets.read_widget(token.reveal(), ISSUER, at(3599)), Read::Valid(claims()));
        assert_eq!(secrets.read_widget(token.reveal(), ISSUER, at(3600)), Read::Expired);
        assert_eq!(secrets.read_widget(token.reveal(), "other.example", at(0)), Read::Invalid);
    }

    #[test]
    fn nobody_is_logged_out_while_the_secret_changes() {
        let old = secrets("old secret").sign_widget(&claims());
        let both = secrets("new secret, old secret");
        let new = both.sign_widget(&claims());
        for token in [&old, &new] {
            assert_eq!(both.read_widget(token.reveal(), ISSUER, NOW), Read::Valid(claims()));
        }
        // The new one signs: after the old one is gone, its tokens are the only ones that hold.
        assert_eq!(secrets("new secret").read_widget(new.reveal(), ISSUER, NOW), Read::Valid(claims()));
        assert_eq!(secrets("new secret").read_widget(old.reveal(), ISSUER, NOW), Read::Invalid);
    }

    #[test]
    fn no_header_but_ours_is_believed() {
        use aws_lc_rs::hmac::{HMAC_SHA256, HMAC_SHA384, HMAC_SHA512};
        let secrets = secrets("a secret of ours");
        let (key, kid) = (secrets.first.bytes.clone(), secrets.first.id.clone());
        let reads = |token: &str| secrets.read_widget(token, ISSUER, NOW);
        let ours = json!({"typ": "JWT", "alg": "HS256", "kid": kid});
        // The forger knows the secret here: only the header keeps it out.
        assert_eq!(reads(&forged(&ours, &key, HMAC_SHA256)), Read::Valid(claims()));
        for (change, value) in [
            ("alg", json!("none")),
            ("alg", json!("None")),
            ("alg", json!("HS384")),
            ("alg", json!("HS512")),
            ("alg", json!("RS256")),
            ("alg", json!("ES256")),
            ("alg", json!("EdDSA")),
            ("kid", json!("0000000000000000")),
            ("kid", Value::Null),
            ("typ", json!("at+jwt")),
            ("typ", Value::Null),
            ("crit", json!(["exp"])),
            ("jku", json!("https://evil.test/keys")),
        ] {
            let mut header = ours.clone();
            header[change] = value;
            assert_eq!(reads(&forged(&header, &key, HMAC_SHA256)), Read::Invalid, "{header}");
        }
        for (alg, algorithm) in [("HS384", HMAC_SHA384), ("HS512", HMAC_SHA512)] {
            let header = json!({"typ": "JWT", "alg": alg, "kid": kid});
            assert_eq!(reads(&forged(&header, &key, algorithm)), Read::Invalid, "{alg}");
        }
        let unsigned = format!("{}.{}.", b64(&json!({"alg": "none", "typ": "JWT", "kid": kid})), b64(&json!(claims())));
        assert_eq!(reads(&unsigned), Read::Invalid);
        assert_eq!(reads(&forged(&ours, b"another secret", HMAC_SHA256)), Read::Invalid);
    }

    #[test]
    fn claims_that_are_missing_or_others_are_refused() {
        let secrets = secrets("a secret of ours");
        let signed = |change: &str, value: Value| {
            let mut body = json!(claims());
            match value {
                Value::Null => drop(body.as_object_mut().unwrap().remove(change)),
                other => body[change] = other,
            }
            let key = EncodingKey::from_secret(&secrets.first.bytes);
            encode(&secrets.first.header(), &body, &key).unwrap()
        };
        assert!(matches!(secrets.read_widget(&signed("domain", Value::Null), ISSUER, NOW), Read::Valid(_)));
        for missing in ["iss", "aud", "exp", "iat", "jti", "app", "scope"] {
            assert_eq!(secrets.read_widget(&signed(missing, Value::Null), ISSUER, NOW), Read::Invalid, "{missing}");
        }
        for (claim, other) in [
            ("aud", json!("share")),
            ("aud", json!(["widget", "share"])),
            ("iss", json!("evil.test")),
            ("exp", json!("never")),
            ("app", json!("1")),
        ] {
            assert_eq!(secrets.read_widget(&signed(claim, other), ISSUER, NOW), Read::Invalid, "{claim}");
        }
    }

    #[test]
    fn no_change_of_any_byte_goes_unseen() {
        let secrets = secrets("new secret,old secret");
        let token = secrets.sign_widget(&claims()).reveal().as_bytes().to_vec();
        for at in 0..token.len() {
            for other in 0..=127_u8 {
                if other == token[at] {
                    continue;
                }
                let mut changed = token.clone();
                changed[at] = other;
                let changed = String::from_utf8(changed).unwrap();
                assert_eq!(secrets.read_widget(&changed, ISSUER, NOW), Read::Invalid, "{changed}");
            }
            let shorter = String::from_utf8(token[..at].to_vec()).unwrap();
            assert_eq!(secrets.read_widget(&shorter, ISSUER, NOW), Read::Invalid, "{shorter}");
        }
    }

    #[test]
    fn texts_that_are_no_tokens_are_refused() {
        let secrets = secrets("a secret of ours");
        for text in ["", ".", "..", "a.b.c", "ü.ü.ü", "....", &"a".repeat(5000), &format!("{}.e30.", "e30".repeat(700))]
        {
            assert_eq!(secrets.read_widget(text, ISSUER, NOW), Read::Invalid);
        }
    }
}
