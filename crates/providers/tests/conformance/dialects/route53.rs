//! Route 53, API of 2013-04-01: signed requests, XML, sets in atomic batches; names are shown escaped by eights.

use crate::simulator::{Answer, Dialect, Record, Request, Shown, World, ZoneState};
use nameplate_domain::time::Timestamp;
use nameplate_domain::zone::RrData;
use nameplate_providers::{AccessKey, PathForm, ProviderSpec, RequestToSign, SigningScope, Zone, by_key, sign_v4};
use quick_xml::escape::escape;

pub(crate) struct Route53;

pub(crate) fn dialect() -> Route53 {
    Route53
}

const KEY: &str = "AKIACONFORMANCE00001";
const SECRET: &str = "conformance/secret+of/Route53";
const NAMESPACE: &str = "https://route53.amazonaws.com/doc/2013-04-01/";
/// 2026-07-02T12:00:00Z.
const NOW: &str = "20260702T120000Z";

fn xml(status: u16, body: &str) -> Answer {
    Answer::text(status, "text/xml", &format!("<?xml version=\"1.0\"?>\n{body}"))
}

fn refusal(status: u16, code: &str, message: &str) -> Answer {
    let message = escape(message);
    xml(
        status,
        &format!(
            "<ErrorResponse xmlns=\"{NAMESPACE}\"><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error><RequestId>b25f48e8-84fd-11e6-80d9-574e0c4664cb</RequestId></ErrorResponse>"
        ),
    )
}

fn bad_batch(message: &str) -> Answer {
    refusal(400, "InvalidChangeBatch", &format!("[{message}]"))
}

fn no_such_zone(id: &str) -> Answer {
    refusal(404, "NoSuchHostedZone", &format!("No hosted zone found with ID: {id}"))
}

impl Dialect for Route53 {
    fn spec(&self) -> &'static ProviderSpec {
        by_key("route53").unwrap()
    }

    fn credential(&self, _base: &str) -> String {
        format!("{KEY}:{SECRET}:eu-central-1")
    }

    fn wrong_credential(&self, _base: &str) -> String {
        format!("{KEY}:another/secret+of/somebody")
    }

    fn secrets(&self) -> Vec<String> {
        vec![SECRET.to_owned()]
    }

    fn admit(&self, request: &Request) -> Result<(), Answer> {
        let header = |name| request.header(name).unwrap_or_default();
        let unsigned = || refusal(403, "MissingAuthenticationToken", "Missing Authentication Token");
        let rest = header("authorization").strip_prefix("AWS4-HMAC-SHA256 ").ok_or_else(unsigned)?;
        let part = |name: &str| rest.split(", ").find_map(|part| part.strip_prefix(name)).ok_or_else(unsigned);
        let (credential, names) = (part("Credential=")?, part("SignedHeaders=")?);
        let scope = "/20260702/us-east-1/route53/aws4_request";
        let wrong = |message: &str| refusal(403, "SignatureDoesNotMatch", message);
        let key =
            credential.strip_suffix(scope).ok_or_else(|| wrong("Credential should be scoped to a valid region."))?;
        if key != KEY {
            return Err(refusal(403, "InvalidClientTokenId", "The security token included in the request is invalid."));
        }
        let names: Vec<&str> = names.split(';').collect();
        if header("x-amz-date") != NOW || !names.contains(&"host") || !names.contains(&"x-amz-date") {
            return Err(wrong("Signature not yet current, or a header that must be signed is not"));
        }
        let headers: Vec<(&str, &str)> =
            names.iter().filter(|name| **name != "x-amz-date").map(|name| (*name, header(name))).collect();
        let query: Vec<String> = request.query.iter().map(|(key, value)| format!("{key}={value}")).collect();
        let signed = sign_v4(
            &RequestToSign {
                method: &request.method,
                path: &request.path,
                path_form: PathForm::Normalised,
                query: &query.join("&"),
                headers: &headers,
                body: &request.body,
            },
            &AccessKey { id: KEY, secret: SECRET, session_token: None },
            &SigningScope { region: "us-east-1", service: "route53", at: Timestamp::from_ms(1_782_993_600_000) },
        );
        match header("authorization") == signed.authorization {
            true => Ok(()),
            false => Err(wrong("The request signature we calculated does not match the signature you provided.")),
        }
    }

    fn rejection(&self, words: &str) -> Answer {
        bad_batch(words)
    }

    fn too_many(&self, _retry_after_s: u64) -> Answer {
        refusal(400, "Throttling", "Rate exceeded")
    }

    fn says_how_long(&self) -> bool {
        false
    }

    fn zone_id(&self, name: &str) -> String {
        format!("Z0{}", name.replace('.', "0").to_uppercase())
    }

    fn unknown_zone(&self) -> Zone {
        Zone { id: "Z0UNKNOWN".to_owned(), ..Zone::named("unknown.example") }
    }

    fn has_unserved_zones(&self) -> bool {
        true
    }

    fn furniture(&self, zone: &str) -> Vec<Record> {
        let ns = |host: &str| Record::new(zone, 172_800, RrData::Ns(host.to_owned())).shown(Shown::OrNot);
        let weighted = |octet: u8, identifier: &str| {
            Record::new(&format!("weighted.{zone}"), 60, RrData::A([192, 0, 2, octet].into()))
                .shown(Shown::Untouchable)
                .with("SetIdentifier", identifier)
        };
        vec![
            Record::foreign(
                zone,
                900,
                "SOA",
                "ns-1.awsdns-01.com. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400",
            )
            .shown(Shown::OrNot),
            ns("ns-1.awsdns-01.com"),
            ns("ns-2.awsdns-02.co.uk"),
            weighted(1, "blue"),
            weighted(2, "green"),
            Record::new(&format!("checked.{zone}"), 60, RrData::A([192, 0, 2, 3].into()))
                .shown(Shown::Untouchable)
                .with("HealthCheckId", "abcdef11-2222-3333-4444-555555fedcba"),
            Record::foreign(
                &format!("sip.{zone}"),
                300,
                "NAPTR",
                "100 50 \"s\" \"SIP+D2U\" \"\" _sip._udp.mail.example.",
            ),
        ]
    }

    fn answer(&self, world: &mut World, request: &Request) -> Answer {
        let segments = request.segments();
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        match (request.method.as_str(), segments.as_slice()) {
            ("GET", ["2013-04-01", "hostedzone"]) => zones(world, request),
            ("GET", ["2013-04-01", "hostedzonesbyname"]) => zones_by_name(world, request),
            (method, ["2013-04-01", "hostedzone", id, rest @ ..]) => {
                let Some(state) = world.zones.zones.iter().find(|zone| zone.id == *id).cloned() else {
                    return no_such_zone(id);
                };
                match (method, rest) {
                    ("GET", []) => xml(
                        200,
                        &format!(
                            "<GetHostedZoneResponse xmlns=\"{NAMESPACE}\">{}<DelegationSet><NameServers><NameServer>ns-1.awsdns-01.com</NameServer></NameServers></DelegationSet></GetHostedZoneResponse>",
                            hosted(&state)
                        ),
                    ),
                    ("GET", ["rrset"]) => sets(world, &state, request),
                    ("POST", ["rrset"]) => change(world, &state, request),
                    _ => refusal(404, "UnknownOperationException", "Unknown operation"),
                }
            }
            _ => refusal(404, "UnknownOperationException", "Unknown operation"),
        }
    }
}

