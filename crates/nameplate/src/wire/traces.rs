//! Traces to an OpenTelemetry collector (OTLP over HTTP, protobuf), where one is named. Without one nothing is recorded.

use crate::config::Environment;
use async_trait::async_trait;
use bytes::Bytes;
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_http::{HttpClient, HttpError, Request, Response};
use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig as _, WithHttpConfig as _};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::{Sampler, SdkTracerProvider};
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::runtime::Handle;
use tracing::Subscriber;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::{LevelFilter, filter_fn};
use tracing_subscriber::registry::LookupSpan;

/// How long a collector may take for one batch.
const EXPORT_TIME_MAX: Duration = Duration::from_secs(10);
/// How long the last spans may hold up the end of the program.
const FLUSH_TIME_MAX: Duration = Duration::from_secs(2);

/// Where spans go; nowhere, mostly.
#[derive(Debug, Default)]
pub struct Traces {
    provider: Option<SdkTracerProvider>,
}

/// Why traces cannot be sent.
#[derive(Debug, thiserror::Error)]
pub enum TracesError {
    /// A variable cannot be used.
    #[error("{0} {1}")]
    Variable(&'static str, &'static str),
    /// The client cannot be made.
    #[error("the way to the collector of traces (OTEL_EXPORTER_OTLP_ENDPOINT) cannot be set up: {0}")]
    Client(#[from] reqwest::Error),
    /// The exporter cannot be made.
    #[error("OTEL_EXPORTER_OTLP_ENDPOINT cannot be used: {0}")]
    Exporter(String),
}

impl Traces {
    /// Reads the `OTEL_…` variables. Batches are sent on `runtime`.
    ///
    /// # Errors
    /// [`TracesError`], which names the variable.
    pub fn open(environment: &Environment, runtime: &Handle) -> Result<Self, TracesError> {
        let Some(base) = environment.value("OTEL_EXPORTER_OTLP_ENDPOINT") else { return Ok(Self::default()) };
        if !base.starts_with("http://") && !base.starts_with("https://") {
            return Err(TracesError::Variable("OTEL_EXPORTER_OTLP_ENDPOINT", "must be http://… or https://…"));
        }
        let share = environment.value("OTEL_TRACES_SAMPLER_ARG").unwrap_or("1").parse::<f64>();
        let Some(share) = share.ok().filter(|share| (0.0..=1.0).contains(share)) else {
            return Err(TracesError::Variable("OTEL_TRACES_SAMPLER_ARG", "must be a number between 0 and 1"));
        };
        let client = reqwest::Client::builder().timeout(EXPORT_TIME_MAX).build()?;
        let exporter = SpanExporter::builder()
            .with_http()
            .with_http_client(OnRuntime { client, runtime: runtime.clone(), is_down: AtomicBool::new(false) })
            .with_protocol(Protocol::HttpBinary)
            .with_endpoint(format!("{}/v1/traces", base.trim_end_matches('/')))
            .with_headers(headers(environment.value("OTEL_EXPORTER_OTLP_HEADERS").unwrap_or_default())?)
            .with_timeout(EXPORT_TIME_MAX)
            .build()
            .map_err(|error| TracesError::Exporter(error.to_string()))?;
        let name = environment.value("OTEL_SERVICE_NAME").unwrap_or("nameplate").to_owned();
        let provider = SdkTracerProvider::builder()
            .with_batch_exporter(exporter)
            // Who was sent a trace that is recorded goes on recording it.
            .with_sampler(Sampler::ParentBased(Box::new(Sampler::TraceIdRatioBased(share))))
            .with_resource(Resource::builder_empty().with_service_name(name).build())
            .build();
        opentelemetry::global::set_text_map_propagator(TraceContextPropagator::new());
        Ok(Self { provider: Some(provider) })
    }

