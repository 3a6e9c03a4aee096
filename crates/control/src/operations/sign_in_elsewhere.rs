//! Signing people in by an identity provider: they leave for it with a sealed journey in their browser, and come back.

use super::invitations::Identified;
use crate::sessions::SessionToken;
use crate::{Control, Refused};
use moka::sync::Cache;
use nameplate_domain::tenancy::{Session, Whence};
use nameplate_domain::time::Timestamp;
use nameplate_identity::{IdentityError, Visit};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::time::Duration;

/// How long somebody may be away.
const AWAY_MAX: Duration = Duration::from_mins(10);
/// Journeys that are remembered as used up.
const REMEMBERED_MAX: u64 = 100_000;
/// Longest place to return to, and longest invitation, in octets: all of it goes into a cookie.
const PLACE_LENGTH_MAX: usize = 1024;
const INVITATION_LENGTH_MAX: usize = 128;
/// Below which people go back to.
const CONSOLE: &str = "/console";
/// What would send them away again at once.
const LEAVING: &str = "/console/sign-in/oidc";

/// Journeys that have ended, by their state. The cookie is cleared and the provider takes a code once; this is for who copied both.
pub(crate) struct Journeys(Cache<String, ()>);

impl Default for Journeys {
    fn default() -> Self {
        Self(Cache::builder().max_capacity(REMEMBERED_MAX).time_to_live(AWAY_MAX).build())
    }
}

impl fmt::Debug for Journeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Journeys")
    }
}

/// What the browser keeps, sealed.
#[derive(Serialize, Deserialize)]
struct Journey {
    visit: Visit,
    return_to: String,
    invitation: Option<String>,
    until: Timestamp,
}

/// A browser that leaves.
#[derive(Clone, PartialEq, Eq)]
pub struct Departure {
    /// Where it goes.
    pub url: String,
    /// What it takes along, and shows when it is back.
    pub journey: String,
}

impl Departure {
    /// How long it may be away.
    pub const LIFE: Duration = AWAY_MAX;
}

impl fmt::Debug for Departure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Departure(…)")
    }
}

/// A browser that is back, as its URL has it.
#[derive(Clone, Copy, Default)]
pub struct Back<'a> {
    /// What it took along.
    pub journey: Option<&'a str>,
    /// Which visit ended.
    pub state: Option<&'a str>,
    /// What the provider gave.
    pub code: Option<&'a str>,
    /// Why it gave nothing.
    pub error: Option<&'a str>,
    /// Who says to be the provider.
    pub issuer: Option<&'a str>,
}

impl fmt::Debug for Back<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Back(…)")
    }
}

/// Somebody who is signed in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entered {
    /// Until when.
    pub session: Session,
    /// What the browser keeps.
    pub token: SessionToken,
    /// Where they wanted to be.
    pub return_to: String,
}

