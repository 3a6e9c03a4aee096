//! `nameplate login` and `nameplate logout`: a key that is kept on this machine, so that commands need none.

mod logins;
mod typed_key;

pub(super) use logins::{Logins, Place};

use super::api::client::Client;
use super::api::{Request, ask};
use super::ending::Stop;
use super::look::{Look, Tone};
use super::output;
use super::remote::Remote;
use super::sheet::Report;
use crate::config::Environment;
use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Store an API key.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  nameplate login                                         asks for the key, without showing it
  nameplate login --url https://cd.example.com < key.txt  reads it from a file
  nameplate login --dry-run                               says whose key it is and stores nothing

The key is shown to the control plane once, and kept in logins.json in the folder nameplate of $XDG_CONFIG_HOME (~/.config), for its
owner alone: one key for each URL. Commands then use the URL of the last login unless --url or NAMEPLATE_URL names another.")]
pub(super) struct Login {
    #[command(flatten)]
    remote: Remote,
    /// Check the key and store nothing
    #[arg(long)]
    dry_run: bool,
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}

/// Forget a stored API key.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  nameplate logout
  nameplate logout --url https://cd.example.com

The key itself goes on being valid; revoke it in the console, or with `nameplate admin key revoke`.")]
pub(super) struct Logout {
    #[command(flatten)]
    remote: Remote,
    /// Say what would be forgotten and do nothing
    #[arg(long)]
    dry_run: bool,
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}

/// Whom a key stands for, and where it is kept.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct LoginReport {
    /// Nothing was stored.
    dry_run: bool,
    /// URL of the control plane.
    url: String,
    /// Whose key it is.
    tenant: Named,
    /// The application that the key was made under; null for a key of the whole tenant.
    application_id: Option<String>,
    key: Key,
    /// What it may do.
    scopes: Vec<String>,
    /// Where it is kept.
    file: String,
}

/// What was forgotten.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct LogoutReport {
    /// Nothing was forgotten yet.
    dry_run: bool,
    /// URL of the control plane.
    url: String,
    /// Whether there was a key for it.
    was_logged_in: bool,
    /// Where keys are kept.
    file: String,
}

/// Something with a name.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct Named {
    id: String,
    name: String,
}

/// A key, without its secret.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct Key {
    id: String,
    /// The label a person gave it.
    name: String,
    /// Last four characters of its secret.
    last4: String,
}

#[derive(Debug, Deserialize)]
struct Session {
    kind: String,
    tenant: Option<Named>,
    application_id: Option<String>,
    scopes: Vec<String>,
    key: Option<Key>,
}

pub(super) async fn login(login: &Login, environment: &Environment) -> Result<LoginReport, Stop> {
    let place = place(environment)?;
    let mut logins = place.read()?;
    let url = login.remote.url_among(&logins)?;
    let key = match login.remote.typed_key() {
        Some(key) => key.to_owned(),
        None => typed_key::read(&url)?,
    };
    if !is_private(&url) {
        output::progress(format_args!("{url} is not https: everybody on the way there can read the key."));
    }
    let session: Session = ask(&Client::new(url.clone(), key.clone())?, Request::get("/v1/session")).await?;
    let (Some(tenant), Some(shown)) = (session.tenant, session.key) else {
        return Err(Stop::failed(format!(
            "this is a {}, and commands take API keys (sk_…) of a tenant; an application's page of the console makes them",
            session.kind.replace('_', " ")
        )));
    };
    if !login.dry_run {
        logins.add(&url, &key);
        place.write(&logins)?;
    }
    Ok(LoginReport {
        dry_run: login.dry_run,
        url,
        tenant,
        application_id: session.application_id,
        key: shown,
        scopes: session.scopes,
        file: place.file().display().to_string(),
    })
}

pub(super) fn logout(logout: &Logout, environment: &Environment) -> Result<LogoutReport, Stop> {
    let place = place(environment)?;
    let mut logins = place.read()?;
    let url = logout.remote.url_among(&logins)?;
    let was_logged_in = logins.remove(&url);
    if was_logged_in && !logout.dry_run {
        place.write(&logins)?;
    }
    Ok(LogoutReport { dry_run: logout.dry_run, url, was_logged_in, file: place.file().display().to_string() })
}

/// What `--json` prints, by the name of the command.
pub(super) fn schemas() -> Vec<(&'static str, schemars::Schema)> {
    vec![("login", schemars::schema_for!(LoginReport)), ("logout", schemars::schema_for!(LogoutReport))]
}

fn place(environment: &Environment) -> Result<Place, Stop> {
    Place::of(environment).ok_or_else(|| Stop::failed("there is no home to keep keys in: set HOME or XDG_CONFIG_HOME"))
}

/// Whether what is sent there is read by nobody on the way.
fn is_private(url: &str) -> bool {
    let host = reqwest::Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default();
    let is_here = host == "localhost"
        || host.ends_with(".localhost")
        || host.trim_matches(['[', ']']).parse().is_ok_and(|address: std::net::IpAddr| address.is_loopback());
    url.starts_with("https:") || is_here
}

impl Report for LoginReport {
    fn lines(&self, look: Look) -> Vec<String> {
        let done = if self.dry_run { "Would log in" } else { "Logged in" };
        let mut lines = vec![
            look.paint(
                Tone::Good,
                &format!("{done} to {} as {} (…{}) of {}.", self.url, self.key.name, self.key.last4, self.tenant.name),
            ),
            look.labelled("scopes", Tone::Plain, &self.scopes.join(", ")),
        ];
        if let Some(application) = &self.application_id {
            lines.push(look.labelled("application", Tone::Plain, application));
        }
        lines.push(look.labelled(if self.dry_run { "to be kept in" } else { "kept in" }, Tone::Plain, &self.file));
        lines
    }
}

impl Report for LogoutReport {
    fn lines(&self, look: Look) -> Vec<String> {
        let text = match (self.was_logged_in, self.dry_run) {
            (false, _) => format!("There is no key for {} in {}.", self.url, self.file),
            (true, true) => format!("Would forget the key for {}, in {}.", self.url, self.file),
            (true, false) => format!("Forgot the key for {}. It is still valid until it is revoked.", self.url),
        };
        vec![look.paint(Tone::Plain, &text)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_travel_unread_over_tls_or_not_at_all() {
        for private in ["https://cd.example.com", "http://localhost:8080", "http://127.0.0.1:8080", "http://[::1]:8080"]
        {
            assert!(is_private(private), "{private}");
        }
        for open in ["http://cd.example.com", "http://192.0.2.1", "http://localhost.example.com"] {
            assert!(!is_private(open), "{open}");
        }
    }
}
