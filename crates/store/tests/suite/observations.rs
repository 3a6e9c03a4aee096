use crate::suite::lab::Lab;
use crate::suite::samples::{after, connection, fresh_id, report};
use nameplate_domain::connection::{Connection, Problem, State};
use nameplate_domain::observation::{Observation, Seen, news};
use nameplate_domain::tenancy::ObservationId;
use nameplate_store::{OBSERVATIONS_MAX, Page};

fn seen(connection: &Connection, second: u64) -> Observation {
    Observation {
        id: ObservationId(fresh_id()),
        tenant: connection.tenant,
        connection: connection.id,
        at: after(second),
        seen: Seen::Records { records: news(&[], &[report(connection)]) },
    }
}

both! {
    async fn what_was_seen_comes_back_newest_first_page_by_page(lab: &Lab) {
        let (tenant, application) = lab.application().await;
        let (stranger, _) = lab.application().await;
        let (mine, other) = (
            connection(&application, "app.customer.com", State::Live),
            connection(&application, "other.customer.com", State::Live),
        );
        lab.insert(&mine).await;
        lab.insert(&other).await;
        // Two at each instant: the identifier decides.
        let mut made: Vec<_> = (0..5).map(|n| seen(&mine, n / 2)).collect();
        made[3].seen = Seen::Ownership { problem: Problem { code: "x".into(), message: "Ändere „es“ ☃".into() } };
        let mut tx = lab.begin().await;
        for new in made.iter().chain([&seen(&other, 9)]) {
            tx.observe(new).await.unwrap();
        }
        tx.commit().await.unwrap();
        made.reverse();
        let (mut met, mut page) = (Vec::new(), Page::first(2));
        loop {
            let some = lab.reader().observations(tenant.id, mine.id, page).await.unwrap();
            let Some(last) = some.last() else { break };
            page.before = Some((last.at, last.id.0));
            met.extend(some);
        }
        assert_eq!(met, made);
        assert_eq!(lab.reader().observations(stranger.id, mine.id, Page::first(9)).await.unwrap(), []);
    }

    async fn the_last_of_each_connection_are_kept(lab: &Lab) {
        let (tenant, application) = lab.application().await;
        let (mine, other) = (
            connection(&application, "app.customer.com", State::Live),
            connection(&application, "other.customer.com", State::Live),
        );
        lab.insert(&mine).await;
        lab.insert(&other).await;
        let mut tx = lab.begin().await;
        tx.observe(&seen(&other, 0)).await.unwrap();
        for second in 0..u64::from(OBSERVATIONS_MAX) + 3 {
            tx.observe(&seen(&mine, second)).await.unwrap();
        }
        tx.commit().await.unwrap();
        let kept = lab.reader().observations(tenant.id, mine.id, Page::first(1000)).await.unwrap();
        assert_eq!((kept.len(), kept.last().unwrap().at), (OBSERVATIONS_MAX as usize, after(3)));
        assert_eq!(lab.reader().observations(tenant.id, other.id, Page::first(9)).await.unwrap().len(), 1);
    }

    async fn the_old_are_purged_a_batch_at_a_time(lab: &Lab) {
        let (tenant, application) = lab.application().await;
        let mine = connection(&application, "app.customer.com", State::Live);
        lab.insert(&mine).await;
        let made = |second: u64| {
            let at = u64::try_from(after(second).as_ms()).unwrap();
            let id = uuid::Builder::from_unix_timestamp_millis(at, &[7; 10]).into_uuid();
            Observation { id: ObservationId(id), ..seen(&mine, second) }
        };
        let mut tx = lab.begin().await;
        for second in [1, 2, 3, 10] {
            tx.observe(&made(second)).await.unwrap();
        }
        assert_eq!(tx.purge_observations(after(10), 2).await.unwrap(), 2);
        assert_eq!(tx.purge_observations(after(10), 2).await.unwrap(), 1);
        assert_eq!(tx.purge_observations(after(10), 2).await.unwrap(), 0);
        tx.commit().await.unwrap();
        let left = lab.reader().observations(tenant.id, mine.id, Page::first(9)).await.unwrap();
        assert_eq!(left, [made(10)]);
    }
}
