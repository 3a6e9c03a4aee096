//! A connection: one host name being connected for one application, and how its life may go.

mod challenge;
mod effect;
mod event;
mod explanation;
mod machine;
mod order;
mod quarantine;
mod state;

pub use challenge::{Challenge, offered_proofs};
pub use effect::{Announcement, Effect, UsageKind};
pub use event::Event;
pub use explanation::{Circumstances, Explanation, Hindrance, WaitingFor, explain};
pub use machine::{Refused, Step, step};
pub use order::Order;
pub use quarantine::{QUARANTINE, needs_fresh_proof};
pub use state::{Standing, State};

use crate::evidence::{Proof, RecordReport};
use crate::hostname::Hostname;
use crate::records::Record;
use crate::tenancy::{ApplicationId, ConnectionId, TenantId};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// How long an unproven connection is kept.
pub const UNPROVEN_LIFETIME: Duration = Duration::from_hours(7 * 24);

/// How records get into the customer's zone.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SetupType {
    /// We write them with a delegated credential.
    Automatic,
    /// A person copies them.
    #[default]
    Manual,
    /// Part of each.
    Semiautomatic,
    /// Through a login shared with us.
    SharedLogin,
    /// Later, with a durable grant.
    Async,
    /// The integrator's own code writes them.
    Api,
    /// The DNS provider writes them after its customer consented there.
    DomainConnect,
}

impl SetupType {
    /// Every setup type, in the order of the documentation.
    pub const ALL: [Self; 7] = [
        Self::Automatic,
        Self::Manual,
        Self::Semiautomatic,
        Self::SharedLogin,
        Self::Async,
        Self::Api,
        Self::DomainConnect,
    ];

    /// The name in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Automatic => "automatic",
            Self::Manual => "manual",
            Self::Semiautomatic => "semiautomatic",
            Self::SharedLogin => "shared_login",
            Self::Async => "async",
            Self::Api => "api",
            Self::DomainConnect => "domain_connect",
        }
    }
}

/// What stands in the way, for the person who must act.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Problem {
    /// Stable code, e.g. `records_missing`.
    pub code: String,
    /// What is wrong and what to do, for people.
    pub message: String,
}

/// One host name being connected for one application.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Connection {
    /// Identifier; the `jobId` of webhooks and widget events.
    pub id: ConnectionId,
    /// Owner.
    pub tenant: TenantId,
    /// The application it is for.
    pub application: ApplicationId,
    /// The name being connected.
    pub hostname: Hostname,
    /// Where in its life it is.
    pub state: State,
    /// Counts transitions; a writer that read another version has lost the race.
    pub version: i64,
    /// How records get into the zone.
    pub setup_type: SetupType,
    /// Groups connections created together.
    pub batch_id: Option<String>,
    /// Whether proof moves the name away from its present holder.
    pub takeover: bool,
    /// Whether only a fresh DNS challenge proves it: it is a takeover, or the name was another tenant's lately.
    pub fresh_proof: bool,
    /// What the customer publishes to prove control.
    pub challenge: Challenge,
    /// How control was proven; `None` before.
    pub proof: Option<Proof>,
    /// Whether the `_acme-challenge` CNAME was seen and is right, so that certificates can be had by DNS-01.
    pub delegated: bool,
    /// What the customer has to publish.
    pub records: Vec<Record>,
    /// What the last check saw of each; empty before the first.
    pub reports: Vec<RecordReport>,
    /// What stands in the way now.
    pub problem: Option<Problem>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last written.
    pub updated_at: Timestamp,
    /// When it entered its present state.
    pub state_since: Timestamp,
    /// When DNS was last looked at.
    pub checked_at: Option<Timestamp>,
    /// When a worker shall look again; `None` for never.
    pub due_at: Option<Timestamp>,
}

impl Connection {
    /// State and proof together: what the machine decides on.
    #[must_use]
    pub fn standing(&self) -> Standing {
        Standing { state: self.state, proven: self.proof.is_some() }
    }

    /// Whether the customer has to publish the challenge, or could while something keeps us from it.
    #[must_use]
    pub fn is_for_the_customer(&self) -> bool {
        let is_held_up = self.problem.is_some() && !self.standing().proven;
        self.setup_type != SetupType::Automatic || self.fresh_proof || is_held_up
    }

    /// When an unproven connection is given up.
    #[must_use]
    pub fn expires_at(&self) -> Option<Timestamp> {
        (!self.standing().proven && !self.state.is_terminal()).then(|| self.created_at.plus(UNPROVEN_LIFETIME))
    }
}
