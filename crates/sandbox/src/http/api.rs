//! The JSON API.

use super::failure::Failure;
use crate::book::{Book, Numbered};
use crate::record::Wish;
use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
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

pub(crate) async fn list_zones(State(book): State<Arc<Book>>) -> Json<Value> {
    Json(json!({ "data": book.zones() }))
}

pub(crate) async fn create_zone(
    State(book): State<Arc<Book>>,
    body: Body<NewZone>,
) -> Result<(StatusCode, Json<Value>), Failure> {
    let Json(new) = body?;
    let zone = book.add_zone(&new.zone)?;
    Ok((StatusCode::CREATED, Json(json!(book.zone(&zone)?))))
}

pub(crate) async fn delete_zone(
    State(book): State<Arc<Book>>,
    Path(zone): Path<String>,
) -> Result<StatusCode, Failure> {
    book.remove_zone(&zone)?;
    Ok(StatusCode::NO_CONTENT)
}

pub(crate) async fn list_records(
    State(book): State<Arc<Book>>,
    Path(zone): Path<String>,
) -> Result<Json<Value>, Failure> {
    Ok(Json(json!({ "data": book.records(&zone)? })))
}

pub(crate) async fn create_record(
    State(book): State<Arc<Book>>,
    Path(zone): Path<String>,
    body: Body<Wish>,
) -> Result<Created, Failure> {
    let Json(wish) = body?;
    Ok((StatusCode::CREATED, Json(book.add(&zone, &wish)?)))
}

pub(crate) async fn create_absolute_record(
    State(book): State<Arc<Book>>,
    body: Body<Wish>,
) -> Result<Created, Failure> {
    let Json(wish) = body?;
    Ok((StatusCode::CREATED, Json(book.add_absolute(&wish)?)))
}

pub(crate) async fn replace_record(
    State(book): State<Arc<Book>>,
    Path((zone, id)): Path<(String, String)>,
    body: Body<Wish>,
) -> Result<Json<Numbered>, Failure> {
    let Json(wish) = body?;
    Ok(Json(book.replace(&zone, &id, &wish)?))
}

pub(crate) async fn delete_record(
    State(book): State<Arc<Book>>,
    Path((zone, id)): Path<(String, String)>,
) -> Result<StatusCode, Failure> {
    book.remove(&zone, &id)?;
    Ok(StatusCode::NO_CONTENT)
}

pub(crate) async fn set_fault(
    State(book): State<Arc<Book>>,
    Path(zone): Path<String>,
    body: Body<FaultMode>,
) -> Result<Json<Value>, Failure> {
    let Json(fault) = body?;
    book.set_fault(&zone, &fault.mode)?;
    Ok(Json(json!(book.zone(&zone)?)))
}

pub(crate) async fn no_such_path() -> Failure {
    Failure::new(StatusCode::NOT_FOUND, "not_found", "there is nothing at this path")
}

pub(crate) async fn no_such_method() -> Failure {
    Failure::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", "this path does not take this method")
}
