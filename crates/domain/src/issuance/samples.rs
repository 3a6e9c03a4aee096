//! Sightings to judge in tests.

use crate::evidence::{Answer, QueryType, Reply, Server, Sighting, Unanswered, Vantage};
use crate::time::Timestamp;

pub(super) type Outcome = Result<Answer, Unanswered>;

/// The name has these values itself.
pub(super) fn has(values: &[&str]) -> Outcome {
    through(&[], values)
}

/// The name leads over these aliases to these values.
pub(super) fn through(aliases: &[&str], values: &[&str]) -> Outcome {
    let owned = |texts: &[&str]| texts.iter().map(ToString::to_string).collect();
    Ok(Answer { aliases: owned(aliases), values: owned(values), ..Answer::default() })
}

/// The server did not answer.
pub(super) fn silence() -> Outcome {
    Err(Unanswered::Timeout)
}

/// One question to as many servers as there are outcomes: `ns1.customer.com`, `ns2.customer.com`, ….
pub(super) fn sighting(name: &str, qtype: QueryType, outcomes: &[Outcome]) -> Sighting {
    let replies = outcomes.iter().enumerate().map(|(index, outcome)| Reply {
        server: server(index + 1),
        at: Timestamp::from_ms(0),
        outcome: outcome.clone(),
    });
    Sighting { name: name.to_owned(), qtype, zone: Some("customer.com".to_owned()), replies: replies.collect() }
}

/// `ns<number>.customer.com`.
pub(super) fn server(number: usize) -> Server {
    Server { name: Some(format!("ns{number}.customer.com")), address: None, vantage: Vantage::Authoritative }
}
