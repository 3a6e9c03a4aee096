//! Start and stop.

use crate::http;
use crate::sites::Sites;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// What Acme Sites is told at the start.
#[derive(Clone, Debug)]
pub struct DemoSettings {
    /// Where it is; loopback. Port 0 lets the system choose.
    pub http_addr: SocketAddr,
    /// Its customers' sites.
    pub sites: Sites,
    /// Where browsers reach Nameplate: scheme, host and port.
    pub api_origin: String,
    /// Where the registrar's pages are, without a slash at the end.
    pub registrar_url: String,
}

/// Why Acme Sites could not start.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// It is for this machine alone.
    #[error("the demo serves this machine only, and {0} is not a loopback address")]
    NotLoopback(SocketAddr),
    /// Its port is not to be had.
    #[error("Acme Sites cannot listen on {addr}")]
    Listen {
        /// Where.
        addr: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
}

/// The demo SaaS.
#[derive(Debug)]
pub struct Demo;

/// Acme Sites at work. Dropping it leaves it running; use [`RunningDemo::shutdown`].
#[derive(Debug)]
pub struct RunningDemo {
    addr: SocketAddr,
    stop: watch::Sender<bool>,
    server: JoinHandle<()>,
}

/// What its pages are about.
#[derive(Debug)]
pub(crate) struct Acme {
    pub(crate) sites: Sites,
    pub(crate) api_origin: String,
    pub(crate) registrar_url: String,
}

impl Demo {
    /// Listens.
    ///
    /// # Errors
    /// When the address is not loopback or is taken; nothing runs then.
    pub async fn start(settings: DemoSettings) -> Result<RunningDemo, DemoError> {
        if !settings.http_addr.ip().is_loopback() {
            return Err(DemoError::NotLoopback(settings.http_addr));
        }
        let listener = TcpListener::bind(settings.http_addr).await;
        let bound = listener.and_then(|listener| listener.local_addr().map(|addr| (listener, addr)));
        let (listener, addr) = bound.map_err(|source| DemoError::Listen { addr: settings.http_addr, source })?;
        let DemoSettings { sites, api_origin, registrar_url, .. } = settings;
        let acme = Acme { sites, api_origin, registrar_url };
        let (stop, stopped) = watch::channel(false);
        let server = tokio::spawn(serve(listener, http::router(Arc::new(acme)), stopped));
        Ok(RunningDemo { addr, stop, server })
    }
}

impl RunningDemo {
    /// Where it is.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Stops listening and finishes what is at hand.
    pub async fn shutdown(self) {
        let _ = self.stop.send(true);
        if let Err(error) = self.server.await {
            tracing::error!(error = &error as &dyn std::error::Error, "The demo ended badly.");
        }
    }
}

async fn serve(listener: TcpListener, router: axum::Router, mut stopped: watch::Receiver<bool>) {
    let until_stopped = async move {
        let _ = stopped.wait_for(|stopped| *stopped).await;
    };
    if let Err(error) = axum::serve(listener, router).with_graceful_shutdown(until_stopped).await {
        tracing::error!(error = &error as &dyn std::error::Error, "The demo stopped serving.");
    }
}
