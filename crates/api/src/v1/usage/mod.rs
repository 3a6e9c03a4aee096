//! What was used.

pub(crate) mod get;
pub(crate) mod history;

use crate::schemas::UsageKindName;
use nameplate_control::UsedKind;
use serde::Serialize;
use utoipa::ToSchema;

/// How much of one kind was used.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = UsageCount)]
pub(crate) struct Counted {
    #[schema(value_type = UsageKindName)]
    kind: &'static str,
    /// So many, so far.
    #[schema(example = 2)]
    used: i64,
    /// What the present plan allows; null is without limit.
    #[schema(required = true, example = 3)]
    limit: Option<i64>,
}

impl From<UsedKind> for Counted {
    fn from(of: UsedKind) -> Self {
        Self { kind: of.kind.as_str(), used: of.used, limit: of.limit }
    }
}
