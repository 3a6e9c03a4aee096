//! The query of an apply request.

use super::Denied;
use axum::http::Uri;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use std::collections::BTreeMap;

/// Longest query, in octets.
const QUERY_MAX: usize = 16 * 1024;
/// What stays as it is in a query (RFC 3986, 2.3).
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What is asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct ApplyRequest {
    /// The zone: lower case, no trailing dot.
    pub(crate) domain: String,
    /// In front of the zone; `None` for the zone itself.
    pub(crate) host: Option<String>,
    /// The groups of records to apply; `None` for all.
    pub(crate) groups: Option<Vec<String>>,
    /// Where the customer goes afterwards.
    pub(crate) return_to: Option<ReturnTo>,
    /// Values of the template's variables, by their names in lower case.
    pub(crate) variables: BTreeMap<String, String>,
    /// The text that is signed: the query without `key` and `sig`, exactly as it was sent.
    pub(crate) signed: String,
    /// Label of the key's name.
    pub(crate) key: Option<String>,
    /// Base64.
    pub(crate) signature: Option<String>,
}

/// Where the customer goes afterwards.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct ReturnTo {
    url: String,
    /// Scheme, host and port.
    pub(crate) origin: String,
    state: Option<String>,
}

impl ApplyRequest {
    /// Reads a query. Nothing in it is believed yet.
    pub(super) fn parse(query: &str) -> Result<Self, Denied> {
        if query.len() > QUERY_MAX {
            return Err(Denied::parameter("the request", format!("has more than {QUERY_MAX} octets")));
        }
        let mut found = BTreeMap::new();
        let mut signed = Vec::new();
        for piece in query.split('&').filter(|piece| !piece.is_empty()) {
            let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
            if !matches!(name, "key" | "sig") {
                signed.push(piece);
            }
            let name = decoded(name)?.to_lowercase();
            if found.insert(name.clone(), decoded(value)?).is_some() {
                return Err(Denied::parameter(&name, "is there twice"));
            }
        }
        let domain = found.remove("domain").ok_or_else(|| Denied::parameter("domain", "is missing"))?;
        let host =
            found.remove("host").map(|host| host.to_lowercase()).filter(|host| !matches!(host.as_str(), "" | "@"));
        if host.as_ref().is_some_and(|host| !host.chars().all(|c| c.is_ascii_alphanumeric() || "-_.*".contains(c))) {
            return Err(Denied::parameter("host", "is no name in front of a domain"));
        }
        let state = found.remove("state");
        let return_to = found.remove("redirect_uri").map(|url| ReturnTo::parse(url, state)).transpose()?;
        let groups = found.remove("groupid").map(|list| list.split(',').map(|id| id.trim().to_owned()).collect());
        let (key, signature) = (found.remove("key"), found.remove("sig"));
        // Names for display belong to templates that are shared between services, which none here is.
        for name in ["providername", "servicename"] {
            found.remove(name);
        }
        Ok(Self {
            domain: domain.trim().trim_end_matches('.').to_lowercase(),
            host,
            groups,
            return_to,
            variables: found,
            signed: signed.join("&"),
            key,
            signature,
        })
    }

    /// The name that the template is applied to.
    pub(crate) fn fqdn(&self) -> String {
        match &self.host {
            Some(host) => format!("{host}.{}", self.domain),
            None => self.domain.clone(),
        }
    }
}

impl ReturnTo {
    fn parse(url: String, state: Option<String>) -> Result<Self, Denied> {
        let wrong = |reason: &str| Denied::parameter("redirect_uri", reason);
        if !url.bytes().all(|octet| octet.is_ascii_graphic()) || url.contains(['#', '\\']) {
            return Err(wrong("has characters that no such address has"));
        }
        let uri: Uri = url.parse().map_err(|_| wrong("is no address"))?;
        let (Some(scheme @ ("http" | "https")), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return Err(wrong("is not of the form https://host/path"));
        };
        let authority = authority.as_str();
        if !authority.chars().all(|c| c.is_ascii_alphanumeric() || "-.:[]".contains(c)) {
            return Err(wrong("has more than host and port in front of its path"));
        }
        Ok(Self { origin: format!("{scheme}://{authority}"), url, state })
    }

