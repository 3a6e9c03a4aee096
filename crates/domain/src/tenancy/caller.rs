//! Who calls, from where, and how far they reach.

use super::{ApiKeyId, ApplicationId, MemberId, PlatformKeyId, Scope, Scopes, SshKeyId, TenantId};
use serde::{Deserialize, Serialize};

/// Somebody who has shown a valid credential, or the platform's own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Caller {
    /// Whose data this caller sees; nobody else's exists for it.
    pub tenant: TenantId,
    /// As whom.
    pub who: Who,
    /// What the caller may do.
    pub scopes: Scopes,
    /// Which of the tenant's connections exist for the caller.
    pub reach: Reach,
    /// Where the request came from.
    pub whence: Whence,
}

/// Who does something.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Who {
    /// An API key.
    ApiKey {
        /// Which.
        id: ApiKeyId,
        /// The label a person gave it.
        name: String,
        /// Last four characters of its secret.
        last4: String,
    },
    /// An SSH key.
    SshKey {
        /// Which.
        id: SshKeyId,
        /// The label a person gave it.
        name: String,
        /// `SHA256:…`
        fingerprint: String,
    },
    /// A widget token of an application.
    WidgetToken {
        /// Which application's.
        application_id: ApplicationId,
    },
    /// A person, signed in.
    Member {
        /// Which member of the tenant.
        id: MemberId,
        /// Their e-mail address at that time.
        email: String,
    },
    /// Whoever runs the platform, by the command line.
    Operator,
    /// Whoever runs the platform, by the API.
    PlatformKey {
        /// Which key.
        id: PlatformKeyId,
        /// The label a person gave it.
        name: String,
        /// Last four characters of its secret.
        last4: String,
    },
    /// The billing provider.
    Billing,
    /// The platform by itself.
    System,
}

impl Who {
    /// The kind's name, as the audit log has it.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::ApiKey { .. } => "api_key",
            Self::SshKey { .. } => "ssh_key",
            Self::WidgetToken { .. } => "widget_token",
            Self::Member { .. } => "member",
            Self::Operator => "operator",
            Self::PlatformKey { .. } => "platform_key",
            Self::Billing => "billing",
            Self::System => "system",
        }
    }
}

/// Which of its tenant's connections exist for a caller.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reach {
    /// All of them.
    Tenant,
    /// Those of one application.
    Application(ApplicationId),
    /// That of one host name (A-labels, lower case) of one application.
    Hostname(ApplicationId, String),
}

impl Reach {
    /// Whether a connection of that application and host name exists for the caller.
    #[must_use]
    pub fn has(&self, application: ApplicationId, hostname: &str) -> bool {
        match self {
            Self::Tenant => true,
            Self::Application(own) => *own == application,
            Self::Hostname(own, name) => *own == application && name == hostname,
        }
    }

    /// The one application that the caller belongs to; `None` for a caller of the whole tenant.
    #[must_use]
    pub const fn application(&self) -> Option<ApplicationId> {
        match self {
            Self::Tenant => None,
            Self::Application(own) | Self::Hostname(own, _) => Some(*own),
        }
    }

    /// The one host name that the caller is bound to.
    #[must_use]
    pub const fn hostname(&self) -> Option<&str> {
        match self {
            Self::Tenant | Self::Application(_) => None,
            Self::Hostname(_, name) => Some(name.as_str()),
        }
    }

    /// What a caller who asks for `application` and `hostname` (`None`: any) can be shown of both; `None` when nothing of that
    /// exists for it.
    #[must_use]
    pub fn narrow(
        &self,
        application: Option<ApplicationId>,
        hostname: Option<&str>,
    ) -> Option<(Option<ApplicationId>, Option<String>)> {
        let (own, name) = (self.application(), self.hostname());
        let is_elsewhere = own.is_some_and(|own| application.is_some_and(|asked| asked != own))
            || name.is_some_and(|name| hostname.is_some_and(|asked| asked != name));
        (!is_elsewhere).then(|| (application.or(own), hostname.or(name).map(str::to_owned)))
    }
}

