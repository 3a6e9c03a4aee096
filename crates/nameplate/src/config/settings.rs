//! Typed settings of every role.

use super::authorities::{self, Issuers};
use super::backend::{self, BackendSettings};
use super::commerce::{self, CommerceSettings};
use super::dns::{DnsSettings, dns};
use super::environment::{Environment, Faults, Reading};
use super::identity::{self, IdentitySettings};
use super::providers::{self, ProviderSettings};
use super::traffic::{self, TrafficSettings};
use super::values::{count, database_url, domain, duration, flag, list, port};
use super::{guardrails, token_secrets, variables as v};
use nameplate_control::{PLATFORM_KEY_PREFIX, Platform, TokenSecrets};
use nameplate_domain::application::parse_origin;
use nameplate_domain::networks::InvalidNetwork;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

/// How long after its last word an edge still counts as attached. Edges speak at least every 30 s.
const EDGE_SILENCE_MAX: Duration = Duration::from_secs(75);

/// The store of certificates of a lone edge, in `EDGE_STORAGE_DIR`.
pub const EDGE_STORE_FILE: &str = "edge.db";

/// Everything that can be set.
#[derive(Clone)]
pub struct Settings {
    /// `CD_ENV=production`.
    pub is_production: bool,
    /// `DATABASE_URL`.
    pub database_url: String,
    /// `LISTEN` and `PORT`.
    pub api_addr: SocketAddr,
    /// `LISTEN` and `INTERNAL_PORT`.
    pub internal_addr: Option<SocketAddr>,
    /// Platform-wide facts.
    pub platform: Platform,
    /// `EDGE_TOKEN`.
    pub edge_token: Option<String>,
    /// `TOKEN_HMAC_SECRET`; outside production a secret that everybody knows.
    pub token_secrets: TokenSecrets,
    /// `WORKER_ENABLED`.
    pub are_workers_enabled: bool,
    /// `WORKER_CONCURRENCY`.
    pub worker_concurrency: usize,
    /// `DEMO_API_KEY`; `None` in production.
    pub demo_api_key: Option<String>,
    /// `DEMO_PLATFORM_KEY`; `None` in production.
    pub demo_platform_key: Option<String>,
    /// `HTTPS_CHECK_PORT`.
    pub https_check_port: Option<u16>,
    /// `WEB_DIST`.
    pub web_dist: Vec<PathBuf>,
    /// `CORS_ALLOWED_ORIGINS`.
    pub cors_allowed_origins: Option<Vec<String>>,
    /// How often requests may come, and who says from where.
    pub traffic: TrafficSettings,
    /// How DNS is asked.
    pub dns: DnsSettings,
    /// How DNS providers are reached.
    pub providers: ProviderSettings,
    /// Plans, and who is paid for them.
    pub commerce: CommerceSettings,
    /// Who knows the people that sign in; `None` without a provider.
    pub identity: Option<IdentitySettings>,
    /// Who brings visitors to applications besides our own edge.
    pub backend: Option<BackendSettings>,
    /// What the edge role runs with.
    pub edge: EdgeRole,
    /// What the acme-dns role runs with.
    pub acme_dns: AcmeDnsRole,
    /// What the ssh role runs with.
    pub ssh: SshRole,
    /// `DEMO_PORT`.
    pub demo_addr: SocketAddr,
    /// What the sandbox runs with.
    pub sandbox: SandboxRole,
}

impl std::fmt::Debug for Settings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The database URL, the tokens and the demo key are secrets.
        f.debug_struct("Settings")
            .field("api_addr", &self.api_addr)
            .field("platform", &self.platform)
            .finish_non_exhaustive()
    }
}

/// What the edge role runs with.
#[derive(Clone)]
pub struct EdgeRole {
    /// Everything the edge crate takes.
    pub settings: nameplate_edge::EdgeSettings,
    /// `CONTROLPLANE_URL`.
    pub control_plane_url: String,
    /// `EDGE_ISSUER` and what belongs to it.
    pub issuers: Issuers,
    /// `EDGE_DATABASE_URL`, or the file in `EDGE_STORAGE_DIR`.
    pub database_url: String,
    /// `EDGE_DATABASE_URL` is set: other edges share it.
    pub is_fleet: bool,
    /// `ACME_DNS_API_URL`.
    pub acme_dns_api_url: Option<String>,
}

impl std::fmt::Debug for EdgeRole {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The database URL and the keys are secrets.
        f.debug_struct("EdgeRole")
            .field("settings", &self.settings)
            .field("issuers", &self.issuers)
            .finish_non_exhaustive()
    }
}

