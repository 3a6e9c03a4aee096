//! deSEC: rrsets in zone-file text with relative names; several are changed by one PATCH, all or none. Writes are scarce there.

use crate::access::Access;
use crate::contract::{Part, Zone, ZoneWriter};
use crate::credential::{CredentialText, InvalidCredential};
use crate::http::{Answer, Call, Http, segment};
use crate::pattern::Pattern::Exact;
use crate::problem::{ApplyError, ErrorKind, ProviderError};
use crate::set_wise::{self, SetApi, left_to_do, stored_set};
use crate::spec::{ApexSupport, Fields, HostForm, Model, ProviderSpec, token};
use async_trait::async_trait;
use nameplate_domain::zone::{
    Change, RrData, StoredSet, TtlRange, ZoneContents, absolute_name, names_of, relative_name,
};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

pub(crate) static SPEC: ProviderSpec = ProviderSpec {
    key: "desec",
    name: "deSEC",
    model: Model::Token,
    credential: token("In your account under Token Management, create a token that may write this domain's records."),
    docs_url: Some("https://desec.readthedocs.io/en/latest/auth/tokens.html"),
    console_url: Some("https://desec.io/tokens"),
    ttl: TtlRange { min: 3600, max: 86400, steps: &[] },
    apex: ApexSupport::None,
    wildcard: true,
    caa: true,
    nameservers: &[Exact("ns1.desec.io"), Exact("ns2.desec.org")],
    domain_connect: false,
    srv: true,
    txt_octets_max: 2048,
    fields: Fields {
        host: "Subname",
        value: "Content",
        host_form: HostForm::Relative { apex: "" },
        trailing_dot: true,
    },
    records_url: Some("https://desec.io/domains/{zone}"),
    limits: "Writes to one domain: 2 a second, 15 a minute, 100 an hour, 300 a day.",
    base_url: "https://desec.io",
    open: Some(open),
};

fn open(credential: &CredentialText, access: &Access) -> Result<Box<dyn ZoneWriter>, InvalidCredential> {
    let token = credential.token()?;
    let base = access.base_url(SPEC.key, SPEC.base_url);
    let http = Http::new(access, SPEC.name, base, vec![token.to_owned()]);
    Ok(Box::new(Desec { http: http.with_header("authorization", &format!("Token {token}")) }))
}

#[derive(Debug)]
struct Desec {
    http: Http,
}

#[derive(Debug, Default, Deserialize)]
struct Domain {
    #[serde(default)]
    name: String,
    minimum_ttl: Option<u32>,
}

#[derive(Debug, Deserialize)]
struct Set {
    subname: String,
    #[serde(rename = "type")]
    rtype: String,
    ttl: u32,
    records: Vec<String>,
}

impl Domain {
    fn into_zone(self, asked: &str) -> Zone {
        let name = if self.name.is_empty() { asked } else { &self.name };
        Zone { ttl_min: self.minimum_ttl, ..Zone::named(&name.to_ascii_lowercase()) }
    }
}

impl Set {
    fn into_stored(self, zone: &Zone) -> Option<StoredSet> {
        let name = absolute_name(&self.subname, &zone.name);
        let mut stored = stored_set(zone, &name, &self.rtype, self.ttl, self.records.iter().map(String::as_str))?;
        // Keys and signatures of a zone that deSEC signs.
        if matches!(self.rtype.as_str(), "CDNSKEY" | "CDS" | "DNSKEY" | "NSEC3PARAM" | "RRSIG") {
            stored.untouchable = Some("deSEC manages it.".to_owned());
        }
        Some(stored)
    }
}

/// Relative to the zone; nothing for the apex.
fn subname<'a>(name: &'a str, zone: &str) -> &'a str {
    if name == zone { "" } else { relative_name(name, zone) }
}

/// A change as it is sent: no records are the end of the set.
fn body(zone: &Zone, change: &Change) -> Option<Value> {
    let (name, rtype) = change.key()?;
    let subname = subname(name, &zone.name);
    Some(match &change.after {
        None => json!({"subname": subname, "type": rtype.as_str(), "records": []}),
        Some(set) => {
            let records: Vec<String> = set.data.iter().map(RrData::to_master).collect();
            json!({"subname": subname, "type": rtype.as_str(), "ttl": set.ttl, "records": records})
        }
    })
}

/// The `cursor` of the `Link` header's next page (RFC 8288), if there is one.
fn next_cursor(answer: &Answer) -> Option<String> {
    let link = answer.header("link")?.split(',').find(|link| link.contains("rel=\"next\""))?;
    let url = link.split_once('<')?.1.split_once('>')?.0;
    let url = reqwest::Url::parse(url).ok()?;
    url.query_pairs().find(|(key, _)| key == "cursor").map(|(_, cursor)| cursor.into_owned())
}

