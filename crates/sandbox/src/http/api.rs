//! The JSON API.

use super::failure::Failure;
use super::sight::Sight;
use crate::book::{Batch, Book, Numbered};
use crate::record::Wish;
use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use axum::http::header::{ETAG, IF_MATCH};
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

type Body<T> = Result<Json<T>, JsonRejection>;
type Created = (StatusCode, Json<Numbered>);

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewZone {
    zone: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FaultMode {
    mode: String,
}

pub(crate) async fn list_zones(sight: Sight, State(book): State<Arc<Book>>) -> Json<Value> {
    let mut zones = book.zones();
    zones.retain(|listed| sight.includes(&listed.zone));
    Json(json!({ "data": zones }))
}

pub(crate) async fn show_zone(
    sight: Sight,
    State(book): State<Arc<Book>>,
    Path(zone): Path<String>,
) -> Result<Json<Value>, Failure> {
    sight.check(&zone)?;
    Ok(Json(json!(book.zone(&zone)?)))
}

pub(crate) async fn create_zone(
    sight: Sight,
    State(book): State<Arc<Book>>,
    body: Body<NewZone>,
) -> Result<(StatusCode, Json<Value>), Failure> {
    let Json(new) = body?;
    sight.check(&new.zone)?;
    let zone = book.add_zone(&new.zone)?;
    Ok((StatusCode::CREATED, Json(json!(book.zone(&zone)?))))
}

pub(crate) async fn delete_zone(
    sight: Sight,
    State(book): State<Arc<Book>>,
    Path(zone): Path<String>,
) -> Result<StatusCode, Failure> {
    sight.check(&zone)?;
    book.remove_zone(&zone)?;
    Ok(StatusCode::NO_CONTENT)
}

pub(crate) async fn list_records(
    sight: Sight,
    State(book): State<Arc<Book>>,
    Path(zone): Path<String>,
) -> Result<impl IntoResponse, Failure> {
    sight.check(&zone)?;
    let (records, version) = book.listing(&zone)?;
    Ok(([(ETAG, etag(version))], Json(json!({ "data": records }))))
}

/// Several changes in one step. `If-Match` with the listing's `ETag` makes sure that they start from that listing (RFC 9110, 13.1.1).
pub(crate) async fn change_records(
    sight: Sight,
    State(book): State<Arc<Book>>,
    Path(zone): Path<String>,
    headers: HeaderMap,
    body: Body<Batch>,
) -> Result<Json<Value>, Failure> {
    let Json(batch) = body?;
    sight.check(&zone)?;
    let version = headers.get(IF_MATCH).filter(|tag| *tag != "*").map(|tag| {
        let tag = tag.to_str().unwrap_or_default().trim().trim_matches('"');
        u64::from_str_radix(tag, 16).map_err(|_| {
            Failure::new(StatusCode::BAD_REQUEST, "invalid", "If-Match is not the ETag of a listing of records")
        })
    });
    let added = book.change(&zone, version.transpose()?, &batch)?;
    Ok(Json(json!({ "data": added })))
}

fn etag(version: u64) -> String {
    format!("\"{version:016x}\"")
}

pub(crate) async fn create_record(
    sight: Sight,
    State(book): State<Arc<Book>>,
    Path(zone): Path<String>,
    body: Body<Wish>,
) -> Result<Created, Failure> {
    let Json(wish) = body?;
    sight.check(&zone)?;
    Ok((StatusCode::CREATED, Json(book.add(&zone, &wish)?)))
}

pub(crate) async fn create_absolute_record(
    sight: Sight,
    State(book): State<Arc<Book>>,
    body: Body<Wish>,
) -> Result<Created, Failure> {
    let Json(wish) = body?;
    let zone = Book::zone_of(&wish.name)?;
    sight.check(&zone)?;
    Ok((StatusCode::CREATED, Json(book.add_absolute(&zone, &wish)?)))
}

pub(crate) async fn replace_record(
    sight: Sight,
    State(book): State<Arc<Book>>,
    Path((zone, id)): Path<(String, String)>,
    body: Body<Wish>,
) -> Result<Json<Numbered>, Failure> {
    let Json(wish) = body?;
    sight.check(&zone)?;
    Ok(Json(book.replace(&zone, &id, &wish)?))
}

pub(crate) async fn delete_record(
    sight: Sight,
    State(book): State<Arc<Book>>,
    Path((zone, id)): Path<(String, String)>,
) -> Result<StatusCode, Failure> {
    sight.check(&zone)?;
    book.remove(&zone, &id)?;
    Ok(StatusCode::NO_CONTENT)
}

pub(crate) async fn set_fault(
    sight: Sight,
    State(book): State<Arc<Book>>,
    Path(zone): Path<String>,
    body: Body<FaultMode>,
) -> Result<Json<Value>, Failure> {
    let Json(fault) = body?;
    sight.check(&zone)?;
    book.set_fault(&zone, &fault.mode)?;
    Ok(Json(json!(book.zone(&zone)?)))
}

pub(crate) async fn no_such_path() -> Failure {
    Failure::new(StatusCode::NOT_FOUND, "not_found", "there is nothing at this path")
}

pub(crate) async fn no_such_method() -> Failure {
    Failure::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", "this path does not take this method")
}
