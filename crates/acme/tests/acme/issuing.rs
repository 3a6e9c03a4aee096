//! Certificates are had, by every method.

use crate::world::World;
use nameplate_acme::OrderRequest;
use nameplate_domain::issuance::method::Method;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

#[tokio::test]
async fn by_http_01() {
    let world = World::new().await;
    let issued = world.order(&["shop.customer.test"], Method::Http01).await.unwrap();
    assert_eq!(world.names(&issued).await, ["shop.customer.test"]);
    assert!(!issued.is_replacement);
    world.is_withdrawn(1).await;
}

#[tokio::test]
async fn by_tls_alpn_01() {
    let world = World::new().await;
    let issued = world.order(&["shop.customer.test"], Method::TlsAlpn01).await.unwrap();
    assert_eq!(world.names(&issued).await, ["shop.customer.test"]);
    world.is_withdrawn(1).await;
}

#[tokio::test]
async fn by_dns_01_through_a_cname() {
    let world = World::new().await;
    let issued = world.order(&["shop.customer.test"], Method::Dns01).await.unwrap();
    assert_eq!(world.names(&issued).await, ["shop.customer.test"]);
    world.is_withdrawn(1).await;
}

#[tokio::test]
async fn a_name_and_its_wildcard_in_one_order() {
    let world = World::with(|setup| setup.with("PEBBLE_AUTHZREUSE", "0")).await;
    let issued = world.order(&["customer.test", "*.customer.test"], Method::Dns01).await.unwrap();
    assert_eq!(world.names(&issued).await, ["*.customer.test", "customer.test"]);
    world.is_withdrawn(2).await;
}

#[tokio::test]
async fn several_names_in_one_order() {
    let world = World::new().await;
    let issued = world.order(&["b.customer.test", "a.customer.test", "c.other.test"], Method::Http01).await.unwrap();
    assert_eq!(world.names(&issued).await, ["a.customer.test", "b.customer.test", "c.other.test"]);
    world.is_withdrawn(3).await;
}

#[tokio::test]
async fn the_key_is_the_certificates_and_a_new_one_each_time() {
    let world = World::with(|setup| setup.with("PEBBLE_AUTHZREUSE", "100")).await;
    let account = world.account().await;
    let request = OrderRequest { names: &["x.test"], method: Method::Http01, replaces: None, profile: None };
    let first = account.order(request, &world.stage()).await.unwrap();
    let second = account.order(request, &world.stage()).await.unwrap();
    assert_ne!(first.key_pkcs8, second.key_pkcs8);
    for issued in [first, second] {
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(issued.key_pkcs8.as_bytes().to_vec()));
        let chain = issued.chain.iter().map(|der| der.clone().into()).collect();
        let key = rustls::crypto::aws_lc_rs::sign::any_supported_type(&key).unwrap();
        rustls::sign::CertifiedKey::new(chain, key).keys_match().unwrap();
    }
}

#[tokio::test]
async fn a_name_that_was_proved_is_not_proved_again() {
    let world = World::with(|setup| setup.with("PEBBLE_AUTHZREUSE", "100")).await;
    let account = world.account().await;
    let one = OrderRequest { names: &["x.test"], method: Method::Http01, replaces: None, profile: None };
    account.order(one, &world.stage()).await.unwrap();
    account.order(one, &world.stage()).await.unwrap();
    world.is_withdrawn(1).await;
    let both = OrderRequest { names: &["x.test", "y.test"], ..one };
    let issued = account.order(both, &world.stage()).await.unwrap();
    assert_eq!(world.names(&issued).await, ["x.test", "y.test"]);
    world.is_withdrawn(2).await;
}

#[tokio::test]
async fn although_many_nonces_are_refused() {
    let world = World::with(|setup| setup.with("PEBBLE_WFE_NONCEREJECT", "40")).await;
    let account = world.account().await;
    for names in [["a.test", "b.test"], ["c.test", "d.test"], ["e.test", "f.test"]] {
        let request = OrderRequest { names: &names, method: Method::Http01, replaces: None, profile: None };
        account.order(request, &world.stage()).await.unwrap();
    }
}

#[tokio::test]
async fn several_orders_of_one_account_at_once() {
    let world = World::new().await;
    let (account, stage) = (world.account().await, world.stage());
    let order = async |name: &str| {
        let request = OrderRequest { names: &[name], method: Method::Http01, replaces: None, profile: None };
        account.order(request, &stage).await.unwrap()
    };
    let (a, b, c) = tokio::join!(order("a.test"), order("b.test"), order("c.test"));
    for (issued, name) in [(a, "a.test"), (b, "b.test"), (c, "c.test")] {
        assert_eq!(world.names(&issued).await, [name]);
    }
}
