//! `GET /v1/providers`.

use crate::caller::{Allowed, AnyKey};
use crate::failure::Failure;
use crate::page::List;
use crate::reply::Shown;
use nameplate_providers::ProviderSpec;
use serde::Serialize;
use utoipa::ToSchema;

/// A DNS provider.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Provider)]
pub(crate) struct View {
    /// Stable identifier.
    #[schema(example = "cloudflare")]
    key: &'static str,
    /// Name for people.
    name: &'static str,
    /// How access is given: `token`, `machine` or `redirect`.
    model: &'static str,
    credential: CredentialView,
    capabilities: Capabilities,
    /// The provider's documentation.
    #[schema(required = true)]
    docs_url: Option<&'static str>,
    /// Where a customer edits records or makes a credential.
    #[schema(required = true)]
    console_url: Option<&'static str>,
}

/// What a delegated credential looks like.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ProviderCredential)]
struct CredentialView {
    /// `token`, `pair`, `basic`, `sigv4`, `service_account`, `client_secret`, `api_user` or `redirect`.
    kind: &'static str,
    /// Its parts as they are pasted; empty when nothing is stored.
    format: &'static str,
    /// How a customer makes it.
    hint: &'static str,
    /// What the provider asks for before anybody may use its API.
    #[schema(required = true)]
    gate: Option<&'static str>,
}

/// What is possible there.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ProviderCapabilities)]
struct Capabilities {
    wildcard: bool,
    caa: bool,
    /// Whether an apex can point at any host name.
    apex_flattening: bool,
    /// How: `cname_flattening`, `alias`, `aname`, `none` or `own_resources_only`.
    apex: &'static str,
    domain_connect: bool,
    /// Lowest TTL, in seconds; 0 when no bound is known.
    ttl_min: u32,
}

/// List DNS providers, in the order of the documentation.
#[utoipa::path(get, path = "/v1/providers", operation_id = "listProviders", tag = "providers", security(("api_key" = [])))]
pub(crate) async fn handler(_: Allowed<AnyKey>) -> Result<Shown<List<View>>, Failure> {
    Ok(Shown(List::whole(nameplate_providers::all().iter().copied().map(View::from).collect())))
}

impl From<&ProviderSpec> for View {
    fn from(spec: &ProviderSpec) -> Self {
        Self {
            key: spec.key,
            name: spec.name,
            model: spec.model.as_str(),
            credential: CredentialView {
                kind: spec.credential.kind.as_str(),
                format: spec.credential.format,
                hint: spec.credential.hint,
                gate: spec.credential.gate,
            },
            capabilities: Capabilities {
                wildcard: spec.wildcard,
                caa: spec.caa,
                apex_flattening: spec.apex.names_a_host(),
                apex: spec.apex.as_str(),
                domain_connect: spec.domain_connect,
                ttl_min: spec.ttl.min,
            },
            docs_url: spec.docs_url,
            console_url: spec.console_url,
        }
    }
}
