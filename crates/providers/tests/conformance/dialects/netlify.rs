//! Netlify: single records with opaque ids and full names that are made and removed; lists without pages; doubles are let in.

use crate::simulator::{Answer, Clash, Dialect, Record, Request, Shown, World, ZoneState};
use nameplate_domain::zone::{RrData, RrType};
use nameplate_providers::{ProviderSpec, Zone, by_key};
use serde_json::{Value, json};

pub(crate) struct Netlify;

pub(crate) fn dialect() -> Netlify {
    Netlify
}

const TOKEN: &str = "nfp_conformance0123456789";
const WRONG: &str = "nfp_somebody-unknown00000";
/// What records of a new record may say (DnsRecordCreate).
const FIELDS: [&str; 9] = ["type", "hostname", "value", "ttl", "priority", "weight", "port", "flag", "tag"];

fn refusal(status: u16, message: &str) -> Answer {
    Answer::json(status, &json!({"code": status, "message": message}))
}

fn invalid(field: &str, why: &str) -> Answer {
    Answer::json(422, &json!({"errors": {field: [why]}}))
}

fn shown_id(id: u64) -> String {
    format!("{id:024x}")
}

impl Dialect for Netlify {
    fn spec(&self) -> &'static ProviderSpec {
        by_key("netlify").unwrap()
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
            false => Err(refusal(401, "Access Denied: Invalid Token")),
        }
    }

    fn rejection(&self, words: &str) -> Answer {
        invalid("value", words)
    }

    fn zone_id(&self, name: &str) -> String {
        let sum = name.bytes().fold(7u64, |sum, octet| sum.wrapping_mul(131).wrapping_add(u64::from(octet)));
        format!("62a0{:020x}", sum)
    }

    fn unknown_zone(&self) -> Zone {
        Zone { id: self.zone_id("unknown.example"), name: "unknown.example".into(), ttl_min: None }
    }

    fn furniture(&self, zone: &str) -> Vec<Record> {
        let site = |name: &str| {
            let data = RrData::Alias("shop.netlify.app".into());
            Record::new(name, 3600, data).shown(Shown::Untouchable).with("managed", true).with("type", "NETLIFY")
        };
        let servers = Record::new(zone, 3600, RrData::Ns("dns1.p01.nsone.net".into()));
        let proof = Record::new(&format!("_managed.{zone}"), 3600, RrData::Txt("netlify-proof".into()));
        vec![
            servers.shown(Shown::OrNot).with("managed", true),
            site(&format!("site.{zone}")),
            proof.shown(Shown::Untouchable).with("managed", true),
            Record::foreign(zone, 3600, "SPF", "v=spf1 -all"),
        ]
    }

    fn answer(&self, world: &mut World, request: &Request) -> Answer {
        let segments = request.segments();
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        match (request.method.as_str(), segments.as_slice()) {
            ("GET", ["api", "v1", "dns_zones"]) => {
                Answer::json(200, &world.zones.zones.iter().map(shown_zone).collect::<Vec<_>>().into())
            }
            (method, ["api", "v1", "dns_zones", zone, rest @ ..]) => {
                let Some(state) = world.zones.zones.iter().find(|state| state.id == *zone) else {
                    return refusal(404, "Not Found");
                };
                let name = state.name.clone();
                match (method, rest) {
                    ("GET", []) => Answer::json(200, &shown_zone(state)),
                    ("GET", ["dns_records"]) => {
                        let records = state.records.iter().map(|record| shown(state, record));
                        Answer::json(200, &records.collect::<Vec<_>>().into())
                    }
                    ("POST", ["dns_records"]) => match create(world, &name, &request.json()) {
                        Ok(record) => Answer::json(201, &record),
                        Err(refusal) => refusal,
                    },
                    ("DELETE", ["dns_records", id]) => remove(world, &name, id),
                    _ => refusal(404, "Not Found"),
                }
            }
            _ => refusal(404, "Not Found"),
        }
    }
}

fn shown_zone(zone: &ZoneState) -> Value {
    json!({"id": zone.id, "name": zone.name, "errors": [], "dns_servers": ["dns1.p01.nsone.net", "dns2.p01.nsone.net"],
        "supported_record_types": ["A", "AAAA", "ALIAS", "CAA", "CNAME", "MX", "NS", "SPF", "SRV", "TXT"],
        "account_slug": "customer", "dedicated": false, "ipv6_enabled": false})
}

