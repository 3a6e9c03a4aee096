//! Somebody at a shell: the program's commands against a running stack, and whether what they print is what they promise.

use crate::stack::{PATIENCE, Program, Stack, run};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::LazyLock;
use std::time::Instant;

static SCHEMAS: LazyLock<BTreeMap<String, Value>> =
    LazyLock::new(|| nameplate::commands::json_schemas().into_iter().collect());

/// What a command left.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// A shell, with a home and variables of its own.
pub(crate) struct Shell {
    home: PathBuf,
    variables: Vec<(&'static str, String)>,
}

impl Shell {
    /// With a key in its variables.
    pub(crate) fn of(stack: &Stack) -> Self {
        Self::with(stack, [("NAMEPLATE_API_KEY", "sk_test_demo".to_owned())].to_vec())
    }

    /// With other variables.
    pub(crate) fn with(stack: &Stack, mut variables: Vec<(&'static str, String)>) -> Self {
        let home = stack.folder.path().join("home");
        std::fs::create_dir_all(&home).unwrap();
        variables.push(("NAMEPLATE_URL", stack.api.clone()));
        variables.push(("HOME", home.display().to_string()));
        Self { home, variables }
    }

    pub(crate) fn home(&self) -> &PathBuf {
        &self.home
    }

    /// Runs a command line, its words parted by spaces.
    pub(crate) fn run(&self, line: &str) -> Said {
        let words: Vec<&str> = line.split(' ').collect();
        let (code, out, err) = run(&self.home, &words, &self.variables);
        Said { code, out, err }
    }

    /// Starts one that takes its time.
    pub(crate) fn start(&self, line: &str) -> Program {
        let words: Vec<&str> = line.split(' ').collect();
        Program::start(&self.home, &words, &self.variables)
    }

    /// Runs one with `--json`: it exits with `code` and prints what the documented schema says.
    pub(crate) fn json(&self, code: i32, line: &str) -> Value {
        let said = self.run(&format!("{line} --json"));
        assert_eq!(said.code, Some(code), "{line}: {said:?}");
        let value: Value = serde_json::from_str(&said.out).unwrap_or_else(|error| panic!("{line}: {error}: {said:?}"));
        assert_is_as_documented(line, &value);
        value
    }

    /// Runs one with `--json` that is refused: the error, by its code.
    pub(crate) fn refused(&self, code: &str, line: &str) -> Value {
        let said = self.run(&format!("{line} --json"));
        assert_eq!(said.code, Some(1), "{line}: {said:?}");
        let mut value: Value = serde_json::from_str(&said.out).unwrap();
        assert_eq!(value["error"]["code"], code, "{line}: {value}");
        value["error"].take()
    }

    /// Runs one again and again until it exits with `code`.
    pub(crate) fn until(&self, code: i32, line: &str) -> Said {
        let start = Instant::now();
        loop {
            let said = self.run(line);
            if said.code == Some(code) {
                return said;
            }
            assert!(start.elapsed() < PATIENCE, "{line}: {said:?}");
        }
    }
}

/// Whether what a command printed has exactly the fields of its schema.
pub(crate) fn assert_is_as_documented(line: &str, value: &Value) {
    let named = SCHEMAS.keys().find(|name| line == name.as_str() || line.starts_with(&format!("{name} ")));
    let schema = closed(SCHEMAS[named.unwrap_or_else(|| panic!("{line} has no schema"))].clone());
    let errors: Vec<String> = jsonschema::validator_for(&schema)
        .unwrap()
        .iter_errors(value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{line}: {errors:#?} in {value:#}");
}

/// A schema that permits no fields but its own.
fn closed(mut schema: Value) -> Value {
    if let Some(object) = schema.as_object_mut() {
        if object.contains_key("properties") {
            object.insert("additionalProperties".into(), false.into());
        }
        object.values_mut().for_each(|value| *value = closed(value.take()));
    }
    if let Some(items) = schema.as_array_mut() {
        items.iter_mut().for_each(|value| *value = closed(value.take()));
    }
    schema
}
