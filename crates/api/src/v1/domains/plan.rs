//! What an automatic set-up would write.

use crate::v1::change_sets::ChangeView;
use nameplate_control::AutomaticPlan;
use serde::Serialize;
use utoipa::ToSchema;

/// What an automatic set-up would write, with the application's delegated DNS credential.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AutomaticPlan)]
pub(crate) struct View {
    /// Key of the provider.
    provider: String,
    /// Apex of the zone.
    zone: String,
    /// Ownership record and records; empty when everything is there already. `<token>` stands for what is drawn when the connection is made.
    changes: Vec<ChangeView>,
    /// How many sets of records stay as they are, mail's among them: of the zone, or of the names in question where the provider lists no zone.
    untouched: usize,
}

impl From<AutomaticPlan> for View {
    fn from(AutomaticPlan { provider, zone, changes, untouched }: AutomaticPlan) -> Self {
        Self { provider, zone, changes: changes.iter().map(ChangeView::from).collect(), untouched }
    }
}
