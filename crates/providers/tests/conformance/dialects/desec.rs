//! deSEC API v1: rrsets, changed in bulk by one atomic PATCH; cursors; absolute hosts with a final dot, texts in quotes.

use crate::simulator::paging::after_cursor;
use crate::simulator::{Answer, Dialect, LateEdit, Record, Request, Shown, World, ZoneState};
use nameplate_domain::zone::{RrData, RrType, absolute_name, relative_name};
use nameplate_providers::{ProviderSpec, by_key};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

pub(crate) struct Desec;

pub(crate) fn dialect() -> Desec {
    Desec
}

const TOKEN: &str = "mu4W4MHuSc0HyrGD1h_dnKuZBond";
const WRONG: &str = "mu4W4MHuSc0Hy-of-nobody-here";
/// Most items that are shown without asking for a page.
const PAGE: usize = 500;
const TTL_MIN: u64 = 3600;
const TTL_MAX: u64 = 86_400;

fn detail(status: u16, text: &str) -> Answer {
    Answer::json(status, &json!({"detail": text}))
}

fn not_found() -> Answer {
    detail(404, "Not found.")
}

impl Dialect for Desec {
    fn spec(&self) -> &'static ProviderSpec {
        by_key("desec").unwrap()
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
        match request.header("authorization") == Some(format!("Token {TOKEN}").as_str()) {
            true => Ok(()),
            false => Err(detail(401, "Invalid token.").with_header("www-authenticate", "Token")),
        }
    }

    fn too_many(&self, retry_after_s: u64) -> Answer {
        detail(429, &format!("Request was throttled. Expected available in {retry_after_s} seconds."))
            .with_header("retry-after", retry_after_s)
    }

    fn rejection(&self, words: &str) -> Answer {
        Answer::json(400, &json!([{"records": [words]}]))
    }

    fn furniture(&self, zone: &str) -> Vec<Record> {
        let ns = |host: &str| Record::new(zone, 3600, RrData::Ns(host.to_owned())).shown(Shown::OrNot);
        vec![
            ns("ns1.desec.io"),
            ns("ns2.desec.org"),
            Record::foreign(&format!("_25._tcp.{zone}"), 3600, "TLSA", "3 1 1 8a9a70596e869bed72c69d97a8895dfa"),
        ]
    }

    fn late_edit(&self) -> LateEdit {
        LateEdit::LostInSet
    }

    fn answer(&self, world: &mut World, request: &Request) -> Answer {
        if !request.path.ends_with('/') {
            return not_found();
        }
        let segments = request.segments();
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        match (request.method.as_str(), segments.as_slice()) {
            ("GET", ["api", "v1", "domains"]) => {
                let domains = world.zones.zones.iter().map(domain).collect();
                listed(world, request, domains)
            }
            (method, ["api", "v1", "domains", zone, rest @ ..]) => {
                let Some(zone) = world.zones.zone(zone).map(|zone| zone.name.clone()) else { return not_found() };
                match (method, rest) {
                    ("GET", []) => Answer::json(200, &domain(world.zones.zone(&zone).unwrap())),
                    ("GET", ["rrsets"]) => rrsets(world, &zone, request),
                    ("PATCH", ["rrsets"]) => bulk(world, &zone, &request.json()),
                    ("POST", ["rrsets"]) => create(world, &zone, &request.json()),
                    ("PATCH" | "DELETE", ["rrsets", subname, rtype]) => {
                        let mut body = if method == "DELETE" { json!({"records": []}) } else { request.json() };
                        body["subname"] = if *subname == "@" { "".into() } else { (*subname).into() };
                        body["type"] = (*rtype).into();
                        change(world, &zone, method, &body)
                    }
                    _ => detail(405, &format!("Method \"{method}\" not allowed.")),
                }
            }
            _ => not_found(),
        }
    }
}

fn domain(zone: &ZoneState) -> Value {
    json!({"created": "2026-01-02T03:04:05.678901Z", "published": "2026-01-02T03:04:05.678901Z",
        "touched": "2026-01-02T03:04:05.678901Z", "name": zone.name, "minimum_ttl": TTL_MIN})
}

