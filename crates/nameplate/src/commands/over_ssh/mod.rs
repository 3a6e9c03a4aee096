//! Running commands for whoever comes by SSH: the key is who they are, the API is that of this process, and the sheet is the channel.

mod inside;
mod sheet;
mod words;

use super::desk::Desk;
use super::ending::Stop;
use super::follow::Pace;
use super::sheet::tell_stop;
use super::{domain, route};
use crate::config::Settings;
use crate::wire::control_plane;
use async_trait::async_trait;
use inside::FromInside;
use nameplate_api::{Api, Inside};
use nameplate_control::Control;
use nameplate_ssh::{Behind, Call, Out};
use sheet::Channel;
use std::net::SocketAddr;
use std::sync::Arc;
use words::Spoken;

/// Whoever runs the commands.
pub(super) fn behind(settings: &Settings, control: Control) -> Arc<dyn Behind> {
    let api = Inside::new(&Api::new(control.clone(), control_plane::api_settings(settings)));
    Arc::new(Commands { api, control })
}

struct Commands {
    api: Inside,
    control: Control,
}

/// Writes down how a command ended, also when nobody waits for it any more.
struct Ending {
    peer: SocketAddr,
    code: Option<u8>,
}

impl Drop for Ending {
    fn drop(&mut self) {
        match self.code {
            Some(code) => tracing::info!(ssh.peer = %self.peer, exit.code = code, "Ran a command by SSH."),
            None => tracing::info!(ssh.peer = %self.peer, "A command by SSH was ended before it was done."),
        }
    }
}

#[async_trait]
impl Behind for Commands {
    async fn knows(&self, fingerprint: &str) -> bool {
        match self.control.ssh_key_in_use(fingerprint).await {
            Ok(found) => found.is_some(),
            Err(error) => {
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    "A key that was shown could not be looked up."
                );
                false
            }
        }
    }

    async fn lets_in(&self, fingerprint: &str, peer: SocketAddr) -> bool {
        let Ok(Some(key)) = self.control.ssh_key_in_use(fingerprint).await else { return false };
        if let Err(error) = self.control.note_ssh_key_used(&key).await {
            tracing::warn!(error = &error as &dyn std::error::Error, "The use of a key could not be written down.");
        }
        tracing::info!(ssh.key = %key.id, ssh.peer = %peer, tenant = %key.tenant, "Somebody came in by SSH.");
        true
    }

    async fn run(&self, call: Call, out: Out) -> u8 {
        let spoken = match Spoken::read(call.line.as_deref()) {
            Ok(spoken) => spoken,
            Err(said) => return said.tell(&out),
        };
        let mut ending = Ending { peer: call.peer, code: None };
        let api = FromInside(self.api.for_ssh_key(call.fingerprint, call.peer));
        let sheet = Channel::new(out, call.terminal);
        let desk = Desk { api: &api, sheet: &sheet, pace: Pace::USUAL };
        let json = spoken.is_json();
        let ended = match spoken {
            Spoken::Domain(command) => domain::run(command, desk).await,
            Spoken::Route(command) => route::run(command, desk).await,
        };
        let code = match &ended {
            Ok(outcome) => outcome.exit_code(),
            Err(stop) => {
                tell_stop(&sheet, stop, json);
                Stop::exit_code(stop)
            }
        };
        ending.code = Some(code);
        code
    }
}
