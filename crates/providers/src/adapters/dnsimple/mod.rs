//! DNSimple: single records with integer ids under an account; names relative, nothing for the apex; batches on the Enterprise plan.

mod wire;

use crate::access::Access;
use crate::contract::{Part, Zone, ZoneWriter};
use crate::credential::{CredentialText, InvalidCredential};
use crate::http::{Answer, Call, Http, segment};
use crate::pattern::Pattern::Suffix;
use crate::problem::{ApplyError, ErrorKind, ProviderError};
use crate::record_batch::{self, Batch, BatchApi};
use crate::record_wise::{self, Listed, RecordApi};
use crate::spec::{ApexSupport, Fields, HostForm, Model, ProviderSpec, token};
use async_trait::async_trait;
use nameplate_domain::time::{Clock, Timestamp};
use nameplate_domain::zone::{Change, RrData, TtlRange, ZoneContents};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::fmt;
use std::sync::Arc;
use wire::{Account, Complaint, Envelope, Record, ZoneEntry};

pub(crate) static SPEC: ProviderSpec = ProviderSpec {
    key: "dnsimple",
    name: "DNSimple",
    model: Model::Token,
    credential: token("In your account under Automation, add an API token for the account that holds the zone."),
    docs_url: Some("https://support.dnsimple.com/articles/api-access-token/"),
    console_url: Some("https://dnsimple.com/dashboard"),
    ttl: TtlRange::from(60),
    apex: ApexSupport::Alias,
    wildcard: true,
    caa: true,
    nameservers: &[
        Suffix("dnsimple.com"),
        Suffix("dnsimple-edge.com"),
        Suffix("dnsimple-edge.net"),
        Suffix("dnsimple-edge.io"),
        Suffix("dnsimple-edge.org"),
    ],
    domain_connect: false,
    srv: true,
    txt_octets_max: 1000,
    fields: Fields { value: "Content", host_form: HostForm::Relative { apex: "" }, ..Fields::COMMON },
    records_url: None,
    limits: "2400 requests an hour for each account.",
    base_url: "https://api.dnsimple.com",
    open: Some(open),
};

/// Most entries in one page.
const PAGE: usize = 100;
/// Most operations of one batch.
const BATCH_MAX: usize = 100;
/// Up to so many names are asked for one by one; above, the whole zone is read.
const NAMES_MAX: usize = 3;

fn open(credential: &CredentialText, access: &Access) -> Result<Box<dyn ZoneWriter>, InvalidCredential> {
    let token = credential.token()?;
    let base = access.base_url(SPEC.key, SPEC.base_url);
    let http = Http::new(access, SPEC.name, base, vec![token.to_owned()]).with_bearer(token);
    Ok(Box::new(Dnsimple { http, clock: access.clock.clone() }))
}

struct Dnsimple {
    http: Http,
    clock: Arc<dyn Clock>,
}

impl fmt::Debug for Dnsimple {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dnsimple").field("http", &self.http).finish_non_exhaustive()
    }
}

impl Dnsimple {
    async fn ask(&self, call: Call) -> Result<Answer, ProviderError> {
        let answer = self.http.send(call.header("accept", "application/json")).await?;
        match answer.is_success() {
            true => Ok(answer),
            false => Err(self.failure(&answer)),
        }
    }

    fn failure(&self, answer: &Answer) -> ProviderError {
        let words = answer.json::<Complaint>().unwrap_or_default().words();
        let lower = words.to_lowercase();
        let mut error = self.http.failure(answer);
        match answer.status {
            400 if lower.contains("already exists") => {
                error.kind = ErrorKind::Conflict;
                error.message = "DNSimple says that this record is there already.".to_owned();
            }
            400 if lower.contains("conflict") || lower.contains("cname") && lower.contains("another record") => {
                error.kind = ErrorKind::Conflict;
                error.message = "DNSimple says that another record is in the way.".to_owned();
            }
            402 | 412 => {
                error.kind = ErrorKind::Forbidden;
                error.message = "The plan of this DNSimple account does not include that.".to_owned();
            }
            429 if error.retry_after.is_none() => {
                let reset = answer.header("x-ratelimit-reset").and_then(|seconds| seconds.trim().parse::<i64>().ok());
                error.retry_after = reset
                    .map(|seconds| Timestamp::from_ms(seconds.saturating_mul(1000)).since(self.clock.now()))
                    .filter(|pause| !pause.is_zero());
            }
            _ => {}
        }
        self.http.in_its_words(error, &words)
    }

    /// Every page of a list.
    async fn pages<T: DeserializeOwned>(&self, call: Call) -> Result<Vec<T>, ProviderError> {
        let mut found = Vec::new();
        for page in 1.. {
            let call = call.clone().query("per_page", PAGE).query("page", page);
            let answer: Envelope<Vec<T>> = self.ask(call).await?.json()?;
            found.extend(answer.data);
            if page >= answer.pagination.map_or(1, |pagination| pagination.total_pages) {
                break;
            }
        }
        Ok(found)
    }

    /// The accounts that the token acts for: its own, or all of its user's.
    async fn accounts(&self) -> Result<Vec<u64>, ProviderError> {
        let accounts: Envelope<Vec<Account>> = self.ask(Call::get("/v2/accounts")).await?.json()?;
        Ok(accounts.data.into_iter().map(|account| account.id).collect())
    }

