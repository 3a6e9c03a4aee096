//! Giving a lease back with what came of the work, and telling it.

use super::{Landed, Stepped, telling};
use crate::certificate::Certificate;
use crate::certificates::Inner;
use crate::chain::links_of;
use crate::ports::ShelfError;
use crate::terms::{Change, NoCertificate, Outcome};
use nameplate_acme::Secret;
use nameplate_domain::certificate::Renewal;
use nameplate_domain::certificate_name::CertificateName;
use nameplate_domain::issuance::entry::{Entry, KeptCertificate, Settled};
use nameplate_domain::issuance::problem::{Actor, IssuanceProblem};
use nameplate_domain::issuance::renewal;
use nameplate_domain::time::Timestamp;
use nameplate_sealing::{self as sealed, SecretKind};
use std::sync::Arc;
use std::time::Duration;

/// Nothing is due again sooner, so that a pass ends.
pub(super) const A_MOMENT: Duration = Duration::from_secs(1);
/// The failures in a row after which waiting does not grow any more when nothing was burnt at an authority.
const UNBURNT_MAX: u32 = 3;
/// A certificate that was paid for with an order is written again and again while the shelf fails, for about a minute.
const WRITES: u32 = 25;

/// A place between 0 and 1 that is a name's own at that instant.
pub(super) fn chance(name: &CertificateName, at: Timestamp) -> f64 {
    renewal::chance_of(&name.to_string(), at.as_ms().unsigned_abs())
}

/// Gives a lease back; `false` when it was lost. What others do not see happen is told here.
pub(super) async fn settle(inner: &Inner, name: &CertificateName, settled: Settled) -> Result<bool, ShelfError> {
    let changed = matches!(settled, Settled::Stored { .. } | Settled::Removed { .. } | Settled::Deleted);
    let ours = inner.shelf.settle(name, &inner.settings.holder, settled).await?;
    if ours && changed {
        inner.memory.forget(name);
        inner.tell(Change::Certificate(name.clone()));
    }
    Ok(ours)
}

/// Gives a lease back with everything as it was.
pub(super) async fn give_back(inner: &Inner, entry: &Entry) -> Result<bool, ShelfError> {
    let due_at = entry.due_at.or(entry.renew_at).unwrap_or_else(|| inner.clock.now());
    let settled = Settled::Postponed { problem: None, renew_at: None, window: None, due_at };
    settle(inner, &entry.name, settled).await
}

/// The name is not ours any more. A line without a certificate has nothing that could be kept.
pub(super) async fn not_ours(inner: &Inner, entry: &Entry) -> Result<bool, ShelfError> {
    let at = inner.clock.now();
    let settled = match entry.held {
        Some(_) => Settled::Removed { at, delete_at: at.plus(inner.settings.delete_after) },
        None => Settled::Deleted,
    };
    let ours = settle(inner, &entry.name, settled).await?;
    if ours {
        inner.told.outcome(&entry.name, &Outcome::Removed);
    }
    Ok(ours)
}

/// Keeps a new certificate, and only then has it.
pub(super) async fn store(
    inner: &Inner,
    entry: &Entry,
    authority: String,
    key: &Secret,
    chain: Vec<Vec<u8>>,
    tells_windows: bool,
) -> Stepped {
    let name = &entry.name;
    let certificate = match Certificate::new(name, &authority, key.as_bytes(), &chain) {
        Ok(certificate) => certificate,
        Err(error) => return fail(inner, entry, unusable(&authority, &error), true, None).await,
    };
    let sealed = match sealed::seal(inner.sealer.as_ref(), SecretKind::PrivateKey, &name.to_string(), key.as_bytes()) {
        Ok(sealed) => sealed,
        Err(error) => return fail(inner, entry, unusable(&authority, &error), true, None).await,
    };
    let facts = Arc::clone(&certificate.facts);
    let (not_before, not_after) = (facts.not_before(), facts.not_after());
    let now = inner.clock.now();
    let place = chance(name, not_before);
    let renew_at = match came_in_a_crowd(entry) {
        true => renewal::parting_at(not_before, not_after, place),
        false => renewal::renew_at(not_before, not_after, None, place),
    };
    let look_at = if tells_windows { renewal::ask_again_at(now, None, not_before, not_after) } else { renew_at };
    let due_at = look_at.min(renew_at).max(now.plus(A_MOMENT));
    let links = links_of(&chain);
    let kept = KeptCertificate { name: name.clone(), key: sealed, chain, authority, not_before, not_after };
    if !write(inner, name, Settled::Stored { kept, renew_at, due_at }).await? {
        return Ok(None);
    }
    tracing::info!(
        server.name = %name, acme.authority = facts.authority, certificate.serial = facts.serial,
        certificate.not_after = %not_after, "A certificate is stored."
    );
    inner.told.outcome(name, &Outcome::Stored { facts, chain: links, renew_at, renewal: Renewal::Life });
    Ok(Some(Landed::Done(Ok(inner.memory.keep(certificate)))))
}

