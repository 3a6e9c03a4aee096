use crate::suite::lab::Lab;
use crate::suite::samples::{NOW, after, at, connection, fresh_id, step_of};
use nameplate_domain::application::Application;
use nameplate_domain::connection::{Connection, Event, State};
use nameplate_domain::route::{CustomHostname, Route, RouteName};
use nameplate_domain::tenancy::{ApplicationId, RouteId, TenantId};
use nameplate_store::{AskedRoute, Conflict, Page, RouteFilter, Signal, StoreError};

const DEFAULT: &str = "shop.tenant.saas.example";
const WILDCARD: &str = "*.tenant.saas.example";

fn route(application: &Application, name: &str, at: Option<&Connection>) -> Route {
    Route {
        id: RouteId(fresh_id()),
        tenant: application.tenant,
        name: RouteName::parse(name).unwrap(),
        application: application.id,
        custom: at.map(|at| CustomHostname { connection: at.id, hostname: at.hostname.clone() }),
        origin: Some("https://route.example".into()),
        version: 1,
        created_at: NOW,
        updated_at: NOW,
    }
}

async fn insert(lab: &Lab, route: &Route) -> Result<(), StoreError> {
    let mut tx = lab.begin().await;
    tx.insert_route(route, DEFAULT, WILDCARD).await?;
    tx.commit().await
}

async fn update(lab: &Lab, before: &Route, after: &Route) -> Result<(), StoreError> {
    let mut tx = lab.begin().await;
    tx.update_route(before, after, DEFAULT).await?;
    tx.commit().await
}

async fn delete(lab: &Lab, route: &Route) -> Result<(), StoreError> {
    let mut tx = lab.begin().await;
    tx.delete_route(route, DEFAULT, WILDCARD).await?;
    tx.commit().await
}

/// The origin to which a visitor of a customer's name is sent.
async fn origin(lab: &Lab, name: &str) -> Option<String> {
    lab.reader().ask(name, NOW).await.unwrap().unwrap().origin
}

async fn live(lab: &Lab, application: &Application, name: &str) -> Connection {
    let live = connection(application, name, State::Live);
    let mut tx = lab.begin().await;
    tx.insert_connection(&live, Some("https://application.example")).await.unwrap();
    tx.commit().await.unwrap();
    live
}

