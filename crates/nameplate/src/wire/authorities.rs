//! From settings to whoever signs certificates.

use super::dns_scout::DnsScout;
use super::system_clock::SystemClock;
use super::txt_desk::{CheckedDesk, Counter};
use crate::config::{AuthoritySettings, Issuers, Settings};
use nameplate_acme::{Directory, ExternalAccount};
use nameplate_certificates::{Authorities, AuthorityLine, LocalCa, PublicAuthorities, PublicParts, TxtDesk};
use nameplate_dns::observe::Observer;
use nameplate_domain::issuance::budget::Limits;
use nameplate_domain::issuance::method::PlatformAddresses;
use nameplate_domain::time::Clock;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use std::error::Error;
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;

/// How much of the authority's limits is used: its clock is not ours, and the account may be used by hand.
const BUDGET_PERCENT: u32 = 90;

type Failure = Box<dyn Error + Send + Sync>;

/// The authorities of `EDGE_ISSUER`. DNS is looked at by `observer`, TXT values go over `counter`.
///
/// # Errors
/// A file of roots or a MAC key that cannot be read, a root of the internal CA that cannot be made.
pub fn open(settings: &Settings, observer: Observer, counter: Option<Counter>) -> Result<Authorities, Failure> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let all = match &settings.edge.issuers {
        Issuers::Internal => {
            return Ok(Authorities::Internal(LocalCa::open(&settings.edge.settings.storage_dir, clock)?));
        }
        Issuers::Acme(all) => all,
    };
    let lines = all.iter().map(line).collect::<Result<Vec<_>, _>>()?;
    let platform = &settings.platform;
    let v4 = platform.edge_ipv4.iter().copied().map(IpAddr::V4);
    let v6 = platform.edge_ipv6.iter().copied().map(IpAddr::V6);
    let parts = PublicParts {
        scout: Arc::new(DnsScout::new(observer.clone())),
        desk: counter
            .map(|counter| -> Arc<dyn TxtDesk> { Arc::new(CheckedDesk::new(counter, observer, platform.acme_zone())) }),
        acme_zone: platform.acme_zone(),
        ours: PlatformAddresses {
            names: vec![platform.edge_cname_target.clone()],
            base_domain: platform.base_domain.clone(),
            addresses: v4.chain(v6).collect(),
        },
    };
    Ok(Authorities::Public(PublicAuthorities::new(lines, parts, &clock)?))
}

/// Files of roots that certificates of these authorities may chain to besides the machine's. An internal CA counts in development only:
/// visitors do not believe it.
pub fn roots(settings: &Settings) -> Vec<PathBuf> {
    match &settings.edge.issuers {
        Issuers::Internal if settings.is_production => vec![],
        Issuers::Internal => vec![LocalCa::root_path(&settings.edge.settings.storage_dir)],
        Issuers::Acme(all) => all.iter().filter_map(|authority| authority.ca_file.clone()).collect(),
    }
}

fn line(authority: &AuthoritySettings) -> Result<AuthorityLine, Failure> {
    let mut directory = Directory::new(authority.name.clone(), authority.directory.clone());
    directory.contact.clone_from(&authority.email);
    directory.profile.clone_from(&authority.profile);
    if let Some(path) = &authority.ca_file {
        let unreadable = |error: &dyn Error| format!("EDGE_ACME_CA_FILE: {} cannot be read: {error}", path.display());
        let pem = std::fs::read(path).map_err(|error| unreadable(&error))?;
        let roots: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&pem).collect();
        directory.roots = roots.map_err(|error| unreadable(&error))?;
        if directory.roots.is_empty() {
            return Err(format!("EDGE_ACME_CA_FILE: {} holds no certificate", path.display()).into());
        }
    }
    if let Some((kid, key)) = &authority.external_account {
        let account = ExternalAccount::new(kid.clone(), key);
        directory.external_account =
            Some(account.map_err(|error| format!("EDGE_ACME_EAB_HMAC_KEY of {}: {error}", authority.name))?);
    }
    Ok(AuthorityLine {
        directory,
        limits: if authority.is_limited { Limits::LETS_ENCRYPT.scaled(BUDGET_PERCENT) } else { Limits::NONE },
        caa_identities: authority.caa.clone(),
        transport: None,
    })
}
