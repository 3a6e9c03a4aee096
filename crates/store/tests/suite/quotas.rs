use crate::suite::lab::Lab;
use crate::suite::samples::{self, NOW, after};
use nameplate_domain::connection::{State, UsageKind};
use nameplate_domain::plans::{Overrides, Plan};
use nameplate_domain::tenancy::Tenant;
use nameplate_store::{Conflict, StoreError, TenantQuota};

pub(crate) fn quota(tenant: &Tenant) -> TenantQuota {
    TenantQuota {
        tenant: tenant.id,
        plan: Plan::Pro,
        plan_since: NOW,
        overrides: Overrides::from([(UsageKind::Connect, Some(50)), (UsageKind::Cert, None)]),
        max_domains_per_app: 10,
        billing_customer: None,
        billing_subscription: None,
        billing_status: None,
        updated_at: NOW,
    }
}

both! {
    async fn a_quota_comes_back_as_it_was_written(lab: &Lab) {
        let (tenant, _) = lab.application().await;
        let (other, _) = lab.application().await;
        assert_eq!(lab.reader().quota(tenant.id).await.unwrap(), None);
        let first = quota(&tenant);
        let mut tx = lab.begin().await;
        assert!(!tx.update_quota(&first).await.unwrap(), "there is nothing to change yet");
        assert!(tx.insert_quota(&first).await.unwrap());
        assert!(!tx.insert_quota(&TenantQuota { plan: Plan::Free, ..first.clone() }).await.unwrap());
        assert_eq!(tx.lock_quota(tenant.id).await.unwrap(), Some(first.clone()));
        tx.commit().await.unwrap();
        let later = TenantQuota {
            plan: Plan::Growth,
            plan_since: after(5),
            overrides: Overrides::new(),
            max_domains_per_app: 99,
            billing_customer: Some("cus_1".into()),
            billing_subscription: Some("sub_1".into()),
            billing_status: Some("active".into()),
            updated_at: after(6),
            ..first
        };
        let mut tx = lab.begin().await;
        assert!(tx.update_quota(&later).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(lab.reader().quota(tenant.id).await.unwrap(), Some(later.clone()));
        assert_eq!(lab.reader().quota_of_customer("cus_1").await.unwrap(), Some(later));
        assert_eq!(lab.reader().quota_of_customer("cus_2").await.unwrap(), None);
        assert_eq!(lab.reader().quota(other.id).await.unwrap(), None);
    }

    async fn two_tenants_are_never_one_customer(lab: &Lab) {
        let ((ours, _), (theirs, _)) = (lab.application().await, lab.application().await);
        let mut tx = lab.begin().await;
        tx.insert_quota(&TenantQuota { billing_customer: Some("cus_1".into()), ..quota(&ours) }).await.unwrap();
        tx.insert_quota(&quota(&theirs)).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = lab.begin().await;
        let taken = tx.update_quota(&TenantQuota { billing_customer: Some("cus_1".into()), ..quota(&theirs) }).await;
        assert!(matches!(taken, Err(StoreError::Conflict(Conflict::Identifier))), "{taken:?}");
    }

    async fn whoever_locks_a_quota_is_waited_for(lab: &Lab) {
        let (tenant, _) = lab.application().await;
        let mut tx = lab.begin().await;
        tx.insert_quota(&TenantQuota { max_domains_per_app: 0, ..quota(&tenant) }).await.unwrap();
        tx.commit().await.unwrap();
        let racing = (0..20).map(|_| {
            let store = lab.store.clone();
            tokio::spawn(async move {
                let mut tx = store.begin().await.unwrap();
                let mut quota = tx.lock_quota(tenant.id).await.unwrap().unwrap();
                quota.max_domains_per_app += 1;
                tx.update_quota(&quota).await.unwrap();
                tx.commit().await.unwrap();
            })
        });
        futures_util::future::join_all(racing).await.into_iter().for_each(Result::unwrap);
        assert_eq!(lab.reader().quota(tenant.id).await.unwrap().unwrap().max_domains_per_app, 20);
    }

    async fn a_billing_notice_is_noted_once(lab: &Lab) {
        let racing = (0..20).map(|_| {
            let store = lab.store.clone();
            tokio::spawn(async move {
                let mut tx = store.begin().await.unwrap();
                let is_new = tx.note_billing_notice("evt_1", NOW).await.unwrap();
                tx.commit().await.unwrap();
                is_new
            })
        });
        let noted: Vec<bool> = futures_util::future::join_all(racing).await.into_iter().map(Result::unwrap).collect();
        assert_eq!(noted.into_iter().filter(|is_new| *is_new).count(), 1);
        let mut tx = lab.begin().await;
        assert!(tx.note_billing_notice("evt_2", after(10)).await.unwrap());
        assert_eq!(tx.purge_billing_notices(NOW).await.unwrap(), 1);
        assert!(tx.note_billing_notice("evt_1", after(20)).await.unwrap());
        assert!(!tx.note_billing_notice("evt_2", after(20)).await.unwrap());
        tx.commit().await.unwrap();
    }

    async fn domains_in_service_are_live_or_drifted(lab: &Lab) {
        let (tenant, application) = lab.application().await;
        let (_, elsewhere) = lab.application().await;
        for (at, state) in State::ALL.into_iter().enumerate() {
            lab.insert(&samples::connection(&application, &format!("n{at}.customer.com"), state)).await;
        }
        lab.insert(&samples::connection(&elsewhere, "theirs.customer.com", State::Live)).await;
        assert_eq!(lab.reader().domains_in_service(tenant.id).await.unwrap(), 2);
    }

    async fn several_are_reserved_together_or_not_at_all(lab: &Lab) {
        let (tenant, _) = lab.application().await;
        let mut tx = lab.begin().await;
        let mut reserve = async |by, limit| {
            tx.reserve_usage(tenant.id, UsageKind::Connect, by, limit, NOW).await.unwrap()
        };
        assert_eq!(reserve(4, 3).await, None, "the first row looks at the limit as well");
        assert_eq!(reserve(4, 10).await, Some(4));
        assert_eq!(reserve(7, 10).await, None);
        assert_eq!(reserve(6, 10).await, Some(10));
        assert_eq!(reserve(1, 10).await, None);
        assert_eq!(reserve(0, 10).await, None);
        assert_eq!(reserve(1, i64::MAX).await, Some(11), "without limit");
        tx.commit().await.unwrap();
    }
}
