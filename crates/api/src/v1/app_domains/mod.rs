//! The domains of one application: connections as users of a platform know them, by their names.
//!
//! There is no other table and no other lifecycle behind this: a connection that was made by `/v1/connections` is a domain here, and
//! the reverse. `web/docs/pages/guides/apps.md` tells what is decided where the platform's own documentation is silent.

pub(crate) mod get;
pub(crate) mod list;
pub(crate) mod register;
pub(crate) mod remove;
mod state;
pub(crate) mod verify;

use crate::failure::Failure;
use crate::router::Api;
use crate::schemas::{Instant, RecordTypeName, StateName};
use crate::v1::certificates::View as CertificateView;
use crate::v1::connections::{DesiredRecord, ProblemView};
use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use nameplate_control::{Control, certificate_shown};
use nameplate_domain::certificate::Certificate;
use nameplate_domain::connection::State;
use nameplate_domain::hostname::{Hostname, PlatformNames};
use nameplate_domain::records::{Record, RecordType};
use nameplate_store::AppDomain;
use serde::Serialize;
use state::{DnsStatus, DomainStatus, IngressStatus, TlsStatus};
use utoipa::ToSchema;
use uuid::Uuid;

/// A domain of an application, with where its TLS, DNS and ingress stand.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AppDomain)]
pub(crate) struct View {
    /// Identifier of the connection, for everything else that can be done with it.
    id: Uuid,
    application_id: Uuid,
    /// Lower-case A-labels; `*.` first for a wildcard.
    #[schema(example = "www.customer.com")]
    domain: String,
    /// The domain for people.
    #[schema(example = "www.customer.com")]
    domain_unicode: String,
    status: DomainStatus,
    /// The state of the connection, which tells more than `status`.
    #[schema(value_type = StateName)]
    state: State,
    /// The record that verifies the domain, and the one that does so in its place.
    verification: VerificationView,
    /// When it was verified.
    #[schema(required = true)]
    verified_at: Option<Instant>,
    /// The certificate.
    tls: TlsView,
    /// What has to be published for traffic, and what the last check saw.
    dns: DnsView,
    /// Whether visitors are let through.
    ingress: IngressView,
    /// What stands in the way.
    #[schema(required = true)]
    problem: Option<ProblemView>,
    created_at: Instant,
    updated_at: Instant,
}

/// The record that verifies a domain: a CNAME, or a TXT where no CNAME can.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AppDomainVerification)]
struct VerificationView {
    /// `CNAME`; `TXT` for an apex, a wildcard, and a name that has to be proven afresh.
    #[serde(rename = "type")]
    #[schema(rename = "type", value_type = RecordTypeName, example = "CNAME")]
    rtype: RecordType,
    #[schema(example = "www.customer.com")]
    name: String,
    #[schema(example = "app-0198c0de-0000-7000-8000-00000000000a.acme.example")]
    value: String,
    /// The TXT, for every domain.
    alternative: VerificationRecord,
}

/// A record to publish.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AppDomainVerificationRecord)]
struct VerificationRecord {
    /// `TXT`.
    #[serde(rename = "type")]
    #[schema(rename = "type", value_type = RecordTypeName, example = "TXT")]
    rtype: RecordType,
    #[schema(example = "_paas-verify.www.customer.com")]
    name: String,
    #[schema(example = "ceed68a2ed6e2b50fe53b1dbbb74fba0")]
    value: String,
}

/// The certificate of a domain.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AppDomainTls)]
struct TlsView {
    status: TlsStatus,
    /// Null before one is wanted.
    #[schema(required = true)]
    certificate: Option<CertificateView>,
}

/// The traffic records of a domain.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AppDomainDns)]
struct DnsView {
    status: DnsStatus,
    /// A CNAME to the application's own host name satisfies each record that leads visitors.
    records: Vec<DesiredRecord>,
    /// When DNS was last looked at.
    #[schema(required = true)]
    checked_at: Option<Instant>,
}

/// The way of visitors to the application.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AppDomainIngress)]
struct IngressView {
    status: IngressStatus,
    /// The application's own host name.
    app_target: String,
    /// Where visitors' requests go.
    #[schema(example = "https://sites.acme.example")]
    origin: String,
}

impl View {
    /// `certificate` is what edges told of the name, and goes with the connection that holds it.
    pub(crate) fn of(domain: AppDomain, certificate: Option<Certificate>, control: &Control) -> Self {
        let AppDomain { connection, origin } = &domain;
        let platform = control.platform();
        let certificate = certificate_shown(connection, certificate);
        let problem = connection.problem.clone().map(|problem| control.domain_problem(connection, problem));
        Self {
            id: connection.id.0,
            application_id: connection.application.0,
            domain: connection.hostname.to_string(),
            domain_unicode: connection.hostname.to_unicode(),
            status: DomainStatus::of(connection),
            state: connection.state,
            verification: VerificationView::of(control.domain_records(connection)),
            verified_at: connection.proof.as_ref().map(|proof| Instant(proof.at)),
            ingress: IngressView {
                status: IngressStatus::of(connection, certificate.as_ref(), control.now(), platform.drift_grace),
                app_target: platform.app_target(connection.application),
                origin: origin.clone().unwrap_or_else(|| platform.default_origin.clone()),
            },
            tls: TlsView {
                status: TlsStatus::of(certificate.as_ref()),
                certificate: certificate.map(CertificateView::from),
            },
            dns: DnsView {
                status: DnsStatus::of(connection),
                records: connection.records.iter().map(|record| DesiredRecord::of(record, connection)).collect(),
                checked_at: connection.checked_at.map(Instant),
            },
            problem: problem.map(ProblemView::from),
            created_at: Instant(connection.created_at),
            updated_at: Instant(connection.updated_at),
        }
    }
}

impl VerificationView {
    fn of((cname, txt): (Option<Record>, Record)) -> Self {
        let first = cname.unwrap_or_else(|| txt.clone());
        Self {
            rtype: first.rtype,
            name: first.host,
            value: first.value,
            alternative: VerificationRecord { rtype: txt.rtype, name: txt.host, value: txt.value },
        }
    }
}

/// The domain that a path names, in any of its spellings. Goes after the application in a handler. What is no domain is as absent as
/// one that was never registered.
#[derive(Debug)]
pub(crate) struct InPath(pub(crate) Hostname);

impl FromRequestParts<Api> for InPath {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, Failure> {
        let absent = || Failure::not_found("domain");
        let parameters = RawPathParams::from_request_parts(parts, api).await.map_err(|_| absent())?;
        let text = parameters.iter().find(|(name, _)| *name == "domain").map(|(_, value)| value);
        let hostname = text.and_then(|text| Hostname::parse(text, &PlatformNames::default()).ok());
        hostname.map(Self).ok_or_else(absent)
    }
}
