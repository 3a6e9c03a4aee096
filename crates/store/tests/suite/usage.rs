use crate::suite::lab::Lab;
use crate::suite::samples::NOW;
use nameplate_domain::connection::UsageKind;
use nameplate_domain::day::Day;
use nameplate_store::UsageOfDay;
use std::time::Duration;

both! {
    async fn of_40_racers_for_7_places_7_get_one(lab: &Lab) {
        let (tenant, _) = lab.application().await;
        let racing = (0..40).map(|_| {
            let store = lab.store.clone();
            tokio::spawn(async move {
                let mut tx = store.begin().await.unwrap();
                let used = tx.reserve_usage(tenant.id, UsageKind::Connect, 1, 7, NOW).await.unwrap();
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
            assert_eq!(tx.reserve_usage(tenant.id, UsageKind::Connect, 1, limit, NOW).await.unwrap(), None);
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

    async fn what_is_counted_is_counted_by_day_as_well(lab: &Lab) {
        let (tenant, _) = lab.application().await;
        let (other, _) = lab.application().await;
        let today = Day::of(NOW);
        let tomorrow = NOW.plus(Duration::from_hours(24));
        let mut tx = lab.begin().await;
        tx.count_usage(tenant.id, UsageKind::Cert, 1, NOW).await.unwrap();
        tx.count_usage(tenant.id, UsageKind::Cert, 2, NOW).await.unwrap();
        tx.count_usage(tenant.id, UsageKind::ApiCall, 5, tomorrow).await.unwrap();
        assert_eq!(tx.reserve_usage(tenant.id, UsageKind::Connect, 2, 3, NOW).await.unwrap(), Some(2));
        assert_eq!(tx.reserve_usage(tenant.id, UsageKind::Connect, 2, 3, NOW).await.unwrap(), None);
        assert_eq!(tx.reserve_usage(tenant.id, UsageKind::Connect, 1, 3, tomorrow).await.unwrap(), Some(3));
        tx.count_usage(other.id, UsageKind::Cert, 9, NOW).await.unwrap();
        tx.commit().await.unwrap();
        let of = |day, kind, used| UsageOfDay { day, kind, used };
        let first = [of(today, UsageKind::Cert, 3), of(today, UsageKind::Connect, 2)];
        let second = [of(today.plus_days(1), UsageKind::ApiCall, 5), of(today.plus_days(1), UsageKind::Connect, 1)];
        let read = async |from: i32, to: i32| {
            lab.reader().usage_by_day(tenant.id, today.plus_days(from), today.plus_days(to)).await.unwrap()
        };
        assert_eq!(read(0, 0).await, first);
        assert_eq!(read(1, 400).await, second);
        assert_eq!(read(-9, 9).await, [first, second].concat());
        assert_eq!(read(2, 9).await, []);
    }

    async fn days_are_kept_for_400_days(lab: &Lab) {
        let (tenant, _) = lab.application().await;
        let mut tx = lab.begin().await;
        for days in 0..3 {
            tx.count_usage(tenant.id, UsageKind::ApiCall, 1, NOW.plus(Duration::from_hours(24 * days))).await.unwrap();
            tx.count_usage(tenant.id, UsageKind::Cert, 1, NOW.plus(Duration::from_hours(24 * days))).await.unwrap();
        }
        let after = |days: u64| NOW.plus(Duration::from_hours(24 * days));
        assert_eq!(tx.purge_usage_days(after(399), 10).await.unwrap(), 0);
        assert_eq!(tx.purge_usage_days(after(400), 10).await.unwrap(), 2);
        assert_eq!(tx.purge_usage_days(after(500), 3).await.unwrap(), 3);
        assert_eq!(tx.purge_usage_days(after(500), 3).await.unwrap(), 1);
        tx.commit().await.unwrap();
        assert_eq!(lab.database.count("usage_days").await, 0);
        assert_eq!(lab.reader().usage(tenant.id, "2027-01").await.unwrap().len(), 2, "months stay");
    }
}
