//! What is looked at before an authority is asked for a certificate, so that its refusal is foreseen and costs nothing.
//!
//! An authority asks from elsewhere, by resolvers of its own; what these questions find at the zone's own servers is what it will find too.

use super::observer::Observer;
use crate::name;
use futures_util::future::join_all;
use nameplate_domain::evidence::{QueryType, Server, Sighting, Unanswered};

/// The label under which DNS-01 looks (RFC 8555, 8.4).
const CHALLENGE_LABEL: &str = "_acme-challenge";

/// Which servers show a text.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct TextSpread {
    /// Servers that show it.
    pub showing: Vec<Server>,
    /// Servers that answered without it. Beyond an alias, servers whose target's servers do not all show it.
    pub missing: Vec<Server>,
    /// Servers that gave no usable answer, and why. An authority that asks one of them asks another one next.
    pub unanswered: Vec<(Server, Unanswered)>,
}

impl TextSpread {
    /// Whether every server that answered shows it, and at least one did.
    #[must_use]
    pub fn is_everywhere(&self) -> bool {
        self.missing.is_empty() && !self.showing.is_empty()
    }
}

impl Observer {
    /// CAA at a name and at each name above it, closest first, the top-level domain last and the root left out (RFC 8659, 3). Aliases
    /// are followed at each; the way up goes on from the name itself, not from where its alias leads. The first sighting with values
    /// decides alone; one before it that nobody answered leaves the matter open. A `*.` in front is left out.
    pub async fn climb_caa(&self, base: &str) -> Vec<Sighting> {
        let base = without_wildcard(base);
        let names =
            std::iter::successors(Some(base.as_str()), |name| name::parent(name)).filter(|name| !name.is_empty());
        join_all(names.map(|name| Box::pin(self.follow(name, QueryType::Caa, &[])))).await
    }

    /// What stands at `_acme-challenge.<base>`: the CNAME itself, the texts at the end of the way (RFC 8555, 8.4), and addresses in the
    /// zone, which tell a wildcard that answers for every name. A `*.` in front of `base` is left out.
    pub async fn look_at_challenge(&self, base: &str) -> [Sighting; 3] {
        let name = format!("{CHALLENGE_LABEL}.{}", without_wildcard(base));
        let (alias, texts, addresses) = tokio::join!(
            Box::pin(self.observe(&name, QueryType::Cname)),
            Box::pin(self.follow(&name, QueryType::Txt, &[])),
            Box::pin(self.observe(&name, QueryType::A)),
        );
        [alias, texts, addresses]
    }

    /// The addresses at which HTTP-01 and TLS-ALPN-01 would visit a name: A, then AAAA, aliases followed to their end.
    pub async fn look_at_addresses(&self, name: &str) -> [Sighting; 2] {
        let (ipv4, ipv6) = tokio::join!(
            Box::pin(self.follow(name, QueryType::A, &[])),
            Box::pin(self.follow(name, QueryType::Aaaa, &[])),
        );
        [ipv4, ipv6]
    }

    /// Which servers of the zone that owns `name` show exactly `text` there, or where an alias leads from there.
    pub async fn all_show_txt(&self, name: &str, text: &str) -> TextSpread {
        spread(&self.follow(name, QueryType::Txt, &[]).await, text)
    }
}

/// A server may have several replies, one for each answer that its alias leads to; the worst one is what it shows.
fn spread(sighting: &Sighting, text: &str) -> TextSpread {
    let mut spread = TextSpread::default();
    for reply in &sighting.replies {
        let server = &reply.server;
        match &reply.outcome {
            Ok(answer) if answer.values.iter().any(|value| value == text) => {
                if !spread.missing.contains(server) && !spread.showing.contains(server) {
                    spread.showing.push(server.clone());
                }
            }
            Ok(_) => {
                spread.showing.retain(|showing| showing != server);
                if !spread.missing.contains(server) {
                    spread.missing.push(server.clone());
                }
            }
            Err(why) => spread.unanswered.push((server.clone(), why.clone())),
        }
    }
    spread
}

fn without_wildcard(base: &str) -> String {
    let base = name::canonical(base);
    base.strip_prefix("*.").map_or(base.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use nameplate_domain::evidence::{Answer, Reply, Vantage};
    use nameplate_domain::time::Timestamp;

    fn server(name: &str) -> Server {
        Server { name: Some(name.into()), address: None, vantage: Vantage::Authoritative }
    }

    fn sighting(replies: &[(&str, Result<&[&str], Unanswered>)]) -> Sighting {
        let reply = |(name, outcome): &(&str, Result<&[&str], Unanswered>)| Reply {
            server: server(name),
            at: Timestamp::from_ms(0),
            outcome: outcome.clone().map(|values| Answer {
                values: values.iter().map(|value| (*value).to_owned()).collect(),
                ..Answer::default()
            }),
        };
        let replies = replies.iter().map(reply).collect();
        Sighting { name: "_acme-challenge.customer.test".into(), qtype: QueryType::Txt, zone: None, replies }
    }

    #[test]
    fn a_server_shows_a_text_only_when_all_its_answers_have_it() {
        for replies in [
            [("ns1", Ok(&["x", "y"][..])), ("ns1", Ok(&["y"][..])), ("ns2", Err(Unanswered::Timeout))],
            [("ns1", Ok(&["y"][..])), ("ns1", Ok(&["x", "y"][..])), ("ns2", Err(Unanswered::Timeout))],
        ] {
            let seen = spread(&sighting(&replies), "x");
            assert_eq!((seen.showing, seen.missing), (vec![], vec![server("ns1")]));
            assert_eq!(seen.unanswered, [(server("ns2"), Unanswered::Timeout)]);
            assert!(spread(&sighting(&replies), "y").is_everywhere());
        }
        assert!(!spread(&sighting(&[("ns1", Err(Unanswered::Lame))]), "x").is_everywhere());
        assert!(!spread(&sighting(&[("ns1", Ok(&["X"]))]), "x").is_everywhere(), "case counts");
    }
}
