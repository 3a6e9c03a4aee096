//! Hetzner Cloud API v1, zones: rrsets changed by actions that end a while later.

use crate::simulator::paging::page;
use crate::simulator::{Answer, Dialect, Kind, LateEdit, Record, Request, Service, Shown, World, ZoneState};
use nameplate_domain::zone::{RrData, RrType, absolute_name, relative_name};
use nameplate_providers::{ProviderSpec, Zone, by_key};
use serde_json::{Value, json};

pub(crate) struct Hetzner;

pub(crate) fn dialect() -> Hetzner {
    Hetzner
}

const TOKEN: &str = "LRK9DAWQ1ZAEFSrCNEEzLCUwhYX1U3g7wMg4dTlkkDC96fyDuyJ39nVbVjCKSDfj";
const WRONG: &str = "jfDSKCjVbVn93JyuDyf69CDkklTd4gMw7g3U1XYhwUCLzEENCrSFEAZ1QWAD9KRL";
/// TTL of sets that have none of their own.
const ZONE_TTL: u32 = 86_400;

fn refusal(status: u16, code: &str, message: &str) -> Answer {
    Answer::json(status, &json!({"error": {"code": code, "message": message, "details": null}}))
}

fn invalid(field: &str, why: &str) -> Answer {
    let details = json!({"fields": [{"name": field, "messages": [why]}]});
    let error =
        json!({"code": "invalid_input", "message": format!("invalid input in field '{field}'"), "details": details});
    Answer::json(422, &json!({"error": error}))
}

fn not_found(what: &str) -> Answer {
    refusal(404, "not_found", &format!("{what} not found"))
}

impl Dialect for Hetzner {
    fn spec(&self) -> &'static ProviderSpec {
        by_key("hetzner").unwrap()
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
            false => Err(refusal(401, "unauthorized", "unable to authenticate")),
        }
    }

    fn kind(&self, request: &Request) -> Kind {
        match request.method.as_str() {
            "GET" if request.path.contains("/actions/") => Kind::Aside,
            "GET" => Kind::Read,
            _ => Kind::Write,
        }
    }

    fn too_many(&self, retry_after_s: u64) -> Answer {
        refusal(429, "rate_limit_exceeded", "limit of 3600 requests per hour reached")
            .with_header("ratelimit-limit", 3600)
            .with_header("ratelimit-remaining", 0)
            .with_header("ratelimit-reset", 1_782_993_600 + retry_after_s)
    }

    /// Only when the whole quota will be there again.
    fn says_how_long(&self) -> bool {
        false
    }

    fn rejection(&self, words: &str) -> Answer {
        invalid("records", words)
    }

    fn zone_id(&self, name: &str) -> String {
        let sum: u64 = name.bytes().map(u64::from).sum();
        (53_000 + sum).to_string()
    }

    fn unknown_zone(&self) -> Zone {
        Zone { id: "1".into(), ..Zone::named("unknown.example") }
    }

    fn furniture(&self, zone: &str) -> Vec<Record> {
        let without_ttl = |record: Record| record.with("ttl", Value::Null);
        let ns = |host: &str| without_ttl(Record::new(zone, ZONE_TTL, RrData::Ns(host.to_owned())).shown(Shown::OrNot));
        let soa = "hydrogen.ns.hetzner.com. dns.hetzner.com. 2026011546 86400 10800 3600000 3600";
        let address = |name: &str, ttl| Record::new(&format!("{name}.{zone}"), ttl, RrData::A([192, 0, 2, 77].into()));
        vec![
            without_ttl(Record::foreign(zone, ZONE_TTL, "SOA", soa).shown(Shown::OrNot)),
            ns("hydrogen.ns.hetzner.com"),
            ns("oxygen.ns.hetzner.com"),
            ns("helium.ns.hetzner.de"),
            Record::foreign(&format!("_25._tcp.{zone}"), 3600, "TLSA", "3 1 1 8a9a70596e869bed72c69d97a8895dfa"),
            address("protected", 3600).with("protected", true).shown(Shown::Untouchable),
            without_ttl(address("usual", ZONE_TTL)).with("comment", "as long as the zone says"),
        ]
    }

    fn has_unserved_zones(&self) -> bool {
        true
    }

    fn late_edit(&self) -> LateEdit {
        LateEdit::LostInSet
    }

    fn answer(&self, world: &mut World, request: &Request) -> Answer {
        let segments = request.segments();
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        match (request.method.as_str(), segments.as_slice()) {
            ("GET", ["v1", "zones"]) => {
                let zones = world.zones.zones.iter().map(zone_shown).collect();
                listed(world, request, "zones", zones, (25, 50))
            }
            ("GET", ["v1", "zones", "actions", id] | ["v1", "actions", id]) => look_at_action(world, id),
            (method, ["v1", "zones", zone, rest @ ..]) => {
                let Some(state) = world.zones.zone(zone) else { return not_found("zone") };
                let zone = state.name.clone();
                if method != "GET" && state.service == Service::NotServed {
                    return refusal(
                        422,
                        "incorrect_zone_mode",
                        "This operation is not supported for this Zone's mode.",
                    );
                }
                match (method, rest) {
                    ("GET", []) => Answer::json(200, &json!({"zone": zone_shown(state)})),
                    ("GET", ["rrsets"]) => rrsets(world, &zone, request),
                    ("POST", ["rrsets", name, rtype, "actions", what]) => {
                        act(world, &zone, (name, &RrType::from(*rtype)), what, &request.json())
                    }
                    _ => not_found("endpoint"),
                }
            }
            _ => not_found("endpoint"),
        }
    }
}