    /// The address after the customer has allowed it.
    pub(crate) fn after_connecting(&self) -> String {
        self.with(&[])
    }

    /// The address after the customer has given up (RFC 6749, 4.1.2.1).
    pub(crate) fn after_giving_up(&self) -> String {
        self.with(&[("error", "access_denied"), ("error_description", "user_cancel")])
    }

    fn with(&self, parameters: &[(&str, &str)]) -> String {
        let state = self.state.as_deref().map(|state| ("state", state));
        let pairs = parameters.iter().copied().chain(state);
        let query: Vec<String> =
            pairs.map(|(name, value)| format!("{name}={}", utf8_percent_encode(value, UNRESERVED))).collect();
        let separator = if self.url.contains('?') { '&' } else { '?' };
        match query.is_empty() {
            true => self.url.clone(),
            false => format!("{}{separator}{}", self.url, query.join("&")),
        }
    }
}

fn decoded(text: &str) -> Result<String, Denied> {
    let spaced = text.replace('+', " ");
    let decoded = percent_decode_str(&spaced).decode_utf8();
    decoded.map(|text| text.into_owned()).map_err(|_| Denied::parameter("the request", "is no UTF-8"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaint(query: &str) -> String {
        ApplyRequest::parse(query).unwrap_err().to_string()
    }

    #[test]
    fn a_query_is_taken_apart_and_its_signed_part_kept_as_it_was_sent() {
        let query = "domain=Customer.test&host=shop&TARGET=app%2D1&redirect_uri=https%3A%2F%2Fsaas.example%2Fback%3Fa%3D1\
                     &state=s%26t&groupId=v4,v6&key=_dck1&sig=c2ln";
        let request = ApplyRequest::parse(query).unwrap();
        assert_eq!(request.signed, query.split("&key=").next().unwrap());
        assert_eq!((request.fqdn().as_str(), request.variables["target"].as_str()), ("shop.customer.test", "app-1"));
        assert_eq!(request.groups, Some(vec!["v4".into(), "v6".into()]));
        let back = request.return_to.unwrap();
        assert_eq!(back.origin, "https://saas.example");
        assert_eq!(back.after_connecting(), "https://saas.example/back?a=1&state=s%26t");
        assert_eq!(
            back.after_giving_up(),
            "https://saas.example/back?a=1&error=access_denied&error_description=user_cancel&state=s%26t"
        );
    }

    #[test]
    fn what_could_be_read_in_two_ways_is_refused() {
        assert_eq!(complaint("domain=a.test&domain=b.test"), "domain is there twice");
        assert_eq!(complaint("domain=a.test&X=1&x=2"), "x is there twice");
        assert_eq!(complaint("host=a"), "domain is missing");
        assert_eq!(complaint("domain=a.test&host=a%2Fb"), "host is no name in front of a domain");
        assert_eq!(complaint("domain=%ff"), "the request is no UTF-8");
    }

    #[test]
    fn customers_are_sent_to_web_addresses_only() {
        for bad in [
            "javascript:alert(1)",
            "//saas.example",
            "/back",
            "https://user@saas.example/",
            "https://saas.example/#fragment",
            "https://saas.example\\@evil.example/",
            "https://saas.example/a b",
            "ftp://saas.example/",
            "https://saas.example;script-src/",
        ] {
            assert!(ReturnTo::parse(bad.to_owned(), None).is_err(), "{bad}");
        }
        assert_eq!(ReturnTo::parse("http://[::1]:80/x".into(), None).unwrap().origin, "http://[::1]:80");
    }
}
