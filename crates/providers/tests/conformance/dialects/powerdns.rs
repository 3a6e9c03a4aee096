//! PowerDNS's HTTP API: rrsets of a zone, changed by one PATCH in one transaction; everything absolute and canonical.

use crate::simulator::{Answer, Clash, Dialect, LateEdit, Record, Request, Service, Shown, World, ZoneState};
use nameplate_domain::zone::{RrData, RrType};
use nameplate_providers::{ProviderSpec, Zone, by_key};
use serde_json::{Value, json};

pub(crate) struct PowerDns;

pub(crate) fn dialect() -> PowerDns {
    PowerDns
}

const KEY: &str = "the-key-in-pdns.conf";
const WRONG: &str = "a-key-that-was-changed";

fn plain(status: u16, text: &str) -> Answer {
    Answer::text(status, "text/plain; charset=utf-8", text)
}

fn refusal(why: &str) -> Answer {
    Answer::json(422, &json!({"error": why}))
}

fn credential(base: &str, key: &str) -> String {
    json!({"url": format!("{base}/"), "api_key": key}).to_string()
}

impl Dialect for PowerDns {
    fn spec(&self) -> &'static ProviderSpec {
        by_key("powerdns").unwrap()
    }

    fn credential(&self, base: &str) -> String {
        credential(base, KEY)
    }

    fn wrong_credential(&self, base: &str) -> String {
        credential(base, WRONG)
    }

    fn secrets(&self) -> Vec<String> {
        vec![KEY.to_owned()]
    }

    fn admit(&self, request: &Request) -> Result<(), Answer> {
        match request.header("x-api-key") == Some(KEY) {
            true => Ok(()),
            false => Err(plain(401, "Unauthorized")),
        }
    }

    fn rejection(&self, words: &str) -> Answer {
        refusal(words)
    }

    fn zone_id(&self, name: &str) -> String {
        format!("{name}.")
    }

    fn unknown_zone(&self) -> Zone {
        Zone { id: "unknown.example.".into(), ..Zone::named("unknown.example") }
    }

    fn furniture(&self, zone: &str) -> Vec<Record> {
        let soa = format!("a.misconfigured.dns.server.invalid. hostmaster.{zone}. 2026112101 10800 3600 604800 3600");
        let half = |last| Record::new(&format!("half.{zone}"), 3600, RrData::A([192, 0, 2, last].into()));
        vec![
            Record::foreign(zone, 3600, "SOA", &soa).shown(Shown::OrNot),
            Record::new(zone, 3600, RrData::Ns("ns1.host.example".into())).shown(Shown::OrNot),
            Record::foreign(&format!("_25._tcp.{zone}"), 3600, "TLSA", "3 1 1 8a9a70596e869bed72c69d97a8895dfa"),
            half(8).shown(Shown::Untouchable),
            half(9).with("disabled", true).shown(Shown::Untouchable),
        ]
    }

    /// Copies of another server's zones.
    fn has_unserved_zones(&self) -> bool {
        true
    }

    fn late_edit(&self) -> LateEdit {
        LateEdit::LostInSet
    }

    fn answer(&self, world: &mut World, request: &Request) -> Answer {
        let segments = request.segments();
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        let ["api", "v1", "servers", "localhost", rest @ ..] = segments.as_slice() else {
            return plain(404, "Not Found");
        };
        match (request.method.as_str(), rest) {
            ("GET", []) => {
                Answer::json(200, &json!({"id": "localhost", "type": "Server", "daemon_type": "authoritative"}))
            }
            ("GET", ["config"]) => {
                Answer::json(200, &json!([{"name": "expand-alias", "type": "ConfigSetting", "value": "yes"}]))
            }
            ("GET", ["zones"]) => {
                let zones: Vec<Value> = world.zones.zones.iter().map(about).collect();
                Answer::json(200, &json!(zones))
            }
            (method, ["zones", id]) => {
                let Some(zone) = world.zones.zone(id).map(|zone| zone.name.clone()) else {
                    return plain(404, "Not Found");
                };
                match method {
                    "GET" => shown(world.zones.zone(&zone).unwrap(), request),
                    "PATCH" => patch(world, &zone, &request.json()),
                    _ => plain(405, "Method Not Allowed"),
                }
            }
            _ => plain(404, "Not Found"),
        }
    }
}

