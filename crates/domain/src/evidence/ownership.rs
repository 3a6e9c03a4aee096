//! Does the evidence prove control of the host name?

use super::sighting::{Server, Sighting};
use crate::records::{Record, RecordType, canonical_value};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Which record proved control.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProofMethod {
    /// `TXT _customdomain-challenge.<host>`.
    Txt,
    /// `CNAME _acme-challenge.<host>` to the connection's token in the platform's ACME zone. It stays, and lets certificates be had by
    /// dns-01.
    AcmeCname,
    /// `TXT _paas-verify.<host>`.
    PaasTxt,
    /// `CNAME <host>` to the application's own host name.
    TrafficCname,
    /// `TXT _customdomain-challenge.<host>`, written by us with a delegated credential and seen at the zone's own servers.
    Credential,
    /// `TXT _customdomain-challenge.<host>`, written by the DNS provider from a template that its customer consented to.
    DomainConnect,
    /// None was looked for: whoever runs the platform vouched for the name, which it served elsewhere and whose certificate and private key
    /// it brought along. The record that stands in [`Proof`] is the one whose place that takes, and no server was asked.
    Operator,
}

impl ProofMethod {
    /// Every method; those that a person can choose come first, in the order in which they are offered.
    pub const ALL: [Self; 7] = [
        Self::Txt,
        Self::AcmeCname,
        Self::PaasTxt,
        Self::TrafficCname,
        Self::Credential,
        Self::DomainConnect,
        Self::Operator,
    ];

    /// The name in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Txt => "txt",
            Self::AcmeCname => "acme_cname",
            Self::PaasTxt => "paas_txt",
            Self::TrafficCname => "traffic_cname",
            Self::Credential => "credential",
            Self::DomainConnect => "domain_connect",
            Self::Operator => "operator",
        }
    }

    /// Whether the value is a token that only this connection has. Such a value was put there for this connection, even by a wildcard
    /// record (`*.customer.com` that answers for `_acme-challenge.shop.customer.com` too); any other may have been there all along.
    #[must_use]
    pub const fn bears_token(self) -> bool {
        match self {
            Self::Txt | Self::AcmeCname | Self::PaasTxt | Self::Credential | Self::DomainConnect => true,
            Self::TrafficCname | Self::Operator => false,
        }
    }

    /// Whether a record with that value is the wanted one. Users of platforms may write something around the token, which nobody can guess; every
    /// other value is exact.
    #[must_use]
    pub fn accepts(self, wanted: &str, value: &str) -> bool {
        match self {
            Self::PaasTxt => value.contains(wanted),
            _ => value == wanted,
        }
    }
}

/// What one server showed when the proof was accepted.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ServerSeen {
    /// Who was asked.
    pub server: Server,
    /// When.
    pub at: Timestamp,
    /// TTL of the record, in seconds.
    pub ttl: Option<u32>,
    /// Whether the record was there; `None` when the server gave no usable answer.
    pub seen: Option<bool>,
}

/// How control was proven: the receipt.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Proof {
    /// Which kind of record.
    pub method: ProofMethod,
    /// Owner name of the record.
    pub name: String,
    /// Its type.
    #[serde(rename = "type")]
    pub rtype: RecordType,
    /// The zone whose servers were asked.
    pub zone: Option<String>,
    /// Every server that was asked, and what it showed.
    pub servers: Vec<ServerSeen>,
    /// When it was accepted.
    pub at: Timestamp,
}

/// The answers for one offered proof.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OwnershipEvidence {
    /// Which kind of proof.
    pub method: ProofMethod,
    /// The record that would prove control.
    pub wanted: Record,
    /// What the zone's servers replied.
    pub sighting: Sighting,
    /// The same question for a random sibling name, asked when `wanted` is a CNAME without a token that seems to be there: a wildcard
    /// gives every sibling the same answer and so says nothing about this name. For a method that bears a token it does not count.
    pub sibling: Option<Sighting>,
}

/// What the evidence for one offered proof means.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum OwnershipVerdict {
    /// Every server that answered has the exact value.
    Proven(Proof),
    /// Some servers have it; these do not.
    PartlySeen {
        /// Servers that answered without the value.
        missing_at: Vec<Server>,
    },
    /// Servers answered and none has it.
    NotSeen {
        /// What is there instead.
        found: Vec<String>,
    },
    /// A wildcard record answers for every name, which proves nothing about this one.
    Wildcard,
    /// No server could be asked.
    CouldNotAsk {
        /// Why, in words.
        why: String,
    },
}

impl OwnershipEvidence {
    /// Every server that was asked, and whether it had the wanted value.
    #[must_use]
    pub fn servers(&self) -> Vec<ServerSeen> {
        let seen = |reply: &super::Reply| ServerSeen {
            server: reply.server.clone(),
            at: reply.at,
            ttl: reply.outcome.as_ref().ok().and_then(|answer| answer.ttl),
            seen: reply.outcome.as_ref().ok().map(|answer| has_value(self.method, &self.wanted, answer)),
        };
        self.sighting.replies.iter().map(seen).collect()
    }
}

