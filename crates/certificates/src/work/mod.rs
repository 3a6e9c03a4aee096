//! What is done with one name under its lease. Each function here is the body of a flight: alone for its name in this
//! process.

mod attempt;
mod lease;
mod settling;
mod step;
mod telling;

use crate::certificate::Certificate;
use crate::certificates::Inner;
use crate::ports::ShelfError;
use crate::terms::{Change, NoCertificate};
use lease::under_lease;
use nameplate_domain::certificate_name::CertificateName;
use nameplate_domain::issuance::entry::{Entry, Held, Lease};
use nameplate_domain::time::Timestamp;
use std::sync::Arc;
use step::{Errand, step};
use tokio::sync::broadcast::Receiver;
use tokio::task::JoinSet;

/// What came of a flight.
#[derive(Debug, Clone)]
pub(crate) enum Landed {
    /// There is a certificate, or a reason why not.
    Done(Result<Certificate, NoCertificate>),
    /// Neither was looked for.
    Nothing,
}

impl From<NoCertificate> for Landed {
    fn from(reason: NoCertificate) -> Self {
        Self::Done(Err(reason))
    }
}

impl From<ShelfError> for Landed {
    fn from(error: ShelfError) -> Self {
        NoCertificate::Shelf(error).into()
    }
}

/// What came of work under a lease; `None` when the lease was lost.
type Stepped = Result<Option<Landed>, NoCertificate>;

/// Somebody waits for the certificate of a name, which may have one.
pub(crate) async fn obtain(inner: Arc<Inner>, name: CertificateName) -> Landed {
    let landed = try_to_obtain(&inner, &name).await.unwrap_or_else(Landed::from);
    let now = inner.clock.now();
    let until = now.plus(inner.settings.failure_memory);
    match &landed {
        Landed::Done(Err(NoCertificate::Problem(problem))) => {
            let until = problem.retry_at.map_or(until, |again| again.min(until));
            inner.memory.keep_failure(&name, until, NoCertificate::Problem(problem.clone()));
        }
        Landed::Done(Err(NoCertificate::Shelf(error))) => {
            inner.memory.keep_failure(&name, now.plus(inner.settings.poll), NoCertificate::Shelf(error.clone()));
        }
        Landed::Done(_) | Landed::Nothing => {}
    }
    landed
}

async fn try_to_obtain(inner: &Arc<Inner>, name: &CertificateName) -> Result<Landed, NoCertificate> {
    let _permit = inner.asked_for.acquire().await.map_err(|_| NoCertificate::BrokeOff)?;
    let mut news = inner.changes.subscribe();
    let mut lost_it = false;
    loop {
        if let Some(certificate) = inner.find(std::slice::from_ref(name)).await? {
            return Ok(Landed::Done(Ok(certificate)));
        }
        let entry = inner.shelf.entry(name).await?;
        if lost_it && entry.as_ref().is_none_or(|entry| entry.removed_at.is_some()) {
            return Err(NoCertificate::Removed);
        }
        if let Some(entry) = &entry {
            still_waiting(entry, inner.clock.now())?;
        }
        let Some(entry) = lease(inner, name).await? else {
            look_again(inner, name, &mut news).await;
            continue;
        };
        // Somebody may have been faster between the look and the lease.
        if let Some(certificate) = inner.find(std::slice::from_ref(name)).await? {
            settling::give_back(inner, &entry).await?;
            return Ok(Landed::Done(Ok(certificate)));
        }
        if let Err(problem) = still_waiting(&entry, inner.clock.now()) {
            settling::give_back(inner, &entry).await?;
            return Err(problem);
        }
        match under_lease(inner, name, step(inner, entry, Errand::Wait)).await? {
            Some(landed) => return Ok(landed),
            None => lost_it = true,
        }
    }
}

/// A failure whose next attempt is yet to come.
fn still_waiting(entry: &Entry, now: Timestamp) -> Result<(), NoCertificate> {
    match (&entry.problem, entry.due_at) {
        (Some(problem), Some(due_at)) if now < due_at && entry.removed_at.is_none() => {
            Err(NoCertificate::Problem(problem.clone()))
        }
        _ => Ok(()),
    }
}

/// Somebody asked for a new certificate.
pub(crate) async fn renew(inner: Arc<Inner>, name: CertificateName) -> Landed {
    inner.memory.forget(&name);
    try_to_renew(&inner, &name).await.unwrap_or_else(Landed::from)
}

