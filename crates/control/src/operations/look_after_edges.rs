//! Edges: what they say of themselves, and what that says of the fleet.

use super::note_certificate::check_edge_id;
use crate::{Control, Refused};
use nameplate_domain::edge_status::{AuthorityStatus, EdgeStatus, together};
use nameplate_store::SeenEdge;

/// Most edges that are shown.
const SHOWN_MAX: u32 = 1000;

/// An edge of the fleet.
#[derive(Clone, PartialEq, Debug)]
pub struct FleetEdge {
    /// What is known of it.
    pub seen: SeenEdge,
    /// Whether it was heard of lately.
    pub is_attached: bool,
}

impl Control {
    /// Takes note of how an edge is, and that it is there.
    ///
    /// # Errors
    /// [`Refused::Invalid`] for the edge's identifier.
    pub async fn note_edge(&self, edge: &str, status: EdgeStatus) -> Result<(), Refused> {
        check_edge_id(edge)?;
        let mut tx = self.store.begin().await?;
        tx.note_edge(edge, &status.bounded(), self.now()).await?;
        Ok(tx.commit().await?)
    }

    /// Every edge that was heard of lately or a day ago at most, by its identifier.
    ///
    /// # Errors
    /// [`Refused::Store`].
    pub async fn fleet_edges(&self) -> Result<Vec<FleetEdge>, Refused> {
        let since = self.now().minus(self.platform.edge_silence_max);
        let edges = self.reader().edges("", SHOWN_MAX).await?;
        Ok(edges.into_iter().map(|seen| FleetEdge { is_attached: seen.seen_at >= since, seen }).collect())
    }

    /// How many edges were heard of lately.
    ///
    /// # Errors
    /// [`Refused::Store`].
    pub async fn edges_attached(&self) -> Result<i64, Refused> {
        Ok(self.reader().edges_attached(self.now().minus(self.platform.edge_silence_max)).await?)
    }

    /// The certification authorities of the attached edges, each as the edge sees it that can use it least.
    ///
    /// # Errors
    /// [`Refused::Store`].
    pub async fn fleet_authorities(&self) -> Result<Vec<AuthorityStatus>, Refused> {
        let attached = self.fleet_edges().await?.into_iter().filter(|edge| edge.is_attached);
        Ok(together(attached.filter_map(|edge| edge.seen.status), self.now()))
    }
}
