//! Amazon Route 53.

use crate::access::Access;
use crate::contract::ZoneWriter;
use crate::credential::{CredentialText, InvalidCredential};
use crate::pattern::Pattern::Glob;
use crate::spec::{ApexSupport, CredentialKind, CredentialShape, Fields, Model, ProviderSpec};
use nameplate_domain::zone::TtlRange;

pub(crate) static SPEC: ProviderSpec = ProviderSpec {
    key: "route53",
    name: "Amazon Route 53",
    model: Model::Machine,
    credential: CredentialShape {
        kind: CredentialKind::SigV4,
        format: "accessKeyId:secretAccessKey[:region]",
        hint: "Create an IAM user that may list and change the record sets of this hosted zone and read the zone, and paste its access key; the zone is given by its hosted zone id.",
        gate: None,
    },
    docs_url: Some("https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/Welcome.html"),
    console_url: Some("https://console.aws.amazon.com/route53/"),
    ttl: TtlRange::from(0),
    apex: ApexSupport::OwnResourcesOnly,
    wildcard: true,
    caa: true,
    nameservers: &[
        Glob("ns-*.awsdns-*.com"),
        Glob("ns-*.awsdns-*.net"),
        Glob("ns-*.awsdns-*.org"),
        Glob("ns-*.awsdns-*.co.uk"),
    ],
    domain_connect: false,
    srv: true,
    txt_octets_max: 2048,
    fields: Fields::COMMON,
    records_url: None,
    limits: "Not stated.",
    base_url: "https://route53.amazonaws.com",
    open: Some(open),
};

fn open(_credential: &CredentialText, _access: &Access) -> Result<Box<dyn ZoneWriter>, InvalidCredential> {
    Err(InvalidCredential::new("token", "cannot be used yet"))
}
