//! Azure DNS.

use crate::access::Access;
use crate::contract::ZoneWriter;
use crate::credential::{CredentialText, InvalidCredential};
use crate::pattern::Pattern::Suffix;
use crate::spec::{ApexSupport, CredentialKind, CredentialShape, Fields, Model, ProviderSpec};
use nameplate_domain::zone::TtlRange;

pub(crate) static SPEC: ProviderSpec = ProviderSpec {
    key: "azuredns",
    name: "Azure DNS",
    model: Model::Machine,
    credential: CredentialShape {
        kind: CredentialKind::ClientSecret,
        format: "JSON {tenant_id, client_id, client_secret, subscription_id, resource_group}",
        hint: "Register an application in Entra ID, create a client secret for it, and make it DNS Zone Contributor of the resource group that holds the zone.",
        gate: None,
    },
    docs_url: Some("https://learn.microsoft.com/azure/dns/"),
    console_url: Some("https://portal.azure.com/"),
    ttl: TtlRange::from(1),
    apex: ApexSupport::OwnResourcesOnly,
    wildcard: true,
    caa: true,
    nameservers: &[Suffix("azure-dns.com"), Suffix("azure-dns.net"), Suffix("azure-dns.org"), Suffix("azure-dns.info")],
    domain_connect: false,
    srv: true,
    txt_octets_max: 2048,
    fields: Fields::COMMON,
    records_url: None,
    limits: "Not stated.",
    base_url: "https://management.azure.com",
    open: Some(open),
};

fn open(_credential: &CredentialText, _access: &Access) -> Result<Box<dyn ZoneWriter>, InvalidCredential> {
    Err(InvalidCredential::new("token", "cannot be used yet"))
}
