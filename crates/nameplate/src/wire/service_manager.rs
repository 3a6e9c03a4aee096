//! What a service manager is told (systemd's `Type=notify`): when the program is up, and that it ends. Nobody listens where `NOTIFY_SOCKET` is not set.

use sd_notify::NotifyState;

/// Everything that the role serves can be reached.
pub fn up() {
    tell(NotifyState::Ready);
}

/// No new work is taken.
pub fn ending() {
    tell(NotifyState::Stopping);
}

fn tell(state: NotifyState<'_>) {
    if let Err(error) = sd_notify::notify(&[state]) {
        tracing::warn!(error = &error as &dyn std::error::Error, "The service manager (NOTIFY_SOCKET) cannot be told.");
    }
}
