//! What stands around the sandbox in development. It is told when all of it runs, since each knows the others' ports by then only.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

/// Where the rest of development is.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Neighbours {
    /// What visitors of connected domains meet.
    pub edge: Option<EdgeNearby>,
    /// The demo SaaS, without a slash at the end.
    pub shop_url: Option<String>,
    /// Where DNS credentials of the demo application are stored: a URL of the API.
    pub credentials_url: Option<String>,
}

/// The edge, as the visits of [`crate::RunningSandbox::meet`] reach it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EdgeNearby {
    /// Where it serves TLS.
    pub tls_addr: SocketAddr,
    /// The addresses that lead to it, as records have them. A name with others is not visited: nothing is fetched from elsewhere.
    pub public_addresses: Vec<IpAddr>,
    /// The root (PEM) that its certificates chain to; `None` for those that the machine trusts.
    pub root: Option<PathBuf>,
}
