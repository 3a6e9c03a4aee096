//! The customers' sites, each with its application at Nameplate.

use crate::nameplate::{CallError, Connection, Nameplate};
use crate::site::{SITES, Site};
use std::sync::Arc;

/// The sites, and the way to ask Nameplate about them.
#[derive(Clone, Debug)]
pub struct Sites {
    pub(crate) nameplate: Nameplate,
    /// Identifier of each site's application, in the order of [`SITES`].
    applications: Arc<[String]>,
}

impl Sites {
    /// Finds the sites' applications by their names, and makes those that are missing, so that a second start changes nothing.
    /// `demo` is the identifier of the demo application, which is the first site's.
    ///
    /// # Errors
    /// Nameplate cannot be reached, or does not let the key have applications.
    pub async fn open(nameplate: Nameplate, demo: &str) -> Result<Self, CallError> {
        let there = nameplate.applications().await?;
        let mut applications = Vec::with_capacity(SITES.len());
        for site in &SITES {
            let identifier = match site.application {
                None => demo.to_owned(),
                Some(name) => match there.iter().find(|application| application.name == name) {
                    Some(application) => application.id.clone(),
                    None => nameplate.create_application(name).await?.id,
                },
            };
            applications.push(identifier);
        }
        Ok(Self { nameplate, applications: applications.into() })
    }

    /// The application of `site`.
    pub(crate) fn application(&self, site: &Site) -> &str {
        let at = SITES.iter().position(|one| one.slug == site.slug);
        at.and_then(|at| self.applications.get(at)).map_or("", String::as_str)
    }

    /// The connections of `site` that are under way or there, the newest first.
    pub(crate) async fn connections(&self, site: &Site) -> Result<Vec<Connection>, CallError> {
        self.nameplate.connections(self.application(site)).await
    }

    /// The site that is published under `host`: by a route, or else by a connection, of just that name or of a wildcard that it falls
    /// under.
    pub(crate) async fn published_at(&self, host: &str) -> Result<Option<&'static Site>, CallError> {
        let wildcard = host.split_once('.').map(|(_, parent)| format!("*.{parent}"));
        for name in std::iter::once(host.to_owned()).chain(wildcard) {
            let route = match self.nameplate.routed_to(&name).await {
                // Above a domain itself there is no name that can be connected.
                Err(CallError::Refused { status: 400, .. }) => continue,
                answered => answered?,
            };
            if let Some(application) = route {
                return Ok(self.site_of(&application));
            }
            let connections = self.nameplate.connections_of(&name).await?;
            let mut live = connections.iter().filter(|connection| !connection.is_over());
            let found = live.find_map(|connection| self.site_of(&connection.application_id));
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    fn site_of(&self, application: &str) -> Option<&'static Site> {
        let at = self.applications.iter().position(|own| own == application);
        at.and_then(|at| SITES.get(at))
    }
}
