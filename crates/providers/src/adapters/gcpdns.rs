//! Google Cloud DNS.

use crate::access::Access;
use crate::contract::ZoneWriter;
use crate::credential::{CredentialText, InvalidCredential};
use crate::pattern::Pattern::Glob;
use crate::spec::{ApexSupport, CredentialKind, CredentialShape, Fields, Model, ProviderSpec};
use nameplate_domain::zone::TtlRange;

pub(crate) static SPEC: ProviderSpec = ProviderSpec {
    key: "gcpdns",
    name: "Google Cloud DNS",
    model: Model::Machine,
    credential: CredentialShape {
        kind: CredentialKind::ServiceAccount,
        format: "service-account JSON with managed_zone",
        hint: "Create a service account that may administer DNS in the project, download its JSON key, and add the field managed_zone with the zone's name.",
        gate: None,
    },
    docs_url: Some("https://cloud.google.com/dns/docs"),
    console_url: Some("https://console.cloud.google.com/net-services/dns/zones"),
    ttl: TtlRange::from(0),
    apex: ApexSupport::Alias,
    wildcard: true,
    caa: true,
    nameservers: &[Glob("ns-cloud-*.googledomains.com")],
    domain_connect: false,
    srv: true,
    txt_octets_max: 2048,
    fields: Fields::COMMON,
    records_url: None,
    limits: "Not stated.",
    base_url: "https://dns.googleapis.com",
    open: Some(open),
};

fn open(_credential: &CredentialText, _access: &Access) -> Result<Box<dyn ZoneWriter>, InvalidCredential> {
    Err(InvalidCredential::new("token", "cannot be used yet"))
}
