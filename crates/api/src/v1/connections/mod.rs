//! Connections.

pub(crate) mod apply_email;
pub(crate) mod apply_records;
pub(crate) mod archive;
pub(crate) mod check_https;
pub(crate) mod check_records;
pub(crate) mod create;
pub(crate) mod create_bulk;
mod explanation;
pub(crate) mod get;
pub(crate) mod list;
mod records;
pub(crate) mod renew_certificate;
pub(crate) mod summary;
pub(crate) mod timeline;
pub(crate) mod verify;

use crate::failure::Failure;
use crate::router::Api;
use crate::schemas::{Instant, KindName, ProofMethodName, RecordTypeName, SetupTypeName, StateName, VantageName};
use crate::v1::certificates::View as CertificateView;
use explanation::{ExplanationView, RouteView};
use nameplate_control::{ConnectionShown, Control};
use nameplate_domain::connection::{Challenge, Connection, Explanation, Problem, SetupType, State};
use nameplate_domain::evidence::{Proof, ProofMethod, Propagation, RecordReport, ServerSeen, Vantage};
use nameplate_domain::hostname::Kind;
use nameplate_domain::records::{Record, RecordType};
pub(crate) use records::DesiredRecord;
use records::{RecordVantage, shown_vantages, vantages_of};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// One host name being connected for one application.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Connection)]
pub(crate) struct View {
    /// Also the `jobId` of webhooks and widget events.
    id: Uuid,
    application_id: Uuid,
    /// Lower-case A-labels; `*.` first for a wildcard.
    hostname: String,
    /// The host name for people.
    hostname_unicode: String,
    #[schema(value_type = KindName)]
    kind: Kind,
    /// The registrable domain.
    apex: String,
    #[schema(value_type = StateName)]
    state: State,
    #[schema(value_type = SetupTypeName)]
    setup_type: SetupType,
    /// Groups connections that were created together.
    #[schema(required = true)]
    batch_id: Option<String>,
    /// Whether proof moves the host name away from its present holder.
    takeover: bool,
    /// Whether only one of `ownership_proofs` that is published by hand proves ownership, and no delegated credential: the host name is
    /// taken over, or another tenant let it go within the last 30 days.
    fresh_proof: bool,
    /// The record that the customer publishes to prove ownership; null while it is written with a delegated
    /// credential and nothing keeps that up.
    #[schema(required = true)]
    ownership_challenge: Option<ChallengeView>,
    /// Every record that proves ownership; any one is enough.
    ownership_proofs: Vec<OfferedProof>,
    /// How ownership was proven; null before.
    #[schema(required = true)]
    proof: Option<ProofView>,
    /// What has to be published, and what the last check saw.
    dns_records: Vec<DesiredRecord>,
    /// What stands in the way.
    #[schema(required = true)]
    problem: Option<ProblemView>,
    /// Why it is not live, or that it is. In an answer to a creation, as it was then.
    explanation: ExplanationView,
    /// Where its requests go; absent in lists, and where it was just created or taken down.
    #[serde(skip_serializing_if = "Option::is_none")]
    route: Option<RouteView>,
    /// What edges serve; absent in lists, null without a certificate.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<CertificateView>)]
    certificate: Option<Option<CertificateView>>,
    created_at: Instant,
    updated_at: Instant,
    /// Since when it is in its state.
    state_since: Instant,
    /// When DNS was last looked at.
    #[schema(required = true)]
    checked_at: Option<Instant>,
    /// When a worker will look again.
    #[schema(required = true)]
    next_check_at: Option<Instant>,
    /// When it is given up unless ownership is proven.
    #[schema(required = true)]
    expires_at: Option<Instant>,
}

/// The record that proves ownership.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OwnershipChallenge)]
struct ChallengeView {
    #[schema(example = "_customdomain-challenge.app.customer.com")]
    name: String,
    /// Always `TXT`.
    #[serde(rename = "type")]
    #[schema(rename = "type", value_type = RecordTypeName)]
    rtype: RecordType,
    #[schema(example = "cd-verify-…")]
    value: String,
}

/// A record that would prove ownership.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OwnershipProof)]
struct OfferedProof {
    #[schema(value_type = ProofMethodName)]
    method: ProofMethod,
    name: String,
    #[serde(rename = "type")]
    #[schema(rename = "type", value_type = RecordTypeName)]
    rtype: RecordType,
    value: String,
    /// Of the `acme_cname`, which goes on serving renewals: whether the last check saw it; null before, and of the others.
    #[schema(required = true)]
    propagated: Option<bool>,
    /// What the last check saw in its place.
    #[schema(required = true)]
    observed_value: Option<String>,
    /// What is wrong with it, and what to do.
    #[schema(required = true)]
    problem: Option<ProblemView>,
    /// Of the `acme_cname`: every server that was asked, and what it had; absent in lists, and of the others.
    #[serde(skip_serializing_if = "Option::is_none")]
    vantages: Option<Vec<RecordVantage>>,
}

/// How ownership was proven: the receipt.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Proof)]
struct ProofView {
    #[schema(value_type = ProofMethodName)]
    method: ProofMethod,
    name: String,
    #[serde(rename = "type")]
    #[schema(rename = "type", value_type = RecordTypeName)]
    rtype: RecordType,
    /// The zone whose servers were asked.
    #[schema(required = true)]
    zone: Option<String>,
    servers: Vec<WitnessView>,
    /// When it was accepted.
    at: Instant,
}

