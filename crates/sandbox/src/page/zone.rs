//! One zone with its records, and the forms that change them.

use super::{Complaint, alarm, in_layout, status};
use crate::book::{FAULTS, Listed, NAME_SERVER, Numbered};
use crate::record::{DEFAULT_TTL_S, TYPES};
use nameplate_domain::records::RecordType;
use nameplate_domain::zone::quoted;
use nameplate_pages::{Markup, fill};
use serde::Deserialize;

const ZONE: &str = include_str!("zone.html");
const ZONE_STATUS: &str = include_str!("zone_status.html");
const RECORD_ROW: &str = include_str!("record_row.html");
const RECORD_FIELDS: &str = include_str!("record_fields.html");
const RECORD_BUTTONS: &str = include_str!("record_buttons.html");
const ADD_RECORD: &str = include_str!("add_record.html");
const EDIT_RECORD: &str = include_str!("edit_record.html");
const REMOVE_ZONE: &str = include_str!("remove_zone.html");
const OFFER: &str = include_str!("offer.html");
const FAULT: &str = include_str!("fault.html");
const BUILT_IN: &str = "<span class=\"kept\">Kept by this host</span>";
const WARNING: &str = "<p class=\"notice warning\">On purpose, the name server {{habit}}.</p>";
const NO_RECORDS: &str = "<tr><td class=\"empty\" colspan=\"5\">No records yet.</td></tr>";
const PLATFORMS: &str = ". The platform keeps this zone; it is only shown here.";

/// What stands in a form for a record, as typed.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize)]
pub(crate) struct Draft {
    /// The record that it is to replace; without, it is a new one.
    #[serde(skip)]
    pub(crate) edited: Option<String>,
    #[serde(default)]
    pub(crate) name: String,
    #[serde(default, rename = "type")]
    pub(crate) rtype: String,
    #[serde(default)]
    pub(crate) value: String,
    #[serde(default)]
    pub(crate) ttl: String,
    #[serde(default)]
    pub(crate) priority: String,
}

impl Draft {
    /// What a person would type for this record.
    pub(crate) fn of(record: &Numbered) -> Self {
        let entry = &record.entry;
        // Without quotes of its own, a text that begins with one would lose it.
        let is_quoted = entry.rtype == RecordType::Txt && entry.value.starts_with('"');
        Self {
            edited: Some(record.id.clone()),
            name: entry.host(&record.zone).to_owned(),
            rtype: entry.rtype.as_str().to_owned(),
            value: if is_quoted { quoted(&entry.value) } else { entry.value.clone() },
            ttl: entry.ttl.to_string(),
            priority: entry.priority.map(|priority| priority.to_string()).unwrap_or_default(),
        }
    }
}

/// One zone with its records, and forms to change them unless it is the platform's. `draft` and `refusal` come back from a form
/// that was refused; a draft of a record that is there makes its row a form.
pub(crate) fn zone(zone: &Listed, records: &[Numbered], draft: &Draft, refusal: Option<&str>) -> String {
    let complaint = refusal.map(Complaint::read).unwrap_or_default();
    let name = Markup::text(&zone.zone);
    let newest = records.iter().filter_map(|record| record.id.parse::<u64>().ok()).max();
    let is_edited = |record: &Numbered| zone.editable && draft.edited.as_deref() == Some(record.id.as_str());
    let rows = records.iter().map(|record| {
        let is_newest = record.id.parse().ok() == newest;
        if is_edited(record) { edit_row(zone, record, draft, &complaint) } else { record_row(zone, record, is_newest) }
    });
    let rows = if records.is_empty() { Markup::fixed(NO_RECORDS) } else { rows.collect() };
    let (keeper, add, remove) = if zone.editable {
        let add = if records.iter().any(is_edited) { Markup::default() } else { add_form(zone, draft, &complaint) };
        (Markup::default(), add, fill(REMOVE_ZONE, &[("zone", name.clone())]))
    } else {
        (Markup::fixed(PLATFORMS), Markup::default(), Markup::default())
    };
    let slots = [
        ("zone", name),
        ("name_server", Markup::text(NAME_SERVER)),
        ("keeper", keeper),
        ("status", status(ZONE_STATUS, &complaint)),
        ("complaint", alarm(&complaint)),
        ("warning", warning(zone)),
        ("add", add),
        ("count", Markup::text(&records.iter().filter(|record| !record.built_in).count().to_string())),
        ("rows", rows),
        ("offer", if zone.editable { offer_form(zone) } else { Markup::default() }),
        ("fault", fault_form(zone)),
        ("remove", remove),
    ];
    in_layout(&zone.zone, &complaint, fill(ZONE, &slots))
}

