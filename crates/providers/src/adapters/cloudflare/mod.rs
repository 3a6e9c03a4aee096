//! Cloudflare: single records with full names, changed many at a time in one transaction; a CNAME at the apex is flattened.

mod wire;

use crate::access::Access;
use crate::contract::{Part, Zone, ZoneWriter};
use crate::credential::{CredentialText, InvalidCredential};
use crate::http::{Answer, Call, Http, segment};
use crate::pattern::Pattern::Suffix;
use crate::problem::{ApplyError, ErrorKind, ProviderError};
use crate::record_batch::{self, Batch, BatchApi};
use crate::record_wise::{self, Listed, RecordApi};
use crate::spec::{ApexSupport, Fields, Model, ProviderSpec, token};
use async_trait::async_trait;
use nameplate_domain::zone::{Change, RrData, TtlRange, ZoneContents};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use wire::{Complaint, Envelope, Record, ZoneEntry};

pub(crate) static SPEC: ProviderSpec = ProviderSpec {
    key: "cloudflare",
    name: "Cloudflare",
    model: Model::Token,
    credential: token(
        "In your profile under API Tokens, create one from the template for editing zone DNS and limit it to this zone.",
    ),
    docs_url: Some("https://developers.cloudflare.com/fundamentals/api/get-started/create-token/"),
    console_url: Some("https://dash.cloudflare.com/profile/api-tokens"),
    ttl: TtlRange { min: 60, max: 86400, steps: &[] },
    apex: ApexSupport::CnameFlattening,
    wildcard: true,
    caa: true,
    nameservers: &[Suffix("ns.cloudflare.com"), Suffix("secondary.cloudflare.com")],
    domain_connect: true,
    srv: true,
    txt_octets_max: 2048,
    fields: Fields { value: "Content", ..Fields::COMMON },
    records_url: Some("https://dash.cloudflare.com/?to=/:account/{zone}/dns/records"),
    limits: "1200 requests in five minutes for each user.",
    base_url: "https://api.cloudflare.com",
    open: Some(open),
};

/// Most zones in one page.
const ZONES_PAGE: usize = 50;
/// Most records in one page.
const RECORDS_PAGE: usize = 100;
/// Most operations of one batch on the smallest plan.
const BATCH_MAX: usize = 200;
/// Up to so many names are asked for one by one; above, the whole zone is read.
const NAMES_MAX: usize = 3;

/// The record is not there.
const NO_SUCH_RECORD: u32 = 81044;

fn open(credential: &CredentialText, access: &Access) -> Result<Box<dyn ZoneWriter>, InvalidCredential> {
    let token = credential.token()?;
    let base = access.base_url(SPEC.key, SPEC.base_url);
    let http = Http::new(access, SPEC.name, base, vec![token.to_owned()]).with_bearer(token);
    Ok(Box::new(Cloudflare { http }))
}

#[derive(Debug)]
struct Cloudflare {
    http: Http,
}

/// What a request is about: the same code means something else once the token has shown that it sees the zone.
#[derive(Clone, Copy, PartialEq, Eq)]
enum About {
    Zones,
    Records,
}

impl Cloudflare {
    async fn ask(&self, about: About, call: Call) -> Result<Answer, ProviderError> {
        let answer = self.http.send(call).await?;
        let is_refused = || answer.json::<Complaint>().is_ok_and(|complaint| complaint.success == Some(false));
        match answer.is_success() && !is_refused() {
            true => Ok(answer),
            false => Err(self.failure(about, &answer)),
        }
    }

