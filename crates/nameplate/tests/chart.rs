//! The Helm chart's values, as the documentation lists them.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use serde_json::Value;
use std::fmt::Write as _;

const VALUES: &str = include_str!("../../../deploy/helm/nameplate/values.yaml");

/// Name, default and meaning of each value, in the order of the file: those with a comment that begins with `# --`.
fn values() -> Vec<(String, String, String)> {
    let parsed: Value = yaml_serde::from_str(VALUES).unwrap();
    let mut path: Vec<&str> = Vec::new();
    let mut found = Vec::new();
    let mut meaning = None;
    for line in VALUES.lines() {
        let text = line.trim_start();
        let depth = (line.len() - text.len()) / 2;
        if let Some(said) = text.strip_prefix("# -- ") {
            assert!(meaning.replace(said).is_none(), "two comments for one value before: {line}");
            continue;
        }
        let is_key = !text.starts_with(['#', '-']) && text.contains(':');
        if !is_key {
            continue;
        }
        // Below a value that is told of as a whole.
        if depth > path.len() {
            continue;
        }
        path.truncate(depth);
        let key = text.split(':').next().unwrap();
        match meaning.take() {
            Some(meaning) => {
                let name = path.iter().copied().chain([key]).collect::<Vec<_>>().join(".");
                let default = parsed.pointer(&format!("/{}", name.replace('.', "/"))).unwrap().to_string();
                found.push((name, default, meaning.to_owned()));
            }
            None => path.push(key),
        }
    }
    found
}

#[test]
fn every_value_says_what_it_is() {
    fn leaves(value: &Value, path: &str, told: &[String], silent: &mut Vec<String>) {
        if told.iter().any(|name| name == path) {
            return;
        }
        match value.as_object().filter(|fields| !fields.is_empty()) {
            Some(fields) => {
                for (key, value) in fields {
                    let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                    leaves(value, &path, told, silent);
                }
            }
            None => silent.push(path.to_owned()),
        }
    }
    let told: Vec<String> = values().into_iter().map(|(name, ..)| name).collect();
    let mut silent = Vec::new();
    leaves(&yaml_serde::from_str(VALUES).unwrap(), "", &told, &mut silent);
    assert!(silent.is_empty(), "without a comment that begins with `# --`: {silent:?}");
    assert!(told.len() > 100, "{}", told.len());
}

#[test]
fn the_printed_values_are_current() {
    let mut table = String::from("| value | meaning | default |\n|---|---|---|\n");
    for (name, default, meaning) in values() {
        let _ = writeln!(table, "| `{name}` | {} | `{}` |", meaning.replace('|', "\\|"), default.replace('|', "\\|"));
    }
    nameplate_test_pages::keep("self-hosting/helm", "values", &table);
}
