//! The SSH server: a port, the host key, and what has to go on beside it in a process of its own.

use super::listen::{self, ListenError};
use crate::config::Settings;
use nameplate_control::Control;
use nameplate_ssh::{Behind, HostKey, Limits, NoHostKey, Server};
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::task::AbortHandle;

/// Why nobody can come in by SSH.
#[derive(Debug, thiserror::Error)]
pub enum NoSsh {
    /// The port.
    #[error(transparent)]
    Listen(#[from] ListenError),
    /// The host key.
    #[error("SSH_HOST_KEY cannot be used: {0}")]
    HostKey(#[from] NoHostKey),
    /// The system refuses.
    #[error("the SSH server cannot be started: {0}")]
    Start(#[from] io::Error),
}

/// A port and a host key, and nobody behind them yet.
#[derive(Debug)]
pub struct Door {
    listener: TcpListener,
    key: HostKey,
}

/// SSH being served.
#[derive(Debug)]
pub struct SshPlane {
    server: Server,
    fingerprint: String,
    /// In a process of its own, what every process with an API does.
    own: Option<(Control, Vec<AbortHandle>)>,
}

/// Has the port and the key.
///
/// # Errors
/// [`NoSsh`], as a sentence that says what to do.
pub async fn open(settings: &Settings) -> Result<Door, NoSsh> {
    let listener = listen::on(settings.ssh.addr, "SSH_PORT").await?;
    Ok(Door { listener, key: HostKey::open(&settings.ssh.host_key)? })
}

impl Door {
    /// Lets in whoever `behind` knows.
    ///
    /// # Errors
    /// [`NoSsh::Start`].
    pub fn serve(self, behind: Arc<dyn Behind>) -> Result<SshPlane, NoSsh> {
        let fingerprint = self.key.fingerprint();
        let server = Server::start(self.listener, self.key, behind, Limits::default())?;
        Ok(SshPlane { server, fingerprint, own: None })
    }
}

impl SshPlane {
    /// Where it listens.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.server.addr()
    }

    /// Of the host key.
    #[must_use]
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// The same, where no control plane in the process does so already: hears of changes and events, and counts calls.
    #[must_use]
    pub fn with_duties_of(self, control: Control) -> Self {
        let [signals, events, counting] = [(); 3].map(|()| control.clone());
        let duties = vec![
            tokio::spawn(async move { signals.follow_signals().await }).abort_handle(),
            tokio::spawn(async move { events.follow_events().await }).abort_handle(),
            tokio::spawn(async move { counting.keep_counting().await }).abort_handle(),
        ];
        Self { own: Some((control, duties)), ..self }
    }

    /// Gives running commands a moment, and hangs up.
    pub async fn stop(self) {
        self.server.stop().await;
        let Some((control, duties)) = self.own else { return };
        control.end_listening();
        duties.iter().for_each(AbortHandle::abort);
        if let Err(error) = control.write_down_calls().await {
            tracing::warn!(
                error = &error as &dyn std::error::Error,
                "Could not write down the last counted API calls."
            );
        }
    }
}
