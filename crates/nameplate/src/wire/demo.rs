//! Acme Sites, the demo SaaS of development, and the sites that it publishes.

use super::control_plane::ControlPlane;
use crate::config::Settings;
use nameplate_demo::{Demo, DemoError, DemoSettings, Nameplate, RunningDemo, Sites, published};
use std::error::Error;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use tokio::net::TcpListener;

/// Its customers' sites; `None` without a demo key.
///
/// # Errors
/// The control plane does not answer as it should.
pub async fn sites(settings: &Settings, plane: &ControlPlane) -> Result<Option<Sites>, Box<dyn Error + Send + Sync>> {
    let (Some(key), Some(application)) = (&settings.demo_api_key, plane.demo_application()) else { return Ok(None) };
    let nameplate = Nameplate::new(&format!("http://{}", reachable(plane.api_addr())), key)?;
    Ok(Some(Sites::open(nameplate, &application.id.to_string()).await?))
}

/// Starts Acme Sites, unless its port is taken (`None`): the rest of development does not depend on it.
///
/// # Errors
/// Whatever keeps it from listening, other than the port being taken.
pub async fn start(
    settings: &Settings,
    plane: &ControlPlane,
    sites: Sites,
    panel: SocketAddr,
) -> Result<Option<RunningDemo>, DemoError> {
    let api = plane.api_addr().port();
    let public_url = settings.providers.public_url.clone();
    let demo = DemoSettings {
        http_addr: settings.demo_addr,
        sites,
        api_origin: public_url.unwrap_or_else(|| format!("http://localhost:{api}")),
        registrar_url: format!("http://localhost:{}", panel.port()),
    };
    match Demo::start(demo).await {
        Ok(demo) => Ok(Some(demo)),
        Err(DemoError::Listen { source, .. }) if source.kind() == io::ErrorKind::AddrInUse => Ok(None),
        Err(error) => Err(error),
    }
}

/// Publishes the sites where `origin` points, unless something serves there already (`None`) or it is elsewhere.
///
/// # Errors
/// Whatever keeps it from listening, other than the port being taken.
pub async fn publish(origin: &str, sites: Sites) -> io::Result<Option<tokio::task::JoinHandle<()>>> {
    let Some(port) = local_port(origin) else { return Ok(None) };
    match TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await {
        Ok(listener) => Ok(Some(tokio::spawn(published::serve(listener, sites)))),
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => Ok(None),
        Err(error) => Err(error),
    }
}

/// Where a listener on all addresses is reached from here.
fn reachable(addr: SocketAddr) -> SocketAddr {
    let ip = match addr.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, addr.port())
}

fn local_port(origin: &str) -> Option<u16> {
    let authority = origin.strip_prefix("http://")?;
    let (host, port) = authority.rsplit_once(':')?;
    matches!(host, "localhost" | "127.0.0.1").then(|| port.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::{local_port, reachable};

    #[test]
    fn only_this_machine_gets_the_published_sites() {
        assert_eq!(local_port("http://localhost:3001"), Some(3001));
        assert_eq!(local_port("http://origin.example:3001"), None);
        assert_eq!(local_port("https://localhost:3001"), None);
    }

    #[test]
    fn a_listener_on_every_address_is_reached_by_loopback() {
        for (listens, reached) in
            [("0.0.0.0:80", "127.0.0.1:80"), ("[::]:80", "[::1]:80"), ("127.0.0.2:80", "127.0.0.2:80")]
        {
            assert_eq!(reachable(listens.parse().expect("an address")).to_string(), reached);
        }
    }
}
