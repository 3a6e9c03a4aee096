//! `POST /v1/domains:check`.

use super::challenge::ChallengeView;
use super::instructions::Instructions;
use super::plan;
use crate::body::Json;
use crate::caller::{Allowed, Browser, ReadConnections};
use crate::failure::Failure;
use crate::reply::Shown;
use crate::router::Api;
use crate::schemas::{KindName, RecordTypeName, SetupTypeName};
use crate::v1::connections::ProblemView;
use axum::extract::State;
use nameplate_control::DomainReport;
use nameplate_domain::connection::SetupType;
use nameplate_domain::hostname::Kind;
use nameplate_domain::preflight::{ExistingRecord, Finding, FindingCode, Severity};
use nameplate_domain::records::{Record, RecordType};
use nameplate_domain::tenancy::ApplicationId;
use nameplate_providers::{Detected, Model, ProviderSpec};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};
use uuid::Uuid;

/// Which domain to look at.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = DomainCheck)]
#[serde(deny_unknown_fields)]
pub(crate) struct Request {
    /// The host name to be connected.
    #[schema(example = "app.customer.com")]
    domain: String,
    /// The application whose records would be published; the default ones when absent.
    #[serde(default)]
    application_id: Option<Uuid>,
}

/// What is known of a domain.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DomainReport)]
pub(crate) struct Report {
    /// The name in the form in which it would be connected.
    domain: String,
    /// The name for people.
    hostname_unicode: String,
    #[schema(value_type = KindName)]
    kind: Kind,
    /// The registrable domain.
    apex: String,
    /// The zone that owns the name; null when its servers could not be found.
    #[schema(required = true)]
    zone: Option<String>,
    /// The zone's servers.
    nameservers: Vec<String>,
    provider: ProviderView,
    /// How records would get into the zone.
    #[schema(value_type = SetupTypeName)]
    setup_type: SetupType,
    capabilities: Capabilities,
    /// Whether the provider can point an apex at a host name; null when the provider is not known.
    #[schema(required = true)]
    apex_flattening: Option<bool>,
    /// Whether to connect `www` as well and redirect: an apex cannot carry a CNAME.
    www_redirect_recommended: bool,
    /// What would have to be published.
    desired_records: Vec<WantedView>,
    /// How to type it in at the provider; null where the provider is not known.
    #[schema(required = true)]
    instructions: Option<Instructions>,
    /// What is there.
    existing_records: Vec<ExistingView>,
    /// What stands in the way or is worth knowing, the worst first.
    conflicts: Vec<FindingView>,
    /// For how many seconds resolvers may keep giving an old answer; null when nothing has to change.
    #[schema(required = true)]
    wait_seconds: Option<u32>,
    /// What an automatic set-up would write now; null without an application whose credential sees the zone, and where something is in the way.
    #[schema(required = true)]
    plan: Option<plan::View>,
    /// Why there is no plan although a credential was lent: records in the way, or a provider that refuses or does not answer.
    #[schema(required = true)]
    plan_problem: Option<ProblemView>,
    /// Whether nobody holds the name.
    available: bool,
    /// The challenge CNAME of your own connection of the name, looked at just now; null without one.
    #[schema(required = true)]
    challenge: Option<ChallengeView>,
}

/// Who runs the zone, by the names of its servers.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DetectedProvider)]
struct ProviderView {
    status: DetectionStatus,
    #[schema(required = true)]
    key: Option<&'static str>,
    #[schema(required = true)]
    name: Option<&'static str>,
    /// Keys of all that come into question when it is not one.
    candidates: Vec<&'static str>,
    /// Whether the provider takes a delegated credential.
    auto_write: bool,
}

/// How sure the detection is.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum DetectionStatus {
    /// A provider of `GET /v1/providers`.
    Detected,
    /// A known DNS host that is not among them.
    Other,
    /// Servers of several providers.
    Mixed,
    /// Servers that several providers share.
    Ambiguous,
    /// Nobody known.
    Unknown,
}

/// What can be done at the provider; null where the provider is not known.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DomainCapabilities)]
struct Capabilities {
    /// Whether `*` records are possible.
    #[schema(required = true)]
    wildcard: Option<bool>,
    /// Whether an apex can point at any host name.
    #[schema(required = true)]
    apex_flattening: Option<bool>,
    /// Whether CAA records are possible.
    #[schema(required = true)]
    caa: Option<bool>,
    /// Whether the provider lets its customer consent to these records (Domain Connect), asked just now.
    domain_connect: bool,
    /// The record that gives an apex another host's addresses, as the provider calls it: `CNAME`, `ALIAS` or `ANAME`.
    #[schema(required = true)]
    alias_record: Option<&'static str>,
    /// Whether the records of a new connection would be written for the customer.
    auto_write: bool,
}

/// A record that would have to be published.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WantedRecord)]
struct WantedView {
    host: String,
    #[serde(rename = "type")]
    #[schema(rename = "type", value_type = RecordTypeName)]
    rtype: RecordType,
    value: String,
    /// Seconds.
    ttl: u32,
    #[schema(required = true)]
    priority: Option<u16>,
}

/// A record that is there.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ExistingRecord)]
struct ExistingView {
    host: String,
    #[serde(rename = "type")]
    #[schema(rename = "type", example = "A")]
    rtype: &'static str,
    value: String,
    /// Seconds.
    #[schema(required = true)]
    ttl: Option<u32>,
}

