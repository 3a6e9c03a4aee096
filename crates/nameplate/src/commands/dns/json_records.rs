//! Records as JSON: an array of `{"name" | "host", "type", "value" | "values", "ttl", "priority"}`, or what `records list --json` prints.

use super::names;
use super::values;
use super::wished::Entry;
use nameplate_domain::zone::{RrType, TtlRange};
use serde_json::{Map, Value};

/// What may stand in a record. `untouchable` is in listings and says nothing about what is wished.
const FIELDS: [&str; 8] = ["name", "host", "type", "value", "values", "ttl", "priority", "untouchable"];

/// The records that `text` lists, in `zone`.
///
/// # Errors
/// What is wrong, with the number of the record and the field.
pub(super) fn parse(text: &str, zone: &str) -> Result<Vec<Entry>, String> {
    let mut document: Value = serde_json::from_str(text).map_err(|error| format!("it is no JSON: {error}"))?;
    let list = match &mut document {
        Value::Object(object) => object.get_mut("records").map(Value::take),
        other => Some(other.take()),
    };
    let Some(Value::Array(records)) = list else {
        return Err("it has to be an array of records, or an object with such an array as \"records\"".to_owned());
    };
    let mut entries = Vec::new();
    for (index, record) in records.iter().enumerate() {
        entries.extend(of_record(record, zone).map_err(|why| format!("record {}: {why}", index + 1))?);
    }
    Ok(entries)
}

fn of_record(record: &Value, zone: &str) -> Result<Vec<Entry>, String> {
    let Value::Object(record) = record else { return Err("it has to be an object".to_owned()) };
    if let Some(field) = record.keys().find(|field| !FIELDS.contains(&field.as_str())) {
        return Err(format!("there is no field {field:?}; the fields are {}", FIELDS[..7].join(", ")));
    }
    let name = names::owner(one_of(record, "name", "host")?, zone, zone).map_err(|why| format!("name: {why}"))?;
    let Some(Value::String(rtype)) = record.get("type") else { return Err("type: a text is needed".to_owned()) };
    // Listings have it; it is the provider's own and never written.
    if rtype.eq_ignore_ascii_case("SOA") {
        return Ok(vec![]);
    }
    let rtype = values::rtype(rtype).map_err(|why| format!("type: {why}"))?;
    let ttl = match record.get("ttl") {
        None | Some(Value::Null) => None,
        Some(ttl) => Some(seconds(ttl)?),
    };
    let priority = match record.get("priority") {
        None | Some(Value::Null) => None,
        Some(priority) => Some(number(priority).ok_or("priority: a number from 0 to 65535 is needed")?),
    };
    let mut entries = Vec::new();
    for text in texts(record)? {
        let text = with_priority(&rtype, priority, text)?;
        let data = values::parse(&rtype, &text).and_then(|data| values::in_zone(data, zone));
        entries.push(Entry { name: name.clone(), ttl, data: data.map_err(|why| format!("value: {why}"))? });
    }
    Ok(entries)
}

fn one_of<'r>(record: &'r Map<String, Value>, field: &str, other: &str) -> Result<&'r str, String> {
    match (record.get(field), record.get(other)) {
        (Some(_), Some(_)) => Err(format!("{field} and {other} mean the same; give one of them")),
        (Some(Value::String(text)), None) | (None, Some(Value::String(text))) => Ok(text),
        (Some(_), None) | (None, Some(_)) => Err(format!("{field}: a text is needed")),
        (None, None) => Err(format!("{field} is missing; @ is the zone itself")),
    }
}

fn texts(record: &Map<String, Value>) -> Result<Vec<&str>, String> {
    match (record.get("value"), record.get("values")) {
        (Some(_), Some(_)) => Err("value and values mean the same; give one of them".to_owned()),
        (Some(Value::String(text)), None) => Ok(vec![text]),
        (None, Some(Value::Array(list))) if !list.is_empty() => {
            let texts = list.iter().map(|value| value.as_str().ok_or("values: texts are needed".to_owned()));
            texts.collect()
        }
        (None, None) => Err("value is missing".to_owned()),
        (Some(_), _) => Err("value: a text is needed".to_owned()),
        (_, Some(_)) => Err("values: an array with at least one text is needed".to_owned()),
    }
}

