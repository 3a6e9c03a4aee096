//! Porkbun API v3: POST only, the key pair in each body, failures with a status in the body, numbers as strings.

use crate::simulator::{Answer, Clash, Dialect, Kind, Record, Request, Shown, World};
use nameplate_domain::zone::{RrData, RrType, absolute_name};
use nameplate_providers::{ProviderSpec, by_key};
use serde_json::{Value, json};

pub(crate) struct Porkbun;

pub(crate) fn dialect() -> Porkbun {
    Porkbun
}

const KEY: &str = "pk1_conformance0123456789abcdef";
const SECRET: &str = "sk1_conformance9876543210fedcba";
const WRONG: &str = "pk1_strangers0123456789:sk1_strangers9876543210";
/// Types that can be written.
const WRITTEN: [&str; 12] = ["A", "AAAA", "ALIAS", "CAA", "CNAME", "HTTPS", "MX", "NS", "SRV", "SVCB", "TLSA", "TXT"];

fn refusal(code: Option<&str>, message: &str) -> Answer {
    let mut body = json!({"status": "ERROR", "message": message});
    if let Some(code) = code {
        body["code"] = code.into();
    }
    Answer::json(400, &body)
}

fn success(fields: Value) -> Answer {
    let mut body = json!({"status": "SUCCESS"});
    body.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    Answer::json(200, &body)
}

impl Dialect for Porkbun {
    fn spec(&self) -> &'static ProviderSpec {
        by_key("porkbun").unwrap()
    }

    fn credential(&self, _base: &str) -> String {
        format!("{KEY}:{SECRET}")
    }

    fn wrong_credential(&self, _base: &str) -> String {
        WRONG.to_owned()
    }

    fn secrets(&self) -> Vec<String> {
        vec![KEY.to_owned(), SECRET.to_owned()]
    }

    fn kind(&self, request: &Request) -> Kind {
        let words = ["/dns/retrieve/", "/domain/listAll", "/ping"];
        if words.iter().any(|word| request.path.contains(word)) { Kind::Read } else { Kind::Write }
    }

    fn admit(&self, request: &Request) -> Result<(), Answer> {
        let body = request.json();
        match body["apikey"] == KEY && body["secretapikey"] == SECRET {
            true => Ok(()),
            false => Err(refusal(Some("INVALID_API_KEYS_001"), "Invalid API key. (001)")),
        }
    }

    fn too_many(&self, retry_after_s: u64) -> Answer {
        let body = json!({"status": "ERROR", "message": "Rate limit exceeded.", "code": "RATE_LIMIT_EXCEEDED"});
        Answer::json(429, &body).with_header("retry-after", retry_after_s)
    }

    fn rejection(&self, words: &str) -> Answer {
        refusal(None, words)
    }

    fn furniture(&self, zone: &str) -> Vec<Record> {
        let ns =
            |host: &str| Record::new(zone, 86_400, RrData::Ns(format!("{host}.ns.porkbun.com"))).shown(Shown::OrNot);
        let forwarded = |name: &str, data| Record::new(&format!("{name}.{zone}"), 600, data).shown(Shown::Untouchable);
        vec![
            ns("curitiba"),
            ns("fortaleza"),
            ns("maceio"),
            ns("salvador"),
            forwarded("promo", RrData::Alias("uixie.porkbun.com".to_owned())),
            forwarded("*.promo", RrData::Cname("pixie.porkbun.com".to_owned())),
            Record::foreign(&format!("_443._tcp.{zone}"), 600, "TLSA", "3 1 1 abcdef").with("notes", "do not remove"),
        ]
    }

    fn answer(&self, world: &mut World, request: &Request) -> Answer {
        let segments = request.segments();
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        if request.method != "POST" || request.header("content-type") != Some("application/json") {
            return refusal(None, "All API requests must be POSTs with a JSON body.");
        }
        let ["api", "json", "v3", command @ ..] = segments.as_slice() else {
            return Answer::text(404, "text/html", "<html>Not found</html>");
        };
        let body = request.json();
        match command {
            ["domain", "listAll"] => domains(world, &body),
            ["dns", verb, zone, rest @ ..] => {
                let Some(zone) = world.zones.zone(zone).map(|zone| zone.name.clone()) else {
                    return refusal(Some("INVALID_DOMAIN"), "Invalid domain.");
                };
                match (*verb, rest) {
                    ("retrieve", []) => retrieve(world, &zone),
                    ("create", []) => write(world, &zone, None, &body),
                    ("edit", [id]) => match known(world, &zone, id) {
                        Some(id) => write(world, &zone, Some(id), &body),
                        None => refusal(None, "Invalid record ID."),
                    },
                    ("delete", [id]) => match known(world, &zone, id) {
                        Some(id) => {
                            world.zones.zone_mut(&zone).unwrap().remove(id);
                            success(json!({}))
                        }
                        None => refusal(None, "Invalid record ID."),
                    },
                    _ => Answer::text(404, "text/html", "<html>Not found</html>"),
                }
            }
            _ => Answer::text(404, "text/html", "<html>Not found</html>"),
        }
    }
}

fn known(world: &World, zone: &str, id: &str) -> Option<u64> {
    let id = id.parse().ok()?;
    world.zones.zone(zone)?.record(id).map(|record| record.id)
}

