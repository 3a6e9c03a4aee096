//! AWS Signature Version 4 in the `Authorization` header, as a pure function.
//!
//! Source: AWS, "Signature Version 4 signing process" (IAM user guide), the steps "create a canonical request" to "add the
//! signature to the request".

use aws_lc_rs::{digest, hmac};
use nameplate_domain::time::Timestamp;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, percent_encode};
use std::collections::BTreeMap;
use std::fmt;

const ALGORITHM: &str = "AWS4-HMAC-SHA256";
/// Everything but unreserved characters is escaped (RFC 3986, 2.3).
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// An access key. `Debug` prints no secret.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct AccessKey<'a> {
    /// The public half.
    pub id: &'a str,
    /// The secret half.
    pub secret: &'a str,
    /// The session that a temporary key belongs to; it is signed as `x-amz-security-token`.
    pub session_token: Option<&'a str>,
}

impl fmt::Debug for AccessKey<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessKey").field("id", &self.id).finish_non_exhaustive()
    }
}

/// What a signature is good for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SigningScope<'a> {
    /// Such as `us-east-1`.
    pub region: &'a str,
    /// Such as `route53`.
    pub service: &'a str,
    /// The present instant; AWS allows for five minutes of difference.
    pub at: Timestamp,
}

/// How a path gets into the signature.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PathForm {
    /// Without `.`, `..` and doubled slashes (RFC 3986, 5.2.4), as every service but S3 wants it.
    Normalised,
    /// As it is sent.
    AsSent,
}

/// A request as it will be sent, before it is signed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RequestToSign<'a> {
    /// Upper case.
    pub method: &'a str,
    /// Absolute and escaped, as in the request line.
    pub path: &'a str,
    /// How the path gets into the signature.
    pub path_form: PathForm,
    /// What follows the question mark, escaped; empty for nothing.
    pub query: &'a str,
    /// The headers to sign, `host` among them; `x-amz-date` is added.
    pub headers: &'a [(&'a str, &'a str)],
    /// The body; empty for none.
    pub body: &'a [u8],
}

/// A signature and what it was made of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SignatureV4 {
    /// Value of the header `authorization`.
    pub authorization: String,
    /// Value of the header `x-amz-date`.
    pub amz_date: String,
    /// What was signed, in the order of the specification.
    pub canonical_request: String,
    /// Its digest, with date and scope.
    pub string_to_sign: String,
    /// Lower-case hexadecimal.
    pub signature: String,
}

/// Signs `request`. Nothing is read but the arguments: the same arguments give the same signature.
#[must_use]
pub fn sign_v4(request: &RequestToSign<'_>, key: &AccessKey<'_>, scope: &SigningScope<'_>) -> SignatureV4 {
    let amz_date = amz_date(scope.at);
    let day = amz_date.split('T').next().unwrap_or_default();
    let (headers, signed) = canonical_headers(request.headers, &amz_date, key.session_token);
    let canonical_request = [
        request.method,
        &canonical_path(request.path, request.path_form),
        &canonical_query(request.query),
        &headers,
        &signed,
        &hex(digest::digest(&digest::SHA256, request.body).as_ref()),
    ]
    .join("\n");
    let SigningScope { region, service, .. } = scope;
    let credential_scope = format!("{day}/{region}/{service}/aws4_request");
    let hashed = hex(digest::digest(&digest::SHA256, canonical_request.as_bytes()).as_ref());
    let string_to_sign = format!("{ALGORITHM}\n{amz_date}\n{credential_scope}\n{hashed}");
    let first = format!("AWS4{}", key.secret).into_bytes();
    let signing_key = [day, region, service, "aws4_request"].iter().fold(first, |key, text| hmac_sha256(&key, text));
    let signature = hex(&hmac_sha256(&signing_key, &string_to_sign));
    let authorization =
        format!("{ALGORITHM} Credential={}/{credential_scope}, SignedHeaders={signed}, Signature={signature}", key.id);
    SignatureV4 { authorization, amz_date, canonical_request, string_to_sign, signature }
}

/// `20150830T123600Z`.
fn amz_date(at: Timestamp) -> String {
    let instant = jiff::Timestamp::from_millisecond(at.as_ms()).unwrap_or_default();
    instant.strftime("%Y%m%dT%H%M%SZ").to_string()
}

fn canonical_path(path: &str, form: PathForm) -> String {
    let path = match form {
        PathForm::AsSent => path.to_owned(),
        PathForm::Normalised => normalised(path),
    };
    path.split('/').map(|segment| percent_encode(segment.as_bytes(), ESCAPED).to_string()).collect::<Vec<_>>().join("/")
}

