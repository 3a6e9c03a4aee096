//! The command line.

mod acme_dns;
mod admin;
mod api;
mod cert;
mod desk;
mod dev;
mod dns;
mod domain;
mod edge;
mod ending;
mod follow;
mod health;
mod import;
mod login;
mod look;
mod mcp;
mod openapi;
mod output;
mod over_api;
mod over_ssh;
mod papers;
mod plan;
mod reference;
#[cfg(test)]
mod rehearsal;
mod remote;
mod route;
mod serve;
mod sheet;
mod ssh;

use crate::config::{Environment, LOG, Settings};
use crate::wire::traces::Traces;
use clap::{ArgMatches, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use ending::{EXIT_USAGE, Outcome, Stop};
use nameplate_control::Refused;
use remote::OverApi;
use std::ffi::OsString;
use std::process::ExitCode;
use std::time::Duration;

pub use mcp::tools_page;
pub use reference::{json_schemas, reference};

/// Longest time for name look-ups of the system resolver that are still under way, on threads that cannot be interrupted.
const DRAIN_MAX: Duration = Duration::from_millis(100);

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
  nameplate ssh                                    `domain` and `route` for whoever has a registered SSH key
  nameplate login                                  a key for the commands below, kept on this machine
  nameplate domain add shop.customer.com           claim a domain; prints the one record to publish
  nameplate domain attach shop.customer.com --app shop   claim and route it, once that is there
  nameplate route list                             which application serves which name
  nameplate cert list --expiring 14                certificates that end within two weeks
  nameplate mcp                                    the same for agents, by the Model Context Protocol
  nameplate dns detect shop.customer.com           who runs a domain's DNS
  nameplate import caddy --tenant ID --dry-run     what would come in from a running Caddy
  nameplate admin tenant create --name Acme --json  a tenant and its first key

Settings are environment variables; /docs/self-hosting/configuration lists them.
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
    /// Take the commands `domain` and `route` over SSH, from whoever has a registered key
    Ssh,
    /// Ask a role that runs here whether it is well
    Health(health::Health),
    /// Store an API key on this machine
    Login(login::Login),
    /// Forget a stored API key
    Logout(login::Logout),
    /// Claim host names, prove them, and look after them; over the API
    Domain(OverApi<domain::Domain>),
    /// Say which application serves which name; over the API
    Route(OverApi<route::Route>),
    /// Look at certificates and have them renewed; over the API
    Cert(OverApi<cert::Cert>),
    /// Serve the commands over the API as tools for agents, by the Model Context Protocol
    #[command(after_help = mcp::ABOUT_MCP)]
    Mcp(mcp::Mcp),
    /// Look at and change DNS records at any supported provider, without a server or a database
    #[command(subcommand)]
    Dns(dns::Dns),
    /// Look after the platform itself; works on the database
    #[command(subcommand)]
    Admin(admin::Admin),
    /// Bring in certificates, keys and host names of a running system, without new orders; works on the database and the edges' store
    #[command(subcommand)]
    Import(import::Import),
    /// Print the OpenAPI document
    Openapi,
    /// Print what completes commands in a shell
    Completions(papers::Completions),
    /// Write man pages, one for each command, to a folder
    Man(papers::Man),
}

/// Runs the command line `arguments` and returns its exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>, environment: Environment) -> ExitCode {
    let (command_line, json) = match parsed(arguments) {
        Ok(parsed) => parsed,
        Err(help_or_error) => {
            let is_error = help_or_error.use_stderr();
            // Nothing can be said about a terminal that cannot be written to.
            let _ = help_or_error.print();
            return if is_error { ExitCode::from(EXIT_USAGE) } else { ExitCode::SUCCESS };
        }
    };
    match command_line.command {
        Command::Login(login) => over_api::login(&login, &environment),
        Command::Logout(logout) => over_api::logout(&logout, &environment),
        Command::Domain(domain) => over_api::domain(domain, &environment),
        Command::Route(route) => over_api::route(route, &environment),
        Command::Cert(cert) => over_api::cert(cert, &environment),
        Command::Mcp(mcp) => mcp::run(mcp, &environment),
        Command::Health(health) => ended_with(json, by_itself(health::run(health, &environment))),
        Command::Dns(dns) => ended_with(json, by_itself(dns::run(dns, &environment))),
        Command::Completions(completions) => ended(papers::complete(&completions)),
        Command::Man(man) => ended(papers::write_man(&man)),
        command => match carry_out(command, environment) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) if json && !error.is::<Told>() => ended_with(json, Err(stopped(&error))),
            Err(error) => {
                output::error(&*error);
                ExitCode::from(Outcome::No.exit_code())
            }
        },
    }
}