    async fn zone_of(&self, account: &str, zone: &str) -> Result<Option<ZoneEntry>, ProviderError> {
        let path = format!("/v2/{}/zones/{}", segment(account), segment(zone));
        match self.ask(Call::get(path)).await {
            Ok(answer) => Ok(Some(answer.json::<Envelope<ZoneEntry>>()?.data)),
            Err(error) if error.status == Some(404) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// A zone's identifier here is `account/zone`, so that its account has not to be looked up again.
fn zone_path(zone: &Zone) -> Result<String, ProviderError> {
    match zone.id.split_once('/') {
        Some((account, name)) => Ok(format!("/v2/{}/zones/{}", segment(account), segment(name))),
        None => Err(ProviderError::new(
            ErrorKind::NoSuchZone,
            format!("The zone {} lacks its DNSimple account; look it up by its name.", zone.name),
        )),
    }
}

#[async_trait]
impl RecordApi for Dnsimple {
    async fn list(&self, zone: &Zone, part: Part<'_>) -> Result<Vec<Listed>, ProviderError> {
        let call = Call::get(format!("{}/records", zone_path(zone)?));
        let calls: Vec<Call> = match part {
            Part::Names(names) if names.len() <= NAMES_MAX => {
                let mut names: Vec<&str> = names.iter().map(|name| wire::relative(name, zone)).collect();
                names.sort_unstable();
                names.dedup();
                names.iter().map(|name| call.clone().query("name", name)).collect()
            }
            Part::Whole | Part::Names(_) => vec![call],
        };
        let mut listed = Vec::new();
        for call in calls {
            let records: Vec<Record> = self.pages(call).await?;
            listed.extend(records.into_iter().filter_map(|record| record.into_listed(zone)));
        }
        Ok(listed)
    }

    async fn create(&self, zone: &Zone, name: &str, ttl: u32, data: &RrData) -> Result<(), ProviderError> {
        let call = Call::post(format!("{}/records", zone_path(zone)?)).json(&wire::created(zone, name, ttl, data));
        self.ask(call).await.map(|_| ())
    }

    async fn update(&self, zone: &Zone, old: &Listed, ttl: u32, data: &RrData) -> Result<bool, ProviderError> {
        let path = format!("{}/records/{}", zone_path(zone)?, segment(&old.id));
        let call = Call::patch(path).json(&wire::updated(zone, &old.name, ttl, data)).repeatable();
        match self.ask(call).await {
            Err(error) if error.status == Some(404) => Err(removed_meanwhile(error)),
            other => other.map(|_| true),
        }
    }

    async fn delete(&self, zone: &Zone, old: &Listed) -> Result<(), ProviderError> {
        let path = format!("{}/records/{}", zone_path(zone)?, segment(&old.id));
        match self.ask(Call::delete(path)).await {
            Err(error) if error.status == Some(404) => Ok(()),
            other => other.map(|_| ()),
        }
    }
}

/// The zone was seen a moment ago, so what is not found is the record.
fn removed_meanwhile(error: ProviderError) -> ProviderError {
    let message = "A record was removed by somebody else in the meantime.".to_owned();
    ProviderError { kind: ErrorKind::ZoneChanged, message, ..error }
}

#[async_trait]
impl BatchApi for Dnsimple {
    fn operations_max(&self) -> usize {
        BATCH_MAX
    }

    async fn carry_out(&self, zone: &Zone, batch: &Batch<'_>) -> Result<bool, ProviderError> {
        let id = |old: &Listed| old.id.parse::<u64>().map_or_else(|_| json!(old.id), |id| json!(id));
        let deletes: Vec<Value> = batch.deletes.iter().map(|old| json!({"id": id(old)})).collect();
        let updates: Vec<Value> = batch
            .updates
            .iter()
            .map(|(old, ttl, data)| {
                let mut body = wire::updated(zone, &old.name, *ttl, data);
                body["id"] = id(old);
                body
            })
            .collect();
        let creates: Vec<Value> =
            batch.creates.iter().map(|(name, ttl, data)| wire::created(zone, name, *ttl, data)).collect();
        let mut body = serde_json::Map::new();
        for (key, operations) in [("deletes", deletes), ("updates", updates), ("creates", creates)] {
            if !operations.is_empty() {
                body.insert(key.to_owned(), Value::Array(operations));
            }
        }
        let call = Call::post(format!("{}/batch", zone_path(zone)?)).json(&Value::Object(body));
        match self.ask(call).await {
            // The plan has no batches: nothing was done, and single records go everywhere.
            Err(error) if error.status == Some(412) => Ok(false),
            Err(error) if error.status == Some(404) => Err(removed_meanwhile(error)),
            other => other.map(|_| true),
        }
    }
}

#[async_trait]
impl ZoneWriter for Dnsimple {
    async fn zones(&self) -> Result<Vec<Zone>, ProviderError> {
        let mut zones = Vec::new();
        for account in self.accounts().await? {
            let entries: Vec<ZoneEntry> = self.pages(Call::get(format!("/v2/{account}/zones"))).await?;
            zones.extend(entries.into_iter().map(ZoneEntry::into_zone));
        }
        zones.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(zones)
    }

    async fn zone(&self, name: &str) -> Result<Option<Zone>, ProviderError> {
        if let Some((account, zone)) = name.split_once('/') {
            return self.zone_of(account, zone).await?.map(ZoneEntry::checked).transpose();
        }
        for account in self.accounts().await? {
            let found = self.zone_of(&account.to_string(), name).await?;
            if let Some(entry) = found.filter(|entry| entry.is_called(name)) {
                return entry.checked().map(Some);
            }
        }
        Ok(None)
    }

    async fn read(&self, zone: &Zone, part: Part<'_>) -> Result<ZoneContents, ProviderError> {
        record_wise::read(self, zone, part).await
    }

    async fn apply(&self, zone: &Zone, changes: &[Change]) -> Result<(), ApplyError> {
        record_batch::apply(self, zone, changes).await
    }
}
