//! `nameplate mcp`: the commands over the API as tools for agents, by the Model Context Protocol (revision 2026-07-28, and those before it).
//!
//! A tool is a type: its fields are the arguments, and it runs on a [`Desk`](super::desk::Desk) as a command does, mostly by being one. So
//! there is nothing an agent can do that the API would not let its key do, and no tool takes records, zone data or credentials: what is to
//! be written in DNS is planned by the server.

mod answer;
mod attendance;
mod guarded;
mod listening;
mod page;
mod server;
#[cfg(test)]
mod tests;
mod tool;
mod tools;

pub use page::page as tools_page;

use super::api::client::Client;
use super::ending::{Outcome, Stop};
use super::remote::Remote;
use super::{by_itself, ended};
use crate::config::{Environment, LOG};
use crate::wire::{logs, shutdown, traces::Traces};
use clap::Args;
use rmcp::ServiceExt as _;
use rmcp::transport::stdio;
use server::{Keys, Server};
use std::net::SocketAddr;
use std::process::ExitCode;

pub(super) const ABOUT_MCP: &str = "\
On standard input and output, with one key: what desktop agents and editors start by themselves. With --listen by HTTP at /mcp, where each
request brings the key that it is for in its Authorization header; the server holds none. /docs/guides/mcp shows how clients are set up.

Examples:
  nameplate mcp
  nameplate mcp --listen 127.0.0.1:8765
  nameplate mcp --listen 0.0.0.0:8765 --allow-host mcp.example.com";

/// `nameplate mcp`.
#[derive(Args, Debug)]
pub(super) struct Mcp {
    #[command(flatten)]
    remote: Remote,
    /// Serve by HTTP at /mcp of this address, with the keys that requests bring
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
    /// A name that requests may be for, besides those of this machine itself; may be repeated
    #[arg(long, value_name = "HOST", requires = "listen")]
    allow_host: Vec<String>,
    /// A page in a browser that may send requests, as https://agent.example.com; may be repeated [default: none]
    #[arg(long, value_name = "ORIGIN", requires = "listen")]
    allow_origin: Vec<String>,
}

/// Serves until nobody is there any more, or the program is asked to end.
pub(super) fn run(mcp: Mcp, environment: &Environment) -> ExitCode {
    ended(by_itself(async {
        match mcp.listen {
            Some(address) => by_http(mcp, address, environment).await,
            None => by_stdio(&mcp, environment).await,
        }
    }))
}

async fn by_stdio(mcp: &Mcp, environment: &Environment) -> Result<Outcome, Stop> {
    let server = Server::new(Keys::Own(mcp.remote.open(environment)?));
    // Whoever started it may show what it says beside: what goes wrong only.
    let traces = log(environment, "warn")?;
    let session = match server.serve(stdio()).await {
        Ok(session) => session,
        // Whoever started it went before saying anything.
        Err(rmcp::service::ServerInitializeError::ConnectionClosed(_)) => return Ok(Outcome::Done),
        Err(error) => return Err(Stop::failed(format!("the client does not speak MCP: {error}"))),
    };
    let stop = session.cancellation_token();
    tokio::spawn(async move {
        shutdown::asked_for().await;
        stop.cancel();
    });
    session.waiting().await.map_err(|error| Stop::failed(error.to_string()))?;
    traces.close();
    Ok(Outcome::Done)
}

/// Logs on standard error by `LOG`, or else by `usual`.
fn log(environment: &Environment, usual: &str) -> Result<Traces, Stop> {
    let mut environment = environment.clone();
    environment.set_default(&LOG, usual);
    let traces = Traces::open(&environment, &tokio::runtime::Handle::current())
        .map_err(|error| Stop::failed(error.to_string()))?;
    logs::start(&environment, &traces);
    Ok(traces)
}

async fn by_http(mcp: Mcp, address: SocketAddr, environment: &Environment) -> Result<Outcome, Stop> {
    // Each request brings its own key.
    let client = Client::new(mcp.remote.url(environment)?, String::new())?;
    let traces = log(environment, "info,rmcp=warn")?;
    let listener = tokio::net::TcpListener::bind(address)
        .await
        .map_err(|error| Stop::failed(format!("cannot listen on {address}: {error}; give --listen another address")))?;
    let address = listener.local_addr().map_err(|error| Stop::failed(error.to_string()))?;
    tracing::info!(mcp.addr = %address, "The MCP server is up, at /mcp.");
    let guarded = guarded::Guarded::new(Server::new(Keys::Brought(client)), address, mcp.allow_host, mcp.allow_origin);
    listening::serve(listener, guarded, shutdown::asked_for()).await;
    tracing::info!("The MCP server ended.");
    traces.close();
    Ok(Outcome::Done)
}
