//! What a provider says about a zone, and whether it knows a template.

use super::endpoint::{Endpoint, InvalidEndpoint, base_url, link};
use crate::access::Access;
use crate::http::segment;
use serde::Deserialize;
use serde_json::Value;
use std::time::Duration;

/// How long an answer may take, connecting included.
const TIME_MAX: Duration = Duration::from_secs(3);
/// Largest answer that is read, in octets.
const ANSWER_MAX: usize = 64 * 1024;
/// Longest name of a provider that is shown, in characters.
const NAME_MAX: usize = 100;
/// Size of the window where the provider names none, in CSS pixels.
const WINDOW: (u32, u32) = (750, 750);
/// Bounds of a window's side, in CSS pixels.
const WINDOW_SIDE: std::ops::RangeInclusive<u32> = 200..=4000;

/// What a provider says about a zone that it keeps.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Settings {
    /// The DNS provider's identifier, mostly a domain of its.
    pub provider_id: String,
    /// Its name for people: what it wants to be shown, or else what it is called.
    pub provider_name: String,
    /// Base of the pages on which customers allow a change; without it there is no synchronous flow. No slash at its end.
    pub url_sync_ux: Option<String>,
    /// Base of the pages of the asynchronous flow, which is not used here.
    pub url_async_ux: Option<String>,
    /// Base of its API. No slash at its end.
    pub url_api: String,
    /// The window in which the pages want to be shown, in CSS pixels.
    pub width: u32,
    /// See `width`.
    pub height: u32,
    /// Where the zone's records are edited by hand.
    pub url_control_panel: Option<String>,
    /// Names of the servers that the zone should have: lower case, no trailing dot. A zone that has others is not kept there.
    pub name_servers: Vec<String>,
}

impl Settings {
    /// Whether a zone with these name servers (lower case, no trailing dot) is kept there, as far as the provider names its own. A
    /// zone that moved away can have left its `_domainconnect` behind; what is applied there would be seen by nobody.
    #[must_use]
    pub fn keeps_zone_of(&self, name_servers: &[&str]) -> bool {
        self.name_servers.is_empty() || self.name_servers.iter().any(|own| name_servers.contains(&own.as_str()))
    }
}

