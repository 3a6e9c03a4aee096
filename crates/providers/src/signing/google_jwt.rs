//! A Google service account's assertion: a JWT signed with RS256, exchanged for a bearer token (RFC 7523, 2.1).

use super::bearer::{Granted, token_url};
use crate::access::Access;
use crate::credential::InvalidCredential;
use crate::http::{Call, Http};
use crate::problem::{ErrorKind, ProviderError};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use nameplate_domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;

const TOKEN_URI: &str = "https://oauth2.googleapis.com/token";
const GRANT_TYPE: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";
/// Longest life of an assertion, in seconds, that Google takes.
const LIFE_S: i64 = 3600;
/// Google's clock may be behind by this much, in seconds.
const SKEW_S: i64 = 10;

/// A service account that can prove itself. `Debug` prints no key.
pub(crate) struct ServiceAccount {
    email: String,
    key_id: Option<String>,
    key: EncodingKey,
    audience: String,
    endpoint: String,
    scope: &'static str,
}

impl fmt::Debug for ServiceAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServiceAccount").field("email", &self.email).finish_non_exhaustive()
    }
}

/// The fields of a key file that prove the account.
#[derive(Deserialize)]
pub(crate) struct KeyFile {
    pub(crate) client_email: String,
    pub(crate) private_key: String,
    #[serde(default)]
    pub(crate) private_key_id: Option<String>,
    #[serde(default)]
    pub(crate) token_uri: Option<String>,
}

#[derive(Serialize)]
struct Claims<'a> {
    iss: &'a str,
    scope: &'a str,
    aud: &'a str,
    iat: i64,
    exp: i64,
}

impl ServiceAccount {
    /// `setting` is the base URL that replaces Google's, if any.
    ///
    /// # Errors
    /// [`InvalidCredential`] when the key cannot be read, or the token endpoint is not Google's: a forged key file must not lead us
    /// elsewhere.
    pub(crate) fn new(
        file: KeyFile,
        scope: &'static str,
        setting: Option<&str>,
        now: Timestamp,
    ) -> Result<Self, InvalidCredential> {
        let refused = |reason: &str| InvalidCredential::new("token", reason);
        let audience = file.token_uri.unwrap_or_else(|| TOKEN_URI.to_owned());
        let url = reqwest::Url::parse(&audience).map_err(|_| refused("has a token_uri that is no URL"))?;
        if setting.is_none() && !is_googles(&url) {
            return Err(refused("has a token_uri that is not Google's; download the key file again"));
        }
        let key = EncodingKey::from_rsa_pem(file.private_key.as_bytes())
            .map_err(|_| refused("has a private_key that is no RSA key in PEM; download the key file again"))?;
        let endpoint = token_url(setting, &url);
        let account = Self { email: file.client_email, key_id: file.private_key_id, key, audience, endpoint, scope };
        // A key that cannot sign is told now, not when it is needed.
        account
            .assertion(now)
            .ok_or_else(|| refused("has a private_key that cannot sign; download the key file again"))?;
        Ok(account)
    }

    /// The assertion; `None` when the key cannot sign.
    fn assertion(&self, now: Timestamp) -> Option<String> {
        let header = Header { kid: self.key_id.clone(), ..Header::new(Algorithm::RS256) };
        let iat = now.as_ms() / 1000 - SKEW_S;
        let claims = Claims { iss: &self.email, scope: self.scope, aud: &self.audience, iat, exp: iat + LIFE_S };
        jsonwebtoken::encode(&header, &claims, &self.key).ok()
    }

