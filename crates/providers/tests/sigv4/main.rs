//! Signatures against the test suite that AWS publishes for its own signers. The file with its cases is not part of this
//! repository: `NAMEPLATE_SIGV4` says where it is.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use nameplate_domain::time::Timestamp;
use nameplate_providers::{AccessKey, PathForm, RequestToSign, SigningScope, sign_v4};
use serde::Deserialize;

#[derive(Deserialize)]
struct Suite {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    context: Context,
    request: String,
    canonical_request: String,
    string_to_sign: String,
    signature: String,
}

#[derive(Deserialize)]
struct Context {
    credentials: Credentials,
    normalize: bool,
    region: String,
    service: String,
    sign_body: bool,
    timestamp: String,
    #[serde(default)]
    omit_session_token: bool,
}

#[derive(Deserialize)]
struct Credentials {
    access_key_id: String,
    secret_access_key: String,
    #[serde(default)]
    token: Option<String>,
}

/// A request as the suite writes it: a request line, headers, an empty line, the body.
struct Parsed {
    method: String,
    path: String,
    query: String,
    headers: Vec<(String, String)>,
    body: String,
}

fn parsed(text: &str) -> Parsed {
    let (head, body) = text.split_once("\n\n").unwrap_or((text, ""));
    let mut lines = head.lines();
    let line = lines.next().unwrap();
    let (method, rest) = line.split_once(' ').unwrap();
    let target = rest.strip_suffix(" HTTP/1.1").unwrap();
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let mut headers: Vec<(String, String)> = Vec::new();
    for line in lines {
        match (line.starts_with([' ', '\t']), headers.last_mut()) {
            // A header that goes on in the next line (RFC 7230, 3.2.4).
            (true, Some((_, value))) => *value = format!("{value} {}", line.trim()),
            _ => {
                let (name, value) = line.split_once(':').unwrap();
                headers.push((name.to_owned(), value.to_owned()));
            }
        }
    }
    let owned = str::to_owned;
    Parsed { method: owned(method), path: owned(path), query: owned(query), headers, body: owned(body) }
}

fn at(timestamp: &str) -> Timestamp {
    Timestamp::from_ms(timestamp.parse::<jiff::Timestamp>().unwrap().as_millisecond())
}

fn sha256(body: &str) -> String {
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, body.as_bytes());
    digest.as_ref().iter().map(|octet| format!("{octet:02x}")).collect()
}

#[test]
fn every_case_of_the_published_suite_is_signed_the_same_way() {
    let path = std::env::var_os("NAMEPLATE_SIGV4").expect("run by `make test-recorded RECORDED=folder SIGV4=file`");
    let suite: Suite = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    assert!(!suite.cases.is_empty(), "the suite has no cases");
    for case in suite.cases {
        let Case { name, context, .. } = &case;
        let mut request = parsed(&case.request);
        if context.sign_body {
            request.headers.push(("x-amz-content-sha256".to_owned(), sha256(&request.body)));
        }
        let headers: Vec<(&str, &str)> =
            request.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let token = context.credentials.token.as_deref().filter(|_| !context.omit_session_token);
        let signed = sign_v4(
            &RequestToSign {
                method: &request.method,
                path: &request.path,
                path_form: if context.normalize { PathForm::Normalised } else { PathForm::AsSent },
                query: &request.query,
                headers: &headers,
                body: request.body.as_bytes(),
            },
            &AccessKey {
                id: &context.credentials.access_key_id,
                secret: &context.credentials.secret_access_key,
                session_token: token,
            },
            &SigningScope { region: &context.region, service: &context.service, at: at(&context.timestamp) },
        );
        assert_eq!(signed.canonical_request, case.canonical_request, "{name}: canonical request");
        assert_eq!(signed.string_to_sign, case.string_to_sign, "{name}: string to sign");
        assert_eq!(signed.signature, case.signature, "{name}: signature");
    }
}
