//! How a command ends.

use serde_json::{Map, Value, json};

/// Refused or failed.
const EXIT_FAILED: u8 = 1;
/// Nothing went wrong, and somebody has to do something in DNS first.
const EXIT_PENDING: u8 = 2;
/// The command line itself is wrong; 2 is kept for "DNS action pending".
pub(crate) const EXIT_USAGE: u8 = 64;

/// It did what it was asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Outcome {
    /// Done, or nothing to do.
    Done,
    /// Something is to be done in DNS first, or would change and was only to be shown.
    Pending,
    /// It was looked at, and the answer is no.
    No,
}

impl Outcome {
    /// The exit code of a process that ends so.
    pub(crate) const fn exit_code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Pending => EXIT_PENDING,
            Self::No => EXIT_FAILED,
        }
    }
}

/// It did not.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Stop {
    /// The command line is wrong.
    #[error("{0}")]
    Usage(String),
    /// Failed, on this side.
    #[error("{0}")]
    Failed(String),
    /// What was named is not there.
    #[error("{0}")]
    Absent(String),
    /// The API did not answer.
    #[error("{0}")]
    Unreached(String),
    /// The API said no.
    #[error("{0}")]
    Refused(Box<Refusal>),
}

impl Stop {
    pub(crate) fn usage(text: impl Into<String>) -> Self {
        Self::Usage(text.into())
    }

    pub(crate) fn failed(text: impl Into<String>) -> Self {
        Self::Failed(text.into())
    }

    pub(crate) fn absent(text: impl Into<String>) -> Self {
        Self::Absent(text.into())
    }

    /// The exit code of a process that ends so.
    pub(crate) const fn exit_code(&self) -> u8 {
        match self {
            Self::Usage(_) => EXIT_USAGE,
            Self::Failed(_) | Self::Absent(_) | Self::Unreached(_) | Self::Refused(_) => EXIT_FAILED,
        }
    }

    /// The API's code for what is wrong.
    pub(crate) fn code(&self) -> &str {
        match self {
            Self::Usage(_) => "usage",
            Self::Failed(_) => "failed",
            Self::Absent(_) => "not_found",
            Self::Unreached(_) => "unreachable",
            Self::Refused(refusal) => &refusal.code,
        }
    }

    /// Whether the same may go well a moment later.
    pub(crate) fn passes(&self) -> bool {
        match self {
            Self::Usage(_) | Self::Failed(_) | Self::Absent(_) => false,
            Self::Unreached(_) => true,
            Self::Refused(refusal) => refusal.status == 429 || refusal.status >= 500,
        }
    }

    /// For programs: what `--json` prints of it. Every key of the API's own error is there.
    pub(crate) fn to_json(&self) -> Value {
        let (code, message) = (self.code(), self.to_string());
        let mut error = match self {
            Self::Refused(refusal) => refusal.told.clone(),
            Self::Usage(_) | Self::Failed(_) | Self::Absent(_) | Self::Unreached(_) => Map::new(),
        };
        error.insert("code".into(), code.into());
        error.entry("message").or_insert_with(|| message.into());
        json!({ "error": error })
    }
}

/// What the API said no to.
#[derive(Clone, PartialEq, Debug, thiserror::Error)]
#[error("{message} ({status})")]
pub(crate) struct Refusal {
    /// HTTP status.
    pub(crate) status: u16,
    /// What is wrong, for programs.
    pub(crate) code: String,
    /// What is wrong and what to do, for people.
    pub(crate) message: String,
    /// All that was told.
    pub(crate) told: Map<String, Value>,
}

impl Refusal {
    /// What an answer with an error says; `None` for something that no control plane would answer.
    pub(crate) fn read(status: u16, body: &Value) -> Option<Self> {
        let told = body.get("error")?.as_object()?.clone();
        let text = |name: &str| told.get(name).and_then(Value::as_str).map(str::to_owned);
        Some(Self { status, code: text("code")?, message: text("message")?, told })
    }

    /// Commands that the API names as the remedy.
    pub(crate) fn commands(&self) -> Vec<&str> {
        let details = self.told.get("details").and_then(|details| details.get("commands"));
        details.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(status: u16) -> Stop {
        let body = json!({"error": {
            "code": "route_serves_hostname", "message": "A route serves shop.customer.com.", "ref": "r-1",
            "details": {"commands": ["nameplate route update shop --default-host"]},
        }});
        Stop::Refused(Box::new(Refusal::read(status, &body).unwrap()))
    }

    #[test]
    fn every_end_has_its_exit_code() {
        let codes = [Outcome::Done, Outcome::Pending, Outcome::No].map(Outcome::exit_code);
        assert_eq!(codes, [0, 2, 1]);
        let stops = [Stop::usage("x"), Stop::failed("x"), Stop::absent("x"), refused(409)];
        assert_eq!(stops.map(|stop| stop.exit_code()), [64, 1, 1, 1]);
    }

    #[test]
    fn a_refusal_keeps_all_that_the_api_told() {
        let stop = refused(409);
        assert_eq!(stop.to_string(), "A route serves shop.customer.com. (409)");
        let told = stop.to_json();
        assert_eq!(
            (&told["error"]["ref"], &told["error"]["message"]),
            (&json!("r-1"), &json!("A route serves shop.customer.com."))
        );
        let Stop::Refused(refusal) = stop else { panic!("it was refused") };
        assert_eq!(refusal.commands(), ["nameplate route update shop --default-host"]);
        assert_eq!(Stop::failed("no").to_json(), json!({"error": {"code": "failed", "message": "no"}}));
        assert_eq!(Stop::absent("no").to_json(), json!({"error": {"code": "not_found", "message": "no"}}));
        assert!(refused(503).passes() && refused(429).passes() && !refused(409).passes());
        assert_eq!(Refusal::read(502, &json!("<html>")), None);
    }
}
