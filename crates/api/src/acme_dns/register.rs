//! `POST /register`: an account for one connection.

use super::{failed, forbidden, told};
use crate::credential::bearer;
use crate::router::Api;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use nameplate_control::{Claim, Refused, check_allowfrom};
use nameplate_domain::tenancy::ConnectionId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Fields of the contract and of ours; others are ignored, as the contract's own server does.
#[derive(Default, Deserialize)]
struct Wish {
    #[serde(default)]
    allowfrom: Vec<String>,
    hostname: Option<String>,
    connection_id: Option<Uuid>,
}

/// In the contract's order; one line, for clients that read it with sed.
#[derive(Serialize)]
struct Registered {
    username: Uuid,
    password: String,
    fulldomain: String,
    subdomain: String,
    allowfrom: Vec<String>,
}

pub(super) async fn handler(State(api): State<Api>, headers: HeaderMap, body: Bytes) -> Response {
    let caller = match bearer(&headers) {
        Some(secret) => api.control.authenticate(secret).await,
        None => Ok(None),
    };
    let caller = match caller {
        Ok(Some(caller)) => caller,
        Ok(None) | Err(Refused::Suspended) => return forbidden(),
        Err(error) => return failed("a key could not be looked up", &error),
    };
    let wish = match body.trim_ascii() {
        b"" => Ok(Wish::default()),
        body => serde_json::from_slice::<Wish>(body),
    };
    let Ok(wish) = wish else { return told(StatusCode::BAD_REQUEST, "malformed_json_payload", None) };
    let claim = match (wish.connection_id, wish.hostname) {
        (Some(id), _) => Claim::Connection(ConnectionId(id)),
        (None, Some(hostname)) => Claim::Hostname(hostname),
        (None, None) => {
            if let Err(refused) = check_allowfrom(&wish.allowfrom) {
                return refusal(&refused);
            }
            let message = "Send connection_id or hostname: an account belongs to one connection of yours.";
            return told(StatusCode::BAD_REQUEST, "claim_required", Some(message.to_owned()));
        }
    };
    match api.control.register_acme_account(&caller, claim, wish.allowfrom).await {
        Ok(account) => {
            let registered = Registered {
                username: account.username,
                password: account.key,
                fulldomain: account.fulldomain,
                subdomain: account.subdomain,
                allowfrom: account.allowfrom,
            };
            (StatusCode::CREATED, axum::Json(registered)).into_response()
        }
        Err(refused) => refusal(&refused),
    }
}

fn refusal(refused: &Refused) -> Response {
    let message = Some(format!("{refused}."));
    match refused {
        Refused::Invalid { field, .. } if field == "allowfrom" => {
            told(StatusCode::BAD_REQUEST, "invalid_allowfrom_cidr", message)
        }
        Refused::Invalid { .. } => told(StatusCode::BAD_REQUEST, "invalid_hostname", message),
        Refused::NotFound(_) => told(StatusCode::NOT_FOUND, "unknown_claim", message),
        Refused::Ended(_) => told(StatusCode::CONFLICT, "claim_ended", message),
        Refused::MissingScope(_) => forbidden(),
        other => failed("an account could not be made", other),
    }
}
