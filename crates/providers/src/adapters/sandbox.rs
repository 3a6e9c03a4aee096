//! The development stack's own DNS host.

use crate::access::Access;
use crate::contract::ZoneWriter;
use crate::credential::{CredentialText, InvalidCredential};
use crate::pattern::Pattern::Exact;
use crate::spec::{ApexSupport, CredentialKind, CredentialShape, Fields, Model, ProviderSpec};
use nameplate_domain::zone::TtlRange;

pub(crate) static SPEC: ProviderSpec = ProviderSpec {
    key: "sandbox",
    name: "Nameplate sandbox",
    model: Model::Token,
    credential: CredentialShape {
        kind: CredentialKind::Token,
        format: "token",
        hint: "Copy the token from the sandbox's own DNS panel.",
        gate: None,
    },
    docs_url: None,
    console_url: None,
    ttl: TtlRange::from(1),
    apex: ApexSupport::None,
    wildcard: true,
    caa: true,
    nameservers: &[Exact("ns1.sandbox.test"), Exact("ns2.sandbox.test")],
    domain_connect: true,
    srv: false,
    txt_octets_max: 2048,
    fields: Fields::COMMON,
    records_url: None,
    limits: "None.",
    base_url: "http://127.0.0.1:8053",
    open: Some(open),
};

fn open(_credential: &CredentialText, _access: &Access) -> Result<Box<dyn ZoneWriter>, InvalidCredential> {
    Err(InvalidCredential::new("token", "cannot be used yet"))
}
