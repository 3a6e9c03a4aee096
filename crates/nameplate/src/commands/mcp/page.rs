//! `web/docs/pages/reference/mcp-tools.md`, written from the tools.

use super::tool::Entry;
use super::tools;
use serde_json::Value;
use std::fmt::Write as _;

/// What is written from code on that page.
#[must_use]
pub fn page() -> String {
    let mut page = String::new();
    for Entry { definition, .. } in tools::all() {
        let title = definition.title.as_deref().unwrap_or_default();
        let about = definition.description.as_deref().unwrap_or_default();
        let hints = definition.annotations.as_ref();
        let is = |hint: Option<bool>| hint == Some(true);
        let effect = match hints {
            Some(hints) if is(hints.read_only_hint) => "It only looks.",
            Some(hints) if is(hints.destructive_hint) => "It may end or replace something.",
            _ => "It adds something.",
        };
        let _ = write!(page, "\n## {}\n\n*{title}.* {about} {effect}\n", definition.name);
        let required: Vec<&str> = definition
            .input_schema
            .get("required")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let fields = definition.input_schema.get("properties").and_then(Value::as_object).into_iter().flatten();
        let rows: Vec<String> =
            fields.map(|(name, schema)| row(name, schema, required.contains(&name.as_str()))).collect();
        if !rows.is_empty() {
            let _ = write!(page, "\n| argument | type | meaning |\n|---|---|---|\n{}\n", rows.join("\n"));
        }
    }
    page
}

fn row(name: &str, schema: &Value, is_required: bool) -> String {
    let text = |field: &str| schema.get(field).and_then(Value::as_str).unwrap_or_default();
    let choices = |of: Option<&Value>| -> Vec<String> {
        let all = of.and_then(|of| of.get("enum")).and_then(Value::as_array).into_iter().flatten();
        all.filter_map(Value::as_str).map(|choice| format!("`{choice}`")).collect()
    };
    let (own, items) = (choices(Some(schema)), choices(schema.get("items")));
    let kind = match (own.is_empty(), items.is_empty()) {
        (false, _) => own.join(", "),
        (_, false) => format!("list of {}", items.join(", ")),
        _ => match (schema.get("minimum"), schema.get("maximum")) {
            (Some(least), Some(most)) => format!("{}, {least} to {most}", text("type")),
            _ => text("type").to_owned(),
        },
    };
    let need = if is_required { "**needed** " } else { "" };
    format!("| `{name}` | {kind} | {need}{} |", text("description").replace('\n', " ").replace('|', "\\|"))
}
