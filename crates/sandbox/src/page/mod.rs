//! The pages, from the templates beside this file.

mod complaint;
mod consent;
mod visit;
mod zone;

pub(crate) use consent::{Notice, connected, consent, given_up, not_asked};
pub(crate) use visit::{visit_start, visited};
pub(crate) use zone::{Draft, zone};

use crate::book::Listed;
use complaint::Complaint;
use nameplate_pages::{Markup, fill};

pub(crate) const STYLE: &str = include_str!("style.css");
pub(crate) const SCRIPT: &str = include_str!("panel.js");
pub(crate) const LOGO: &str = include_str!("logo.svg");
const LAYOUT: &str = include_str!("layout.html");
const ZONES: &str = include_str!("zones.html");
const ZONES_STATUS: &str = include_str!("zones_status.html");
const ZONE_ROW: &str = include_str!("zone_row.html");
const TOKEN: &str = include_str!("token.html");
const LEND: &str = include_str!("token_lend.html");
const MESSAGE: &str = include_str!("message.html");
const ALARM: &str = "<p class=\"notice alarm\" role=\"alert\">{{text}}</p>";
const NO_OWN_ZONES: &str =
    "<tr><td class=\"empty\" colspan=\"3\">You have no domain yet. Register one above; it costs nothing.</td></tr>";
/// The token on offer. Any other text would do as well.
const ACCOUNT_TOKEN: &str = "sandbox-token";

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
        ("count", Markup::text(&zones.iter().filter(|zone| zone.editable).count().to_string())),
        ("rows", none_own.into_iter().chain(zones.iter().map(zone_row)).collect()),
    ];
    in_layout("Your domains", &complaint, fill(ZONES, &slots))
}

/// The account's token, and how it is lent: to the demo application when `credentials_url` says where.
pub(crate) fn token(credentials_url: Option<&str>) -> String {
    let lend =
        credentials_url.map(|url| fill(LEND, &[("url", Markup::text(url)), ("token", Markup::fixed(ACCOUNT_TOKEN))]));
    let slots = [("token", Markup::fixed(ACCOUNT_TOKEN)), ("lend", lend.unwrap_or_default())];
    in_layout("API token", &Complaint::default(), fill(TOKEN, &slots))
}

/// A page with one thing to say, which is not good.
pub(crate) fn message(title: &str, text: &str) -> String {
    let complaint = Complaint::read(text);
    let slots = [("title", Markup::text(title)), ("alarm", alarm(&complaint))];
    in_layout(title, &complaint, fill(MESSAGE, &slots))
}

fn zone_row(zone: &Listed) -> Markup {
    let health = match (zone.fault, zone.editable) {
        ("none", true) => "<span class=\"pill fine\">Active</span>",
        ("none", false) => "<span class=\"pill\">The platform’s</span>",
        _ => "<span class=\"pill odd\">Misbehaves</span>",
    };
    let slots = [
        ("zone", Markup::text(&zone.zone)),
        ("records", Markup::text(&zone.records.to_string())),
        ("health", Markup::fixed(health)),
    ];
    fill(ZONE_ROW, &slots)
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
mod tests;
