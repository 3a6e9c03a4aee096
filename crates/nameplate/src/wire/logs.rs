//! Logs on standard error, as text or JSON.

use super::traces::Traces;
use crate::config::Environment;
use std::io::IsTerminal as _;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer};

/// Starts logging by `LOG` and `LOG_FORMAT`, and hands spans to `traces`. A second start changes nothing.
///
/// A line of JSON has `timestamp`, `level`, `target`, `message` and the fields of its event at the top, and under `spans`
/// those of what it belongs to, outermost first: the request, and perhaps a question to DNS or a provider.
pub fn start(environment: &Environment, traces: &Traces) {
    let wanted = environment.value("LOG").unwrap_or("info");
    let filter = EnvFilter::try_new(wanted).unwrap_or_else(|_| EnvFilter::new("info"));
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let lines = match environment.value("LOG_FORMAT") {
        Some("json") => lines.json().flatten_event(true).with_current_span(false).with_filter(filter).boxed(),
        _ => lines.with_ansi(std::io::stderr().is_terminal()).with_filter(filter).boxed(),
    };
    // Starting twice happens in tests that run several roles in one process.
    let _ = tracing_subscriber::registry().with(lines).with(traces.layer()).try_init();
}
