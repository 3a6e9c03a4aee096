//! Cloudflare API v4: single records with hexadecimal ids and full names, and batches that are one transaction.

use crate::simulator::paging::page;
use crate::simulator::{Answer, Clash, Dialect, Record, Request, Service, Shown, World, ZoneState};
use nameplate_domain::zone::{RrData, RrType};
use nameplate_providers::{ProviderSpec, Zone, by_key};
use serde_json::{Value, json};

pub(crate) struct Cloudflare;

pub(crate) fn dialect() -> Cloudflare {
    Cloudflare
}

const TOKEN: &str = "cf-conformance_0123456789abcdefghijklmno";
const WRONG: &str = "cf-somebody-unknown_abcdefghijklmnopqrst";

fn success(result: &Value) -> Answer {
    Answer::json(200, &json!({"success": true, "errors": [], "messages": [], "result": result}))
}

fn refusal(status: u16, code: u32, message: &str) -> Answer {
    let errors = json!([{"code": code, "message": message}]);
    Answer::json(status, &json!({"success": false, "errors": errors, "messages": [], "result": null}))
}

fn chained(code: u32, message: &str, cause: u32, why: &str) -> Answer {
    let chain = json!([{"code": cause, "message": why}]);
    let errors = json!([{"code": code, "message": message, "error_chain": chain}]);
    Answer::json(400, &json!({"success": false, "errors": errors, "messages": [], "result": null}))
}

fn invalid(code: u32, message: &str) -> Answer {
    chained(1004, "DNS Validation Error", code, message)
}

fn no_route(path: &str) -> Answer {
    refusal(400, 7003, &format!("Could not route to {path}, perhaps your object identifier is invalid?"))
}

fn no_record() -> Answer {
    refusal(404, 81044, "Record does not exist.")
}

fn number_of(id: &str) -> u64 {
    u64::from_str_radix(id, 16).unwrap_or_default()
}

impl Dialect for Cloudflare {
    fn spec(&self) -> &'static ProviderSpec {
        by_key("cloudflare").unwrap()
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
        match request.header("authorization").and_then(|header| header.strip_prefix("Bearer ")) {
            Some(TOKEN) => Ok(()),
            Some(_) => Err(refusal(403, 9109, "Invalid access token")),
            None => Err(chained(6003, "Invalid request headers", 6111, "Invalid format for Authorization header")),
        }
    }

    fn too_many(&self, retry_after_s: u64) -> Answer {
        refusal(429, 971, "Please wait and consider throttling your request speed")
            .with_header("retry-after", retry_after_s)
    }

    fn rejection(&self, words: &str) -> Answer {
        invalid(9999, words)
    }

    fn zone_id(&self, name: &str) -> String {
        let sum = name.bytes().fold(7u128, |sum, octet| sum.wrapping_mul(31).wrapping_add(u128::from(octet)));
        format!("{:032x}", sum.wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835))
    }

    fn unknown_zone(&self) -> Zone {
        Zone { id: self.zone_id("unknown.example"), name: "unknown.example".into(), ttl_min: None }
    }

    fn has_unserved_zones(&self) -> bool {
        true
    }

    fn furniture(&self, zone: &str) -> Vec<Record> {
        let worker = Record::new(&format!("worker.{zone}"), 1, RrData::Aaaa("100::".parse().unwrap()));
        vec![
            worker.shown(Shown::Untouchable).with("meta", json!({"origin_worker_id": "w1", "read_only": true})),
            Record::foreign(zone, 300, "HTTPS", "1 . alpn=\"h2\""),
            Record::new(&format!("commented.{zone}"), 300, RrData::A([192, 0, 2, 77].into()))
                .with("comment", "the old shop")
                .with("tags", json!(["team:web"])),
        ]
    }

    fn answer(&self, world: &mut World, request: &Request) -> Answer {
        let segments = request.segments();
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        match (request.method.as_str(), segments.as_slice()) {
            ("GET", ["client", "v4", "zones"]) => zones(world, request),
            (method, ["client", "v4", "zones", zone, rest @ ..]) => {
                let Some(state) = world.zones.zones.iter().find(|state| state.id == *zone) else {
                    return no_route(&request.path);
                };
                let name = state.name.clone();
                match (method, rest) {
                    ("GET", []) => success(&shown_zone(state)),
                    ("GET", ["dns_records"]) => records(world, &name, request),
                    ("POST", ["dns_records"]) => answered(write(world, &name, None, &request.json())),
                    ("POST", ["dns_records", "batch"]) => answered(batch(world, &name, &request.json())),
                    ("PUT", ["dns_records", id]) => answered(write(world, &name, Some(number_of(id)), &request.json())),
                    ("DELETE", ["dns_records", id]) => answered(remove(world, &name, id)),
                    _ => no_route(&request.path),
                }
            }
            _ => no_route(&request.path),
        }
    }
}

fn answered(outcome: Result<Value, Answer>) -> Answer {
    outcome.map_or_else(|refusal| refusal, |result| success(&result))
}

