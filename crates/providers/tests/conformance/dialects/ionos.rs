//! IONOS hosting DNS v1: records with ids in a zone, full names without final dot, arrays of errors, nothing in pages.

use crate::simulator::{Answer, Clash, Dialect, Record, Request, Service, Shown, World, ZoneState};
use nameplate_domain::zone::{RrData, RrType};
use nameplate_providers::{ProviderSpec, Zone, by_key};
use serde_json::{Value, json};

pub(crate) struct Ionos;

pub(crate) fn dialect() -> Ionos {
    Ionos
}

const PREFIX: &str = "0123456789abcdef0123456789abcdef";
const SECRET: &str = "Conformance-Secret-Of_IONOS-0123456789";

fn refusal(status: u16, code: &str, message: &str) -> Answer {
    Answer::json(status, &json!([{"code": code, "message": message}]))
}

fn invalid(message: &str) -> Answer {
    refusal(400, "INVALID_RECORD", message)
}

fn no_such_record() -> Answer {
    refusal(404, "RECORD_NOT_FOUND", "Record does not exist.")
}

impl Dialect for Ionos {
    fn spec(&self) -> &'static ProviderSpec {
        by_key("ionos").unwrap()
    }

    fn credential(&self, _base: &str) -> String {
        format!("{PREFIX}.{SECRET}")
    }

    fn wrong_credential(&self, _base: &str) -> String {
        format!("{PREFIX}.Another-Secret-Of_Somebody")
    }

    fn secrets(&self) -> Vec<String> {
        vec![SECRET.to_owned()]
    }

    fn admit(&self, request: &Request) -> Result<(), Answer> {
        match request.header("x-api-key") == Some(&format!("{PREFIX}.{SECRET}")) {
            true => Ok(()),
            false => Err(refusal(401, "UNAUTHORIZED", "The customer is not authorized to do this operation.")),
        }
    }

    fn rejection(&self, words: &str) -> Answer {
        invalid(words)
    }

    fn zone_id(&self, name: &str) -> String {
        let number = name.bytes().fold(0_u64, |sum, octet| sum.wrapping_mul(31).wrapping_add(octet.into()));
        format!("4c9feb47-2a4d-11ec-bda4-{:012x}", number & 0xffff_ffff_ffff)
    }

    fn unknown_zone(&self) -> Zone {
        Zone { id: "00000000-0000-4000-8000-000000000000".to_owned(), ..Zone::named("unknown.example") }
    }

    fn has_unserved_zones(&self) -> bool {
        true
    }

    fn furniture(&self, zone: &str) -> Vec<Record> {
        let ns = |host: &str| Record::new(zone, 86400, RrData::Ns(host.to_owned())).shown(Shown::OrNot);
        vec![
            Record::foreign(
                zone,
                86400,
                "SOA",
                "ns1088.ui-dns.org hostmaster.1und1.com 2017060775 28800 7200 604800 600",
            )
            .shown(Shown::OrNot),
            ns("ns1088.ui-dns.org"),
            ns("ns1092.ui-dns.biz"),
            Record::foreign(&format!("host.{zone}"), 3600, "SSHFP", "1 1 0123456789abcdef0123456789abcdef01234567"),
            Record::new(&format!("off.{zone}"), 3600, RrData::A([192, 0, 2, 66].into()))
                .shown(Shown::Hidden)
                .with("disabled", true),
        ]
    }

    fn answer(&self, world: &mut World, request: &Request) -> Answer {
        let segments = request.segments();
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        match segments.as_slice() {
            ["dns", "v1", "zones"] if request.method == "GET" => {
                let zones: Vec<Value> = world.zones.zones.iter().map(zone_json).collect();
                Answer::json(200, &zones.into())
            }
            ["dns", "v1", "zones", id, rest @ ..] => {
                let Some(zone) = world.zones.zones.iter().find(|zone| zone.id == *id).cloned() else {
                    return refusal(404, "ZONE_NOT_FOUND", "Zone does not exist.");
                };
                match (request.method.as_str(), rest) {
                    ("GET", []) => records(&zone, request),
                    ("POST", ["records"]) => create(world, &zone, request),
                    ("PUT", ["records", id]) => update(world, &zone, id, request),
                    ("DELETE", ["records", id]) => match world.zones.zone_mut(&zone.id).unwrap().remove(number(id)) {
                        true => Answer::empty(200),
                        false => no_such_record(),
                    },
                    _ => refusal(405, "METHOD_NOT_ALLOWED", "Method not allowed."),
                }
            }
            _ => refusal(404, "NOT_FOUND", "Not found."),
        }
    }
}

fn zone_json(zone: &ZoneState) -> Value {
    let kind = if zone.service == Service::NotServed { "SLAVE" } else { "NATIVE" };
    json!({"name": zone.name, "id": zone.id, "type": kind})
}

fn shown_id(id: u64) -> String {
    format!("4498566b-2b14-53e3-4d5e-{id:012}")
}

fn number(id: &str) -> u64 {
    id.rsplit('-').next().and_then(|digits| digits.parse().ok()).unwrap_or_default()
}

/// Every group of an IPv6 address, none left out; texts in quotes.
fn shown(zone: &ZoneState, record: &Record) -> Value {
    let content = match &record.data {
        RrData::Aaaa(address) => address.segments().map(|group| format!("{group:x}")).join(":"),
        RrData::Txt(_) => record.data.to_master(),
        RrData::Mx { exchange, .. } => exchange.clone(),
        RrData::Srv { weight, port, target, .. } => format!("{weight} {port} {target}"),
        data => data.to_string(),
    };
    let mut value = json!({"name": record.name, "rootName": zone.name, "type": record.rtype().as_str(), "content": content,
        "changeDate": "2026-07-02T12:00:00.000Z", "ttl": record.ttl, "disabled": record.extra.contains_key("disabled"), "id": shown_id(record.id)});
    if let RrData::Mx { preference: prio, .. } | RrData::Srv { priority: prio, .. } = &record.data {
        value["prio"] = (*prio).into();
    }
    value
}

