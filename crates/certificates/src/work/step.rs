//! One step under a lease: what is to be done for a line, and doing it.

use super::attempt::{Attempt, attempt};
use super::{Landed, Stepped, settling};
use crate::authorities::{Authorities, INTERNAL, PublicAuthorities};
use crate::certificate::Facts;
use crate::certificates::Inner;
use crate::chain::links_of;
use crate::ports::ShelfError;
use crate::terms::{NoCertificate, Outcome, Permission};
use nameplate_acme::{Reason, Secret};
use nameplate_domain::certificate::Renewal;
use nameplate_domain::issuance::entry::{Entry, Held, KeptCertificate, RenewalWindow, Settled};
use nameplate_domain::issuance::problem::{Actor, IssuanceProblem};
use nameplate_domain::issuance::renewal;
use nameplate_domain::time::Timestamp;
use std::sync::Arc;
use std::time::Duration;

/// When leave to renew is asked for again that was not given for the time being.
const LEAVE_AGAIN: Duration = Duration::from_secs(60 * 60);

/// Why a name is worked on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Errand {
    /// Somebody waits for a certificate that is not there.
    Wait,
    /// Somebody asked for a new one.
    Asked,
    /// Its time has come.
    Due,
}

/// What is to be done for a line that is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Task {
    Delete,
    /// Ask the authority when it is to be replaced.
    Look,
    Order,
}

fn task(entry: &Entry, now: Timestamp) -> Task {
    match &entry.held {
        _ if entry.removed_at.is_some() => Task::Delete,
        None => Task::Order,
        Some(held) if now < renew_at(entry, held) => Task::Look,
        Some(_) => Task::Order,
    }
}

fn renew_at(entry: &Entry, held: &Held) -> Timestamp {
    entry.renew_at.unwrap_or_else(|| planned(entry, held, entry.window))
}

/// When a certificate is to be replaced; the same on every edge.
fn planned(entry: &Entry, held: &Held, window: Option<RenewalWindow>) -> Timestamp {
    let chance = settling::chance(&entry.name, held.not_before);
    renewal::renew_at(held.not_before, held.not_after, window, chance)
}

/// Does what is to be done and settles it.
pub(super) async fn step(inner: &Inner, mut entry: Entry, errand: Errand) -> Stepped {
    if errand == Errand::Due {
        match task(&entry, inner.clock.now()) {
            Task::Delete => return delete(inner, &entry).await,
            Task::Look => match look(inner, &entry).await? {
                Looked::ItIsTime(window) => entry.window = window.or(entry.window),
                Looked::Later(ours) => return Ok(ours.then_some(Landed::Nothing)),
            },
            Task::Order => {}
        }
        match inner.gate.may_issue(&entry.name).await {
            Permission::Yes | Permission::Unknown => {}
            Permission::NotNow => return put_off(inner, &entry).await,
            Permission::No => {
                tracing::info!(server.name = %entry.name, "A name is not ours to serve any more; its certificate is not renewed.");
                return Ok(settling::not_ours(inner, &entry).await?.then(|| NoCertificate::Removed.into()));
            }
        }
    }
    order(inner, &entry, errand == Errand::Wait).await
}

/// Leaves a name with what it has, and asks for leave again later.
async fn put_off(inner: &Inner, entry: &Entry) -> Stepped {
    let until = inner.clock.now().plus(LEAVE_AGAIN);
    let problem = IssuanceProblem {
        code: "not_renewed_for_now".to_owned(),
        message: format!(
            "{} gets no new certificate while its DNS records do not lead here. Restore them; the present certificate is served as \
             long as it lasts.",
            entry.name
        ),
        actor: Actor::Customer,
        detail: None,
        authority: None,
        retry_at: None,
    };
    settling::postpone(inner, entry, problem, until).await
}

async fn order(inner: &Inner, entry: &Entry, is_waited_for: bool) -> Stepped {
    let present = present(inner, entry).await?;
    let attempt = match &inner.authorities {
        Authorities::Internal(authority) => Ok(match authority.sign(&entry.name) {
            Ok(signed) => Attempt::Signed {
                authority: INTERNAL.to_owned(),
                key: Secret::new(signed.key),
                chain: signed.chain,
                tells_windows: false,
            },
            Err(error) => Attempt::refused(unsigned(&error)),
        }),
        Authorities::Public(public) => attempt(inner, public, entry, present.as_ref(), is_waited_for).await,
    };
    match attempt? {
        Attempt::Signed { authority, key, chain, tells_windows } => {
            settling::store(inner, entry, authority, &key, chain, tells_windows).await
        }
        Attempt::Failed { problem, burnt, not_before } => {
            settling::fail(inner, entry, problem, burnt, not_before).await
        }
        Attempt::Postponed { problem, until } => settling::postpone(inner, entry, problem, until).await,
    }
}

/// The certificate that is there, whoever may open its key.
async fn present(inner: &Inner, entry: &Entry) -> Result<Option<KeptCertificate>, ShelfError> {
    match &entry.held {
        Some(_) => inner.shelf.certificate(std::slice::from_ref(&entry.name), inner.clock.now()).await,
        None => Ok(None),
    }
}

fn unsigned(error: &dyn std::fmt::Display) -> IssuanceProblem {
    IssuanceProblem {
        code: "internal_authority_failed".to_owned(),
        message:
            "The internal certification authority could not sign. Whoever runs this platform must look into its log."
                .to_owned(),
        actor: Actor::Operator,
        detail: Some(error.to_string()),
        authority: Some(INTERNAL.to_owned()),
        retry_at: None,
    }
}

/// What an authority says about renewal.
enum Looked {
    /// The certificate is to be replaced now; within this window, if it was told.
    ItIsTime(Option<RenewalWindow>),
    /// It is settled when to look again; `false` when the lease was lost.
    Later(bool),
}

