//! APIs that change sets in documents: PowerDNS, Google Cloud DNS.

use super::json_sets::{filtered, grouped, rows_of};
use crate::recording::{Asked, Told};
use crate::rows::{Edit, Row};
use crate::tongue::{Meaning, Tongue, ZoneRow, by_status};
use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use base64::Engine as _;
use nameplate_domain::zone::RrType;
use serde_json::{Value, json};
use std::sync::OnceLock;

pub(crate) struct PowerDns;
pub(crate) struct Google;

fn each(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn canonical(name: &str) -> String {
    name.trim_end_matches('.').to_ascii_lowercase()
}

impl Tongue for PowerDns {
    fn credential(&self, base: &str, _zone: &ZoneRow) -> String {
        json!({"base_url": base, "url": base, "api_key": "pdns-recorded-key", "server_id": "localhost"}).to_string()
    }

    fn meaning(&self, asked: &Asked, zone: &str) -> Meaning {
        let Some(rest) = asked.after("zones") else { return Meaning::Aside };
        match (asked.method.as_str(), rest.as_slice()) {
            ("GET", []) => Meaning::Zones(asked.query("zone").map(canonical)),
            ("GET", [zone]) if asked.query("rrsets") == Some("false") => Meaning::Zone(canonical(zone)),
            ("GET", [_]) => Meaning::List {
                name: asked.query("rrset_name").map(canonical),
                rtype: asked.query("rrset_type").map(RrType::from),
            },
            ("PATCH", [_]) => {
                Meaning::Write(each(&asked.body["rrsets"]).filter_map(|raw| Self::edit(raw, zone)).collect())
            }
            _ => Meaning::Beyond,
        }
    }

    fn zone_of(&self, asked: &Asked) -> Option<String> {
        asked.after("zones")?.first().map(|part| (*part).to_owned())
    }

    fn zones(&self, told: &Told) -> Vec<ZoneRow> {
        let raw = told.body.as_array().cloned().unwrap_or_else(|| vec![told.body.clone()]);
        let zone = |raw: &Value| {
            let name = raw["name"].as_str()?;
            Some(ZoneRow { id: name.to_owned(), name: canonical(name), is_served: raw["kind"] != "Slave" })
        };
        raw.iter().filter_map(zone).collect()
    }

    fn rows(&self, told: &Told, zone: &str) -> Vec<Row> {
        each(&told.body["rrsets"]).flat_map(|raw| Self::set(raw, zone)).collect()
    }

    fn row(&self, _raw: &Value, _zone: &str) -> Option<Row> {
        None
    }

    fn list(&self, asked: &Asked, zone: &ZoneRow, rows: &[Row]) -> Told {
        let rows = match self.meaning(asked, &zone.name) {
            Meaning::List { name, rtype } => filtered(rows, name.as_deref(), rtype.as_ref()),
            _ => rows.to_vec(),
        };
        let shown = |(name, rtype, ttl, values): (String, RrType, u32, Vec<Value>)| json!({"name": format!("{name}."), "type": rtype.as_str(), "ttl": ttl, "records": values, "comments": []});
        let mut raw = Self::zone(zone);
        raw["rrsets"] = grouped(&rows).into_iter().map(shown).collect::<Vec<_>>().into();
        Told::new(200, raw)
    }

    fn zone_answer(&self, asked: &Asked, zone: &ZoneRow) -> Told {
        let raw = Self::zone(zone);
        Told::new(200, if asked.after("zones").is_some_and(|rest| rest.is_empty()) { json!([raw]) } else { raw })
    }

    fn done(&self, _asked: &Asked, _rows: &[Row]) -> Told {
        Told::new(204, Value::Null)
    }

    fn refusal(&self, told: &Told) -> Option<&'static str> {
        let words = told.body["error"].as_str().unwrap_or_default();
        if words.contains("Could not find domain") { Some("no_such_zone") } else { by_status(told.status) }
    }

    fn aside(&self, asked: &Asked) -> Told {
        match asked.path.last().map(String::as_str) {
            Some("config" | "servers") => Told::new(200, json!([])),
            _ => Told::new(
                200,
                json!({"id": "localhost", "type": "Server", "version": "4.9.0", "daemon_type": "authoritative"}),
            ),
        }
    }
}

impl PowerDns {
    fn zone(zone: &ZoneRow) -> Value {
        let name = format!("{}.", zone.name);
        json!({"id": name, "name": name, "kind": "Native", "dnssec": false, "masters": [], "serial": 1, "account": ""})
    }

    fn set(raw: &Value, zone: &str) -> Vec<Row> {
        let (name, rtype) =
            (canonical(raw["name"].as_str().unwrap_or_default()), raw["type"].as_str().unwrap_or_default());
        rows_of(&name, rtype, &raw["ttl"], &raw["records"], Some("content"), zone)
    }

    fn edit(raw: &Value, zone: &str) -> Option<Edit> {
        let (name, rtype) = (canonical(raw["name"].as_str()?), RrType::from(raw["type"].as_str()?));
        let rows = if raw["changetype"] == "DELETE" { vec![] } else { Self::set(raw, zone) };
        Some(Edit::Put { name, rtype, rows })
    }
}

/// A key that is made for this run.
fn private_key() -> &'static str {
    static KEY: OnceLock<String> = OnceLock::new();
    KEY.get_or_init(|| {
        let der = KeyPair::generate(KeySize::Rsa2048).unwrap().as_der().unwrap();
        let text = base64::engine::general_purpose::STANDARD.encode(der.as_ref());
        format!("-----BEGIN PRIVATE KEY-----\n{text}\n-----END PRIVATE KEY-----\n")
    })
}

