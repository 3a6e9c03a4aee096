//! What reports on routes have in common.

use crate::commands::look::{Look, Tone};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A route.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub(in crate::commands) struct RouteShown {
    pub(super) id: String,
    /// One of its kind in the tenant.
    pub(super) name: String,
    pub(super) application_id: String,
    /// The host name that it serves.
    pub(super) hostname: String,
    /// The host name for people.
    pub(super) hostname_unicode: String,
    /// The host name that it has without a domain.
    pub(super) default_hostname: String,
    /// Where visitors find it.
    pub(super) url: String,
    /// Where its requests go.
    pub(super) origin: String,
    /// Who chose the origin: `route`, `connection`, `application` or `platform`.
    pub(super) source: String,
    /// The connection that holds the domain; null for the default name.
    pub(super) connection_id: Option<String>,
    /// Whether edges serve it.
    pub(super) served: bool,
    /// Why they do not; null when they do.
    pub(super) why_not: Option<String>,
    pub(super) created_at: String,
    pub(super) updated_at: String,
}

impl RouteShown {
    /// All of it, line by line.
    pub(in crate::commands) fn lines(&self, look: Look) -> Vec<String> {
        let mut lines = vec![
            look.labelled("route", Tone::Strong, &self.name),
            look.labelled("URL", self.tone(), &self.url),
            look.labelled("origin", Tone::Plain, &format!("{} (of the {})", self.origin, self.source)),
            look.labelled("default name", Tone::Plain, &self.default_hostname),
            look.labelled("application", Tone::Plain, &self.application_id),
            look.labelled("id", Tone::Plain, &self.id),
        ];
        lines.extend(self.why_not.iter().map(|why| look.labelled("not served", Tone::Bad, why)));
        lines
    }

    pub(super) fn tone(&self) -> Tone {
        if self.served { Tone::Good } else { Tone::Waiting }
    }
}
