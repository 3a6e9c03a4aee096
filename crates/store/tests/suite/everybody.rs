use crate::suite::lab::Lab;
use crate::suite::quotas::quota;
use crate::suite::samples::{self, NOW, after, connection};
use nameplate_domain::connection::State;
use nameplate_domain::plans::Plan;
use nameplate_domain::tenancy::{Tenant, TenantId};
use nameplate_store::{Page, Suspension, TenantCounts, TenantSummary};
use uuid::Uuid;

async fn tenant(lab: &Lab, n: u128, name: &str) -> Tenant {
    let created_at = after(u64::try_from(n).unwrap());
    let tenant = Tenant { id: TenantId(Uuid::from_u128(n)), name: name.into(), created_at };
    let mut tx = lab.begin().await;
    assert!(tx.insert_tenant(&tenant).await.unwrap());
    tx.commit().await.unwrap();
    tenant
}

fn empty(tenant: &Tenant) -> TenantSummary {
    let counts = TenantCounts { applications: 0, connections: 0, live: 0 };
    TenantSummary { tenant: tenant.clone(), suspension: None, plan: None, counts }
}

async fn names(lab: &Lab, part: &str) -> Vec<String> {
    let found = lab.reader().tenant_summaries(Page::first(10), Some(part)).await.unwrap();
    found.into_iter().map(|summary| summary.tenant.name).collect()
}

both! {
    async fn tenants_are_summed_up_each_with_its_own(lab: &Lab) {
        let (busy, idle) = (tenant(lab, 1, "Busy").await, tenant(lab, 2, "Idle").await);
        let application = samples::application(&busy);
        let mut tx = lab.begin().await;
        assert!(tx.insert_application(&application).await.unwrap());
        assert!(tx.insert_quota(&quota(&busy)).await.unwrap());
        tx.commit().await.unwrap();
        for (n, state) in [State::Live, State::Live, State::Drifted, State::Archived].into_iter().enumerate() {
            lab.insert(&connection(&application, &format!("h{n}.customer.com"), state)).await;
        }
        let mut tx = lab.begin().await;
        assert!(tx.suspend_tenant(busy.id, "unpaid", NOW).await.unwrap());
        tx.commit().await.unwrap();
        let summed = TenantSummary {
            tenant: busy.clone(),
            suspension: Some(Suspension { at: NOW, why: "unpaid".into() }),
            plan: Some(Plan::Pro),
            counts: TenantCounts { applications: 1, connections: 4, live: 2 },
        };
        let all = lab.reader().tenant_summaries(Page::first(10), None).await.unwrap();
        assert_eq!(all, [empty(&idle), summed.clone()]);
        assert_eq!(lab.reader().tenant_summary(busy.id).await.unwrap(), Some(summed.clone()));
        assert_eq!(lab.reader().tenant_summary(TenantId(Uuid::nil())).await.unwrap(), None);
        let after_idle = Page { limit: 10, before: Some((idle.created_at, idle.id.0)) };
        assert_eq!(lab.reader().tenant_summaries(after_idle, None).await.unwrap(), [summed]);
        assert_eq!(lab.reader().tenant_summaries(Page::first(1), None).await.unwrap(), [empty(&idle)]);
        assert_eq!(lab.reader().gauges(NOW).await.unwrap().tenants, 2);
    }

    async fn a_part_of_the_name_finds_a_tenant_in_whatever_case_and_is_no_pattern(lab: &Lab) {
        for (n, name) in ["Acme Sites", "acme-shop", "100% Bücher", "under_score", "back\\slash"].into_iter().enumerate() {
            tenant(lab, n as u128, name).await;
        }
        assert_eq!(names(lab, "ACME").await, ["acme-shop", "Acme Sites"]);
        assert_eq!(names(lab, "me si").await, ["Acme Sites"]);
        assert_eq!(names(lab, "%").await, ["100% Bücher"]);
        assert_eq!(names(lab, "Büch").await, ["100% Bücher"]);
        assert_eq!(names(lab, "_").await, ["under_score"]);
        assert_eq!(names(lab, "\\").await, ["back\\slash"]);
        assert_eq!(names(lab, "nobody").await, Vec::<String>::new());
        let second = Page { limit: 10, before: Some((after(1), Uuid::from_u128(1))) };
        assert_eq!(lab.reader().tenant_summaries(second, Some("acme")).await.unwrap().len(), 1);
    }

    async fn tenants_are_summed_up_by_indexes(lab: &Lab) {
        for (name, values) in [
            ("TENANTS", "1, '00000000-0000-0000-0000-000000000000', 20"),
            ("TENANTS_NAMED", "1, '00000000-0000-0000-0000-000000000000', 20, '%a%'"),
        ] {
            let wanted = format!("everybody::{name}");
            let text = lab.store.statements().find(|(name, _)| name.ends_with(&wanted)).unwrap().1;
            let plan = lab.database.plan(text, values).await;
            assert!(plan.contains("connections_by_state"), "{name}: {plan}");
            let scan = plan.lines().any(|line| line.trim() == "SCAN connections" || line.contains("Seq Scan on connections"));
            assert!(!scan, "{name}: {plan}");
        }
    }
}