async fn try_to_renew(inner: &Arc<Inner>, name: &CertificateName) -> Result<Landed, NoCertificate> {
    let held = |entry: &Entry| entry.held.clone();
    let before: Option<Held> = inner.shelf.entry(name).await?.as_ref().and_then(held);
    let mut news = inner.changes.subscribe();
    loop {
        let Some(entry) = lease(inner, name).await? else {
            look_again(inner, name, &mut news).await;
            continue;
        };
        if entry.held != before
            && let Some(certificate) = inner.find(std::slice::from_ref(name)).await?
        {
            settling::give_back(inner, &entry).await?;
            return Ok(Landed::Done(Ok(certificate)));
        }
        if let Some(landed) = under_lease(inner, name, step(inner, entry, Errand::Asked)).await? {
            return Ok(landed);
        }
    }
}

/// The name is not ours any more.
pub(crate) async fn remove(inner: Arc<Inner>, name: CertificateName) -> Landed {
    let mut news = inner.changes.subscribe();
    loop {
        match try_to_remove(&inner, &name).await {
            Ok(true) => return NoCertificate::Removed.into(),
            Ok(false) => look_again(&inner, &name, &mut news).await,
            Err(error) => return error.into(),
        }
    }
}

async fn try_to_remove(inner: &Arc<Inner>, name: &CertificateName) -> Result<bool, ShelfError> {
    match inner.shelf.entry(name).await? {
        Some(entry) if entry.removed_at.is_none() => {}
        _ => return Ok(true),
    }
    let Some(entry) = lease(inner, name).await? else { return Ok(false) };
    settling::not_ours(inner, &entry).await
}

/// Works on everything that is due; how many names that were.
pub(crate) async fn pass(inner: &Arc<Inner>) -> Result<usize, ShelfError> {
    let at_once = inner.settings.at_once.max(1);
    let mut under_way = JoinSet::new();
    let mut done = 0;
    let outcome = loop {
        if under_way.len() <= at_once / 2 {
            let now = inner.clock.now();
            let room = u32::try_from(at_once - under_way.len()).unwrap_or(u32::MAX);
            let until = now.plus(inner.settings.lease);
            let due = match inner.shelf.lease_due(&inner.settings.holder, room, until, now).await {
                Ok(due) => due,
                Err(error) => break Err(error),
            };
            for entry in due {
                let inner = Arc::clone(inner);
                let runtime = inner.runtime.clone();
                under_way.spawn_on(work_on(inner, entry), &runtime);
            }
        }
        match under_way.join_next().await {
            Some(_) => done += 1,
            None => break Ok(()),
        }
    };
    while under_way.join_next().await.is_some() {
        done += 1;
    }
    outcome.map(|()| done)
}

async fn work_on(inner: Arc<Inner>, entry: Entry) {
    let name = entry.name.clone();
    let flight = |waited| due(Arc::clone(&inner), entry, waited);
    if inner.flights.run_own(name.clone(), flight).await.is_err() {
        tracing::error!(server.name = %name, "The work on a certificate broke off.");
    }
}

/// A name is due, and ours; unless the flight that was waited for has given its lease back.
async fn due(inner: Arc<Inner>, entry: Entry, waited: bool) -> Landed {
    let name = entry.name.clone();
    let entry = if waited { leased_still(&inner, &name).await } else { Ok(Some(entry)) };
    let worked = match entry {
        Ok(Some(entry)) => under_lease(&inner, &name, step(&inner, entry, Errand::Due)).await,
        Ok(None) => Ok(None),
        Err(error) => Err(error.into()),
    };
    match worked {
        Ok(landed) => landed.unwrap_or(Landed::Nothing),
        Err(reason) => {
            tracing::warn!(
                server.name = %name, error = &reason as &dyn std::error::Error,
                "A certificate that is due could not be worked on."
            );
            Landed::Nothing
        }
    }
}

async fn leased_still(inner: &Inner, name: &CertificateName) -> Result<Option<Entry>, ShelfError> {
    let until = inner.clock.now().plus(inner.settings.lease);
    if inner.shelf.extend(name, &inner.settings.holder, until).await? {
        inner.shelf.entry(name).await
    } else {
        Ok(None)
    }
}

async fn lease(inner: &Inner, name: &CertificateName) -> Result<Option<Entry>, ShelfError> {
    let now = inner.clock.now();
    let until = now.plus(inner.settings.lease);
    match inner.shelf.lease(name, &inner.settings.holder, until, now).await? {
        Lease::Ours(entry) => Ok(Some(entry)),
        Lease::Theirs { .. } => Ok(None),
    }
}

/// Waits for news of a name that another edge works on, and not for long.
async fn look_again(inner: &Inner, name: &CertificateName, news: &mut Receiver<Change>) {
    let told = async {
        while let Ok(change) = news.recv().await {
            if change == Change::Everything || change == Change::Certificate(name.clone()) {
                return;
            }
        }
        // Too many news, or none any more: it is looked at in its time.
        std::future::pending::<()>().await;
    };
    let _ = tokio::time::timeout(inner.settings.poll, told).await;
}
