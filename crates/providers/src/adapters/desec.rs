//! deSEC.

use crate::access::Access;
use crate::contract::ZoneWriter;
use crate::credential::{CredentialText, InvalidCredential};
use crate::pattern::Pattern::Exact;
use crate::spec::{ApexSupport, Fields, Model, ProviderSpec, token};
use nameplate_domain::zone::TtlRange;

pub(crate) static SPEC: ProviderSpec = ProviderSpec {
    key: "desec",
    name: "deSEC",
    model: Model::Token,
    credential: token("In your account under Token Management, create a token."),
    docs_url: Some("https://desec.readthedocs.io/en/latest/auth/tokens.html"),
    console_url: Some("https://desec.io/tokens"),
    ttl: TtlRange { min: 3600, max: 86400, steps: &[] },
    apex: ApexSupport::None,
    wildcard: true,
    caa: true,
    nameservers: &[Exact("ns1.desec.io"), Exact("ns2.desec.org")],
    domain_connect: false,
    srv: true,
    txt_octets_max: 2048,
    fields: Fields::COMMON,
    records_url: None,
    limits: "Not stated.",
    base_url: "https://desec.io",
    open: Some(open),
};

fn open(_credential: &CredentialText, _access: &Access) -> Result<Box<dyn ZoneWriter>, InvalidCredential> {
    Err(InvalidCredential::new("token", "cannot be used yet"))
}
