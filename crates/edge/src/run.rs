//! Starting an edge, and ending it without dropping a response.

use crate::ask::{ControlPlane, KeptVerdicts, Remembered, Reports};
use crate::busy::Busy;
use crate::census::{Census, CensusTaker};
use crate::challenges::Challenges;
use crate::fleet::follow_fleet;
use crate::follow::follow;
use crate::http_port::HttpPort;
use crate::liaison::{AskFirst, TellOn};
use crate::listen::{Lane, bind, lanes};
use crate::lookup::Lookup;
use crate::meter::{Meter, Snapshot};
use crate::proxy::{Pool, Proxy, origin_tls};
use crate::settings::EdgeSettings;
use crate::sites::{Ladder, LadderParts, TlsTerms};
use crate::status::Teller;
use crate::tickets::TicketKeeper;
use crate::uptime::Uptime;
use aws_lc_rs::error::Unspecified;
use nameplate_certificates::{Authorities, Certificates, LocalCa, Sealer, Shelf};
use nameplate_domain::time::Clock;
use std::fmt;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
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
    /// The machine has no random bytes.
    #[error("no random bytes can be had")]
    NoChance(#[from] Unspecified),
    /// A serving thread cannot be started.
    #[error("a serving thread cannot be started")]
    Thread(#[source] io::Error),
}

/// What an edge stands on.
pub struct EdgeParts {
    /// Whom it asks about names, and tells about certificates.
    pub plane: Arc<dyn ControlPlane>,
    /// The present instant.
    pub clock: Arc<dyn Clock>,
    /// Where certificates and what else outlives it lie; shared by the edges of a fleet.
    pub shelf: Arc<dyn Shelf>,
    /// Who signs certificates.
    pub authorities: Authorities,
    /// Seals what is secret on the shelf; `None` leaves it plain.
    pub sealer: Option<Sealer>,
}

/// An edge at work.
#[derive(Debug)]
pub struct RunningEdge {
    tls_addr: SocketAddr,
    http_addr: SocketAddr,
    root_certificate: Option<PathBuf>,
    drain_timeout: Duration,
    meter: Meter,
    certificates: Certificates,
    kept: KeptVerdicts,
    stopping: watch::Sender<bool>,
    threads: Busy,
    http_busy: Busy,
    background: Vec<AbortHandle>,
}

impl Edge {
    /// Opens both ports and starts serving. Visitors are served on threads of the edge's own, one runtime each;
    /// questions, certificates, storage and the HTTP port run on the runtime this is called on, which must have several
    /// threads.
    ///
    /// # Errors
    /// [`StartError`]. A control plane or shelf that cannot be used is none: they may come back.
    pub async fn start(settings: EdgeSettings, parts: EdgeParts) -> Result<RunningEdge, StartError> {
        let settings = Arc::new(settings);
        let lane_count = lanes(&settings);
        let (tls_addr, listeners) = opened("the TLS port", settings.tls_addr, lane_count)?;
        let (http_addr, http_listener) = opened("the HTTP port", settings.http_addr, 1)?;
        let meter = Meter::new(lane_count);
        let root_certificate =
            matches!(parts.authorities, Authorities::Internal(_)).then(|| LocalCa::root_path(&settings.storage_dir));
        let (core, mut background) = Core::start(&settings, parts, &meter).await?;
        let (stopping, stop) = watch::channel(false);
        let http_busy = Busy::new();
        let http_port = Arc::new(HttpPort {
            ladder: core.ladder.clone(),
            challenges: core.challenges.clone(),
            meter: meter.clone(),
            settings: Arc::clone(&settings),
            stopping: stop.clone(),
            busy: http_busy.clone(),
        });
        for listener in http_listener {
            let listener = tokio::net::TcpListener::from_std(listener).map_err(|source| StartError::Listen {
                port: "the HTTP port",
                addr: http_addr,
                source,
            })?;
            background.push(tokio::spawn(Arc::clone(&http_port).run(listener)).abort_handle());
        }
        let threads = start_lanes(&settings, listeners, &core, &meter, &stop)?;
        tracing::info!(edge.tls = %tls_addr, edge.http = %http_addr, edge.threads = lane_count, "The edge serves.");
        Ok(RunningEdge {
            tls_addr,
            http_addr,
            root_certificate,
            drain_timeout: settings.drain_timeout,
            meter,
            certificates: core.certificates,
            kept: core.kept,
            stopping,
            threads,
            http_busy,
            background,
        })
    }
}

/// Everything behind the ports.
struct Core {
    certificates: Certificates,
    kept: KeptVerdicts,
    ladder: Ladder,
    challenges: Challenges,
}

impl Core {
    /// Also what it does in the background from now on.
    async fn start(
        settings: &EdgeSettings,
        parts: EdgeParts,
        meter: &Meter,
    ) -> Result<(Self, Vec<AbortHandle>), StartError> {
        let EdgeParts { plane, clock, shelf, authorities, sealer } = parts;
        let (runtime, counters) = (Handle::current(), meter.shared());
        let reports = Arc::new(Reports::new(Arc::clone(&counters)));
        let kept = KeptVerdicts::new(Arc::clone(&shelf), Arc::clone(&clock));
        let remembered = Remembered::new(
            Arc::clone(&plane),
            kept.clone(),
            settings,
            Uptime::start(),
            runtime.clone(),
            Arc::clone(&counters),
        );
        let certificates = Certificates::start(
            certificate_settings(settings)?,
            nameplate_certificates::Parts {
                shelf,
                authorities,
                sealer,
                gate: Arc::new(AskFirst(remembered.clone())),
                told: Arc::new(TellOn { reports: Arc::clone(&reports), counters: Arc::clone(&counters) }),
                clock: Arc::clone(&clock),
                runtime: runtime.clone(),
            },
        );
        let keeper = TicketKeeper::start(certificates.clone(), Arc::clone(&clock)).await?;
        let census = Census::default();
        let taker =
            CensusTaker::new(census.clone(), remembered.clone(), certificates.clone(), settings.census_per_second);
        let terms = TlsTerms::new(keeper.tickets()).map_err(StartError::Tls)?;
        let challenges = Challenges::new(certificates.clone(), runtime.clone());
        let teller = Teller::new(meter.clone(), certificates.clone(), clock.now(), settings.status_every);
        let ladder_parts =
            LadderParts { remembered, certificates: certificates.clone(), census, terms, clock, counters, runtime };
        let ladder = Ladder::new(ladder_parts, settings);
        let background = vec![
            tokio::spawn(keeper.run(certificates.changes(), settings.look_every)).abort_handle(),
            tokio::spawn(follow_fleet(certificates.changes(), ladder.clone())).abort_handle(),
            tokio::spawn(certificates.clone().run()).abort_handle(),
            tokio::spawn(taker.run()).abort_handle(),
            tokio::spawn(kept.clone().write()).abort_handle(),
            tokio::spawn(Arc::clone(&reports).deliver(Arc::clone(&plane))).abort_handle(),
            tokio::spawn(teller.run(Arc::clone(&plane))).abort_handle(),
            tokio::spawn(follow(plane, ladder.clone(), reports)).abort_handle(),
        ];
        Ok((Self { certificates, kept, ladder, challenges }, background))
    }
}

/// Leases are held by this process, not by whatever is started under the same id after it.
fn certificate_settings(settings: &EdgeSettings) -> Result<nameplate_certificates::Settings, Unspecified> {
    let mut process = [0; 8];
    aws_lc_rs::rand::fill(&mut process)?;
    let holder = format!("{}.{:016x}", settings.edge_id, u64::from_be_bytes(process));
    Ok(nameplate_certificates::Settings {
        lease: settings.certificate_lease,
        at_once: settings.issuances_max,
        delete_after: settings.delete_after,
        revoke_removed: settings.revoke_removed,
        wildcards_max: settings.wildcards_max,
        look_every: settings.look_every,
        ..nameplate_certificates::Settings::new(holder)
    })
}

fn opened(port: &'static str, addr: SocketAddr, count: usize) -> Result<(SocketAddr, Vec<TcpListener>), StartError> {
    let failed = |source| StartError::Listen { port, addr, source };
    let listeners = bind(addr, count).map_err(failed)?;
    let bound = listeners.first().map_or(Ok(addr), TcpListener::local_addr).map_err(failed)?;
    Ok((bound, listeners))
}

fn start_lanes(
    settings: &Arc<EdgeSettings>,
    listeners: Vec<TcpListener>,
    core: &Core,
    meter: &Meter,
    stop: &watch::Receiver<bool>,
) -> Result<Busy, StartError> {
    let tls = origin_tls(&settings.origin_roots).map_err(StartError::Tls)?;
    let lookup = Lookup::of_this_machine();
    let handshakes = Arc::new(Semaphore::new(settings.handshakes_max));
    let threads = Busy::new();
    let streams_max = (settings.streams_max / listeners.len().max(1)).max(1);
    for (index, listener) in listeners.into_iter().enumerate() {
        let counters = meter.of_thread(index);
        let pool = Arc::new(Pool::new(settings, lookup.clone(), tls.clone(), Arc::clone(&counters)));
        let proxy =
            Proxy::new(core.ladder.clone(), core.challenges.clone(), pool, counters, Busy::new(), Arc::clone(settings));
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

    /// The root of the internal CA, for `curl --cacert`; none if another authority signs.
    #[must_use]
    pub fn root_certificate(&self) -> Option<&Path> {
        self.root_certificate.as_deref()
    }

    /// What was counted so far.
    #[must_use]
    pub fn counters(&self) -> Snapshot {
        self.meter.snapshot()
    }

    /// Stops accepting, tells visitors to go elsewhere (GOAWAY, `Connection: close`), and returns when the last response
    /// has ended, certificates under way are had and verdicts are kept, or the drain limit has passed.
    pub async fn shutdown(self) {
        self.stopping.send_replace(true);
        let drained = async {
            self.threads.idle().await;
            self.http_busy.idle().await;
            self.certificates.idle().await;
            self.kept.all_written().await;
        };
        // The threads keep to the limit themselves; the second on top is for closing what is left.
        if tokio::time::timeout(self.drain_timeout + Duration::from_secs(1), drained).await.is_err() {
            tracing::warn!("The edge ends before everything under way has ended.");
        }
        tracing::info!("The edge has ended.");
    }
}

impl fmt::Debug for EdgeParts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EdgeParts").field("authorities", &self.authorities).finish_non_exhaustive()
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
