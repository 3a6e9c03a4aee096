//! `GET /v1/providers`.

use crate::caller::{Allowed, AnyKey};
use crate::failure::Failure;
use crate::page::List;
use crate::reply::Shown;
use nameplate_providers::{Fields, HostForm, ProviderSpec};
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
    #[schema(example = "token")]
    model: &'static str,
    credential: CredentialView,
    capabilities: Capabilities,
    /// The provider's documentation.
    #[schema(required = true)]
    docs_url: Option<&'static str>,
    /// Where a customer edits records or makes a credential.
    #[schema(required = true)]
    console_url: Option<&'static str>,
    /// The page on which a zone's records are edited; `{zone}` stands for the zone's name.
    #[schema(required = true)]
    records_url: Option<&'static str>,
    /// Where this server shows the provider's logo.
    #[schema(example = "/logos/cloudflare.svg")]
    logo_url: String,
    /// How much its API takes before it refuses.
    limits: &'static str,
    fields: FieldsView,
}

/// What the fields of a record are called in the provider's panel.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ProviderFields)]
struct FieldsView {
    /// Label of the field for the name.
    host: &'static str,
    /// Label of the field for the value.
    value: &'static str,
    /// `relative` to the zone, or `full`.
    #[schema(example = "relative")]
    host_form: &'static str,
    /// How the apex is written; null where names are written in full.
    #[schema(required = true)]
    apex: Option<&'static str>,
    /// Whether host names in values end with a dot.
    trailing_dot: bool,
}

/// What a delegated credential looks like.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ProviderCredential)]
struct CredentialView {
    /// `token`, `pair`, `basic`, `sigv4`, `service_account`, `client_secret`, `api_user` or `redirect`.
    #[schema(example = "token")]
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
    /// Whether `*` records are possible.
    wildcard: bool,
    /// Whether CAA records are possible.
    caa: bool,
    /// Whether an apex can point at any host name.
    apex_flattening: bool,
    /// How: `cname_flattening`, `alias`, `aname`, `none` or `own_resources_only`.
    apex: &'static str,
    /// Whether it lets its customers consent to changes (Domain Connect).
    domain_connect: bool,
    /// The record that gives an apex another host's addresses, as the provider calls it.
    #[schema(required = true)]
    alias_record: Option<&'static str>,
    /// Whether SRV records can be written.
    srv: bool,
    /// Lowest TTL, in seconds; 0 when no bound is known.
    ttl_min: u32,
    /// Highest TTL, in seconds.
    ttl_max: u32,
}

/// List DNS providers, in the order of the documentation.
///
/// For each: how it is recognised, what it can and cannot do, what its own panel calls things, and what a delegated credential looks like.
#[utoipa::path(get, path = "/v1/providers", operation_id = "listProviders", tag = "providers", security(("api_key" = [])))]
pub(crate) async fn handler(_: Allowed<AnyKey>) -> Result<Shown<List<View>>, Failure> {
    Ok(Shown(List::whole(nameplate_providers::all().iter().copied().map(View::from).collect())))
}

impl From<Fields> for FieldsView {
    fn from(fields: Fields) -> Self {
        let (host_form, apex) = match fields.host_form {
            HostForm::Relative { apex } => ("relative", Some(apex)),
            HostForm::Full => ("full", None),
        };
        Self { host: fields.host, value: fields.value, host_form, apex, trailing_dot: fields.trailing_dot }
    }
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
                alias_record: spec.apex.record_name(),
                srv: spec.srv,
                ttl_min: spec.ttl.min,
                ttl_max: spec.ttl.max,
            },
            records_url: spec.records_url,
            logo_url: format!("/logos/{}.svg", spec.key),
            limits: spec.limits,
            fields: FieldsView::from(spec.fields),
            docs_url: spec.docs_url,
            console_url: spec.console_url,
        }
    }
}
