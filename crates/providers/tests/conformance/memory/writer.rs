//! A writer of the plain provider, right in every way but the one that it is told to be wrong in.

use super::{Flaw, Form};
use crate::simulator::{Outcome, Request, Simulator};
use async_trait::async_trait;
use axum::http::HeaderMap;
use nameplate_domain::zone::{Change, RrData, RrSet, RrType, StoredSet, ZoneContents};
use nameplate_providers::{ApplyError, ErrorKind, Part, ProviderError, Zone, ZoneWriter};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

pub(super) struct Memory {
    pub(super) far: Simulator,
    pub(super) credential: String,
    pub(super) form: Form,
    pub(super) flaw: Flaw,
}

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Memory {:?}", self.form)
    }
}

struct Listed {
    id: String,
    name: String,
    ttl: u32,
    data: RrData,
    is_managed: bool,
}

fn kind_of(status: u16) -> ErrorKind {
    match status {
        401 => ErrorKind::BadCredential,
        404 => ErrorKind::NoSuchZone,
        409 => ErrorKind::Conflict,
        429 => ErrorKind::RateLimited,
        500.. => ErrorKind::Outage,
        _ => ErrorKind::Rejected,
    }
}

impl Memory {
    fn error(&self, kind: ErrorKind, words: &str) -> ProviderError {
        let name = self.far.dialect().spec().name;
        let kept = if self.flaw == Flaw::Tells { words.to_owned() } else { words.replace(&self.credential, "…") };
        let kind = match (self.flaw, kind) {
            (Flaw::ConfusesKinds, ErrorKind::RateLimited | ErrorKind::Rejected) => ErrorKind::Outage,
            (_, kind) => kind,
        };
        ProviderError::new(kind, format!("{name} could not do this. {name} says: {kept}"))
    }

    /// One request, repeated while it may be.
    fn ask(&self, method: &str, path: &str, query: &[(&str, &str)], body: &Value) -> Result<Value, ProviderError> {
        let mut headers = HeaderMap::new();
        headers.insert("authorization", format!("Bearer {}", self.credential).parse().unwrap());
        let query = query.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        let request = Request {
            method: method.to_owned(),
            path: path.to_owned(),
            query,
            headers,
            body: body.to_string().into_bytes(),
        };
        let is_repeatable = method != "POST" || self.flaw == Flaw::RepeatsBlindly;
        for is_last in [false, true] {
            let is_last = is_last || self.flaw == Flaw::GivesUp;
            let answer = match self.far.exchange(request.clone()) {
                Outcome::Answered(answer) => answer,
                Outcome::Broken if is_repeatable && !is_last => continue,
                Outcome::Broken if is_repeatable => return Err(self.error(ErrorKind::Outage, "nothing at all.")),
                Outcome::Broken => return Err(self.error(ErrorKind::UnknownOutcome, "nothing at all.")),
            };
            let json: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
            if answer.status == 200 {
                return Ok(json);
            }
            let wait = answer.headers.iter().find(|(name, _)| name == "retry-after");
            let wait = wait.map(|(_, value)| Duration::from_secs(value.parse().unwrap()));
            let is_worth_it = answer.status == 429 || answer.status == 503 && is_repeatable;
            if is_worth_it && wait == Some(Duration::ZERO) && !is_last {
                continue;
            }
            let mut error = self.error(kind_of(answer.status), json["says"].as_str().unwrap_or("not now."));
            (error.status, error.retry_after) = (Some(answer.status), wait);
            return Err(error);
        }
        unreachable!("the last time returns")
    }

    fn list(&self, path: &str) -> Result<Vec<Value>, ProviderError> {
        let mut items = Vec::new();
        let mut after = String::new();
        loop {
            let page = self.ask("GET", path, &[("after", &after)], &Value::Null)?;
            items.extend(page["items"].as_array().unwrap().iter().cloned());
            match page["next"].as_str() {
                Some(next) if self.flaw != Flaw::IgnoresPages => after = next.to_owned(),
                _ => return Ok(items),
            }
        }
    }

    fn records(&self, zone: &Zone) -> Result<Vec<Listed>, ProviderError> {
        let items = self.list(&format!("/zones/{}/records", zone.id))?;
        let text = |item: &Value, key: &str| item[key].as_str().unwrap().to_owned();
        let lowered = |text: String| if self.flaw == Flaw::Lowers { text.to_lowercase() } else { text };
        let listed = items.iter().filter(|item| item["is_noise"] == false).map(|item| Listed {
            id: text(item, "id"),
            name: text(item, "name"),
            ttl: u32::try_from(item["ttl"].as_u64().unwrap()).unwrap(),
            data: RrData::parse(&text(item, "type").as_str().into(), &lowered(text(item, "text"))).unwrap(),
            is_managed: item["is_managed"] == true && self.flaw != Flaw::TouchesManaged,
        });
        Ok(listed.collect())
    }