fn listed(world: &World, items: Vec<Value>, request: &Request, sizes: (usize, usize)) -> Answer {
    let page = page(world, items, request.query("page"), request.query("per_page"), sizes);
    let number: usize = request.query("page").and_then(|page| page.parse().ok()).unwrap_or(1);
    let info = json!({"page": number, "per_page": page.size, "count": page.items.len(), "total_count": page.total,
        "total_pages": page.pages});
    let mut body = json!({"success": true, "errors": [], "messages": [], "result_info": info});
    body["result"] = page.items.into();
    Answer::json(200, &body)
}

fn shown_zone(zone: &ZoneState) -> Value {
    let status = if zone.service == Service::Served { "active" } else { "pending" };
    json!({"id": zone.id, "name": zone.name, "status": status, "paused": false, "type": "full",
        "name_servers": ["ada.ns.cloudflare.com", "bob.ns.cloudflare.com"], "permissions": ["#dns_records:edit"]})
}

fn zones(world: &World, request: &Request) -> Answer {
    if request.query("per_page").and_then(|size| size.parse().ok()).is_some_and(|size: usize| !(5..=50).contains(&size))
    {
        return refusal(400, 1006, "per_page must be between 5 and 50");
    }
    let wanted = |zone: &&ZoneState| request.query("name").is_none_or(|name| name == zone.name);
    let items = world.zones.zones.iter().filter(wanted).map(shown_zone).collect();
    listed(world, items, request, (20, 50))
}

fn records(world: &World, zone: &str, request: &Request) -> Answer {
    let wanted = |record: &&Record| {
        let name = request.query("name").is_none_or(|name| name.eq_ignore_ascii_case(&record.name));
        name && request.query("type").is_none_or(|rtype| rtype == type_of(record))
    };
    let state = world.zones.zone(zone).unwrap();
    let items = state.records.iter().filter(wanted).map(shown).collect();
    listed(world, items, request, (100, 100))
}

fn type_of(record: &Record) -> String {
    match record.rtype() {
        RrType::Alias => "CNAME".to_owned(),
        rtype => rtype.as_str().to_owned(),
    }
}

/// As it is listed: texts as they were stored, what has parts with its parts.
fn shown(record: &Record) -> Value {
    let host = |name: &str| if name.is_empty() { ".".to_owned() } else { name.to_owned() };
    let is_proxiable = matches!(record.rtype(), RrType::A | RrType::Aaaa | RrType::Cname | RrType::Alias);
    let mut value = json!({
        "id": format!("{:032x}", record.id), "name": record.name, "type": type_of(record), "content": record.data.to_string(),
        "proxiable": is_proxiable, "proxied": false, "ttl": record.ttl, "settings": {}, "meta": {}, "comment": null,
        "tags": [], "created_on": "2026-07-02T12:00:00.000000Z", "modified_on": "2026-07-02T12:00:00.000000Z",
    });
    match &record.data {
        RrData::Txt(text) if text.contains(['"', '\\']) || record.id.is_multiple_of(2) => {
            value["content"] = record.data.to_master().into();
        }
        RrData::Mx { preference, exchange } => {
            value["content"] = host(exchange).into();
            value["priority"] = (*preference).into();
        }
        RrData::Srv { priority, weight, port, target } => {
            value["content"] = format!("{weight} {port} {}", host(target)).into();
            value["priority"] = (*priority).into();
            value["data"] = json!({"priority": priority, "weight": weight, "port": port, "target": host(target)});
        }
        RrData::Caa { flags, tag, value: text } => {
            value["data"] = json!({"flags": flags, "tag": tag, "value": text});
        }
        _ => {}
    }
    for (key, extra) in &record.extra {
        value[key] = extra.clone();
    }
    value
}

/// Names are full; a shorter one is completed with the zone's.
fn full(zone: &str, name: &str) -> String {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    match name.as_str() {
        "@" => zone.to_owned(),
        _ if name == zone || name.ends_with(&format!(".{zone}")) => name,
        _ => format!("{name}.{zone}"),
    }
}

