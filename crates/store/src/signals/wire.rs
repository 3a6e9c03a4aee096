//! Signals between processes: PostgreSQL's LISTEN and NOTIFY.

use super::{Others, Signal, Signals, UNREAD_MAX};
use crate::error::StoreError;
use nameplate_domain::tenancy::{ApiKeyId, ApplicationId, TenantId};
use sqlx::postgres::{PgConnectOptions, PgListener, PgPool, PgPoolOptions};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{Notify, broadcast, watch};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, sleep_until, timeout};
use uuid::Uuid;

/// Shortest time between two NOTIFYs of a process.
const NOTIFY_INTERVAL: Duration = Duration::from_millis(50);
/// How long to wait after a failure before trying again.
const RETRY_INTERVAL: Duration = Duration::from_millis(500);
/// How long a command waits for its last signals to be told before it ends.
const TELL_TIME_MAX: Duration = Duration::from_secs(2);
/// Most octets of a NOTIFY; PostgreSQL takes fewer than 8000.
const PAYLOAD_MAX: usize = 7900;
/// More signals than this at once are told as one "everything".
const PENDING_MAX: usize = 2000;

/// The way to other processes. Dropping it ends the tasks behind it.
#[derive(Debug)]
pub(super) struct Remote {
    outgoing: Arc<Outgoing>,
    _tasks: JoinSet<()>,
}

/// What waits to be told to others.
#[derive(Debug, Default)]
struct Outgoing {
    pending: Mutex<BTreeSet<Signal>>,
    added: Notify,
    /// Whether something was added that was not told yet.
    is_untold: watch::Sender<bool>,
}

impl Remote {
    pub(super) fn send(&self, signal: Signal) {
        self.outgoing.add(signal);
    }

    pub(super) async fn until_told(&self) {
        let mut untold = self.outgoing.is_untold.subscribe();
        if timeout(TELL_TIME_MAX, untold.wait_for(|is_untold| !is_untold)).await.is_err() {
            tracing::warn!("Other processes could not be told of changes; they see them within 90 seconds");
        }
    }
}

impl Outgoing {
    fn add(&self, signal: Signal) {
        let mut pending = self.pending.lock().unwrap_or_else(PoisonError::into_inner);
        if pending.len() >= PENDING_MAX {
            pending.clear();
            pending.insert(Signal::Everything);
        } else {
            pending.insert(signal);
        }
        self.is_untold.send_replace(true);
        drop(pending);
        self.added.notify_one();
    }

