//! The verbs: operations that a person asks for, and reconcilers that keep promises by running the same operations.
//!
//! An operation gathers (store, DNS), lets the pure core decide, and writes in one transaction. The API, the workers, the
//! command line and the edge's reports all go through [`Control`]; there is no second place where a state changes.
#![cfg_attr(test, expect(clippy::unwrap_used, reason = "tests fail by panicking"))]

mod ask;
mod audit;
mod calls;
mod chance;
mod commerce;
mod feed;
mod fleet;
mod invitation_link;
mod keys;
mod observe;
pub mod operations;
mod platform;
pub mod reconcilers;
mod refusal;
mod routes;
mod sessions;
mod ssh_keys;
mod suspension;
mod tokens;
mod visits;

pub use ask::AskAnswer;
pub use chance::Chance;
pub use commerce::Commerce;
pub use feed::{BEFORE_ALL, FullHouse, Heed, Heeding, LISTENERS_MAX, Listening, ListeningBegun, Start, Told};
pub use fleet::Fleet;
pub use invitation_link::InvitationLink;
pub use keys::{KeySecret, PLATFORM_KEY_PREFIX, hash_of};
pub use operations::Once;
pub use operations::acme_dns::{AcmeRegistration, Claim, TxtRefused, check_allowfrom};
pub use operations::apply_email::EmailReport;
pub use operations::apply_records::WriteReport;
pub use operations::check_domain::{ChallengeSeen, DomainReport};
pub use operations::create_api_key::NewApiKey;
pub use operations::create_application::NewApplication;
pub use operations::create_connection::NewConnection;
pub use operations::create_connections::{BULK_MAX, Bulk, BulkConnection, BulkOutcome, NewConnections};
pub use operations::create_share_link::SharedLink;
pub use operations::create_tenant::tenant_name;
pub use operations::create_widget_token::{NewWidgetToken, WidgetToken};
pub use operations::dangling::DanglingRecord;
pub use operations::domain_connect::{
    DomainConnect, DomainConnectOffer, DomainConnectReturn, DomainConnectVisitStarted,
};
pub use operations::idempotency::{Begun, Stored};
pub use operations::import_name::{ImportPlan, NameStanding, Vouched};
pub use operations::invitations::{Identified, NewInvitation};
pub use operations::look_after_edges::FleetEdge;
pub use operations::look_after_platform_keys::platform_key_name;
pub use operations::look_after_ssh_keys::NewSshKey;
pub use operations::look_at_ownership::OwnershipSeen;
pub use operations::note_certificate::{CertificateOutcome, CertificateReport, EdgeOrders};
pub use operations::offboard_connection::{Cleanup, CleanupStatus, Offboarded};
pub use operations::plan_automatic::AutomaticPlan;
pub use operations::routes::{AttachStatus, Attached, NewAttachment, NewRoute, RouteUpdate, ShownRoute};
pub use operations::set_plan::LimitChanges;
pub use operations::show_connection::{ConnectionShown, RouteShown, certificate_shown};
pub use operations::show_shared::SharedConnection;
pub use operations::show_usage::{Usage, UsedKind};
pub use operations::show_usage_history::DayUsed;
pub use operations::sign_in::MEMBERSHIPS_MAX;
pub use operations::sign_in_elsewhere::{Back, Departure, Entered, NotEntered, is_place_of_ours};
pub use operations::store_credential::NewCredential;
pub use operations::subscribe::Checkout;
pub use operations::suspend_tenant::suspension_reason;
pub use operations::tell_timeline::TimelineEntry;
pub use operations::transfer_domain::{Transfer, Transferred};
pub use operations::update_application::ApplicationChanges;
pub use operations::verify_domain::DomainVerified;
pub use operations::webhooks::{NewWebhookEndpoint, SigningSecret, WebhookEndpointChanges};
pub use platform::Platform;
pub use refusal::Refused;
pub use routes::RouteChanges;
pub use sessions::{Holder, SessionToken, SignedIn};
pub use tokens::{TokenSecrets, WidgetTokenError, WidgetTokenText};

pub use nameplate_dns::observe::QuestionKind;
pub use nameplate_providers::RequestKind;

use nameplate_dns::observe::Observer;
use nameplate_domain::connection::Connection;
use nameplate_domain::tenancy::{Caller, ConnectionId};
use nameplate_domain::time::{Clock, Timestamp};
use nameplate_domain::timings::Histogram;
use nameplate_identity::IdentityProvider;
use nameplate_store::{Reader, Store};
use std::path::PathBuf;
use std::sync::Arc;

