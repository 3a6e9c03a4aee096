//! nsd as the authoritative server of every zone that a scenario needs, and as the resolver that zones are found through.

use crate::failure::Failure;
use crate::peer::installed;
use crate::server::Server;
use std::fmt::Write as _;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;

/// The platform's own domain in all scenarios.
pub(crate) const PLATFORM: &str = "platform.test";

/// A zone and what is in it besides SOA and NS.
#[derive(Debug)]
pub(crate) struct Zone {
    /// Without trailing dot.
    pub(crate) name: String,
    /// Lines of a zone file: name, type, data; names relative or with a trailing dot.
    pub(crate) records: String,
}

impl Zone {
    /// The platform's zone: its edge has an address.
    pub(crate) fn platform() -> Self {
        Self { name: PLATFORM.to_owned(), records: "edge A 127.0.0.1\n* A 127.0.0.1\n".to_owned() }
    }
}

/// Serves `zones` at `address`, with files in `directory`.
///
/// # Errors
/// [`Failure`] when nsd is missing or does not start.
pub(crate) async fn start(address: SocketAddr, zones: &[Zone], directory: &Path) -> Result<Server, Failure> {
    let at = directory.display();
    let mut configuration = format!(
        "server:
    ip-address: {}@{}
    server-count: 1
    username: \"\"
    chroot: \"\"
    zonesdir: \"{at}\"
    zonelistfile: \"{at}/zone.list\"
    xfrdfile: \"{at}/xfrd.state\"
    xfrdir: \"{at}\"
    pidfile: \"{at}/nsd.pid\"
    database: \"\"
    rrl-ratelimit: 0
remote-control:
    control-enable: no
",
        address.ip(),
        address.port()
    );
    for Zone { name, records } in zones {
        // Writing to a String cannot fail.
        let _ = write!(configuration, "zone:\n    name: {name}\n    zonefile: {name}.zone\n");
        let file = directory.join(format!("{name}.zone"));
        let text = format!(
            "$ORIGIN {name}.\n$TTL 60\n@ SOA ns hostmaster 1 3600 600 86400 2\n@ NS ns\nns A {}\n{records}",
            address.ip()
        );
        std::fs::write(&file, text).map_err(Failure::io(format!("writing {}", file.display())))?;
    }
    let file = directory.join("nsd.conf");
    std::fs::write(&file, configuration).map_err(Failure::io(format!("writing {}", file.display())))?;
    let program = installed("nsd");
    if !program.is_file() {
        return Err(Failure::Missing { what: "nsd".to_owned(), remedy: "apt-get install nsd".to_owned() });
    }
    let mut command = Command::new(program);
    command.arg("-d").arg("-c").arg(&file);
    let mut server = Server::start("nsd", &command, directory)?;
    server.listening(address).await?;
    Ok(server)
}
