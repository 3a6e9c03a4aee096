//! Vercel: single records, relative names, pages by time; unknown fields are refused, and Vercel's own records give way.

use crate::simulator::{Answer, Clash, Dialect, Record, Request, Service, Shown, World, ZoneState};
use nameplate_domain::zone::{RrData, RrType, absolute_name, relative_name};
use nameplate_providers::{ProviderSpec, by_key};
use serde_json::{Value, json};

pub(crate) struct Vercel;

pub(crate) fn dialect() -> Vercel {
    Vercel
}

const TOKEN: &str = "vercelConformance0123456789";
const WRONG: &str = "vercelSomebodyUnknown000000";
const TEAM: &str = "team_conformance0123456789";
/// When the first record was made, in milliseconds since the Unix epoch.
const BEGINNING: u64 = 1_782_993_600_000;

fn refusal(status: u16, code: &str, message: &str) -> Answer {
    Answer::json(status, &json!({"error": {"code": code, "message": message}}))
}

fn bad(message: &str) -> Answer {
    refusal(400, "bad_request", &format!("Invalid request: {message}"))
}

fn not_found(what: &str) -> Answer {
    refusal(404, "not_found", &format!("The {what} was not found."))
}

impl Dialect for Vercel {
    fn spec(&self) -> &'static ProviderSpec {
        by_key("vercel").unwrap()
    }

    fn credential(&self, _base: &str) -> String {
        format!("{TOKEN}:{TEAM}")
    }

    fn wrong_credential(&self, _base: &str) -> String {
        format!("{WRONG}:{TEAM}")
    }

    fn secrets(&self) -> Vec<String> {
        vec![TOKEN.to_owned()]
    }

    fn admit(&self, request: &Request) -> Result<(), Answer> {
        if !request.has_bearer(TOKEN) {
            let error = json!({"code": "forbidden", "message": "Not authorized", "invalidToken": true});
            return Err(Answer::json(403, &json!({"error": error})));
        }
        match request.query("teamId") {
            Some(TEAM) => Ok(()),
            _ => Err(refusal(403, "forbidden", "You don't have permission to access this resource.")),
        }
    }

    fn too_many(&self, retry_after_s: u64) -> Answer {
        let reset = BEGINNING / 1000 + retry_after_s;
        let limit = json!({"remaining": 0, "reset": reset, "total": 100});
        let error = json!({"code": "rate_limited", "message": "Rate limit exceeded", "limit": limit});
        Answer::json(429, &json!({"error": error}))
            .with_header("x-ratelimit-limit", 100)
            .with_header("x-ratelimit-remaining", 0)
            .with_header("x-ratelimit-reset", reset)
    }

    fn rejection(&self, words: &str) -> Answer {
        bad(words)
    }

    fn has_unserved_zones(&self) -> bool {
        true
    }

    fn furniture(&self, zone: &str) -> Vec<Record> {
        let wildcard = Record::new(&format!("*.{zone}"), 60, RrData::Cname("cname.vercel-dns.com".into()));
        vec![
            wildcard.shown(Shown::Hidden).with("creator", "system"),
            Record::foreign(zone, 60, "HTTPS", "1 . alpn=h2"),
            Record::new(&format!("commented.{zone}"), 60, RrData::A([192, 0, 2, 77].into()))
                .with("comment", "the old shop"),
        ]
    }

    fn answer(&self, world: &mut World, request: &Request) -> Answer {
        let segments = request.segments();
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        match (request.method.as_str(), segments.as_slice()) {
            ("GET", ["v5", "domains"]) => domains(world, request),
            ("GET", ["v5", "domains", name]) => match world.zones.zone(name) {
                Some(zone) => Answer::json(200, &json!({"domain": shown_domain(zone)})),
                None => not_found("domain"),
            },
            ("PATCH", ["v1", "domains", "records", id]) => answered(update(world, number_of(id), &request.json())),
            (method, [version, "domains", name, "records", rest @ ..]) => {
                let Some(zone) = world.zones.zone(name).map(|zone| zone.name.clone()) else {
                    return not_found("domain");
                };
                match (method, *version, rest) {
                    ("GET", "v4", []) => records(world, &zone, request),
                    ("POST", "v2", []) => answered(create(world, &zone, &request.json())),
                    ("DELETE", "v2", [id]) => answered(remove(world, &zone, number_of(id))),
                    _ => not_found("path"),
                }
            }
            _ => not_found("path"),
        }
    }
}