/// Judges one offered proof. Existence is never enough: the value counts, at every server that answers.
#[must_use]
pub fn judge_ownership(evidence: &OwnershipEvidence, now: Timestamp) -> OwnershipVerdict {
    let servers = evidence.servers();
    let seen = servers.iter().filter(|server| server.seen == Some(true)).count();
    let missing_at: Vec<Server> =
        servers.iter().filter(|server| server.seen == Some(false)).map(|server| server.server.clone()).collect();
    if seen == 0 && missing_at.is_empty() {
        return OwnershipVerdict::CouldNotAsk { why: evidence.sighting.why_unanswered() };
    }
    if seen == 0 {
        return OwnershipVerdict::NotSeen { found: found(&evidence.sighting) };
    }
    let sibling = evidence.sibling.as_ref().filter(|_| !evidence.method.bears_token());
    if sibling.is_some_and(|sibling| !proves_no_wildcard(evidence, sibling)) {
        return OwnershipVerdict::Wildcard;
    }
    if !missing_at.is_empty() {
        return OwnershipVerdict::PartlySeen { missing_at };
    }
    OwnershipVerdict::Proven(Proof {
        method: evidence.method,
        name: evidence.wanted.host.clone(),
        rtype: evidence.wanted.rtype,
        zone: evidence.sighting.zone.clone(),
        servers,
        at: now,
    })
}

fn has_value(method: ProofMethod, wanted: &Record, answer: &super::Answer) -> bool {
    match wanted.rtype {
        // A TXT reached through a CNAME counts: delegating a challenge name is the owner's decision.
        RecordType::Txt => answer.values.iter().any(|value| method.accepts(&wanted.value, value)),
        // One hop: what the name itself points at, not where that leads.
        RecordType::Cname => {
            answer.aliases.first().or(answer.values.first()).map(|target| canonical_value(RecordType::Cname, target))
                == Some(wanted.value.clone())
        }
        _ => false,
    }
}

/// A sibling that could not be asked leaves the doubt in place.
fn proves_no_wildcard(evidence: &OwnershipEvidence, sibling: &Sighting) -> bool {
    let OwnershipEvidence { method, wanted, .. } = evidence;
    sibling.was_answered() && !sibling.answers().any(|(_, answer)| has_value(*method, wanted, answer))
}

