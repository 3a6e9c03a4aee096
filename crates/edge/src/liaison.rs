//! Between certificates and the control plane: which names may have one, and what became of them.

use crate::CertificateName;
use crate::ask::{CertificateOutcome, CertificateReport, Purpose, Refusal, Remembered, Reports};
use crate::meter::Counters;
use nameplate_certificates::{Facts, Gate, Later, Outcome, Permission, Told};
use nameplate_domain::certificate::{ChainLink, Renewal};
use nameplate_domain::issuance::problem::IssuanceProblem;
use nameplate_domain::time::Timestamp;
use std::sync::Arc;

/// Asks the control plane before a certificate is ordered that nobody waits for.
#[derive(Debug)]
pub(crate) struct AskFirst(pub(crate) Remembered);

impl Gate for AskFirst {
    /// A name that goes on being served but gets no new certificate now (its DNS has drifted away) is not removed for it.
    /// That nothing is known of it leaves the certificate that it has where it is.
    fn may_issue<'a>(&'a self, name: &'a CertificateName) -> Later<'a, Permission> {
        Box::pin(async move {
            match self.0.allowed(name, Purpose::Issue).await {
                Ok(_) => Permission::Yes,
                Err(Refusal::Unknown(_)) => Permission::Unknown,
                Err(Refusal::Denied) => match self.0.allowed(name, Purpose::Serve).await {
                    Err(Refusal::Denied) => Permission::No,
                    Ok(_) => Permission::NotNow,
                    Err(Refusal::Unknown(_)) => Permission::Unknown,
                },
            }
        })
    }
}

/// Counts what became of certificates, and reports it.
#[derive(Debug)]
pub(crate) struct TellOn {
    pub(crate) reports: Arc<Reports>,
    pub(crate) counters: Arc<Counters>,
}

impl Told for TellOn {
    fn outcome(&self, name: &CertificateName, outcome: &Outcome) {
        let outcome = match outcome {
            Outcome::Stored { facts, chain, renew_at, renewal } => {
                self.counters.certificates_issued_total.up();
                stored(facts, Schedule::new(chain.clone(), *renew_at, *renewal))
            }
            Outcome::Rescheduled { facts, chain, renew_at, renewal } => {
                stored(facts, Schedule::new(chain.clone(), *renew_at, *renewal))
            }
            Outcome::Failed(problem) => {
                self.counters.certificates_failed_total.up();
                failed(problem)
            }
            Outcome::Removed => {
                self.counters.certificates_removed_total.up();
                CertificateOutcome::Removed
            }
        };
        self.reports.put(CertificateReport { hostname: name.to_string(), outcome });
    }
}

/// What is on the shelf beside what a certificate says about itself; nothing where the shelf could not be read.
#[derive(Debug, Default)]
pub(crate) struct Schedule {
    chain: Vec<ChainLink>,
    renew_at_ms: Option<i64>,
    renewal: Option<Renewal>,
}

impl Schedule {
    pub(crate) fn new(chain: Vec<ChainLink>, renew_at: Timestamp, renewal: Renewal) -> Self {
        Self { chain, renew_at_ms: Some(renew_at.as_ms()), renewal: Some(renewal) }
    }
}

/// The report of a certificate that is held.
pub(crate) fn stored(facts: &Facts, schedule: Schedule) -> CertificateOutcome {
    let Schedule { chain, renew_at_ms, renewal } = schedule;
    CertificateOutcome::Stored {
        issuer: facts.issuer.clone(),
        serial: facts.serial.clone(),
        fingerprint_sha256: facts.fingerprint_sha256.clone(),
        not_before_ms: facts.not_before_ms,
        not_after_ms: facts.not_after_ms,
        names: facts.names.clone(),
        authority: facts.authority.clone(),
        chain,
        renew_at_ms,
        renewal,
    }
}

/// The report of a failure, in the authority's words where it said something.
pub(crate) fn failed(problem: &IssuanceProblem) -> CertificateOutcome {
    CertificateOutcome::Failed {
        detail: problem.detail.clone().unwrap_or_else(|| problem.message.clone()),
        problem: Some(problem.clone()),
    }
}
