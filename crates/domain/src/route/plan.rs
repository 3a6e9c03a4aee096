//! What a change of routes and claims does, step by step, before anything is done: the same for showing and for doing.
//!
//! A plan is all or nothing. What stands in its way is found here, before the first change.

use super::RouteName;
use crate::tenancy::ApplicationId;
use std::fmt;

/// A route as a plan sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Target {
    /// Its name.
    pub name: RouteName,
    /// The application that it leads to.
    pub application: ApplicationId,
    /// The host name that it is chiefly served at.
    pub hostname: String,
    /// Its own origin, if it has one.
    pub origin: Option<String>,
}

/// What the host name that a route is to have is to its tenant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Claim {
    /// The route's default one, which nobody else can have.
    Default,
    /// A connection of the route's application holds it.
    Held,
    /// It is claimed with this plan, once it is proven.
    ToBeMade,
    /// Nobody of the route's application holds it.
    Missing,
}

/// One change.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Step {
    /// A proven host name gets its holder.
    Claim {
        /// The name.
        hostname: String,
    },
    /// A host name is let go: nobody holds it then, and edges stop serving it.
    Release {
        /// The name.
        hostname: String,
    },
    /// A claim that nobody has proven ends.
    Withdraw {
        /// The name.
        hostname: String,
    },
    /// There is a route more.
    Create(Target),
    /// A route leads somewhere else, at the same host name.
    Update {
        /// As it is.
        before: Target,
        /// As it is to be.
        after: Target,
    },
    /// A route is served at another host name; what else differs changes with it.
    Repoint {
        /// As it is.
        before: Target,
        /// As it is to be.
        after: Target,
    },
    /// There is a route less.
    Delete(Target),
}

/// Why nothing is done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Obstacle {
    /// The route's application does not hold the host name.
    NotProven {
        /// The name.
        hostname: String,
        /// Where the route leads.
        application: ApplicationId,
    },
    /// Another route serves the host name.
    InUse {
        /// The name.
        hostname: String,
        /// The route.
        by: RouteName,
    },
    /// Routes would lose the host name.
    Serving {
        /// The name.
        hostname: String,
        /// The routes.
        routes: Vec<RouteName>,
    },
}

impl Step {
    /// The kind of change: its name in the API.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Claim { .. } => "claim",
            Self::Release { .. } | Self::Withdraw { .. } => "release_claim",
            Self::Create(_) => "create_route",
            Self::Update { .. } => "update_route",
            Self::Repoint { .. } => "repoint_route",
            Self::Delete(_) => "delete_route",
        }
    }

    /// Every kind.
    pub const KINDS: [&'static str; 6] =
        ["create_route", "update_route", "delete_route", "claim", "release_claim", "repoint_route"];
}

/// What is done, as a sentence for people.
impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Claim { hostname } => write!(f, "Verify the claim to {hostname}, once its record is there."),
            Self::Release { hostname } => write!(f, "Release the claim to {hostname}; edges stop serving it."),
            Self::Withdraw { hostname } => write!(f, "Release the claim to {hostname}, which is not proven."),
            Self::Create(Target { name, hostname, .. }) => write!(f, "Create the route {name}, served at {hostname}."),
            Self::Repoint { before, after } => {
                write!(f, "Repoint the route {} from {} to {}.", after.name, before.hostname, after.hostname)
            }
            Self::Delete(Target { name, hostname, .. }) => {
                write!(f, "Delete the route {name}, served at {hostname}; no claim is released.")
            }
            Self::Update { before, after } if before.application != after.application => {
                write!(f, "Lead the route {} to the application {}.", after.name, after.application)
            }
            Self::Update { after: Target { name, origin: Some(origin), .. }, .. } => {
                write!(f, "Send requests of the route {name} to {origin}.")
            }
            Self::Update { after: Target { name, origin: None, .. }, .. } => {
                write!(f, "Send requests of the route {name} to the origin of its application.")
            }
        }
    }
}

/// Brings a route into being (`before`: `None`), or makes it another one. `serving` is the route that serves the host name of `after`
/// already, if any does. Empty when it is as it is to be.
///
/// # Errors
/// [`Obstacle::NotProven`], [`Obstacle::InUse`].
pub fn place(
    before: Option<&Target>,
    after: &Target,
    claim: Claim,
    serving: Option<&RouteName>,
) -> Result<Vec<Step>, Obstacle> {
    let hostname = &after.hostname;
    if let Some(by) = serving.filter(|by| **by != after.name) {
        return Err(Obstacle::InUse { hostname: hostname.clone(), by: by.clone() });
    }
    if claim == Claim::Missing {
        return Err(Obstacle::NotProven { hostname: hostname.clone(), application: after.application });
    }
    let claiming = (claim == Claim::ToBeMade).then(|| Step::Claim { hostname: hostname.clone() });
    let placing = match before {
        None => Some(Step::Create(after.clone())),
        Some(before) if before == after => None,
        Some(before) if before.hostname == after.hostname => {
            Some(Step::Update { before: before.clone(), after: after.clone() })
        }
        Some(before) => Some(Step::Repoint { before: before.clone(), after: after.clone() }),
    };
    Ok(claiming.into_iter().chain(placing).collect())
}

/// Lets a host name go. `served` are the routes that serve it, each with its default host name: they go back to that one where
/// `detach` says so, and are never deleted.
///
/// # Errors
/// [`Obstacle::Serving`] without `detach`, while there are such routes.
pub fn release(hostname: &str, served: &[(Target, String)], detach: bool) -> Result<Vec<Step>, Obstacle> {
    if !detach && !served.is_empty() {
        let routes = served.iter().map(|(route, _)| route.name.clone()).collect();
        return Err(Obstacle::Serving { hostname: hostname.to_owned(), routes });
    }
    let repointed = served.iter().map(|(before, default)| Step::Repoint {
        before: before.clone(),
        after: Target { hostname: default.clone(), ..before.clone() },
    });
    // The claim goes last: nothing is left that leads to it.
    Ok(repointed.chain([Step::Release { hostname: hostname.to_owned() }]).collect())
}

#[cfg(test)]
mod tests;
