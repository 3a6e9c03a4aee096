//! Namecheap.

use crate::access::Access;
use crate::contract::ZoneWriter;
use crate::credential::{CredentialText, InvalidCredential};
use crate::pattern::Pattern::Suffix;
use crate::spec::{ApexSupport, CredentialKind, CredentialShape, Fields, Model, ProviderSpec};
use nameplate_domain::zone::TtlRange;

pub(crate) static SPEC: ProviderSpec = ProviderSpec {
    key: "namecheap",
    name: "Namecheap",
    model: Model::Machine,
    credential: CredentialShape {
        kind: CredentialKind::ApiUser,
        format: "apiUser:apiKey:clientIp",
        hint: "In your profile under Tools, switch API access on, put this server's public IPv4 address on its list, and paste user, key and that address, joined by colons.",
        gate: Some(
            "Namecheap opens its API only to accounts above a threshold, such as 20 domains or a minimum balance.",
        ),
    },
    docs_url: Some("https://www.namecheap.com/support/api/intro/"),
    console_url: Some("https://ap.www.namecheap.com/settings/tools/apiaccess/"),
    ttl: TtlRange { min: 60, max: 60000, steps: &[] },
    apex: ApexSupport::Alias,
    wildcard: true,
    caa: true,
    nameservers: &[Suffix("registrar-servers.com")],
    domain_connect: false,
    srv: false,
    txt_octets_max: 2048,
    fields: Fields::COMMON,
    records_url: None,
    limits: "Not stated.",
    base_url: "https://api.namecheap.com",
    open: Some(open),
};

fn open(_credential: &CredentialText, _access: &Access) -> Result<Box<dyn ZoneWriter>, InvalidCredential> {
    Err(InvalidCredential::new("token", "cannot be used yet"))
}
