//! Every answer against the OpenAPI document.

use crate::answer::Answer;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::Mutex;

/// The document, and the validators made so far.
#[derive(Debug)]
pub(crate) struct Guard {
    document: Value,
    validators: Mutex<HashMap<String, jsonschema::Validator>>,
}

impl Guard {
    pub(crate) fn new() -> Self {
        let document = yaml_serde::from_str(&nameplate_api::openapi_yaml()).unwrap();
        Self { document, validators: Mutex::default() }
    }

    /// Fails the test when the document does not allow this answer.
    #[track_caller]
    pub(crate) fn hold(&self, method: &str, path: &str, answer: &Answer) {
        let path = path.split('?').next().unwrap_or_default();
        if !path.starts_with("/internal/ask") {
            assert!(answer.headers.contains_key("x-request-id"), "{method} {path} answered without X-Request-Id");
            if let Some(reference) = answer.json.pointer("/error/ref") {
                assert_eq!(reference, answer.header("x-request-id"), "{method} {path} tells another reference");
            }
        }
        // In place of a script comes a script, and of a page a page, also one that says what is missing.
        let kind = answer.header("content-type");
        let is_web = kind.starts_with("text/javascript") || (kind.starts_with("text/html") && !path.starts_with("/v1"));
        if method == "HEAD" || method == "OPTIONS" || is_web {
            return;
        }
        let pointer = match (self.template(path), answer.status) {
            // What belongs to no operation still has the one shape of failures.
            (None, _) | (_, 405) if answer.status >= 400 => Some("/components/schemas/Error".to_owned()),
            (None, _) => return,
            (Some(template), status) => self.schema_of(&template, method, status),
        };
        if let Some(pointer) = pointer {
            self.validate(&pointer, method, path, answer);
        }
    }

    fn template(&self, path: &str) -> Option<String> {
        let templates = self.document["paths"].as_object().unwrap().keys();
        templates.filter(|template| fits(template, path)).max_by_key(|template| template.matches('/').count()).cloned()
    }

    /// Where the schema of an answer is; `None` for an answer without a body.
    #[track_caller]
    fn schema_of(&self, template: &str, method: &str, status: u16) -> Option<String> {
        let operation = &self.document["paths"][template][method.to_lowercase()];
        let response = &operation["responses"][status.to_string()];
        assert!(response.is_object(), "the document knows no {status} of {method} {template}");
        let content = response.pointer("/content/application~1json/schema/$ref")?;
        Some(content.as_str().unwrap().trim_start_matches('#').to_owned())
    }

    #[track_caller]
    fn validate(&self, pointer: &str, method: &str, path: &str, answer: &Answer) {
        let mut validators = self.validators.lock().unwrap();
        let validator = validators.entry(pointer.to_owned()).or_insert_with(|| {
            let schema = json!({"$ref": format!("#{pointer}"), "components": self.document["components"]});
            jsonschema::options().should_validate_formats(true).build(&schema).unwrap()
        });
        let errors: Vec<String> =
            validator.iter_errors(&answer.json).map(|error| format!("{} {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{method} {path} is not as documented: {errors:#?}\n{answer:#?}");
    }
}

/// Whether a path is of a template, segment by segment.
fn fits(template: &str, path: &str) -> bool {
    let (wanted, given): (Vec<&str>, Vec<&str>) = (template.split('/').collect(), path.split('/').collect());
    wanted.len() == given.len()
        && wanted.iter().zip(&given).all(|(wanted, given)| match wanted.starts_with('{') {
            // A colon, encoded or not, is the verb of another spelling.
            true => !given.is_empty() && !given.contains(':') && !given.to_lowercase().contains("%3a"),
            false => wanted == given,
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::header::{HeaderMap, HeaderValue};

    fn hold(status: u16, json: Value) {
        let headers = HeaderMap::from_iter([("x-request-id".parse().unwrap(), HeaderValue::from_static("1"))]);
        let answer = Answer { status, headers, text: json.to_string(), json };
        Guard::new().hold("GET", "/v1/connections", &answer);
    }

    #[test]
    fn an_answer_as_documented_passes() {
        hold(200, json!({"data": [], "next_cursor": null}));
        hold(401, json!({"error": {"code": "unauthorized", "message": "no", "ref": "1"}}));
    }

    #[test]
    #[should_panic(expected = "tells another reference")]
    fn a_reference_that_finds_nothing_is_caught() {
        hold(401, json!({"error": {"code": "unauthorized", "message": "no", "ref": "2"}}));
    }

    #[test]
    #[should_panic(expected = "is not as documented")]
    fn a_missing_field_is_caught() {
        hold(200, json!({"data": []}));
    }

    #[test]
    #[should_panic(expected = "knows no 418")]
    fn a_status_that_is_not_documented_is_caught() {
        hold(418, json!({"error": {"code": "teapot", "message": "no"}}));
    }
}