    fn write(&self, method: &str, path: &str, body: &Value) -> Result<(), ProviderError> {
        let answer = self.ask(method, path, &[], body)?;
        let job = answer["job"].as_str().unwrap();
        assert_eq!(self.ask("GET", &format!("/jobs/{job}"), &[], &Value::Null)?, "done");
        Ok(())
    }

    fn apply_one(&self, zone: &Zone, change: &Change) -> Result<(), ProviderError> {
        let Some((name, rtype)) = change.key() else { return Ok(()) };
        let all = self.records(zone)?;
        let here: Vec<&Listed> = all.iter().filter(|old| old.name == name && old.data.rtype() == *rtype).collect();
        if here.iter().any(|old| old.is_managed) {
            return Err(self.error(ErrorKind::Conflict, "it is managed."));
        }
        let data = |set: &Option<RrSet>| set.as_ref().map(|set| set.data.clone()).unwrap_or_default();
        let (before, after) = (data(&change.before), data(&change.after));
        let is_known = here.iter().all(|old| before.contains(&old.data) || after.contains(&old.data));
        if !is_known && self.flaw != Flaw::WritesOver {
            return Err(self.error(ErrorKind::ZoneChanged, "it changed."));
        }
        let ttl = change.after.as_ref().map_or(0, |set| if self.flaw == Flaw::OwnTtl { 300 } else { set.ttl });
        if self.form == Form::Sets {
            let values: Vec<String> = after.iter().map(ToString::to_string).collect();
            let path = format!("/zones/{}/sets/{name}/{rtype}", zone.id);
            return self.write("PUT", &path, &json!({"ttl": ttl, "values": values}));
        }
        let base = format!("/zones/{}/records", zone.id);
        let loses = |old: &Listed| self.flaw == Flaw::LosesOthers && old.name == name && !old.is_managed;
        for old in all.iter().filter(|old| here.iter().any(|here| here.id == old.id) || loses(old)) {
            if !after.contains(&old.data) {
                match self.write("DELETE", &format!("{base}/{}", old.id), &Value::Null) {
                    Err(error) if error.status == Some(404) => {}
                    other => other?,
                }
            }
        }
        for data in after {
            if self.flaw != Flaw::Doubles && here.iter().any(|old| old.data == data) {
                continue;
            }
            let text = if self.flaw == Flaw::Lowers { data.to_string().to_lowercase() } else { data.to_string() };
            let body = json!({"name": name, "type": rtype.as_str(), "ttl": ttl, "text": text});
            match self.write("POST", &base, &body) {
                Err(error) if error.kind == ErrorKind::UnknownOutcome => {
                    let is_there = self.records(zone)?.iter().any(|old| old.name == name && old.data == data);
                    if !is_there {
                        return Err(error);
                    }
                }
                other => other?,
            }
        }
        Ok(())
    }
}

#[async_trait]
impl ZoneWriter for Memory {
    async fn zones(&self) -> Result<Vec<Zone>, ProviderError> {
        let zones = self.list("/zones")?;
        let served = zones.iter().filter(|zone| zone["served"] == true || self.flaw == Flaw::OffersUnserved);
        let text = |zone: &Value, key: &str| zone[key].as_str().unwrap().to_owned();
        Ok(served.map(|zone| Zone { id: text(zone, "id"), name: text(zone, "name"), ttl_min: None }).collect())
    }

    async fn zone(&self, name: &str) -> Result<Option<Zone>, ProviderError> {
        let is_it = |zone: &Zone| match self.flaw {
            Flaw::FindsLoosely => name.ends_with(&zone.name),
            _ => zone.name == name || zone.id == name,
        };
        Ok(self.zones().await?.into_iter().find(is_it))
    }

    async fn read(&self, zone: &Zone, part: Part<'_>) -> Result<ZoneContents, ProviderError> {
        let mut sets: BTreeMap<(String, RrType), (u32, Vec<RrData>, bool)> = BTreeMap::new();
        for listed in self.records(zone)?.into_iter().filter(|listed| part.includes(&listed.name)) {
            let set = sets.entry((listed.name, listed.data.rtype())).or_insert((listed.ttl, vec![], false));
            set.1.push(listed.data);
            set.2 |= listed.is_managed;
        }
        let sets = sets.into_iter().map(|((name, rtype), (ttl, data, is_managed))| StoredSet {
            set: RrSet::new(&name, rtype, ttl, data),
            untouchable: is_managed.then(|| "it is managed.".to_owned()),
        });
        Ok(ZoneContents { zone: zone.name.clone(), sets: sets.collect() })
    }

    async fn apply(&self, zone: &Zone, changes: &[Change]) -> Result<(), ApplyError> {
        for (done, change) in changes.iter().enumerate() {
            match self.apply_one(zone, change) {
                Err(_) if self.flaw == Flaw::SwallowsErrors => {}
                other => other.map_err(|error| ApplyError { done, error })?,
            }
        }
        Ok(())
    }
}
