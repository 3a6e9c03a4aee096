//! Bodies on their way through, in both directions, never gathered.

use super::upstream::Lent;
use crate::meter::Present;
use crate::silence::Silence;
use bytes::Bytes;
use futures_util::task::AtomicWaker;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

/// What went wrong while a body was passed on. The stream it was passed on to is broken off.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BodyError {
    #[error("the sender of the body broke off")]
    BrokenOff(#[source] hyper::Error),
    #[error("the sender of the body was silent for too long")]
    Silent,
}

/// A body for the visitor.
#[derive(Debug)]
pub(crate) enum ResponseBody {
    /// Made here: a page, or nothing.
    Whole(Option<Bytes>),
    /// Passed on from an origin.
    Streamed(Streamed),
}

/// A body from an origin. When it has ended, the stream to the origin is given back; if the visitor goes first, both
/// are closed.
#[derive(Debug)]
pub(crate) struct Streamed {
    incoming: Incoming,
    lent: Option<Lent>,
    silence: Silence,
    _in_flight: Present,
}

impl ResponseBody {
    pub(crate) fn empty() -> Self {
        Self::Whole(None)
    }

    pub(crate) fn whole(bytes: impl Into<Bytes>) -> Self {
        Self::Whole(Some(bytes.into()).filter(|bytes| !bytes.is_empty()))
    }

    pub(crate) fn streamed(incoming: Incoming, lent: Lent, silence_max: Duration, in_flight: Present) -> Self {
        if incoming.is_end_stream() {
            lent.give_back();
            return Self::empty();
        }
        Self::Streamed(Streamed {
            incoming,
            lent: Some(lent),
            silence: Silence::new(silence_max),
            _in_flight: in_flight,
        })
    }
}

impl Body for ResponseBody {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        match self.get_mut() {
            Self::Whole(bytes) => Poll::Ready(bytes.take().map(|bytes| Ok(Frame::data(bytes)))),
            Self::Streamed(streamed) => streamed.poll_frame(cx),
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Self::Whole(bytes) => bytes.is_none(),
            Self::Streamed(streamed) => streamed.incoming.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(bytes) => SizeHint::with_exact(bytes.as_ref().map_or(0, |bytes| bytes.len() as u64)),
            Self::Streamed(streamed) => streamed.incoming.size_hint(),
        }
    }
}

impl Streamed {
    fn poll_frame(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        match Pin::new(&mut self.incoming).poll_frame(cx) {
            Poll::Ready(Some(Ok(frame))) => {
                self.silence.broken();
                if self.incoming.is_end_stream() {
                    self.give_back();
                }
                Poll::Ready(Some(Ok(frame)))
            }
            Poll::Ready(Some(Err(error))) => {
                self.lent = None;
                Poll::Ready(Some(Err(BodyError::BrokenOff(error))))
            }
            Poll::Ready(None) => {
                self.give_back();
                Poll::Ready(None)
            }
            Poll::Pending if self.silence.poll_too_long(cx) => {
                self.lent = None;
                Poll::Ready(Some(Err(BodyError::Silent)))
            }
            Poll::Pending => Poll::Pending,
        }
    }

    fn give_back(&mut self) {
        if let Some(lent) = self.lent.take() {
            lent.give_back();
        }
    }
}

/// A body for the origin.
#[derive(Debug)]
pub(crate) struct RequestBody {
    incoming: Option<Incoming>,
    upload: Option<Arc<Upload>>,
}

/// What the waiting side knows about a request body on its way.
#[derive(Debug, Default)]
pub(crate) struct Upload {
    pieces: AtomicU64,
    waits_for_visitor: AtomicBool,
    held_back: AtomicBool,
    release: AtomicWaker,
}

impl RequestBody {
    pub(crate) fn none() -> Self {
        Self { incoming: None, upload: None }
    }

    /// Passes on what the visitor sends. With `held_back`, nothing is asked of the visitor before
    /// [`Upload::release`]: that is how `Expect: 100-continue` reaches the origin before the body does.
    pub(crate) fn passing_on(incoming: Incoming, held_back: bool) -> (Self, Option<Arc<Upload>>) {
        if incoming.is_end_stream() {
            return (Self::none(), None);
        }
        let upload = Arc::new(Upload { held_back: AtomicBool::new(held_back), ..Upload::default() });
        (Self { incoming: Some(incoming), upload: Some(Arc::clone(&upload)) }, Some(upload))
    }
}

impl Upload {
    /// Lets the body go.
    pub(crate) fn release(&self) {
        self.held_back.store(false, Ordering::Release);
        self.release.wake();
    }

    /// Pieces passed on so far.
    pub(crate) fn pieces(&self) -> u64 {
        self.pieces.load(Ordering::Relaxed)
    }

    /// Whether it is the visitor who is being waited for.
    pub(crate) fn waits_for_visitor(&self) -> bool {
        self.waits_for_visitor.load(Ordering::Relaxed)
    }

    fn is_held_back(&self, cx: &Context<'_>) -> bool {
        if !self.held_back.load(Ordering::Acquire) {
            return false;
        }
        self.release.register(cx.waker());
        self.held_back.load(Ordering::Acquire)
    }
}

impl Body for RequestBody {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        let this = self.get_mut();
        let Some(incoming) = &mut this.incoming else { return Poll::Ready(None) };
        if this.upload.as_ref().is_some_and(|upload| upload.is_held_back(cx)) {
            return Poll::Pending;
        }
        let polled = Pin::new(incoming).poll_frame(cx);
        if let Some(upload) = &this.upload {
            upload.waits_for_visitor.store(polled.is_pending(), Ordering::Relaxed);
            if polled.is_ready() {
                upload.pieces.fetch_add(1, Ordering::Relaxed);
            }
        }
        polled.map_err(BodyError::BrokenOff)
    }

    fn is_end_stream(&self) -> bool {
        self.incoming.as_ref().is_none_or(Body::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.incoming.as_ref().map_or(SizeHint::with_exact(0), Body::size_hint)
    }
}
