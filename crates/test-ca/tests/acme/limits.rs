use crate::scene::{DAY, HOUR, Scene, at_once, refusal};
use instant_acme::{Account, ChallengeType, Error, Identifier, NewOrder, Order, OrderStatus};
use nameplate_test_ca::{LimitName, Rate, ReplacementExemption};
use std::time::Duration;

async fn order(account: &Account, name: &str) -> Result<Order, Error> {
    account.new_order(&NewOrder::new(&[Identifier::Dns(name.into())])).await
}

async fn fail(account: &Account, name: &str) -> Result<(), Error> {
    let mut order = order(account, name).await?;
    {
        let mut authorizations = order.authorizations();
        let mut authorization = authorizations.next().await.unwrap()?;
        authorization.challenge(ChallengeType::Http01).unwrap().set_ready().await?;
    }
    assert_eq!(order.poll_ready(&at_once()).await?, OrderStatus::Invalid);
    Ok(())
}

#[tokio::test]
async fn an_account_has_three_hundred_orders_in_three_hours() {
    let scene = Scene::new().await;
    let account = scene.account().await;
    for number in 0..300 {
        order(&account, &format!("www.shop-{number}.test")).await.unwrap();
    }
    let (kind, words) = refusal(order(&account, "one-more.test").await);
    assert_eq!(kind, "rateLimited");
    assert_eq!(
        words,
        "too many new orders (300) from this account in the last 3h0m0s, retry after 2026-11-01 00:00:36 UTC: \
         see https://letsencrypt.org/docs/rate-limits/#new-orders-per-account"
    );
    order(&scene.account().await, "other-account.test").await.unwrap();
    scene.clock.pass(Duration::from_secs(35));
    assert_eq!(refusal(order(&account, "one-more.test").await).0, "rateLimited");
    scene.clock.pass(Duration::from_secs(1));
    order(&account, "one-more.test").await.unwrap();
    assert_eq!(refusal(order(&account, "and-another.test").await).0, "rateLimited");
    assert_eq!(scene.ca.counters().refusals[&LimitName::NewOrders], 3);
}

#[tokio::test]
async fn a_registered_domain_has_fifty_certificates_in_seven_days() {
    let scene = Scene::new().await;
    let (one, other) = (scene.account().await, scene.account().await);
    for number in 0..50 {
        let account = if number % 2 == 0 { &one } else { &other };
        scene.issue(account, &[&format!("shop-{number}.customer.co.uk")]).await.unwrap();
    }
    let (kind, words) = refusal(scene.issue(&other, &["shop-50.customer.co.uk"]).await);
    assert_eq!(kind, "rateLimited");
    assert!(words.starts_with("too many certificates (50) already issued for \"customer.co.uk\" in the last 168h0m0s, retry after 2026-11-01 03:21:36 UTC: see"), "{words}");
    scene.issue(&other, &["shop.neighbour.co.uk"]).await.unwrap();
    scene.issue(&one, &["shop-7.customer.co.uk"]).await.expect("the same names again are a renewal");
    scene.clock.pass(Duration::from_secs(12_095));
    scene.issue(&other, &["shop-50.customer.co.uk"]).await.unwrap_err();
    scene.clock.pass(Duration::from_secs(1));
    scene.issue(&other, &["shop-50.customer.co.uk"]).await.unwrap();
}

#[tokio::test]
async fn an_exact_set_has_five_certificates_in_seven_days_and_more_only_by_replacing() {
    let scene = Scene::new().await;
    let account = scene.account().await;
    let mut last = None;
    for _ in 0..5 {
        last = Some(scene.issue(&account, &["a.test", "b.test"]).await.unwrap());
    }
    let (kind, words) = refusal(scene.issue(&account, &["b.test", "a.test"]).await);
    assert_eq!(kind, "rateLimited");
    assert!(words.starts_with("too many certificates (5) already issued for this exact set of identifiers in the last 168h0m0s, retry after 2026-11-02 09:36:00 UTC"), "{words}");
    scene.issue(&account, &["a.test"]).await.expect("a smaller set is another one");
    let identifier = last.unwrap().identifier();
    let method = ChallengeType::Dns01;
    let names = ["a.test", "b.test"];
    scene.obtain(&account, &names, &method, |order| order.replaces(identifier.clone())).await.unwrap();
    assert_eq!(scene.ca.counters().exempt_orders, 1);
    assert_eq!(scene.ca.counters().refusals[&LimitName::CertificatesPerSet], 1);
}