fn zone_shown(zone: &ZoneState) -> Value {
    let mode = if zone.service == Service::Served { "primary" } else { "secondary" };
    json!({"id": zone.id.parse::<u64>().unwrap(), "name": zone.name, "mode": mode, "ttl": ZONE_TTL, "labels": {},
        "primary_nameservers": [], "created": "2026-01-02T03:04:05Z", "protection": {"delete": false}, "status": "ok",
        "record_count": zone.records.len(), "registrar": "other"})
}

fn listed(world: &World, request: &Request, key: &str, items: Vec<Value>, sizes: (usize, usize)) -> Answer {
    let number = request.query("page").and_then(|page| page.parse::<usize>().ok()).unwrap_or(1);
    let page = page(world, items, request.query("page"), request.query("per_page"), sizes);
    let pagination = json!({"page": number, "per_page": page.size, "previous_page": number.checked_sub(1).filter(|n| *n > 0),
        "next_page": page.next, "last_page": page.pages, "total_entries": page.total});
    Answer::json(200, &json!({key: page.items, "meta": {"pagination": pagination}}))
}

fn rrsets(world: &World, zone: &str, request: &Request) -> Answer {
    let state = world.zones.zone(zone).unwrap();
    let sets = state.sets();
    let wanted = sets.iter().filter(|((name, rtype), _)| {
        request.query("name").is_none_or(|wanted| wanted == relative_name(name, zone))
            && request.query("type").is_none_or(|wanted| wanted == rtype.as_str())
    });
    let items = wanted.map(|((name, rtype), records)| {
        let name = relative_name(name, zone);
        let first = records.first().unwrap();
        let ttl = if first.extra.contains_key("ttl") { Value::Null } else { first.ttl.into() };
        let protected = first.extra.contains_key("protected");
        let records = records.iter().map(|record| {
            let comment = record.extra.get("comment").cloned().unwrap_or_else(|| "".into());
            json!({"value": record.data.to_master(), "comment": comment})
        });
        json!({"id": format!("{name}/{rtype}"), "name": name, "type": rtype.as_str(), "ttl": ttl, "labels": {},
            "protection": {"change": protected}, "records": records.collect::<Vec<Value>>(),
            "zone": state.id.parse::<u64>().unwrap()})
    });
    listed(world, request, "rrsets", items.collect(), (25, 100))
}

/// Every other action is still running when it is first looked at.
fn look_at_action(world: &mut World, id: &str) -> Answer {
    let Some(Value::Number(left)) = world.notes.get(id).cloned() else { return not_found("action") };
    let left = left.as_u64().unwrap_or_default();
    world.notes.insert(id.to_owned(), left.saturating_sub(1).into());
    let status = if left == 0 { "success" } else { "running" };
    Answer::json(200, &json!({"action": action(id.parse().unwrap(), status)}))
}

fn action(id: u64, status: &str) -> Value {
    let is_over = status == "success";
    json!({"id": id, "status": status, "command": "set_rrset_records", "progress": if is_over { 100 } else { 0 },
        "started": "2026-01-02T03:04:05Z", "finished": is_over.then_some("2026-01-02T03:04:06Z"), "error": null,
        "resources": [{"id": 53_091, "type": "zone"}]})
}

