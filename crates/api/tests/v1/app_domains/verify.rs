use super::{domains, publish_txt, register, strangers_application, target, verdict, verify};
use nameplate_testkit::World;
use serde_json::{Value, json};
use std::time::Duration;

#[tokio::test]
async fn the_cname_verifies_and_verifying_again_changes_nothing() {
    let world = World::start().await;
    let made = register(&world, "www.customer.test").await;
    world.publish("A", "customer.test", "192.0.2.1").await;
    let early = verify(&world, "www.customer.test").await.expect(200);
    assert_eq!(early.value("/verified"), &json!(false));
    let message = early.at("/problem/message");
    for words in ["www.customer.test", &target(&world), "_paas-verify.www.customer.test"] {
        assert!(message.contains(words), "{message}");
    }
    assert!(!message.contains(made.at("/verification/alternative/value")));
    let shown = world.people.reader.get(&domains(&world, "www.customer.test")).await.expect(200);
    assert_eq!((shown.at("/status"), shown.at("/problem/message")), ("pending_verification", message));

    world.publish("CNAME", "www.customer.test", &target(&world)).await;
    let verified = verify(&world, "www.customer.test").await.expect(200);
    let all = json!({"verified": true, "cname_ok": true, "txt_ok": false, "problem": null});
    assert_eq!(verified.json, all);
    let shown = world.people.reader.get(&domains(&world, "www.customer.test")).await.expect(200);
    assert_eq!(shown.at("/status"), "verified");
    let verified_at = shown.at("/verified_at").to_owned();
    let proof = world.people.reader.get(&format!("/v1/connections/{}", made.at("/id"))).await.expect(200);
    assert_eq!((proof.at("/proof/method"), proof.at("/proof/at")), ("traffic_cname", verified_at.as_str()));

    assert_eq!(verify(&world, "www.customer.test").await.expect(200).json, all);
    let shown = world.people.reader.get(&domains(&world, "www.customer.test")).await.expect(200);
    assert_eq!(shown.at("/verified_at"), verified_at);
}

#[tokio::test]
async fn the_txt_verifies_where_there_is_no_cname() {
    let world = World::start().await;
    for domain in ["customer.test", "*.wild.customer.test", "www.customer.test"] {
        let made = register(&world, domain).await;
        assert_eq!(verdict(&world, domain).await, [false, false, false], "{domain}");
        publish_txt(&world, &made).await;
        assert_eq!(verdict(&world, domain).await, [true, false, true], "{domain}");
        let shown = world.people.reader.get(&format!("/v1/connections/{}", made.at("/id"))).await.expect(200);
        assert_eq!(shown.at("/proof/method"), "paas_txt");
    }
}

#[tokio::test]
async fn the_txt_may_say_more_than_the_token() {
    let world = World::start().await;
    let made = register(&world, "customer.test").await;
    let name = made.at("/verification/alternative/name");
    let token = made.at("/verification/alternative/value");
    let half = world.publish("TXT", name, &format!("paas-verify={}", &token[1..])).await;
    assert_eq!(verdict(&world, "customer.test").await, [false, false, false]);
    world.unpublish("customer.test", &half).await;
    world.publish("TXT", name, &format!("paas-verify={token}")).await;
    assert_eq!(verdict(&world, "customer.test").await, [true, false, true]);
    assert_eq!(verdict(&world, "customer.test").await, [true, false, true], "looked at again");
}

#[tokio::test]
async fn the_txt_is_not_looked_at_where_the_cname_is() {
    let world = World::start().await;
    let made = register(&world, "www.customer.test").await;
    let txt = publish_txt(&world, &made).await;
    let cname = world.publish("CNAME", "www.customer.test", &target(&world)).await;
    assert_eq!(verdict(&world, "www.customer.test").await, [true, true, false]);
    world.unpublish("customer.test", &cname).await;
    assert_eq!(verdict(&world, "www.customer.test").await, [true, false, true], "what stands now");
    world.unpublish("customer.test", &txt).await;
    assert_eq!(verdict(&world, "www.customer.test").await, [true, false, false], "what is verified stays so");
}

