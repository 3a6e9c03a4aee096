//! The span of one exchange, under the trace of the trusted proxy that passed it on (W3C Trace Context, `traceparent`).

use axum::http::{HeaderMap, Method, StatusCode};
use opentelemetry::propagation::Extractor;
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt as _;

/// A span for logs and traces. Routes and methods only: paths have identifiers of customers' things. It goes on with the trace that
/// `trusted` headers tell of; strangers do not decide what is recorded.
pub(crate) fn span(method: &Method, route: &str, request_id: &str, trusted: Option<&HeaderMap>) -> Span {
    let name = format!("{method} {route}");
    // At the highest level, so that every line carries it, whichever are wanted.
    let span = tracing::error_span!(
        "request",
        http.method = %method,
        http.route = route,
        http.status = tracing::field::Empty,
        request.id = request_id,
        otel.name = name,
        otel.kind = "server"
    );
    if let Some(headers) = trusted {
        adopt(&span, headers);
    }
    span
}

/// Puts `span` under the trace that the headers tell of. Without a collector of traces this changes nothing.
fn adopt(span: &Span, headers: &HeaderMap) {
    let parent = opentelemetry::global::get_text_map_propagator(|propagator| propagator.extract(&Headers(headers)));
    // It fails where no traces are collected, and where the span is filtered out: then nobody misses the parent.
    let _ = span.set_parent(parent);
}

/// Says in the trace how the exchange ended.
pub(crate) fn note_status(span: &Span, status: StatusCode) {
    span.record("http.status", status.as_u16());
    if status.is_server_error() {
        span.set_attribute("error.type", status.as_u16().to_string());
    }
}

struct Headers<'h>(&'h HeaderMap);

impl Extractor for Headers<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key)?.to_str().ok()
    }

    fn keys(&self) -> Vec<&str> {
        self.0.keys().map(axum::http::HeaderName::as_str).collect()
    }
}
