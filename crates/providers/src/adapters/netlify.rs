//! Netlify.

use crate::access::Access;
use crate::contract::ZoneWriter;
use crate::credential::{CredentialText, InvalidCredential};
use crate::pattern::Pattern::Glob;
use crate::spec::{ApexSupport, CredentialShape, Fields, Model, ProviderSpec, token};
use nameplate_domain::zone::TtlRange;

pub(crate) static SPEC: ProviderSpec = ProviderSpec {
    key: "netlify",
    name: "Netlify",
    model: Model::Token,
    credential: CredentialShape {
        gate: Some("The domain must be a DNS zone at Netlify."),
        ..token("In your user settings under Applications, create a personal access token.")
    },
    docs_url: Some("https://docs.netlify.com/api/get-started/"),
    console_url: Some("https://app.netlify.com/user/applications"),
    ttl: TtlRange::from(0),
    apex: ApexSupport::OwnResourcesOnly,
    wildcard: true,
    caa: true,
    nameservers: &[Glob("dns*.p*.nsone.net")],
    domain_connect: false,
    srv: true,
    txt_octets_max: 2048,
    fields: Fields::COMMON,
    records_url: None,
    limits: "Not stated.",
    base_url: "https://api.netlify.com",
    open: Some(open),
};

fn open(_credential: &CredentialText, _access: &Access) -> Result<Box<dyn ZoneWriter>, InvalidCredential> {
    Err(InvalidCredential::new("token", "cannot be used yet"))
}
