//! The plans, and what a tenant on one of them may use.
//!
//! Only [`UsageKind::Connect`] is enforced, where connections are created. The other kinds are counted and shown, so that
//! nothing that is being served ever stops for a number.

use crate::connection::UsageKind;
use serde::{Deserialize, Deserializer, Serialize, de};
use std::collections::BTreeMap;
use std::fmt;

/// How many host names one application may have by the interface for platforms, unless the operator says otherwise.
pub const DOMAINS_PER_APP_DEFAULT: i64 = 10;

/// A plan. Later ones cost more.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Plan {
    /// For trying it.
    Free,
    /// For a product with some customers.
    Pro,
    /// For a product with many.
    Growth,
    /// Without limits.
    Enterprise,
}

/// Limits of one tenant instead of its plan's, by kind of usage; `None` lifts the limit.
pub type Overrides = BTreeMap<UsageKind, Option<i64>>;

impl Plan {
    /// Every plan, the cheapest first.
    pub const ALL: [Self; 4] = [Self::Free, Self::Pro, Self::Growth, Self::Enterprise];

    /// The name in the API, in settings and in the store.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Free => "free",
            Self::Pro => "pro",
            Self::Growth => "growth",
            Self::Enterprise => "enterprise",
        }
    }

    /// The plan of that name, if there is one.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|plan| plan.as_str() == name)
    }

    /// How much of a kind the plan has: in a month, for active domains at once. `None` is without limit.
    #[must_use]
    pub const fn limit(self, kind: UsageKind) -> Option<i64> {
        use UsageKind::{ActiveDomain, ApiCall, Cert, Connect};
        match (self, kind) {
            (Self::Free, Connect | ActiveDomain) => Some(3),
            (Self::Free, Cert) => Some(10),
            (Self::Free, ApiCall) => Some(10_000),
            (Self::Pro, Connect | ActiveDomain) => Some(100),
            (Self::Pro, Cert) => Some(300),
            (Self::Pro, ApiCall) => Some(500_000),
            (Self::Growth, Connect | ActiveDomain) => Some(1_000),
            (Self::Growth, Cert) => Some(3_000),
            (Self::Growth, ApiCall) => Some(5_000_000),
            (Self::Enterprise, _) => None,
        }
    }
}

/// As a text first: by itself serde calls a number in this place a fault of the JSON's syntax.
impl<'de> Deserialize<'de> for Plan {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        const NAMES: &[&str] = &["free", "pro", "growth", "enterprise"];
        let name = String::deserialize(deserializer)?;
        Self::from_name(&name).ok_or_else(|| de::Error::unknown_variant(&name, NAMES))
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How much of `kind` a tenant may use; `None` is without limit.
#[must_use]
pub fn allowed(plan: Plan, overrides: &Overrides, kind: UsageKind) -> Option<i64> {
    overrides.get(&kind).copied().unwrap_or_else(|| plan.limit(kind))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_those_of_the_api() {
        for plan in Plan::ALL {
            assert_eq!(Plan::from_name(plan.as_str()), Some(plan));
            assert_eq!(serde_json::to_value(plan).unwrap(), plan.as_str());
            assert_eq!(serde_json::from_value::<Plan>(plan.as_str().into()).unwrap(), plan);
        }
        assert_eq!(Plan::from_name("gratis"), None);
        let told = serde_json::from_str::<Plan>("\"gratis\"").unwrap_err().to_string();
        assert!(Plan::ALL.iter().all(|plan| told.contains(plan.as_str())), "{told}");
    }

    #[test]
    fn a_plan_that_costs_more_never_allows_less() {
        let room = |plan: Plan, kind| plan.limit(kind).unwrap_or(i64::MAX);
        for pair in Plan::ALL.windows(2) {
            for kind in UsageKind::ALL {
                assert!(room(pair[0], kind) < room(pair[1], kind), "{pair:?} {kind:?}");
            }
        }
        assert_eq!(Plan::Free.limit(UsageKind::Connect), Some(3));
    }

    #[test]
    fn overrides_are_kept_as_json_by_kind() {
        let overrides = Overrides::from([(UsageKind::Connect, Some(50)), (UsageKind::Cert, None)]);
        let text = serde_json::to_string(&overrides).unwrap();
        assert_eq!(text, r#"{"connect":50,"cert":null}"#);
        assert_eq!(serde_json::from_str::<Overrides>(&text).unwrap(), overrides);
    }

    proptest! {
        #[test]
        fn an_override_decides_its_kind_and_no_other(limit in proptest::option::of(0_i64..1_000_000), at in 0_usize..4) {
            let kind = UsageKind::ALL[at];
            let overrides = Overrides::from([(kind, limit)]);
            for plan in Plan::ALL {
                prop_assert_eq!(allowed(plan, &overrides, kind), limit);
                for other in UsageKind::ALL.into_iter().filter(|other| *other != kind) {
                    prop_assert_eq!(allowed(plan, &overrides, other), plan.limit(other));
                }
            }
        }
    }
}