fn records(zone: &ZoneState, request: &Request) -> Answer {
    let wanted = |record: &&Record| {
        request.query("recordName").is_none_or(|name| name == record.name)
            && request.query("suffix").is_none_or(|suffix| record.name.ends_with(suffix))
            && request
                .query("recordType")
                .is_none_or(|types| types.split(',').any(|kind| kind == record.rtype().as_str()))
    };
    let mut body = zone_json(zone);
    body["records"] = zone.records.iter().filter(wanted).map(|record| shown(zone, record)).collect();
    Answer::json(200, &body)
}

fn data(rtype: &RrType, content: &str, prio: u64) -> Result<RrData, Answer> {
    let wrong = || invalid(&format!("The content {content} is not valid for {rtype}."));
    if content.is_empty() || content.len() > 1 && content.ends_with('.') && *rtype != RrType::Txt {
        return Err(wrong());
    }
    let text = match rtype {
        RrType::Txt => {
            let is_quoted = content.len() > 1 && content.starts_with('"') && content.ends_with('"');
            if !is_quoted && (content.contains(['"', '\\']) || content.len() > 255) {
                return Err(wrong());
            }
            content.to_owned()
        }
        RrType::Mx | RrType::Srv => format!("{prio} {content}"),
        RrType::Alias | RrType::Other(_) => return Err(invalid("The type is not supported.")),
        _ => content.to_owned(),
    };
    RrData::parse_master(rtype, &text).map_err(|_| wrong())
}

/// Unknown fields and wrong types are refused.
fn checked(record: &Value, known: &[&str]) -> Result<(u32, u64, bool), Answer> {
    let fields = record.as_object().ok_or_else(|| invalid("A record is an object."))?;
    if let Some(unknown) = fields.keys().find(|field| !known.contains(&field.as_str())) {
        return Err(invalid(&format!("Unknown field {unknown}.")));
    }
    let ttl = record["ttl"].as_u64().and_then(|ttl| u32::try_from(ttl).ok()).filter(|ttl| *ttl >= 60);
    let ttl = ttl.ok_or_else(|| invalid("The TTL must be at least 60."))?;
    Ok((ttl, record["prio"].as_u64().unwrap_or_default(), record["disabled"].as_bool().unwrap_or_default()))
}

fn clash(zone: &ZoneState, name: &str, data: &RrData, except: Option<u64>) -> Option<Answer> {
    match zone.clash(name, data, except)? {
        Clash::Duplicate => Some(refusal(400, "RECORD_ALREADY_EXISTS", "The record already exists.")),
        Clash::Cname => Some(invalid("A CNAME must be the only record of its name.")),
    }
}

fn create(world: &mut World, zone: &ZoneState, request: &Request) -> Answer {
    let kept = world.zones.clone();
    let body = request.json();
    let Some(records) = body.as_array() else { return invalid("An array of records is expected.") };
    let mut made = Vec::new();
    for record in records {
        match create_one(world, zone, record) {
            Ok(value) => made.push(value),
            Err(refusal) => {
                world.zones = kept;
                return refusal;
            }
        }
    }
    Answer::json(201, &made.into())
}

fn create_one(world: &mut World, zone: &ZoneState, record: &Value) -> Result<Value, Answer> {
    let (ttl, prio, _) = checked(record, &["name", "type", "content", "ttl", "prio", "disabled"])?;
    let text = |key: &str| record[key].as_str().ok_or_else(|| invalid(&format!("The field {key} is missing.")));
    let (name, rtype) = (text("name")?, RrType::from(text("type")?));
    if name != zone.name && !name.ends_with(&format!(".{}", zone.name)) {
        return Err(invalid("The name must be in the zone, in full and without a final dot."));
    }
    if rtype == RrType::Cname && name == zone.name {
        return Err(invalid("There can be no CNAME at the zone's apex."));
    }
    let data = data(&rtype, text("content")?, prio)?;
    if let Some(refusal) = clash(world.zones.zone(&zone.id).unwrap(), name, &data, None) {
        return Err(refusal);
    }
    let made = world.zones.add(&zone.id, Record::new(name, ttl, data));
    Ok(shown(zone, &made))
}

fn update(world: &mut World, zone: &ZoneState, id: &str, request: &Request) -> Answer {
    let Some(old) = zone.record(number(id)) else { return no_such_record() };
    let body = request.json();
    let parsed = checked(&body, &["content", "ttl", "prio", "disabled"]).and_then(|(ttl, prio, is_off)| {
        Ok((ttl, is_off, data(&old.rtype(), body["content"].as_str().unwrap_or_default(), prio)?))
    });
    let (ttl, is_off, data) = match parsed {
        Ok(parsed) => parsed,
        Err(refusal) => return refusal,
    };
    if let Some(refusal) = clash(zone, &old.name, &data, Some(old.id)) {
        return refusal;
    }
    let record = world.zones.zone_mut(&zone.id).unwrap().record_mut(old.id).unwrap();
    (record.ttl, record.data) = (ttl, data);
    if !is_off {
        record.extra.remove("disabled");
        record.shown = Shown::Plainly;
    }
    let record = record.clone();
    Answer::json(200, &shown(zone, &record))
}