/// One server, and whether it had the record.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ProofServer)]
struct WitnessView {
    #[schema(required = true)]
    name: Option<String>,
    /// IP address and port.
    #[schema(required = true)]
    address: Option<String>,
    #[schema(value_type = VantageName)]
    vantage: Vantage,
    at: Instant,
    /// Seconds.
    #[schema(required = true)]
    ttl: Option<u32>,
    /// Null when it gave no usable answer.
    #[schema(required = true)]
    seen: Option<bool>,
}

/// What stands in the way, and what to do.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub(crate) struct ProblemView {
    code: String,
    message: String,
}

impl View {
    /// As lists show it.
    pub(crate) fn of(connection: &Connection, explanation: Explanation, control: &Control) -> Self {
        let Connection { id, hostname, challenge, .. } = connection;
        let offered = control.offered_proofs(connection);
        Self {
            id: id.0,
            application_id: connection.application.0,
            hostname: hostname.to_string(),
            hostname_unicode: hostname.to_unicode(),
            kind: hostname.kind(),
            apex: hostname.apex().to_owned(),
            state: connection.state,
            setup_type: connection.setup_type,
            batch_id: connection.batch_id.clone(),
            takeover: connection.takeover,
            fresh_proof: connection.fresh_proof,
            ownership_challenge: connection.is_for_the_customer().then(|| ChallengeView {
                name: Challenge::txt_name(hostname),
                rtype: RecordType::Txt,
                value: challenge.txt_value(),
            }),
            ownership_proofs: offered.into_iter().map(|offered| OfferedProof::of(offered, connection)).collect(),
            proof: connection.proof.as_ref().map(ProofView::from),
            dns_records: connection.records.iter().map(|record| DesiredRecord::of(record, connection)).collect(),
            problem: connection.problem.clone().map(ProblemView::from),
            explanation: explanation.into(),
            route: None,
            certificate: None,
            created_at: Instant(connection.created_at),
            updated_at: Instant(connection.updated_at),
            state_since: Instant(connection.state_since),
            checked_at: connection.checked_at.map(Instant),
            next_check_at: connection.due_at.map(Instant),
            expires_at: connection.expires_at().map(Instant),
        }
    }

    /// As a connection without a certificate is shown by itself.
    pub(crate) fn without_certificate(connection: &Connection, control: &Control) -> Self {
        let explanation = control.explain_by_itself(connection);
        Self { certificate: Some(None), ..Self::of(connection, explanation, control).with_vantages(connection) }
    }

    /// As it is shown by itself.
    pub(crate) async fn with_certificate(connection: &Connection, api: &Api) -> Result<Self, Failure> {
        let ConnectionShown { certificate, route, explanation } = api.control.show_connection(connection).await?;
        let shown = Self::of(connection, explanation, &api.control).with_vantages(connection);
        let certificate = Some(certificate.map(CertificateView::from));
        Ok(Self { certificate, route: route.map(RouteView::from), ..shown })
    }

    /// With what each server had.
    fn with_vantages(mut self, connection: &Connection) -> Self {
        for (shown, record) in self.dns_records.iter_mut().zip(&connection.records) {
            shown.vantages = Some(vantages_of(record, connection));
        }
        for offered in self.ownership_proofs.iter_mut().filter(|offered| offered.method == ProofMethod::AcmeCname) {
            let is_it =
                |report: &&RecordReport| report.record.host == offered.name && report.record.value == offered.value;
            offered.vantages = connection.reports.iter().find(is_it).map(|report| shown_vantages(&report.vantages));
        }
        self
    }
}

impl OfferedProof {
    fn of((method, record): (ProofMethod, Record), connection: &Connection) -> Self {
        let report = connection.reports.iter().find(|report| report.record == record);
        let status = report.filter(|_| method == ProofMethod::AcmeCname);
        Self {
            method,
            propagated: status.and_then(|report| match report.propagation {
                Propagation::Propagated => Some(true),
                Propagation::Missing => Some(false),
                Propagation::Unknown => None,
            }),
            observed_value: status.and_then(|report| report.observed_value.clone()),
            problem: status.and_then(|report| report.problem.clone()).map(ProblemView::from),
            vantages: None,
            name: record.host,
            rtype: record.rtype,
            value: record.value,
        }
    }
}

impl From<&Proof> for ProofView {
    fn from(proof: &Proof) -> Self {
        Self {
            method: proof.method,
            name: proof.name.clone(),
            rtype: proof.rtype,
            zone: proof.zone.clone(),
            servers: proof.servers.iter().map(WitnessView::from).collect(),
            at: Instant(proof.at),
        }
    }
}

impl From<&ServerSeen> for WitnessView {
    fn from(seen: &ServerSeen) -> Self {
        Self {
            name: seen.server.name.clone(),
            address: seen.server.address.map(|address| address.to_string()),
            vantage: seen.server.vantage,
            at: Instant(seen.at),
            ttl: seen.ttl,
            seen: seen.seen,
        }
    }
}

impl From<Problem> for ProblemView {
    fn from(Problem { code, message }: Problem) -> Self {
        Self { code, message }
    }
}
