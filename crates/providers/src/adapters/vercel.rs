//! Vercel.

use crate::access::Access;
use crate::contract::ZoneWriter;
use crate::credential::{CredentialText, InvalidCredential};
use crate::pattern::Pattern::Suffix;
use crate::spec::{ApexSupport, CredentialShape, Fields, Model, ProviderSpec, token};
use nameplate_domain::zone::TtlRange;

pub(crate) static SPEC: ProviderSpec = ProviderSpec {
    key: "vercel",
    name: "Vercel",
    model: Model::Token,
    credential: CredentialShape {
        format: "token[:teamId]",
        ..token("In your account settings under Tokens, create one, and add the team's id when a team owns the domain.")
    },
    docs_url: Some("https://vercel.com/docs/rest-api"),
    console_url: Some("https://vercel.com/account/tokens"),
    ttl: TtlRange::from(60),
    apex: ApexSupport::Alias,
    wildcard: true,
    caa: true,
    nameservers: &[Suffix("vercel-dns.com")],
    domain_connect: false,
    srv: true,
    txt_octets_max: 2048,
    fields: Fields::COMMON,
    records_url: None,
    limits: "Not stated.",
    base_url: "https://api.vercel.com",
    open: Some(open),
};

fn open(_credential: &CredentialText, _access: &Access) -> Result<Box<dyn ZoneWriter>, InvalidCredential> {
    Err(InvalidCredential::new("token", "cannot be used yet"))
}
