//! Start and stop.

use crate::book::Book;
use crate::domain_connect::{DomainConnect, UnusableTemplate};
use crate::http;
use crate::neighbours::Neighbours;
use crate::record::Entry;
use crate::registries::Registries;
use crate::saved::{self, SavedError};
use crate::visit::Visits;
use nameplate_dns::serve::{DnsServer, ListenError, Sources, ZoneSource};
use nameplate_domain::records::Record;
use nameplate_domain::time::Clock;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// What a sandbox is told at the start.
#[derive(Clone)]
pub struct SandboxSettings {
    /// Where DNS is served, UDP and TCP; loopback. Port 0 lets the system choose.
    pub dns_addr: SocketAddr,
    /// Where the panel and its API are; loopback. Port 0 lets the system choose.
    pub http_addr: SocketAddr,
    /// Zones of the platform, served beside the customers' and not to be changed here.
    pub platform: Vec<PlatformZone>,
    /// Templates of Domain Connect that customers can be asked to apply, in their public JSON format. Each names a
    /// `syncPubKeyDomain`; the keys of requests are looked up there among the records that are served here, so they belong into
    /// [`SandboxSettings::platform`].
    pub templates: Vec<serde_json::Value>,
    /// Further zones that are answered here too.
    pub also: Vec<Arc<dyn ZoneSource>>,
    /// Where zones survive a restart; without, they live as long as the process.
    pub data_file: Option<PathBuf>,
    /// What customers have already when there is no such file yet. Each record's zone is made.
    pub first_records: Vec<Record>,
    /// Zones count their changes from the second of the start, so that no serial comes twice.
    pub clock: Arc<dyn Clock>,
}

/// A zone of the platform itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlatformZone {
    /// Its name, e.g. `nameplate.localhost`.
    pub apex: String,
    /// Its records, SOA and NS left out.
    pub records: Vec<Record>,
}

