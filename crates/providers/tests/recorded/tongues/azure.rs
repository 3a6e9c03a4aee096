//! Azure DNS: a resource for each set, with a list of its own for each type.

use super::json_sets::{filtered, grouped};
use crate::recording::{Asked, Told};
use crate::rows::{Edit, Row, absolute};
use crate::tongue::{Meaning, Tongue, ZoneRow};
use nameplate_domain::zone::{RrData, RrType, relative_name};
use serde_json::{Value, json};

pub(crate) struct Azure;

impl Tongue for Azure {
    fn credential(&self, _base: &str, _zone: &ZoneRow) -> String {
        let id =
            |digit: &str| format!("{0}{0}-{1}-4{2}-8{2}-{0}{1}", digit.repeat(4), digit.repeat(4), digit.repeat(3));
        json!({"tenant_id": id("1"), "client_id": id("2"), "client_secret": "azure-recorded-secret", "subscription_id": id("3"),
            "resource_group": "dns-test"})
        .to_string()
    }

    fn meaning(&self, asked: &Asked, zone: &str) -> Meaning {
        let Some(rest) = asked.after("dnszones") else { return Meaning::Aside };
        match (asked.method.as_str(), rest.as_slice()) {
            ("GET", []) => Meaning::Zones(None),
            ("GET", [zone]) => Meaning::Zone((*zone).to_owned()),
            ("GET", [_, all]) if matches!(all.to_lowercase().as_str(), "recordsets" | "all") => Meaning::ALL,
            ("GET", [_, rtype]) => Meaning::List { name: None, rtype: Some(RrType::from(*rtype)) },
            ("GET", [_, rtype, of]) => {
                Meaning::List { name: Some(absolute(of, zone)), rtype: Some(RrType::from(*rtype)) }
            }
            ("PUT" | "PATCH", [_, rtype, of]) => {
                let name = absolute(of, zone);
                let rows = Self::set(&asked.body["properties"], &name, rtype);
                Meaning::Write(vec![Edit::Put { name, rtype: RrType::from(*rtype), rows }])
            }
            ("DELETE", [_, rtype, of]) => {
                Meaning::Write(vec![Edit::Put { name: absolute(of, zone), rtype: RrType::from(*rtype), rows: vec![] }])
            }
            _ => Meaning::Beyond,
        }
    }

    fn zone_of(&self, asked: &Asked) -> Option<String> {
        asked.after("dnszones")?.first().map(|part| (*part).to_owned())
    }

    fn zones(&self, told: &Told) -> Vec<ZoneRow> {
        let raw = told.body["value"].as_array().cloned().unwrap_or_else(|| vec![told.body.clone()]);
        let zone = |raw: &Value| {
            let name = raw["name"].as_str()?.to_lowercase();
            Some(ZoneRow { id: name.clone(), name, is_served: raw["properties"]["zoneType"] != "Private" })
        };
        raw.iter().filter_map(zone).collect()
    }

    fn rows(&self, told: &Told, zone: &str) -> Vec<Row> {
        let raw = told.body["value"].as_array().cloned().unwrap_or_else(|| vec![told.body.clone()]);
        let set = |raw: &Value| {
            let rtype = raw["type"].as_str()?.rsplit('/').next()?;
            Some(Self::set(&raw["properties"], &absolute(raw["name"].as_str()?, zone), rtype))
        };
        raw.iter().filter_map(set).flatten().collect()
    }

    fn row(&self, _raw: &Value, _zone: &str) -> Option<Row> {
        None
    }

