//! Gandi LiveDNS v5: rrsets under their relative names; hosts without a final dot are relative to the zone.

use crate::simulator::paging::page;
use crate::simulator::{Answer, Clash, Dialect, LateEdit, Record, Request, World};
use nameplate_domain::zone::{RrData, RrType, absolute_name, relative_name};
use nameplate_providers::{ProviderSpec, by_key};
use serde_json::{Value, json};

pub(crate) struct Gandi;

pub(crate) fn dialect() -> Gandi {
    Gandi
}

const TOKEN: &str = "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567";
const WRONG: &str = "ffffffffffffffffffffffffffffffffffffffff";

fn refusal(status: u16, cause: &str, object: &str, message: &str) -> Answer {
    Answer::json(status, &json!({"code": status, "message": message, "object": object, "cause": cause}))
}

fn not_found() -> Answer {
    refusal(404, "Not Found", "HTTPNotFound", "The resource could not be found.")
}

fn invalid(field: &str, why: &str) -> Answer {
    Answer::json(
        400,
        &json!({"code": 400, "message": "The server could not comply with the request since it is either malformed or otherwise incorrect.",
            "object": "HTTPBadRequest", "cause": "Bad Request",
            "errors": [{"location": "body", "name": field, "description": why}]}),
    )
}

impl Dialect for Gandi {
    fn spec(&self) -> &'static ProviderSpec {
        by_key("gandi").unwrap()
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
        let message = "The server could not verify that you authorized to access the document you requested.";
        match request.has_bearer(TOKEN) {
            true => Ok(()),
            false => Err(refusal(401, "Unauthorized", "HTTPUnauthorized", message)),
        }
    }

    fn rejection(&self, words: &str) -> Answer {
        invalid("rrset_values", words)
    }

    /// SOA and the name servers of the apex are not listed.
    fn furniture(&self, zone: &str) -> Vec<Record> {
        vec![Record::foreign(&format!("_25._tcp.{zone}"), 10_800, "TLSA", "3 1 1 8a9a70596e869bed72c69d97a8895dfa")]
    }

    fn late_edit(&self) -> LateEdit {
        LateEdit::LostInSet
    }

    fn answer(&self, world: &mut World, request: &Request) -> Answer {
        let segments = request.segments();
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        match (request.method.as_str(), segments.as_slice()) {
            ("GET", ["v5", "livedns", "domains"]) => {
                let domains = world.zones.zones.iter().map(|zone| domain(&zone.name)).collect();
                listed(world, request, domains)
            }
            (method, ["v5", "livedns", "domains", zone, rest @ ..]) => {
                let Some(zone) = world.zones.zone(zone).map(|zone| zone.name.clone()) else { return not_found() };
                match (method, rest) {
                    ("GET", []) => Answer::json(200, &domain(&zone)),
                    ("GET", ["records"]) => {
                        let sets = sets(world, &zone);
                        listed(world, request, sets)
                    }
                    ("GET", ["records", name, rtype]) => {
                        let found = sets(world, &zone)
                            .into_iter()
                            .find(|set| set["rrset_name"] == *name && set["rrset_type"] == *rtype);
                        found.map_or_else(|| no_record(name, rtype), |set| Answer::json(200, &set))
                    }
                    ("PUT" | "POST", ["records", name, rtype]) => {
                        write(world, &zone, name, rtype, &request.json(), method == "POST")
                    }
                    ("DELETE", ["records", name, rtype]) => {
                        let (owner, rtype) = (absolute_name(name, &zone), RrType::from(*rtype));
                        if world.zones.zone(&zone).unwrap().set(&owner, &rtype).is_empty() {
                            return no_record(name, rtype.as_str());
                        }
                        world.zones.replace_set(&zone, &owner, &rtype, 0, &[]);
                        Answer::empty(204)
                    }
                    _ => refusal(405, "Method Not Allowed", "HTTPMethodNotAllowed", "The method is not allowed."),
                }
            }
            _ => not_found(),
        }
    }
}

fn no_record(name: &str, rtype: &str) -> Answer {
    refusal(404, "Not Found", "dns-record", &format!("Can't find the DNS record {name}/{rtype} in the zone"))
}

fn domain(zone: &str) -> Value {
    let href = format!("https://api.gandi.net/v5/livedns/domains/{zone}");
    json!({"fqdn": zone, "domain_href": href, "domain_keys_href": format!("{href}/keys"),
        "domain_records_href": format!("{href}/records"), "automatic_snapshots": true})
}

