//! Which names zones of customers have.

use super::{OWN, TOP};
use crate::record::Invalid;

pub(super) fn canonical(name: &str) -> String {
    let lower = name.trim().to_ascii_lowercase();
    lower.strip_suffix('.').map_or(lower.clone(), str::to_owned)
}

/// Whether a zone of that name can be a customer's: one label under the top, and not this host's own.
pub(super) fn customer_zone(zone: &str) -> Result<(), Invalid> {
    let wrong = |reason: String| Err(Invalid { field: "zone", reason });
    if zone == OWN {
        return wrong(format!("{OWN} is this host's own"));
    }
    let label = zone.strip_suffix(TOP).and_then(|front| front.strip_suffix('.'));
    let Some(label) = label.filter(|label| !label.is_empty() && !label.contains('.')) else {
        return wrong(format!("must be a name directly under .{TOP}, like customer.{TOP}"));
    };
    let is_host_name = label.len() <= 63
        && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        && !label.starts_with('-')
        && !label.ends_with('-');
    if is_host_name { Ok(()) } else { wrong("is no host name: letters, digits and inner hyphens only".into()) }
}
