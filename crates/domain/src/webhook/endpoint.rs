//! A receiver of webhooks, and how it does.

use super::EventFilter;
use crate::connection::Announcement;
use crate::tenancy::{ApplicationId, TenantId, WebhookEndpointId};
use crate::time::Timestamp;
use std::time::Duration;

/// Endpoints that one tenant may have.
pub const ENDPOINTS_MAX: u32 = 50;
/// How long the secret before still signs after it was replaced.
pub const FORMER_SECRET_FOR: Duration = Duration::from_hours(24);
/// How long every attempt has to fail before an endpoint is disabled.
pub const DISABLED_AFTER: Duration = Duration::from_hours(72);
/// How many attempts have to fail before an endpoint is disabled: one that is told little is not given up after a few.
pub const DISABLED_AFTER_FAILURES: u32 = 20;

/// A receiver of webhooks, without its secret.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Endpoint {
    /// Identifier.
    pub id: WebhookEndpointId,
    /// Owner.
    pub tenant: TenantId,
    /// The only application whose events it is told of; `None` for all.
    pub application: Option<ApplicationId>,
    /// Where events are posted to.
    pub url: String,
    /// What its owner says about it.
    pub description: Option<String>,
    /// Which events it is told of.
    pub events: EventFilter,
    /// Whether it is told anything.
    pub state: EndpointState,
    /// Since when every attempt has failed, if the last one has.
    pub trouble: Option<Trouble>,
    /// Until when the secret before still signs.
    pub former_secret_until: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When its owner changed it last.
    pub updated_at: Timestamp,
}

/// Whether an endpoint is told anything.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum EndpointState {
    /// It is.
    Enabled,
    /// It is not.
    Disabled {
        /// Since when.
        at: Timestamp,
        /// Why, for people.
        why: String,
    },
}

/// Attempts that failed without a success in between.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Trouble {
    /// When the first of them failed.
    pub since: Timestamp,
    /// How many there were.
    pub failures: u32,
}

impl Endpoint {
    /// Whether it is told of what happened to this application at `at`. What is about no application has a nil identifier.
    #[must_use]
    pub fn hears(&self, application: ApplicationId, event: Announcement, at: Timestamp) -> bool {
        self.state == EndpointState::Enabled
            && self.created_at <= at
            && self.application.is_none_or(|own| own == application)
            && self.events.has(event)
    }
}

impl Trouble {
    /// Whether it has lasted long enough, at `now`, to tell the endpoint nothing more.
    #[must_use]
    pub fn is_final(self, now: Timestamp) -> bool {
        now.since(self.since) >= DISABLED_AFTER && self.failures >= DISABLED_AFTER_FAILURES
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const NOW: Timestamp = Timestamp::from_ms(1_800_000_000_000);

    fn endpoint() -> Endpoint {
        Endpoint {
            id: WebhookEndpointId(Uuid::from_u128(1)),
            tenant: TenantId(Uuid::from_u128(2)),
            application: None,
            url: "https://api.acme.example/hook".into(),
            description: None,
            events: EventFilter::default(),
            state: EndpointState::Enabled,
            trouble: None,
            former_secret_until: None,
            created_at: NOW,
            updated_at: NOW,
        }
    }

    #[test]
    fn an_endpoint_hears_what_it_asked_for_since_it_is_there() {
        let [own, other] = [3, 4].map(|n| ApplicationId(Uuid::from_u128(n)));
        let (event, before) = (Announcement::Drift, NOW.minus(Duration::from_millis(1)));
        assert!(endpoint().hears(own, event, NOW));
        assert!(!endpoint().hears(own, event, before), "what happened before it was there");
        let disabled = Endpoint { state: EndpointState::Disabled { at: NOW, why: String::new() }, ..endpoint() };
        assert!(!disabled.hears(own, event, NOW));
        let of_one = Endpoint { application: Some(own), ..endpoint() };
        assert!(of_one.hears(own, event, NOW) && !of_one.hears(other, event, NOW));
        let of_some = Endpoint { events: EventFilter::parse(&["ssl.issued"]).unwrap(), ..endpoint() };
        assert!(!of_some.hears(own, event, NOW));
    }

    #[test]
    fn trouble_is_final_when_it_is_long_and_often() {
        let after = |hours| NOW.plus(Duration::from_hours(hours));
        let trouble = |failures| Trouble { since: NOW, failures };
        assert!(trouble(20).is_final(after(72)));
        assert!(!trouble(1_000_000).is_final(after(71)));
        assert!(!trouble(19).is_final(after(10_000)));
    }
}
