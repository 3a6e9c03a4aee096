//! Logs on standard error, as text or JSON.

use crate::config::Environment;
use std::io::IsTerminal as _;
use tracing_subscriber::EnvFilter;

/// Starts logging by `LOG` and `LOG_FORMAT`. A second start changes nothing.
pub fn start(environment: &Environment) {
    let wanted = environment.value("LOG").unwrap_or("info");
    let filter = EnvFilter::try_new(wanted).unwrap_or_else(|_| EnvFilter::new("info"));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // Starting twice happens in tests that run several roles in one process.
    let _ = match environment.value("LOG_FORMAT") {
        Some("json") => builder.json().try_init(),
        _ => builder.with_ansi(std::io::stderr().is_terminal()).try_init(),
    };
}
