//! Things to store.

use nameplate_domain::application::{Application, Environment};
use nameplate_domain::certificate::{Certificate, CertificateStatus, ChainLink, Renewal};
use nameplate_domain::certificate_name::CertificateName;
use nameplate_domain::connection::{Challenge, Connection, Event, Problem, SetupType, State, Step, step};
use nameplate_domain::evidence::{Proof, ProofMethod, Propagation, RecordReport};
use nameplate_domain::hostname::Hostname;
use nameplate_domain::issuance::entry::KeptCertificate;
use nameplate_domain::issuance::problem::{Actor, IssuanceProblem};
use nameplate_domain::records::{Record, RecordType};
use nameplate_domain::tenancy::{ApplicationId, ConnectionId, EventId, Tenant, TenantId};
use nameplate_domain::time::Timestamp;
use nameplate_store::StepValues;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use uuid::Uuid;

/// 2027-01-15T08:00:00Z.
pub(crate) const NOW: Timestamp = Timestamp::from_ms(1_800_000_000_000);

/// An identifier that no other one of this process equals; later ones are greater.
pub(crate) fn fresh_id() -> Uuid {
    static MADE: AtomicU64 = AtomicU64::new(1);
    Uuid::from_u64_pair(0x0190_0000_0000_7000, MADE.fetch_add(1, Ordering::Relaxed))
}

/// Fresh identifiers, enough for any step. They live as long as the test.
pub(crate) fn event_ids() -> &'static [EventId] {
    let ids: Vec<EventId> = (0..3).map(|_| EventId(fresh_id())).collect();
    ids.leak()
}

pub(crate) fn after(seconds: u64) -> Timestamp {
    NOW.plus(Duration::from_secs(seconds))
}

pub(crate) fn tenant() -> Tenant {
    Tenant { id: TenantId(fresh_id()), name: "Müller & Söhne 🐝".into(), created_at: NOW }
}

pub(crate) fn application(tenant: &Tenant) -> Application {
    Application {
        id: ApplicationId(fresh_id()),
        tenant: tenant.id,
        name: "Shop".into(),
        environment: Environment::Test,
        allowed_origins: vec!["https://shop.example".into()],
        record_template: None,
        default_origin: None,
        created_at: NOW,
        updated_at: NOW,
    }
}

pub(crate) fn connection(application: &Application, hostname: &str, state: State) -> Connection {
    Connection {
        id: ConnectionId(fresh_id()),
        tenant: application.tenant,
        application: application.id,
        hostname: Hostname::trusted(hostname.into()),
        state,
        version: 0,
        setup_type: SetupType::Manual,
        batch_id: None,
        takeover: false,
        fresh_proof: false,
        challenge: Challenge::from_random(fresh_id().into_bytes()),
        delegated: false,
        proof: state.is_after_proof().then(proof),
        records: vec![Record::new(hostname, RecordType::Cname, "edge.saas.example", 300)],
        reports: vec![],
        problem: None,
        created_at: NOW,
        updated_at: NOW,
        state_since: NOW,
        checked_at: None,
        due_at: None,
    }
}

pub(crate) fn proof() -> Proof {
    Proof {
        method: ProofMethod::Txt,
        name: "_customdomain-challenge.customer.com".into(),
        rtype: RecordType::Txt,
        zone: Some("customer.com".into()),
        servers: vec![],
        at: NOW,
    }
}

pub(crate) fn report(connection: &Connection) -> RecordReport {
    RecordReport {
        record: connection.records[0].clone(),
        propagation: Propagation::Missing,
        observed_value: Some("anderswo.example „…“".into()),
        problem: Some(problem()),
        vantages: vec![],
    }
}

pub(crate) fn problem() -> Problem {
    Problem { code: "record_differs".into(), message: "Ändere den Eintrag ☃".into() }
}

pub(crate) fn certificate(hostname: &str, serial: &str) -> Certificate {
    Certificate {
        hostname: hostname.into(),
        status: CertificateStatus::Issued,
        issuer: "Internal CA".into(),
        serial: serial.into(),
        fingerprint_sha256: "ab".repeat(32),
        not_before: Some(NOW),
        not_after: Some(after(90 * 24 * 3600)),
        authority: Some("letsencrypt".into()),
        names: vec![hostname.into(), "www.customer.com".into()],
        chain: vec![link("CN=customer.com", "CN=Zwischenstelle „E7“"), link("CN=Zwischenstelle „E7“", "CN=Root")],
        renew_at: Some(after(60 * 24 * 3600)),
        renewal: Some(Renewal::Authority),
        problem: None,
        trouble: None,
        renew_requested_at: None,
        reported_at: NOW,
    }
}

fn link(subject: &str, issuer: &str) -> ChainLink {
    ChainLink {
        subject: subject.into(),
        issuer: issuer.into(),
        not_before: NOW,
        not_after: after(90 * 24 * 3600),
        serial: "0a1b".into(),
        fingerprint_sha256: "cd".repeat(32),
    }
}

pub(crate) fn failed_certificate(hostname: &str, retry_at: Option<Timestamp>) -> Certificate {
    Certificate {
        hostname: hostname.into(),
        status: CertificateStatus::Failed,
        issuer: String::new(),
        serial: String::new(),
        fingerprint_sha256: String::new(),
        not_before: None,
        not_after: None,
        authority: None,
        names: vec![],
        chain: vec![],
        renew_at: None,
        renewal: None,
        problem: Some("CAA verbietet es".into()),
        trouble: Some(trouble(retry_at)),
        renew_requested_at: None,
        reported_at: NOW,
    }
}

pub(crate) fn trouble(retry_at: Option<Timestamp>) -> IssuanceProblem {
    IssuanceProblem {
        code: "caa_forbids".into(),
        message: "Trage die Zertifizierungsstelle „letsencrypt.org“ ein".into(),
        actor: Actor::Customer,
        detail: Some("CAA record for customer.com prevents issuance".into()),
        authority: Some("letsencrypt".into()),
        retry_at,
    }
}

pub(crate) fn name(text: &str) -> CertificateName {
    CertificateName::parse(text).unwrap()
}

/// A certificate for the shelf, valid for 90 days from [`NOW`]; its bytes only have to come back.
pub(crate) fn kept(text: &str, leaf: u8) -> KeptCertificate {
    KeptCertificate {
        name: name(text),
        key: vec![leaf, 0, 255],
        chain: vec![vec![leaf; 900], vec![1; 1200], vec![2; 1300]],
        authority: "letsencrypt".into(),
        not_before: NOW,
        not_after: after(90 * 24 * 3600),
    }
}

/// The step that `event` causes.
pub(crate) fn step_of(connection: &Connection, event: Event) -> Step {
    step(connection.standing(), event).unwrap().unwrap()
}

/// What most steps write: nothing but the state.
pub(crate) fn at(now: Timestamp) -> StepValues<'static> {
    StepValues { proof: None, reports: None, problem: None, due_at: None, now, event_ids: event_ids() }
}
