//! Making a widget token for a browser, and hearing it.

use super::idempotency::Once;
use crate::audit::Deed;
use crate::tokens::{Claims, Read, WidgetTokenError, WidgetTokenText};
use crate::{Control, Refused};
use nameplate_domain::hostname::Hostname;
use nameplate_domain::tenancy::{ApplicationId, Caller, Reach, Scope, Scopes, Whence, Who};
use nameplate_domain::time::Timestamp;
use serde_json::{Value, json};
use std::time::Duration;
use uuid::Uuid;

/// How long a token holds.
const LIFETIME: Duration = Duration::from_secs(60 * 60);

/// What a browser may do, as far as the minting key may.
const SCOPES: [Scope; 2] = [Scope::ConnectionsRead, Scope::ConnectionsWrite];

/// What a token is made of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewWidgetToken {
    /// The application whose customers use it.
    pub application: ApplicationId,
    /// The one host name that it is for, as a person typed it; `None` for any.
    pub domain: Option<String>,
}

/// A token that was minted, without its text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WidgetToken {
    /// Identifier (`jti`).
    pub id: Uuid,
    /// The application whose it is.
    pub application: ApplicationId,
    /// The one host name that it is for.
    pub domain: Option<Hostname>,
    /// What it carries.
    pub scopes: Scopes,
    /// When it was made; whole seconds.
    pub issued_at: Timestamp,
    /// From then on it opens nothing; whole seconds.
    pub expires_at: Timestamp,
}

impl Control {
    /// Mints a token for one of the caller's applications. It carries no more than the caller holds. Its text is kept nowhere.
    ///
    /// # Errors
    /// [`Refused::MissingScope`] without `connections:write`; [`Refused::NotFound`] for the application; [`Refused::Invalid`] naming
    /// `domain`.
    pub async fn create_widget_token(
        &self,
        caller: &Caller,
        new: NewWidgetToken,
        once: Option<Once<'_, WidgetToken>>,
    ) -> Result<(WidgetToken, WidgetTokenText), Refused> {
        caller.require(Scope::ConnectionsWrite)?;
        let domain = new.domain.as_deref().map(|domain| Hostname::parse(domain, &self.platform.names()));
        let domain = domain.transpose().map_err(|error| Refused::hostname("domain", &error))?;
        let application = self.reader().application(caller.tenant, new.application).await?;
        let application = application.ok_or(Refused::NotFound("application"))?.id;
        let now = self.now();
        // A token has whole seconds (RFC 7519, 2).
        let issued_at = Timestamp::from_ms(now.as_ms() - now.as_ms().rem_euclid(1000));
        let token = WidgetToken {
            id: self.chance.id(now),
            application,
            domain,
            scopes: SCOPES.into_iter().filter(|scope| caller.require(*scope).is_ok()).collect(),
            issued_at,
            expires_at: issued_at.plus(LIFETIME),
        };
        let text = self.secrets.sign_widget(&self.claims(&token));
        let mut tx = self.store.begin().await?;
        let deed = Deed::new("widget_token.create", token.id).to(json!({
            "application_id": token.application,
            "domain": token.domain,
            "scopes": token.scopes,
            "expires_at": token.expires_at.to_string(),
        }));
        self.audit(&mut tx, caller, deed).await?;
        self.finish_once(&mut tx, caller.tenant, once.as_ref(), &token).await?;
        tx.commit().await?;
        Ok((token, text))
    }

    /// What to keep of a token so that it can be shown again: what it says, without the signature. Whoever reads it cannot use it.
    #[must_use]
    pub fn kept_of_widget_token(&self, token: &WidgetToken) -> Value {
        json!(self.claims(token))
    }

    /// The text of a token again, and when it ends, from the JSON of what [`Self::kept_of_widget_token`] gave; with no more than the
    /// caller holds, as when it was made. `None` of anything else.
    #[must_use]
    pub fn repeat_widget_token(&self, caller: &Caller, kept: &str) -> Option<(WidgetTokenText, Timestamp)> {
        let claims: Claims = serde_json::from_str(kept).ok()?;
        let scopes: Scopes = claims.scopes().into_iter().filter(|scope| caller.require(*scope).is_ok()).collect();
        let expires_at = Timestamp::from_ms(claims.exp.checked_mul(1000)?);
        Some((self.secrets.sign_widget(&Claims { scope: listed(&scopes), ..claims }), expires_at))
    }

    fn claims(&self, token: &WidgetToken) -> Claims {
        Claims {
            iss: self.platform.base_domain.clone(),
            aud: Claims::audience(),
            iat: token.issued_at.as_ms() / 1000,
            exp: token.expires_at.as_ms() / 1000,
            jti: token.id,
            app: token.application.0,
            domain: token.domain.as_ref().map(|domain| domain.as_str().to_owned()),
            scope: listed(&token.scopes),
        }
    }

    /// Who shows this token, on pages of `origins` (the `Origin` headers of the request; none when it comes from no browser).
    ///
    /// # Errors
    /// [`WidgetTokenError`], each with words for whoever embeds the widget.
    pub async fn authenticate_widget(&self, token: &str, origins: &[&str]) -> Result<Caller, WidgetTokenError> {
        let claims = match self.secrets.read_widget(token, &self.platform.base_domain, self.now()) {
            Read::Valid(claims) => claims,
            Read::Expired => return Err(WidgetTokenError::Expired),
            Read::Invalid => return Err(WidgetTokenError::Invalid),
        };
        let application = ApplicationId(claims.app);
        let holder = self.token_holder(application).await?.ok_or(WidgetTokenError::Invalid)?;
        if holder.suspended {
            return Err(Refused::Suspended.into());
        }
        if !origins.iter().all(|origin| holder.application.admits_origin(origin)) {
            return Err(WidgetTokenError::OriginNotAllowed);
        }
        Ok(Caller {
            tenant: holder.application.tenant,
            who: Who::WidgetToken { application_id: application },
            scopes: claims.scopes(),
            reach: match claims.domain {
                Some(domain) => Reach::Hostname(application, domain),
                None => Reach::Application(application),
            },
            whence: Whence::default(),
        })
    }
}

/// As a token has it: separated by blanks.
fn listed(scopes: &Scopes) -> String {
    scopes.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(" ")
}
