//! What we wrote, in a file beside it: by it we know what somebody else changed since.

use super::tree::{Tree, sha256};
use crate::contract::Refusal;
use nameplate_domain::tenancy::ConnectionId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Its name, in our folder.
const NAME: &str = "nameplate-receipt.json";

/// Every file of ours.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub(super) struct Written {
    /// By their paths from the root of the repository.
    pub(super) files: BTreeMap<String, File>,
}

/// One of them.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) struct File {
    /// Of its content, in hex.
    pub(super) sha256: String,
    /// The connection that it is for.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(super) connection: Option<ConnectionId>,
}

impl File {
    pub(super) fn new(content: &[u8], connection: Option<ConnectionId>) -> Self {
        Self { sha256: sha256(content), connection }
    }
}

pub(super) fn path(within: &str) -> String {
    format!("{within}/{NAME}")
}

impl Written {
    pub(super) fn read(tree: &Tree, within: &str) -> Result<Self, Refusal> {
        let path = path(within);
        let Some(content) = tree.content(&path) else { return Ok(Self::default()) };
        serde_json::from_slice(content).map_err(|error| Refusal::Git {
            message: format!("{path} is not as it was written ({error}); take it from an earlier commit"),
        })
    }

    pub(super) fn content(&self) -> Vec<u8> {
        // Strings, and maps of strings.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text.into_bytes()
    }
}
