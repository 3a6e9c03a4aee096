//! Examples of the OpenAPI document. A field's own `#[schema(example = …)]` comes first; for words that mean the same everywhere
//! there is one table here. From the fields' examples each body gets a whole one.

use serde_json::{Map, Value, json};
use utoipa::openapi::path::{Operation, Parameter, ParameterIn};
use utoipa::openapi::schema::{ArrayItems, Object, SchemaType, Type};
use utoipa::openapi::{Content, OpenApi, RefOr, Schema};

/// Fields, and a value of each. A list's value is one entry of it.
const WORDS: &[(&str, &str)] = &[
    ("address", "192.0.2.53:53"),
    ("answer", "ok"),
    ("application", "Acme Sites"),
    ("alias_record", "ALIAS"),
    ("allowed_origins", "https://app.acme.example"),
    ("apex", "customer.com"),
    ("app_target", "app-0198c0de00007000800000000000000a.edge.acme.example"),
    ("authority", "letsencrypt"),
    ("batch_id", "import-2026-07"),
    ("candidates", "cloudflare"),
    ("code", "not_found"),
    ("console_url", "https://dash.cloudflare.com"),
    ("cursor", "0000019f214e8c000198c0de0000700080000000000000019c2e5a17"),
    ("danger", "Whoever can have this name served by the platform speaks for you."),
    ("default_origin", "https://sites.acme.example"),
    ("detail", "429 urn:ietf:params:acme:error:rateLimited"),
    ("disabled_reason", "every attempt has failed since 2026-07-01"),
    ("dkim_selector", "google"),
    ("dkim_value", "v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A"),
    ("dmarc_policy", "none"),
    ("docs_url", "https://developers.cloudflare.com/dns/"),
    ("domain", "customer.com"),
    ("failure", "timed out"),
    ("fingerprint_sha256", "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"),
    ("fix", "Delete the A record, or choose another name."),
    ("format", "API token"),
    ("gate", "An account with more than ten domains"),
    ("hint", "My Profile, API Tokens, Edit zone DNS"),
    ("host", "shop"),
    ("host_label", "Name"),
    ("hostname", "shop.customer.com"),
    ("hostname_unicode", "shop.customer.com"),
    ("issuer", "CN=E7, O=Let's Encrypt, C=US"),
    ("key", "cloudflare"),
    ("last4", "x7Qf"),
    ("last_problem", "no answer within 5 s"),
    ("limits", "1,200 requests in five minutes"),
    ("m365_tenant", "acme"),
    ("message", "The record is not there yet; publish it at the DNS provider."),
    ("name", "shop.customer.com"),
    ("names", "shop.customer.com"),
    ("nameservers", "ns1.dns.example"),
    ("next", "Publish the records below at the DNS provider."),
    ("next_cursor", "0000019f214e8c000198c0de0000700080000000000000019c2e5a17"),
    ("notes", "Add the DKIM record after the provider shows its key."),
    ("observed_value", "old-host.example"),
    ("plan", "starter"),
    ("provider", "cloudflare"),
    ("provider_name", "Cloudflare"),
    ("reason", "It has another value now."),
    ("records_url", "https://dash.cloudflare.com/?to=/:account/customer.com/dns"),
    ("remedy", "Delete this record at the DNS provider."),
    ("request_id", "0199c2f0-5d4e-7c6a-9b1e-2f6f3f1f8f11"),
    ("return_to", "https://app.acme.example/settings/domain"),
    ("secret", "sk_test_3fQ9…"),
    ("serial", "04a1b2c3d4e5f60718293a4b5c6d7e8f9012"),
    ("server", "ns1.dns.example"),
    ("upgrade_url", "https://billing.acme.example/plans"),
    ("url", "https://dns.example/v2/domainTemplates/providers/acme.example/services/site/apply?domain=customer.com"),
    ("value", "edge.acme.example"),
    ("value_label", "Target"),
    ("values", "edge.acme.example"),
    ("warnings", "Another SPF record is published as well; merge the two."),
    ("zone", "customer.com"),
    ("zones", "customer.com"),
];

/// What the parameters of paths are.
const PARAMETERS: &[(&str, &str)] = &[
    ("id", "Identifier of what the path names."),
    (
        "domain",
        "The domain, as it was registered or in any other spelling of the same name; percent-encoded where need be.",
    ),
    ("credentialId", "Identifier of the credential."),
    ("keyId", "Identifier of the API key."),
    ("linkId", "Identifier of the share link."),
    ("batch_id", "The batch, as its connections were created with it."),
];

/// Gives fields, parameters and bodies of the document the examples that they do not have.
pub(crate) fn complete(document: &mut OpenApi) {
    let Some(components) = &mut document.components else { return };
    for schema in components.schemas.values_mut() {
        complete_fields(schema);
    }
    // A copy, to look references up in while bodies change. Schemas are made of texts and numbers.
    let schemas = serde_json::to_value(&components.schemas).unwrap_or_default();
    for item in document.paths.paths.values_mut() {
        let operations = [&mut item.get, &mut item.post, &mut item.put, &mut item.patch, &mut item.delete];
        for operation in operations.into_iter().flatten() {
            complete_operation(operation, &schemas);
        }
    }
}

