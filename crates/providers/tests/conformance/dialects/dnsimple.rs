//! DNSimple API v2: single records with numeric ids under an account, relative names, and batches where the plan has them.

use crate::simulator::paging::page;
use crate::simulator::{Answer, Clash, Dialect, Record, Request, Service, Shown, World, ZoneState};
use nameplate_domain::zone::{RrData, RrType, absolute_name, relative_name};
use nameplate_providers::{ProviderSpec, Zone, by_key};
use serde_json::{Value, json};

pub(crate) struct Dnsimple {
    /// Whether the account's plan has batches.
    pub(crate) has_batches: bool,
    /// Whether the token is a user's, and not an account's.
    pub(crate) is_users: bool,
}

pub(crate) fn dialect() -> Dnsimple {
    Dnsimple { has_batches: false, is_users: true }
}

const TOKEN: &str = "dnsimple_a_conformance0123456789";
const WRONG: &str = "dnsimple_a_somebody_unknown_0000";
/// The account that has the zones.
const ACCOUNT: u64 = 1010;
/// Another account of the same user, without zones.
const OTHER_ACCOUNT: u64 = 7;
/// What tells the identifier of a helper text from that of its ALIAS.
const HELPER: u64 = 5_000_000;

fn refusal(status: u16, message: &str) -> Answer {
    Answer::json(status, &json!({"message": message}))
}

fn invalid(field: &str, why: &str) -> Answer {
    Answer::json(400, &json!({"message": "Validation failed", "errors": {field: [why]}}))
}

fn no_record(id: &str) -> Answer {
    refusal(404, &format!("Record `{id}` not found"))
}

impl Dialect for Dnsimple {
    fn spec(&self) -> &'static ProviderSpec {
        by_key("dnsimple").unwrap()
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
            false => Err(refusal(401, "Authentication failed")),
        }
    }

    fn rejection(&self, words: &str) -> Answer {
        invalid("content", words)
    }

    fn zone_id(&self, name: &str) -> String {
        format!("{ACCOUNT}/{name}")
    }

    fn unknown_zone(&self) -> Zone {
        Zone { id: self.zone_id("unknown.example"), name: "unknown.example".into(), ttl_min: None }
    }

    fn has_unserved_zones(&self) -> bool {
        true
    }

    fn furniture(&self, zone: &str) -> Vec<Record> {
        let system = |data: RrData| Record::new(zone, 3600, data).shown(Shown::OrNot).with("system_record", true);
        let ns = |host: &str| system(RrData::Ns(format!("{host}.dnsimple.com")));
        let soa = "ns1.dnsimple.com admin.dnsimple.com 1782993600 86400 7200 604800 300";
        let regional = Record::new(&format!("regional.{zone}"), 3600, RrData::A([192, 0, 2, 66].into()));
        vec![
            Record::foreign(zone, 3600, "SOA", soa).shown(Shown::OrNot).with("system_record", true),
            ns("ns1"),
            ns("ns2"),
            ns("ns3"),
            ns("ns4"),
            Record::foreign(&format!("go.{zone}"), 3600, "URL", "https://other.example/"),
            regional.shown(Shown::Untouchable).with("regions", json!(["SV1", "IAD"])),
        ]
    }

    fn answer(&self, world: &mut World, request: &Request) -> Answer {
        let segments = request.segments();
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        let account =
            |id: u64| json!({"id": id, "email": "user@customer.example", "plan_identifier": "teams-v1-monthly"});
        match (request.method.as_str(), segments.as_slice()) {
            ("GET", ["v2", "accounts"]) => {
                let others = self.is_users.then(|| account(OTHER_ACCOUNT));
                let accounts: Vec<Value> = others.into_iter().chain([account(ACCOUNT)]).collect();
                Answer::json(200, &json!({"data": accounts}))
            }
            (method, ["v2", account, "zones", rest @ ..]) => {
                let id = account.parse().unwrap_or_default();
                match id {
                    ACCOUNT => self.in_account(world, method, rest, request),
                    OTHER_ACCOUNT if rest.is_empty() => listed(world, vec![], request),
                    OTHER_ACCOUNT => refusal(404, "Zone not found"),
                    _ => refusal(404, "Account not found"),
                }
            }
            _ => refusal(404, "Not found"),
        }
    }
}

impl Dnsimple {
    fn in_account(&self, world: &mut World, method: &str, rest: &[&str], request: &Request) -> Answer {
        let Some((name, rest)) = rest.split_first() else {
            return listed(world, world.zones.zones.iter().map(shown_zone).collect(), request);
        };
        let Some(state) = world.zones.zones.iter().find(|state| state.name == *name) else {
            return refusal(404, &format!("Zone `{name}` not found"));
        };
        let zone = state.name.clone();
        match (method, rest) {
            ("GET", []) => Answer::json(200, &json!({"data": shown_zone(state)})),
            ("GET", ["records"]) => records(world, &zone, request),
            ("POST", ["records"]) => answered(201, create(world, &zone, &request.json())),
            ("PATCH", ["records", id]) => answered(200, update(world, &zone, id, &request.json())),
            ("DELETE", ["records", id]) => match remove(world, &zone, id) {
                Ok(_) => Answer::empty(204),
                Err(refusal) => refusal,
            },
            ("POST", ["batch"]) if self.has_batches => answered(200, batch(world, &zone, &request.json())),
            ("POST", ["batch"]) => refusal(412, "Your plan does not support batch changes, please upgrade"),
            _ => refusal(404, "Not found"),
        }
    }
}

