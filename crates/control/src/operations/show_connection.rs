//! A connection for people: its certificate, where its requests go, and why it is not live.

use crate::{Control, Refused};
use nameplate_domain::ask::{OriginSource, Purpose, Unserved, judge, origin_of};
use nameplate_domain::certificate::Certificate;
use nameplate_domain::connection::{Circumstances, Connection, Explanation, State, explain};
use std::collections::HashMap;

/// What is shown of a connection beside itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ConnectionShown {
    /// What edges serve for it; `None` without a certificate, and for a connection that does not hold its name.
    pub certificate: Option<Certificate>,
    /// Where its requests go; `None` when it was removed meanwhile.
    pub route: Option<RouteShown>,
    /// Why it is not live, or that it is.
    pub explanation: Explanation,
}

/// Where requests for a name go, and whether they do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RouteShown {
    /// The origin.
    pub origin: String,
    /// Who chose it.
    pub source: OriginSource,
    /// What `ask` says, and why.
    pub verdict: Result<(), Unserved>,
}

impl Control {
    /// What is shown of a connection by itself. The certificate is the holder's: other connections of the name do not see it.
    ///
    /// # Errors
    /// [`Refused::Store`].
    pub async fn show_connection(&self, connection: &Connection) -> Result<ConnectionShown, Refused> {
        let now = self.now();
        let (reader, hostname) = (self.reader(), connection.hostname.as_str());
        let certificate = async {
            match connection.standing().holds_claim() {
                true => reader.certificate(hostname).await,
                false => Ok(None),
            }
        };
        let (certificate, routing) =
            tokio::try_join!(certificate, reader.routing(connection.tenant, connection.id, now))?;
        let grace = self.platform.drift_grace;
        let explanation = self.explained(
            connection,
            certificate.as_ref(),
            routing.as_ref().is_some_and(|routing| routing.asked.suspended),
        );
        let certificate = certificate_shown(connection, certificate);
        let route = routing.map(|routing| {
            let platform = &self.platform.default_origin;
            let (origin, source) = origin_of(
                routing.route_origin.as_deref(),
                routing.origin.as_deref(),
                routing.application_origin.as_deref(),
                platform,
            );
            let verdict = judge(Purpose::Serve, &routing.asked, now, grace);
            RouteShown { origin: origin.to_owned(), source, verdict }
        });
        Ok(ConnectionShown { certificate, route, explanation })
    }

    /// Why each of these connections of one tenant is not live, in their order: by one read for all of their certificates. That the
    /// tenant is suspended is not told, since it is not heard then.
    ///
    /// # Errors
    /// [`Refused::Store`].
    pub async fn explain_all(&self, connections: &[Connection]) -> Result<Vec<Explanation>, Refused> {
        let certificates = self.certificates_of(connections).await?;
        let explained =
            |(connection, certificate): (_, &Option<_>)| self.explained(connection, certificate.as_ref(), false);
        Ok(connections.iter().zip(&certificates).map(explained).collect())
    }

    /// What edges told of the names that these connections of one tenant hold, in their order: by one read.
    ///
    /// # Errors
    /// [`Refused::Store`].
    pub async fn certificates_of(
        &self,
        connections: impl IntoIterator<Item = &Connection>,
    ) -> Result<Vec<Option<Certificate>>, Refused> {
        let names: Vec<Option<&str>> = connections.into_iter().map(name_held).collect();
        let asked: Vec<&str> = names.iter().copied().flatten().collect();
        let certificates = self.reader().certificates_of(&asked).await?;
        let by_name: HashMap<&str, &Certificate> =
            certificates.iter().map(|certificate| (certificate.hostname.as_str(), certificate)).collect();
        let of = |name: &Option<&str>| name.and_then(|name| by_name.get(name).copied().cloned());
        Ok(names.iter().map(of).collect())
    }

    /// Why a connection is not live, by itself: for what was just created or taken down, and so has no certificate.
    #[must_use]
    pub fn explain_by_itself(&self, connection: &Connection) -> Explanation {
        self.explained(connection, None, false)
    }

    fn explained(&self, connection: &Connection, certificate: Option<&Certificate>, suspended: bool) -> Explanation {
        explain(&Circumstances {
            connection,
            certificate_until: certificate.and_then(|certificate| certificate.not_after),
            trouble: certificate.and_then(|certificate| certificate.trouble.as_ref()),
            suspended,
            drift_grace: self.platform.drift_grace,
            now: self.now(),
        })
    }
}

fn name_held(connection: &Connection) -> Option<&str> {
    connection.standing().holds_claim().then(|| connection.hostname.as_str())
}

/// The certificate that a connection is shown with, of what edges told: one that they are asked for and have not reported yet is pending.
#[must_use]
pub fn certificate_shown(connection: &Connection, told: Option<Certificate>) -> Option<Certificate> {
    let is_wanted = connection.state == State::IssuingCert
        || (connection.standing().holds_claim() && connection.delegated && connection.state != State::Live);
    match told {
        None if is_wanted => Some(Certificate::pending(connection.hostname.as_str(), connection.state_since)),
        known_or_not => known_or_not,
    }
}
