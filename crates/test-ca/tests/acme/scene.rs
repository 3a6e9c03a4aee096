//! An authority that listens, a clock, a world of hosts and zones in memory, and a client.

use http::{HeaderMap, Request, Response};
use instant_acme::{
    Account, AccountCredentials, AuthorizationStatus, BodyWrapper, BytesResponse, CertificateIdentifier, ChallengeType,
    Error, ExternalAccountKey, HttpClient, Identifier, NewAccount, NewOrder, Order, OrderStatus, Problem, RetryPolicy,
};
use nameplate_domain::time::{Clock, Timestamp};
use nameplate_test_ca::validate::{CaaRecord, FailureCause, Given, LookFailure};
use nameplate_test_ca::{Listening, TestCa, TestCaSettings};
use rcgen::{CertificateParams, DistinguishedName, KeyPair};
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use std::collections::HashMap;
use std::pin::Pin;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

pub(crate) const HOUR: Duration = Duration::from_secs(3600);
pub(crate) const DAY: Duration = Duration::from_secs(86_400);

/// A clock that stands still until it is moved; it begins at 2026-11-01T00:00:00Z.
pub(crate) struct StillClock(AtomicI64);

impl StillClock {
    pub(crate) fn pass(&self, time: Duration) {
        self.0.fetch_add(time.as_millis().try_into().unwrap(), Ordering::SeqCst);
    }
}

impl Clock for StillClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_ms(self.0.load(Ordering::SeqCst))
    }
}

/// What hosts answer and zones hold.
#[derive(Default)]
pub(crate) struct World {
    pub(crate) pages: Mutex<HashMap<(String, String), String>>,
    pub(crate) digests: Mutex<HashMap<String, Vec<u8>>>,
    pub(crate) txt: Mutex<HashMap<String, Vec<String>>>,
    pub(crate) caa: Mutex<HashMap<String, Vec<CaaRecord>>>,
}

impl World {
    fn validator(self: &Arc<Self>) -> Given {
        let refused = |host: &str| LookFailure::new(FailureCause::Connection, format!("{host}: Connection refused"));
        let (pages, digests, txt, caa) = (self.clone(), self.clone(), self.clone(), self.clone());
        Given::default()
            .http01(move |host, token| {
                pages.pages.lock().unwrap().get(&(host.into(), token.into())).cloned().ok_or_else(|| refused(host))
            })
            .tls_alpn01(move |host| digests.digests.lock().unwrap().get(host).cloned().ok_or_else(|| refused(host)))
            .txt(move |name| Ok(txt.txt.lock().unwrap().get(name).cloned().unwrap_or_default()))
            .caa(move |name| Ok(caa.caa.lock().unwrap().get(name).cloned().unwrap_or_default()))
    }

    pub(crate) fn publish_caa(&self, name: &str, records: &[&str]) {
        let records = records.iter().map(|text| text.parse().unwrap()).collect();
        self.caa.lock().unwrap().insert(name.to_owned(), records);
    }
}

pub(crate) struct Scene {
    pub(crate) ca: TestCa,
    pub(crate) clock: Arc<StillClock>,
    pub(crate) world: Arc<World>,
    pub(crate) listening: Listening,
    http: reqwest::Client,
    last_headers: Arc<Mutex<HeaderMap>>,
}

/// A certificate as a client has it.
#[derive(Debug)]
pub(crate) struct Issued {
    pub(crate) chain: Vec<CertificateDer<'static>>,
    pub(crate) key: KeyPair,
}

impl Scene {
    pub(crate) async fn new() -> Self {
        Self::with(|_| {}).await
    }