/// A number that is sent as such or as a text.
fn number<T: TryFrom<u64>>(value: &Value) -> Option<T> {
    let number = value.as_u64().or_else(|| value.as_str()?.parse().ok())?;
    T::try_from(number).ok()
}

fn domains(world: &World, body: &Value) -> Answer {
    let start: usize = number(&body["start"]).unwrap_or(0);
    let zones = world.zones.zones.iter().skip(start).take(1000.min(world.page_max));
    let domains: Vec<Value> =
        zones.map(|zone| json!({"domain": zone.name, "status": "ACTIVE", "tld": "example", "notLocal": 0})).collect();
    success(json!({"count": domains.len(), "domains": domains}))
}

fn retrieve(world: &World, zone: &str) -> Answer {
    let state = world.zones.zone(zone).unwrap();
    let records: Vec<Value> = state.records.iter().map(shown).collect();
    success(json!({"cloudflare": "enabled", "records": records}))
}

fn shown(record: &Record) -> Value {
    let (content, priority) = match &record.data {
        RrData::Mx { preference, exchange } => (exchange.clone(), json!(preference.to_string())),
        RrData::Srv { priority, weight, port, target } => {
            (format!("{weight} {port} {target}"), json!(priority.to_string()))
        }
        RrData::Ns(target) => (target.clone(), Value::Null),
        data => (data.to_string(), json!("0")),
    };
    json!({"id": record.id.to_string(), "name": record.name, "type": record.rtype().as_str(), "content": content,
           "ttl": record.ttl.to_string(), "prio": priority, "notes": record.extra.get("notes")})
}

fn parsed(zone: &str, body: &Value) -> Result<(String, u32, RrData), Answer> {
    const KNOWN: [&str; 8] = ["apikey", "secretapikey", "name", "type", "content", "ttl", "prio", "notes"];
    let fields = body.as_object().unwrap();
    if let Some(unknown) = fields.keys().find(|key| !KNOWN.contains(&key.as_str())) {
        return Err(refusal(Some("INVALID_PARAMETER"), &format!("Unknown parameter {unknown}.")));
    }
    let text = |key: &str| body[key].as_str().ok_or_else(|| refusal(None, &format!("The field {key} is required.")));
    let (rtype, content) = (text("type")?, text("content")?);
    let name = body["name"].as_str().unwrap_or_default();
    if !WRITTEN.contains(&rtype) {
        return Err(refusal(Some("INVALID_TYPE"), "Invalid type."));
    }
    if name == "@" || name == zone || name.ends_with(&format!(".{zone}")) || name.ends_with('.') {
        return Err(refusal(None, "The name is the subdomain only."));
    }
    let ttl = number::<u32>(&body["ttl"]).unwrap_or(600).max(600);
    let priority = || number::<u16>(&body["prio"]).ok_or_else(|| refusal(None, "The priority is not valid."));
    let rtype = RrType::from(rtype);
    let written = match rtype {
        RrType::Mx | RrType::Srv => format!("{} {content}", priority()?),
        RrType::Txt if content.is_empty() || content.ends_with(' ') => {
            return Err(refusal(Some("INVALID_CONTENT"), "The answer is not valid."));
        }
        _ => content.to_owned(),
    };
    let data =
        RrData::parse(&rtype, &written).map_err(|_| refusal(Some("INVALID_CONTENT"), "The answer is not valid."))?;
    Ok((absolute_name(name, zone), ttl, data))
}

fn is_spf(data: &RrData) -> bool {
    matches!(data, RrData::Txt(text) if text.starts_with("v=spf1"))
}

fn write(world: &mut World, zone: &str, id: Option<u64>, body: &Value) -> Answer {
    let (name, ttl, data) = match parsed(zone, body) {
        Ok(parsed) => parsed,
        Err(refusal) => return refusal,
    };
    let state = world.zones.zone_mut(zone).unwrap();
    let spf = state.records.iter().any(|other| other.name == name && Some(other.id) != id && is_spf(&other.data));
    if is_spf(&data) && spf {
        return refusal(Some("SPF_CONFLICT"), "An SPF record already exists for this host.");
    }
    match state.clash(&name, &data, id) {
        Some(Clash::Duplicate) => {
            let twin = state.records.iter().find(|other| other.name == name && other.data == data);
            let mut body = json!({"status": "ERROR", "code": "DUPLICATE_RECORD",
                "message": "A record with this exact name, type and content already exists."});
            body["existingId"] = json!(twin.map(|twin| twin.id.to_string()));
            return Answer::json(400, &body);
        }
        Some(Clash::Cname) => {
            return refusal(Some("RECORD_CONFLICT"), "A CNAME cannot share its host with other records.");
        }
        None => {}
    }
    match id.and_then(|id| state.record_mut(id)) {
        Some(record) if (record.name.as_str(), record.ttl, &record.data) == (name.as_str(), ttl, &data) => {
            refusal(None, "Edit error: We were unable to edit the DNS record.")
        }
        Some(record) => {
            (record.name, record.ttl, record.data) = (name, ttl, data);
            success(json!({}))
        }
        None => {
            let made = world.zones.add(zone, Record::new(&name, ttl, data));
            success(json!({"id": made.id}))
        }
    }
}
