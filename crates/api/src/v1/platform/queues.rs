//! `GET /v1/platform/queues`.

use crate::failure::Failure;
use crate::operator::ByOperator;
use crate::page::List;
use crate::reply::Shown;
use crate::router::Api;
use axum::extract::State;
use nameplate_domain::time::Timestamp;
use nameplate_domain::webhook::DeliveryStatus;
use nameplate_store::{Gauges, Queue};
use serde::Serialize;
use utoipa::ToSchema;

/// Work that waits.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PlatformQueue)]
pub(crate) struct View {
    /// Its name.
    #[schema(example = "connections")]
    name: &'static str,
    /// What waits in it, and for what.
    #[schema(example = "Connections whose time to be looked at has come.")]
    meaning: &'static str,
    /// How many wait.
    #[schema(example = 3)]
    waiting: i64,
    /// How long the first of them has been waiting, in milliseconds; 0 when none waits.
    #[schema(example = 120)]
    oldest_ms: i64,
}

/// List what waits, and for how long.
///
/// Counts are of this moment; of a database that takes long to count, of a moment ago. A queue that is long is busy; one whose first entry grows old is stuck. For platform keys only.
#[utoipa::path(get, path = "/v1/platform/queues", operation_id = "listQueues", tag = "platform",
    security(("platform_key" = [])))]
pub(crate) async fn handler(_: ByOperator, State(api): State<Api>) -> Result<Shown<List<View>>, Failure> {
    let gauges = api.meter.gauges(&api.control).await?;
    Ok(Shown(List::whole(queues(&gauges, api.control.now()))))
}

fn queues(gauges: &Gauges, now: Timestamp) -> Vec<View> {
    let view = |name, meaning, Queue { waiting, oldest_ms }| View { name, meaning, waiting, oldest_ms };
    vec![
        view("connections", "Connections whose time to be looked at has come.", gauges.due_connections),
        view("events", "Events that happened and that nobody can be told of yet.", gauges.unplaced_events),
        view("webhook_deliveries", "Webhook deliveries that no receiver has taken yet.", deliveries(gauges, now)),
        view("certificates_wanted", "Certificates that connections wait for.", gauges.wanted_certificates),
        view(
            "certificate_renewals",
            "Certificates that somebody wants to have replaced at once.",
            gauges.requested_renewals,
        ),
        view(
            "certificates_overdue",
            "Certificates that should have been replaced by now.",
            gauges.overdue_certificates,
        ),
        view("txt_answers", "Answers to certification authorities that stand in the ACME zone.", gauges.txt_answers),
    ]
}

/// Those that are under way count as well; what waits for its next try is due in the future, and is not late.
fn deliveries(gauges: &Gauges, now: Timestamp) -> Queue {
    let pending = gauges.deliveries.iter().find(|(status, _)| *status == DeliveryStatus::Pending);
    let late = gauges.oldest_delivery_due_at.map(|due| now.since(due)).unwrap_or_default();
    Queue {
        waiting: pending.map_or(0, |(_, count)| *count),
        oldest_ms: i64::try_from(late.as_millis()).unwrap_or(i64::MAX),
    }
}
