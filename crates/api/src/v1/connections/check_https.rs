//! `POST /v1/connections/{id}/https:check`.

use super::ProblemView;
use crate::body::NoBody;
use crate::caller::{Allowed, Browser, WriteConnections};
use crate::failure::Failure;
use crate::reply::Shown;
use crate::router::Api;
use crate::schemas::Instant;
use crate::scoped::Named;
use axum::extract::State;
use nameplate_domain::tenancy::ConnectionId;
use nameplate_domain::visit::{ShownCertificate, Visit};
use serde::Serialize;
use utoipa::ToSchema;

/// What a visitor of the host name meets.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = HttpsReport)]
pub(crate) struct Report {
    /// Whether an HTTP answer came, by TLS that browsers believe. An origin's error is one too: see `status`.
    reached: bool,
    /// HTTP status of the answer; redirects are not followed.
    #[schema(required = true, example = 200)]
    status: Option<u16>,
    /// What was asked for. Of a wildcard, some name that it covers.
    #[schema(example = "https://shop.customer.com/")]
    url: String,
    /// From connecting to the answer's headers, in milliseconds.
    #[schema(required = true, example = 84)]
    took_ms: Option<u64>,
    /// The certificate that was shown, believed or not; null when none was.
    #[schema(required = true)]
    certificate: Option<CertificateView>,
    /// Why there was no answer: `not_resolved`, `dns_unreachable`, `address_not_public`, `refused`, `no_route`, `timeout`,
    /// `certificate_invalid`, `tls_failed` or `no_answer`, and what to do about it.
    #[schema(required = true)]
    problem: Option<ProblemView>,
    /// When the request was made.
    checked_at: Instant,
}

/// A certificate as visitors are shown it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ShownCertificate)]
struct CertificateView {
    /// Organisation (else common name) of who signed it.
    #[schema(example = "Let's Encrypt")]
    issuer: String,
    /// End of validity.
    not_after: Instant,
    /// Serial number, lower-case hex.
    serial: String,
}

/// Ask the host name for its page now, as a visitor would.
///
/// One HTTPS request to wherever DNS leads, with the certificate verified, in at most 5 seconds. It changes no state: it tells whether
/// visitors get there, and which certificate they are shown.
#[utoipa::path(post, path = "/v1/connections/{id}/https:check", operation_id = "checkConnectionHttps", tag = "connections",
    security(("api_key" = ["connections:write"]), ("widget_token" = ["connections:write"])), params(("id" = Uuid, Path)))]
pub(crate) async fn handler(
    caller: Allowed<Browser<WriteConnections>>,
    Named(id): Named<ConnectionId>,
    State(api): State<Api>,
    _: NoBody,
) -> Result<Shown<Report>, Failure> {
    Ok(Shown(api.control.check_https(&caller, id).await?.into()))
}

impl From<Visit> for Report {
    fn from(Visit { url, outcome, certificate, at }: Visit) -> Self {
        let page = outcome.as_ref().ok();
        Self {
            reached: page.is_some(),
            status: page.map(|page| page.status),
            url,
            took_ms: page.map(|page| page.took_ms),
            certificate: certificate.map(CertificateView::from),
            problem: outcome.err().map(|why| ProblemView { code: why.code().to_owned(), message: why.to_string() }),
            checked_at: Instant(at),
        }
    }
}

impl From<ShownCertificate> for CertificateView {
    fn from(ShownCertificate { issuer, not_after, serial }: ShownCertificate) -> Self {
        Self { issuer, not_after: Instant(not_after), serial }
    }
}
