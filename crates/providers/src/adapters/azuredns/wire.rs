//! Azure's JSON, to and from rrsets. Keys come in capitals of all kinds.

use crate::contract::Zone;
use nameplate_domain::zone::{RrData, RrSet, RrType, StoredSet, absolute_name};
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// Longest character-string, in octets (RFC 1035, 3.3).
const PIECE_MAX: usize = 255;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ZonesPage {
    #[serde(default)]
    pub(super) value: Vec<WireZone>,
    #[serde(default)]
    pub(super) next_link: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SetsPage {
    #[serde(default)]
    pub(super) value: Vec<WireSet>,
    #[serde(default)]
    pub(super) next_link: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct WireZone {
    name: String,
    #[serde(default)]
    properties: Value,
}

impl WireZone {
    pub(super) fn is_public(&self) -> bool {
        text(&self.properties, "zoneType").is_none_or(|kind| kind.eq_ignore_ascii_case("public"))
    }

    pub(super) fn zone(&self) -> Zone {
        Zone::named(&self.name.to_ascii_lowercase())
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct WireSet {
    name: String,
    /// `Microsoft.Network/dnszones/TXT`.
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    pub(super) etag: String,
    #[serde(default)]
    properties: Value,
}

/// A member of an object, whatever its capitals.
fn member<'a>(object: &'a Value, key: &str) -> Option<&'a Value> {
    object.as_object()?.iter().find(|(known, _)| known.eq_ignore_ascii_case(key)).map(|(_, value)| value)
}

fn text<'a>(object: &'a Value, key: &str) -> Option<&'a str> {
    member(object, key)?.as_str()
}

fn number(object: &Value, key: &str) -> Option<u64> {
    member(object, key)?.as_u64()
}

impl WireSet {
    fn type_name(&self) -> &str {
        self.kind.rsplit('/').next().unwrap_or_default()
    }

    pub(super) fn is_soa(&self) -> bool {
        self.type_name().eq_ignore_ascii_case("SOA")
    }

    pub(super) fn is_at(&self, zone: &Zone, name: &str, rtype: &RrType) -> bool {
        RrType::from(self.type_name()) == *rtype && absolute_name(&self.name, &zone.name) == name
    }

    /// One record of a type that is written here.
    fn datum(rtype: &RrType, record: &Value) -> Option<RrData> {
        let host = |key: &str| text(record, key);
        let text_of = match rtype {
            RrType::A => host("ipv4Address")?.to_owned(),
            RrType::Aaaa => host("ipv6Address")?.to_owned(),
            RrType::Cname => host("cname")?.to_owned(),
            RrType::Ns => host("nsdname")?.to_owned(),
            RrType::Mx => format!("{} {}", number(record, "preference")?, host("exchange")?),
            RrType::Srv => format!(
                "{} {} {} {}",
                number(record, "priority")?,
                number(record, "weight")?,
                number(record, "port")?,
                host("target")?
            ),
            RrType::Caa => {
                let flags = u8::try_from(number(record, "flags")?).ok()?;
                let (tag, value) = (host("tag")?.to_ascii_lowercase(), host("value")?.to_owned());
                return Some(RrData::Caa { flags, tag, value });
            }
            RrType::Txt => {
                let pieces = member(record, "value")?.as_array()?;
                pieces.iter().map(Value::as_str).collect::<Option<String>>()?
            }
            RrType::Alias | RrType::Other(_) => return None,
        };
        RrData::parse(rtype, &text_of).ok()
    }

