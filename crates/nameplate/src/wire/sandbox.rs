//! The development DNS host, with the platform's own zone in it.

use super::listen;
use super::system_clock::SystemClock;
use crate::config::Settings;
use nameplate_control::{DomainConnect, Platform};
use nameplate_dns::serve::AcmeZone;
use nameplate_domain::hostname::is_at_or_under;
use nameplate_domain::records::{Record, RecordType};
use nameplate_domain::route::FRONT_LABEL;
use nameplate_sandbox::{PlatformZone, RunningSandbox, Sandbox, SandboxSettings};
use std::error::Error;
use std::sync::Arc;

/// TTL of the platform's own records in development, in seconds.
const PLATFORM_TTL_S: u32 = 5;
/// TTL of what the demo's customers have from the beginning, in seconds.
const CUSTOMERS_TTL_S: u32 = 3600;

/// Starts it. The ACME zone is answered here too: customers' challenges lead into it, and nobody else tells where it is.
///
/// # Errors
/// A port that is taken, a data file that cannot be read.
pub async fn start(
    settings: &Settings,
    acme_zone: &AcmeZone,
    domain_connect: Option<&DomainConnect>,
) -> Result<RunningSandbox, Box<dyn Error + Send + Sync>> {
    listen::check_free(settings.sandbox.http_addr, "SANDBOX_PORT").await?;
    listen::check_free(settings.sandbox.dns_addr, "SANDBOX_DNS_PORT").await?;
    let platform = &settings.platform;
    let base = &platform.base_domain;
    let target = &platform.edge_cname_target;
    let hosts = [base, target].into_iter().filter(|host| is_at_or_under(host, base)).cloned();
    let mut own = zone(base, &hosts.collect::<Vec<_>>(), platform);
    // As an operator publishes it for default host names: addresses for visitors, texts for authorities.
    let front = format!("{FRONT_LABEL}.{}", platform.acme_zone());
    own.records.push(Record::new(format!("*.{base}"), RecordType::Cname, &front, PLATFORM_TTL_S));
    let mut zones = vec![own];
    if !is_at_or_under(target, base) {
        zones.push(zone(target, std::slice::from_ref(target), platform));
    }
    let mut templates = Vec::new();
    if let Some(known_by) = domain_connect {
        let key_name = format!("{}.{}", known_by.key_label, known_by.templates.pub_key_domain);
        let keys = known_by.key.public_key_records();
        let records = keys.iter().map(|part| Record::new(key_name.clone(), RecordType::Txt, part, PLATFORM_TTL_S));
        if let Some(own) = zones.iter_mut().find(|zone| is_at_or_under(&key_name, &zone.apex)) {
            own.records.extend(records);
        }
        templates = known_by.templates.templates().into_iter().map(|(_, template)| template).collect();
    }
    let sandbox = SandboxSettings {
        dns_addr: settings.sandbox.dns_addr,
        http_addr: settings.sandbox.http_addr,
        platform: zones,
        templates,
        also: vec![Arc::new(acme_zone.clone())],
        data_file: Some(settings.sandbox.data_file.clone()),
        first_records: customers_records(),
        clock: Arc::new(SystemClock),
    };
    Ok(Sandbox::start(sandbox).await?)
}

/// What the demo's customers have at their registrar.
fn customers_records() -> Vec<Record> {
    let records = nameplate_demo::customers_records().into_iter();
    let read = records.filter_map(|(host, rtype, value, priority)| {
        let record = Record::new(host, rtype.parse().ok()?, &value, CUSTOMERS_TTL_S);
        Some(Record { priority, ..record })
    });
    read.collect()
}

/// A zone in which every host is the edge.
fn zone(apex: &str, hosts: &[String], platform: &Platform) -> PlatformZone {
    let v4 = platform.edge_ipv4.iter().map(|address| (RecordType::A, address.to_string()));
    let v6 = platform.edge_ipv6.iter().map(|address| (RecordType::Aaaa, address.to_string()));
    let addresses: Vec<(RecordType, String)> = v4.chain(v6).collect();
    let records = hosts.iter().flat_map(|host| {
        addresses.iter().map(move |(rtype, address)| Record::new(host.clone(), *rtype, address, PLATFORM_TTL_S))
    });
    PlatformZone { apex: apex.to_owned(), records: records.collect() }
}