async fn look(inner: &Inner, entry: &Entry) -> Result<Looked, ShelfError> {
    let Some(held) = &entry.held else { return Ok(Looked::ItIsTime(None)) };
    let suggested = match &inner.authorities {
        Authorities::Public(public) => suggested(inner, public, entry, held).await?,
        Authorities::Internal(_) => None,
    };
    let now = inner.clock.now();
    let has_answer = suggested.is_some();
    let (window, renew_at, look_at) = match suggested {
        Some((window, again)) => {
            let planned = window.map_or_else(|| renew_at(entry, held), |window| planned(entry, held, Some(window)));
            let parting = entry.renew_at.filter(|at| renewal::is_parting(*at, held.not_before, held.not_after));
            let renew_at = parting.map_or(planned, |parting| parting.min(planned));
            (window, renew_at, renewal::ask_again_at(now, again, held.not_before, held.not_after))
        }
        None => (None, renew_at(entry, held), held.not_after),
    };
    if renew_at <= now {
        return Ok(Looked::ItIsTime(window));
    }
    let due_at = look_at.min(renew_at).max(now.plus(settling::A_MOMENT));
    let settled = Settled::Postponed { problem: None, renew_at: Some(renew_at), window, due_at };
    let ours = settling::settle(inner, &entry.name, settled).await?;
    if ours && entry.problem.is_none() && entry.renew_at != Some(renew_at) {
        let window = window.or(entry.window.filter(|_| !has_answer));
        tell_schedule(inner, entry, renew_at, renewal::decided_by(renew_at, window)).await?;
    }
    Ok(Looked::Later(ours))
}

async fn tell_schedule(inner: &Inner, entry: &Entry, renew_at: Timestamp, renewal: Renewal) -> Result<(), ShelfError> {
    let Some(kept) = present(inner, entry).await? else { return Ok(()) };
    // What cannot be read is found out by whoever serves it.
    if let Some(Ok(facts)) = kept.chain.first().map(|leaf| Facts::of(leaf, &entry.name, &kept.authority)) {
        inner.told.outcome(
            &entry.name,
            &Outcome::Rescheduled { facts: Arc::new(facts), chain: links_of(&kept.chain), renew_at, renewal },
        );
    }
    Ok(())
}

type Suggested = (Option<RenewalWindow>, Option<std::time::Duration>);

/// The window that the authority suggests, if it suggests any and can be asked, and when it wants to be asked again; `None`
/// when it is not worth asking.
async fn suggested(
    inner: &Inner,
    public: &PublicAuthorities,
    entry: &Entry,
    held: &Held,
) -> Result<Option<Suggested>, ShelfError> {
    let Some(line) = public.line(&held.authority) else { return Ok(None) };
    let Some(kept) = present(inner, entry).await? else { return Ok(None) };
    let Some(leaf) = kept.chain.first() else { return Ok(None) };
    let now = inner.clock.now();
    if line.resting_until(now).is_some() {
        return Ok(Some((None, None)));
    }
    let error = match line.open(inner.shelf.as_ref(), inner.sealer.as_ref(), now).await {
        Ok(opened) if !opened.facts.has_renewal_info => return Ok(None),
        Ok(opened) => match opened.account.renewal_info(leaf).await {
            Ok(Some((window, again))) => {
                line.awake();
                return Ok(Some((Some(window), again)));
            }
            Ok(None) => return Ok(None),
            Err(error) => error,
        },
        Err(crate::authorities::Unopened::Refused(error)) => error,
        Err(crate::authorities::Unopened::Shelf(error)) => return Err(error),
        Err(_) => return Ok(Some((None, None))),
    };
    if error.problem.code == super::attempt::UNAVAILABLE {
        line.rest(now);
    }
    tracing::debug!(
        server.name = %entry.name, error = &error as &dyn std::error::Error,
        "When a certificate is to be renewed could not be asked; its lifetime decides."
    );
    Ok(Some((None, None)))
}

/// Deletes a removed name's key and certificate, after revoking it if that is wanted.
async fn delete(inner: &Inner, entry: &Entry) -> Stepped {
    if inner.settings.revoke_removed
        && let Authorities::Public(public) = &inner.authorities
    {
        revoke(inner, public, entry).await?;
    }
    let ours = settling::settle(inner, &entry.name, Settled::Deleted).await?;
    if ours {
        tracing::info!(server.name = %entry.name, "The key and certificate of a removed name are deleted.");
    }
    Ok(ours.then_some(NoCertificate::Removed.into()))
}

/// As well as it can be done: an authority that cannot be used does not keep a key from being deleted.
async fn revoke(inner: &Inner, public: &PublicAuthorities, entry: &Entry) -> Result<(), ShelfError> {
    let now = inner.clock.now();
    let Some(line) = entry.held.as_ref().and_then(|held| public.line(&held.authority)) else { return Ok(()) };
    // The shelf gives no certificate of a removed name; leasing it again ends the removal, and deleting follows at once.
    let until = now.plus(inner.settings.lease);
    inner.shelf.lease(&entry.name, &inner.settings.holder, until, now).await?;
    let Some(kept) = present(inner, entry).await? else { return Ok(()) };
    let (Some(leaf), Ok(opened)) =
        (kept.chain.first(), line.open(inner.shelf.as_ref(), inner.sealer.as_ref(), now).await)
    else {
        return Ok(());
    };
    if let Err(error) = opened.account.revoke(leaf, Reason::CessationOfOperation).await {
        tracing::warn!(
            server.name = %entry.name, error = &error as &dyn std::error::Error,
            "The certificate of a removed name could not be revoked; it is deleted all the same."
        );
    }
    Ok(())
}
