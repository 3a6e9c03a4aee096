//! Name servers of others: started in the foreground, each in a process group of its own, and gone when their value is dropped.

use rustix::process::{Pid, Signal, kill_process_group};
use std::fs::{self, File};
use std::net::SocketAddr;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long a program may take to end after being asked to; then it is killed.
const STOP_MAX: Duration = Duration::from_secs(5);
/// How often it is looked whether it has.
const LOOK_UP: Duration = Duration::from_millis(5);

/// A running program.
#[derive(Debug)]
pub(crate) struct Program {
    pub(crate) name: &'static str,
    command: Command,
    child: Child,
    log: PathBuf,
}

impl Program {
    fn start(name: &'static str, package: &str, arguments: &[&str], configuration: &str, directory: &Path) -> Self {
        let file = directory.join("configuration");
        fs::write(&file, configuration).unwrap();
        let log = directory.join("log");
        let output = File::create(&log).unwrap();
        let mut command = Command::new(installed(name));
        command.args(arguments).arg("-c").arg(&file).current_dir(directory).process_group(0);
        command.stdin(Stdio::null()).stderr(output.try_clone().unwrap()).stdout(output);
        match command.spawn() {
            Ok(child) => Self { name, command, child, log },
            Err(error) => panic!("{name} cannot be started ({error}); on Debian it is in the package {package}"),
        }
    }

    /// What it wrote.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }

    pub(crate) fn has_ended(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }

    /// Ends it, and starts it with what it was started with. Its log goes on.
    pub(crate) fn start_again(&mut self) {
        self.end();
        self.child = self.command.spawn().unwrap();
    }

    fn end(&mut self) {
        self.signal(Signal::TERM);
        let asked = Instant::now();
        while !self.has_ended() && asked.elapsed() < STOP_MAX {
            std::thread::sleep(LOOK_UP);
        }
        self.signal(Signal::KILL);
        let _ = self.child.wait();
    }

    fn signal(&self, signal: Signal) {
        if let Some(group) = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw) {
            // The group may be gone already, which is what is wanted.
            let _ = kill_process_group(group, signal);
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.end();
    }
}

/// Debian puts servers where the PATH of an ordinary user does not look.
fn installed(name: &str) -> PathBuf {
    let usual = Path::new("/usr/sbin").join(name);
    if usual.is_file() { usual } else { PathBuf::from(name) }
}

/// nsd with one zone, given as a zone file.
pub(crate) fn nsd(at: SocketAddr, zone: &str, records: &str, directory: &Path) -> Program {
    fs::write(directory.join("zone"), records).unwrap();
    let (ip, port, here) = (at.ip(), at.port(), directory.display());
    let name = if zone.is_empty() { "." } else { zone };
    let configuration = format!(
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
zone:
    name: \"{name}\"
    zonefile: \"zone\"
"
    );
    Program::start("nsd", "nsd", &["-d"], &configuration, directory)
}

/// Knot with one zone, given as a zone file.
pub(crate) fn knot(at: SocketAddr, zone: &str, records: &str, directory: &Path) -> Program {
    fs::write(directory.join("zone"), records).unwrap();
    let (ip, port, here) = (at.ip(), at.port(), directory.display());
    let configuration = format!(
        "server:
    rundir: \"{here}\"
    listen: {ip}@{port}
    udp-workers: 1
    tcp-workers: 1
    background-workers: 1
log:
  - target: stderr
    any: warning
database:
    storage: \"{here}\"
zone:
  - domain: \"{zone}\"
    storage: \"{here}\"
    file: \"zone\"
"
    );
    Program::start("knotd", "knot", &[], &configuration, directory)
}

/// unbound, recursing from `hints` (the servers of zones, the root's first), as strict as it can be told to be: it hides case in names,
/// believes that nothing is below a name that does not exist, and asks for one label more at a time, never leniently.
///
/// From port 53 on it finds its own way down from the root. From any other port it has to be told each zone's server, because a
/// delegation cannot name a port.
pub(crate) fn unbound(at: SocketAddr, hints: &[(&str, SocketAddr)], directory: &Path) -> Program {
    let (ip, port, here) = (at.ip(), at.port(), directory.display());
    let way = if port == 53 {
        let root = hints[0].1.ip();
        fs::write(directory.join("hints"), format!(". 60 NS root-server.\nroot-server. 60 A {root}\n")).unwrap();
        format!("    root-hints: \"{here}/hints\"\n")
    } else {
        let stub = |(zone, server): &(&str, SocketAddr)| {
            format!("stub-zone:\n    name: \"{zone}.\"\n    stub-addr: {}@{}\n", server.ip(), server.port())
        };
        hints.iter().map(stub).collect()
    };
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
    harden-referral-path: yes
    edns-buffer-size: 1232
{way}remote-control:
    control-enable: no
"
    );
    Program::start("unbound", "unbound", &["-d"], &configuration, directory)
}

/// unbound that checks signatures, asks `server` for `zone`, and trusts that the zone has a key of this `digest` (DS; 64 hex digits).
pub(crate) fn checking_unbound(
    at: SocketAddr,
    zone: &str,
    server: SocketAddr,
    digest: &str,
    directory: &Path,
) -> Program {
    let (ip, port, here) = (at.ip(), at.port(), directory.display());
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
    do-ip6: no
    num-threads: 1
    access-control: 127.0.0.0/8 allow
    do-not-query-localhost: no
    local-zone: \"test.\" nodefault
    module-config: \"validator iterator\"
    trust-anchor: \"{zone}. DS 12345 13 2 {digest}\"
    ede: yes
stub-zone:
    name: \"{zone}.\"
    stub-addr: {}@{}
remote-control:
    control-enable: no
",
        server.ip(),
        server.port()
    );
    Program::start("unbound", "unbound", &["-d"], &configuration, directory)
}
