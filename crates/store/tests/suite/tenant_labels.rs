use crate::suite::lab::Lab;
use crate::suite::samples::{NOW, after, fresh_id};
use nameplate_domain::application::Application;
use nameplate_domain::route::{Route, RouteName, TenantLabel};
use nameplate_domain::tenancy::{RouteId, TenantId};
use nameplate_domain::time::Timestamp;
use nameplate_store::{Conflict, StoreError};

fn label(text: &str) -> TenantLabel {
    TenantLabel::parse(text).unwrap()
}

async fn give(lab: &Lab, tenant: TenantId, text: &str) -> Result<bool, StoreError> {
    let mut tx = lab.begin().await;
    let given = tx.give_label(tenant, &label(text)).await?;
    tx.commit().await?;
    Ok(given)
}

async fn note(lab: &Lab, text: &str, until: Option<Timestamp>, retry_at: Option<Timestamp>) {
    let mut tx = lab.begin().await;
    tx.note_wildcard(&label(text), &format!("*.{text}.saas.example"), until, retry_at).await.unwrap();
    tx.commit().await.unwrap();
}

async fn route(lab: &Lab, application: &Application) -> Route {
    let route = Route {
        id: RouteId(fresh_id()),
        tenant: application.tenant,
        name: RouteName::made_of("shop"),
        application: application.id,
        custom: None,
        origin: None,
        version: 1,
        created_at: NOW,
        updated_at: NOW,
    };
    let mut tx = lab.begin().await;
    tx.insert_route(&route, "shop.one.saas.example", "*.one.saas.example").await.unwrap();
    tx.commit().await.unwrap();
    route
}

async fn wanted(lab: &Lab, now: Timestamp) -> Vec<String> {
    let labels = lab.reader().labels_wanting_certificates(now, 9).await.unwrap();
    labels.into_iter().map(|label| label.to_string()).collect()
}

both! {
    async fn a_label_is_one_tenants_and_kept(lab: &Lab) {
        let (tenant, _) = lab.application().await;
        let (other, _) = lab.application().await;
        assert_eq!(lab.reader().tenant_label(tenant.id).await.unwrap(), None);
        assert!(give(lab, tenant.id, "one").await.unwrap());
        assert!(!give(lab, tenant.id, "two").await.unwrap());
        assert_eq!(lab.reader().tenant_label(tenant.id).await.unwrap(), Some(label("one")));
        let refused = give(lab, other.id, "one").await.unwrap_err();
        assert!(matches!(refused, StoreError::Conflict(Conflict::Identifier)), "{refused:?}");
        assert!(lab.reader().is_label_taken(&label("one")).await.unwrap());
        assert!(!lab.reader().is_label_taken(&label("two")).await.unwrap());
    }

    async fn a_wildcard_is_wanted_while_its_tenant_has_routes_and_it_has_no_certificate(lab: &Lab) {
        let (tenant, application) = lab.application().await;
        give(lab, tenant.id, "one").await.unwrap();
        assert!(wanted(lab, NOW).await.is_empty());
        assert!(!lab.reader().is_label_in_use("one").await.unwrap());
        let shop = route(lab, &application).await;
        assert_eq!(wanted(lab, NOW).await, ["one"]);
        assert!(lab.reader().is_label_in_use("one").await.unwrap());
        note(lab, "one", None, Some(after(60))).await;
        assert!(wanted(lab, after(59)).await.is_empty());
        assert_eq!(wanted(lab, after(60)).await, ["one"]);
        note(lab, "one", Some(after(3600)), None).await;
        assert!(wanted(lab, after(60)).await.is_empty());
        note(lab, "one", None, None).await;

        let mut tx = lab.begin().await;
        tx.suspend_tenant(tenant.id, "unpaid", NOW).await.unwrap();
        tx.commit().await.unwrap();
        assert!(wanted(lab, NOW).await.is_empty());
        assert!(!lab.reader().is_label_in_use("one").await.unwrap());
        let mut tx = lab.begin().await;
        tx.resume_tenant(tenant.id).await.unwrap();
        tx.delete_route(&shop, "shop.one.saas.example", "*.one.saas.example").await.unwrap();
        tx.commit().await.unwrap();
        assert!(wanted(lab, NOW).await.is_empty());
        assert!(!lab.reader().is_label_in_use("one").await.unwrap());
    }
}
