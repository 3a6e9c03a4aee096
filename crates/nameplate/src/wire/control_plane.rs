//! Store, DNS, operations, API and workers, put together.

use super::authorities;
use super::listen::{self, ListenError};
use super::system_clock::SystemClock;
use crate::config::{KNOWN_KEYS, Settings};
use nameplate_api::{Api, ApiSettings, CorsOrigins, EdgeToken, Internal};
use nameplate_control::reconcilers::{DeliverySettings, WorkerSettings};
use nameplate_control::{Control, DomainConnect, Fleet, KeySecret, Refused};
use nameplate_dns::observe::{Observer, ObserverSettings};
use nameplate_domain::application::Application;
use nameplate_domain::cidr::Cidr;
use nameplate_domain::visit::HTTPS_PORT;
use nameplate_providers::Access;
use nameplate_store::{Store, StoreError, StoreOptions};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// How long requests in flight may go on after a shutdown was asked for.
const DRAIN_MAX: Duration = Duration::from_secs(10);

/// Why the control plane did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// A port.
    #[error(transparent)]
    Listen(#[from] ListenError),
    /// The store.
    #[error("the database (DATABASE_URL) cannot be opened: {0}")]
    Store(#[from] StoreError),
    /// Name resolution.
    #[error("DNS cannot be set up: {0}")]
    Dns(String),
    /// The way to DNS providers.
    #[error("{0}")]
    Providers(String),
    /// The way to the billing provider.
    #[error(transparent)]
    Billing(#[from] nameplate_billing::stripe::NoHttp),
    /// The way to the identity provider.
    #[error(transparent)]
    Identity(#[from] nameplate_identity::NoHttp),
    /// Not the key that the database was written with.
    #[error(
        "CREDENTIAL_ENC_KEY opens none of the {looked_at} DNS credentials and webhook secrets in this database ({why}): set the key that \
         they were sealed with, which is kept apart from backups"
    )]
    WrongKey {
        /// Secrets that were tried.
        looked_at: usize,
        /// Why the first does not open.
        why: String,
    },
    /// Keys that everybody knows.
    #[error("the keys of development cannot be revoked: {0}")]
    KnownKeys(Refused),
    /// The way to a cluster.
    #[error("TRAFFIC_BACKEND cannot be used: {0}")]
    Traffic(#[from] nameplate_traffic::kubernetes::NoCluster),
    /// The demo data.
    #[error("the demo application cannot be made: {0}")]
    Demo(#[from] Refused),
}

/// A control plane that runs.
#[derive(Debug)]
pub struct ControlPlane {
    control: Control,
    api_addr: SocketAddr,
    demo: Option<Application>,
    stop: watch::Sender<bool>,
    servers: Vec<JoinHandle<()>>,
    duties: Vec<JoinHandle<()>>,
}

impl ControlPlane {
    /// Operations, for whoever shares this process.
    #[must_use]
    pub fn control(&self) -> &Control {
        &self.control
    }

    /// Where the API listens.
    #[must_use]
    pub fn api_addr(&self) -> SocketAddr {
        self.api_addr
    }

    /// The demo application, outside production.
    #[must_use]
    pub fn demo_application(&self) -> Option<&Application> {
        self.demo.as_ref()
    }

    /// Ends event streams, finishes requests in flight and stops the duties. What a duty was at is due again later.
    pub async fn stop(self) {
        // Event streams have no end of their own.
        self.control.end_listening();
        // Nobody listens any more when every server has ended by itself.
        let _ = self.stop.send(true);
        for duty in &self.duties {
            duty.abort();
        }
        for server in self.servers {
            let _ = tokio::time::timeout(DRAIN_MAX, server).await;
        }
        if let Err(error) = self.control.write_down_calls().await {
            tracing::warn!(
                error = &error as &dyn std::error::Error,
                "Could not write down the last counted API calls."
            );
        }
    }
}

/// Opens the store and serves it.
///
/// # Errors
/// [`StartError`], as a sentence that says what to do.
pub async fn start(settings: &Settings) -> Result<ControlPlane, StartError> {
    let domain_connect = super::domain_connect::open(settings).map_err(StartError::Providers)?;
    start_with(settings, domain_connect.map(Arc::new)).await
}

/// As [`start`], known by `domain_connect` to DNS providers.
///
/// # Errors
/// [`StartError`].
pub async fn start_with(
    settings: &Settings,
    domain_connect: Option<Arc<DomainConnect>>,
) -> Result<ControlPlane, StartError> {
    // Ports first: a second start by mistake must not touch the database.
    let api = listen::on(settings.api_addr, "PORT").await?;
    let internal = match settings.internal_addr {
        Some(address) => Some(listen::on(address, "INTERNAL_PORT").await?),
        None => None,
    };
    let api_addr = api.local_addr().unwrap_or(settings.api_addr);
    let control = open(settings, true, domain_connect).await?;
    try_key(&control).await?;
    let demo = match &settings.demo_api_key {
        Some(secret) => Some(control.seed_demo(&KeySecret::chosen(secret.clone())).await?),
        None => None,
    };
    if let Some(secret) = &settings.demo_platform_key {
        control.seed_platform_key(&KeySecret::chosen(secret.clone())).await?;
    }

    if settings.is_production {
        refuse_known_keys(&control).await?;
        warn_of_risks(settings);
    }
    let checks = Arc::new(AtomicU64::new(0));
    let (stop, stopping) = watch::channel(false);
    let api_settings = ApiSettings {
        internal: if internal.is_some() { Internal::Elsewhere } else { Internal::Here },
        assets: super::assets::open(settings),
        checks_done: Arc::clone(&checks),
        ..api_settings(settings)
    };
    let handlers = Api::new(control.clone(), api_settings);
    let trusted = settings.traffic.trusted_proxies.clone();
    let mut servers =
        vec![tokio::spawn(serve(api, nameplate_api::router(&handlers), trusted.clone(), stopping.clone()))];
    if let Some(internal) = internal {
        servers.push(tokio::spawn(serve(internal, nameplate_api::internal_router(&handlers), trusted, stopping)));
    }

    let mut duties = vec![
        tokio::spawn({
            let control = control.clone();
            async move { control.follow_signals().await }
        }),
        tokio::spawn({
            let control = control.clone();
            async move { control.clean_up().await }
        }),
        tokio::spawn({
            let control = control.clone();
            async move { control.place_events().await }
        }),
        tokio::spawn({
            let control = control.clone();
            async move { control.follow_events().await }
        }),
        tokio::spawn({
            let control = control.clone();
            async move { control.keep_counting().await }
        }),
        tokio::spawn({
            let control = control.clone();
            async move { control.deliver(DeliverySettings::default()).await }
        }),
        tokio::spawn(async move { handlers.keep_sampling().await }),
    ];
    if settings.are_workers_enabled {
        let control = control.clone();
        let worker = WorkerSettings { at_once_max: settings.worker_concurrency, ..WorkerSettings::default() };
        duties.extend(super::traffic::start(settings, &control).await?);
        duties.push(tokio::spawn(async move { control.work(worker, checks).await }));
    }
    Ok(ControlPlane { control, api_addr, demo, stop, servers, duties })
}

/// What the API is told of the settings, wherever it is called: without `/internal/*`, and without what browsers load.
pub fn api_settings(settings: &Settings) -> ApiSettings {
    ApiSettings {
        edge_token: settings.edge_token.as_deref().map(EdgeToken::new),
        internal: Internal::Elsewhere,
        public_url: settings.public_url(),
        cors: settings.cors_allowed_origins.clone().map_or(CorsOrigins::Any, CorsOrigins::Listed),
        rates: settings.traffic.rates.clone(),
        trusted_proxies: settings.traffic.trusted_proxies.clone(),
        is_https: settings.providers.public_url.as_deref().is_some_and(|url| url.starts_with("https://")),
        oidc_name: settings.identity.as_ref().map(|identity| identity.name.clone()),
        ..ApiSettings::default()
    }
}

/// A database that was restored, or came from elsewhere, may have been written with another key.
async fn try_key(control: &Control) -> Result<(), StartError> {
    let seals = control.look_at_seals().await?;
    let why = seals.why.clone().unwrap_or_default();
    if seals.are_all_closed() {
        return Err(StartError::WrongKey { looked_at: seals.looked_at, why });
    }
    if seals.closed > 0 {
        tracing::error!(
            secrets.closed = seals.closed,
            secrets.looked_at = seals.looked_at,
            error.cause = why,
            "Some DNS credentials or webhook secrets do not open with CREDENTIAL_ENC_KEY: list the key that they were sealed with as well."
        );
    }
    Ok(())
}

/// A database of development that has become one of production has keys that everybody knows.
async fn refuse_known_keys(control: &Control) -> Result<(), StartError> {
    let known: Vec<&str> = KNOWN_KEYS.into_iter().flatten().collect();
    let revoked = control.revoke_known_keys(&known).await.map_err(StartError::KnownKeys)?;
    if revoked > 0 {
        tracing::warn!(revoked, "This database was one of development: its keys that everybody knows were revoked.");
    }
    Ok(())
}

/// What production may have its reasons for, and should know.
fn warn_of_risks(settings: &Settings) {
    if settings.internal_addr.is_none() {
        tracing::warn!(
            "/internal/* and /metrics are on the public port. Set INTERNAL_PORT, and let only edges and monitors reach it."
        );
    }
    let base_domain = &settings.platform.base_domain;
    if base_domain.ends_with(".localhost") {
        tracing::warn!(
            base_domain,
            "BASE_DOMAIN is not set: customers are told records that lead to this name, which is nobody's. Set it to the platform's domain."
        );
    }
    if settings.providers.public_url.is_none() {
        tracing::warn!(
            "PUBLIC_URL is not set: share links, invitations, upgrade_url and pages of billing begin with http://localhost, and cookies of sessions are not Secure. Set it to where browsers reach the API."
        );
    }
    if settings.providers.sealer.is_none() {
        tracing::warn!("CREDENTIAL_ENC_KEY is not set: DNS credentials cannot be stored, nor webhooks registered.");
    }
    if !settings.dns.is_authoritative {
        tracing::warn!("DNS_AUTHORITATIVE is 0: proofs of ownership are as good as DNS_RESOLVERS and the way to them.");
    }
}

/// Operations on the database, beside a server that may be running on it.
///
/// # Errors
/// [`StartError`].
pub async fn open_beside_others(settings: &Settings) -> Result<Control, StartError> {
    open(settings, false, None).await
}

/// As [`open_beside_others`], for a role that serves customers: all that a server can do.
///
/// # Errors
/// [`StartError`].
pub async fn open_as_role(settings: &Settings) -> Result<Control, StartError> {
    let domain_connect = super::domain_connect::open(settings).map_err(StartError::Providers)?;
    open(settings, false, domain_connect.map(Arc::new)).await
}

async fn open(
    settings: &Settings,
    is_server: bool,
    domain_connect: Option<Arc<DomainConnect>>,
) -> Result<Control, StartError> {
    let options = StoreOptions { exclusive: is_server, ..StoreOptions::default() };
    let store = Store::open(&settings.database_url, options).await?;
    let fleet = fleet(settings)?.known_by(domain_connect);
    let commerce = super::commerce::open(&settings.commerce)?;
    let control = Control::new(store, observer(settings)?, Arc::new(SystemClock), settings.platform.clone(), fleet);
    let control = control.selling(commerce).signing_with(settings.token_secrets.clone());
    let control = control.identifying_by(super::identity::open(settings.identity.as_ref())?);
    Ok(control.visiting(settings.https_check_port.unwrap_or(HTTPS_PORT), authorities::roots(settings)))
}

/// Operations on an open store.
///
/// # Errors
/// [`StartError::Dns`].
pub fn on_store(settings: &Settings, store: Store) -> Result<Control, StartError> {
    Ok(Control::new(store, observer(settings)?, Arc::new(SystemClock), settings.platform.clone(), fleet(settings)?))
}

/// How DNS providers are reached, as the settings want it.
fn fleet(settings: &Settings) -> Result<Fleet, StartError> {
    // Outside of production, customers' servers are on the developer's own machine.
    let allow_private = !settings.is_production;
    let base_urls = settings.providers.base_urls.clone();
    let access = Access::new(base_urls, allow_private, Arc::new(SystemClock));
    let access = access.map_err(|error| StartError::Providers(error.to_string()))?;
    Ok(Fleet::new(access, settings.providers.sealer.clone(), !settings.is_production))
}

/// Whoever looks at DNS, as the settings want it.
///
/// # Errors
/// [`StartError::Dns`].
pub fn observer(settings: &Settings) -> Result<Observer, StartError> {
    let dns = &settings.dns;
    let observer_settings = ObserverSettings {
        resolvers: dns.resolvers.clone(),
        authoritative: dns.is_authoritative,
        authoritative_port: dns.authoritative_port,
        // Resolvers that the operator names are a network that the operator trusts.
        allow_private_servers: !dns.resolvers.is_empty(),
        ..ObserverSettings::default()
    };
    Observer::new(observer_settings, Arc::new(SystemClock)).map_err(|error| StartError::Dns(error.to_string()))
}

async fn serve(
    listener: TcpListener,
    router: nameplate_api::Router,
    trusted: Vec<Cidr>,
    mut stopping: watch::Receiver<bool>,
) {
    let asked_for = async move {
        // An error means that the control plane is gone, which is the same request.
        let _ = stopping.wait_for(|stop| *stop).await;
    };
    if let Err(error) = nameplate_api::serve_with_peers(listener, router, trusted, asked_for).await {
        tracing::error!(error = &error as &dyn std::error::Error, "The API stopped serving.");
    }
}
