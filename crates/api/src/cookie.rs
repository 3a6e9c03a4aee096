//! Our cookies: what they are called, how they are set, read and cleared.

use crate::router::Api;
use axum::http::{HeaderMap, HeaderValue, header};
use nameplate_control::Departure;
use nameplate_domain::tenancy::Session;
use std::time::Duration;

/// The cookie of a session.
pub(crate) const SESSION: &str = "nameplate_session";
/// The cookie of somebody who is at the identity provider. Whoever could plant theirs would have others come back as them.
const JOURNEY: &str = "nameplate_sign_in";
/// Under it browsers take a cookie from this very host only, by TLS, and for all paths (draft-ietf-httpbis-rfc6265bis, 4.1.3.2).
const OF_THIS_HOST: &str = "__Host-";

/// The session's cookie, if it is there.
pub(crate) fn session_of<'h>(api: &Api, headers: &'h HeaderMap) -> Option<&'h str> {
    value(headers, &name(api, SESSION))
}

/// What somebody took along to the identity provider, if it is there.
pub(crate) fn journey_of<'h>(api: &Api, headers: &'h HeaderMap) -> Option<&'h str> {
    value(headers, &name(api, JOURNEY))
}

/// The value of the cookie called `name`, if it is there.
fn value<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|cookies| cookies.to_str().ok());
    all.flat_map(|cookies| cookies.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='))
        .find(|(known, _)| *known == name)
        .map(|(_, value)| value)
}

/// Sets the session's cookie: for this host, for no script, and not on requests that another site has made.
pub(crate) fn session(api: &Api, value: &str) -> HeaderValue {
    set(api, SESSION, value, "Strict", Session::LIFE_MAX)
}

/// Removes the session's cookie.
pub(crate) fn no_session(api: &Api) -> HeaderValue {
    set(api, SESSION, "", "Strict", Duration::ZERO)
}

/// Sets the cookie of somebody who leaves for the identity provider. They come back from there by a link, with which browsers send no
/// cookie that is `Strict`.
pub(crate) fn journey(api: &Api, value: &str) -> HeaderValue {
    set(api, JOURNEY, value, "Lax", Departure::LIFE)
}

/// Removes the cookie of somebody who is back.
pub(crate) fn no_journey(api: &Api) -> HeaderValue {
    set(api, JOURNEY, "", "Lax", Duration::ZERO)
}

fn set(api: &Api, bare: &str, value: &str, same_site: &str, life: Duration) -> HeaderValue {
    let secure = if api.settings.is_https { "; Secure" } else { "" };
    let (name, life_s) = (name(api, bare), life.as_secs());
    let text = format!("{name}={value}; Path=/; HttpOnly; SameSite={same_site}; Max-Age={life_s}{secure}");
    // Names and values are ours: letters, digits, hyphens and underscores.
    let mut header = HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""));
    header.set_sensitive(true);
    header
}

fn name(api: &Api, bare: &str) -> String {
    if api.settings.is_https { format!("{OF_THIS_HOST}{bare}") } else { bare.to_owned() }
}
