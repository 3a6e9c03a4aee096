//! DigitalOcean API v2: single records with numeric ids, relative names, pages with links.

use crate::simulator::paging::page;
use crate::simulator::{Answer, Clash, Dialect, Record, Request, Shown, World};
use nameplate_domain::zone::{RrData, RrType, absolute_name, relative_name};
use nameplate_providers::{ProviderSpec, by_key};
use serde_json::{Value, json};

pub(crate) struct DigitalOcean;

pub(crate) fn dialect() -> DigitalOcean {
    DigitalOcean
}

const TOKEN: &str = "dop_v1_conformance_0123456789";
const WRONG: &str = "dop_v1_of-somebody-unknown";

fn refusal(status: u16, id: &str, message: &str) -> Answer {
    Answer::json(status, &json!({"id": id, "message": message, "request_id": "4d9d8375-3c56-4925-a3e7-eb137fed17e9"}))
}

fn unprocessable(message: &str) -> Answer {
    refusal(422, "unprocessable_entity", message)
}

fn not_found() -> Answer {
    refusal(404, "not_found", "The resource you were accessing could not be found.")
}

impl Dialect for DigitalOcean {
    fn spec(&self) -> &'static ProviderSpec {
        by_key("digitalocean").unwrap()
    }

    fn credential(&self, _base: &str) -> String {
        TOKEN.to_owned()
    }

    fn wrong_credential(&self, _base: &str) -> String {
        WRONG.to_owned()
    }

    fn secrets(&self) -> Vec<String> {
        vec![TOKEN.to_owned()]
    }

    fn admit(&self, request: &Request) -> Result<(), Answer> {
        match request.has_bearer(TOKEN) {
            true => Ok(()),
            false => Err(refusal(401, "unauthorized", "Unable to authenticate you")),
        }
    }

    fn rejection(&self, words: &str) -> Answer {
        unprocessable(words)
    }

    fn takes_text(&self, text: &str) -> bool {
        !text.contains('\\')
    }

    fn furniture(&self, zone: &str) -> Vec<Record> {
        let ns =
            |host: &str| Record::new(zone, 1800, RrData::Ns(format!("{host}.digitalocean.com"))).shown(Shown::OrNot);
        vec![Record::foreign(zone, 1800, "SOA", "1800").shown(Shown::OrNot), ns("ns1"), ns("ns2"), ns("ns3")]
    }

    fn answer(&self, world: &mut World, request: &Request) -> Answer {
        let segments = request.segments();
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        match (request.method.as_str(), segments.as_slice()) {
            ("GET", ["v2", "domains"]) => domains(world, request),
            (method, ["v2", "domains", zone, rest @ ..]) => {
                let Some(zone) = world.zones.zone(zone).map(|zone| zone.name.clone()) else { return not_found() };
                match (method, rest) {
                    ("GET", []) => Answer::json(200, &json!({"domain": {"name": zone, "ttl": 1800, "zone_file": ""}})),
                    ("GET", ["records"]) => records(world, &zone, request),
                    ("POST", ["records"]) => write(world, &zone, None, request),
                    ("PUT" | "PATCH", ["records", id]) => match id.parse() {
                        Ok(id) => write(world, &zone, Some(id), request),
                        Err(_) => not_found(),
                    },
                    ("DELETE", ["records", id]) => {
                        let id = id.parse().unwrap_or_default();
                        match world.zones.zone_mut(&zone).is_some_and(|zone| zone.remove(id)) {
                            true => Answer::empty(204),
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
    let page = page(world, items, request.query("page"), request.query("per_page"), (20, 200));
    let links = match page.next {
        Some(next) => json!({"pages": {
            "next": format!("https://api.digitalocean.com{}?page={next}", request.path),
            "last": format!("https://api.digitalocean.com{}?page={}", request.path, page.pages),
        }}),
        None => json!({}),
    };
    Answer::json(200, &json!({key: page.items, "links": links, "meta": {"total": page.total}}))
}

fn domains(world: &World, request: &Request) -> Answer {
    let all = world.zones.zones.iter().map(|zone| json!({"name": zone.name, "ttl": 1800, "zone_file": ""}));
    listed(world, request, "domains", all.collect())
}

fn records(world: &World, zone: &str, request: &Request) -> Answer {
    let wanted = |record: &&Record| {
        let name = request.query("name").is_none_or(|name| name == record.name);
        name && request.query("type").is_none_or(|rtype| rtype == record.rtype().as_str())
    };
    let state = world.zones.zone(zone).unwrap();
    let items = state.records.iter().filter(wanted).map(|record| shown(zone, record)).collect();
    listed(world, request, "domain_records", items)
}

/// As it is listed: hosts without their final dot, the zone itself as `@`.
fn shown(zone: &str, record: &Record) -> Value {
    let host = |name: &str| if name == zone { "@".to_owned() } else { name.to_owned() };
    let mut value = json!({
        "id": record.id, "type": record.rtype().as_str(), "name": relative_name(&record.name, zone), "ttl": record.ttl,
        "data": record.data.to_string(), "priority": null, "port": null, "weight": null, "flags": null, "tag": null,
    });
    match &record.data {
        RrData::Cname(target) | RrData::Ns(target) => value["data"] = host(target).into(),
        RrData::Mx { preference, exchange } => {
            value["data"] = host(exchange).into();
            value["priority"] = (*preference).into();
        }
        RrData::Srv { priority, weight, port, target } => {
            value["data"] = host(target).into();
            value["priority"] = (*priority).into();
            value["weight"] = (*weight).into();
            value["port"] = (*port).into();
        }
        RrData::Caa { flags, tag, value: text } => {
            value["data"] = text.as_str().into();
            value["flags"] = (*flags).into();
            value["tag"] = tag.as_str().into();
        }
        _ => {}
    }
    value
}

/// A name that is sent with its final dot; without one it would be relative to the zone.
fn host(zone: &str, text: &str) -> Result<String, Answer> {
    match (text, text.strip_suffix('.')) {
        ("@", _) => Ok(zone.to_owned()),
        (_, Some(name)) if !name.is_empty() => Ok(name.to_ascii_lowercase()),
        _ => Err(unprocessable("Data needs to end with a dot (.)")),
    }
}

fn number<T: TryFrom<u64>>(body: &Value, key: &str) -> Result<T, Answer> {
    let number = body[key].as_u64().and_then(|number| T::try_from(number).ok());
    number.ok_or_else(|| unprocessable(&format!("{key} can't be blank")))
}

fn parsed(zone: &str, body: &Value) -> Result<(String, u32, RrData), Answer> {
    let text = |key: &str| body[key].as_str().ok_or_else(|| unprocessable(&format!("{key} can't be blank")));
    let (rtype, name, data) = (RrType::from(text("type")?), text("name")?, text("data")?);
    let ttl = if body["ttl"].is_null() { 1800 } else { number(body, "ttl")? };
    if ttl < 30 {
        return Err(unprocessable("TTL is below the minimum of 30 seconds."));
    }
    let relative = name.strip_suffix(&format!("{zone}.")).map_or(name, |rest| rest.trim_end_matches('.'));
    let data = match rtype {
        RrType::Cname => RrData::Cname(host(zone, data)?),
        RrType::Ns => RrData::Ns(host(zone, data)?),
        RrType::Mx => RrData::Mx { preference: number(body, "priority")?, exchange: host(zone, data)? },
        RrType::Srv => RrData::Srv {
            priority: number(body, "priority")?,
            weight: number(body, "weight")?,
            port: number(body, "port")?,
            target: host(zone, data)?,
        },
        RrType::Caa if data.contains([' ', ';']) => return Err(unprocessable("Data can not contain spaces or ;")),
        RrType::Caa => {
            let tag = text("tag")?.to_owned();
            let value = if tag == "iodef" { data.to_owned() } else { host(zone, data)? };
            RrData::Caa { flags: number(body, "flags")?, tag, value }
        }
        RrType::Txt if data.is_empty() || data.len() > 512 || data.contains('\\') => {
            return Err(unprocessable("Data must be a non-empty text of at most 512 characters without backslashes."));
        }
        RrType::A | RrType::Aaaa | RrType::Txt => {
            RrData::parse(&rtype, data).map_err(|_| unprocessable("Data is not an address."))?
        }
        RrType::Alias | RrType::Other(_) => return Err(unprocessable("Type is not supported.")),
    };
    Ok((absolute_name(relative, zone), ttl, data))
}

fn write(world: &mut World, zone: &str, id: Option<u64>, request: &Request) -> Answer {
    let (name, ttl, data) = match parsed(zone, &request.json()) {
        Ok(parsed) => parsed,
        Err(refusal) => return refusal,
    };
    let state = world.zones.zone_mut(zone).unwrap();
    if id.is_some_and(|id| state.record(id).is_none()) {
        return not_found();
    }
    match state.clash(&name, &data, id) {
        Some(Clash::Duplicate) => return unprocessable("Record already exists."),
        Some(Clash::Cname) => return unprocessable("CNAME records cannot share a name with other records"),
        None => {}
    }
    let (status, record) = match id.and_then(|id| state.record_mut(id)) {
        Some(record) => {
            (record.name, record.ttl, record.data) = (name, ttl, data);
            (200, record.clone())
        }
        None => (201, world.zones.add(zone, Record::new(&name, ttl, data))),
    };
    Answer::json(status, &json!({"domain_record": shown(zone, &record)}))
}