/// What the acme-dns role runs with.
#[derive(Clone, Debug)]
pub struct AcmeDnsRole {
    /// `LISTEN` and `ACME_DNS_PORT`.
    pub dns_addr: SocketAddr,
    /// `LISTEN` and `ACME_DNS_API_PORT`.
    pub api_addr: SocketAddr,
    /// `ACME_DNS_NAMESERVERS`.
    pub nameservers: Vec<String>,
    /// `ACME_DNS_IPV4` and `ACME_DNS_IPV6`.
    pub addresses: Vec<IpAddr>,
}

/// What the ssh role runs with.
#[derive(Clone, Debug)]
pub struct SshRole {
    /// `SSH_BIND_ADDR` and `SSH_PORT`.
    pub addr: SocketAddr,
    /// `SSH_HOST_KEY`.
    pub host_key: PathBuf,
}

/// What the sandbox runs with.
#[derive(Clone, Debug)]
pub struct SandboxRole {
    /// `SANDBOX_PORT`.
    pub http_addr: SocketAddr,
    /// `SANDBOX_DNS_PORT`.
    pub dns_addr: SocketAddr,
    /// `SANDBOX_DATA_FILE`.
    pub data_file: PathBuf,
}

impl Settings {
    /// Reads all of them.
    ///
    /// # Errors
    /// [`Faults`]: every variable at fault, with what to do.
    pub fn read(environment: &Environment) -> Result<Self, Faults> {
        let reading = Reading::new(environment);
        let is_production = guardrails::is_production(&reading);
        if is_production {
            guardrails::check(&reading);
        }
        let unset = IpAddr::V4(if is_production { Ipv4Addr::UNSPECIFIED } else { Ipv4Addr::LOCALHOST });
        let listen = reading.read(&v::LISTEN, unset, ip_address);
        let at = |port: u16| SocketAddr::new(listen, port);
        let loopback = |port: u16| SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        // In the order of the documentation, which is that of the faults.
        let database_url = reading.read(&v::DATABASE_URL, String::new(), database_url);
        let api_addr = at(reading.read(&v::PORT, 0, port));
        let internal_addr = reading.read(&v::INTERNAL_PORT, None, |text| port(text).map(Some)).map(at);
        let issuers = authorities::read(&reading);
        let platform = platform(&reading, &issuers);
        let providers = providers::read(&reading, is_production);
        let public_url =
            providers.public_url.clone().unwrap_or_else(|| format!("http://localhost:{}", api_addr.port()));
        let commerce = commerce::read(&reading, is_production, &public_url);
        let identity = identity::read(&reading, is_production, &public_url);
        let backend = backend::read(&reading, &platform.base_domain);
        let settings = Self {
            is_production,
            database_url,
            api_addr,
            internal_addr,
            acme_dns: acme_dns(&reading, listen, &platform),
            platform,
            edge_token: reading.text(&v::EDGE_TOKEN).map(str::to_owned),
            token_secrets: token_secrets::read(&reading),
            are_workers_enabled: reading.read(&v::WORKER_ENABLED, false, flag),
            worker_concurrency: reading.read(&v::WORKER_CONCURRENCY, 512, |text| count(text, 1, 100_000)),
            demo_api_key: reading.text(&v::DEMO_API_KEY).filter(|_| !is_production).map(str::to_owned),
            demo_platform_key: reading.read(&v::DEMO_PLATFORM_KEY, None, platform_key).filter(|_| !is_production),
            https_check_port: reading.read(&v::HTTPS_CHECK_PORT, None, |text| port(text).map(Some)),
            web_dist: reading.text(&v::WEB_DIST).map(|text| std::env::split_paths(text).collect()).unwrap_or_default(),
            cors_allowed_origins: reading.read(&v::CORS_ALLOWED_ORIGINS, None, |text| {
                list(text, |origin| parse_origin(origin).map_err(str::to_owned)).map(Some)
            }),
            traffic: traffic::read(&reading),
            dns: dns(&reading),
            providers,
            commerce,
            identity,
            backend,
            edge: edge(&reading, listen, issuers),
            ssh: SshRole {
                addr: SocketAddr::new(
                    reading.read(&v::SSH_BIND_ADDR, listen, ip_address),
                    reading.read(&v::SSH_PORT, 0, port),
                ),
                host_key: reading.read(&v::SSH_HOST_KEY, PathBuf::new(), |text| Ok(PathBuf::from(text))),
            },
            demo_addr: loopback(reading.read(&v::DEMO_PORT, 0, port)),
            sandbox: SandboxRole {
                http_addr: loopback(reading.read(&v::SANDBOX_PORT, 0, port)),
                dns_addr: loopback(reading.read(&v::SANDBOX_DNS_PORT, 0, port)),
                data_file: reading.read(&v::SANDBOX_DATA_FILE, PathBuf::new(), |text| Ok(PathBuf::from(text))),
            },
        };
        reading.finish(settings)
    }
}