    /// Takes spans of our own crates, whatever `LOG` says. Those of libraries would include the sending of traces.
    pub(super) fn layer<S: Subscriber + for<'a> LookupSpan<'a>>(&self) -> Option<impl Layer<S> + use<S>> {
        let tracer = self.provider.as_ref()?.tracer("nameplate");
        // Events stay in the log: their fields are for the operator's eyes.
        let ours = |metadata: &tracing::Metadata<'_>| metadata.is_span() && metadata.target().starts_with("nameplate");
        let layer = tracing_opentelemetry::layer().with_tracer(tracer).with_location(false).with_threads(false);
        Some(layer.with_filter(filter_fn(ours).with_max_level_hint(LevelFilter::DEBUG)))
    }

    /// Sends what is left, for two seconds at most.
    pub fn close(self) {
        if let Some(provider) = self.provider
            && let Err(error) = provider.shutdown_with_timeout(FLUSH_TIME_MAX)
        {
            tracing::warn!(error = &error as &dyn std::error::Error, "The last traces could not be sent.");
        }
    }
}

/// `name=value` pairs, separated by commas, values percent-encoded.
fn headers(text: &str) -> Result<HashMap<String, String>, TracesError> {
    let wrong = TracesError::Variable("OTEL_EXPORTER_OTLP_HEADERS", "must be name=value pairs, separated by commas");
    let mut headers = HashMap::new();
    for pair in text.split(',').map(str::trim).filter(|pair| !pair.is_empty()) {
        let Some((name, value)) = pair.split_once('=') else { return Err(wrong) };
        let value = percent_encoding::percent_decode_str(value.trim()).decode_utf8_lossy().into_owned();
        headers.insert(name.trim().to_owned(), value);
    }
    Ok(headers)
}

/// Sends batches, which are made on a thread of their own, on the program's runtime. A collector that is down is told of once.
#[derive(Debug)]
struct OnRuntime {
    client: reqwest::Client,
    runtime: Handle,
    is_down: AtomicBool,
}

#[async_trait]
impl HttpClient for OnRuntime {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let client = self.client.clone();
        let sent = self.runtime.spawn(async move { send(&client, request).await }).await;
        let outcome = sent.map_err(HttpError::from).and_then(|outcome| outcome);
        let is_taken = outcome.as_ref().is_ok_and(|response| response.status().is_success());
        if !is_taken && !self.is_down.swap(true, Ordering::Relaxed) {
            let why = match &outcome {
                Ok(response) => response.status().to_string(),
                Err(error) => error.to_string(),
            };
            tracing::warn!(why, "The collector of traces takes none; spans are dropped until it does.");
        } else if is_taken && self.is_down.swap(false, Ordering::Relaxed) {
            tracing::info!("The collector takes traces again.");
        }
        outcome
    }
}

async fn send(client: &reqwest::Client, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
    let (head, body) = request.into_parts();
    let answer = client.request(head.method, head.uri.to_string()).headers(head.headers).body(body).send().await?;
    let status = answer.status();
    let mut response = Response::new(answer.bytes().await?);
    *response.status_mut() = status;
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_read_as_opentelemetry_writes_them() {
        let read = headers("authorization=Basic%20abc=, x-scope = a").unwrap();
        assert_eq!(read["authorization"], "Basic abc=");
        assert_eq!(read["x-scope"], "a");
        assert!(headers("").unwrap().is_empty());
        assert!(headers("no pair").is_err());
    }

    #[tokio::test]
    async fn nothing_is_recorded_without_a_collector_and_wrong_settings_are_named() {
        let of = |pairs: &[(&str, &str)]| pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        let open = |environment: Environment| Traces::open(&environment, &Handle::current());
        assert!(open(of(&[])).unwrap().provider.is_none());
        let collector = ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1");
        let wrong = open(of(&[collector, ("OTEL_TRACES_SAMPLER_ARG", "2")])).unwrap_err();
        assert!(wrong.to_string().starts_with("OTEL_TRACES_SAMPLER_ARG must be"), "{wrong}");
        let wrong = open(of(&[("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4318")])).unwrap_err();
        assert!(wrong.to_string().starts_with("OTEL_EXPORTER_OTLP_ENDPOINT must be"), "{wrong}");
    }
}
