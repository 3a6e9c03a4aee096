//! Requests and answers, as dialects see them.

use axum::http::HeaderMap;
use serde_json::Value;

/// A request as it came in.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    /// As sent, without query.
    pub(crate) path: String,
    /// Decoded pairs in the order in which they came.
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Request {
    /// The decoded segments of the path, without empty ones at its ends.
    pub(crate) fn segments(&self) -> Vec<String> {
        self.path.trim_matches('/').split('/').map(decoded).collect()
    }

    /// A parameter of the query.
    pub(crate) fn query(&self, key: &str) -> Option<&str> {
        self.query.iter().find(|(known, _)| known == key).map(|(_, value)| value.as_str())
    }

    /// A header as text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body as JSON; null when it is none.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// The body as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The fields of a form in the body.
    pub(crate) fn form(&self) -> Vec<(String, String)> {
        pairs(&self.text())
    }

    /// Whether the request has `Authorization: Bearer <token>`.
    pub(crate) fn has_bearer(&self, token: &str) -> bool {
        self.header("authorization") == Some(format!("Bearer {token}").as_str())
    }

    /// Everything of it that was sent, to look for words in it.
    pub(crate) fn all_text(&self) -> String {
        let query: Vec<String> = self.query.iter().map(|(key, value)| format!("{key}={value}")).collect();
        format!("{} {}?{} {}", self.method, self.path, query.join("&"), self.text())
    }
}

/// Pairs of a query or a form, decoded.
pub(crate) fn pairs(text: &str) -> Vec<(String, String)> {
    let parts = text.split('&').filter(|part| !part.is_empty());
    let halves = parts.map(|part| part.split_once('=').unwrap_or((part, "")));
    halves.map(|(key, value)| (decoded(&key.replace('+', " ")), decoded(&value.replace('+', " ")))).collect()
}

fn decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// What is sent back.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn json(status: u16, body: &Value) -> Self {
        Self::text(status, "application/json", &body.to_string())
    }

    pub(crate) fn text(status: u16, content_type: &str, body: &str) -> Self {
        let headers = vec![("content-type".to_owned(), content_type.to_owned())];
        Self { status, headers, body: body.as_bytes().to_vec() }
    }

    pub(crate) fn empty(status: u16) -> Self {
        Self { status, headers: vec![], body: vec![] }
    }

    pub(crate) fn with_header(mut self, name: &str, value: impl ToString) -> Self {
        self.headers.push((name.to_owned(), value.to_string()));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_taken_apart() {
        let request = Request {
            method: "POST".into(),
            path: "/v1/zones/a.example/%40/TXT/".into(),
            query: pairs("a=b%20c&d"),
            headers: HeaderMap::new(),
            body: b"x=1%2B1&y=a+b".to_vec(),
        };
        assert_eq!(request.segments(), ["v1", "zones", "a.example", "@", "TXT"]);
        assert_eq!((request.query("a"), request.query("d"), request.query("e")), (Some("b c"), Some(""), None));
        assert_eq!(request.form(), [("x".to_owned(), "1+1".to_owned()), ("y".to_owned(), "a b".to_owned())]);
        assert!(!request.has_bearer("token"));
    }
}
