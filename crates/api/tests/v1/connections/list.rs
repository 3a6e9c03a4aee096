use nameplate_control::{CertificateOutcome, CertificateReport};
use nameplate_testkit::World;
use serde_json::json;
use std::time::Duration;

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

/// Host names of a list, in its order.
async fn names(world: &World, query: &str) -> Vec<String> {
    let list = world.people.reader.get(&format!("/v1/connections?{query}")).await.expect(200);
    let rows = list.value("/data").as_array().unwrap();
    rows.iter().map(|row| row["hostname"].as_str().unwrap().trim_end_matches(".customer.test").to_owned()).collect()
}

#[tokio::test]
async fn a_list_comes_in_the_order_that_is_asked_for() {
    let world = World::start().await;
    let archived = world.connect("d.customer.test").await;
    world.pass(Duration::from_secs(1));
    let _ = world.connect("c.customer.test").await;
    world.pass(Duration::from_secs(1));
    let _ = world.live("b.customer.test").await;
    world.pass(Duration::from_secs(1));
    let _ = world.connect("a.customer.test").await;
    world.pass(Duration::from_secs(1));
    let _ = world.people.demo.delete(&format!("/v1/connections/{}", archived.at("/id"))).await.expect(200);

    for (sort, expected) in [
        ("-created_at", ["a", "b", "c", "d"]),
        ("created_at", ["d", "c", "b", "a"]),
        ("-state_since", ["d", "a", "b", "c"]),
        ("state_since", ["c", "b", "a", "d"]),
        ("hostname", ["a", "b", "c", "d"]),
        ("-hostname", ["d", "c", "b", "a"]),
        ("state", ["a", "c", "b", "d"]),
    ] {
        assert_eq!(names(&world, &format!("sort={sort}")).await, expected, "{sort}");
        let mut paged = Vec::new();
        let mut query = format!("/v1/connections?limit=1&sort={sort}");
        loop {
            let page = world.people.reader.get(&query).await.expect(200);
            paged.push(page.at("/data/0/hostname").trim_end_matches(".customer.test").to_owned());
            match page.value("/next_cursor").as_str() {
                Some(cursor) => query = format!("/v1/connections?limit=1&sort={sort}&cursor={cursor}"),
                None => break,
            }
        }
        assert_eq!(paged, expected, "{sort}, a row at a time");
    }
    assert_eq!(names(&world, "").await, names(&world, "sort=-created_at").await);
    let wrong = world.people.reader.get("/v1/connections?sort=age").await;
    wrong.refused(400, "invalid", "known is -created_at, created_at");
}

#[tokio::test]
async fn a_cursor_of_another_order_is_refused() {
    let world = World::start().await;
    let _ = world.connect("a.customer.test").await;
    let _ = world.connect("b.customer.test").await;
    let orders = ["-created_at", "created_at", "-state_since", "state_since", "hostname", "-hostname", "state"];
    for sort in orders {
        let page = world.people.reader.get(&format!("/v1/connections?limit=1&sort={sort}")).await.expect(200);
        let cursor = page.at("/next_cursor");
        for other in orders {
            let answer = world.people.reader.get(&format!("/v1/connections?cursor={cursor}&sort={other}")).await;
            match other == sort {
                true => assert_eq!(answer.expect(200).value("/next_cursor"), &serde_json::Value::Null),
                false => answer.refused(400, "invalid", "cursor"),
            }
        }
    }
}

#[tokio::test]
async fn names_are_found_by_a_part_of_them() {
    let world = World::start().await;
    for name in ["shop.customer.test", "blog.customer.test", "b\u{fc}cher.test"] {
        let _ = world.connect(name).await;
    }
    let _ = world
        .people
        .demo
        .post("/v1/connections", json!({"application_id": world.application.id, "hostname": "*.wild.test"}))
        .await;
    for (typed, found) in [
        ("SHOP", &["shop"][..]),
        ("customer", &["blog", "shop"]),
        ("b%C3%BCcher", &["xn--bcher-kva.test"]),
        ("xn--bcher", &["xn--bcher-kva.test"]),
        ("%25", &[]),
        ("_", &[]),
        ("*.", &["*.wild.test"]),
    ] {
        assert_eq!(names(&world, &format!("sort=hostname&search={typed}")).await, found, "{typed}");
    }
    assert_eq!(names(&world, "search=customer&state=live").await, [""; 0], "filters narrow each other");
    let strangers = world.people.stranger.get("/v1/connections?search=shop").await.expect(200);
    assert_eq!(strangers.value("/data"), &json!([]));
    for wrong in ["", "%20", "a%00b", "a%20b", &"x".repeat(254)] {
        let answer = world.people.reader.get(&format!("/v1/connections?search={wrong}")).await;
        answer.refused(400, "invalid", "search must have");
    }
    let browser = world.browser(None).await;
    browser.get("/v1/connections?search=shop").await.refused(403, "forbidden", "does not search");
    let _ = world.people.reader.get(&format!("/v1/connections?search={}", "x".repeat(253))).await.expect(200);
}

#[tokio::test]
async fn each_says_why_it_is_not_live_in_the_authoritys_words_too() {
    let world = World::start().await;
    let _ = world.connect("a.customer.test").await;
    let live = world.live("b.customer.test").await;
    let outcome = CertificateOutcome::Failed { detail: "CAA says no".into(), problem: None };
    let report = CertificateReport { hostname: "b.customer.test".into(), outcome };
    world.control.note_certificate("edge-1", report).await.unwrap();
    let list = world.people.reader.get("/v1/connections").await.expect(200);
    assert_eq!((list.at("/data/0/id"), list.at("/data/0/explanation/waiting_for")), (live.at("/id"), "nobody"));
    let sentence = list.at("/data/0/explanation/sentence");
    assert!(sentence.contains("CAA says no") && sentence.contains("which is tried again at "), "{sentence}");
    assert_eq!(list.at("/data/1/explanation/waiting_for"), "customer");
    let one = world.people.reader.get(&format!("/v1/connections/{}", live.at("/id"))).await.expect(200);
    assert_eq!(one.value("/explanation"), list.value("/data/0/explanation"));
    assert!(
        list.json["data"][0].get("route").is_none() && list.json["data"][0]["dns_records"][0].get("vantages").is_none()
    );
}
