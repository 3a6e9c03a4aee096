//! Schemas of the domain's names, read from the domain's own lists, so that the document cannot drift from them.

use nameplate_control::AttachStatus;
use nameplate_domain::application::Environment;
use nameplate_domain::ask::OriginSource;
use nameplate_domain::certificate::{CertificateStatus, Renewal};
use nameplate_domain::connection::{Announcement, Order, SetupType, State, UsageKind, WaitingFor};
use nameplate_domain::evidence::ProofMethod;
use nameplate_domain::plans::Plan;
use nameplate_domain::records::RecordType;
use nameplate_domain::route::plan::Step;
use nameplate_domain::tenancy::{Role, Scope};
use nameplate_domain::time::Timestamp;
use nameplate_domain::timeline::Kind;
use nameplate_domain::webhook::{DeliveryStatus, TEST_EVENT};
use serde::{Serialize, Serializer};
use std::borrow::Cow;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// `named! { Marker "SchemaName" [names]; }`: a marker for `#[schema(value_type = Marker)]`.
macro_rules! named {
    ($($(#[doc = $doc:literal])* $marker:ident $name:literal $names:expr;)*) => {$(
        $(#[doc = $doc])*
        pub(crate) enum $marker {}

        impl PartialSchema for $marker {
            fn schema() -> RefOr<Schema> {
                let description = concat!($($doc),*).trim_start();
                ObjectBuilder::new()
                    .schema_type(Type::String)
                    .description(Some(description))
                    .enum_values(Some($names))
                    .into()
            }
        }

        impl ToSchema for $marker {
            fn name() -> Cow<'static, str> {
                Cow::Borrowed($name)
            }
        }
    )*};
}

named! {
    /// The twelve states.
    StateName "ConnectionState" State::ALL.map(State::as_str);
    /// Orders of connections: the field, with `-` where the greatest comes first.
    ConnectionSortName "ConnectionSort" Order::ALL.map(Order::as_str);
    /// What can happen.
    EventName "EventType" Announcement::ALL.map(Announcement::as_str);
    /// Ways of setting up.
    SetupTypeName "SetupType" SetupType::ALL.map(SetupType::as_str);
    /// What a key may do.
    ScopeName "Scope" Scope::ALL.map(Scope::as_str);
    /// What a member is to a tenant, the mightiest first.
    RoleName "Role" Role::ALL.map(Role::as_str);
    /// Whom a credential stands for.
    SessionKindName "SessionKind" ["api_key", "member", "platform_key", "ssh_key"];
    /// Test or live.
    EnvironmentName "Environment" [Environment::Test.as_str(), Environment::Live.as_str()];
    /// Types of records.
    RecordTypeName "RecordType" RecordType::ALL.map(RecordType::as_str);
    /// Ways of proof.
    ProofMethodName "ProofMethod" ProofMethod::ALL.map(ProofMethod::as_str);
    /// What became of a certificate.
    CertificateStatusName "CertificateStatus" CertificateStatus::ALL.map(CertificateStatus::as_str);
    /// The plans, the cheapest first.
    PlanName "Plan" Plan::ALL.map(Plan::as_str);
    /// What is metered.
    UsageKindName "UsageKind" UsageKind::ALL.map(UsageKind::as_str);
    /// Who can put something right.
    ActorName "Actor" ["customer", "operator", "authority", "nobody"];
    /// What deliveries tell of: events, and tests of an endpoint.
    DeliveryEventName "WebhookDeliveryEvent" Announcement::ALL.map(Announcement::as_str).into_iter().chain([TEST_EVENT]);
    /// How far a delivery has come.
    DeliveryStatusName "WebhookDeliveryStatus" DeliveryStatus::ALL.map(DeliveryStatus::as_str);
    /// Who has to act.
    WaitingForName "ExplanationWaitingFor" WaitingFor::ALL.map(WaitingFor::as_str);
    /// What a step of a plan does.
    StepKindName "RoutePlanStepKind" Step::KINDS;
    /// How far the attachment of a host name has come.
    AttachStatusName "AttachStatus" AttachStatus::ALL.map(AttachStatus::as_str);
    /// Who chose an origin.
    OriginSourceName "OriginSource" OriginSource::ALL.map(OriginSource::as_str);
    /// Kinds of entries in a connection's timeline.
    TimelineKindName "TimelineKind" Kind::ALL.map(Kind::as_str);
    /// Who decides when a certificate is replaced: the authority by suggesting a time (RFC 9773), or what is left of its life.
    RenewalName "CertificateRenewal" Renewal::ALL.map(Renewal::as_str);
    /// Where a host name stands in its zone.
    KindName "HostnameKind" ["apex", "subdomain", "wildcard"];
    /// From where DNS was seen.
    VantageName "Vantage" ["authoritative", "resolver"];
}

/// An instant in RFC 3339.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Instant(pub(crate) Timestamp);

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl PartialSchema for Instant {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
            .description(Some("RFC 3339, in UTC."))
            .examples(["2026-07-02T12:00:00.000Z"])
            .into()
    }
}

impl ToSchema for Instant {}
