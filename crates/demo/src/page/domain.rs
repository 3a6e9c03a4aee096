//! A connection in this product's words.

use crate::nameplate::Connection;

/// A domain of a site.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Domain {
    /// Identifier of its connection.
    pub(crate) id: String,
    /// As DNS has it.
    pub(crate) host: String,
    /// As people read it.
    pub(crate) shown: String,
    /// How far it is.
    pub(crate) label: String,
    /// How that looks: a class of the style sheet.
    pub(crate) tone: &'static str,
    /// What is in the way, if anything.
    pub(crate) note: String,
    /// Who writes its records.
    pub(crate) writer: &'static str,
    /// Visitors get an answer.
    pub(crate) is_served: bool,
}

impl From<Connection> for Domain {
    fn from(connection: Connection) -> Self {
        let (label, tone) = match connection.state.as_str() {
            "created" | "pending_ownership" | "verifying" => ("Waiting for DNS", "waiting"),
            "verified" | "dns_writing" | "propagating" => ("Setting up", "working"),
            "issuing_cert" => ("Getting a certificate", "working"),
            "live" => ("Live", "live"),
            "drifted" => ("DNS has changed", "warn"),
            "stalled" => ("Needs attention", "warn"),
            unknown => (unknown, "waiting"),
        };
        let is_served = matches!(connection.state.as_str(), "live" | "drifted");
        let note = connection.problem.map(|problem| problem.message).unwrap_or_default();
        Self {
            label: label.to_owned(),
            tone,
            note,
            writer: match connection.setup_type.as_str() {
                "automatic" => "written for the customer",
                "domain_connect" => "Domain Connect",
                _ => "by the customer",
            },
            is_served,
            id: connection.id,
            host: connection.hostname,
            shown: connection.hostname_unicode,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nameplate::Problem;

    fn domain(state: &str) -> Domain {
        let connection = Connection {
            id: "1".into(),
            application_id: "2".into(),
            hostname: "xn--mnchen-3ya.test".into(),
            hostname_unicode: "münchen.test".into(),
            state: state.into(),
            setup_type: "automatic".into(),
            problem: Some(Problem { message: "The record is missing.".into() }),
        };
        Domain::from(connection)
    }

    #[test]
    fn states_are_told_in_words() {
        assert_eq!((domain("live").label.as_str(), domain("live").tone), ("Live", "live"));
        assert_eq!(domain("pending_ownership").label, "Waiting for DNS");
        assert_eq!(domain("drifted").note, "The record is missing.");
        assert_eq!(domain("something_new").label, "something_new");
    }

    #[test]
    fn only_what_is_served_can_be_visited() {
        for (state, is_served) in [("live", true), ("drifted", true), ("propagating", false), ("stalled", false)] {
            assert_eq!(domain(state).is_served, is_served, "{state}");
        }
    }
}