impl Settings {
    /// `PUBLIC_URL`: where browsers reach the API, without a slash at the end.
    #[must_use]
    pub fn public_url(&self) -> String {
        let set = self.providers.public_url.clone();
        set.unwrap_or_else(|| format!("http://localhost:{}", self.api_addr.port()))
    }
}

fn platform(reading: &Reading<'_>, issuers: &Issuers) -> Platform {
    let base_domain = reading.read(&v::BASE_DOMAIN, String::new(), domain);
    let cname_target = reading
        .read(&v::EDGE_CNAME_TARGET, None, |text| domain(text).map(Some))
        .unwrap_or_else(|| format!("edge.{base_domain}"));
    Platform {
        edge_cname_target: cname_target,
        edge_ipv4: reading.read(&v::EDGE_IPV4, vec![], |text| {
            list(text, |one| one.parse::<Ipv4Addr>().map_err(|_| format!("holds {one:?}, which is no IPv4 address")))
        }),
        edge_ipv6: reading.read(&v::EDGE_IPV6, vec![], |text| {
            list(text, |one| one.parse::<Ipv6Addr>().map_err(|_| format!("holds {one:?}, which is no IPv6 address")))
        }),
        default_origin: reading
            .read(&v::EDGE_ORIGIN_DEFAULT, String::new(), |text| parse_origin(text).map_err(str::to_owned)),
        drift_grace: reading.read(&v::DRIFT_GRACE, Duration::ZERO, duration),
        edge_silence_max: EDGE_SILENCE_MAX,
        ca_identities: issuers.caa_identities(),
        sandbox: false,
        base_domain,
    }
}

fn edge(reading: &Reading<'_>, listen: IpAddr, issuers: Issuers) -> EdgeRole {
    let default = nameplate_edge::EdgeSettings::default();
    let tls_port = reading.read(&v::EDGE_TLS_PORT, 0, port);
    let settings = nameplate_edge::EdgeSettings {
        tls_addr: SocketAddr::new(listen, tls_port),
        http_addr: SocketAddr::new(listen, reading.read(&v::EDGE_HTTP_PORT, 0, port)),
        storage_dir: reading.read(&v::EDGE_STORAGE_DIR, PathBuf::new(), |text| Ok(PathBuf::from(text))),
        edge_id: reading.text(&v::EDGE_ID).map_or_else(|| default_edge_id(tls_port), str::to_owned),
        public_tls_port: reading.read(&v::EDGE_PUBLIC_TLS_PORT, tls_port, port),
        worker_threads: reading.read(&v::EDGE_WORKERS, 0, |text| count(text, 0, 1024)),
        origin_networks: reading.read(&v::EDGE_ORIGIN_NETWORKS, vec![], |text| {
            list(text, |one| one.parse().map_err(|error: InvalidNetwork| format!("cannot be used: {error}")))
        }),
        trusted_proxies: reading.read(&v::EDGE_TRUSTED_PROXIES, vec![], |text| list(text, traffic::cidr)),
        ask_timeout: reading.read(&v::EDGE_ASK_TIMEOUT, default.ask_timeout, duration),
        ask_positive_ttl: reading.read(&v::EDGE_ASK_POSITIVE_TTL, default.ask_positive_ttl, duration),
        ask_negative_ttl: reading.read(&v::EDGE_ASK_NEGATIVE_TTL, default.ask_negative_ttl, duration),
        proxy_timeout: reading.read(&v::EDGE_PROXY_TIMEOUT, default.proxy_timeout, duration),
        revoke_removed: reading.read(&v::EDGE_REVOKE_REMOVED, false, flag),
        drain_timeout: reading.read(&v::EDGE_DRAIN_TIMEOUT, default.drain_timeout, duration),
        ..default
    };
    let control_plane_url =
        reading.read(&v::CONTROLPLANE_URL, String::new(), |text| parse_origin(text).map_err(str::to_owned));
    let shared = reading.read(&v::EDGE_DATABASE_URL, None, |text| match text.starts_with("postgres") {
        true => database_url(text).map(Some),
        false => Err("must start with postgres://: a file is one edge's, and EDGE_STORAGE_DIR says where".into()),
    });
    let file = settings.storage_dir.join(EDGE_STORE_FILE);
    EdgeRole {
        control_plane_url,
        issuers,
        is_fleet: shared.is_some(),
        database_url: shared.unwrap_or_else(|| format!("sqlite://{}", file.display())),
        acme_dns_api_url: reading
            .read(&v::ACME_DNS_API_URL, None, |text| parse_origin(text).map(Some).map_err(str::to_owned)),
        settings,
    }
}

