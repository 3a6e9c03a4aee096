//! Request bodies: JSON read strictly, with a sentence that names the field when it cannot be used.

use crate::failure::{Failure, Kind};
use crate::limits::{BODY_LENGTH_MAX, BULK_BODY_LENGTH_MAX};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};
use nameplate_control::hash_of;
use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeOwned, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::fmt;
use std::marker::PhantomData;

/// A JSON body. The name is the one by which the OpenAPI generator knows a body.
#[derive(Debug)]
pub(crate) struct Json<T> {
    pub(crate) value: T,
    /// SHA-256 over method, path and body: what tells one request from another under the same `Idempotency-Key`.
    pub(crate) fingerprint: [u8; 32],
}

impl<T: DeserializeOwned, S: Sync> FromRequest<S> for Json<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &S) -> Result<Self, Failure> {
        let (value, fingerprint) = read_all(request, BODY_LENGTH_MAX).await?;
        Ok(Self { value, fingerprint })
    }
}

/// As [`Json`], where many things come in one body.
#[derive(Debug)]
pub(crate) struct Large<T> {
    pub(crate) value: T,
    /// As that of [`Json`].
    pub(crate) fingerprint: [u8; 32],
}

impl<T: DeserializeOwned, S: Sync> FromRequest<S> for Large<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &S) -> Result<Self, Failure> {
        let (value, fingerprint) = read_all(request, BULK_BODY_LENGTH_MAX).await?;
        Ok(Self { value, fingerprint })
    }
}

/// A body of at most `most` octets, with its fingerprint.
async fn read_all<T: DeserializeOwned>(request: Request, most: usize) -> Result<(T, [u8; 32]), Failure> {
    if !is_json(request.headers()) {
        let message = "Send the body as JSON, with the header Content-Type: application/json.";
        return Err(Failure::new(Kind::UnsupportedMediaType, message));
    }
    let mut told = format!("{} {}\n", request.method(), request.uri().path()).into_bytes();
    let bytes = axum::body::to_bytes(request.into_body(), most).await.map_err(|error| unreadable(&error, most))?;
    let value = read(&bytes)?;
    told.extend_from_slice(&bytes);
    Ok((value, hash_of(&told)))
}

/// A JSON body that may be left out.
#[derive(Debug)]
pub(crate) struct Optional<T>(pub(crate) T);

impl<T: DeserializeOwned + Default, S: Sync> FromRequest<S> for Optional<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &S) -> Result<Self, Failure> {
        let is_json = is_json(request.headers());
        let bytes = axum::body::to_bytes(request.into_body(), BODY_LENGTH_MAX).await;
        let bytes = bytes.map_err(|error| unreadable(&error, BODY_LENGTH_MAX))?;
        match bytes.iter().all(u8::is_ascii_whitespace) {
            true => Ok(Self(T::default())),
            false if is_json => read(&bytes).map(Self),
            false => {
                let message = "Send the body as JSON, with the header Content-Type: application/json.";
                Err(Failure::new(Kind::UnsupportedMediaType, message))
            }
        }
    }
}

/// As [`Optional`], for what is created: one request is told from another under the same `Idempotency-Key`.
#[derive(Debug)]
pub(crate) struct OptionalJson<T> {
    pub(crate) value: T,
    /// As that of [`Json`].
    pub(crate) fingerprint: [u8; 32],
}

impl<T: DeserializeOwned + Default, S: Sync> FromRequest<S> for OptionalJson<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let (parts, body) = request.into_parts();
        let mut told = format!("{} {}\n", parts.method, parts.uri.path()).into_bytes();
        let bytes =
            axum::body::to_bytes(body, BODY_LENGTH_MAX).await.map_err(|error| unreadable(&error, BODY_LENGTH_MAX))?;
        told.extend_from_slice(&bytes);
        let Optional(value) = Optional::from_request(Request::from_parts(parts, bytes.into()), state).await?;
        Ok(Self { value, fingerprint: hash_of(&told) })
    }
}

/// No body, or an empty object, of an operation that takes nothing: whoever sends more expects it to do something. What
/// browsers and programs name as the type of nothing does not matter.
#[derive(Debug)]
pub(crate) struct NoBody;

