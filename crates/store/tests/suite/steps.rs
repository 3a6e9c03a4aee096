use crate::suite::lab::Lab;
use crate::suite::samples::{NOW, after, at, certificate, connection, problem, proof, report, step_of};
use nameplate_domain::connection::{Announcement, Connection, Event, State, UsageKind};
use nameplate_store::{StepValues, StoreError};

both! {
    async fn a_step_writes_state_evidence_events_and_usage_together(lab: &Lab) {
        let (tenant, application) = lab.application().await;
        let before = connection(&application, "app.customer.com", State::IssuingCert);
        lab.insert(&before).await;
        let values = StepValues {
            reports: Some(vec![report(&before)]),
            problem: Some(problem()),
            due_at: Some(after(60)),
            ..at(after(1))
        };
        let ids = values.event_ids;
        let mut tx = lab.begin().await;
        let live = tx.commit_step(&before, step_of(&before, Event::CertificateStored), values).await.unwrap();
        tx.commit().await.unwrap();

        let expected = Connection {
            state: State::Live,
            version: 1,
            reports: vec![report(&before)],
            problem: Some(problem()),
            state_since: after(1),
            updated_at: after(1),
            checked_at: Some(after(1)),
            due_at: Some(after(60)),
            ..before.clone()
        };
        assert_eq!(live, expected);
        assert_eq!(lab.current(&before).await, expected);
        let events = lab.reader().events(Some(tenant.id), None, 10).await.unwrap();
        let kinds: Vec<_> = events.iter().map(|event| (event.id, event.kind, event.created_at)).collect();
        assert_eq!(
            kinds,
            [(ids[0], Announcement::SslIssued, after(1)), (ids[1], Announcement::FlowCompleted, after(1))]
        );
        assert_eq!(events[0].data, serde_json::json!({ "hostname": "app.customer.com" }));
        assert_eq!(lab.reader().usage(tenant.id, "2027-01").await.unwrap(), [(UsageKind::ActiveDomain, 1)]);
    }

    async fn a_step_keeps_proof_and_reports_that_it_does_not_bring_and_clears_the_problem(lab: &Lab) {
        let (_, application) = lab.application().await;
        let before = connection(&application, "app.customer.com", State::Live);
        let before = Connection { reports: vec![report(&before)], problem: Some(problem()), ..before };
        lab.insert(&before).await;
        let mut tx = lab.begin().await;
        let drifted = tx.commit_step(&before, step_of(&before, Event::RecordsMissing), at(after(5))).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!((drifted.proof, drifted.reports, drifted.problem), (Some(proof()), vec![report(&before)], None));
        assert_eq!(drifted.checked_at, None);
    }

    async fn of_32_racers_one_wins_and_its_events_are_written_once(lab: &Lab) {
        let (_, application) = lab.application().await;
        let before = connection(&application, "app.customer.com", State::IssuingCert);
        lab.insert(&before).await;
        let racing = (0..32).map(|_| {
            let (store, before) = (lab.store.clone(), before.clone());
            tokio::spawn(async move {
                let mut tx = store.begin().await?;
                tx.commit_step(&before, step_of(&before, Event::CertificateStored), at(NOW)).await?;
                tx.commit().await
            })
        });
        let (mut won, mut lost) = (0, 0);
        for outcome in futures_util::future::join_all(racing).await {
            match outcome.unwrap() {
                Ok(()) => won += 1,
                Err(StoreError::LostRace) => lost += 1,
                Err(error) => panic!("{error:?}"),
            }
        }
        assert_eq!((won, lost), (1, 31));
        assert_eq!(lab.reader().events(None, None, 10).await.unwrap().len(), 2);
        assert_eq!(lab.current(&before).await.version, 1);
    }

    async fn a_step_on_an_outdated_version_loses_even_if_the_state_is_the_same_again(lab: &Lab) {
        let (_, application) = lab.application().await;
        let first = connection(&application, "app.customer.com", State::Live);
        lab.insert(&first).await;
        let mut tx = lab.begin().await;
        let drifted = tx.commit_step(&first, step_of(&first, Event::RecordsMissing), at(NOW)).await.unwrap();
        tx.commit_step(&drifted, step_of(&drifted, Event::RecordsPropagated), at(NOW)).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = lab.begin().await;
        let late = tx.commit_step(&first, step_of(&first, Event::RecordsMissing), at(NOW)).await;
        assert!(matches!(late, Err(StoreError::LostRace)), "{late:?}");
    }

    async fn a_step_without_identifiers_for_its_events_is_refused(lab: &Lab) {
        let (_, application) = lab.application().await;
        let before = connection(&application, "app.customer.com", State::IssuingCert);
        lab.insert(&before).await;
        let mut tx = lab.begin().await;
        let values = StepValues { event_ids: &[], ..at(NOW) };
        let refused = tx.commit_step(&before, step_of(&before, Event::CertificateStored), values).await;
        assert!(matches!(refused, Err(StoreError::EventIdMissing)));
        drop(tx);
        assert_eq!(lab.current(&before).await, before);
    }

    async fn a_note_of_a_check_changes_neither_state_nor_version(lab: &Lab) {
        let (_, application) = lab.application().await;
        let before = connection(&application, "app.customer.com", State::Propagating);
        lab.insert(&before).await;
        let mut tx = lab.begin().await;
        let reports = [report(&before)];
        assert!(tx.note_check(&before, Some(&reports), Some(&problem()), Some(after(9)), after(1)).await.unwrap());
        tx.commit().await.unwrap();
        let noted = Connection {
            reports: reports.to_vec(),
            problem: Some(problem()),
            due_at: Some(after(9)),
            checked_at: Some(after(1)),
            updated_at: after(1),
            ..before.clone()
        };
        assert_eq!(lab.current(&before).await, noted);
        let mut tx = lab.begin().await;
        assert!(tx.note_check(&noted, None, None, None, after(2)).await.unwrap());
        tx.commit().await.unwrap();
        let now = lab.current(&before).await;
        assert_eq!((now.reports, now.problem, now.due_at), (noted.reports, None, None));
    }

    async fn a_note_of_a_check_that_was_overtaken_is_dropped(lab: &Lab) {
        let (_, application) = lab.application().await;
        let before = connection(&application, "app.customer.com", State::Live);
        lab.insert(&before).await;
        let mut tx = lab.begin().await;
        tx.commit_step(&before, step_of(&before, Event::RecordsMissing), at(NOW)).await.unwrap();
        assert!(!tx.note_check(&before, None, Some(&problem()), None, NOW).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(lab.current(&before).await.problem, None);
    }

    async fn whoever_becomes_the_holder_finds_the_certificate_that_is_there(lab: &Lab) {
        let (_, application) = lab.application().await;
        let before = connection(&application, "app.customer.com", State::PendingOwnership);
        lab.insert(&before).await;
        let mut tx = lab.begin().await;
        tx.upsert_certificate(&certificate("app.customer.com", "01")).await.unwrap();
        let values = StepValues { proof: Some(proof()), ..at(NOW) };
        tx.commit_step(&before, step_of(&before, Event::OwnershipProven), values).await.unwrap();
        tx.commit().await.unwrap();
        assert!(lab.reader().ask("app.customer.com", NOW).await.unwrap().unwrap().asked.has_certificate);
    }
}
