//! Paths with a colon, in the spellings that clients send.

use axum::extract::Request;
use axum::http::Uri;
use axum::http::uri::PathAndQuery;
use axum::middleware::Next;
use axum::response::Response;

/// Turns `%3A` into `:` and `/v1/connections/{id}:verify` into the route's own spelling, before routing.
pub(crate) async fn normalise(mut request: Request, next: Next) -> Response {
    if let Some(uri) = respelled(request.uri()) {
        *request.uri_mut() = uri;
    }
    next.run(request).await
}

fn respelled(uri: &Uri) -> Option<Uri> {
    let path = uri.path();
    let is_encoded = path.as_bytes().windows(3).any(|part| part.eq_ignore_ascii_case(b"%3a"));
    let decoded = if is_encoded { path.replace("%3A", ":").replace("%3a", ":") } else { path.to_owned() };
    let of_connection = decoded.strip_prefix("/v1/connections/").and_then(|rest| rest.strip_suffix(":verify"));
    let respelled = match of_connection {
        Some(id) if !id.contains('/') => format!("/v1/connections/{id}/verify"),
        _ if is_encoded => decoded,
        _ => return None,
    };
    let target = match uri.query() {
        Some(query) => format!("{respelled}?{query}"),
        None => respelled,
    };
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::try_from(target).ok()?);
    Uri::from_parts(parts).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colons_are_found_in_every_spelling() {
        let check = |path: &str, expected: &str| {
            let uri: Uri = path.parse().unwrap();
            assert_eq!(respelled(&uri).unwrap_or(uri).to_string(), expected);
        };
        check("/v1/domains%3Acheck?a=%3A", "/v1/domains:check?a=%3A");
        check("/v1/connections/1/records%3acheck", "/v1/connections/1/records:check");
        check("/v1/connections/1:verify", "/v1/connections/1/verify");
        check("/v1/connections/1%3Averify", "/v1/connections/1/verify");
        check("/v1/connections/1/x:verify", "/v1/connections/1/x:verify");
        check("/v1/connections?a=b", "/v1/connections?a=b");
    }
}
