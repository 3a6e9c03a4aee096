//! An authority without extensions: no renewal information, no profiles.

use crate::world::World;
use nameplate_acme::OrderRequest;
use nameplate_domain::issuance::method::Method;

#[tokio::test]
async fn says_nothing_about_renewal_and_takes_a_renewal_as_a_plain_order() {
    let world = World::new().await;
    let account = world.account().await;
    let facts = account.directory_facts().await.unwrap();
    assert!(!facts.has_renewal_info && !facts.requires_external_account);
    assert!(facts.profiles.is_empty());
    assert!(facts.terms.is_some());
    let first = OrderRequest { names: &["x.test"], method: Method::Http01, replaces: None, profile: None };
    let issued = account.order(first, &world.stage()).await.unwrap();
    assert_eq!(account.renewal_info(&issued.chain[0]).await.unwrap(), None);
    let renewal = OrderRequest { replaces: Some(&issued.chain[0]), ..first };
    assert!(!account.order(renewal, &world.stage()).await.unwrap().is_replacement);
}