    fn failure(&self, about: About, answer: &Answer) -> ProviderError {
        let complaint = answer.json::<Complaint>().unwrap_or_default();
        let codes = complaint.codes();
        let has = |known: &[u32]| codes.iter().any(|code| known.contains(code));
        let words = complaint.words();
        let sentence =
            |kind, sentence: &str| ProviderError { kind, message: sentence.to_owned(), ..self.http.failure(answer) };
        const NOT_ACCEPTED: &str = "Cloudflare does not accept this token; it may be wrong or have ended.";
        const MAY_NOT: &str =
            "This token may not edit the zone's DNS; it needs the permissions Zone Read and DNS Edit for the zone.";
        let error = if has(&[6003, 6103, 6111, 9103, 9106, 1000]) && answer.status != 404 {
            sentence(ErrorKind::BadCredential, NOT_ACCEPTED)
        } else if has(&[9109]) {
            match words.contains("Invalid access token") || words.is_empty() {
                true => sentence(ErrorKind::BadCredential, NOT_ACCEPTED),
                false => sentence(ErrorKind::Forbidden, MAY_NOT),
            }
        } else if has(&[10000]) {
            match answer.status == 401 || about == About::Zones {
                true => sentence(ErrorKind::BadCredential, NOT_ACCEPTED),
                false => sentence(ErrorKind::Forbidden, MAY_NOT),
            }
        } else if has(&[7000, 7003, 1001, 1049]) {
            sentence(ErrorKind::NoSuchZone, "Cloudflare has no such zone, or does not show it to this token.")
        } else if has(&[81053, 81054, 81055, 81056, 81057, 81058]) {
            sentence(ErrorKind::Conflict, "Cloudflare says that another record is in the way.")
        } else if has(&[NO_SUCH_RECORD]) {
            sentence(ErrorKind::ZoneChanged, "A record was removed by somebody else in the meantime.")
        } else if has(&[971]) {
            sentence(ErrorKind::RateLimited, "Cloudflare takes no more requests for a while.")
        } else if answer.is_success() {
            sentence(ErrorKind::Rejected, "Cloudflare refuses the request.")
        } else {
            self.http.failure(answer)
        };
        let error = self.http.in_its_words(error, &words);
        match codes.first() {
            Some(code) => error.with_code(code.to_string()),
            None => error,
        }
    }

    /// Every page of a list.
    async fn pages<T: DeserializeOwned>(&self, about: About, call: Call) -> Result<Vec<T>, ProviderError> {
        let mut found = Vec::new();
        for page in 1.. {
            let answer: Envelope<Vec<T>> = self.ask(about, call.clone().query("page", page)).await?.json()?;
            let pages = answer.result_info.map_or(1, |info| info.total_pages);
            found.extend(answer.result);
            if page >= pages {
                break;
            }
        }
        Ok(found)
    }

    async fn zone_entries(&self, name: Option<&str>) -> Result<Vec<ZoneEntry>, ProviderError> {
        let call = Call::get("/client/v4/zones").query("per_page", ZONES_PAGE);
        let call = name.map_or(call.clone(), |name| call.query("name", name));
        self.pages(About::Zones, call).await
    }

    async fn zone_by_id(&self, id: &str) -> Result<Option<ZoneEntry>, ProviderError> {
        match self.ask(About::Zones, Call::get(format!("/client/v4/zones/{}", segment(id)))).await {
            Ok(answer) => Ok(Some(answer.json::<Envelope<ZoneEntry>>()?.result)),
            Err(error) if error.kind == ErrorKind::NoSuchZone => Ok(None),
            Err(error) => Err(error),
        }
    }
}

fn records_path(zone: &Zone) -> String {
    format!("/client/v4/zones/{}/dns_records", segment(&zone.id))
}

#[async_trait]
impl RecordApi for Cloudflare {
    async fn list(&self, zone: &Zone, part: Part<'_>) -> Result<Vec<Listed>, ProviderError> {
        let call = Call::get(records_path(zone)).query("per_page", RECORDS_PAGE);
        let calls: Vec<Call> = match part {
            Part::Names(names) if names.len() <= NAMES_MAX => {
                let mut names: Vec<&String> = names.iter().collect();
                names.sort();
                names.dedup();
                names.iter().map(|name| call.clone().query("name", name)).collect()
            }
            Part::Whole | Part::Names(_) => vec![call],
        };
        let mut listed = Vec::new();
        for call in calls {
            let records: Vec<Record> = self.pages(About::Records, call).await?;
            listed.extend(records.into_iter().map(|record| record.into_listed(zone)));
        }
        Ok(listed)
    }