#[tokio::test]
async fn replacing_outside_of_the_window_is_limited_if_the_authority_is_that_strict() {
    let scene = Scene::with(|settings| {
        settings.replacement_exemption = ReplacementExemption::WithinWindow;
        settings.limits.certificates_per_set = Some(Rate { count: 1, per: DAY * 365 });
    })
    .await;
    let account = scene.account().await;
    let issued = scene.issue(&account, &["a.test"]).await.unwrap();
    let method = ChallengeType::Dns01;
    let again = scene.obtain(&account, &["a.test"], &method, |order| order.replaces(issued.identifier())).await;
    assert_eq!(refusal(again).0, "rateLimited");
    scene.clock.pass(DAY * 60);
    scene.obtain(&account, &["a.test"], &method, |order| order.replaces(issued.identifier())).await.unwrap();
}

#[tokio::test]
async fn five_failures_of_a_name_stop_its_orders_for_an_hour() {
    let scene = Scene::new().await;
    let account = scene.account().await;
    for _ in 0..5 {
        fail(&account, "broken.test").await.unwrap();
    }
    let (kind, words) = refusal(fail(&account, "broken.test").await);
    assert_eq!(kind, "rateLimited");
    assert!(words.starts_with("too many failed authorizations (5) for \"broken.test\" in the last 1h0m0s, retry after 2026-11-01 00:12:00 UTC"), "{words}");
    fail(&account, "sibling.test").await.unwrap();
    fail(&scene.account().await, "broken.test").await.unwrap();
    scene.clock.pass(Duration::from_secs(12 * 60));
    fail(&account, "broken.test").await.unwrap();
    assert_eq!(refusal(fail(&account, "broken.test").await).0, "rateLimited");
}

#[tokio::test]
async fn a_name_that_fails_for_ever_is_paused_until_a_person_unpauses_it() {
    let scene = Scene::with(|settings| {
        settings.limits.failed_authorizations = None;
        settings.limits.consecutive_failures = Some(Rate { count: 3, per: DAY * 3 });
    })
    .await;
    let account = scene.account().await;
    for _ in 0..3 {
        fail(&account, "broken.test").await.unwrap();
    }
    scene.issue(&account, &["broken.test"]).await.expect("a success starts the count anew");
    scene.clock.pass(DAY * 30);
    for _ in 0..4 {
        fail(&account, "broken.test").await.unwrap();
    }
    let (kind, words) = refusal(fail(&account, "broken.test").await);
    assert_eq!(kind, "rateLimited");
    assert!(words.starts_with("Your account is temporarily prevented from requesting certificates for broken.test and possibly others. Please visit: https://"), "{words}");
    scene.clock.pass(DAY * 365);
    assert_eq!(refusal(fail(&account, "broken.test").await).0, "rateLimited");
    scene.ca.unpause("broken.test");
    fail(&account, "broken.test").await.unwrap();
}

#[tokio::test]
async fn an_order_has_at_most_a_hundred_names_or_what_its_profile_has() {
    let scene = Scene::new().await;
    let account = scene.account().await;
    let names: Vec<Identifier> = (0..101).map(|number| Identifier::Dns(format!("n{number}.a.test"))).collect();
    account.new_order(&NewOrder::new(&names[..100])).await.unwrap();
    let (kind, words) = refusal(account.new_order(&NewOrder::new(&names)).await);
    assert_eq!((kind.as_str(), words.as_str()), ("malformed", "Order cannot contain more than 100 identifiers"));
    let (_, words) = refusal(account.new_order(&NewOrder::new(&names[..26]).profile("shortlived")).await);
    assert_eq!(words, "Order cannot contain more than 25 identifiers");
}

#[tokio::test]
async fn a_refusal_names_the_instant_in_a_header_too() {
    let scene = Scene::with(|settings| settings.limits.new_orders = Some(Rate { count: 1, per: HOUR })).await;
    let account = scene.account().await;
    order(&account, "a.test").await.unwrap();
    scene.clock.pass(HOUR / 4);
    assert_eq!(refusal(order(&account, "b.test").await).0, "rateLimited");
    assert_eq!(scene.last_header("retry-after").as_deref(), Some("2700"));
}
