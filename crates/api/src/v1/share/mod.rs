//! One connection as a share link shows it: its records, how far they are, and nothing else.

pub(crate) mod get;
mod words;

use crate::schemas::{Instant, StateName};
use crate::typed_in::{TypedIn, typed_in};
use nameplate_control::{Control, SharedConnection};
use nameplate_domain::connection::{Connection, Hindrance, State, WaitingFor as Needed};
use nameplate_domain::evidence::{ProofMethod, Propagation, RecordReport};
use nameplate_domain::records::Record;
use nameplate_domain::zone::relative_name;
use nameplate_providers::ProviderSpec;
use serde::Serialize;
use utoipa::ToSchema;
use words::{Situation, Words};

/// A connection for the person who holds the DNS login.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SharedConnection)]
pub(crate) struct Shared {
    /// Lower-case A-labels; `*.` first for a wildcard.
    #[schema(example = "app.customer.com")]
    pub(crate) hostname: String,
    /// The host name for people.
    pub(crate) hostname_unicode: String,
    /// Name of the product that it is for.
    pub(crate) application: String,
    #[schema(value_type = StateName)]
    pub(crate) state: State,
    /// Where it stands, in a few words.
    #[schema(example = "Records have to be added")]
    pub(crate) headline: String,
    /// What happens next.
    pub(crate) next: String,
    pub(crate) waiting_for: WaitingFor,
    /// What has to be published.
    pub(crate) records: Vec<SharedRecord>,
    /// The zone that the records go into; null when it could not be found.
    #[schema(required = true)]
    pub(crate) zone: Option<String>,
    /// Who hosts the zone; null when that is not known.
    #[schema(required = true)]
    pub(crate) provider: Option<Provider>,
    /// When DNS was last looked at.
    #[schema(required = true)]
    pub(crate) checked_at: Option<Instant>,
    /// Until when this is shown.
    pub(crate) expires_at: Instant,
}

/// Who has to act.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum WaitingFor {
    /// Whoever holds the DNS login.
    You,
    /// The platform: it goes on by itself.
    Platform,
    /// The product's people, who shared this.
    Sender,
    /// Nobody.
    Nobody,
}

/// A record that has to be published.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SharedRecord {
    pub(crate) purpose: RecordPurpose,
    /// As the provider calls it.
    #[serde(rename = "type")]
    #[schema(rename = "type", example = "CNAME")]
    pub(crate) rtype: &'static str,
    /// The full name.
    #[schema(example = "app.customer.com")]
    pub(crate) name: String,
    /// The name as it is typed in at the provider; relative to the zone where the provider is not known.
    #[schema(example = "app")]
    pub(crate) host: String,
    pub(crate) value: String,
    /// Seconds.
    pub(crate) ttl: u32,
    #[schema(required = true)]
    pub(crate) priority: Option<u16>,
    pub(crate) status: SharedStatus,
    /// What the last check saw in its place.
    #[schema(required = true)]
    pub(crate) observed_value: Option<String>,
    /// What is wrong with it, and what to do.
    #[schema(required = true)]
    pub(crate) message: Option<String>,
}

/// What a record is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RecordPurpose {
    /// Proves that the domain may be connected.
    Ownership,
    /// Leads visitors to the product.
    Traffic,
    /// Lets the certificate be had.
    Certificate,
}

/// Whether a record is there.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SharedStatus {
    /// The zone's servers have it.
    Found,
    /// They have not, or have another value.
    Missing,
    /// Nobody has looked yet, or no server could be asked.
    Unknown,
}

/// Who hosts the zone.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SharedProvider)]
pub(crate) struct Provider {
    pub(crate) name: &'static str,
    /// The page on which the zone's records are edited.
    #[schema(required = true)]
    pub(crate) records_url: Option<String>,
    /// Label of the field for the name.
    pub(crate) host_label: &'static str,
    /// Label of the field for the value.
    pub(crate) value_label: &'static str,
}

