//! The OpenAPI document, generated from the handlers.

use crate::examples;
use crate::failure::{Envelope, Kind};
use crate::page::List;
use crate::schemas::{
    ActorName, CertificateStatusName, ConnectionSortName, DeliveryEventName, DeliveryStatusName, EnvironmentName,
    EventName, Instant, KindName, PlanName, ProofMethodName, RecordTypeName, RoleName, ScopeName, SessionKindName,
    SetupTypeName, StateName, UsageKindName, VantageName,
};
use crate::v1;
use std::collections::BTreeMap;
use utoipa::openapi::path::{Operation, ParameterIn};
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme,
};
use utoipa::openapi::tag::TagBuilder;
use utoipa::openapi::{
    Components, ContentBuilder, HttpMethod, Info, License, OpenApi, Ref, RefOr, Response, ResponseBuilder, Schema,
    Server,
};
use utoipa::{OpenApi as _, ToSchema};

#[derive(utoipa::OpenApi)]
#[openapi()]
struct Empty;

/// What is known without the handlers: title, security, schemas of answers.
pub(crate) fn frame() -> OpenApi {
    let mut document = Empty::openapi();
    let mut info = Info::new("Nameplate", "1");
    info.description = Some(
        "Connects your customers' own domains to your product: DNS records to publish, proof of ownership, certificates, serving. \
         Every error has the shape of Error. Times are RFC 3339 in UTC, ids are UUIDs."
            .to_owned(),
    );
    let mut license = License::new("Apache-2.0");
    license.identifier = Some("Apache-2.0".to_owned());
    info.license = Some(license);
    document.info = info;
    document.servers = Some(vec![Server::new("/")]);
    document.tags = Some(
        [
            ("applications", "Your products, and the API keys that belong to them."),
            ("session", "Who is signed in to the console, as what and until when."),
            ("members", "People who act for the tenant, and those who are invited to."),
            ("tokens", "What a browser may be given."),
            ("connections", "Host names of customers, from the first record to offboarding."),
            ("routes", "The names under which your applications are reached: default ones, and those that customers have proven."),
            ("certificates", "What edges serve, until when, and what keeps them from it."),
            ("events", "What happens, as it happens."),
            ("apps", "The domains of one application, by their names: another face of connections, for platforms."),
            ("domains", "What is known of a domain before anybody touches it."),
            ("email", "Records that mail at a customer's domain needs."),
            ("providers", "DNS providers that are recognised."),
            ("audit", "Who did what, and from where."),
            ("usage", "What was used of what the plan allows."),
            ("billing", "Plans, what they allow, and paying for more."),
            ("sharing", "A page for the person who holds the DNS login."),
            ("platform", "The platform as a whole, for whoever runs it: tenants, edges, queues, certification authorities, metrics."),
            ("webhooks", "Being told what happens: receivers, deliveries and their attempts."),
        ]
        .map(|(name, description)| TagBuilder::new().name(name).description(Some(description)).build())
        .into(),
    );
    let mut components = Components::new();
    let key = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some("An API key, sk_test_… or sk_live_…"));
    components.security_schemes.insert("api_key".to_owned(), SecurityScheme::Http(key.build()).into());
    let token = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("JWT")
        .description(Some("A widget token of POST /v1/tokens, for browsers; holds for 60 minutes."));
    components.security_schemes.insert("widget_token".to_owned(), SecurityScheme::Http(token.build()).into());
    let platform = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(
        "A platform key, pk_…, of whoever runs the platform: made with `nameplate admin platform-key create`.",
    ));
    components.security_schemes.insert("platform_key".to_owned(), SecurityScheme::Http(platform.build()).into());
    let session = ApiKeyValue::with_description(
        crate::cookie::SESSION,
        "The cookie of POST /v1/session, for the console: taken from this platform's own pages only. Behind https its name begins with \
         __Host-.",
    );
    components.security_schemes.insert("session".to_owned(), SecurityScheme::ApiKey(ApiKey::Cookie(session)).into());
    components.schemas = schemas();
    document.components = Some(components);
    document
}