/// An object without fields.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

impl<S: Sync> FromRequest<S> for NoBody {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &S) -> Result<Self, Failure> {
        let bytes = axum::body::to_bytes(request.into_body(), BODY_LENGTH_MAX).await;
        let bytes = bytes.map_err(|error| unreadable(&error, BODY_LENGTH_MAX))?;
        if !bytes.iter().all(u8::is_ascii_whitespace) {
            let Nothing {} = read(&bytes)?;
        }
        Ok(Self)
    }
}

/// A value that is written as an object. By itself serde takes a list of the fields' values in its place, which is nowhere
/// documented.
#[derive(Debug)]
pub(crate) struct Object<T>(pub(crate) T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Fields<T> {
            type Value = Object<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<Object<T>, A::Error> {
                T::deserialize(MapAccessDeserializer::new(fields)).map(Object)
            }
        }

        deserializer.deserialize_map(Fields(PhantomData))
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let named = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = named.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json" || (essence.starts_with("application/") && essence.ends_with("+json"))
}

fn unreadable(error: &axum::Error, most: usize) -> Failure {
    let mut source: Option<&dyn std::error::Error> = Some(error);
    while let Some(error) = source {
        if error.to_string().contains("length limit exceeded") {
            let message = format!("The body is longer than {} KiB.", most / 1024);
            return Failure::new(Kind::PayloadTooLarge, message);
        }
        source = error.source();
    }
    Failure::invalid("The body broke off before its end.")
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Failure> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Failure::invalid("The body is empty; send a JSON object."));
    }
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let Object(value) = serde_path_to_error::deserialize::<_, Object<T>>(&mut deserializer).map_err(|error| {
        let path = error.path().to_string();
        Failure::invalid(in_words(&path, error.inner()))
    })?;
    deserializer
        .end()
        .map_err(|_| Failure::invalid("The body has something after its JSON object; send one object only."))?;
    Ok(value)
}

/// What serde says, as a sentence that begins with the field. Long values are not repeated: one that stands in the wrong place may
/// be a secret.
fn in_words(path: &str, error: &serde_json::Error) -> String {
    shortened(&sentence(path, error))
}

/// Longest quoted value that is repeated, in characters. Keys and tokens are longer.
const REPEATED_MAX: usize = 32;

/// `text` with `…` in place of long values in quotes.
fn shortened(text: &str) -> String {
    let is_quote = |c: char| matches!(c, '"' | '`');
    let mut shortened = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(is_quote) {
        let (before, quoted) = rest.split_at(start);
        let quote = &quoted[..1];
        // What is quoted may have quotes in it: up to the last one.
        let end = quoted.rfind(quote).unwrap_or(0).max(1);
        let inside = &quoted[1..end];
        shortened.push_str(before);
        match inside.chars().count() > REPEATED_MAX {
            true => shortened.extend([quote, "…"]),
            false => shortened.extend([quote, inside]),
        }
        rest = &quoted[end..];
        match rest.strip_prefix(quote) {
            Some(after) => {
                shortened.push_str(quote);
                rest = after;
            }
            None => break,
        }
    }
    shortened.push_str(rest);
    shortened
}

fn sentence(path: &str, error: &serde_json::Error) -> String {
    if error.is_syntax() || error.is_eof() {
        return format!("The body is not valid JSON: {error}.");
    }
    let field = if path == "." { "The body" } else { path };
    let text = error.to_string();
    let said = text.rsplit_once(" at line ").map_or(text.as_str(), |(said, _)| said);
    if let Some(name) = said.strip_prefix("missing field ") {
        let inside = if path == "." { String::new() } else { format!("{path}.") };
        return format!("{inside}{} is required.", name.trim_matches('`'));
    }
    if let Some(rest) = said.strip_prefix("unknown field ") {
        let without_any = rest.strip_suffix(", there are no fields").unwrap_or(rest);
        let (name, known) = rest.split_once(", expected ").unwrap_or((without_any, "no field"));
        let name = name.trim_matches('`');
        if name.chars().count() > REPEATED_MAX {
            let length = name.chars().count();
            return format!("A field with a name of {length} characters is no field here; {}.", expected(known));
        }
        // For an unknown field the path ends with its name already.
        let full = if path == "." || path == name || path.ends_with(&format!(".{name}")) {
            path.trim_start_matches('.')
        } else {
            name
        };
        let full = if full.is_empty() { name } else { full };
        return format!("{full} is not a field here; {}.", expected(known));
    }
    if let Some(name) = said.strip_prefix("duplicate field ") {
        return format!("{} is given twice.", name.trim_matches('`'));
    }
    if let Some(rest) = said.strip_prefix("unknown variant ") {
        let (found, known) = rest.split_once(", expected ").unwrap_or((rest, ""));
        return format!("{field} cannot be {found}; {}.", expected(known));
    }
    let wrong = said.strip_prefix("invalid type: ").or_else(|| said.strip_prefix("invalid value: "));
    match wrong.and_then(|rest| rest.rsplit_once(", expected ")) {
        Some((found, wanted)) => format!("{field} must be {}, not {found}.", plain(wanted)),
        None => format!("{field} cannot be used: {said}."),
    }
}

