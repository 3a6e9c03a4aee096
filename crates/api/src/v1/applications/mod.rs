//! Applications.

pub(crate) mod create;
pub(crate) mod get;
pub(crate) mod list;
pub(crate) mod update;

use crate::body::Object;
use crate::schemas::{EnvironmentName, Instant, RecordTypeName};
use nameplate_control::Control;
use nameplate_domain::application::{Application, Environment};
use nameplate_domain::records::{RecordType, Template, TemplateRecord};
use serde::{Deserialize, Deserializer, Serialize, de};
use utoipa::ToSchema;
use uuid::Uuid;

/// One product of yours.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Application)]
pub(crate) struct View {
    id: Uuid,
    /// Name for people.
    name: String,
    /// Whether its keys start with `sk_test_` or `sk_live_`.
    #[schema(value_type = EnvironmentName)]
    environment: Environment,
    /// Origins that may embed the widget.
    allowed_origins: Vec<String>,
    /// What new connections have to publish; null for the default.
    #[schema(required = true)]
    record_template: Option<Vec<Line>>,
    /// Where requests go; null for the platform's default.
    #[schema(required = true)]
    default_origin: Option<String>,
    /// The application's own host name; a CNAME to it always satisfies the traffic record.
    app_target: String,
    created_at: Instant,
    updated_at: Instant,
}

impl View {
    pub(crate) fn of(application: Application, control: &Control) -> Self {
        Self {
            id: application.id.0,
            app_target: control.platform().app_target(application.id),
            name: application.name,
            environment: application.environment,
            allowed_origins: application.allowed_origins,
            record_template: application.record_template.map(|lines| lines.into_iter().map(Line::from).collect()),
            default_origin: application.default_origin,
            created_at: Instant(application.created_at),
            updated_at: Instant(application.updated_at),
        }
    }
}

/// One line of a record template.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = RecordTemplateLine)]
#[serde(deny_unknown_fields)]
pub(crate) struct Line {
    /// `@` for the connected host name itself, or labels in front of it.
    #[schema(example = "@")]
    host: String,
    /// In any case.
    #[serde(rename = "type", deserialize_with = "record_type")]
    #[schema(rename = "type", value_type = RecordTypeName)]
    rtype: RecordType,
    /// May hold `{hostname}`, `{apex}`, `{app_target}`, `{edge_cname}`, `{edge_ipv4}` and `{edge_ipv6}`.
    #[serde(deserialize_with = "value_text")]
    #[schema(example = "{app_target}", max_length = 4096)]
    value: String,
    /// Seconds; 300 when absent.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 2_147_483_647)]
    ttl: Option<u32>,
    /// Preference of an MX.
    #[serde(default)]
    priority: Option<u16>,
}

impl From<TemplateRecord> for Line {
    fn from(TemplateRecord { host, rtype, value, ttl, priority }: TemplateRecord) -> Self {
        Self { host, rtype, value, ttl, priority }
    }
}

impl From<Line> for TemplateRecord {
    fn from(Line { host, rtype, value, ttl, priority }: Line) -> Self {
        Self { host, rtype, value, ttl, priority }
    }
}

/// The domain's template of what a request has.
pub(crate) fn template(lines: Vec<Object<Line>>) -> Template {
    lines.into_iter().map(|Object(line)| line.into()).collect()
}

fn record_type<'de, D: Deserializer<'de>>(deserializer: D) -> Result<RecordType, D::Error> {
    String::deserialize(deserializer)?.trim().parse().map_err(de::Error::custom)
}

fn value_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    match text.chars().any(char::is_control) {
        false => Ok(text),
        true => Err(de::Error::custom("it has control characters")),
    }
}