/// The command line, and whether its result is wished as JSON.
fn parsed(arguments: impl IntoIterator<Item = OsString>) -> Result<(CommandLine, bool), clap::Error> {
    let matches = CommandLine::command().try_get_matches_from(arguments)?;
    let command_line =
        CommandLine::from_arg_matches(&matches).map_err(|error| error.format(&mut CommandLine::command()))?;
    Ok((command_line, wishes_json(&matches)))
}

fn wishes_json(matches: &ArgMatches) -> bool {
    match matches.subcommand() {
        Some((_, below)) => wishes_json(below),
        None => matches.try_get_one::<bool>("json").ok().flatten().is_some_and(|wished| *wished),
    }
}

/// The exit code of how a command ended; says why it did not do what it was asked.
fn ended(result: Result<Outcome, Stop>) -> ExitCode {
    match result {
        Ok(outcome) => ExitCode::from(outcome.exit_code()),
        Err(stop) => {
            output::error(&stop);
            ExitCode::from(stop.exit_code())
        }
    }
}

/// As [`ended`]; to programs it is said in the place of the result.
fn ended_with(json: bool, result: Result<Outcome, Stop>) -> ExitCode {
    match result {
        Err(stop) if json => {
            output::line(format_args!("{:#}", stop.to_json()));
            ExitCode::from(stop.exit_code())
        }
        result => ended(result),
    }
}

/// What `--json` tells of a failure on this side.
fn stopped(error: &Failure) -> Stop {
    let text = output::sentence(&**error);
    match error.downcast_ref::<Refused>() {
        Some(Refused::NotFound(_)) => Stop::absent(text),
        _ => Stop::failed(text),
    }
}

/// Runs what needs none of the settings of a server.
fn by_itself<T>(command: impl Future<Output = Result<T, Stop>>) -> Result<T, Stop> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Stop::failed(error.to_string()))?;
    let result = runtime.block_on(command);
    runtime.shutdown_timeout(DRAIN_MAX);
    result
}

/// Anything that ends a command, for people to read.
type Failure = Box<dyn std::error::Error + Send + Sync>;

/// A failure of which the result tells already: with `--json` nothing else is printed there.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Told(String);

fn carry_out(command: Command, mut environment: Environment) -> Result<(), Failure> {
    if matches!(command, Command::Dev(_)) {
        dev::prepare(&mut environment)?;
    }
    if matches!(command, Command::Import(_)) {
        // Ten thousand names are told in a receipt, and need no line of the log each.
        environment.set_default(&LOG, "warn");
    }
    if let Command::Openapi = command {
        return openapi::run();
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let settings = Settings::read(&environment)?;
    let traces = Traces::open(&environment, runtime.handle())?;
    crate::wire::logs::start(&environment, &traces);
    let result = runtime.block_on(async {
        match command {
            Command::Dev(dev) => Box::pin(dev::run(dev, settings, &environment)).await,
            Command::Serve => serve::run(settings).await,
            Command::Edge => edge::run(settings).await,
            Command::Admin(admin) => Box::pin(admin::run(admin, settings)).await,
            Command::Import(import) => Box::pin(import::run(import, settings)).await,
            Command::AcmeDns => acme_dns::run(settings).await,
            Command::Ssh => ssh::run(settings).await,
            _ => Ok(()),
        }
    });
    traces.close();
    // Name look-ups of the system resolver may still be under way on threads that cannot be interrupted.
    runtime.shutdown_timeout(std::time::Duration::from_secs(2));
    result
}
