//! The one table from failure to status and code, and the one shape in which a failure is told.

mod details;
mod kinds;

pub(crate) use details::Details;
pub(crate) use kinds::Kind;

use crate::current;
use axum::Json;
use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use nameplate_control::Refused;
use nameplate_store::StoreError;
use serde::Serialize;
use std::collections::BTreeMap;
use std::error::Error;
use utoipa::openapi::RefOr;
use utoipa::{IntoResponses, ToSchema};

/// A request that got no success: what, in words, and under which reference the log has more.
#[derive(Debug)]
pub(crate) struct Failure {
    kind: Kind,
    message: String,
    /// Under which the log has more.
    reference: String,
    /// Seconds, where somebody else said so.
    retry_after_s: Option<u64>,
    quota: Option<Box<Quota>>,
    details: Option<Box<Details>>,
}

/// What a plan would have allowed.
#[derive(Debug)]
struct Quota {
    limit: i64,
    plan: String,
    upgrade_url: String,
}

/// A failure as clients see it.
#[derive(Serialize, ToSchema)]
#[schema(as = Error)]
pub(crate) struct Envelope {
    error: Told,
}

/// What is wrong, for programs and for people.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ErrorDetail)]
pub(crate) struct Told {
    /// What is wrong, for programs. The set of codes may grow.
    #[schema(example = "not_found")]
    code: &'static str,
    /// What is wrong and what to do, for people.
    message: String,
    /// Under which reference the server has logged the request; the same as `X-Request-Id`.
    #[serde(rename = "ref")]
    #[schema(rename = "ref", example = "0199c2f0-5d4e-7c6a-9b1e-2f6f3f1f8f11")]
    reference: String,
    /// With `QuotaExceeded`: how many the plan allows.
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<i64>,
    /// With `QuotaExceeded`: the plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    plan: Option<String>,
    /// With `QuotaExceeded`: where another plan is to be had.
    #[serde(skip_serializing_if = "Option::is_none")]
    upgrade_url: Option<String>,
    /// With `hostname_not_proven`, `hostname_in_use` and `route_serves_hostname`: what is concerned, and what to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    details: Option<Details>,
}

impl Failure {
    pub(crate) fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            reference: current::reference(),
            retry_after_s: None,
            quota: None,
            details: None,
        }
    }

    /// Something in the request that cannot be used; `message` names it.
    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::new(Kind::Invalid, message)
    }

    /// No such thing, as far as the caller may know.
    pub(crate) fn not_found(noun: &str) -> Self {
        Self::new(Kind::NotFound, format!("There is no such {noun}."))
    }

    /// A fault of ours: logged here, once, and told as a reference only.
    pub(crate) fn internal(what: &str, error: &(dyn Error + 'static)) -> Self {
        let message = "Something went wrong on our side. Quote the ref when you report it.";
        let failure = Self::new(Kind::Internal, message);
        tracing::error!(error.reference = failure.reference, error, "A request failed: {what}.");
        failure
    }

    /// The store cannot be used at the moment: logged here, once.
    pub(crate) fn unavailable(error: &(dyn Error + 'static)) -> Self {
        let failure = Self::too_late();
        let reference = failure.reference.as_str();
        tracing::warn!(error.reference = reference, error, "A request could not be served for want of the store.");
        failure
    }

    /// Too many requests; the next one is answered after `wait_s` seconds.
    pub(crate) fn too_many(message: impl Into<String>, wait_s: u64) -> Self {
        Self::new(Kind::TooManyRequests, message).after(wait_s)
    }

    /// The same failure, with the seconds after which to try again.
    pub(crate) fn after(self, seconds: u64) -> Self {
        Self { retry_after_s: Some(seconds), ..self }
    }

    /// Whether it says nothing about the request: the server cannot tell.
    pub(crate) fn is_own_fault(&self) -> bool {
        self.kind.status() >= 500
    }

    /// Nothing was wrong with the request but the time it took.
    pub(crate) fn too_late() -> Self {
        Self::new(Kind::Unavailable, "The service cannot answer at the moment. Try again in a few seconds.")
    }

    /// HTTP status.
    pub(crate) const fn status(&self) -> u16 {
        self.kind.status()
    }

    /// What clients are told.
    pub(crate) fn told(&self) -> Told {
        let quota = self.quota.as_ref();
        Told {
            code: self.kind.code(),
            message: self.message.clone(),
            reference: self.reference.clone(),
            limit: quota.map(|quota| quota.limit),
            plan: quota.map(|quota| quota.plan.clone()),
            upgrade_url: quota.map(|quota| quota.upgrade_url.clone()),
            details: self.details.as_deref().cloned(),
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(_) | StoreError::Busy(_) => Self::unavailable(&error),
            _ => Self::internal("the store", &error),
        }
    }
}

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Store(error) => error.into(),
            refused => Self::of(&refused),
        }
    }
}