fn hosted(zone: &ZoneState) -> String {
    let is_private = zone.service == crate::simulator::Service::NotServed;
    format!(
        "<HostedZone><Id>/hostedzone/{}</Id><Name>{}.</Name><CallerReference>c</CallerReference><Config><PrivateZone>{is_private}</PrivateZone></Config><ResourceRecordSetCount>{}</ResourceRecordSetCount></HostedZone>",
        zone.id,
        zone.name,
        zone.sets().len()
    )
}

/// Labels from the right: the order in which Route 53 lists names.
fn order(name: &str) -> Vec<String> {
    name.trim_end_matches('.').split('.').rev().map(str::to_owned).collect()
}

fn size(world: &World, request: &Request, most: usize) -> usize {
    let asked = request.query("maxitems").and_then(|text| text.parse().ok()).unwrap_or(most);
    most.min(asked).min(world.page_max)
}

fn zones(world: &World, request: &Request) -> Answer {
    let (all, size) = (&world.zones.zones, size(world, request, 100));
    let start = request.query("marker").map_or(0, |marker| all.iter().position(|zone| zone.id == marker).unwrap());
    let page: String = all.iter().skip(start).take(size).map(hosted).collect();
    let next = all.get(start + size);
    let marker = next.map(|zone| format!("<NextMarker>{}</NextMarker>", zone.id)).unwrap_or_default();
    xml(
        200,
        &format!(
            "<ListHostedZonesResponse xmlns=\"{NAMESPACE}\"><HostedZones>{page}</HostedZones><IsTruncated>{}</IsTruncated>{marker}<MaxItems>{size}</MaxItems></ListHostedZonesResponse>",
            next.is_some()
        ),
    )
}

