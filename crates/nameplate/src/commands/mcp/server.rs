//! The server, whichever way it is reached.

use super::answer::refused;
use super::attendance::{News, attend};
use super::guarded::{Bearer, Visitor};
use super::tool::Entry;
use super::tools;
use crate::commands::api::client::Client;
use crate::commands::desk::Desk;
use crate::commands::follow::Pace;
use http::request::Parts;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, ErrorData, Implementation, ListResourcesResult, ListToolsResult,
    PaginatedRequestParams, ReadResourceRequestParams, ReadResourceResponse, ReadResourceResult, Resource,
    ResourceContents, ServerCapabilities, ServerConfig, Tool as Definition,
};
use rmcp::service::RequestContext;
use rmcp::{RoleServer, ServerHandler};
use std::sync::Arc;

const INSTRUCTIONS: &str = "\
Nameplate lets the customers of a product use it under their own domain. A domain is claimed by publishing one CNAME record that the server \
chooses (domain_add), served by a route to an application (domain_attach, route_create), and gets its certificate by itself.

- `outcome: dns_pending` is no failure: give the person who manages the DNS the record in `challenge` or `records` exactly as it is, then \
call the same tool again, or with `wait_s`. `waiting_for` says who has to act.
- Any one of several records proves a domain, so that `explanation` may name another one than `challenge`; prefer `challenge`.
- When a domain does not work, ask domain_explain (what is known) or domain_check (what DNS says now).
- Try what changes something with `dry_run: true` first, and show the plan to the person you work for.
- Records are planned by the server; no tool writes others. dns_records_apply writes that plan with a credential that was lent before, and \
change_set_undo takes it back.
- Where a text names a command such as `nameplate route update shop --default-host`, the tool is route_update with `default_hostname: true`.";

const OPENAPI: &str = "nameplate://openapi-v1.yaml";
const COMMANDS: &str = "nameplate://command-line.md";

/// With whose key the API is asked.
#[derive(Clone, Debug)]
pub(super) enum Keys {
    /// One for the whole session.
    Own(Client),
    /// That of each request.
    Brought(Client),
}

/// The tools, and the way to the API.
#[derive(Clone)]
pub(super) struct Server {
    keys: Keys,
    tools: Arc<Vec<Entry>>,
}

impl Server {
    pub(super) fn new(keys: Keys) -> Self {
        Self { keys, tools: Arc::new(tools::all()) }
    }

    fn entry(&self, name: &str) -> Option<&Entry> {
        self.tools.iter().find(|entry| entry.definition.name == name)
    }

    fn client(&self, context: &RequestContext<RoleServer>) -> Result<Client, ErrorData> {
        match &self.keys {
            Keys::Own(client) => Ok(client.clone()),
            Keys::Brought(client) => {
                let brought = context.extensions.get::<Parts>().map(|parts| &parts.extensions);
                let key = brought.and_then(|brought| brought.get::<Bearer>());
                let key = key.ok_or_else(|| ErrorData::invalid_request("there is no API key", None))?;
                let visitor = brought.and_then(|brought| brought.get::<Visitor>());
                Ok(client.on_behalf_of(key.0.clone(), visitor.map(|visitor| visitor.0.clone())))
            }
        }
    }
}

impl ServerHandler for Server {
    fn get_info(&self) -> ServerConfig {
        let capabilities = ServerCapabilities::builder().enable_tools().enable_resources().build();
        let this = Implementation::new("nameplate", env!("CARGO_PKG_VERSION")).with_title("Nameplate");
        ServerConfig::new(capabilities).with_server_info(this).with_instructions(INSTRUCTIONS)
    }

    async fn list_tools(
        &self,
        _request: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        Ok(ListToolsResult::with_all_items(self.tools.iter().map(|entry| entry.definition.clone()).collect()))
    }

    fn get_tool(&self, name: &str) -> Option<Definition> {
        self.entry(name).map(|entry| entry.definition.clone())
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let entry = self
            .entry(&request.name)
            .ok_or_else(|| ErrorData::invalid_params(format!("there is no tool {:?}", request.name), None))?;
        let client = self.client(&context)?;
        let (news, told) = News::open();
        let desk = Desk { api: &client, sheet: &news, pace: Pace::USUAL };
        let work = entry.run(request.arguments.unwrap_or_default(), desk);
        let came_of_it = attend(work, told, &context).await;
        let outcome = match &came_of_it {
            Some(Ok(answer)) => answer.outcome(),
            Some(Err(stop)) => stop.code(),
            None => "cancelled",
        };
        tracing::info!(mcp.tool = %entry.definition.name, mcp.outcome = outcome, "A tool was called.");
        match came_of_it {
            Some(Ok(answer)) => Ok(answer.result().into()),
            Some(Err(stop)) => Ok(refused(&stop).into()),
            None => Err(ErrorData::internal_error("it was cancelled", None)),
        }
    }

    async fn list_resources(
        &self,
        _request: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListResourcesResult, ErrorData> {
        let resources = vec![
            Resource::new(OPENAPI, "openapi-v1.yaml")
                .with_title("The HTTP API")
                .with_description("The OpenAPI document of the API that the tools call.")
                .with_mime_type("application/yaml"),
            Resource::new(COMMANDS, "command-line.md")
                .with_title("The command line")
                .with_description("What each command does and prints; tools are commands.")
                .with_mime_type("text/markdown"),
        ];
        Ok(ListResourcesResult::with_all_items(resources))
    }

    async fn read_resource(
        &self,
        request: ReadResourceRequestParams,
        _context: RequestContext<RoleServer>,
    ) -> Result<ReadResourceResponse, ErrorData> {
        let (text, kind) = match request.uri.as_str() {
            OPENAPI => (nameplate_api::openapi_yaml(), "application/yaml"),
            COMMANDS => (crate::commands::reference(), "text/markdown"),
            other => return Err(ErrorData::resource_not_found(format!("there is no resource {other:?}"), None)),
        };
        let contents = ResourceContents::text(text, request.uri).with_mime_type(kind);
        Ok(ReadResourceResult::new(vec![contents]).into())
    }
}