/// Why nobody is signed in.
#[derive(Debug, thiserror::Error)]
pub enum NotEntered {
    /// No provider is set up.
    #[error("no identity provider is set up: see OIDC_ISSUER")]
    NoProvider,
    /// The person, or the provider, said no.
    #[error("the identity provider says that access was denied")]
    Denied,
    /// The provider said that something is wrong.
    #[error("the identity provider says {0:?}")]
    Told(String),
    /// The provider is down, slow, or not to be believed.
    #[error("the identity provider has shown nobody")]
    Provider(#[from] IdentityError),
    /// It was begun by another browser, too long ago, or has ended already.
    #[error("the browser has not begun this sign-in, or too long ago")]
    State,
    /// Nobody has verified the person's e-mail address, without which nobody knows them.
    #[error("the identity provider has not verified the person's e-mail address")]
    EmailUnverified,
    /// The person is not let in.
    #[error(transparent)]
    Refused(#[from] Refused),
}

impl Control {
    /// Sends a browser to the identity provider.
    ///
    /// # Errors
    /// [`NotEntered::NoProvider`], [`NotEntered::Provider`]; [`Refused::Invalid`] for a place or an invitation that cannot be one.
    pub async fn leave(&self, return_to: &str, invitation: Option<&str>) -> Result<Departure, NotEntered> {
        let provider = self.identity.as_ref().ok_or(NotEntered::NoProvider)?;
        if !is_place_of_ours(return_to) {
            return Err(Refused::invalid("return_to", "must be a path of the console, such as /console/domains").into());
        }
        if invitation.is_some_and(|link| link.len() > INVITATION_LENGTH_MAX) {
            return Err(Refused::invalid("invitation", "is longer than any; open the link again").into());
        }
        let visit = Visit::from_random([self.chance.bytes(), self.chance.bytes(), self.chance.bytes()]);
        let url = provider.sign_in_url(&visit).await?;
        let journey = Journey {
            visit,
            return_to: return_to.to_owned(),
            invitation: invitation.map(str::to_owned),
            until: self.now().plus(AWAY_MAX),
        };
        let journey = serde_json::to_vec(&journey).unwrap_or_default();
        let journey = self.secrets.seal_journey(&journey, self.chance.bytes()).unwrap_or_default();
        Ok(Departure { url, journey })
    }

    /// Signs in whoever has come back. `former` is what the browser was signed in as.
    ///
    /// # Errors
    /// [`NotEntered`]. Of [`Refused`], those of [`Control::enter`].
    pub async fn arrive(&self, back: Back<'_>, former: Option<&str>, whence: &Whence) -> Result<Entered, NotEntered> {
        let provider = self.identity.as_ref().ok_or(NotEntered::NoProvider)?;
        let journey = self.ended_journey(&back)?;
        let code = match (back.error, back.code) {
            (Some("access_denied"), _) => return Err(NotEntered::Denied),
            (Some(told), _) => {
                return Err(NotEntered::Told(told.chars().filter(char::is_ascii_graphic).take(60).collect()));
            }
            (None, None) => return Err(NotEntered::Told(String::new())),
            (None, Some(code)) => code,
        };
        let shown = provider.person(&journey.visit, code, back.issuer).await?;
        let person = Identified {
            issuer: provider.issuer().to_owned(),
            subject: shown.subject,
            verified_email: shown.verified_email,
            name: shown.name,
        };
        let entered = self.enter(&person, journey.invitation.as_deref(), former, whence).await;
        let (session, token) = entered.map_err(|refused| match refused {
            // The remedy is another one then.
            Refused::NoMembership | Refused::InvitationForAnother if person.verified_email.is_none() => {
                NotEntered::EmailUnverified
            }
            refused => refused.into(),
        })?;
        Ok(Entered { session, token, return_to: journey.return_to })
    }

    /// The journey that the browser shows, if it is this one, in time, and for the first time.
    fn ended_journey(&self, back: &Back<'_>) -> Result<Journey, NotEntered> {
        let opened = back.journey.and_then(|text| self.secrets.open_journey(text));
        let journey = opened.and_then(|bytes| serde_json::from_slice::<Journey>(&bytes).ok());
        let is_this = |journey: &Journey| back.state == Some(journey.visit.state()) && self.now() < journey.until;
        let journey = journey.filter(is_this).ok_or(NotEntered::State)?;
        let is_first = self.journeys.0.entry(journey.visit.state().to_owned()).or_insert(()).is_fresh();
        if is_first { Ok(journey) } else { Err(NotEntered::State) }
    }
}

/// Whether a browser may be sent there: a path of the console, however browsers read it.
#[must_use]
pub fn is_place_of_ours(place: &str) -> bool {
    let path = place.split(['?', '#']).next().unwrap_or_default();
    // Browsers take a backslash for a slash, leave out line breaks, and go up at `..`, also where its dots are encoded.
    let is_plain = place.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let goes_up = path.split('/').any(|part| {
        let part = part.to_ascii_lowercase().replace("%2e", ".");
        part == "." || part == ".."
    });
    let is_below = path.strip_prefix(CONSOLE).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    is_plain && !goes_up && is_below && !path.starts_with(LEAVING) && place.len() <= PLACE_LENGTH_MAX
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_return_to_the_console_only() {
        for place in ["/console", "/console/", "/console/domains?state=live#top", "/console/sign-in?return_to=%2F"] {
            assert!(is_place_of_ours(place), "{place}");
        }
        let long = format!("/console/{}", "a".repeat(PLACE_LENGTH_MAX));
        for place in [
            "",
            "/",
            "//evil.example/console",
            "https://evil.example/console/",
            "/console@evil.example",
            "/consoles",
            "/v1/session",
            "/console/../v1/session",
            "/console/%2E%2e/share/x",
            "/console/./.%2e/x",
            "/console\\..\\x",
            "/\\evil.example/console/",
            "/console/\n//evil.example",
            "/console/ä",
            "/console/sign-in/oidc?return_to=/console/",
            "javascript:alert(1)",
            &long,
        ] {
            assert!(!is_place_of_ours(place), "{place}");
        }
    }
}
