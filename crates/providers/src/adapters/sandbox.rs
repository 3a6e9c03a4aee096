//! The development stack's own DNS host: single records over JSON, with several changes in one step.

use crate::access::Access;
use crate::contract::{Part, Zone, ZoneWriter};
use crate::credential::{CredentialText, InvalidCredential};
use crate::http::{Answer, Call, Http, segment};
use crate::pattern::Pattern::Exact;
use crate::problem::{ApplyError, ErrorKind, ProviderError};
use crate::record_wise::{self, Listed};
use crate::spec::{ApexSupport, CredentialKind, CredentialShape, Fields, Model, ProviderSpec};
use async_trait::async_trait;
use nameplate_domain::zone::{Change, RrData, RrType, TtlRange, ZoneContents, quoted};
use serde::Deserialize;
use serde_json::{Value, json};

pub(crate) static SPEC: ProviderSpec = ProviderSpec {
    key: "sandbox",
    name: "Nameplate sandbox",
    model: Model::Token,
    credential: CredentialShape {
        kind: CredentialKind::Token,
        format: "token",
        hint: "Copy the token from the sandbox's own DNS panel.",
        gate: None,
    },
    docs_url: None,
    console_url: None,
    ttl: TtlRange { min: 1, max: 604_800, steps: &[] },
    apex: ApexSupport::Alias,
    wildcard: true,
    caa: true,
    nameservers: &[Exact("ns1.sandbox.test"), Exact("ns2.sandbox.test")],
    domain_connect: true,
    srv: false,
    txt_octets_max: 2048,
    fields: Fields::COMMON,
    records_url: None,
    limits: "None.",
    base_url: "http://127.0.0.1:8053",
    open: Some(open),
};

fn open(credential: &CredentialText, access: &Access) -> Result<Box<dyn ZoneWriter>, InvalidCredential> {
    let token = credential.token()?;
    let base = access.base_url(SPEC.key, SPEC.base_url);
    let http = Http::new(access, SPEC.name, base, vec![token.to_owned()]).with_bearer(token);
    Ok(Box::new(Sandbox { http }))
}

#[derive(Debug)]
struct Sandbox {
    http: Http,
}

#[derive(Deserialize)]
struct Data<T> {
    data: Vec<T>,
}

#[derive(Deserialize)]
struct KnownZone {
    zone: String,
    /// Zones of the platform are shown there and cannot be changed.
    editable: bool,
}

#[derive(Deserialize)]
struct Record {
    id: String,
    name: String,
    #[serde(rename = "type")]
    rtype: String,
    value: String,
    ttl: u32,
    priority: Option<u16>,
}

#[derive(Deserialize)]
struct Complaint {
    error: Words,
}

#[derive(Deserialize)]
struct Words {
    code: String,
    message: String,
}

impl Record {
    fn into_listed(self) -> Listed {
        let rtype = RrType::from(self.rtype.as_str());
        let text = match rtype {
            RrType::Mx => format!("{} {}", self.priority.unwrap_or_default(), self.value),
            _ => self.value,
        };
        let data = RrData::parse(&rtype, &text).unwrap_or(RrData::Other { rtype: self.rtype, text });
        Listed { id: self.id, name: self.name, ttl: self.ttl, data, untouchable: None }
    }
}

/// A record as the API takes it. Texts go in quotes: what stands without them loses its outer blanks.
fn wish(name: &str, ttl: u32, data: &RrData) -> Value {
    let value = match data {
        RrData::Txt(text) => quoted(text),
        other => other.to_string(),
    };
    json!({"name": format!("{name}."), "type": data.rtype().as_str(), "value": value, "ttl": ttl})
}

impl Sandbox {
    async fn ask(&self, call: Call) -> Result<Answer, ProviderError> {
        let answer = self.http.send(call).await?;
        if answer.is_success() {
            return Ok(answer);
        }
        let error = self.http.failure(&answer);
        let Ok(Complaint { error: Words { code, message } }) = answer.json() else { return Err(error) };
        let error = self.http.in_its_words(error, &message).with_code(code);
        Err(if answer.status == 412 { error.of_kind(ErrorKind::ZoneChanged) } else { error })
    }

    /// The records, and the tag that a change of just these records is tied to.
    async fn listing(&self, zone: &Zone) -> Result<(Vec<Listed>, String), ProviderError> {
        let answer = self.ask(Call::get(format!("/api/zones/{}/records", segment(&zone.id)))).await?;
        let tag = answer.header("etag").unwrap_or_default().to_owned();
        let records: Data<Record> = answer.json()?;
        Ok((records.data.into_iter().map(Record::into_listed).collect(), tag))
    }
}

/// What leads from the listed records to what `change` wants: numbers to delete, records to create.
fn steps(change: &Change, listed: &[Listed]) -> Result<(Vec<String>, Vec<Value>), ProviderError> {
    let Some((name, rtype)) = change.key() else { return Ok((vec![], vec![])) };
    let here: Vec<&Listed> =
        listed.iter().filter(|record| record.name == name && record.data.rtype() == *rtype).collect();
    record_wise::still_as_planned(change, &here)?;
    let after = change.after.as_ref();
    // The records of a set have one TTL (RFC 2181, 5.2), so one with another goes too.
    let stays = |old: &Listed| after.is_some_and(|set| set.ttl == old.ttl && set.data.contains(&old.data));
    let delete = here.iter().filter(|old| !stays(old)).map(|old| old.id.clone()).collect();
    let create = after.iter().flat_map(|set| {
        let is_missing = |data: &&RrData| !here.iter().any(|old| old.data == **data && stays(old));
        set.data.iter().filter(is_missing).map(|data| wish(name, set.ttl, data))
    });
    Ok((delete, create.collect()))
}

#[async_trait]
impl ZoneWriter for Sandbox {
    async fn zones(&self) -> Result<Vec<Zone>, ProviderError> {
        let zones: Data<KnownZone> = self.ask(Call::get("/api/zones")).await?.json()?;
        let mut names: Vec<String> =
            zones.data.into_iter().filter(|known| known.editable).map(|known| known.zone).collect();
        names.sort();
        Ok(names.iter().map(|name| Zone::named(name)).collect())
    }

    async fn zone(&self, name: &str) -> Result<Option<Zone>, ProviderError> {
        match self.ask(Call::get(format!("/api/zones/{}", segment(name)))).await {
            Ok(answer) => {
                let known: KnownZone = answer.json()?;
                Ok((known.editable && known.zone == name).then(|| Zone::named(name)))
            }
            Err(error) if error.status == Some(404) => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn read(&self, zone: &Zone, part: Part<'_>) -> Result<ZoneContents, ProviderError> {
        let (listed, _) = self.listing(zone).await?;
        Ok(record_wise::sets_of(zone, &listed, part))
    }

    async fn apply(&self, zone: &Zone, changes: &[Change]) -> Result<(), ApplyError> {
        let (listed, tag) = self.listing(zone).await?;
        let (mut delete, mut create) = (Vec::new(), Vec::new());
        for change in changes {
            let (old, new) = steps(change, &listed)?;
            delete.extend(old);
            create.extend(new);
        }
        if delete.is_empty() && create.is_empty() {
            return Ok(());
        }
        let call = Call::post(format!("/api/zones/{}/changes", segment(&zone.id)))
            .json(&json!({"delete": delete, "create": create}))
            .header("if-match", &tag);
        self.ask(call).await?;
        Ok(())
    }
}
