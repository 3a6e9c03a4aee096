//! `nameplate dev`: everything in one process, with a DNS host to play the customer.

mod browser;

use super::{Failure, output, over_ssh};
use crate::config::{DEV_DEFAULTS, DomainConnectSettings, Environment, Settings};
use crate::wire::control_plane::ControlPlane;
use crate::wire::ssh_plane::{NoSsh, SshPlane};
use crate::wire::{
    acme_dns_plane, assets, control_plane, demo, domain_connect, edge_plane, sandbox, shutdown, ssh_plane,
};
use nameplate_demo::RunningDemo;
use nameplate_edge::RunningEdge;
use nameplate_sandbox::{EdgeNearby, Neighbours};
use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::sync::Arc;

/// How to run it.
#[derive(clap::Args, Debug)]
pub(super) struct Dev {
    /// Open Acme Sites in the browser; from a terminal with a display only, and never in CI
    #[arg(long)]
    open: bool,
}

/// What development sets unless the developer did.
pub(super) fn prepare(environment: &mut Environment) -> Result<(), Failure> {
    if environment.value("CD_ENV") == Some("production") {
        return Err(
            "`nameplate dev` is for development and CD_ENV is production; run `nameplate serve` and `nameplate edge`"
                .into(),
        );
    }
    for (variable, value) in DEV_DEFAULTS {
        environment.set_default(variable, *value);
    }
    Ok(())
}

pub(super) async fn run(dev: Dev, mut settings: Settings, environment: &Environment) -> Result<(), Failure> {
    settings.platform.sandbox = true;
    if settings.platform.edge_ipv4.is_empty() {
        settings.platform.edge_ipv4 = vec![std::net::Ipv4Addr::LOCALHOST];
    }
    if settings.acme_dns.addresses.is_empty() {
        settings.acme_dns.addresses = vec![std::net::Ipv4Addr::LOCALHOST.into()];
    }
    settings.providers.domain_connect.get_or_insert_with(|| DomainConnectSettings {
        provider_id: settings.platform.base_domain.clone(),
        provider_name: "Nameplate (development)".into(),
        key_file: None,
        key_label: "_dck1".into(),
        key_domain: None,
    });
    let acme_zone = acme_dns_plane::zone(&settings)?;
    let domain_connect = domain_connect::open(&settings)?.map(Arc::new);
    let sandbox = sandbox::start(&settings, &acme_zone, domain_connect.as_deref()).await?;
    if settings.dns.resolvers.is_empty() {
        settings.dns.resolvers = vec![sandbox.dns_addr()];
        settings.dns.authoritative_port = sandbox.dns_addr().port();
    }
    settings.providers.base_urls.entry("sandbox".into()).or_insert_with(|| format!("http://{}", sandbox.http_addr()));
    let plane = control_plane::start_with(&settings, domain_connect).await?;
    let sites = demo::sites(&settings, &plane).await?;
    let origin = match &sites {
        Some(sites) => demo::publish(&settings.platform.default_origin, sites.clone()).await?,
        None => None,
    };
    let acme_dns = acme_dns_plane::start_with(&settings, plane.control().clone(), acme_zone).await?;
    let edge = edge_plane::start_local(&settings, plane.control().clone()).await?;
    if settings.https_check_port.is_none() {
        plane.control().visit_at(edge.tls_addr().port());
    }

    let ssh = ssh(&settings, &plane).await?;
    let acme = match sites {
        Some(sites) => demo::start(&settings, &plane, sites, sandbox.http_addr()).await?,
        None => None,
    };

    sandbox.meet(neighbours(&settings, &plane, &edge, acme.as_ref()));

    let origin_note = match &origin {
        Some(_) => "what Acme Sites publishes",
        None => "something of yours",
    };
    introduce(&Introduction {
        acme: acme.as_ref().map(RunningDemo::addr),
        api: plane.api_addr(),
        tls: edge.tls_addr(),
        edge_http: edge.http_addr(),
        panel: sandbox.http_addr(),
        dns: sandbox.dns_addr(),
        origin: format!("{} ({origin_note})", settings.platform.default_origin),
        acme_dns: acme_dns.dns_addr(),
        acme_dns_api: acme_dns.api_addr(),
        acme_zone: acme_dns.zone().to_owned(),
        ssh: ssh.as_ref().map(SshPlane::addr),
        root: edge.root_certificate().map(|root| root.display().to_string()),
        application: plane.demo_application().map(|application| application.id.to_string()),
        key: settings.demo_api_key.clone().unwrap_or_default(),
        has_web: assets::are_there(&settings),
        platform_key: settings.demo_platform_key.clone().unwrap_or_default(),
    });
    if let Some(acme) = acme.as_ref().filter(|_| dev.open) {
        browser::open(&format!("http://localhost:{}", acme.addr().port()), environment);
    }
    shutdown::asked_for().await;
    output::line("Stopping.");
    if let Some(acme) = acme {
        acme.shutdown().await;
    }
    if let Some(ssh) = ssh {
        ssh.stop().await;
    }
    edge.shutdown().await;
    acme_dns.stop().await;
    plane.stop().await;
    sandbox.shutdown().await;
    Ok(())
}