/// Everything an operation needs. Cheap to clone.
#[derive(Clone)]
pub struct Control {
    store: Store,
    observer: Observer,
    clock: Arc<dyn Clock>,
    chance: Chance,
    platform: Arc<Platform>,
    asks: Arc<ask::AskMemory>,
    keys: Arc<keys::KeyMemory>,
    routes: Arc<routes::RouteLog>,
    feed: Arc<feed::Feed>,
    fleet: Fleet,
    /// For whom steps are carried out; `None` for the platform by itself.
    by: Option<Arc<Caller>>,
    commerce: Arc<Commerce>,
    calls: Arc<calls::CallCounts>,
    secrets: Arc<TokenSecrets>,
    visits: Arc<visits::Visits>,
    /// Who knows the people that sign in; `None` where only keys do.
    identity: Option<IdentityProvider>,
    journeys: Arc<operations::sign_in_elsewhere::Journeys>,
}

impl std::fmt::Debug for Control {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Control").field("platform", &self.platform).finish_non_exhaustive()
    }
}

impl Control {
    /// Puts the parts together. Memories of asks and keys are kept current by [`Control::follow_signals`], which somebody
    /// has to run.
    #[must_use]
    pub fn new(store: Store, observer: Observer, clock: Arc<dyn Clock>, platform: Platform, fleet: Fleet) -> Self {
        let chance = Chance;
        Self {
            routes: Arc::new(routes::RouteLog::new(chance.label())),
            store,
            observer,
            clock,
            chance,
            platform: Arc::new(platform),
            asks: Arc::new(ask::AskMemory::new()),
            keys: Arc::new(keys::KeyMemory::new()),
            feed: Arc::new(feed::Feed::new()),
            fleet,
            by: None,
            commerce: Arc::default(),
            calls: Arc::default(),
            secrets: Arc::new(TokenSecrets::from_random(chance.bytes())),
            visits: Arc::default(),
            identity: None,
            journeys: Arc::default(),
        }
    }

    /// The same, acting for `caller`: what operations that people and workers share do is written down as done by them.
    pub(crate) fn on_behalf_of(&self, caller: &Caller) -> Self {
        Self { by: Some(Arc::new(caller.clone())), ..self.clone() }
    }

    /// Plans as this platform has them.
    #[must_use]
    pub fn commerce(&self) -> &Commerce {
        &self.commerce
    }

    /// The same, with these plans.
    #[must_use]
    pub fn selling(self, commerce: Commerce) -> Self {
        Self { commerce: Arc::new(commerce), ..self }
    }

    /// The same, with people who sign in by this provider.
    #[must_use]
    pub fn identifying_by(self, provider: Option<IdentityProvider>) -> Self {
        Self { identity: provider, ..self }
    }

    /// The same, signing with these secrets. Without, widget tokens and share links end with this process and hold in no other.
    #[must_use]
    pub fn signing_with(mut self, secrets: TokenSecrets) -> Self {
        self.secrets = Arc::new(secrets);
        self
    }

    /// The same, visiting connected host names at this port, and believing the roots in these files (PEM) besides the machine's.
    #[must_use]
    pub fn visiting(self, port: u16, roots: Vec<PathBuf>) -> Self {
        Self { visits: Arc::new(visits::Visits::new(port, roots)), ..self }
    }

    /// From now on connected host names are visited at this port: where the edge of this process turned out to listen.
    pub fn visit_at(&self, port: u16) {
        self.visits.move_to(port);
    }

    /// For showing things; cannot write.
    #[must_use]
    pub fn reader(&self) -> Reader {
        self.store.reader()
    }

    /// How long questions to DNS took, by resolver and outcome.
    #[must_use]
    pub fn dns_timings(&self) -> Vec<(QuestionKind, Histogram)> {
        self.observer.timings()
    }

    /// How long requests to DNS providers took, by provider, operation and outcome.
    #[must_use]
    pub fn provider_timings(&self) -> Vec<(RequestKind, Histogram)> {
        self.fleet.access.timings()
    }

    /// What is true of the platform as a whole.
    #[must_use]
    pub fn platform(&self) -> &Platform {
        &self.platform
    }

    /// The connection of that identifier, if it exists for the caller.
    pub(crate) async fn connection_of(&self, caller: &Caller, id: ConnectionId) -> Result<Connection, Refused> {
        let found = self.reader().connection(caller.tenant, id).await?;
        let within = found.filter(|found| caller.reach.has(found.application, found.hostname.as_str()));
        within.ok_or(Refused::NotFound("connection"))
    }

    /// The present instant, by the clock that operations use.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }
}
