//! Azure DNS, API of 2018-05-01: record sets as resources with etags, tokens of Entra ID, absolute links to the next page.

use crate::simulator::paging::after_cursor;
use crate::simulator::{Answer, Dialect, Kind, Record, Request, Service, Shown, World, ZoneState};
use nameplate_domain::zone::{RrData, RrType, absolute_name, relative_name};
use nameplate_providers::{ProviderSpec, by_key};
use serde_json::{Value, json};
use std::hash::{DefaultHasher, Hash, Hasher};

pub(crate) struct AzureDns;

pub(crate) fn dialect() -> AzureDns {
    AzureDns
}

const TENANT: &str = "11111111-1111-4111-8111-111111111111";
const CLIENT: &str = "22222222-2222-4222-8222-222222222222";
const SUBSCRIPTION: &str = "33333333-3333-4333-8333-333333333333";
const SECRET: &str = "conf~Secret.of-Azure_0123456789";
const TOKEN: &str = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.conformance";

fn pasted(secret: &str) -> String {
    json!({"tenant_id": TENANT, "client_id": CLIENT, "client_secret": secret, "subscription_id": SUBSCRIPTION, "resource_group": "dns"})
        .to_string()
}

fn refusal(status: u16, code: &str, message: &str) -> Answer {
    Answer::json(status, &json!({"error": {"code": code, "message": message}}))
}

fn bad(message: &str) -> Answer {
    Answer::json(400, &json!({"code": "BadRequest", "message": message}))
}

impl Dialect for AzureDns {
    fn spec(&self) -> &'static ProviderSpec {
        by_key("azuredns").unwrap()
    }

    fn credential(&self, _base: &str) -> String {
        pasted(SECRET)
    }

    fn wrong_credential(&self, _base: &str) -> String {
        pasted("another~Secret.of-somebody")
    }

    fn secrets(&self) -> Vec<String> {
        vec![SECRET.to_owned(), TOKEN.to_owned()]
    }

    fn admit(&self, request: &Request) -> Result<(), Answer> {
        match is_login(request) || request.has_bearer(TOKEN) {
            true => Ok(()),
            false => Err(refusal(401, "InvalidAuthenticationToken", "The access token is invalid.")),
        }
    }

    fn kind(&self, request: &Request) -> Kind {
        match request.method.as_str() {
            _ if is_login(request) => Kind::Aside,
            "GET" => Kind::Read,
            _ => Kind::Write,
        }
    }

    fn too_many(&self, retry_after_s: u64) -> Answer {
        refusal(429, "TooManyRequests", "The request was throttled.").with_header("retry-after", retry_after_s)
    }

    fn rejection(&self, words: &str) -> Answer {
        bad(words)
    }

    fn has_unserved_zones(&self) -> bool {
        true
    }

    fn furniture(&self, zone: &str) -> Vec<Record> {
        let ns = |host: &str| Record::new(zone, 172_800, RrData::Ns(host.to_owned())).shown(Shown::OrNot);
        vec![
            Record::foreign(zone, 3600, "SOA", "ns1-05.azure-dns.com.").shown(Shown::OrNot),
            ns("ns1-05.azure-dns.com"),
            ns("ns2-05.azure-dns.net"),
            Record::foreign(&format!("pointer.{zone}"), 300, "PTR", "host.customer.example"),
        ]
    }

    fn answer(&self, world: &mut World, request: &Request) -> Answer {
        if is_login(request) {
            return login(request);
        }
        if request.query("api-version") != Some("2018-05-01") {
            return refusal(
                400,
                "MissingApiVersionParameter",
                "The api-version query parameter (?api-version=) is required.",
            );
        }
        let segments = request.segments();
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        let ["subscriptions", SUBSCRIPTION, "resourceGroups", group, "providers", "Microsoft.Network", kind, rest @ ..] =
            segments.as_slice()
        else {
            return refusal(404, "InvalidResourceType", "The resource type could not be found.");
        };
        if *group != "dns" || !kind.eq_ignore_ascii_case("dnszones") {
            return refusal(404, "ResourceGroupNotFound", &format!("Resource group '{group}' could not be found."));
        }
        let Some((name, rest)) = rest.split_first() else {
            return paged(world, request, world.zones.zones.iter().map(zone_json).collect());
        };
        let Some(zone) = world.zones.zones.iter().find(|zone| zone.name.eq_ignore_ascii_case(name)).cloned() else {
            let code = if rest.is_empty() { "ResourceNotFound" } else { "ParentResourceNotFound" };
            return refusal(404, code, &format!("The Resource 'Microsoft.Network/dnszones/{name}' was not found."));
        };
        match (request.method.as_str(), rest) {
            ("GET", []) => Answer::json(200, &zone_json(&zone)),
            ("GET", ["recordsets" | "all"]) => {
                paged(world, request, zone.sets().iter().map(|(key, records)| shown(&zone, key, records)).collect())
            }
            ("PUT", [rtype, name]) => put(world, &zone, rtype, name, request),
            ("DELETE", [rtype, name]) => delete(world, &zone, rtype, name, request),
            _ => refusal(405, "MethodNotAllowed", "The method is not allowed."),
        }
    }
}

