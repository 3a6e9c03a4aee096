use crate::suite::lab::Lab;
use crate::suite::samples::{NOW, after, connection, fresh_id};
use nameplate_domain::application::Application;
use nameplate_domain::connection::{Connection, Problem, SetupType, State};
use nameplate_domain::delegated::{ChangeSet, Credential, Purpose, Verdict, WriteStatus};
use nameplate_domain::tenancy::{ChangeSetId, CredentialId, TenantId};
use nameplate_domain::zone::{Change, RrData, RrSet};
use nameplate_store::{DomainConnectVisit, Page};

fn credential(application: &Application, age_ms: u64) -> Credential {
    Credential {
        id: CredentialId(fresh_id()),
        tenant: application.tenant,
        application: application.id,
        provider: "cloudflare".into(),
        last4: "wxyz".into(),
        zone: Some("Z123".into()),
        verdict: None,
        created_at: after(age_ms),
    }
}

fn change_set(connection: &Connection, purpose: Purpose, age_ms: u64) -> ChangeSet {
    let set = |value: &str| RrSet::of_one("app.customer.com", 300, RrData::Txt(value.into()));
    ChangeSet {
        id: ChangeSetId(fresh_id()),
        tenant: connection.tenant,
        application: connection.application,
        connection: connection.id,
        credential: CredentialId(fresh_id()),
        provider: "cloudflare".into(),
        zone: "customer.com".into(),
        purpose,
        status: WriteStatus::Applying,
        changes: vec![Change { before: Some(set("a \"b\"")), after: Some(set("c")) }, Change::create(set("d"))],
        problem: None,
        created_at: after(age_ms),
        finished_at: None,
    }
}

