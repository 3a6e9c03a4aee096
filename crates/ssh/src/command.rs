//! One command: what is asked, where it writes, and how its end is told.

use crate::limits::Limits;
use async_trait::async_trait;
use futures_util::FutureExt as _;
use russh::ChannelWriteHalf;
use russh::server::Msg;
use std::net::SocketAddr;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use tokio::sync::{Notify, mpsc};
use tokio::time::timeout;

/// What SSH calls standard error (RFC 4254, 5.2).
const STDERR: u32 = 1;
/// Lines travel together until there are so many octets.
const TOGETHER_MAX: usize = 16 * 1024;
/// The exit code of a command that was interrupted, as shells have it.
const EXIT_INTERRUPTED: u8 = 130;
/// The exit code of a command that broke down.
const EXIT_BROKEN: u8 = 1;

/// Whoever knows the keys and runs the commands.
#[async_trait]
pub trait Behind: Send + Sync + 'static {
    /// Whether the key of this fingerprint (`SHA256:…`) would let somebody in. Nobody has shown yet that they have it.
    async fn knows(&self, fingerprint: &str) -> bool;

    /// Whether somebody comes in who has shown that they have the key of this fingerprint.
    async fn lets_in(&self, fingerprint: &str, peer: SocketAddr) -> bool;

    /// Runs a command and gives its exit code. It is dropped when the client is gone, or does not want it any more.
    async fn run(&self, call: Call, out: Out) -> u8;
}

/// A command, and who asks for it.
#[derive(Clone, Debug)]
pub struct Call {
    /// Of the key that they have shown to have.
    pub fingerprint: String,
    /// Where they are.
    pub peer: SocketAddr,
    /// The command line; `None` where somebody asked for a shell.
    pub line: Option<String>,
    /// The terminal that they have.
    pub terminal: Option<Terminal>,
}

/// A terminal at the other end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Terminal {
    /// It shows colours.
    pub is_coloured: bool,
}

/// Where a command writes.
#[derive(Clone, Debug)]
pub struct Out(mpsc::UnboundedSender<Piece>);

/// Some text, and what it is part of.
#[derive(Debug)]
struct Piece {
    is_aside: bool,
    text: String,
}

impl Out {
    /// Writes a line of the result.
    pub fn line(&self, text: &str) {
        self.put(Piece { is_aside: false, text: format!("{text}\n") });
    }

    /// Writes a line beside the result.
    pub fn aside(&self, text: &str) {
        self.put(Piece { is_aside: true, text: format!("{text}\n") });
    }

    fn put(&self, piece: Piece) {
        // An error means that the client is gone, and the command is about to be dropped.
        let _ = self.0.send(piece);
    }
}

/// Runs a command on its channel and closes that. Dropped, it is over at once.
pub(crate) async fn carry_out(
    behind: Arc<dyn Behind>,
    call: Call,
    channel: ChannelWriteHalf<Msg>,
    interrupt: Arc<Notify>,
    limits: Limits,
) {
    let (sender, pieces) = mpsc::unbounded_channel();
    let out = Out(sender);
    let is_terminal = call.terminal.is_some();
    let running = async {
        let run = AssertUnwindSafe(behind.run(call, out.clone())).catch_unwind();
        let code = tokio::select! {
            code = run => code.unwrap_or_else(|_panic| {
                out.aside("nameplate: the command broke down; try again, and report it if that does not help");
                EXIT_BROKEN
            }),
            () = interrupt.notified() => EXIT_INTERRUPTED,
        };
        drop(out);
        Ok(code)
    };
    let Ok((code, ())) = tokio::try_join!(running, write(pieces, &channel, is_terminal, limits)) else {
        tracing::debug!("A client takes nothing of what a command writes; it was ended.");
        return;
    };
    let telling = async {
        channel.exit_status(code.into()).await?;
        channel.eof().await?;
        channel.close().await
    };
    // An error means that the client is gone.
    let _ = timeout(limits.write_time_max, telling).await;
}

/// Nothing was taken for too long, or the client is gone.
struct NotTaken;

async fn write(
    mut pieces: mpsc::UnboundedReceiver<Piece>,
    channel: &ChannelWriteHalf<Msg>,
    is_terminal: bool,
    limits: Limits,
) -> Result<(), NotTaken> {
    // A terminal that has been put into raw mode by its client goes down and not to the left by a line feed.
    let ended = |text: String| if is_terminal { text.replace('\n', "\r\n") } else { text };
    let mut next = pieces.recv().await;
    while let Some(Piece { is_aside, mut text }) = next.take() {
        // Lines that are there already travel together.
        while let Ok(more) = pieces.try_recv() {
            if more.is_aside != is_aside || text.len() > TOGETHER_MAX {
                next = Some(more);
                break;
            }
            text.push_str(&more.text);
        }
        let written = async {
            match is_aside {
                false => channel.data_bytes(ended(text)).await,
                true => channel.extended_data_bytes(STDERR, ended(text)).await,
            }
        };
        match timeout(limits.write_time_max, written).await {
            Ok(Ok(())) => {}
            Ok(Err(_)) | Err(_) => return Err(NotTaken),
        }
        if next.is_none() {
            next = pieces.recv().await;
        }
    }
    Ok(())
}
