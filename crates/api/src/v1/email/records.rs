//! `POST /v1/email/records`.

use super::{Options, RecordView};
use crate::body::Json;
use crate::caller::{Allowed, AnyKey};
use crate::failure::Failure;
use crate::reply::Shown;
use nameplate_domain::email::{EmailRequest, generate};
use serde::Serialize;
use utoipa::ToSchema;

/// Records for mail at a domain.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EmailRecords)]
pub(crate) struct Generated {
    provider: String,
    domain: String,
    records: Vec<RecordView>,
    /// What cannot be derived and what to know.
    notes: Vec<String>,
}

/// Generate the records that a mailbox provider needs. Nothing is written.
#[utoipa::path(post, path = "/v1/email/records", operation_id = "emailRecords", tag = "email", security(("api_key" = [])))]
pub(crate) async fn handler(_: Allowed<AnyKey>, body: Json<Options>) -> Result<Shown<Generated>, Failure> {
    if body.value.domain.is_none() {
        return Err(Failure::invalid("domain is required."));
    }
    let request = EmailRequest::new(&body.value.into_fields())
        .map_err(|error| Failure::invalid(format!("{} {}.", error.field, error.reason.trim_end_matches('.'))))?;
    let generated = generate(&request);
    Ok(Shown(Generated {
        provider: request.provider().as_str().to_owned(),
        domain: request.domain().to_string(),
        records: generated.records.into_iter().map(RecordView::from).collect(),
        notes: generated.notes,
    }))
}
