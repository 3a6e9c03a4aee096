//! Our cookies: what they are called, how they are set, read and cleared.

use crate::router::Api;
use axum::http::{HeaderMap, HeaderValue, header};
use nameplate_domain::tenancy::Session;

/// The cookie of a session. With TLS its name has a prefix under which browsers take a cookie from this very host only, and from nobody who
/// listened in (draft-ietf-httpbis-rfc6265bis, 4.1.3.2).
pub(crate) const SESSION: &str = "nameplate_session";

/// The value of the cookie called `name`, if it is there.
pub(crate) fn value<'h>(api: &Api, headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let name = full_name(api, name);
    let all = headers.get_all(header::COOKIE).iter().filter_map(|cookies| cookies.to_str().ok());
    all.flat_map(|cookies| cookies.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='))
        .find(|(known, _)| *known == name)
        .map(|(_, value)| value)
}

/// Sets the session's cookie: for this host, for no script, and not on requests that another site has made.
pub(crate) fn session(api: &Api, value: &str) -> HeaderValue {
    set(api, SESSION, value, "Strict", Session::LIFE_MAX.as_secs())
}

/// Removes the session's cookie.
pub(crate) fn no_session(api: &Api) -> HeaderValue {
    set(api, SESSION, "", "Strict", 0)
}

fn set(api: &Api, name: &str, value: &str, same_site: &str, max_age_s: u64) -> HeaderValue {
    let secure = if api.settings.is_https { "; Secure" } else { "" };
    let name = full_name(api, name);
    let text = format!("{name}={value}; Path=/; HttpOnly; SameSite={same_site}; Max-Age={max_age_s}{secure}");
    // Names and values are ours: letters, digits and hyphens.
    let mut header = HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""));
    header.set_sensitive(true);
    header
}

fn full_name(api: &Api, name: &str) -> String {
    if api.settings.is_https { format!("__Host-{name}") } else { name.to_owned() }
}
