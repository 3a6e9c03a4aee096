use crate::suite::lab::Lab;
use crate::suite::samples::{after, fresh_id};
use nameplate_domain::tenancy::{PlatformKey, PlatformKeyId};
use nameplate_store::Page;
use std::slice;

fn key(second: u64) -> PlatformKey {
    PlatformKey {
        id: PlatformKeyId(fresh_id()),
        name: "Schlüssel".into(),
        last4: "demo".into(),
        created_at: after(second),
        revoked_at: None,
    }
}

both! {
    async fn a_platform_key_is_found_by_the_hash_of_its_secret_and_one_secret_is_one_key(lab: &Lab) {
        let (first, second) = (key(1), key(2));
        let mut tx = lab.begin().await;
        assert!(tx.insert_platform_key(&first, &[1; 32]).await.unwrap());
        assert!(tx.insert_platform_key(&second, &[2; 32]).await.unwrap());
        assert!(!tx.insert_platform_key(&key(3), &[1; 32]).await.unwrap());
        tx.commit().await.unwrap();
        let found = |hash: [u8; 32]| async move { lab.reader().platform_key_by_hash(&hash).await.unwrap() };
        assert_eq!(found([1; 32]).await, Some(first.clone()));
        assert_eq!(found([3; 32]).await, None);
        assert_eq!(lab.reader().platform_keys(Page::first(1)).await.unwrap(), slice::from_ref(&second));
        let rest = Page { limit: 9, before: Some((second.created_at, second.id.0)) };
        assert_eq!(lab.reader().platform_keys(rest).await.unwrap(), [first]);
    }

    async fn a_revoked_platform_key_keeps_its_first_time(lab: &Lab) {
        let key = key(1);
        let mut tx = lab.begin().await;
        tx.insert_platform_key(&key, &[1; 32]).await.unwrap();
        assert!(tx.revoke_platform_key(key.id, after(2)).await.unwrap());
        assert!(!tx.revoke_platform_key(key.id, after(3)).await.unwrap());
        assert!(!tx.revoke_platform_key(PlatformKeyId(fresh_id()), after(3)).await.unwrap());
        tx.commit().await.unwrap();
        let revoked = PlatformKey { revoked_at: Some(after(2)), ..key };
        assert_eq!(lab.reader().platform_key(revoked.id).await.unwrap(), Some(revoked));
    }
}
