//! Streams that change protocol (WebSocket): after the origin's 101, bytes pass both ways unread.

use crate::busy::Hold;
use crate::meter::Present;
use crate::silence::Silence;
use hyper::upgrade::{OnUpgrade, Upgraded};
use hyper_util::rt::TokioIo;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf, copy_bidirectional_with_sizes};

/// What a tunnel holds for as long as it is open.
pub(crate) type Held = (Present, Hold);

/// Passes bytes on until one side ends, both were silent for too long, or `refused` resolves: the name is not served any more.
pub(crate) async fn tunnel(
    visitor: OnUpgrade,
    origin: OnUpgrade,
    silence_max: Duration,
    refused: impl Future<Output = ()>,
    held: Held,
) {
    if let (Ok(visitor), Ok(origin)) = (visitor.await, origin.await) {
        let mut visitor = Heard { stream: TokioIo::new(visitor), silence: Silence::new(silence_max) };
        let mut origin = TokioIo::new(origin);
        // Any end of a tunnel is an ordinary one: there is nobody left to tell.
        tokio::select! {
            _ = copy_bidirectional_with_sizes(&mut visitor, &mut origin, 16 * 1024, 16 * 1024) => {}
            () = refused => {}
        }
    }
    drop(held);
}

/// A stream that fails when it has carried nothing, in either direction, for too long.
struct Heard {
    stream: TokioIo<Upgraded>,
    silence: Silence,
}

impl AsyncRead for Heard {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        match Pin::new(&mut self.stream).poll_read(cx, buf) {
            Poll::Ready(read) => {
                self.silence.broken();
                Poll::Ready(read)
            }
            Poll::Pending if self.silence.poll_too_long(cx) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl AsyncWrite for Heard {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let written = ready!(Pin::new(&mut self.stream).poll_write(cx, buf))?;
        self.silence.broken();
        Poll::Ready(Ok(written))
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
