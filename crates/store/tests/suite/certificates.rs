use crate::suite::lab::Lab;
use crate::suite::samples::{NOW, after, certificate, connection, failed_certificate};
use nameplate_domain::certificate::{Certificate, CertificateStatus};
use nameplate_domain::connection::{Connection, State};
use nameplate_store::{CertificateFilter, Page, Signal};

both! {
    async fn a_certificate_is_new_once(lab: &Lab) {
        let first = certificate("app.customer.com", "01");
        let again = Certificate { reported_at: after(1), ..first.clone() };
        let renewed = certificate("app.customer.com", "02");
        let mut tx = lab.begin().await;
        assert!(tx.upsert_certificate(&first).await.unwrap());
        assert!(!tx.upsert_certificate(&again).await.unwrap());
        assert!(tx.upsert_certificate(&renewed).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(lab.reader().certificate("app.customer.com").await.unwrap(), Some(renewed));
        assert_eq!(lab.reader().certificate("other.customer.com").await.unwrap(), None);
    }

    async fn many_names_are_asked_about_at_once(lab: &Lab) {
        let names: Vec<String> = (0..60).map(|n| format!("app{n}.customer.com")).collect();
        let mut tx = lab.begin().await;
        for name in names.iter().step_by(2) {
            tx.upsert_certificate(&certificate(name, "01")).await.unwrap();
        }
        tx.commit().await.unwrap();
        for some in [0, 1, 24, 25, 26, 60] {
            let asked: Vec<&str> = names[..some].iter().map(String::as_str).collect();
            let mut found = lab.reader().certificates_of(&asked).await.unwrap();
            found.sort_by_key(|found| asked.iter().position(|name| *name == found.hostname));
            let expected: Vec<Certificate> = asked.iter().step_by(2).map(|name| certificate(name, "01")).collect();
            assert_eq!(found, expected);
        }
    }

    async fn of_edges_that_report_one_certificate_at_once_one_brings_it(lab: &Lab) {
        let reporting = (0..8).map(|_| {
            let store = lab.store.clone();
            tokio::spawn(async move {
                let mut tx = store.begin().await.unwrap();
                let is_new = tx.upsert_certificate(&certificate("app.customer.com", "01")).await.unwrap();
                tx.commit().await.unwrap();
                is_new
            })
        });
        let reported = futures_util::future::join_all(reporting).await;
        assert_eq!(reported.into_iter().filter(|is_new| *is_new.as_ref().unwrap()).count(), 1);
    }

    async fn of_edges_that_report_one_failure_at_once_one_is_the_first(lab: &Lab) {
        let reporting = (0..8).map(|_| {
            let store = lab.store.clone();
            tokio::spawn(async move {
                let mut tx = store.begin().await.unwrap();
                let before = tx.hold_certificate(&Certificate::pending("app.customer.com", NOW)).await.unwrap();
                tx.upsert_certificate(&failed_certificate("app.customer.com", Some(after(600)))).await.unwrap();
                tx.commit().await.unwrap();
                before.trouble.is_none()
            })
        });
        let first = futures_util::future::join_all(reporting).await;
        assert_eq!(first.into_iter().filter(|is_first| *is_first.as_ref().unwrap()).count(), 1);
    }

    async fn what_is_held_is_what_was_reported_last(lab: &Lab) {
        let stored = certificate("app.customer.com", "01");
        let mut tx = lab.begin().await;
        let pending = Certificate::pending("app.customer.com", after(5));
        assert_eq!(tx.hold_certificate(&pending).await.unwrap(), pending);
        assert!(tx.upsert_certificate(&stored).await.unwrap(), "the first certificate is a new one");
        assert_eq!(tx.hold_certificate(&pending).await.unwrap(), stored);
        tx.commit().await.unwrap();
        assert_eq!(lab.reader().certificate("app.customer.com").await.unwrap(), Some(stored));
    }

    async fn a_failure_is_kept_and_is_no_new_certificate(lab: &Lab) {
        let failed = failed_certificate("app.customer.com", Some(after(600)));
        let mut tx = lab.begin().await;
        assert!(!tx.upsert_certificate(&failed).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(lab.reader().certificate("app.customer.com").await.unwrap(), Some(failed));
    }

    async fn a_stored_certificate_changes_the_route_of_its_holder(lab: &Lab) {
        let (_, application) = lab.application().await;
        lab.insert(&connection(&application, "app.customer.com", State::Drifted)).await;
        let mut heard = lab.store.signals().subscribe();
        let mut tx = lab.begin().await;
        tx.upsert_certificate(&certificate("app.customer.com", "01")).await.unwrap();
        tx.upsert_certificate(&certificate("nobodys.customer.com", "02")).await.unwrap();
        tx.commit().await.unwrap();
        lab.store.signals().send(Signal::Everything);
        assert_eq!(heard.recv().await, Some(Signal::Route("app.customer.com".into())));
        assert_eq!(heard.recv().await, Some(Signal::Everything));
        assert!(lab.reader().ask("app.customer.com", NOW).await.unwrap().unwrap().asked.has_certificate);
    }

    async fn a_tenant_lists_the_certificates_of_the_names_it_holds(lab: &Lab) {
        let (tenant, application) = lab.application().await;
        let (_, others) = lab.application().await;
        let names = ["a.customer.com", "b.customer.com", "c.customer.com"];
        for (n, hostname) in (0..).zip(names) {
            let made = after(n);
            lab.insert(&Connection { created_at: made, ..connection(&application, hostname, State::Live) }).await;
        }
        lab.insert(&connection(&application, "without.customer.com", State::Live)).await;
        lab.insert(&connection(&application, "ended.customer.com", State::Archived)).await;
        lab.insert(&connection(&others, "theirs.customer.com", State::Live)).await;
        let mut tx = lab.begin().await;
        for hostname in ["a.customer.com", "b.customer.com", "ended.customer.com", "theirs.customer.com"] {
            let soon = Certificate { not_after: Some(after(60)), ..certificate(hostname, "01") };
            tx.upsert_certificate(&soon).await.unwrap();
        }
        tx.upsert_certificate(&certificate("b.customer.com", "02")).await.unwrap();
        tx.upsert_certificate(&failed_certificate("c.customer.com", None)).await.unwrap();
        tx.commit().await.unwrap();

        let list = |filter: CertificateFilter, page: Page| async move {
            let listed = lab.reader().certificates(tenant.id, &filter, page).await.unwrap();
            listed.into_iter().map(|listed| listed.certificate.hostname).collect::<Vec<_>>()
        };
        let (any, ten) = (CertificateFilter::default(), Page::first(10));
        assert_eq!(list(any.clone(), ten).await, ["c.customer.com", "b.customer.com", "a.customer.com"]);
        let failed = CertificateFilter { status: Some(CertificateStatus::Failed), ..any.clone() };
        assert_eq!(list(failed, ten).await, ["c.customer.com"]);
        let expiring = CertificateFilter { expiring_before: Some(after(61)), ..any.clone() };
        assert_eq!(list(expiring, ten).await, ["a.customer.com"]);
        let one = CertificateFilter { hostname: Some("b.customer.com".into()), ..any.clone() };
        assert_eq!(list(one, ten).await, ["b.customer.com"]);
        let none = CertificateFilter { hostname: Some("theirs.customer.com".into()), ..any.clone() };
        assert_eq!(list(none, ten).await, [""; 0]);

        let first = lab.reader().certificates(tenant.id, &any, Page::first(1)).await.unwrap();
        assert_eq!((first[0].application, first[0].connected_at), (application.id, after(2)));
        let next = Page { limit: 1, before: Some((first[0].connected_at, first[0].connection.0)) };
        assert_eq!(list(any, next).await, ["b.customer.com"]);
    }
}
