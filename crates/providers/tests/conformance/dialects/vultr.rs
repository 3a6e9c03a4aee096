//! Vultr API v2: records with UUIDs, cursors, texts in quotes, targets shown in Unicode, one TTL for each set.

use crate::simulator::paging::after_cursor;
use crate::simulator::{Answer, Clash, Dialect, Record, Request, Shown, World, ZoneState};
use nameplate_domain::zone::{RrData, RrType, absolute_name, relative_name};
use nameplate_providers::{ProviderSpec, by_key};
use serde_json::{Value, json};

pub(crate) struct Vultr;

pub(crate) fn dialect() -> Vultr {
    Vultr
}

const TOKEN: &str = "CONFORMANCE0123456789ABCDEFGHIJKLMNOP";
const WRONG: &str = "STRANGERS0123456789ABCDEFGHIJKLMNOPQR";

fn refusal(status: u16, error: &str) -> Answer {
    Answer::json(status, &json!({"error": error, "status": status}))
}

fn not_found() -> Answer {
    refusal(404, "Invalid domain or record")
}

impl Dialect for Vultr {
    fn spec(&self) -> &'static ProviderSpec {
        by_key("vultr").unwrap()
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
            false => Err(refusal(401, "Invalid API token.")),
        }
    }

    fn rejection(&self, words: &str) -> Answer {
        refusal(400, words)
    }

    fn takes_text(&self, text: &str) -> bool {
        !text.contains('"')
    }

    fn furniture(&self, zone: &str) -> Vec<Record> {
        let ns = |host: &str| Record::new(zone, 300, RrData::Ns(format!("{host}.vultr.com"))).shown(Shown::OrNot);
        vec![ns("ns1"), ns("ns2"), Record::foreign(&format!("ssh.{zone}"), 300, "SSHFP", "1 1 abcdef")]
    }

    fn answer(&self, world: &mut World, request: &Request) -> Answer {
        let segments = request.segments();
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        match (request.method.as_str(), segments.as_slice()) {
            ("GET", ["v2", "domains"]) => {
                let all = world.zones.zones.iter().map(domain);
                listed(world, request, "domains", all.collect())
            }
            (method, ["v2", "domains", zone, rest @ ..]) => {
                let Some(state) = world.zones.zone(zone) else { return not_found() };
                let zone = state.name.clone();
                match (method, rest) {
                    ("GET", []) => Answer::json(200, &json!({"domain": domain(state)})),
                    ("GET", ["records"]) => {
                        let all = state.records.iter().map(|record| shown(&zone, record));
                        listed(world, request, "records", all.collect())
                    }
                    ("POST", ["records"]) => create(world, &zone, &request.json()),
                    ("PATCH", ["records", id]) => match number(id) {
                        Some(id) => change(world, &zone, id, &request.json()),
                        None => not_found(),
                    },
                    ("DELETE", ["records", id]) => {
                        let id = number(id).unwrap_or_default();
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

fn domain(zone: &ZoneState) -> Value {
    json!({"domain": zone.name, "date_created": "2026-03-27T09:40:29+00:00", "dns_sec": "disabled"})
}

fn listed(world: &World, request: &Request, key: &str, items: Vec<Value>) -> Answer {
    let total = items.len();
    let (page, next) = after_cursor(world, items, request.query("cursor"), request.query("per_page"), (100, 500));
    let links = json!({"next": next.unwrap_or_default(), "prev": ""});
    Answer::json(200, &json!({key: page, "meta": {"total": total, "links": links}}))
}

fn uuid(id: u64) -> String {
    format!("cb676a46-66fd-4dfb-b839-{id:012x}")
}

fn number(uuid: &str) -> Option<u64> {
    u64::from_str_radix(uuid.strip_prefix("cb676a46-66fd-4dfb-b839-")?, 16).ok()
}

fn shown(zone: &str, record: &Record) -> Value {
    let relative = match relative_name(&record.name, zone) {
        "@" => "",
        relative => relative,
    };
    // International names are shown as people read them; this is the one that is used here.
    let host = |name: &str| name.replace("xn--bcher-kva", "bücher");
    let (data, priority) = match &record.data {
        RrData::Cname(target) | RrData::Ns(target) => (host(target), -1),
        RrData::Mx { preference, exchange } => (host(exchange), i32::from(*preference)),
        RrData::Srv { priority, weight, port, target } => {
            (format!("{weight} {port} {}", host(target)), i32::from(*priority))
        }
        RrData::Txt(text) => (format!("\"{text}\""), -1),
        data => (data.to_string(), 0),
    };
    json!({"id": uuid(record.id), "type": record.rtype().as_str(), "name": relative, "data": data,
           "priority": priority, "ttl": record.ttl})
}

fn check_fields(body: &Value, known: &[&str]) -> Result<(), Answer> {
    let fields = body.as_object().ok_or_else(|| refusal(400, "Invalid JSON"))?;
    match fields.keys().find(|key| !known.contains(&key.as_str())) {
        Some(unknown) => Err(refusal(400, &format!("Unknown attribute {unknown}"))),
        None => Ok(()),
    }
}

/// Data of a type from its text and priority.
fn parsed(rtype: &RrType, text: &str, priority: Option<u64>) -> Result<RrData, Answer> {
    let invalid = |why: &str| refusal(400, &format!("Unable to add record: {why}"));
    let host = |name: &str| match name.ends_with('.') || !name.contains('.') {
        true => Err(invalid("Invalid hostname")),
        false => Ok(name.to_ascii_lowercase()),
    };
    let priority = priority.and_then(|priority| u16::try_from(priority).ok());
    let priority = || priority.ok_or_else(|| invalid("Priority is required"));
    Ok(match rtype {
        RrType::Cname => RrData::Cname(host(text)?),
        RrType::Ns => RrData::Ns(host(text)?),
        RrType::Mx => RrData::Mx { preference: priority()?, exchange: host(text)? },
        RrType::Srv => {
            let target = text.split(' ').nth(2).ok_or_else(|| invalid("Invalid SRV data"))?;
            host(target)?;
            let whole = format!("{} {text}", priority()?);
            RrData::parse(rtype, &whole).map_err(|_| invalid("Invalid SRV data"))?
        }
        RrType::Txt => {
            let inner = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
            let inner = inner.filter(|inner| !inner.contains('"'));
            RrData::Txt(inner.ok_or_else(|| invalid("Record data must be enclosed in quotes"))?.to_owned())
        }
        RrType::A | RrType::Aaaa | RrType::Caa => RrData::parse(rtype, text).map_err(|_| invalid("Invalid data"))?,
        RrType::Alias | RrType::Other(_) => return Err(invalid("Invalid record type")),
    })
}

/// What is in the way of a record.
fn check_place(state: &ZoneState, name: &str, ttl: u32, data: &RrData, id: Option<u64>) -> Result<(), Answer> {
    let siblings = state.set(name, &data.rtype());
    if siblings.iter().any(|other| Some(other.id) != id && other.ttl != ttl) {
        return Err(refusal(400, "Unable to add record: A record with a different TTL exists"));
    }
    match state.clash(name, data, id) {
        Some(Clash::Duplicate) => Err(refusal(400, "Unable to add record: Duplicate records not allowed")),
        Some(Clash::Cname) => Err(refusal(400, "Unable to add record: CNAME must be the only record of its name")),
        None => Ok(()),
    }
}

fn create(world: &mut World, zone: &str, body: &Value) -> Answer {
    let made = || {
        check_fields(body, &["name", "type", "data", "ttl", "priority"])?;
        let text = |key: &str| body[key].as_str().ok_or_else(|| refusal(400, &format!("Invalid {key}")));
        let (name, rtype) = (absolute_name(text("name")?, zone), RrType::from(text("type")?));
        if text("name")?.contains('@') {
            return Err(refusal(400, "Invalid name"));
        }
        let ttl = body["ttl"].as_u64().and_then(|ttl| u32::try_from(ttl).ok()).unwrap_or(300);
        let data = parsed(&rtype, text("data")?, body["priority"].as_u64())?;
        check_place(world.zones.zone(zone).unwrap(), &name, ttl, &data, None)?;
        Ok(Record::new(&name, ttl, data))
    };
    match made() {
        Ok(record) => {
            let record = world.zones.add(zone, record);
            Answer::json(201, &json!({"record": shown(zone, &record)}))
        }
        Err(refusal) => refusal,
    }
}

fn change(world: &mut World, zone: &str, id: u64, body: &Value) -> Answer {
    let state = world.zones.zone(zone).unwrap();
    let Some(old) = state.record(id) else { return not_found() };
    let changed = || {
        check_fields(body, &["name", "data", "ttl", "priority"])?;
        let before = shown(zone, old);
        let text = |key: &str| body[key].as_str().or(before[key].as_str()).unwrap_or_default().to_owned();
        let name = absolute_name(&text("name"), zone);
        let ttl = body["ttl"].as_u64().and_then(|ttl| u32::try_from(ttl).ok()).unwrap_or(old.ttl);
        let priority = body["priority"].as_u64().or(before["priority"].as_u64());
        let data = parsed(&old.rtype(), &text("data"), priority)?;
        check_place(state, &name, ttl, &data, Some(id))?;
        Ok((name, ttl, data))
    };
    match changed() {
        Ok((name, ttl, data)) => {
            let record = world.zones.zone_mut(zone).unwrap().record_mut(id).unwrap();
            (record.name, record.ttl, record.data) = (name, ttl, data);
            Answer::empty(204)
        }
        Err(refusal) => refusal,
    }
}
