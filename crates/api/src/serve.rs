//! Listening.

use axum::Router;
use axum::serve::ListenerExt as _;
use std::future::Future;
use std::io;
use tokio::net::TcpListener;

/// Serves `router` on `listener` until `stop` completes, and then until the requests in flight are answered.
///
/// # Errors
/// Whatever ends the listening; streams that break are nobody's error.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let listener = listener.tap_io(|stream| {
        // Answers are small and whole; a stream that refuses is served all the same.
        let _ = stream.set_nodelay(true);
    });
    axum::serve(listener, router).with_graceful_shutdown(stop).await
}
