//! The pages: forms in, pages or "look there" out. Nothing needs JavaScript.

use super::failure::status_of;
use crate::book::{Book, Refusal};
use crate::page::{self, Draft};
use crate::record::{Invalid, Wish};
use crate::visit::Visits;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;
use std::sync::Arc;

#[derive(Debug, Deserialize)]
pub(crate) struct NewZone {
    zone: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Switch {
    On,
    Off,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Offer {
    domain_connect: Switch,
}

/// Which record's row is a form.
#[derive(Debug, Deserialize)]
pub(crate) struct Editing {
    edit: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct FaultMode {
    mode: String,
}

pub(crate) async fn style() -> impl IntoResponse {
    ([(CONTENT_TYPE, "text/css; charset=utf-8"), (CACHE_CONTROL, "no-cache")], page::STYLE)
}

pub(crate) async fn script() -> impl IntoResponse {
    ([(CONTENT_TYPE, "text/javascript; charset=utf-8"), (CACHE_CONTROL, "no-cache")], page::SCRIPT)
}

pub(crate) async fn logo() -> impl IntoResponse {
    ([(CONTENT_TYPE, "image/svg+xml"), (CACHE_CONTROL, "no-cache")], page::LOGO)
}

pub(crate) async fn token(State(visits): State<Arc<Visits>>) -> Html<String> {
    Html(page::token(visits.neighbours().and_then(|around| around.credentials_url.as_deref())))
}

/// To the product whose customers keep their domains here.
pub(crate) async fn shop(State(visits): State<Arc<Visits>>) -> Response {
    match visits.neighbours().and_then(|around| around.shop_url.as_deref()) {
        Some(url) => Redirect::to(url).into_response(),
        None => {
            let page = page::message("Acme Sites is closed", "the demo does not run beside this sandbox");
            (StatusCode::NOT_FOUND, Html(page)).into_response()
        }
    }
}

pub(crate) async fn zones(State(book): State<Arc<Book>>) -> Html<String> {
    Html(page::zones(&book.zones(), "", None))
}

pub(crate) async fn zone(
    State(book): State<Arc<Book>>,
    Path(zone): Path<String>,
    Query(editing): Query<Editing>,
) -> Response {
    let records = book.records(&zone).unwrap_or_default();
    let edited = editing.edit.and_then(|id| records.into_iter().find(|record| record.id == id));
    let draft = edited.as_ref().map(Draft::of).unwrap_or_default();
    zone_page(&book, &zone, &draft, None)
}

pub(crate) async fn create_zone(State(book): State<Arc<Book>>, Form(new): Form<NewZone>) -> Response {
    match book.add_zone(&new.zone) {
        Ok(zone) => to_zone(&zone),
        Err(refusal) => {
            let page = page::zones(&book.zones(), &new.zone, Some(&refusal.to_string()));
            (status_of(&refusal).0, Html(page)).into_response()
        }
    }
}

pub(crate) async fn delete_zone(State(book): State<Arc<Book>>, Path(zone): Path<String>) -> Response {
    match book.remove_zone(&zone) {
        Ok(()) => Redirect::to("/").into_response(),
        Err(refusal) => refused(&refusal),
    }
}

pub(crate) async fn set_fault(
    State(book): State<Arc<Book>>,
    Path(zone): Path<String>,
    Form(fault): Form<FaultMode>,
) -> Response {
    match book.set_fault(&zone, &fault.mode) {
        Ok(()) => to_zone(&zone),
        Err(refusal) => refused(&refusal),
    }
}

pub(crate) async fn set_domain_connect(
    State(book): State<Arc<Book>>,
    Path(zone): Path<String>,
    Form(offer): Form<Offer>,
) -> Response {
    match book.set_domain_connect(&zone, offer.domain_connect == Switch::On) {
        Ok(()) => to_zone(&zone),
        Err(refusal) => refused(&refusal),
    }
}

pub(crate) async fn create_record(
    State(book): State<Arc<Book>>,
    Path(zone): Path<String>,
    Form(draft): Form<Draft>,
) -> Response {
    let added = wish(&draft).map_err(Refusal::from).and_then(|wish| book.add(&zone, &wish));
    match added {
        Ok(record) => to_zone(&record.zone),
        Err(refusal) => zone_page(&book, &zone, &draft, Some(&refusal)),
    }
}

pub(crate) async fn replace_record(
    State(book): State<Arc<Book>>,
    Path((zone, id)): Path<(String, String)>,
    Form(draft): Form<Draft>,
) -> Response {
    let replaced = wish(&draft).map_err(Refusal::from).and_then(|wish| book.replace(&zone, &id, &wish));
    match replaced {
        Ok(record) => to_zone(&record.zone),
        Err(refusal) => zone_page(&book, &zone, &Draft { edited: Some(id), ..draft }, Some(&refusal)),
    }
}

pub(crate) async fn delete_record(State(book): State<Arc<Book>>, Path((zone, id)): Path<(String, String)>) -> Response {
    match book.remove(&zone, &id) {
        Ok(()) => to_zone(&zone),
        Err(refusal) => refused(&refusal),
    }
}

pub(crate) async fn no_such_page() -> Response {
    (StatusCode::NOT_FOUND, Html(page::message("Nothing here", "There is no page at this address."))).into_response()
}

/// What was typed, with its numbers read.
fn wish(draft: &Draft) -> Result<Wish, Invalid> {
    let number = |field, text: &str| match text.trim() {
        "" => Ok(None),
        digits => digits.parse::<u32>().map(Some).map_err(|_| Invalid { field, reason: "is not a number".into() }),
    };
    let priority = number("priority", &draft.priority)?
        .map(|wide| u16::try_from(wide).map_err(|_| Invalid { field: "priority", reason: "is above 65535".into() }))
        .transpose()?;
    Ok(Wish {
        name: draft.name.clone(),
        rtype: draft.rtype.clone(),
        value: draft.value.clone(),
        ttl: number("ttl", &draft.ttl)?,
        priority,
    })
}

/// The page of a zone. A zone that nobody has made yet has none.
fn zone_page(book: &Book, zone: &str, draft: &Draft, refusal: Option<&Refusal>) -> Response {
    let status = refusal.map_or(StatusCode::OK, |refusal| status_of(refusal).0);
    match (book.zone(zone), book.records(zone)) {
        (Ok(listed), Ok(mut records)) => {
            if listed.domain_connect {
                records.push(book.built_in(&listed.zone));
            }
            let complaint = refusal.map(ToString::to_string);
            (status, Html(page::zone(&listed, &records, draft, complaint.as_deref()))).into_response()
        }
        (Err(missing), _) | (_, Err(missing)) => refused(refusal.unwrap_or(&missing)),
    }
}

fn to_zone(zone: &str) -> Response {
    // A zone's name is letters, digits, hyphens and dots once the book has taken it: nothing in it needs escaping.
    Redirect::to(&format!("/zones/{zone}")).into_response()
}

fn refused(refusal: &Refusal) -> Response {
    (status_of(refusal).0, Html(page::message("That did not work", &refusal.to_string()))).into_response()
}
