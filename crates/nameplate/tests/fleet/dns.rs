//! The DNS of a test: Knot with the root, `test.` and `platform.test`, Knot with `customer.test`, and unbound as everybody's
//! resolver. All authoritative servers are on one port, each at an address of its own.

use crate::process::{Process, installed};
use std::fs;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

/// The last octet of who is where.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Host {
    Registry = 1,
    Customer = 3,
    Resolver = 9,
    FirstPlane = 11,
    SecondPlane = 12,
    FirstAcmeDns = 21,
    SecondAcmeDns = 22,
    FirstEdge = 31,
    SecondEdge = 32,
}

/// Places of this process so far.
static PLACES: AtomicU32 = AtomicU32::new(0);

/// A network in 127.128.0.0/10, and the ports that are used in it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    network: [u8; 2],
    pub(crate) dns_port: u16,
    pub(crate) api_port: u16,
    pub(crate) internal_port: u16,
    pub(crate) tls_port: u16,
    pub(crate) http_port: u16,
}

impl Place {
    /// Nobody else's addresses.
    pub(crate) fn new() -> Self {
        let number = std::process::id().wrapping_mul(8).wrapping_add(PLACES.fetch_add(1, Ordering::Relaxed));
        let [_, _, high, low] = number.to_be_bytes();
        let network = [128 | (high & 0x3f), low];
        // Held together, so that they differ.
        let held: [TcpListener; 5] =
            std::array::from_fn(|_| TcpListener::bind((address(network, Host::Registry), 0)).unwrap());
        let [dns_port, api_port, internal_port, tls_port, http_port] =
            held.map(|listener| listener.local_addr().unwrap().port());
        Self { network, dns_port, api_port, internal_port, tls_port, http_port }
    }

    pub(crate) fn ip(self, host: Host) -> Ipv4Addr {
        address(self.network, host)
    }

    pub(crate) fn at(self, host: Host, port: u16) -> SocketAddr {
        SocketAddr::new(IpAddr::V4(self.ip(host)), port)
    }
}

fn address(network: [u8; 2], host: Host) -> Ipv4Addr {
    Ipv4Addr::new(127, network[0], network[1], host as u8)
}

/// All of it, running.
#[derive(Debug)]
pub(crate) struct Dns {
    pub(crate) customer: Zone,
    pub(crate) programs: Vec<Process>,
}

impl Dns {
    /// Visitors who look up `edge.platform.test` find the first edge.
    pub(crate) async fn start(place: Place, folder: &Path) -> Self {
        let (registry, customer) = (place.ip(Host::Registry), place.ip(Host::Customer));
        let [first_acme, second_acme] = [Host::FirstAcmeDns, Host::SecondAcmeDns].map(|host| place.ip(host));
        let edge = place.ip(Host::FirstEdge);
        let zones = [
            (".", format!("@ NS ns.\nns. A {registry}\ntest. NS ns.test.\nns.test. A {registry}\n")),
            (
                "test",
                format!(
                    "@ NS ns\nns A {registry}\nplatform NS ns.platform\nns.platform A {registry}\n\
                     customer NS ns.customer\nns.customer A {customer}\n"
                ),
            ),
            (
                "platform.test",
                format!(
                    "@ NS ns\nns A {registry}\nedge A {edge}\nacme NS ns1.acme\nacme NS ns2.acme\n\
                     ns1.acme A {first_acme}\nns2.acme A {second_acme}\n"
                ),
            ),
        ];
        let home = |name: &str| {
            let home = folder.join(name);
            fs::create_dir_all(&home).unwrap();
            home
        };
        let registry_home = home("registry");
        for (zone, records) in &zones {
            fs::write(registry_home.join(file_of(zone)), zone_file(zone, 1, records)).unwrap();
        }
        let mut programs =
            vec![knot("registry", place.at(Host::Registry, place.dns_port), &zones.map(|zone| zone.0), &registry_home)];
        let zone = Zone {
            apex: "customer.test",
            always: format!("@ NS ns\nns A {customer}\n"),
            records: Vec::new(),
            serial: 1,
            home: home("customer"),
        };
        zone.write();
        programs.push(knot("customer", place.at(Host::Customer, place.dns_port), &[zone.apex], &zone.home));
        for knot in &mut programs {
            knot.says("server started").await;
        }
        programs.push(unbound(place, &home("resolver")));
        programs[2].says("start of service").await;
        Self { customer: zone, programs }
    }
}

