//! Exchanges in a provider's documented form, replayed to its adapter: every request must be the one that is written down.

mod exchange;
mod xml;

use crate::simulator::{Answer, Dialect, Outcome, Request, serve};
use crate::stage::Stopped;
use exchange::Exchange;
use nameplate_domain::zone::{Change, RrSet};
use nameplate_providers::{Access, ApplyError, CredentialText, Part, ProviderError, Zone, ZoneWriter};
use serde::Deserialize;
use serde_json::Value;
use std::collections::{BTreeMap, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What every provider has to show.
const REQUIRED: [&str; 7] =
    ["read_pages", "replace_set", "remove_set", "bad_credential", "no_such_zone", "rate_limited", "rejected"];

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Fixture {
    about: String,
    /// Instead of the one that the dialect lets in; a text, or JSON that is pasted as such.
    credential: Option<Value>,
    operation: Operation,
    exchanges: VecDeque<Exchange>,
    expect: Expect,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Operation {
    /// List zones.
    Zones,
    /// Find a zone.
    Zone(String),
    /// Read a zone, or these names of it.
    Read { zone: ZoneText, names: Option<Vec<String>> },
    /// Carry out changes.
    Apply { zone: ZoneText, changes: Vec<Change> },
}

/// A zone: its name where that is its identifier as well.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum ZoneText {
    Name(String),
    Known { id: String, name: String, ttl_min: Option<u32> },
}

impl From<ZoneText> for Zone {
    fn from(text: ZoneText) -> Self {
        match text {
            ZoneText::Name(name) => Self::named(&name),
            ZoneText::Known { id, name, ttl_min } => Self { id, name, ttl_min },
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Expect {
    /// The zones, in any order.
    Zones(Vec<ZoneText>),
    /// The zone; null for none.
    Zone(Option<ZoneText>),
    /// The rrsets, all of them, in any order.
    Sets(Vec<ExpectedSet>),
    /// Everything was carried out.
    Applied,
    /// It failed.
    Error(ExpectedError),
}

#[derive(Debug, Deserialize)]
struct ExpectedSet {
    #[serde(flatten)]
    set: RrSet,
    #[serde(default)]
    untouchable: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectedError {
    /// As `ErrorKind::as_str` writes it.
    kind: String,
    /// Words that the message has in it.
    says: Option<String>,
    code: Option<String>,
    retry_after_s: Option<u64>,
    /// Of an apply: how many changes were certainly carried out; 0 if not given.
    #[serde(default)]
    done: usize,
}

/// What an operation came to.
#[derive(Debug)]
enum Outgrowth {
    Zones(Vec<Zone>),
    Zone(Option<Zone>),
    Sets(Vec<(RrSet, bool)>),
    Applied,
    Error(ApplyError),
}

/// Where the fixtures of a provider are.
fn folder(key: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(key)
}

/// Replays every fixture of the dialect's provider.
pub(crate) async fn every_fixture(dialect: impl Dialect) {
    let folder = folder(dialect.spec().key);
    let entries = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let names: Vec<String> =
        files.iter().map(|file| file.file_stem().unwrap().to_string_lossy().into_owned()).collect();
    let missing: Vec<&str> =
        REQUIRED.into_iter().filter(|required| !names.iter().any(|name| name == required)).collect();
    assert!(missing.is_empty(), "{} lacks {missing:?}", folder.display());
    let mut failures = Vec::new();
    for (file, name) in files.iter().zip(&names) {
        if let Err(why) = replay(&dialect, file).await {
            failures.push(format!("{name}: {why}"));
        }
    }
    assert!(failures.is_empty(), "fixtures of {}:\n{}", dialect.spec().key, failures.join("\n"));
}

async fn replay(dialect: &dyn Dialect, file: &Path) -> Result<(), String> {
    let text = std::fs::read_to_string(file).unwrap();
    let fixture: Fixture = serde_json::from_str(&text).map_err(|error| format!("is no fixture: {error}"))?;
    if !fixture.about.ends_with('.') {
        return Err("\"about\" must be a sentence".to_owned());
    }
    let left = Arc::new(Mutex::new((fixture.exchanges, Vec::<String>::new())));
    let replaying = left.clone();
    let base_of_answers = Arc::new(Mutex::new(String::new()));
    let own_base = base_of_answers.clone();
    let base = serve(move |request| {
        let (exchanges, failures) = &mut *replaying.lock().unwrap();
        Outcome::Answered(next(exchanges, failures, &request, &own_base.lock().unwrap()))
    })
    .await;
    base_of_answers.lock().unwrap().clone_from(&base);
    let spec = dialect.spec();
    let credential = match fixture.credential {
        Some(Value::String(text)) => text,
        Some(json) => json.to_string(),
        None => dialect.credential(&base),
    };
    let base_urls = BTreeMap::from([(spec.key.to_owned(), base.clone())]);
    let access = Access::new(base_urls, true, Arc::new(Stopped)).unwrap();
    let open = spec.open.ok_or("the provider cannot be opened")?;
    let writer = open(&CredentialText::new(&credential), &access).map_err(|error| error.to_string())?;
    let came = tokio::time::timeout(Duration::from_secs(30), perform(&*writer, fixture.operation)).await;
    let came = came.map_err(|_| "takes longer than 30 s")?;
    let (exchanges, failures) = &*left.lock().unwrap();
    if !failures.is_empty() {
        return Err(failures.join("\n"));
    }
    if let Some(exchange) = exchanges.front() {
        let request = &exchange.request;
        return Err(format!(
            "{} {} was not sent, nor {} more; it came to {came:?}",
            request.method,
            request.path,
            exchanges.len() - 1
        ));
    }
    compare(fixture.expect, came)
}

fn next(exchanges: &mut VecDeque<Exchange>, failures: &mut Vec<String>, request: &Request, base: &str) -> Answer {
    let failed = Answer::text(400, "text/plain", "This request is not in the fixture.");
    let Some(exchange) = exchanges.front() else {
        failures.push(format!("one request too many: {}", request.all_text()));
        return failed;
    };
    let differences = exchange.request.differences(request);
    if !differences.is_empty() {
        let (method, path) = (&exchange.request.method, &exchange.request.path);
        failures.push(format!("{method} {path} came differently:\n  {}", differences.join("\n  ")));
        return failed;
    }
    let answer = exchange.response.answer(base);
    exchanges.pop_front();
    answer
}

async fn perform(writer: &dyn ZoneWriter, operation: Operation) -> Outgrowth {
    let fail = |error: ProviderError| Outgrowth::Error(error.into());
    match operation {
        Operation::Zones => writer.zones().await.map_or_else(fail, Outgrowth::Zones),
        Operation::Zone(name) => writer.zone(&name).await.map_or_else(fail, Outgrowth::Zone),
        Operation::Read { zone, names } => {
            let part = names.as_deref().map_or(Part::Whole, Part::Names);
            let read = writer.read(&zone.into(), part).await;
            let sets = |sets: Vec<nameplate_domain::zone::StoredSet>| {
                sets.into_iter().map(|stored| (stored.set, stored.untouchable.is_some())).collect()
            };
            read.map_or_else(fail, |contents| Outgrowth::Sets(sets(contents.sets)))
        }
        Operation::Apply { zone, changes } => {
            writer.apply(&zone.into(), &changes).await.map_or_else(Outgrowth::Error, |()| Outgrowth::Applied)
        }
    }
}

fn compare(expect: Expect, came: Outgrowth) -> Result<(), String> {
    let differ = |expected: String, came: String| match expected == came {
        true => Ok(()),
        false => Err(format!("the outcome differs:\n  expected {expected}\n  came     {came}")),
    };
    match (expect, came) {
        (Expect::Zones(expected), Outgrowth::Zones(mut came)) => {
            let mut expected: Vec<Zone> = expected.into_iter().map(Into::into).collect();
            expected.sort_by_key(|zone| zone.name.clone());
            came.sort_by_key(|zone| zone.name.clone());
            differ(format!("{expected:#?}"), format!("{came:#?}"))
        }
        (Expect::Zone(expected), Outgrowth::Zone(came)) => {
            differ(format!("{:?}", expected.map(Zone::from)), format!("{came:?}"))
        }
        (Expect::Sets(expected), Outgrowth::Sets(came)) => {
            let lines = |sets: Vec<(RrSet, bool)>| {
                let mut lines: Vec<String> = sets
                    .into_iter()
                    .map(|(set, untouchable)| {
                        let mark = if untouchable { "untouchable " } else { "" };
                        format!("{mark}{}", serde_json::to_string(&set).unwrap())
                    })
                    .collect();
                lines.sort();
                lines.join("\n           ")
            };
            differ(lines(expected.into_iter().map(|set| (set.set, set.untouchable)).collect()), lines(came))
        }
        (Expect::Applied, Outgrowth::Applied) => Ok(()),
        (Expect::Error(expected), Outgrowth::Error(came)) => {
            let ApplyError { done, error } = came;
            let words = expected.says.unwrap_or_default();
            let code = expected.code.or(error.code.clone());
            let wait = expected.retry_after_s.map(Duration::from_secs).or(error.retry_after);
            differ(
                format!("{} done {} code {code:?} after {wait:?}", expected.kind, expected.done),
                format!("{} done {done} code {:?} after {:?}", error.kind.as_str(), error.code, error.retry_after),
            )?;
            match error.message.contains(&words) {
                true => Ok(()),
                false => Err(format!("the message lacks {words:?}: {}", error.message)),
            }
        }
        (expected, came) => {
            Err(format!("the outcome is of another kind:\n  expected {expected:?}\n  came     {came:?}"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialects::digitalocean::dialect;
    use serde_json::json;

    async fn outcome_of(change: impl FnOnce(&mut Value)) -> Result<(), String> {
        let text = std::fs::read_to_string(folder("digitalocean").join("remove_set.json")).unwrap();
        let mut fixture: Value = serde_json::from_str(&text).unwrap();
        change(&mut fixture);
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), fixture.to_string()).unwrap();
        replay(&dialect(), file.path()).await
    }

    #[tokio::test]
    async fn a_fixture_that_is_not_followed_fails_and_says_where() {
        assert_eq!(outcome_of(|_| {}).await, Ok(()));
        let wrong = outcome_of(|fixture| fixture["exchanges"][0]["request"]["path"] = json!("/v2/elsewhere")).await;
        assert!(wrong.unwrap_err().contains("expected /v2/elsewhere"));
        let more = |fixture: &mut Value| {
            let exchanges = fixture["exchanges"].as_array_mut().unwrap();
            exchanges.push(exchanges.first().unwrap().clone());
        };
        assert!(outcome_of(more).await.unwrap_err().contains("was not sent"));
        let fewer = |fixture: &mut Value| _ = fixture["exchanges"].as_array_mut().unwrap().pop();
        assert!(outcome_of(fewer).await.unwrap_err().contains("one request too many"));
        let failing = outcome_of(|fixture| fixture["expect"] = json!({"error": {"kind": "outage"}})).await;
        assert!(failing.unwrap_err().contains("of another kind"));
    }
}
