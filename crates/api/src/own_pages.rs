//! Whether a request comes from a page of our own. Browsers add cookies to what other pages have them send, so a cookie alone shows
//! nothing; and sites of the same registrable domain, which may be customers', count as the same site for `SameSite`.

use crate::failure::{Failure, Kind};
use crate::router::Api;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};

/// What the browser says of who sent the request (Fetch Metadata, 2.4).
const SEC_FETCH_SITE: &str = "sec-fetch-site";

/// Succeeds for a request of ours, or of a program that is no browser and only looks.
pub(crate) fn require(parts: &Parts, api: &Api) -> Result<(), Failure> {
    let says_nothing = !parts.headers.contains_key(SEC_FETCH_SITE) && !parts.headers.contains_key(header::ORIGIN);
    let only_looks = matches!(parts.method, Method::GET | Method::HEAD | Method::OPTIONS);
    if says_nothing && !only_looks {
        return Err(refusal("The request does not say which page sent it: send Origin with a session cookie."));
    }
    permit(parts, api)
}

/// As [`require`], for what is not done by a cookie: programs need not say that they are no browsers.
pub(crate) fn permit(parts: &Parts, api: &Api) -> Result<(), Failure> {
    let site = parts.headers.get(SEC_FETCH_SITE).map(|site| site.as_bytes());
    let is_own_site = site.is_none_or(|site| matches!(site, b"same-origin" | b"none"));
    let mut origins = parts.headers.get_all(header::ORIGIN).iter();
    let is_own = is_own_site && origins.all(|origin| origin.to_str().is_ok_and(|origin| is_own(parts, api, origin)));
    match is_own {
        true => Ok(()),
        false => Err(refusal("A session is for pages of this platform only; send a key in the header Authorization.")),
    }
}

fn refusal(message: &str) -> Failure {
    Failure::new(Kind::OriginNotAllowed, message)
}

/// Where browsers reach us, or the host that this request was sent to, which a page cannot choose.
fn is_own(parts: &Parts, api: &Api, origin: &str) -> bool {
    let Some((scheme, authority)) = origin.split_once("://") else { return false };
    let is_safe = !api.settings.is_https || scheme.eq_ignore_ascii_case("https");
    let public = api.settings.public_url.split_once("://").map(|(_, rest)| rest.split('/').next().unwrap_or_default());
    let asked = parts.uri.authority().map_or_else(|| host(&parts.headers), |authority| Some(authority.as_str()));
    is_safe && [public, asked].into_iter().flatten().any(|own| own.eq_ignore_ascii_case(authority))
}

fn host(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::HOST)?.to_str().ok()
}