    pub(crate) async fn with(change: impl FnOnce(&mut TestCaSettings)) -> Self {
        let clock = Arc::new(StillClock(AtomicI64::new(1_793_491_200_000)));
        let world = Arc::new(World::default());
        let mut settings = TestCaSettings::new("Scene", clock.clone(), Arc::new(world.validator()));
        change(&mut settings);
        let ca = TestCa::new(settings).unwrap();
        let listening = ca.listen().await.unwrap();
        let root = reqwest::Certificate::from_pem(listening.api_root_pem.as_bytes()).unwrap();
        let http = reqwest::Client::builder().tls_certs_only([root]).timeout(5 * HOUR).build().unwrap();
        Self { ca, clock, world, listening, http, last_headers: Arc::default() }
    }

    pub(crate) fn http(&self) -> Box<dyn HttpClient> {
        Box::new(OverTls(self.http.clone(), self.last_headers.clone()))
    }

    /// A header of the last response.
    pub(crate) fn last_header(&self, name: &str) -> Option<String> {
        self.last_headers.lock().unwrap().get(name).map(|value| value.to_str().unwrap().to_owned())
    }

    pub(crate) fn raw(&self) -> &reqwest::Client {
        &self.http
    }

    pub(crate) fn base(&self) -> &str {
        self.listening.url.strip_suffix("/directory").unwrap()
    }

    pub(crate) async fn account(&self) -> Account {
        self.open(None).await.unwrap().0
    }

    pub(crate) async fn open(
        &self,
        external: Option<&ExternalAccountKey>,
    ) -> Result<(Account, AccountCredentials), Error> {
        let contact = ["mailto:ops@platform.test"];
        let wanted = NewAccount { contact: &contact, terms_of_service_agreed: true, only_return_existing: false };
        Account::builder_with_http(self.http()).create(&wanted, self.listening.url.clone(), external).await
    }

    pub(crate) async fn issue(&self, account: &Account, names: &[&str]) -> Result<Issued, Error> {
        self.obtain(account, names, &ChallengeType::Dns01, |order| order).await
    }

    pub(crate) async fn obtain(
        &self,
        account: &Account,
        names: &[&str],
        method: &ChallengeType,
        change: impl for<'a> Fn(NewOrder<'a>) -> NewOrder<'a>,
    ) -> Result<Issued, Error> {
        let identifiers: Vec<Identifier> = names.iter().map(|name| Identifier::Dns((*name).into())).collect();
        let mut order = account.new_order(&change(NewOrder::new(&identifiers))).await?;
        self.prove(&mut order, method).await?;
        self.finish(order, names).await
    }

    /// Answers the pending challenges, and waits until the order is ready.
    pub(crate) async fn prove(&self, order: &mut Order, method: &ChallengeType) -> Result<(), Error> {
        let mut authorizations = order.authorizations();
        while let Some(authorization) = authorizations.next().await {
            let mut authorization = authorization?;
            if authorization.status == AuthorizationStatus::Valid {
                continue;
            }
            let Identifier::Dns(host) = authorization.identifier().identifier.clone() else { unreachable!() };
            let mut challenge = authorization.challenge(method.clone()).ok_or(Error::Str("challenge not offered"))?;
            let key = challenge.key_authorization();
            match method {
                ChallengeType::Http01 => {
                    let place = (host, challenge.token.clone());
                    self.world.pages.lock().unwrap().insert(place, key.as_str().into());
                }
                ChallengeType::TlsAlpn01 => {
                    self.world.digests.lock().unwrap().insert(host, key.digest().as_ref().to_vec());
                }
                _ => {
                    let name = format!("_acme-challenge.{host}");
                    self.world.txt.lock().unwrap().entry(name).or_default().push(key.dns_value());
                }
            }
            challenge.set_ready().await?;
        }
        match order.poll_ready(&at_once()).await? {
            OrderStatus::Ready => Ok(()),
            _ => Err(self.why(order).await),
        }
    }

    /// Why an order is invalid: the error of the first challenge that has one.
    pub(crate) async fn why(&self, order: &mut Order) -> Error {
        let mut authorizations = order.authorizations();
        while let Some(authorization) = authorizations.next().await {
            let mut authorization = authorization.unwrap();
            let state = authorization.refresh().await.unwrap();
            if let Some(problem) = state.challenges.iter().find_map(|challenge| challenge.error.clone()) {
                return Error::Api(problem);
            }
        }
        Error::Str("no challenge has an error")
    }

    pub(crate) async fn finish(&self, mut order: Order, names: &[&str]) -> Result<Issued, Error> {
        let key = KeyPair::generate().unwrap();
        order.finalize_csr(&request(names, &key)).await?;
        let pem = order.poll_certificate(&at_once()).await?;
        let chain = CertificateDer::pem_slice_iter(pem.as_bytes()).collect::<Result<_, _>>().unwrap();
        Ok(Issued { chain, key })
    }

    /// Whether rustls takes the chain for a host at the present instant.
    pub(crate) fn verifies(&self, issued: &Issued, host: &str) -> bool {
        let mut roots = rustls::RootCertStore::empty();
        roots.add(CertificateDer::from_pem_slice(self.ca.root_pem().as_bytes()).unwrap()).unwrap();
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider).build().unwrap();
        let now = self.clock.now().since(Timestamp::from_ms(0));
        let (leaf, rest) = issued.chain.split_first().unwrap();
        let host = ServerName::try_from(host.to_owned()).unwrap();
        verifier.verify_server_cert(leaf, rest, &host, &[], UnixTime::since_unix_epoch(now)).is_ok()
    }
}

