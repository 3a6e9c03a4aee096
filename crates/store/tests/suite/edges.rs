use crate::suite::lab::Lab;
use crate::suite::samples::{NOW, after};
use nameplate_domain::edge_status::{AuthorityStatus, BudgetStatus, EdgeStatus};
use nameplate_store::SeenEdge;

fn status() -> EdgeStatus {
    let orders = BudgetStatus {
        limit: "orders".into(),
        capacity: 300,
        available: 299,
        refills_per_hour: 100.0,
        closed_until: Some(after(60)),
    };
    let authority =
        AuthorityStatus { name: "letsencrypt".into(), resting_until: Some(after(9)), budgets: vec![orders] };
    EdgeStatus {
        version: Some("0.1.0".into()),
        started_at: Some(NOW),
        certificates: Some(1_000_000),
        asks: Some(u64::MAX),
        ask_hits: Some(7),
        handshakes: Some(3),
        streams: Some(0),
        authorities: vec![authority],
    }
}

both! {
    async fn the_last_word_of_an_edge_is_kept_whole(lab: &Lab) {
        let mut tx = lab.begin().await;
        tx.heartbeat_edge("old", NOW).await.unwrap();
        tx.note_edge("new", &EdgeStatus::default(), NOW).await.unwrap();
        tx.note_edge("new", &status(), after(15)).await.unwrap();
        tx.heartbeat_edge("new", after(20)).await.unwrap();
        tx.commit().await.unwrap();
        let new = SeenEdge { id: "new".into(), seen_at: after(20), status: Some(status()) };
        let old = SeenEdge { id: "old".into(), seen_at: NOW, status: None };
        assert_eq!(lab.reader().edges("", 10).await.unwrap(), [new.clone(), old.clone()]);
        assert_eq!(lab.reader().edges("", 1).await.unwrap(), [new]);
        assert_eq!(lab.reader().edges("new", 10).await.unwrap(), [old]);
    }

    async fn silent_edges_are_forgotten(lab: &Lab) {
        let mut tx = lab.begin().await;
        tx.heartbeat_edge("silent", NOW).await.unwrap();
        tx.note_edge("talking", &status(), after(1)).await.unwrap();
        assert_eq!(tx.forget_edges(NOW).await.unwrap(), 0);
        assert_eq!(tx.forget_edges(after(1)).await.unwrap(), 1);
        tx.commit().await.unwrap();
        let left = lab.reader().edges("", 10).await.unwrap();
        assert_eq!(left.into_iter().map(|edge| edge.id).collect::<Vec<_>>(), ["talking"]);
    }
}
