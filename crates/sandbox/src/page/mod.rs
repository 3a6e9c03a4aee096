//! The pages, from the templates beside this file.

mod complaint;
mod consent;
mod markup;

pub(crate) use consent::{Notice, connected, consent, given_up, not_asked};

use crate::book::{FAULTS, Listed, NAME_SERVER, Numbered};
use crate::record::{DEFAULT_TTL_S, TYPES};
use complaint::Complaint;
use markup::{Markup, fill};
use serde::Deserialize;

pub(crate) const STYLE: &str = include_str!("style.css");
const LAYOUT: &str = include_str!("layout.html");
const ZONES: &str = include_str!("zones.html");
const ZONES_STATUS: &str = include_str!("zones_status.html");
const ZONE_ROW: &str = include_str!("zone_row.html");
const ZONE: &str = include_str!("zone.html");
const ZONE_STATUS: &str = include_str!("zone_status.html");
const RECORD_ROW: &str = include_str!("record_row.html");
const DELETE_BUTTON: &str = include_str!("delete_button.html");
const ADD_RECORD: &str = include_str!("add_record.html");
const REMOVE_ZONE: &str = include_str!("remove_zone.html");
const FAULT: &str = include_str!("fault.html");
const MESSAGE: &str = include_str!("message.html");
const BUILT_IN: &str = "<span class=\"kept\">Kept by this host</span>";
const ALARM: &str = "<p class=\"notice alarm\" role=\"alert\">{{text}}</p>";
const WARNING: &str = "<p class=\"notice warning\">On purpose, the name server {{habit}}.</p>";
const NO_RECORDS: &str = "<tr><td class=\"empty\" colspan=\"5\">No records yet.</td></tr>";
const NO_OWN_ZONES: &str = "<tr><td class=\"empty\" colspan=\"3\">No zone of yours yet.</td></tr>";

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

/// The list of zones; `typed` and `refusal` come back from a form that was refused.
pub(crate) fn zones(zones: &[Listed], typed: &str, refusal: Option<&str>) -> String {
    let complaint = refusal.map(Complaint::read).unwrap_or_default();
    let none_own = (!zones.iter().any(|zone| zone.editable)).then(|| Markup::fixed(NO_OWN_ZONES));
    let slots = [
        ("status", status(ZONES_STATUS, &complaint)),
        ("complaint", alarm(&complaint)),
        ("typed", Markup::text(typed)),
        ("zone_state", complaint.state("zone")),
        ("zone_complaint", complaint.beside("zone")),
        ("count", Markup::text(&zones.len().to_string())),
        ("rows", none_own.into_iter().chain(zones.iter().map(zone_row)).collect()),
    ];
    in_layout("Zones", &complaint, fill(ZONES, &slots))
}

/// One zone with its records, and forms to change them unless it is the platform's. `draft` and `refusal` come back from a form
/// that was refused.
pub(crate) fn zone(zone: &Listed, records: &[Numbered], draft: &Draft, refusal: Option<&str>) -> String {
    let complaint = refusal.map(Complaint::read).unwrap_or_default();
    let name = Markup::text(&zone.zone);
    let newest = records.iter().filter_map(|record| record.id.parse::<u64>().ok()).max();
    let rows = records.iter().map(|record| record_row(zone, record, record.id.parse().ok() == newest)).collect();
    let rows = if records.is_empty() { Markup::fixed(NO_RECORDS) } else { rows };
    let (keeper, add, remove) = if zone.editable {
        let remove = fill(REMOVE_ZONE, &[("zone", name.clone())]);
        (Markup::default(), add_form(zone, draft, &complaint), remove)
    } else {
        (Markup::fixed(". The platform keeps this zone; it is only shown here."), Markup::default(), Markup::default())
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
        ("fault", fault_form(zone)),
        ("remove", remove),
    ];
    in_layout(&zone.zone, &complaint, fill(ZONE, &slots))
}

/// A page with one thing to say, which is not good.
pub(crate) fn message(title: &str, text: &str) -> String {
    let complaint = Complaint::read(text);
    let slots = [("title", Markup::text(title)), ("alarm", alarm(&complaint))];
    in_layout(title, &complaint, fill(MESSAGE, &slots))
}

fn zone_row(zone: &Listed) -> Markup {
    let slots = [
        ("zone", Markup::text(&zone.zone)),
        ("records", Markup::text(&zone.records.to_string())),
        ("keeper", Markup::fixed(if zone.editable { "you" } else { "the platform" })),
    ];
    fill(ZONE_ROW, &slots)
}

