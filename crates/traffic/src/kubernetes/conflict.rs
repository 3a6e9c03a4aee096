//! What the API server says no with, as what has to be done.

use super::in_full;
use crate::contract::{FieldOwner, Refusal};
use crate::manifest::Key;
use kube::core::Status;

/// Reads an error that concerns `key`.
pub(super) fn refusal(error: kube::Error, key: &Key) -> Refusal {
    match error {
        kube::Error::Api(status) => of_status(&status, key),
        other => Refusal::Unreachable { message: in_full(&other) },
    }
}

fn of_status(status: &Status, key: &Key) -> Refusal {
    let message = status.message.clone();
    let key = key.clone();
    let owners = owners(status);
    match status.code {
        409 if !owners.is_empty() => Refusal::Conflict { key, owners },
        409 => Refusal::Outdated { key },
        // It has another identifier than the one that was looked at.
        422 if message.contains("metadata.uid") => Refusal::Outdated { key },
        404 if message.contains("namespaces ") => Refusal::NoNamespace { key },
        404 => Refusal::UnknownKind { key },
        401 | 403 => Refusal::Forbidden { key, message },
        // A field that the kind does not have is reported as a fault of the server.
        500 if message.contains("not declared in schema") => Refusal::Invalid { key, message },
        429 | 500..=599 => Refusal::Unreachable { message },
        _ => Refusal::Invalid { key, message },
    }
}

/// Who set what, of a conflict: its causes are `conflict with "MANAGER" …`, each with its field.
fn owners(status: &Status) -> Vec<FieldOwner> {
    let causes = status.details.iter().flat_map(|details| &details.causes);
    let of = |cause: &kube::core::response::StatusCause| {
        let (_, rest) = cause.message.split_once("conflict with \"")?;
        let (manager, _) = rest.split_once('"')?;
        Some(FieldOwner { manager: manager.to_owned(), field: cause.field.clone() })
    };
    causes.filter_map(of).collect()
}
