use crate::suite::lab::Lab;
use crate::suite::samples::{self, NOW, after, connection};
use nameplate_domain::application::{Application, Environment};
use nameplate_domain::connection::State;
use nameplate_domain::records::{RecordType, TemplateRecord};
use nameplate_store::{Page, Signal};

fn changed(application: &Application) -> Application {
    Application {
        name: "Läden".into(),
        environment: Environment::Live,
        allowed_origins: vec![],
        record_template: Some(vec![TemplateRecord {
            host: "@".into(),
            rtype: RecordType::Cname,
            value: "{app_target}".into(),
            ttl: Some(60),
            priority: None,
        }]),
        default_origin: Some("https://origin.example".into()),
        updated_at: after(1),
        ..application.clone()
    }
}

both! {
    async fn a_change_of_an_application_is_kept(lab: &Lab) {
        let (tenant, application) = lab.application().await;
        let changed = changed(&application);
        let mut tx = lab.begin().await;
        assert!(tx.update_application(&changed).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(lab.reader().application(tenant.id, application.id).await.unwrap(), Some(changed));
    }

    async fn a_new_origin_reaches_every_connection_and_is_told(lab: &Lab) {
        let (_, application) = lab.application().await;
        let (_, untouched) = lab.application().await;
        lab.insert(&connection(&application, "app.customer.com", State::Live)).await;
        lab.insert(&connection(&untouched, "app.other.com", State::Live)).await;
        let mut heard = lab.store.signals().subscribe();
        let mut tx = lab.begin().await;
        tx.update_application(&changed(&application)).await.unwrap();
        tx.commit().await.unwrap();
        let origin = |name: &'static str| async move { lab.reader().ask(name, NOW).await.unwrap().unwrap().origin };
        assert_eq!(origin("app.customer.com").await.as_deref(), Some("https://origin.example"));
        assert_eq!(origin("app.other.com").await, None);
        assert_eq!(heard.recv().await, Some(Signal::Application(application.id)));
        assert_eq!(heard.recv().await, Some(Signal::RoutesAll));
    }

    async fn the_edge_learns_an_applications_own_origin(lab: &Lab) {
        let (_, application) = lab.application().await;
        let asked = || async { lab.reader().ask_application(application.id).await.unwrap() };
        assert_eq!(asked().await, Some(None));
        let mut tx = lab.begin().await;
        tx.update_application(&changed(&application)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(asked().await, Some(Some("https://origin.example".into())));
        let unknown = nameplate_domain::tenancy::ApplicationId(samples::fresh_id());
        assert_eq!(lab.reader().ask_application(unknown).await.unwrap(), None);
    }

    async fn another_tenant_neither_sees_nor_changes_an_application(lab: &Lab) {
        let (_, application) = lab.application().await;
        let (stranger, _) = lab.application().await;
        assert_eq!(lab.reader().application(stranger.id, application.id).await.unwrap(), None);
        let mut tx = lab.begin().await;
        let stolen = Application { tenant: stranger.id, ..application.clone() };
        assert!(!tx.update_application(&stolen).await.unwrap());
    }

    async fn applications_are_listed_newest_first_and_found_by_name(lab: &Lab) {
        let (tenant, first) = lab.application().await;
        let second = Application { created_at: after(1), ..samples::application(&tenant) };
        let mut tx = lab.begin().await;
        tx.insert_application(&second).await.unwrap();
        tx.commit().await.unwrap();
        let listed = lab.reader().applications(tenant.id, Page::first(10)).await.unwrap();
        assert_eq!(listed, [second.clone(), first.clone()]);
        assert_eq!(lab.reader().application_by_name(tenant.id, "Shop").await.unwrap(), [second, first]);
        assert_eq!(lab.reader().application_by_name(tenant.id, "shop").await.unwrap(), []);
    }

    async fn what_is_there_is_not_inserted_again(lab: &Lab) {
        let (tenant, application) = lab.application().await;
        let mut tx = lab.begin().await;
        assert!(!tx.insert_tenant(&nameplate_domain::tenancy::Tenant { name: "Other".into(), ..tenant.clone() }).await.unwrap());
        assert!(!tx.insert_application(&changed(&application)).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(lab.reader().tenant(tenant.id).await.unwrap(), Some(tenant.clone()));
        assert_eq!(lab.reader().application(tenant.id, application.id).await.unwrap(), Some(application));
    }
}