fn record_row(zone: &Listed, record: &Numbered, newest: bool) -> Markup {
    let entry = &record.entry;
    let host = Markup::text(entry.host(&zone.zone));
    let rtype = Markup::text(entry.rtype.as_str());
    let value = match entry.priority {
        Some(priority) => format!("{priority} {}", entry.value),
        None => entry.value.clone(),
    };
    let button = if record.built_in {
        Markup::fixed(BUILT_IN)
    } else if zone.editable {
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
        ("mark", Markup::fixed(if newest { " class=\"newest\"" } else { "" })),
        ("name", host),
        ("type", rtype),
        ("value", Markup::text(&value)),
        ("ttl", Markup::text(&entry.ttl.to_string())),
        ("button", button),
    ];
    fill(RECORD_ROW, &slots)
}

fn add_form(zone: &Listed, draft: &Draft, complaint: &Complaint) -> Markup {
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
    fill(ADD_RECORD, &slots)
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
fn habit(mode: &'static str) -> &'static str {
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

/// What can have been done; the browser shows the one that the address ends with. A refused form has done nothing.
fn status(template: &'static str, complaint: &Complaint) -> Markup {
    if complaint.is_none() { Markup::fixed(template) } else { Markup::default() }
}

fn alarm(complaint: &Complaint) -> Markup {
    complaint.of_the_page().map_or_else(Markup::default, |text| fill(ALARM, &[("text", Markup::text(text))]))
}

fn in_layout(title: &str, complaint: &Complaint, body: Markup) -> String {
    let title = if complaint.is_none() { title.to_owned() } else { format!("Error: {title}") };
    fill(LAYOUT, &[("title", Markup::text(&title)), ("body", body)]).into_string()
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
        Numbered { id: "7".into(), zone: "customer.test".into(), entry, built_in: false }
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
            zones(&[], "example.com", Some("zone must be under .test")),
            zone(&listed(true), &[record("x")], &Draft::default(), None),
            zone(&Listed { fault: "servfail", ..listed(false) }, &[], &Draft::default(), Some("there is no zone")),
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

    #[test]
    fn a_refused_form_has_its_reason_at_the_field_and_tells_of_nothing_done() {
        let draft = Draft { rtype: "MX".into(), priority: "first".into(), ..Draft::default() };
        let page = zone(&listed(true), &[], &draft, Some("priority is not a number"));
        assert!(page.contains("<title>Error: customer.test"));
        assert!(page.contains("value=\"first\" aria-invalid=\"true\" autofocus"));
        assert!(
            page.contains("id=\"priority-complaint\" class=\"complaint\" role=\"alert\">Priority is not a number<")
        );
        assert_eq!(page.matches("aria-invalid").count(), 1);
        assert!(!page.contains("role=\"status\""));
    }

    #[test]
    fn a_change_refused_because_the_zone_is_the_platforms_is_said_above_it() {
        let page = zone(&listed(false), &[], &Draft::default(), Some("the zone customer.test belongs to the platform"));
        assert!(page.contains("role=\"alert\">The zone customer.test belongs to the platform<"));
    }

    #[test]
    fn every_form_names_a_status_that_a_page_has() {
        let zone_page = zone(&listed(true), &[record("x")], &Draft::default(), None);
        let pages = zones(&[listed(true)], "", None) + &zone_page;
        let told: Vec<&str> = pages
            .split("action=\"")
            .skip(1)
            .map(|action| action.split('"').next().unwrap().split_once('#').unwrap().1)
            .collect();
        assert_eq!(told, ["zone-added", "record-added", "record-deleted", "fault-set", "zone-removed"]);
        for status in told {
            assert!(pages.contains(&format!("<p id=\"{status}\" class=\"status\" role=\"status\">")), "{status}");
        }
    }

    #[test]
    fn what_this_host_keeps_is_shown_without_a_button_and_not_counted() {
        let kept = Numbered { id: String::new(), built_in: true, ..record("127.0.0.1:8053") };
        let page = zone(&listed(true), &[record("x"), kept], &Draft::default(), None);
        assert!(page.contains("127.0.0.1:8053") && page.contains("Kept by this host"));
        assert!(page.contains("<span class=\"count\">1</span>"));
        assert_eq!(page.matches("/delete#record-deleted").count(), 1);
    }

    #[test]
    fn the_newest_record_is_marked() {
        let (older, newer) =
            (Numbered { id: "9".into(), ..record("older") }, Numbered { id: "10".into(), ..record("newer") });
        let page = zone(&listed(true), &[newer, older], &Draft::default(), None);
        assert_eq!(page.matches("newest").count(), 1);
        assert!(page.split("class=\"newest\"").nth(1).unwrap().split("</tr>").next().unwrap().contains("newer"));
    }

    #[test]
    fn a_zone_that_misbehaves_says_how() {
        let page = zone(&Listed { fault: "servfail", ..listed(true) }, &[], &Draft::default(), None);
        assert!(page.contains("On purpose, the name server answers SERVFAIL to everything."));
        assert!(FAULTS.iter().all(|(mode, _)| habit(mode) != *mode));
    }
}
