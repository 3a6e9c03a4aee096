use nameplate_testkit::World;
use serde_json::json;

#[tokio::test]
async fn filters_narrow_the_list() {
    let world = World::start().await;
    let proven = world.proven("a.customer.test").await;
    let body = json!({"application_id": world.application.id, "hostname": "b.customer.test", "batch_id": "import-1"});
    let batch = world.people.demo.post("/v1/connections", body).await.expect(201);
    let archived = world.connect("c.customer.test").await;
    let _ = world.people.demo.delete(&format!("/v1/connections/{}", archived.at("/id"))).await.expect(200);

    let find = async |query: &str| -> Vec<String> {
        let list = world.people.reader.get(&format!("/v1/connections?{query}")).await.expect(200);
        list.value("/data").as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(find("state=verified").await, [proven.at("/id")]);
    assert_eq!(find("state=verified,archived").await, [archived.at("/id"), proven.at("/id")]);
    assert_eq!(find("state=verified&state=archived").await, [archived.at("/id"), proven.at("/id")]);
    assert_eq!(find("hostname=B.Customer.Test.").await, [batch.at("/id")]);
    assert_eq!(find("batch_id=import-1").await, [batch.at("/id")]);
    assert_eq!(find("batch_id=import-1&state=archived").await, [""; 0]);
    assert_eq!(find(&format!("application_id={}", world.application.id)).await.len(), 3);
    assert_eq!(find("application_id=0190f0f0-0000-7000-8000-000000000000").await, [""; 0]);
}
