//! The API of this process, as commands use it.

use crate::commands::api::stream::Blocks;
use crate::commands::api::{Api, Events, Request, encoded};
use crate::commands::ending::{Refusal, Stop};
use async_trait::async_trait;
use bytes::Bytes;
use http::Response;
use http_body_util::BodyExt as _;
use nameplate_api::{Body, Insider};
use serde_json::Value;

/// For whoever has shown an SSH key.
pub(super) struct FromInside(pub(super) Insider);

#[async_trait]
impl Api for FromInside {
    async fn call(&self, request: Request) -> Result<Value, Stop> {
        let text = request.body.as_ref().map(Value::to_string);
        read(self.send(request.method, &request.path, text).await?).await
    }

    async fn listen(&self, connection: &str) -> Result<Box<dyn Events>, Stop> {
        let path = format!("/v1/events?connection_id={}", encoded(connection));
        let response = self.send(http::Method::GET, &path, None).await?;
        if !response.status().is_success() {
            return Err(read(response).await.err().unwrap_or_else(|| Stop::failed("there is no stream of events")));
        }
        Ok(Box::new(Happenings { body: response.into_body(), blocks: Blocks::default() }))
    }
}

impl FromInside {
    async fn send(&self, method: http::Method, path: &str, body: Option<String>) -> Result<Response<Body>, Stop> {
        self.0.send(method, path, body).await.map_err(|error| Stop::failed(error.to_string()))
    }
}

async fn read(response: Response<Body>) -> Result<Value, Stop> {
    let status = response.status();
    let broke_off = |error: &dyn std::error::Error| Stop::Unreached(format!("the answer broke off ({error})"));
    let bytes: Bytes = response.into_body().collect().await.map_err(|error| broke_off(&error))?.to_bytes();
    if status.is_success() && bytes.is_empty() {
        return Ok(Value::Null);
    }
    let body: Value = serde_json::from_slice(&bytes).map_err(|error| broke_off(&error))?;
    match status.is_success() {
        true => Ok(body),
        false => Err(Refusal::read(status.as_u16(), &body).map_or_else(
            || Stop::failed(format!("the answer was {status}")),
            |refusal| Stop::Refused(Box::new(refusal)),
        )),
    }
}

/// What happens to a connection, from the stream of events.
struct Happenings {
    body: Body,
    blocks: Blocks,
}

#[async_trait]
impl Events for Happenings {
    async fn next(&mut self) -> bool {
        loop {
            if self.blocks.take() {
                return true;
            }
            match self.body.frame().await {
                Some(Ok(frame)) => {
                    if let Some(data) = frame.data_ref() {
                        self.blocks.push(data);
                    }
                }
                Some(Err(_)) | None => return false,
            }
        }
    }
}
