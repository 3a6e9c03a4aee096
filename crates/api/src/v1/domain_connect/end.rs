//! `GET /v1/domain-connect/return`: where DNS providers send customers back to. A page for people, not part of the API.

use crate::failure::Failure;
use crate::router::Api;
use axum::extract::{RawQuery, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use nameplate_control::DomainConnectReturn;
use nameplate_providers::domain_connect::Returned;

pub(crate) async fn handler(State(api): State<Api>, RawQuery(query): RawQuery) -> Result<Response, Failure> {
    let back = api.control.end_domain_connect(&query.unwrap_or_default()).await?;
    let outcome = match back.returned {
        Returned::Done => "done",
        Returned::Cancelled => "cancelled",
        Returned::Failed(_) => "failed",
    };
    match (&back.connection, &back.return_to) {
        (Some(connection), Some(return_to)) => {
            let separator = if return_to.contains('?') { '&' } else { '?' };
            let (page, fragment) = return_to.split_once('#').unwrap_or((return_to, ""));
            let hash = if fragment.is_empty() { "" } else { "#" };
            let url =
                format!("{page}{separator}connection_id={}&domain_connect={outcome}{hash}{fragment}", connection.id);
            Ok(Redirect::to(&url).into_response())
        }
        _ => Ok(page(&back)),
    }
}

fn page(back: &DomainConnectReturn) -> Response {
    let (status, title, text) = match (&back.connection, &back.returned) {
        (None, _) => (
            StatusCode::NOT_FOUND,
            "This link has been used",
            "It is valid once and for an hour. Go back to where you came from and start again.".to_owned(),
        ),
        (Some(connection), Returned::Done) => (
            StatusCode::OK,
            "Back from your DNS provider",
            format!("{} is being checked now and goes live by itself. You can close this window.", connection.hostname),
        ),
        (Some(connection), Returned::Cancelled) => (
            StatusCode::OK,
            "Nothing was changed",
            format!(
                "The change for {} was not confirmed. You can close this window and start again.",
                connection.hostname
            ),
        ),
        (Some(connection), Returned::Failed(_)) => (
            StatusCode::OK,
            "Your DNS provider did not make the change",
            format!("The records of {} can be published by hand. You can close this window.", connection.hostname),
        ),
    };
    let html = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <meta name=\"color-scheme\" content=\"light dark\"><title>{title}</title>\
         <main><h1>{title}</h1><p>{text}</p></main></html>"
    );
    let headers = [
        (header::CACHE_CONTROL, "no-store"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    (status, headers, Html(html)).into_response()
}