fn schemas() -> BTreeMap<String, RefOr<Schema>> {
    let mut all = Vec::new();
    add::<Envelope>(&mut all);
    add::<Instant>(&mut all);
    add::<StateName>(&mut all);
    add::<ConnectionSortName>(&mut all);
    add::<v1::connections::summary::View>(&mut all);
    add::<SetupTypeName>(&mut all);
    add::<ScopeName>(&mut all);
    add::<RoleName>(&mut all);
    add::<SessionKindName>(&mut all);
    add::<EnvironmentName>(&mut all);
    add::<RecordTypeName>(&mut all);
    add::<ProofMethodName>(&mut all);
    add::<CertificateStatusName>(&mut all);
    add::<ActorName>(&mut all);
    add::<List<v1::certificates::list::Entry>>(&mut all);
    add::<KindName>(&mut all);
    add::<VantageName>(&mut all);
    add::<EventName>(&mut all);
    add::<v1::events::View<'_>>(&mut all);
    add::<List<v1::applications::View>>(&mut all);
    add::<List<v1::audit::View>>(&mut all);
    add::<List<v1::keys::View>>(&mut all);
    add::<v1::keys::create::WithSecret>(&mut all);
    add::<List<v1::ssh_keys::View>>(&mut all);
    add::<List<v1::credentials::View>>(&mut all);
    add::<List<v1::change_sets::View>>(&mut all);
    add::<v1::change_sets::WriteView>(&mut all);
    add::<v1::connections::apply_records::Applied>(&mut all);
    add::<v1::connections::apply_email::Applied>(&mut all);
    add::<v1::email::records::Generated>(&mut all);
    add::<v1::domain_connect::begin::Flow>(&mut all);
    add::<List<v1::connections::View>>(&mut all);
    add::<List<v1::connections::timeline::View>>(&mut all);
    add::<v1::connections::archive::Answer>(&mut all);
    add::<v1::connections::verify::Answer>(&mut all);
    add::<v1::connections::create_bulk::Request>(&mut all);
    add::<v1::connections::create_bulk::Report>(&mut all);
    add::<v1::batches::get::View>(&mut all);
    add::<v1::connections::check_records::Report>(&mut all);
    add::<v1::connections::check_https::Report>(&mut all);
    add::<List<v1::app_domains::View>>(&mut all);
    add::<v1::app_domains::verify::Answer>(&mut all);
    add::<v1::app_domains::remove::Answer>(&mut all);
    add::<v1::domains::check::Report>(&mut all);
    add::<v1::domains::attach::Answer>(&mut all);
    add::<List<v1::routes::View>>(&mut all);
    add::<v1::routes::Planned>(&mut all);
    add::<List<v1::providers::list::View>>(&mut all);
    add::<PlanName>(&mut all);
    add::<UsageKindName>(&mut all);
    add::<List<v1::plans::list::View>>(&mut all);
    add::<v1::subscriptions::View>(&mut all);
    add::<v1::usage::get::View>(&mut all);
    add::<v1::usage::history::View>(&mut all);
    add::<v1::billing::Page>(&mut all);
    add::<v1::session::View>(&mut all);
    add::<v1::sign_in::get::View>(&mut all);
    add::<List<v1::members::View>>(&mut all);
    add::<List<v1::invitations::View>>(&mut all);
    add::<v1::invitations::create::WithUrl>(&mut all);
    add::<v1::tokens::create::View>(&mut all);
    add::<List<v1::share_links::View>>(&mut all);
    add::<v1::share_links::create::WithUrl>(&mut all);
    add::<v1::share::Shared>(&mut all);
    add::<DeliveryEventName>(&mut all);
    add::<DeliveryStatusName>(&mut all);
    add::<List<v1::webhook_endpoints::View>>(&mut all);
    add::<v1::webhook_endpoints::WithSecret>(&mut all);
    add::<List<v1::webhook_deliveries::View>>(&mut all);
    add::<v1::webhook_deliveries::Detailed>(&mut all);
    add::<v1::platform::overview::View>(&mut all);
    add::<List<v1::platform::tenants::View>>(&mut all);
    add::<v1::platform::tenants::get::Detailed>(&mut all);
    add::<v1::platform::tenants::create::WithKey>(&mut all);
    add::<List<v1::platform::edges::View>>(&mut all);
    add::<List<v1::platform::queues::View>>(&mut all);
    add::<List<v1::platform::authorities::View>>(&mut all);
    add::<v1::platform::metrics::View>(&mut all);
    all.into_iter().collect()
}

