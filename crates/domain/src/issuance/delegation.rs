//! Whether `_acme-challenge.<name>` leads into the platform's ACME zone, so that dns-01 can be answered for the customer.

use super::problem::presentable;
use crate::connection::Problem;
use crate::evidence::{Answer, Server, Sighting};
use crate::hostname::registered_domain;
use crate::proxy::is_cloudflare;
use crate::records::Record;

/// Where the challenge name of a host leads.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Delegation {
    /// To this token, at every server that answered.
    Here {
        /// The single label below the ACME zone, lower case.
        token: String,
    },
    /// There is no CNAME.
    Missing,
    /// To a name that is none of our tokens.
    Elsewhere {
        /// The CNAME's target; lower case, no trailing dot.
        target: String,
    },
    /// The zone has TXT records of its own at the challenge name. Resolvers and authorities then get those and not what the
    /// CNAME leads to.
    TextBeside {
        /// Their values.
        values: Vec<String>,
    },
    /// The name answers with addresses of its own where the CNAME should be: a proxy or flattening hides it, or a wildcard
    /// address record answers in its place.
    Proxied {
        /// The addresses.
        addresses: Vec<String>,
    },
    /// To this token at some servers of the zone, and not at these.
    NotAtAllServers {
        /// The label that most of the others have.
        token: String,
        /// Servers with nothing or with something else.
        missing_at: Vec<Server>,
    },
    /// No server of the zone could be asked. Nothing is concluded from that.
    Unknown {
        /// Why, in words.
        why: String,
    },
}

/// Judges the CNAME, TXT and A sightings of `_acme-challenge.<base>` against the ACME zone (`acme.<BASE_DOMAIN>`).
///
/// Only the first hop counts: where that leads is ours to know. A TXT or A that could not be asked takes nothing away from a
/// CNAME that was seen.
#[must_use]
pub fn judge_delegation(cname: &Sighting, txt: &Sighting, a: &Sighting, acme_zone: &str) -> Delegation {
    let texts = own_values(txt);
    if !texts.is_empty() {
        return Delegation::TextBeside { values: texts };
    }
    if !cname.was_answered() {
        return Delegation::Unknown { why: cname.why_unanswered() };
    }
    let seen: Vec<(&Server, Option<&str>)> =
        cname.answers().map(|(reply, answer)| (&reply.server, target(answer, acme_zone))).collect();
    let Some(token) = commonest(seen.iter().filter_map(|(_, target)| token_of((*target)?, acme_zone))) else {
        if let Some(target) = seen.iter().find_map(|(_, target)| *target) {
            return Delegation::Elsewhere { target: target.to_ascii_lowercase() };
        }
        let addresses = own_values(a);
        return if addresses.is_empty() { Delegation::Missing } else { Delegation::Proxied { addresses } };
    };
    let has_token =
        |target: Option<&str>| target.and_then(|target| token_of(target, acme_zone)).as_ref() == Some(&token);
    let missing_at: Vec<Server> =
        seen.iter().filter(|(_, target)| !has_token(*target)).map(|(server, _)| (*server).clone()).collect();
    if missing_at.is_empty() { Delegation::Here { token } } else { Delegation::NotAtAllServers { token, missing_at } }
}

/// What to tell the customer, with the remedy; `None` when `wanted`, the CNAME of the connection, is there.
///
/// Codes: `challenge_cname_missing`, `challenge_cname_elsewhere`, `challenge_txt_beside`, `challenge_cname_proxied`,
/// `challenge_cname_outdated` (a token, but not this connection's), `challenge_cname_not_everywhere`, `dns_unreachable`.
#[must_use]
pub fn delegation_problem(delegation: &Delegation, wanted: &Record) -> Option<Problem> {
    let wanted_token = wanted.value.split('.').next().unwrap_or_default();
    let Record { host, value, .. } = wanted;
    let outdated = |token: &str| {
        let message = format!(
            "{host} is a CNAME to the token {token}, which is not this connection's: the name was connected before. Change its \
             value to {value}."
        );
        ("challenge_cname_outdated", message)
    };
    let (code, message) = match delegation {
        Delegation::Here { token } if token == wanted_token => return None,
        Delegation::Here { token } => outdated(token),
        Delegation::NotAtAllServers { token, .. } if token != wanted_token => outdated(token),
        other => {
            let (code, seen) = hindrance(other, host)?;
            (code, [seen, remedy(other, wanted)].join(" ").trim_end().to_owned())
        }
    };
    Some(Problem { code: code.to_owned(), message })
}

