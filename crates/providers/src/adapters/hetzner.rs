//! Hetzner: rrsets in zone-file text with relative names; every write is an action that ends a while later.

use crate::access::Access;
use crate::contract::{Part, Zone, ZoneWriter};
use crate::credential::{CredentialText, InvalidCredential};
use crate::http::{Answer, Call, Http, segment};
use crate::pattern::Pattern::Suffix;
use crate::problem::{ApplyError, ErrorKind, ProviderError};
use crate::set_wise::{self, SetApi};
use crate::spec::{ApexSupport, CredentialShape, Fields, Model, ProviderSpec, token};
use async_trait::async_trait;
use nameplate_domain::zone::{Change, RrSet, StoredSet, TtlRange, ZoneContents, relative_name};
use serde_json::{Value, json};
use std::time::Duration;
use wire::{Action, Complaint, Record, Set, Sets, ZoneShown, Zones, change_of_records};

mod wire;

pub(crate) static SPEC: ProviderSpec = ProviderSpec {
    key: "hetzner",
    name: "Hetzner",
    model: Model::Token,
    credential: CredentialShape {
        gate: Some("The zone must be in a Hetzner Console project; tokens of the former DNS Console do not work."),
        ..token(
            "In the project that holds the zone, open Security, API tokens, and generate one with read and write access.",
        )
    },
    docs_url: Some("https://docs.hetzner.cloud/"),
    console_url: Some("https://console.hetzner.com/"),
    ttl: TtlRange::from(60),
    apex: ApexSupport::None,
    wildcard: true,
    caa: true,
    nameservers: &[Suffix("ns.hetzner.com"), Suffix("ns.hetzner.de")],
    domain_connect: false,
    srv: true,
    txt_octets_max: 2048,
    fields: Fields { trailing_dot: true, ..Fields::COMMON },
    records_url: None,
    limits: "3600 requests an hour for a project.",
    base_url: "https://api.hetzner.cloud",
    open: Some(open),
};

/// Most sets in one page.
const SETS: usize = 100;
/// Most zones in one page.
const ZONES: usize = 50;
/// Waits before looking at an action again: half a minute in all, which it has been seen to take.
const LOOK_AFTER: [Duration; 10] = {
    let ms = Duration::from_millis;
    [ms(100), ms(200), ms(400), ms(800), ms(1500), ms(3000), ms(5000), ms(5000), ms(7000), ms(7000)]
};
/// Waits before asking again while another action holds the zone.
const ASK_AFTER: [Duration; 4] = {
    let ms = Duration::from_millis;
    [ms(200), ms(800), ms(2000), ms(4000)]
};

fn open(credential: &CredentialText, access: &Access) -> Result<Box<dyn ZoneWriter>, InvalidCredential> {
    let token = credential.token()?;
    let base = access.base_url(SPEC.key, SPEC.base_url);
    let http = Http::new(access, SPEC.name, base, vec![token.to_owned()]).with_bearer(token);
    Ok(Box::new(Hetzner { http }))
}

#[derive(Debug)]
struct Hetzner {
    http: Http,
}

impl Hetzner {
    /// Asks again for a while when another action holds the zone: then nothing was done.
    async fn ask(&self, call: Call) -> Result<Answer, ProviderError> {
        let mut pauses = ASK_AFTER.into_iter();
        loop {
            let answer = self.http.send(call.clone()).await?;
            if answer.is_success() {
                return Ok(answer);
            }
            let error = self.failure(&answer);
            let is_held = matches!(error.code.as_deref(), Some("locked" | "conflict")) || answer.status == 423;
            match pauses.next().filter(|_| is_held) {
                Some(pause) => tokio::time::sleep(pause).await,
                None => return Err(error),
            }
        }
    }

    fn failure(&self, answer: &Answer) -> ProviderError {
        let complaint = answer.json::<Complaint>().unwrap_or_default();
        let error = self.complain(self.http.failure(answer), &complaint);
        let instead = |kind, message: &str| {
            self.complain(ProviderError { message: message.into(), ..error.clone() }.of_kind(kind), &complaint)
        };
        match complaint.error.code.as_str() {
            "unauthorized" => instead(
                ErrorKind::BadCredential,
                "Hetzner does not accept this token. It must be one of the Hetzner Console project that holds the zone; tokens of the former DNS Console do not work.",
            ),
            "token_readonly" => {
                instead(ErrorKind::Forbidden, "This token may only read: make one with read and write access.")
            }
            "incorrect_zone_mode" => instead(ErrorKind::Unsupported, NOT_PRIMARY),
            "uniqueness_error" | "conflict" | "locked" | "protected" => error.of_kind(ErrorKind::Conflict),
            "resource_limit_exceeded" => error.of_kind(ErrorKind::Rejected),
            "rate_limit_exceeded" => error.of_kind(ErrorKind::RateLimited),
            _ => error,
        }
    }

    fn complain(&self, error: ProviderError, complaint: &Complaint) -> ProviderError {
        let error = self.http.in_its_words(error, &complaint.words());
        match complaint.error.code.is_empty() {
            true => error,
            false => error.with_code(&complaint.error.code),
        }
    }