    async fn create(&self, zone: &Zone, name: &str, ttl: u32, data: &RrData) -> Result<(), ProviderError> {
        let call = Call::post(records_path(zone)).json(&wire::body(name, ttl, data));
        self.ask(About::Records, call).await.map(|_| ())
    }

    async fn update(&self, zone: &Zone, old: &Listed, ttl: u32, data: &RrData) -> Result<bool, ProviderError> {
        let path = format!("{}/{}", records_path(zone), segment(&old.id));
        let call = Call::put(path).json(&wire::body(&old.name, ttl, data));
        self.ask(About::Records, call).await.map(|_| true)
    }

    async fn delete(&self, zone: &Zone, old: &Listed) -> Result<(), ProviderError> {
        let path = format!("{}/{}", records_path(zone), segment(&old.id));
        match self.ask(About::Records, Call::delete(path)).await {
            Err(error) if is_gone(&error) => Ok(()),
            other => other.map(|_| ()),
        }
    }
}

/// The zone was seen a moment ago, so what is not found is the record.
fn is_gone(error: &ProviderError) -> bool {
    error.status == Some(404) || error.code == Some(NO_SUCH_RECORD.to_string())
}

#[async_trait]
impl BatchApi for Cloudflare {
    fn operations_max(&self) -> usize {
        BATCH_MAX
    }

    async fn carry_out(&self, zone: &Zone, batch: &Batch<'_>) -> Result<bool, ProviderError> {
        let deletes: Vec<Value> = batch.deletes.iter().map(|old| json!({"id": old.id})).collect();
        let puts: Vec<Value> = batch
            .updates
            .iter()
            .map(|(old, ttl, data)| {
                let mut body = wire::body(&old.name, *ttl, data);
                body["id"] = json!(old.id);
                body
            })
            .collect();
        let posts: Vec<Value> = batch.creates.iter().map(|(name, ttl, data)| wire::body(name, *ttl, data)).collect();
        let mut body = serde_json::Map::new();
        for (key, operations) in [("deletes", deletes), ("puts", puts), ("posts", posts)] {
            if !operations.is_empty() {
                body.insert(key.to_owned(), Value::Array(operations));
            }
        }
        let call = Call::post(format!("{}/batch", records_path(zone))).json(&Value::Object(body));
        self.ask(About::Records, call).await.map(|_| true)
    }
}

#[async_trait]
impl ZoneWriter for Cloudflare {
    async fn zones(&self) -> Result<Vec<Zone>, ProviderError> {
        let mut zones: Vec<Zone> = self.zone_entries(None).await?.into_iter().map(ZoneEntry::into_zone).collect();
        zones.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(zones)
    }

    async fn zone(&self, name: &str) -> Result<Option<Zone>, ProviderError> {
        if !name.contains('.') {
            return self.zone_by_id(name).await?.map(ZoneEntry::checked).transpose();
        }
        let named = |entries: Vec<ZoneEntry>| -> Vec<ZoneEntry> {
            entries.into_iter().filter(|entry| entry.ascii_name() == name).collect()
        };
        let mut found = named(self.zone_entries(Some(name)).await?);
        if found.is_empty() && name.split('.').any(|label| label.starts_with("xn--")) {
            // Zones are kept under the name that was typed in, and that may be the Unicode one.
            found = named(self.zone_entries(None).await?);
        }
        // Several accounts may have added one domain; one of them serves it.
        found.sort_by_key(|entry| !entry.is_active());
        found.into_iter().next().map(ZoneEntry::checked).transpose()
    }

    async fn read(&self, zone: &Zone, part: Part<'_>) -> Result<ZoneContents, ProviderError> {
        record_wise::read(self, zone, part).await
    }

    async fn apply(&self, zone: &Zone, changes: &[Change]) -> Result<(), ApplyError> {
        record_batch::apply(self, zone, changes).await
    }
}
