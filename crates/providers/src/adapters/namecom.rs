//! Name.com.

use crate::access::Access;
use crate::contract::ZoneWriter;
use crate::credential::{CredentialText, InvalidCredential};
use crate::pattern::Pattern::Suffix;
use crate::spec::{ApexSupport, CredentialKind, CredentialShape, Fields, Model, ProviderSpec};
use nameplate_domain::zone::TtlRange;

pub(crate) static SPEC: ProviderSpec = ProviderSpec {
    key: "namecom",
    name: "Name.com",
    model: Model::Token,
    credential: CredentialShape {
        kind: CredentialKind::Basic,
        format: "user:token",
        hint: "In your account settings under API, generate a token and paste your user name and the token, joined by a colon.",
        gate: None,
    },
    docs_url: Some("https://docs.name.com/"),
    console_url: Some("https://www.name.com/account/settings/api"),
    ttl: TtlRange::from(300),
    apex: ApexSupport::Aname,
    wildcard: true,
    caa: false,
    nameservers: &[Suffix("name.com")],
    domain_connect: false,
    srv: true,
    txt_octets_max: 2048,
    fields: Fields::COMMON,
    records_url: None,
    limits: "Not stated.",
    base_url: "https://api.name.com",
    open: Some(open),
};

fn open(_credential: &CredentialText, _access: &Access) -> Result<Box<dyn ZoneWriter>, InvalidCredential> {
    Err(InvalidCredential::new("token", "cannot be used yet"))
}
