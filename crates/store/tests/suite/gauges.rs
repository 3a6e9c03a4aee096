use crate::suite::lab::Lab;
use crate::suite::samples::{NOW, after, certificate, connection};
use nameplate_domain::certificate::{Certificate, CertificateStatus};
use nameplate_domain::connection::State;

both! {
    async fn gauges_count_every_state_also_those_without_connections(lab: &Lab) {
        let (_, application) = lab.application().await;
        for (n, state) in [State::Live, State::Live, State::Failed].into_iter().enumerate() {
            lab.insert(&connection(&application, &format!("h{n}.customer.com"), state)).await;
        }
        let mut tx = lab.begin().await;
        tx.upsert_certificate(&certificate("h0.customer.com", "01")).await.unwrap();
        tx.upsert_certificate(&Certificate { not_after: Some(after(60)), ..certificate("h1.customer.com", "02") })
            .await
            .unwrap();
        tx.upsert_certificate(&Certificate { status: CertificateStatus::Failed, ..certificate("h2.customer.com", "") })
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let gauges = lab.reader().gauges(after(61)).await.unwrap();
        for (state, count) in gauges.connections {
            let expected = match state {
                State::Live => 2,
                State::Failed => 1,
                _ => 0,
            };
            assert_eq!(count, expected, "{state}");
        }
        assert_eq!(gauges.certificates, [(CertificateStatus::Issued, 2), (CertificateStatus::Failed, 1)]);
        assert_eq!(gauges.expiring_soon, 1);
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