impl Failure {
    /// What a refusal becomes.
    pub(crate) fn of(refused: &Refused) -> Self {
        let retry_after_s = match refused {
            Refused::ProviderFailed { wait, .. } => wait.map(|wait| wait.as_secs().max(1)),
            _ => None,
        };
        let quota = match refused {
            Refused::QuotaExceeded { limit, plan, upgrade_url } => {
                Some(Box::new(Quota { limit: *limit, plan: plan.clone(), upgrade_url: upgrade_url.clone() }))
            }
            _ => None,
        };
        let kind = match refused {
            Refused::Store(error) => return Self::internal("the store", error),
            Refused::NotFound(_) => Kind::NotFound,
            Refused::MissingScope(_) => Kind::Forbidden,
            Refused::Invalid { .. } => Kind::Invalid,
            Refused::HostnameConflict { .. } => Kind::HostnameConflict,
            Refused::DomainExists { .. } => Kind::DomainExists,
            Refused::DomainLimit { .. } => Kind::DomainLimit,
            Refused::HostnameNotProven { .. } => Kind::HostnameNotProven,
            Refused::HostnameInUse { .. } => Kind::HostnameInUse,
            Refused::RouteServesHostname { .. } => Kind::RouteServesHostname,
            Refused::NameInUse { .. } => Kind::NameInUse,
            Refused::SshKeyInUse => Kind::SshKeyInUse,
            Refused::OwnershipNotFound(_) => Kind::OwnershipNotFound,
            Refused::DnsUnreachable(_) => Kind::DnsUnreachable,
            Refused::NotProven { .. } => Kind::NotProven,
            Refused::Ended(_) => Kind::ConnectionEnded,
            Refused::IdempotencyConflict => Kind::IdempotencyConflict,
            Refused::IdempotencyInProgress => Kind::IdempotencyInProgress,
            Refused::NoCredential { .. } => Kind::NoCredential,
            Refused::NoDomainConnect { .. } => Kind::NoDomainConnect,
            Refused::ZoneConflict(_) => Kind::DnsConflict,
            Refused::ProviderFailed { passes: true, .. } => Kind::ProviderUnavailable,
            Refused::ProviderFailed { passes: false, .. } => Kind::ProviderRefused,
            Refused::NothingToUndo(_) => Kind::NothingToUndo,
            Refused::NoSealingKey | Refused::SealedElsewhere(_) => Kind::NoSealingKey,
            Refused::Contended => Kind::Busy,
            Refused::QuotaExceeded { .. } => Kind::QuotaExceeded,
            Refused::NoBilling | Refused::BillingFailed(_) => Kind::BillingUnavailable,
            Refused::CheckoutRequired { .. } => Kind::CheckoutRequired,
            Refused::Suspended => Kind::Suspended,
            Refused::OtherHostname { .. } => Kind::Forbidden,
            Refused::NotAllowed(_) => Kind::Forbidden,
            Refused::LastOwner => Kind::LastOwner,
            Refused::AlreadyMember { .. } => Kind::AlreadyMember,
            Refused::NoMembership => Kind::NoMembership,
            Refused::InvitationOver => Kind::InvitationOver,
            Refused::InvitationForAnother => Kind::InvitationForAnother,
            Refused::EndpointDisabled => Kind::EndpointDisabled,
        };
        let message = match kind {
            // Word for word what clients of platforms look for.
            Kind::DomainLimit => refused.to_string(),
            _ => sentence(&refused.to_string()),
        };
        let details = Details::of(refused).map(Box::new);
        Self { retry_after_s, quota, details, ..Self::new(kind, message) }
    }
}

