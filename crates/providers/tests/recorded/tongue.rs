//! What has to be known of an API to read its recordings and to stand in for the service.

use crate::recording::{Asked, Told};
use crate::rows::{Edit, Row};
use nameplate_domain::zone::RrType;
use serde_json::Value;

/// What a request is about.
#[derive(Clone, Debug)]
pub(crate) enum Meaning {
    /// Logins, jobs, limits.
    Aside,
    /// The zones, or those of this name.
    Zones(Option<String>),
    /// The zone with this identifier or name.
    Zone(String),
    /// The records of this name and type, or all.
    List { name: Option<String>, rtype: Option<RrType> },
    /// One record.
    One,
    /// Changes of records.
    Write(Vec<Edit>),
    /// Nothing that an adapter does: zones made and removed, files.
    Beyond,
}

impl Meaning {
    pub(crate) const ALL: Self = Self::List { name: None, rtype: None };
}

/// A zone as an answer shows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct ZoneRow {
    pub(crate) id: String,
    pub(crate) name: String,
    /// Whether the service says that it serves it.
    pub(crate) is_served: bool,
}

/// One API. Nothing here is shared with the adapters.
pub(crate) trait Tongue: Sync {
    /// A credential of the right form.
    fn credential(&self, base: &str, zone: &ZoneRow) -> String;

    fn meaning(&self, asked: &Asked, zone: &str) -> Meaning;

    /// The identifier of the zone that a request is about, as it stands in the path.
    fn zone_of(&self, asked: &Asked) -> Option<String>;

    /// The zones in an answer.
    fn zones(&self, told: &Told) -> Vec<ZoneRow>;

    /// The records in an answer.
    fn rows(&self, told: &Told, zone: &str) -> Vec<Row>;

    /// One record in the API's form.
    fn row(&self, raw: &Value, zone: &str) -> Option<Row>;

    /// The answer to a request for records.
    fn list(&self, asked: &Asked, zone: &ZoneRow, rows: &[Row]) -> Told;

    /// The answer to a request for zones, or for one.
    fn zone_answer(&self, asked: &Asked, zone: &ZoneRow) -> Told;

    /// The answer to a write that was carried out; `rows` are the records afterwards.
    fn done(&self, asked: &Asked, rows: &[Row]) -> Told;

    /// The answer to a request beside.
    fn aside(&self, asked: &Asked) -> Told;

    /// The identifier of the `number`th record that is made here; null where records have none.
    fn new_id(&self, _number: usize) -> Value {
        Value::Null
    }

    /// What an answer that says no comes to: `None` when it says yes.
    fn refusal(&self, told: &Told) -> Option<&'static str> {
        by_status(told.status)
    }

    /// Whether an adapter may leave this record out, or show it as untouchable.
    fn is_managed(&self, raw: &Value) -> bool {
        let says = |key: &str| raw[key] == true;
        says("system_record") || says("managed") || says("locked") || says("disabled") || raw["creator"] == "system"
    }
}

/// What a status comes to when nothing more is said.
pub(crate) fn by_status(status: u16) -> Option<&'static str> {
    match status {
        200..300 => None,
        401 => Some("bad_credential"),
        403 => Some("forbidden"),
        404 => Some("no_such_zone"),
        409 => Some("conflict"),
        429 => Some("rate_limited"),
        500.. => Some("outage"),
        _ => Some("rejected"),
    }
}
