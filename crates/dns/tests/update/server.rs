//! Primary servers of others on free ports of loopback, gone when their value is dropped.

use nameplate_dns::update::{Primary, TsigKey};
use nameplate_domain::time::{Clock, Timestamp};
use nameplate_test_ports::free_port;
use std::fs::{self, File};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};
use tempfile::TempDir;

/// The zone that every server has.
pub(crate) const ZONE: &str = "customer.test";
/// The secret of all keys.
pub(crate) const SECRET: &str = "c2VjcmV0IG9mIHRoZSB0ZXN0cyBvZiBkbnM=";
/// Keys that may do everything, by algorithm, and keys that may not: read nothing whole, or write nothing.
const KEYS: [(&str, &str); 7] = [
    ("hmac-sha1", "hmac-sha1"),
    ("hmac-sha224", "hmac-sha224"),
    ("hmac-sha256", "hmac-sha256"),
    ("hmac-sha384", "hmac-sha384"),
    ("hmac-sha512", "hmac-sha512"),
    ("no-transfer", "hmac-sha256"),
    ("no-update", "hmac-sha256"),
];
/// How long a server may take to begin.
const START_MAX: Duration = Duration::from_secs(10);
/// How often it is looked whether it has.
const LOOK_UP: Duration = Duration::from_millis(20);

/// Who wrote the server.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Maker {
    Knot,
    Bind,
    /// Knows transfers, but no updates.
    Nsd,
}

impl Maker {
    /// Those that can be changed.
    pub(crate) const UPDATED: [Self; 2] = [Self::Knot, Self::Bind];
}

/// A running server.
#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) maker: Maker,
    pub(crate) at: SocketAddr,
    child: Child,
    directory: TempDir,
}

/// The wall clock, because the servers have no other.
pub(crate) struct WallClock;

impl Clock for WallClock {
    #[expect(clippy::disallowed_methods, reason = "the servers go by the wall clock")]
    fn now(&self) -> Timestamp {
        let since_epoch = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
        Timestamp::from_ms(i64::try_from(since_epoch.as_millis()).unwrap())
    }
}

impl Server {
    /// With a zone of a SOA, a name server `ns`, and `records` (zone file lines, names relative, TTL 60 where none is given).
    pub(crate) async fn start(maker: Maker, records: &str) -> Self {
        Self::start_with(maker, records, "").await
    }

    /// The same, with `more` lines for the zone in the server's configuration.
    pub(crate) async fn start_with(maker: Maker, records: &str, more: &str) -> Self {
        let directory = TempDir::new().unwrap();
        let head = format!("$ORIGIN {ZONE}.\n$TTL 60\n@ SOA ns nobody 1 3600 600 86400 2\n@ NS ns\nns A 127.0.0.1\n");
        fs::write(directory.path().join("zone"), format!("{head}{records}\n")).unwrap();
        let at = SocketAddr::from((Ipv4Addr::LOCALHOST, free_port()));
        let (program, package, arguments, configuration): (_, _, &[&str], _) = match maker {
            Maker::Knot => ("knotd", "knot", &[], knot(at, directory.path(), more)),
            Maker::Bind => ("named", "bind9", &["-g", "-n", "1"], bind(at, directory.path(), more)),
            Maker::Nsd => ("nsd", "nsd", &["-d"], nsd(at, directory.path(), more)),
        };
        let file = directory.path().join("configuration");
        fs::write(&file, configuration).unwrap();
        let start = |directory: &Path| {
            let output = File::create(directory.join("log")).unwrap();
            let mut command = Command::new(installed(program));
            command.args(arguments).arg("-c").arg(&file).current_dir(directory);
            command.stdin(Stdio::null()).stderr(output.try_clone().unwrap()).stdout(output);
            command.spawn().unwrap_or_else(|error| {
                panic!("{program} cannot be started ({error}); install it: on Debian it is in the package {package}")
            })
        };
        let mut server = Self { maker, at, child: start(directory.path()), directory };
        let mut starts = 1;
        while !server.serves().await {
            // Now and then nsd misses its own start: "did not get start signal from main".
            let log = fs::read_to_string(server.directory.path().join("log")).unwrap_or_default();
            assert!(maker == Maker::Nsd && starts < 5, "{maker:?} does not serve, started {starts} times:\n{log}");
            server.kill();
            server.child = start(server.directory.path());
            starts += 1;
        }
        server
    }

