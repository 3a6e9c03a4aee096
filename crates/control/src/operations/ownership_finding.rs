//! What all the offered proofs say together.

use nameplate_domain::connection::Problem;
use nameplate_domain::evidence::{OwnershipEvidence, OwnershipVerdict, Proof};
use nameplate_domain::records::Record;

/// Longest text of values that are there instead, in characters.
const VALUES_SHOWN_MAX: usize = 100;

/// What all the offered proofs say together.
#[derive(Debug)]
pub(super) enum Finding {
    Proven(Proof),
    Partly(Problem),
    NotSeen(Problem),
    CouldNotAsk(Problem),
}

/// The best of several verdicts. The first offered proof, the ownership TXT, is the one that people are told about.
pub(super) fn weigh(verdicts: Vec<(OwnershipEvidence, OwnershipVerdict)>) -> Finding {
    let mut partly = None;
    let mut first = None;
    for (evidence, verdict) in verdicts {
        match verdict {
            OwnershipVerdict::Proven(proof) => return Finding::Proven(proof),
            OwnershipVerdict::PartlySeen { missing_at } if partly.is_none() => {
                let servers: Vec<String> = missing_at.iter().map(ToString::to_string).collect();
                partly = Some(Finding::Partly(Problem {
                    code: "ownership_not_at_all_servers".into(),
                    message: format!(
                        "{} {} is not yet at {}; the other servers of the zone have it. Wait for the zone to spread.",
                        evidence.wanted.rtype,
                        evidence.wanted.host,
                        servers.join(", ")
                    ),
                }));
            }
            other => {
                first.get_or_insert((evidence, other));
            }
        }
    }
    partly.or_else(|| first.map(|(evidence, verdict)| explain(&evidence, &verdict))).unwrap_or_else(|| {
        Finding::CouldNotAsk(Problem { code: "dns_unreachable".into(), message: "No server was asked.".into() })
    })
}

fn explain(evidence: &OwnershipEvidence, verdict: &OwnershipVerdict) -> Finding {
    let Record { host, rtype, .. } = &evidence.wanted;
    match verdict {
        OwnershipVerdict::CouldNotAsk { why } => Finding::CouldNotAsk(Problem {
            code: "dns_unreachable".into(),
            message: format!(
                "The servers of {} gave no usable answer about {host}: {why}. Nothing is concluded from that; try again.",
                evidence.sighting.zone.as_deref().unwrap_or("the zone")
            ),
        }),
        OwnershipVerdict::NotSeen { found } if !found.is_empty() => Finding::NotSeen(Problem {
            code: "ownership_differs".into(),
            message: format!(
                "{rtype} {host} exists with another value ({}). Its value must be exactly the one in ownership_challenge.",
                shortened(&found.join(", "))
            ),
        }),
        _ => Finding::NotSeen(Problem {
            code: "ownership_missing".into(),
            message: format!(
                "{host} has no {rtype} record. Publish the one in ownership_challenge at exactly that name."
            ),
        }),
    }
}

/// What others wrote into their zone, short enough for a sentence.
fn shortened(values: &str) -> String {
    match values.char_indices().nth(VALUES_SHOWN_MAX) {
        Some((end, _)) => format!("{}…", &values[..end]),
        None => values.to_owned(),
    }
}
