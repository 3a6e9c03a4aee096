use crate::suite::lab::Lab;
use crate::suite::samples::{self, NOW, after, connection, problem, proof, report};
use nameplate_domain::connection::{Connection, SetupType, State};
use nameplate_domain::records::{Record, RecordType};
use nameplate_store::{ConnectionFilter, Page, StoreError};

both! {
    async fn a_connection_comes_back_as_it_was_stored(lab: &Lab) {
        let (_, application) = lab.application().await;
        let bare = connection(&application, "xn--mller-kva.example", State::Created);
        let long = "ſ“\"\\\u{1F980}\u{0}".replace('\u{0}', "").repeat(40_000);
        let full = Connection {
            batch_id: Some("Kampagne №7".into()),
            takeover: true,
            fresh_proof: true,
            setup_type: SetupType::SharedLogin,
            version: i64::MAX,
            proof: Some(proof()),
            records: vec![Record::new("*.customer.com", RecordType::Txt, &long, u32::MAX); 3],
            reports: vec![report(&bare); 20],
            problem: Some(problem()),
            checked_at: Some(after(1)),
            due_at: Some(after(2)),
            ..connection(&application, "*.customer.com", State::Stalled)
        };
        for stored in [bare, full] {
            lab.insert(&stored).await;
            assert_eq!(lab.current(&stored).await, stored);
        }
    }

    async fn another_tenants_connection_does_not_exist(lab: &Lab) {
        let (_, application) = lab.application().await;
        let (stranger, _) = lab.application().await;
        let stored = connection(&application, "app.customer.com", State::Live);
        lab.insert(&stored).await;
        assert_eq!(lab.reader().connection(stranger.id, stored.id).await.unwrap(), None);
        let found = lab.reader().connections(stranger.id, &ConnectionFilter::default(), Page::first(10)).await;
        assert_eq!(found.unwrap(), []);
    }

    async fn filters_hold_together(lab: &Lab) {
        let (tenant, application) = lab.application().await;
        let mut other_application = application.clone();
        other_application.id = nameplate_domain::tenancy::ApplicationId(samples::fresh_id());
        let mut tx = lab.begin().await;
        tx.insert_application(&other_application).await.unwrap();
        tx.commit().await.unwrap();
        let in_batch = |connection: Connection, batch: &str| Connection { batch_id: Some(batch.into()), ..connection };
        let live = connection(&application, "a.customer.com", State::Live);
        let pending = in_batch(connection(&application, "b.customer.com", State::PendingOwnership), "x");
        let failed = in_batch(connection(&other_application, "a.customer.com", State::Failed), "x");
        for stored in [&live, &pending, &failed] {
            lab.insert(stored).await;
        }
        let any = ConnectionFilter::default;
        let cases = [
            (any(), vec![&failed, &pending, &live]),
            (ConnectionFilter { states: vec![State::Live, State::Failed], ..any() }, vec![&failed, &live]),
            (ConnectionFilter { application: Some(application.id), ..any() }, vec![&pending, &live]),
            (ConnectionFilter { hostname: Some("a.customer.com".into()), ..any() }, vec![&failed, &live]),
            (ConnectionFilter { batch_id: Some("x".into()), ..any() }, vec![&failed, &pending]),
            (
                ConnectionFilter { batch_id: Some("x".into()), hostname: Some("a.customer.com".into()), ..any() },
                vec![&failed],
            ),
            (ConnectionFilter { batch_id: Some("x".into()), states: vec![State::Live], ..any() }, vec![]),
            (ConnectionFilter { hostname: Some("%".into()), ..any() }, vec![]),
        ];
        for (filter, expected) in cases {
            let found = lab.reader().connections(tenant.id, &filter, Page::first(10)).await.unwrap();
            assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{filter:?}");
        }
    }

    async fn a_row_that_does_not_parse_names_table_column_and_key(lab: &Lab) {
        let (_, application) = lab.application().await;
        let stored = connection(&application, "app.customer.com", State::Live);
        lab.insert(&stored).await;
        for (tampering, column) in [
            ("UPDATE connections SET reports = '[{\"secret\": 1}]'", "reports"),
            ("UPDATE connections SET records = 'secret'", "records"),
            ("UPDATE connections SET state = 'secret'", "state"),
        ] {
            lab.database.tamper(tampering).await;
            let error = lab.reader().connection(stored.tenant, stored.id).await.unwrap_err();
            let StoreError::Row { table, column: found, key, .. } = &error else { panic!("{error:?}") };
            assert_eq!((*table, *found, key), ("connections", column, &stored.id.to_string()));
            assert!(!format!("{error} {error:?}").contains("secret"), "values stay out: {error}");
        }
    }

    async fn a_challenge_is_not_printed(lab: &Lab) {
        let (_, application) = lab.application().await;
        let stored = connection(&application, "app.customer.com", State::PendingOwnership);
        lab.insert(&stored).await;
        assert!(!format!("{:?}", lab.current(&stored).await).contains(stored.challenge.token()));
        assert_eq!(lab.current(&stored).await.created_at, NOW);
    }
}
