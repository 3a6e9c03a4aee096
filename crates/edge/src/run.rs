//! Starting an edge, and ending it without dropping a response.

use crate::ask::{ControlPlane, Remembered, Reports};
use crate::busy::Busy;
use crate::certificates::{Files, Ladder, TlsTerms, Vault, VaultParts};
use crate::follow::follow;
use crate::http_port::HttpPort;
use crate::issue::{LocalCa, LocalCaError, renew_due};
use crate::listen::{Lane, bind, lanes};
use crate::meter::{Meter, Snapshot};
use crate::proxy::{Pool, Proxy, origin_tls};
use crate::settings::EdgeSettings;
use crate::uptime::Uptime;
use nameplate_domain::time::Clock;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::{Semaphore, watch};
use tokio::task::AbortHandle;

/// TLS termination and reverse proxy in front of connected domains.
#[derive(Debug)]
pub struct Edge;

/// Why an edge does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// A port is taken, or not ours to take.
    #[error("{port} cannot be opened on {addr}")]
    Listen {
        /// Which port: TLS or HTTP.
        port: &'static str,
        /// Where it was to be.
        addr: SocketAddr,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// TLS cannot be set up.
    #[error("TLS cannot be set up")]
    Tls(#[source] rustls::Error),
    /// There is no internal CA.
    #[error("the internal certificate authority cannot be opened")]
    LocalCa(#[from] LocalCaError),
    /// A serving thread cannot be started.
    #[error("a serving thread cannot be started")]
    Thread(#[source] io::Error),
}

/// An edge at work.
#[derive(Debug)]
pub struct RunningEdge {
    tls_addr: SocketAddr,
    http_addr: SocketAddr,
    root_certificate: PathBuf,
    drain_timeout: Duration,
    meter: Meter,
    ladder: Ladder,
    stopping: watch::Sender<bool>,
    threads: Busy,
    http_busy: Busy,
    background: Vec<AbortHandle>,
}

impl Edge {
    /// Opens both ports and starts serving. Visitors are served on threads of the edge's own, one runtime each;
    /// questions, issuance, storage and the HTTP port run on the runtime this is called on, which must have several
    /// threads. Certificates come from the internal CA below `settings.storage_dir`.
    pub async fn start(
        settings: EdgeSettings,
        plane: Arc<dyn ControlPlane>,
        clock: Arc<dyn Clock>,
    ) -> Result<RunningEdge, StartError> {
        let settings = Arc::new(settings);
        let runtime = Handle::current();
        let lane_count = lanes(&settings);
        let (tls_addr, listeners) = opened("the TLS port", settings.tls_addr, lane_count)?;
        let (http_addr, http_listener) = opened("the HTTP port", settings.http_addr, 1)?;
        let meter = Meter::new(lane_count);
        let reports = Arc::new(Reports::new(meter.shared()));
        let remembered =
            Remembered::new(Arc::clone(&plane), &settings, Uptime::start(), runtime.clone(), meter.shared());
        let parts = VaultParts {
            files: Files::new(&settings.storage_dir),
            issuer: Arc::new(LocalCa::open(&settings.storage_dir, Arc::clone(&clock))?),
            reports: Arc::clone(&reports),
            clock,
            runtime: runtime.clone(),
            counters: meter.shared(),
        };
        let terms = TlsTerms::new().map_err(StartError::Tls)?;
        let ladder = Ladder::new(remembered, Vault::new(parts, &settings), terms, &settings, &runtime);
        let (stopping, stop) = watch::channel(false);
        let http_busy = Busy::new();
        let http_port = HttpPort {
            ladder: ladder.clone(),
            meter: meter.clone(),
            settings: Arc::clone(&settings),
            stopping: stop.clone(),
            busy: http_busy.clone(),
        };
        let background = background(&settings, plane, &ladder, reports, http_port, http_listener)?;
        let threads = start_lanes(&settings, listeners, &ladder, &meter, &stop)?;
        let root_certificate = LocalCa::root_path(&settings.storage_dir);
        tracing::info!(edge.tls = %tls_addr, edge.http = %http_addr, edge.threads = lane_count, "The edge serves.");
        Ok(RunningEdge {
            tls_addr,
            http_addr,
            root_certificate,
            drain_timeout: settings.drain_timeout,
            meter,
            ladder,
            stopping,
            threads,
            http_busy,
            background,
        })
    }
}

fn opened(port: &'static str, addr: SocketAddr, count: usize) -> Result<(SocketAddr, Vec<TcpListener>), StartError> {
    let failed = |source| StartError::Listen { port, addr, source };
    let listeners = bind(addr, count).map_err(failed)?;
    let bound = listeners.first().map_or(Ok(addr), TcpListener::local_addr).map_err(failed)?;
    Ok((bound, listeners))
}

fn background(
    settings: &EdgeSettings,
    plane: Arc<dyn ControlPlane>,
    ladder: &Ladder,
    reports: Arc<Reports>,
    http_port: HttpPort,
    http_listeners: Vec<TcpListener>,
) -> Result<Vec<AbortHandle>, StartError> {
    let mut tasks = Vec::new();
    let http_port = Arc::new(http_port);
    for listener in http_listeners {
        let listener = tokio::net::TcpListener::from_std(listener).map_err(|source| StartError::Listen {
            port: "the HTTP port",
            addr: settings.http_addr,
            source,
        })?;
        tasks.push(tokio::spawn(Arc::clone(&http_port).run(listener)).abort_handle());
    }
    let (listing, following, renewing) = (ladder.clone(), ladder.clone(), ladder.clone());
    tasks.push(tokio::task::spawn_blocking(move || listing.vault().list_stored()).abort_handle());
    tasks.push(tokio::spawn(Arc::clone(&reports).deliver(Arc::clone(&plane))).abort_handle());
    tasks.push(tokio::spawn(follow(plane, following, reports)).abort_handle());
    tasks.push(tokio::spawn(renew_due(renewing, settings.renew_check_every)).abort_handle());
    Ok(tasks)
}

fn start_lanes(
    settings: &Arc<EdgeSettings>,
    listeners: Vec<TcpListener>,
    ladder: &Ladder,
    meter: &Meter,
    stop: &watch::Receiver<bool>,
) -> Result<Busy, StartError> {
    let tls = origin_tls(&settings.origin_roots).map_err(StartError::Tls)?;
    let handshakes = Arc::new(Semaphore::new(settings.handshakes_max));
    let threads = Busy::new();
    let streams_max = (settings.streams_max / listeners.len().max(1)).max(1);
    for (index, listener) in listeners.into_iter().enumerate() {
        let counters = meter.of_thread(index);
        let pool = Arc::new(Pool::new(settings, tls.clone(), Arc::clone(&counters)));
        let proxy = Proxy::new(ladder.clone(), pool, counters, Busy::new(), Arc::clone(settings));
        let lane =
            Lane { proxy: Arc::new(proxy), handshakes: Arc::clone(&handshakes), streams_max, stopping: stop.clone() };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(StartError::Thread)?;
        let alive = threads.hold();
        std::thread::Builder::new()
            .name(format!("edge-{index}"))
            .spawn(move || {
                runtime.block_on(lane.run(listener));
                // Streams still open go with their runtime, and only then is the thread counted as gone.
                drop(runtime);
                drop(alive);
            })
            .map_err(StartError::Thread)?;
    }
    Ok(threads)
}

impl RunningEdge {
    /// Where TLS is spoken, with the real port.
    #[must_use]
    pub fn tls_addr(&self) -> SocketAddr {
        self.tls_addr
    }

    /// Where plain HTTP is spoken, with the real port.
    #[must_use]
    pub fn http_addr(&self) -> SocketAddr {
        self.http_addr
    }

    /// The root of the internal CA, for `curl --cacert`.
    #[must_use]
    pub fn root_certificate(&self) -> &std::path::Path {
        &self.root_certificate
    }

    /// What was counted so far.
    #[must_use]
    pub fn counters(&self) -> Snapshot {
        self.meter.snapshot()
    }

    /// Stops accepting, tells visitors to go elsewhere (GOAWAY, `Connection: close`), and returns when the last response
    /// has ended and every certificate is stored, or the drain limit has passed.
    pub async fn shutdown(self) {
        self.stopping.send_replace(true);
        let drained = async {
            self.threads.idle().await;
            self.http_busy.idle().await;
            self.ladder.vault().all_stored().await;
        };
        // The threads keep to the limit themselves; the second on top is for closing what is left.
        if tokio::time::timeout(self.drain_timeout + Duration::from_secs(1), drained).await.is_err() {
            tracing::warn!("The edge ends before everything under way has ended.");
        }
        tracing::info!("The edge has ended.");
    }
}

impl Drop for RunningEdge {
    fn drop(&mut self) {
        self.stopping.send_replace(true);
        for task in &self.background {
            task.abort();
        }
    }
}