    pub(super) fn stored(&self, zone: &Zone) -> StoredSet {
        let rtype = RrType::from(self.type_name());
        let name = absolute_name(&self.name, &zone.name);
        let other = |value: &Value| RrData::Other { rtype: self.type_name().to_owned(), text: value.to_string() };
        let records = match members_of(&rtype) {
            Some(key) => match member(&self.properties, key) {
                Some(Value::Array(records)) => records.clone(),
                Some(Value::Object(record)) => vec![Value::Object(record.clone())],
                _ => vec![],
            },
            None => vec![self.properties.clone()],
        };
        let linked = ["targetResource", "trafficManagementProfile"].iter().find_map(|key| {
            text(member(&self.properties, key)?, "id")
                .filter(|id| !id.is_empty())
                .map(|id| Value::from(format!("alias of {id}")))
        });
        let mut data: Vec<RrData> =
            records.iter().map(|record| Self::datum(&rtype, record).unwrap_or_else(|| other(record))).collect();
        let mut untouchable = None;
        if members_of(&rtype).is_some() && data.iter().any(|data| data.rtype() != rtype) {
            untouchable = Some("it has a value that is not understood.");
        }
        if let Some(alias) = &linked {
            untouchable = Some("it is an alias of a resource at Azure.");
            data.push(other(alias));
        }
        if rtype == RrType::Ns && name == zone.name {
            untouchable = Some("they are the zone's name servers.");
        }
        let ttl = number(&self.properties, "TTL").and_then(|ttl| u32::try_from(ttl).ok()).unwrap_or_default();
        StoredSet { set: RrSet::new(&name, rtype, ttl, data), untouchable: untouchable.map(str::to_owned) }
    }
}

/// Where the records of a type are; `None` for types that are not written here.
fn members_of(rtype: &RrType) -> Option<&'static str> {
    Some(match rtype {
        RrType::A => "ARecords",
        RrType::Aaaa => "AAAARecords",
        RrType::Caa => "caaRecords",
        RrType::Cname => "CNAMERecord",
        RrType::Mx => "MXRecords",
        RrType::Ns => "NSRecords",
        RrType::Srv => "SRVRecords",
        RrType::Txt => "TXTRecords",
        RrType::Alias | RrType::Other(_) => return None,
    })
}

/// The body that writes a set. It replaces everything that is kept with the old one, so its metadata goes along.
pub(super) fn body(set: &RrSet, old: Option<&WireSet>) -> Value {
    let records: Vec<Value> = set.data.iter().map(record).collect();
    let mut properties = Map::new();
    properties.insert("TTL".to_owned(), set.ttl.into());
    if let Some(key) = members_of(&set.rtype) {
        let value = match set.rtype {
            RrType::Cname => records.into_iter().next().unwrap_or_default(),
            _ => records.into(),
        };
        properties.insert(key.to_owned(), value);
    }
    if let Some(metadata) = old.and_then(|old| member(&old.properties, "metadata")) {
        properties.insert("metadata".to_owned(), metadata.clone());
    }
    json!({ "properties": properties })
}

fn record(data: &RrData) -> Value {
    let host = |name: &str| if name.is_empty() { ".".to_owned() } else { name.to_owned() };
    match data {
        RrData::A(address) => json!({"ipv4Address": address.to_string()}),
        RrData::Aaaa(address) => json!({"ipv6Address": address.to_string()}),
        RrData::Cname(target) => json!({"cname": target}),
        RrData::Ns(target) => json!({"nsdname": target}),
        RrData::Mx { preference, exchange } => json!({"preference": preference, "exchange": host(exchange)}),
        RrData::Srv { priority, weight, port, target } => {
            json!({"priority": priority, "weight": weight, "port": port, "target": host(target)})
        }
        RrData::Caa { flags, tag, value } => json!({"flags": flags, "tag": tag, "value": value}),
        RrData::Txt(text) => json!({"value": pieces(text)}),
        RrData::Alias(_) | RrData::Other { .. } => Value::Null,
    }
}

/// The text in pieces of at most 255 octets, cut between characters.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while rest.len() > PIECE_MAX {
        let (piece, after) = rest.split_at(rest.floor_char_boundary(PIECE_MAX));
        pieces.push(piece);
        rest = after;
    }
    pieces.push(rest);
    pieces
}
