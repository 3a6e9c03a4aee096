//! One sentence: what was seen, who has to do what, and what happens next.

use super::hindrance::{Hindrance, first_missing, missing_count, missing_delegation};
use super::{Circumstances, WaitingFor};
use crate::connection::{Challenge, Connection, Problem, State};
use crate::evidence::{Propagation, RecordReport};
use crate::records::{Record, RecordType};

pub(super) fn of(hindrance: Hindrance, waiting_for: WaitingFor, circumstances: &Circumstances<'_>) -> String {
    let connection = circumstances.connection;
    let host = connection.hostname.to_unicode();
    let who = named(waiting_for);
    let what = match hindrance {
        Hindrance::Nothing => live(&host, circumstances),
        Hindrance::Ended => ended(&host, connection),
        Hindrance::Suspended => format!(
            "{host} is not served because the account is suspended, and goes on when whoever runs the platform resumes it"
        ),
        Hindrance::HeldElsewhere => format!(
            "{host} is held by another connection, so the developer has to archive that one, or to create this one anew with takeover; {}",
            next_look(circumstances)
        ),
        Hindrance::Ownership => ownership(&host, who, circumstances),
        Hindrance::Spreading => format!("{}; {}", spreading(connection), next_look(circumstances)),
        Hindrance::Writing => format!(
            "The platform is writing the records of {host} with a delegated DNS credential{}; {}",
            connection.problem.as_ref().map(|problem| format!(" ({})", clause(&problem.message))).unwrap_or_default(),
            next_look(circumstances)
        ),
        Hindrance::Records => format!("{}; {}", records(who, connection), next_look(circumstances)),
        Hindrance::Checking => {
            format!("Every record of {host} is in place; {}, and moves it on then", next_look(circumstances))
        }
        Hindrance::Certificate => certificate(&host, who, circumstances),
        Hindrance::Drift => drift(&host, who, circumstances),
    };
    format!("{what}.")
}

const fn named(waiting_for: WaitingFor) -> &'static str {
    match waiting_for {
        WaitingFor::Customer => "the customer",
        WaitingFor::Developer => "the developer",
        WaitingFor::Platform => "the platform",
        WaitingFor::Authority => "the certification authority",
        WaitingFor::Nobody => "nobody",
    }
}

fn live(host: &str, circumstances: &Circumstances<'_>) -> String {
    let mut text = format!("{host} is live: its records are in place");
    match circumstances.certificate_until {
        Some(until) if until > circumstances.now => {
            text += &format!(", and its certificate holds until {}", until.to_the_second());
        }
        Some(until) => text += &format!(", but its certificate ended at {}", until.to_the_second()),
        None => {}
    }
    if let Some(trouble) = circumstances.trouble {
        text += &format!("; the next certificate could not be had yet ({})", clause(&trouble.message));
        if let Some(at) = trouble.retry_at {
            text += &format!(", which is tried again at {}", at.to_the_second());
        }
    }
    text
}

fn ended(host: &str, connection: &Connection) -> String {
    let at = connection.state_since.to_the_second();
    let code = connection.problem.as_ref().map(|problem| problem.code.as_str());
    let what = match (connection.state, code) {
        (_, Some("transferred")) => format!("{host} was proven and taken over by another connection at {at}"),
        (State::Archived, _) => format!("{host} was taken down at {at}"),
        (_, Some("ownership_expired")) => {
            format!("Ownership of {host} was not proven within 7 days, and it was given up at {at}")
        }
        _ => format!("{host} was given up at {at}"),
    };
    format!("{what}; the developer has to create a new connection to connect it again")
}

fn ownership(host: &str, who: &str, circumstances: &Circumstances<'_>) -> String {
    let connection = circumstances.connection;
    let name = Challenge::txt_name(&connection.hostname);
    let value = connection.challenge.txt_value();
    let by_hand = match (connection.fresh_proof, connection.takeover) {
        (true, true) => ", by hand, since the name is taken over",
        (true, false) => ", by hand, since another account let the name go lately",
        (false, _) => "",
    };
    let seen = match connection.problem.as_ref() {
        Some(problem) if problem.code == "ownership_missing" => "it is not there yet".to_owned(),
        Some(problem) => clause(&problem.message),
        None if connection.checked_at.is_some() => "it is not there yet".to_owned(),
        None => "nobody has looked for it yet".to_owned(),
    };
    let end = connection.expires_at().map(|at| format!(", and it is given up at {}", at.to_the_second()));
    format!(
        "{} has to publish TXT {name} with the value {value} to prove ownership of {host}{by_hand}: {seen}; {}{}",
        capital(who),
        next_look(circumstances),
        end.unwrap_or_default()
    )
}

