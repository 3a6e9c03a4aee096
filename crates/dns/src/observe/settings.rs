//! How to ask.

use std::net::SocketAddr;
use std::time::Duration;

/// What an [`super::Observer`] is told at the start. The default asks the servers that the whole world asks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ObserverSettings {
    /// Recursive resolvers, asked in this order (`DNS_RESOLVERS`); empty for those of `/etc/resolv.conf`.
    pub resolvers: Vec<SocketAddr>,
    /// Ask the servers of the owning zone (`DNS_AUTHORITATIVE`); otherwise the resolvers' word counts.
    pub authoritative: bool,
    /// Port of the zones' servers (`DNS_AUTHORITATIVE_PORT`).
    pub authoritative_port: u16,
    /// Whether a zone's servers may have addresses that are not public. Whoever holds a zone chooses those addresses, so this is
    /// for development and closed networks only.
    pub allow_private_servers: bool,
    /// How long one try waits for its reply. A server gets two tries.
    pub query_timeout: Duration,
    /// How long one observation may take, finding the servers included.
    pub deadline: Duration,
    /// Longest time for which a zone's servers and their addresses are remembered, whatever their TTL. What they answer is never
    /// remembered.
    pub zone_cache_ttl_max: Duration,
    /// Questions in flight, all together.
    pub in_flight_max: usize,
    /// Questions in flight to one server.
    pub in_flight_per_server_max: usize,
}

impl Default for ObserverSettings {
    fn default() -> Self {
        Self {
            resolvers: Vec::new(),
            authoritative: true,
            authoritative_port: 53,
            allow_private_servers: false,
            query_timeout: Duration::from_millis(1500),
            deadline: Duration::from_secs(5),
            zone_cache_ttl_max: Duration::from_secs(60),
            in_flight_max: 1024,
            in_flight_per_server_max: 256,
        }
    }
}
