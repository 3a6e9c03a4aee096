//! What a command would do.

use super::look::{Look, Tone};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What would be done, in its order.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub(super) struct Plan {
    /// Empty when everything is so already.
    pub(super) steps: Vec<Step>,
}

/// One change.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub(super) struct Step {
    /// `claim`, `release_claim`, `create_route`, `update_route`, `repoint_route` or `delete_route`.
    #[serde(rename = "do")]
    pub(super) deed: String,
    /// The same for people.
    pub(super) what: String,
    /// What is there now; null when nothing is.
    #[serde(default)]
    pub(super) before: Option<Map<String, Value>>,
    /// What would be there then; null when nothing would.
    #[serde(default)]
    pub(super) after: Option<Map<String, Value>>,
}

/// An answer that is a plan.
#[derive(Debug, Deserialize)]
pub(super) struct Planned {
    pub(super) plan: Plan,
}

impl Plan {
    pub(super) fn lines(&self, look: Look) -> Vec<String> {
        if self.steps.is_empty() {
            return vec!["Nothing would change.".to_owned()];
        }
        let mut lines = vec!["Would do, and has not done:".to_owned()];
        for (at, Step { deed, what, .. }) in self.steps.iter().enumerate() {
            let tone = match deed.as_str() {
                "claim" | "create_route" => Tone::Good,
                "release_claim" | "delete_route" => Tone::Bad,
                _ => Tone::Waiting,
            };
            lines.push(format!("  {}. {}", at + 1, look.paint(tone, what)));
        }
        lines
    }
}
