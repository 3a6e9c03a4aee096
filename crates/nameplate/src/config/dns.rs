//! How DNS is asked.

use super::environment::{Environment, Faults, Reading};
use super::values::{flag, list, port, resolver};
use super::variables as v;
use std::net::SocketAddr;

/// How DNS is asked.
#[derive(Clone, Debug)]
pub struct DnsSettings {
    /// `DNS_RESOLVERS`; empty for the system's.
    pub resolvers: Vec<SocketAddr>,
    /// `DNS_AUTHORITATIVE`.
    pub is_authoritative: bool,
    /// `DNS_AUTHORITATIVE_PORT`.
    pub authoritative_port: u16,
}

impl DnsSettings {
    /// These alone, for commands that need no other setting.
    ///
    /// # Errors
    /// [`Faults`]: every variable at fault, with what to do.
    pub fn read(environment: &Environment) -> Result<Self, Faults> {
        let reading = Reading::new(environment);
        let settings = dns(&reading);
        reading.finish(settings)
    }
}

pub(super) fn dns(reading: &Reading<'_>) -> DnsSettings {
    let settings = DnsSettings {
        resolvers: reading.read(&v::DNS_RESOLVERS, vec![], |text| list(text, resolver)),
        is_authoritative: reading.read(&v::DNS_AUTHORITATIVE, true, flag),
        authoritative_port: reading.read(&v::DNS_AUTHORITATIVE_PORT, 53, port),
    };
    if !settings.is_authoritative && settings.resolvers.is_empty() {
        reading.fault(v::DNS_RESOLVERS.name, "must be set when DNS_AUTHORITATIVE is 0: somebody has to be asked");
    }
    settings
}