/// Whether a newcomer had to wait for others.
fn came_in_a_crowd(entry: &Entry) -> bool {
    entry.held.is_none() && entry.problem.as_ref().is_some_and(|problem| problem.code == telling::OVER_BUDGET)
}

async fn write(inner: &Inner, name: &CertificateName, settled: Settled) -> Result<bool, ShelfError> {
    let mut times = 1;
    loop {
        match settle(inner, name, settled.clone()).await {
            Err(error) if times < WRITES => {
                tracing::warn!(
                    server.name = %name, error = &error as &dyn std::error::Error,
                    "A new certificate could not be stored; it is tried again."
                );
                tokio::time::sleep(inner.settings.poll * times).await;
                times += 1;
            }
            settled => return settled,
        }
    }
}

/// It did not work. `burnt`: an authority counts it against the name.
pub(super) async fn fail(
    inner: &Inner,
    entry: &Entry,
    mut problem: IssuanceProblem,
    burnt: bool,
    not_before: Option<Timestamp>,
) -> Stepped {
    let now = inner.clock.now();
    let failures = entry.failures.saturating_add(1);
    let failures = if burnt { failures } else { failures.min(UNBURNT_MAX) };
    let not_after = entry.held.as_ref().map(|held| held.not_after).filter(|not_after| now < *not_after);
    let retry_at = renewal::retry_at(failures, now, not_after, chance(&entry.name, now));
    let due_at = retry_at.max(not_before.unwrap_or(retry_at)).max(now.plus(A_MOMENT));
    problem.retry_at = Some(due_at);
    let settled = Settled::Failed { problem: problem.clone(), due_at };
    refused(inner, entry, problem, settled).await
}

/// Nothing could be ordered before that instant. Names that wait for one instant are spread behind it.
pub(super) async fn postpone(inner: &Inner, entry: &Entry, mut problem: IssuanceProblem, until: Timestamp) -> Stepped {
    let now = inner.clock.now();
    let spread = until.since(now).mul_f64(0.1 * chance(&entry.name, now));
    let due_at = until.plus(spread).max(now.plus(A_MOMENT));
    problem.retry_at = Some(due_at);
    let problem_kept = Some(problem.clone());
    let settled = Settled::Postponed { problem: problem_kept, renew_at: None, window: None, due_at };
    refused(inner, entry, problem, settled).await
}

async fn refused(inner: &Inner, entry: &Entry, problem: IssuanceProblem, settled: Settled) -> Stepped {
    if !settle(inner, &entry.name, settled).await? {
        return Ok(None);
    }
    tracing::warn!(
        server.name = %entry.name, problem.code = problem.code, problem.detail = problem.detail,
        acme.authority = problem.authority, retry_at = problem.retry_at.map(tracing::field::display),
        "There is no new certificate for a name."
    );
    inner.told.outcome(&entry.name, &Outcome::Failed(problem.clone()));
    Ok(Some(NoCertificate::Problem(problem).into()))
}

fn unusable(authority: &str, error: &dyn std::fmt::Display) -> IssuanceProblem {
    IssuanceProblem {
        code: "certificate_unusable".to_owned(),
        message: format!(
            "What {authority} signed cannot be used or kept. Whoever runs this platform must look into it."
        ),
        actor: Actor::Operator,
        detail: Some(error.to_string()),
        authority: Some(authority.to_owned()),
        retry_at: None,
    }
}
