//! Successes: the status follows from the type, in the answer and in the OpenAPI document.

use axum::Json;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response as HttpResponse};
use nameplate_control::Stored;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::openapi::header::Header;
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Response, ResponseBuilder};
use utoipa::{IntoResponses, ToSchema};

/// 200.
#[derive(Debug)]
pub(crate) struct Shown<T>(pub(crate) T);

/// 200, for somebody whose address is the key: nobody keeps it, nobody is told where it came from.
#[derive(Debug)]
pub(crate) struct Private<T>(pub(crate) T);

/// What answers of such an address say to browsers and to whoever stands in between.
pub(crate) const PRIVATE: [(HeaderName, &str); 3] = [
    (header::CACHE_CONTROL, "no-store"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("x-robots-tag"), "noindex, nofollow"),
];

/// 201; under an `Idempotency-Key` perhaps the answer of the first request.
#[derive(Debug)]
pub(crate) enum Created<T> {
    Fresh(T),
    Replayed(Stored),
}

/// 200; under an `Idempotency-Key` perhaps the answer of the first request.
#[derive(Debug)]
pub(crate) enum Answered<T> {
    Fresh(T),
    Replayed(Stored),
}

/// What creates without a 201, as its document has it.
impl<T> From<Created<T>> for Answered<T> {
    fn from(created: Created<T>) -> Self {
        match created {
            Created::Fresh(view) => Self::Fresh(view),
            Created::Replayed(stored) => Self::Replayed(stored),
        }
    }
}

/// 204.
#[derive(Debug)]
pub(crate) struct Gone;

/// The same answer, and a cookie that is set or cleared.
#[derive(Debug)]
pub(crate) struct WithCookie<T>(pub(crate) HeaderValue, pub(crate) T);

/// Says that an answer was given before.
pub(crate) const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

impl<T: Serialize> IntoResponse for Shown<T> {
    fn into_response(self) -> HttpResponse {
        Json(self.0).into_response()
    }
}

impl<T: Serialize> IntoResponse for Private<T> {
    fn into_response(self) -> HttpResponse {
        (PRIVATE, Json(self.0)).into_response()
    }
}

impl<T: Serialize> IntoResponse for Created<T> {
    fn into_response(self) -> HttpResponse {
        match self {
            Self::Fresh(view) => (StatusCode::CREATED, Json(view)).into_response(),
            Self::Replayed(stored) => replayed(stored),
        }
    }
}

impl<T: Serialize> IntoResponse for Answered<T> {
    fn into_response(self) -> HttpResponse {
        match self {
            Self::Fresh(view) => Json(view).into_response(),
            Self::Replayed(stored) => replayed(stored),
        }
    }
}

fn replayed(stored: Stored) -> HttpResponse {
    let status = StatusCode::from_u16(stored.status).unwrap_or(StatusCode::CREATED);
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (REPLAYED, HeaderValue::from_static("true")),
    ];
    (status, headers, stored.body).into_response()
}

impl IntoResponse for Gone {
    fn into_response(self) -> HttpResponse {
        StatusCode::NO_CONTENT.into_response()
    }
}

impl<T: IntoResponse> IntoResponse for WithCookie<T> {
    fn into_response(self) -> HttpResponse {
        let mut response = self.1.into_response();
        response.headers_mut().append(header::SET_COOKIE, self.0);
        response
    }
}

impl<T: IntoResponses> IntoResponses for WithCookie<T> {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let mut all = T::responses();
        for response in all.values_mut() {
            if let RefOr::T(response) = response {
                let mut cookie = Header::new(ObjectBuilder::new().schema_type(Type::String));
                cookie.description = Some("The cookie of the session: HttpOnly, SameSite=Strict.".to_owned());
                response.headers.insert("Set-Cookie".to_owned(), cookie.into());
            }
        }
        all
    }
}

impl<T: ToSchema> IntoResponses for Shown<T> {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        BTreeMap::from([("200".to_owned(), json::<T>("Done.").build().into())])
    }
}

impl<T: ToSchema> IntoResponses for Private<T> {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        Shown::<T>::responses()
    }
}

impl<T: ToSchema> IntoResponses for Created<T> {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        BTreeMap::from([("201".to_owned(), perhaps_replayed(json::<T>("Created.")).into())])
    }
}

impl<T: ToSchema> IntoResponses for Answered<T> {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        BTreeMap::from([("200".to_owned(), perhaps_replayed(json::<T>("Done.")).into())])
    }
}

fn perhaps_replayed(response: ResponseBuilder) -> Response {
    let mut replayed = Header::new(ObjectBuilder::new().schema_type(Type::String).enum_values(Some(["true"])));
    replayed.description = Some("There when this answer was given before under the same Idempotency-Key.".to_owned());
    response.header("Idempotency-Replayed", replayed).build()
}

impl IntoResponses for Gone {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        BTreeMap::from([("204".to_owned(), Response::new("Done; there is nothing to show.").into())])
    }
}

fn json<T: ToSchema>(description: &str) -> ResponseBuilder {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name(T::name()))).build();
    ResponseBuilder::new().description(description).content("application/json", content)
}
