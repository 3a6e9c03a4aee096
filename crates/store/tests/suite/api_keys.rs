use crate::suite::lab::Lab;
use crate::suite::samples::{NOW, after, fresh_id};
use nameplate_domain::application::Application;
use nameplate_domain::tenancy::{ApiKey, ApiKeyId, Scope};
use nameplate_store::{Page, Signal};

fn key(application: &Application, created_at: nameplate_domain::time::Timestamp) -> ApiKey {
    ApiKey {
        id: ApiKeyId(fresh_id()),
        tenant: application.tenant,
        application: Some(application.id),
        name: "Clé".into(),
        last4: "demo".into(),
        scopes: [Scope::AppsAdmin, Scope::ConnectionsRead].into(),
        created_at,
        revoked_at: None,
    }
}

both! {
    async fn a_key_is_found_by_the_hash_of_its_secret(lab: &Lab) {
        let (_, application) = lab.application().await;
        let of_application = key(&application, NOW);
        let of_tenant = ApiKey { application: None, scopes: [].into(), ..key(&application, NOW) };
        let mut tx = lab.begin().await;
        assert!(tx.insert_api_key(&of_application, &[1; 32]).await.unwrap());
        assert!(tx.insert_api_key(&of_tenant, &[2; 32]).await.unwrap());
        tx.commit().await.unwrap();
        let found = |hash: [u8; 32]| async move { lab.reader().api_key_by_hash(&hash).await.unwrap() };
        assert_eq!(found([1; 32]).await, Some(of_application.clone()));
        assert_eq!(found([2; 32]).await, Some(of_tenant));
        assert_eq!(found([3; 32]).await, None);
        let listed = lab.reader().api_keys(application.tenant, application.id, Page::first(10)).await.unwrap();
        assert_eq!(listed, [of_application]);
    }

    async fn one_secret_is_one_key(lab: &Lab) {
        let (_, application) = lab.application().await;
        let demo = key(&application, NOW);
        let mut tx = lab.begin().await;
        assert!(tx.insert_api_key(&demo, &[1; 32]).await.unwrap());
        assert!(!tx.insert_api_key(&key(&application, after(1)), &[1; 32]).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(lab.reader().api_key_by_hash(&[1; 32]).await.unwrap(), Some(demo));
    }

    async fn a_revoked_key_keeps_its_first_time_and_everybody_is_told(lab: &Lab) {
        let (tenant, application) = lab.application().await;
        let (stranger, _) = lab.application().await;
        let key = key(&application, NOW);
        let mut tx = lab.begin().await;
        tx.insert_api_key(&key, &[1; 32]).await.unwrap();
        tx.commit().await.unwrap();
        let mut heard = lab.store.signals().subscribe();
        let mut tx = lab.begin().await;
        assert!(!tx.revoke_api_key(stranger.id, key.id, after(1)).await.unwrap());
        assert!(tx.revoke_api_key(tenant.id, key.id, after(2)).await.unwrap());
        assert!(!tx.revoke_api_key(tenant.id, key.id, after(3)).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(heard.recv().await, Some(Signal::Key(key.id)));
        let revoked = lab.reader().api_key_by_hash(&[1; 32]).await.unwrap().unwrap();
        assert_eq!(revoked, ApiKey { revoked_at: Some(after(2)), ..key });
    }

    async fn a_key_is_found_by_its_id_within_its_tenant(lab: &Lab) {
        let (tenant, application) = lab.application().await;
        let (stranger, _) = lab.application().await;
        let kept = key(&application, NOW);
        let mut tx = lab.begin().await;
        tx.insert_api_key(&kept, &[1; 32]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(lab.reader().api_key(tenant.id, kept.id).await.unwrap(), Some(kept.clone()));
        assert_eq!(lab.reader().api_key(stranger.id, kept.id).await.unwrap(), None);
    }
}
