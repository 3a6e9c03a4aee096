//! How an edge is, in its own words. In this shape it goes to the control plane, and is kept there, as JSON.
//!
//! An edge of another version may say less or more: what is missing is unknown, what is unknown here is passed over.

use crate::issuance::budget::{Level, Limit, available};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Longest text that is kept of a version or a name, in characters.
const TEXT_LENGTH_MAX: usize = 100;
/// Most authorities of one edge, and budgets of one authority, that are kept.
const LIST_LENGTH_MAX: usize = 20;

/// How an edge is. Counters count since its start.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct EdgeStatus {
    /// Of the program.
    pub version: Option<String>,
    /// When it started.
    pub started_at: Option<Timestamp>,
    /// Names that it has a certificate for, in memory or on its shelf.
    pub certificates: Option<u64>,
    /// How often it had to know whether a name is served.
    pub asks: Option<u64>,
    /// How often of these it knew without the control plane.
    pub ask_hits: Option<u64>,
    /// TLS handshakes finished.
    pub handshakes: Option<u64>,
    /// TCP streams of visitors open now.
    pub streams: Option<u64>,
    /// Who signs its certificates, the preferred first.
    pub authorities: Vec<AuthorityStatus>,
}

/// How an edge stands with a certification authority.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AuthorityStatus {
    /// Its name in the edge's settings.
    pub name: String,
    /// Until when this edge leaves it alone, because it could not be used.
    pub resting_until: Option<Timestamp>,
    /// What may still be asked of it.
    pub budgets: Vec<BudgetStatus>,
}

/// One rate limit of an authority, and what is left of it.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct BudgetStatus {
    /// What is limited: `orders`.
    pub limit: String,
    /// How many at once, from full.
    pub capacity: u32,
    /// How many now.
    pub available: u32,
    /// How many come back in an hour.
    pub refills_per_hour: f64,
    /// Until when none is to be had, whatever is left, because the authority said so.
    pub closed_until: Option<Timestamp>,
}

impl EdgeStatus {
    /// The same, with nothing in it that is longer than anybody reads.
    #[must_use]
    pub fn bounded(mut self) -> Self {
        self.version = self.version.map(|version| shortened(&version));
        self.authorities.truncate(LIST_LENGTH_MAX);
        for authority in &mut self.authorities {
            authority.name = shortened(&authority.name);
            authority.budgets.truncate(LIST_LENGTH_MAX);
            for budget in &mut authority.budgets {
                budget.limit = shortened(&budget.limit);
            }
        }
        self
    }
}

impl BudgetStatus {
    /// What is left of `limit` in a bucket. A separate one says whether it is closed.
    #[must_use]
    pub fn of(name: &str, limit: Limit, bucket: Level, closed_until: Option<Timestamp>, now: Timestamp) -> Self {
        let closed_until = bucket.closed_until.max(closed_until).filter(|until| now < *until);
        Self {
            limit: name.to_owned(),
            capacity: limit.count,
            available: available(bucket.full_at, limit, now),
            refills_per_hour: limit.per_hour(),
            closed_until,
        }
    }

    fn is_tighter_than(&self, other: &Self) -> bool {
        (self.closed_until, other.available) > (other.closed_until, self.available)
    }
}

/// The authorities of several edges, by name, each as the edge sees it that can use it least. Edges that share a shelf share their
/// budgets; of edges that do not, the tightest counts.
#[must_use]
pub fn together(edges: impl IntoIterator<Item = EdgeStatus>, now: Timestamp) -> Vec<AuthorityStatus> {
    let mut all: BTreeMap<String, AuthorityStatus> = BTreeMap::new();
    for authority in edges.into_iter().flat_map(|edge| edge.authorities) {
        let AuthorityStatus { name, resting_until, budgets } = authority;
        let known = all.entry(name.clone()).or_insert_with(|| AuthorityStatus { name, ..AuthorityStatus::default() });
        known.resting_until = known.resting_until.max(resting_until).filter(|until| now < *until);
        for mut budget in budgets {
            budget.closed_until = budget.closed_until.filter(|until| now < *until);
            match known.budgets.iter_mut().find(|known| known.limit == budget.limit) {
                None => known.budgets.push(budget),
                Some(known) if budget.is_tighter_than(known) => *known = budget,
                Some(_) => {}
            }
        }
    }
    all.into_values().collect()
}

