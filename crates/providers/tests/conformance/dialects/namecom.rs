//! Name.com Core API v1: records with integer ids, hosts that are missing at the apex, JSON that calls itself HTML.

use crate::simulator::paging::page;
use crate::simulator::{Answer, Clash, Dialect, Record, Request, Shown, World};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use nameplate_domain::zone::{RrData, RrType, absolute_name, relative_name};
use nameplate_providers::{ProviderSpec, by_key};
use serde_json::{Value, json};

pub(crate) struct NameCom;

pub(crate) fn dialect() -> NameCom {
    NameCom
}

const USER: &str = "customer-account";
const TOKEN: &str = "conformance0123456789abcdef01234567";
const WRONG: &str = "stranger-account:strangers0123456789abcdef";

fn answered(status: u16, body: &Value) -> Answer {
    Answer::text(status, "text/html; charset=UTF-8", &body.to_string())
}

fn refusal(status: u16, message: &str, details: &str) -> Answer {
    answered(status, &json!({"message": message, "details": details}))
}

fn invalid(details: &str) -> Answer {
    refusal(400, "Invalid Argument", &format!("Parameter Value Error - {details}"))
}

fn not_found() -> Answer {
    answered(404, &json!({"message": "Not Found"}))
}

impl Dialect for NameCom {
    fn spec(&self) -> &'static ProviderSpec {
        by_key("namecom").unwrap()
    }

    fn credential(&self, _base: &str) -> String {
        format!("{USER}:{TOKEN}")
    }

    fn wrong_credential(&self, _base: &str) -> String {
        WRONG.to_owned()
    }

    fn secrets(&self) -> Vec<String> {
        vec![TOKEN.to_owned(), STANDARD.encode(format!("{USER}:{TOKEN}"))]
    }

    fn admit(&self, request: &Request) -> Result<(), Answer> {
        let login = format!("Basic {}", STANDARD.encode(format!("{USER}:{TOKEN}")));
        match request.header("authorization") == Some(login.as_str()) {
            true => Ok(()),
            false => Err(answered(401, &json!({"message": "Unauthenticated"}))),
        }
    }

    fn rejection(&self, words: &str) -> Answer {
        invalid(words)
    }

    fn takes_text(&self, text: &str) -> bool {
        !text.contains('"')
    }

    fn furniture(&self, zone: &str) -> Vec<Record> {
        let ns = |host: &str| Record::new(zone, 300, RrData::Ns(format!("{host}.name.com"))).shown(Shown::OrNot);
        vec![ns("ns1abc"), ns("ns2def")]
    }

    fn answer(&self, world: &mut World, request: &Request) -> Answer {
        let segments = request.segments();
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        let is_json = request.header("content-type") == Some("application/json");
        if matches!(request.method.as_str(), "POST" | "PUT") && !is_json {
            return answered(415, &json!({"message": "Unsupported Media Type"}));
        }
        match (request.method.as_str(), segments.as_slice()) {
            ("GET", ["core", "v1", "domains"]) => {
                let all = world.zones.zones.iter().map(|zone| json!({"domainName": zone.name, "locked": true}));
                listed(world, request, "domains", all.collect())
            }
            (method, ["core", "v1", "domains", zone, rest @ ..]) => {
                let Some(zone) = world.zones.zone(zone).map(|zone| zone.name.clone()) else { return not_found() };
                match (method, rest) {
                    ("GET", []) => {
                        answered(200, &json!({"domainName": zone, "locked": true, "autorenewEnabled": true}))
                    }
                    ("GET", ["records"]) => {
                        let state = world.zones.zone(&zone).unwrap();
                        let all = state.records.iter().map(|record| shown(&zone, record)).collect();
                        listed(world, request, "records", all)
                    }
                    ("POST", ["records"]) => write(world, &zone, None, &request.json()),
                    ("PUT", ["records", id]) => match id.parse() {
                        Ok(id) => write(world, &zone, Some(id), &request.json()),
                        Err(_) => not_found(),
                    },
                    ("DELETE", ["records", id]) => {
                        let id = id.parse().unwrap_or_default();
                        match world.zones.zone_mut(&zone).is_some_and(|zone| zone.remove(id)) {
                            true => answered(200, &json!({})),
                            false => not_found(),
                        }
                    }
                    _ => not_found(),
                }
            }
            _ => not_found(),
        }
    }
}

