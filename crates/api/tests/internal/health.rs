use nameplate_api::{ApiSettings, Internal, internal_router};
use nameplate_testkit::{World, WorldSettings};
use serde_json::json;

#[tokio::test]
async fn a_process_with_its_store_is_healthy() {
    let world = World::start().await;
    assert_eq!(world.people.nobody.get("/healthz").await.expect(200).json, json!({"status": "ok"}));
}

#[tokio::test]
async fn with_a_port_of_their_own_internal_endpoints_are_there_and_nowhere_else() {
    let api = ApiSettings { internal: Internal::Elsewhere, ..ApiSettings::default() };
    let mut world = World::with(WorldSettings { api, ..WorldSettings::default() }).await;
    let public = world.people.nobody.clone();
    for path in ["/metrics", "/internal/ask?domain=a.b", "/internal/certificates/wanted?edge_id=a"] {
        let answer = public.get(path).await;
        assert_eq!((answer.status, answer.at("/error/code")), (404, "not_found"), "{path}");
    }
    let router = internal_router(&world.api);
    let internal_addr = world.serve(router).await;
    let internal = public.at(internal_addr);
    for path in ["/metrics", "/internal/ask?domain=a.b", "/internal/certificates/wanted?edge_id=a", "/healthz"] {
        assert_eq!(internal.get(path).await.status, 200, "{path}");
    }
    internal.get("/v1/nothing").await.refused(404, "not_found", "/v1/nothing");
    let request = world.people.demo.at(internal_addr).request(reqwest::Method::GET, "/v1/applications");
    assert_eq!(request.send().await.unwrap().status(), 404, "the API is not on the internal port");
    assert_eq!(public.get("/healthz").await.status, 200);
}
