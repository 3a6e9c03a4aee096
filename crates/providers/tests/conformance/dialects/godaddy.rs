//! GoDaddy API v1: sets addressed by type and relative name, replaced whole; SRV in parts; `@` for the zone in names and data.

use crate::simulator::paging::page;
use crate::simulator::{Answer, Clash, Dialect, LateEdit, Record, Request, Service, Shown, World};
use nameplate_domain::zone::{RrData, RrType, absolute_name, relative_name};
use nameplate_providers::{ProviderSpec, by_key};
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub(crate) struct GoDaddy;

pub(crate) fn dialect() -> GoDaddy {
    GoDaddy
}

const KEY: &str = "conformanceKey_3mM44Uc";
const SECRET: &str = "conformanceSecret9QhVzT";
const WRONG: &str = "strangersKey_77aa:strangersSecret88bb";
/// Types that the API writes; CAA is kept by the panel only.
const WRITTEN: [&str; 7] = ["A", "AAAA", "CNAME", "MX", "NS", "SRV", "TXT"];

fn refusal(status: u16, code: &str, message: &str) -> Answer {
    Answer::json(status, &json!({"code": code, "message": message}))
}

fn invalid(path: &str, message: &str) -> Answer {
    let field = json!({"code": "INVALID_VALUE", "message": message, "path": path});
    Answer::json(
        422,
        &json!({"code": "INVALID_BODY", "message": "Request body doesn't fulfill schema, see details in `fields`", "fields": [field]}),
    )
}

impl Dialect for GoDaddy {
    fn spec(&self) -> &'static ProviderSpec {
        by_key("godaddy").unwrap()
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

    fn admit(&self, request: &Request) -> Result<(), Answer> {
        match request.header("authorization") == Some(format!("sso-key {KEY}:{SECRET}").as_str()) {
            true => Ok(()),
            false => {
                Err(refusal(401, "UNABLE_TO_AUTHENTICATE", "Unauthorized : Could not authenticate API key/secret"))
            }
        }
    }

    fn too_many(&self, retry_after_s: u64) -> Answer {
        let message = "Too many requests received within interval";
        Answer::json(429, &json!({"code": "TOO_MANY_REQUESTS", "message": message, "retryAfterSec": retry_after_s}))
    }

    fn rejection(&self, words: &str) -> Answer {
        invalid("records", words)
    }

    fn has_unserved_zones(&self) -> bool {
        true
    }

    fn late_edit(&self) -> LateEdit {
        LateEdit::LostInSet
    }

    fn furniture(&self, zone: &str) -> Vec<Record> {
        let ns =
            |host: &str| Record::new(zone, 3600, RrData::Ns(format!("{host}.domaincontrol.com"))).shown(Shown::OrNot);
        let connect = RrData::Cname("_domainconnect.gd.domaincontrol.com".to_owned());
        let caa = RrData::Caa { flags: 0, tag: "issue".to_owned(), value: "ca.example".to_owned() };
        vec![
            ns("ns09"),
            ns("ns10"),
            Record::new(&format!("_domainconnect.{zone}"), 3600, connect).shown(Shown::Untouchable),
            Record::new(&format!("panel.{zone}"), 3600, caa),
        ]
    }

    fn answer(&self, world: &mut World, request: &Request) -> Answer {
        let segments = request.segments();
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        match (request.method.as_str(), segments.as_slice()) {
            ("GET", ["v1", "domains"]) => domains(world, request),
            (method, ["v1", "domains", zone, rest @ ..]) => {
                let Some(state) = world.zones.zone(zone) else {
                    return refusal(404, "NOT_FOUND", &format!("Domain {zone} not found for shopper"));
                };
                let zone = state.name.clone();
                match (method, rest) {
                    ("GET", []) => domain(world, &zone),
                    ("GET", ["records"]) => listed(world, &zone, request, |_| true),
                    ("GET", ["records", rtype]) => listed(world, &zone, request, |record| record["type"] == *rtype),
                    ("GET", ["records", rtype, name]) => {
                        listed(world, &zone, request, |record| record["type"] == *rtype && record["name"] == *name)
                    }
                    ("PUT", ["records", rtype, name]) => replace(world, &zone, rtype, name, &request.json()),
                    ("DELETE", ["records", rtype, name]) => delete(world, &zone, rtype, name),
                    _ => refusal(404, "NOT_FOUND", "No such operation"),
                }
            }
            _ => refusal(404, "NOT_FOUND", "No such operation"),
        }
    }
}

