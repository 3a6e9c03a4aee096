//! Vercel: single records; names relative, nothing for the apex; pages by time; what Vercel adds itself gives way to own records.

mod wire;

use crate::access::Access;
use crate::contract::{Part, Zone, ZoneWriter};
use crate::credential::{CredentialText, InvalidCredential};
use crate::http::{Answer, Call, Http, segment};
use crate::pattern::Pattern::Suffix;
use crate::problem::{ApplyError, ErrorKind, ProviderError};
use crate::record_wise::{self, Listed, RecordApi};
use crate::spec::{ApexSupport, CredentialShape, Fields, HostForm, Model, ProviderSpec, token};
use async_trait::async_trait;
use nameplate_domain::time::{Clock, Timestamp};
use nameplate_domain::zone::{Change, RrData, TtlRange, ZoneContents};
use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;
use wire::{Complaint, DomainAnswer, Domains, Records};

pub(crate) static SPEC: ProviderSpec = ProviderSpec {
    key: "vercel",
    name: "Vercel",
    model: Model::Token,
    credential: CredentialShape {
        format: "token[:teamId]",
        ..token("In your account settings under Tokens, create one, and add the team's id when a team owns the domain.")
    },
    docs_url: Some("https://vercel.com/docs/rest-api"),
    console_url: Some("https://vercel.com/account/tokens"),
    ttl: TtlRange::from(60),
    apex: ApexSupport::Alias,
    wildcard: true,
    caa: true,
    nameservers: &[Suffix("vercel-dns.com")],
    domain_connect: false,
    srv: true,
    txt_octets_max: 2048,
    fields: Fields { host_form: HostForm::Relative { apex: "" }, ..Fields::COMMON },
    records_url: Some("https://vercel.com/dashboard/domains/{zone}"),
    limits: "100 new records an hour, and about 50 changes or removals a minute.",
    base_url: "https://api.vercel.com",
    open: Some(open),
};

/// Most entries in one page.
const PAGE: usize = 100;

fn open(credential: &CredentialText, access: &Access) -> Result<Box<dyn ZoneWriter>, InvalidCredential> {
    let parts = credential.parts(1, 2, "token[:teamId]")?;
    let token = parts.first().copied().unwrap_or_default();
    let base = access.base_url(SPEC.key, SPEC.base_url);
    let http = Http::new(access, SPEC.name, base, vec![token.to_owned()]).with_bearer(token);
    let team = parts.get(1).map(|team| (*team).to_owned());
    Ok(Box::new(Vercel { http, team, clock: access.clock.clone() }))
}

struct Vercel {
    http: Http,
    team: Option<String>,
    clock: Arc<dyn Clock>,
}

impl fmt::Debug for Vercel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vercel").field("http", &self.http).field("team", &self.team).finish_non_exhaustive()
    }
}

impl Vercel {
    async fn ask(&self, call: Call) -> Result<Answer, ProviderError> {
        let call = match &self.team {
            // Identifiers of teams begin like this; their names in URLs do not.
            Some(team) if team.starts_with("team_") => call.query("teamId", team),
            Some(slug) => call.query("slug", slug),
            None => call,
        };
        let answer = self.http.send(call).await?;
        match answer.is_success() {
            true => Ok(answer),
            false => Err(self.failure(&answer)),
        }
    }

    fn failure(&self, answer: &Answer) -> ProviderError {
        let complaint = answer.json::<Complaint>().unwrap_or_default().error;
        let lower = complaint.message.to_lowercase();
        let mut error = self.http.failure(answer);
        let is_conflict = complaint.code.contains("conflict") || lower.contains("already exists");
        if complaint.invalid_token || complaint.code == "invalid_token" {
            error.kind = ErrorKind::BadCredential;
            error.message = "Vercel does not accept this token; it may be wrong or have ended.".to_owned();
        } else if matches!(answer.status, 400 | 409 | 422) && is_conflict {
            error.kind = ErrorKind::Conflict;
            error.message = "Vercel says that another record is in the way.".to_owned();
        } else if answer.status == 403 {
            error.message =
                "Vercel does not let this token do that; when a team owns the domain, the credential is token:teamId."
                    .to_owned();
        } else if answer.status == 402 {
            error.kind = ErrorKind::Forbidden;
            error.message = "The plan of this Vercel account does not include that.".to_owned();
        } else if answer.status == 429 && error.retry_after.is_none() {
            let reset = answer.header("x-ratelimit-reset").and_then(|seconds| seconds.trim().parse::<i64>().ok());
            error.retry_after = reset
                .map(|seconds| Timestamp::from_ms(seconds.saturating_mul(1000)).since(self.clock.now()))
                .filter(|pause| !pause.is_zero());
        }
        let error = self.http.in_its_words(error, &complaint.message);
        if complaint.code.is_empty() { error } else { error.with_code(complaint.code) }
    }
}

