//! What is left of deliveries, and how they are counted.

use super::webhooks::{delivery, insert, lease, let_go, outcome, put, suspend};
use crate::suite::lab::Lab;
use crate::suite::samples::{NOW, after, fresh_id};
use nameplate_domain::tenancy::DeliveryId;
use nameplate_domain::time::Timestamp;
use nameplate_domain::webhook::DeliveryStatus::{Delivered, Failed, Pending};
use nameplate_domain::webhook::{Delivery, DeliveryStatus};
use nameplate_store::{DELIVERIES_KEPT_FOR, DeliveryFilter, Page};
use std::time::Duration;

/// The identifier of something that was made at `at`.
fn id_of(at: Timestamp) -> DeliveryId {
    let chance = fresh_id().as_bytes()[6..].try_into().unwrap();
    DeliveryId(uuid::Builder::from_unix_timestamp_millis(at.as_ms().try_into().unwrap(), &chance).into_uuid())
}

async fn attempted(lab: &Lab, of: &Delivery, status: DeliveryStatus) {
    let mut tx = lab.begin().await;
    let due_at = (status == Pending).then_some(NOW);
    assert!(tx.settle_webhook_delivery(&outcome(of, 1, status, due_at)).await.unwrap());
    tx.commit().await.unwrap();
}

async fn purge(lab: &Lab, limit: u32) -> u64 {
    let mut tx = lab.begin().await;
    let purged = tx.purge_webhook_deliveries(NOW, limit).await.unwrap();
    tx.commit().await.unwrap();
    purged
}

both! {
    async fn what_came_to_its_end_is_kept_for_thirty_days_with_its_attempts(lab: &Lab) {
        let (tenant, _) = lab.application().await;
        let to = insert(lab, &tenant).await;
        let limit = NOW.minus(DELIVERIES_KEPT_FOR);
        let made = |at: Timestamp| Delivery { id: id_of(at), created_at: at, ..delivery(&to, at) };
        let second = Duration::from_secs(1);
        let [oldest, old, waiting, young] =
            [limit.minus(2 * second), limit.minus(second), limit.minus(3 * second), limit].map(made);
        put(lab, &[oldest.clone(), old.clone(), waiting.clone(), young.clone()]).await;
        for (one, status) in [(&oldest, Delivered), (&old, Failed), (&waiting, Pending), (&young, Delivered)] {
            attempted(lab, one, status).await;
        }
        let kept = async || -> Vec<DeliveryId> {
            let page = Page::first(9);
            let kept = lab.reader().webhook_deliveries(tenant.id, &DeliveryFilter::default(), page).await.unwrap();
            kept.into_iter().map(|delivery| delivery.id).collect()
        };
        assert_eq!((purge(lab, 1).await, kept().await), (1, vec![young.id, old.id, waiting.id]));
        assert_eq!((purge(lab, 9).await, kept().await), (1, vec![young.id, waiting.id]));
        assert_eq!((purge(lab, 9).await, lab.database.count("webhook_attempts").await), (0, 2));
        for one in [&waiting, &young] {
            assert_eq!(lab.reader().webhook_attempts(one.id, 9).await.unwrap().len(), 1);
        }
        // What is still tried goes once that is over.
        let mut tx = lab.begin().await;
        assert!(tx.settle_webhook_delivery(&outcome(&waiting, 2, Delivered, None)).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!((purge(lab, 9).await, kept().await), (1, vec![young.id]));
        assert_eq!(lab.database.count("webhook_attempts").await, 1);
    }

    async fn deliveries_are_counted_and_the_oldest_that_could_be_made_tells_its_age(lab: &Lab) {
        let (tenant, _) = lab.application().await;
        let (stranger, _) = lab.application().await;
        let (ours, theirs) = (insert(lab, &tenant).await, insert(lab, &stranger).await);
        let counted = async || {
            let gauges = lab.reader().gauges(NOW).await.unwrap();
            (gauges.deliveries.iter().map(|(_, count)| *count).collect::<Vec<_>>(), gauges.oldest_delivery_due_at)
        };
        assert_eq!(counted().await, (vec![0, 0, 0], None));
        let all = [delivery(&ours, after(1)), delivery(&ours, after(2)), delivery(&ours, after(3)), delivery(&theirs, after(9))];
        put(lab, &all).await;
        assert_eq!(counted().await, (vec![4, 0, 0], Some(after(1))));
        attempted(lab, &all[0], Delivered).await;
        attempted(lab, &all[2], Failed).await;
        // An endpoint knows what is due next when whoever delivers lets it go.
        for lane in lease(&lab.store, false, after(1)).await {
            assert!(let_go(lab, &lane, after(1)).await);
        }
        assert_eq!(counted().await, (vec![2, 1, 1], Some(after(2))));
        // Those of a suspended tenant wait on purpose: nobody has to be woken for them.
        suspend(lab, tenant.id).await;
        assert_eq!(counted().await, (vec![2, 1, 1], Some(after(9))));
        suspend(lab, stranger.id).await;
        assert_eq!(counted().await.1, None);
    }
}