impl Issued {
    pub(crate) fn identifier(&self) -> CertificateIdentifier<'static> {
        CertificateIdentifier::try_from(&self.chain[0]).unwrap().into_owned()
    }
}

pub(crate) fn request(names: &[&str], key: &KeyPair) -> Vec<u8> {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let mut params = CertificateParams::new(names).unwrap();
    params.distinguished_name = DistinguishedName::new();
    params.serialize_request(key).unwrap().der().to_vec()
}

pub(crate) fn at_once() -> RetryPolicy {
    RetryPolicy::new().initial_delay(Duration::from_millis(1)).timeout(Duration::from_secs(20))
}

/// The problem in an error, with the last part of its type.
pub(crate) fn problem(error: Error) -> (String, Problem) {
    match error {
        Error::Api(problem) => {
            let kind = problem.r#type.clone().unwrap();
            (kind.strip_prefix("urn:ietf:params:acme:error:").unwrap().to_owned(), problem)
        }
        other => panic!("no problem document but {other:?}"),
    }
}

/// Type and words of the refusal.
pub(crate) fn refusal<T>(result: Result<T, Error>) -> (String, String) {
    let (kind, problem) = problem(result.err().unwrap());
    (kind, problem.detail.unwrap())
}

struct OverTls(reqwest::Client, Arc<Mutex<HeaderMap>>);

impl HttpClient for OverTls {
    fn request(
        &self,
        request: Request<BodyWrapper<bytes::Bytes>>,
    ) -> Pin<Box<dyn Future<Output = Result<BytesResponse, Error>> + Send>> {
        let (http, last_headers) = (self.0.clone(), self.1.clone());
        Box::pin(async move {
            let other = |error: reqwest::Error| Error::Other(Box::new(error));
            let (parts, body) = request.into_parts();
            let body = http_body_util::BodyExt::collect(body).await.unwrap().to_bytes();
            let request = http.request(parts.method, parts.uri.to_string()).headers(parts.headers).body(body);
            let response = request.send().await.map_err(other)?;
            let mut answer = Response::new(());
            *answer.status_mut() = response.status();
            *answer.headers_mut() = response.headers().clone();
            *last_headers.lock().unwrap() = response.headers().clone();
            let bytes = response.bytes().await.map_err(other)?;
            Ok(BytesResponse::from(answer.map(|()| http_body_util::Full::new(bytes))))
        })
    }
}