fn answered(status: u16, outcome: Result<Value, Answer>) -> Answer {
    outcome.map_or_else(|refusal| refusal, |data| Answer::json(status, &json!({"data": data})))
}

fn listed(world: &World, items: Vec<Value>, request: &Request) -> Answer {
    let (number, asked) = (request.query("page"), request.query("per_page"));
    let page = page(world, items, number, asked, (30, 100));
    let current = number.and_then(|number| number.parse().ok()).unwrap_or(1);
    let pagination = json!({"current_page": current, "per_page": page.size, "total_entries": page.total,
        "total_pages": page.pages});
    Answer::json(200, &json!({"data": page.items, "pagination": pagination}))
}

fn shown_zone(zone: &ZoneState) -> Value {
    let is_active = zone.service == Service::Served;
    json!({"id": 1, "account_id": ACCOUNT, "name": zone.name, "reverse": false, "secondary": false,
        "last_transferred_at": null, "active": is_active})
}

fn records(world: &World, zone: &str, request: &Request) -> Answer {
    let state = world.zones.zone(zone).unwrap();
    let mut items: Vec<Value> = state.records.iter().map(|record| shown(zone, record)).collect();
    let aliases = state.records.iter().filter(|record| record.rtype() == RrType::Alias);
    items.extend(aliases.map(|alias| {
        let text = Record::new(&alias.name, alias.ttl, RrData::Txt(format!("ALIAS for {}", alias.data)));
        let mut helper = shown(zone, &text.with("system_record", true).with("parent_id", alias.id));
        helper["id"] = json!(HELPER + alias.id);
        helper
    }));
    let is = |item: &Value, key: &str| request.query(key).is_none_or(|wanted| item[key] == wanted);
    items.retain(|item| is(item, "name") && is(item, "type"));
    listed(world, items, request)
}

fn relative<'a>(name: &'a str, zone: &str) -> &'a str {
    if name == zone { "" } else { relative_name(name, zone) }
}

/// As it is listed: hosts without their final dot, texts as they were stored.
fn shown(zone: &str, record: &Record) -> Value {
    let host = |name: &str| if name.is_empty() { ".".to_owned() } else { name.to_owned() };
    let mut value = json!({
        "id": record.id, "zone_id": zone, "parent_id": null, "name": relative(&record.name, zone),
        "content": record.data.to_string(), "ttl": record.ttl, "priority": null, "type": record.rtype().as_str(),
        "regions": ["global"], "system_record": false,
    });
    match &record.data {
        RrData::Txt(text) if text.contains(['"', '\\']) || text.len() > 255 || record.id.is_multiple_of(2) => {
            value["content"] = record.data.to_master().into();
        }
        RrData::Mx { preference, exchange } => {
            value["content"] = host(exchange).into();
            value["priority"] = (*preference).into();
        }
        RrData::Srv { priority, weight, port, target } => {
            value["content"] = format!("{weight} {port} {}", host(target)).into();
            value["priority"] = (*priority).into();
        }
        _ => {}
    }
    for (key, extra) in &record.extra {
        value[key] = extra.clone();
    }
    value
}

fn parsed(rtype: &RrType, content: &str, priority: &Value) -> Result<RrData, Answer> {
    let number = || match priority.as_u64() {
        Some(number) => Ok(number),
        None => Err(invalid("priority", "can't be blank")),
    };
    let line = match rtype {
        RrType::Alias | RrType::A | RrType::Aaaa | RrType::Caa | RrType::Cname | RrType::Ns => content.to_owned(),
        RrType::Mx | RrType::Srv => format!("{} {content}", number()?),
        RrType::Txt => {
            let unescaped = content.replace("\\\\", "").replace("\\\"", "");
            if content.is_empty() || content.ends_with(' ') || unescaped.matches('"').count() % 2 == 1 {
                return Err(invalid("content", "is not a valid text"));
            }
            content.to_owned()
        }
        RrType::Other(_) => return Err(invalid("record_type", "unsupported")),
    };
    let data = match line.starts_with('"') {
        true => RrData::parse_master(rtype, &line),
        false => RrData::parse(rtype, &line),
    };
    let data = data.map_err(|_| invalid("content", "is invalid"))?;
    match &data {
        RrData::Txt(text) if text.len() > 1000 => Err(invalid("content", "is too long (maximum is 1000 characters)")),
        _ => Ok(data),
    }
}