fn about(zone: &ZoneState) -> Value {
    let kind = if zone.service == Service::Served { "Native" } else { "Slave" };
    json!({"account": "", "catalog": "", "id": zone.id, "kind": kind, "last_check": 0, "masters": [],
        "name": format!("{}.", zone.name), "notified_serial": 0, "serial": zone.version,
        "url": format!("/api/v1/servers/localhost/zones/{}", zone.id)})
}

fn shown(zone: &ZoneState, request: &Request) -> Answer {
    let mut body = about(zone);
    if request.query("rrsets") == Some("false") {
        return Answer::json(200, &body);
    }
    let asked = request.query("rrset_name");
    let sets = zone.sets().into_iter().filter_map(|((name, rtype), records)| {
        let name = format!("{name}.");
        let is_disabled = |record: &Record| record.extra.contains_key("disabled");
        // Asked for one name, it shows what it would answer.
        let records: Vec<Value> = records
            .iter()
            .filter(|record| asked.is_none() || !is_disabled(record))
            .map(|record| json!({"content": record.data.to_master(), "disabled": is_disabled(record)}))
            .collect();
        let ttl = zone.records.iter().find(|record| record.is_at(name.trim_end_matches('.'), &rtype))?.ttl;
        asked
            .is_none_or(|asked| asked == name)
            .then(|| json!({"comments": [], "name": name, "type": rtype.as_str(), "ttl": ttl, "records": records}))
    });
    body["rrsets"] = sets.collect();
    Answer::json(200, &body)
}

/// Everything in the order in which it is given, or nothing.
fn patch(world: &mut World, zone: &str, body: &Value) -> Answer {
    let before = world.zones.clone();
    for set in body["rrsets"].as_array().map(Vec::as_slice).unwrap_or_default() {
        if let Err(why) = change(world, zone, set) {
            world.zones = before;
            return refusal(&why);
        }
    }
    Answer::empty(204)
}

fn change(world: &mut World, zone: &str, set: &Value) -> Result<(), String> {
    let text = |key: &str| set[key].as_str().ok_or_else(|| format!("Key '{key}' not present or not a String"));
    let (dotted, rtype) = (text("name")?, RrType::from(text("type")?));
    let Some(name) = dotted.strip_suffix('.').filter(|name| name.to_ascii_lowercase() == *name) else {
        return Err(format!("DNS Name '{dotted}' is not canonical"));
    };
    if name != zone && !name.ends_with(&format!(".{zone}")) {
        return Err(format!("RRset {dotted} IN {rtype}: Name is out of zone"));
    }
    let mut data = Vec::new();
    match text("changetype")? {
        "DELETE" => {}
        "REPLACE" => {
            let records = set["records"].as_array().ok_or("No change; records or comments must be given")?;
            for record in records {
                let datum = datum(dotted, &rtype, record["content"].as_str().unwrap_or_default())?;
                if data.contains(&datum) {
                    return Err(format!("Duplicate record in RRset {dotted} IN {rtype}"));
                }
                data.push(datum);
            }
        }
        _ => return Err("Changetype not understood".to_owned()),
    }
    let ttl = match (data.is_empty(), set["ttl"].as_u64().map(u32::try_from)) {
        (true, _) => 0,
        (false, Some(Ok(ttl))) => ttl,
        (false, _) => return Err("Key 'ttl' not present or not a valid number".to_owned()),
    };
    let state = world.zones.zone_mut(zone).unwrap();
    state.records.retain(|record| !record.is_at(name, &rtype) || data.contains(&record.data));
    let others = ZoneState {
        records: state.records.iter().filter(|r| !r.is_at(name, &rtype)).cloned().collect(),
        ..state.clone()
    };
    if data.iter().any(|datum| others.clash(name, datum, None) == Some(Clash::Cname)) {
        return Err(format!("RRset {dotted} IN {rtype}: Conflicts with pre-existing RRset"));
    }
    if rtype == RrType::Cname && data.len() > 1 {
        return Err(format!("RRset {dotted} IN CNAME has more than one record"));
    }
    world.zones.replace_set(zone, name, &rtype, ttl, &data);
    Ok(())
}

/// Only in the form in which the server itself would write it.
fn datum(name: &str, rtype: &RrType, content: &str) -> Result<RrData, String> {
    let wrong =
        |parsed: &str| format!("Record {name}/{rtype} '{content}': Not in expected format (parsed as '{parsed}')");
    let datum = RrData::parse_master(rtype, content).map_err(|_| wrong(""))?;
    let canonical = datum.to_master();
    if canonical == content { Ok(datum) } else { Err(wrong(&canonical)) }
}
