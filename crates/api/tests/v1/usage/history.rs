use nameplate_testkit::{Answer, World};
use serde_json::{Value, json};
use std::time::Duration;

const DAY: Duration = Duration::from_hours(24);

async fn history(world: &World, query: &str) -> Answer {
    world.people.demo.get(&format!("/v1/usage/history{query}")).await.expect(200)
}

fn days(answer: &Answer) -> &Vec<Value> {
    answer.value("/data").as_array().unwrap()
}

#[tokio::test]
async fn every_day_has_a_row_and_what_was_used_stands_in_its_own() {
    let world = World::start().await;
    let live = world.live("one.customer.test").await;
    let _ = world.connect("two.customer.test").await;
    let today = history(&world, "").await;
    assert_eq!(days(&today).len(), 30);
    let first = days(&today).last().unwrap().clone();
    assert_eq!((&first["connect"], &first["active_domain"], &first["cert"]), (&json!(2), &json!(1), &json!(0)));
    let calls = first["api_call"].as_i64().unwrap();
    assert!(calls > 0, "calls that are not written down yet are counted: {first}");
    assert_eq!(
        days(&today)[0],
        json!({"date": days(&today)[0]["date"], "connect": 0, "active_domain": 0, "cert": 0, "api_call": 0})
    );

    world.pass(DAY);
    world.pass(DAY);
    let _ = world.connect("three.customer.test").await;
    let later = history(&world, "").await;
    let [.., before, yesterday, now] = days(&later).as_slice() else { panic!("{later:?}") };
    assert_eq!(before["date"], first["date"]);
    assert_eq!((&before["connect"], &before["active_domain"]), (&json!(2), &json!(1)));
    assert_eq!(before["api_call"], json!(calls), "the call that asks is counted before it is answered");
    let nothing = json!({"date": yesterday["date"], "connect": 0, "active_domain": 0, "cert": 0, "api_call": 0});
    assert_eq!(yesterday, &nothing);
    assert_eq!((&now["connect"], &now["active_domain"]), (&json!(1), &json!(1)), "it is live still");
    world.control.write_down_calls().await.unwrap();
    let written = history(&world, "").await;
    assert_eq!(days(&written)[27], *before, "each call belongs to its own day, written down or not");
    let _ = world.people.demo.delete(&format!("/v1/connections/{}", live.at("/id"))).await.expect(200);
    assert_eq!(days(&history(&world, "").await)[29]["active_domain"], json!(0));
}

#[tokio::test]
async fn days_add_up_to_their_month() {
    let world = World::start().await;
    for n in 0..3 {
        let _ = world.connect(&format!("host{n}.customer.test")).await;
        world.pass(Duration::from_hours(9));
    }
    let month = world.people.demo.get("/v1/usage").await.expect(200);
    let from = &month.at("/period_start")[..10];
    let listed = history(&world, &format!("?from={from}")).await;
    let sum: i64 = days(&listed).iter().map(|day| day["connect"].as_i64().unwrap()).sum();
    assert_eq!(json!(sum), *month.value("/connect"));
    assert_eq!(sum, 3);
}

#[tokio::test]
async fn days_are_asked_for_from_the_first_to_the_last() {
    let world = World::start().await;
    let one = history(&world, "?from=2026-02-28&to=2026-02-28").await;
    assert_eq!(days(&one).len(), 1);
    assert_eq!(days(&one)[0]["date"], "2026-02-28");
    let some = history(&world, "?from=2028-02-28&to=2028-03-01").await;
    let dates: Vec<&Value> = days(&some).iter().map(|day| &day["date"]).collect();
    assert_eq!(dates, ["2028-02-28", "2028-02-29", "2028-03-01"]);
    assert_eq!(days(&history(&world, "?from=2025-01-01&to=2026-02-04").await).len(), 400);
    for (query, said) in [
        ("?from=2025-01-01&to=2026-02-05", "from must be at most 400 days before to"),
        ("?from=2026-02-02&to=2026-02-01", "from must not be after to"),
        ("?from=2026-02-30", "from must be a day such as 2026-11-22"),
        ("?to=today", "to must be a day such as 2026-11-22"),
        ("?to=", "to must be a day"),
        ("?period=2026-02", "period"),
    ] {
        world.people.demo.get(&format!("/v1/usage/history{query}")).await.refused(400, "invalid", said);
    }
    let theirs = world.people.stranger.get("/v1/usage/history").await.expect(200);
    assert!(days(&theirs).iter().all(|day| day["connect"] == json!(0)));
}
