//! Through one recording: what it reads the adapter must read, what it writes the adapter must write.

use crate::far::{Scene, is_same_path};
use crate::http::serve;
use crate::known;
use crate::recording::{Asked, Exchange, Recording};
use crate::rows::Row;
use crate::tongue::{Meaning, Tongue, ZoneRow};
use crate::zone_of_file::zone_of_file;
use nameplate_domain::time::{Clock, Timestamp};
use nameplate_domain::zone::{RrData, RrType};
use nameplate_providers::{Access, CredentialText, Part, ProviderError, Zone, ZoneWriter, by_key};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

/// What came of a file.
#[derive(Default, Debug)]
pub(crate) struct Report {
    pub(crate) exchanges: usize,
    /// Exchanges that took part: read, written, or logged in with.
    pub(crate) replayed: usize,
    pub(crate) read: usize,
    pub(crate) written: usize,
    /// Writes that the adapter sends as other requests, by kind.
    pub(crate) otherwise: BTreeMap<String, usize>,
    /// What cannot be compared, and why.
    pub(crate) not_comparable: BTreeMap<String, usize>,
    pub(crate) failures: Vec<String>,
}

#[derive(Debug)]
struct Stopped;

impl Clock for Stopped {
    fn now(&self) -> Timestamp {
        Timestamp::from_ms(1_782_993_600_000)
    }
}

pub(crate) struct Walk {
    pub(crate) key: String,
    pub(crate) tongue: &'static dyn Tongue,
    pub(crate) writer: Box<dyn ZoneWriter>,
    pub(crate) scene: Arc<Mutex<Scene>>,
    pub(crate) file: Recording,
    pub(crate) zone_row: ZoneRow,
    pub(crate) zone: Zone,
    pub(crate) rows: Vec<Row>,
    pub(crate) report: Report,
}

/// Replays a file. `Err` when it cannot be interpreted at all.
pub(crate) async fn walk(file: Recording) -> Result<Report, String> {
    let key = file.provider.clone();
    let tongue = crate::tongues::of(&key).ok_or_else(|| format!("nothing is known of {key}"))?;
    let spec = by_key(&key).ok_or_else(|| format!("there is no provider {key}"))?;
    let zone_row = zone_of_file(tongue, &key, &file);
    let scene = Arc::new(Mutex::new(Scene {
        tongue,
        zone: zone_row.clone(),
        rows: vec![],
        recorded: vec![],
        asked: vec![],
        writes: vec![],
        verbatim: 0,
        gaps: vec![],
    }));
    let (far, own) = (scene.clone(), Arc::new(Mutex::new(String::new())));
    let base_of_links = own.clone();
    let base = serve(move |request| far.lock().unwrap().answer(&request, &base_of_links.lock().unwrap())).await;
    own.lock().unwrap().clone_from(&base);
    let access = Access::new(BTreeMap::from([(key.clone(), base.clone())]), true, Arc::new(Stopped)).unwrap();
    let open = spec.open.ok_or_else(|| format!("{key} cannot be opened"))?;
    let credential = CredentialText::new(&tongue.credential(&base, &zone_row));
    let writer = open(&credential, &access).map_err(|error| format!("{key} does not take the credential: {error}"))?;
    let zone = Zone { id: zone_row.id.clone(), name: zone_row.name.clone(), ttl_min: None };
    let report = Report { exchanges: file.exchanges.len(), ..Report::default() };
    let mut walk = Walk { key, tongue, writer, scene, file, zone_row, zone, rows: vec![], report };
    walk.learn_zone().await;
    walk.all().await;
    Ok(walk.report)
}

impl Walk {
    fn meaning(&self, asked: &Asked) -> Meaning {
        self.tongue.meaning(asked, &self.zone_row.name)
    }

    pub(crate) fn begin(&self, recorded: Vec<Exchange>) {
        self.scene.lock().unwrap().begin(&self.rows, recorded);
    }

    /// Exchanges that help whatever is done: logins and jobs.
    pub(crate) fn beside(&self) -> Vec<Exchange> {
        let is_aside = |exchange: &&Exchange| matches!(self.meaning(&exchange.request), Meaning::Aside);
        self.file.exchanges.iter().filter(is_aside).cloned().collect()
    }

    pub(crate) fn skip(&mut self, count: usize, why: impl Into<String>) {
        *self.report.not_comparable.entry(why.into()).or_default() += count;
    }

    pub(crate) fn fail(&mut self, what: String) {
        self.report.failures.push(what);
    }

