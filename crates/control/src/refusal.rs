//! Why an operation did not do what it was asked to do.

use nameplate_domain::connection::{Problem, State};
use nameplate_domain::delegated::WriteStatus;
use nameplate_domain::hostname::HostnameError;
use nameplate_domain::tenancy::{ApplicationId, MissingScope, OutOfReach, Scope};
use nameplate_store::StoreError;
use std::time::Duration;

/// Every reason an operation gives. Which status and code each becomes is decided in the API's one table.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// There is no such thing, or it is somebody else's, which is the same to the caller.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// The key lacks a scope.
    #[error("this key lacks the scope {0}")]
    MissingScope(Scope),
    /// A field of the request cannot be used.
    #[error("{field} {reason}")]
    Invalid {
        /// The field, as the request spells it.
        field: String,
        /// What is wrong and what to do.
        reason: String,
    },
    /// Another connection holds the name.
    #[error("{hostname} is connected already; archive that connection first, or create this one with takeover")]
    HostnameConflict {
        /// The name.
        hostname: String,
    },
    /// The application has this domain already.
    #[error("{hostname} is a domain of this application already; verify it, or delete it first")]
    DomainExists {
        /// The name.
        hostname: String,
    },
    /// The application has as many domains as it may have. These are the words that clients know.
    #[error("domain limit ({limit}) reached for this app")]
    DomainLimit {
        /// How many it may have.
        limit: i64,
    },
    /// The ownership record is not there, or differs.
    #[error("{}", .0.message)]
    OwnershipNotFound(Problem),
    /// The zone's servers could not be asked: nothing is known.
    #[error("{}", .0.message)]
    DnsUnreachable(Problem),
    /// A route can only have a host name that a connection of its application holds.
    #[error(
        "{hostname} is not held by a connection of the route's application; prove it first, by POST /v1/domains:attach or nameplate domain attach"
    )]
    HostnameNotProven {
        /// The name.
        hostname: String,
        /// Where the route leads.
        application: ApplicationId,
    },
    /// One host name serves one route.
    #[error("{hostname} is served by the route {by}; repoint or delete that one first")]
    HostnameInUse {
        /// The name.
        hostname: String,
        /// The route.
        by: String,
    },
    /// A route would lose its host name.
    #[error("{hostname} is served by {}; repoint it first, or detach it with the connection: ?detach=true", routes.join(", "))]
    RouteServesHostname {
        /// The name.
        hostname: String,
        /// The routes.
        routes: Vec<String>,
    },
    /// An SSH key acts for one tenant; whose is not told.
    #[error(
        "public_key is registered already, here or with somebody else; revoke it there, or make another pair for this: ssh-keygen -t ed25519"
    )]
    SshKeyInUse,
    /// The tenant has a route of that name.
    #[error("there is a route {name} already; give another name, or change that one")]
    NameInUse {
        /// The name.
        name: String,
    },
    /// There is no certificate without proof of ownership.
    #[error("ownership of {hostname} is not proven yet; prove it first")]
    NotProven {
        /// The name.
        hostname: String,
    },
    /// The connection is at its end.
    #[error("this connection is {0}; create a new one")]
    Ended(State),
    /// The `Idempotency-Key` was used for another request.
    #[error("this Idempotency-Key was used for another request within the last 24 hours; use a fresh one")]
    IdempotencyConflict,
    /// The first request with this `Idempotency-Key` is still being worked on.
    #[error("the first request with this Idempotency-Key is still being worked on; try again in a moment")]
    IdempotencyInProgress,
    /// Others changed the same again and again meanwhile.
    #[error("others changed this at the same time, again and again; try again")]
    Contended,
    /// The application has no credential that sees the name's zone.
    #[error(
        "the application has no DNS credential that sees the zone of {hostname}; store one, or publish the records by hand"
    )]
    NoCredential {
        /// The name.
        hostname: String,
    },
    /// The zone's provider does not offer Domain Connect, or not for these records.
    #[error("the DNS provider of {hostname} does not offer Domain Connect for these records; publish them by hand")]
    NoDomainConnect {
        /// The name.
        hostname: String,
    },
    /// Records in the zone stand in the way. Nothing was written.
    #[error("{}", .0.message)]
    ZoneConflict(Problem),
    /// The DNS provider refused, or could not be reached.
    #[error("{}", problem.message)]
    ProviderFailed {
        /// What happened.
        problem: Problem,
        /// How long the provider wants to be left alone.
        wait: Option<Duration>,
        /// Whether it may go later without anybody doing anything.
        passes: bool,
    },
    /// The change set was not carried out, or was taken back already.
    #[error("this change set is {}; there is nothing to undo", .0.as_str())]
    NothingToUndo(WriteStatus),
    /// Secrets must be sealed, and there is no key.
    #[error(
        "DNS credentials and webhook secrets are only stored sealed; set CREDENTIAL_ENC_KEY to 32 random bytes (base64 or hex)"
    )]
    NoSealingKey,
    /// A secret is sealed with a key that was not given.
    #[error("{0}; list that key after the new one in CREDENTIAL_ENC_KEY")]
    SealedElsewhere(String),
    /// The plan allows no more of these in this month.
    #[error(
        "the plan {plan} allows {limit} new connections a month, and they are used up; change the plan at {upgrade_url}"
    )]
    QuotaExceeded {
        /// How many the plan allows.
        limit: i64,
        /// The plan.
        plan: String,
        /// Where another one is to be had.
        upgrade_url: String,
    },
    /// There is no billing provider.
    #[error("no billing provider is set up on this platform; ask whoever runs it to change your plan")]
    NoBilling,
    /// The billing provider refused, or could not be reached.
    #[error("{0}")]
    BillingFailed(String),
    /// This plan is paid for.
    #[error("the plan {plan} has to be paid for; send your customer to the URL of POST /v1/billing/checkout")]
    CheckoutRequired {
        /// The plan.
        plan: String,
    },
    /// The operator has suspended the tenant.
    #[error("this account is suspended; ask whoever runs the platform")]
    Suspended,
    /// The token is bound to another host name.
    #[error("this widget token is for {bound} only; mint one for the host name at hand")]
    OtherHostname {
        /// The name that it is bound to.
        bound: String,
    },
    /// It is for somebody else to do.
    #[error("{0}")]
    NotAllowed(&'static str),
    /// Nobody could make another owner then.
    #[error("this member is the last owner; make somebody else an owner first")]
    LastOwner,
    /// The person is a member already.
    #[error("{email} is a member already; change their role instead")]
    AlreadyMember {
        /// Their e-mail address.
        email: String,
    },
    /// No tenant knows the person.
    #[error("no tenant has you as a member; ask an owner or an admin for an invitation")]
    NoMembership,
    /// The invitation was taken, withdrawn, or has expired.
    #[error("this invitation is used up, withdrawn or over; ask for another one")]
    InvitationOver,
    /// The invitation is for another e-mail address than the verified one.
    #[error("this invitation is for another e-mail address than the one that you signed in with")]
    InvitationForAnother,
    /// The webhook endpoint is disabled.
    #[error("this webhook endpoint is disabled; enable it first")]
    EndpointDisabled,
    /// The store failed.
    #[error("the store failed")]
    Store(#[source] StoreError),
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<MissingScope> for Refused {
    fn from(MissingScope(scope): MissingScope) -> Self {
        Self::MissingScope(scope)
    }
}

impl From<OutOfReach> for Refused {
    fn from(OutOfReach { bound }: OutOfReach) -> Self {
        Self::OtherHostname { bound }
    }
}

impl Refused {
    /// A field that cannot be used.
    pub(crate) fn invalid(field: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::Invalid { field: field.into(), reason: reason.into() }
    }

    /// A host name that cannot be connected.
    pub(crate) fn hostname(field: &str, error: &HostnameError) -> Self {
        Self::invalid(field, error.to_string())
    }
}
