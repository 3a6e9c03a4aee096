//! Cloud DNS v1: tokens for signed assertions, sets in zone-file text, atomic changes with exact deletions.

use crate::simulator::paging::after_cursor;
use crate::simulator::{Answer, Dialect, Kind, Record, Request, Service, Shown, World, ZoneState};
use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::KeyPair as _;
use base64::Engine;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use nameplate_domain::zone::{RrData, RrType};
use nameplate_providers::{ProviderSpec, Zone, by_key};
use serde_json::{Value, json};
use std::sync::OnceLock;

pub(crate) struct CloudDns;

pub(crate) fn dialect() -> CloudDns {
    CloudDns
}

const TOKEN: &str = "ya29.c.conformance-0123456789";
const EMAIL: &str = "nameplate@conformance.iam.gserviceaccount.com";
const TOKEN_URI: &str = "https://oauth2.googleapis.com/token";

/// A private key as PEM, and its public half (PKCS #1).
type Keys = (String, Vec<u8>);

fn new_keys() -> Keys {
    let key = KeyPair::generate(KeySize::Rsa2048).unwrap();
    let private: Pkcs8V1Der<'_> = key.as_der().unwrap();
    let text = base64::engine::general_purpose::STANDARD.encode(private.as_ref());
    let lines: Vec<&str> = text.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
    let pem = format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", lines.join("\n"));
    (pem, key.public_key().as_ref().to_vec())
}

fn known_keys() -> &'static Keys {
    static KEYS: OnceLock<Keys> = OnceLock::new();
    KEYS.get_or_init(new_keys)
}

fn strange_keys() -> &'static Keys {
    static KEYS: OnceLock<Keys> = OnceLock::new();
    KEYS.get_or_init(new_keys)
}

fn key_file(private_key: &str) -> String {
    json!({
        "type": "service_account", "project_id": "conformance", "private_key_id": "0123abcd", "private_key": private_key,
        "client_email": EMAIL, "client_id": "1", "token_uri": TOKEN_URI, "managed_zone": "customer-example",
    })
    .to_string()
}

fn refusal(code: u16, reason: &str, message: &str) -> Answer {
    let errors = json!([{"domain": "global", "reason": reason, "message": message}]);
    Answer::json(code, &json!({"error": {"code": code, "message": message, "errors": errors}}))
}

fn invalid(message: &str) -> Answer {
    refusal(400, "invalid", message)
}

fn no_such_zone(name: &str) -> Answer {
    refusal(404, "notFound", &format!("The 'parameters.managedZone' resource named '{name}' does not exist."))
}

impl Dialect for CloudDns {
    fn spec(&self) -> &'static ProviderSpec {
        by_key("gcpdns").unwrap()
    }

    fn credential(&self, _base: &str) -> String {
        key_file(&known_keys().0)
    }

    fn wrong_credential(&self, _base: &str) -> String {
        key_file(&strange_keys().0)
    }

    fn secrets(&self) -> Vec<String> {
        vec![known_keys().0.lines().nth(3).unwrap().to_owned(), TOKEN.to_owned()]
    }

    fn admit(&self, request: &Request) -> Result<(), Answer> {
        match request.path == "/token" || request.has_bearer(TOKEN) {
            true => Ok(()),
            false => Err(refusal(401, "authError", "Invalid Credentials")),
        }
    }

    fn kind(&self, request: &Request) -> Kind {
        match (request.path.as_str(), request.method.as_str()) {
            ("/token", _) => Kind::Aside,
            (_, "GET") => Kind::Read,
            _ => Kind::Write,
        }
    }

    fn too_many(&self, _retry_after_s: u64) -> Answer {
        refusal(403, "rateLimitExceeded", "Rate Limit Exceeded")
    }

    fn says_how_long(&self) -> bool {
        false
    }

    fn rejection(&self, words: &str) -> Answer {
        invalid(words)
    }

    fn zone_id(&self, name: &str) -> String {
        name.replace('.', "-")
    }

    fn unknown_zone(&self) -> Zone {
        Zone { id: "unknown-example".to_owned(), ..Zone::named("unknown.example") }
    }

    fn has_unserved_zones(&self) -> bool {
        true
    }

    fn furniture(&self, zone: &str) -> Vec<Record> {
        let ns = |host: &str| Record::new(zone, 21600, RrData::Ns(host.to_owned())).shown(Shown::OrNot);
        vec![
            Record::foreign(
                zone,
                21600,
                "SOA",
                "ns-cloud-c1.googledomains.com. cloud-dns-hostmaster.google.com. 1 21600 3600 259200 300",
            )
            .shown(Shown::OrNot),
            ns("ns-cloud-c1.googledomains.com"),
            ns("ns-cloud-c2.googledomains.com"),
            Record::foreign(&format!("svc.{zone}"), 300, "HTTPS", "1 . alpn=\"h2\""),
        ]
    }

    fn answer(&self, world: &mut World, request: &Request) -> Answer {
        if request.path == "/token" {
            return token(request);
        }
        let segments = request.segments();
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        let ["dns", "v1", "projects", "conformance", "managedZones", rest @ ..] = segments.as_slice() else {
            return refusal(404, "notFound", "Not Found");
        };
        let Some((name, rest)) = rest.split_first() else { return zones(world, request) };
        let Some(zone) = world.zones.zones.iter().find(|zone| zone.id == *name).cloned() else {
            return no_such_zone(name);
        };
        match (request.method.as_str(), rest) {
            ("GET", []) => Answer::json(200, &managed(&zone)),
            ("GET", ["rrsets"]) => sets(world, &zone, request),
            ("POST", ["changes"]) => change(world, &zone, request),
            _ => refusal(404, "notFound", "Not Found"),
        }
    }
}

