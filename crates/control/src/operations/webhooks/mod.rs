//! Webhooks: endpoints, and what is on its way to them.

mod change;
mod create;
mod fan_out;
mod replay;
mod secret;
mod send;
mod settle;
mod test;

pub use change::WebhookEndpointChanges;
pub use create::NewWebhookEndpoint;
pub(crate) use fan_out::FanOut;
pub use secret::SigningSecret;
pub(crate) use settle::{After, Told};

use crate::Refused;
use nameplate_domain::tenancy::{Caller, Scope};
use nameplate_domain::webhook::{Endpoint, EndpointState, EventFilter};
use serde_json::{Value, json};

/// Longest description, in characters.
const DESCRIPTION_LENGTH_MAX: usize = 500;

/// `webhooks:write`, or `apps:admin`, which has it.
fn may_manage(caller: &Caller) -> Result<(), Refused> {
    Ok(caller.require(Scope::WebhooksWrite).or_else(|_| caller.require(Scope::AppsAdmin))?)
}

fn event_filter(names: &[String]) -> Result<EventFilter, Refused> {
    EventFilter::parse(names).map_err(|error| Refused::invalid(format!("events[{}]", error.at), error.to_string()))
}

/// Nothing, where nothing but blanks was given.
fn description(text: Option<&str>) -> Result<Option<String>, Refused> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(None) };
    if text.chars().count() > DESCRIPTION_LENGTH_MAX {
        return Err(Refused::invalid("description", format!("has more than {DESCRIPTION_LENGTH_MAX} characters")));
    }
    match text.chars().any(char::is_control) {
        true => Err(Refused::invalid("description", "has control characters")),
        false => Ok(Some(text.to_owned())),
    }
}

/// What the audit log shows of an endpoint.
fn shown(endpoint: &Endpoint) -> Value {
    json!({
        "url": endpoint.url,
        "description": endpoint.description,
        "application_id": endpoint.application,
        "events": endpoint.events.names(),
        "enabled": endpoint.state == EndpointState::Enabled,
    })
}
