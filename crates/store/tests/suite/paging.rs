use crate::suite::lab::Lab;
use crate::suite::samples::{after, connection};
use nameplate_domain::connection::{Connection, State};
use nameplate_store::{ConnectionFilter, Page};

both! {
    async fn pages_neither_repeat_nor_skip_while_rows_are_inserted(lab: &Lab) {
        let (tenant, application) = lab.application().await;
        let numbered = |n: u64| {
            let created_at = after(n / 3); // three of each instant: the identifier decides between them
            Connection { created_at, ..connection(&application, &format!("h{n}.customer.com"), State::Created) }
        };
        let there: Vec<Connection> = (0..25).map(numbered).collect();
        for stored in &there {
            lab.insert(stored).await;
        }
        let mut seen = Vec::new();
        let mut page = Page::first(4);
        loop {
            let found = lab.reader().connections(tenant.id, &ConnectionFilter::default(), page).await.unwrap();
            assert!(found.len() <= 4);
            let Some(last) = found.last() else { break };
            page.before = Some((last.created_at, last.id.0));
            seen.extend(found.iter().map(|connection| connection.id));
            lab.insert(&numbered(1000 + seen.len() as u64)).await;
        }
        let mut expected = there.clone();
        expected.sort_by_key(|connection| std::cmp::Reverse((connection.created_at, connection.id)));
        assert_eq!(seen, expected.iter().map(|connection| connection.id).collect::<Vec<_>>());
    }

    async fn a_page_of_nothing_is_empty(lab: &Lab) {
        let (tenant, application) = lab.application().await;
        assert_eq!(lab.reader().applications(tenant.id, Page::first(0)).await.unwrap(), []);
        assert_eq!(lab.reader().applications(tenant.id, Page::first(1)).await.unwrap(), [application]);
    }
}