fn zones_by_name(world: &World, request: &Request) -> Answer {
    let mut all: Vec<&ZoneState> = world.zones.zones.iter().collect();
    all.sort_by_key(|zone| order(&zone.name));
    if let Some(start) = request.query("dnsname") {
        all.retain(|zone| order(&zone.name) >= order(start));
    }
    let size = size(world, request, 100);
    let page: String = all.iter().take(size).map(|zone| hosted(zone)).collect();
    let next = all.get(size).map(|zone| {
        format!("<NextDNSName>{}.</NextDNSName><NextHostedZoneId>{}</NextHostedZoneId>", zone.name, zone.id)
    });
    xml(
        200,
        &format!(
            "<ListHostedZonesByNameResponse xmlns=\"{NAMESPACE}\"><HostedZones>{page}</HostedZones><IsTruncated>{}</IsTruncated>{}<MaxItems>{size}</MaxItems></ListHostedZonesByNameResponse>",
            next.is_some(),
            next.clone().unwrap_or_default()
        ),
    )
}

/// The records of one listed set.
struct Listed<'a> {
    name: &'a str,
    rtype: String,
    identifier: String,
    records: Vec<&'a Record>,
}

fn listed(zone: &ZoneState) -> Vec<Listed<'_>> {
    let mut all: Vec<Listed<'_>> = Vec::new();
    for record in &zone.records {
        let (rtype, identifier) = (record.rtype().to_string(), text(record, "SetIdentifier"));
        let known =
            all.iter_mut().find(|set| set.name == record.name && set.rtype == rtype && set.identifier == identifier);
        match known {
            Some(set) => set.records.push(record),
            None => all.push(Listed { name: &record.name, rtype, identifier, records: vec![record] }),
        }
    }
    all.sort_by_key(|set| (order(set.name), set.rtype.clone(), set.identifier.clone()));
    all
}

fn text(record: &Record, key: &str) -> String {
    record.extra.get(key).and_then(|value| value.as_str()).unwrap_or_default().to_owned()
}

fn sets(world: &World, zone: &ZoneState, request: &Request) -> Answer {
    let query = |key: &str| request.query(key).unwrap_or_default().to_owned();
    if request.query("type").is_some() && request.query("name").is_none() {
        return refusal(400, "InvalidInput", "A type needs a name.");
    }
    let start = (order(&query("name").replace("\\052", "*")), query("type"), query("identifier"));
    let mut all = listed(zone);
    if request.query("name").is_some() {
        all.retain(|set| (order(set.name), set.rtype.clone(), set.identifier.clone()) >= start);
    }
    let size = size(world, request, 300);
    let page: String = all.iter().take(size).map(shown).collect();
    let next = all.get(size).map(|set| {
        let identifier = match set.identifier.as_str() {
            "" => String::new(),
            text => format!("<NextRecordIdentifier>{text}</NextRecordIdentifier>"),
        };
        let name = shown_name(set.name);
        format!("<NextRecordName>{name}</NextRecordName><NextRecordType>{}</NextRecordType>{identifier}", set.rtype)
    });
    xml(
        200,
        &format!(
            "<ListResourceRecordSetsResponse xmlns=\"{NAMESPACE}\"><ResourceRecordSets>{page}</ResourceRecordSets><IsTruncated>{}</IsTruncated>{}<MaxItems>{size}</MaxItems></ListResourceRecordSetsResponse>",
            next.is_some(),
            next.clone().unwrap_or_default()
        ),
    )
}

fn shown_name(name: &str) -> String {
    format!("{}.", name.replace('*', "\\052"))
}

fn shown(set: &Listed<'_>) -> String {
    let first = set.records[0];
    let element = |key: &str| match text(first, key).as_str() {
        "" => String::new(),
        value => format!("<{key}>{value}</{key}>"),
    };
    let weight = if set.identifier.is_empty() { "" } else { "<Weight>10</Weight>" };
    let records: String = set
        .records
        .iter()
        .map(|record| format!("<ResourceRecord><Value>{}</Value></ResourceRecord>", escape(value(&record.data))))
        .collect();
    format!(
        "<ResourceRecordSet><Name>{}</Name><Type>{}</Type>{}{weight}<TTL>{}</TTL><ResourceRecords>{records}</ResourceRecords>{}</ResourceRecordSet>",
        shown_name(set.name),
        set.rtype,
        element("SetIdentifier"),
        first.ttl,
        element("HealthCheckId")
    )
}

fn value(data: &RrData) -> String {
    let RrData::Txt(text) = data else { return data.to_master() };
    let octets = |piece: &[u8]| -> String {
        piece
            .iter()
            .map(|octet| match octet {
                b'"' => "\\\"".to_owned(),
                b'\\' => "\\\\".to_owned(),
                0x20..=0x7e => char::from(*octet).to_string(),
                _ => format!("\\{octet:03o}"),
            })
            .collect()
    };
    text.as_bytes().chunks(255).map(|piece| format!("\"{}\"", octets(piece))).collect::<Vec<_>>().join(" ")
}

mod batch;

use batch::change;
