//! After publishing: is each mail record in place?

mod rules;

use super::generate::EmailRecords;
use crate::evidence::{Answer, QueryType, Sighting, Vantage};
use crate::records::{Record, RecordType};
use rules::Verdict;
use serde::{Deserialize, Serialize};

/// Where one wanted record stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EmailStatus {
    /// Every server of the zone that answered has it, or one that does as much.
    Present,
    /// Some servers have it, others do not yet.
    NotEverywhere,
    /// There is nothing of its kind.
    Missing,
    /// There is something of its kind that does not do.
    Wrong,
    /// No server of the zone answered. Nothing is concluded from that.
    Unknown,
}

impl EmailStatus {
    /// The name in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Present => "present",
            Self::NotEverywhere => "not_everywhere",
            Self::Missing => "missing",
            Self::Wrong => "wrong",
            Self::Unknown => "unknown",
        }
    }
}

/// What was found out about one wanted record.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct EmailFinding {
    /// The wanted record.
    pub record: Record,
    /// Where it stands.
    pub status: EmailStatus,
    /// What to do about it; `None` when it is present.
    pub message: Option<String>,
    /// What is odd about a record that does, each once.
    pub warnings: Vec<String>,
}

/// What to ask the zone's servers so that [`judge_published`] can answer: names without trailing dot, each question
/// once.
#[must_use]
pub fn questions(wanted: &EmailRecords) -> Vec<(String, QueryType)> {
    let mut questions = Vec::new();
    for record in &wanted.records {
        let question = (record.host.clone(), question_type(record.rtype));
        if !questions.contains(&question) {
            questions.push(question);
        }
    }
    questions
}

/// Says for each wanted record, in their order, whether it is in place.
///
/// - MX: the exchange is there; other exchanges and preferences are warned of.
/// - SPF: there is one record and it has all wanted mechanisms; it may have more. Two records are wrong, whatever they
///   say.
/// - DKIM: the same key under the same conditions, whatever its blanks, quotes and order of tags.
/// - DMARC: one valid policy that is as strict or stricter.
/// - CNAME: that target.
///
/// `seen` has the sightings of [`questions`]; a question that is not among them was not asked. Only the zone's own
/// servers count.
#[must_use]
pub fn judge_published(wanted: &EmailRecords, seen: &[Sighting]) -> Vec<EmailFinding> {
    wanted.records.iter().map(|record| judge(record, wanted, seen)).collect()
}

const fn question_type(rtype: RecordType) -> QueryType {
    match rtype {
        RecordType::A | RecordType::Alias => QueryType::A,
        RecordType::Aaaa => QueryType::Aaaa,
        RecordType::Caa => QueryType::Caa,
        RecordType::Cname => QueryType::Cname,
        RecordType::Mx => QueryType::Mx,
        RecordType::Ns => QueryType::Ns,
        RecordType::Txt => QueryType::Txt,
    }
}

fn judge(record: &Record, wanted: &EmailRecords, seen: &[Sighting]) -> EmailFinding {
    let finding = |status, message, warnings| EmailFinding { record: record.clone(), status, message, warnings };
    let asked: Vec<&Sighting> = seen
        .iter()
        .filter(|sighting| sighting.name == record.host && sighting.qtype == question_type(record.rtype))
        .collect();
    let verdicts: Vec<(String, Verdict)> = asked
        .iter()
        .flat_map(|sighting| sighting.answers())
        .filter(|(reply, _)| reply.server.vantage == Vantage::Authoritative)
        .map(|(reply, answer)| {
            (reply.server.to_string(), rules::judge(record, wanted, &values_of(answer, record.rtype)))
        })
        .collect();
    if verdicts.is_empty() {
        let why = asked.first().map_or_else(|| "no server was asked".to_owned(), |sighting| sighting.why_unanswered());
        let message =
            format!("No server of the zone said anything about {}: {why}. The check has to be repeated.", record.host);
        return finding(EmailStatus::Unknown, Some(message), Vec::new());
    }
    let mut warnings: Vec<String> = Vec::new();
    for (_, verdict) in &verdicts {
        if let Verdict::Does(of_one) = verdict {
            let new: Vec<String> = of_one.iter().filter(|warning| !warnings.contains(warning)).cloned().collect();
            warnings.extend(new);
        }
    }
    let lacking: Vec<&str> =
        verdicts.iter().filter(|(_, verdict)| !verdict.does()).map(|(server, _)| server.as_str()).collect();
    let worst = verdicts.iter().map(|(_, verdict)| verdict).find(|verdict| !verdict.does());
    match worst {
        None => finding(EmailStatus::Present, None, warnings),
        Some(_) if lacking.len() < verdicts.len() => {
            let message = format!(
                "{} {} is not yet at {}; the other servers of the zone have it. Wait for the zone to spread.",
                record.rtype,
                record.host,
                lacking.join(", ")
            );
            finding(EmailStatus::NotEverywhere, Some(message), warnings)
        }
        Some(Verdict::Wrong(message)) => finding(EmailStatus::Wrong, Some(message.clone()), warnings),
        Some(_) => {
            let preference =
                record.priority.map(|preference| format!(" and the preference {preference}")).unwrap_or_default();
            let message = format!("Add {} {} with the value {}{preference}.", record.rtype, record.host, record.value);
            finding(EmailStatus::Missing, Some(message), warnings)
        }
    }
}

/// The values that count. Of an alias it is the first step, which is the record of this name.
fn values_of(answer: &Answer, rtype: RecordType) -> Vec<String> {
    match answer.aliases.first() {
        Some(target) if rtype == RecordType::Cname => vec![target.clone()],
        _ => answer.values.clone(),
    }
}

#[cfg(test)]
mod tests;
