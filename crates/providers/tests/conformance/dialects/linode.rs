//! Linode API v4: zones and records with integer ids, a filter in a header, TTLs in steps, SRV by service and protocol.

use crate::simulator::paging::page;
use crate::simulator::{Answer, Clash, Dialect, Record, Request, Service, World, ZoneState};
use nameplate_domain::zone::{RrData, RrType, TtlRange, absolute_name, relative_name};
use nameplate_providers::{ProviderSpec, Zone, by_key};
use serde_json::{Value, json};

pub(crate) struct Linode;

pub(crate) fn dialect() -> Linode {
    Linode
}

const TOKEN: &str = "conformance0123456789abcdef0123456789abcdef";
const WRONG: &str = "strangers0123456789abcdef0123456789abcdef01";
/// What the API rounds TTLs to; 0 is its default.
const TTL: TtlRange = TtlRange {
    min: 0,
    max: 2_419_200,
    steps: &[0, 300, 3600, 7200, 14_400, 28_800, 57_600, 86_400, 172_800, 345_600, 604_800, 1_209_600, 2_419_200],
};

fn refusal(status: u16, reason: &str) -> Answer {
    Answer::json(status, &json!({"errors": [{"reason": reason}]}))
}

fn invalid(field: &str, reason: &str) -> Answer {
    Answer::json(400, &json!({"errors": [{"reason": reason, "field": field}]}))
}

fn not_found() -> Answer {
    refusal(404, "Not found")
}

