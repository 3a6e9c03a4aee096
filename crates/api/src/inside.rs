//! The API from inside this process: for somebody who was recognised elsewhere than by a request's headers. It is the same router, so that
//! limits, metering, the audit log and every text are the same.

use crate::router::{Api, router};
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Method, Request, Response, header};
use hyper::service::Service as _;
use hyper_util::service::TowerToHyperService;
use std::fmt;
use std::net::SocketAddr;

/// The fingerprint of an SSH key that whoever sends the request has shown to have. Requests from the network have no way to carry one:
/// [`Insider`] alone makes it.
#[derive(Clone)]
pub(crate) struct ProvenSshKey(pub(crate) String);

/// The API, to be called in this process. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Inside(Router);

impl Inside {
    /// What [`router`] serves.
    #[must_use]
    pub fn new(api: &Api) -> Self {
        Self(router(api))
    }

    /// For whoever has the key of `fingerprint`, at `peer`. That they have it was proven before; what it is good for is looked up for each
    /// request.
    #[must_use]
    pub fn for_ssh_key(&self, fingerprint: String, peer: SocketAddr) -> Insider {
        Insider { router: self.0.clone(), fingerprint, peer }
    }
}

/// Somebody who calls the API from inside.
#[derive(Clone)]
pub struct Insider {
    router: Router,
    fingerprint: String,
    peer: SocketAddr,
}

impl fmt::Debug for Insider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Insider")
            .field("fingerprint", &self.fingerprint)
            .field("peer", &self.peer)
            .finish_non_exhaustive()
    }
}

impl Insider {
    /// Sends a request. `path` begins at the root and has its query; `body` is JSON.
    ///
    /// # Errors
    /// When `path` is no path.
    pub async fn send(
        &self,
        method: Method,
        path: &str,
        body: Option<String>,
    ) -> Result<Response<Body>, axum::http::Error> {
        let mut request = Request::builder().method(method).uri(path);
        if body.is_some() {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        let mut request = request.body(body.map_or_else(Body::empty, Body::from))?;
        request.extensions_mut().insert(ConnectInfo(self.peer));
        request.extensions_mut().insert(ProvenSshKey(self.fingerprint.clone()));
        match TowerToHyperService::new(self.router.clone()).call(request).await {
            Ok(response) => Ok(response),
            Err(never) => match never {},
        }
    }
}
