//! Linode.

use crate::access::Access;
use crate::contract::ZoneWriter;
use crate::credential::{CredentialText, InvalidCredential};
use crate::pattern::Pattern::Suffix;
use crate::spec::{ApexSupport, Fields, Model, ProviderSpec, token};
use nameplate_domain::zone::TtlRange;

pub(crate) static SPEC: ProviderSpec = ProviderSpec {
    key: "linode",
    name: "Linode",
    model: Model::Token,
    credential: token(
        "In Cloud Manager under API Tokens, create a personal access token with read and write access to Domains.",
    ),
    docs_url: Some("https://techdocs.akamai.com/linode-api/reference/get-started"),
    console_url: Some("https://cloud.linode.com/profile/tokens"),
    ttl: TtlRange {
        min: 300,
        max: 2419200,
        steps: &[300, 3600, 7200, 14_400, 28_800, 57_600, 86_400, 172_800, 345_600, 604_800, 1_209_600, 2_419_200],
    },
    apex: ApexSupport::None,
    wildcard: true,
    caa: true,
    nameservers: &[Suffix("linode.com")],
    domain_connect: false,
    srv: true,
    txt_octets_max: 2048,
    fields: Fields::COMMON,
    records_url: None,
    limits: "Not stated.",
    base_url: "https://api.linode.com",
    open: Some(open),
};

fn open(_credential: &CredentialText, _access: &Access) -> Result<Box<dyn ZoneWriter>, InvalidCredential> {
    Err(InvalidCredential::new("token", "cannot be used yet"))
}