fn records_path(zone: &Zone) -> String {
    format!("domains/{}/records", segment(&zone.name))
}

#[async_trait]
impl RecordApi for Vercel {
    async fn list(&self, zone: &Zone, _part: Part<'_>) -> Result<Vec<Listed>, ProviderError> {
        let mut listed = Vec::new();
        let mut seen = BTreeSet::new();
        let mut until = None;
        loop {
            let call = Call::get(format!("/v4/{}", records_path(zone))).query("limit", PAGE);
            let call = until.map_or(call.clone(), |until| call.query("until", until));
            let answer: Records = self.ask(call).await?.json()?;
            let next = answer.pagination.and_then(|pagination| pagination.next);
            let fresh: Vec<_> = answer.records.into_iter().filter(|record| seen.insert(record.id.clone())).collect();
            let is_progress = !fresh.is_empty();
            listed.extend(fresh.into_iter().filter_map(|record| record.into_listed(zone)));
            // The last page names a next one too; that one brings nothing new.
            match next {
                Some(next) if is_progress => until = Some(next),
                _ => return Ok(listed),
            }
        }
    }

    async fn create(&self, zone: &Zone, name: &str, ttl: u32, data: &RrData) -> Result<(), ProviderError> {
        let call = Call::post(format!("/v2/{}", records_path(zone))).json(&wire::created(zone, name, ttl, data));
        self.ask(call).await.map(|_| ())
    }

    async fn update(&self, zone: &Zone, old: &Listed, ttl: u32, data: &RrData) -> Result<bool, ProviderError> {
        let path = format!("/v1/domains/records/{}", segment(&old.id));
        let call = Call::patch(path).json(&wire::updated(zone, &old.name, ttl, data)).repeatable();
        match self.ask(call).await {
            // The zone was seen a moment ago, so what is not found is the record.
            Err(error) if error.status == Some(404) => {
                let message = "A record was removed by somebody else in the meantime.".to_owned();
                Err(ProviderError { kind: ErrorKind::ZoneChanged, message, ..error })
            }
            other => other.map(|_| true),
        }
    }

    async fn delete(&self, zone: &Zone, old: &Listed) -> Result<(), ProviderError> {
        let path = format!("/v2/{}/{}", records_path(zone), segment(&old.id));
        match self.ask(Call::delete(path)).await {
            Err(error) if error.status == Some(404) => Ok(()),
            other => other.map(|_| ()),
        }
    }
}

#[async_trait]
impl ZoneWriter for Vercel {
    async fn zones(&self) -> Result<Vec<Zone>, ProviderError> {
        let mut names = BTreeSet::new();
        let mut until = None;
        loop {
            let call = Call::get("/v5/domains").query("limit", PAGE);
            let call = until.map_or(call.clone(), |until| call.query("until", until));
            let answer: Domains = self.ask(call).await?.json()?;
            let next = answer.pagination.and_then(|pagination| pagination.next);
            let known = names.len();
            names.extend(answer.domains.iter().map(|domain| domain.name.to_ascii_lowercase()));
            match next {
                Some(next) if names.len() > known => until = Some(next),
                _ => return Ok(names.iter().map(|name| Zone::named(name)).collect()),
            }
        }
    }

    async fn zone(&self, name: &str) -> Result<Option<Zone>, ProviderError> {
        match self.ask(Call::get(format!("/v5/domains/{}", segment(name)))).await {
            Ok(answer) => answer.json::<DomainAnswer>()?.domain.checked().map(Some),
            Err(error) if error.status == Some(404) => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn read(&self, zone: &Zone, part: Part<'_>) -> Result<ZoneContents, ProviderError> {
        record_wise::read(self, zone, part).await
    }

    async fn apply(&self, zone: &Zone, changes: &[Change]) -> Result<(), ApplyError> {
        record_wise::apply(self, zone, changes).await
    }
}