    /// The zone as the adapter names it. Without it, as the recording does.
    async fn learn_zone(&mut self) {
        self.begin(self.beside());
        if let Ok(Some(zone)) = self.writer.zone(&self.zone_row.name).await {
            self.zone = Zone { ttl_min: None, ..zone };
        }
    }

    async fn all(&mut self) {
        let exchanges = self.file.exchanges.clone();
        let mut at = 0;
        while let Some(exchange) = exchanges.get(at) {
            let meaning = self.meaning(&exchange.request);
            let rest = exchanges.get(at..).unwrap_or_default();
            // The pages of one list are one step.
            let pages = match meaning {
                Meaning::List { .. } | Meaning::Zones(_) => {
                    1 + rest.windows(2).take_while(|pair| is_next_page(pair)).count()
                }
                _ => 1,
            };
            let step: Vec<Exchange> = rest.iter().take(pages).cloned().collect();
            at += pages;
            let other_zone = self.tongue.zone_of(&exchange.request).is_some_and(|zone| !self.is_this_zone(&zone));
            match meaning {
                Meaning::Aside => self.report.replayed += pages,
                Meaning::Beyond => {
                    let request = &exchange.request;
                    self.skip(
                        pages,
                        format!("nothing that an adapter does: {} {}", request.method, known::shape(request)),
                    );
                }
                Meaning::Zones(filter) => self.zones(step, filter).await,
                Meaning::Zone(name) => {
                    let name =
                        if name.starts_with('{') || other_zone.eq(&false) { self.zone_row.name.clone() } else { name };
                    self.zones(step, Some(name)).await;
                }
                _ if other_zone => self.skip(pages, "about another zone"),
                Meaning::List { name, rtype } => self.list(step, name, rtype).await,
                Meaning::One => {
                    for row in self.tongue.rows(&exchange.response, &self.zone_row.name) {
                        self.rows.retain(|known| known.id != row.id);
                        self.rows.push(row);
                    }
                    self.report.replayed += 1;
                }
                Meaning::Write(edits) => self.write(exchange, edits).await,
            }
        }
    }

    fn is_this_zone(&self, zone: &str) -> bool {
        let zone = zone.trim_end_matches('.').to_lowercase();
        zone.starts_with('{')
            || zone == self.zone_row.name
            || zone == self.zone_row.id.to_lowercase().trim_end_matches('.')
    }

    async fn zones(&mut self, step: Vec<Exchange>, filter: Option<String>) {
        let count = step.len();
        let told: Vec<ZoneRow> = step.iter().flat_map(|exchange| self.tongue.zones(&exchange.response)).collect();
        let refusal = step.iter().find_map(|exchange| self.tongue.refusal(&exchange.response));
        let recorded = [self.beside(), step.clone()].concat();
        self.begin(recorded);
        let found: Result<Vec<String>, ProviderError> = match &filter {
            Some(name) => self.writer.zone(name).await.map(|zone| zone.into_iter().map(|zone| zone.name).collect()),
            None => self.writer.zones().await.map(|zones| zones.into_iter().map(|zone| zone.name).collect()),
        };
        if self.scene.lock().unwrap().verbatim == 0 || self.answered_beside_only(&step) {
            return self.skip(count, "zones are looked up by another request");
        }
        if step.iter().all(|exchange| exchange.response.body.as_object().is_some_and(serde_json::Map::is_empty)) {
            return self.skip(count, "the answer was not kept");
        }
        let wanted: Vec<&ZoneRow> = told
            .iter()
            .filter(|zone| filter.as_ref().is_none_or(|name| zone.name == *name || zone.id == *name))
            .collect();
        match (refusal, found) {
            (Some("no_such_zone"), Ok(found)) if found.is_empty() => {}
            (Some(kind), Err(error)) if error.kind.as_str() == kind => {}
            (Some(kind), found) => {
                return self.fail(format!("zones: {kind} was answered, and the adapter made {found:?} of it"));
            }
            (None, Ok(found)) => {
                let missing = wanted.iter().find(|zone| zone.is_served && !found.contains(&zone.name));
                // Names in other scripts are said in one way by the service and in another by the adapter.
                let is_said = |name: &str| {
                    let is_other = |zone: &&ZoneRow| name.contains("xn--") && !zone.name.is_ascii();
                    wanted.iter().any(|zone| zone.name == name || is_other(zone))
                };
                let extra = found.iter().find(|name| !is_said(name));
                if let Some(zone) = missing {
                    return self.fail(format!("the zone {} is not found: {found:?}", zone.name));
                }
                if let Some(name) = extra {
                    return self.fail(format!("the zone {name} is in no answer"));
                }
            }
            (None, Err(error)) if wanted.iter().all(|zone| !zone.is_served) => {
                return self.skip(count, format!("the zone is not served, and the adapter says so: {:?}", error.kind));
            }
            (None, Err(error)) => return self.fail(format!("zones: {error:?}")),
        }
        self.report.read += 1;
        self.report.replayed += count;
    }

