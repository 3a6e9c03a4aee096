use crate::suite::lab::Lab;
use crate::suite::samples::{NOW, after, at, certificate, connection, event_ids, failed_certificate, proof, step_of};
use nameplate_domain::connection::{Connection, Event, State};
use nameplate_domain::tenancy::TenantId;
use nameplate_store::{Page, Signal, StepValues, StoreError, Suspension};
use std::time::Duration;

async fn suspend(lab: &Lab, tenant: TenantId) -> bool {
    let mut tx = lab.begin().await;
    let changed = tx.suspend_tenant(tenant, "unbezahlt ☃", NOW).await.unwrap();
    tx.commit().await.unwrap();
    changed
}

async fn resume(lab: &Lab, tenant: TenantId) -> bool {
    let mut tx = lab.begin().await;
    let changed = tx.resume_tenant(tenant).await.unwrap();
    tx.commit().await.unwrap();
    changed
}

async fn is_suspended(lab: &Lab, name: &str) -> bool {
    lab.reader().ask(name, NOW).await.unwrap().unwrap().asked.suspended
}

async fn due(lab: &Lab) -> Vec<String> {
    let mut tx = lab.begin().await;
    let leased = tx.lease_due(NOW, Duration::from_secs(30), 1.0, 10).await.unwrap();
    // Not committed: it is due again.
    drop(tx);
    leased.into_iter().map(|connection| connection.hostname.to_string()).collect()
}

