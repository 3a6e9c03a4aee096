//! Query strings: each parameter known, a repeated one read as a list.

use crate::failure::Failure;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, de};
use serde_json::{Map, Value};

/// Parameters of a query string. The name is the one by which the OpenAPI generator knows them.
#[derive(Debug)]
pub(crate) struct Query<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let pairs = axum::extract::Query::<Vec<(String, String)>>::from_request_parts(parts, state).await;
        let axum::extract::Query(pairs) =
            pairs.map_err(|_| Failure::invalid("The query string cannot be read; percent-encode its values."))?;
        let mut parameters = Map::new();
        for (name, value) in pairs {
            match parameters.get_mut(&name) {
                Some(Value::String(before)) => *before = format!("{before},{value}"),
                _ => {
                    parameters.insert(name, Value::String(value));
                }
            }
        }
        serde_path_to_error::deserialize(Value::Object(parameters)).map(Self).map_err(|error| {
            let path = error.path().to_string();
            Failure::invalid(in_words(&path, &error.inner().to_string()))
        })
    }
}

fn in_words(path: &str, said: &str) -> String {
    match said.strip_prefix("unknown field ").and_then(|rest| rest.split_once(", expected ")) {
        Some((name, known)) => {
            let known = known.trim_start_matches("one of ").replace('`', "");
            format!("{} is not a parameter here; known is {known}.", name.trim_matches('`'))
        }
        None if said.starts_with("missing field") => {
            format!("{} is required.", said.trim_start_matches("missing field ").trim_matches('`'))
        }
        None => format!("{path} {said}."),
    }
}

/// Reads a parameter by its `FromStr`.
pub(crate) fn parsed<'de, D: Deserializer<'de>, T: std::str::FromStr>(deserializer: D) -> Result<Option<T>, D::Error>
where
    T::Err: std::fmt::Display,
{
    let text = String::deserialize(deserializer)?;
    text.trim().parse().map(Some).map_err(|_| de::Error::custom(format!("cannot be {:?}", shown(&text))))
}

/// Reads `a,b` as a list.
pub(crate) fn listed<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let text = String::deserialize(deserializer)?;
    Ok(text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect())
}

/// The beginning of a value, for a message.
fn shown(text: &str) -> String {
    text.chars().take(60).collect()
}

/// What is said of a value that is none of `known`.
pub(crate) fn unknown<'k>(parameter: &str, value: &str, known: impl IntoIterator<Item = &'k str>) -> Failure {
    let known: Vec<&str> = known.into_iter().collect();
    Failure::invalid(format!("{parameter} cannot be {:?}; known is {}.", shown(value), known.join(", ")))
}