    fn take(&self) -> BTreeSet<Signal> {
        std::mem::take(&mut *self.pending.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// What was taken was told.
    fn note_told(&self) {
        let pending = self.pending.lock().unwrap_or_else(PoisonError::into_inner);
        if pending.is_empty() {
            self.is_untold.send_replace(false);
        }
    }
}

/// Signals between all processes that share this database and schema.
pub(crate) async fn across_processes(connect: &PgConnectOptions) -> Result<Signals, StoreError> {
    let failed = |error| StoreError::of_transaction("listen", error);
    // One connection listens, one tells.
    let pool = PgPoolOptions::new()
        .max_connections(2)
        .acquire_timeout(Duration::from_secs(4))
        .test_before_acquire(true)
        .max_lifetime(None)
        .connect_with(connect.clone())
        .await
        .map_err(failed)?;
    // Channels belong to the database; installations in several schemas of it must not hear each other.
    let channel: String =
        sqlx::query_scalar("SELECT 'nameplate_' || md5(current_schema())").fetch_one(&pool).await.map_err(failed)?;
    let (listener, backend) = attach(&pool, &channel).await.map_err(failed)?;
    let own = Arc::new(AtomicI64::new(backend));

    let local = broadcast::Sender::new(UNREAD_MAX);
    let outgoing = Arc::new(Outgoing::default());
    let mut tasks = JoinSet::new();
    tasks.spawn(listen(pool.clone(), channel.clone(), listener, Arc::clone(&own), local.clone()));
    tasks.spawn(tell(pool, channel, own, Arc::clone(&outgoing)));
    Ok(Signals { local, others: Others::Told(Arc::new(Remote { outgoing, _tasks: tasks })) })
}

/// A listening connection, and the process number of the server's end of it: unlike any other listener's.
async fn attach(pool: &PgPool, channel: &str) -> Result<(PgListener, i64), sqlx::Error> {
    let mut listener = PgListener::connect_with(pool).await?;
    // A connection that is lost is replaced here, so that it is known when listening began anew.
    listener.eager_reconnect(false);
    listener.listen(channel).await?;
    let backend = sqlx::query_scalar("SELECT CAST(pg_backend_pid() AS BIGINT)").fetch_one(&mut listener).await?;
    Ok((listener, backend))
}

/// Hands on what other processes tell.
async fn listen(
    pool: PgPool,
    channel: String,
    mut listener: PgListener,
    own: Arc<AtomicI64>,
    local: broadcast::Sender<Signal>,
) {
    loop {
        if let Ok(Some(notification)) = listener.try_recv().await {
            let (from, signals) = parse(notification.payload());
            if from != Some(own.load(Ordering::Relaxed)) {
                for signal in signals {
                    // An error means that nobody listens.
                    let _ = local.send(signal);
                }
            }
            continue;
        }
        // The connection was lost, and with it what is told until listening has begun again: only then is it time to look.
        drop(listener);
        listener = attach_again(&pool, &channel, &own).await;
        let _ = local.send(Signal::Everything);
    }
}

/// Attaches as soon as the server can be reached.
async fn attach_again(pool: &PgPool, channel: &str, own: &AtomicI64) -> PgListener {
    let mut was_told = false;
    loop {
        match attach(pool, channel).await {
            Ok((listener, backend)) => {
                own.store(backend, Ordering::Relaxed);
                return listener;
            }
            Err(error) => {
                if !was_told {
                    tracing::warn!(error.cause = %error, "Signals of other processes cannot be heard; listening is tried again until it works");
                }
                was_told = true;
                sleep(RETRY_INTERVAL).await;
            }
        }
    }
}

/// Tells other processes: the first signal at once, those that follow within [`NOTIFY_INTERVAL`] together.
async fn tell(pool: PgPool, channel: String, own: Arc<AtomicI64>, outgoing: Arc<Outgoing>) {
    let mut free_at = Instant::now();
    loop {
        outgoing.added.notified().await;
        sleep_until(free_at).await;
        for payload in payloads(own.load(Ordering::Relaxed), &outgoing.take()) {
            let told = sqlx::query("SELECT pg_notify($1, $2)").bind(&channel).bind(&payload).execute(&pool).await;
            if let Err(error) = told {
                tracing::warn!(error.cause = %error, "Other processes cannot be told of changes; telling is tried again");
                sleep(RETRY_INTERVAL).await;
                outgoing.add(Signal::Everything);
                break;
            }
        }
        outgoing.note_told();
        free_at = Instant::now() + NOTIFY_INTERVAL;
    }
}

/// Texts of at most [`PAYLOAD_MAX`] octets: the teller, then one signal on each line.
fn payloads(from: i64, signals: &BTreeSet<Signal>) -> Vec<String> {
    let head = from.to_string();
    let mut payloads: Vec<String> = Vec::new();
    for signal in signals {
        let line = line_of(signal);
        match payloads.last_mut() {
            Some(payload) if payload.len() + 1 + line.len() <= PAYLOAD_MAX => {
                payload.push('\n');
                payload.push_str(&line);
            }
            _ => payloads.push(format!("{head}\n{line}")),
        }
    }
    payloads
}

fn parse(payload: &str) -> (Option<i64>, Vec<Signal>) {
    let mut lines = payload.lines();
    let from = lines.next().and_then(|head| head.parse().ok());
    (from, lines.map(signal_of).collect())
}

fn line_of(signal: &Signal) -> String {
    match signal {
        Signal::Route(hostname) => format!("route {hostname}"),
        Signal::RoutesAll => "routes".to_owned(),
        Signal::Application(id) => format!("application {id}"),
        Signal::Key(id) => format!("key {id}"),
        Signal::Callers => "callers".to_owned(),
        Signal::CertificateWanted => "certificate".to_owned(),
        Signal::Due => "due".to_owned(),
        Signal::EdgeCertificate(name) => format!("edge-certificate {name}"),
        Signal::EdgeSecret(key) => format!("edge-secret {key}"),
        Signal::AcmeToken(token) => format!("acme-token {token}"),
        Signal::Event => "event".to_owned(),
        Signal::EventPlaced => "event-placed".to_owned(),
        Signal::DeliveryDue => "delivery".to_owned(),
        Signal::Tenant(id) => format!("tenant {id}"),
        Signal::Everything => "everything".to_owned(),
    }
}

/// What is not understood comes from a newer version: anything may have changed.
fn signal_of(line: &str) -> Signal {
    match line.split_once(' ') {
        None if line == "routes" => Signal::RoutesAll,
        None if line == "callers" => Signal::Callers,
        None if line == "certificate" => Signal::CertificateWanted,
        None if line == "due" => Signal::Due,
        None if line == "event" => Signal::Event,
        None if line == "event-placed" => Signal::EventPlaced,
        None if line == "delivery" => Signal::DeliveryDue,
        Some(("route", hostname)) => Signal::Route(hostname.to_owned()),
        Some(("edge-certificate", name)) => Signal::EdgeCertificate(name.to_owned()),
        Some(("edge-secret", key)) => Signal::EdgeSecret(key.to_owned()),
        Some(("acme-token", token)) => Signal::AcmeToken(token.to_owned()),
        Some(("application", text)) => id_or_everything(text, |id| Signal::Application(ApplicationId(id))),
        Some(("tenant", text)) => id_or_everything(text, |id| Signal::Tenant(TenantId(id))),
        Some(("key", text)) => id_or_everything(text, |id| Signal::Key(ApiKeyId(id))),
        _ => Signal::Everything,
    }
}

fn id_or_everything(text: &str, signal: impl Fn(Uuid) -> Signal) -> Signal {
    Uuid::try_parse(text).map_or(Signal::Everything, signal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signals_survive_the_wire() {
        let id = Uuid::from_u128(7);
        let signals = BTreeSet::from([
            Signal::Route("*.customer.com".into()),
            Signal::RoutesAll,
            Signal::Application(ApplicationId(id)),
            Signal::Key(ApiKeyId(id)),
            Signal::CertificateWanted,
            Signal::Due,
            Signal::EdgeCertificate("*.customer.com".into()),
            Signal::EdgeSecret("ticket-keys".into()),
            Signal::AcmeToken("0123456789abcdef0123456789abcdef".into()),
            Signal::Event,
            Signal::EventPlaced,
            Signal::DeliveryDue,
            Signal::Tenant(TenantId(Uuid::from_u128(9))),
            Signal::Everything,
        ]);
        let payloads = payloads(42, &signals);
        let (from, parsed) = parse(&payloads[0]);
        assert_eq!((payloads.len(), from), (1, Some(42)));
        assert_eq!(BTreeSet::from_iter(parsed), signals);
    }

    #[test]
    fn many_signals_are_told_in_several_notifications() {
        let signals: BTreeSet<Signal> = (0..1000).map(|n| Signal::Route(format!("host-{n}.customer.com"))).collect();
        let payloads = payloads(1, &signals);
        assert!(payloads.len() > 1 && payloads.iter().all(|payload| payload.len() <= PAYLOAD_MAX));
        let told: BTreeSet<Signal> = payloads.iter().flat_map(|payload| parse(payload).1).collect();
        assert_eq!(told, signals);
    }

    #[test]
    fn a_flood_becomes_one_signal() {
        let outgoing = Outgoing::default();
        for n in 0..=PENDING_MAX {
            outgoing.add(Signal::Route(format!("host-{n}.customer.com")));
        }
        assert_eq!(outgoing.take(), BTreeSet::from([Signal::Everything]));
    }

    #[test]
    fn what_a_newer_version_tells_means_everything() {
        assert_eq!(signal_of("weather sunny"), Signal::Everything);
        assert_eq!(signal_of("key not-an-id"), Signal::Everything);
    }
}