impl Shared {
    pub(crate) fn of(shown: SharedConnection, control: &Control) -> Self {
        let SharedConnection { connection, explanation, application, zone, provider, expires_at } = shown;
        let place = Place { zone: zone.as_deref().unwrap_or_else(|| connection.hostname.apex()), provider };
        let records = records(&connection, control, place);
        let Words { headline, next, waiting_for } = words::of(&Situation {
            hindrance: explanation.hindrance,
            // The reader of this page is the one who publishes, whoever else was thought of.
            waiting_for: match explanation.hindrance {
                Hindrance::Ownership | Hindrance::Records | Hindrance::Drift => Needed::Customer,
                _ => explanation.waiting_for,
            },
            sentence: &explanation.sentence,
            hostname: &connection.hostname.to_unicode(),
            application: &application,
        });
        Self {
            provider: provider.map(|spec| Provider {
                name: spec.name,
                records_url: spec.records_url.map(|url| url.replace("{zone}", place.zone)),
                host_label: spec.fields.host,
                value_label: spec.fields.value,
            }),
            hostname: connection.hostname.to_string(),
            hostname_unicode: connection.hostname.to_unicode(),
            application,
            state: connection.state,
            headline,
            next,
            waiting_for,
            records,
            zone,
            checked_at: connection.checked_at.map(Instant),
            expires_at: Instant(expires_at),
        }
    }
}

/// Where the records go.
#[derive(Clone, Copy)]
struct Place<'a> {
    zone: &'a str,
    provider: Option<&'static ProviderSpec>,
}

/// What is to be published, what proves ownership first.
fn records(connection: &Connection, control: &Control, place: Place<'_>) -> Vec<SharedRecord> {
    let offered = |wanted| control.offered_proofs(connection).into_iter().find(|(method, _)| *method == wanted);
    let report = |record: &Record| connection.reports.iter().find(|report| report.record == *record);
    let mut records = Vec::new();
    if !connection.standing().proven && connection.is_for_the_customer() {
        let proof = offered(ProofMethod::Txt).map(|(_, record)| record);
        let looked = connection.checked_at.is_some();
        // The proof is what ends this: until then it was not seen, or nobody has looked.
        let status = if looked { SharedStatus::Missing } else { SharedStatus::Unknown };
        records
            .extend(proof.map(|record| SharedRecord { status, ..place.show(&record, RecordPurpose::Ownership, None) }));
    }
    records.extend(connection.records.iter().map(|record| place.show(record, RecordPurpose::Traffic, report(record))));
    // A wildcard's certificate can be had by no other way.
    if connection.hostname.is_wildcard() {
        let delegation = offered(ProofMethod::AcmeCname).map(|(_, record)| record);
        records.extend(delegation.map(|record| place.show(&record, RecordPurpose::Certificate, report(&record))));
    }
    records
}

impl Place<'_> {
    fn show(self, record: &Record, purpose: RecordPurpose, report: Option<&RecordReport>) -> SharedRecord {
        let TypedIn { rtype, host, value, ttl } = match self.provider {
            Some(spec) => typed_in(record, spec, self.zone),
            None => TypedIn {
                rtype: record.rtype.as_str(),
                host: relative_name(&record.host, self.zone).to_owned(),
                value: record.value.clone(),
                ttl: record.ttl,
            },
        };
        SharedRecord {
            purpose,
            rtype,
            name: record.host.clone(),
            host,
            value,
            ttl,
            priority: record.priority,
            status: match report.map(|report| report.propagation) {
                Some(Propagation::Propagated) => SharedStatus::Found,
                Some(Propagation::Missing) => SharedStatus::Missing,
                Some(Propagation::Unknown) | None => SharedStatus::Unknown,
            },
            observed_value: report.and_then(|report| report.observed_value.clone()),
            message: report.and_then(|report| report.problem.as_ref()).map(|problem| problem.message.clone()),
        }
    }
}
