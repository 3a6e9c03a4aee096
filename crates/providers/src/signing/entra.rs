//! An application's bearer token from Microsoft Entra ID: the client credentials flow (RFC 6749, 4.4).

use super::bearer::{Granted, token_url};
use crate::access::Access;
use crate::http::{Call, Http};
use crate::problem::{ErrorKind, ProviderError};
use serde::Deserialize;
use std::fmt;

const LOGIN: &str = "https://login.microsoftonline.com";

/// An application and its secret. `Debug` prints no secret.
pub(crate) struct Application {
    /// A GUID.
    pub(crate) tenant_id: String,
    /// A GUID.
    pub(crate) client_id: String,
    pub(crate) client_secret: String,
    /// What the token is for, such as `https://management.azure.com/.default`.
    pub(crate) scope: &'static str,
}

impl fmt::Debug for Application {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Application").field("client_id", &self.client_id).finish_non_exhaustive()
    }
}

#[derive(Default, Deserialize)]
struct Complaint {
    #[serde(default)]
    error: String,
    #[serde(default)]
    error_description: String,
    #[serde(default)]
    error_codes: Vec<u64>,
}

impl Application {
    /// Fetches a token. `setting` is the base URL that replaces the login host, if any.
    ///
    /// # Errors
    /// [`ErrorKind::BadCredential`] when Entra ID does not know the tenant, the application or the secret.
    pub(crate) async fn fetch(
        &self,
        access: &Access,
        name: &'static str,
        setting: Option<&str>,
    ) -> Result<Granted, ProviderError> {
        let http = Http::new(access, name, String::new(), vec![self.client_secret.clone()]);
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", &self.client_id),
            ("client_secret", &self.client_secret),
            ("scope", self.scope),
        ]
        .map(|(key, value)| (key.to_owned(), value.to_owned()));
        let url = format!("{LOGIN}/{}/oauth2/v2.0/token", self.tenant_id);
        let url = reqwest::Url::parse(&url).map_err(|_| {
            ProviderError::new(ErrorKind::BadCredential, "The tenant_id of this credential is no GUID.")
        })?;
        let answer = http.send(Call::post(token_url(setting, &url)).form(&form).repeatable()).await?;
        if answer.is_success() {
            return Granted::from_answer(&answer);
        }
        let complaint: Complaint = answer.json().unwrap_or_default();
        let mut error = http.failure(&answer);
        if let Some(why) = explained(&complaint).or_else(|| {
            matches!(answer.status, 400 | 401).then_some("Microsoft Entra ID does not accept this credential.")
        }) {
            error = ProviderError { status: error.status, ..ProviderError::new(ErrorKind::BadCredential, why) };
        }
        let error = http.in_its_words(error, &complaint.error_description);
        let code = code(&complaint);
        Err(if code.is_empty() { error } else { error.with_code(code) })
    }
}

fn code(complaint: &Complaint) -> String {
    complaint.error_codes.first().map_or_else(|| complaint.error.clone(), |number| format!("AADSTS{number}"))
}

/// What the customer can do about it. Source: Microsoft, "Microsoft Entra authentication and authorization error codes".
fn explained(complaint: &Complaint) -> Option<&'static str> {
    complaint.error_codes.iter().find_map(|number| match number {
        7_000_215 => Some("The client secret is wrong: paste the secret's value, not its id."),
        7_000_222 => Some("The client secret has ended: create a new one in Entra ID."),
        90_002 | 900_023 => Some("There is no tenant with this tenant_id."),
        700_016 => Some("The application with this client_id is not in this tenant."),
        7_000_112 => Some("The application with this client_id is switched off."),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_tell_the_customer_which_part_is_wrong() {
        let complaint: Complaint = serde_json::from_str(
            r#"{"error": "invalid_client", "error_description": "AADSTS7000222: …", "error_codes": [7000222]}"#,
        )
        .unwrap();
        assert!(explained(&complaint).unwrap().contains("has ended"));
        assert_eq!(code(&complaint), "AADSTS7000222");
        let other: Complaint = serde_json::from_str(r#"{"error": "invalid_request"}"#).unwrap();
        assert_eq!((explained(&other), code(&other).as_str()), (None, "invalid_request"));
    }

    #[test]
    fn an_application_prints_no_secret() {
        let application =
            Application { tenant_id: "t".into(), client_id: "c".into(), client_secret: "hush-hush".into(), scope: "s" };
        assert!(!format!("{application:?}").contains("hush"));
    }
}
