//! When the program is asked to end.

use tokio::signal::unix::{SignalKind, signal};

/// Completes on SIGTERM or Ctrl-C. A second one ends the program at once.
pub async fn asked_for() {
    first().await;
    tokio::spawn(async {
        first().await;
        std::process::exit(130);
    });
}

async fn first() {
    let (Ok(mut terminate), Ok(mut interrupt)) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
    else {
        // Without signal handling the default action ends the program, which is what is wanted.
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
}
