//! Records for mail at the connection's own domain: generated, merged with what is published, and written as far as that is safe.

use super::apply::to_its_end;
use super::apply_records::{WriteReport, refusal};
use super::automate::wishes_for;
use super::write::planned;
use crate::{Control, Refused};
use futures_util::future::join_all;
use nameplate_domain::connection::Connection;
use nameplate_domain::delegated::{ChangeSet, Purpose};
use nameplate_domain::email::spf::{self, SpfCounter, SpfRecord};
use nameplate_domain::email::{
    EmailFields, EmailFinding, EmailRecords, EmailRequest, generate, judge_published, questions, split_for_apply,
};
use nameplate_domain::evidence::{QueryType, Sighting};
use nameplate_domain::hostname::Hostname;
use nameplate_domain::records::{Record, RecordType};
use nameplate_domain::tenancy::{Caller, ConnectionId, Scope};
use nameplate_domain::zone::{RrData, RrSet, RrType, Wish, ZoneContents};

/// Most rounds of questions for counting what an SPF record costs its readers.
const SPF_ROUNDS_MAX: usize = 12;

/// What was written for mail, and what is left for people.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EmailReport {
    /// The mail domain.
    pub domain: String,
    /// Everything that is wanted.
    pub wanted: EmailRecords,
    /// What was written, or would be.
    pub written: Vec<Record>,
    /// What a person has to set: the apex SPF, and what would replace something of theirs.
    pub manual: Vec<Record>,
    /// The write.
    pub write: WriteReport,
    /// What the zone's own servers show of each wanted record now.
    pub seen: Vec<EmailFinding>,
}

impl Control {
    /// Generates records for mail and writes those that are safe to write. `fields.domain` may be left empty: the connection's apex; else it
    /// is that or the connection's own name.
    ///
    /// # Errors
    /// [`Refused::Invalid`] naming the field; [`Refused::NotProven`]; else as [`Control::apply_records`].
    pub async fn apply_email(
        &self,
        caller: &Caller,
        id: ConnectionId,
        mut fields: EmailFields,
        dry_run: bool,
    ) -> Result<EmailReport, Refused> {
        caller.require(Scope::ConnectionsWrite)?;
        let connection = self.connection_of(caller, id).await?;
        if connection.state.is_terminal() {
            return Err(Refused::Ended(connection.state));
        }
        if !connection.standing().holds_claim() {
            return Err(Refused::NotProven { hostname: connection.hostname.to_string() });
        }
        fields.domain = own_domain(&connection.hostname, &fields.domain)?;
        let request = |fields: &EmailFields| {
            EmailRequest::new(fields).map_err(|error| Refused::invalid(error.field.to_string(), error.reason.clone()))
        };
        // What the caller wrote has to be right, whatever is published.
        request(&fields)?;
        let published = self.published_spf(&fields.domain).await;
        if fields.existing_spf.as_deref().is_none_or(|text| text.trim().is_empty()) {
            fields.existing_spf = one_of(&published);
        }
        let request = request(&fields)?;
        let mut wanted = generate(&request);
        wanted.notes.extend(self.spf_cost(&fields.domain, &wanted).await);

        let hand = self.hand_or_refusal(&connection).await?;
        let (to_write, mut manual) = split_for_apply(&wanted, &hand.zone.name);
        let contents = self.read_for(&hand, &wishes_for(&to_write)).await.map_err(refusal)?;
        let (written, theirs): (Vec<Record>, Vec<Record>) =
            to_write.into_iter().partition(|record| !replaces_a_policy(record, &contents));
        manual.extend(theirs);
        let wishes = email_wishes(&written);
        let changes = planned(&contents, &wishes, &hand).map_err(refusal)?;
        let (provider, zone) = (hand.spec.key.to_owned(), hand.zone.name.clone());
        let change_set = match dry_run {
            true => None,
            false => {
                let (control, begun) = (self.on_behalf_of(caller), connection.clone());
                to_its_end(async move { control.write_email(&begun, hand, wishes).await }).await?
            }
        };
        self.observer.forget(&fields.domain).await;
        let asked = questions(&wanted);
        let seen = join_all(asked.iter().map(|(name, qtype)| self.observer.observe(name, *qtype))).await;
        let seen = judge_published(&wanted, &seen);
        let write = WriteReport { connection, provider, zone, changes, change_set };
        Ok(EmailReport { domain: fields.domain, wanted, written, manual, write, seen })
    }

    async fn write_email(
        &self,
        connection: &Connection,
        hand: super::hand::Hand,
        wishes: Vec<Wish>,
    ) -> Result<Option<ChangeSet>, Refused> {
        let lease = self.lease_zone(&hand).await?.map_err(refusal)?;
        let written = async {
            let contents = self.read_for(&hand, &wishes).await.map_err(refusal)?;
            let changes = planned(&contents, &wishes, &hand).map_err(refusal)?;
            self.write(connection, &hand, &lease, Purpose::Email, changes).await?.map_err(refusal)
        };
        let result = written.await;
        self.release_zone(lease).await;
        result
    }

