//! What is looked at before a certificate is ordered, at a customer whose two servers are Knot.

use crate::tree::{LATER, TOKEN, Tree};
use nameplate_domain::evidence::{Server, Sighting};

/// Values of each sighting, ordered.
fn values(sightings: &[Sighting]) -> Vec<Vec<String>> {
    sightings
        .iter()
        .map(|sighting| {
            assert!(sighting.was_answered(), "{sighting:?}");
            let mut values: Vec<String> = sighting.values().into_iter().map(str::to_owned).collect();
            values.sort();
            values
        })
        .collect()
}

fn names(servers: &[Server]) -> Vec<&str> {
    servers.iter().filter_map(|server| server.name.as_deref()).collect()
}

#[tokio::test]
async fn caa_is_climbed_from_the_name_and_an_alias_brings_its_targets() {
    let caa = "@ CAA 0 issue \"theirs.test\"\n@ CAA 128 issuewild \";\"\na.b CAA 0 iodef \"mailto:ca@customer.test\"\n";
    let tree = Tree::grow(caa, caa).await;
    let observer = tree.observer();
    let theirs = vec!["0 issue \"theirs.test\"".to_owned(), "128 issuewild \";\"".to_owned()];

    let www = observer.climb_caa("www.customer.test").await;
    let climbed: Vec<&str> = www.iter().map(|sighting| sighting.name.as_str()).collect();
    assert_eq!(climbed, ["www.customer.test", "customer.test", "test"]);
    assert_eq!(values(&www), [vec!["0 issue \"ours.test\"".to_owned()], theirs.clone(), vec![]]);
    assert_eq!(www[0].replies.len(), 2, "both of the customer's servers are heard");

    // b.customer.test has no records of its own, and shop.customer.test does not exist; both are climbed past.
    let deep = observer.climb_caa("a.b.customer.test").await;
    assert_eq!(values(&deep), [vec!["0 iodef \"mailto:ca@customer.test\"".to_owned()], vec![], theirs.clone(), vec![]]);
    assert_eq!(values(&observer.climb_caa("*.Shop.customer.test.").await), [vec![], theirs, vec![]]);
}

#[tokio::test]
async fn a_challenge_shows_its_alias_its_texts_and_what_strayed_there() {
    let stray = "_acme-challenge.shop TXT \"stray\"\n*.wild A 192.0.2.9\n";
    let tree = Tree::grow(stray, stray).await;
    let observer = tree.observer();
    tree.acme.set_values(TOKEN, vec![("answer".into(), LATER)]).unwrap();

    let delegated = observer.look_at_challenge("www.customer.test").await;
    assert_eq!(values(&delegated), [vec![format!("{TOKEN}.acme.platform.test")], vec!["answer".to_owned()], vec![]]);
    let aliases: Vec<_> = delegated[1].answers().map(|(_, answer)| answer.aliases.clone()).collect();
    assert_eq!(aliases, vec![vec![format!("{TOKEN}.acme.platform.test")]; 2]);

    assert_eq!(
        values(&observer.look_at_challenge("*.shop.customer.test").await),
        [vec![], vec!["stray".to_owned()], vec![]]
    );
    let wild = observer.look_at_challenge("x.wild.customer.test").await;
    assert_eq!(values(&wild), [vec![], vec![], vec!["192.0.2.9".to_owned()]]);

    assert_eq!(values(&observer.look_at_addresses("www.customer.test").await), [vec!["192.0.2.80".to_owned()], vec![]]);
}

#[tokio::test]
async fn servers_that_disagree_are_told_apart_and_a_dead_one_says_nothing() {
    let mut tree = Tree::grow("_acme-challenge.api TXT \"new\"\n", "_acme-challenge.api TXT \"old\"\n").await;
    let observer = tree.observer();
    let name = "_acme-challenge.api.customer.test";
    let spread = observer.all_show_txt(name, "new").await;
    assert_eq!(
        (names(&spread.showing), names(&spread.missing)),
        (vec!["ns1.customer.test"], vec!["ns2.customer.test"])
    );
    assert!(spread.unanswered.is_empty() && !spread.is_everywhere());

    tree.acme.set_values(TOKEN, vec![("answer".into(), LATER)]).unwrap();
    let delegated = observer.all_show_txt("_acme-challenge.www.customer.test", "answer").await;
    assert!(delegated.is_everywhere() && delegated.showing.len() == 2, "{delegated:?}");
    assert!(!observer.all_show_txt("_acme-challenge.www.customer.test", "other").await.is_everywhere());

    tree.customer[1] = None;
    let spread = observer.all_show_txt(name, "new").await;
    assert_eq!((names(&spread.showing), spread.missing.len()), (vec!["ns1.customer.test"], 0));
    assert_eq!(spread.unanswered[0].0.name.as_deref(), Some("ns2.customer.test"));
    assert!(spread.is_everywhere());
}
