//! `POST /v1/billing/webhook`: what the billing provider tells. Its signature says who sends it; not part of the API for people.

use crate::current;
use crate::failure::{Failure, Kind};
use crate::limits::BODY_LENGTH_MAX;
use crate::reply::Gone;
use crate::router::Api;
use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;

pub(crate) async fn handler(State(api): State<Api>, headers: HeaderMap, body: Body) -> Result<Gone, Failure> {
    let signature = headers.get("stripe-signature").and_then(|value| value.to_str().ok()).unwrap_or_default();
    // The signature is over the body as it came.
    let body = axum::body::to_bytes(body, BODY_LENGTH_MAX).await.map_err(|_| {
        Failure::new(
            Kind::PayloadTooLarge,
            format!("The body is longer than {} KiB, or broke off.", BODY_LENGTH_MAX / 1024),
        )
    })?;
    api.control.take_notice(signature, &body).await?;
    current::note_proven();
    Ok(Gone)
}
