//! The world of these tests: an edge, a control plane, clients and origins.

use crate::shelves::Breakable;
use bytes::Bytes;
use futures_util::stream;
use http::{HeaderMap, Request, Response, StatusCode, Version};
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt, Full, StreamBody};
use hyper::body::{Frame, Incoming};
use hyper::client::conn::http1::SendRequest;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use nameplate_certificates::{Authorities, LocalCa, Shelf};
use nameplate_domain::certificate_name::CertificateName;
use nameplate_domain::issuance::entry::Entry;
use nameplate_domain::time::{Clock, Timestamp};
use nameplate_edge::{
    Answer, AskError, CertificateOutcome, CertificateReport, ControlPlane, Edge, EdgeParts, EdgeSettings, EdgeStatus,
    Purpose, RunningEdge, Verdict, Wanted,
};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore, SupportedCipherSuite};
use std::collections::{HashMap, HashSet, VecDeque};
use std::convert::Infallible;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};
use tempfile::TempDir;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, mpsc, watch};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

pub(crate) type Body = BoxBody<Bytes, Infallible>;

/// Waits until something is so, or ends the test.
pub(crate) async fn eventually(what: &str, mut holds: impl FnMut() -> bool) {
    let limit = tokio::time::Instant::now() + Duration::from_secs(20);
    while !holds() {
        assert!(tokio::time::Instant::now() < limit, "not so in time: {what}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// Waits until something that has to be asked for is so, or ends the test.
pub(crate) async fn eventually_so(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    let limit = tokio::time::Instant::now() + Duration::from_secs(20);
    while !holds().await {
        assert!(tokio::time::Instant::now() < limit, "not so in time: {what}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// Something that must happen within ten seconds.
pub(crate) async fn soon<F: Future>(future: F) -> F::Output {
    tokio::time::timeout(Duration::from_secs(10), future).await.expect("not in time")
}

fn owned(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// A control plane that counts.
#[derive(Default)]
pub(crate) struct Plane {
    origins: Mutex<HashMap<String, Option<String>>>,
    no_issue: AtomicBool,
    dead: AtomicBool,
    deaf: AtomicBool,
    slow_ms: AtomicUsize,
    pub(crate) asks: AtomicUsize,
    pub(crate) issue_asks: AtomicUsize,
    pub(crate) reports: Mutex<Vec<CertificateReport>>,
    /// What an edge last said of itself.
    pub(crate) status: Mutex<Option<EdgeStatus>>,
    /// How often an edge said so while this was dead.
    pub(crate) unheard: AtomicUsize,
    held_back: watch::Sender<HashSet<String>>,
    news: Mutex<VecDeque<Result<Wanted, AskError>>>,
    news_arrived: Notify,
    /// The cursors of the questions what is wanted, in order.
    pub(crate) cursors: Mutex<Vec<Option<String>>>,
}

impl Plane {
    pub(crate) fn allow(&self, name: &str, origin: impl Into<Option<String>>) {
        self.origins.lock().unwrap().insert(name.to_owned(), origin.into());
    }

    pub(crate) fn deny(&self, name: &str) {
        self.origins.lock().unwrap().remove(name);
    }

    pub(crate) fn allow_no_issue(&self) {
        self.no_issue.store(true, SeqCst);
    }

    pub(crate) fn die(&self, dead: bool) {
        self.dead.store(dead, SeqCst);
    }

    /// Takes no reports.
    pub(crate) fn be_deaf(&self, deaf: bool) {
        self.deaf.store(deaf, SeqCst);
    }

    pub(crate) fn be_slow(&self, by: Duration) {
        self.slow_ms.store(usize::try_from(by.as_millis()).unwrap(), SeqCst);
    }

    /// Makes up its mind about a name, but does not say until let go.
    pub(crate) fn hold_back(&self, name: &str) {
        self.held_back.send_if_modified(|held| held.insert(name.to_owned()));
    }

    pub(crate) fn let_go(&self, name: &str) {
        self.held_back.send_if_modified(|held| held.remove(name));
    }

    pub(crate) fn want(&self, names: &[&str]) {
        self.put(Ok(Wanted { hostnames: owned(names), ..Wanted::default() }));
    }

    /// Wants other certificates for names that have one.
    pub(crate) fn want_renewed(&self, names: &[&str]) {
        self.put(Ok(Wanted { renew: owned(names), ..Wanted::default() }));
    }

    /// Says that names have changed, and waits until the edge has taken it in.
    pub(crate) async fn tell_changed(&self, names: &[&str]) {
        self.tell(Ok(Wanted { changed: owned(names), ..Wanted::default() })).await;
    }

    /// Says that anything may have changed, and waits until the edge has taken it in.
    pub(crate) async fn tell_all_changed(&self) {
        self.tell(Ok(Wanted { all_changed: true, ..Wanted::default() })).await;
    }

    /// Fails once to say what is wanted, and waits until the edge asks again.
    pub(crate) async fn fail_to_tell(&self) {
        self.tell(Err(AskError::Status { status: 503 })).await;
    }

    async fn tell(&self, news: Result<Wanted, AskError>) {
        let before = self.cursors.lock().unwrap().len();
        self.put(news);
        self.listened_to(before + 1).await;
    }

    /// Waits until the edge has asked so often what is wanted. What it was answered before, it has taken in.
    async fn listened_to(&self, times: usize) {
        eventually("listened to", || self.cursors.lock().unwrap().len() >= times).await;
    }

    fn put(&self, news: Result<Wanted, AskError>) {
        self.news.lock().unwrap().push_back(news);
        self.news_arrived.notify_one();
    }

    pub(crate) fn asked(&self) -> usize {
        self.asks.load(SeqCst)
    }

    /// Serial numbers reported as stored for a name, in order.
    pub(crate) fn stored(&self, name: &str) -> Vec<String> {
        let reports = self.reports.lock().unwrap();
        reports
            .iter()
            .filter(|report| report.hostname == name)
            .filter_map(|report| match &report.outcome {
                CertificateOutcome::Stored { serial, .. } => Some(serial.clone()),
                CertificateOutcome::Failed { .. } | CertificateOutcome::Removed => None,
            })
            .collect()
    }

    /// Whether a name was reported as removed.
    pub(crate) fn heard_of_removal(&self, name: &str) -> bool {
        let reports = self.reports.lock().unwrap();
        reports.iter().any(|report| report.hostname == name && report.outcome == CertificateOutcome::Removed)
    }

    fn unless_dead<T>(&self, value: T) -> Result<T, AskError> {
        if self.dead.load(SeqCst) { Err(AskError::Unreachable { detail: "dead".into() }) } else { Ok(value) }
    }
}

impl ControlPlane for Plane {
    fn ask<'a>(&'a self, name: &'a str, purpose: Purpose) -> Answer<'a, Verdict> {
        self.asks.fetch_add(1, SeqCst);
        if purpose == Purpose::Issue {
            self.issue_asks.fetch_add(1, SeqCst);
        }
        Box::pin(async move {
            tokio::time::sleep(Duration::from_millis(self.slow_ms.load(SeqCst) as u64)).await;
            let origin = self.origins.lock().unwrap().get(name).cloned();
            let refused = purpose == Purpose::Issue && self.no_issue.load(SeqCst);
            self.held_back.subscribe().wait_for(|held| !held.contains(name)).await.unwrap();
            self.unless_dead(Verdict { allow: origin.is_some() && !refused, origin: origin.flatten() })
        })
    }

    /// Its cursors are how often it was asked.
    fn wanted(&self, cursor: Option<String>, wait: Duration) -> Answer<'_, Wanted> {
        Box::pin(async move {
            let mine = {
                let mut cursors = self.cursors.lock().unwrap();
                cursors.push(cursor);
                cursors.len().to_string()
            };
            let next = async {
                loop {
                    if let Some(news) = self.news.lock().unwrap().pop_front() {
                        return news;
                    }
                    self.news_arrived.notified().await;
                }
            };
            let news = tokio::time::timeout(wait, next).await.unwrap_or_else(|_| Ok(Wanted::default()))?;
            self.unless_dead(Wanted { cursor: Some(mine), ..news })
        })
    }

    fn report(&self, report: CertificateReport) -> Answer<'_, ()> {
        Box::pin(async move {
            self.unless_dead(())?;
            if self.deaf.load(SeqCst) {
                return Err(AskError::Status { status: 503 });
            }
            self.reports.lock().unwrap().push(report);
            Ok(())
        })
    }

    fn note_status(&self, status: EdgeStatus) -> Answer<'_, ()> {
        Box::pin(async move {
            self.unless_dead(()).inspect_err(|_| {
                self.unheard.fetch_add(1, SeqCst);
            })?;
            *self.status.lock().unwrap() = Some(status);
            Ok(())
        })
    }
}

/// The wall clock, moved by hand.
#[derive(Default)]
pub(crate) struct MovedClock(AtomicI64);

impl MovedClock {
    pub(crate) fn advance(&self, by: Duration) {
        self.0.fetch_add(i64::try_from(by.as_millis()).unwrap(), SeqCst);
    }
}

impl Clock for MovedClock {
    #[expect(clippy::disallowed_methods, reason = "TLS clients check certificates against the wall clock")]
    fn now(&self) -> Timestamp {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
        Timestamp::from_ms(i64::try_from(now.as_millis()).unwrap() + self.0.load(SeqCst))
    }
}

/// An edge with everything around it.
pub(crate) struct World {
    pub(crate) edge: RunningEdge,
    pub(crate) plane: Arc<Plane>,
    pub(crate) clock: Arc<MovedClock>,
    pub(crate) shelf: Arc<Breakable>,
    pub(crate) settings: EdgeSettings,
    client: Arc<ClientConfig>,
    _storage: Option<TempDir>,
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::with(|_| ()).await
    }

    pub(crate) async fn with(change: impl FnOnce(&mut EdgeSettings)) -> Self {
        let storage = tempfile::tempdir().unwrap();
        let any = SocketAddr::from(([127, 0, 0, 1], 0));
        let mut settings = EdgeSettings {
            tls_addr: any,
            http_addr: any,
            storage_dir: storage.path().to_owned(),
            worker_threads: 2,
            // Most tests count questions.
            census_per_second: 0,
            ..EdgeSettings::default()
        };
        change(&mut settings);
        let (plane, clock) = (Arc::new(Plane::default()), Arc::new(MovedClock::default()));
        Self { _storage: Some(storage), ..Self::start(settings, plane, clock, Arc::default()).await }
    }

    async fn start(settings: EdgeSettings, plane: Arc<Plane>, clock: Arc<MovedClock>, shelf: Arc<Breakable>) -> Self {
        let asked_before = plane.cursors.lock().unwrap().len();
        let edge = Edge::start(settings.clone(), parts(&settings, &plane, &clock, &shelf)).await.unwrap();
        if !plane.dead.load(SeqCst) {
            plane.listened_to(asked_before + 2).await;
        }
        let client = Arc::new(client_trusting(edge.root_certificate().unwrap()));
        Self { edge, plane, clock, shelf, settings, client, _storage: None }
    }

    /// Ends the edge and starts another over the same shelf.
    pub(crate) async fn restarted(self) -> Self {
        self.restarted_after(|_| ()).await
    }

    /// The same, with something happening in between.
    pub(crate) async fn restarted_after(self, happening: impl FnOnce(&Plane)) -> Self {
        let Self { edge, plane, clock, shelf, settings, _storage, .. } = self;
        edge.shutdown().await;
        happening(&plane);
        Self { _storage, ..Self::start(settings, plane, clock, shelf).await }
    }

    /// Another edge over the same shelf, with a control plane of its own that knows the same names. It must not outlive this
    /// one.
    pub(crate) async fn beside(&self) -> Self {
        let settings = EdgeSettings { edge_id: "beside".to_owned(), ..self.settings.clone() };
        let plane = Plane { origins: Mutex::new(self.plane.origins.lock().unwrap().clone()), ..Plane::default() };
        Self::start(settings, Arc::new(plane), Arc::clone(&self.clock), Arc::clone(&self.shelf)).await
    }

    /// What another edge could be started with.
    pub(crate) fn parts(&self) -> EdgeParts {
        parts(&self.settings, &self.plane, &self.clock, &self.shelf)
    }

    /// A name's line on the shelf.
    pub(crate) async fn entry(&self, name: &str) -> Option<Entry> {
        self.shelf.entry(&CertificateName::parse(name).unwrap()).await.unwrap()
    }

    pub(crate) async fn tcp(&self) -> TcpStream {
        TcpStream::connect(self.edge.tls_addr()).await.unwrap()
    }

    pub(crate) async fn try_tls(&self, name: &str, alpn: &[u8]) -> std::io::Result<TlsStream<TcpStream>> {
        let mut config = ClientConfig::clone(&self.client);
        config.alpn_protocols = vec![alpn.to_vec()];
        let name = ServerName::try_from(name.to_owned()).unwrap();
        soon(TlsConnector::from(Arc::new(config)).connect(name, self.tcp().await)).await
    }

    pub(crate) async fn tls_offering(&self, name: &str, suites: Vec<SupportedCipherSuite>) -> TlsStream<TcpStream> {
        let provider = CryptoProvider { cipher_suites: suites, ..rustls::crypto::aws_lc_rs::default_provider() };
        let config = client_with(provider, self.edge.root_certificate().unwrap());
        let name = ServerName::try_from(name.to_owned()).unwrap();
        soon(TlsConnector::from(Arc::new(config)).connect(name, self.tcp().await)).await.unwrap()
    }

    pub(crate) async fn tls(&self, name: &str) -> TlsStream<TcpStream> {
        self.try_tls(name, b"http/1.1").await.unwrap()
    }

    /// One request over HTTP/1.1, on a stream of its own.
    pub(crate) async fn send(&self, name: &str, request: Request<Body>) -> Response<Incoming> {
        let (mut sender, connection) =
            hyper::client::conn::http1::handshake(TokioIo::new(self.tls(name).await)).await.unwrap();
        tokio::spawn(connection.with_upgrades());
        soon(sender.send_request(request)).await.unwrap()
    }

    /// One request over HTTP/2, on a stream of its own.
    pub(crate) async fn send_h2(&self, name: &str, mut request: Request<Body>) -> Response<Incoming> {
        *request.version_mut() = Version::HTTP_2;
        let stream = self.try_tls(name, b"h2").await.unwrap();
        let (mut sender, connection) =
            hyper::client::conn::http2::handshake(TokioExecutor::new(), TokioIo::new(stream)).await.unwrap();
        tokio::spawn(connection);
        soon(sender.send_request(request)).await.unwrap()
    }

    pub(crate) async fn get(&self, name: &str, path: &str) -> (StatusCode, String) {
        let response = self.send(name, get(name, path)).await;
        (response.status(), text(response).await)
    }

    /// An open HTTP/1.1 stream, for one request after the other.
    pub(crate) async fn keep_alive(&self, name: &str) -> SendRequest<Body> {
        let stream = TokioIo::new(self.tls(name).await);
        let (sender, connection) = hyper::client::conn::http1::handshake(stream).await.unwrap();
        tokio::spawn(connection);
        sender
    }

    /// The certificate that a visitor of a name is shown.
    pub(crate) async fn serial(&self, name: &str) -> Vec<u8> {
        let stream = self.tls(name).await;
        stream.get_ref().1.peer_certificates().unwrap()[0].to_vec()
    }
}

fn parts(settings: &EdgeSettings, plane: &Arc<Plane>, clock: &Arc<MovedClock>, shelf: &Arc<Breakable>) -> EdgeParts {
    let time: Arc<dyn Clock> = clock.clone();
    let authority = LocalCa::open(&settings.storage_dir, Arc::clone(&time)).unwrap();
    EdgeParts {
        plane: plane.clone(),
        clock: time,
        shelf: shelf.clone(),
        authorities: Authorities::Internal(authority),
        sealer: None,
    }
}

pub(crate) fn client_trusting(root: &Path) -> ClientConfig {
    client_with(rustls::crypto::aws_lc_rs::default_provider(), root)
}

fn client_with(provider: CryptoProvider, root: &Path) -> ClientConfig {
    let versions: Vec<_> = rustls::ALL_VERSIONS
        .iter()
        .copied()
        .filter(|version| provider.cipher_suites.iter().any(|suite| suite.version() == *version))
        .collect();
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(root).unwrap()).unwrap();
    ClientConfig::builder_with_provider(Arc::new(provider))
        .with_protocol_versions(&versions)
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth()
}

pub(crate) fn get(name: &str, path: &str) -> Request<Body> {
    Request::builder().uri(path).header("host", name).body(full("")).unwrap()
}

pub(crate) fn full(text: impl Into<Bytes>) -> Body {
    Full::new(text.into()).boxed()
}

/// One more request on an open stream.
pub(crate) async fn get_again(stream: &mut SendRequest<Body>, name: &str) -> (StatusCode, String) {
    soon(stream.ready()).await.unwrap();
    let response = soon(stream.send_request(get(name, "/"))).await.unwrap();
    (response.status(), text(response).await)
}

/// A body fed by hand.
pub(crate) fn fed() -> (mpsc::UnboundedSender<&'static str>, Body) {
    let (sender, mut receiver) = mpsc::unbounded_channel::<&'static str>();
    let pieces = stream::poll_fn(move |cx| {
        receiver.poll_recv(cx).map(|piece| piece.map(|piece| Ok(Frame::data(Bytes::from(piece)))))
    });
    (sender, BodyExt::boxed(StreamBody::new(SyncStream(Mutex::new(pieces)))))
}

/// [`BoxBody`] wants `Sync`, which a stream made of a closure is not known to be.
struct SyncStream<S>(Mutex<S>);

impl<S: futures_util::Stream + Unpin> futures_util::Stream for SyncStream<S> {
    type Item = S::Item;
    fn poll_next(
        self: std::pin::Pin<&mut Self>,
        cx: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::pin::Pin::new(&mut *self.0.lock().unwrap()).poll_next(cx)
    }
}

pub(crate) async fn text(response: Response<Incoming>) -> String {
    let bytes = soon(response.into_body().collect()).await.unwrap().to_bytes();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// An origin that answers with a function, and says what it has seen.
pub(crate) struct Origin {
    pub(crate) url: String,
    pub(crate) streams: Arc<AtomicUsize>,
    pub(crate) requests: Arc<AtomicUsize>,
}

impl Origin {
    pub(crate) async fn new<F, R>(answer: F) -> Self
    where
        F: Fn(Request<Incoming>) -> R + Clone + Send + Sync + 'static,
        R: Future<Output = Response<Body>> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (streams, requests) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let (stream_count, request_count) = (Arc::clone(&streams), Arc::clone(&requests));
        tokio::spawn(async move {
            while let Ok((tcp, _)) = listener.accept().await {
                stream_count.fetch_add(1, SeqCst);
                let (answer, request_count) = (answer.clone(), Arc::clone(&request_count));
                let service = service_fn(move |request| {
                    request_count.fetch_add(1, SeqCst);
                    let response = answer(request);
                    async move { Ok::<_, Infallible>(response.await) }
                });
                tokio::spawn(
                    hyper::server::conn::http1::Builder::new()
                        .serve_connection(TokioIo::new(tcp), service)
                        .with_upgrades(),
                );
            }
        });
        Self { url, streams, requests }
    }

    /// Answers 200 with a text.
    pub(crate) async fn saying(text: &'static str) -> Self {
        Self::new(move |_| async move { Response::new(full(text)) }).await
    }

    /// Answers with the request's line and headers as text, then its body.
    pub(crate) async fn mirror() -> Self {
        Self::new(|request| async move {
            let (head, body) = request.into_parts();
            let mut text = format!("{} {}\n{}\n", head.method, head.uri, lines(&head.headers));
            text.push_str(&String::from_utf8_lossy(&body.collect().await.unwrap().to_bytes()));
            Response::new(full(text))
        })
        .await
    }
}

fn lines(headers: &HeaderMap) -> String {
    headers.iter().map(|(name, value)| format!("{name}: {}\n", String::from_utf8_lossy(value.as_bytes()))).collect()
}

/// A port on which nobody listens.
pub(crate) async fn dead_url() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}