fn complete_operation(operation: &mut Operation, schemas: &Value) {
    for parameter in operation.parameters.iter_mut().flatten() {
        if let RefOr::T(parameter) = parameter {
            describe(parameter);
        }
    }
    if let Some(RefOr::T(body)) = &mut operation.request_body {
        body.content.values_mut().for_each(|content| complete_body(content, schemas, Extent::Needed));
    }
    for (status, response) in &mut operation.responses.responses {
        if let (true, RefOr::T(response)) = (status.starts_with('2'), response) {
            response.content.values_mut().for_each(|content| complete_body(content, schemas, Extent::Whole));
        }
    }
}

fn describe(parameter: &mut Parameter) {
    let is_told = parameter.description.is_some() || !matches!(parameter.parameter_in, ParameterIn::Path);
    let known = PARAMETERS.iter().find(|(name, _)| *name == parameter.name).filter(|_| !is_told);
    if let Some((_, meaning)) = known {
        parameter.description = Some((*meaning).to_owned());
    }
}

fn complete_fields(schema: &mut RefOr<Schema>) {
    match schema {
        RefOr::T(Schema::Object(object)) => {
            for (name, field) in &mut object.properties {
                complete_field(name, field);
            }
        }
        RefOr::T(Schema::AllOf(all)) => all.items.iter_mut().for_each(complete_fields),
        _ => {}
    }
}

fn complete_field(name: &str, field: &mut RefOr<Schema>) {
    let word = || WORDS.iter().find(|(known, _)| *known == name).map(|(_, word)| json!(word));
    match field {
        RefOr::T(Schema::Object(field)) if is_bare_text(field) => field.example = word(),
        RefOr::T(Schema::Array(list)) if list.example.is_none() => {
            if let ArrayItems::RefOrSchema(items) = &mut list.items
                && let RefOr::T(Schema::Object(entry)) = &mut **items
                && is_bare_text(entry)
            {
                entry.example = word();
            }
        }
        _ => {}
    }
}

/// Text of which the schema itself says nothing.
fn is_bare_text(object: &Object) -> bool {
    let is_text = match &object.schema_type {
        SchemaType::Type(only) => *only == Type::String,
        SchemaType::Array(several) => several.contains(&Type::String),
        SchemaType::AnyValue => false,
    };
    let says_more = object.example.is_some()
        || !object.examples.is_empty()
        || object.enum_values.is_some()
        || object.format.is_some();
    is_text && !says_more
}

/// How much of an object an example shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    /// Everything: answers.
    Whole,
    /// What is required, and fields with an example of their own: requests.
    Needed,
}

fn complete_body(content: &mut RefOr<Content>, schemas: &Value, extent: Extent) {
    let RefOr::T(content) = content else { return };
    if content.example.is_some() || !content.examples.is_empty() {
        return;
    }
    let schema = content.schema.as_ref().and_then(|schema| serde_json::to_value(schema).ok());
    content.example = schema.and_then(|schema| sample(&schema, schemas, extent));
}

/// A value of `schema`, put together from the examples of its parts; `None` where a part has none.
fn sample(schema: &Value, schemas: &Value, extent: Extent) -> Option<Value> {
    let first = |list: &str| schema.get(list)?.as_array()?.first().cloned();
    let given = schema.get("example").cloned().or_else(|| first("examples")).or_else(|| first("enum"));
    if given.is_some() {
        return given;
    }
    if let Some(name) = schema.get("$ref").and_then(Value::as_str).and_then(|target| target.rsplit('/').next()) {
        return sample(schemas.get(name)?, schemas, extent);
    }
    if let Some(parts) = schema.get("allOf").and_then(Value::as_array) {
        let mut all = Map::new();
        for part in parts {
            all.extend(sample(part, schemas, extent)?.as_object()?.clone());
        }
        return Some(Value::Object(all));
    }
    for choice in ["oneOf", "anyOf"] {
        if let Some(choices) = schema.get(choice).and_then(Value::as_array) {
            return choices.iter().find_map(|choice| sample(choice, schemas, extent));
        }
    }
    match type_of(schema)? {
        "object" => object_sample(schema, schemas, extent),
        "array" => Some(Value::Array(vec![sample(schema.get("items")?, schemas, extent)?])),
        "boolean" => Some(json!(false)),
        "integer" | "number" => Some(schema.get("minimum").cloned().unwrap_or(json!(1))),
        "string" if schema.get("format").is_some_and(|format| format == "uuid") => {
            Some(json!("0198c0de-0000-7000-8000-00000000000a"))
        }
        _ => None,
    }
}

fn object_sample(schema: &Value, schemas: &Value, extent: Extent) -> Option<Value> {
    let mut fields = Map::new();
    let properties = schema.get("properties").and_then(Value::as_object);
    for (name, field) in properties.into_iter().flatten() {
        let is_required = schema
            .get("required")
            .and_then(Value::as_array)
            .is_some_and(|required| required.iter().any(|known| known == name));
        let is_shown = extent == Extent::Whole || is_required || field.get("example").is_some();
        match sample(field, schemas, extent).filter(|_| is_shown) {
            Some(value) => {
                fields.insert(name.clone(), value);
            }
            None if is_required => return None,
            None => {}
        }
    }
    Some(Value::Object(fields))
}

/// The type, of several the one that is not null.
fn type_of(schema: &Value) -> Option<&str> {
    match schema.get("type")? {
        Value::String(only) => Some(only),
        several => several.as_array()?.iter().filter_map(Value::as_str).find(|name| *name != "null"),
    }
}
