//! Cloudflare.

use crate::access::Access;
use crate::contract::ZoneWriter;
use crate::credential::{CredentialText, InvalidCredential};
use crate::pattern::Pattern::Suffix;
use crate::spec::{ApexSupport, Fields, Model, ProviderSpec, token};
use nameplate_domain::zone::TtlRange;

pub(crate) static SPEC: ProviderSpec = ProviderSpec {
    key: "cloudflare",
    name: "Cloudflare",
    model: Model::Token,
    credential: token(
        "In your profile under API Tokens, create one from the template for editing zone DNS and limit it to this zone.",
    ),
    docs_url: Some("https://developers.cloudflare.com/fundamentals/api/get-started/create-token/"),
    console_url: Some("https://dash.cloudflare.com/profile/api-tokens"),
    ttl: TtlRange { min: 60, max: 86400, steps: &[] },
    apex: ApexSupport::CnameFlattening,
    wildcard: true,
    caa: true,
    nameservers: &[Suffix("ns.cloudflare.com"), Suffix("secondary.cloudflare.com")],
    domain_connect: true,
    srv: true,
    txt_octets_max: 2048,
    fields: Fields::COMMON,
    records_url: None,
    limits: "Not stated.",
    base_url: "https://api.cloudflare.com",
    open: Some(open),
};

fn open(_credential: &CredentialText, _access: &Access) -> Result<Box<dyn ZoneWriter>, InvalidCredential> {
    Err(InvalidCredential::new("token", "cannot be used yet"))
}