both! {
    async fn a_route_is_what_was_made_and_is_its_tenants_alone(lab: &Lab) {
        let (tenant, application) = lab.application().await;
        let (stranger, theirs) = lab.application().await;
        let shop = route(&application, "shop", Some(&live(lab, &application, "app.customer.com").await));
        let bare = Route { origin: None, created_at: after(1), ..route(&application, "bare", None) };
        insert(lab, &shop).await.unwrap();
        insert(lab, &bare).await.unwrap();
        insert(lab, &route(&theirs, "shop", None)).await.unwrap();
        let reader = lab.reader();
        assert_eq!(reader.route(tenant.id, shop.id).await.unwrap(), Some(shop.clone()));
        assert_eq!(reader.route_by_name(tenant.id, "bare").await.unwrap(), Some(bare.clone()));
        let connection = shop.custom.clone().unwrap().connection;
        assert_eq!(reader.route_of(tenant.id, connection).await.unwrap(), Some(shop.clone()));
        assert_eq!(reader.route(stranger.id, shop.id).await.unwrap(), None);
        assert_eq!(reader.route_by_name(stranger.id, "bare").await.unwrap(), None);
        assert_eq!(reader.route_of(stranger.id, connection).await.unwrap(), None);

        let listed = async |tenant: TenantId, filter: RouteFilter| {
            let routes = reader.routes(tenant, &filter, Page::first(9)).await.unwrap();
            routes.into_iter().map(|route| route.name.to_string()).collect::<Vec<_>>()
        };
        let all = RouteFilter::default();
        assert_eq!(listed(tenant.id, all.clone()).await, ["bare", "shop"]);
        assert_eq!(listed(stranger.id, all.clone()).await, ["shop"]);
        let by_hostname = RouteFilter { hostname: Some("app.customer.com".into()), ..all.clone() };
        assert_eq!(listed(tenant.id, by_hostname.clone()).await, ["shop"]);
        assert!(listed(stranger.id, by_hostname).await.is_empty());
        let by_name = RouteFilter { name: Some(bare.name.clone()), ..all.clone() };
        assert_eq!(listed(tenant.id, by_name).await, ["bare"]);
        let elsewhere = RouteFilter { application: Some(theirs.id), ..all.clone() };
        assert!(listed(tenant.id, elsewhere).await.is_empty());
        let page = Page { limit: 9, before: Some((bare.created_at, bare.id.0)) };
        assert_eq!(reader.routes(tenant.id, &all, page).await.unwrap(), [shop]);
    }

    async fn a_name_is_given_once_in_a_tenant_and_a_host_name_to_one_route(lab: &Lab) {
        let (_, application) = lab.application().await;
        let connected = live(lab, &application, "app.customer.com").await;
        insert(lab, &route(&application, "shop", Some(&connected))).await.unwrap();
        for second in [route(&application, "shop", None), route(&application, "other", Some(&connected))] {
            let refused = insert(lab, &second).await.unwrap_err();
            assert!(matches!(refused, StoreError::Conflict(Conflict::Identifier)), "{refused:?}");
        }
        let third = route(&application, "third", None);
        insert(lab, &third).await.unwrap();
        let moved = route(&application, "third", Some(&connected));
        let refused = update(lab, &third, &moved).await.unwrap_err();
        assert!(matches!(refused, StoreError::Conflict(Conflict::Identifier)), "{refused:?}");
        assert_eq!(lab.reader().route(third.tenant, third.id).await.unwrap(), Some(third));
    }

    async fn only_a_claim_of_the_same_tenant_and_application_is_served(lab: &Lab) {
        let (tenant, application) = lab.application().await;
        let (_, theirs) = lab.application().await;
        let second = Application { id: ApplicationId(fresh_id()), ..application.clone() };
        let mut tx = lab.begin().await;
        tx.insert_application(&second).await.unwrap();
        tx.commit().await.unwrap();
        let mut unfit = vec![live(lab, &theirs, "theirs.customer.com").await, live(lab, &second, "second.customer.com").await];
        for state in State::ALL.into_iter().filter(|state| !state.is_after_proof()) {
            let unproven = connection(&application, "app.customer.com", state);
            lab.insert(&unproven).await;
            unfit.push(unproven);
        }
        for connected in unfit {
            let refused = insert(lab, &route(&application, "shop", Some(&connected))).await.unwrap_err();
            assert!(matches!(refused, StoreError::LostRace), "{}: {refused:?}", connected.state);
        }
        assert!(lab.reader().routes(tenant.id, &RouteFilter::default(), Page::first(9)).await.unwrap().is_empty());
    }

    async fn a_route_and_the_end_of_its_claim_do_not_miss_each_other(lab: &Lab) {
        let (_, application) = lab.application().await;
        let connected = live(lab, &application, "app.customer.com").await;
        insert(lab, &route(&application, "shop", Some(&connected))).await.unwrap();
        let mut tx = lab.begin().await;
        let late = tx.commit_step(&connected, step_of(&connected, Event::Archive), at(NOW)).await.unwrap_err();
        assert!(matches!(late, StoreError::LostRace), "whoever ends the claim has not seen the route: {late:?}");
        drop(tx);

        let now = lab.current(&connected).await;
        let mut tx = lab.begin().await;
        tx.commit_step(&now, step_of(&now, Event::Archive), at(NOW)).await.unwrap();
        let shop = tx.let_go_of(now.tenant, now.id, after(1)).await.unwrap().unwrap();
        assert_eq!(tx.let_go_of(now.tenant, now.id, after(1)).await.unwrap(), None);
        tx.commit().await.unwrap();
        let expected = Route { custom: None, version: shop.version + 1, updated_at: after(1), ..shop.clone() };
        assert_eq!(lab.reader().route(shop.tenant, shop.id).await.unwrap(), Some(expected));
        let refused = insert(lab, &route(&application, "late", Some(&connected))).await.unwrap_err();
        assert!(matches!(refused, StoreError::LostRace), "{refused:?}");
    }

    async fn a_route_that_was_changed_meanwhile_is_not_changed_again(lab: &Lab) {
        let (_, application) = lab.application().await;
        let shop = route(&application, "shop", None);
        insert(lab, &shop).await.unwrap();
        let mine = Route { origin: None, updated_at: after(1), ..shop.clone() };
        update(lab, &shop, &mine).await.unwrap();
        for late in [update(lab, &shop, &mine).await, delete(lab, &shop).await] {
            assert!(matches!(late, Err(StoreError::LostRace)), "{late:?}");
        }
        let now = lab.reader().route(shop.tenant, shop.id).await.unwrap().unwrap();
        assert_eq!(now, Route { version: 2, ..mine });
        delete(lab, &now).await.unwrap();
        assert_eq!(lab.reader().route(shop.tenant, shop.id).await.unwrap(), None);
    }

    async fn visitors_go_where_the_route_says_for_as_long_as_it_does(lab: &Lab) {
        let (_, application) = lab.application().await;
        let connected = live(lab, &application, "app.customer.com").await;
        live(lab, &application, "other.customer.com").await;
        let shop = route(&application, "shop", Some(&connected));
        insert(lab, &shop).await.unwrap();
        assert_eq!(origin(lab, "app.customer.com").await.as_deref(), Some("https://route.example"));
        assert_eq!(origin(lab, "other.customer.com").await.as_deref(), Some("https://application.example"));
        let routing = lab.reader().routing(connected.tenant, connected.id, NOW).await.unwrap().unwrap();
        assert_eq!(routing.route_origin.as_deref(), Some("https://route.example"));
        assert_eq!(routing.origin.as_deref(), Some("https://application.example"));

        // Another origin of the application does not reach names of routes that have their own.
        let mut tx = lab.begin().await;
        let changed = Application { default_origin: Some("https://new.example".into()), ..application.clone() };
        tx.update_application(&changed).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(origin(lab, "app.customer.com").await.as_deref(), Some("https://route.example"));
        assert_eq!(origin(lab, "other.customer.com").await.as_deref(), Some("https://new.example"));

        let without = Route { origin: None, ..shop.clone() };
        update(lab, &shop, &without).await.unwrap();
        assert_eq!(origin(lab, "app.customer.com").await.as_deref(), Some("https://new.example"));
        let with = Route { version: 2, ..shop.clone() };
        update(lab, &Route { version: 2, ..without }, &with).await.unwrap();
        let at_its_default = Route { custom: None, version: 3, ..shop };
        update(lab, &Route { version: 3, ..with }, &at_its_default).await.unwrap();
        assert_eq!(origin(lab, "app.customer.com").await.as_deref(), Some("https://new.example"));
    }

    async fn a_default_host_name_is_answered_by_label_and_name(lab: &Lab) {
        let (tenant, application) = lab.application().await;
        let label = nameplate_domain::route::TenantLabel::parse("acme-inc").unwrap();
        let mut tx = lab.begin().await;
        assert!(tx.give_label(tenant.id, &label).await.unwrap());
        tx.update_application(&Application { default_origin: Some("https://new.example".into()), ..application.clone() }).await.unwrap();
        tx.commit().await.unwrap();
        insert(lab, &route(&application, "shop", None)).await.unwrap();
        insert(lab, &Route { origin: None, ..route(&application, "plain", None) }).await.unwrap();
        let of = |origin: &str, uncovered: bool| AskedRoute { origin: Some(origin.to_owned()), uncovered };
        let answered = async |label: &str, name: &str| lab.reader().ask_route(label, name).await.unwrap();
        assert_eq!(answered("acme-inc", "shop").await, Some(of("https://route.example", false)));
        assert_eq!(answered("acme-inc", "plain").await, Some(of("https://new.example", false)));
        let mut tx = lab.begin().await;
        tx.note_wildcard(&label, WILDCARD, None, Some(after(60))).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(answered("acme-inc", "shop").await, Some(of("https://route.example", true)));
        let mut tx = lab.begin().await;
        tx.note_wildcard(&label, WILDCARD, Some(after(60)), Some(after(60))).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(answered("acme-inc", "shop").await, Some(of("https://route.example", false)));
        assert_eq!(answered("acme-inc", "other").await, None);
        assert_eq!(answered("other", "shop").await, None);
        let mut tx = lab.begin().await;
        tx.suspend_tenant(tenant.id, "unpaid", NOW).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(answered("acme-inc", "shop").await, None);
    }

    async fn whoever_remembers_an_answer_is_told_that_it_changes(lab: &Lab) {
        let (_, application) = lab.application().await;
        let connected = live(lab, &application, "app.customer.com").await;
        let (default, wildcard, custom) =
            (Signal::Route(DEFAULT.into()), Signal::Route(WILDCARD.into()), Signal::Route("app.customer.com".into()));
        let mut signals = lab.store.signals().subscribe();
        let mut heard = async || {
            lab.store.signals().send(Signal::Everything);
            let mut heard = Vec::new();
            while let Some(signal) = signals.recv().await.filter(|signal| *signal != Signal::Everything) {
                heard.push(signal);
            }
            heard.sort();
            heard
        };
        let sorted = |mut all: Vec<Signal>| {
            all.sort();
            all
        };
        let bare = route(&application, "shop", None);
        insert(lab, &bare).await.unwrap();
        assert_eq!(heard().await, sorted(vec![default.clone(), wildcard.clone(), Signal::CertificateWanted]));
        let repointed = Route { custom: route(&application, "shop", Some(&connected)).custom, ..bare.clone() };
        update(lab, &bare, &repointed).await.unwrap();
        assert_eq!(heard().await, sorted(vec![default.clone(), custom.clone()]));
        let back = Route { version: 2, ..repointed };
        update(lab, &back, &Route { custom: None, ..back.clone() }).await.unwrap();
        assert_eq!(heard().await, sorted(vec![default.clone(), custom]));
        let mut tx = lab.begin().await;
        tx.update_application(&application).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(heard().await, sorted(vec![Signal::Application(application.id), Signal::RoutesAll]));
        delete(lab, &Route { version: 3, ..bare }).await.unwrap();
        assert_eq!(heard().await, sorted(vec![default, wildcard]));
    }
}
