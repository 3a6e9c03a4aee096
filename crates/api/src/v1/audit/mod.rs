//! Who did what.

pub(crate) mod list;

use crate::schemas::Instant;
use nameplate_domain::tenancy::Who;
use nameplate_store::AuditEntry;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

/// Something that somebody did, with what stood before and after.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AuditEntry)]
pub(crate) struct View {
    id: Uuid,
    at: Instant,
    actor: ActorView,
    /// What was done, as `noun.verb`. When a connection moves, the verb is its new state. The set may grow.
    #[schema(example = "connection.archived")]
    action: String,
    target: TargetView,
    /// What stood there before; null where nothing did, or nothing is told. Never a secret.
    #[schema(required = true, value_type = Option<Object>, example = json!({ "state": "live" }))]
    before: Option<Value>,
    /// What stands there since; null where nothing does, or nothing is told. Never a secret.
    #[schema(required = true, value_type = Option<Object>, example = json!({ "state": "archived" }))]
    after: Option<Value>,
    /// The address that the request came from; null for what the platform or its operator did.
    #[schema(required = true, example = "203.0.113.7")]
    address: Option<String>,
    /// `X-Request-Id` of the request; null for what the platform or its operator did.
    #[schema(required = true)]
    request_id: Option<String>,
}

/// By whom it was done.
#[derive(Debug, Default, Serialize, ToSchema)]
#[schema(as = AuditActor)]
pub(crate) struct ActorView {
    /// `api_key`, `ssh_key`, `widget_token`, `member` (a person), `operator` or `platform_key` (whoever runs the platform), `billing` (the billing provider) or `system` (the
    /// platform by itself). The set may grow.
    #[schema(example = "api_key")]
    kind: &'static str,
    /// The key, or the member.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<Uuid>,
    /// The key's label.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "server-prod")]
    name: Option<String>,
    /// Last four characters of the key's secret.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "9f3a")]
    last4: Option<String>,
    /// The SSH key's fingerprint.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "SHA256:uNiVztksCsDhcc0u9e8BrrQXVUpTUZuGDSqoOqZWyGI")]
    fingerprint: Option<String>,
    /// The member's e-mail address at that time.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "ada@acme.example")]
    email: Option<String>,
    /// The application of the widget token.
    #[serde(skip_serializing_if = "Option::is_none")]
    application_id: Option<Uuid>,
}

/// What it was done to.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AuditTarget)]
pub(crate) struct TargetView {
    /// What kind of thing: the first part of `action`.
    #[schema(example = "connection")]
    kind: String,
    /// Which one.
    #[schema(example = "0198c0de-0000-7000-8000-00000000000a")]
    id: String,
}

impl From<Who> for ActorView {
    fn from(who: Who) -> Self {
        let kind = who.kind();
        match who {
            Who::ApiKey { id, name, last4 } => {
                Self { kind, id: Some(id.0), name: Some(name), last4: Some(last4), ..Self::default() }
            }
            Who::SshKey { id, name, fingerprint } => {
                Self { kind, id: Some(id.0), name: Some(name), fingerprint: Some(fingerprint), ..Self::default() }
            }
            Who::WidgetToken { application_id } => {
                Self { kind, application_id: Some(application_id.0), ..Self::default() }
            }
            Who::PlatformKey { id, name, last4 } => {
                Self { kind, id: Some(id.0), name: Some(name), last4: Some(last4), ..Self::default() }
            }
            Who::Member { id, email } => Self { kind, id: Some(id.0), email: Some(email), ..Self::default() },
            Who::Operator | Who::Billing | Who::System => Self { kind, ..Self::default() },
        }
    }
}

impl From<AuditEntry> for View {
    fn from(entry: AuditEntry) -> Self {
        Self {
            id: entry.id.0,
            at: Instant(entry.at),
            actor: entry.who.into(),
            action: entry.action,
            target: TargetView { kind: entry.target_kind, id: entry.target_id },
            before: entry.before,
            after: entry.after,
            address: entry.whence.address.map(|address| address.to_string()),
            request_id: entry.whence.request_id,
        }
    }
}