fn status(service: Service) -> &'static str {
    match service {
        Service::Served => "ACTIVE",
        Service::NotServed => "PENDING_SETUP",
    }
}

fn domain(world: &World, zone: &str) -> Answer {
    let state = world.zones.zone(zone).unwrap();
    let holder = json!({"nameFirst": "Ada", "nameLast": "Example", "email": "holder@customer.example"});
    Answer::json(
        200,
        &json!({"domain": zone, "domainId": 261_238_997, "status": status(state.service), "locked": true,
                "nameServers": ["ns09.domaincontrol.com", "ns10.domaincontrol.com"], "contactRegistrant": holder}),
    )
}

/// The domains after `marker`, by name.
fn domains(world: &World, request: &Request) -> Answer {
    let limit: usize = request.query("limit").map_or(100, |limit| limit.parse().unwrap_or(0));
    if !(1..=1000).contains(&limit) {
        return refusal(422, "INVALID_LIMIT", "limit must be between 1 and 1000");
    }
    let mut zones: Vec<_> = world.zones.zones.iter().collect();
    zones.sort_by_key(|zone| zone.name.as_str());
    let marker = request.query("marker").unwrap_or_default();
    let wanted =
        |state: &str| request.query("statuses").is_none_or(|statuses| statuses.split(',').any(|one| one == state));
    let page: Vec<Value> = zones
        .into_iter()
        .filter(|zone| zone.name.as_str() > marker && wanted(status(zone.service)))
        .take(limit.min(world.page_max))
        .map(|zone| json!({"domain": zone.name, "status": status(zone.service)}))
        .collect();
    Answer::json(200, &json!(page))
}

fn listed(world: &World, zone: &str, request: &Request, wanted: impl Fn(&Value) -> bool) -> Answer {
    let state = world.zones.zone(zone).unwrap();
    let items: Vec<Value> = state.records.iter().map(|record| shown(zone, record)).filter(wanted).collect();
    // Nothing tells of further pages but a full one, so that their size is what is documented.
    let sized = World { page_max: usize::MAX, ..world.clone() };
    Answer::json(200, &json!(page(&sized, items, request.query("offset"), request.query("limit"), (500, 500)).items))
}

/// Service and protocol of a name below an SRV address, and the rest of it.
fn parted(relative: &str) -> (&str, &str, &str) {
    let mut labels = relative.splitn(3, '.');
    (labels.next().unwrap_or_default(), labels.next().unwrap_or_default(), labels.next().unwrap_or("@"))
}

fn shown(zone: &str, record: &Record) -> Value {
    let host = |name: &str| if name == zone { "@".to_owned() } else { name.to_owned() };
    let relative = relative_name(&record.name, zone);
    let mut value =
        json!({"type": record.rtype().as_str(), "name": relative, "ttl": record.ttl, "data": record.data.to_string()});
    match &record.data {
        RrData::Cname(target) | RrData::Ns(target) => value["data"] = host(target).into(),
        RrData::Mx { preference, exchange } => {
            value["data"] = host(exchange).into();
            value["priority"] = (*preference).into();
        }
        RrData::Srv { priority, weight, port, target } => {
            let (service, protocol, rest) = parted(relative);
            value = json!({"type": "SRV", "name": rest, "ttl": record.ttl, "data": host(target), "priority": priority,
                           "weight": weight, "port": port, "service": service, "protocol": protocol});
        }
        _ => {}
    }
    value
}

