use crate::suite::lab::Lab;
use crate::suite::samples::{NOW, after, at, certificate, connection, step_of};
use nameplate_domain::certificate::{Certificate, CertificateStatus};
use nameplate_domain::connection::{Connection, Event, State};
use nameplate_store::Signal;

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

    async fn a_failure_is_kept_and_is_no_new_certificate(lab: &Lab) {
        let failed = Certificate {
            status: CertificateStatus::Failed,
            issuer: String::new(),
            serial: String::new(),
            fingerprint_sha256: String::new(),
            not_before: None,
            not_after: None,
            problem: Some("CAA verbietet es".into()),
            ..certificate("app.customer.com", "")
        };
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
        assert!(lab.reader().ask("app.customer.com", NOW).await.unwrap().unwrap().has_certificate);
    }

    async fn wanted_certificates_are_told_and_listed_longest_waiting_first(lab: &Lab) {
        let (_, application) = lab.application().await;
        let mut heard = lab.store.signals().subscribe();
        for (hostname, since) in [("c.customer.com", 3), ("a.customer.com", 1), ("b.customer.com", 2)] {
            let waiting = connection(&application, hostname, State::Propagating);
            lab.insert(&Connection { state_since: NOW, ..waiting.clone() }).await;
            let mut tx = lab.begin().await;
            tx.commit_step(&waiting, step_of(&waiting, Event::RecordsPropagated), at(after(since))).await.unwrap();
            tx.commit().await.unwrap();
        }
        lab.insert(&connection(&application, "live.customer.com", State::Live)).await;
        assert_eq!(lab.reader().certificates_wanted(2).await.unwrap(), ["a.customer.com", "b.customer.com"]);
        assert_eq!(lab.reader().certificates_wanted(9).await.unwrap().len(), 3);
        assert_eq!(heard.recv().await, Some(Signal::Route("c.customer.com".into())));
        while heard.recv().await != Some(Signal::CertificateWanted) {}
    }
}