fn normalised(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                kept.pop();
            }
            _ => kept.push(segment),
        }
    }
    let is_folder = path.ends_with('/') && !kept.is_empty();
    format!("/{}{}", kept.join("/"), if is_folder { "/" } else { "" })
}

fn canonical_query(query: &str) -> String {
    let escaped = |text: &str| percent_encode(&percent_decode_str(text).collect::<Vec<u8>>(), ESCAPED).to_string();
    let mut pairs: Vec<(String, String)> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (escaped(key), escaped(value))
        })
        .collect();
    pairs.sort();
    pairs.iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join("&")
}

/// The header lines, each with a line feed, and the names that are signed.
fn canonical_headers(headers: &[(&str, &str)], amz_date: &str, session_token: Option<&str>) -> (String, String) {
    let added = [Some(("x-amz-date", amz_date)), session_token.map(|token| ("x-amz-security-token", token))];
    let mut lines: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, value) in headers.iter().copied().chain(added.into_iter().flatten()) {
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        lines.entry(name.trim().to_ascii_lowercase()).or_default().push(value);
    }
    let text = lines.iter().map(|(name, values)| format!("{name}:{}\n", values.join(","))).collect();
    (text, lines.keys().cloned().collect::<Vec<_>>().join(";"))
}

fn hmac_sha256(key: &[u8], text: &str) -> Vec<u8> {
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), text.as_bytes()).as_ref().to_vec()
}

fn hex(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: AccessKey<'_> =
        AccessKey { id: "AKIDEXAMPLE", secret: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", session_token: None };

    fn get<'a>(path: &'a str, query: &'a str) -> RequestToSign<'a> {
        let headers = &[("Host", "example.amazonaws.com")];
        RequestToSign { method: "GET", path, path_form: PathForm::Normalised, query, headers, body: b"" }
    }

    /// 2015-08-30T12:36:00Z, the instant of AWS's own examples.
    fn scope() -> SigningScope<'static> {
        SigningScope { region: "us-east-1", service: "service", at: Timestamp::from_ms(1_440_938_160_000) }
    }

    #[test]
    fn a_plain_request_gets_the_signature_that_aws_gives_as_an_example() {
        let signed = sign_v4(&get("/", ""), &KEY, &scope());
        assert_eq!(signed.amz_date, "20150830T123600Z");
        assert_eq!(signed.signature, "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
        assert_eq!(
            signed.authorization,
            format!(
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature={}",
                signed.signature
            )
        );
    }

    #[test]
    fn queries_are_sorted_and_escaped_in_one_way() {
        for (sent, canonical) in [
            ("b=2&a=1", "a=1&b=2"),
            ("Param-3=3&Param=2&%e1%88%b4=1", "%E1%88%B4=1&Param=2&Param-3=3"),
            ("name=%2A.customer.example.&type", "name=%2A.customer.example.&type="),
            ("name=*.customer.example", "name=%2A.customer.example"),
            ("a=2&a=1", "a=1&a=2"),
        ] {
            assert_eq!(canonical_query(sent), canonical, "{sent}");
        }
    }

    #[test]
    fn paths_lose_their_detours_and_are_escaped_once_more() {
        for (sent, canonical) in [
            ("/", "/"),
            ("//a//", "/a/"),
            ("/a/../b", "/b"),
            ("/a/..", "/"),
            ("/2013-04-01/hostedzone/Z1/rrset/", "/2013-04-01/hostedzone/Z1/rrset/"),
            ("/a%20b", "/a%2520b"),
        ] {
            assert_eq!(canonical_path(sent, PathForm::Normalised), canonical, "{sent}");
        }
        assert_eq!(canonical_path("//a/..", PathForm::AsSent), "//a/..");
    }

    #[test]
    fn the_body_the_clock_and_a_session_are_part_of_the_signature() {
        let plain = sign_v4(&get("/", ""), &KEY, &scope()).signature;
        let other_body = RequestToSign { body: b"x", ..get("/", "") };
        let later = SigningScope { at: Timestamp::from_ms(1_440_938_161_000), ..scope() };
        let session = AccessKey { session_token: Some("token"), ..KEY };
        let signed = sign_v4(&get("/", ""), &session, &scope());
        assert!(signed.canonical_request.contains("\nx-amz-security-token:token\n"));
        let others = [
            sign_v4(&other_body, &KEY, &scope()).signature,
            sign_v4(&get("/", ""), &KEY, &later).signature,
            signed.signature,
        ];
        assert!(others.iter().all(|other| *other != plain));
        assert!(!format!("{KEY:?}").contains("wJalr"));
    }
}
