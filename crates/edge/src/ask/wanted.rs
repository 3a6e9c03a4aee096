//! What the control plane wants an edge to do.

use serde::{Deserialize, Serialize};

/// The answer of [`ControlPlane::wanted`](crate::ControlPlane::wanted), in this shape as JSON too.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// Names that want a certificate, `*.example.com` for a wildcard certificate. Named again until reported.
    pub hostnames: Vec<String>,
    /// Names whose certificate is to be replaced now, because somebody asked for it. Named again until reported.
    #[serde(default)]
    pub renew: Vec<String>,
    /// Names whose verdict may be another one now; `*.example.com` stands for every name one label below it.
    #[serde(default)]
    pub changed: Vec<String>,
    /// Any verdict may be another one now.
    #[serde(default)]
    pub all_changed: bool,
    /// Where the next question starts; none if the control plane tells no changes.
    #[serde(default)]
    pub cursor: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_control_plane_that_tells_no_changes_is_understood() {
        let wanted: Wanted = serde_json::from_str(r#"{"hostnames":["a.test"]}"#).unwrap();
        assert_eq!(wanted, Wanted { hostnames: vec!["a.test".into()], ..Wanted::default() });
    }
}