/// One thing to know or to do.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DomainFinding)]
struct FindingView {
    #[schema(value_type = FindingCodeName)]
    code: &'static str,
    severity: SeverityView,
    /// The record it is about.
    #[schema(required = true)]
    record: Option<ExistingView>,
    /// What is the case.
    message: String,
    /// What to do about it.
    fix: String,
}

/// How much a finding matters.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Severity)]
#[serde(rename_all = "snake_case")]
enum SeverityView {
    /// It cannot go live while this stands.
    Blocking,
    /// It may not work for everybody, or not at once.
    Warning,
    /// Good to know.
    Info,
}

/// Codes of findings, from the domain's own list.
pub(crate) enum FindingCodeName {}

impl PartialSchema for FindingCodeName {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("What was found, for programs."))
            .enum_values(Some(FindingCode::ALL.map(FindingCode::as_str)))
            .into()
    }
}

impl ToSchema for FindingCodeName {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("DomainFindingCode")
    }
}

/// Look at a domain before anybody touches its DNS. Changes nothing.
///
/// Says who runs its DNS, what stands there, what would be in the way, what to publish, which setups can work, and with a delegated
/// credential what exactly would be written.
#[utoipa::path(post, path = "/v1/domains:check", operation_id = "checkDomain", tag = "domains",
    security(("api_key" = ["connections:read"]), ("widget_token" = ["connections:read"])))]
pub(crate) async fn handler(
    caller: Allowed<Browser<ReadConnections>>,
    State(api): State<Api>,
    body: Json<Request>,
) -> Result<Shown<Report>, Failure> {
    let application = body.value.application_id.map(ApplicationId);
    let report = api.control.check_domain(&caller, &body.value.domain, application).await?;
    Ok(Shown(report.into()))
}

impl From<DomainReport> for Report {
    fn from(report: DomainReport) -> Self {
        let kind = report.hostname.kind();
        Self {
            domain: report.hostname.to_string(),
            hostname_unicode: report.hostname.to_unicode(),
            kind,
            apex: report.hostname.apex().to_owned(),
            zone: report.zone.clone(),
            nameservers: report.nameservers.clone(),
            capabilities: Capabilities::of(&report),
            provider: ProviderView::from(&report.provider),
            setup_type: report.setup_type,
            instructions: Instructions::of(&report),
            apex_flattening: report.apex_flattening,
            www_redirect_recommended: kind == Kind::Apex,
            desired_records: report.desired.into_iter().map(WantedView::from).collect(),
            existing_records: report.preflight.existing.into_iter().map(ExistingView::from).collect(),
            conflicts: report.preflight.conflicts.into_iter().map(FindingView::from).collect(),
            wait_seconds: report.preflight.wait_s,
            plan: report.plan.map(plan::View::from),
            plan_problem: report.plan_problem.map(ProblemView::from),
            available: report.available,
            challenge: report.challenge.map(ChallengeView::from),
        }
    }
}

impl Capabilities {
    fn of(report: &DomainReport) -> Self {
        let (provider, apex_flattening) = (&report.provider, report.apex_flattening);
        let spec = adapter(provider);
        let told = |tell: fn(&ProviderSpec) -> bool| spec.map(tell);
        Self {
            wildcard: told(|spec| spec.wildcard),
            apex_flattening,
            caa: told(|spec| spec.caa),
            domain_connect: report.domain_connect.is_some(),
            alias_record: spec.and_then(|spec| spec.apex.record_name()),
            auto_write: report.setup_type == SetupType::Automatic,
        }
    }
}

pub(super) fn adapter(provider: &Detected) -> Option<&'static ProviderSpec> {
    match provider {
        Detected::Adapter(spec) => Some(spec),
        _ => None,
    }
}

impl From<&Detected> for ProviderView {
    fn from(detected: &Detected) -> Self {
        let nobody = |status, candidates: &[&'static str]| Self {
            status,
            key: None,
            name: None,
            candidates: candidates.to_vec(),
            auto_write: false,
        };
        match detected {
            Detected::Adapter(spec) => Self {
                status: DetectionStatus::Detected,
                key: Some(spec.key),
                name: Some(spec.name),
                candidates: vec![],
                auto_write: spec.model != Model::Redirect,
            },
            Detected::Other(host) => Self {
                status: DetectionStatus::Other,
                key: Some(host.key),
                name: Some(host.name),
                candidates: vec![],
                auto_write: false,
            },
            Detected::Mixed(keys) => nobody(DetectionStatus::Mixed, keys),
            Detected::Ambiguous(keys) => nobody(DetectionStatus::Ambiguous, keys),
            Detected::Unknown => nobody(DetectionStatus::Unknown, &[]),
        }
    }
}

impl From<Record> for WantedView {
    fn from(Record { host, rtype, value, ttl, priority }: Record) -> Self {
        Self { host, rtype, value, ttl, priority }
    }
}

impl From<ExistingRecord> for ExistingView {
    fn from(ExistingRecord { host, rtype, value, ttl }: ExistingRecord) -> Self {
        Self { host, rtype: rtype.as_str(), value, ttl }
    }
}

impl From<Finding> for FindingView {
    fn from(finding: Finding) -> Self {
        Self {
            code: finding.code.as_str(),
            severity: match finding.severity {
                Severity::Blocking => SeverityView::Blocking,
                Severity::Warning => SeverityView::Warning,
                Severity::Info => SeverityView::Info,
            },
            record: finding.record.map(ExistingView::from),
            message: finding.message,
            fix: finding.fix,
        }
    }
}
