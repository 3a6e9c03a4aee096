//! Domain Connect: the customer consents at the provider, which applies a template. No token.

use crate::spec::{ApexSupport, CredentialKind, CredentialShape, Fields, Model, ProviderSpec};
use nameplate_domain::zone::TtlRange;

pub(crate) static SPEC: ProviderSpec = ProviderSpec {
    key: "domain-connect",
    name: "Domain Connect",
    model: Model::Redirect,
    credential: CredentialShape {
        kind: CredentialKind::Redirect,
        format: "",
        hint: "Nothing has to be made: the customer is sent to the DNS provider and allows the change there.",
        gate: None,
    },
    docs_url: Some("https://www.domainconnect.org/"),
    console_url: None,
    ttl: TtlRange::from(0),
    apex: ApexSupport::None,
    wildcard: false,
    caa: false,
    nameservers: &[],
    domain_connect: true,
    srv: false,
    txt_octets_max: 255,
    fields: Fields::COMMON,
    records_url: None,
    limits: "The provider asks the customer; nothing is sent by us.",
    base_url: "",
    open: None,
};
