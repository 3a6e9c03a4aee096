//! Gandi.

use crate::access::Access;
use crate::contract::ZoneWriter;
use crate::credential::{CredentialText, InvalidCredential};
use crate::pattern::Pattern::Suffix;
use crate::spec::{ApexSupport, Fields, Model, ProviderSpec, token};
use nameplate_domain::zone::TtlRange;

pub(crate) static SPEC: ProviderSpec = ProviderSpec {
    key: "gandi",
    name: "Gandi",
    model: Model::Token,
    credential: token(
        "In your account's security settings, create a personal access token that may manage this domain's records; it expires on the day you choose.",
    ),
    docs_url: Some("https://api.gandi.net/docs/authentication/"),
    console_url: Some("https://admin.gandi.net/"),
    ttl: TtlRange { min: 300, max: 2592000, steps: &[] },
    // Not in a zone signed with DNSSEC.
    apex: ApexSupport::Alias,
    wildcard: true,
    caa: true,
    nameservers: &[Suffix("gandi.net")],
    domain_connect: false,
    srv: true,
    txt_octets_max: 2048,
    fields: Fields::COMMON,
    records_url: None,
    limits: "Not stated.",
    base_url: "https://api.gandi.net",
    open: Some(open),
};

fn open(_credential: &CredentialText, _access: &Access) -> Result<Box<dyn ZoneWriter>, InvalidCredential> {
    Err(InvalidCredential::new("token", "cannot be used yet"))
}