fn answered(outcome: Result<Value, Answer>) -> Answer {
    outcome.map_or_else(|refusal| refusal, |body| Answer::json(200, &body))
}

fn number_of(id: &str) -> u64 {
    id.strip_prefix("rec_").and_then(|id| u64::from_str_radix(id, 16).ok()).unwrap_or_default()
}

/// Newest first. What follows is asked for by time, and the last page names a time as well.
fn listed(world: &World, key: &str, mut items: Vec<Value>, request: &Request) -> Answer {
    let created = |item: &Value| item["createdAt"].as_u64().unwrap();
    let number = |key: &str| request.query(key).and_then(|text| text.parse::<u64>().ok());
    items.sort_by_key(|item| std::cmp::Reverse(created(item)));
    items.retain(|item| number("until").is_none_or(|until| created(item) < until));
    let asked = number("limit").map_or(20, |limit| usize::try_from(limit).unwrap());
    if asked > 100 {
        return bad("`limit` should be <= 100.");
    }
    items.truncate(asked.min(world.page_max));
    let pagination =
        json!({"count": items.len(), "next": items.last().map(created), "prev": items.first().map(created)});
    Answer::json(200, &json!({key: items, "pagination": pagination}))
}

fn shown_domain(zone: &ZoneState) -> Value {
    let service = if zone.service == Service::Served { "zeit.world" } else { "external" };
    let age = zone.name.bytes().map(u64::from).sum::<u64>();
    json!({"id": format!("dom_{age}"), "name": zone.name, "serviceType": service, "verified": true,
        "nameservers": ["ns1.vercel-dns.com", "ns2.vercel-dns.com"],
        "intendedNameservers": ["ns1.vercel-dns.com", "ns2.vercel-dns.com"], "createdAt": BEGINNING + age})
}

fn domains(world: &World, request: &Request) -> Answer {
    listed(world, "domains", world.zones.zones.iter().map(shown_domain).collect(), request)
}

fn records(world: &World, zone: &str, request: &Request) -> Answer {
    let state = world.zones.zone(zone).unwrap();
    listed(world, "records", state.records.iter().map(|record| shown(zone, record)).collect(), request)
}

/// As it is listed: hosts with their final dot, texts as they are.
fn shown(zone: &str, record: &Record) -> Value {
    let name = if record.name == zone { "" } else { relative_name(&record.name, zone) };
    let created = BEGINNING + record.id;
    let mut value = json!({
        "id": format!("rec_{:x}", record.id), "slug": format!("{}.{zone}.", record.id), "name": name,
        "type": record.rtype().as_str(), "value": record.data.to_string(), "creator": "u1", "created": created,
        "updated": created, "createdAt": created, "updatedAt": created, "ttl": record.ttl,
    });
    match &record.data {
        RrData::Alias(_) | RrData::Cname(_) | RrData::Ns(_) => value["value"] = record.data.to_master().into(),
        RrData::Mx { preference, exchange } => {
            value["value"] = format!("{exchange}.").into();
            value["mxPriority"] = (*preference).into();
        }
        RrData::Srv { priority, weight, port, target } => {
            value["value"] = format!("{weight} {port} {target}.").into();
            value["priority"] = (*priority).into();
        }
        _ => {}
    }
    for (key, extra) in &record.extra {
        value[key] = extra.clone();
    }
    value
}

/// Which fields a type has, beside its name, type, TTL and comment.
fn fields_of(rtype: &RrType) -> &'static [&'static str] {
    match rtype {
        RrType::Mx => &["value", "mxPriority"],
        RrType::Srv => &["srv"],
        _ => &["value"],
    }
}

