//! RFC 2136 (BIND, Knot, PowerDNS, Windows DNS).

use crate::access::Access;
use crate::contract::ZoneWriter;
use crate::credential::{CredentialText, InvalidCredential};
use crate::spec::{ApexSupport, CredentialKind, CredentialShape, Fields, Model, ProviderSpec};
use nameplate_domain::zone::TtlRange;

pub(crate) static SPEC: ProviderSpec = ProviderSpec {
    key: "rfc2136",
    name: "RFC 2136 (BIND, Knot, PowerDNS, Windows DNS)",
    model: Model::Machine,
    credential: CredentialShape {
        kind: CredentialKind::Tsig,
        format: "JSON {server,key_name,secret[,algorithm,zone]}",
        hint: "On the primary server, make a TSIG key that may update and transfer the zone.",
        gate: None,
    },
    docs_url: Some("https://www.rfc-editor.org/rfc/rfc2136"),
    console_url: None,
    ttl: TtlRange::from(1),
    apex: ApexSupport::None,
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