/// As it is listed: hosts without their final dot, texts as they are.
fn shown(zone: &ZoneState, record: &Record) -> Value {
    let mut value = json!({
        "id": shown_id(record.id), "dns_zone_id": zone.id, "site_id": null, "hostname": record.name,
        "type": record.rtype().as_str(), "value": record.data.to_string(), "ttl": record.ttl, "priority": null,
        "weight": null, "port": null, "flag": null, "tag": null, "managed": false, "errors": [],
    });
    match &record.data {
        RrData::Mx { preference, exchange } => {
            value["value"] = exchange.as_str().into();
            value["priority"] = (*preference).into();
        }
        RrData::Srv { priority, weight, port, target } => {
            value["value"] = target.as_str().into();
            value["priority"] = (*priority).into();
            value["weight"] = (*weight).into();
            value["port"] = (*port).into();
        }
        RrData::Caa { flags, tag, value: text } => {
            value["value"] = text.as_str().into();
            value["flag"] = (*flags).into();
            value["tag"] = tag.as_str().into();
        }
        _ => {}
    }
    for (key, extra) in &record.extra {
        value[key] = extra.clone();
    }
    value
}

fn create(world: &mut World, zone: &str, body: &Value) -> Result<Value, Answer> {
    let fields = body.as_object().ok_or_else(|| refusal(400, "The body is no object"))?;
    if let Some(key) = fields.keys().find(|key| !FIELDS.contains(&key.as_str())) {
        return Err(invalid(key, "is not known"));
    }
    let text = |key: &str| match body[key].as_str() {
        Some(text) if !text.is_empty() => Ok(text),
        _ => Err(invalid(key, "can't be blank")),
    };
    let number = |key: &str| {
        let number = body[key].as_u64().and_then(|number| u16::try_from(number).ok());
        number.ok_or_else(|| invalid(key, "is not a number"))
    };
    let (rtype, name, value) = (text("type")?, text("hostname")?.to_ascii_lowercase(), text("value")?);
    // A name that is not in the zone is completed with it.
    let name = if name == zone || name.ends_with(&format!(".{zone}")) { name } else { format!("{name}.{zone}") };
    let rtype = RrType::from(rtype);
    let is_host = matches!(rtype, RrType::Alias | RrType::Cname | RrType::Mx | RrType::Ns | RrType::Srv);
    if is_host && value.ends_with('.') {
        return Err(invalid("value", "must not end with a dot"));
    }
    let line = match rtype {
        RrType::Mx => format!("{} {value}", number("priority")?),
        RrType::Srv => format!("{} {} {} {value}", number("priority")?, number("weight")?, number("port")?),
        RrType::Caa => format!("{} {} {}", number("flag")?, text("tag")?, RrData::Txt(value.to_owned()).to_master()),
        RrType::Other(_) => return Err(invalid("type", "is not included in the list")),
        _ => value.to_owned(),
    };
    let data = RrData::parse(&rtype, &line).map_err(|_| invalid("value", "is invalid"))?;
    let ttl = body["ttl"].as_u64().map_or(Ok(3600), u32::try_from).map_err(|_| invalid("ttl", "is too large"))?;
    if world.zones.zone(zone).unwrap().clash(&name, &data, None) == Some(Clash::Cname) {
        return Err(invalid("hostname", "conflicts with a CNAME record"));
    }
    let record = world.zones.add(zone, Record::new(&name, ttl, data));
    Ok(shown(world.zones.zone(zone).unwrap(), &record))
}

fn remove(world: &mut World, zone: &str, id: &str) -> Answer {
    let number = u64::from_str_radix(id, 16).unwrap_or_default();
    let state = world.zones.zone_mut(zone).unwrap();
    match state.record(number).map(|record| record.extra.contains_key("managed")) {
        None => refusal(404, "Not Found"),
        Some(true) => refusal(422, "This record is managed by Netlify"),
        Some(false) => {
            state.remove(number);
            Answer::empty(204)
        }
    }
}
