//! `POST /v1/tokens`.

use crate::body::Json;
use crate::caller::{Allowed, WriteConnections};
use crate::failure::Failure;
use crate::idempotency::{IdempotencyKey, stored};
use crate::reply::Created;
use crate::router::Api;
use crate::schemas::Instant;
use axum::extract::State;
use nameplate_control::{NewWidgetToken, WidgetToken, WidgetTokenText};
use nameplate_domain::tenancy::ApplicationId;
use nameplate_domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Whom a token is for.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewWidgetToken)]
#[serde(deny_unknown_fields)]
pub(crate) struct Request {
    /// The application whose customer opens the widget. Pages of its `allowed_origins` may use the token; of any origin while it has
    /// none.
    application_id: Uuid,
    /// The one host name that the token is for; any when absent.
    #[serde(default)]
    #[schema(example = "app.customer.com")]
    domain: Option<String>,
}

/// A token for a browser.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WidgetToken)]
pub(crate) struct View {
    /// Send as `Authorization: Bearer …`.
    #[schema(example = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6IjZhMDkifQ.eyJhdWQiOiJ3aWRnZXQifQ.c2lnbmVk")]
    auth_token: String,
    /// From then on it opens nothing: 60 minutes after it was made.
    expires_at: Instant,
}

/// Mint a widget token: what your server hands to the customer's browser instead of an API key.
///
/// It carries `connections:read` and `connections:write`, as far as your key holds them, for the application and, with `domain`, for
/// that host name only. It is taken by the operations that have the security scheme `widget_token`.
#[utoipa::path(post, path = "/v1/tokens", operation_id = "createWidgetToken", tag = "tokens",
    security(("api_key" = ["connections:write"])), params(IdempotencyKey))]
pub(crate) async fn handler(
    caller: Allowed<WriteConnections>,
    key: IdempotencyKey,
    State(api): State<Api>,
    body: Json<Request>,
) -> Result<Created<View>, Failure> {
    let new = NewWidgetToken { application: ApplicationId(body.value.application_id), domain: body.value.domain };
    // The token itself is not kept: what it says is, and is signed again.
    let kept = |made: &WidgetToken| stored(&api.control.kept_of_widget_token(made));
    let created = key.once(&api, caller.tenant, &body.fingerprint, &kept, async |once| {
        let (made, text) = api.control.create_widget_token(&caller, new, once).await?;
        Ok(View::of(&text, made.expires_at))
    });
    Ok(match created.await? {
        Created::Replayed(kept) => Created::Replayed(
            api.control
                .repeat_widget_token(&caller, &kept.body)
                .map_or(kept, |(text, expires_at)| stored(&View::of(&text, expires_at))),
        ),
        fresh @ Created::Fresh(_) => fresh,
    })
}

impl View {
    fn of(text: &WidgetTokenText, expires_at: Timestamp) -> Self {
        Self { auth_token: text.reveal().to_owned(), expires_at: Instant(expires_at) }
    }
}
