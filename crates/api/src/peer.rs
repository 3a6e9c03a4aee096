//! Who is on the other side of a stream, and whether they are believed.

use axum::extract::{ConnectInfo, Request};
use axum::http::HeaderName;
use nameplate_domain::cidr::Cidr;
use nameplate_domain::forwarded;
use std::net::{IpAddr, SocketAddr};

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// Who sent a request, as far as `trusted` proxies tell.
pub(crate) fn client_address(trusted: &[Cidr], request: &Request) -> Option<IpAddr> {
    let peer = peer(request)?;
    let values: Vec<&str> = match trusted.is_empty() {
        true => vec![],
        false => {
            request.headers().get_all(FORWARDED_FOR).iter().map(|value| value.to_str().unwrap_or_default()).collect()
        }
    };
    Some(forwarded::client_address(peer, trusted, values.into_iter()))
}

/// Whether a trusted proxy passed the request on.
pub(crate) fn is_from_proxy(trusted: &[Cidr], request: &Request) -> bool {
    peer(request).is_some_and(|peer| is_trusted(trusted, peer))
}

/// Whether `address` is a proxy's.
pub(crate) fn is_trusted(trusted: &[Cidr], address: IpAddr) -> bool {
    trusted.iter().any(|block| block.contains(address.to_canonical()))
}

fn peer(request: &Request) -> Option<IpAddr> {
    request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip())
}
