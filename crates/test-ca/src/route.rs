//! Addresses: what a path means, and which URL a thing has.

use crate::records::ChallengeType;
use http::{HeaderMap, Uri, header};

/// What a request is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Route<'p> {
    Directory,
    NewNonce,
    NewAccount,
    NewOrder,
    RevokeCertificate,
    KeyChange,
    RenewalInfo(&'p str),
    Account(u64),
    AccountOrders(u64),
    Order(u64),
    Finalize(u64),
    Certificate(u64),
    Authorization(u64),
    Challenge(u64, ChallengeType),
}

impl<'p> Route<'p> {
    pub(crate) fn of(path: &'p str) -> Option<Self> {
        if path == "/directory" {
            return Some(Self::Directory);
        }
        let mut parts = path.strip_prefix("/acme/")?.split('/');
        let (kind, rest) = (parts.next()?, [parts.next(), parts.next(), parts.next()]);
        let id = rest[0].and_then(|id| id.parse().ok());
        Some(match (kind, id, rest) {
            ("new-nonce", _, [None, ..]) => Self::NewNonce,
            ("new-account", _, [None, ..]) => Self::NewAccount,
            ("new-order", _, [None, ..]) => Self::NewOrder,
            ("revoke-cert", _, [None, ..]) => Self::RevokeCertificate,
            ("key-change", _, [None, ..]) => Self::KeyChange,
            ("renewal-info", _, [Some(certificate), None, _]) => Self::RenewalInfo(certificate),
            ("account", Some(id), [_, None, _]) => Self::Account(id),
            ("account", Some(id), [_, Some("orders"), None]) => Self::AccountOrders(id),
            ("order", Some(id), [_, None, _]) => Self::Order(id),
            ("order", Some(id), [_, Some("finalize"), None]) => Self::Finalize(id),
            ("certificate", Some(id), [_, None, _]) => Self::Certificate(id),
            ("authorization", Some(id), [_, None, _]) => Self::Authorization(id),
            ("challenge", Some(id), [_, Some(method), None]) => {
                Self::Challenge(id, ChallengeType::ALL.into_iter().find(|known| known.as_str() == method)?)
            }
            _ => return None,
        })
    }
}

/// Where a request came in.
#[derive(Clone, Debug)]
pub(crate) struct Here {
    /// `https://<authority>`.
    pub(crate) base: String,
    /// The request's own URL.
    pub(crate) url: String,
}

impl Here {
    /// From the request line (RFC 9112, 3.2) and `Host`.
    pub(crate) fn of(uri: &Uri, headers: &HeaderMap) -> Self {
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
        let authority = uri.authority().map(http::uri::Authority::as_str).or(host).unwrap_or("localhost");
        let base = format!("https://{authority}");
        Self { url: format!("{base}{}", uri.path()), base }
    }

    pub(crate) fn to(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    pub(crate) fn account(&self, id: u64) -> String {
        format!("{}/acme/account/{id}", self.base)
    }

    pub(crate) fn order(&self, id: u64) -> String {
        format!("{}/acme/order/{id}", self.base)
    }

    pub(crate) fn authorization(&self, id: u64) -> String {
        format!("{}/acme/authorization/{id}", self.base)
    }
}