/// A zone that changes.
#[derive(Debug)]
pub(crate) struct Zone {
    apex: &'static str,
    always: String,
    records: Vec<String>,
    serial: u32,
    home: PathBuf,
}

impl Zone {
    /// Adds records: names without a dot at the end, and without the quotes of texts.
    pub(crate) fn publish(&mut self, records: &[(&str, &str, &str)]) {
        self.records.extend(records.iter().map(|record| line(*record)));
        self.load();
    }

    fn write(&self) {
        let records = format!("{}{}\n", self.always, self.records.join("\n"));
        fs::write(self.home.join(file_of(self.apex)), zone_file(self.apex, self.serial, &records)).unwrap();
    }

    fn load(&mut self) {
        self.serial += 1;
        self.write();
        let configuration = self.home.join("knot.conf");
        let output = Command::new(installed("knotc"))
            .arg("-c")
            .arg(configuration)
            .args(["-b", "zone-reload", self.apex])
            .output()
            .expect("`make test` installs knotc (Debian's package knot)");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
}

fn line((name, rtype, value): (&str, &str, &str)) -> String {
    match rtype {
        "CNAME" => format!("{name}. CNAME {value}."),
        "TXT" => format!("{name}. TXT \"{value}\""),
        _ => format!("{name}. {rtype} {value}"),
    }
}

fn file_of(zone: &str) -> String {
    format!("zone-{}", zone.trim_matches('.'))
}

/// Nothing is remembered for longer than two seconds.
fn zone_file(zone: &str, serial: u32, records: &str) -> String {
    let origin = zone.trim_matches('.');
    format!("$ORIGIN {origin}.\n$TTL 1\n@ SOA ns nobody {serial} 3600 600 86400 1\n{records}")
}

fn knot(name: &str, at: SocketAddr, zones: &[&str], home: &Path) -> Process {
    let (ip, port, here) = (at.ip(), at.port(), home.display());
    let zones: String = zones
        .iter()
        .map(|zone| format!("  - domain: \"{zone}\"\n    storage: \"{here}\"\n    file: \"{}\"\n", file_of(zone)))
        .collect();
    let configuration = format!(
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
zone:
{zones}"
    );
    let file = home.join("knot.conf");
    fs::write(&file, configuration).unwrap();
    let mut command = Command::new(installed("knotd"));
    command.arg("-c").arg(file);
    Process::start(name, command, "knot", home)
}

/// It has to be told each zone's servers, because a delegation cannot name a port.
fn unbound(place: Place, home: &Path) -> Process {
    let (ip, port, here) = (place.ip(Host::Resolver), place.dns_port, home.display());
    let zones: [(&str, &[Host]); 5] = [
        (".", &[Host::Registry]),
        ("test.", &[Host::Registry]),
        ("platform.test.", &[Host::Registry]),
        ("customer.test.", &[Host::Customer]),
        ("acme.platform.test.", &[Host::FirstAcmeDns, Host::SecondAcmeDns]),
    ];
    let mut stubs = String::new();
    for (zone, servers) in zones {
        stubs.push_str(&format!("stub-zone:\n    name: \"{zone}\"\n"));
        for server in servers {
            stubs.push_str(&format!("    stub-addr: {}@{port}\n", place.ip(*server)));
        }
    }
    let configuration = format!(
        "server:
    interface: {ip}@{port}
    do-daemonize: no
    username: \"\"
    chroot: \"\"
    directory: \"{here}\"
    pidfile: \"{here}/pid\"
    use-syslog: no
    logfile: \"\"
    verbosity: 1
    do-ip6: no
    num-threads: 1
    access-control: 127.0.0.0/8 allow
    do-not-query-localhost: no
    local-zone: \"test.\" nodefault
    module-config: \"iterator\"
    qname-minimisation: yes
    qname-minimisation-strict: yes
    use-caps-for-id: yes
    harden-below-nxdomain: yes
    edns-buffer-size: 1232
    infra-host-ttl: 1
{stubs}remote-control:
    control-enable: no
"
    );
    let file = home.join("unbound.conf");
    fs::write(&file, configuration).unwrap();
    let mut command = Command::new(installed("unbound"));
    command.arg("-d").arg("-c").arg(file);
    Process::start("unbound", command, "unbound", home)
}
