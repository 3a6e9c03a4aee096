//! Running the commands that work over the API from a shell: the key is this machine's, and the sheet is the terminal.

use super::api::client::Client;
use super::by_itself;
use super::cert::{self, Cert};
use super::desk::Desk;
use super::domain::{self, Domain};
use super::ending::{Outcome, Stop};
use super::follow::Pace;
use super::login::{self, Login, Logout};
use super::remote::OverApi;
use super::route::{self, Route};
use super::sheet::{Terminal, tell, tell_stop};
use crate::config::Environment;
use std::process::ExitCode;

pub(super) fn domain(domain: OverApi<Domain>, environment: &Environment) -> ExitCode {
    let OverApi { remote, command } = domain;
    let terminal = Terminal::open(environment);
    end(&terminal, command.is_json(), || {
        let client = remote.open(environment)?;
        by_itself(domain::run(command, desk(&client, &terminal)))
    })
}

pub(super) fn route(route: OverApi<Route>, environment: &Environment) -> ExitCode {
    let OverApi { remote, command } = route;
    let terminal = Terminal::open(environment);
    end(&terminal, command.is_json(), || {
        let client = remote.open(environment)?;
        by_itself(route::run(command, desk(&client, &terminal)))
    })
}

pub(super) fn cert(cert: OverApi<Cert>, environment: &Environment) -> ExitCode {
    let OverApi { remote, command } = cert;
    end(&Terminal::open(environment), command.is_json(), || {
        let client = remote.open(environment)?;
        by_itself(cert::run(command, &client)).map(|()| Outcome::Done)
    })
}

pub(super) fn login(login: &Login, environment: &Environment) -> ExitCode {
    let terminal = Terminal::open(environment);
    end(&terminal, login.json, || tell(&terminal, &by_itself(login::login(login, environment))?, login.json))
}

pub(super) fn logout(logout: &Logout, environment: &Environment) -> ExitCode {
    let terminal = Terminal::open(environment);
    end(&terminal, logout.json, || tell(&terminal, &login::logout(logout, environment)?, logout.json))
}

fn desk<'a>(client: &'a Client, terminal: &'a Terminal) -> Desk<'a> {
    Desk { api: client, sheet: terminal, pace: Pace::USUAL }
}

/// The exit code of how a command ended; says why it did not do what it was asked.
fn end(terminal: &Terminal, json: bool, run: impl FnOnce() -> Result<Outcome, Stop>) -> ExitCode {
    match run() {
        Ok(outcome) => ExitCode::from(outcome.exit_code()),
        Err(stop) => {
            tell_stop(terminal, &stop, json);
            ExitCode::from(stop.exit_code())
        }
    }
}
