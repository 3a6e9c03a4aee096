//! Vultr.

use crate::access::Access;
use crate::contract::ZoneWriter;
use crate::credential::{CredentialText, InvalidCredential};
use crate::pattern::Pattern::Suffix;
use crate::spec::{ApexSupport, CredentialShape, Fields, Model, ProviderSpec, token};
use nameplate_domain::zone::TtlRange;

pub(crate) static SPEC: ProviderSpec = ProviderSpec {
    key: "vultr",
    name: "Vultr",
    model: Model::Token,
    credential: CredentialShape {
        gate: Some("If the account limits API access by address, this server's addresses must be on its list."),
        ..token("In your account under API, switch the API on and copy the key.")
    },
    docs_url: Some("https://www.vultr.com/api/"),
    console_url: Some("https://my.vultr.com/settings/#settingsapi"),
    ttl: TtlRange::from(60),
    apex: ApexSupport::None,
    wildcard: true,
    caa: true,
    nameservers: &[Suffix("vultr.com")],
    domain_connect: false,
    srv: true,
    txt_octets_max: 2048,
    fields: Fields::COMMON,
    records_url: None,
    limits: "Not stated.",
    base_url: "https://api.vultr.com",
    open: Some(open),
};

fn open(_credential: &CredentialText, _access: &Access) -> Result<Box<dyn ZoneWriter>, InvalidCredential> {
    Err(InvalidCredential::new("token", "cannot be used yet"))
}
