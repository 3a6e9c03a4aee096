//! DNSimple.

use crate::access::Access;
use crate::contract::ZoneWriter;
use crate::credential::{CredentialText, InvalidCredential};
use crate::pattern::Pattern::Suffix;
use crate::spec::{ApexSupport, Fields, Model, ProviderSpec, token};
use nameplate_domain::zone::TtlRange;

pub(crate) static SPEC: ProviderSpec = ProviderSpec {
    key: "dnsimple",
    name: "DNSimple",
    model: Model::Token,
    credential: token("In your account under Automation, add an API token for the account that holds the zone."),
    docs_url: Some("https://support.dnsimple.com/articles/api-access-token/"),
    console_url: Some("https://dnsimple.com/dashboard"),
    ttl: TtlRange::from(60),
    apex: ApexSupport::Alias,
    wildcard: true,
    caa: true,
    nameservers: &[
        Suffix("dnsimple.com"),
        Suffix("dnsimple-edge.com"),
        Suffix("dnsimple-edge.net"),
        Suffix("dnsimple-edge.io"),
        Suffix("dnsimple-edge.org"),
    ],
    domain_connect: false,
    srv: true,
    txt_octets_max: 2048,
    fields: Fields::COMMON,
    records_url: None,
    limits: "Not stated.",
    base_url: "https://api.dnsimple.com",
    open: Some(open),
};

fn open(_credential: &CredentialText, _access: &Access) -> Result<Box<dyn ZoneWriter>, InvalidCredential> {
    Err(InvalidCredential::new("token", "cannot be used yet"))
}