fn found(sighting: &Sighting) -> Vec<String> {
    let mut found: Vec<String> = sighting.values().into_iter().map(str::to_owned).collect();
    for (_, answer) in sighting.answers() {
        for alias in &answer.aliases {
            if !found.contains(alias) {
                found.push(alias.clone());
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::{Answer, QueryType, Reply, Unanswered, Vantage};

    const NOW: Timestamp = Timestamp::from_ms(0);

    fn reply(outcome: Result<Answer, Unanswered>) -> Reply {
        let server = Server { name: Some("ns1.customer.com".into()), address: None, vantage: Vantage::Authoritative };
        Reply { server, at: NOW, outcome }
    }

    fn texts(values: &[&str]) -> Result<Answer, Unanswered> {
        Ok(Answer { values: values.iter().map(ToString::to_string).collect(), ttl: Some(60), ..Answer::default() })
    }

    fn alias(target: &str) -> Result<Answer, Unanswered> {
        Ok(Answer { aliases: vec![target.into()], ..Answer::default() })
    }

    fn evidence(rtype: RecordType, value: &str, outcomes: Vec<Result<Answer, Unanswered>>) -> OwnershipEvidence {
        OwnershipEvidence {
            method: if rtype == RecordType::Txt { ProofMethod::Txt } else { ProofMethod::TrafficCname },
            wanted: Record::new("x.customer.com", rtype, value, 60),
            sighting: Sighting {
                name: "x.customer.com".into(),
                qtype: QueryType::Txt,
                zone: Some("customer.com".into()),
                replies: outcomes.into_iter().map(reply).collect(),
            },
            sibling: None,
        }
    }

    fn judged(outcomes: Vec<Result<Answer, Unanswered>>) -> OwnershipVerdict {
        judge_ownership(&evidence(RecordType::Txt, "cd-verify-1", outcomes), NOW)
    }

    #[test]
    fn the_exact_value_among_others_proves() {
        assert!(matches!(judged(vec![texts(&["v=spf1 -all", "cd-verify-1"])]), OwnershipVerdict::Proven(_)));
    }

    #[test]
    fn existence_is_never_enough() {
        for near in ["cd-verify-2", "cd-verify-1 ", "CD-VERIFY-1", "xcd-verify-1", ""] {
            assert!(matches!(judged(vec![texts(&[near])]), OwnershipVerdict::NotSeen { .. }), "{near:?}");
        }
    }

    #[test]
    fn a_platforms_txt_may_say_more_than_the_token() {
        let token = "ceed68a2ed6e2b50fe53b1dbbb74fba0";
        let shown = |value: &str| OwnershipEvidence {
            method: ProofMethod::PaasTxt,
            ..evidence(RecordType::Txt, token, vec![texts(&["v=spf1 -all", value])])
        };
        for around in [token.to_owned(), format!("paas-verify={token}"), format!("token: {token} ")] {
            assert!(matches!(judge_ownership(&shown(&around), NOW), OwnershipVerdict::Proven(_)), "{around:?}");
        }
        for other in [&token[1..], "paas-verify=", "CEED68A2ED6E2B50FE53B1DBBB74FBA0", ""] {
            assert!(matches!(judge_ownership(&shown(other), NOW), OwnershipVerdict::NotSeen { .. }), "{other:?}");
        }
    }

    #[test]
    fn all_servers_that_answer_must_agree() {
        let partly = judged(vec![texts(&["cd-verify-1"]), texts(&[])]);
        assert!(matches!(partly, OwnershipVerdict::PartlySeen { missing_at } if missing_at.len() == 1));
    }

    #[test]
    fn a_server_that_cannot_be_asked_is_neither_yes_nor_no() {
        let proven = judged(vec![texts(&["cd-verify-1"]), Err(Unanswered::Timeout)]);
        assert!(matches!(proven, OwnershipVerdict::Proven(proof) if proof.servers[1].seen.is_none()));
        for failure in [Unanswered::Timeout, Unanswered::ServerFailure, Unanswered::Refused, Unanswered::Lame] {
            assert!(matches!(judged(vec![Err(failure)]), OwnershipVerdict::CouldNotAsk { .. }));
        }
    }

    #[test]
    fn a_wildcard_cname_proves_nothing_about_one_name() {
        let mut traffic = evidence(RecordType::Cname, "app-1.saas.example", vec![alias("app-1.saas.example")]);
        assert!(matches!(judge_ownership(&traffic, NOW), OwnershipVerdict::Proven(_)));
        traffic.sibling = Some(traffic.sighting.clone());
        assert_eq!(judge_ownership(&traffic, NOW), OwnershipVerdict::Wildcard);
        traffic.sibling = Some(Sighting { replies: vec![reply(Err(Unanswered::Timeout))], ..traffic.sighting.clone() });
        assert_eq!(judge_ownership(&traffic, NOW), OwnershipVerdict::Wildcard);
        traffic.sibling = Some(Sighting { replies: vec![reply(texts(&[]))], ..traffic.sighting.clone() });
        assert!(matches!(judge_ownership(&traffic, NOW), OwnershipVerdict::Proven(_)));
    }

    #[test]
    fn a_wildcard_cname_with_the_token_was_put_there_on_purpose() {
        let value = "0a1b.acme.saas.example";
        let mut delegated = evidence(RecordType::Cname, value, vec![alias(value)]);
        delegated.method = ProofMethod::AcmeCname;
        delegated.sibling = Some(delegated.sighting.clone());
        assert!(
            matches!(judge_ownership(&delegated, NOW), OwnershipVerdict::Proven(proof) if proof.method == ProofMethod::AcmeCname)
        );
        delegated.sibling = None;
        delegated.sighting.replies = vec![reply(alias("0A1B.acme.saas.example.")), reply(Err(Unanswered::Timeout))];
        assert!(
            matches!(judge_ownership(&delegated, NOW), OwnershipVerdict::Proven(_)),
            "names are compared without case"
        );
        for other in ["ffff.acme.saas.example", "0a1b.acme.saas.example.customer.com", "acme.saas.example"] {
            delegated.sighting.replies = vec![reply(alias(other))];
            assert!(matches!(judge_ownership(&delegated, NOW), OwnershipVerdict::NotSeen { .. }), "{other}");
        }
        delegated.sighting.replies = vec![reply(alias(value)), reply(alias("other.example"))];
        assert!(matches!(judge_ownership(&delegated, NOW), OwnershipVerdict::PartlySeen { .. }));
    }

    #[test]
    fn methods_are_named_as_they_are_stored() {
        for method in ProofMethod::ALL {
            assert_eq!(serde_json::to_value(method).unwrap(), method.as_str());
        }
    }

    #[test]
    fn a_cname_counts_by_its_first_hop() {
        let hops =
            Ok(Answer { aliases: vec!["other.example".into(), "app-1.saas.example".into()], ..Answer::default() });
        let traffic = evidence(RecordType::Cname, "app-1.saas.example", vec![hops]);
        assert!(matches!(judge_ownership(&traffic, NOW), OwnershipVerdict::NotSeen { .. }));
    }
}