fn spreading(connection: &Connection) -> String {
    let problem = match connection.standing().proven {
        true => first_missing(connection).and_then(|(_, report)| report?.problem.as_ref()),
        false => connection.problem.as_ref(),
    };
    problem.map_or_else(
        || {
            format!(
                "The ownership record of {} is at some name servers of its zone, and not at all of them yet",
                connection.hostname.to_unicode()
            )
        },
        |problem| clause(&problem.message),
    )
}

fn records(who: &str, connection: &Connection) -> String {
    let Some((record, report)) = first_missing(connection) else {
        return format!("{} has to publish the records", capital(who));
    };
    // Why they could not be written for the customer tells more than that they are not there.
    let written = connection.problem.as_ref().filter(|problem| !is_about_records(problem));
    let seen = written.map_or_else(|| observed(record, report), |problem| clause(&problem.message));
    let others = match missing_count(connection).saturating_sub(1) {
        0 => String::new(),
        1 => ", and 1 more record".to_owned(),
        count => format!(", and {count} more records"),
    };
    format!("{} has to publish {}{others}: {seen}", capital(who), shown(record))
}

fn is_about_records(problem: &Problem) -> bool {
    matches!(
        problem.code.as_str(),
        "record_missing"
            | "record_differs"
            | "record_proxied"
            | "not_at_all_servers"
            | "alias_unanswered"
            | "dns_unreachable"
            | "took_too_long"
    )
}

fn certificate(host: &str, who: &str, circumstances: &Circumstances<'_>) -> String {
    let connection = circumstances.connection;
    let Some(trouble) = circumstances.trouble else {
        return match (missing_delegation(connection), &connection.problem) {
            (Some(report), _) => format!(
                "{} has to publish {}, which the certificate of {host} hangs on: {}; {}",
                capital(who),
                shown(&report.record),
                observed(&report.record, Some(report)),
                next_look(circumstances)
            ),
            (None, Some(problem)) => format!("{}; {}", clause(&problem.message), next_look(circumstances)),
            (None, None) => format!(
                "Every record of {host} is in place, and an edge of the platform is obtaining the certificate; {}",
                next_look(circumstances)
            ),
        };
    };
    let words = trouble.detail.as_ref().map(|detail| {
        format!(" ({} says: {})", trouble.authority.as_deref().unwrap_or("the authority"), clause(detail))
    });
    let next = match trouble.retry_at {
        Some(at) if at > circumstances.now => format!("it is tried again at {}", at.to_the_second()),
        Some(_) => "it is being tried again".to_owned(),
        None => next_look(circumstances),
    };
    format!("{host} has no certificate: {}{}; {next}", clause(&trouble.message), words.unwrap_or_default())
}

fn drift(host: &str, who: &str, circumstances: &Circumstances<'_>) -> String {
    let Circumstances { connection, certificate_until, drift_grace, now, .. } = *circumstances;
    let what = match first_missing(connection) {
        Some((record, report)) => {
            format!("{} has to put back {}: {}", capital(who), shown(record), observed(record, report))
        }
        None => format!("The records of {host} had lost their values and are back"),
    };
    let end = connection.state_since.plus(drift_grace);
    let served = match certificate_until {
        Some(until) if until > now && end > now => {
            format!("{host} goes on being served until {}", until.min(end).to_the_second())
        }
        Some(until) if until > now => format!("{host} is not served any more since {}", end.to_the_second()),
        _ => format!("{host} is not served, since it has no certificate"),
    };
    format!("{what}; {served}; {}", next_look(circumstances))
}

/// When it is looked at again.
fn next_look(circumstances: &Circumstances<'_>) -> String {
    match circumstances.connection.due_at {
        Some(at) if at > circumstances.now => format!("DNS is looked at next at {}", at.to_the_second()),
        Some(_) => "DNS is being looked at now".to_owned(),
        None => "DNS is looked at when somebody asks for a check".to_owned(),
    }
}

fn shown(record: &Record) -> String {
    let priority = match (record.rtype, record.priority) {
        (RecordType::Mx, Some(priority)) => format!(" and the priority {priority}"),
        _ => String::new(),
    };
    format!("{} {} with the value {}{priority}", record.rtype, record.host, record.value)
}

fn observed(record: &Record, report: Option<&RecordReport>) -> String {
    let Some(report) = report else { return "nobody has looked for it yet".to_owned() };
    match (report.propagation, &report.observed_value, &report.problem) {
        (Propagation::Unknown, _, Some(problem)) => clause(&problem.message),
        (_, _, Some(problem)) if problem.code == "record_proxied" => clause(&problem.message),
        (Propagation::Unknown, ..) => "the zone's servers gave no usable answer".to_owned(),
        (_, Some(value), _) => format!("{} has {value}", record.host),
        (_, None, _) => format!("{} has no {} record", record.host, record.rtype),
    }
}

/// Words of others as a part of our sentence.
fn clause(text: &str) -> String {
    text.trim().trim_end_matches('.').to_owned()
}

fn capital(who: &str) -> String {
    let mut letters = who.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