/// Refuses fields that are not in the documentation, and a priority that is null.
fn check_fields(body: &Value, known: &[&str]) -> Result<(), Answer> {
    let Some(fields) = body.as_object() else { return Err(refusal(400, "Problems parsing JSON")) };
    match fields.iter().find(|(key, value)| !known.contains(&key.as_str()) || value.is_null()) {
        Some((key, _)) => Err(invalid(key, "is not permitted")),
        None => Ok(()),
    }
}

fn ttl_of(body: &Value, usual: u32) -> Result<u32, Answer> {
    let ttl = body["ttl"].as_u64().map_or(usual, |ttl| u32::try_from(ttl).unwrap_or(u32::MAX));
    if ttl < 60 { Err(invalid("ttl", "must be greater than or equal to 60")) } else { Ok(ttl) }
}

fn check_place(state: &ZoneState, name: &str, data: &RrData, id: Option<u64>) -> Result<(), Answer> {
    match state.clash(name, data, id) {
        Some(Clash::Duplicate) => Err(refusal(400, "Zone record already exists")),
        Some(Clash::Cname) => Err(invalid("base", "CNAME conflicts with another record of the same name")),
        None => Ok(()),
    }
}

fn create(world: &mut World, zone: &str, body: &Value) -> Result<Value, Answer> {
    check_fields(body, &["name", "type", "content", "ttl", "priority", "regions"])?;
    let text = |key: &str| body[key].as_str().ok_or_else(|| invalid(key, "can't be blank"));
    let name = absolute_name(text("name")?, zone);
    let data = parsed(&RrType::from(text("type")?), text("content")?, &body["priority"])?;
    let ttl = ttl_of(body, 3600)?;
    check_place(world.zones.zone(zone).unwrap(), &name, &data, None)?;
    Ok(shown(zone, &world.zones.add(zone, Record::new(&name, ttl, data))))
}

fn own(state: &ZoneState, id: &str) -> Result<Record, Answer> {
    let number = id.parse::<u64>().unwrap_or_default();
    if number > HELPER {
        return Err(refusal(400, "System records cannot be changed"));
    }
    let record = state.record(number).ok_or_else(|| no_record(id))?;
    match record.extra.get("system_record") == Some(&json!(true)) {
        true => Err(refusal(400, "System records cannot be changed")),
        false => Ok(record.clone()),
    }
}

fn update(world: &mut World, zone: &str, id: &str, body: &Value) -> Result<Value, Answer> {
    check_fields(body, &["id", "name", "content", "ttl", "priority", "regions"])?;
    let state = world.zones.zone_mut(zone).unwrap();
    let old = own(state, id)?;
    let shown_old = shown(zone, &old);
    let field = |key: &str| if body[key].is_null() { shown_old[key].clone() } else { body[key].clone() };
    let name = absolute_name(field("name").as_str().unwrap_or_default(), zone);
    let data = parsed(&old.rtype(), field("content").as_str().unwrap_or_default(), &field("priority"))?;
    let ttl = ttl_of(body, old.ttl)?;
    check_place(state, &name, &data, Some(old.id))?;
    let record = state.record_mut(old.id).unwrap();
    (record.name, record.ttl, record.data) = (name, ttl, data);
    Ok(shown(zone, &record.clone()))
}

fn remove(world: &mut World, zone: &str, id: &str) -> Result<Value, Answer> {
    let state = world.zones.zone_mut(zone).unwrap();
    let old = own(state, id)?;
    state.remove(old.id);
    Ok(json!({"id": old.id}))
}

/// Deletes, updates, creates, in this order; all of them or none.
fn batch(world: &mut World, zone: &str, body: &Value) -> Result<Value, Answer> {
    check_fields(body, &["creates", "updates", "deletes"])?;
    let list = |key: &str| body[key].as_array().cloned().unwrap_or_default();
    if ["creates", "updates", "deletes"].iter().map(|key| list(key).len()).sum::<usize>() > 100 {
        return Err(refusal(400, "The batch is too large"));
    }
    let before = world.zones.clone();
    let mut done = json!({"creates": [], "updates": [], "deletes": []});
    for key in ["deletes", "updates", "creates"] {
        for (index, operation) in list(key).iter().enumerate() {
            let id = operation["id"].as_u64().unwrap_or_default().to_string();
            let outcome = match key {
                "deletes" => remove(world, zone, &id),
                "updates" => update(world, zone, &id, operation),
                _ => create(world, zone, operation),
            };
            match outcome {
                Ok(value) => done[key].as_array_mut().unwrap().push(value),
                Err(refused) => {
                    world.zones = before;
                    let mut why: Value = serde_json::from_slice(&refused.body).unwrap();
                    why["index"] = json!(index);
                    return Err(Answer::json(400, &json!({"message": "Validation failed", "errors": {key: [why]}})));
                }
            }
        }
    }
    Ok(done)
}