impl Dialect for Linode {
    fn spec(&self) -> &'static ProviderSpec {
        by_key("linode").unwrap()
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
            false => Err(refusal(401, "Invalid Token")),
        }
    }

    fn too_many(&self, retry_after_s: u64) -> Answer {
        refusal(429, "Too many requests.").with_header("retry-after", retry_after_s)
    }

    fn rejection(&self, words: &str) -> Answer {
        invalid("target", words)
    }

    fn zone_id(&self, name: &str) -> String {
        (1_065_000 + name.bytes().map(u64::from).sum::<u64>()).to_string()
    }

    fn unknown_zone(&self) -> Zone {
        Zone { id: "999".to_owned(), ..Zone::named("unknown.example") }
    }

    fn has_unserved_zones(&self) -> bool {
        true
    }

    // The zone's own name servers are served and not listed.
    fn furniture(&self, zone: &str) -> Vec<Record> {
        vec![Record::foreign(&format!("ptr.{zone}"), 86_400, "PTR", "host.customer.example")]
    }

    fn answer(&self, world: &mut World, request: &Request) -> Answer {
        let segments = request.segments();
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        match (request.method.as_str(), segments.as_slice()) {
            ("GET", ["v4", "domains"]) => domains(world, request),
            (method, ["v4", "domains", id, rest @ ..]) => {
                let Some(state) = world.zones.zones.iter().find(|zone| zone.id == *id) else { return not_found() };
                let zone = state.name.clone();
                match (method, rest) {
                    ("GET", []) => Answer::json(200, &domain(state)),
                    ("GET", ["records"]) => records(world, &zone, request),
                    ("POST", ["records"]) => write(world, &zone, None, request),
                    ("PUT", ["records", id]) => match id.parse() {
                        Ok(id) => write(world, &zone, Some(id), request),
                        Err(_) => not_found(),
                    },
                    ("DELETE", ["records", id]) => {
                        let id = id.parse().unwrap_or_default();
                        match world.zones.zone_mut(&zone).is_some_and(|zone| zone.remove(id)) {
                            true => Answer::json(200, &json!({})),
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

fn listed(world: &World, request: &Request, items: Vec<Value>) -> Answer {
    let size = request.query("page_size").map(|size| size.parse::<usize>().unwrap_or(0));
    if size.is_some_and(|size| !(25..=500).contains(&size)) {
        return invalid("page_size", "Must be 25-500");
    }
    let number = request.query("page").unwrap_or("1").to_owned();
    let page = page(world, items, Some(&number), request.query("page_size"), (100, 500));
    let number: usize = number.parse().unwrap();
    Answer::json(200, &json!({"data": page.items, "page": number, "pages": page.pages, "results": page.total}))
        .with_header("x-ratelimit-limit", 800)
        .with_header("retry-after", 87)
}

fn domain(zone: &ZoneState) -> Value {
    let status = if zone.service == Service::Served { "active" } else { "disabled" };
    json!({"id": zone.id.parse::<u64>().unwrap(), "domain": zone.name, "type": "master", "status": status,
           "description": "", "group": "", "tags": [], "soa_email": "post@customer.example", "retry_sec": 0,
           "expire_sec": 0, "refresh_sec": 0, "ttl_sec": 0, "master_ips": [], "axfr_ips": []})
}

fn domains(world: &World, request: &Request) -> Answer {
    let filter: Value = match request.header("x-filter").map(serde_json::from_str) {
        Some(Ok(filter)) => filter,
        Some(Err(_)) => return invalid("X-Filter", "Cannot be parsed"),
        None => json!({}),
    };
    let wanted = |zone: &&ZoneState| filter["domain"].as_str().is_none_or(|name| name == zone.name);
    let items = world.zones.zones.iter().filter(wanted).map(domain).collect();
    listed(world, request, items)
}

fn records(world: &World, zone: &str, request: &Request) -> Answer {
    let state = world.zones.zone(zone).unwrap();
    let items = state.records.iter().map(|record| shown(zone, record)).collect();
    listed(world, request, items)
}

fn shown(zone: &str, record: &Record) -> Value {
    let relative = match relative_name(&record.name, zone) {
        "@" => "",
        relative => relative,
    };
    let mut value = json!({
        "id": record.id, "type": record.rtype().as_str(), "name": relative, "target": record.data.to_string(),
        "ttl_sec": record.ttl, "priority": 0, "weight": 0, "port": 0, "service": null, "protocol": null, "tag": null,
        "created": "2026-07-01T00:00:00", "updated": "2026-07-01T00:00:00",
    });
    match &record.data {
        RrData::Mx { preference, exchange } => {
            value["target"] = exchange.as_str().into();
            value["priority"] = (*preference).into();
        }
        RrData::Srv { priority, weight, port, target } => {
            let (service, protocol) = relative.split_once('.').unwrap();
            value["target"] = target.as_str().into();
            value["priority"] = (*priority).into();
            value["weight"] = (*weight).into();
            value["port"] = (*port).into();
            value["service"] = service.into();
            value["protocol"] = protocol.into();
        }
        RrData::Caa { tag, value: text, .. } => {
            value["target"] = text.as_str().into();
            value["tag"] = tag.as_str().into();
        }
        _ => {}
    }
    value
}

fn parsed(zone: &str, rtype: &RrType, body: &Value) -> Result<(String, u32, RrData), Answer> {
    const KNOWN: [&str; 10] =
        ["type", "name", "target", "ttl_sec", "priority", "weight", "port", "service", "protocol", "tag"];
    let fields = body.as_object().ok_or_else(|| refusal(400, "Invalid JSON"))?;
    if let Some(unknown) = fields.keys().find(|key| !KNOWN.contains(&key.as_str())) {
        return Err(invalid(unknown, "Unknown field"));
    }
    let text = |key: &str| body[key].as_str().ok_or_else(|| invalid(key, "Required"));
    let number = |key: &str, most: u64| {
        let number = body[key].as_u64().filter(|number| *number <= most);
        let number = number.and_then(|number| u16::try_from(number).ok());
        number.ok_or_else(|| invalid(key, &format!("Must be 0-{most}")))
    };
    let ttl = body["ttl_sec"].as_u64().and_then(|ttl| u32::try_from(ttl).ok()).unwrap_or(0);
    let (name, target) = (body["name"].as_str().unwrap_or_default(), text("target")?);
    if name.contains('@') || name.ends_with('.') {
        return Err(invalid("name", "Invalid hostname"));
    }
    let host = || match target.ends_with('.') || !target.contains('.') {
        true => Err(invalid("target", "Invalid hostname")),
        false => Ok(target.to_ascii_lowercase()),
    };
    let mut owner = absolute_name(name, zone);
    let data = match rtype {
        RrType::Cname => RrData::Cname(host()?),
        RrType::Ns if name.starts_with('*') => return Err(invalid("name", "Wildcard NS records are not supported")),
        RrType::Ns => RrData::Ns(host()?),
        RrType::Mx if target.is_empty() && name.is_empty() => RrData::Mx { preference: 0, exchange: String::new() },
        RrType::Mx => RrData::Mx { preference: number("priority", 255)?, exchange: host()? },
        RrType::Srv => {
            let bare = |key: &str| text(key).map(|label| label.trim_start_matches('_').to_owned());
            let (service, protocol) = (bare("service")?, bare("protocol")?);
            if !name.is_empty() || !["tcp", "udp", "xmpp", "tls", "smtp"].contains(&protocol.as_str()) {
                return Err(invalid("protocol", "Invalid service, protocol or name"));
            }
            owner = format!("_{service}._{protocol}.{zone}");
            let (weight, port) = (number("weight", 65_535)?, number("port", 65_535)?);
            RrData::Srv { priority: number("priority", 255)?, weight, port, target: host()? }
        }
        RrType::Caa if !["issue", "issuewild", "iodef"].contains(&text("tag")?) => {
            return Err(invalid("tag", "Invalid tag"));
        }
        RrType::Caa => RrData::Caa { flags: 0, tag: text("tag")?.to_owned(), value: target.to_owned() },
        RrType::Txt if target.is_empty() => return Err(invalid("target", "Required")),
        RrType::A | RrType::Aaaa | RrType::Txt => {
            RrData::parse(rtype, target).map_err(|_| invalid("target", "Invalid IP address"))?
        }
        RrType::Alias | RrType::Other(_) => return Err(invalid("type", "Invalid type")),
    };
    Ok((owner, TTL.clamp(ttl), data))
}

fn write(world: &mut World, zone: &str, id: Option<u64>, request: &Request) -> Answer {
    let body = request.json();
    let state = world.zones.zone_mut(zone).unwrap();
    let rtype = match (id, body["type"].as_str()) {
        // The type of a record cannot change; what is said of it does not matter.
        (Some(id), _) => match state.record(id) {
            Some(record) => record.rtype(),
            None => return not_found(),
        },
        (None, Some(rtype)) => RrType::from(rtype),
        (None, None) => return invalid("type", "Required"),
    };
    let (name, ttl, data) = match parsed(zone, &rtype, &body) {
        Ok(parsed) => parsed,
        Err(refusal) => return refusal,
    };
    // The same record twice is nothing that is refused here.
    if state.clash(&name, &data, id) == Some(Clash::Cname) {
        return invalid("name", "Hostname conflicts with an existing record");
    }
    let record = match id.and_then(|id| state.record_mut(id)) {
        Some(record) => {
            (record.name, record.ttl, record.data) = (name, ttl, data);
            record.clone()
        }
        None => world.zones.add(zone, Record::new(&name, ttl, data)),
    };
    Answer::json(200, &shown(zone, &record))
}
