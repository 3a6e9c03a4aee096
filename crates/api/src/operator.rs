//! Whoever runs the platform: an extractor, so that a handler for platform keys only cannot be called by anybody else.

use crate::credential::shown;
use crate::failure::{Failure, Kind};
use crate::router::Api;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use nameplate_control::Holder;
use nameplate_domain::tenancy::Operator;
use std::ops::Deref;

const WANTED: &str = "Send a platform key in the header Authorization: Bearer pk_…";

/// Somebody who has shown a platform key.
#[derive(Debug)]
pub(crate) struct ByOperator(Operator);

impl Deref for ByOperator {
    type Target = Operator;

    fn deref(&self) -> &Operator {
        &self.0
    }
}

impl FromRequestParts<Api> for ByOperator {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, Failure> {
        match shown(parts, api, WANTED).await?.holder {
            Holder::Operator(operator) => Ok(Self(operator)),
            Holder::Caller(_) => {
                let message = "This is for whoever runs the platform: send a platform key (pk_…).";
                Err(Failure::new(Kind::Forbidden, message))
            }
        }
    }
}
