use super::{receipts, written};
use nameplate_testkit::World;

#[tokio::test]
async fn a_receipt_is_shown_by_itself_and_to_its_tenant_only() {
    let world = World::start().await;
    let made = written(&world).await;
    let list = receipts(&world, &made).await;
    let path = format!("/v1/change-sets/{}", list.at("/data/0/id"));
    let shown = world.people.reader.get(&path).await.expect(200);
    assert_eq!(&shown.json, list.value("/data/0"));
    world.people.stranger.get(&path).await.refused(404, "not_found", "change set");
    let of_connection = format!("/v1/connections/{}/change-sets", made.at("/id"));
    world.people.stranger.get(&of_connection).await.refused(404, "not_found", "connection");
    for id in ["1", "0190f0f0-0000-7000-8000-000000000000", made.at("/id")] {
        let answer = world.people.demo.get(&format!("/v1/change-sets/{id}")).await;
        answer.refused(404, "not_found", "change set");
    }
}