/// What was seen at `owner` in place of the CNAME, as code and sentence; `None` when the CNAME is there.
pub(super) fn hindrance(delegation: &Delegation, owner: &str) -> Option<(&'static str, String)> {
    Some(match delegation {
        Delegation::Here { .. } => return None,
        Delegation::Missing => ("challenge_cname_missing", format!("{owner} has no CNAME.")),
        Delegation::Elsewhere { target } => (
            "challenge_cname_elsewhere",
            format!("{owner} is a CNAME to {target}, which is none of this platform's, and a name has only one CNAME."),
        ),
        Delegation::TextBeside { values } => (
            "challenge_txt_beside",
            format!(
                "{owner} has a TXT record of its own ({}), which certification authorities read in place of what the CNAME leads \
                 to.",
                listed(values)
            ),
        ),
        Delegation::Proxied { addresses } => (
            "challenge_cname_proxied",
            format!("{owner} answers with addresses ({}) and shows no CNAME.", listed(addresses)),
        ),
        Delegation::NotAtAllServers { missing_at, .. } => {
            let servers: Vec<String> = missing_at.iter().map(ToString::to_string).collect();
            let message =
                format!("The CNAME {owner} is not yet at {}; other servers of the zone have it.", listed(&servers));
            ("challenge_cname_not_everywhere", message)
        }
        Delegation::Unknown { why } => (
            "dns_unreachable",
            format!("No server of the zone gave a usable answer about {owner}: {why}. Nothing is concluded from that."),
        ),
    })
}

fn remedy(delegation: &Delegation, wanted: &Record) -> String {
    let Record { host, value, .. } = wanted;
    match delegation {
        Delegation::Here { .. } => String::new(),
        Delegation::Missing => match relative(host) {
            Some((label, zone)) => format!(
                "Add CNAME {host} with the value {value}. Where the provider adds {zone} to names by itself, enter only {label}, or \
                 the record ends up at {host}.{zone}."
            ),
            None => format!("Add CNAME {host} with the value {value}."),
        },
        Delegation::Elsewhere { target } => match added_suffix(target, wanted) {
            Some(suffix) => format!(
                "The provider has added {suffix} to the value: enter it as \"{value}.\", with the dot at its end."
            ),
            None => format!("Change its value to {value}."),
        },
        Delegation::TextBeside { .. } => format!(
            "Remove every TXT record at {host} and leave only the CNAME with the value {value}; a text that comes from a wildcard \
             record goes away once the CNAME is there."
        ),
        Delegation::Proxied { addresses } if addresses.iter().any(|address| is_cloudflare(address)) => format!(
            "Publish CNAME {host} with the value {value}, and switch its proxy off (at Cloudflare: \"DNS only\", the grey cloud)."
        ),
        Delegation::Proxied { .. } => format!(
            "Publish CNAME {host} with the value {value}, without proxy or flattening; addresses that come from a wildcard record go \
             away once it is there."
        ),
        Delegation::NotAtAllServers { .. } => {
            "Wait for the zone to spread; if it stays so, the servers named do not follow their primary.".to_owned()
        }
        Delegation::Unknown { .. } => "The check is repeated.".to_owned(),
    }
}

/// The zone's own name, when a provider has hung it onto a value that was meant to be absolute.
fn added_suffix<'a>(target: &'a str, wanted: &Record) -> Option<&'a str> {
    let suffix = target.strip_prefix(wanted.value.as_str())?.strip_prefix('.')?;
    wanted.host.strip_suffix(suffix)?.ends_with('.').then_some(suffix)
}

/// A name as it is entered in most panels: relative to the registered domain, and that domain.
fn relative(host: &str) -> Option<(&str, &str)> {
    let zone = registered_domain(host)?;
    Some((host.strip_suffix(zone)?.strip_suffix('.')?, zone))
}

/// Values that the name itself has, not what an alias leads to.
fn own_values(sighting: &Sighting) -> Vec<String> {
    let mut own: Vec<String> = Vec::new();
    for (_, answer) in sighting.answers().filter(|(_, answer)| answer.aliases.is_empty()) {
        for value in &answer.values {
            if !own.contains(value) {
                own.push(value.clone());
            }
        }
    }
    own
}

/// The first hop. Of several CNAMEs, which no zone may have (RFC 1034, 3.6.2), the one that is no token.
fn target<'a>(answer: &'a Answer, acme_zone: &str) -> Option<&'a str> {
    let hops = || answer.aliases.first().into_iter().chain(answer.values.iter().filter(|_| answer.aliases.is_empty()));
    hops().find(|hop| token_of(hop, acme_zone).is_none()).or_else(|| hops().next()).map(String::as_str)
}

/// The single label below the ACME zone.
fn token_of(target: &str, acme_zone: &str) -> Option<String> {
    let bare = |name: &str| name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase();
    let target = bare(target);
    let token = target.strip_suffix(&bare(acme_zone))?.strip_suffix('.')?;
    (!token.is_empty() && !token.contains('.')).then(|| token.to_owned())
}

/// The text that occurs most often, the first of equals.
fn commonest(texts: impl Iterator<Item = String>) -> Option<String> {
    let mut counted: Vec<(String, usize)> = Vec::new();
    for text in texts {
        match counted.iter_mut().find(|(known, _)| *known == text) {
            Some((_, count)) => *count += 1,
            None => counted.push((text, 1)),
        }
    }
    counted.into_iter().rev().max_by_key(|(_, count)| *count).map(|(text, _)| text)
}

/// At most three, none of them long, and how many more there are.
fn listed(texts: &[String]) -> String {
    let shown = texts.iter().take(3).map(|text| presentable(text, 80)).collect::<Vec<_>>().join(", ");
    if texts.len() > 3 { format!("{shown} and {} more", texts.len() - 3) } else { shown }
}

#[cfg(test)]
mod tests;