fn record_row(zone: &Listed, record: &Numbered, newest: bool) -> Markup {
    let entry = &record.entry;
    let rtype = Markup::text(entry.rtype.as_str());
    let value = match entry.priority {
        Some(priority) => format!("{priority} {}", entry.value),
        None => entry.value.clone(),
    };
    let buttons = if record.built_in {
        Markup::fixed(BUILT_IN)
    } else if zone.editable {
        let slots = [
            ("zone", Markup::text(&zone.zone)),
            ("id", Markup::text(&record.id)),
            ("type", rtype.clone()),
            ("name", Markup::text(&entry.name)),
        ];
        fill(RECORD_BUTTONS, &slots)
    } else {
        Markup::default()
    };
    let slots = [
        ("mark", Markup::fixed(if newest { " class=\"newest\"" } else { "" })),
        ("name", Markup::text(entry.host(&zone.zone))),
        ("type", rtype),
        ("value", Markup::text(&value)),
        ("ttl", Markup::text(&entry.ttl.to_string())),
        ("buttons", buttons),
    ];
    fill(RECORD_ROW, &slots)
}

fn edit_row(zone: &Listed, record: &Numbered, draft: &Draft, complaint: &Complaint) -> Markup {
    let slots = [
        ("zone", Markup::text(&zone.zone)),
        ("id", Markup::text(&record.id)),
        ("type", Markup::text(record.entry.rtype.as_str())),
        ("name", Markup::text(&record.entry.name)),
        ("fields", fields(zone, draft, complaint)),
    ];
    fill(EDIT_RECORD, &slots)
}

fn add_form(zone: &Listed, draft: &Draft, complaint: &Complaint) -> Markup {
    fill(ADD_RECORD, &[("zone", Markup::text(&zone.zone)), ("fields", fields(zone, draft, complaint))])
}

/// The fields of a record: of a new one, or of the one that is edited.
fn fields(zone: &Listed, draft: &Draft, complaint: &Complaint) -> Markup {
    let types = TYPES.iter().map(|rtype| {
        let chosen = if draft.rtype.is_empty() { "CNAME" } else { draft.rtype.as_str() };
        option(rtype.as_str(), rtype.as_str(), rtype.as_str().eq_ignore_ascii_case(chosen))
    });
    let ttl = if draft.ttl.is_empty() { DEFAULT_TTL_S.to_string() } else { draft.ttl.clone() };
    let slots = [
        ("zone", Markup::text(&zone.zone)),
        ("types", types.collect()),
        ("type_state", complaint.state("type")),
        ("type_complaint", complaint.beside("type")),
        ("name", Markup::text(&draft.name)),
        ("name_state", complaint.state("name")),
        ("name_complaint", complaint.beside("name")),
        ("value", Markup::text(&draft.value)),
        ("value_state", complaint.state("value")),
        ("value_complaint", complaint.beside("value")),
        ("ttl", Markup::text(&ttl)),
        ("ttl_state", complaint.state("ttl")),
        ("ttl_complaint", complaint.beside("ttl")),
        ("priority", Markup::text(&draft.priority)),
        ("priority_state", complaint.state("priority")),
        ("priority_complaint", complaint.beside("priority")),
    ];
    fill(RECORD_FIELDS, &slots)
}

fn offer_form(zone: &Listed) -> Markup {
    let (state, other) = if zone.domain_connect { ("on", "off") } else { ("off", "on") };
    let slots = [("zone", Markup::text(&zone.zone)), ("state", Markup::fixed(state)), ("other", Markup::fixed(other))];
    fill(OFFER, &slots)
}

fn fault_form(zone: &Listed) -> Markup {
    let modes = FAULTS.iter().map(|(mode, _)| option(mode, habit(mode), *mode == zone.fault));
    let open = Markup::fixed(if zone.fault == "none" { "" } else { " open" });
    fill(FAULT, &[("zone", Markup::text(&zone.zone)), ("open", open), ("modes", modes.collect())])
}

fn warning(zone: &Listed) -> Markup {
    if zone.fault == "none" {
        return Markup::default();
    }
    fill(WARNING, &[("habit", Markup::fixed(habit(zone.fault)))])
}

/// What the name server does in that mode, to follow "the name server".
pub(super) fn habit(mode: &'static str) -> &'static str {
    match mode {
        "none" => "answers as it should",
        "servfail" => "answers SERVFAIL to everything",
        "refused" => "answers REFUSED to everything",
        "timeout" => "does not answer",
        "truncate" => "truncates every answer over UDP",
        "lame" => "answers as if it had never heard of this zone",
        "wrong_question" => "answers a question that was not asked",
        unnamed => unnamed,
    }
}

fn option(value: &str, text: &str, selected: bool) -> Markup {
    let selected = Markup::fixed(if selected { " selected" } else { "" });
    let slots = [("value", Markup::text(value)), ("selected", selected), ("text", Markup::text(text))];
    fill("<option value=\"{{value}}\"{{selected}}>{{text}}</option>", &slots)
}