both! {
    async fn a_suspension_reaches_the_tenants_connections_and_nobody_elses(lab: &Lab) {
        let (tenant, application) = lab.application().await;
        let (stranger, theirs) = lab.application().await;
        for (application, name) in [(&application, "app.customer.com"), (&theirs, "*.customer.com")] {
            lab.insert(&Connection { due_at: Some(NOW), ..connection(application, name, State::Live) }).await;
        }
        assert_eq!(lab.reader().suspension(tenant.id).await.unwrap(), None);
        assert!(suspend(lab, tenant.id).await);
        assert!(is_suspended(lab, "app.customer.com").await, "the wildcard of somebody else does not answer for it");
        assert!(!is_suspended(lab, "other.customer.com").await);
        let together = lab.reader().ask_together(&["app.customer.com", "other.customer.com"], NOW).await.unwrap();
        assert_eq!(together.iter().flatten().map(|row| row.asked.suspended).collect::<Vec<_>>(), [true, false]);
        assert_eq!(lab.reader().ask_application(application.id).await.unwrap(), None);
        assert_eq!(lab.reader().ask_application(theirs.id).await.unwrap(), Some(None));
        assert_eq!(due(lab).await, ["*.customer.com"]);

        let suspension = Suspension { at: NOW, why: "unbezahlt ☃".into() };
        assert_eq!(lab.reader().suspension(tenant.id).await.unwrap(), Some(suspension.clone()));
        let all = lab.reader().tenants(Page::first(10)).await.unwrap();
        assert_eq!(all, [(stranger, None), (tenant.clone(), Some(suspension))]);

        assert!(resume(lab, tenant.id).await);
        assert!(!is_suspended(lab, "app.customer.com").await);
        assert_eq!(lab.reader().ask_application(application.id).await.unwrap(), Some(None));
        assert_eq!(due(lab).await.len(), 2);
        assert_eq!(lab.reader().suspension(tenant.id).await.unwrap(), None);
    }

    async fn twice_is_as_good_as_once_and_says_so(lab: &Lab) {
        let (tenant, _) = lab.application().await;
        assert!(!resume(lab, tenant.id).await);
        assert!(suspend(lab, tenant.id).await);
        let first = lab.reader().suspension(tenant.id).await.unwrap();
        let mut tx = lab.begin().await;
        assert!(!tx.suspend_tenant(tenant.id, "another reason", after(9)).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(lab.reader().suspension(tenant.id).await.unwrap(), first);
        assert!(!suspend(lab, TenantId(uuid::Uuid::nil())).await, "there is no such tenant");
        assert!(resume(lab, tenant.id).await);
        assert!(!resume(lab, tenant.id).await);
    }

    async fn whoever_listens_hears_of_it(lab: &Lab) {
        let (tenant, _) = lab.application().await;
        let mut heard = lab.store.signals().subscribe();
        suspend(lab, tenant.id).await;
        assert_eq!(heard.recv().await, Some(Signal::Tenant(tenant.id)));
        assert_eq!(heard.recv().await, Some(Signal::RoutesAll));
        resume(lab, tenant.id).await;
        let mut all = Vec::new();
        for _ in 0..5 {
            all.extend(heard.recv().await);
        }
        let [tenant, routes] = [Signal::Tenant(tenant.id), Signal::RoutesAll];
        assert_eq!(all, [tenant, routes, Signal::CertificateWanted, Signal::Due, Signal::DeliveryDue]);
    }

    async fn a_connection_that_was_added_meanwhile_is_suspended_before_it_can_be_served(lab: &Lab) {
        let (tenant, application) = lab.application().await;
        suspend(lab, tenant.id).await;
        let pending = connection(&application, "app.customer.com", State::PendingOwnership);
        lab.insert(&pending).await;
        let values = StepValues { proof: Some(proof()), event_ids: event_ids(), ..at(NOW) };
        let mut tx = lab.begin().await;
        tx.commit_step(&pending, step_of(&pending, Event::OwnershipProven), values).await.unwrap();
        tx.commit().await.unwrap();
        assert!(is_suspended(lab, "app.customer.com").await);
    }

    async fn a_step_on_what_was_read_before_the_tenant_was_suspended_or_resumed_is_read_anew(lab: &Lab) {
        let (tenant, application) = lab.application().await;
        let live = connection(&application, "app.customer.com", State::Live);
        lab.insert(&live).await;
        for (change_to, event) in [(true, Event::RecordsMissing), (false, Event::RecordsPropagated)] {
            let before = lab.current(&live).await;
            assert!(if change_to { suspend(lab, tenant.id).await } else { resume(lab, tenant.id).await });
            let mut tx = lab.begin().await;
            let late = tx.commit_step(&before, step_of(&before, event), at(NOW)).await;
            assert!(matches!(late, Err(StoreError::LostRace)), "{late:?}");
            drop(tx);
            let anew = lab.current(&live).await;
            let mut tx = lab.begin().await;
            tx.commit_step(&anew, step_of(&anew, event), at(NOW)).await.unwrap();
            tx.commit().await.unwrap();
            assert_eq!(is_suspended(lab, "app.customer.com").await, change_to);
        }
    }

    async fn no_certificate_is_wanted_or_renewed_for_a_suspended_name(lab: &Lab) {
        let (tenant, application) = lab.application().await;
        lab.insert(&connection(&application, "new.customer.com", State::IssuingCert)).await;
        lab.insert(&connection(&application, "old.customer.com", State::Live)).await;
        let mut tx = lab.begin().await;
        tx.upsert_certificate(&failed_certificate("new.customer.com", None)).await.unwrap();
        tx.upsert_certificate(&certificate("old.customer.com", "01")).await.unwrap();
        assert!(tx.request_renewal("old.customer.com", after(1)).await.unwrap());
        tx.commit().await.unwrap();
        let wanted = async || {
            let reader = lab.reader();
            (reader.certificates_wanted(NOW, 10).await.unwrap(), reader.certificates_to_renew(10).await.unwrap())
        };
        let both = (vec!["new.customer.com".to_owned()], vec!["old.customer.com".to_owned()]);
        assert_eq!(wanted().await, both);
        suspend(lab, tenant.id).await;
        assert_eq!(wanted().await, (vec![], vec![]));
        resume(lab, tenant.id).await;
        assert_eq!(wanted().await, both);
    }

    async fn a_tenant_is_counted_and_everybodys_connections_are_listed_newest_first(lab: &Lab) {
        let (tenant, application) = lab.application().await;
        let (_, theirs) = lab.application().await;
        let made = [
            connection(&application, "a.customer.com", State::Live),
            connection(&theirs, "b.customer.com", State::Live),
            connection(&application, "c.customer.com", State::PendingOwnership),
        ];
        for one in &made {
            lab.insert(one).await;
        }
        let counts = lab.reader().tenant_counts(tenant.id).await.unwrap().unwrap();
        assert_eq!((counts.applications, counts.connections, counts.live), (1, 2, 1));
        assert_eq!(lab.reader().tenant_counts(TenantId(uuid::Uuid::nil())).await.unwrap(), None);
        let first = lab.reader().connections_of_everybody(None, 2).await.unwrap();
        let last = lab.reader().connections_of_everybody(Some(first[1].id), 2).await.unwrap();
        let met: Vec<_> = first.into_iter().chain(last).map(|connection| connection.id).collect();
        assert_eq!(met, [made[2].id, made[1].id, made[0].id]);
    }
}