fn token(request: &Request) -> Answer {
    let form = request.form();
    let field = |key: &str| form.iter().find(|(known, _)| known == key).map(|(_, value)| value.as_str());
    let refused = |error: &str, why: &str| Answer::json(400, &json!({"error": error, "error_description": why}));
    if request.method != "POST" || field("grant_type") != Some("urn:ietf:params:oauth:grant-type:jwt-bearer") {
        return refused("unsupported_grant_type", "Invalid grant_type");
    }
    let mut validation = Validation::new(Algorithm::RS256);
    validation.set_audience(&[TOKEN_URI]);
    validation.validate_exp = false;
    let key = DecodingKey::from_rsa_der(&known_keys().1);
    let claims = match jsonwebtoken::decode::<Value>(field("assertion").unwrap_or_default(), &key, &validation) {
        Ok(decoded) => decoded.claims,
        Err(_) => return refused("invalid_grant", "Invalid JWT Signature."),
    };
    let (iat, exp) = (claims["iat"].as_i64().unwrap_or_default(), claims["exp"].as_i64().unwrap_or_default());
    let now = 1_782_993_600;
    if !(now - 300..=now).contains(&iat) || exp <= now || exp > iat + 3600 {
        return refused("invalid_grant", "Invalid JWT: Token must be a short-lived token (60 minutes)");
    }
    if claims["iss"] != EMAIL || claims["scope"] != "https://www.googleapis.com/auth/ndev.clouddns.readwrite" {
        return refused("invalid_scope", "Invalid OAuth scope or ID token audience provided.");
    }
    Answer::json(200, &json!({"access_token": TOKEN, "expires_in": 3599, "token_type": "Bearer"}))
}

fn managed(zone: &ZoneState) -> Value {
    let visibility = if zone.service == Service::NotServed { "private" } else { "public" };
    json!({"kind": "dns#managedZone", "name": zone.id, "id": "699036609868956548", "dnsName": format!("{}.", zone.name),
        "description": "", "nameServers": ["ns-cloud-c1.googledomains.com."], "visibility": visibility})
}

fn paged(world: &World, request: &Request, key: &str, items: Vec<Value>) -> Answer {
    let (items, next) =
        after_cursor(world, items, request.query("pageToken"), request.query("maxResults"), (100, 1000));
    let mut body = json!({"kind": "dns#listResponse", key: items});
    if let Some(next) = next {
        body["nextPageToken"] = next.into();
    }
    Answer::json(200, &body)
}

fn zones(world: &World, request: &Request) -> Answer {
    let wanted = |zone: &&ZoneState| request.query("dnsName").is_none_or(|name| name == format!("{}.", zone.name));
    paged(world, request, "managedZones", world.zones.zones.iter().filter(wanted).map(managed).collect())
}

fn shown(name: &str, rtype: &RrType, records: &[&Record]) -> Value {
    let rrdatas: Vec<String> = records.iter().map(|record| record.data.to_master()).collect();
    json!({"kind": "dns#resourceRecordSet", "name": format!("{name}."), "type": rtype.as_str(), "ttl": records[0].ttl, "rrdatas": rrdatas})
}

fn sets(world: &World, zone: &ZoneState, request: &Request) -> Answer {
    if request.query("type").is_some() && request.query("name").is_none() {
        return invalid("Invalid value for 'parameters.type': a name is needed.");
    }
    let wanted = |name: &str, rtype: &RrType| {
        request.query("name").is_none_or(|wanted| wanted == format!("{name}."))
            && request.query("type").is_none_or(|wanted| wanted == rtype.as_str())
    };
    let sets = zone.sets();
    let items = sets.iter().filter(|((name, rtype), _)| wanted(name, rtype));
    paged(world, request, "rrsets", items.map(|((name, rtype), records)| shown(name, rtype, records)).collect())
}

/// One set of a change.
struct Part {
    name: String,
    rtype: RrType,
    ttl: u32,
    data: Vec<RrData>,
}

