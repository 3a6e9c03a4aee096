use crate::suite::lab::Lab;
use crate::suite::samples::{NOW, after, certificate, connection, failed_certificate};
use nameplate_domain::certificate::{Certificate, CertificateStatus};
use nameplate_domain::connection::{Connection, State};
use nameplate_store::{Queue, TxtAnswer};
use std::time::Duration;

const MILLISECOND: Duration = Duration::from_millis(1);

both! {
    async fn gauges_count_every_state_also_those_without_connections(lab: &Lab) {
        let (_, application) = lab.application().await;
        for (n, state) in [State::Live, State::Live, State::Failed].into_iter().enumerate() {
            lab.insert(&connection(&application, &format!("h{n}.customer.com"), state)).await;
        }
        let mut tx = lab.begin().await;
        tx.upsert_certificate(&certificate("h0.customer.com", "01")).await.unwrap();
        tx.upsert_certificate(&failed_certificate("h2.customer.com", None)).await.unwrap();
        tx.commit().await.unwrap();
        let gauges = lab.reader().gauges(NOW).await.unwrap();
        for (state, count) in gauges.connections {
            let expected = match state {
                State::Live => 2,
                State::Failed => 1,
                _ => 0,
            };
            assert_eq!(count, expected, "{state}");
        }
        let statuses = [(CertificateStatus::Pending, 0), (CertificateStatus::Issued, 1), (CertificateStatus::Failed, 1)];
        assert_eq!(gauges.certificates, statuses);
    }

    async fn queues_count_what_waits_and_since_when(lab: &Lab) {
        let (_, application) = lab.application().await;
        assert_eq!(lab.reader().gauges(NOW).await.unwrap().due_connections, Queue { waiting: 0, oldest_ms: 0 });
        for (n, due_at) in [Some(after(10)), Some(after(30)), Some(after(99)), None].into_iter().enumerate() {
            let waiting = connection(&application, &format!("h{n}.customer.com"), State::PendingOwnership);
            lab.insert(&Connection { due_at, ..waiting }).await;
        }
        let gauges = lab.reader().gauges(after(40)).await.unwrap();
        assert_eq!(gauges.due_connections, Queue { waiting: 2, oldest_ms: 30_000 });
    }

    async fn what_edges_are_to_see_to_is_counted_with_its_age(lab: &Lab) {
        let (_, application) = lab.application().await;
        for (n, state) in [State::IssuingCert, State::IssuingCert, State::Live].into_iter().enumerate() {
            let wanting = connection(&application, &format!("h{n}.customer.com"), state);
            lab.insert(&Connection { state_since: after(10 * n as u64), ..wanting }).await;
        }
        let mut tx = lab.begin().await;
        tx.upsert_certificate(&certificate("h2.customer.com", "01")).await.unwrap();
        for (value, put_at, expires_at) in [("short", NOW, after(20)), ("long", after(5), after(60))] {
            let answer = TxtAnswer { token: "token".into(), value: value.into(), expires_at };
            tx.put_txt_answer(&answer, put_at).await.unwrap();
        }
        tx.commit().await.unwrap();
        let gauges = lab.reader().gauges(after(30)).await.unwrap();
        assert_eq!(gauges.wanted_certificates, Queue { waiting: 2, oldest_ms: 30_000 });
        assert_eq!(gauges.txt_answers, Queue { waiting: 1, oldest_ms: 25_000 });
        assert_eq!(gauges.requested_renewals, Queue { waiting: 0, oldest_ms: 0 });
        let mut tx = lab.begin().await;
        assert!(tx.request_renewal("h2.customer.com", after(40)).await.unwrap());
        tx.commit().await.unwrap();
        let gauges = lab.reader().gauges(after(42)).await.unwrap();
        assert_eq!(gauges.requested_renewals, Queue { waiting: 1, oldest_ms: 2_000 });
    }

    async fn certificates_count_that_should_have_been_replaced(lab: &Lab) {
        let day = |n: u64| after(n * 24 * 3600);
        let valid = certificate("h.customer.com", "01");
        let all = [
            Certificate { renew_at: Some(day(60)), ..valid.clone() },
            Certificate { renew_at: None, ..valid.clone() },
            Certificate { renew_at: Some(day(80)), ..valid },
            failed_certificate("h.customer.com", None),
        ];
        let mut tx = lab.begin().await;
        for (n, certificate) in all.into_iter().enumerate() {
            let hostname = format!("h{n}.customer.com");
            tx.upsert_certificate(&Certificate { hostname, ..certificate }).await.unwrap();
        }
        tx.commit().await.unwrap();
        // The first is overdue from day 61, a day after its time; the other two from day 72, with a fifth of 90 days left.
        let counts = [(day(61), 0), (day(61).plus(MILLISECOND), 1), (day(72), 1), (day(72).plus(MILLISECOND), 3), (day(99), 3)];
        for (now, count) in counts {
            let gauges = lab.reader().gauges(now).await.unwrap();
            let oldest_ms = if count == 0 { 0 } else { now.as_ms() - day(61).as_ms() };
            let overdue = Queue { waiting: count, oldest_ms };
            assert_eq!((gauges.expiring_soon, gauges.overdue_certificates), (count, overdue), "{now}");
        }
    }

    async fn edges_count_while_they_are_heard_of(lab: &Lab) {
        let mut tx = lab.begin().await;
        tx.heartbeat_edge("edge-1", NOW).await.unwrap();
        tx.heartbeat_edge("edge-2", NOW).await.unwrap();
        tx.heartbeat_edge("edge-2", after(30)).await.unwrap();
        tx.commit().await.unwrap();
        let attached = |since| async move { lab.reader().edges_attached(since).await.unwrap() };
        assert_eq!((attached(NOW).await, attached(after(1)).await, attached(after(31)).await), (2, 1, 0));
    }
}
