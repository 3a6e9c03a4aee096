//! A request in, a response out: who asks, whether the signature is theirs, and which operation it is.

use crate::ca::TestCa;
use crate::jws::{self, Envelope};
use crate::keys::PublicKey;
use crate::outage::{ConnectionDropped, OutageKind};
use crate::problem::{Kind, Problem};
use crate::reply::Reply;
use crate::route::{Here, Route};
use bytes::Bytes;
use http::{Method, Request, Response, StatusCode, header};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

/// A request whose signature was right.
pub(crate) struct Signed {
    /// The account; `None` when the key stands in the request itself.
    pub(crate) account: Option<u64>,
    pub(crate) key: Arc<PublicKey>,
    /// `None` for POST-as-GET (RFC 8555, 6.3).
    pub(crate) payload: Option<Value>,
}

impl TestCa {
    /// Answers one request, whatever brought it. URLs in answers begin with `https://` and the request's authority.
    ///
    /// Validations that wait for nothing are over before the answer; others go on in a task of tokio's.
    ///
    /// # Errors
    /// During an outage that drops connections.
    pub async fn handle(&self, request: Request<Bytes>) -> Result<Response<Bytes>, ConnectionDropped> {
        let outage = self.outage_now();
        match outage {
            None | Some(OutageKind::LoseAnswer) => {}
            Some(OutageKind::DropConnection) => return Err(ConnectionDropped),
            Some(OutageKind::ErrorPage) => return Ok(error_page()),
            Some(OutageKind::Unavailable { retry_after }) => return Ok(unavailable(retry_after)),
            Some(OutageKind::Hang) => {
                let mut changes = self.inner.outage.subscribe();
                let is_over = |outage: &Option<_>| outage.is_none();
                return changes.wait_for(is_over).await.map(|_| unavailable(None)).map_err(|_| ConnectionDropped);
            }
        }
        let response = self.answer(&request).await;
        if outage == Some(OutageKind::LoseAnswer) { Err(ConnectionDropped) } else { Ok(response) }
    }

    /// The outage that meets this request.
    fn outage_now(&self) -> Option<OutageKind> {
        let mut met = None;
        self.inner.outage.send_if_modified(|outage| {
            let Some(outage) = outage else { return false };
            match outage.after_requests.checked_sub(1) {
                Some(left) => outage.after_requests = left,
                None => met = Some(outage.kind),
            }
            false
        });
        met
    }

    async fn answer(&self, request: &Request<Bytes>) -> Response<Bytes> {
        let here = Here::of(request.uri(), request.headers());
        self.inner.state().counters.requests += 1;
        let route = Route::of(request.uri().path());
        let reply = self.dispatch(request, route, &here).await.unwrap_or_else(Reply::from);
        let is_nonce_due = route == Some(Route::NewNonce) || request.method() == Method::POST;
        let nonce = is_nonce_due.then(|| {
            let state = &mut *self.inner.state();
            state.nonces.give(&mut state.chance)
        });
        reply.into_response(&here.to("/directory"), nonce.as_deref())
    }

    async fn dispatch(
        &self,
        request: &Request<Bytes>,
        route: Option<Route<'_>>,
        here: &Here,
    ) -> Result<Reply, Problem> {
        let route = route.ok_or_else(|| Problem::not_found("Page not found"))?;
        let method = request.method();
        match route {
            Route::Directory if method == Method::GET => return Ok(Reply::json(StatusCode::OK, &self.directory(here))),
            Route::NewNonce if method == Method::HEAD => return Ok(Reply::empty(StatusCode::OK)),
            Route::NewNonce if method == Method::GET => return Ok(Reply::empty(StatusCode::NO_CONTENT)),
            Route::RenewalInfo(certificate) if method == Method::GET => return self.renewal_info(certificate),
            Route::Directory | Route::NewNonce | Route::RenewalInfo(_) => return Err(wrong_method()),
            _ if method != Method::POST => return Err(wrong_method()),
            _ => {}
        }
        let is_jose = request.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == "application/jose+json");
        if !is_jose {
            let detail = "Invalid Content-Type header on POST. Content-Type must be \"application/jose+json\"";
            return Err(Problem::malformed(detail).with_status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
        }
        let signed = self.authenticate(request.body(), here)?;
        match (route, signed.account) {
            (Route::NewAccount, None) => self.new_account(signed, here),
            (Route::RevokeCertificate, _) => self.revoke_certificate(&signed),
            (_, None) => Err(Problem::malformed("No Key ID in JWS header")),
            (Route::NewAccount, Some(_)) => Err(Problem::malformed("No embedded JWK in JWS header")),
            (route, Some(account)) => self.operate(route, account, &signed, here).await,
        }
    }

