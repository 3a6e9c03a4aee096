//! Connections.

pub(crate) mod apply_email;
pub(crate) mod apply_records;
pub(crate) mod archive;
pub(crate) mod check_https;
pub(crate) mod check_records;
pub(crate) mod create;
pub(crate) mod create_bulk;
pub(crate) mod get;
pub(crate) mod list;
pub(crate) mod renew_certificate;
pub(crate) mod verify;

use crate::failure::Failure;
use crate::router::Api;
use crate::schemas::{Instant, KindName, ProofMethodName, RecordTypeName, SetupTypeName, StateName, VantageName};
use crate::v1::certificates::View as CertificateView;
use nameplate_control::Control;
use nameplate_domain::certificate::Certificate;
use nameplate_domain::connection::{Challenge, Connection, Problem, SetupType, State};
use nameplate_domain::evidence::{Proof, ProofMethod, Propagation, ServerSeen, Vantage};
use nameplate_domain::hostname::Kind;
use nameplate_domain::records::{Record, RecordType};
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
    /// taken over, or another account let it go within the last 30 days.
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

/// A record that has to be published.
#[derive(Debug, Serialize, ToSchema)]
struct DesiredRecord {
    host: String,
    #[serde(rename = "type")]
    #[schema(rename = "type", value_type = RecordTypeName)]
    rtype: RecordType,
    value: String,
    /// Seconds.
    ttl: u32,
    #[schema(required = true)]
    priority: Option<u16>,
    /// Whether the last check saw it; null when no server could be asked.
    #[schema(required = true)]
    propagated: Option<bool>,
    /// What the last check saw in its place.
    #[schema(required = true)]
    observed_value: Option<String>,
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
    pub(crate) fn of(connection: &Connection, control: &Control) -> Self {
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
            ownership_challenge: is_for_the_customer(connection).then(|| ChallengeView {
                name: Challenge::txt_name(hostname),
                rtype: RecordType::Txt,
                value: challenge.txt_value(),
            }),
            ownership_proofs: offered.into_iter().map(|offered| OfferedProof::of(offered, connection)).collect(),
            proof: connection.proof.as_ref().map(ProofView::from),
            dns_records: connection.records.iter().map(|record| desired(record, connection)).collect(),
            problem: connection.problem.clone().map(ProblemView::from),
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
        Self { certificate: Some(None), ..Self::of(connection, control) }
    }

    /// As it is shown by itself. The certificate is the holder's: other connections of the name do not see it.
    pub(crate) async fn with_certificate(connection: &Connection, api: &Api) -> Result<Self, Failure> {
        let certificate = match connection.standing().holds_claim() {
            true => api.control.reader().certificate(connection.hostname.as_str()).await?,
            false => None,
        };
        // An edge is asked for one and has not reported yet.
        let is_wanted = connection.state == State::IssuingCert
            || (connection.standing().holds_claim() && connection.delegated && connection.state != State::Live);
        let certificate = match certificate {
            None if is_wanted => Some(Certificate::pending(connection.hostname.as_str(), connection.state_since)),
            known_or_not => known_or_not,
        };
        let shown = Self::of(connection, &api.control);
        Ok(Self { certificate: Some(certificate.map(CertificateView::from)), ..shown })
    }
}

/// Whether the customer has to publish the challenge, or could while something keeps us from it.
pub(crate) fn is_for_the_customer(connection: &Connection) -> bool {
    let is_held_up = connection.problem.is_some() && !connection.standing().proven;
    connection.setup_type != SetupType::Automatic || connection.fresh_proof || is_held_up
}

fn desired(record: &Record, connection: &Connection) -> DesiredRecord {
    let report = connection.reports.iter().find(|report| report.record == *record);
    DesiredRecord {
        host: record.host.clone(),
        rtype: record.rtype,
        value: record.value.clone(),
        ttl: record.ttl,
        priority: record.priority,
        propagated: report.map_or(Some(false), |report| match report.propagation {
            Propagation::Propagated => Some(true),
            Propagation::Missing => Some(false),
            Propagation::Unknown => None,
        }),
        observed_value: report.and_then(|report| report.observed_value.clone()),
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
