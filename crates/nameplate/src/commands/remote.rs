//! Which control plane commands talk to, and with which key: by argument, by variable, or as `nameplate login` left it.

use super::api::client::Client;
use super::ending::Stop;
use super::login::{Logins, Place};
use crate::config::Environment;
use clap::{Args, Subcommand};

/// Where the control plane is when nobody says so.
const DEFAULT_URL: &str = "http://localhost:8080";

/// Where the control plane is, and who asks.
#[derive(Args, Debug, Clone)]
pub(super) struct Remote {
    /// URL of the control plane [default: that of the last login, or http://localhost:8080]
    #[arg(long, env = "NAMEPLATE_URL", global = true, hide_env_values = true)]
    url: Option<String>,
    /// API key [default: what `nameplate login` stored for the URL]
    #[arg(long, env = "NAMEPLATE_API_KEY", hide_env_values = true, global = true, value_name = "KEY")]
    api_key: Option<String>,
}

/// Commands over the API, and which API.
#[derive(Args, Debug)]
pub(super) struct OverApi<C: Subcommand> {
    #[command(flatten)]
    pub(super) remote: Remote,
    #[command(subcommand)]
    pub(super) command: C,
}

impl Remote {
    /// The way to the API.
    ///
    /// # Errors
    /// What is missing, and how to give it.
    pub(super) fn open(&self, environment: &Environment) -> Result<Client, Stop> {
        if let (Some(url), Some(key)) = (given(self.url.as_ref()), self.typed_key()) {
            return Client::new(checked(url)?, key.to_owned());
        }
        let place = Place::of(environment);
        let logins = place.as_ref().map(Place::read).transpose()?.unwrap_or_default();
        let url = self.url_among(&logins)?;
        let key = self.typed_key().or_else(|| logins.key(&url)).ok_or_else(|| {
            Stop::failed(format!(
                "no API key for {url}: run `nameplate login`, set NAMEPLATE_API_KEY, or give --api-key"
            ))
        })?;
        Client::new(url, key.to_owned())
    }

    /// The URL alone, for whoever is brought keys.
    ///
    /// # Errors
    /// When it is none, or the logins cannot be read.
    pub(super) fn url(&self, environment: &Environment) -> Result<String, Stop> {
        if let Some(url) = given(self.url.as_ref()) {
            return checked(url);
        }
        let logins = Place::of(environment).as_ref().map(Place::read).transpose()?.unwrap_or_default();
        self.url_among(&logins)
    }

    /// The URL: as it was given, or else of the last login.
    ///
    /// # Errors
    /// When it is none.
    pub(super) fn url_among(&self, logins: &Logins) -> Result<String, Stop> {
        checked(given(self.url.as_ref()).or(logins.current()).unwrap_or(DEFAULT_URL))
    }

    /// The key that was given by argument or variable.
    pub(super) fn typed_key(&self) -> Option<&str> {
        given(self.api_key.as_ref())
    }
}

fn given(value: Option<&String>) -> Option<&str> {
    value.map(|value| value.trim()).filter(|value| !value.is_empty())
}

/// A URL in the one form in which it is stored and asked: without a slash at its end.
fn checked(url: &str) -> Result<String, Stop> {
    let wrong = |why: &str| Stop::usage(format!("{url:?} is no URL of a control plane: {why}"));
    let parsed = reqwest::Url::parse(url).map_err(|error| wrong(&error.to_string()))?;
    if !["http", "https"].contains(&parsed.scheme()) {
        return Err(wrong("it must begin with https:// or http://"));
    }
    if !parsed.username().is_empty()
        || parsed.password().is_some()
        || parsed.query().is_some()
        || parsed.fragment().is_some()
    {
        return Err(wrong("it may have a host, a port and a path only"));
    }
    Ok(parsed.as_str().trim_end_matches('/').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_control_plane_has_one_url() {
        for text in ["HTTPS://Cd.Example.com:443/", "https://cd.example.com", "https://cd.example.com//"] {
            assert_eq!(checked(text).unwrap(), "https://cd.example.com");
        }
        assert_eq!(checked("http://localhost:8080/base/").unwrap(), "http://localhost:8080/base");
        for wrong in
            ["localhost:8080", "cd.example.com", "ftp://x", "https://me:secret@x", "https://x/?a", "https://x/#a"]
        {
            let stop = checked(wrong).unwrap_err();
            assert_eq!(stop.exit_code(), 64, "{wrong}");
        }
    }

    #[test]
    fn what_is_given_goes_before_what_was_stored() {
        let mut logins = Logins::default();
        logins.add("https://cd.example.com", "sk_live_stored");
        let remote = |url: Option<&str>, key: Option<&str>| Remote {
            url: url.map(str::to_owned),
            api_key: key.map(str::to_owned),
        };
        assert_eq!(remote(None, None).url_among(&Logins::default()).unwrap(), DEFAULT_URL);
        assert_eq!(remote(None, None).url_among(&logins).unwrap(), "https://cd.example.com");
        assert_eq!(remote(Some("http://localhost:1"), None).url_among(&logins).unwrap(), "http://localhost:1");
        assert_eq!(remote(None, Some(" ")).typed_key(), None, "an empty variable is none");
        assert_eq!(logins.key("http://localhost:1"), None, "a key goes to its own control plane only");
    }
}