fn listed(world: &World, request: &Request, items: Vec<Value>) -> Answer {
    let link = |cursor: &str, rel: &str| format!("<https://desec.io{}?cursor={cursor}>; rel=\"{rel}\"", request.path);
    let most = PAGE.min(world.page_max);
    let Some(cursor) = request.query("cursor") else {
        return match items.len() > most {
            true => detail(400, "Pagination required. You can query up to 500 items at a time.")
                .with_header("link", link("", "first")),
            false => Answer::json(200, &json!(items)),
        };
    };
    let (items, next) = after_cursor(world, items, Some(cursor), None, (PAGE, PAGE));
    let links: Vec<String> = std::iter::once(link("", "first")).chain(next.map(|next| link(&next, "next"))).collect();
    Answer::json(200, &json!(items)).with_header("link", links.join(", "))
}

fn subname<'a>(name: &'a str, zone: &str) -> &'a str {
    if name == zone { "" } else { relative_name(name, zone) }
}

fn rrsets(world: &World, zone: &str, request: &Request) -> Answer {
    let sets = world.zones.zone(zone).unwrap().sets();
    let wanted = sets.iter().filter(|((name, rtype), _)| {
        request.query("subname").is_none_or(|wanted| wanted == subname(name, zone))
            && request.query("type").is_none_or(|wanted| wanted == rtype.as_str())
    });
    let items = wanted.map(|((name, rtype), records)| {
        let texts: Vec<String> = records.iter().map(|record| record.data.to_master()).collect();
        json!({"created": "2026-01-02T03:04:05.678901Z", "domain": zone, "subname": subname(name, zone),
            "name": format!("{name}."), "type": rtype.as_str(), "ttl": records.first().unwrap().ttl, "records": texts,
            "touched": "2026-01-02T03:04:05.678901Z"})
    });
    listed(world, request, items.collect())
}

/// A set as it is to be: no data for none.
struct Wanted {
    name: String,
    rtype: RrType,
    ttl: Option<u64>,
    data: Vec<RrData>,
}

fn stands(world: &World, zone: &str, body: &Value) -> bool {
    let (subname, rtype) = (body["subname"].as_str().unwrap_or_default(), body["type"].as_str().unwrap_or_default());
    !world.zones.zone(zone).unwrap().set(&absolute_name(subname, zone), &RrType::from(rtype)).is_empty()
}

/// One set that is not there yet.
fn create(world: &mut World, zone: &str, body: &Value) -> Answer {
    if stands(world, zone, body) {
        let text = "Another RRset with the same subdomain and type exists for this domain.";
        return Answer::json(400, &json!({"non_field_errors": [text]}));
    }
    match alone(bulk(world, zone, &json!([body]))) {
        answer if answer.status == 200 => Answer { status: 201, ..answer },
        answer => answer,
    }
}

/// One set that is there; to DELETE one that is not is no error.
fn change(world: &mut World, zone: &str, method: &str, body: &Value) -> Answer {
    let is_end = body["records"] == json!([]);
    if !stands(world, zone, body) {
        return if method == "DELETE" { Answer::empty(204) } else { not_found() };
    }
    match alone(bulk(world, zone, &json!([body]))) {
        answer if answer.status == 200 && is_end => Answer::empty(204),
        answer => answer,
    }
}

/// The only element of an answer in bulk.
fn alone(answer: Answer) -> Answer {
    let body: Value = serde_json::from_slice(&answer.body).unwrap();
    Answer::json(answer.status, &body[0])
}

/// Everything or nothing. What is wrong is listed in the order of what was sent.
fn bulk(world: &mut World, zone: &str, body: &Value) -> Answer {
    let Some(items) = body.as_array() else {
        return Answer::json(400, &json!({"non_field_errors": ["Expected a list of items."]}));
    };
    let mut wrong: Vec<Map<String, Value>> = vec![Map::new(); items.len()];
    let mut wanted: Vec<Wanted> = Vec::new();
    for (item, wrong) in items.iter().zip(&mut wrong) {
        match parsed(world, zone, item) {
            Ok(set) => wanted.push(set),
            Err((field, text)) => _ = wrong.insert(field.to_owned(), json!([text])),
        }
    }
    if wanted.len() == items.len() {
        let types = types_after(world, zone, &wanted);
        let mut seen = BTreeSet::new();
        for (set, wrong) in wanted.iter().zip(&mut wrong) {
            let beside = types.get(&set.name).map(BTreeSet::len).unwrap_or_default() > 1;
            if !seen.insert((&set.name, &set.rtype)) {
                wrong.insert("non_field_errors".into(), json!(["Same subname and type as in position(s) 0."]));
            } else if beside && !set.data.is_empty() && types[&set.name].contains(&RrType::Cname) {
                let text =
                    "RRset with conflicting type present: database. (No other RRsets are allowed alongside CNAME.)";
                wrong.insert("non_field_errors".into(), json!([text]));
            }
        }
    }
    if wrong.iter().any(|wrong| !wrong.is_empty()) {
        return Answer::json(400, &json!(wrong));
    }
    for set in wanted {
        let stands = world.zones.zone(zone).unwrap().set(&set.name, &set.rtype).first().map(|record| record.ttl);
        let ttl = set.ttl.and_then(|ttl| u32::try_from(ttl).ok()).or(stands).unwrap_or_default();
        world.zones.replace_set(zone, &set.name, &set.rtype, ttl, &set.data);
    }
    Answer::json(200, body)
}