fn listed(world: &World, request: &Request, key: &str, items: Vec<Value>) -> Answer {
    let page = page(world, items, request.query("page"), request.query("perPage"), (500, 1000));
    let mut body = json!({key: page.items, "totalCount": page.total});
    if let Some(next) = page.next {
        body["nextPage"] = next.into();
        body["lastPage"] = page.pages.into();
    }
    answered(200, &body)
}

fn shown(zone: &str, record: &Record) -> Value {
    let rtype = if record.rtype() == RrType::Alias { "ANAME".to_owned() } else { record.rtype().to_string() };
    let mut value = json!({"id": record.id, "domainName": zone, "fqdn": format!("{}.", record.name), "type": rtype,
                           "answer": record.data.to_string(), "ttl": record.ttl});
    if record.name != zone {
        value["host"] = relative_name(&record.name, zone).into();
    }
    match &record.data {
        RrData::Mx { preference, exchange } => {
            value["answer"] = exchange.as_str().into();
            value["priority"] = (*preference).into();
        }
        RrData::Srv { priority, weight, port, target } => {
            value["answer"] = format!("{weight} {port} {target}").into();
            value["priority"] = (*priority).into();
        }
        _ => {}
    }
    // What is zero is left out.
    if value["priority"] == 0 {
        value.as_object_mut().unwrap().remove("priority");
    }
    value
}

fn parsed(zone: &str, body: &Value) -> Result<(String, u32, RrData), Answer> {
    const KNOWN: [&str; 5] = ["type", "host", "answer", "ttl", "priority"];
    let fields = body.as_object().ok_or_else(|| invalid("Invalid JSON"))?;
    if let Some(unknown) = fields.keys().find(|key| !KNOWN.contains(&key.as_str())) {
        return Err(invalid(&format!("Unknown field {unknown}")));
    }
    let text = |key: &str| body[key].as_str().ok_or_else(|| invalid(&format!("Invalid {key}")));
    let (rtype, host, answer) = (text("type")?, text("host")?, text("answer")?);
    let ttl = body["ttl"].as_u64().and_then(|ttl| u32::try_from(ttl).ok()).unwrap_or(300);
    if ttl < 300 || host.ends_with('.') {
        return Err(invalid("Invalid TTL or host"));
    }
    let name = |name: &str| match name.ends_with('.') || !name.contains('.') {
        true => Err(invalid("Invalid hostname")),
        false => Ok(name.to_ascii_lowercase()),
    };
    let priority = body["priority"].as_u64().and_then(|priority| u16::try_from(priority).ok()).unwrap_or(0);
    let data = match rtype {
        "ANAME" => RrData::Alias(name(answer)?),
        "CNAME" => RrData::Cname(name(answer)?),
        "NS" if matches!(host, "" | "@") => return Err(invalid("NS records of the apex cannot be managed")),
        "NS" => RrData::Ns(name(answer)?),
        "MX" => RrData::Mx { preference: priority, exchange: name(answer)? },
        "SRV" => {
            RrData::parse(&RrType::Srv, &format!("{priority} {answer}")).map_err(|_| invalid("Invalid Srv Format"))?
        }
        "TXT" if answer.is_empty() || answer.contains('"') || answer.ends_with(' ') || answer.len() > 510 => {
            return Err(invalid("Invalid TXT"));
        }
        "A" | "AAAA" | "TXT" => RrData::parse(&rtype.into(), answer).map_err(|_| invalid("Invalid IP address"))?,
        _ => return Err(invalid("Invalid Record Type")),
    };
    Ok((absolute_name(host, zone), ttl, data))
}

fn write(world: &mut World, zone: &str, id: Option<u64>, body: &Value) -> Answer {
    let (name, ttl, data) = match parsed(zone, body) {
        Ok(parsed) => parsed,
        Err(refusal) => return refusal,
    };
    let state = world.zones.zone_mut(zone).unwrap();
    if id.is_some_and(|id| state.record(id).is_none()) {
        return not_found();
    }
    match state.clash(&name, &data, id) {
        Some(Clash::Duplicate) => return invalid("Duplicate Record"),
        Some(Clash::Cname) => return invalid("A CNAME cannot share its host with other records"),
        None => {}
    }
    let record = match id.and_then(|id| state.record_mut(id)) {
        Some(record) => {
            (record.name, record.ttl, record.data) = (name, ttl, data);
            record.clone()
        }
        None => world.zones.add(zone, Record::new(&name, ttl, data)),
    };
    answered(200, &shown(zone, &record))
}
