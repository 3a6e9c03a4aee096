use nameplate_testkit::World;

#[tokio::test]
async fn an_application_is_shown_as_it_was_made() {
    let world = World::start().await;
    let shown = world.people.reader.get(&format!("/v1/applications/{}", world.application.id)).await.expect(200);
    assert_eq!((shown.at("/name"), shown.at("/environment")), ("Demo", "test"));
}
