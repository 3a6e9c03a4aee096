//! Domain Connect over HTTP: what services ask, and the pages on which customers allow a change.

use super::failure::{Failure, status_of};
use crate::book::{Book, Refusal};
use crate::domain_connect::{Denied, DomainConnect, Prepared, ReturnTo};
use crate::page::{self, Notice};
use axum::Json;
use axum::extract::{Form, Path, RawQuery, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;
use serde_json::Value;
use std::sync::Arc;

/// What the customer decided.
#[derive(Debug, Deserialize)]
pub(crate) struct Decision {
    /// From the page with the buttons.
    form_token: String,
    decision: Button,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Button {
    Connect,
    Cancel,
}

pub(crate) async fn settings(
    State(book): State<Arc<Book>>,
    State(domain_connect): State<Arc<DomainConnect>>,
    Path(zone): Path<String>,
) -> Result<Json<Value>, Failure> {
    match book.zone(&zone) {
        Ok(listed) if listed.domain_connect => Ok(Json(domain_connect.settings())),
        _ => Err(Refusal::NoSuchZone(zone).into()),
    }
}

pub(crate) async fn template(
    State(domain_connect): State<Arc<DomainConnect>>,
    Path((provider, service)): Path<(String, String)>,
) -> Result<Json<Value>, Failure> {
    let template = domain_connect.template(&provider, &service).cloned();
    template.map(Json).ok_or_else(|| {
        let denied = Denied::NoSuchTemplate { provider, service };
        Failure::new(StatusCode::NOT_FOUND, "not_found", denied.to_string())
    })
}

pub(crate) async fn ask(
    State(book): State<Arc<Book>>,
    State(domain_connect): State<Arc<DomainConnect>>,
    Path((provider, service)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Response {
    match domain_connect.prepare(&book, &provider, &service, &query.unwrap_or_default()) {
        Ok(prepared) => consent(&prepared, StatusCode::OK, None),
        Err(denied) => refused(&denied),
    }
}

/// The request is read and verified again: nothing is taken from the form but the decision and what ties it to its page.
pub(crate) async fn decide(
    State(book): State<Arc<Book>>,
    State(domain_connect): State<Arc<DomainConnect>>,
    Path((provider, service)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    Form(form): Form<Decision>,
) -> Response {
    let prepared = match domain_connect.prepare(&book, &provider, &service, &query.unwrap_or_default()) {
        Ok(prepared) => prepared,
        Err(denied) => return refused(&denied),
    };
    if !prepared.is_of_this_page(&form.form_token) {
        return consent(&prepared, StatusCode::CONFLICT, Some(Notice::OutOfDate));
    }
    let return_to = prepared.request.return_to.as_ref();
    match form.decision {
        Button::Cancel => match return_to {
            Some(return_to) => sent_to(&return_to.after_giving_up()),
            None => Html(page::given_up(&prepared)).into_response(),
        },
        Button::Connect => match prepared.carry_out(&book) {
            Ok(_) => match return_to {
                Some(return_to) => sent_to(&return_to.after_connecting()),
                None => Html(page::connected(&prepared)).into_response(),
            },
            Err(Refusal::Changed(_)) => consent(&prepared, StatusCode::CONFLICT, Some(Notice::OutOfDate)),
            Err(refusal) => refused(&refusal.into()),
        },
    }
}

fn consent(prepared: &Prepared<'_>, status: StatusCode, notice: Option<Notice>) -> Response {
    let mut response = (status, Html(page::consent(prepared, notice))).into_response();
    let headers = response.headers_mut();
    if let Some(policy) = prepared.request.return_to.as_ref().and_then(policy_with) {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    // The address holds a challenge that is nobody else's business, and the page must not come back from a cache.
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Browsers hold the redirect after a form against `form-action` too (CSP 3, 6.4.1).
fn policy_with(return_to: &ReturnTo) -> Option<HeaderValue> {
    let origin = &return_to.origin;
    let policy = format!(
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self' {origin}; base-uri 'none'; frame-ancestors 'none'"
    );
    HeaderValue::try_from(policy).ok()
}

fn sent_to(url: &str) -> Response {
    Redirect::to(url).into_response()
}

/// The customer stays here: an address in a request that nobody vouches for is not followed.
fn refused(denied: &Denied) -> Response {
    let status = match denied {
        Denied::NoSuchTemplate { .. } => StatusCode::NOT_FOUND,
        Denied::Parameter { .. } => StatusCode::BAD_REQUEST,
        Denied::Unproven(_) => StatusCode::FORBIDDEN,
        Denied::Zone(refusal) => status_of(refusal).0,
    };
    (status, Html(page::not_asked(&denied.to_string()))).into_response()
}