fn parsed(zone: &str, body: &Value) -> Result<(String, u32, RrData), Answer> {
    let text = |value: &Value, key: &str| match value[key].as_str() {
        Some(text) => Ok(text.to_owned()),
        None => Err(invalid(9000, &format!("{key} is required"))),
    };
    let number = |value: &Value, key: &str| {
        let number = value[key].as_u64().and_then(|number| u16::try_from(number).ok());
        number.ok_or_else(|| invalid(9101, &format!("{key} is a required data field.")))
    };
    let (rtype, name) = (text(body, "type")?, full(zone, &text(body, "name")?));
    let ttl = body["ttl"].as_u64().unwrap_or(1);
    if ttl != 1 && !(60..=86400).contains(&ttl) {
        return Err(invalid(9021, "Invalid TTL. Must be between 60 and 86400 seconds, or 1 for Automatic."));
    }
    if body["proxied"] == json!(true) && !matches!(rtype.as_str(), "A" | "AAAA" | "CNAME") {
        return Err(invalid(9004, "This record type cannot be proxied."));
    }
    let rtype = match RrType::from(rtype.as_str()) {
        RrType::Cname if name == zone => RrType::Alias,
        RrType::Alias | RrType::Other(_) => return Err(invalid(9002, "DNS record type is invalid.")),
        rtype => rtype,
    };
    let line = match rtype {
        RrType::Mx => format!("{} {}", number(body, "priority")?, text(body, "content")?),
        RrType::Srv => {
            let data = &body["data"];
            let (priority, weight, port) = (number(data, "priority")?, number(data, "weight")?, number(data, "port")?);
            format!("{priority} {weight} {port} {}", text(data, "target")?)
        }
        RrType::Caa => {
            let data = &body["data"];
            let (tag, value) = (text(data, "tag")?, text(data, "value")?);
            format!("{} {tag} {}", number(data, "flags")?, RrData::Txt(value).to_master())
        }
        _ => text(body, "content")?,
    };
    let data = match line.starts_with('"') {
        true => RrData::parse_master(&rtype, &line),
        false => RrData::parse(&rtype, &line),
    };
    let data = data.map_err(|_| invalid(9005, &format!("Content for {rtype} record is invalid.")))?;
    if matches!(&data, RrData::Txt(text) if text.is_empty() || text.len() > 2048) {
        return Err(invalid(9207, "Content for TXT record is invalid."));
    }
    Ok((name, u32::try_from(ttl).unwrap(), data))
}

fn write(world: &mut World, zone: &str, id: Option<u64>, body: &Value) -> Result<Value, Answer> {
    let (name, ttl, data) = parsed(zone, body)?;
    let state = world.zones.zone_mut(zone).unwrap();
    if let Some(id) = id {
        let known = state.record(id).ok_or_else(no_record)?;
        if known.shown == Shown::Untouchable {
            return Err(refusal(400, 1043, "This record is managed by another Cloudflare product."));
        }
    }
    let leads = |rtype: RrType| matches!(rtype, RrType::A | RrType::Aaaa);
    let mut others = state.records.iter().filter(|other| other.name == name && Some(other.id) != id);
    let beside_alias = others.any(|other| {
        (other.rtype() == RrType::Alias && (leads(data.rtype()) || data.rtype() == RrType::Alias && other.data != data))
            || (data.rtype() == RrType::Alias && leads(other.rtype()))
    });
    match state.clash(&name, &data, id) {
        Some(Clash::Duplicate) => return Err(refusal(400, 81058, "An identical record already exists.")),
        Some(Clash::Cname) => {
            return Err(refusal(400, 81053, "An A, AAAA, or CNAME record with that host already exists."));
        }
        None if beside_alias => {
            return Err(refusal(400, 81054, "A CNAME record with that host already exists."));
        }
        None => {}
    }
    let record = match id.and_then(|id| state.record_mut(id)) {
        Some(record) => {
            (record.name, record.ttl, record.data) = (name, ttl, data);
            record.extra.clear();
            record.clone()
        }
        None => world.zones.add(zone, Record::new(&name, ttl, data)),
    };
    Ok(shown(&record))
}

fn remove(world: &mut World, zone: &str, id: &str) -> Result<Value, Answer> {
    let state = world.zones.zone_mut(zone).unwrap();
    let known = state.record(number_of(id)).ok_or_else(no_record)?;
    if known.shown == Shown::Untouchable {
        return Err(refusal(400, 1043, "This record is managed by another Cloudflare product."));
    }
    state.remove(number_of(id));
    Ok(json!({"id": id}))
}

/// Deletes, patches, puts, posts, in this order; all of them or none.
fn batch(world: &mut World, zone: &str, body: &Value) -> Result<Value, Answer> {
    let before = world.zones.clone();
    let done = run_batch(world, zone, body);
    if done.is_err() {
        world.zones = before;
    }
    done
}

fn run_batch(world: &mut World, zone: &str, body: &Value) -> Result<Value, Answer> {
    let none = vec![];
    let list = |key: &str| body[key].as_array().unwrap_or(&none).clone();
    let keys = body.as_object().map(|body| body.keys().cloned().collect::<Vec<_>>()).unwrap_or_default();
    if keys.iter().any(|key| !matches!(key.as_str(), "deletes" | "patches" | "puts" | "posts")) {
        return Err(refusal(400, 9207, "Request body is invalid."));
    }
    if ["deletes", "patches", "puts", "posts"].iter().map(|key| list(key).len()).sum::<usize>() > 200 {
        return Err(refusal(400, 81067, "The batch is larger than this plan allows."));
    }
    let id = |operation: &Value| operation["id"].as_str().unwrap_or_default().to_owned();
    let mut done = json!({"deletes": [], "patches": [], "puts": [], "posts": []});
    let mut note = |key: &str, value: Value| done[key].as_array_mut().unwrap().push(value);
    for operation in list("deletes") {
        note("deletes", remove(world, zone, &id(&operation))?);
    }
    for operation in list("puts") {
        note("puts", write(world, zone, Some(number_of(&id(&operation))), &operation)?);
    }
    for operation in list("posts") {
        note("posts", write(world, zone, None, &operation)?);
    }
    Ok(done)
}
