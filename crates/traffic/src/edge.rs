//! The built-in edge under the contract. It asks whom it may serve and reports what became of it, so that nothing is written for it.

use crate::contract::{Backend, Portion, Receipt, Refusal, Sight, Within};
use crate::plan::Plan;
use crate::served::Served;
use async_trait::async_trait;

/// Our own edge: wanted and standing are the same answer to `ask`.
#[derive(Clone, Copy, Debug, Default)]
pub struct BuiltInEdge;

#[async_trait]
impl Backend for BuiltInEdge {
    fn name(&self) -> &'static str {
        "edge"
    }

    fn portion(&self) -> Portion {
        Portion::Everything
    }

    async fn plan(&self, _: &[Served], _: &Within) -> Result<Plan, Refusal> {
        Ok(Plan::default())
    }

    async fn apply(&self, plan: &Plan) -> Result<Receipt, Refusal> {
        Ok(Receipt { plan: plan.clone(), commit: None })
    }

    /// Edges tell the control plane themselves.
    async fn observe(&self, _: &[Served]) -> Result<Vec<Sight>, Refusal> {
        Ok(vec![])
    }
}