/// Owner, TTL and data of one record in the body of a replacement.
fn parsed(zone: &str, rtype: &RrType, name: &str, body: &Value) -> Result<(String, u32, RrData), Answer> {
    const KNOWN: [&str; 9] = ["type", "name", "data", "ttl", "priority", "weight", "port", "service", "protocol"];
    let fields = body.as_object().ok_or_else(|| invalid("records", "is not an object"))?;
    if let Some(unknown) = fields.keys().find(|key| !KNOWN.contains(&key.as_str())) {
        return Err(invalid(unknown, "is not a property of a record"));
    }
    for (key, expected) in [("type", rtype.as_str()), ("name", name)] {
        if fields.get(key).is_some_and(|given| given != expected) {
            return Err(invalid(key, "does not match the address of the request"));
        }
    }
    let text = |key: &str| body[key].as_str().ok_or_else(|| invalid(key, "is required and must be a string"));
    let number = |key: &str| {
        let number = body[key].as_u64().and_then(|number| u16::try_from(number).ok());
        number.ok_or_else(|| invalid(key, "is required and must be between 0 and 65535"))
    };
    let ttl = body["ttl"].as_u64().and_then(|ttl| u32::try_from(ttl).ok()).unwrap_or(3600);
    if !(600..=604_800).contains(&ttl) {
        return Err(invalid("ttl", "must be between 600 and 604800"));
    }
    let data = text("data")?;
    let host = || match data {
        "@" => Ok(zone.to_owned()),
        _ if data.ends_with('.') || data.is_empty() => Err(invalid("data", "must be a fully-qualified domain name")),
        _ => Ok(data.to_ascii_lowercase()),
    };
    let mut owner = absolute_name(name, zone);
    let data = match rtype {
        RrType::Cname => RrData::Cname(host()?),
        RrType::Ns => RrData::Ns(host()?),
        RrType::Mx => RrData::Mx { preference: number("priority")?, exchange: host()? },
        RrType::Srv => {
            let (service, protocol) = (text("service")?, text("protocol")?);
            if !service.starts_with('_') || !protocol.starts_with('_') {
                return Err(invalid("service", "must begin with an underscore"));
            }
            owner = format!("{service}.{protocol}.{owner}");
            let (priority, weight, port) = (number("priority")?, number("weight")?, number("port")?);
            RrData::Srv { priority, weight, port, target: host()? }
        }
        RrType::Txt if data.is_empty() || data.len() > 1024 => {
            return Err(invalid("data", "must have 1 to 1024 characters"));
        }
        _ => RrData::parse(rtype, data).map_err(|_| invalid("data", "is not an address"))?,
    };
    Ok((owner, ttl, data))
}

/// The owners whose records share this address.
fn owners(world: &World, zone: &str, rtype: &str, name: &str) -> Vec<String> {
    let records = &world.zones.zone(zone).unwrap().records;
    let is_here = |record: &&Record| {
        let shown = shown(zone, record);
        shown["type"] == rtype && shown["name"] == name
    };
    records.iter().filter(is_here).map(|record| record.name.clone()).collect()
}

fn replace(world: &mut World, zone: &str, rtype: &str, name: &str, body: &Value) -> Answer {
    if !WRITTEN.contains(&rtype) || (rtype, name) == ("NS", "@") {
        return refusal(422, "INVALID_TYPE", &format!("{rtype} records of {name} cannot be replaced"));
    }
    let Some(records) = body.as_array().filter(|records| !records.is_empty()) else {
        return invalid("records", "must not be empty");
    };
    let rtype = RrType::from(rtype);
    let mut wanted: BTreeMap<String, (u32, Vec<RrData>)> = BTreeMap::new();
    for owner in owners(world, zone, rtype.as_str(), name) {
        wanted.insert(owner, (3600, vec![]));
    }
    for record in records {
        let (owner, ttl, data) = match parsed(zone, &rtype, name, record) {
            Ok(parsed) => parsed,
            Err(refusal) => return refusal,
        };
        let state = world.zones.zone(zone).unwrap();
        let own = |record: &&Record| record.is_at(&owner, &rtype);
        let mut others = state.clone();
        others.records.retain(|record| !own(&record));
        let set = wanted.entry(owner.clone()).or_default();
        let is_second_cname = rtype == RrType::Cname && !set.1.is_empty();
        if set.1.contains(&data) || others.clash(&owner, &data, None) == Some(Clash::Cname) || is_second_cname {
            return refusal(422, "DUPLICATE_RECORD", "Another record with the same attributes already exists");
        }
        set.0 = ttl;
        set.1.push(data);
    }
    for (owner, (ttl, data)) in wanted {
        world.zones.replace_set(zone, &owner, &rtype, ttl, &data);
    }
    Answer::empty(200)
}

fn delete(world: &mut World, zone: &str, rtype: &str, name: &str) -> Answer {
    if !WRITTEN.contains(&rtype) || rtype == "NS" {
        return refusal(422, "INVALID_TYPE", &format!("{rtype} records cannot be removed"));
    }
    let owners = owners(world, zone, rtype, name);
    if owners.is_empty() {
        return refusal(404, "NOT_FOUND", "No such record");
    }
    for owner in owners {
        world.zones.replace_set(zone, &owner, &rtype.into(), 3600, &[]);
    }
    Answer::empty(204)
}
