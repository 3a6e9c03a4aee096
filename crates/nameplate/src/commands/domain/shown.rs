//! What reports on domains have in common.

use crate::commands::api::answers::{Challenge, Connection, Desired, Offered};
use crate::commands::look::{Look, Tone};
use crate::commands::sheet::Sheet;
use schemars::JsonSchema;
use serde::Serialize;

/// A domain that was added.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(in crate::commands) struct DomainShown {
    /// Of the connection, as the API knows it.
    pub(in crate::commands) id: String,
    pub(in crate::commands) hostname: String,
    /// The host name for people.
    pub(in crate::commands) hostname_unicode: String,
    pub(in crate::commands) application_id: String,
    /// `pending_ownership`, `verified`, `live` …: /docs/reference/lifecycle has them all.
    pub(in crate::commands) state: String,
    /// Whether it is proven to be yours.
    pub(in crate::commands) verified: bool,
    /// By which kind of record; null before.
    pub(in crate::commands) proof: Option<String>,
    /// Who has to act: `customer` (whoever manages its DNS), `developer`, `platform`, `authority` or `nobody`.
    pub(in crate::commands) waiting_for: String,
    /// Why it is not live, or that it is.
    pub(in crate::commands) explanation: String,
    pub(in crate::commands) created_at: String,
    /// Since when it is in its state.
    pub(in crate::commands) state_since: String,
}

impl From<&Connection> for DomainShown {
    fn from(connection: &Connection) -> Self {
        Self {
            id: connection.id.clone(),
            hostname: connection.hostname.clone(),
            hostname_unicode: connection.hostname_unicode.clone(),
            application_id: connection.application_id.clone(),
            state: connection.state.clone(),
            verified: connection.proof.is_some(),
            proof: connection.proof.as_ref().map(|proof| proof.method.clone()),
            waiting_for: connection.explanation.waiting_for.clone(),
            explanation: connection.explanation.sentence.clone(),
            created_at: connection.created_at.clone(),
            state_since: connection.state_since.clone(),
        }
    }
}

/// A record that is to be published.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub(in crate::commands) struct RecordShown {
    #[serde(rename = "type")]
    pub(in crate::commands) rtype: String,
    /// In full, without a dot at its end.
    pub(in crate::commands) name: String,
    pub(in crate::commands) value: String,
    /// Whether the zone's own servers have it; null when that is not known.
    pub(in crate::commands) published: Option<bool>,
    /// What they have in its place.
    pub(in crate::commands) observed_value: Option<String>,
}

impl RecordShown {
    /// As it is read and typed: name, type, value.
    pub(super) fn text(&self) -> String {
        format!("{} {} {}", self.name, self.rtype, self.value)
    }
}

impl From<&Desired> for RecordShown {
    fn from(record: &Desired) -> Self {
        let was_looked_for = record.vantages.as_ref().is_none_or(|asked| !asked.is_empty());
        Self {
            rtype: record.rtype.clone(),
            name: record.host.clone(),
            value: record.value.clone(),
            published: record.propagated.filter(|_| was_looked_for),
            observed_value: record.observed_value.clone(),
        }
    }
}

impl From<&Offered> for RecordShown {
    fn from(record: &Offered) -> Self {
        Self {
            rtype: record.rtype.clone(),
            name: record.name.clone(),
            value: record.value.clone(),
            published: record.propagated,
            observed_value: record.observed_value.clone(),
        }
    }
}

impl From<&Challenge> for RecordShown {
    fn from(record: &Challenge) -> Self {
        Self {
            rtype: record.rtype.clone(),
            name: record.name.clone(),
            value: record.value.clone(),
            published: record.published,
            observed_value: record.observed_value.clone(),
        }
    }
}

/// The one CNAME that proves a connection's name and delegates its certificate's challenges.
pub(in crate::commands) fn challenge_of(connection: &Connection) -> Option<RecordShown> {
    let offered = connection.ownership_proofs.iter().find(|proof| proof.method == "acme_cname")?;
    // It proved the name, and nobody has looked again since.
    let is_the_proof = connection.proof.as_ref().is_some_and(|proof| proof.method == offered.method);
    let just_seen = (is_the_proof && offered.vantages.is_none()).then_some(true);
    Some(RecordShown { published: offered.propagated.or(just_seen), ..RecordShown::from(offered) })
}

/// The records that send visitors here.
pub(in crate::commands) fn records_of(connection: &Connection) -> Vec<RecordShown> {
    connection.dns_records.iter().map(RecordShown::from).collect()
}

/// What a state is for whoever reads it.
pub(in crate::commands) fn tone_of(state: &str) -> Tone {
    match state {
        "live" => Tone::Good,
        "stalled" | "drifted" | "failed" => Tone::Bad,
        "archived" => Tone::Faint,
        _ => Tone::Waiting,
    }
}

/// A host name as a shell takes it: the star of a wildcard would stand for files.
pub(super) fn typed(hostname: &str) -> String {
    if hostname.starts_with('*') { format!("'{hostname}'") } else { hostname.to_owned() }
}

/// The record to publish, and what to do then.
pub(super) fn action(look: Look, challenge: &RecordShown, again: &str) -> Vec<String> {
    vec![
        "Publish this record where the domain's DNS is managed, and leave it there:".to_owned(),
        String::new(),
        format!("  {}", look.paint(Tone::Strong, &challenge.text())),
        String::new(),
        "It proves that the name is yours, and lets its certificates be renewed. At a host that proxies (Cloudflare): DNS only.".to_owned(),
        look.paint(Tone::Plain, &format!("Then: {again}")),
    ]
}

/// Of a plan for a new claim: which record is to be published then.
pub(super) fn drawn_with_the_claim(hostname: &str) -> String {
    let base = hostname.strip_prefix("*.").unwrap_or(hostname);
    format!("Then a CNAME at _acme-challenge.{base} is to be published; its value is drawn with the claim.")
}

/// Tells people who wait what they wait for.
pub(super) fn tell_waiting(sheet: &dyn Sheet, challenge: Option<&RecordShown>, seconds: u64) {
    let record = challenge.map(RecordShown::text).unwrap_or_default();
    let record = sheet.look().paint(Tone::Strong, &record);
    sheet.progress(&format!("Waiting, for {seconds} s at most, for: {record}"));
}

/// A line for each record, with whether it is there.
pub(in crate::commands) fn records(look: Look, label: &str, records: &[RecordShown]) -> Vec<String> {
    records
        .iter()
        .enumerate()
        .map(|(at, record)| look.labelled(if at == 0 { label } else { "" }, record.tone(), &record.told()))
        .collect()
}

impl RecordShown {
    pub(in crate::commands) fn tone(&self) -> Tone {
        match self.published {
            Some(true) => Tone::Good,
            Some(false) if self.observed_value.is_some() => Tone::Bad,
            Some(false) => Tone::Waiting,
            None => Tone::Plain,
        }
    }

    /// The record, and whether it is there.
    pub(in crate::commands) fn told(&self) -> String {
        let stands = match (self.published, &self.observed_value) {
            (Some(true), _) => "published".to_owned(),
            (Some(false), Some(other)) => format!("not published; {other} is there instead"),
            (Some(false), None) => "not published".to_owned(),
            (None, _) => "not looked at yet, or nobody could say".to_owned(),
        };
        format!("{} — {stands}", self.text())
    }
}
