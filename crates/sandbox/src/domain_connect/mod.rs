//! The DNS provider's side of Domain Connect (draft-ietf-dconn-domainconnect): a service sends its customer here with a signed
//! request to apply a template, the customer sees what it would change and allows it or not.
//!
//! From the request's text to what would change, in this order, and nothing is shown before all of it is known:
//!
//! 1. the template that the path names is one that was handed over at the start;
//! 2. the query is read ([`request`]), and its signature verified with the key that its sender publishes in DNS ([`signature`]);
//! 3. the zone is one that a customer keeps here;
//! 4. variables are put into the template's records ([`filled`]), and those are held against the zone's ([`plan`]).

mod filled;
mod plan;
mod request;
mod signature;
mod template;

pub(crate) use plan::Plan;
pub(crate) use request::{ApplyRequest, ReturnTo};
pub(crate) use template::Template;

use crate::book::{Book, NAME_SERVER, Numbered, Refusal};
use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::{hmac, rand};
use serde_json::{Value, json};
use signature::Unproven;

/// What this provider is called in Domain Connect.
const PROVIDER_ID: &str = "sandbox.test";
/// Size of the window that the consent page is made for, in CSS pixels.
const WINDOW: (u32, u32) = (750, 750);

/// Why a request is not shown to the customer.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub(crate) enum Denied {
    /// The path names no template that is known here.
    #[error("this DNS host has no template {service} of {provider}")]
    NoSuchTemplate {
        /// As asked.
        provider: String,
        /// As asked.
        service: String,
    },
    /// A parameter is missing, wrong or there twice.
    #[error("{name} {reason}")]
    Parameter {
        /// Its name in the query.
        name: String,
        /// What is wrong.
        reason: String,
    },
    /// Nobody can be held to it.
    #[error(transparent)]
    Unproven(#[from] Unproven),
    /// It is about no zone of this host's customers, or cannot be carried out there.
    #[error(transparent)]
    Zone(#[from] Refusal),
}

impl Denied {
    fn parameter(name: &str, reason: impl Into<String>) -> Self {
        Self::Parameter { name: name.to_owned(), reason: reason.into() }
    }
}

/// A template that cannot be applied here.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct UnusableTemplate {
    /// Its place, from 0.
    pub(crate) at: usize,
    pub(crate) reason: String,
}

/// What this host knows for Domain Connect.
#[derive(Debug)]
pub(crate) struct DomainConnect {
    templates: Vec<(Template, Value)>,
    /// Host and port of the panel.
    host: String,
    /// Ties a form to the page that it was on.
    form_key: hmac::Key,
}

/// A request that can be shown, and carried out if the customer allows it.
#[derive(Debug)]
pub(crate) struct Prepared<'a> {
    pub(crate) template: &'a Template,
    pub(crate) request: ApplyRequest,
    pub(crate) plan: Plan,
    /// Of the zone's records when the plan was made.
    pub(crate) version: u64,
    /// What a form on its page has to bring back.
    pub(crate) form_token: String,
}

impl DomainConnect {
    /// `host` is host and port of the panel.
    pub(crate) fn new(templates: Vec<Value>, host: String, form_key: hmac::Key) -> Result<Self, UnusableTemplate> {
        let read = templates.into_iter().enumerate().map(|(at, value)| {
            let template = Template::read(&value).map_err(|reason| UnusableTemplate { at, reason })?;
            Ok((template, value))
        });
        Ok(Self { templates: read.collect::<Result<_, _>>()?, host, form_key })
    }

    /// A new key of forms: pages of an earlier process are out of date. `None` when the system gives no random numbers.
    pub(crate) fn form_key() -> Option<hmac::Key> {
        hmac::Key::generate(hmac::HMAC_SHA256, &rand::SystemRandom::new()).ok()
    }

    /// What a service is told that asks about a zone of this host.
    pub(crate) fn settings(&self) -> Value {
        let url = format!("http://{}", self.host);
        json!({
            "providerId": PROVIDER_ID,
            "providerName": "Nameplate sandbox",
            "providerDisplayName": "Sandbox Domains",
            "urlSyncUX": url,
            "urlAPI": url,
            "urlControlPanel": format!("{url}/zones/%domain%"),
            "width": WINDOW.0,
            "height": WINDOW.1,
            "nameServers": [NAME_SERVER],
        })
    }

    /// A template, as it was handed over.
    pub(crate) fn template(&self, provider: &str, service: &str) -> Option<&Value> {
        self.known(provider, service).map(|(_, value)| value)
    }

    fn known(&self, provider: &str, service: &str) -> Option<&(Template, Value)> {
        self.templates.iter().find(|(template, _)| {
            template.provider_id.eq_ignore_ascii_case(provider) && template.service_id.eq_ignore_ascii_case(service)
        })
    }

    /// From a request to what it would change, or why it is not even shown.
    pub(crate) fn prepare(
        &self,
        book: &Book,
        provider: &str,
        service: &str,
        query: &str,
    ) -> Result<Prepared<'_>, Denied> {
        let (template, _) = self
            .known(provider, service)
            .ok_or_else(|| Denied::NoSuchTemplate { provider: provider.to_owned(), service: service.to_owned() })?;
        let request = ApplyRequest::parse(query)?;
        signature::verify(&request, &template.sync_pub_key_domain, |name| book.texts(name))?;
        if !book.zone(&request.domain)?.editable {
            return Err(Refusal::NoSuchZone(request.domain).into());
        }
        let filled = filled::fill(template, &request)?;
        let (records, version) = book.listing(&request.domain)?;
        let plan = Plan::new(&records, filled);
        let form_token = self.form_token(query, version);
        Ok(Prepared { template, request, plan, version, form_token })
    }

    /// For this request and these records: a page that showed others cannot be sent off.
    fn form_token(&self, query: &str, version: u64) -> String {
        let tag = hmac::sign(&self.form_key, format!("{version} {query}").as_bytes());
        tag.as_ref().iter().map(|octet| format!("{octet:02x}")).collect()
    }
}

impl Prepared<'_> {
    /// Whether a form was on the page of this very request, made for the records that stand there now.
    pub(crate) fn is_of_this_page(&self, form_token: &str) -> bool {
        verify_slices_are_equal(self.form_token.as_bytes(), form_token.as_bytes()).is_ok()
    }

    /// Carries it out, unless the records are not those that were shown any more.
    pub(crate) fn carry_out(&self, book: &Book) -> Result<Vec<Numbered>, Refusal> {
        book.change(&self.request.domain, Some(self.version), &self.plan.batch())
    }
}