    /// Waits until it answers; `false` when it has ended or takes too long.
    async fn serves(&mut self) -> bool {
        let begun = Instant::now();
        while self.primary().soa().await.is_err() {
            if begun.elapsed() > START_MAX || !matches!(self.child.try_wait(), Ok(None)) {
                return false;
            }
            tokio::time::sleep(LOOK_UP).await;
        }
        true
    }

    /// With the key that may do everything.
    pub(crate) fn primary(&self) -> Primary {
        self.primary_with("hmac-sha256", "hmac-sha256", SECRET)
    }

    pub(crate) fn primary_with(&self, name: &str, algorithm: &str, secret: &str) -> Primary {
        let key = TsigKey::parse(name, algorithm, secret).unwrap();
        Primary::new(self.at, ZONE, key, Arc::new(WallClock))
    }

    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may be gone already, which is what is wanted.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Debian puts servers where the PATH of an ordinary user does not look.
fn installed(name: &str) -> PathBuf {
    let usual = Path::new("/usr/sbin").join(name);
    if usual.is_file() { usual } else { PathBuf::from(name) }
}

fn knot(at: SocketAddr, directory: &Path, more: &str) -> String {
    let (ip, port, here) = (at.ip(), at.port(), directory.display());
    let key = |(name, algorithm)| format!("  - id: {name}.\n    algorithm: {algorithm}\n    secret: {SECRET}\n");
    let keys: String = KEYS.map(key).concat();
    let acl = |(name, _)| {
        let actions = match name {
            "no-transfer" => "update",
            "no-update" => "transfer",
            _ => "transfer, update",
        };
        format!("  - id: {name}\n    key: {name}.\n    action: [{actions}]\n")
    };
    let acls: String = KEYS.map(acl).concat();
    let names = KEYS.map(|(name, _)| name).join(", ");
    format!(
        "server:
    rundir: \"{here}\"
    listen: {ip}@{port}
    udp-workers: 1
    tcp-workers: 1
    background-workers: 1
log:
  - target: stderr
    any: info
database:
    storage: \"{here}\"
key:
{keys}acl:
{acls}zone:
  - domain: \"{ZONE}\"
    storage: \"{here}\"
    file: \"zone\"
    zonefile-sync: -1
    acl: [{names}]
{more}"
    )
}

fn bind(at: SocketAddr, directory: &Path, more: &str) -> String {
    let (ip, port, here) = (at.ip(), at.port(), directory.display());
    let key = |(name, algorithm)| format!("key \"{name}\" {{ algorithm {algorithm}; secret \"{SECRET}\"; }};\n");
    let keys: String = KEYS.map(key).concat();
    let but = |without: &str| -> String {
        let names = KEYS.iter().map(|(name, _)| *name).filter(|name| *name != without);
        names.map(|name| format!("key \"{name}\"; ")).collect()
    };
    let (transfer, update) = (but("no-transfer"), but("no-update"));
    format!(
        "options {{
    directory \"{here}\";
    listen-on port {port} {{ {ip}; }};
    listen-on-v6 {{ none; }};
    pid-file none;
    lock-file none;
    session-keyfile none;
    recursion no;
    notify no;
    dnssec-validation no;
}};
controls {{ }};
{keys}zone \"{ZONE}\" {{
    type primary;
    file \"zone\";
    check-names ignore;
    allow-transfer {{ {transfer}}};
    allow-update {{ {update}}};
{more}}};
"
    )
}

fn nsd(at: SocketAddr, directory: &Path, more: &str) -> String {
    let (ip, port, here) = (at.ip(), at.port(), directory.display());
    let key = |(name, algorithm)| {
        format!("key:\n    name: \"{name}\"\n    algorithm: {algorithm}\n    secret: \"{SECRET}\"\n")
    };
    let keys: String = KEYS.map(key).concat();
    format!(
        "server:
    ip-address: {ip}@{port}
    server-count: 1
    username: \"\"
    chroot: \"\"
    zonesdir: \"{here}\"
    zonelistfile: \"{here}/zone.list\"
    xfrdfile: \"{here}/xfrd.state\"
    xfrdir: \"{here}\"
    pidfile: \"{here}/pid\"
    database: \"\"
    rrl-ratelimit: 0
remote-control:
    control-enable: no
{keys}zone:
    name: \"{ZONE}\"
    zonefile: \"zone\"
    provide-xfr: 127.0.0.1 hmac-sha256
{more}"
    )
}
