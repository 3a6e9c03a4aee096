//! Hetzner.

use crate::access::Access;
use crate::contract::ZoneWriter;
use crate::credential::{CredentialText, InvalidCredential};
use crate::pattern::Pattern::Suffix;
use crate::spec::{ApexSupport, CredentialShape, Fields, Model, ProviderSpec, token};
use nameplate_domain::zone::TtlRange;

pub(crate) static SPEC: ProviderSpec = ProviderSpec {
    key: "hetzner",
    name: "Hetzner",
    model: Model::Token,
    credential: CredentialShape {
        gate: Some("The zone must be in a Hetzner Console project; tokens of the former DNS Console do not work."),
        ..token(
            "In the project that holds the zone, open Security, API tokens, and generate one with read and write access.",
        )
    },
    docs_url: Some("https://docs.hetzner.cloud/"),
    console_url: Some("https://console.hetzner.com/"),
    ttl: TtlRange::from(60),
    apex: ApexSupport::None,
    wildcard: true,
    caa: true,
    nameservers: &[Suffix("ns.hetzner.com"), Suffix("ns.hetzner.de")],
    domain_connect: false,
    srv: true,
    txt_octets_max: 2048,
    fields: Fields::COMMON,
    records_url: None,
    limits: "Not stated.",
    base_url: "https://api.hetzner.cloud",
    open: Some(open),
};

fn open(_credential: &CredentialText, _access: &Access) -> Result<Box<dyn ZoneWriter>, InvalidCredential> {
    Err(InvalidCredential::new("token", "cannot be used yet"))
}
