//! Custom hostnames of Cloudflare for SaaS, as `GET /zones/{id}/custom_hostnames` lists them: one page, or many after each other in one
//! file. Private keys stay at Cloudflare.

use serde::Deserialize;
use std::io::Read;

/// One custom hostname.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomHostname {
    /// As Cloudflare has it.
    pub hostname: String,
    /// Its status there.
    pub status: String,
    /// Whether every name below it is served as well.
    pub is_wildcard: bool,
    /// Where its requests go, if not to the zone's fallback.
    pub origin: Option<String>,
}

/// Why a text is no export. Pages before that were read.
#[derive(Debug, thiserror::Error)]
pub enum InvalidExport {
    /// It is no JSON, or not what Cloudflare answers.
    #[error("page {page} is not what GET /zones/{{id}}/custom_hostnames answers: {detail}")]
    Page {
        /// Counted from 1.
        page: usize,
        /// The parser's words.
        detail: String,
    },
    /// Cloudflare refused.
    #[error("page {page} is a refusal of Cloudflare: {detail}")]
    Refusal {
        /// Counted from 1.
        page: usize,
        /// Its words.
        detail: String,
    },
    /// It is empty.
    #[error("there is no page in it")]
    Empty,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Page {
    Answer(Answer),
    /// Somebody took the results out already.
    Results(Vec<Listed>),
}

#[derive(Deserialize)]
struct Answer {
    #[serde(default = "yes")]
    success: bool,
    #[serde(default)]
    errors: Vec<Fault>,
    result: Option<Vec<Listed>>,
}

#[derive(Deserialize)]
struct Fault {
    #[serde(default)]
    message: String,
}

#[derive(Deserialize)]
struct Listed {
    hostname: String,
    #[serde(default)]
    status: Option<String>,
    #[serde(default)]
    ssl: Option<Ssl>,
    #[serde(default)]
    custom_origin_server: Option<String>,
}

#[derive(Deserialize)]
struct Ssl {
    #[serde(default)]
    wildcard: Option<bool>,
}

const fn yes() -> bool {
    true
}

/// The host names of an export, in its order; one page is in memory at a time.
///
/// # Errors
/// [`InvalidExport`].
pub fn hostnames_of(export: impl Read) -> Result<Vec<CustomHostname>, InvalidExport> {
    let mut all = Vec::new();
    let mut pages = 0;
    for page in serde_json::Deserializer::from_reader(export).into_iter::<Page>() {
        pages += 1;
        let page = page.map_err(|error| InvalidExport::Page { page: pages, detail: error.to_string() })?;
        let listed = match page {
            Page::Results(listed) => listed,
            Page::Answer(Answer { success: true, result: Some(listed), .. }) => listed,
            Page::Answer(Answer { success: true, .. }) => {
                return Err(InvalidExport::Page { page: pages, detail: "it has no result".to_owned() });
            }
            Page::Answer(Answer { errors, .. }) => {
                let words: Vec<String> = errors.into_iter().map(|fault| fault.message).collect();
                return Err(InvalidExport::Refusal { page: pages, detail: words.join("; ") });
            }
        };
        all.extend(listed.into_iter().map(CustomHostname::from));
    }
    if pages == 0 { Err(InvalidExport::Empty) } else { Ok(all) }
}

impl From<Listed> for CustomHostname {
    fn from(listed: Listed) -> Self {
        Self {
            hostname: listed.hostname,
            status: listed.status.unwrap_or_else(|| "unknown".to_owned()),
            is_wildcard: listed.ssl.and_then(|ssl| ssl.wildcard).unwrap_or(false),
            origin: listed.custom_origin_server.filter(|origin| !origin.is_empty()),
        }
    }
}

impl CustomHostname {
    /// The names that it stands for: itself, and with a wildcard certificate every name one label below.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        let below = self.is_wildcard.then(|| format!("*.{}", self.hostname));
        std::iter::once(self.hostname.clone()).chain(below).collect()
    }

    /// Why it does not come along, if it does not: Cloudflare serves it no more, or never did.
    #[must_use]
    pub fn left_out(&self) -> Option<&'static str> {
        match self.status.as_str() {
            "moved" => Some("Cloudflare has it as moved: its records lead elsewhere"),
            "deleted" | "pending_deletion" => Some("Cloudflare has it as deleted"),
            "blocked" | "pending_blocked" | "test_blocked" => Some("Cloudflare has blocked it"),
            "test_failed" => Some("Cloudflare could not validate it"),
            _ => None,
        }
    }
}
