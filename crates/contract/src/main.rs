//! `nameplate-contract BEFORE.yaml AFTER.yaml [ACCEPTED]`: says what breaks clients, and ends with 1 when something does.

use serde_json::Value;
use std::io::Write as _;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (said, is_fine) = match run(&arguments) {
        Ok(outcome) => outcome,
        Err(problem) => (format!("nameplate-contract: {problem}\n"), false),
    };
    // Nothing can be said about an output that cannot be written to.
    let _ = std::io::stderr().write_all(said.as_bytes());
    if is_fine { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// What to say, and whether nobody breaks.
fn run(arguments: &[String]) -> Result<(String, bool), String> {
    let (before, after, accepted) = match arguments {
        [before, after] => (before, after, None),
        [before, after, accepted] => (before, after, Some(accepted)),
        _ => return Err("usage: nameplate-contract BEFORE.yaml AFTER.yaml [ACCEPTED]".into()),
    };
    let accepted = accepted.map_or(Ok(String::new()), |path| text(path))?;
    let accepted: Vec<&str> = accepted.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let found = nameplate_contract::breaks(&document(before)?, &document(after)?);
    let (known, new): (Vec<_>, Vec<_>) = found.into_iter().partition(|found| accepted.contains(&found.as_str()));
    let mut said = String::new();
    for known in &known {
        said += &format!("accepted: {known}\n");
    }
    for new in &new {
        said += &format!("BREAKS: {new}\n");
    }
    Ok((said, new.is_empty()))
}

fn document(path: &str) -> Result<Value, String> {
    yaml_serde::from_str(&text(path)?).map_err(|error| format!("{path} is no YAML: {error}"))
}

fn text(path: &str) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("{path} cannot be read: {error}"))
}