fn number(value: &Value) -> Option<u16> {
    value.as_u64().and_then(|number| u16::try_from(number).ok())
}

fn seconds(value: &Value) -> Result<u32, String> {
    let seconds = value.as_u64().and_then(|seconds| u32::try_from(seconds).ok()).filter(|ttl| *ttl <= TtlRange::MAX);
    seconds.ok_or_else(|| format!("ttl: a number of seconds from 0 to {} is needed", TtlRange::MAX))
}

/// `priority` stands in a field of its own in many panels, and before the rest of the value in zone files.
fn with_priority(rtype: &RrType, priority: Option<u16>, text: &str) -> Result<String, String> {
    let words = text.split_whitespace().count();
    match (rtype, priority) {
        (_, None) => Ok(text.to_owned()),
        (RrType::Mx, Some(priority)) if words == 1 => Ok(format!("{priority} {text}")),
        (RrType::Srv, Some(priority)) if words == 3 => Ok(format!("{priority} {text}")),
        (RrType::Mx | RrType::Srv, Some(_)) => {
            Err(format!("priority: {text:?} has one already; give it in one of both places"))
        }
        (_, Some(_)) => Err(format!("priority: {rtype} records have none")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_read_in_every_documented_form() {
        let text = r#"{"zone": "customer.com", "records": [
            {"host": "@", "type": "mx", "value": "mail", "priority": 10},
            {"name": "www.customer.com", "type": "A", "values": ["192.0.2.1", "192.0.2.2"], "ttl": 60, "untouchable": null},
            {"name": "_sip._tcp", "type": "SRV", "value": "5 443 sip.example.com.", "priority": 1},
            {"name": "@", "type": "SOA", "value": "whatever"}]}"#;
        let entries = parse(text, "customer.com").unwrap();
        let shown: Vec<String> =
            entries.iter().map(|entry| format!("{} {:?} {}", entry.name, entry.ttl, entry.data)).collect();
        assert_eq!(
            shown,
            [
                "customer.com None 10 mail.customer.com",
                "www.customer.com Some(60) 192.0.2.1",
                "www.customer.com Some(60) 192.0.2.2",
                "_sip._tcp.customer.com None 1 5 443 sip.example.com",
            ]
        );
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        for (record, why) in [
            (r#"{"type":"A","value":"192.0.2.1"}"#, "record 1: name is missing"),
            (r#"{"name":"a","host":"b","type":"A","value":"192.0.2.1"}"#, "give one of them"),
            (r#"{"name":"a","value":"192.0.2.1"}"#, "type"),
            (r#"{"name":"a","type":"A"}"#, "value is missing"),
            (r#"{"name":"a","type":"A","values":[]}"#, "at least one"),
            (r#"{"name":"a","type":"A","value":"x"}"#, "IPv4"),
            (r#"{"name":"a","type":"A","value":"192.0.2.1","ttl":-1}"#, "ttl"),
            (r#"{"name":"a","type":"A","value":"192.0.2.1","prio":1}"#, "\"prio\""),
            (r#"{"name":"a","type":"A","value":"192.0.2.1","priority":1}"#, "A records have none"),
            (r#"{"name":"a","type":"MX","value":"10 m.example","priority":1}"#, "one already"),
            (r#"{"name":"a","type":"TLSA","value":"x"}"#, "TLSA"),
            (r"7", "object"),
        ] {
            let refused = parse(&format!("[{record}]"), "customer.com").unwrap_err();
            assert!(refused.contains(why), "{record}: {refused}");
        }
        assert!(parse("{}", "customer.com").unwrap_err().contains("records"));
        assert!(parse("[", "customer.com").unwrap_err().contains("JSON"));
    }
}
