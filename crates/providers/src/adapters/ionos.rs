//! IONOS.

use crate::access::Access;
use crate::contract::ZoneWriter;
use crate::credential::{CredentialText, InvalidCredential};
use crate::pattern::Pattern::Suffix;
use crate::spec::{ApexSupport, CredentialShape, Fields, Model, ProviderSpec, token};
use nameplate_domain::zone::TtlRange;

pub(crate) static SPEC: ProviderSpec = ProviderSpec {
    key: "ionos",
    name: "IONOS",
    model: Model::Token,
    credential: CredentialShape {
        format: "prefix.secret",
        ..token(
            "In the developer portal, create an API key and paste its public prefix and its secret, joined by a dot.",
        )
    },
    docs_url: Some("https://developer.hosting.ionos.com/docs/getstarted"),
    console_url: Some("https://developer.hosting.ionos.com/keys"),
    ttl: TtlRange::from(60),
    apex: ApexSupport::None,
    wildcard: true,
    caa: true,
    nameservers: &[Suffix("ui-dns.com"), Suffix("ui-dns.de"), Suffix("ui-dns.org"), Suffix("ui-dns.biz")],
    domain_connect: true,
    srv: true,
    txt_octets_max: 2048,
    fields: Fields::COMMON,
    records_url: None,
    limits: "Not stated.",
    base_url: "https://api.hosting.ionos.com",
    open: Some(open),
};

fn open(_credential: &CredentialText, _access: &Access) -> Result<Box<dyn ZoneWriter>, InvalidCredential> {
    Err(InvalidCredential::new("token", "cannot be used yet"))
}