fn expected(known: &str) -> String {
    match known {
        "" | "no field" => "none is known".to_owned(),
        _ => format!("known is {}", known.trim_start_matches("one of ").replace('`', "")),
    }
}

/// Names of Rust types, in words.
fn plain(wanted: &str) -> &str {
    match wanted {
        "a sequence" => "a list",
        "u16" => "a whole number from 0 to 65535",
        "u32" => "a whole number from 0 to 4294967295",
        "a formatted UUID string" => "a UUID",
        other => other,
    }
}

/// Tells null from absent.
pub(crate) fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Request {
        #[expect(dead_code, reason = "only reading it matters")]
        name: String,
        #[expect(dead_code, reason = "only reading it matters")]
        lines: Option<Vec<Object<Line>>>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Line {
        #[expect(dead_code, reason = "only reading it matters")]
        ttl: u32,
    }

    fn check(body: &str, expected: &str) {
        let mut deserializer = serde_json::Deserializer::from_str(body);
        let error = serde_path_to_error::deserialize::<_, Object<Request>>(&mut deserializer).unwrap_err();
        assert_eq!(in_words(&error.path().to_string(), error.inner()), expected);
    }

    #[test]
    fn a_body_that_cannot_be_used_is_explained_by_field() {
        check(r#"{"name":5}"#, "name must be a string, not integer `5`.");
        check(r#"{}"#, "name is required.");
        check(r#"{"name":"a","nmae":1}"#, "nmae is not a field here; known is name or lines.");
        check(
            r#"{"name":"a","lines":[{"ttl":1},{"ttl":"x"}]}"#,
            "lines[1].ttl must be a whole number from 0 to 4294967295, not string \"x\".",
        );
        check(r#"{"name":"a","lines":[{"ttl":1,"x":2}]}"#, "lines[0].x is not a field here; known is ttl.");
        check(r#"{"name":"a","lines":[{}]}"#, "lines[0].ttl is required.");
        check(r#"{"name":"a","name":"b"}"#, "name is given twice.");
        let mut deserializer = serde_json::Deserializer::from_str(r#"{"x":1}"#);
        let error = serde_path_to_error::deserialize::<_, Object<Nothing>>(&mut deserializer).unwrap_err();
        let said = in_words(&error.path().to_string(), error.inner());
        assert_eq!(said, "x is not a field here; none is known.");
        check(r#"["a", []]"#, "The body must be an object, not sequence.");
        check(r#"{"name":"a","lines":[[1]]}"#, "lines[0] must be an object, not sequence.");
        check(r#""text""#, "The body must be an object, not string \"text\".");
        let secret = format!("sk_live_{}", "a".repeat(40));
        check(
            &format!(r#"{{"name":"a","lines":[{{"ttl":"{secret}"}}]}}"#),
            "lines[0].ttl must be a whole number from 0 to 4294967295, not string \"…\".",
        );
        check(
            &format!(r#"{{"name":"a","lines":"a \" quote and {secret}"}}"#),
            "lines must be a list, not string \"…\".",
        );
        check(
            &format!(r#"{{"name":"a","{secret}":1}}"#),
            "A field with a name of 48 characters is no field here; known is name or lines.",
        );
    }
}
