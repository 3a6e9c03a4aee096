//! The page's text.

use crate::v1::share::{RecordPurpose, Shared, SharedRecord, SharedStatus, WaitingFor};
use nameplate_domain::connection::State;
use nameplate_domain::time::Timestamp;
use std::fmt::Write as _;

/// Seconds between two looks of a browser without scripts; the script has the same.
const REFRESH_S: u32 = 10;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// The page of a link that works.
pub(super) fn shown(shared: &Shared, now: Timestamp, nonce: &str) -> String {
    let is_over = matches!(shared.state, State::Live | State::Failed | State::Archived);
    let host = escaped(&shared.hostname_unicode);
    let main = format!(
        "<main data-over=\"{is_over}\"><header><p class=\"for\">Domain for {application}</p><h1>{host}</h1></header>\
         <section id=\"status\" class=\"{tone}\" role=\"status\">{status}</section>\
         <section id=\"records\" aria-labelledby=\"records-title\">{records}</section>\
         <p id=\"checked\">{checked}</p></main>",
        application = escaped(&shared.application),
        tone = tone(shared),
        status = status(shared),
        records = records(shared),
        checked = checked(shared, now),
    );
    let title = format!("{host} – {}", escaped(&shared.headline));
    document(&title, &main, nonce, !is_over)
}

/// The page of a link that opens nothing, whatever the reason.
pub(super) fn gone(nonce: &str) -> String {
    let main = "<main data-over=\"true\" data-gone><h1>This link opens nothing</h1>\
                <p>It has expired, was withdrawn, or is not complete. Ask whoever sent it to you for a new one.</p></main>";
    document("This link opens nothing", main, nonce, false)
}

fn document(title: &str, main: &str, nonce: &str, is_followed: bool) -> String {
    let refresh = match is_followed {
        true => format!("<noscript><meta http-equiv=\"refresh\" content=\"{REFRESH_S}\"></noscript>"),
        false => String::new(),
    };
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\"><meta name=\"robots\" content=\"noindex, nofollow\">\
         <title>{title}</title>{refresh}<style nonce=\"{nonce}\">{STYLE}</style></head>\
         <body>{main}<p id=\"said\" role=\"status\"></p><script nonce=\"{nonce}\">{SCRIPT}</script></body></html>"
    )
}

fn tone(shared: &Shared) -> &'static str {
    match shared.waiting_for {
        WaitingFor::You => "you",
        WaitingFor::Platform => "wait",
        WaitingFor::Sender => "over",
        WaitingFor::Nobody => "live",
    }
}

fn status(shared: &Shared) -> String {
    let turn = match shared.waiting_for {
        WaitingFor::You => "Your turn",
        WaitingFor::Platform => "Nothing to do",
        WaitingFor::Sender if shared.state.is_terminal() => "Ended",
        WaitingFor::Sender => "Their turn",
        WaitingFor::Nobody => "Done",
    };
    let mut text =
        format!("<p class=\"turn\">{turn}</p><h2>{}</h2><p>{}</p>", escaped(&shared.headline), escaped(&shared.next));
    if shared.state == State::Live && !shared.hostname.starts_with("*.") {
        let _ = write!(
            text,
            "<p><a href=\"https://{}/\" rel=\"noopener noreferrer\">Open https://{}</a></p>",
            escaped(&shared.hostname),
            escaped(&shared.hostname_unicode)
        );
    }
    text
}

fn records(shared: &Shared) -> String {
    let mut text = "<h2 id=\"records-title\">DNS records</h2>".to_owned();
    if let Some(provider) = &shared.provider {
        let name = escaped(provider.name);
        let zone = shared.zone.as_deref().map(escaped).unwrap_or_default();
        let _ = match &provider.records_url {
            Some(url) => write!(
                text,
                "<p>The DNS of {zone} is at {name}. <a href=\"{}\" target=\"_blank\" rel=\"noopener noreferrer\">Edit records at {name}</a> \
                 (opens a new window).</p>",
                escaped(url)
            ),
            None => write!(text, "<p>The DNS of {zone} is at {name}.</p>"),
        };
    }
    text.push_str("<ol>");
    for (number, record) in shared.records.iter().enumerate() {
        text.push_str(&card(shared, record, number));
    }
    text.push_str("</ol>");
    text
}