    /// Every SPF record that the domain publishes.
    async fn published_spf(&self, domain: &str) -> Vec<String> {
        let sighting = self.observer.observe(domain, QueryType::Txt).await;
        texts(&sighting).into_iter().filter(|text| spf::is_spf(text)).collect()
    }

    /// What the wanted SPF record costs whoever reads it (RFC 7208, 4.6.4), if it is too much or wrong.
    async fn spf_cost(&self, domain: &str, wanted: &EmailRecords) -> Vec<String> {
        let wanted = wanted.records.iter().find(|record| record.rtype == RecordType::Txt && spf::is_spf(&record.value));
        let Some(record) = wanted.and_then(|record| record.value.parse::<SpfRecord>().ok()) else { return vec![] };
        let mut counter = SpfCounter::new(domain, record);
        for _ in 0..SPF_ROUNDS_MAX {
            let names: Vec<String> = counter.wanted();
            if names.is_empty() {
                break;
            }
            let seen = join_all(names.iter().map(|name| self.observer.follow(name, QueryType::Txt, &[]))).await;
            for (name, sighting) in names.iter().zip(&seen) {
                let texts = texts(sighting);
                counter.answered(name, sighting.was_answered().then_some(texts.as_slice()));
            }
        }
        let counted = counter.counted();
        let mut notes = Vec::new();
        if counted.over_limit {
            notes.push(format!(
                "SPF: the record needs {} DNS lookups, and receivers stop at 10 (RFC 7208, 4.6.4). Remove senders that are no longer used.",
                counted.lookups
            ));
        }
        if !counted.loops.is_empty() {
            notes.push(format!("SPF: {} includes itself; receivers give up there.", counted.loops.join(", ")));
        }
        notes
    }
}

fn texts(sighting: &Sighting) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for text in sighting.values() {
        if !texts.iter().any(|known| known == text) {
            texts.push(text.to_owned());
        }
    }
    texts
}

/// The record to merge into: what is published, as it is, so that notes tell every change; of several what they are together. `None` of
/// what no mail server reads.
fn one_of(published: &[String]) -> Option<String> {
    match published {
        [] => None,
        [one] => one.parse::<SpfRecord>().ok().map(|record| record.to_string()),
        several => {
            let all: Vec<&str> = several.iter().map(String::as_str).collect();
            spf::merge_all(&all, &[]).ok().map(|merged| merged.value)
        }
    }
}

/// The connection's own name or its apex; nothing means the apex, since a name that leads to us can seldom carry mail.
fn own_domain(hostname: &Hostname, asked: &str) -> Result<String, Refused> {
    let asked = asked.trim().trim_end_matches('.').to_ascii_lowercase();
    match asked.as_str() {
        "" => Ok(hostname.apex().to_owned()),
        own if own == hostname.base() || own == hostname.apex() => Ok(asked),
        _ => {
            let own = if hostname.base() == hostname.apex() {
                hostname.apex().to_owned()
            } else {
                format!("{} or {}", hostname.apex(), hostname.base())
            };
            Err(Refused::invalid("domain", format!("must be the connection's own: {own}")))
        }
    }
}

/// Whether writing `record` would put a second policy beside one of theirs, or replace it: DMARC and SPF have one record each.
fn replaces_a_policy(record: &Record, contents: &ZoneContents) -> bool {
    let begins = |text: &str, with: &str| text.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with));
    let kind = ["v=DMARC1", "v=spf1"].into_iter().find(|kind| begins(&record.value, kind));
    let (Some(kind), Some(stored)) = (kind, contents.at(&record.host, &RrType::Txt)) else { return false };
    let is_theirs = |data: &RrData| matches!(data, RrData::Txt(text) if begins(text, kind) && *text != record.value);
    stored.set.data.iter().any(is_theirs)
}

/// The mailbox provider's exchanges and keys are the only ones of their names; texts are among others.
fn email_wishes(records: &[Record]) -> Vec<Wish> {
    let mut wishes = Vec::new();
    for record in records {
        let is_key = record.rtype == RecordType::Txt && record.host.contains("._domainkey.");
        if record.rtype != RecordType::Mx && !is_key {
            wishes.extend(wishes_for(std::slice::from_ref(record)));
        }
    }
    let whole = |rtype: RecordType| records.iter().filter(move |record| record.rtype == rtype);
    let mx: Vec<RrData> = whole(RecordType::Mx)
        .map(|record| RrData::Mx { preference: record.priority.unwrap_or(10), exchange: record.value.clone() })
        .collect();
    if let Some(first) = whole(RecordType::Mx).next() {
        wishes.push(Wish::Exactly(RrSet::new(&first.host, RrType::Mx, first.ttl, mx)));
    }
    for key in whole(RecordType::Txt).filter(|record| record.host.contains("._domainkey.")) {
        wishes.push(Wish::Exactly(RrSet::of_one(&key.host, key.ttl, RrData::Txt(key.value.clone()))));
    }
    wishes
}
