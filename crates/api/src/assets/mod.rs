//! Files that browsers load from us: what pages of others embed, the console, and the documentation.

pub(crate) mod console;
pub(crate) mod docs;
mod encoding;
pub(crate) mod sdk;
mod shelf;

pub use shelf::{Asset, Assets};

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use encoding::Encoding;
use shelf::Stored;

/// Asked for each time; the answer is mostly that nothing changed.
const ASK_AGAIN: &str = "no-cache";
/// What names with a hash are allowed: a year, and no question meanwhile.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// Fewest characters of a hash in a name.
const HASH_LENGTH_MIN: usize = 8;
const NOT_KEPT: [(HeaderName, &str); 1] = [(header::CACHE_CONTROL, "no-store")];

/// The file in the smallest form that the browser takes, or that it has it already.
fn answer(file: &str, stored: &Stored, kept: &'static str, asked: &HeaderMap) -> Response {
    let encoding = Encoding::choose(asked, stored);
    let tag = stored.tag(encoding);
    let kept = [(header::ETAG, tag.as_str()), (header::CACHE_CONTROL, kept), (header::VARY, "Accept-Encoding")];
    if is_known(asked, &tag) {
        return (StatusCode::NOT_MODIFIED, kept).into_response();
    }
    let mut response = (kept, [(header::CONTENT_TYPE, content_type(file))], stored.body(encoding)).into_response();
    if let Some(name) = encoding.name() {
        response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
    }
    response
}

/// Whether the browser has it already (RFC 9110, 13.1.2): tags are compared weakly, since somebody in between may have weakened them.
fn is_known(asked: &HeaderMap, tag: &str) -> bool {
    let values = asked.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let mut tags = values.flat_map(|value| value.split(',')).map(str::trim);
    tags.any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag)
}

fn content_type(file: &str) -> &'static str {
    match file.rsplit_once('.') {
        Some((_, "js")) => "text/javascript; charset=utf-8",
        Some((_, "css")) => "text/css; charset=utf-8",
        Some((_, "html")) => "text/html; charset=utf-8",
        Some((_, "json" | "map")) => "application/json",
        Some((_, "webmanifest")) => "application/manifest+json",
        Some((_, "png")) => "image/png",
        Some((_, "txt")) => "text/plain; charset=utf-8",
        Some((_, "md")) => "text/markdown; charset=utf-8",
        Some((_, "yaml")) => "application/yaml",
        Some((_, "svg")) => "image/svg+xml",
        _ => "application/octet-stream",
    }
}

/// Whether the name has a hash before its ending: `ui.PWY9M8tA.js`.
fn is_hashed(file: &str) -> bool {
    let mut parts = file.rsplit('.').skip(1);
    let hash = parts.next().unwrap_or_default();
    let is_hash =
        hash.len() >= HASH_LENGTH_MIN && hash.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    is_hash && parts.next().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_a_hash_are_told_from_names_that_stay() {
        for hashed in ["ui.PWY9M8tA.js", "en.ngN7Uod-.js", "later.a4z9_bRg.js", "a.b.0123456789abcdef.css"] {
            assert!(is_hashed(hashed), "{hashed}");
        }
        for plain in ["connectdomain.js", "PWY9M8tA.js", "ui.short.js", "PWY9M8tA", ""] {
            assert!(!is_hashed(plain), "{plain}");
        }
    }

    #[test]
    fn a_tag_is_found_in_every_spelling() {
        let asked = |values: &[&'static str]| {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append(header::IF_NONE_MATCH, HeaderValue::from_static(value));
            }
            is_known(&headers, "\"abc\"")
        };
        assert!(asked(&["\"abc\""]) && asked(&["\"x\", W/\"abc\""]) && asked(&["\"x\"", "\"abc\""]) && asked(&["*"]));
        assert!(!asked(&[]) && !asked(&["\"abcd\""]) && !asked(&["abc"]));
    }
}
