//! The ACME zone by DNS, and the acme-dns REST API.

use super::listen;
use super::system_clock::SystemClock;
use crate::config::Settings;
use nameplate_api::{Api, ApiSettings, EdgeToken, acme_dns_router};
use nameplate_control::Control;
use nameplate_dns::observe::NameServer;
use nameplate_dns::serve::{AcmeZone, AcmeZoneSettings, DnsServer, Front};
use nameplate_domain::route::FRONT_LABEL;
use std::error::Error;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use tokio::sync::watch;
use tokio::task::{AbortHandle, JoinHandle};

/// The ACME zone being served.
#[derive(Debug)]
pub struct AcmeDnsPlane {
    dns: DnsServer,
    api_addr: SocketAddr,
    zone: String,
    stop: watch::Sender<bool>,
    api: JoinHandle<()>,
    following: AbortHandle,
}

impl AcmeDnsPlane {
    /// Where DNS is answered.
    #[must_use]
    pub fn dns_addr(&self) -> SocketAddr {
        self.dns.addr()
    }

    /// Where the REST API is.
    #[must_use]
    pub fn api_addr(&self) -> SocketAddr {
        self.api_addr
    }

    /// The zone's name.
    #[must_use]
    pub fn zone(&self) -> &str {
        &self.zone
    }

    /// Finishes requests in flight.
    pub async fn stop(self) {
        self.following.abort();
        // Nobody listens any more when the server has ended by itself.
        let _ = self.stop.send(true);
        if tokio::time::timeout(std::time::Duration::from_secs(5), self.api).await.is_err() {
            tracing::warn!("The acme-dns API ends before every request has ended.");
        }
        self.dns.shutdown().await;
    }
}

/// An empty zone, as the settings describe it.
///
/// # Errors
/// Names that are none.
pub fn zone(settings: &Settings) -> Result<AcmeZone, Box<dyn Error + Send + Sync>> {
    let role = &settings.acme_dns;
    let apex = settings.platform.acme_zone();
    let servers = role.nameservers.iter().enumerate().map(|(place, name)| {
        // One server gets every address; several get one each, in order.
        let addresses = match role.nameservers.len() {
            1 => role.addresses.clone(),
            _ => role.addresses.get(place).copied().into_iter().collect(),
        };
        NameServer { name: name.clone(), addresses }
    });
    let platform = &settings.platform;
    let v4 = platform.edge_ipv4.iter().copied().map(IpAddr::from);
    let v6 = platform.edge_ipv6.iter().copied().map(IpAddr::from);
    let front = Front { label: FRONT_LABEL.into(), addresses: v4.chain(v6).collect() };
    let zone = AcmeZoneSettings { front: Some(front), ..AcmeZoneSettings::new(apex, servers.collect()) };
    Ok(AcmeZone::new(&zone, Arc::new(SystemClock))?)
}

/// Fills the zone and serves it.
///
/// # Errors
/// A port that is taken, a database that cannot be read.
pub async fn start(settings: &Settings, control: Control) -> Result<AcmeDnsPlane, Box<dyn Error + Send + Sync>> {
    start_with(settings, control, zone(settings)?).await
}

/// As [`start`], with a zone that is served elsewhere too.
///
/// # Errors
/// As [`start`].
pub async fn start_with(
    settings: &Settings,
    control: Control,
    zone: AcmeZone,
) -> Result<AcmeDnsPlane, Box<dyn Error + Send + Sync>> {
    let role = &settings.acme_dns;
    listen::check_free(role.dns_addr, "ACME_DNS_PORT").await?;
    let api = listen::on(role.api_addr, "ACME_DNS_API_PORT").await?;
    let api_addr = api.local_addr().unwrap_or(role.api_addr);
    control.load_acme_zone(&zone).await?;
    let dns = DnsServer::start(role.dns_addr, Arc::new(zone.clone())).await?;
    let name = zone.apex().to_owned();
    let (stop, mut stopping) = watch::channel(false);
    let api_settings = ApiSettings {
        edge_token: settings.edge_token.as_deref().map(EdgeToken::new),
        rates: settings.traffic.rates.clone(),
        trusted_proxies: settings.traffic.trusted_proxies.clone(),
        ..ApiSettings::default()
    };
    let router = acme_dns_router(&Api::new(control.clone(), api_settings));
    let trusted = settings.traffic.trusted_proxies.clone();
    let serving = tokio::spawn(async move {
        let asked_for = async move {
            // An error means that the plane is gone, which is the same request.
            let _ = stopping.wait_for(|stop| *stop).await;
        };
        if let Err(error) = nameplate_api::serve_with_peers(api, router, trusted, asked_for).await {
            tracing::error!(error = &error as &dyn Error, "The acme-dns API stopped serving.");
        }
    });
    let following = tokio::spawn(async move { control.follow_acme_zone(zone).await }).abort_handle();
    Ok(AcmeDnsPlane { dns, api_addr, zone: name, stop, api: serving, following })
}