    /// Starts an action and waits for its end.
    async fn act(&self, call: Call) -> Result<(), ProviderError> {
        let mut action = self.ask(call).await?.json::<Action>()?.action;
        for pause in LOOK_AFTER {
            match action.status.as_str() {
                "success" => return Ok(()),
                "error" => {
                    let error = ProviderError::new(ErrorKind::Rejected, "Hetzner could not carry out the change.");
                    return Err(self.complain(error, &Complaint { error: action.error.unwrap_or_default() }));
                }
                _ => tokio::time::sleep(pause).await,
            }
            let looked = self.ask(Call::get(format!("/v1/zones/actions/{}", action.id))).await;
            action = looked.and_then(|answer| answer.json::<Action>()).map_err(unknown)?.action;
        }
        match action.status.as_str() {
            "success" => Ok(()),
            _ => Err(unknown(ProviderError::new(ErrorKind::UnknownOutcome, "Hetzner has not ended the change yet."))),
        }
    }

    async fn zone_shown(&self, name: &str) -> Result<ZoneShown, ProviderError> {
        Ok(self.ask(Call::get(format!("/v1/zones/{}", segment(name)))).await?.json::<wire::OneZone>()?.zone)
    }
}

const NOT_PRIMARY: &str =
    "At Hetzner this zone is a copy of another server's: records have to be set where it is copied from.";

/// The action was started, and how it ended could not be seen.
fn unknown(error: ProviderError) -> ProviderError {
    error.of_kind(ErrorKind::UnknownOutcome)
}

#[async_trait]
impl SetApi for Hetzner {
    type Own = Set;

    async fn list(&self, zone: &Zone, part: Part<'_>) -> Result<Vec<(StoredSet, Set)>, ProviderError> {
        let mut sets: Vec<Set> = Vec::new();
        let mut page = Some(1);
        while let Some(number) = page {
            let mut call = Call::get(format!("/v1/zones/{}/rrsets", segment(&zone.id)));
            if let Part::Names([name]) = part {
                call = call.query("name", relative_name(name, &zone.name));
            }
            let answer = self.ask(call.query("per_page", SETS).query("page", number)).await?;
            let shown: Sets = answer.json()?;
            sets.extend(shown.rrsets);
            page = shown.meta.next_page().filter(|next| *next > number);
        }
        sets.retain(|set| part.includes(&set.owner(zone)));
        // Of a set without a TTL the zone's is meant.
        let ttl = match sets.iter().any(|set| set.ttl.is_none() && !set.is_of_apex_itself()) {
            true => self.zone_shown(&zone.id).await?.ttl,
            false => None,
        };
        let stored = |set: Set| Some((set.stored(zone, ttl.unwrap_or(86400))?, set));
        Ok(sets.into_iter().filter_map(stored).collect())
    }

    async fn write(
        &self,
        zone: &Zone,
        change: &Change,
        stands: Option<&(StoredSet, Set)>,
    ) -> Result<(), ProviderError> {
        let Some((name, rtype)) = change.key() else { return Ok(()) };
        let own = stands.map(|(_, own)| own);
        let path = {
            let name = segment(relative_name(name, &zone.name));
            format!("/v1/zones/{}/rrsets/{name}/{}/actions", segment(&zone.id), segment(rtype.as_str()))
        };
        let records = change_of_records(own.map_or(&[][..], |own| &own.records), change.after.as_ref(), zone);
        let values = |records: &[Record]| json!(records.iter().map(Record::body).collect::<Vec<Value>>());
        // Adding and removing leave alone what somebody else put there in the meantime.
        if records.surplus.is_empty() && !records.missing.is_empty() {
            let ttl = own.map_or(change.after.as_ref().map(|set| set.ttl), |own| own.ttl);
            let mut body = json!({"records": values(&records.missing)});
            if let Some(ttl) = ttl {
                body["ttl"] = json!(ttl);
            }
            self.act(Call::post(format!("{path}/add_records")).json(&body).once()).await?;
        } else if records.missing.is_empty() && !records.surplus.is_empty() {
            let body = json!({"records": values(&records.surplus)});
            self.act(Call::post(format!("{path}/remove_records")).json(&body).once()).await?;
        } else if !records.missing.is_empty() {
            let all = [records.kept, records.missing].concat();
            let body = json!({"records": values(&all)});
            self.act(Call::post(format!("{path}/set_records")).json(&body).repeatable()).await?;
        }
        match (stands, &change.after) {
            (Some((stored, _)), Some(RrSet { ttl, .. })) if stored.set.ttl != *ttl => {
                self.act(Call::post(format!("{path}/change_ttl")).json(&json!({"ttl": ttl})).repeatable()).await
            }
            _ => Ok(()),
        }
    }
}

#[async_trait]
impl ZoneWriter for Hetzner {
    async fn zones(&self) -> Result<Vec<Zone>, ProviderError> {
        let mut zones = Vec::new();
        let mut page = Some(1);
        while let Some(number) = page {
            let call = Call::get("/v1/zones").query("per_page", ZONES).query("page", number);
            let shown: Zones = self.ask(call).await?.json()?;
            zones.extend(shown.zones.iter().filter(|zone| zone.is_primary()).map(ZoneShown::as_zone));
            page = shown.meta.next_page().filter(|next| *next > number);
        }
        Ok(zones)
    }

    async fn zone(&self, name: &str) -> Result<Option<Zone>, ProviderError> {
        match self.zone_shown(name).await {
            Ok(zone) if zone.is_primary() => Ok(Some(zone.as_zone())),
            Ok(_) => Err(ProviderError::new(ErrorKind::Unsupported, NOT_PRIMARY)),
            Err(error) if error.status == Some(404) => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn read(&self, zone: &Zone, part: Part<'_>) -> Result<ZoneContents, ProviderError> {
        set_wise::read(self, zone, part).await
    }

    async fn apply(&self, zone: &Zone, changes: &[Change]) -> Result<(), ApplyError> {
        set_wise::apply(self, zone, changes).await
    }
}

#[cfg(test)]
mod tests;
