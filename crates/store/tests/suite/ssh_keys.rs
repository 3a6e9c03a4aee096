use crate::suite::lab::Lab;
use crate::suite::samples::{after, fresh_id};
use nameplate_domain::application::Application;
use nameplate_domain::tenancy::{Scope, SshKey, SshKeyId};
use nameplate_store::{Page, Signal};
use std::slice;

fn key(application: &Application, fingerprint: &str, second: u64) -> SshKey {
    SshKey {
        id: SshKeyId(fresh_id()),
        tenant: application.tenant,
        application: None,
        name: "Schlüssel".into(),
        public_key: "ssh-ed25519 AAAA".into(),
        fingerprint: format!("SHA256:{fingerprint}"),
        scopes: [Scope::ConnectionsRead, Scope::ConnectionsWrite].into(),
        created_at: after(second),
        used_at: None,
        revoked_at: None,
    }
}

async fn insert(lab: &Lab, key: &SshKey) -> bool {
    let mut tx = lab.begin().await;
    let is_new = tx.insert_ssh_key(key).await.unwrap();
    tx.commit().await.unwrap();
    is_new
}

both! {
    async fn an_ssh_key_acts_for_one_tenant_until_it_is_revoked(lab: &Lab) {
        let (tenant, application) = lab.application().await;
        let (_, other) = lab.application().await;
        let first = key(&application, "one", 1);
        assert!(insert(lab, &first).await);
        let anew = key(&other, "one", 2);
        assert!(!insert(lab, &anew).await, "it is in use");
        let found = || async { lab.reader().ssh_key_in_use("SHA256:one").await.unwrap() };
        assert_eq!(found().await, Some(first.clone()));
        let mut heard = lab.store.signals().subscribe();
        let mut tx = lab.begin().await;
        assert!(!tx.revoke_ssh_key(other.tenant, first.id, after(3)).await.unwrap(), "it is another tenant's");
        assert!(tx.revoke_ssh_key(tenant.id, first.id, after(3)).await.unwrap());
        assert!(!tx.revoke_ssh_key(tenant.id, first.id, after(4)).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(heard.recv().await, Some(Signal::Callers));
        assert_eq!(found().await, None);
        assert!(insert(lab, &anew).await);
        assert_eq!(found().await, Some(anew));
        let revoked = SshKey { revoked_at: Some(after(3)), ..first };
        assert_eq!(lab.reader().ssh_key_of_anybody(revoked.id).await.unwrap(), Some(revoked));
    }

    async fn ssh_keys_are_listed_within_their_tenant_and_application(lab: &Lab) {
        let (tenant, application) = lab.application().await;
        let (stranger, elsewhere) = lab.application().await;
        let of_tenant = key(&application, "one", 1);
        let of_application = SshKey { application: Some(application.id), ..key(&application, "two", 2) };
        for one in [&of_tenant, &of_application, &key(&elsewhere, "three", 3)] {
            assert!(insert(lab, one).await);
        }
        let reader = lab.reader();
        let all = reader.ssh_keys(tenant.id, None, Page::first(9)).await.unwrap();
        assert_eq!(all, [of_application.clone(), of_tenant.clone()]);
        let rest = Page { limit: 9, before: Some((of_application.created_at, of_application.id.0)) };
        assert_eq!(reader.ssh_keys(tenant.id, None, rest).await.unwrap(), slice::from_ref(&of_tenant));
        let own = reader.ssh_keys(tenant.id, Some(application.id), Page::first(9)).await.unwrap();
        assert_eq!(own, slice::from_ref(&of_application));
        assert_eq!(reader.ssh_keys(tenant.id, Some(application.id), rest).await.unwrap(), []);
        assert_eq!(reader.ssh_key(tenant.id, of_tenant.id).await.unwrap(), Some(of_tenant.clone()));
        assert_eq!(reader.ssh_key(stranger.id, of_tenant.id).await.unwrap(), None);
    }

    async fn the_last_use_of_an_ssh_key_only_moves_forward(lab: &Lab) {
        let (tenant, application) = lab.application().await;
        let key = key(&application, "one", 1);
        assert!(insert(lab, &key).await);
        for (noted, kept) in [(5, 5), (4, 5), (9, 9)] {
            let mut tx = lab.begin().await;
            tx.note_ssh_key_used(key.id, after(noted)).await.unwrap();
            tx.commit().await.unwrap();
            let found = lab.reader().ssh_key(tenant.id, key.id).await.unwrap().unwrap();
            assert_eq!(found.used_at, Some(after(kept)));
        }
    }
}
