//! `ChangeResourceRecordSets`: all of a batch, or nothing.

use super::{Answer, NAMESPACE, Record, Request, World, ZoneState, bad_batch, refusal, xml};
use nameplate_domain::zone::{RrData, RrType};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Body {
    #[serde(rename = "@xmlns")]
    namespace: String,
    change_batch: Batch,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Batch {
    #[serde(default)]
    #[expect(dead_code, reason = "it may be there")]
    comment: Option<String>,
    changes: Changes,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Changes {
    change: Vec<Change>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Change {
    action: String,
    resource_record_set: Set,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Set {
    name: String,
    #[serde(rename = "Type")]
    rtype: String,
    #[serde(rename = "TTL")]
    ttl: u32,
    resource_records: Values,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Values {
    resource_record: Vec<Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Value {
    value: String,
}

pub(super) fn change(world: &mut World, zone: &ZoneState, request: &Request) -> Answer {
    let body: Body = match quick_xml::de::from_str(&request.text()) {
        Ok(body) => body,
        Err(error) => return refusal(400, "MalformedXML", &error.to_string()),
    };
    if body.namespace != NAMESPACE {
        return refusal(400, "MalformedXML", "Unknown namespace");
    }
    let kept = world.zones.clone();
    for change in body.change_batch.changes.change {
        if let Err(message) = carry_out(world, zone, change) {
            world.zones = kept;
            return bad_batch(&message);
        }
    }
    let after = world.zones.zone(&zone.id).unwrap();
    let beside = after.records.iter().find(|record| {
        let others = after.records.iter().filter(|other| other.name == record.name && other.rtype() != record.rtype());
        record.rtype() == RrType::Cname && others.count() > 0
    });
    if let Some(cname) = beside {
        let message = format!(
            "RRSet of type CNAME with DNS name {}. is not permitted as it conflicts with other records with the same DNS name in zone {}.",
            cname.name, zone.name
        );
        world.zones = kept;
        return bad_batch(&message);
    }
    xml(
        200,
        &format!(
            "<ChangeResourceRecordSetsResponse xmlns=\"{NAMESPACE}\"><ChangeInfo><Id>/change/C0593076</Id><Status>PENDING</Status><SubmittedAt>2026-07-02T12:00:00.000Z</SubmittedAt></ChangeInfo></ChangeResourceRecordSetsResponse>"
        ),
    )
}

fn carry_out(world: &mut World, zone: &ZoneState, change: Change) -> Result<(), String> {
    let Change { action, resource_record_set: set } = change;
    let name = set.name.replace("\\052", "*").trim_end_matches('.').to_ascii_lowercase();
    let rtype = RrType::from(set.rtype.as_str());
    let place = format!("resource record set [name='{}', type='{rtype}']", set.name);
    if name != zone.name && !name.ends_with(&format!(".{}", zone.name)) {
        return Err(format!("RRSet with DNS name {name}. is not permitted in zone {}.", zone.name));
    }
    if rtype == RrType::Cname && name == zone.name {
        return Err(format!(
            "RRSet of type CNAME with DNS name {name}. is not permitted at apex in zone {}.",
            zone.name
        ));
    }
    if rtype == RrType::Alias || set.ttl > 2_147_483_647 {
        return Err("Value failed to satisfy constraint".to_owned());
    }
    let mut data = Vec::new();
    for Value { value } in set.resource_records.resource_record {
        let parsed = parsed(&rtype, &value)?;
        if data.contains(&parsed) {
            return Err(format!("Duplicate Resource Record: '{value}'"));
        }
        data.push(parsed);
    }
    let state = world.zones.zone_mut(&zone.id).unwrap();
    let here: Vec<Record> = state.set(&name, &rtype).into_iter().cloned().collect();
    if here.iter().any(|record| record.extra.contains_key("SetIdentifier")) {
        return Err(format!(
            "RRSet with DNS name {name}., type {rtype} cannot be created as other RRSets exist with the same name and type."
        ));
    }
    match (action.as_str(), here.is_empty()) {
        ("CREATE", false) => return Err(format!("Tried to create {place} but it already exists")),
        ("DELETE", true) => return Err(format!("Tried to delete {place} but it was not found")),
        ("DELETE", false) => {
            let mut stands: Vec<RrData> = here.iter().map(|record| record.data.clone()).collect();
            stands.sort();
            data.sort();
            if stands != data || here.iter().any(|record| record.ttl != set.ttl) {
                return Err(format!("Tried to delete {place} but the values provided do not match the current values"));
            }
            if rtype == RrType::Ns && name == zone.name {
                return Err("A HostedZone must contain at least one NS record for the zone itself.".to_owned());
            }
            for record in here {
                state.remove(record.id);
            }
        }
        ("CREATE" | "UPSERT", _) => {
            world.zones.replace_set(&zone.id, &name, &rtype, set.ttl, &data);
        }
        _ => return Err(format!("Invalid action {action}")),
    }
    Ok(())
}

fn parsed(rtype: &RrType, value: &str) -> Result<RrData, String> {
    let fatal = |why: &str| format!("Invalid Resource Record: 'FATAL problem: {why} encountered with '{value}''");
    match rtype {
        RrType::Txt => text(value).map(RrData::Txt).map_err(fatal),
        _ => RrData::parse(rtype, value).map_err(|_| fatal("ARRDATAIllegalValue")),
    }
}

/// Character-strings in quotes, each of at most 255 octets.
fn text(value: &str) -> Result<String, &'static str> {
    const UNQUOTED: &str = "InvalidCharacterString (Value should be enclosed in quotation marks)";
    let (mut octets, mut rest) = (Vec::new(), value.trim_matches(' ').bytes().peekable());
    while rest.peek().is_some() {
        if rest.next() != Some(b'"') {
            return Err(UNQUOTED);
        }
        let start = octets.len();
        loop {
            match rest.next().ok_or(UNQUOTED)? {
                b'"' => break,
                b'\\' => match rest.next().ok_or(UNQUOTED)? {
                    first @ b'0'..=b'3' => {
                        let mut digit = || rest.next().filter(|octet| (b'0'..=b'7').contains(octet)).ok_or(UNQUOTED);
                        let (second, third) = (digit()?, digit()?);
                        octets.push((first - b'0') * 64 + (second - b'0') * 8 + (third - b'0'));
                    }
                    other => octets.push(other),
                },
                octet if octet.is_ascii_graphic() || octet == b' ' => octets.push(octet),
                _ => return Err("InvalidCharacterString"),
            }
        }
        if octets.len() - start > 255 {
            return Err("CharacterStringTooLong (Value is too long)");
        }
        while rest.peek() == Some(&b' ') {
            rest.next();
        }
    }
    if octets.is_empty() {
        return Err("InvalidCharacterString");
    }
    String::from_utf8(octets).map_err(|_| "InvalidCharacterString")
}