    fn list(&self, asked: &Asked, zone: &ZoneRow, rows: &[Row]) -> Told {
        let rows = match self.meaning(asked, &zone.name) {
            Meaning::List { name, rtype } => filtered(rows, name.as_deref(), rtype.as_ref()),
            _ => rows.to_vec(),
        };
        let shown = |(name, rtype, ttl, values): (String, RrType, u32, Vec<Value>)| {
            let relative = relative_name(&name, &zone.name).to_owned();
            let (key, _) = Self::key(rtype.as_str());
            let values = if key.ends_with("Records") {
                Value::from(values)
            } else {
                values.first().cloned().unwrap_or_default()
            };
            json!({"id": format!("/dnszones/{}/{rtype}/{relative}", zone.name), "name": relative, "etag": "e1",
                "type": format!("Microsoft.Network/dnszones/{rtype}"),
                "properties": {"fqdn": format!("{name}."), "TTL": ttl, key: values, "provisioningState": "Succeeded"}})
        };
        let sets: Vec<Value> = grouped(&rows).into_iter().map(shown).collect();
        match (asked.after("dnszones").map_or(0, |rest| rest.len()), sets.first()) {
            (3, Some(set)) => Told::new(200, set.clone()),
            (3, None) => Told::new(404, json!({"code": "NotFound", "message": "The resource record does not exist."})),
            _ => Told::new(200, json!({"value": sets})),
        }
    }

    fn zone_answer(&self, asked: &Asked, zone: &ZoneRow) -> Told {
        let raw = json!({"id": format!("/dnszones/{}", zone.name), "name": zone.name, "type": "Microsoft.Network/dnszones",
            "etag": "e1", "location": "global", "properties": {"zoneType": "Public", "nameServers": ["ns1-05.azure-dns.com."]}});
        Told::new(
            200,
            if asked.after("dnszones").is_some_and(|rest| rest.is_empty()) { json!({"value": [raw]}) } else { raw },
        )
    }

    fn done(&self, asked: &Asked, _rows: &[Row]) -> Told {
        Told::new(200, if asked.is("DELETE") { Value::Null } else { asked.body.clone() })
    }

    fn aside(&self, _asked: &Asked) -> Told {
        Told::new(200, json!({"access_token": "recorded-access-token", "token_type": "Bearer", "expires_in": 3599}))
    }
}

impl Azure {
    /// Where a type has its values, and the words of one.
    fn key(rtype: &str) -> (&'static str, &'static [&'static str]) {
        match rtype {
            "A" => ("ARecords", &["ipv4Address"]),
            "AAAA" => ("AAAARecords", &["ipv6Address"]),
            "CNAME" => ("CNAMERecord", &["cname"]),
            "MX" => ("MXRecords", &["preference", "exchange"]),
            "NS" => ("NSRecords", &["nsdname"]),
            "SRV" => ("SRVRecords", &["priority", "weight", "port", "target"]),
            "TXT" => ("TXTRecords", &["value"]),
            "CAA" => ("caaRecords", &["flags", "tag", "value"]),
            "PTR" => ("PTRRecords", &["ptrdname"]),
            _ => ("SOARecord", &["host"]),
        }
    }

    fn set(properties: &Value, name: &str, rtype: &str) -> Vec<Row> {
        let rtype = rtype.to_uppercase();
        let (key, words) = Self::key(&rtype);
        let found = properties.as_object().into_iter().flatten().find(|(known, _)| known.eq_ignore_ascii_case(key));
        let values = match found.map(|(_, value)| value.clone()) {
            Some(Value::Array(values)) => values,
            Some(value) => vec![value],
            None => vec![],
        };
        let ttl = properties["TTL"].as_u64().and_then(|ttl| u32::try_from(ttl).ok());
        let row = |raw: Value| {
            let word = |word: &&str| match &raw[*word] {
                Value::Array(pieces) => pieces.iter().filter_map(Value::as_str).collect::<String>(),
                Value::String(text) if rtype == "CAA" && *word == "value" => format!("\"{text}\""),
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            let text = words.iter().map(word).collect::<Vec<_>>().join(" ");
            let data = match rtype.as_str() {
                "TXT" => RrData::Txt(text),
                _ => RrData::parse(&RrType::from(rtype.as_str()), &text).ok()?,
            };
            Some(Row { id: String::new(), name: name.to_owned(), ttl, data, raw })
        };
        values.into_iter().filter_map(row).collect()
    }
}