/// Where a request came from.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Whence {
    /// The peer's address, or what a trusted proxy says it is.
    pub address: Option<std::net::IpAddr>,
    /// `X-Request-Id`.
    pub request_id: Option<String>,
}

/// A valid credential that lacks a scope.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("this key lacks the scope {0}")]
pub struct MissingScope(pub Scope);

/// A caller who is bound to another host name.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("this caller is bound to {bound}")]
pub struct OutOfReach {
    /// The host name that it is bound to.
    pub bound: String,
}

impl Caller {
    /// Whoever runs the platform, acting on a tenant's data.
    #[must_use]
    pub fn operator(tenant: TenantId) -> Self {
        Self::own(tenant, Who::Operator)
    }

    /// The platform by itself, acting on a tenant's data.
    #[must_use]
    pub fn system(tenant: TenantId) -> Self {
        Self::own(tenant, Who::System)
    }

    pub(super) fn own(tenant: TenantId, who: Who) -> Self {
        Self { tenant, who, scopes: Scopes::from(Scope::ALL), reach: Reach::Tenant, whence: Whence::default() }
    }

    /// Succeeds when the caller holds `scope`.
    ///
    /// # Errors
    /// [`MissingScope`] when it does not.
    pub fn require(&self, scope: Scope) -> Result<(), MissingScope> {
        if self.scopes.contains(&scope) { Ok(()) } else { Err(MissingScope(scope)) }
    }

    /// Succeeds unless the caller is bound to another host name than `hostname` (A-labels, lower case).
    ///
    /// # Errors
    /// [`OutOfReach`] when it is.
    pub fn keep_to(&self, hostname: &str) -> Result<(), OutOfReach> {
        match self.reach.hostname() {
            Some(bound) if bound != hostname => Err(OutOfReach { bound: bound.to_owned() }),
            _ => Ok(()),
        }
    }

    /// Succeeds when the caller holds every one of `scopes`: nobody hands on more than they have.
    ///
    /// # Errors
    /// [`MissingScope`] with the first scope the caller does not hold.
    pub fn may_grant(&self, scopes: &Scopes) -> Result<(), MissingScope> {
        scopes.iter().try_for_each(|scope| self.require(*scope))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_key_grants_only_what_it_holds() {
        let id = Uuid::nil();
        let caller = Caller { scopes: Scopes::from([Scope::ConnectionsRead]), ..Caller::operator(TenantId(id)) };
        assert!(caller.may_grant(&Scopes::from([Scope::ConnectionsRead])).is_ok());
        assert_eq!(
            caller.may_grant(&Scopes::from([Scope::ConnectionsRead, Scope::AppsAdmin])),
            Err(MissingScope(Scope::AppsAdmin))
        );
    }

    #[test]
    fn a_reach_narrows_what_is_asked_for_and_never_widens_it() {
        let [own, other] = [7, 8].map(|id| ApplicationId(Uuid::from_u128(id)));
        let asked = [
            (None, None),
            (Some(own), None),
            (Some(other), None),
            (None, Some("a.example")),
            (None, Some("b.example")),
        ];
        let reaches = [Reach::Tenant, Reach::Application(own), Reach::Hostname(own, "a.example".into())];
        for reach in &reaches {
            for (application, hostname) in asked {
                let narrowed = reach.narrow(application, hostname);
                for (of, name) in [(own, "a.example"), (own, "b.example"), (other, "a.example"), (other, "b.example")] {
                    let was_asked = application.is_none_or(|id| id == of) && hostname.is_none_or(|asked| asked == name);
                    let is_shown = narrowed.as_ref().is_some_and(|(application, hostname)| {
                        application.is_none_or(|id| id == of) && hostname.as_deref().is_none_or(|asked| asked == name)
                    });
                    assert_eq!(
                        is_shown,
                        was_asked && reach.has(of, name),
                        "{reach:?} {application:?} {hostname:?} {of} {name}"
                    );
                }
            }
        }
    }
}
