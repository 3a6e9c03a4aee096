//! A window that looks like a browser's.

use super::{Complaint, in_layout};
use crate::book::Listed;
use crate::visit::{Answer, CertificateFacts, Seen};
use nameplate_pages::{Markup, fill};

const START: &str = include_str!("visit_start.html");
const WINDOW: &str = include_str!("visit_window.html");
const CERTIFICATE: &str = include_str!("visit_certificate.html");
const BROKEN: &str = include_str!("visit_broken.html");
const FRAME: &str = "<iframe class=\"page\" src=\"/visit/{{host}}/page\" sandbox=\"\" title=\"{{host}}, as its visitors see it\"></iframe>";
const MOVED: &str =
    "<p class=\"moved\">It sends its visitors on to <a href=\"/visit?address={{query}}\">{{location}}</a>.</p>";
const ZONE: &str = "<li><a href=\"/visit/{{zone}}\">{{zone}}</a></li>";

/// The address bar alone. `typed` and `refusal` come back from an address that is not visited.
pub(crate) fn visit_start(zones: &[Listed], typed: &str, refusal: Option<&str>) -> String {
    let complaint = refusal.map(Complaint::read).unwrap_or_default();
    let own = zones.iter().filter(|zone| zone.editable);
    let slots = [
        ("typed", Markup::text(typed)),
        ("state", complaint.state("address")),
        ("complaint", complaint.beside("address")),
        ("zones", own.map(|zone| fill(ZONE, &[("zone", Markup::text(&zone.zone))])).collect()),
    ];
    in_layout("Visit a site", &complaint, fill(START, &slots))
}

/// The window with what was seen at `host`.
pub(crate) fn visited(host: &str, seen: &Seen) -> String {
    let (padlock, content) = match seen {
        Seen::Answer(answer) => (answer.certificate.as_ref(), shown(host, answer)),
        Seen::NoAddress(why) => (None, broken("This site can’t be reached", why)),
        Seen::Elsewhere(addresses) => {
            let why = format!(
                "{host} leads to {}, which is not the edge. Nothing is fetched from there.",
                addresses.join(", ")
            );
            (None, broken("This site is somewhere else", &why))
        }
        Seen::NoPage(why) => (None, broken("No secure connection", why)),
        Seen::NoEdge => (None, broken("No edge to visit", "This sandbox runs without Nameplate’s edge beside it.")),
    };
    let status = match seen {
        Seen::Answer(answer) => format!("HTTP {}", answer.status),
        _ => "Nothing was loaded".to_owned(),
    };
    let slots = [
        ("host", Markup::text(host)),
        ("status", Markup::text(&status)),
        ("padlock", padlock.map_or_else(|| Markup::fixed("<span class=\"lock none\">Not secure</span>"), certificate)),
        ("content", content),
    ];
    in_layout(host, &Complaint::default(), fill(WINDOW, &slots))
}

fn shown(host: &str, answer: &Answer) -> Markup {
    match (&answer.location, &answer.html) {
        (Some(location), _) => {
            let query: String =
                percent_encoding::utf8_percent_encode(location, percent_encoding::NON_ALPHANUMERIC).collect();
            fill(MOVED, &[("query", Markup::text(&query)), ("location", Markup::text(location))])
        }
        (None, Some(_)) => fill(FRAME, &[("host", Markup::text(host))]),
        (None, None) => broken("Not a page", "What came is not HTML, and this window shows nothing else."),
    }
}

fn certificate(facts: &CertificateFacts) -> Markup {
    let slots = [
        ("issuer", Markup::text(&facts.issuer)),
        ("names", Markup::text(&facts.names.join(", "))),
        ("not_before", Markup::text(&facts.not_before)),
        ("not_after", Markup::text(&facts.not_after)),
    ];
    fill(CERTIFICATE, &slots)
}

fn broken(title: &str, why: &str) -> Markup {
    let why = Complaint::read_whole(why);
    let slots = [("title", Markup::text(title)), ("why", Markup::text(why.of_the_page().unwrap_or_default()))];
    fill(BROKEN, &slots)
}
