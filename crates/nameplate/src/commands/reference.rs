//! `web/docs/pages/reference/command-line.md`, written from the definitions of commands and of what they print.

use super::{CommandLine, domain, login, route};
use clap::{Arg, Command, CommandFactory as _};
use schemars::Schema;
use serde_json::{Map, Value};
use std::fmt::Write as _;

/// What is written from code on that page.
#[must_use]
pub fn reference() -> String {
    let mut page = String::new();
    let mut root = CommandLine::command();
    root.build();
    for command in root.get_subcommands().filter(|command| command.get_name() != "help") {
        let _ = write!(page, "\n## nameplate {}\n", command.get_name());
        describe(&mut page, command, command.get_name());
    }
    page
}

fn schemas() -> Vec<(&'static str, Schema)> {
    [login::schemas(), domain::schemas(), route::schemas()].concat()
}

fn describe(page: &mut String, command: &Command, name: &str) {
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    let _ = write!(page, "\n{}.\n", words(&about));
    let below: Vec<&Command> = command.get_subcommands().filter(|below| below.get_name() != "help").collect();
    if below.is_empty() {
        let usage = command.clone().render_usage().to_string();
        let _ = write!(page, "\n```\n{}\n```\n", usage.trim_start_matches("Usage: "));
        arguments(page, command);
    }
    if let Some(after) = command.get_after_help() {
        let _ = write!(page, "\n{}", after_help(&after.to_string()));
    }
    if let Some((_, schema)) = schemas().into_iter().find(|(named, _)| *named == name) {
        let _ = write!(page, "\n`--json` prints:\n\n| field | type | meaning |\n|---|---|---|\n");
        fields(page, schema.as_value(), schema.as_value(), "");
    }
    for command in below {
        let name = format!("{name} {}", command.get_name());
        let _ = write!(page, "\n### nameplate {name}\n");
        describe(page, command, &name);
    }
}

fn arguments(page: &mut String, command: &Command) {
    let is_told = |arg: &&Arg| !arg.is_hide_set() && !["help", "version"].contains(&arg.get_id().as_str());
    let told: Vec<&Arg> = command.get_arguments().filter(is_told).collect();
    if told.is_empty() {
        return;
    }
    let _ = write!(page, "\n| argument | meaning |\n|---|---|\n");
    for arg in told {
        let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
        let variable = arg.get_env().map(|name| format!(" (`{}`)", name.display())).unwrap_or_default();
        let takes = arg.get_action().takes_values();
        let default: Vec<String> =
            arg.get_default_values().iter().map(|value| value.to_string_lossy().into_owned()).collect();
        let default =
            if takes && !default.is_empty() { format!(" [default: {}]", default.join(" ")) } else { String::new() };
        let _ = writeln!(page, "| `{}` | {}{default}{variable} |", arg.to_string().replace('|', "\\|"), cell(&help));
    }
}

/// Words as they are, examples as they are typed.
fn after_help(text: &str) -> String {
    let (mut shown, mut is_code) = (String::new(), false);
    for line in text.lines() {
        let is_indented = line.starts_with("  ");
        if is_indented != is_code && !line.is_empty() {
            if is_code {
                shown.truncate(shown.trim_end().len());
            }
            shown.push_str(if is_indented { "\n```\n" } else { "\n```\n\n" });
            is_code = is_indented;
        }
        match is_code {
            true => shown.push_str(line.strip_prefix("  ").unwrap_or(line)),
            false => shown.push_str(&words(line)),
        }
        shown.push('\n');
    }
    if is_code {
        shown.push_str("```\n");
    }
    shown
}

/// A row for each field of an object, and of the objects in it.
fn fields(page: &mut String, root: &Value, schema: &Value, path: &str) {
    let schema = resolved(root, schema);
    let Some(properties) = schema.get("properties").and_then(Value::as_object) else { return };
    for (name, field) in properties {
        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        let shape = resolved(root, field);
        let told =
            field.get("description").or_else(|| shape.get("description")).and_then(Value::as_str).unwrap_or_default();
        let _ = writeln!(page, "| `{path}` | {} | {} |", kind(root, field), cell(told));
        fields(page, root, shape, &path);
        if let Some(items) = shape.get("items") {
            fields(page, root, items, &format!("{path}[]"));
        }
    }
}

/// What a schema refers to, or allows beside null.
fn resolved<'s>(root: &'s Value, schema: &'s Value) -> &'s Value {
    if let Some(name) = schema.get("$ref").and_then(Value::as_str).and_then(|text| text.strip_prefix("#/$defs/")) {
        return root.pointer(&format!("/$defs/{name}")).unwrap_or(schema);
    }
    let options = schema.get("anyOf").and_then(Value::as_array).into_iter().flatten();
    match options.clone().find(|option| option.get("type").is_none_or(|kind| kind != "null")) {
        Some(option) => resolved(root, option),
        None => schema,
    }
}

fn kind(root: &Value, schema: &Value) -> String {
    let may_be_null = schema
        .get("anyOf")
        .and_then(Value::as_array)
        .is_some_and(|options| options.iter().any(|option| option.get("type").is_some_and(|kind| kind == "null")));
    let shape = resolved(root, schema);
    let mut kinds: Vec<String> = match shape.get("type") {
        Some(Value::String(one)) => vec![one.clone()],
        Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => vec![],
    };
    let named: Vec<String> = choices(shape).iter().map(|choice| format!("`{choice}`")).collect();
    if !named.is_empty() {
        kinds = named;
    }
    if kinds.is_empty() {
        kinds.push("any".to_owned());
    }
    if may_be_null {
        kinds.push("null".to_owned());
    }
    kinds.join(", ")
}

/// The texts that a field may have.
fn choices(shape: &Value) -> Vec<&str> {
    let plain = shape.get("enum").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let told = shape.get("oneOf").and_then(Value::as_array).into_iter().flatten().flat_map(|option| {
        let one = option.get("const").and_then(Value::as_str);
        let several = option.get("enum").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        one.into_iter().chain(several)
    });
    plain.chain(told).collect()
}

fn cell(text: &str) -> String {
    words(&text.replace('\n', " ").replace('|', "\\|"))
}

/// Words in angles are no tags.
fn words(text: &str) -> String {
    text.replace('<', "\\<")
}

/// What `--json` prints, as JSON Schema, by the name of the command.
#[must_use]
pub fn json_schemas() -> Map<String, Value> {
    schemas().into_iter().map(|(name, schema)| (name.to_owned(), schema.to_value())).collect()
}
