use crate::suite::lab::Lab;
use crate::suite::samples::{NOW, after, fresh_id};
use nameplate_domain::tenancy::{PlatformKey, PlatformKeyId, Session, SessionId, SessionOf};
use nameplate_store::Signal;

/// A session of a platform key, by this hash.
async fn begun(lab: &Lab, hash: u8) -> Session {
    let key = PlatformKey {
        id: PlatformKeyId(fresh_id()),
        name: "ops".into(),
        last4: "demo".into(),
        created_at: NOW,
        revoked_at: None,
    };
    let session = Session::begun(SessionId(fresh_id()), SessionOf::PlatformKey(key.id), NOW);
    let mut tx = lab.begin().await;
    tx.insert_platform_key(&key, &[hash; 32]).await.unwrap();
    tx.insert_session(&session, &[hash; 32]).await.unwrap();
    tx.commit().await.unwrap();
    session
}

async fn found(lab: &Lab, hash: u8) -> Option<Session> {
    lab.reader().session_by_hash(&[hash; 32]).await.unwrap()
}

both! {
    async fn a_session_is_found_by_its_hash_until_it_is_ended_and_everybody_is_told(lab: &Lab) {
        let (one, other) = (begun(lab, 1).await, begun(lab, 2).await);
        assert_eq!((found(lab, 1).await, found(lab, 2).await, found(lab, 3).await), (Some(one), Some(other), None));
        let mut heard = lab.store.signals().subscribe();
        let mut tx = lab.begin().await;
        assert!(tx.end_session(one.id).await.unwrap());
        assert!(!tx.end_session(one.id).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(heard.recv().await, Some(Signal::Callers));
        assert_eq!((found(lab, 1).await, found(lab, 2).await), (None, Some(other)));
    }

    async fn use_is_kept_and_never_goes_back(lab: &Lab) {
        let session = begun(lab, 1).await;
        let mut tx = lab.begin().await;
        for second in [60, 30] {
            tx.note_session_used(session.id, after(second)).await.unwrap();
        }
        tx.commit().await.unwrap();
        assert_eq!(found(lab, 1).await, Some(Session { used_at: after(60), ..session }));
    }

    async fn sessions_that_nobody_used_are_purged(lab: &Lab) {
        let (unused, used) = (begun(lab, 1).await, begun(lab, 2).await);
        let mut tx = lab.begin().await;
        tx.note_session_used(used.id, after(1)).await.unwrap();
        assert_eq!(tx.purge_sessions(unused.expires_at()).await.unwrap(), 1);
        tx.commit().await.unwrap();
        assert_eq!((found(lab, 1).await, found(lab, 2).await.is_some()), (None, true));
    }
}
