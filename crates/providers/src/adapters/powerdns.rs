//! PowerDNS.

use crate::access::Access;
use crate::contract::ZoneWriter;
use crate::credential::{CredentialText, InvalidCredential};
use crate::spec::{ApexSupport, CredentialKind, CredentialShape, Fields, Model, ProviderSpec};
use nameplate_domain::zone::TtlRange;

pub(crate) static SPEC: ProviderSpec = ProviderSpec {
    key: "powerdns",
    name: "PowerDNS",
    model: Model::Token,
    credential: CredentialShape {
        kind: CredentialKind::Token,
        format: "apiKey, or JSON {url,api_key[,server_id]}",
        hint: "Set api=yes and api-key in pdns.conf, and let the webserver be reached from here; the key is the value of api-key.",
        gate: None,
    },
    docs_url: Some("https://doc.powerdns.com/authoritative/http-api/"),
    console_url: None,
    ttl: TtlRange::from(1),
    apex: ApexSupport::Alias,
    wildcard: true,
    caa: true,
    nameservers: &[],
    domain_connect: false,
    srv: true,
    txt_octets_max: 4096,
    fields: Fields::COMMON,
    records_url: None,
    limits: "Yours.",
    base_url: "",
    open: Some(open),
};

fn open(_credential: &CredentialText, _access: &Access) -> Result<Box<dyn ZoneWriter>, InvalidCredential> {
    Err(InvalidCredential::new("token", "cannot be used yet"))
}