fn part(zone: &ZoneState, at: &str, value: &Value) -> Result<Part, Answer> {
    let known = ["kind", "name", "type", "ttl", "rrdatas"];
    let wrong = |what: &str| invalid(&format!("Invalid value for 'entity.change.{at}.{what}'"));
    if let Some(field) = value.as_object().and_then(|set| set.keys().find(|key| !known.contains(&key.as_str()))) {
        return Err(invalid(&format!("Unknown name \"{field}\" at 'change.{at}': Cannot find field.")));
    }
    let name = value["name"].as_str().and_then(|name| name.strip_suffix('.')).ok_or_else(|| wrong("name"))?;
    if name != zone.name && !name.ends_with(&format!(".{}", zone.name)) {
        return Err(wrong("name"));
    }
    let rtype = RrType::from(value["type"].as_str().unwrap_or_default());
    let ttl = value["ttl"].as_u64().and_then(|ttl| u32::try_from(ttl).ok()).filter(|ttl| *ttl <= 2_147_483_647);
    let mut data = Vec::new();
    for text in value["rrdatas"].as_array().ok_or_else(|| wrong("rrdata"))? {
        let text = text.as_str().unwrap_or_default();
        let is_host = matches!(rtype, RrType::Alias | RrType::Cname | RrType::Mx | RrType::Ns | RrType::Srv);
        let is_quoted = text.starts_with('"') && text.ends_with('"');
        let is_too_long = text.split("\" \"").any(|piece| piece.trim_matches('"').len() > 255 && !piece.contains('\\'));
        if is_host && !text.ends_with('.') || rtype == RrType::Txt && (!is_quoted || is_too_long) {
            return Err(wrong(&format!("rrdata: '{text}'")));
        }
        let parsed = RrData::parse_master(&rtype, text).map_err(|_| wrong("rrdata"))?;
        if data.contains(&parsed) {
            return Err(wrong("rrdata: duplicate"));
        }
        data.push(parsed);
    }
    if data.is_empty() || rtype == RrType::Alias && name != zone.name || rtype == RrType::Cname && name == zone.name {
        return Err(wrong("type"));
    }
    Ok(Part { name: name.to_ascii_lowercase(), rtype, ttl: ttl.ok_or_else(|| wrong("ttl"))?, data })
}

fn change(world: &mut World, zone: &ZoneState, request: &Request) -> Answer {
    let body = request.json();
    let kept = world.zones.clone();
    match carry_out(world, zone, &body) {
        Ok(()) => Answer::json(
            200,
            &json!({"kind": "dns#change", "additions": body["additions"], "deletions": body["deletions"],
                "startTime": "2026-07-02T12:00:00.000Z", "id": "217", "status": "pending"}),
        ),
        Err(refusal) => {
            world.zones = kept;
            refusal
        }
    }
}

fn carry_out(world: &mut World, zone: &ZoneState, body: &Value) -> Result<(), Answer> {
    let parts = |key: &str| -> Result<Vec<Part>, Answer> {
        let all = body[key].as_array().cloned().unwrap_or_default();
        all.iter().enumerate().map(|(at, value)| part(zone, &format!("{key}[{at}]"), value)).collect()
    };
    let (deletions, additions) = (parts("deletions")?, parts("additions")?);
    if deletions.is_empty() && additions.is_empty() {
        return Err(refusal(400, "required", "The 'entity.change' parameter is required but was missing."));
    }
    for (at, mut part) in deletions.into_iter().enumerate() {
        let state = world.zones.zone_mut(&zone.id).unwrap();
        let (here, mut stands) = (state.set(&part.name, &part.rtype), state.data(&part.name, &part.rtype));
        let named = format!("'entity.change.deletions[{at}]' resource named '{}. ({})'", part.name, part.rtype);
        if here.is_empty() {
            return Err(refusal(404, "notFound", &format!("The {named} does not exist.")));
        }
        stands.sort();
        part.data.sort();
        if stands != part.data || here.iter().any(|record| record.ttl != part.ttl) {
            return Err(refusal(412, "conditionNotMet", &format!("Precondition not met for {named}")));
        }
        if part.name == zone.name && part.rtype == RrType::Ns {
            return Err(invalid("The apex NS set cannot be removed."));
        }
        let ids: Vec<u64> = here.iter().map(|record| record.id).collect();
        for id in ids {
            state.remove(id);
        }
    }
    for (at, part) in additions.into_iter().enumerate() {
        let state = world.zones.zone(&zone.id).unwrap();
        if !state.set(&part.name, &part.rtype).is_empty() {
            let named = format!("'entity.change.additions[{at}]' resource named '{}. ({})'", part.name, part.rtype);
            return Err(refusal(409, "alreadyExists", &format!("The {named} already exists")));
        }
        for data in part.data {
            world.zones.add(&zone.id, Record::new(&part.name, part.ttl, data));
        }
    }
    let after = world.zones.zone(&zone.id).unwrap();
    let is_crowded = |cname: &Record| {
        cname.rtype() == RrType::Cname
            && after.records.iter().any(|other| other.name == cname.name && other.rtype() != RrType::Cname)
    };
    match after.records.iter().find(|record| is_crowded(record)) {
        Some(cname) => Err(refusal(
            400,
            "cnameResourceRecordSetConflict",
            &format!("The resource record set '{}.' is invalid because a CNAME must stand alone.", cname.name),
        )),
        None => Ok(()),
    }
}