/// Why nothing is known.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum DiscoveryError {
    /// The zone names an endpoint that is not followed.
    #[error(transparent)]
    Endpoint(#[from] InvalidEndpoint),
    /// The provider does not keep this zone (any more).
    #[error("the provider has no such zone")]
    NoSuchZone,
    /// It cannot be reached, has no public address, or took too long. It may be there later.
    #[error("the provider {0}")]
    Unreachable(&'static str),
    /// It answered with this status.
    #[error("the provider answered with status {0}")]
    Status(u16),
    /// Its answer is not what Domain Connect says.
    #[error("the provider's answer cannot be used: {0}")]
    Misunderstood(String),
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    provider_id: String,
    provider_name: Option<String>,
    provider_display_name: Option<String>,
    #[serde(rename = "urlSyncUX")]
    url_sync_ux: Option<String>,
    #[serde(rename = "urlAsyncUX")]
    url_async_ux: Option<String>,
    #[serde(rename = "urlAPI")]
    url_api: String,
    #[serde(default)]
    width: Value,
    #[serde(default)]
    height: Value,
    url_control_panel: Option<String>,
    #[serde(default)]
    name_servers: Option<Vec<String>>,
}

/// Asks the endpoint that `txt` (the value of `TXT _domainconnect.<zone>`) names about `zone` (lower-case A-labels, no trailing
/// dot). One question; no redirect is followed.
///
/// # Errors
/// [`DiscoveryError`]; after `Unreachable` and statuses from 500 on, asking later may help.
pub async fn discover(access: &Access, txt: &str, zone: &str) -> Result<Settings, DiscoveryError> {
    let endpoint = Endpoint::parse(txt, access)?;
    let url = format!("{}/v2/{}/settings", endpoint.base(), segment(zone));
    match fetch(access, &url).await? {
        (404, _) => Err(DiscoveryError::NoSuchZone),
        (200..300, body) => understood(&body, zone, access),
        (status, _) => Err(DiscoveryError::Status(status)),
    }
}

/// Whether the provider has onboarded this template of ours.
///
/// # Errors
/// [`DiscoveryError`], as [`discover`].
pub async fn supports(
    access: &Access,
    settings: &Settings,
    provider_id: &str,
    service_id: &str,
) -> Result<bool, DiscoveryError> {
    let path = template_path(provider_id, service_id);
    match fetch(access, &format!("{}{path}", settings.url_api)).await? {
        (200..300, _) => Ok(true),
        (404, _) => Ok(false),
        (status, _) => Err(DiscoveryError::Status(status)),
    }
}

/// The path of a template, from the base of a provider's URLs on.
pub(super) fn template_path(provider_id: &str, service_id: &str) -> String {
    format!("/v2/domainTemplates/providers/{}/services/{}", segment(provider_id), segment(service_id))
}

/// Status and body, both within bounds. Addresses that are not public are refused when the name is resolved.
async fn fetch(access: &Access, url: &str) -> Result<(u16, Vec<u8>), DiscoveryError> {
    access.count_request();
    let exchange = async {
        let request = access.door().client().get(url).header("accept", "application/json");
        let mut response = request.send().await.map_err(|error| match error.is_connect() {
            true => DiscoveryError::Unreachable("cannot be reached"),
            false => DiscoveryError::Unreachable("broke off the connection"),
        })?;
        let status = response.status().as_u16();
        let mut body = Vec::new();
        let broken = |_| DiscoveryError::Unreachable("broke off the connection");
        while let Some(chunk) = response.chunk().await.map_err(broken)? {
            if body.len() + chunk.len() > ANSWER_MAX {
                return Err(DiscoveryError::Misunderstood(format!("it has more than {ANSWER_MAX} octets")));
            }
            body.extend_from_slice(&chunk);
        }
        Ok((status, body))
    };
    let late = |_| DiscoveryError::Unreachable("did not answer in time");
    tokio::time::timeout(TIME_MAX, exchange).await.map_err(late)?
}

/// Reads an answer. A wrong URL that the flow needs is an error; one that only would have been nice to have is left out.
fn understood(body: &[u8], zone: &str, access: &Access) -> Result<Settings, DiscoveryError> {
    let answer: Answer = serde_json::from_slice(body).map_err(|error| {
        // serde's own words can quote values.
        let place = format!("line {}, column {}", error.line(), error.column());
        DiscoveryError::Misunderstood(format!("another form is needed at {place}"))
    })?;
    let needed = |field: &str, text: &str| {
        base_url(text, access).map_err(|why| DiscoveryError::Misunderstood(format!("{field} {why}")))
    };
    let name = [answer.provider_display_name, answer.provider_name].into_iter().flatten();
    let name = name.map(|name| shown(&name)).find(|name| !name.is_empty());
    let provider_id = shown(&answer.provider_id);
    let panel = answer.url_control_panel.map(|url| url.replace("%domain%", &segment(zone)));
    let servers = answer.name_servers.unwrap_or_default().into_iter().map(|name| {
        let lower = name.trim().to_ascii_lowercase();
        lower.trim_end_matches('.').to_owned()
    });
    Ok(Settings {
        provider_name: name.unwrap_or_else(|| provider_id.clone()),
        provider_id,
        url_sync_ux: answer
            .url_sync_ux
            .filter(|url| !url.is_empty())
            .map(|url| needed("urlSyncUX", &url))
            .transpose()?,
        url_async_ux: answer.url_async_ux.and_then(|url| base_url(&url, access).ok()),
        url_api: needed("urlAPI", &answer.url_api)?,
        width: side(&answer.width, WINDOW.0),
        height: side(&answer.height, WINDOW.1),
        url_control_panel: panel.and_then(|url| link(&url, access).ok()).map(String::from),
        name_servers: servers.filter(|name| !name.is_empty()).collect(),
    })
}

/// A number, or a text that is one; `usual` for anything else and for windows that nobody could use.
fn side(value: &Value, usual: u32) -> u32 {
    let number = value.as_u64().or_else(|| value.as_str().and_then(|text| text.trim().parse().ok()));
    number.and_then(|side| u32::try_from(side).ok()).filter(|side| WINDOW_SIDE.contains(side)).unwrap_or(usual)
}

/// A provider's own words, fit to be shown.
fn shown(text: &str) -> String {
    let clean: String = text.chars().filter(|c| !c.is_control()).take(NAME_MAX).collect();
    clean.trim().to_owned()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use nameplate_domain::time::{Clock, Timestamp};
    use serde_json::json;
    use std::sync::Arc;

    struct Noon;

    impl Clock for Noon {
        fn now(&self) -> Timestamp {
            Timestamp::from_ms(1_782_993_600_000)
        }
    }

    pub(in crate::domain_connect) fn access(allow_private: bool) -> Access {
        Access::new([].into(), allow_private, Arc::new(Noon)).unwrap()
    }

    fn check(changes: Value) -> Result<Settings, DiscoveryError> {
        let mut answer = json!({
            "providerId": "provider.example", "providerName": "Provider",
            "urlSyncUX": "https://dcc.provider.example/manage", "urlAPI": "https://api.provider.example/",
        });
        answer.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        understood(answer.to_string().as_bytes(), "customer.example", &access(false))
    }

    #[test]
    fn settings_are_read_with_what_is_missing_filled_in() {
        let settings = check(json!({})).unwrap();
        assert_eq!((settings.provider_name.as_str(), settings.width, settings.height), ("Provider", 750, 750));
        assert_eq!(settings.url_api, "https://api.provider.example");
        assert_eq!(settings.url_sync_ux.as_deref(), Some("https://dcc.provider.example/manage"));
        let more = check(json!({
            "providerDisplayName": " My\u{7}DNS ", "width": "900", "height": 5, "urlSyncUX": null,
            "urlControlPanel": "https://provider.example/dns?zone=%domain%", "nameServers": ["NS1.provider.example."],
        }));
        let more = more.unwrap();
        assert_eq!((more.provider_name.as_str(), more.width, more.height), ("MyDNS", 900, 750));
        assert_eq!(more.url_sync_ux, None);
        assert_eq!(more.url_control_panel.as_deref(), Some("https://provider.example/dns?zone=customer.example"));
        assert_eq!(more.name_servers, ["ns1.provider.example"]);
        assert!(more.keeps_zone_of(&["ns2.other.example", "ns1.provider.example"]));
        assert!(!more.keeps_zone_of(&["ns2.other.example"]) && settings.keeps_zone_of(&["ns2.other.example"]));
    }

    #[test]
    fn a_url_that_leads_astray_is_not_taken() {
        let refused = |changes: Value| check(changes).unwrap_err().to_string();
        assert_eq!(
            refused(json!({"urlSyncUX": "http://dcc.provider.example"})),
            "the provider's answer cannot be used: urlSyncUX is not of the form https://host/path"
        );
        assert_eq!(
            refused(json!({"urlAPI": "https://169.254.169.254/latest"})),
            "the provider's answer cannot be used: urlAPI is a literal address; a name is needed"
        );
        let dropped = check(json!({"urlControlPanel": "javascript:alert(1)", "urlAsyncUX": "https://[::1]"})).unwrap();
        assert_eq!((dropped.url_control_panel, dropped.url_async_ux), (None, None));
    }

    #[test]
    fn an_answer_of_another_form_is_not_repeated() {
        let error = understood(b"{\"providerId\": \"<script>\"}", "a.example", &access(false)).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the provider's answer cannot be used: another form is needed at line 1, column 26"
        );
    }
}
