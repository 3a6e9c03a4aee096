use crate::suite::lab::Lab;
use crate::suite::samples::{self, NOW, after, fresh_id};
use nameplate_domain::connection::{Connection, State};
use nameplate_domain::share_link::ShareLink;
use nameplate_domain::tenancy::ShareLinkId;
use nameplate_store::Page;

const DAY_S: u64 = 24 * 3600;

fn link(connection: &Connection, created_after_s: u64) -> ShareLink {
    ShareLink {
        id: ShareLinkId(fresh_id()),
        tenant: connection.tenant,
        connection: connection.id,
        created_at: after(created_after_s),
        expires_at: after(created_after_s + DAY_S),
        revoked_at: None,
    }
}

async fn connection(lab: &Lab, hostname: &str) -> Connection {
    let (_, application) = lab.application().await;
    let connection = samples::connection(&application, hostname, State::PendingOwnership);
    lab.insert(&connection).await;
    connection
}

async fn insert(lab: &Lab, links: &[&ShareLink]) {
    let mut tx = lab.begin().await;
    for link in links {
        tx.insert_share_link(link).await.unwrap();
    }
    tx.commit().await.unwrap();
}

both! {
    async fn links_are_listed_by_connection_newest_first(lab: &Lab) {
        let (shop, other) = (connection(lab, "shop.customer.com").await, connection(lab, "other.customer.com").await);
        let (first, second, foreign) = (link(&shop, 1), link(&shop, 2), link(&other, 3));
        insert(lab, &[&first, &second, &foreign]).await;
        let listed = |page| async move { lab.reader().share_links(shop.tenant, shop.id, page).await.unwrap() };
        assert_eq!(listed(Page::first(10)).await, [second.clone(), first.clone()]);
        let next = Page { limit: 10, before: Some((second.created_at, second.id.0)) };
        assert_eq!(listed(next).await, [first]);
        // By another tenant's hand there is nothing.
        let crossed = lab.reader().share_links(other.tenant, shop.id, Page::first(10)).await.unwrap();
        assert_eq!(crossed, []);
        assert_eq!(lab.reader().share_link(other.tenant, shop.id, second.id).await.unwrap(), None);
        assert_eq!(lab.reader().share_link(shop.tenant, shop.id, second.id).await.unwrap(), Some(second));
    }

    async fn withdrawing_keeps_the_first_time_and_is_the_owners(lab: &Lab) {
        let (shop, other) = (connection(lab, "shop.customer.com").await, connection(lab, "other.customer.com").await);
        let made = link(&shop, 1);
        insert(lab, &[&made]).await;
        let mut tx = lab.begin().await;
        assert!(!tx.revoke_share_link(other.tenant, shop.id, made.id, after(2)).await.unwrap());
        assert!(!tx.revoke_share_link(shop.tenant, other.id, made.id, after(2)).await.unwrap());
        assert!(tx.revoke_share_link(shop.tenant, shop.id, made.id, after(3)).await.unwrap());
        assert!(!tx.revoke_share_link(shop.tenant, shop.id, made.id, after(4)).await.unwrap());
        tx.commit().await.unwrap();
        let shown = lab.reader().shown_share_link(made.id).await.unwrap();
        assert_eq!(shown, Some(ShareLink { revoked_at: Some(after(3)), ..made }));
        assert_eq!(lab.reader().shown_share_link(ShareLinkId(fresh_id())).await.unwrap(), None);
    }

    async fn a_suspended_tenants_links_and_tokens_are_known_as_such(lab: &Lab) {
        let shop = connection(lab, "shop.customer.com").await;
        let made = link(&shop, 1);
        insert(lab, &[&made]).await;
        let holder = lab.reader().token_holder(shop.application).await.unwrap().unwrap();
        assert_eq!((holder.application.tenant, holder.suspended), (shop.tenant, false));
        lab.database.tamper("UPDATE tenants SET suspended_at_ms = 1").await;
        assert!(lab.reader().token_holder(shop.application).await.unwrap().unwrap().suspended);
        assert_eq!(lab.reader().shown_share_link(made.id).await.unwrap(), None);
        let absent = nameplate_domain::tenancy::ApplicationId(fresh_id());
        assert_eq!(lab.reader().token_holder(absent).await.unwrap(), None);
    }

    async fn links_that_ended_long_ago_are_deleted(lab: &Lab) {
        let shop = connection(lab, "shop.customer.com").await;
        let (old, young) = (link(&shop, 0), link(&shop, 2 * DAY_S));
        insert(lab, &[&old, &young]).await;
        let mut tx = lab.begin().await;
        assert_eq!(tx.purge_share_links(NOW).await.unwrap(), 0);
        assert_eq!(tx.purge_share_links(after(32 * DAY_S)).await.unwrap(), 1);
        tx.commit().await.unwrap();
        assert_eq!(lab.reader().share_links(shop.tenant, shop.id, Page::first(10)).await.unwrap(), [young]);
    }
}
