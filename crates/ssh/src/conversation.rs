//! What a client may ask for once it is there: to be let in by a key, and commands. Everything else is refused.

use crate::command::{Behind, Call, Terminal, carry_out};
use crate::limits::{LINE_LENGTH_MAX, Limits};
use russh::keys::{HashAlg, PublicKey};
use russh::server::{Auth, ChannelOpenHandle, Handler, Msg, PublicKeyOffer, Session, VerifiedPublicKey};
use russh::{Channel, ChannelId, ChannelOpenFailure, ChannelWriteHalf, Pty, Sig};
use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::sync::{Notify, watch};
use tokio::task::AbortHandle;

/// How far somebody has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Phase {
    /// They were let in.
    pub(crate) is_in: bool,
    /// Commands that are running for them.
    pub(crate) commands: usize,
}

/// One client. When it is gone, so are its commands.
pub(crate) struct Conversation {
    behind: Arc<dyn Behind>,
    limits: Limits,
    peer: SocketAddr,
    phase: Arc<watch::Sender<Phase>>,
    fingerprint: Option<String>,
    channels: HashMap<ChannelId, Opened>,
}

/// A channel, on which one command may be run.
struct Opened {
    /// Until a command has it.
    write: Option<ChannelWriteHalf<Msg>>,
    terminal: Option<Terminal>,
    interrupt: Arc<Notify>,
    command: Option<AbortHandle>,
}

impl Drop for Opened {
    fn drop(&mut self) {
        if let Some(command) = &self.command {
            command.abort();
        }
    }
}

/// One command that counts, until it is dropped.
struct Counted(Arc<watch::Sender<Phase>>);

impl Counted {
    fn new(phase: &Arc<watch::Sender<Phase>>) -> Self {
        phase.send_modify(|phase| phase.commands += 1);
        Self(Arc::clone(phase))
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.send_modify(|phase| phase.commands -= 1);
    }
}

impl Conversation {
    pub(crate) fn new(
        behind: Arc<dyn Behind>,
        limits: Limits,
        peer: SocketAddr,
        phase: Arc<watch::Sender<Phase>>,
    ) -> Self {
        Self { behind, limits, peer, phase, fingerprint: None, channels: HashMap::new() }
    }

    /// Starts what was asked for on a channel that has nothing to do yet; `None` asks for a shell.
    fn start(&mut self, id: ChannelId, line: Option<String>, session: &mut Session) -> Result<(), russh::Error> {
        let is_room = self.phase.borrow().commands < self.limits.commands_max;
        let opened = self.channels.get_mut(&id).filter(|_| is_room);
        let (Some(fingerprint), Some(opened)) = (&self.fingerprint, opened) else { return session.channel_failure(id) };
        let Some(write) = opened.write.take() else { return session.channel_failure(id) };
        session.channel_success(id)?;
        let call = Call { fingerprint: fingerprint.clone(), peer: self.peer, line, terminal: opened.terminal };
        let counted = Counted::new(&self.phase);
        let running = carry_out(Arc::clone(&self.behind), call, write, Arc::clone(&opened.interrupt), self.limits);
        let running = async move {
            running.await;
            drop(counted);
        };
        opened.command = Some(tokio::spawn(running).abort_handle());
        Ok(())
    }
}

fn fingerprint(key: &PublicKey) -> String {
    key.fingerprint(HashAlg::Sha256).to_string()
}

impl Handler for Conversation {
    type Error = russh::Error;

    async fn auth_publickey_offered(&mut self, _user: &str, offer: PublicKeyOffer<'_>) -> Result<Auth, russh::Error> {
        match self.behind.knows(&fingerprint(offer.public_key)).await {
            true => Ok(Auth::Accept),
            false => Ok(Auth::reject()),
        }
    }

    async fn auth_publickey(&mut self, _user: &str, key: VerifiedPublicKey<'_>) -> Result<Auth, russh::Error> {
        let fingerprint = fingerprint(key.public_key);
        if !self.behind.lets_in(&fingerprint, self.peer).await {
            return Ok(Auth::reject());
        }
        self.fingerprint = Some(fingerprint);
        Ok(Auth::Accept)
    }

    async fn auth_succeeded(&mut self, _session: &mut Session) -> Result<(), russh::Error> {
        self.phase.send_modify(|phase| phase.is_in = true);
        Ok(())
    }

    async fn channel_open_session(
        &mut self,
        channel: Channel<Msg>,
        reply: ChannelOpenHandle,
        _session: &mut Session,
    ) -> Result<(), russh::Error> {
        if self.channels.len() >= self.limits.commands_max {
            reply.reject(ChannelOpenFailure::ResourceShortage).await;
            return Ok(());
        }
        // What the client sends is not read from here: commands take no input.
        let (_read, write) = channel.split();
        let id = write.id();
        let opened = Opened { write: Some(write), terminal: None, interrupt: Arc::default(), command: None };
        self.channels.insert(id, opened);
        reply.accept().await;
        Ok(())
    }

    async fn channel_close(&mut self, channel: ChannelId, _session: &mut Session) -> Result<(), russh::Error> {
        self.channels.remove(&channel);
        Ok(())
    }

    async fn exec_request(&mut self, id: ChannelId, data: &[u8], session: &mut Session) -> Result<(), russh::Error> {
        match str::from_utf8(data) {
            Ok(line) if line.len() <= LINE_LENGTH_MAX => self.start(id, Some(line.to_owned()), session),
            _ => session.channel_failure(id),
        }
    }

    async fn shell_request(&mut self, id: ChannelId, session: &mut Session) -> Result<(), russh::Error> {
        self.start(id, None, session)
    }

    async fn pty_request(
        &mut self,
        id: ChannelId,
        term: &str,
        _columns: u32,
        _rows: u32,
        _width_px: u32,
        _height_px: u32,
        _modes: &[(Pty, u32)],
        session: &mut Session,
    ) -> Result<(), russh::Error> {
        let Some(opened) = self.channels.get_mut(&id) else { return session.channel_failure(id) };
        opened.terminal = Some(Terminal { is_coloured: !matches!(term, "" | "dumb") });
        session.channel_success(id)
    }

    /// From a terminal in raw mode, Ctrl-C comes as what it is.
    async fn data(&mut self, id: ChannelId, data: &[u8], _session: &mut Session) -> Result<(), russh::Error> {
        const CTRL_C: u8 = 3;
        if let Some(opened) = self.channels.get(&id)
            && opened.terminal.is_some()
            && data.contains(&CTRL_C)
        {
            opened.interrupt.notify_one();
        }
        Ok(())
    }

    async fn signal(&mut self, id: ChannelId, signal: Sig, _session: &mut Session) -> Result<(), russh::Error> {
        if let (Some(opened), Sig::INT | Sig::TERM | Sig::HUP | Sig::KILL) = (self.channels.get(&id), signal) {
            opened.interrupt.notify_one();
        }
        Ok(())
    }

    async fn subsystem_request(
        &mut self,
        id: ChannelId,
        _name: &str,
        session: &mut Session,
    ) -> Result<(), russh::Error> {
        session.channel_failure(id)
    }

    async fn env_request(
        &mut self,
        id: ChannelId,
        _name: &str,
        _value: &str,
        session: &mut Session,
    ) -> Result<(), russh::Error> {
        session.channel_failure(id)
    }

    async fn x11_request(
        &mut self,
        id: ChannelId,
        _single_connection: bool,
        _protocol: &str,
        _cookie: &str,
        _screen: u32,
        session: &mut Session,
    ) -> Result<(), russh::Error> {
        session.channel_failure(id)
    }
}