fn shortened(text: &str) -> String {
    text.chars().filter(|char| !char.is_control()).take(TEXT_LENGTH_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn edges_of_other_versions_are_understood() {
        assert_eq!(serde_json::from_str::<EdgeStatus>("{}").unwrap(), EdgeStatus::default());
        let newer = r#"{"version":"9.9.9","asks":3,"mood":"good","authorities":[{"name":"le","colour":"red"}]}"#;
        let read: EdgeStatus = serde_json::from_str(newer).unwrap();
        assert_eq!((read.version.as_deref(), read.asks, read.ask_hits), (Some("9.9.9"), Some(3), None));
        assert_eq!(read.authorities[0].name, "le");
    }

    #[test]
    fn what_is_kept_has_an_end() {
        let budget = BudgetStatus { limit: "x".repeat(1000), ..BudgetStatus::default() };
        let authority = AuthorityStatus { name: "y\n".repeat(1000), budgets: vec![budget; 50], ..Default::default() };
        let status =
            EdgeStatus { version: Some("z".repeat(1000)), authorities: vec![authority; 50], ..EdgeStatus::default() };
        let bounded = status.bounded();
        assert_eq!(bounded.version, Some("z".repeat(100)));
        assert_eq!(bounded.authorities.len(), 20);
        assert_eq!(bounded.authorities[0].name, "y".repeat(100));
        assert_eq!((bounded.authorities[0].budgets.len(), bounded.authorities[0].budgets[0].limit.len()), (20, 100));
    }

    #[test]
    fn a_budget_is_closed_until_the_later_of_both_and_then_open() {
        let at = |s: i64| Timestamp::from_ms(s * 1000);
        let hourly = Limit { count: 10, per: Duration::from_hours(1) };
        let bucket = Level { full_at: Some(at(1000)), closed_until: Some(at(50)) };
        let budget = BudgetStatus::of("orders", hourly, bucket, Some(at(90)), at(10));
        assert_eq!((budget.capacity, budget.available, budget.closed_until), (10, 7, Some(at(90))));
        assert!((budget.refills_per_hour - 10.0).abs() < 0.001);
        assert_eq!(BudgetStatus::of("orders", hourly, bucket, Some(at(90)), at(90)).closed_until, None);
    }

    #[test]
    fn of_several_edges_the_one_counts_that_can_use_an_authority_least() {
        let at = Timestamp::from_ms;
        let orders = |available, closed_until: Option<i64>| BudgetStatus {
            limit: "orders".into(),
            capacity: 300,
            available,
            refills_per_hour: 100.0,
            closed_until: closed_until.map(at),
        };
        let edge = |name: &str, resting_until: Option<i64>, budget| EdgeStatus {
            authorities: vec![AuthorityStatus {
                name: name.into(),
                resting_until: resting_until.map(at),
                budgets: vec![budget],
            }],
            ..EdgeStatus::default()
        };
        let edges = [
            edge("b", None, orders(300, None)),
            edge("a", Some(20), orders(9, Some(5))),
            edge("a", Some(50), orders(100, Some(90))),
            edge("a", None, orders(3, None)),
        ];
        let authorities = together(edges.clone(), at(10));
        let shown: Vec<_> =
            authorities.iter().map(|one| (one.name.as_str(), one.resting_until, &one.budgets[..])).collect();
        assert_eq!(shown[0], ("a", Some(at(50)), &[orders(100, Some(90))][..]), "a closed one gives nothing at all");
        assert_eq!(shown[1], ("b", None, &[orders(300, None)][..]));
        let later = together(edges, at(100));
        assert_eq!(
            (later[0].resting_until, &later[0].budgets[..]),
            (None, &[orders(3, None)][..]),
            "and then the emptiest"
        );
    }
}
