use crate::suite::lab::Lab;
use crate::suite::samples::{NOW, after, at, certificate, connection, failed_certificate, fresh_id, proof, step_of};
use nameplate_domain::certificate::Certificate;
use nameplate_domain::connection::{Connection, Event, State};
use nameplate_domain::tenancy::TenantId;
use nameplate_domain::time::Timestamp;
use nameplate_store::{Signal, StepValues};

async fn wanted(lab: &Lab, now: Timestamp) -> Vec<String> {
    lab.reader().certificates_wanted(now, 100).await.unwrap()
}

async fn report(lab: &Lab, certificate: &Certificate) {
    let mut tx = lab.begin().await;
    tx.upsert_certificate(certificate).await.unwrap();
    tx.commit().await.unwrap();
}

both! {
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
        assert_eq!(lab.reader().certificates_wanted(NOW, 2).await.unwrap(), ["a.customer.com", "b.customer.com"]);
        assert_eq!(lab.reader().certificates_wanted(NOW, 9).await.unwrap().len(), 3);
        assert_eq!(heard.recv().await, Some(Signal::Route("c.customer.com".into())));
        while heard.recv().await != Some(Signal::CertificateWanted) {}
    }

    async fn delegated_names_without_a_certificate_are_wanted_whatever_their_state_is(lab: &Lab) {
        let (_, application) = lab.application().await;
        for state in State::ALL {
            for delegated in [false, true] {
                let hostname = format!("{}-{delegated}.customer.com", state.as_str().replace('_', "-"));
                lab.insert(&Connection { delegated, ..connection(&application, &hostname, state) }).await;
            }
        }
        let mut expected: Vec<String> = State::ALL
            .into_iter()
            .filter(|state| state.is_after_proof())
            .map(|state| format!("{}-true.customer.com", state.as_str().replace('_', "-")))
            .chain(["issuing-cert-false.customer.com".to_owned()])
            .collect();
        let mut listed = wanted(lab, NOW).await;
        expected.sort();
        listed.sort();
        assert_eq!(listed, expected);
    }

    async fn a_delegation_is_noted_once_and_makes_a_certificate_wanted(lab: &Lab) {
        let (_, application) = lab.application().await;
        let live = connection(&application, "app.customer.com", State::Live);
        lab.insert(&live).await;
        assert_eq!(wanted(lab, NOW).await, [""; 0]);
        let mut heard = lab.store.signals().subscribe();
        let mut tx = lab.begin().await;
        assert!(!tx.note_delegation(TenantId(fresh_id()), live.id, true).await.unwrap(), "another tenant's");
        assert!(tx.note_delegation(live.tenant, live.id, true).await.unwrap());
        assert!(!tx.note_delegation(live.tenant, live.id, true).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(heard.recv().await, Some(Signal::CertificateWanted));
        assert_eq!(lab.current(&live).await, Connection { delegated: true, ..live.clone() });
        assert_eq!(wanted(lab, NOW).await, ["app.customer.com"]);
        report(lab, &certificate("app.customer.com", "01")).await;
        assert_eq!(wanted(lab, NOW).await, [""; 0]);
    }

    async fn a_delegated_name_is_wanted_from_the_moment_it_is_proven(lab: &Lab) {
        let (_, application) = lab.application().await;
        let unproven = connection(&application, "app.customer.com", State::PendingOwnership);
        let unproven = Connection { delegated: true, ..unproven };
        lab.insert(&unproven).await;
        assert_eq!(wanted(lab, NOW).await, [""; 0]);
        let mut heard = lab.store.signals().subscribe();
        let mut tx = lab.begin().await;
        let proven = StepValues { proof: Some(proof()), ..at(NOW) };
        tx.commit_step(&unproven, step_of(&unproven, Event::OwnershipProven), proven).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(heard.recv().await, Some(Signal::Event));
        assert_eq!(heard.recv().await, Some(Signal::Route("app.customer.com".into())));
        assert_eq!(heard.recv().await, Some(Signal::CertificateWanted));
        assert_eq!(wanted(lab, NOW).await, ["app.customer.com"]);
    }

    async fn a_failed_name_is_wanted_again_when_its_time_comes_and_after_all_that_never_failed(lab: &Lab) {
        let (_, application) = lab.application().await;
        for (hostname, since) in [("early.customer.com", 0), ("late.customer.com", 1), ("fresh.customer.com", 9)] {
            let waiting = connection(&application, hostname, State::IssuingCert);
            lab.insert(&Connection { state_since: after(since), ..waiting }).await;
        }
        report(lab, &failed_certificate("early.customer.com", Some(after(60)))).await;
        report(lab, &failed_certificate("late.customer.com", Some(after(30)))).await;
        assert_eq!(wanted(lab, NOW).await, ["fresh.customer.com"]);
        assert_eq!(wanted(lab, after(59)).await, ["fresh.customer.com", "late.customer.com"]);
        assert_eq!(wanted(lab, after(60)).await, ["fresh.customer.com", "late.customer.com", "early.customer.com"]);
    }

    async fn a_new_holder_waits_as_long_as_the_name_has_to(lab: &Lab) {
        let (_, application) = lab.application().await;
        report(lab, &failed_certificate("app.customer.com", Some(after(60)))).await;
        let propagating = connection(&application, "app.customer.com", State::Propagating);
        lab.insert(&propagating).await;
        let mut tx = lab.begin().await;
        tx.commit_step(&propagating, step_of(&propagating, Event::RecordsPropagated), at(NOW)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(wanted(lab, NOW).await, [""; 0]);
        assert_eq!(wanted(lab, after(60)).await, ["app.customer.com"]);
    }

    async fn a_renewal_that_was_asked_for_is_listed_until_an_edge_reports(lab: &Lab) {
        let listed = || async { lab.reader().certificates_to_renew(10).await.unwrap() };
        let first = certificate("app.customer.com", "01");
        report(lab, &first).await;
        report(lab, &certificate("other.customer.com", "02")).await;
        assert_eq!(listed().await, [""; 0]);
        let mut heard = lab.store.signals().subscribe();
        let mut tx = lab.begin().await;
        assert!(tx.request_renewal("app.customer.com", after(5)).await.unwrap());
        assert!(!tx.request_renewal("nobodys.customer.com", after(5)).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(heard.recv().await, Some(Signal::CertificateWanted));
        assert_eq!(listed().await, ["app.customer.com"]);
        let asked = Certificate { renew_requested_at: Some(after(5)), ..first };
        assert_eq!(lab.reader().certificate("app.customer.com").await.unwrap(), Some(asked.clone()));

        // The report knows nothing of the request, and does not undo that it was made.
        let renewed = Certificate { reported_at: after(6), ..certificate("app.customer.com", "03") };
        report(lab, &renewed).await;
        assert_eq!(listed().await, [""; 0]);
        let kept = lab.reader().certificate("app.customer.com").await.unwrap();
        assert_eq!(kept, Some(Certificate { renew_requested_at: Some(after(5)), ..renewed }));
    }

    async fn a_request_by_a_clock_that_is_behind_is_still_newer_than_the_report(lab: &Lab) {
        report(lab, &Certificate { reported_at: after(9), ..certificate("app.customer.com", "01") }).await;
        let mut tx = lab.begin().await;
        assert!(tx.request_renewal("app.customer.com", NOW).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(lab.reader().certificates_to_renew(10).await.unwrap(), ["app.customer.com"]);
    }
}
