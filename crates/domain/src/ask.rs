//! May the edge serve this name: the question and its answer.

use crate::connection::{Standing, State};
use crate::time::Timestamp;
use std::fmt;
use std::time::Duration;

/// What the edge is about to do with a name.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Purpose {
    /// Answer a visitor.
    #[default]
    Serve,
    /// Obtain a certificate.
    Issue,
}

/// A connection, as far as the answer hangs on it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Asked {
    /// State and proof.
    pub standing: Standing,
    /// When it entered its state.
    pub state_since: Timestamp,
    /// Whether an edge has a certificate for it that has not expired.
    pub has_certificate: bool,
    /// Whether its tenant is suspended.
    pub suspended: bool,
}

/// Why a name is not served, or gets no certificate.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unserved {
    /// It was given up or taken down.
    Ended,
    /// Nobody has proven it here.
    Unproven,
    /// Its tenant is suspended.
    Suspended,
    /// Its records lead elsewhere, and the time for which that is borne is over.
    GraceOver,
    /// Its records lead elsewhere, and no edge has a certificate for it.
    DriftedWithoutCertificate,
    /// Its records lead elsewhere: it goes on being served, and gets no new certificate.
    NoNewCertificate,
}

/// Why, as the end of a sentence that begins with "It is not served:".
impl fmt::Display for Unserved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ended => "this connection has ended",
            Self::Unproven => "ownership is not proven here",
            Self::Suspended => "the account is suspended",
            Self::GraceOver => "its records lead elsewhere, for longer than that is borne",
            Self::DriftedWithoutCertificate => "its records lead elsewhere, and there is no certificate for it",
            Self::NoNewCertificate => "its records lead elsewhere, so that it gets no new certificate",
        })
    }
}

/// Who chose where the requests for a name go.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OriginSource {
    /// A route that serves the name.
    Route,
    /// The connection itself.
    Connection,
    /// Its application.
    Application,
    /// The platform, since nobody else did.
    Platform,
}

impl OriginSource {
    /// Each of them.
    pub const ALL: [Self; 4] = [Self::Route, Self::Connection, Self::Application, Self::Platform];

    /// The name in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Route => "route",
            Self::Connection => "connection",
            Self::Application => "application",
            Self::Platform => "platform",
        }
    }
}

/// Where requests go. `own` is the connection's, which is a copy of `application` unless it was given another one; `route` is that of
/// the route that serves the name, if it has one.
#[must_use]
pub fn origin_of<'a>(
    route: Option<&'a str>,
    own: Option<&'a str>,
    application: Option<&str>,
    platform: &'a str,
) -> (&'a str, OriginSource) {
    match (route, own) {
        (Some(route), _) => (route, OriginSource::Route),
        (None, Some(own)) if Some(own) == application => (own, OriginSource::Application),
        (None, Some(own)) => (own, OriginSource::Connection),
        (None, None) => (platform, OriginSource::Platform),
    }
}

/// Whether a connection may be served (or have a certificate issued) at `now`.
///
/// A drifted name goes on being served for `drift_grace` if it has a certificate, and gets no new one.
///
/// # Errors
/// [`Unserved`]: why not.
pub fn judge(purpose: Purpose, asked: &Asked, now: Timestamp, drift_grace: Duration) -> Result<(), Unserved> {
    let Asked { standing, state_since, has_certificate, suspended } = *asked;
    match (standing.state, purpose) {
        (State::Failed | State::Archived, _) => Err(Unserved::Ended),
        _ if suspended => Err(Unserved::Suspended),
        (State::Drifted, Purpose::Issue) => Err(Unserved::NoNewCertificate),
        (State::Drifted, Purpose::Serve) if !has_certificate => Err(Unserved::DriftedWithoutCertificate),
        (State::Drifted, Purpose::Serve) if now.since(state_since) >= drift_grace => Err(Unserved::GraceOver),
        _ if standing.holds_claim() => Ok(()),
        _ => Err(Unserved::Unproven),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GRACE: Duration = Duration::from_secs(100);

    fn asked(state: State, proven: bool) -> Asked {
        let standing = Standing { state, proven };
        Asked { standing, state_since: Timestamp::from_ms(0), has_certificate: true, suspended: false }
    }

    #[test]
    fn a_drifted_name_is_served_within_its_grace_and_gets_no_new_certificate() {
        let drifted = asked(State::Drifted, true);
        let at = |purpose, asked: Asked, ms| judge(purpose, &asked, Timestamp::from_ms(ms), GRACE);
        assert_eq!(at(Purpose::Serve, drifted, 99_999), Ok(()));
        assert_eq!(at(Purpose::Serve, drifted, 100_000), Err(Unserved::GraceOver));
        let bare = Asked { has_certificate: false, ..drifted };
        assert_eq!(at(Purpose::Serve, bare, 1), Err(Unserved::DriftedWithoutCertificate));
        assert_eq!(at(Purpose::Issue, drifted, 1), Err(Unserved::NoNewCertificate));
    }

    #[test]
    fn only_a_proven_name_is_served() {
        for state in State::ALL {
            for proven in [false, true] {
                let asked = asked(state, proven);
                let verdict = judge(Purpose::Serve, &asked, Timestamp::from_ms(0), GRACE);
                assert_eq!(verdict.is_ok(), asked.standing.holds_claim(), "{state}");
            }
        }
    }

    #[test]
    fn the_nearest_origin_is_taken() {
        for (own, application, expected) in [
            (None, None, ("https://p", OriginSource::Platform)),
            (Some("https://a"), Some("https://a"), ("https://a", OriginSource::Application)),
            (Some("https://c"), Some("https://a"), ("https://c", OriginSource::Connection)),
            (Some("https://c"), None, ("https://c", OriginSource::Connection)),
        ] {
            assert_eq!(origin_of(None, own, application, "https://p"), expected);
            assert_eq!(origin_of(Some("https://r"), own, application, "https://p"), ("https://r", OriginSource::Route));
        }
    }

    #[test]
    fn nothing_of_a_suspended_tenant_is_served() {
        for state in State::ALL {
            for purpose in [Purpose::Serve, Purpose::Issue] {
                let asked = Asked { suspended: true, ..asked(state, true) };
                let expected = if state.is_terminal() { Unserved::Ended } else { Unserved::Suspended };
                assert_eq!(judge(purpose, &asked, Timestamp::from_ms(0), GRACE), Err(expected), "{state}");
            }
        }
    }
}
