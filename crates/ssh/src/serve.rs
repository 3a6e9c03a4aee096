//! Listening: streams with limits on what they may cost, each until its client leaves, stands still for too long, or the server stops.

use crate::command::Behind;
use crate::conversation::{Conversation, Phase};
use crate::host_key::HostKey;
use crate::limits::{ACCEPT_PAUSE, GOODBYE_TIME, Limits, REFUSAL_TIME};
use crate::places::Places;
use russh::keys::{Algorithm, EcdsaCurve};
use russh::server::{Config, run_stream};
use russh::{Disconnect, MethodKind, MethodSet, Preferred, SshId};
use std::borrow::Cow;
use std::io;
use std::net::{Shutdown, SocketAddr};
use std::sync::Arc;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::{Instant, sleep_until, timeout};

/// Types of keys that are taken. Those of clients are the first five; the server's own is an Ed25519 key, mostly.
const ALGORITHMS: &[Algorithm] = &[
    Algorithm::Ed25519,
    Algorithm::SkEd25519,
    Algorithm::Ecdsa { curve: EcdsaCurve::NistP256 },
    Algorithm::Ecdsa { curve: EcdsaCurve::NistP384 },
    Algorithm::Ecdsa { curve: EcdsaCurve::NistP521 },
    Algorithm::SkEcdsaSha2NistP256,
];

/// A server that listens.
#[derive(Debug)]
pub struct Server {
    addr: SocketAddr,
    stop: watch::Sender<bool>,
    serving: JoinHandle<()>,
}

impl Server {
    /// Listens on `listener` for whoever `behind` knows.
    ///
    /// # Errors
    /// When the listener has no address.
    pub fn start(listener: TcpListener, key: HostKey, behind: Arc<dyn Behind>, limits: Limits) -> io::Result<Self> {
        let addr = listener.local_addr()?;
        let (stop, stopping) = watch::channel(false);
        let config = Arc::new(config(key, limits));
        let serving = tokio::spawn(serve(listener, config, behind, limits, stopping));
        Ok(Self { addr, stop, serving })
    }

    /// Where it listens.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Takes no more clients, gives running commands a moment, and hangs up.
    pub async fn stop(self) {
        // Nobody listens any more when it has ended by itself.
        let _ = self.stop.send(true);
        let _ = self.serving.await;
    }
}

fn config(key: HostKey, limits: Limits) -> Config {
    Config {
        // Which version it is is nobody's business.
        server_id: SshId::Standard(Cow::Borrowed("SSH-2.0-nameplate")),
        methods: MethodSet::from(&[MethodKind::PublicKey][..]),
        auth_rejection_time: REFUSAL_TIME,
        // Every client begins by asking which methods there are.
        auth_rejection_time_initial: Some(std::time::Duration::ZERO),
        keys: vec![key.0],
        max_auth_attempts: limits.attempts_max,
        keepalive_interval: Some(limits.asked_every),
        keepalive_max: 3,
        inactivity_timeout: Some(limits.asked_every * 8),
        preferred: Preferred { key: Cow::Borrowed(ALGORITHMS), ..Preferred::DEFAULT },
        nodelay: true,
        ..Config::default()
    }
}

async fn serve(
    listener: TcpListener,
    config: Arc<Config>,
    behind: Arc<dyn Behind>,
    limits: Limits,
    mut stopping: watch::Receiver<bool>,
) {
    let (places, mut streams) = (Places::default(), JoinSet::new());
    loop {
        let accepted = tokio::select! {
            () = asked_for(&mut stopping) => break,
            Some(_ended) = streams.join_next() => continue,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, peer)) => {
                let place = places.take(peer.ip(), limits.streams_of_address_max, limits.streams_max);
                let Some(place) = place else { continue };
                let conversation =
                    converse(stream, peer, Arc::clone(&config), Arc::clone(&behind), limits, stopping.clone());
                streams.spawn(async move {
                    let _place = place;
                    if let Err(error) = conversation.await {
                        tracing::debug!(error = &error as &dyn std::error::Error, ssh.peer = %peer, "A stream broke.");
                    }
                });
            }
            Err(error) => {
                tracing::warn!(error = &error as &dyn std::error::Error, "A stream could not be accepted.");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
    drop(listener);
    while streams.join_next().await.is_some() {}
}

/// Completes when the server is to stop, or is gone.
async fn asked_for(stopping: &mut watch::Receiver<bool>) {
    let _ = stopping.wait_for(|stop| *stop).await;
}

/// One stream, until its end.
async fn converse(
    stream: TcpStream,
    peer: SocketAddr,
    config: Arc<Config>,
    behind: Arc<dyn Behind>,
    limits: Limits,
    mut stopping: watch::Receiver<bool>,
) -> Result<(), russh::Error> {
    let let_in_by = Instant::now() + limits.authentication_time_max;
    // A second hand on the stream: whoever does not hang up is hung up on.
    let stream = stream.into_std()?;
    let hand = stream.try_clone()?;
    let stream = TcpStream::from_std(stream)?;
    stream.set_nodelay(true)?;
    let (phase, mut phases) = watch::channel(Phase::default());
    let conversation = Conversation::new(behind, limits, peer, Arc::new(phase));
    let begun = timeout(limits.authentication_time_max, run_stream(config, stream, conversation)).await;
    let Ok(mut session) = begun.map_err(|_| russh::Error::ConnectionTimeout)? else {
        return Ok(());
    };
    let goodbye = session.handle();
    let mut drained_by = None;
    let reason = loop {
        let now = *phases.borrow_and_update();
        let until = match now {
            Phase { is_in: false, .. } => Some(let_in_by),
            Phase { commands: 0, .. } => Some(Instant::now() + limits.idle_max),
            Phase { .. } => drained_by,
        };
        let is_over = async {
            match until {
                Some(until) => sleep_until(until).await,
                None => std::future::pending().await,
            }
        };
        if drained_by.is_some() && now.commands == 0 {
            break "The server stops.";
        }
        tokio::select! {
            ended = &mut session => return ended,
            changed = phases.changed() => if changed.is_err() { return session.await },
            () = is_over => break "It took too long.",
            () = asked_for(&mut stopping), if drained_by.is_none() => {
                drained_by = Some(Instant::now() + limits.drain_max);
            }
        }
    };
    // The client may read nothing any more.
    let _ =
        timeout(GOODBYE_TIME, goodbye.disconnect(Disconnect::ByApplication, reason.to_owned(), String::new())).await;
    if let Ok(ended) = timeout(GOODBYE_TIME, &mut session).await {
        return ended;
    }
    // An error means that it is gone by now.
    let _ = hand.shutdown(Shutdown::Both);
    session.await
}
