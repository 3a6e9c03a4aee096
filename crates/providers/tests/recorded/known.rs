//! What is known to be different between the recording clients and the adapters, by kind of request.

use crate::recording::Asked;
use crate::rows::Edit;
use nameplate_domain::zone::Change;

/// Writes that adapters send as other requests: provider, kind as [`kind`] names it, and why.
const OTHERWISE: &[(&str, &str, &str)] = &[
    ("desec", "PATCH set → PATCH set", BULK),
    ("desec", "POST set → PATCH set", BULK),
    ("desec", "PATCH remove set → PATCH remove set", BULK),
    ("desec", "DELETE remove set → PATCH remove set", BULK),
    ("desec", "PATCH remove set → DELETE remove set", "a set without values is removed"),
    ("gandi", "POST set → PUT set", "a set is put, which makes it as well"),
    ("gandi", "DELETE all of a name → DELETE remove set", NARROW),
    ("godaddy", "PUT all of a type → DELETE remove set", NARROW),
    ("godaddy", "PUT all of a type → PUT set", NARROW),
    ("hetzner", "DELETE remove set → POST take", EXACT),
    ("linode", "POST add → POST add, PUT change", "a TTL that was not kept is set again"),
];

const BULK: &str = "all sets are changed in one request";
const EXACT: &str = "the values that are known are removed, so that a new one of somebody else survives";
const NARROW: &str = "one set is written, not all of a kind";

/// The kind of a write: what the recording did, and what was sent in its place.
pub(crate) fn kind(recorded: &Asked, edits: &[Edit], sent: &[(Asked, Vec<Edit>)]) -> String {
    let one = |asked: &Asked, edits: &[Edit]| {
        let mut words: Vec<&str> = edits.iter().map(word).collect();
        words.dedup();
        format!("{} {}", asked.method, words.join("+"))
    };
    let mut all: Vec<String> = sent.iter().map(|(asked, edits)| one(asked, edits)).collect();
    all.dedup();
    format!("{} → {}", one(recorded, edits), if all.is_empty() { "nothing".to_owned() } else { all.join(", ") })
}

fn word(edit: &Edit) -> &'static str {
    match edit {
        Edit::Add(_) => "add",
        Edit::Merge { .. } => "change",
        Edit::Remove { .. } => "remove",
        Edit::Put { rows, .. } if rows.is_empty() => "remove set",
        Edit::Put { .. } => "set",
        Edit::Take { .. } => "take",
        Edit::PutType { .. } => "all of a type",
        Edit::DropName(_) => "all of a name",
        Edit::Everything(_) => "whole zone",
        Edit::Ttl { .. } => "TTL",
    }
}

/// Why the adapter may write by these other requests.
pub(crate) fn reason(key: &str, kind: &str, edits: &[Edit], planned: &[Change]) -> Option<&'static str> {
    if edits.iter().any(|edit| matches!(edit, Edit::Merge { .. }))
        && planned.iter().all(|change| change.action() != "update")
    {
        return Some("a record gets another name: one set goes, another comes");
    }
    OTHERWISE.iter().find(|(known, of, _)| *known == key && *of == kind).map(|(_, _, why)| *why)
}

/// How the adapter's requests say who they are, where it is not as in the recording.
pub(crate) fn authentication(key: &str, recorded: Option<&str>, asked: &[Asked]) -> Option<String> {
    let (name, form) = recorded?.split_once(": ")?;
    // The old form still works, and what is made today is a Bearer token.
    let form = if key == "gandi" { "Bearer REDACTED" } else { form };
    let scheme = form.split("REDACTED").next().unwrap_or_default();
    let last = asked.last()?;
    let came = last.header(name).unwrap_or_default();
    let is_like = came.len() > scheme.len() && came.starts_with(scheme);
    (!is_like).then(|| {
        format!("{name} is to begin with {scheme:?}, and begins with {:?}", came.split(' ').next().unwrap_or_default())
    })
}

/// A path without what varies in it.
pub(crate) fn shape(asked: &Asked) -> String {
    let part = |part: &String| match part.len() > 12
        || part.contains(['.', '{'])
        || part.bytes().all(|octet| octet.is_ascii_digit())
    {
        true => "…".to_owned(),
        false => part.clone(),
    };
    let command = asked.field("Command").map(|command| format!(" {command}")).unwrap_or_default();
    format!("/{}{command}", asked.path.iter().map(part).collect::<Vec<_>>().join("/"))
}
