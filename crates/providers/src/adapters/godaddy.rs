//! GoDaddy.

use crate::access::Access;
use crate::contract::ZoneWriter;
use crate::credential::{CredentialText, InvalidCredential};
use crate::pattern::Pattern::Suffix;
use crate::spec::{ApexSupport, CredentialKind, CredentialShape, Fields, Model, ProviderSpec};
use nameplate_domain::zone::TtlRange;

pub(crate) static SPEC: ProviderSpec = ProviderSpec {
    key: "godaddy",
    name: "GoDaddy",
    model: Model::Token,
    credential: CredentialShape {
        kind: CredentialKind::Pair,
        format: "key:secret",
        hint: "In the developer portal, create an API key for production and paste it and its secret, joined by a colon.",
        gate: Some(
            "GoDaddy opens its DNS API only to accounts with at least ten domains or an eligible paid plan; Domain Connect works for all.",
        ),
    },
    docs_url: Some("https://developer.godaddy.com/"),
    console_url: Some("https://developer.godaddy.com/keys"),
    ttl: TtlRange { min: 600, max: 604800, steps: &[] },
    apex: ApexSupport::None,
    wildcard: true,
    caa: false,
    nameservers: &[Suffix("domaincontrol.com")],
    domain_connect: true,
    srv: true,
    txt_octets_max: 2048,
    fields: Fields::COMMON,
    records_url: None,
    limits: "Not stated.",
    base_url: "https://api.godaddy.com",
    open: Some(open),
};

fn open(_credential: &CredentialText, _access: &Access) -> Result<Box<dyn ZoneWriter>, InvalidCredential> {
    Err(InvalidCredential::new("token", "cannot be used yet"))
}