fn add<T: ToSchema>(all: &mut Vec<(String, RefOr<Schema>)>) {
    all.push((T::name().into_owned(), T::schema()));
    T::schemas(all);
}

/// The document as YAML, as it is committed in `openapi-v1.yaml`.
///
/// # Panics
/// Never: the document is made of texts and numbers.
#[must_use]
pub fn openapi_yaml() -> String {
    let mut document = v1::router().into_openapi();
    for item in document.paths.paths.values_mut() {
        let operations = [
            (HttpMethod::Get, &mut item.get),
            (HttpMethod::Post, &mut item.post),
            (HttpMethod::Patch, &mut item.patch),
            (HttpMethod::Delete, &mut item.delete),
        ];
        for (method, operation) in operations {
            let Some(operation) = operation else { continue };
            leave_null_out(operation);
            take_sessions(operation);
            tell_failures(&method, operation);
        }
    }
    examples::complete(&mut document);
    document.to_yaml().expect("a document of texts and numbers has a YAML form")
}

/// A body that may be left out is no body that may be null.
fn leave_null_out(operation: &mut Operation) {
    let Some(RefOr::T(body)) = &mut operation.request_body else { return };
    for content in body.content.values_mut() {
        let RefOr::T(content) = content else { continue };
        if let Some(RefOr::T(Schema::OneOf(choices))) = &content.schema
            && let Some(body) = choices.items.iter().find(|choice| matches!(choice, RefOr::Ref(_)))
        {
            content.schema = Some(body.clone());
        }
    }
}

/// What takes a key takes the cookie of a session that stands for it.
fn take_sessions(operation: &mut Operation) {
    if operation.operation_id.as_deref() == Some("createSession") {
        return;
    }
    let scopes = |name: &str| {
        let all = operation.security.iter().flatten().filter_map(|requirement| serde_json::to_value(requirement).ok());
        all.filter_map(|schemes| serde_json::from_value::<Vec<String>>(schemes.get(name)?.clone()).ok()).next()
    };
    if let Some(scopes) = scopes("api_key").or_else(|| scopes("platform_key")) {
        operation.security.get_or_insert_default().push(SecurityRequirement::new("session", scopes));
    }
}

/// What an operation can fail with follows from what it takes.
fn tell_failures(method: &HttpMethod, operation: &mut Operation) {
    let takes = |place: fn(&ParameterIn) -> bool| {
        operation
            .parameters
            .iter()
            .flatten()
            .any(|parameter| matches!(parameter, RefOr::T(parameter) if place(&parameter.parameter_in)))
    };
    let has_body = operation.request_body.is_some();
    let is_creating = operation
        .parameters
        .iter()
        .flatten()
        .any(|parameter| matches!(parameter, RefOr::T(parameter) if parameter.name == "Idempotency-Key"));
    let mut kinds = vec![Kind::TooManyRequests, Kind::Internal, Kind::Unavailable];
    if !is_open(operation) {
        kinds.extend([Kind::Unauthorized, Kind::Forbidden, Kind::Suspended, Kind::OriginNotAllowed]);
    }
    // What takes no body refuses one.
    let reads_body = *method != HttpMethod::Get;
    if reads_body || takes(|place| matches!(place, ParameterIn::Query)) {
        kinds.push(Kind::Invalid);
    }
    if reads_body {
        kinds.push(Kind::PayloadTooLarge);
    }
    if has_body {
        kinds.push(Kind::UnsupportedMediaType);
    }
    if takes(|place| matches!(place, ParameterIn::Path)) {
        kinds.push(Kind::NotFound);
    }
    if is_creating {
        kinds.extend([Kind::IdempotencyConflict, Kind::IdempotencyInProgress]);
    }
    let own = operation.operation_id.as_deref().unwrap_or_default();
    kinds.extend(own_failures(own));
    let mut by_status: BTreeMap<u16, Vec<Kind>> = BTreeMap::new();
    for kind in Kind::ALL.iter().filter(|kind| kinds.contains(kind)) {
        by_status.entry(kind.status()).or_default().push(*kind);
    }
    for (status, kinds) in by_status {
        operation.responses.responses.insert(status.to_string(), failure_response(&kinds).into());
    }
}

/// Whether anybody may call it.
fn is_open(operation: &Operation) -> bool {
    operation.security.as_ref().is_some_and(|all| all.contains(&SecurityRequirement::default()))
}