/// Commands over SSH, unless somebody else has the port.
async fn ssh(settings: &Settings, plane: &ControlPlane) -> Result<Option<SshPlane>, Failure> {
    match ssh_plane::open(settings).await {
        Ok(door) => Ok(Some(door.serve(over_ssh::behind(settings, plane.control().clone()))?)),
        Err(NoSsh::Listen(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// What the sandbox's pages lead to.
fn neighbours(settings: &Settings, plane: &ControlPlane, edge: &RunningEdge, acme: Option<&RunningDemo>) -> Neighbours {
    let platform = &settings.platform;
    let v4 = platform.edge_ipv4.iter().copied().map(IpAddr::V4);
    let v6 = platform.edge_ipv6.iter().copied().map(IpAddr::V6);
    let api = plane.api_addr().port();
    let edge = EdgeNearby {
        tls_addr: edge.tls_addr(),
        public_addresses: v4.chain(v6).collect(),
        root: edge.root_certificate().map(Path::to_path_buf),
    };
    Neighbours {
        edge: Some(edge),
        shop_url: acme.map(|acme| format!("http://localhost:{}", acme.addr().port())),
        credentials_url: plane
            .demo_application()
            .map(|application| format!("http://localhost:{api}/v1/applications/{}/credentials", application.id)),
    }
}

struct Introduction {
    acme: Option<SocketAddr>,
    api: SocketAddr,
    tls: SocketAddr,
    edge_http: SocketAddr,
    panel: SocketAddr,
    dns: SocketAddr,
    origin: String,
    acme_dns: SocketAddr,
    acme_dns_api: SocketAddr,
    acme_zone: String,
    ssh: Option<SocketAddr>,
    root: Option<String>,
    application: Option<String>,
    key: String,
    has_web: bool,
    platform_key: String,
}

/// Where everything is, and the next three commands to type.
fn introduce(at: &Introduction) {
    let application = at.application.as_deref().unwrap_or("<APP_ID>");
    let (api, panel, tls) = (at.api.port(), at.panel.port(), at.tls.port());
    let (edge_http, dns, key, origin) = (at.edge_http.port(), at.dns.port(), &at.key, &at.origin);
    let platform_key = &at.platform_key;
    let (acme_dns, acme_api, acme_zone) = (at.acme_dns.port(), at.acme_dns_api.port(), &at.acme_zone);
    let root_note = at.root.as_deref().unwrap_or("none: certificates come from EDGE_ISSUER");
    let cacert = at.root.as_ref().map(|root| format!("--cacert {root} ")).unwrap_or_default();
    let [console, widget] = ["console/", "sdk/v1/connectdomain.js"].map(|path| match at.has_web {
        true => format!("http://localhost:{api}/{path}"),
        false => "not built: make web, which needs Node 20.19 or newer, then start again".to_owned(),
    });
    let acme = match at.acme {
        Some(acme) => format!("http://localhost:{}      a SaaS whose customers connect their domains", acme.port()),
        None => "not started: its port (DEMO_PORT) is taken, or there is no DEMO_API_KEY".into(),
    };
    let acme_port = at.acme.map_or(panel, |acme| acme.port());
    let ssh = match at.ssh {
        Some(ssh) => {
            format!(
                "localhost:{}      domain and route, for whoever has registered a key: /docs/guides/ssh",
                ssh.port()
            )
        }
        None => "not started: its port (SSH_PORT) is taken".into(),
    };
    let start = match at.acme {
        Some(acme) => format!("Open http://localhost:{}, choose a site and press “Connect your domain”.", acme.port()),
        None => "There is no demo to open; the API works as it does below.".into(),
    };
    output::line(format_args!(
        "
Nameplate is up. {start}

  Acme Sites       {acme}
  API              http://localhost:{api}      key {key}
  console          {console}
  platform key     {platform_key}      sees every tenant, under /v1/platform
  widget           {widget}
  DNS panel        http://localhost:{panel}      you are the customer here: names under .test
  DNS server       127.0.0.1:{dns}
  edge             https://localhost:{tls}     health http://localhost:{edge_http}/healthz
  origin           {origin}
  demo application {application}
  CA of the edge   {root_note}
  ACME DNS         127.0.0.1:{acme_dns}, API http://localhost:{acme_api}, zone {acme_zone}
  SSH              {ssh}

Names under .test do not resolve in a browser. “Visit” in Acme Sites goes there for you; or start one that knows the way:

  chromium --user-data-dir=/tmp/nameplate-browser --ignore-certificate-errors --no-proxy-server \\
    --host-resolver-rules='MAP *.test 127.0.0.1:{tls}' http://localhost:{acme_port}

Or without the demo, in another terminal:

  1. start connecting a name
     curl -sX POST http://localhost:{api}/v1/connections -H 'Authorization: Bearer {key}' \\
       -H 'Content-Type: application/json' -d '{{\"application_id\":\"{application}\",\"hostname\":\"shop.customer.test\"}}'

  2. add the TXT and the CNAME that it answers with, in the panel:  http://localhost:{panel}

  3. visit it, a few seconds later
     curl {cacert}--resolve shop.customer.test:{tls}:127.0.0.1 https://shop.customer.test:{tls}/

Ctrl-C ends all of it.
"
    ));
}
