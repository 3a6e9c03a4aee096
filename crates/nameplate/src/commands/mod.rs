//! The command line.

mod acme_dns;
mod admin;
mod cert;
mod dev;
mod dns;
mod edge;
mod openapi;
mod output;
mod remote;
mod serve;

use crate::config::{Environment, Settings};
use crate::wire::traces::Traces;
use clap::{Parser, Subcommand};
use std::ffi::OsString;
use std::process::ExitCode;

/// Refused or failed.
const EXIT_FAILED: u8 = 1;
/// The command line itself is wrong; 2 is kept for "DNS action pending".
const EXIT_USAGE: u8 = 64;

/// Custom domains for SaaS products.
#[derive(Parser, Debug)]
#[command(name = "nameplate", version, about, after_help = EXAMPLES, arg_required_else_help = true)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "Examples:
  nameplate dev                                    everything in one process, to try it
  nameplate serve                                  the API; WORKER_ENABLED=1 adds the workers
  nameplate edge                                   TLS and reverse proxy
  nameplate acme-dns                               the DNS zone that challenges are delegated to
  nameplate cert list --expiring 14                certificates that end within two weeks
  nameplate dns detect shop.customer.com           who runs a domain's DNS
  nameplate admin tenant create --name Acme --json  a tenant and its first key

Settings are environment variables; docs/settings.md lists them.
Exit codes: 0 done, 1 refused or failed, 2 DNS action pending, 64 wrong usage.";

#[derive(Subcommand, Debug)]
enum Command {
    /// Run everything in one process on this machine, with a DNS host to play with
    Dev(dev::Dev),
    /// Run the control plane: API, and workers when WORKER_ENABLED=1
    Serve,
    /// Run an edge: TLS termination and reverse proxy
    Edge,
    /// Serve acme.<BASE_DOMAIN> by DNS, and the acme-dns REST API
    AcmeDns,
    /// Look at certificates and have them renewed; over the API
    #[command(subcommand)]
    Cert(cert::Cert),
    /// Look at and change DNS records at any supported provider, without a server or a database
    #[command(subcommand)]
    Dns(dns::Dns),
    /// Look after the platform itself; works on the database
    #[command(subcommand)]
    Admin(admin::Admin),
    /// Print the OpenAPI document
    Openapi,
}

/// Runs the command line `arguments` and returns its exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>, environment: Environment) -> ExitCode {
    let command_line = match CommandLine::try_parse_from(arguments) {
        Ok(command_line) => command_line,
        Err(help_or_error) => {
            let is_error = help_or_error.use_stderr();
            // Nothing can be said about a terminal that cannot be written to.
            let _ = help_or_error.print();
            return if is_error { ExitCode::from(EXIT_USAGE) } else { ExitCode::SUCCESS };
        }
    };
    // These tell "done" from "changes pending" by exit code.
    if let Command::Dns(dns) = command_line.command {
        return dns::run(dns, &environment);
    }
    match carry_out(command_line.command, environment) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            output::error(&*error);
            ExitCode::from(EXIT_FAILED)
        }
    }
}

/// Anything that ends a command, for people to read.
type Failure = Box<dyn std::error::Error + Send + Sync>;

fn carry_out(command: Command, mut environment: Environment) -> Result<(), Failure> {
    if matches!(command, Command::Dev(_)) {
        dev::prepare(&mut environment)?;
    }
    if let Command::Openapi = command {
        return openapi::run();
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    // Commands over the API need none of the settings of a server.
    if let Command::Cert(cert) = command {
        return runtime.block_on(cert::run(cert));
    }
    let settings = Settings::read(&environment)?;
    let traces = Traces::open(&environment, runtime.handle())?;
    crate::wire::logs::start(&environment, &traces);
    let result = runtime.block_on(async {
        match command {
            Command::Dev(dev) => dev::run(dev, settings, &environment).await,
            Command::Serve => serve::run(settings).await,
            Command::Edge => edge::run(settings).await,
            Command::Admin(admin) => admin::run(admin, settings).await,
            Command::AcmeDns => acme_dns::run(settings).await,
            Command::Cert(_) | Command::Dns(_) | Command::Openapi => Ok(()),
        }
    });
    traces.close();
    // Name look-ups of the system resolver may still be under way on threads that cannot be interrupted.
    runtime.shutdown_timeout(std::time::Duration::from_secs(2));
    result
}
