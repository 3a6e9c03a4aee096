use crate::suite::lab::Lab;
use crate::suite::samples::NOW;
use nameplate_domain::connection::UsageKind;

both! {
    async fn of_40_racers_for_7_places_7_get_one(lab: &Lab) {
        let (tenant, _) = lab.application().await;
        let racing = (0..40).map(|_| {
            let store = lab.store.clone();
            tokio::spawn(async move {
                let mut tx = store.begin().await.unwrap();
                let used = tx.reserve_usage(tenant.id, UsageKind::Connect, "2027-01", 1, 7).await.unwrap();
                tx.commit().await.unwrap();
                used
            })
        });
        let mut used: Vec<i64> =
            futures_util::future::join_all(racing).await.into_iter().filter_map(Result::unwrap).collect();
        used.sort_unstable();
        assert_eq!(used, [1, 2, 3, 4, 5, 6, 7]);
        assert_eq!(lab.reader().usage(tenant.id, "2027-01").await.unwrap(), [(UsageKind::Connect, 7)]);
    }

    async fn a_limit_of_nothing_admits_nobody(lab: &Lab) {
        let (tenant, _) = lab.application().await;
        let mut tx = lab.begin().await;
        for limit in [0, -1] {
            assert_eq!(tx.reserve_usage(tenant.id, UsageKind::Connect, "2027-01", 1, limit).await.unwrap(), None);
        }
        tx.commit().await.unwrap();
        assert_eq!(lab.reader().usage(tenant.id, "2027-01").await.unwrap(), []);
    }

    async fn usage_is_counted_by_tenant_kind_and_month(lab: &Lab) {
        let (tenant, _) = lab.application().await;
        let (other, _) = lab.application().await;
        let next_month = NOW.plus(std::time::Duration::from_secs(20 * 24 * 3600));
        let mut tx = lab.begin().await;
        tx.count_usage(tenant.id, UsageKind::Cert, 1, NOW).await.unwrap();
        tx.count_usage(tenant.id, UsageKind::Cert, 2, NOW).await.unwrap();
        tx.count_usage(tenant.id, UsageKind::ApiCall, 10, NOW).await.unwrap();
        tx.count_usage(tenant.id, UsageKind::Cert, 5, next_month).await.unwrap();
        tx.count_usage(other.id, UsageKind::Cert, 9, NOW).await.unwrap();
        tx.commit().await.unwrap();
        let usage = |period: &'static str| async move { lab.reader().usage(tenant.id, period).await.unwrap() };
        assert_eq!(usage("2027-01").await, [(UsageKind::ApiCall, 10), (UsageKind::Cert, 3)]);
        assert_eq!(usage("2027-02").await, [(UsageKind::Cert, 5)]);
    }
}
