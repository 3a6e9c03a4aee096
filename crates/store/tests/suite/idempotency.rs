use crate::suite::lab::Lab;
use crate::suite::samples::{NOW, after};
use nameplate_domain::tenancy::TenantId;
use nameplate_domain::time::Timestamp;
use nameplate_store::{Idempotent, StoreError};

const HASH: [u8; 32] = [1; 32];
const DAY: u64 = 24 * 3600;

async fn begin(lab: &Lab, tenant: TenantId, hash: [u8; 32], now: Timestamp) -> Idempotent {
    let mut tx = lab.begin().await;
    let found = tx.begin_idempotent(tenant, "key", &hash, now).await.unwrap();
    tx.commit().await.unwrap();
    found
}

async fn finish(lab: &Lab, tenant: TenantId, now: Timestamp) -> Result<(), StoreError> {
    let mut tx = lab.begin().await;
    tx.finish_idempotent(tenant, "key", 201, "{\"ü\":1}", now).await?;
    tx.commit().await
}

fn done() -> Idempotent {
    Idempotent::Done { status: 201, body: "{\"ü\":1}".into() }
}

both! {
    async fn a_key_goes_from_fresh_over_in_progress_to_done(lab: &Lab) {
        let (tenant, _) = lab.application().await;
        let (other, _) = lab.application().await;
        assert_eq!(begin(lab, tenant.id, HASH, NOW).await, Idempotent::Fresh);
        assert_eq!(begin(lab, tenant.id, HASH, after(1)).await, Idempotent::InProgress);
        finish(lab, tenant.id, after(2)).await.unwrap();
        assert_eq!(begin(lab, tenant.id, HASH, after(3)).await, done());
        assert_eq!(begin(lab, tenant.id, [2; 32], after(3)).await, Idempotent::Other);
        assert_eq!(begin(lab, other.id, [2; 32], after(3)).await, Idempotent::Fresh, "keys belong to tenants");
    }

    async fn an_answer_is_forgotten_after_a_day(lab: &Lab) {
        let (tenant, _) = lab.application().await;
        begin(lab, tenant.id, HASH, NOW).await;
        finish(lab, tenant.id, NOW).await.unwrap();
        assert_eq!(begin(lab, tenant.id, HASH, after(DAY - 1)).await, done());
        assert_eq!(begin(lab, tenant.id, [2; 32], after(DAY)).await, Idempotent::Fresh);
    }

    async fn a_reservation_whose_process_died_lapses_after_a_minute(lab: &Lab) {
        let (tenant, _) = lab.application().await;
        begin(lab, tenant.id, HASH, NOW).await;
        assert_eq!(begin(lab, tenant.id, HASH, after(59)).await, Idempotent::InProgress);
        assert_eq!(begin(lab, tenant.id, HASH, after(60)).await, Idempotent::Fresh);
        // Both go on; one of them finishes, and the other one's work is undone.
        finish(lab, tenant.id, after(61)).await.unwrap();
        assert!(matches!(finish(lab, tenant.id, after(62)).await, Err(StoreError::LostRace)));
        assert_eq!(begin(lab, tenant.id, HASH, after(63)).await, done());
    }

    async fn a_key_that_is_given_back_is_fresh_and_an_answer_cannot_be_given_back(lab: &Lab) {
        let (tenant, _) = lab.application().await;
        let forget = || async {
            let mut tx = lab.begin().await;
            tx.forget_idempotent(tenant.id, "key").await.unwrap();
            tx.commit().await.unwrap();
        };
        begin(lab, tenant.id, HASH, NOW).await;
        forget().await;
        assert_eq!(begin(lab, tenant.id, [2; 32], NOW).await, Idempotent::Fresh);
        finish(lab, tenant.id, NOW).await.unwrap();
        forget().await;
        assert_eq!(begin(lab, tenant.id, [2; 32], NOW).await, done());
    }

    async fn of_20_equal_requests_at_once_one_is_let_through(lab: &Lab) {
        let (tenant, _) = lab.application().await;
        let requests = (0..20).map(|_| {
            let store = lab.store.clone();
            tokio::spawn(async move {
                let mut tx = store.begin().await.unwrap();
                let found = tx.begin_idempotent(tenant.id, "key", &HASH, NOW).await.unwrap();
                tx.commit().await.unwrap();
                found
            })
        });
        let (mut fresh, mut in_progress) = (0, 0);
        for found in futures_util::future::join_all(requests).await {
            match found.unwrap() {
                Idempotent::Fresh => fresh += 1,
                Idempotent::InProgress => in_progress += 1,
                other => panic!("{other:?}"),
            }
        }
        assert_eq!((fresh, in_progress), (1, 19));
    }

    async fn a_reservation_that_is_rolled_back_was_never_made(lab: &Lab) {
        let (tenant, _) = lab.application().await;
        let mut tx = lab.begin().await;
        assert_eq!(tx.begin_idempotent(tenant.id, "key", &HASH, NOW).await.unwrap(), Idempotent::Fresh);
        drop(tx);
        assert_eq!(begin(lab, tenant.id, HASH, NOW).await, Idempotent::Fresh);
    }

    async fn purging_deletes_what_is_older_than_a_day(lab: &Lab) {
        let (tenant, _) = lab.application().await;
        let (other, _) = lab.application().await;
        begin(lab, tenant.id, HASH, NOW).await;
        begin(lab, other.id, HASH, after(5)).await;
        let mut tx = lab.begin().await;
        assert_eq!(tx.purge_idempotent(after(DAY)).await.unwrap(), 1);
        assert_eq!(tx.purge_idempotent(after(DAY)).await.unwrap(), 0);
    }
}