/// Why a sandbox could not start.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// A sandbox is for this machine alone.
    #[error("the sandbox serves this machine only, and {0} is not a loopback address")]
    NotLoopback(SocketAddr),
    /// The DNS port is not to be had.
    #[error("the sandbox's name server cannot start")]
    Dns(#[from] ListenError),
    /// The panel's port is not to be had.
    #[error("the sandbox's panel cannot listen on {addr}")]
    Http {
        /// Where.
        addr: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// The saved zones are of no use. Nothing was changed in the file.
    #[error("the sandbox's saved zones cannot be used")]
    Saved(#[from] SavedError),
    /// A record of a platform zone cannot be served.
    #[error("a record of the platform zone {apex} cannot be served: {reason}")]
    Platform {
        /// The zone.
        apex: String,
        /// Field and reason.
        reason: String,
    },
    /// A record that customers were to have already cannot be served.
    #[error("a first record of a customer cannot be served: {reason}")]
    FirstRecord {
        /// Field and reason.
        reason: String,
    },
    /// Forms cannot be tied to their pages.
    #[error("the system gives no random numbers")]
    NoRandomness,
    /// A template cannot be applied here.
    #[error("templates[{at}] cannot be applied: {reason}")]
    Template {
        /// Its place, from 0.
        at: usize,
        /// What in it, and why.
        reason: String,
    },
}

impl From<UnusableTemplate> for SandboxError {
    fn from(UnusableTemplate { at, reason }: UnusableTemplate) -> Self {
        Self::Template { at, reason }
    }
}

/// The development DNS host.
#[derive(Debug)]
pub struct Sandbox;

/// A sandbox at work. Dropping it leaves the panel running; use [`RunningSandbox::shutdown`].
#[derive(Debug)]
pub struct RunningSandbox {
    dns: DnsServer,
    http_addr: SocketAddr,
    visits: Arc<Visits>,
    stop: watch::Sender<bool>,
    panel: JoinHandle<()>,
    keeper: Option<JoinHandle<()>>,
}

impl Sandbox {
    /// Reads the saved zones and listens.
    ///
    /// # Errors
    ///
    /// When an address is not loopback or is taken, or the saved zones cannot be used; nothing runs then.
    pub async fn start(settings: SandboxSettings) -> Result<RunningSandbox, SandboxError> {
        for addr in [settings.dns_addr, settings.http_addr] {
            if !addr.ip().is_loopback() {
                return Err(SandboxError::NotLoopback(addr));
            }
        }
        let seconds = settings.clock.now().as_ms() / 1000;
        let serial = u32::try_from(seconds).unwrap_or(1);
        // Zones say where Domain Connect is spoken, so the panel's port has to be known before there are any.
        let listener = TcpListener::bind(settings.http_addr).await;
        let bound = listener.and_then(|listener| listener.local_addr().map(|addr| (listener, addr)));
        let (listener, http_addr) = bound.map_err(|source| SandboxError::Http { addr: settings.http_addr, source })?;
        let form_key = DomainConnect::form_key().ok_or(SandboxError::NoRandomness)?;
        let domain_connect = Arc::new(DomainConnect::new(settings.templates, http_addr.to_string(), form_key)?);
        let book = Arc::new(Book::new(settings.dns_addr.ip(), serial, http_addr.to_string()));
        for zone in settings.platform {
            let entries = zone.records.into_iter().map(entry).collect();
            book.add_platform_zone(&zone.apex, entries)
                .map_err(|invalid| SandboxError::Platform { apex: zone.apex, reason: invalid.to_string() })?;
        }
        let saved = match &settings.data_file {
            Some(path) => saved::read(path)?.map(|saved| (path, saved)),
            None => None,
        };
        match saved {
            Some((path, saved)) => book
                .restore(saved)
                .map_err(|invalid| SavedError::Record { path: path.clone(), reason: invalid.to_string() })?,
            None => book
                .begin_with(settings.first_records)
                .map_err(|refusal| SandboxError::FirstRecord { reason: refusal.to_string() })?,
        }
        let mut sources: Vec<Arc<dyn ZoneSource>> = vec![Arc::new(book.served())];
        sources.extend(settings.also);
        sources.push(Arc::new(Registries { serial }));
        let dns = DnsServer::start(settings.dns_addr, Arc::new(Sources::new(sources))).await?;

        let visits = Arc::new(Visits::new(dns.addr(), Arc::clone(&settings.clock)));

        let (stop, stopped) = watch::channel(false);
        let router = http::router(Arc::clone(&book), domain_connect, Arc::clone(&visits));
        let panel = tokio::spawn(serve_panel(listener, router, stopped.clone()));
        let keeper = settings.data_file.map(|path| tokio::spawn(keep(book, path, stopped)));
        tracing::info!(dns.addr = %dns.addr(), http.addr = %http_addr, "the sandbox is open");
        Ok(RunningSandbox { dns, http_addr, visits, stop, panel, keeper })
    }
}

impl RunningSandbox {
    /// Tells what stands around it, once: visits lead to the edge from then on.
    pub fn meet(&self, neighbours: Neighbours) {
        self.visits.meet(neighbours);
    }

    /// Where DNS is served.
    #[must_use]
    pub fn dns_addr(&self) -> SocketAddr {
        self.dns.addr()
    }

    /// Where the panel is.
    #[must_use]
    pub fn http_addr(&self) -> SocketAddr {
        self.http_addr
    }

    /// Stops listening, finishes what is at hand, and saves the zones.
    pub async fn shutdown(self) {
        let _ = self.stop.send(true);
        for task in [Some(self.panel), self.keeper].into_iter().flatten() {
            if let Err(error) = task.await {
                tracing::error!(error = %error, "a task of the sandbox failed");
            }
        }
        self.dns.shutdown().await;
    }
}

impl std::fmt::Debug for SandboxSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SandboxSettings")
            .field("dns_addr", &self.dns_addr)
            .field("http_addr", &self.http_addr)
            .field("platform", &self.platform)
            .field("templates", &self.templates.len())
            .field("data_file", &self.data_file)
            .finish_non_exhaustive()
    }
}

fn entry(record: Record) -> Entry {
    Entry { name: record.host, rtype: record.rtype, value: record.value, ttl: record.ttl, priority: record.priority }
}

async fn serve_panel(listener: TcpListener, router: axum::Router, mut stopped: watch::Receiver<bool>) {
    let until_stopped = async move {
        let _ = stopped.wait_for(|stopped| *stopped).await;
    };
    if let Err(error) = axum::serve(listener, router).with_graceful_shutdown(until_stopped).await {
        tracing::error!(error = %error, "the sandbox's panel ended");
    }
}

/// Writes the file after changes; many changes at once are one write.
async fn keep(book: Arc<Book>, path: PathBuf, mut stopped: watch::Receiver<bool>) {
    loop {
        let last = tokio::select! {
            () = book.changed.notified() => false,
            _ = stopped.wait_for(|stopped| *stopped) => true,
        };
        let (saved, to) = (book.to_save(), path.clone());
        match tokio::task::spawn_blocking(move || saved::write(&to, &saved)).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => {
                tracing::error!(error = %error, file = %path.display(), "the sandbox's zones could not be saved");
            }
            Err(error) => tracing::error!(error = %error, "saving the sandbox's zones failed"),
        }
        if last {
            return;
        }
    }
}
