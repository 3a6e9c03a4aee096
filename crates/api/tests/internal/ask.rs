use nameplate_testkit::{BASE_DOMAIN, World};
use serde_json::json;

#[tokio::test]
async fn ask_says_two_things_only() {
    let world = World::start().await;
    let _ = world.proven("shop.customer.test").await;
    let nobody = &world.people.nobody;
    for domain in ["shop.customer.test", "SHOP.customer.test.", "shop.customer.test:8443", "shop%2Ecustomer.test"] {
        let answer = nobody.get(&format!("/internal/ask?domain={domain}")).await.expect(200);
        assert_eq!(answer.text, r#"{"allow":true,"origin":"http://localhost:3001"}"#, "{domain}");
        assert_eq!(answer.header("content-type"), "application/json");
    }
    for domain in [
        "other.customer.test",
        "customer.test",
        "",
        "192.0.2.1",
        "[::1]",
        "a%00b",
        "../../etc",
        "*.customer.test",
        "%zz",
        &"a".repeat(3000),
    ] {
        let answer = nobody.get(&format!("/internal/ask?domain={domain}")).await;
        match domain {
            "%zz" => answer.refused(400, "invalid", "domain"),
            _ => assert_eq!((answer.status, answer.json), (200, json!({"allow": false, "origin": null})), "{domain}"),
        }
    }
}

#[tokio::test]
async fn a_question_without_a_name_is_invalid() {
    let world = World::start().await;
    for query in ["", "?", "?host=a.b", "?domain"] {
        world.people.nobody.get(&format!("/internal/ask{query}")).await.refused(400, "invalid", "domain");
    }
    world.people.nobody.get("/internal/ask?domain=a.b&purpose=party").await.refused(400, "invalid", "purpose");
}

#[tokio::test]
async fn an_applications_own_name_is_served() {
    let world = World::start().await;
    let name = format!("app-{}.{BASE_DOMAIN}", world.application.id);
    assert_eq!(world.people.nobody.get(&format!("/internal/ask?domain={name}")).await.value("/allow"), &json!(true));
}

#[tokio::test]
async fn a_wildcard_answers_for_one_label_below_it() {
    let world = World::start().await;
    let _ = world.proven("*.customer.test").await;
    for (domain, allow) in [("a.customer.test", true), ("a.b.customer.test", false), ("customer.test", false)] {
        let answer = world.people.nobody.get(&format!("/internal/ask?domain={domain}")).await.expect(200);
        assert_eq!(answer.value("/allow"), &json!(allow), "{domain}");
    }
}
