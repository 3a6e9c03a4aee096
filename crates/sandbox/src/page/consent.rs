//! The pages on which a customer allows a service to write records, or does not.

use super::{Complaint, in_layout};
use crate::domain_connect::Prepared;
use crate::record::Entry;
use nameplate_pages::{Markup, fill};

const CONSENT: &str = include_str!("consent.html");
const CONSENT_ROW: &str = include_str!("consent_row.html");
const CONSENT_DONE: &str = include_str!("consent_done.html");
const NOT_ASKED: &str = include_str!("not_asked.html");
const ABOUT: &str = "<p class=\"aside\">{{text}}</p>";
const RETURN: &str = " Afterwards you return to <strong>{{origin}}</strong>.";
const REPLACES: &str = "<p class=\"notice warning\">{{count}} that {{stands}} there now will be deleted.</p>";
const OUT_OF_DATE: &str = "<p class=\"notice alarm\" role=\"alert\">This page was out of date, and nothing was changed. This is how it stands now.</p>";
const NOTHING_TO_DO: &str = "<p class=\"notice good\">All these records stand already: nothing would change.</p>";

/// What is said above the buttons.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Notice {
    /// The page that the form came from showed other records.
    OutOfDate,
}

/// Who asks for what, and two buttons.
pub(crate) fn consent(prepared: &Prepared<'_>, notice: Option<Notice>) -> String {
    let (template, request, plan) = (prepared.template, &prepared.request, &prepared.plan);
    let zone = &request.domain;
    let removed = plan.removed.iter().map(|record| row(Change::Delete, &record.entry, zone));
    let added = plan.added.iter().map(|entry| row(Change::Add, entry, zone));
    let kept = plan.kept.iter().map(|record| row(Change::Keep, &record.entry, zone));
    let description = match template.description.trim() {
        "" => Markup::default(),
        text => fill(ABOUT, &[("text", Markup::text(text))]),
    };
    let back = request.return_to.as_ref().map(|to| fill(RETURN, &[("origin", Markup::text(&to.origin))]));
    let key = request.key.as_deref().unwrap_or_default();
    let slots = [
        ("provider", Markup::text(&template.provider_name)),
        ("service", Markup::text(&template.service_name)),
        ("name", Markup::text(&request.fqdn())),
        ("zone", Markup::text(zone)),
        ("description", description),
        ("notice", notice.map_or_else(Markup::default, |Notice::OutOfDate| Markup::fixed(OUT_OF_DATE))),
        ("warning", warning(prepared)),
        ("rows", removed.chain(added).chain(kept).collect()),
        ("return", back.unwrap_or_default()),
        ("form_token", Markup::text(&prepared.form_token)),
        ("key", Markup::text(&format!("{key}.{}", template.sync_pub_key_domain))),
    ];
    in_layout(&format!("Connect {}", request.fqdn()), &Complaint::default(), fill(CONSENT, &slots))
}

/// Said to a customer whom no address waits for.
pub(crate) fn connected(prepared: &Prepared<'_>) -> String {
    done(prepared, "is connected", "The records are served from now on. You can close this page.")
}

/// The same, after the other button.
pub(crate) fn given_up(prepared: &Prepared<'_>) -> String {
    done(prepared, "stays as it was", "Nothing was changed. You can close this page.")
}

/// Why a request is not shown.
pub(crate) fn not_asked(reason: &str) -> String {
    let complaint = Complaint::read_whole(reason);
    let text = complaint.of_the_page().unwrap_or_default();
    in_layout("Nothing was changed", &complaint, fill(NOT_ASKED, &[("reason", Markup::text(text))]))
}

fn done(prepared: &Prepared<'_>, how: &'static str, text: &'static str) -> String {
    let name = prepared.request.fqdn();
    let slots = [
        ("name", Markup::text(&name)),
        ("how", Markup::fixed(how)),
        ("text", Markup::fixed(text)),
        ("zone", Markup::text(&prepared.request.domain)),
    ];
    in_layout(&format!("{name} {how}"), &Complaint::default(), fill(CONSENT_DONE, &slots))
}

fn warning(prepared: &Prepared<'_>) -> Markup {
    let count = prepared.plan.removed.len();
    match count {
        _ if prepared.plan.is_empty() => Markup::fixed(NOTHING_TO_DO),
        0 => Markup::default(),
        1 => fill(REPLACES, &[("count", Markup::fixed("1 record")), ("stands", Markup::fixed("stands"))]),
        _ => {
            fill(REPLACES, &[("count", Markup::text(&format!("{count} records"))), ("stands", Markup::fixed("stand"))])
        }
    }
}

#[derive(Clone, Copy)]
enum Change {
    Delete,
    Add,
    Keep,
}

fn row(change: Change, entry: &Entry, zone: &str) -> Markup {
    let (class, word) = match change {
        Change::Delete => ("goes", "Delete"),
        Change::Add => ("comes", "Add"),
        Change::Keep => ("stays", "Keep"),
    };
    let value = match entry.priority {
        Some(priority) => format!("{priority} {}", entry.value),
        None => entry.value.clone(),
    };
    let slots = [
        ("class", Markup::fixed(class)),
        ("word", Markup::fixed(word)),
        ("type", Markup::text(entry.rtype.as_str())),
        ("name", Markup::text(entry.host(zone))),
        ("value", Markup::text(&value)),
    ];
    fill(CONSENT_ROW, &slots)
}
