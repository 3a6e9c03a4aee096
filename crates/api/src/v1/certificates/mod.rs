//! Certificates, as edges report them.

pub(crate) mod list;

use crate::schemas::{ActorName, CertificateStatusName, Instant, RenewalName};
use nameplate_domain::certificate::{Certificate, CertificateStatus, ChainLink, Renewal};
use nameplate_domain::issuance::problem::{Actor, IssuanceProblem};
use serde::Serialize;
use utoipa::ToSchema;

/// What edges serve for a host name, and what they are at.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Certificate)]
pub(crate) struct View {
    #[schema(value_type = CertificateStatusName)]
    status: CertificateStatus,
    /// Who signed it.
    #[schema(required = true)]
    issuer: Option<String>,
    /// Which of the configured authorities that was.
    #[schema(required = true)]
    authority: Option<String>,
    /// Lower-case hex.
    #[schema(required = true)]
    serial: Option<String>,
    /// Of the DER form, lower-case hex.
    #[schema(required = true)]
    fingerprint_sha256: Option<String>,
    /// The names in it.
    names: Vec<String>,
    #[schema(required = true)]
    not_before: Option<Instant>,
    #[schema(required = true)]
    not_after: Option<Instant>,
    /// The certificate and those that signed it, the leaf first; empty when the edge that holds it does not tell.
    chain: Vec<LinkView>,
    /// When it is to be replaced.
    #[schema(required = true)]
    next_renewal: Option<Instant>,
    /// Who decided on that; null when that is not known.
    #[schema(required = true, value_type = Option<RenewalName>)]
    renewal: Option<Renewal>,
    /// Why the last attempt failed, in words.
    #[schema(required = true, example = "rateLimited")]
    problem: Option<String>,
    /// The same, with who must do what; null after a success.
    #[schema(required = true)]
    last_problem: Option<ProblemView>,
    reported_at: Instant,
}

/// One certificate of a chain.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ChainCertificate)]
struct LinkView {
    /// Whose it is, as a distinguished name.
    #[schema(example = "CN=app.customer.com")]
    subject: String,
    /// Who signed it.
    #[schema(example = "C=US, O=Let's Encrypt, CN=E7")]
    issuer: String,
    not_before: Instant,
    not_after: Instant,
    /// Lower-case hex.
    serial: String,
    /// Of the DER form, lower-case hex.
    fingerprint_sha256: String,
}

/// Why an attempt to get a certificate failed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CertificateProblem)]
pub(crate) struct ProblemView {
    /// For programs; the set may grow.
    #[schema(example = "caa_forbids")]
    code: String,
    /// What is wrong and what to do, for people.
    message: String,
    /// Who can put it right.
    #[schema(value_type = ActorName)]
    actor: Actor,
    /// The authority's own words.
    #[schema(required = true)]
    detail: Option<String>,
    /// Which authority was asked.
    #[schema(required = true)]
    authority: Option<String>,
    /// When it is tried again.
    #[schema(required = true)]
    retry_at: Option<Instant>,
}

impl From<Certificate> for View {
    fn from(certificate: Certificate) -> Self {
        let given = |text: String| (!text.is_empty()).then_some(text);
        Self {
            status: certificate.status,
            issuer: given(certificate.issuer),
            authority: certificate.authority,
            serial: given(certificate.serial),
            fingerprint_sha256: given(certificate.fingerprint_sha256),
            names: certificate.names,
            not_before: certificate.not_before.map(Instant),
            not_after: certificate.not_after.map(Instant),
            chain: certificate.chain.into_iter().map(LinkView::from).collect(),
            next_renewal: certificate.renew_at.map(Instant),
            renewal: certificate.renewal,
            problem: certificate.problem,
            last_problem: certificate.trouble.map(ProblemView::from),
            reported_at: Instant(certificate.reported_at),
        }
    }
}

impl From<ChainLink> for LinkView {
    fn from(link: ChainLink) -> Self {
        let ChainLink { subject, issuer, not_before, not_after, serial, fingerprint_sha256 } = link;
        Self {
            subject,
            issuer,
            not_before: Instant(not_before),
            not_after: Instant(not_after),
            serial,
            fingerprint_sha256,
        }
    }
}

impl From<IssuanceProblem> for ProblemView {
    fn from(problem: IssuanceProblem) -> Self {
        let IssuanceProblem { code, message, actor, detail, authority, retry_at } = problem;
        Self { code, message, actor, detail, authority, retry_at: retry_at.map(Instant) }
    }
}