/// Failures that only one operation has.
fn own_failures(operation_id: &str) -> Vec<Kind> {
    match operation_id {
        "createConnection" => vec![Kind::QuotaExceeded, Kind::NotFound, Kind::HostnameConflict],
        "registerAppDomain" => {
            vec![Kind::QuotaExceeded, Kind::HostnameConflict, Kind::DomainExists, Kind::DomainLimit]
        }
        "verifyAppDomain" => vec![Kind::HostnameConflict, Kind::ConnectionEnded, Kind::Busy],
        "removeAppDomain" => vec![Kind::RouteServesHostname, Kind::Busy],
        "changeSubscription" => vec![Kind::CheckoutRequired, Kind::BillingUnavailable],
        "createCheckout" | "createPortalSession" => vec![Kind::BillingUnavailable],
        "switchTenant" => vec![Kind::NotFound, Kind::Busy],
        "updateMember" | "deleteMember" => vec![Kind::LastOwner],
        "createInvitation" => vec![Kind::AlreadyMember],
        "createWidgetToken" => vec![Kind::NotFound],
        "createShareLink" => vec![Kind::ConnectionEnded],
        "verifyConnection" => {
            vec![
                Kind::OwnershipNotFound,
                Kind::HostnameConflict,
                Kind::ConnectionEnded,
                Kind::DnsUnreachable,
                Kind::Busy,
            ]
        }
        "checkConnectionRecords" => vec![Kind::ConnectionEnded, Kind::Busy],
        "checkConnectionHttps" => vec![Kind::ConnectionEnded],
        "applyEmailRecords" => vec![
            Kind::NotProven,
            Kind::ConnectionEnded,
            Kind::NoCredential,
            Kind::DnsConflict,
            Kind::ProviderRefused,
            Kind::ProviderUnavailable,
            Kind::Busy,
        ],
        "applyConnectionRecords" => vec![
            Kind::ConnectionEnded,
            Kind::NoCredential,
            Kind::DnsConflict,
            Kind::ProviderRefused,
            Kind::ProviderUnavailable,
            Kind::Busy,
        ],
        "beginDomainConnect" => vec![Kind::ConnectionEnded, Kind::NotProven, Kind::NoDomainConnect],
        "undoChangeSet" => vec![
            Kind::NothingToUndo,
            Kind::ConnectionEnded,
            Kind::NoCredential,
            Kind::DnsConflict,
            Kind::ProviderRefused,
            Kind::ProviderUnavailable,
            Kind::Busy,
        ],
        "createSshKey" => vec![Kind::NotFound, Kind::SshKeyInUse],
        "createCredential" => vec![Kind::NoSealingKey],
        "createWebhookEndpoint" => vec![Kind::NotFound, Kind::NoSealingKey],
        "rotateWebhookSecret" | "testWebhookEndpoint" => vec![Kind::NoSealingKey],
        "replayWebhookDelivery" => vec![Kind::EndpointDisabled],
        "renewConnectionCertificate" => vec![Kind::NotProven, Kind::ConnectionEnded],
        "archiveConnection" => {
            vec![
                Kind::RouteServesHostname,
                Kind::NoCredential,
                Kind::DnsConflict,
                Kind::ProviderRefused,
                Kind::ProviderUnavailable,
                Kind::Busy,
            ]
        }
        "createRoute" => {
            vec![Kind::NotFound, Kind::HostnameNotProven, Kind::HostnameInUse, Kind::NameInUse, Kind::Busy]
        }
        "updateRoute" => vec![Kind::HostnameNotProven, Kind::HostnameInUse, Kind::Busy],
        "deleteRoute" => vec![Kind::Busy],
        "attachDomain" => {
            vec![Kind::NotFound, Kind::QuotaExceeded, Kind::HostnameConflict, Kind::HostnameInUse, Kind::Busy]
        }
        "createConnections" => vec![Kind::NotFound],
        "checkDomain" => vec![Kind::NotFound],
        _ => vec![],
    }
}

fn failure_response(kinds: &[Kind]) -> Response {
    let said: Vec<String> = kinds.iter().map(|kind| format!("`{}`: {}", kind.code(), kind.meaning())).collect();
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name(Envelope::name()))).build();
    ResponseBuilder::new().description(said.join(" ")).content("application/json", content).build()
}
