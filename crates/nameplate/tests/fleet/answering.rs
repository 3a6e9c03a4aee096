//! Validations reach an edge that knows nothing of the order.

use crate::world::{Which, World, is_issued};

const STORED: &str = "A certificate is stored";

/// Authorities find the first edge in DNS. Its control plane is dead, so that it learns of no name: the second edge orders.
#[tokio::test]
async fn an_edge_answers_for_the_orders_of_another() {
    let mut world = World::start().await;
    world.plane_mut(Which::First).kill();
    let by_http = world.connect(Which::Second, "web.customer.test").await;
    let by_tls = world.connect(Which::Second, "shop.alpn.customer.test").await;
    let only_tls = "0 issue \"pebble.letsencrypt.org; validationmethods=tls-alpn-01\"";
    world.dns.customer.publish(&[("alpn.customer.test", "CAA", only_tls)]);
    for connection in [&by_http, &by_tls] {
        world.publish_proof(connection, "txt");
        world.publish_traffic(connection);
    }
    for (connection, name) in [(&by_http, "web.customer.test"), (&by_tls, "shop.alpn.customer.test")] {
        let live = world.goes_live(Which::Second, connection).await;
        assert!(is_issued(&live), "{live}");
        let visit = world.visitor().await.visit(world.edge_at(Which::Second), name).await.unwrap();
        assert_eq!(visit.status, 200);
        let stored = Which::BOTH.map(|edge| world.edge(edge).lines_about(STORED, name));
        assert_eq!(stored, [0, 1], "the second edge ordered for {name}");
    }
    // The authority looks from several places at once, and does not tell from how many.
    let answered = async |edge| world.metric(edge, "nameplate_edge_challenges_answered_total").await;
    let (at_first, at_second) = (answered(Which::First).await, answered(Which::Second).await);
    assert!(at_first >= 2 && at_second == 0, "{at_first} were answered by the first edge, {at_second} by the second");
    // There is no challenge CNAME: what was not validated by HTTP was validated by TLS.
    let by_http = |name: &str| world.pebble.process.lines_about("Attempting to validate w/ HTTP", name);
    assert!(by_http("web.customer.test") > 0 && by_http("shop.alpn.customer.test") == 0);
}