fn is_login(request: &Request) -> bool {
    request.path.ends_with("/oauth2/v2.0/token")
}

fn login(request: &Request) -> Answer {
    let form = request.form();
    let says = |key: &str, value: &str| form.iter().any(|(known, is)| known == key && is == value);
    let refused = |status, error: &str, number: u32, why: &str| {
        let description = format!("AADSTS{number}: {why}");
        Answer::json(status, &json!({"error": error, "error_description": description, "error_codes": [number]}))
    };
    if request.segments()[0] != TENANT {
        return refused(400, "invalid_request", 90002, "Tenant not found.");
    }
    if !says("grant_type", "client_credentials") || !says("scope", "https://management.azure.com/.default") {
        return refused(400, "invalid_request", 900_144, "The request body must contain the parameters.");
    }
    match says("client_id", CLIENT) && says("client_secret", SECRET) {
        true => Answer::json(
            200,
            &json!({"token_type": "Bearer", "expires_in": 3599, "ext_expires_in": 3599, "access_token": TOKEN}),
        ),
        false => refused(401, "invalid_client", 7_000_215, "Invalid client secret provided."),
    }
}

fn zone_json(zone: &ZoneState) -> Value {
    let kind = if zone.service == Service::NotServed { "Private" } else { "Public" };
    json!({"id": format!("/subscriptions/{SUBSCRIPTION}/resourceGroups/dns/providers/Microsoft.Network/dnszones/{}", zone.name),
        "name": zone.name, "type": "Microsoft.Network/dnszones", "etag": "z", "location": "global", "tags": {},
        "properties": {"maxNumberOfRecordSets": 10000, "nameServers": ["ns1-05.azure-dns.com."], "zoneType": kind}})
}

/// A page, with a link to the next one on the host that was asked.
fn paged(world: &World, request: &Request, items: Vec<Value>) -> Answer {
    let (top, token) = (request.query("$top"), request.query("$skipToken"));
    let (items, next) = after_cursor(world, items, token, top, (100, 500));
    let mut body = json!({"value": items});
    if let Some(next) = next {
        let host = request.header("host").unwrap_or_default();
        body["nextLink"] = format!("http://{host}{}?api-version=2018-05-01&$skipToken={next}", request.path).into();
    }
    Answer::json(200, &body)
}

fn etag(records: &[&Record]) -> String {
    let mut hasher = DefaultHasher::new();
    for record in records {
        (record.id, record.ttl, record.data.to_string()).hash(&mut hasher);
    }
    format!("{:016x}", hasher.finish())
}

fn shown(zone: &ZoneState, (name, rtype): &(String, RrType), records: &[&Record]) -> Value {
    let mut properties = json!({"fqdn": format!("{name}."), "TTL": records[0].ttl, "targetResource": {}, "provisioningState": "Succeeded"});
    let all: Vec<Value> = records.iter().map(|record| record_json(&record.data)).collect();
    let (key, value) = match rtype {
        RrType::Cname => ("CNAMERecord".to_owned(), all[0].clone()),
        RrType::Caa => ("caaRecords".to_owned(), all.into()),
        _ => (format!("{rtype}Records"), all.into()),
    };
    properties[key] = value;
    let relative = relative_name(name, &zone.name);
    let kind = format!("Microsoft.Network/dnszones/{rtype}");
    json!({"id": format!("{}/{rtype}/{relative}", zone.name), "name": relative, "type": kind, "etag": etag(records), "properties": properties})
}

fn record_json(data: &RrData) -> Value {
    match data {
        RrData::A(address) => json!({"ipv4Address": address.to_string()}),
        RrData::Aaaa(address) => json!({"ipv6Address": address.to_string()}),
        RrData::Cname(target) => json!({"cname": target}),
        RrData::Ns(target) => json!({"nsdname": format!("{target}.")}),
        RrData::Mx { preference, exchange } => json!({"preference": preference, "exchange": exchange}),
        RrData::Srv { priority, weight, port, target } => {
            json!({"priority": priority, "weight": weight, "port": port, "target": target})
        }
        RrData::Caa { flags, tag, value } => json!({"flags": flags, "tag": tag, "value": value}),
        RrData::Txt(text) => {
            let pieces: Vec<&str> =
                text.as_bytes().chunks(255).map(|piece| std::str::from_utf8(piece).unwrap()).collect();
            json!({"value": pieces})
        }
        other => json!({"ptrdname": other.to_string()}),
    }
}

