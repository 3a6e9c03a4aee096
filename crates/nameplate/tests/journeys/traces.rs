//! Traces, as a collector gets them.

use crate::stack::{Stack, fresh_database};
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::any_value::Value::StringValue;
use opentelemetry_proto::tonic::trace::v1::Span;
use prost::Message as _;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// What came in: the head of each request, and its body.
type Taken = Arc<Mutex<Vec<(String, Vec<u8>)>>>;

/// A collector on a port of its own, which takes everything.
async fn collector() -> (String, Taken) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let taken = Taken::default();
    let all = Arc::clone(&taken);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(take(stream, Arc::clone(&all)));
        }
    });
    (url, taken)
}

async fn take(mut stream: TcpStream, taken: Taken) {
    let mut read = vec![];
    let mut chunk = [0; 65536];
    loop {
        let end = read.windows(4).position(|window| window == b"\r\n\r\n");
        if let Some(end) = end {
            let head = String::from_utf8_lossy(&read[..end]).to_ascii_lowercase();
            let length = head.split("content-length: ").nth(1).and_then(|rest| rest.lines().next()?.parse().ok());
            let length: usize = length.unwrap();
            if read.len() >= end + 4 + length {
                let body = read[end + 4..end + 4 + length].to_vec();
                read.drain(..end + 4 + length);
                taken.lock().unwrap().push((head, body));
                stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await.unwrap();
                continue;
            }
        }
        match stream.read(&mut chunk).await {
            Ok(0) | Err(_) => return,
            Ok(count) => read.extend_from_slice(&chunk[..count]),
        }
    }
}

/// Every span so far, with the name of its service.
fn spans(taken: &Taken) -> Vec<(String, Span)> {
    let taken = taken.lock().unwrap();
    let requests = taken.iter().map(|(_, body)| ExportTraceServiceRequest::decode(&body[..]).unwrap());
    let resources = requests.flat_map(|request| request.resource_spans);
    let of_resource = |resource: opentelemetry_proto::tonic::trace::v1::ResourceSpans| {
        let attributes = resource.resource.unwrap().attributes;
        let name = attributes.into_iter().find(|attribute| attribute.key == "service.name").unwrap();
        let Some(StringValue(name)) = name.value.unwrap().value else { panic!("a name is text") };
        let spans = resource.scope_spans.into_iter().flat_map(|scope| scope.spans);
        spans.map(move |span| (name.clone(), span)).collect::<Vec<_>>()
    };
    resources.flat_map(of_resource).collect()
}

async fn stack_with(collector: &str) -> Stack {
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let database_url = fresh_database(folder.path());
    let settings = [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.to_owned()),
        ("OTEL_EXPORTER_OTLP_HEADERS", "x-collector-key=of%20ours".to_owned()),
        ("OTEL_SERVICE_NAME", "custom-domains".to_owned()),
        ("LOG_FORMAT", "json".to_owned()),
        ("TRUSTED_PROXIES", "127.0.0.1".to_owned()),
        ("LOG", "info".to_owned()),
    ];
    Stack::start_with(folder, database_url, &settings).await
}

#[tokio::test]
async fn a_request_is_traced_from_its_proxy_to_its_statements_and_nothing_secret_is_told() {
    let (url, taken) = collector().await;
    let mut stack = stack_with(&url).await;
    let answer = stack
        .http
        .post(format!("{}/v1/domains:check", stack.api))
        .bearer_auth("sk_test_demo")
        .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
        .header("x-request-id", "trace-me")
        .json(&serde_json::json!({ "domain": "shop.customer.test" }))
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 200);
    // What was not sent by then is sent at the end.
    stack.program.signal("-TERM");
    assert_eq!(stack.program.ends().await, Some(0));

    let trace = hex("0af7651916cd43dd8448eb211c80319c");
    let ours: Vec<Span> = spans(&taken)
        .into_iter()
        .inspect(|(service, _)| assert_eq!(service, "custom-domains"))
        .filter_map(|(_, span)| (span.trace_id == trace).then_some(span))
        .collect();
    let request = ours.iter().find(|span| span.name == "POST /v1/domains:check").expect("the request has a span");
    assert_eq!(request.parent_span_id, hex("b7ad6b7169203331"));
    for name in ["statement", "dns question"] {
        let below = ours.iter().find(|span| span.name == name).unwrap_or_else(|| panic!("no {name} in {ours:#?}"));
        assert!(below.start_time_unix_nano >= request.start_time_unix_nano, "{name}");
    }
    for (head, body) in taken.lock().unwrap().iter() {
        assert!(head.starts_with("post /v1/traces ") && head.contains("x-collector-key: of ours"), "{head}");
        let text = String::from_utf8_lossy(body);
        assert!(!text.contains("sk_test_demo") && !text.contains("customer.test"), "{text}");
    }

    // Each line of the log is JSON; those of the request have its id beside their own fields.
    let output = stack.program.output();
    let lines: Vec<serde_json::Value> =
        output.lines().filter(|line| line.starts_with('{')).map(|line| serde_json::from_str(line).unwrap()).collect();
    let answered =
        |line: &&serde_json::Value| line["message"] == "Answered a request." && line["request.id"] == "trace-me";
    let answered = lines.iter().find(answered).unwrap();
    assert_eq!(answered["http.route"], "/v1/domains:check");
    for key in ["timestamp", "level", "target", "message"] {
        assert!(lines.iter().all(|line| line[key].is_string()), "{key} in {lines:?}");
    }
}

#[tokio::test]
async fn a_dead_collector_costs_a_line_in_the_log_and_nothing_else() {
    let port = crate::stack::free_port();
    let mut stack = stack_with(&format!("http://127.0.0.1:{port}")).await;
    stack.connect("shop.customer.test").await;
    let said = "The collector of traces takes none";
    stack.program.says("that the collector is down", |text| text.contains(said).then_some(())).await;
    stack.program.signal("-TERM");
    assert_eq!(stack.program.ends().await, Some(0));
    assert_eq!(stack.program.output().matches(said).count(), 1, "{}", stack.program.output());
}

fn hex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}