fn act(world: &mut World, zone: &str, (name, rtype): (&str, &RrType), what: &str, body: &Value) -> Answer {
    if name.is_empty() || name.ends_with('.') || name.ends_with(zone) || name.to_ascii_lowercase() != name {
        return invalid("name", "must be relative to the zone, in lower case and without a final dot");
    }
    if matches!(rtype.as_str(), "SOA" | "ALIAS") {
        return invalid("type", "is not supported");
    }
    let owner = absolute_name(name, zone);
    let state = world.zones.zone(zone).unwrap();
    let stands = state.set(&owner, rtype);
    let kept: Vec<RrData> = stands.iter().map(|record| record.data.clone()).collect();
    let ttl_stands = stands.first().map(|record| record.ttl);
    let has_own_ttl = stands.first().is_some_and(|record| !record.extra.contains_key("ttl"));
    if stands.iter().any(|record| record.extra.contains_key("protected")) {
        return refusal(403, "protected", "rrset is protected from changes");
    }
    let known: &[&str] = match what {
        "add_records" => &["records", "ttl"],
        "change_ttl" => &["ttl"],
        _ => &["records"],
    };
    if let Some(key) = body.as_object().and_then(|body| body.keys().find(|key| !known.contains(&key.as_str()))) {
        return invalid(key, "is unknown");
    }
    let ttl = match body["ttl"].as_u64().map(u32::try_from) {
        None => None,
        Some(Ok(ttl @ 60..=2_147_483_647)) => Some(ttl),
        Some(_) => return invalid("ttl", "must be between 60 and 2147483647"),
    };
    let given = match records(zone, rtype, &body["records"]) {
        Ok(given) => given,
        Err(_) if what == "change_ttl" => vec![],
        Err(refusal) => return refusal,
    };
    let (ttl, data) = match what {
        "add_records" if given.iter().any(|data| kept.contains(data)) => {
            return refusal(409, "uniqueness_error", "record already exists");
        }
        "add_records" if has_own_ttl && ttl.is_some() && ttl != ttl_stands => {
            return invalid("ttl", "must equal the TTL of the rrset");
        }
        "add_records" => (ttl_stands.or(ttl), [kept, given].concat()),
        _ if kept.is_empty() => return not_found("rrset"),
        "set_records" => (ttl_stands, given),
        "remove_records" if given.iter().any(|data| !kept.contains(data)) => return invalid("records", "is not there"),
        "remove_records" => (ttl_stands, kept.into_iter().filter(|data| !given.contains(data)).collect()),
        "change_ttl" => (ttl, kept),
        _ => return not_found("endpoint"),
    };
    let is_cname = *rtype == RrType::Cname;
    let is_beside =
        |other: &Record| other.name == owner && other.rtype() != *rtype && (is_cname || other.rtype() == RrType::Cname);
    if !data.is_empty() && (state.records.iter().any(is_beside) || (is_cname && data.len() > 1)) {
        return invalid("records", "a CNAME must be the only record of its name");
    }
    world.zones.replace_set(zone, &owner, rtype, ttl.unwrap_or(ZONE_TTL), &data);
    let id = world.zones.new_id();
    world.notes.insert(id.to_string(), (id % 2).into());
    Answer::json(201, &json!({"action": action(id, "running")}))
}

fn records(zone: &str, rtype: &RrType, records: &Value) -> Result<Vec<RrData>, Answer> {
    let Some(records) = records.as_array().filter(|records| (1..=50).contains(&records.len())) else {
        return Err(invalid("records", "must have 1 to 50 items"));
    };
    let mut data: Vec<RrData> = Vec::new();
    for record in records {
        let text = record["value"].as_str().unwrap_or_default();
        let is_host = matches!(rtype, RrType::Cname | RrType::Mx | RrType::Ns | RrType::Srv);
        let text = if is_host && !text.ends_with('.') { format!("{text}.{zone}.") } else { text.to_owned() };
        if *rtype == RrType::Txt && !(text.len() > 1 && text.starts_with('"') && text.ends_with('"')) {
            return Err(invalid("records", "must be one or several quoted strings"));
        }
        match RrData::parse_master(rtype, &text) {
            Ok(datum) if !data.contains(&datum) => data.push(datum),
            _ => return Err(invalid("records", "is not valid")),
        }
    }
    Ok(data)
}
