//! Porkbun.

use crate::access::Access;
use crate::contract::ZoneWriter;
use crate::credential::{CredentialText, InvalidCredential};
use crate::pattern::Pattern::Suffix;
use crate::spec::{ApexSupport, CredentialKind, CredentialShape, Fields, Model, ProviderSpec};
use nameplate_domain::zone::TtlRange;

pub(crate) static SPEC: ProviderSpec = ProviderSpec {
    key: "porkbun",
    name: "Porkbun",
    model: Model::Token,
    credential: CredentialShape {
        kind: CredentialKind::Pair,
        format: "apikey:secretapikey",
        hint: "In your account under API Access, create a key and paste it and its secret, joined by a colon.",
        gate: Some("API access must be switched on for the domain, in its details."),
    },
    docs_url: Some("https://porkbun.com/api/json/v3/documentation"),
    console_url: Some("https://porkbun.com/account/api"),
    ttl: TtlRange::from(600),
    apex: ApexSupport::Alias,
    wildcard: true,
    caa: true,
    nameservers: &[Suffix("ns.porkbun.com")],
    domain_connect: false,
    srv: true,
    txt_octets_max: 2048,
    fields: Fields::COMMON,
    records_url: None,
    limits: "Not stated.",
    base_url: "https://api.porkbun.com",
    open: Some(open),
};

fn open(_credential: &CredentialText, _access: &Access) -> Result<Box<dyn ZoneWriter>, InvalidCredential> {
    Err(InvalidCredential::new("token", "cannot be used yet"))
}
