//! What a tool is.

use super::answer::{Answer, output_schema};
use crate::commands::desk::Desk;
use crate::commands::ending::Stop;
use crate::commands::look::Look;
use crate::commands::sheet::Report;
use async_trait::async_trait;
use rmcp::model::{JsonObject, Tool as Definition, ToolAnnotations};
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

/// Tables have titles, and nothing is coloured.
const LOOK: Look = Look { is_terminal: true, is_coloured: false };

/// A tool: its fields are its arguments.
#[async_trait]
pub(super) trait Tool: DeserializeOwned + JsonSchema + Send + 'static {
    const NAME: &'static str;
    const TITLE: &'static str;
    /// What it does, for agents: they know nothing else of it.
    const ABOUT: &'static str;
    const EFFECT: Effect;
    type Report: Report + JsonSchema + Send;

    async fn run(self, desk: Desk<'_>) -> Result<Self::Report, Stop>;
}

/// What a tool does to what is there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Effect {
    /// It looks.
    None,
    /// It adds something; once more changes nothing.
    AddsOnce,
    /// It adds something, each time.
    Adds,
    /// It may end or replace something; once more changes nothing.
    Changes,
    /// It may end or replace something, each time.
    ChangesAgain,
}

impl Effect {
    /// As hints for whoever decides whether a person is asked first.
    fn hints(self) -> ToolAnnotations {
        let hints = ToolAnnotations::default().read_only(self == Self::None).open_world(true);
        match self {
            Self::None => hints,
            Self::AddsOnce => hints.destructive(false).idempotent(true),
            Self::Adds => hints.destructive(false).idempotent(false),
            Self::Changes => hints.destructive(true).idempotent(true),
            Self::ChangesAgain => hints.destructive(true).idempotent(false),
        }
    }
}

type Running<'a> = Pin<Box<dyn Future<Output = Result<Answer, Stop>> + Send + 'a>>;

/// A tool, as the server keeps it.
pub(super) struct Entry {
    pub(super) definition: Definition,
    run: for<'a> fn(JsonObject, Desk<'a>) -> Running<'a>,
}

impl Entry {
    pub(super) fn of<T: Tool>() -> Self {
        let mut definition = Definition::new(T::NAME, T::ABOUT, Arc::new(input_schema::<T>()));
        definition.title = Some(T::TITLE.to_owned());
        definition.output_schema = Some(Arc::new(output_schema::<T::Report>()));
        definition.annotations = Some(T::EFFECT.hints());
        Self { definition, run: |arguments, desk| Box::pin(carry_out::<T>(arguments, desk)) }
    }

    /// Runs it with these arguments.
    pub(super) async fn run(&self, arguments: JsonObject, desk: Desk<'_>) -> Result<Answer, Stop> {
        (self.run)(arguments, desk).await
    }
}

async fn carry_out<T: Tool>(arguments: JsonObject, desk: Desk<'_>) -> Result<Answer, Stop> {
    let tool: T = serde_path_to_error::deserialize(Value::Object(arguments)).map_err(|error| {
        let field = error.path().to_string();
        let about = if field == "." { String::new() } else { format!("{field}: ") };
        Stop::usage(format!("{about}{}", error.inner()))
    })?;
    let report = tool.run(desk).await?;
    Answer::of(&report, report.lines(LOOK))
}

/// The arguments. What may be left out is left out, and not null; what is unknown is refused.
fn input_schema<T: JsonSchema>() -> JsonObject {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.inline_subschemas = true;
        settings.meta_schema = None;
    });
    let mut schema = settings.into_generator().into_root_schema_for::<T>();
    for part in ["title", "description"] {
        schema.remove(part);
    }
    let Value::Object(mut schema) = schema.to_value() else { return JsonObject::new() };
    schema.entry("properties").or_insert_with(|| Value::Object(JsonObject::new()));
    for field in
        schema.get_mut("properties").and_then(Value::as_object_mut).into_iter().flat_map(|all| all.values_mut())
    {
        let Some(field) = field.as_object_mut() else { continue };
        field.remove("format");
        if field.get("default").is_some_and(Value::is_null) {
            field.remove("default");
        }
        if let Some(Value::Array(kinds)) = field.get("type") {
            let kind = kinds.iter().find(|kind| *kind != "null").cloned().unwrap_or_default();
            field.insert("type".into(), kind);
        }
        if let Some(choices) = field.get_mut("enum").and_then(Value::as_array_mut) {
            choices.retain(|choice| !choice.is_null());
        }
    }
    schema
}