fn acme_dns(reading: &Reading<'_>, listen: IpAddr, platform: &Platform) -> AcmeDnsRole {
    let at = |port: u16| SocketAddr::new(listen, port);
    let v4 = |text: &str| {
        list(text, |one| one.parse().map(IpAddr::V4).map_err(|_| format!("holds {one:?}, which is no IPv4 address")))
    };
    let v6 = |text: &str| {
        list(text, |one| one.parse().map(IpAddr::V6).map_err(|_| format!("holds {one:?}, which is no IPv6 address")))
    };
    let own = reading.read(&v::ACME_DNS_IPV4, vec![], v4);
    let of_the_edge = platform.edge_ipv4.iter().copied().map(IpAddr::V4);
    let mut addresses = if own.is_empty() { of_the_edge.collect() } else { own };
    addresses.extend(reading.read(&v::ACME_DNS_IPV6, vec![], v6));
    let nameservers = reading.read(&v::ACME_DNS_NAMESERVERS, vec![], |text| list(text, domain));
    AcmeDnsRole {
        dns_addr: at(reading.read(&v::ACME_DNS_PORT, 0, port)),
        api_addr: at(reading.read(&v::ACME_DNS_API_PORT, 0, port)),
        nameservers: if nameservers.is_empty() { vec![format!("ns1.{}", platform.acme_zone())] } else { nameservers },
        addresses,
    }
}

fn ip_address(text: &str) -> Result<IpAddr, String> {
    text.parse().map_err(|_| format!("is {text:?}; give an IP address such as 0.0.0.0"))
}

/// Its value is a secret, and not repeated.
fn platform_key(text: &str) -> Result<Option<String>, String> {
    match text.starts_with(PLATFORM_KEY_PREFIX) {
        true => Ok(Some(text.to_owned())),
        false => Err(format!("must begin with {PLATFORM_KEY_PREFIX}, as every platform key does")),
    }
}

/// Host name and port: two edges on one machine differ.
fn default_edge_id(tls_port: u16) -> String {
    let host = std::fs::read_to_string("/etc/hostname").unwrap_or_default();
    let host: String = host.trim().chars().filter(char::is_ascii_graphic).take(80).collect();
    format!("{}:{tls_port}", if host.is_empty() { "edge" } else { &host })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(variables: &[(&str, &str)]) -> Result<Settings, Faults> {
        Settings::read(&variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    fn faulty(variables: &[(&str, &str)]) -> Vec<String> {
        read(variables).expect_err("a fault").0.into_iter().map(|fault| fault.variable).collect()
    }

    #[test]
    fn an_empty_environment_is_enough() {
        let settings = read(&[]).unwrap();
        assert_eq!(settings.api_addr.port(), 8080);
        assert_eq!(settings.platform.edge_cname_target, "edge.nameplate.localhost");
        assert_eq!(settings.demo_api_key.as_deref(), Some("sk_test_demo"));
        assert_eq!(settings.edge.settings.ask_timeout, Duration::from_secs(3));
    }

    #[test]
    fn every_fault_is_named_at_once() {
        let wrong =
            [("PORT", "eighty"), ("EDGE_IPV4", "1.2.3"), ("DATABASE_URL", "mysql://x"), ("DRIFT_GRACE", "soon")];
        assert_eq!(faulty(&wrong), ["DATABASE_URL", "PORT", "EDGE_IPV4", "DRIFT_GRACE"]);
    }

    #[test]
    fn production_refuses_missing_and_well_known_secrets_and_test_bypasses() {
        let mut found = faulty(&[
            ("CD_ENV", "production"),
            ("TOKEN_HMAC_SECRET", "dev-secret"),
            ("DNS_STUB_FILE", "x"),
            ("PROVIDER_BASE_URL_CLOUDFLARE", "http://x"),
        ]);
        found.sort();
        assert_eq!(found, ["DNS_STUB_FILE", "EDGE_TOKEN", "PROVIDER_BASE_URL_CLOUDFLARE", "TOKEN_HMAC_SECRET"]);
        let long = "0123456789abcdef";
        let both = [("CD_ENV", "production"), ("TOKEN_HMAC_SECRET", long), ("EDGE_TOKEN", "fedcba9876543210")];
        let settings = read(&both).unwrap();
        assert_eq!((settings.demo_api_key, settings.demo_platform_key), (None, None));
        assert_eq!(faulty(&[&both[..], &[("DEMO_PLATFORM_KEY", "pk_test_demo")]].concat()), ["DEMO_PLATFORM_KEY"]);
    }

    #[test]
    fn a_secret_is_never_printed() {
        let faults =
            read(&[("DATABASE_URL", "mysql://user:hunter2@host"), ("DEMO_PLATFORM_KEY", "hunter2")]).unwrap_err();
        assert!(!faults.to_string().contains("hunter2"));
    }

    #[test]
    fn the_printed_table_is_current() {
        nameplate_test_pages::keep("self-hosting/configuration", "settings", &super::super::table());
    }
}
