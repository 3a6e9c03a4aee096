use crate::suite::lab::Lab;
use crate::suite::samples::{after, connection, proof};
use nameplate_domain::application::Application;
use nameplate_domain::connection::{Connection, State};
use nameplate_store::{AppDomain, Page};

/// A connection made so many seconds from now.
fn made(application: &Application, hostname: &str, state: State, at: u64) -> Connection {
    Connection { created_at: after(at), ..connection(application, hostname, state) }
}

async fn names(lab: &Lab, application: &Application, page: Page) -> Vec<(String, State)> {
    let found = lab.reader().app_domains(application.tenant, application.id, page).await.unwrap();
    found.into_iter().map(|AppDomain { connection, .. }| (connection.hostname.to_string(), connection.state)).collect()
}

both! {
    async fn of_each_name_one_connection_stands_for_it(lab: &Lab) {
        let (tenant, application) = lab.application().await;
        let (_, theirs) = lab.application().await;
        let held = made(&application, "held.customer.com", State::Live, 1);
        let stored = [
            held.clone(),
            made(&application, "held.customer.com", State::PendingOwnership, 5),
            made(&application, "twice.customer.com", State::PendingOwnership, 2),
            made(&application, "twice.customer.com", State::Verifying, 3),
            made(&application, "again.customer.com", State::Failed, 0),
            made(&application, "again.customer.com", State::PendingOwnership, 6),
            made(&application, "given-up.customer.com", State::Failed, 4),
            made(&application, "down.customer.com", State::Archived, 7),
            made(&theirs, "held.customer.com", State::PendingOwnership, 8),
            Connection { proof: Some(proof()), ..made(&application, "slow.customer.com", State::Stalled, 0) },
            made(&application, "slow.customer.com", State::PendingOwnership, 9),
        ];
        for connection in &stored {
            lab.insert(connection).await;
        }
        let listed = names(lab, &application, Page::first(100)).await;
        let expected = [
            ("slow.customer.com", State::Stalled),
            ("held.customer.com", State::Live),
            ("twice.customer.com", State::Verifying),
            ("given-up.customer.com", State::Failed),
            ("again.customer.com", State::PendingOwnership),
        ];
        assert_eq!(listed, expected.map(|(name, state)| (name.to_owned(), state)));
        assert_eq!(names(lab, &theirs, Page::first(100)).await.len(), 1);

        let of = async |name: &str| -> Vec<Connection> {
            let found = lab.reader().app_domain(tenant.id, application.id, name).await.unwrap();
            found.into_iter().map(|found| found.connection).collect()
        };
        assert_eq!(of("held.customer.com").await, stored[..2], "the holder first");
        assert_eq!(of("twice.customer.com").await, [stored[3].clone(), stored[2].clone()], "then the newest");
        assert_eq!(of("down.customer.com").await, []);
        assert_eq!(lab.reader().app_domain(theirs.tenant, application.id, "held.customer.com").await.unwrap(), []);
        let mut tx = lab.begin().await;
        assert_eq!(tx.app_domain(tenant.id, application.id, "held.customer.com").await.unwrap()[0].connection, held);
        // Without those that were given up and those that were taken down.
        assert_eq!(tx.count_app_domains(tenant.id, application.id, 10).await.unwrap(), 4);
        assert_eq!(tx.count_app_domains(tenant.id, application.id, 3).await.unwrap(), 3, "no further than that");
        assert_eq!(tx.count_app_domains(tenant.id, theirs.id, 10).await.unwrap(), 0, "it is another tenant's");
        tx.commit().await.unwrap();
    }

    async fn a_domain_tells_where_its_requests_go(lab: &Lab) {
        let (tenant, application) = lab.application().await;
        let led = connection(&application, "led.customer.com", State::Live);
        let mut tx = lab.begin().await;
        tx.insert_connection(&led, Some("https://led.example")).await.unwrap();
        tx.commit().await.unwrap();
        let expected = [AppDomain { connection: led, origin: Some("https://led.example".into()) }];
        let reader = lab.reader();
        assert_eq!(reader.app_domains(tenant.id, application.id, Page::first(2)).await.unwrap(), expected);
        assert_eq!(reader.app_domain(tenant.id, application.id, "led.customer.com").await.unwrap(), expected);
    }

    async fn pages_of_domains_are_oldest_first_and_neither_repeat_nor_skip(lab: &Lab) {
        let (_, application) = lab.application().await;
        // Three of each instant: the identifier decides between them.
        let numbered = |n: u64| made(&application, &format!("h{n}.customer.com"), State::PendingOwnership, n / 3);
        let there: Vec<Connection> = (0..25).map(numbered).collect();
        for stored in there.iter().rev() {
            lab.insert(stored).await;
        }
        let mut seen = Vec::new();
        let mut page = Page::first(4);
        loop {
            let found = lab.reader().app_domains(application.tenant, application.id, page).await.unwrap();
            let Some(last) = found.last() else { break };
            page.before = Some((last.connection.created_at, last.connection.id.0));
            seen.extend(found.iter().map(|found| found.connection.id));
        }
        let mut expected = there.clone();
        expected.sort_by_key(|connection| (connection.created_at, connection.id));
        assert_eq!(seen, expected.iter().map(|connection| connection.id).collect::<Vec<_>>());
    }
}
