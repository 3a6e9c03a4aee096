//! Our cookies: what they are called, how they are set, read and cleared.

use crate::router::Api;
use axum::http::{HeaderMap, HeaderValue, header};
use nameplate_control::Departure;
use nameplate_domain::tenancy::Session;
use std::time::Duration;

/// The cookie of a session. With TLS its name has a prefix under which browsers take a cookie from this very host only, and from nobody who
/// listened in (draft-ietf-httpbis-rfc6265bis, 4.1.3.2).
pub(crate) const SESSION: &str = "nameplate_session";

/// The cookie of somebody who is at the identity provider. Its path keeps it from the rest of the console, and so from the prefix that
/// wants none.
const JOURNEY: &str = "nameplate_sign_in";
const JOURNEY_PATH: &str = "/console/sign-in";

/// The session's cookie, if it is there.
pub(crate) fn session_of<'h>(api: &Api, headers: &'h HeaderMap) -> Option<&'h str> {
    value(headers, &session_name(api))
}

/// What somebody took along to the identity provider, if it is there.
pub(crate) fn journey_of<'h>(api: &Api, headers: &'h HeaderMap) -> Option<&'h str> {
    value(headers, &journey_name(api))
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
    set(api, &session_name(api), value, "/", "Strict", Session::LIFE_MAX)
}

/// Removes the session's cookie.
pub(crate) fn no_session(api: &Api) -> HeaderValue {
    set(api, &session_name(api), "", "/", "Strict", Duration::ZERO)
}

/// Sets the cookie of somebody who leaves for the identity provider. They come back from there by a link, with which browsers send no
/// cookie that is `Strict`.
pub(crate) fn journey(api: &Api, value: &str) -> HeaderValue {
    set(api, &journey_name(api), value, JOURNEY_PATH, "Lax", Departure::LIFE)
}

/// Removes the cookie of somebody who is back.
pub(crate) fn no_journey(api: &Api) -> HeaderValue {
    set(api, &journey_name(api), "", JOURNEY_PATH, "Lax", Duration::ZERO)
}

fn set(api: &Api, name: &str, value: &str, path: &str, same_site: &str, life: Duration) -> HeaderValue {
    let secure = if api.settings.is_https { "; Secure" } else { "" };
    let life_s = life.as_secs();
    let text = format!("{name}={value}; Path={path}; HttpOnly; SameSite={same_site}; Max-Age={life_s}{secure}");
    // Names and values are ours: letters, digits, hyphens and underscores.
    let mut header = HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""));
    header.set_sensitive(true);
    header
}

fn session_name(api: &Api) -> String {
    if api.settings.is_https { format!("__Host-{SESSION}") } else { SESSION.to_owned() }
}

fn journey_name(api: &Api) -> String {
    if api.settings.is_https { format!("__Secure-{JOURNEY}") } else { JOURNEY.to_owned() }
}
