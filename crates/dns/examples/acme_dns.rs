//! An [`AcmeZone`] of many tokens on a port, for measuring it from outside.
//!
//!     cargo run --release -p nameplate-dns --example acme_dns -- 127.0.0.1:5300 10000 9000 2
//!
//! Address, tokens, how many of them have two texts each, threads. The tokens are the numbers from 0, as 32 hexadecimal digits each.

use nameplate_dns::observe::NameServer;
use nameplate_dns::serve::{AcmeZone, AcmeZoneSettings, DnsServer};
use nameplate_domain::time::{Clock, Timestamp};
use std::error::Error;
use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::SystemTime;

struct WallClock;

impl Clock for WallClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is a program, and reading the clock is part of what is measured"
    )]
    fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        Timestamp::from_ms(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}

/// No text ends while it is measured.
const NEVER: Timestamp = Timestamp::from_ms(i64::MAX);

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let usage = "usage: acme_dns ADDRESS TOKENS WITH_TEXTS THREADS";
    let mut arguments = std::env::args().skip(1);
    let mut next = || arguments.next().ok_or(usage);
    let address: SocketAddr = next()?.parse()?;
    let tokens: u128 = next()?.parse()?;
    let with_texts: u128 = next()?.parse()?;
    let threads: NonZeroUsize = next()?.parse()?;

    let server = NameServer { name: "ns.acme.platform.test".to_owned(), addresses: vec![address.ip()] };
    let settings = AcmeZoneSettings::new("acme.platform.test", vec![server]);
    let zone = AcmeZone::new(&settings, Arc::new(WallClock))?;
    zone.replace_all((0..tokens).map(|number| format!("{number:032x}")))?;
    for number in 0..with_texts {
        let texts = (0..2).map(|text| (format!("{text}{number:042x}"), NEVER)).collect();
        zone.set_values(&format!("{number:032x}"), texts)?;
    }
    let server = DnsServer::start_with_threads(address, Arc::new(zone), threads).await?;
    tokio::signal::ctrl_c().await?;
    server.shutdown().await;
    Ok(())
}
