//! The servers that are compared, each with the same certificate, origin and number of workers.

mod caddy;
mod haproxy;
mod nameplate;
mod nginx;

pub(crate) use caddy::{
    certificates as caddy_certificates, launch_on_demand as launch_caddy_on_demand,
    start_on_demand as start_caddy_on_demand, start_with_authority as start_caddy_with_authority,
};
pub(crate) use nameplate::{
    launch as launch_nameplate_edge, start as start_nameplate_edge, store_file as nameplate_store_file,
};
pub(crate) use nginx::{LARGE_BODY_BYTES, SMALL_BODY_BYTES, start_origin};

use crate::failure::Failure;
use crate::identity::Identity;
use crate::machine;
use crate::server::{Server, free_address};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Threads or worker processes of each server.
pub(crate) const WORKERS: usize = 2;

/// Unused streams to the origin that each server may keep.
const ORIGIN_IDLE_MAX: usize = 128;

/// A server in the comparison.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Peer {
    Nginx,
    Haproxy,
    Caddy,
    Nameplate,
}

impl Peer {
    /// All of them, the one that ratios refer to first.
    pub(crate) const ALL: [Self; 4] = [Self::Nginx, Self::Haproxy, Self::Caddy, Self::Nameplate];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Nginx => "nginx",
            Self::Haproxy => "haproxy",
            Self::Caddy => "caddy",
            Self::Nameplate => "nameplate",
        }
    }

    /// Program and version, as the program says it.
    ///
    /// # Errors
    /// [`Failure::Missing`] when it is not installed.
    pub(crate) fn version(self, binary: &Path) -> Result<String, Failure> {
        let (mut command, remedy) = match self {
            Self::Nginx => (with_argument(&installed("nginx"), "-v"), "apt-get install nginx"),
            Self::Haproxy => (with_argument(&installed("haproxy"), "-v"), "apt-get install haproxy"),
            Self::Caddy => (with_argument(&installed("caddy"), "version"), "apt-get install caddy"),
            Self::Nameplate => (with_argument(binary, "--version"), "cargo build --release -p nameplate"),
        };
        let line = machine::first_line(&mut command)
            .ok_or_else(|| Failure::Missing { what: self.name().to_owned(), remedy: remedy.to_owned() })?;
        let version = line.trim_start_matches("nginx version: ");
        Ok(if version.to_ascii_lowercase().contains(self.name()) {
            version.to_owned()
        } else {
            format!("{} {version}", self.name())
        })
    }
}

fn with_argument(program: &Path, argument: &str) -> Command {
    let mut command = Command::new(program);
    command.arg(argument);
    command
}

/// Debian puts servers where the PATH of an ordinary user does not look.
pub(crate) fn installed(program: &str) -> PathBuf {
    let usual = Path::new("/usr/sbin").join(program);
    if usual.is_file() { usual } else { PathBuf::from(program) }
}

/// What a server of the comparison is told.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Site<'a> {
    /// Host name that is served.
    pub(crate) name: &'a str,
    /// Its certificate; Nameplate's edge has its own, of the same kind.
    pub(crate) identity: &'a Identity,
    /// Plain HTTP/1.1.
    pub(crate) origin: SocketAddr,
    /// Control plane of the edge.
    pub(crate) control_plane: SocketAddr,
    /// The program under measurement.
    pub(crate) binary: &'a Path,
}

/// Where a server listens.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ports {
    /// For TLS.
    pub(crate) tls: SocketAddr,
    /// For plain HTTP.
    pub(crate) plain: SocketAddr,
}

impl Ports {
    /// Loopback ports that nobody listens on now.
    ///
    /// # Errors
    /// [`Failure::Io`] when the machine has none left.
    pub(crate) fn free() -> Result<Self, Failure> {
        Ok(Self { tls: free_address()?, plain: free_address()? })
    }
}

/// A server that listens for TLS.
#[derive(Debug)]
pub(crate) struct Running {
    pub(crate) peer: Peer,
    pub(crate) server: Server,
    pub(crate) address: SocketAddr,
}

/// Starts `peer` in `directory`, which must be empty, and waits until it listens.
///
/// # Errors
/// [`Failure`] when it does not start.
pub(crate) async fn start(peer: Peer, site: &Site<'_>, directory: &Path) -> Result<Running, Failure> {
    match peer {
        Peer::Nginx => nginx::start(site, directory).await,
        Peer::Haproxy => haproxy::start(site, directory).await,
        Peer::Caddy => caddy::start(site, directory).await,
        Peer::Nameplate => nameplate::start(site.binary, site.control_plane, directory).await,
    }
}

fn write(file: &Path, text: &str) -> Result<(), Failure> {
    std::fs::write(file, text).map_err(Failure::io(format!("writing {}", file.display())))
}