    async fn operate(&self, route: Route<'_>, account: u64, signed: &Signed, here: &Here) -> Result<Reply, Problem> {
        match (route, signed.payload.as_ref()) {
            (Route::NewOrder, Some(payload)) => self.new_order(account, payload, here),
            (Route::Finalize(order), Some(payload)) => self.finalize(account, &signed.key, order, payload, here).await,
            (Route::Challenge(id, method), Some(_)) => self.start_challenge(account, id, method, here).await,
            (Route::Challenge(id, method), None) => self.challenge(account, id, method, here),
            (Route::Authorization(id), None) => self.authorization(account, id, here),
            (Route::Authorization(id), Some(payload)) => self.update_authorization(account, id, payload, here),
            (Route::Order(id), None) => self.order(account, id, here),
            (Route::Certificate(id), None) => self.certificate(account, id),
            (Route::Account(id), payload) if id == account => self.update_account(account, payload),
            (Route::AccountOrders(id), None) if id == account => Ok(self.account_orders(account, here)),
            (Route::KeyChange, Some(payload)) => self.change_key(account, payload, here),
            (Route::Account(_) | Route::AccountOrders(_), _) => {
                Err(Problem::unauthorized("Request signing key did not match account key"))
            }
            (Route::NewOrder | Route::Finalize(_) | Route::KeyChange, None) => {
                Err(Problem::malformed("this is no resource that POST-as-GET could show"))
            }
            _ => Err(Problem::malformed("POST-as-GET requests must have an empty payload")),
        }
    }

    /// Checks everything that RFC 8555, 6.2 to 6.5 wants of a signed request.
    fn authenticate(&self, body: &[u8], here: &Here) -> Result<Signed, Problem> {
        let envelope = Envelope::read(body)?;
        match envelope.header("url") {
            Some(url) if url == here.url => {}
            other => {
                let detail = format!(
                    "JWS header parameter 'url' incorrect. Expected {:?} got {:?}",
                    here.url,
                    other.unwrap_or("")
                );
                return Err(Problem::unauthorized(detail));
            }
        }
        let (account, key) = self.claimed_key(&envelope, here)?;
        envelope.requires_algorithm(key.algorithm())?;
        if !key.has_signed(envelope.signed.as_bytes(), &envelope.signature) {
            return Err(Problem::malformed("JWS verification error"));
        }
        let payload = match envelope.payload.as_slice() {
            [] => None,
            bytes => Some(jws::json(bytes, "the payload")?),
        };
        Ok(Signed { account, key, payload })
    }

    /// Uses the nonce up, and finds the key that is said to have signed.
    fn claimed_key(&self, envelope: &Envelope, here: &Here) -> Result<(Option<u64>, Arc<PublicKey>), Problem> {
        let state = &mut *self.inner.state();
        let is_good = envelope.header("nonce").is_some_and(|nonce| state.nonces.take(nonce));
        let is_refused_anyway = is_good && state.chance.happens(self.inner.settings.nonce_refusal_percent);
        state.counters.refused_nonces += u64::from(is_refused_anyway);
        if !is_good || is_refused_anyway {
            return Err(Problem::new(Kind::BadNonce, "Unable to validate JWS :: JWS has an invalid anti-replay nonce"));
        }
        match (&envelope.protected["jwk"], envelope.header("kid")) {
            (jwk @ Value::Object(_), None) => Ok((None, Arc::new(PublicKey::from_jwk(jwk)?))),
            (Value::Null, Some(kid)) => {
                let id = kid.strip_prefix(&here.to("/acme/account/")).and_then(|id| id.parse().ok());
                let account = id.and_then(|id: u64| Some((id, state.accounts.get(&id)?)));
                let (id, account) = account
                    .ok_or_else(|| Problem::new(Kind::AccountDoesNotExist, format!("Account {kid:?} not found")))?;
                if account.is_deactivated {
                    return Err(Problem::unauthorized("Account is not valid, has status \"deactivated\""));
                }
                Ok((Some(id), Arc::clone(&account.key)))
            }
            _ => Err(Problem::malformed("jwk and kid header fields are mutually exclusive, and one is needed")),
        }
    }

    fn directory(&self, here: &Here) -> Value {
        let settings = &self.inner.settings;
        let profiles: Value = settings
            .profiles
            .iter()
            .map(|(name, profile)| (name.clone(), json!(format!("valid for {} s", profile.lifetime.as_secs()))))
            .collect::<serde_json::Map<_, _>>()
            .into();
        json!({
            "newNonce": here.to("/acme/new-nonce"),
            "newAccount": here.to("/acme/new-account"),
            "newOrder": here.to("/acme/new-order"),
            "revokeCert": here.to("/acme/revoke-cert"),
            "keyChange": here.to("/acme/key-change"),
            "renewalInfo": here.to("/acme/renewal-info"),
            "meta": {
                "termsOfService": here.to("/terms"),
                "caaIdentities": settings.caa_identities,
                "externalAccountRequired": settings.external_accounts.is_some(),
                "profiles": profiles,
            },
        })
    }
}

fn wrong_method() -> Problem {
    Problem::malformed("Method not allowed").with_status(StatusCode::METHOD_NOT_ALLOWED)
}

fn error_page() -> Response<Bytes> {
    let mut response = Response::new(Bytes::from_static(
        b"<html><head><title>500 Internal Server Error</title></head><body><h1>Internal Server Error</h1></body></html>\n",
    ));
    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    response.headers_mut().insert(header::CONTENT_TYPE, http::HeaderValue::from_static("text/html"));
    response
}

fn unavailable(retry_after: Option<Duration>) -> Response<Bytes> {
    let detail = "The service is down for maintenance or had an internal error. Check https://letsencrypt.status.io/ for more details.";
    let mut problem = Problem::new(Kind::ServerInternal, detail).with_status(StatusCode::SERVICE_UNAVAILABLE);
    problem.retry_after_s = retry_after.map(|wait| wait.as_secs());
    let document = Reply::from(problem);
    let mut response = document.into_response("https://localhost/directory", None);
    response.headers_mut().remove(header::LINK);
    response
}
