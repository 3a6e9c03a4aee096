//! The pages, from the templates beside this file.

mod markup;

use crate::book::{FAULTS, Listed, NAME_SERVER, Numbered};
use crate::record::{DEFAULT_TTL_S, TTL_RANGE_S, TYPES};
use markup::{Markup, fill};
use serde::Deserialize;

pub(crate) const STYLE: &str = include_str!("style.css");
const LAYOUT: &str = include_str!("layout.html");
const ZONES: &str = include_str!("zones.html");
const ZONE_ROW: &str = include_str!("zone_row.html");
const ZONE: &str = include_str!("zone.html");
const RECORD_ROW: &str = include_str!("record_row.html");
const DELETE_BUTTON: &str = include_str!("delete_button.html");
const CHANGE: &str = include_str!("change.html");
const FAULT: &str = include_str!("fault.html");
const MESSAGE: &str = include_str!("message.html");

/// What stands in the form for a new record, as typed.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize)]
pub(crate) struct Draft {
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

/// The list of zones; `typed` and `complaint` come back from a form that was refused.
pub(crate) fn zones(zones: &[Listed], typed: &str, complaint: Option<&str>) -> String {
    let rows = zones.iter().map(|zone| {
        let name = Markup::text(&zone.zone);
        let kind = Markup::text(if zone.editable { "yours" } else { "the platform's" });
        fill(ZONE_ROW, &[("zone", name), ("records", Markup::text(&zone.records.to_string())), ("kind", kind)])
    });
    let slots = [("rows", rows.collect()), ("typed", Markup::text(typed)), ("complaint", complaint_markup(complaint))];
    in_layout("Zones", fill(ZONES, &slots))
}

/// One zone with its records, and forms to change them unless it is the platform's.
pub(crate) fn zone(zone: &Listed, records: &[Numbered], draft: &Draft, complaint: Option<&str>) -> String {
    let name = Markup::text(&zone.zone);
    let rows: Markup = records.iter().map(|record| record_row(zone, record)).collect();
    let rows = if records.is_empty() { Markup::fixed("<tr><td colspan=\"5\">No records yet.</td></tr>") } else { rows };
    let change = if zone.editable { change_form(zone, draft, complaint) } else { Markup::default() };
    let modes = FAULTS.iter().map(|(mode, _)| option(mode, *mode == zone.fault));
    let fault = fill(FAULT, &[("zone", name.clone()), ("modes", modes.collect())]);
    let slots = [
        ("zone", name),
        ("rows", rows),
        ("change", change),
        ("fault", fault),
        ("name_server", Markup::text(NAME_SERVER)),
    ];
    in_layout(&zone.zone, fill(ZONE, &slots))
}

/// A page with one thing to say.
pub(crate) fn message(title: &str, text: &str) -> String {
    in_layout(title, fill(MESSAGE, &[("title", Markup::text(title)), ("text", Markup::text(text))]))
}

fn record_row(zone: &Listed, record: &Numbered) -> Markup {
    let entry = &record.entry;
    let host = Markup::text(entry.host(&zone.zone));
    let rtype = Markup::text(entry.rtype.as_str());
    let value = match entry.priority {
        Some(priority) => format!("{priority} {}", entry.value),
        None => entry.value.clone(),
    };
    let button = if zone.editable {
        let slots = [
            ("zone", Markup::text(&zone.zone)),
            ("id", Markup::text(&record.id)),
            ("type", rtype.clone()),
            ("name", Markup::text(&entry.name)),
        ];
        fill(DELETE_BUTTON, &slots)
    } else {
        Markup::default()
    };
    let slots = [
        ("name", host),
        ("type", rtype),
        ("value", Markup::text(&value)),
        ("ttl", Markup::text(&entry.ttl.to_string())),
        ("button", button),
    ];
    fill(RECORD_ROW, &slots)
}

fn change_form(zone: &Listed, draft: &Draft, complaint: Option<&str>) -> Markup {
    let types = TYPES.iter().map(|rtype| {
        let chosen = if draft.rtype.is_empty() { "CNAME" } else { draft.rtype.as_str() };
        option(rtype.as_str(), rtype.as_str().eq_ignore_ascii_case(chosen))
    });
    let ttl = if draft.ttl.is_empty() { DEFAULT_TTL_S.to_string() } else { draft.ttl.clone() };
    let slots = [
        ("zone", Markup::text(&zone.zone)),
        ("complaint", complaint_markup(complaint)),
        ("types", types.collect()),
        ("name", Markup::text(&draft.name)),
        ("value", Markup::text(&draft.value)),
        ("ttl", Markup::text(&ttl)),
        ("ttl_min", Markup::text(&TTL_RANGE_S.start().to_string())),
        ("ttl_max", Markup::text(&TTL_RANGE_S.end().to_string())),
        ("priority", Markup::text(&draft.priority)),
    ];
    fill(CHANGE, &slots)
}

fn option(value: &str, selected: bool) -> Markup {
    let template = if selected { "<option selected>{{value}}</option>" } else { "<option>{{value}}</option>" };
    fill(template, &[("value", Markup::text(value))])
}

fn complaint_markup(complaint: Option<&str>) -> Markup {
    complaint.map_or_else(Markup::default, |text| {
        fill("<p class=\"complaint\" role=\"alert\">{{text}}</p>", &[("text", Markup::text(text))])
    })
}

fn in_layout(title: &str, body: Markup) -> String {
    fill(LAYOUT, &[("title", Markup::text(title)), ("body", body)]).into_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Entry;
    use nameplate_domain::records::RecordType;

    fn listed(editable: bool) -> Listed {
        Listed { zone: "customer.test".into(), records: 1, editable, fault: "none" }
    }

    fn record(value: &str) -> Numbered {
        let entry = Entry {
            name: "app.customer.test".into(),
            rtype: RecordType::Txt,
            value: value.into(),
            ttl: 60,
            priority: None,
        };
        Numbered { id: "7".into(), zone: "customer.test".into(), entry }
    }

    #[test]
    fn what_people_type_is_text_and_never_markup() {
        let nasty = "<script>alert('1')</script>{{title}}\"";
        let draft = Draft { value: nasty.into(), ..Draft::default() };
        let page = zone(&listed(true), &[record(nasty)], &draft, Some(nasty));
        assert!(!page.contains("<script>"));
        assert_eq!(page.matches("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;{{title}}&quot;").count(), 3);
    }

    #[test]
    fn every_slot_of_every_page_is_filled() {
        for page in [
            zones(&[listed(true), listed(false)], "", None),
            zone(&listed(true), &[record("x")], &Draft::default(), None),
            zone(&listed(false), &[], &Draft::default(), None),
            message("Title", "Text"),
        ] {
            assert!(!page.contains("{{"), "{page}");
        }
    }

    #[test]
    fn a_zone_of_the_platform_has_no_buttons_to_change_it() {
        let page = zone(&listed(false), &[record("x")], &Draft::default(), None);
        assert!(!page.contains("/records"));
        assert!(
            zone(&listed(true), &[record("x")], &Draft::default(), None)
                .contains("/zones/customer.test/records/7/delete")
        );
    }
}