    /// Exchanges an assertion for a token.
    ///
    /// # Errors
    /// [`ErrorKind::BadCredential`] when Google does not know the account or its key.
    pub(crate) async fn fetch(&self, access: &Access, name: &'static str) -> Result<Granted, ProviderError> {
        let assertion = self.assertion(access.clock.now()).unwrap_or_default();
        let http = Http::new(access, name, String::new(), vec![assertion.clone()]);
        let form = [("grant_type", GRANT_TYPE), ("assertion", &assertion)].map(|(k, v)| (k.to_owned(), v.to_owned()));
        let answer = http.send(Call::post(self.endpoint.clone()).form(&form).repeatable()).await?;
        if answer.is_success() {
            return Granted::from_answer(&answer);
        }
        let complaint: Complaint = answer.json().unwrap_or_default();
        let words =
            if complaint.error_description.is_empty() { &complaint.error } else { &complaint.error_description };
        let mut error = http.failure(&answer);
        if matches!(answer.status, 400 | 401) {
            let message =
                "Google does not accept this service account's key: it may be deleted, or the account switched off.";
            error = ProviderError { status: error.status, ..ProviderError::new(ErrorKind::BadCredential, message) };
        }
        let error = http.in_its_words(error, words);
        Err(if complaint.error.is_empty() { error } else { error.with_code(complaint.error.clone()) })
    }
}

#[derive(Default, Deserialize)]
struct Complaint {
    #[serde(default)]
    error: String,
    #[serde(default)]
    error_description: String,
}

fn is_googles(url: &reqwest::Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    url.scheme() == "https"
        && url.port().is_none()
        && (host == "accounts.google.com" || host.ends_with(".googleapis.com"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jsonwebtoken::{DecodingKey, Validation};
    use serde_json::Value;

    const NOW: Timestamp = Timestamp::from_ms(1_782_993_600_000);

    fn file(pem: &str, token_uri: Option<&str>) -> KeyFile {
        KeyFile {
            client_email: "dns@project.iam.example".into(),
            private_key: pem.into(),
            private_key_id: Some("key-1".into()),
            token_uri: token_uri.map(Into::into),
        }
    }

    fn refused(pem: &str, token_uri: &str) -> String {
        ServiceAccount::new(file(pem, Some(token_uri)), "scope", None, NOW).unwrap_err().reason
    }

    #[test]
    fn the_assertion_says_who_asks_whom_for_what_and_for_how_long() {
        let (pem, public) = crate::signing::test_key::rsa();
        let account = ServiceAccount::new(file(&pem, None), "scope", None, NOW).unwrap();
        let assertion = account.assertion(NOW).unwrap();
        let mut validation = Validation::new(Algorithm::RS256);
        validation.set_audience(&[TOKEN_URI]);
        validation.validate_exp = false;
        let decoded =
            jsonwebtoken::decode::<Value>(&assertion, &DecodingKey::from_rsa_der(&public), &validation).unwrap();
        assert_eq!(decoded.header.kid.as_deref(), Some("key-1"));
        let claims = decoded.claims;
        assert_eq!(
            (claims["iss"].as_str(), claims["scope"].as_str()),
            (Some("dns@project.iam.example"), Some("scope"))
        );
        assert_eq!(claims["iat"].as_i64(), Some(1_782_993_590));
        assert_eq!(claims["exp"].as_i64(), Some(1_782_993_590 + 3600));
    }

    #[test]
    fn a_key_file_cannot_lead_elsewhere() {
        let (pem, _) = crate::signing::test_key::rsa();
        for elsewhere in [
            "https://evil.example/token",
            "http://oauth2.googleapis.com/token",
            "https://oauth2.googleapis.com.evil.example/token",
            "https://oauth2.googleapis.com:8443/token",
            "https://evilgoogleapis.com/token",
        ] {
            assert!(refused(&pem, elsewhere).contains("not Google's"), "{elsewhere}");
        }
        for googles in ["https://accounts.google.com/o/oauth2/token", "https://www.googleapis.com/oauth2/v4/token"] {
            assert!(ServiceAccount::new(file(&pem, Some(googles)), "scope", None, NOW).is_ok(), "{googles}");
        }
        let replaced =
            ServiceAccount::new(file(&pem, Some("https://evil.example/token")), "s", Some("http://[::1]:1"), NOW);
        assert_eq!(replaced.unwrap().endpoint, "http://[::1]:1/token");
    }

    #[test]
    fn a_key_that_cannot_be_read_is_refused_without_showing_it() {
        let reason = refused("-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n", TOKEN_URI);
        assert!(reason.starts_with("has a private_key") && !reason.contains("c2VjcmV0"), "{reason}");
    }
}