/// Errors are lower case without a full stop; what people read is a sentence. A field's name keeps its case.
pub(crate) fn sentence(text: &str) -> String {
    let text = text.trim_end_matches('.');
    let first_word = text.split(' ').next().unwrap_or_default();
    let is_plain_word = ["there", "this", "the", "no"].contains(&first_word);
    match (is_plain_word, text.get(..1), text.get(1..)) {
        (true, Some(first), Some(rest)) => format!("{}{rest}.", first.to_ascii_uppercase()),
        _ => format!("{text}."),
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.kind.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(Envelope { error: self.told() })).into_response();
        if self.kind == Kind::Unauthorized {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(seconds) = self.retry_after_s.or(self.kind.retry_after_s().map(u64::from)) {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// Empty: which failures an operation can have follows from what it takes, and is told in `openapi.rs`.
impl IntoResponses for Failure {
    fn responses() -> BTreeMap<String, RefOr<utoipa::openapi::Response>> {
        BTreeMap::new()
    }
}

/// What answers where no route does.
pub(crate) async fn no_such_path(uri: Uri) -> Failure {
    Failure::new(Kind::NotFound, format!("There is nothing at {}. The API is under /v1.", shown(uri.path())))
}

/// What answers where a route does not take the method.
pub(crate) async fn no_such_method(method: Method, uri: Uri) -> Failure {
    let message = format!("{} does not take {method}. The Allow header lists what it takes.", shown(uri.path()));
    Failure::new(Kind::MethodNotAllowed, message)
}

/// The beginning of a path, for a message.
fn shown(path: &str) -> String {
    path.chars().take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_becomes_a_sentence_and_a_field_keeps_its_name() {
        assert_eq!(sentence("there is no such key"), "There is no such key.");
        assert_eq!(sentence("hostname is empty"), "hostname is empty.");
        assert_eq!(sentence("TXT is missing. Publish it."), "TXT is missing. Publish it.");
    }

    async fn told(failure: Failure) -> (u16, Option<HeaderValue>, String) {
        let response = failure.into_response();
        let (status, retry) = (response.status().as_u16(), response.headers().get(header::RETRY_AFTER).cloned());
        let body = axum::body::to_bytes(response.into_body(), 10_000).await.unwrap();
        (status, retry, String::from_utf8(body.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn a_fault_of_ours_is_told_by_reference_only() {
        let row =
            StoreError::Row { table: "connections", column: "state", key: "k1".into(), reason: "no state".into() };
        let (status, retry, body) = told(Refused::Store(row).into()).await;
        assert_eq!((status, retry), (500, None));
        assert!(body.contains(r#""code":"internal""#) && body.contains(r#""ref":""#), "{body}");
        assert!(!body.contains("connections") && !body.contains("k1"), "{body}");
    }

    #[tokio::test]
    async fn what_may_pass_says_when_to_try_again() {
        let (status, retry, body) = told(Refused::Contended.into()).await;
        assert_eq!((status, retry), (503, Some(HeaderValue::from(1))));
        assert!(body.contains(r#""code":"busy""#), "{body}");
    }

    #[test]
    fn each_code_belongs_to_one_kind() {
        let mut codes: Vec<&str> = Kind::ALL.iter().map(|kind| kind.code()).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), Kind::ALL.len());
    }
}
