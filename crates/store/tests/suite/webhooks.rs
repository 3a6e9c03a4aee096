use crate::suite::lab::Lab;
use crate::suite::samples::{NOW, after, fresh_id};
use nameplate_domain::tenancy::{DeliveryId, EventId, Tenant, TenantId, WebhookEndpointId};
use nameplate_domain::time::Timestamp;
use nameplate_domain::webhook::{Attempt, Delivery, DeliveryStatus, Endpoint, EndpointState, EventFilter, Trouble};
use nameplate_store::{DeliveryFilter, Lane, Outcome, Page, Settled, Store};
use std::collections::HashMap;
use std::time::Duration;

const HOLD: Duration = Duration::from_secs(15);

pub(crate) fn endpoint(tenant: &Tenant) -> Endpoint {
    Endpoint {
        id: WebhookEndpointId(fresh_id()),
        tenant: tenant.id,
        application: None,
        url: "https://api.acme.example/hook".into(),
        description: Some("Tür ☃".into()),
        events: EventFilter::parse(&["ssl.issued", "domain.drift"]).unwrap(),
        state: EndpointState::Enabled,
        trouble: None,
        former_secret_until: None,
        created_at: NOW,
        updated_at: NOW,
    }
}

pub(crate) fn delivery(to: &Endpoint, due_at: Timestamp) -> Delivery {
    Delivery {
        id: DeliveryId(fresh_id()),
        tenant: to.tenant,
        endpoint: to.id,
        event: EventId(fresh_id()),
        connection: None,
        kind: "ssl.issued".into(),
        payload: "{}".into(),
        status: DeliveryStatus::Pending,
        attempts: 0,
        round_attempts: 0,
        last_status: None,
        last_problem: None,
        due_at: Some(due_at),
        created_at: NOW,
        finished_at: None,
    }
}

pub(crate) async fn insert(lab: &Lab, tenant: &Tenant) -> Endpoint {
    let new = endpoint(tenant);
    let mut tx = lab.begin().await;
    assert!(tx.insert_webhook_endpoint(&new, b"secret", 50).await.unwrap());
    tx.commit().await.unwrap();
    new
}

pub(crate) async fn put(lab: &Lab, deliveries: &[Delivery]) {
    let mut tx = lab.begin().await;
    tx.insert_webhook_deliveries(deliveries).await.unwrap();
    tx.commit().await.unwrap();
}

pub(crate) async fn lease(store: &Store, failing: bool, now: Timestamp) -> Vec<Lane> {
    let mut tx = store.begin().await.unwrap();
    let lanes = tx.lease_webhook_lanes(failing, now, HOLD, 10).await.unwrap();
    tx.commit().await.unwrap();
    lanes
}

pub(crate) async fn let_go(lab: &Lab, lane: &Lane, now: Timestamp) -> bool {
    let mut tx = lab.begin().await;
    let done = tx.let_webhook_lane_go(lane, now).await.unwrap();
    tx.commit().await.unwrap();
    done
}

pub(super) async fn suspend(lab: &Lab, tenant: TenantId) {
    let mut tx = lab.begin().await;
    assert!(tx.suspend_tenant(tenant, "unpaid", NOW).await.unwrap());
    tx.commit().await.unwrap();
}

async fn resume(lab: &Lab, tenant: TenantId) {
    let mut tx = lab.begin().await;
    assert!(tx.resume_tenant(tenant).await.unwrap());
    tx.commit().await.unwrap();
}

/// Whether lanes are due, as one looks before a lease, and what is leased then: both kinds, by endpoint.
async fn due_and_leased(lab: &Lab, now: Timestamp) -> (bool, Vec<WebhookEndpointId>) {
    let (mut due, mut leased) = (false, Vec::new());
    for failing in [false, true] {
        due |= lab.reader().has_webhook_lanes_due(failing, now).await.unwrap();
        leased.extend(lease(&lab.store, failing, now).await.into_iter().map(|lane| lane.endpoint.id));
    }
    leased.sort_unstable();
    (due, leased)
}

pub(crate) fn outcome(of: &Delivery, number: u32, status: DeliveryStatus, due_at: Option<Timestamp>) -> Outcome {
    let attempt = Attempt {
        number,
        at: NOW,
        took: Duration::from_millis(12),
        status: Some(503),
        problem: Some("it answered 503".into()),
        answer: Some("später".into()),
    };
    let finished_at = due_at.is_none().then_some(NOW);
    Outcome { delivery: of.id, round_attempts: number - 1, attempt, settled: Settled { status, due_at, finished_at } }
}

