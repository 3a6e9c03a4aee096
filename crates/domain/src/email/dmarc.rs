//! DMARC policies (RFC 7489).

use super::tags;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// What receivers shall do with mail that passes neither SPF nor DKIM for the domain, in the order of strictness.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DmarcPolicy {
    /// Deliver it, and report.
    #[default]
    None,
    /// Treat it as suspicious.
    Quarantine,
    /// Refuse it.
    Reject,
}

impl DmarcPolicy {
    /// Every policy.
    pub const ALL: [Self; 3] = [Self::None, Self::Quarantine, Self::Reject];

    /// The name in records and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Quarantine => "quarantine",
            Self::Reject => "reject",
        }
    }

    fn read(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|policy| policy.as_str().eq_ignore_ascii_case(text))
    }
}

impl fmt::Display for DmarcPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A text that names no policy.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{0:?} is none of none, quarantine, reject")]
pub struct UnknownDmarcPolicy(pub String);

impl FromStr for DmarcPolicy {
    type Err = UnknownDmarcPolicy;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let known = Self::ALL.into_iter().find(|policy| policy.as_str() == text);
        known.ok_or_else(|| UnknownDmarcPolicy(text.to_owned()))
    }
}

/// What a DMARC record says, as far as it matters here.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DmarcRecord {
    /// For the domain itself.
    pub policy: DmarcPolicy,
    /// To what share of the mail it is applied, in percent.
    pub percent: u8,
    /// Where aggregate reports go, as `mailto:` URIs.
    pub rua: Vec<String>,
}

impl DmarcRecord {
    /// Reads the text of a TXT record; `None` for what receivers do not take for a DMARC record (RFC 7489, 6.3 and
    /// 6.6.3).
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let tags = tags::read(text)?;
        let value = |name: &str| tags.iter().find(|(known, _)| known == name).map(|(_, value)| *value);
        tags.first().filter(|(name, value)| name == "v" && *value == "DMARC1")?;
        let rua = value("rua").unwrap_or_default();
        let rua: Vec<String> = rua.split(',').map(|uri| uri.trim().to_owned()).filter(|uri| !uri.is_empty()).collect();
        // Without a policy that can be read, one with a place for reports is `none` (6.6.3).
        let policy =
            value("p").and_then(DmarcPolicy::read).or_else(|| (!rua.is_empty()).then_some(DmarcPolicy::None))?;
        let percent = value("pct").and_then(|percent| percent.parse().ok()).filter(|percent| *percent <= 100);
        Some(Self { policy, percent: percent.unwrap_or(100), rua })
    }

    /// Whether a TXT value is meant to be a DMARC record, valid or not.
    pub(super) fn is_meant_by(text: &str) -> bool {
        text.split(';').next().is_some_and(|first| {
            first.split_once('=').is_some_and(|(name, value)| name.trim() == "v" && value.trim() == "DMARC1")
        })
    }
}

impl fmt::Display for DmarcRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "v=DMARC1; p={};", self.policy)?;
        if self.percent < 100 {
            write!(f, " pct={};", self.percent)?;
        }
        match self.rua.is_empty() {
            true => Ok(()),
            false => write!(f, " rua={};", self.rua.join(",")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(DmarcPolicy, u8, usize)> {
        DmarcRecord::parse(text).map(|record| (record.policy, record.percent, record.rua.len()))
    }

    #[test]
    fn records_are_read_as_receivers_do() {
        assert_eq!(read("v=DMARC1; p=none;"), Some((DmarcPolicy::None, 100, 0)));
        assert_eq!(
            read(" v = DMARC1 ;P=Reject;pct=30;rua=mailto:a@b.example,mailto:c@d.example!1m"),
            Some((DmarcPolicy::Reject, 30, 2))
        );
        assert_eq!(read("v=DMARC1; p=quarantine; pct=101"), Some((DmarcPolicy::Quarantine, 100, 0)));
        assert_eq!(
            read("v=DMARC1; p=wrong; rua=mailto:a@b.example"),
            Some((DmarcPolicy::None, 100, 1)),
            "reports are wanted"
        );
        for no_policy in
            ["", "v=DMARC1", "v=DMARC1; p=wrong", "v=DMARC2; p=none", "p=none; v=DMARC1", "v=DMARC1 p=none"]
        {
            assert_eq!(read(no_policy), None, "{no_policy}");
        }
    }

    #[test]
    fn a_printed_record_is_the_same_record() {
        for text in ["v=DMARC1; p=none;", "v=DMARC1; p=reject; pct=5; rua=mailto:a@b.example,mailto:c@d.example;"] {
            assert_eq!(DmarcRecord::parse(text).unwrap().to_string(), text);
        }
    }
}