/// The data of one record in a body.
fn parsed(rtype: &RrType, record: &Value) -> Option<RrData> {
    let text = |key: &str| record[key].as_str();
    let number = |key: &str| record[key].as_u64();
    let whole = match rtype {
        RrType::A => text("ipv4Address")?.to_owned(),
        RrType::Aaaa => text("ipv6Address")?.to_owned(),
        RrType::Cname => text("cname")?.to_owned(),
        RrType::Ns => text("nsdname")?.to_owned(),
        RrType::Mx => format!("{} {}", number("preference")?, text("exchange").filter(|host| host.len() > 1)?),
        RrType::Srv => {
            format!("{} {} {} {}", number("priority")?, number("weight")?, number("port")?, text("target")?)
        }
        RrType::Caa => format!("{} {} \"{}\"", number("flags")?, text("tag")?, text("value")?),
        RrType::Txt => {
            let pieces: Vec<&str> = record["value"].as_array()?.iter().map(Value::as_str).collect::<Option<_>>()?;
            let is_kept = pieces.iter().all(|piece| piece.len() <= 255) && (1..=1024).contains(&pieces.concat().len());
            is_kept.then(|| pieces.concat())?
        }
        _ => return None,
    };
    RrData::parse(rtype, &whole).ok()
}

/// Whether the conditions of the request hold.
fn condition(request: &Request, here: &[&Record]) -> Result<(), Answer> {
    let is_met = match (request.header("if-match"), request.header("if-none-match")) {
        (Some(tag), _) if tag != "*" => !here.is_empty() && etag(here) == tag,
        (_, Some("*")) => here.is_empty(),
        _ => true,
    };
    match is_met {
        true => Ok(()),
        false => Err(refusal(412, "PreconditionFailed", "The condition '*' in the If-Match header was not satisfied.")),
    }
}

fn put(world: &mut World, zone: &ZoneState, rtype: &str, name: &str, request: &Request) -> Answer {
    let (rtype, name) = (RrType::from(rtype), absolute_name(name, &zone.name));
    if name.ends_with(&format!("{0}.{0}", zone.name)) {
        return bad("The name of the record set must be relative to the zone.");
    }
    let here = zone.set(&name, &rtype);
    if let Err(refusal) = condition(request, &here) {
        return refusal;
    }
    let body = request.json();
    let key = match rtype {
        RrType::Cname => "CNAMERecord".to_owned(),
        RrType::Caa => "caaRecords".to_owned(),
        _ => format!("{rtype}Records"),
    };
    let Some(properties) = body["properties"].as_object() else { return bad("The properties are missing.") };
    if let Some(unknown) = properties.keys().find(|known| !["TTL", "metadata", key.as_str()].contains(&known.as_str()))
    {
        return bad(&format!("Could not find member '{unknown}' on object of type 'RecordSetProperties'."));
    }
    let records = match &properties.get(&key) {
        Some(Value::Array(records)) if !records.is_empty() && records.len() <= 20 => records.clone(),
        Some(record @ Value::Object(_)) if rtype == RrType::Cname => vec![(*record).clone()],
        _ => return bad("The record set has no records, or too many."),
    };
    let mut data = Vec::new();
    for record in &records {
        match parsed(&rtype, record) {
            Some(parsed) if !data.contains(&parsed) => data.push(parsed),
            _ => return bad(&format!("The value '{record}' is not valid, or there twice.")),
        }
    }
    let Some(ttl) = properties["TTL"].as_u64().filter(|ttl| (1..=2_147_483_647).contains(ttl)) else {
        return bad("The TTL is out of range.");
    };
    let is_cname = rtype == RrType::Cname;
    let is_crowded = zone
        .records
        .iter()
        .any(|other| other.name == name && other.rtype() != rtype && (is_cname || other.rtype() == RrType::Cname));
    if is_crowded || is_cname && name == zone.name {
        return refusal(409, "Conflict", "A CNAME record set cannot stand beside another of the same name.");
    }
    let status = if here.is_empty() { 201 } else { 200 };
    world.zones.replace_set(&zone.name, &name, &rtype, u32::try_from(ttl).unwrap(), &data);
    let after = world.zones.zone(&zone.name).unwrap();
    Answer::json(status, &shown(after, &(name.clone(), rtype.clone()), &after.set(&name, &rtype)))
}

fn delete(world: &mut World, zone: &ZoneState, rtype: &str, name: &str, request: &Request) -> Answer {
    let (rtype, name) = (RrType::from(rtype), absolute_name(name, &zone.name));
    let here = zone.set(&name, &rtype);
    if here.is_empty() {
        return Answer::empty(204);
    }
    if let Err(refusal) = condition(request, &here) {
        return refusal;
    }
    if name == zone.name && rtype == RrType::Ns {
        return bad("The NS record set of the zone cannot be deleted.");
    }
    let state = world.zones.zone_mut(&zone.name).unwrap();
    for record in here {
        state.remove(record.id);
    }
    Answer::empty(200)
}
