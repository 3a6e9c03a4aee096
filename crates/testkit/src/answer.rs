//! What a request got.

use reqwest::header::HeaderMap;
use serde_json::Value;

/// An answer, read to its end.
#[derive(Clone, Debug)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Headers.
    pub headers: HeaderMap,
    /// The body as it came.
    pub text: String,
    /// The body as JSON; null when it is none.
    pub json: Value,
}

impl Answer {
    /// The text at a JSON pointer (RFC 6901).
    ///
    /// # Panics
    /// When there is no text.
    #[must_use]
    #[track_caller]
    pub fn at(&self, pointer: &str) -> &str {
        self.json
            .pointer(pointer)
            .and_then(Value::as_str)
            .unwrap_or_else(|| panic!("no text at {pointer} in {self:#?}"))
    }

    /// The value at a JSON pointer.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    #[track_caller]
    pub fn value(&self, pointer: &str) -> &Value {
        self.json.pointer(pointer).unwrap_or_else(|| panic!("nothing at {pointer} in {self:#?}"))
    }

    /// One header; empty when it is not there.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The answer, if it has this status.
    ///
    /// # Panics
    /// When it has another.
    #[must_use]
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{self:#?}");
        self
    }

    /// Asserts a refusal: its status, its code, and words that its message must have.
    ///
    /// # Panics
    /// When it is another one.
    #[track_caller]
    pub fn refused(&self, status: u16, code: &str, words: &str) {
        assert_eq!((self.status, self.at("/error/code")), (status, code), "{self:#?}");
        let message = self.at("/error/message");
        assert!(message.contains(words), "{message:?} does not mention {words:?}");
    }
}