fn listed(world: &World, request: &Request, items: Vec<Value>) -> Answer {
    let page = page(world, items, request.query("page"), request.query("per_page"), (1000, 1000));
    let answer = Answer::json(200, &json!(page.items)).with_header("total-count", page.total);
    match page.next {
        Some(next) => {
            let url = format!("https://api.gandi.net{}?page={next}&per_page={}", request.path, page.size);
            answer.with_header("link", format!("<{url}>; rel=\"next\""))
        }
        None => answer,
    }
}

fn sets(world: &World, zone: &str) -> Vec<Value> {
    let sets = world.zones.zone(zone).unwrap().sets();
    let shown = sets.iter().map(|((name, rtype), records)| {
        let values: Vec<String> = records.iter().map(|record| text(zone, &record.data)).collect();
        let name = relative_name(name, zone);
        json!({"rrset_name": name, "rrset_type": rtype.as_str(), "rrset_ttl": records.first().unwrap().ttl,
            "rrset_values": values,
            "rrset_href": format!("https://api.gandi.net/v5/livedns/domains/{zone}/records/{name}/{}", rtype.as_str())})
    });
    shown.collect()
}

/// As it is shown: a CNAME into the zone as people type it, without the zone.
fn text(zone: &str, data: &RrData) -> String {
    match data {
        RrData::Cname(target) if target.ends_with(&format!(".{zone}")) => relative_name(target, zone).to_owned(),
        _ => data.to_master(),
    }
}

/// PUT makes or replaces a set, POST only makes one.
fn write(world: &mut World, zone: &str, name: &str, rtype: &str, body: &Value, is_new: bool) -> Answer {
    let known = ["rrset_values", "rrset_ttl", "rrset_name", "rrset_type"];
    if let Some(key) = body.as_object().and_then(|body| body.keys().find(|key| !known.contains(&key.as_str()))) {
        return invalid(key, "this field is not known");
    }
    if name.is_empty() || name.ends_with('.') || name.ends_with(zone) {
        return invalid("rrset_name", "the name must be relative to the domain");
    }
    let (owner, rtype) = (absolute_name(name, zone), RrType::from(rtype));
    if rtype == RrType::Alias && name != "@" {
        return invalid("rrset_type", "ALIAS is only allowed at the apex");
    }
    let Some(values) = body["rrset_values"].as_array().filter(|values| !values.is_empty()) else {
        return invalid("rrset_values", "at least one value is required");
    };
    let ttl = match body["rrset_ttl"].as_u64().map(u32::try_from) {
        None => 10_800,
        Some(Ok(ttl @ 300..=2_592_000)) => ttl,
        Some(_) => return invalid("rrset_ttl", "TTL must be between 300 and 2592000"),
    };
    let mut data = Vec::new();
    for value in values {
        match datum(zone, &rtype, value.as_str().unwrap_or_default()) {
            Some(datum) if !data.contains(&datum) => data.push(datum),
            _ => return invalid("rrset_values", &format!("{value} is not a valid value")),
        }
    }
    let state = world.zones.zone(zone).unwrap();
    let stands: Vec<u64> = state.set(&owner, &rtype).iter().map(|record| record.id).collect();
    if is_new && !stands.is_empty() {
        data.sort();
        return match state.data(&owner, &rtype) == data {
            true => Answer::json(200, &json!({"message": "A DNS Record already exists with same value"})),
            false => refusal(409, "Conflict", "dns-record", "A DNS Record already exists with same name and type"),
        };
    }
    let clashes = data.iter().any(|datum| state.clash(&owner, datum, stands.first().copied()) == Some(Clash::Cname));
    // A CNAME that is replaced does not clash with itself.
    if clashes && (stands.is_empty() || rtype != RrType::Cname) {
        return refusal(409, "Conflict", "HTTPConflict", "A CNAME cannot stand beside other records of the same name.");
    }
    if rtype == RrType::Cname && data.len() > 1 {
        return invalid("rrset_values", "a CNAME has one value");
    }
    world.zones.replace_set(zone, &owner, &rtype, ttl, &data);
    Answer::json(201, &json!({"message": "DNS Record Created"}))
}

/// Zone-file text: hosts are relative without a final dot, texts are in quotes or one word.
fn datum(zone: &str, rtype: &RrType, text: &str) -> Option<RrData> {
    let is_host = matches!(rtype, RrType::Alias | RrType::Cname | RrType::Mx | RrType::Ns | RrType::Srv);
    let text = match is_host && !text.ends_with('.') {
        true => format!("{text}.{zone}."),
        false => text.to_owned(),
    };
    if *rtype == RrType::Txt && !text.starts_with('"') && text.contains([' ', ';', '"']) {
        return None;
    }
    RrData::parse_master(rtype, &text).ok()
}