#[tokio::test]
async fn the_cname_is_the_proof_where_both_are_there() {
    let world = World::start().await;
    let made = register(&world, "www.customer.test").await;
    world.publish("CNAME", "www.customer.test", &target(&world)).await;
    publish_txt(&world, &made).await;
    assert_eq!(verdict(&world, "www.customer.test").await, [true, true, false]);
    let shown = world.people.reader.get(&format!("/v1/connections/{}", made.at("/id"))).await.expect(200);
    assert_eq!(shown.at("/proof/method"), "traffic_cname");
}

#[tokio::test]
async fn a_cname_that_every_name_has_verifies_none() {
    let world = World::start().await;
    let _ = register(&world, "www.customer.test").await;
    world.publish("CNAME", "*.customer.test", &target(&world)).await;
    assert_eq!(verdict(&world, "www.customer.test").await, [false, false, false]);
}

#[tokio::test]
async fn a_value_of_another_application_or_another_token_verifies_nothing() {
    let world = World::start().await;
    let made = register(&world, "www.customer.test").await;
    let (_, theirs) = strangers_application(&world).await;
    world
        .publish("CNAME", "www.customer.test", &target(&world).replace(&world.application.id.to_string(), &theirs))
        .await;
    world.publish("TXT", made.at("/verification/alternative/name"), &"0".repeat(32)).await;
    assert_eq!(verdict(&world, "www.customer.test").await, [false, false, false]);
}

#[tokio::test]
async fn servers_that_fail_are_told_and_conclude_nothing() {
    let world = World::start().await;
    let _ = register(&world, "www.customer.test").await;
    world.publish("CNAME", "www.customer.test", &target(&world)).await;
    world.fault("customer.test", "servfail").await;
    let answer = verify(&world, "www.customer.test").await.expect(200);
    assert_eq!((answer.value("/verified"), answer.at("/problem/code")), (&json!(false), "dns_unreachable"));
    world.fault("customer.test", "none").await;
    assert_eq!(verdict(&world, "www.customer.test").await, [true, true, false]);
}

#[tokio::test]
async fn whoever_is_second_to_verify_is_told() {
    let world = World::start().await;
    let ours = register(&world, "www.customer.test").await;
    let (stranger, theirs) = strangers_application(&world).await;
    let path = format!("/v1/apps/{theirs}/domains");
    let made = stranger.post(&path, json!({"domain": "www.customer.test"})).await.expect(200);
    publish_txt(&world, &made).await;
    publish_txt(&world, &ours).await;
    let won = stranger.post(&format!("{path}/www.customer.test/verify"), Value::Null).await.expect(200);
    assert_eq!(won.value("/txt_ok"), &json!(true));
    verify(&world, "www.customer.test").await.refused(409, "HostnameConflict", "www.customer.test");
    let shown = world.people.reader.get(&domains(&world, "www.customer.test")).await.expect(200);
    assert_eq!(shown.at("/status"), "pending_verification");
    assert_eq!((shown.at("/ingress/status"), shown.at("/tls/status")), ("inactive", "none"));
}

#[tokio::test]
async fn another_proof_of_the_connection_verifies_as_well() {
    let world = World::start().await;
    let _ = world.proven("shop.customer.test").await;
    assert_eq!(verdict(&world, "shop.customer.test").await, [true, false, false]);
}

#[tokio::test]
async fn what_was_given_up_has_to_be_registered_anew() {
    let mut world = World::start().await;
    let made = register(&world, "www.customer.test").await;
    world.pass(Duration::from_hours(8 * 24));
    world.start_workers();
    let _ = world.until_state(made.at("/id"), "failed").await;
    verify(&world, "www.customer.test").await.refused(409, "connection_ended", "create a new one");
}
