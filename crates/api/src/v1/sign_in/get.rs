//! `GET /v1/sign-in`.

use crate::failure::Failure;
use crate::reply::Shown;
use crate::router::Api;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

/// Ways to sign in, besides keys.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SignIn)]
pub(crate) struct View {
    /// The identity provider, by OpenID Connect; null where none is set up.
    #[schema(required = true)]
    oidc: Option<OidcView>,
}

/// An identity provider.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SignInProvider)]
pub(crate) struct OidcView {
    /// What it is called.
    #[schema(example = "Acme SSO")]
    name: String,
}

/// How people can sign in to the console.
///
/// Keys always work. With `oidc`, lead people to `/console/sign-in/oidc`.
#[utoipa::path(get, path = "/v1/sign-in", operation_id = "getSignIn", tag = "session", security(()))]
pub(crate) async fn handler(State(api): State<Api>) -> Result<Shown<View>, Failure> {
    Ok(Shown(View { oidc: api.settings.oidc_name.clone().map(|name| OidcView { name }) }))
}
