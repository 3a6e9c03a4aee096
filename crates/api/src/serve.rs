//! Listening.

use axum::Router;
use axum::serve::ListenerExt as _;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
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

/// As [`serve`], and tells handlers their peer's address.
///
/// # Errors
/// As [`serve`].
pub async fn serve_with_peers(
    listener: TcpListener,
    router: Router,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(stop).await
}
