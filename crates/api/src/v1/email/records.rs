//! `POST /v1/email/records`.

use super::{Options, RecordView};
use crate::body::Json;
use crate::caller::{Allowed, AnyKey, Browser};
use crate::failure::Failure;
use crate::reply::Shown;
use nameplate_control::Refused;
use nameplate_domain::email::{EmailRequest, generate};
use nameplate_domain::hostname::Hostname;
use nameplate_domain::tenancy::Caller;
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
///
/// MX, SPF, DKIM and DMARC for a domain; `notes` says what cannot be derived. A published SPF record given as `existing_spf` is merged,
/// never replaced.
#[utoipa::path(post, path = "/v1/email/records", operation_id = "emailRecords", tag = "email", security(("api_key" = []), ("widget_token" = [])))]
pub(crate) async fn handler(
    caller: Allowed<Browser<AnyKey>>,
    body: Json<Options>,
) -> Result<Shown<Generated>, Failure> {
    if body.value.domain.is_none() {
        return Err(Failure::invalid("domain is required."));
    }
    let request = EmailRequest::new(&body.value.into_fields())
        .map_err(|error| Failure::invalid(format!("{} {}.", error.field, error.reason.trim_end_matches('.'))))?;
    keep_to_own_domain(&caller, &request)?;
    let generated = generate(&request);
    Ok(Shown(Generated {
        provider: request.provider().as_str().to_owned(),
        domain: request.domain().to_string(),
        records: generated.records.into_iter().map(RecordView::from).collect(),
        notes: generated.notes,
    }))
}

/// A token that is bound to a host name generates for it, or for the registrable domain above it, as writing does.
fn keep_to_own_domain(caller: &Caller, request: &EmailRequest) -> Result<(), Refused> {
    let Some(bound) = caller.reach.hostname() else { return Ok(()) };
    let own = Hostname::trusted(bound.to_owned());
    match [own.base(), own.apex()].contains(&request.domain().as_str()) {
        true => Ok(()),
        false => Err(Refused::OtherHostname { bound: bound.to_owned() }),
    }
}
