//! The words in which a domain's state is told.

use nameplate_domain::ask::{Asked, Purpose, judge};
use nameplate_domain::certificate::{Certificate, CertificateStatus};
use nameplate_domain::connection::{Connection, State};
use nameplate_domain::evidence::{Propagation, RecordReport, overall};
use nameplate_domain::time::Timestamp;
use serde::Serialize;
use std::time::Duration;
use utoipa::ToSchema;

/// Whether a domain is verified: `pending_verification` until then, `verified` from then on, `failed` when it was given up unverified.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[schema(as = AppDomainStatus)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DomainStatus {
    PendingVerification,
    Verified,
    Failed,
}

/// `none` before a certificate is wanted, `pending` while it is obtained, `issued`, `failed` with who must do what in its problem.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[schema(as = AppDomainTlsStatus)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TlsStatus {
    None,
    Pending,
    Issued,
    Failed,
}

/// `pending` until every traffic record was seen, `propagated` since, `unknown` when the zone's servers gave no usable answer,
/// `drifted` when records of a live domain have lost their values.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[schema(as = AppDomainDnsStatus)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DnsStatus {
    Pending,
    Propagated,
    Unknown,
    Drifted,
}

/// `active` when edges serve the domain, `inactive` when they refuse it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[schema(as = AppDomainIngressStatus)]
#[serde(rename_all = "snake_case")]
pub(crate) enum IngressStatus {
    Active,
    Inactive,
}

impl DomainStatus {
    pub(super) fn of(connection: &Connection) -> Self {
        match connection.state {
            State::Failed | State::Archived => Self::Failed,
            _ if connection.standing().proven => Self::Verified,
            _ => Self::PendingVerification,
        }
    }
}

impl TlsStatus {
    pub(super) fn of(certificate: Option<&Certificate>) -> Self {
        match certificate.map(|certificate| certificate.status) {
            None => Self::None,
            Some(CertificateStatus::Pending) => Self::Pending,
            Some(CertificateStatus::Issued) => Self::Issued,
            Some(CertificateStatus::Failed) => Self::Failed,
        }
    }
}

impl DnsStatus {
    pub(super) fn of(connection: &Connection) -> Self {
        if connection.state == State::Drifted {
            return Self::Drifted;
        }
        let is_desired = |report: &&RecordReport| connection.records.contains(&report.record);
        let reports: Vec<RecordReport> = connection.reports.iter().filter(is_desired).cloned().collect();
        match overall(&reports) {
            _ if reports.len() < connection.records.len() => Self::Pending,
            Propagation::Propagated => Self::Propagated,
            Propagation::Missing => Self::Pending,
            Propagation::Unknown => Self::Unknown,
        }
    }
}

impl IngressStatus {
    pub(super) fn of(
        connection: &Connection,
        certificate: Option<&Certificate>,
        now: Timestamp,
        drift_grace: Duration,
    ) -> Self {
        let has_certificate = certificate.and_then(|held| held.not_after).is_some_and(|until| until > now);
        // A suspended tenant is not heard, and sees none of this.
        let (standing, state_since) = (connection.standing(), connection.state_since);
        let asked = Asked { standing, state_since, has_certificate, suspended: false };
        match judge(Purpose::Serve, &asked, now, drift_grace) {
            Ok(()) => Self::Active,
            Err(_) => Self::Inactive,
        }
    }
}