both! {
    async fn a_credential_is_kept_judged_and_deleted(lab: &Lab) {
        let (tenant, application) = lab.application().await;
        let (older, newer) = (credential(&application, 0), credential(&application, 5));
        let verdict = Verdict {
            status: "ok".into(), message: "It sees 1 zone.".into(), zones: vec!["customer.com".into()], zones_total: 1, checked_at: NOW,
        };
        let mut tx = lab.begin().await;
        tx.insert_credential(&older, b"sealed-1").await.unwrap();
        tx.insert_credential(&newer, b"sealed-2").await.unwrap();
        assert!(tx.judge_credential(tenant.id, older.id, &verdict).await.unwrap());
        tx.commit().await.unwrap();
        let judged = Credential { verdict: Some(verdict), ..older.clone() };
        let listed = lab.reader().credentials(tenant.id, application.id, Page::first(10)).await.unwrap();
        assert_eq!(listed, [newer.clone(), judged.clone()]);
        let usable = lab.reader().usable_credentials(tenant.id, application.id, 1).await.unwrap();
        assert_eq!((usable.len(), &usable[0].credential, usable[0].secret.as_slice()), (1, &newer, &b"sealed-2"[..]));

        let mut tx = lab.begin().await;
        assert!(tx.delete_credential(tenant.id, application.id, newer.id).await.unwrap());
        assert!(!tx.delete_credential(tenant.id, application.id, newer.id).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(lab.reader().credential(tenant.id, application.id, newer.id).await.unwrap(), None);
        assert_eq!(lab.reader().credential(tenant.id, application.id, older.id).await.unwrap(), Some(judged));
    }

    async fn another_tenant_neither_sees_nor_deletes_a_credential(lab: &Lab) {
        let (tenant, application) = lab.application().await;
        let (stranger, other) = lab.application().await;
        let kept = credential(&application, 0);
        let mut tx = lab.begin().await;
        tx.insert_credential(&kept, b"sealed").await.unwrap();
        for (who, of) in [(stranger.id, application.id), (stranger.id, other.id), (tenant.id, other.id)] {
            assert!(!tx.delete_credential(who, of, kept.id).await.unwrap());
        }
        tx.commit().await.unwrap();
        for (who, of) in [(stranger.id, application.id), (stranger.id, other.id), (tenant.id, other.id)] {
            assert_eq!(lab.reader().credential(who, of, kept.id).await.unwrap(), None);
            assert_eq!(lab.reader().usable_credentials(who, of, 10).await.unwrap(), []);
        }
    }

    async fn every_secret_is_met_once_and_resealed_only_as_it_was_read(lab: &Lab) {
        let (tenant, application) = lab.application().await;
        let mut tx = lab.begin().await;
        for n in 0..5 {
            tx.insert_credential(&credential(&application, n), b"old").await.unwrap();
        }
        tx.commit().await.unwrap();
        let (mut met, mut after) = (0, CredentialId(uuid::Uuid::nil()));
        loop {
            let some = lab.reader().sealed_credentials_after(after, 2).await.unwrap();
            let Some((last, _)) = some.last() else { break };
            after = *last;
            let mut tx = lab.begin().await;
            for (id, secret) in &some {
                assert_eq!(tx.reseal_credential(*id, secret, b"new").await.unwrap(), Some(tenant.id));
                assert_eq!(tx.reseal_credential(*id, b"old", b"other").await.unwrap(), None);
                met += 1;
            }
            tx.commit().await.unwrap();
        }
        assert_eq!(met, 5);
    }

    async fn change_sets_are_receipts(lab: &Lab) {
        let (tenant, application) = lab.application().await;
        let shop = connection(&application, "app.customer.com", State::PendingOwnership);
        lab.insert(&shop).await;
        let (first, second, undo) =
            (change_set(&shop, Purpose::Challenge, 0), change_set(&shop, Purpose::Records, 5), change_set(&shop, Purpose::Undo, 9));
        let mut tx = lab.begin().await;
        for set in [&first, &second, &undo] {
            tx.insert_change_set(set).await.unwrap();
        }
        let problem = Problem { code: "conflict".into(), message: "Something is in the way.".into() };
        tx.finish_change_set(second.id, WriteStatus::Failed, Some(&problem), after(7)).await.unwrap();
        tx.finish_change_set(first.id, WriteStatus::Applied, None, after(2)).await.unwrap();
        tx.commit().await.unwrap();
        let first = ChangeSet { status: WriteStatus::Applied, finished_at: Some(after(2)), ..first };
        let second = ChangeSet { status: WriteStatus::Failed, problem: Some(problem), finished_at: Some(after(7)), ..second };
        let listed = lab.reader().change_sets(tenant.id, shop.id, Page::first(10)).await.unwrap();
        assert_eq!(listed, [undo, second.clone(), first.clone()]);
        assert_eq!(lab.reader().standing_change_sets(tenant.id, shop.id).await.unwrap(), std::slice::from_ref(&first));
        assert_eq!(lab.reader().change_set(tenant.id, second.id).await.unwrap(), Some(second));
        assert_eq!(lab.reader().change_set(TenantId(fresh_id()), first.id).await.unwrap(), None);
        assert_eq!(lab.reader().standing_change_sets(TenantId(fresh_id()), shop.id).await.unwrap(), []);
    }

    async fn one_writer_has_a_zone_until_the_lease_ends(lab: &Lab) {
        let (a, b) = (fresh_id(), fresh_id());
        let take = async |who, until, now| {
            let mut tx = lab.begin().await;
            let taken = tx.lease_zone("cloudflare customer.com", who, after(until), after(now)).await.unwrap();
            tx.commit().await.unwrap();
            taken
        };
        assert!(take(a, 100, 0).await);
        assert!(!take(b, 200, 50).await, "somebody has it");
        let prolong = async |who, until| {
            let mut tx = lab.begin().await;
            let prolonged = tx.prolong_zone_lease("cloudflare customer.com", who, after(until)).await.unwrap();
            tx.commit().await.unwrap();
            prolonged
        };
        assert!(prolong(a, 150).await, "the holder prolongs it");
        assert!(!prolong(b, 900).await, "nobody else does");
        assert!(!take(b, 200, 149).await, "and then has it for longer");
        assert!(take(b, 300, 150).await, "it has ended");
        let mut tx = lab.begin().await;
        tx.release_zone("cloudflare customer.com", a).await.unwrap();
        tx.commit().await.unwrap();
        assert!(!take(a, 400, 160).await, "only the holder gives it back");
        let mut tx = lab.begin().await;
        tx.release_zone("cloudflare customer.com", b).await.unwrap();
        tx.commit().await.unwrap();
        assert!(!prolong(b, 900).await, "what was given back is not taken again by the way");
        assert!(take(a, 400, 170).await);
    }

    async fn a_customer_comes_back_from_the_provider_once(lab: &Lab) {
        let (tenant, application) = lab.application().await;
        let shop = connection(&application, "app.customer.com", State::PendingOwnership);
        lab.insert(&shop).await;
        let visit = DomainConnectVisit { connection: shop.id, tenant: tenant.id, return_to: Some("https://saas.example/".into()) };
        let mut tx = lab.begin().await;
        tx.begin_domain_connect(&[1; 32], &visit, after(100)).await.unwrap();
        tx.begin_domain_connect(&[2; 32], &visit, after(100)).await.unwrap();
        tx.commit().await.unwrap();
        assert!(!lab.reader().has_returned_from_provider(tenant.id, shop.id).await.unwrap());
        let mut tx = lab.begin().await;
        assert_eq!(tx.end_domain_connect(&[1; 32], after(50)).await.unwrap(), Some(visit));
        assert_eq!(tx.end_domain_connect(&[1; 32], after(50)).await.unwrap(), None, "used");
        assert_eq!(tx.end_domain_connect(&[2; 32], after(100)).await.unwrap(), None, "ended");
        assert_eq!(tx.end_domain_connect(&[3; 32], after(50)).await.unwrap(), None, "unknown");
        tx.commit().await.unwrap();
        assert!(lab.reader().has_returned_from_provider(tenant.id, shop.id).await.unwrap());
    }

    async fn the_way_records_get_into_the_zone_can_change(lab: &Lab) {
        let (_, application) = lab.application().await;
        let shop = connection(&application, "app.customer.com", State::PendingOwnership);
        lab.insert(&shop).await;
        let mut tx = lab.begin().await;
        tx.note_setup_type(shop.tenant, shop.id, SetupType::Automatic).await.unwrap();
        tx.note_setup_type(TenantId(fresh_id()), shop.id, SetupType::Manual).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(lab.current(&shop).await.setup_type, SetupType::Automatic);
    }
}
