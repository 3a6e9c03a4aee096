//! Many names for a long time.

use super::world::*;

#[tokio::test]
async fn two_hundred_names_of_one_customer_live_for_a_year_without_a_refusal_or_a_gap() {
    let world = World::new();
    let ca = world.authority("first", |settings| settings.ari_retry_after = DAY * 5);
    let edges = [world.edge("a", &[("first", &ca)]), world.edge("b", &[("first", &ca)])];
    let hosts: Vec<_> = (0..200).map(|number| world.points_here(&format!("shop-{number}.example.com"))).collect();
    for host in &hosts {
        // More than the registered domain's limit admits at once: the rest waits for its turn.
        let _ = edges[0].obtain(host).await;
    }
    world.live(&edges[1], DAY * 40).await;
    for week in 0..46 {
        for host in &hosts {
            assert!(edges[0].find(vec![host.clone()]).await.unwrap().is_some(), "{host} in week {week}");
        }
        world.live(&edges[week % 2], DAY * 7).await;
    }
    let counters = ca.counters();
    assert_eq!(counters.refusals, Default::default(), "our own budget kept below every limit");
    assert!((200 * 5..=200 * 8).contains(&counters.certificates), "{}", counters.certificates);
}
