//! Custom hostnames of Cloudflare for SaaS, as `GET /zones/{id}/custom_hostnames` lists them: one page, or many after each other in one
//! file. Private keys stay at Cloudflare.

use serde::Deserialize;
use serde_json::Value;
use serde_json::error::Category;
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

/// Why an entry of an export brings no name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("entry {entry} of page {page} has no hostname")]
pub struct InvalidEntry {
    /// Counted from 1.
    page: usize,
    /// Counted from 1 on its page.
    entry: usize,
}

/// Why a text is no export. Pages before that were read.
#[derive(Debug, thiserror::Error)]
pub enum InvalidExport {
    /// It is no JSON, or not what Cloudflare answers.
    #[error("page {page} is not what GET /zones/{{id}}/custom_hostnames answers: {detail}")]
    Page {
        /// Counted from 1.
        page: usize,
        /// Where it breaks off from that, never what is there.
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
    Results(Vec<Value>),
}

#[derive(Deserialize)]
struct Answer {
    #[serde(default = "yes")]
    success: bool,
    #[serde(default)]
    errors: Vec<Fault>,
    result: Option<Vec<Value>>,
}

#[derive(Deserialize)]
struct Fault {
    #[serde(default)]
    message: String,
}

const fn yes() -> bool {
    true
}

/// The host names of an export, in its order, and what has none in between; one page is in memory at a time.
///
/// # Errors
/// [`InvalidExport`].
pub fn hostnames_of(export: impl Read) -> Result<Vec<Result<CustomHostname, InvalidEntry>>, InvalidExport> {
    let mut all = Vec::new();
    let mut pages = 0;
    for page in serde_json::Deserializer::from_reader(export).into_iter::<Page>() {
        pages += 1;
        let page = page.map_err(|error| InvalidExport::Page { page: pages, detail: broken_off(&error) })?;
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
        let read = |(at, entry): (usize, &Value)| {
            CustomHostname::read(entry).ok_or(InvalidEntry { page: pages, entry: at + 1 })
        };
        all.extend(listed.iter().enumerate().map(read));
    }
    if pages == 0 { Err(InvalidExport::Empty) } else { Ok(all) }
}

/// Where a page is not as it is to be. The parser's words may quote what is there.
fn broken_off(error: &serde_json::Error) -> String {
    match error.classify() {
        Category::Eof => "it ends too early".to_owned(),
        Category::Syntax => format!("it is no JSON at line {}, column {}", error.line(), error.column()),
        Category::Data => "it is neither an answer with a result nor a list".to_owned(),
        Category::Io => "it could not be read to its end".to_owned(),
    }
}

impl CustomHostname {
    /// `None` for what has no host name; whatever else is missing or odd is as if Cloudflare had not told it.
    fn read(entry: &Value) -> Option<Self> {
        let text = |name: &str| entry.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
        Some(Self {
            hostname: text("hostname")?.to_owned(),
            status: text("status").unwrap_or("unknown").to_owned(),
            is_wildcard: entry.pointer("/ssl/wildcard").and_then(Value::as_bool).unwrap_or(false),
            origin: text("custom_origin_server").map(str::to_owned),
        })
    }

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
