use crate::suite::lab::Lab;
use crate::suite::samples::{NOW, connection, tenant};
use nameplate_domain::connection::{State, UsageKind};
use nameplate_store::{Conflict, StoreError};

both! {
    async fn a_dropped_transaction_changes_nothing_and_says_nothing(lab: &Lab) {
        let (_, application) = lab.application().await;
        let live = connection(&application, "app.customer.com", State::Live);
        let mut heard = lab.store.signals().subscribe();
        let mut tx = lab.begin().await;
        let other = tenant();
        tx.insert_tenant(&other).await.unwrap();
        tx.insert_connection(&live, None).await.unwrap();
        tx.count_usage(other.id, UsageKind::Connect, 1, NOW).await.unwrap();
        drop(tx);
        assert_eq!(lab.reader().tenant(other.id).await.unwrap(), None);
        assert_eq!(lab.reader().usage(other.id, "2027-01").await.unwrap(), []);
        // The next transaction begins at once, and its signal is the first that is heard.
        let mut tx = lab.begin().await;
        tx.insert_connection(&connection(&application, "next.customer.com", State::Live), None).await.unwrap();
        tx.commit().await.unwrap();
        let signal = heard.recv().await.unwrap();
        assert_eq!(signal, nameplate_store::Signal::Route("next.customer.com".into()));
    }

    async fn after_a_conflict_nothing_of_the_transaction_lasts(lab: &Lab) {
        let (_, application) = lab.application().await;
        let holder = connection(&application, "app.customer.com", State::Live);
        lab.insert(&holder).await;
        let other = tenant();
        let mut tx = lab.begin().await;
        tx.insert_tenant(&other).await.unwrap();
        let second = connection(&application, "app.customer.com", State::Live);
        let refused = tx.insert_connection(&second, None).await.unwrap_err();
        assert!(matches!(refused, StoreError::Conflict(Conflict::Hostname)));
        assert_eq!(refused.to_string(), "the host name is taken");
        drop(tx);
        assert_eq!(lab.reader().tenant(other.id).await.unwrap(), None);
    }

    async fn a_connection_of_another_tenants_application_cannot_be_stored(lab: &Lab) {
        let (_, application) = lab.application().await;
        let (stranger, _) = lab.application().await;
        let mut wrong = connection(&application, "app.customer.com", State::Created);
        wrong.tenant = stranger.id;
        let mut tx = lab.begin().await;
        let refused = tx.insert_connection(&wrong, None).await.unwrap_err();
        assert_eq!(refused.to_string(), "the statement nameplate_store::connections::INSERT failed");
        assert!(!format!("{refused:?}").contains(&stranger.id.to_string()), "values stay out: {refused:?}");
    }

    async fn many_writers_wait_for_each_other(lab: &Lab) {
        let (owner, _) = lab.application().await;
        let writing = (0..50).map(|_| {
            let store = lab.store.clone();
            tokio::spawn(async move {
                let mut tx = store.begin().await?;
                tx.count_usage(owner.id, UsageKind::ApiCall, 2, NOW).await?;
                tx.commit().await
            })
        });
        for written in futures_util::future::join_all(writing).await {
            written.unwrap().unwrap();
        }
        assert_eq!(lab.reader().usage(owner.id, "2027-01").await.unwrap(), [(UsageKind::ApiCall, 100)]);
    }
}
