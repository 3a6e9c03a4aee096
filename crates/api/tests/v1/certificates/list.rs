use nameplate_control::{CertificateOutcome, CertificateReport};
use nameplate_domain::issuance::problem::{Actor, IssuanceProblem};
use nameplate_domain::time::Timestamp;
use nameplate_testkit::World;
use serde_json::{Value, json};

const DAY_MS: i64 = 24 * 3_600_000;

async fn report(world: &World, hostname: &str, outcome: CertificateOutcome) {
    world.control.note_certificate("edge-1", CertificateReport { hostname: hostname.into(), outcome }).await.unwrap();
}

fn stored(world: &World, serial: &str, days: i64) -> CertificateOutcome {
    let now = world.control.now().as_ms();
    CertificateOutcome::Stored {
        issuer: "Let's Encrypt".into(),
        serial: serial.into(),
        fingerprint_sha256: "ab".repeat(32),
        not_before: Timestamp::from_ms(now),
        not_after: Timestamp::from_ms(now + days * DAY_MS),
        names: vec!["shop.customer.test".into()],
        authority: Some("letsencrypt".into()),
        chain: vec![],
        renewal: None,
        renew_at: Some(Timestamp::from_ms(now + days * DAY_MS / 3 * 2)),
    }
}

fn refused(world: &World) -> CertificateOutcome {
    CertificateOutcome::Failed {
        detail: "no".into(),
        problem: Some(IssuanceProblem {
            code: "caa_forbids".into(),
            message: "The CAA records of customer.test do not permit us.".into(),
            actor: Actor::Customer,
            detail: Some("CAA record for customer.test prevents issuance".into()),
            authority: Some("letsencrypt".into()),
            retry_at: Some(Timestamp::from_ms(world.control.now().as_ms() + DAY_MS)),
        }),
    }
}

#[tokio::test]
async fn a_list_shows_schedule_and_problem_and_filters() {
    let world = World::start().await;
    for name in ["shop.customer.test", "www.customer.test"] {
        world.live(name).await;
    }
    report(&world, "shop.customer.test", stored(&world, "0a", 90)).await;
    report(&world, "www.customer.test", refused(&world)).await;
    let demo = &world.people.demo;

    let all = demo.get("/v1/certificates").await.expect(200);
    assert_eq!(all.json["data"].as_array().unwrap().len(), 2, "{}", all.json);
    assert_eq!(all.at("/data/0/hostname"), "www.customer.test", "the newest connection first");
    let shop = demo.get("/v1/certificates?hostname=SHOP.customer.test").await.expect(200);
    let certificate = &shop.json["data"][0]["certificate"];
    assert_eq!((certificate["authority"].as_str(), certificate["serial"].as_str()), (Some("letsencrypt"), Some("0a")));
    assert_eq!(certificate["names"], json!(["shop.customer.test"]));
    assert!(certificate["next_renewal"].as_str().unwrap() < certificate["not_after"].as_str().unwrap());

    let failed = demo.get("/v1/certificates?status=failed").await.expect(200);
    let problem = &failed.json["data"][0]["certificate"]["last_problem"];
    assert_eq!((problem["actor"].as_str(), problem["code"].as_str()), (Some("customer"), Some("caa_forbids")));
    assert!(problem["detail"].as_str().unwrap().contains("prevents issuance"), "{problem}");
    let soon = demo.get("/v1/certificates?expiring_within_days=30").await.expect(200);
    assert_eq!(soon.json["data"], json!([]));
    let later = demo.get("/v1/certificates?expiring_within_days=91").await.expect(200);
    assert_eq!(later.json["data"].as_array().unwrap().len(), 1);
    demo.get("/v1/certificates?expiring_within_days=3651").await.refused(400, "invalid", "at most 3650");
    demo.get("/v1/certificates?status=expired").await.refused(400, "invalid", "expired");

    let nothing = world.people.stranger.get("/v1/certificates").await.expect(200);
    assert_eq!(nothing.json["data"], json!([]));
}

#[tokio::test]
async fn a_failure_keeps_a_certificate_that_is_valid_and_a_success_forgets_it() {
    let world = World::start().await;
    let live = world.live("shop.customer.test").await;
    let shown = async || world.people.demo.get(&format!("/v1/connections/{}", live.at("/id"))).await.expect(200).json;
    report(&world, "shop.customer.test", stored(&world, "0a", 90)).await;
    report(&world, "shop.customer.test", refused(&world)).await;
    let failing = shown().await;
    assert_eq!((failing["certificate"]["status"].as_str(), failing["state"].as_str()), (Some("issued"), Some("live")));
    assert_eq!(failing["certificate"]["last_problem"]["code"], "caa_forbids");
    report(&world, "shop.customer.test", stored(&world, "0b", 90)).await;
    let renewed = shown().await;
    assert_eq!(
        (renewed["certificate"]["serial"].as_str(), &renewed["certificate"]["last_problem"]),
        (Some("0b"), &Value::Null)
    );
}

#[tokio::test]
async fn a_renewal_by_request_is_told_to_edges_until_one_reports() {
    let world = World::start().await;
    let live = world.live("shop.customer.test").await;
    let renew = format!("/v1/connections/{}/certificate:renew", live.at("/id"));
    report(&world, "shop.customer.test", stored(&world, "0a", 90)).await;
    world.clock.pass(std::time::Duration::from_secs(1));
    let _ = world.people.demo.post(&renew, Value::Null).await.expect(200);
    let orders = async || world.control.edge_orders("edge-1", None, std::time::Duration::ZERO).await.unwrap().renew;
    assert_eq!(orders().await, ["shop.customer.test"]);
    world.clock.pass(std::time::Duration::from_secs(1));
    report(&world, "shop.customer.test", stored(&world, "0b", 90)).await;
    assert!(orders().await.is_empty());

    let pending = world.connect("www.customer.test").await;
    let renew = format!("/v1/connections/{}/certificate:renew", pending.at("/id"));
    let refused = world.people.demo.post(&renew, Value::Null).await.expect(409);
    assert_eq!(refused.at("/error/code"), "not_proven");
}
