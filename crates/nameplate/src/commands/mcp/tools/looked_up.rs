//! What domains and routes refer to: applications and DNS providers.

use crate::commands::api::{Request, ask};
use crate::commands::desk::Desk;
use crate::commands::ending::Stop;
use crate::commands::look::{Cell, Look, Tone};
use crate::commands::mcp::tool::{Effect, Tool};
use crate::commands::sheet::Report;
use async_trait::async_trait;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which applications there are.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ApplicationList {}

/// Applications.
#[derive(Serialize, JsonSchema)]
pub(super) struct ApplicationsReport {
    applications: Vec<ApplicationShown>,
}

/// An application.
#[derive(Serialize, JsonSchema)]
struct ApplicationShown {
    id: String,
    name: String,
}

#[async_trait]
impl Tool for ApplicationList {
    const NAME: &'static str = "application_list";
    const TITLE: &'static str = "List applications";
    const ABOUT: &'static str =
        "Lists the applications that domains and routes are for, as far as the key may see them.";
    const EFFECT: Effect = Effect::None;
    type Report = ApplicationsReport;

    async fn run(self, desk: Desk<'_>) -> Result<Self::Report, Stop> {
        let all = desk.applications().await?;
        let applications = all.into_iter().map(|one| ApplicationShown { id: one.id, name: one.name }).collect();
        Ok(ApplicationsReport { applications })
    }
}

impl Report for ApplicationsReport {
    fn lines(&self, look: Look) -> Vec<String> {
        let row = |one: &ApplicationShown| [Cell::plain(&one.name), Cell::plain(&one.id)];
        let rows: Vec<[Cell; 2]> = self.applications.iter().map(row).collect();
        look.table(["APPLICATION", "ID"], &rows)
    }
}

/// Which DNS providers are known.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ProviderList {
    /// Only with this in the key or the name.
    search: Option<String>,
}

/// DNS providers.
#[derive(Serialize, JsonSchema)]
pub(super) struct ProvidersReport {
    providers: Vec<Provider>,
}

/// A DNS provider.
#[derive(Serialize, Deserialize, JsonSchema)]
struct Provider {
    key: String,
    name: String,
    /// How access to it is lent: `token`, `machine` or `redirect`.
    model: String,
    capabilities: Capabilities,
    /// Its documentation.
    docs_url: Option<String>,
    /// The page on which a zone's records are edited; `{zone}` stands for the zone's name.
    records_url: Option<String>,
}

/// What is possible there.
#[derive(Serialize, Deserialize, JsonSchema)]
struct Capabilities {
    /// Whether an apex can point at any host name.
    apex_flattening: bool,
    /// What that record is called there.
    alias_record: Option<String>,
    /// Whether `*` records are possible.
    wildcard: bool,
    /// Whether CAA records are possible.
    caa: bool,
    /// Whether it lets its customers consent to changes (Domain Connect).
    domain_connect: bool,
}

#[derive(Deserialize)]
struct Providers {
    data: Vec<Provider>,
}

#[async_trait]
impl Tool for ProviderList {
    const NAME: &'static str = "provider_list";
    const TITLE: &'static str = "List DNS providers";
    const ABOUT: &'static str = "Lists the DNS providers that are known, what is possible at each, and where its customers edit records. Which \
        of them runs a certain domain's DNS, domain_check says.";
    const EFFECT: Effect = Effect::None;
    type Report = ProvidersReport;

    async fn run(self, desk: Desk<'_>) -> Result<Self::Report, Stop> {
        let Providers { data: mut providers } = ask(desk.api, Request::get("/v1/providers")).await?;
        if let Some(wanted) = self.search.map(|text| text.to_lowercase()) {
            providers
                .retain(|one| one.key.to_lowercase().contains(&wanted) || one.name.to_lowercase().contains(&wanted));
        }
        Ok(ProvidersReport { providers })
    }
}

impl Report for ProvidersReport {
    fn lines(&self, look: Look) -> Vec<String> {
        let row = |one: &Provider| {
            let edited = one.records_url.as_deref().unwrap_or_default();
            [Cell::new(Tone::Strong, &one.name), Cell::plain(&one.key), Cell::plain(&one.model), Cell::plain(edited)]
        };
        let rows: Vec<[Cell; 4]> = self.providers.iter().map(row).collect();
        look.table(["PROVIDER", "KEY", "ACCESS", "RECORDS ARE EDITED AT"], &rows)
    }
}
