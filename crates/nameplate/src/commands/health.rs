//! `nameplate health`: whether a role that runs on this machine is well, for containers that have no other program.

use super::ending::{Outcome, Stop};
use super::output;
use crate::config::{Environment, Settings};
use clap::{Args, ValueEnum};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpStream;

/// What an SSH server says first (RFC 4253, section 4.2).
const SSH_GREETING: &[u8] = b"SSH-2.0-";

/// Ask a role that runs here whether it is well.
#[derive(Args, Debug)]
#[command(
    after_help = "It looks at the ports that the settings name, and exits with 1 when there is no good answer. Run it with the settings of the role."
)]
pub(super) struct Health {
    /// Which role [default: that of process 1, as in a container]
    role: Option<Role>,
    /// Longest wait for the answer, in seconds
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u64).range(1..=60))]
    timeout: u64,
}

/// What runs as a process of its own.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
enum Role {
    /// The API answers, and its database does
    Serve,
    /// The HTTP port answers
    Edge,
    /// The REST API answers
    AcmeDns,
    /// The SSH port greets
    Ssh,
}

pub(super) async fn run(health: Health, environment: &Environment) -> Result<Outcome, Stop> {
    let settings = Settings::read(environment).map_err(|faults| Stop::failed(faults.to_string()))?;
    let role = health.role.or_else(of_process_1).ok_or_else(|| {
        Stop::usage("process 1 is no role of nameplate: name one of serve, edge, acme-dns, ssh".to_owned())
    })?;
    let wait = Duration::from_secs(health.timeout);
    let asked = async {
        match role {
            Role::Serve => by_http(settings.api_addr, "/healthz").await,
            Role::Edge => by_http(settings.edge.settings.http_addr, "/healthz").await,
            Role::AcmeDns => by_http(settings.acme_dns.api_addr, "/health").await,
            Role::Ssh => by_greeting(settings.ssh.addr).await,
        }
    };
    let well = tokio::time::timeout(wait, asked).await;
    well.unwrap_or_else(|_| Err(Stop::failed(format!("no answer within {} s", health.timeout))))?;
    output::line("It is well.");
    Ok(Outcome::Done)
}

/// In a container the role is its first process, or that of a little `init` which has it among its arguments.
fn of_process_1() -> Option<Role> {
    named_in(&std::fs::read("/proc/1/cmdline").ok()?)
}

/// The role in a command line as Linux keeps it: arguments that end with a zero octet.
fn named_in(command_line: &[u8]) -> Option<Role> {
    let arguments = command_line.split(|octet| *octet == 0).filter_map(|argument| std::str::from_utf8(argument).ok());
    let mut after = arguments.skip_while(|argument| argument.rsplit('/').next() != Some("nameplate"));
    after.find_map(|argument| Role::from_str(argument, false).ok())
}

async fn by_http(address: SocketAddr, path: &str) -> Result<(), Stop> {
    let address = reachable(address);
    let failed = |error: reqwest::Error| Stop::failed(format!("{address} does not answer: {}", error.without_url()));
    let here = reqwest::redirect::Policy::none();
    let client = reqwest::Client::builder().no_proxy().redirect(here).build().map_err(failed)?;
    let answer = client.get(format!("http://{address}{path}")).send().await.map_err(failed)?;
    match answer.status() {
        status if status.is_success() => Ok(()),
        status => Err(Stop::failed(format!("{address} answers with status {}", status.as_u16()))),
    }
}

async fn by_greeting(address: SocketAddr) -> Result<(), Stop> {
    let address = reachable(address);
    let failed = |error: std::io::Error| Stop::failed(format!("{address} does not answer: {error}"));
    let mut stream = TcpStream::connect(address).await.map_err(failed)?;
    let mut greeting = [0; SSH_GREETING.len()];
    stream.read_exact(&mut greeting).await.map_err(failed)?;
    match greeting == SSH_GREETING {
        true => Ok(()),
        false => Err(Stop::failed(format!("{address} is no SSH server"))),
    }
}

/// Where a listener is reached from its own machine: one on every address is on loopback too.
fn reachable(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        ip if !ip.is_unspecified() => ip,
        IpAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
    };
    SocketAddr::new(ip, address.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_role_of_a_container_is_that_of_its_first_process() {
        for (command_line, role) in [
            ("/usr/bin/nameplate\0edge\0", Some(Role::Edge)),
            ("/sbin/docker-init\0--\0nameplate\0acme-dns\0", Some(Role::AcmeDns)),
            ("/sbin/init\0edge\0", None),
            ("nameplate\0dev\0", None),
            ("", None),
        ] {
            assert_eq!(named_in(command_line.as_bytes()), role, "{command_line:?}");
        }
    }

    #[test]
    fn a_listener_on_every_address_is_asked_on_loopback_and_any_other_where_it_is() {
        for (listens, asked) in [
            ("0.0.0.0:80", "127.0.0.1:80"),
            ("[::]:80", "[::1]:80"),
            ("10.0.0.7:8080", "10.0.0.7:8080"),
            ("[fd00::1]:80", "[fd00::1]:80"),
        ] {
            assert_eq!(reachable(listens.parse().unwrap()).to_string(), asked);
        }
    }
}