    /// Whether nothing of the step itself was asked for.
    fn answered_beside_only(&self, step: &[Exchange]) -> bool {
        let scene = self.scene.lock().unwrap();
        !scene.asked.iter().any(|asked| step.iter().any(|exchange| is_same_path(&exchange.request, asked)))
    }

    async fn list(&mut self, step: Vec<Exchange>, name: Option<String>, rtype: Option<RrType>) {
        let count = step.len();
        let is_of_one_set = name.is_some() && rtype.is_some();
        if name.as_ref().is_some_and(|name| name.contains('{')) {
            return self.skip(count, "the names were not kept");
        }
        let refusal = step.iter().find_map(|exchange| self.tongue.refusal(&exchange.response));
        let told: Vec<Row> =
            step.iter().flat_map(|exchange| self.tongue.rows(&exchange.response, &self.zone_row.name)).collect();
        let is_asked_for = |row: &Row| {
            name.as_ref().is_none_or(|name| row.name == *name)
                && rtype.as_ref().is_none_or(|rtype| row.data.rtype() == *rtype)
        };
        // A set that is not there is an empty one, and a list that was not filtered as asked is a list.
        let is_refused = refusal.is_some_and(|kind| !(is_of_one_set && kind == "no_such_zone"));
        if !is_refused {
            self.rows.retain(|row| {
                !is_asked_for(row)
                    && !told.iter().any(|new| new.name == row.name && new.data.rtype() == row.data.rtype())
            });
            self.rows.extend(told.iter().cloned());
        }
        self.begin([self.beside(), step].concat());
        let names: Option<Vec<String>> = name.clone().map(|name| vec![name]);
        let part = names.as_deref().map_or(Part::Whole, Part::Names);
        let read = self.writer.read(&self.zone, part).await;
        let gaps = self.scene.lock().unwrap().gaps.clone();
        if !gaps.is_empty() {
            return self.fail(format!("reading asks for what nothing is known of: {gaps:?}"));
        }
        let contents = match (is_refused, read) {
            (false, Ok(contents)) => contents,
            (true, Err(error)) if Some(error.kind.as_str()) == refusal => {
                self.report.replayed += count;
                return;
            }
            (_, read) => return self.fail(format!("reading: {refusal:?} was answered, and it came to {read:?}")),
        };
        for row in told.iter().filter(|row| is_asked_for(row)) {
            let (owner, kind) = (&row.name, row.data.rtype());
            let is_own = kind == RrType::Other("SOA".into()) || kind == RrType::Ns && *owner == self.zone_row.name;
            let is_there = contents
                .at(owner, &kind)
                .is_some_and(|stored| matches!(kind, RrType::Other(_)) || stored.set.data.contains(&row.data));
            let is_elsewhere = contents.named(owner).any(|stored| matches!(stored.set.rtype, RrType::Other(_)));
            if !is_there && !is_own && !self.tongue.is_managed(&row.raw) && !is_elsewhere {
                let shown: Vec<_> = contents.named(owner).map(|stored| &stored.set).collect();
                return self.fail(format!("{kind} {owner} {} is not read; there is {shown:?}", row.data));
            }
        }
        if name.is_none() && rtype.is_none() {
            let all =
                |owner: &str, kind: &RrType| told.iter().any(|row| row.name == owner && row.data.rtype() == *kind);
            let extra = contents.sets.iter().find(|stored| {
                !all(&stored.set.name, &stored.set.rtype)
                    && !matches!(stored.set.rtype, RrType::Other(_))
                    && !stored.set.data.iter().all(|data| matches!(data, RrData::Other { .. }))
            });
            if let Some(stored) = extra {
                return self.fail(format!("{:?} is read and is in no answer", stored.set));
            }
        }
        self.report.read += 1;
        self.report.replayed += count;
    }
}

fn is_next_page(pair: &[Exchange]) -> bool {
    let [one, next] = pair else { return false };
    let page = |exchange: &Exchange| {
        ["page", "pageToken", "cursor", "until", "offset"]
            .iter()
            .find_map(|key| exchange.request.query(key).map(str::to_owned))
    };
    is_same_path(&one.request, &next.request) && page(next).is_some_and(|page| page != "1") && page(one) != page(next)
}