fn card(shared: &Shared, record: &SharedRecord, number: usize) -> String {
    let purpose = match record.purpose {
        RecordPurpose::Ownership => "Proves that the domain is yours",
        RecordPurpose::Traffic => "Leads visitors to the product",
        RecordPurpose::Certificate => "Lets the certificate be issued",
    };
    let (class, seen) = match record.status {
        SharedStatus::Found => ("found", "✓ Found"),
        SharedStatus::Missing => ("missing", "○ Not found yet"),
        SharedStatus::Unknown => ("unknown", "… Not checked yet"),
    };
    let labels = shared.provider.as_ref().map_or(("Name", "Value"), |known| (known.host_label, known.value_label));
    let mut fields = String::new();
    let mut field = |label: &str, value: &str, copied: Option<&str>, note: Option<String>| {
        let (label, value) = (escaped(label), escaped(value));
        let code = match copied {
            Some(what) => {
                format!("<code id=\"r{number}-{what}\" data-copy=\"{label} of record {}\">{value}</code>", number + 1)
            }
            None => format!("<code>{value}</code>"),
        };
        let note = note.map(|note| format!("<small>{note}</small>")).unwrap_or_default();
        let _ = write!(fields, "<div><dt>{label}</dt><dd>{code}{note}</dd></div>");
    };
    let in_full = (record.host != record.name).then(|| format!("In full: <code>{}</code>", escaped(&record.name)));
    // A panel that leaves the apex empty says so by an empty field.
    let host = if record.host.is_empty() { "(leave empty)" } else { record.host.as_str() };
    field("Type", record.rtype, None, None);
    field(labels.0, host, (!record.host.is_empty()).then_some("host"), in_full);
    field(labels.1, &record.value, Some("value"), None);
    if let Some(priority) = record.priority {
        field("Priority", &priority.to_string(), None, None);
    }
    field("TTL", &format!("{} seconds", record.ttl), None, None);
    let mut found = String::new();
    if record.status != SharedStatus::Found {
        if let Some(observed) = record.observed_value.as_deref().filter(|observed| !observed.is_empty()) {
            let _ = write!(found, "<p class=\"instead\">Found instead: <code>{}</code></p>", escaped(observed));
        }
        if let Some(message) = &record.message {
            let _ = write!(found, "<p class=\"instead\">{}</p>", escaped(message));
        }
    }
    format!(
        "<li class=\"{class}\"><div class=\"head\"><h3>{purpose}</h3><p class=\"seen\">{seen}</p></div><dl>{fields}</dl>{found}</li>"
    )
}

fn checked(shared: &Shared, now: Timestamp) -> String {
    match shared.checked_at {
        None => "DNS was not looked at yet.".to_owned(),
        Some(at) => {
            let ago = match now.since(at.0).as_secs() {
                seconds @ 0..120 => format!("{seconds} seconds ago"),
                seconds @ 120..7200 => format!("{} minutes ago", seconds / 60),
                seconds => format!("{} hours ago", seconds / 3600),
            };
            format!("DNS was last looked at <time datetime=\"{}\">{ago}</time>.", at.0)
        }
    }
}

/// As text and as the value of a quoted attribute.
fn escaped(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut text, character| {
        match character {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '"' => text.push_str("&quot;"),
            '\'' => text.push_str("&#39;"),
            other => text.push(other),
        }
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schemas::Instant;

    fn shared(state: State, hostile: &str) -> Shared {
        Shared {
            hostname: "shop.customer.com".into(),
            hostname_unicode: hostile.into(),
            application: hostile.into(),
            state,
            headline: "Records have to be added".into(),
            next: "Add them.".into(),
            waiting_for: WaitingFor::You,
            records: vec![SharedRecord {
                purpose: RecordPurpose::Traffic,
                rtype: "CNAME",
                name: "shop.customer.com".into(),
                host: "shop".into(),
                value: hostile.into(),
                ttl: 300,
                priority: None,
                status: SharedStatus::Missing,
                observed_value: Some(hostile.into()),
                message: Some(hostile.into()),
            }],
            zone: Some(hostile.into()),
            provider: None,
            checked_at: Some(Instant(Timestamp::from_ms(0))),
            expires_at: Instant(Timestamp::from_ms(0)),
        }
    }

    #[test]
    fn what_others_chose_is_text_and_never_markup() {
        let hostile = "\"><script>alert('1')</script>&";
        let html = shown(&shared(State::PendingOwnership, hostile), Timestamp::from_ms(5000), "n");
        assert!(!html.contains("<script>alert") && !html.contains("alert('1')"), "{html}");
        assert!(html.contains("&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;"));
        assert!(html.contains("5 seconds ago"));
    }

    #[test]
    fn the_page_is_followed_until_there_is_nothing_to_follow() {
        for state in State::ALL {
            let html = shown(&shared(state, "shop.customer.com"), Timestamp::from_ms(0), "n");
            let is_over = matches!(state, State::Live | State::Failed | State::Archived);
            assert_eq!(html.contains("http-equiv=\"refresh\""), !is_over, "{state}");
            assert_eq!(html.contains("https://shop.customer.com/"), state == State::Live, "{state}");
        }
        assert!(!gone("n").contains("http-equiv=\"refresh\""));
    }
}