/// Which types each name would have.
fn types_after(world: &World, zone: &str, wanted: &[Wanted]) -> BTreeMap<String, BTreeSet<RrType>> {
    let mut types: BTreeMap<String, BTreeSet<RrType>> = BTreeMap::new();
    for (name, rtype) in world.zones.zone(zone).unwrap().sets().into_keys() {
        types.entry(name).or_default().insert(rtype);
    }
    for set in wanted {
        let types = types.entry(set.name.clone()).or_default();
        match set.data.is_empty() {
            true => types.remove(&set.rtype),
            false => types.insert(set.rtype.clone()),
        };
    }
    types
}

fn parsed(world: &World, zone: &str, item: &Value) -> Result<Wanted, (&'static str, &'static str)> {
    let subname = item["subname"].as_str().unwrap_or_default();
    let label =
        |label: &str| !label.is_empty() && label.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_'));
    let rest = subname.strip_prefix("*.").unwrap_or(subname);
    if !(subname.is_empty() || subname == "*" || rest.split('.').all(label)) {
        return Err((
            "subname",
            "Subname can only use (lowercase) a-z, 0-9, ., -, and _, may start with a '*.', or just be '*'.",
        ));
    }
    let rtype = RrType::from(item["type"].as_str().ok_or(("type", "This field is required."))?);
    if item["type"] != rtype.as_str() {
        return Err(("type", "The RR set type is currently unsupported."));
    }
    if matches!(rtype.as_str(), "SOA" | "DNSKEY" | "CDNSKEY" | "CDS" | "RRSIG") {
        return Err(("type", "You cannot tinker with this RR set. It is managed automatically."));
    }
    if rtype == RrType::Alias {
        return Err(("type", "The ALIAS RR set type is currently unsupported."));
    }
    let name = absolute_name(subname, zone);
    let is_new = world.zones.zone(zone).unwrap().set(&name, &rtype).is_empty();
    let records = item["records"].as_array().ok_or(("records", "This field is required."))?;
    let ttl = item["ttl"].as_u64();
    match ttl {
        None if is_new && !records.is_empty() => return Err(("ttl", "This field is required.")),
        Some(..TTL_MIN) => return Err(("ttl", "Ensure this value is greater than or equal to 3600.")),
        Some(ttl) if ttl > TTL_MAX => return Err(("ttl", "Ensure this value is less than or equal to 86400.")),
        _ => {}
    }
    let data: Vec<RrData> = records.iter().map(|record| datum(&rtype, record)).collect::<Result<_, _>>()?;
    match data.iter().collect::<BTreeSet<_>>().len() == data.len() {
        true => Ok(Wanted { name, rtype, ttl, data }),
        false => Err(("records", "RRset contains duplicate resource records.")),
    }
}

fn datum(rtype: &RrType, record: &Value) -> Result<RrData, (&'static str, &'static str)> {
    const MALFORMED: (&str, &str) = ("records", "Record content malformed: Cannot parse record contents.");
    let text = record.as_str().ok_or(("records", "Not a valid string."))?;
    let is_host = matches!(rtype, RrType::Cname | RrType::Mx | RrType::Ns | RrType::Srv);
    if is_host && !text.ends_with('.') {
        return Err(("records", "Hostname must be fully-qualified (i.e., end in a dot: \"example.com.\")."));
    }
    let is_quoted = text.len() > 1 && text.starts_with('"') && text.ends_with('"');
    if *rtype == RrType::Txt && !is_quoted {
        return Err(("records", "Data for TXT records must be given using quotation marks."));
    }
    RrData::parse_master(rtype, text).map_err(|_| MALFORMED)
}
