//! Which zone a recording is about.

use crate::recording::Recording;
use crate::tongue::{Meaning, Tongue, ZoneRow};
use serde_json::Value;

/// Providers whose records say their names in full.
const ABSOLUTE: [&str; 7] = ["cloudflare", "gcpdns", "ionos", "netlify", "porkbun", "powerdns", "route53"];
/// What relative names are completed with to be told from absolute ones.
const NOWHERE: &str = "zone.invalid";

pub(crate) fn zone_of_file(tongue: &dyn Tongue, key: &str, file: &Recording) -> ZoneRow {
    let is_about_records =
        |meaning: &Meaning| matches!(meaning, Meaning::List { .. } | Meaning::Write(_) | Meaning::One);
    let in_paths = file
        .exchanges
        .iter()
        .filter(|exchange| is_about_records(&tongue.meaning(&exchange.request, NOWHERE)))
        .find_map(|exchange| tongue.zone_of(&exchange.request));
    let shown: Vec<ZoneRow> = file
        .exchanges
        .iter()
        .filter(|exchange| matches!(tongue.meaning(&exchange.request, NOWHERE), Meaning::Zones(_) | Meaning::Zone(_)))
        .flat_map(|exchange| tongue.zones(&exchange.response))
        .collect();
    let path = in_paths.unwrap_or_default();
    let known = shown.iter().find(|zone| zone.id == path || zone.name == path.trim_end_matches('.'));
    if let Some(zone) = known {
        return zone.clone();
    }
    if path.contains('.') && !path.starts_with('{') {
        let name = path.trim_end_matches('.').to_lowercase();
        return ZoneRow { id: path, name, is_served: true };
    }
    let is_placeholder = path.is_empty() || path.starts_with('{');
    let name = match shown.first() {
        Some(zone) if is_placeholder && shown.len() == 1 => return zone.clone(),
        _ => said(file).or_else(|| ABSOLUTE.contains(&key).then(|| shortest(tongue, file)).flatten()),
    };
    let name = name.unwrap_or_else(|| "zone.example".to_owned());
    let id = match (is_placeholder, ABSOLUTE.contains(&key)) {
        (true, true) if key != "porkbun" => "023e105f4ecef8ad9ca31a8372d0c353".to_owned(),
        (true, _) if key == "linode" => "42".to_owned(),
        (true, _) => name.clone(),
        (false, _) => path,
    };
    ZoneRow { id, name, is_served: true }
}

/// The zone's name where a record says it.
fn said(file: &Recording) -> Option<String> {
    const KEYS: [&str; 5] = ["zone_name", "domainName", "rootName", "zone_id", "domain"];
    fn look(value: &Value) -> Option<String> {
        match value {
            Value::Object(map) => {
                let is_name = |text: &&str| text.contains('.') && !text.contains(['/', '@', ' ']);
                let found = KEYS.iter().find_map(|key| map.get(*key)?.as_str().filter(is_name).map(str::to_owned));
                found.or_else(|| map.values().find_map(look))
            }
            Value::Array(list) => list.iter().find_map(look),
            _ => None,
        }
    }
    let dotted = |value: &Value| {
        let name = value["name"].as_str()?.strip_suffix('.')?.to_owned();
        last_two(&name)
    };
    let said = file.exchanges.iter().find_map(|exchange| look(&exchange.response.body));
    said.or_else(|| file.exchanges.iter().find_map(|exchange| dotted(&exchange.request.body)))
}

fn last_two(name: &str) -> Option<String> {
    let labels: Vec<&str> = name.split('.').collect();
    Some(labels.get(labels.len().checked_sub(2)?..)?.join("."))
}

/// The end of the shortest name among the records.
fn shortest(tongue: &dyn Tongue, file: &Recording) -> Option<String> {
    let rows = file.exchanges.iter().flat_map(|exchange| tongue.rows(&exchange.response, NOWHERE));
    let names = rows.map(|row| row.name.trim_end_matches(NOWHERE).trim_end_matches('.').to_owned());
    let shortest = names.filter(|name| name.contains('.')).min_by_key(|name| name.split('.').count())?;
    last_two(&shortest)
}
