//! What a tool answers: what the command prints with `--json`, how it ended, who has to act, and the same in words.

use crate::commands::ending::{Outcome, Stop};
use crate::commands::sheet::Report;
use rmcp::model::{CallToolResult, ContentBlock, JsonObject};
use schemars::JsonSchema;
use serde_json::{Value, json};

/// What came of a tool.
pub(super) struct Answer {
    words: String,
    told: Value,
    outcome: Outcome,
}

impl Answer {
    /// A report, and its words.
    ///
    /// # Errors
    /// When it has no form in JSON.
    pub(super) fn of(report: &impl Report, lines: Vec<String>) -> Result<Self, Stop> {
        let outcome = report.outcome();
        let mut told = serde_json::to_value(report).map_err(|error| Stop::failed(error.to_string()))?;
        let waiting_for = waiting_for(&told, outcome);
        if let Some(fields) = told.as_object_mut() {
            fields.insert("outcome".into(), named(outcome).into());
            fields.insert("waiting_for".into(), waiting_for);
        }
        Ok(Self { words: lines.join("\n"), told, outcome })
    }

    /// How it ended.
    pub(super) const fn outcome(&self) -> &'static str {
        named(self.outcome)
    }

    /// For clients that read words, for those that read structures, and for those that look for the structure in the words.
    pub(super) fn result(self) -> CallToolResult {
        let mut result =
            CallToolResult::success(vec![ContentBlock::text(self.words), ContentBlock::text(self.told.to_string())]);
        result.structured_content = Some(self.told);
        result
    }
}

/// Who has to act now: as the report says, or whoever manages the DNS when that is what is waited for.
fn waiting_for(told: &Value, outcome: Outcome) -> Value {
    let said = ["/waiting_for", "/domain/waiting_for"].into_iter().find_map(|place| told.pointer(place));
    match (said.and_then(Value::as_str), outcome) {
        (None | Some("nobody"), Outcome::Pending) => "customer".into(),
        (Some(said), _) => said.into(),
        (None, _) => Value::Null,
    }
}

const fn named(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Done => "done",
        Outcome::Pending => "dns_pending",
        Outcome::No => "no",
    }
}

/// What was refused or failed, as a result that agents read: never an error of the protocol.
pub(super) fn refused(stop: &Stop) -> CallToolResult {
    let Value::Object(mut told) = stop.to_json() else { return CallToolResult::error(vec![]) };
    let who = to_act(stop);
    let mut words = format!("Not done ({}): {}", stop.code(), plain(stop));
    if let Some(error) = told.get_mut("error").and_then(Value::as_object_mut) {
        error.insert("waiting_for".into(), who.into());
        error.insert("may_pass".into(), stop.passes().into());
        if let Some(reference) = error.get("ref").and_then(Value::as_str) {
            words += &format!("\nref: {reference}");
        }
    }
    if let Stop::Refused(refusal) = stop {
        refusal.commands().iter().for_each(|command| words += &format!("\nremedy: {command}"));
    }
    words += &format!("\nwho has to act: {who}");
    words += if stop.passes() { " (the same may go well in a moment)" } else { "" };
    let told = Value::Object(told);
    let mut result = CallToolResult::error(vec![ContentBlock::text(words), ContentBlock::text(told.to_string())]);
    result.structured_content = Some(told);
    result
}

fn plain(stop: &Stop) -> String {
    match stop {
        Stop::Refused(refusal) => refusal.message.clone(),
        stop => stop.to_string(),
    }
}

/// Who can put it right: `customer` is whoever manages the DNS, `developer` whoever asks.
fn to_act(stop: &Stop) -> &'static str {
    match stop.code() {
        _ if stop.passes() => "platform",
        "internal" => "platform",
        "ownership_not_found" | "hostname_not_proven" | "dns_conflict" | "HostnameConflict" => "customer",
        _ => "developer",
    }
}

/// What a tool answers: the fields of the report, how it ended, or why it was not done.
pub(super) fn output_schema<R: JsonSchema>() -> JsonObject {
    let Value::Object(mut schema) = schemars::schema_for!(R).to_value() else { return JsonObject::new() };
    for part in ["$schema", "title", "description"] {
        schema.remove(part);
    }
    let report = schema.remove("required").unwrap_or_else(|| json!([]));
    if let Some(fields) = schema.get_mut("properties").and_then(Value::as_object_mut) {
        fields.insert(
            "outcome".into(),
            json!({ "type": "string", "enum": ["done", "dns_pending", "no"], "description":
                "`dns_pending`: nothing is wrong, and somebody has to publish or change a record first. `no`: it was looked at, and the answer is no." }),
        );
        fields.insert(
            "waiting_for".into(),
            json!({ "type": ["string", "null"], "description":
                "Who has to act: `customer` (whoever manages the domain's DNS), `developer`, `platform`, `authority` or `nobody`; null where that is no question." }),
        );
        fields.insert("error".into(), error_schema());
    }
    schema.insert("anyOf".into(), json!([{ "required": report }, { "required": ["error"] }]));
    schema.values_mut().for_each(part_kinds);
    schema
}

/// What has several types is several schemas: clients that know one type for each are the more.
fn part_kinds(schema: &mut Value) {
    match schema {
        Value::Object(parts) => {
            parts.values_mut().for_each(part_kinds);
            if let Some(Value::Array(kinds)) = parts.get("type").cloned() {
                parts.remove("type");
                let (bounds, told): (JsonObject, JsonObject) =
                    std::mem::take(parts).into_iter().partition(|(name, _)| name != "description");
                *parts = told;
                let of = |kind: Value| match kind == "null" {
                    true => json!({ "type": kind }),
                    false => Value::Object(bounds.clone().into_iter().chain([("type".to_owned(), kind)]).collect()),
                };
                parts.insert("anyOf".into(), kinds.into_iter().map(of).collect());
            }
        }
        Value::Array(parts) => parts.iter_mut().for_each(part_kinds),
        _ => {}
    }
}

fn error_schema() -> Value {
    json!({
        "type": "object",
        "description": "Why it was not done; only with isError.",
        "required": ["code", "message", "waiting_for", "may_pass"],
        "properties": {
            "code": { "type": "string", "description": "What is wrong, for programs. The set may grow." },
            "message": { "type": "string", "description": "What is wrong and what to do." },
            "ref": { "type": "string", "description": "Under which reference the server has logged it." },
            "details": { "type": ["object", "null"], "description": "What is concerned; `commands` are the remedy." },
            "waiting_for": { "type": "string", "description": "Who has to act: `customer`, `developer` or `platform`." },
            "may_pass": { "type": "boolean", "description": "Whether the same may go well a moment later." },
        },
    })
}
