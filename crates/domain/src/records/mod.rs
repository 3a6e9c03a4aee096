//! What a customer has to publish.

mod record;
mod template;

pub use record::{Record, RecordType, UnknownRecordType, canonical_value};
pub use template::{
    DEFAULT_TTL_S, RECORDS_MAX, Surroundings, Template, TemplateError, TemplateRecord, default_template, render,
};