both! {
    async fn an_endpoint_comes_back_as_it_was_kept_and_only_to_its_owner(lab: &Lab) {
        let (tenant, _) = lab.application().await;
        let kept = insert(lab, &tenant).await;
        assert_eq!(lab.reader().webhook_endpoint(tenant.id, kept.id).await.unwrap(), Some(kept.clone()));
        assert_eq!(lab.reader().webhook_endpoint(TenantId(fresh_id()), kept.id).await.unwrap(), None);
        assert_eq!(lab.reader().webhook_endpoints(tenant.id, Page::first(5)).await.unwrap(), [kept]);
        let mut tx = lab.begin().await;
        assert!(!tx.insert_webhook_endpoint(&endpoint(&tenant), b"secret", 1).await.unwrap());
    }

    async fn of_twelve_at_once_no_more_endpoints_are_made_than_may_be(lab: &Lab) {
        let (tenant, _) = lab.application().await;
        let making = (0..12).map(|_| {
            let (store, new) = (lab.store.clone(), endpoint(&tenant));
            tokio::spawn(async move {
                let mut tx = store.begin().await.unwrap();
                let made = tx.insert_webhook_endpoint(&new, b"secret", 5).await.unwrap();
                tx.commit().await.unwrap();
                made
            })
        });
        let made = futures_util::future::join_all(making).await;
        assert_eq!(made.into_iter().filter(|made| *made.as_ref().unwrap()).count(), 5);
    }

    async fn an_endpoint_is_at_one_worker_until_it_is_let_go_or_the_lease_ends(lab: &Lab) {
        let (tenant, _) = lab.application().await;
        let to = insert(lab, &tenant).await;
        assert_eq!(lease(&lab.store, false, NOW).await, []);
        put(lab, &[delivery(&to, NOW)]).await;
        let first = lease(&lab.store, false, NOW).await;
        assert_eq!(first.len(), 1);
        // More to deliver does not give it to another one.
        put(lab, &[delivery(&to, NOW)]).await;
        assert_eq!(lease(&lab.store, false, after(14)).await, []);
        let second = lease(&lab.store, false, after(15)).await;
        assert_eq!(second.len(), 1);
        assert!(!let_go(lab, &first[0], after(16)).await, "who lost the lease changes nothing");
        assert!(let_go(lab, &second[0], after(16)).await);
        assert_eq!(lease(&lab.store, false, after(15)).await, [], "those who wait come first");
        assert_eq!(lease(&lab.store, false, after(16)).await.len(), 1);
    }

    async fn twelve_workers_never_share_an_endpoint(lab: &Lab) {
        let (tenant, _) = lab.application().await;
        for _ in 0..40 {
            let to = insert(lab, &tenant).await;
            put(lab, &[delivery(&to, NOW)]).await;
        }
        let working = (0..12).map(|_| {
            let store = lab.store.clone();
            tokio::spawn(async move {
                let (mut taken, mut empty) = (Vec::new(), 0);
                while empty < 3 {
                    let lanes = lease(&store, false, NOW).await;
                    empty = if lanes.is_empty() { empty + 1 } else { 0 };
                    taken.extend(lanes.into_iter().map(|lane| lane.endpoint.id));
                }
                taken
            })
        });
        let mut times = HashMap::new();
        for taken in futures_util::future::join_all(working).await {
            for id in taken.unwrap() {
                *times.entry(id).or_insert(0) += 1;
            }
        }
        assert_eq!((times.len(), times.values().max()), (40, Some(&1)));
    }

    async fn an_attempt_is_kept_once_and_what_was_given_up_stays_so(lab: &Lab) {
        let (tenant, _) = lab.application().await;
        let to = insert(lab, &tenant).await;
        let one = delivery(&to, NOW);
        put(lab, std::slice::from_ref(&one)).await;
        let failed = outcome(&one, 1, DeliveryStatus::Pending, Some(after(60)));
        let mut tx = lab.begin().await;
        assert!(tx.settle_webhook_delivery(&failed).await.unwrap());
        assert!(!tx.settle_webhook_delivery(&failed).await.unwrap());
        assert_eq!(tx.note_webhook_failure(to.id, NOW).await.unwrap(), Some(Trouble { since: NOW, failures: 1 }));
        assert_eq!(tx.note_webhook_failure(to.id, after(9)).await.unwrap(), Some(Trouble { since: NOW, failures: 2 }));
        tx.commit().await.unwrap();
        let shown = lab.reader().webhook_delivery(tenant.id, one.id).await.unwrap().unwrap();
        assert_eq!((shown.attempts, shown.last_status, shown.due_at), (1, Some(503), Some(after(60))));
        assert_eq!(lab.reader().webhook_attempts(one.id, 9).await.unwrap(), [failed.attempt]);
        // Its lane is one of those that fail now.
        assert_eq!((lease(&lab.store, false, after(99)).await.len(), lease(&lab.store, true, after(99)).await.len()), (0, 1));

        let mut tx = lab.begin().await;
        assert!(tx.disable_webhook_endpoint(tenant.id, to.id, "weil", after(99)).await.unwrap());
        let late = outcome(&one, 2, DeliveryStatus::Pending, Some(after(120)));
        assert!(tx.settle_webhook_delivery(&late).await.unwrap());
        assert_eq!(tx.deliver_again(&one, after(100)).await.unwrap(), None);
        assert!(tx.enable_webhook_endpoint(tenant.id, to.id).await.unwrap());
        tx.commit().await.unwrap();
        let shown = lab.reader().webhook_delivery(tenant.id, one.id).await.unwrap().unwrap();
        assert_eq!((shown.status, shown.due_at, shown.attempts), (DeliveryStatus::Failed, None, 2));
    }

    async fn what_a_suspended_tenant_is_not_told_waits_until_it_is_resumed(lab: &Lab) {
        let (tenant, _) = lab.application().await;
        let (stranger, _) = lab.application().await;
        let (well, failing, theirs) = (insert(lab, &tenant).await, insert(lab, &tenant).await, insert(lab, &stranger).await);
        let before = [delivery(&well, NOW), delivery(&failing, NOW)];
        put(lab, &before).await;
        let mut tx = lab.begin().await;
        tx.note_webhook_failure(failing.id, NOW).await.unwrap();
        tx.commit().await.unwrap();
        // One worker is at it when the tenant is suspended, and lets go afterwards.
        let held = lease(&lab.store, false, NOW).await;
        assert_eq!(held.iter().map(|lane| lane.endpoint.id).collect::<Vec<_>>(), [well.id]);
        suspend(lab, tenant.id).await;
        assert!(let_go(lab, &held[0], after(1)).await);
        assert_eq!(due_and_leased(lab, after(60)).await, (false, vec![]));

        let meanwhile = [delivery(&well, after(60)), delivery(&failing, after(60))];
        put(lab, &meanwhile).await;
        put(lab, &[delivery(&theirs, after(60))]).await;
        assert_eq!(due_and_leased(lab, after(90)).await, (true, vec![theirs.id]), "others are told as ever");
        assert_eq!(due_and_leased(lab, after(91)).await, (false, vec![]));

        resume(lab, tenant.id).await;
        let mut both = vec![well.id, failing.id];
        both.sort_unstable();
        assert_eq!(due_and_leased(lab, after(92)).await, (true, both));
        for (to, at) in [(&well, 0), (&failing, 1)] {
            let due = lab.reader().due_webhook_deliveries(to.id, after(92), 9).await.unwrap();
            assert_eq!(due, [before[at].clone(), meanwhile[at].clone()]);
        }
    }

    async fn the_time_of_a_suspension_is_held_against_no_endpoint(lab: &Lab) {
        let (tenant, _) = lab.application().await;
        let (stranger, _) = lab.application().await;
        let (failing, off, theirs) = (insert(lab, &tenant).await, insert(lab, &tenant).await, insert(lab, &stranger).await);
        let mut tx = lab.begin().await;
        for endpoint in [&failing, &off, &theirs] {
            tx.note_webhook_failure(endpoint.id, NOW).await.unwrap();
        }
        assert!(tx.disable_webhook_endpoint(tenant.id, off.id, "it failed", NOW).await.unwrap());
        tx.commit().await.unwrap();
        suspend(lab, tenant.id).await;
        resume(lab, tenant.id).await;
        let trouble = async |of: &Endpoint| lab.reader().webhook_endpoint(of.tenant, of.id).await.unwrap().unwrap().trouble;
        let kept = Some(Trouble { since: NOW, failures: 1 });
        assert_eq!((trouble(&failing).await, trouble(&off).await, trouble(&theirs).await), (None, kept, kept));
        let mut tx = lab.begin().await;
        let anew = tx.note_webhook_failure(failing.id, after(60)).await.unwrap();
        assert_eq!(anew, Some(Trouble { since: after(60), failures: 1 }));
    }

    async fn who_was_disabled_or_deleted_meanwhile_is_put_nothing_on_its_way(lab: &Lab) {
        let (tenant, _) = lab.application().await;
        let (off, gone, well) = (insert(lab, &tenant).await, insert(lab, &tenant).await, insert(lab, &tenant).await);
        // Whoever hands events on has read the endpoints by now.
        let mut tx = lab.begin().await;
        assert!(tx.disable_webhook_endpoint(tenant.id, off.id, "its owner disabled it", NOW).await.unwrap());
        assert!(tx.delete_webhook_endpoint(tenant.id, gone.id, NOW).await.unwrap());
        tx.commit().await.unwrap();
        let made = [delivery(&off, NOW), delivery(&gone, NOW), delivery(&well, NOW)];
        put(lab, &made).await;
        let kept = lab.reader().webhook_deliveries(tenant.id, &DeliveryFilter::default(), Page::first(9)).await.unwrap();
        assert_eq!(kept, made[2..]);
        let mut tx = lab.begin().await;
        assert!(tx.enable_webhook_endpoint(tenant.id, off.id).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(due_and_leased(lab, NOW).await, (true, vec![well.id]), "it is told of what happens from now on");
    }

    async fn secrets_are_kept_and_rotated(lab: &Lab) {
        let (tenant, _) = lab.application().await;
        let to = insert(lab, &tenant).await;
        let mut tx = lab.begin().await;
        assert!(tx.rotate_webhook_secret(tenant.id, to.id, b"new", after(9), NOW).await.unwrap());
        assert_eq!(tx.reseal_webhook_secret(to.id, b"secret", b"sealed").await.unwrap(), Some(tenant.id));
        assert_eq!(tx.reseal_webhook_secret(to.id, b"secret", b"sealed").await.unwrap(), None);
        tx.commit().await.unwrap();
        let kept = lab.reader().webhook_secrets(tenant.id, to.id).await.unwrap().unwrap();
        assert_eq!((kept.present.as_slice(), kept.former), (&b"new"[..], Some((b"sealed".to_vec(), after(9)))));
        let mut tx = lab.begin().await;
        assert_eq!(tx.forget_former_webhook_secrets(after(9)).await.unwrap(), 1);
        tx.commit().await.unwrap();
        let all = lab.reader().sealed_webhook_secrets_after(WebhookEndpointId(uuid::Uuid::nil()), 9).await.unwrap();
        assert_eq!((all[0].0, &all[0].1.former), (to.id, &None));
    }

    async fn deliveries_are_found_by_event_status_endpoint_and_name(lab: &Lab) {
        let (tenant, _) = lab.application().await;
        let (one, two) = (insert(lab, &tenant).await, insert(lab, &tenant).await);
        let (other, _) = lab.application().await;
        let theirs = insert(lab, &other).await;
        let mut made = Vec::new();
        for n in 0..12_u64 {
            let status = DeliveryStatus::ALL[usize::try_from(n % 3).unwrap()];
            let to = if n % 2 == 0 { &one } else { &two };
            let kind = if n % 4 == 0 { "domain.drift" } else { "ssl.issued" };
            made.push(Delivery { status, kind: kind.into(), due_at: None, created_at: after(n), ..delivery(to, NOW) });
        }
        let of_same_event = Delivery { endpoint: two.id, id: DeliveryId(fresh_id()), ..made[0].clone() };
        made.insert(1, of_same_event);
        put(lab, &made).await;
        put(lab, &[Delivery { event: made[0].event, ..delivery(&theirs, NOW) }]).await;
        made.reverse();
        let any = DeliveryFilter::default;
        let mut filters: Vec<_> = DeliveryStatus::ALL.map(|status| DeliveryFilter { status: Some(status), ..any() }).into();
        filters.extend([
            DeliveryFilter { event: Some(made[12].event), ..any() },
            DeliveryFilter { event: Some(made[12].event), endpoint: Some(two.id), ..any() },
            DeliveryFilter { endpoint: Some(one.id), ..any() },
            DeliveryFilter { endpoint: Some(one.id), status: Some(DeliveryStatus::Failed), ..any() },
            DeliveryFilter { kind: Some("domain.drift".into()), status: Some(DeliveryStatus::Pending), ..any() },
        ]);
        for filter in filters {
            let fits = |it: &&Delivery| {
                filter.event.is_none_or(|event| event == it.event)
                    && filter.endpoint.is_none_or(|endpoint| endpoint == it.endpoint)
                    && filter.status.is_none_or(|status| status == it.status)
                    && filter.kind.as_ref().is_none_or(|kind| *kind == it.kind)
            };
            let mut expected: Vec<_> = made.iter().filter(fits).cloned().collect();
            expected.sort_by_key(|it| std::cmp::Reverse((it.created_at, it.id)));
            assert!(!expected.is_empty(), "{filter:?}");
            let found = lab.reader().webhook_deliveries(tenant.id, &filter, Page::first(20)).await.unwrap();
            assert_eq!(found, expected, "{filter:?}");
        }
    }
}