impl Tongue for Google {
    fn credential(&self, _base: &str, zone: &ZoneRow) -> String {
        json!({"type": "service_account", "project_id": "example-project-209418", "private_key_id": "recorded",
            "private_key": private_key(), "client_email": "dns@example-project-209418.iam.gserviceaccount.com",
            "client_id": "1", "managed_zone": zone.id, "token_uri": "https://oauth2.googleapis.com/token"})
        .to_string()
    }

    fn meaning(&self, asked: &Asked, zone: &str) -> Meaning {
        let Some(rest) = asked.after("managedZones") else { return Meaning::Aside };
        let zone_name = || asked.query("dnsName").map(canonical);
        match (asked.method.as_str(), rest.as_slice()) {
            ("GET", []) => Meaning::Zones(zone_name()),
            ("GET", [zone]) => Meaning::Zone((*zone).to_owned()),
            ("GET", [_, "rrsets"]) => {
                Meaning::List { name: asked.query("name").map(canonical), rtype: asked.query("type").map(RrType::from) }
            }
            ("GET", [_, "changes", ..]) => Meaning::Aside,
            ("POST", [_, "changes"]) => {
                let sets = |key: &str| each(&asked.body[key]).cloned().collect::<Vec<_>>();
                let key = |raw: &Value| {
                    let text = |key: &str| raw[key].as_str().unwrap_or_default().to_owned();
                    (canonical(&text("name")), RrType::from(text("type")))
                };
                let gone = sets("deletions").into_iter().map(|raw| {
                    let (name, rtype) = key(&raw);
                    Edit::Put { name, rtype, rows: vec![] }
                });
                let come = sets("additions").into_iter().map(|raw| {
                    let (name, rtype) = key(&raw);
                    Edit::Put { rows: Self::set(&raw, zone), name, rtype }
                });
                Meaning::Write(gone.chain(come).collect())
            }
            _ => Meaning::Beyond,
        }
    }

    fn zone_of(&self, asked: &Asked) -> Option<String> {
        asked.after("managedZones")?.first().map(|part| (*part).to_owned())
    }

    fn zones(&self, told: &Told) -> Vec<ZoneRow> {
        let raw = told.body["managedZones"].as_array().cloned().unwrap_or_else(|| vec![told.body.clone()]);
        let zone = |raw: &Value| {
            let is_served = raw["visibility"].as_str().is_none_or(|visibility| visibility == "public");
            let id = raw["id"].as_str().map_or_else(|| raw["id"].to_string(), str::to_owned);
            Some(ZoneRow { id, name: canonical(raw["dnsName"].as_str()?), is_served })
        };
        raw.iter().filter_map(zone).collect()
    }

    fn rows(&self, told: &Told, zone: &str) -> Vec<Row> {
        each(&told.body["rrsets"]).flat_map(|raw| Self::set(raw, zone)).collect()
    }

    fn row(&self, _raw: &Value, _zone: &str) -> Option<Row> {
        None
    }

    fn list(&self, asked: &Asked, zone: &ZoneRow, rows: &[Row]) -> Told {
        let rows = match self.meaning(asked, &zone.name) {
            Meaning::List { name, rtype } => filtered(rows, name.as_deref(), rtype.as_ref()),
            _ => rows.to_vec(),
        };
        let shown = |(name, rtype, ttl, values): (String, RrType, u32, Vec<Value>)| json!({"kind": "dns#resourceRecordSet", "name": format!("{name}."), "type": rtype.as_str(), "ttl": ttl, "rrdatas": values});
        let sets: Vec<Value> = grouped(&rows).into_iter().map(shown).collect();
        Told::new(200, json!({"kind": "dns#resourceRecordSetsListResponse", "rrsets": sets}))
    }

    fn zone_answer(&self, asked: &Asked, zone: &ZoneRow) -> Told {
        let raw = json!({"kind": "dns#managedZone", "name": zone.id, "dnsName": format!("{}.", zone.name), "id": zone.id,
            "visibility": "public", "description": "", "nameServers": ["ns-cloud-c1.googledomains.com."]});
        Told::new(
            200,
            match asked.after("managedZones").is_some_and(|rest| rest.is_empty()) {
                true => json!({"kind": "dns#managedZonesListResponse", "managedZones": [raw]}),
                false => raw,
            },
        )
    }

    fn done(&self, _asked: &Asked, _rows: &[Row]) -> Told {
        Told::new(
            200,
            json!({"kind": "dns#change", "id": "212", "status": "done", "startTime": "2018-07-09T13:19:46.705Z"}),
        )
    }

    fn aside(&self, asked: &Asked) -> Told {
        match asked.is("POST") {
            true => Told::new(
                200,
                json!({"access_token": "recorded-access-token", "token_type": "Bearer", "expires_in": 3600}),
            ),
            false => self.done(asked, &[]),
        }
    }
}

impl Google {
    fn set(raw: &Value, zone: &str) -> Vec<Row> {
        let (name, rtype) =
            (canonical(raw["name"].as_str().unwrap_or_default()), raw["type"].as_str().unwrap_or_default());
        rows_of(&name, rtype, &raw["ttl"], &raw["rrdatas"], None, zone)
    }
}
