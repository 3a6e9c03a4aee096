//! What is changed while events are on their way.

use crate::suite::lab::Lab;
use crate::suite::samples::{NOW, after, fresh_id};
use crate::suite::webhooks::{delivery, insert, outcome, put};
use nameplate_domain::tenancy::TenantId;
use nameplate_domain::webhook::{Delivery, DeliveryStatus, Endpoint, EventFilter};
use nameplate_store::EndpointChanges;

both! {
    async fn nothing_is_put_on_its_way_to_an_endpoint_that_was_disabled_or_deleted_meanwhile(lab: &Lab) {
        let (tenant, _) = lab.application().await;
        let [enabled, disabled, deleted] = [insert(lab, &tenant).await, insert(lab, &tenant).await, insert(lab, &tenant).await];
        let mut tx = lab.begin().await;
        assert!(tx.disable_webhook_endpoint(tenant.id, disabled.id, "its owner disabled it", NOW).await.unwrap());
        assert!(tx.delete_webhook_endpoint(tenant.id, deleted.id, NOW).await.unwrap());
        tx.commit().await.unwrap();
        let [heard, unheard, lost] = [&enabled, &disabled, &deleted].map(|to| delivery(to, NOW));
        // What was tried already is kept, also of a disabled one.
        let tried = Delivery { status: DeliveryStatus::Delivered, due_at: None, ..delivery(&disabled, NOW) };
        put(lab, &[heard.clone(), unheard.clone(), lost.clone(), tried.clone()]).await;
        for (one, expected) in [(&heard, true), (&unheard, false), (&lost, false), (&tried, true)] {
            let kept = lab.reader().webhook_delivery(tenant.id, one.id).await.unwrap();
            assert_eq!(kept.is_some(), expected, "{one:?}");
        }
        assert_eq!(lab.reader().gauges(after(1)).await.unwrap().oldest_delivery_due_at, Some(NOW));
    }

    async fn what_a_suspended_tenant_is_not_told_is_not_late(lab: &Lab) {
        let (tenant, _) = lab.application().await;
        let (stranger, _) = lab.application().await;
        let (theirs, failing) = (insert(lab, &stranger).await, insert(lab, &stranger).await);
        put(lab, &[delivery(&insert(lab, &tenant).await, NOW), delivery(&theirs, after(9)), delivery(&failing, after(5))]).await;
        let mut tx = lab.begin().await;
        tx.note_webhook_failure(failing.id, NOW).await.unwrap();
        tx.commit().await.unwrap();
        let oldest = async || lab.reader().gauges(NOW).await.unwrap().oldest_delivery_due_at;
        assert_eq!(oldest().await, Some(NOW));
        let mut tx = lab.begin().await;
        assert!(tx.suspend_tenant(tenant.id, "unpaid", NOW).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(oldest().await, Some(after(5)), "also of endpoints that fail");
        let mut tx = lab.begin().await;
        assert!(tx.delete_webhook_endpoint(stranger.id, failing.id, NOW).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(oldest().await, Some(after(9)));
    }

    async fn a_replay_during_an_attempt_is_not_swallowed_when_that_fails(lab: &Lab) {
        let (tenant, _) = lab.application().await;
        let to = insert(lab, &tenant).await;
        let one = Delivery { attempts: 5, round_attempts: 5, ..delivery(&to, NOW) };
        put(lab, std::slice::from_ref(&one)).await;
        let mut tx = lab.begin().await;
        assert!(tx.deliver_again(&one, after(3)).await.unwrap().is_some());
        // The last attempt of the round before.
        assert!(tx.settle_webhook_delivery(&outcome(&one, 6, DeliveryStatus::Failed, None)).await.unwrap());
        tx.commit().await.unwrap();
        let shown = lab.reader().webhook_delivery(tenant.id, one.id).await.unwrap().unwrap();
        let again = Delivery { attempts: 6, round_attempts: 0, due_at: Some(after(3)), ..one.clone() };
        assert_eq!(shown, Delivery { last_status: Some(503), last_problem: Some("it answered 503".into()), ..again });
    }

    async fn a_replay_during_an_attempt_is_over_when_that_succeeds(lab: &Lab) {
        let (tenant, _) = lab.application().await;
        let to = insert(lab, &tenant).await;
        let one = Delivery { attempts: 5, round_attempts: 5, ..delivery(&to, NOW) };
        put(lab, std::slice::from_ref(&one)).await;
        let mut tx = lab.begin().await;
        assert!(tx.deliver_again(&one, after(3)).await.unwrap().is_some());
        assert!(tx.settle_webhook_delivery(&outcome(&one, 6, DeliveryStatus::Delivered, None)).await.unwrap());
        tx.commit().await.unwrap();
        let shown = lab.reader().webhook_delivery(tenant.id, one.id).await.unwrap().unwrap();
        assert_eq!((shown.status, shown.due_at, shown.finished_at), (DeliveryStatus::Delivered, None, Some(NOW)));
    }

    async fn of_two_changes_at_once_none_is_lost(lab: &Lab) {
        let (tenant, _) = lab.application().await;
        let made = insert(lab, &tenant).await;
        let filter = EventFilter::parse(&["domain.archived"]).unwrap();
        let nothing = EndpointChanges { url: None, description: None, events: None, now: after(1) };
        let all = [
            EndpointChanges { url: Some("https://new.acme.example/hook"), ..nothing },
            EndpointChanges { description: Some(Some("neu")), ..nothing },
            EndpointChanges { events: Some(&filter), ..nothing },
        ];
        let (owner, id) = (tenant.id, made.id);
        let changing = all.map(|changes| async move {
            let mut tx = lab.begin().await;
            let before = tx.lock_webhook_endpoint(owner, id).await.unwrap().unwrap();
            tokio::task::yield_now().await;
            let changed = tx.update_webhook_endpoint(owner, id, changes).await.unwrap().unwrap();
            tx.commit().await.unwrap();
            (before, changed)
        });
        let made_of = futures_util::future::join_all(changing).await;
        let now = lab.reader().webhook_endpoint(tenant.id, made.id).await.unwrap().unwrap();
        let url = "https://new.acme.example/hook".to_owned();
        let expected = Endpoint { url, description: Some("neu".into()), events: filter.clone(), updated_at: after(1), ..made.clone() };
        assert_eq!(now, expected);
        assert!(made_of.iter().any(|(_, changed)| *changed == now), "whoever came last saw what all had changed");
        let befores = made_of.iter().map(|(before, _)| before);
        assert!(befores.into_iter().all(|before| *before == made || made_of.iter().any(|(_, after)| after == before)));

        let mut tx = lab.begin().await;
        let silent = EndpointChanges { description: Some(None), ..nothing };
        assert_eq!(tx.update_webhook_endpoint(owner, id, silent).await.unwrap(), Some(Endpoint { description: None, ..now }));
        let stranger = TenantId(fresh_id());
        assert_eq!(tx.lock_webhook_endpoint(stranger, made.id).await.unwrap(), None);
        assert_eq!(tx.update_webhook_endpoint(stranger, made.id, all[0]).await.unwrap(), None);
    }
}
