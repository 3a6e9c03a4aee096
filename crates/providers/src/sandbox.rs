//! The development stack's own DNS host.

use crate::pattern::Pattern::Exact;
use crate::spec::{ApexSupport, CredentialKind, CredentialShape, Model, ProviderSpec};

static SANDBOX: ProviderSpec = ProviderSpec {
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
    ttl_min_s: 1,
    apex: ApexSupport::None,
    wildcard: true,
    caa: true,
    nameservers: &[Exact("ns1.sandbox.test"), Exact("ns2.sandbox.test")],
    domain_connect: false,
};

/// The sandbox. It is in no list of providers: production has none, and a stack that runs one says so.
#[must_use]
pub fn sandbox() -> &'static ProviderSpec {
    &SANDBOX
}