/// Every text in a complaint, with the names of the fields they are about.
fn words(complaint: &Value) -> String {
    match complaint {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(words).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" "),
        Value::Object(fields) => {
            let said = fields.iter().map(|(field, value)| match field.as_str() {
                "detail" | "non_field_errors" => words(value),
                _ => format!("{field}: {}", words(value)),
            });
            said.collect::<Vec<_>>().join(" ")
        }
        _ => String::new(),
    }
}

impl Desec {
    async fn ask(&self, call: Call) -> Result<Answer, ProviderError> {
        let answer = self.http.send(call).await?;
        match answer.is_success() {
            true => Ok(answer),
            false => Err(self.failure(&answer)),
        }
    }

    fn failure(&self, answer: &Answer) -> ProviderError {
        let words = answer.json::<Value>().map(|complaint| words(&complaint)).unwrap_or_default();
        let error = self.http.in_its_words(self.http.failure(answer), &words);
        // A CNAME beside others, or a set that is there already.
        let is_in_the_way =
            words.contains("conflicting type") || words.contains("Another RRset with the same subdomain");
        match answer.status == 400 && is_in_the_way {
            true => error.of_kind(ErrorKind::Conflict),
            false => error,
        }
    }

    /// Every page of a list. One of more than 500 is refused until it is asked for with a cursor, first an empty one.
    async fn list_all<T: DeserializeOwned>(
        &self,
        path: &str,
        filter: &[(&str, &str)],
    ) -> Result<Vec<T>, ProviderError> {
        let mut listed = Vec::new();
        let mut cursor: Option<String> = None;
        loop {
            let call = filter.iter().fold(Call::get(path), |call, (key, value)| call.query(key, value));
            let call = cursor.iter().fold(call, |call, cursor| call.query("cursor", cursor));
            let answer = self.http.send(call).await?;
            if answer.status == 400 && cursor.is_none() && answer.header("link").is_some() {
                cursor = Some(String::new());
                continue;
            }
            if !answer.is_success() {
                return Err(self.failure(&answer));
            }
            listed.extend(answer.json::<Vec<T>>()?);
            match next_cursor(&answer) {
                Some(next) if cursor.as_ref() != Some(&next) => cursor = Some(next),
                _ => return Ok(listed),
            }
        }
    }

    fn rrsets(zone: &Zone) -> String {
        format!("/api/v1/domains/{}/rrsets/", segment(&zone.id))
    }
}

#[async_trait]
impl SetApi for Desec {
    type Own = ();

    async fn list(&self, zone: &Zone, part: Part<'_>) -> Result<Vec<(StoredSet, ())>, ProviderError> {
        let sets: Vec<Set> = match part {
            Part::Names([name]) => {
                self.list_all(&Self::rrsets(zone), &[("subname", subname(name, &zone.name))]).await?
            }
            _ => self.list_all(&Self::rrsets(zone), &[]).await?,
        };
        Ok(sets.into_iter().filter_map(|set| Some((set.into_stored(zone)?, ()))).collect())
    }

    async fn write(&self, zone: &Zone, change: &Change, stands: Option<&(StoredSet, ())>) -> Result<(), ProviderError> {
        let (Some((name, rtype)), Some(body)) = (change.key(), body(zone, change)) else { return Ok(()) };
        let name = segment(relative_name(name, &zone.name));
        let path = format!("{}{name}/{}/", Self::rrsets(zone), segment(rtype.as_str()));
        let call = match stands {
            Some(_) => Call::patch(path).json(&body).repeatable(),
            // Refused if somebody else has made the set in the meantime.
            None => Call::post(Self::rrsets(zone)).json(&body).once(),
        };
        self.ask(call).await.map(|_| ())
    }
}

#[async_trait]
impl ZoneWriter for Desec {
    async fn zones(&self) -> Result<Vec<Zone>, ProviderError> {
        let domains: Vec<Domain> = self.list_all("/api/v1/domains/", &[]).await?;
        Ok(domains.into_iter().map(|domain| domain.into_zone("")).collect())
    }

    async fn zone(&self, name: &str) -> Result<Option<Zone>, ProviderError> {
        match self.ask(Call::get(format!("/api/v1/domains/{}/", segment(name)))).await {
            Ok(answer) => Ok(Some(answer.json::<Domain>()?.into_zone(name))),
            Err(error) if error.status == Some(404) => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn read(&self, zone: &Zone, part: Part<'_>) -> Result<ZoneContents, ProviderError> {
        set_wise::read(self, zone, part).await
    }

    async fn apply(&self, zone: &Zone, changes: &[Change]) -> Result<(), ApplyError> {
        if let [_] = changes {
            return set_wise::apply(self, zone, changes).await;
        }
        let names = names_of(changes);
        let stands = self.read(zone, Part::Names(&names)).await?;
        let left: Vec<Value> =
            left_to_do(&stands, changes)?.into_iter().filter_map(|change| body(zone, change)).collect();
        if !left.is_empty() {
            let call = Call::patch(Self::rrsets(zone)).json(&Value::Array(left));
            self.ask(call.repeatable()).await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