fn parsed(zone: &str, rtype: &RrType, body: &Value, common: &[&str]) -> Result<(String, u32, RrData), Answer> {
    let fields = body.as_object().ok_or_else(|| bad("should be object."))?;
    let own = fields_of(rtype);
    if let Some(key) = fields.keys().find(|key| !common.contains(&key.as_str()) && !own.contains(&key.as_str())) {
        return Err(bad(&format!("should NOT have additional property `{key}`.")));
    }
    if let Some(key) = ["name"].iter().chain(own).find(|key| !fields.contains_key(**key)) {
        return Err(bad(&format!("missing required property `{key}`.")));
    }
    let name = body["name"].as_str().ok_or_else(|| bad("`name` should be string."))?;
    if name == "@" || name.ends_with('.') {
        return Err(bad("`name` is not a valid name."));
    }
    let ttl = body["ttl"].as_u64().unwrap_or(60);
    if !(60..=2_147_483_647).contains(&ttl) {
        return Err(bad("`ttl` should be >= 60."));
    }
    let number = |value: &Value, key: &str| {
        let number = value[key].as_u64().and_then(|number| u16::try_from(number).ok());
        number.ok_or_else(|| bad(&format!("missing required property `{key}`.")))
    };
    let value = body["value"].as_str().unwrap_or_default();
    let line = match rtype {
        RrType::Other(_) => return Err(bad("`type` should be equal to one of the allowed values.")),
        RrType::Mx => format!("{} {value}", number(body, "mxPriority")?),
        RrType::Srv => {
            let srv = &body["srv"];
            let (priority, weight, port) = (number(srv, "priority")?, number(srv, "weight")?, number(srv, "port")?);
            format!("{priority} {weight} {port} {}", srv["target"].as_str().unwrap_or_default())
        }
        _ => value.to_owned(),
    };
    let data = RrData::parse(rtype, &line).map_err(|_| bad(&format!("The value {value} is not valid for {rtype}.")))?;
    let name = absolute_name(name, zone);
    if *rtype == RrType::Ns && name == zone {
        return Err(bad("The nameservers of the domain cannot be changed here."));
    }
    Ok((name, u32::try_from(ttl).unwrap(), data))
}

/// Own records win over Vercel's, so those are in nobody's way.
fn check_place(state: &ZoneState, name: &str, data: &RrData, id: Option<u64>) -> Result<(), Answer> {
    let mut own = state.clone();
    own.records.retain(|record| record.shown != Shown::Hidden);
    let why = match own.clash(name, data, id) {
        Some(Clash::Duplicate) => "The record already exists.",
        Some(Clash::Cname) => "CNAME record cannot be created if any other record exists with the same name.",
        None => return Ok(()),
    };
    Err(refusal(409, "record_conflicts", why))
}

const COMMON: [&str; 4] = ["name", "type", "ttl", "comment"];

fn create(world: &mut World, zone: &str, body: &Value) -> Result<Value, Answer> {
    let rtype = body["type"].as_str().ok_or_else(|| bad("missing required property `type`."))?;
    let (name, ttl, data) = parsed(zone, &RrType::from(rtype), body, &COMMON)?;
    check_place(world.zones.zone(zone).unwrap(), &name, &data, None)?;
    let record = world.zones.add(zone, Record::new(&name, ttl, data));
    Ok(json!({"uid": format!("rec_{:x}", record.id), "updated": BEGINNING + record.id}))
}

fn update(world: &mut World, id: u64, body: &Value) -> Result<Value, Answer> {
    let state = world.zones.zones.iter_mut().find(|zone| zone.record(id).is_some());
    let state = state.ok_or_else(|| not_found("record"))?;
    let old = state.record(id).unwrap().clone();
    if old.shown == Shown::Hidden {
        return Err(refusal(403, "forbidden", "System records cannot be edited."));
    }
    let (zone, rtype) = (state.name.clone(), old.rtype());
    if body["type"].as_str().is_some_and(|asked| asked != rtype.as_str()) {
        return Err(bad("The type of a record cannot be changed."));
    }
    let (name, ttl, data) = parsed(&zone, &rtype, body, &COMMON)?;
    check_place(state, &name, &data, Some(id))?;
    let record = state.record_mut(id).unwrap();
    (record.name, record.ttl, record.data) = (name, ttl, data);
    Ok(shown(&zone, &record.clone()))
}

fn remove(world: &mut World, zone: &str, id: u64) -> Result<Value, Answer> {
    let state = world.zones.zone_mut(zone).unwrap();
    match state.record(id).map(|record| record.shown) {
        None => Err(not_found("record")),
        Some(Shown::Hidden) => Err(refusal(403, "forbidden", "System records cannot be removed.")),
        Some(_) => {
            state.remove(id);
            Ok(json!({}))
        }
    }
}
