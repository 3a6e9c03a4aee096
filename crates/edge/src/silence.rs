//! Limits on how long the other side of a stream may keep us waiting.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep};

/// Measures how long nothing has happened. The timer is only made when there is something to wait for, and only
/// moved when waiting again, so that a body that is already there costs nothing.
#[derive(Debug)]
pub(crate) struct Silence {
    max: Duration,
    timer: Option<Pin<Box<Sleep>>>,
    broken: bool,
}

impl Silence {
    pub(crate) fn new(max: Duration) -> Self {
        Self { max, timer: None, broken: false }
    }

    /// Something was heard.
    pub(crate) fn broken(&mut self) {
        self.broken = true;
    }

    /// Whether the silence has lasted too long; wakes the task when it has.
    pub(crate) fn poll_too_long(&mut self, cx: &mut Context<'_>) -> bool {
        let max = self.max;
        let timer = self.timer.get_or_insert_with(|| Box::pin(tokio::time::sleep(max)));
        if std::mem::take(&mut self.broken) {
            timer.as_mut().reset(Instant::now() + max);
        }
        timer.as_mut().poll(cx).is_ready()
    }
}

/// A stream on which a write fails when the peer has not taken a byte for too long. Without it, a visitor who asks and
/// does not read holds its stream, and one to the origin, for ever.
#[derive(Debug)]
pub(crate) struct Impatient<S> {
    stream: S,
    silence: Silence,
}

impl<S> Impatient<S> {
    pub(crate) fn new(stream: S, max: Duration) -> Self {
        Self { stream, silence: Silence::new(max) }
    }

    fn judge<T>(&mut self, cx: &mut Context<'_>, polled: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        match polled {
            Poll::Ready(result) => {
                self.silence.broken();
                Poll::Ready(result)
            }
            Poll::Pending if self.silence.poll_too_long(cx) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Impatient<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Impatient<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write(cx, buf);
        self.judge(cx, polled)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write_vectored(cx, bufs);
        self.judge(cx, polled)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let polled = Pin::new(&mut self.stream).poll_flush(cx);
        self.judge(cx, polled)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let polled = Pin::new(&mut self.stream).poll_shutdown(cx);
        self.judge(cx, polled)
    }
}
