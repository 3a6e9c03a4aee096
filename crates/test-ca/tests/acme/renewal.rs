use crate::scene::{DAY, HOUR, Issued, Scene, refusal};
use instant_acme::{Account, ChallengeType, Error, Identifier, NewOrder};
use nameplate_domain::time::{Clock, Timestamp};
use nameplate_test_ca::RenewalWindow;

async fn window(account: &Account, issued: &Issued) -> (i64, i64, u64) {
    let (info, again) = account.renewal_info(&issued.identifier()).await.unwrap();
    let ms = |instant: std::time::SystemTime| {
        i64::try_from(instant.duration_since(std::time::UNIX_EPOCH).unwrap().as_millis()).unwrap()
    };
    (ms(info.suggested_window.start.into()), ms(info.suggested_window.end.into()), again.as_secs())
}

async fn replace(scene: &Scene, account: &Account, issued: &Issued, names: &[&str]) -> Result<Issued, Error> {
    scene.obtain(account, names, &ChallengeType::Dns01, |order| order.replaces(issued.identifier())).await
}

#[tokio::test]
async fn the_window_lies_around_two_thirds_of_the_life_and_half_of_a_short_one() {
    let scene = Scene::new().await;
    let account = scene.account().await;
    let issued = scene.issue(&account, &["a.test"]).await.unwrap();
    let (start, end, again) = window(&account, &issued).await;
    let from_now = |ms: i64| (ms - scene.clock.now().as_ms()) as f64 / DAY.as_millis() as f64;
    assert!((from_now(start) - 59.06).abs() < 0.01 && (from_now(end) - 60.86).abs() < 0.01, "{start} {end}");
    assert!(again > 6 * 3600 - 5 && again <= 6 * 3600);
    let short =
        scene.obtain(&account, &["b.test"], &ChallengeType::Dns01, |order| order.profile("shortlived")).await.unwrap();
    let (start, end, _) = window(&account, &short).await;
    assert!(from_now(start) > 3.2 && from_now(end) < 3.4);
}

#[tokio::test]
async fn the_window_can_be_set_and_is_in_the_past_after_revocation() {
    let scene = Scene::new().await;
    let account = scene.account().await;
    let issued = scene.issue(&account, &["a.test"]).await.unwrap();
    let serial = scene.ca.certificates()[0].serial.clone();
    let (start, end) = (Timestamp::from_ms(1_794_000_000_000), Timestamp::from_ms(1_794_003_600_000));
    assert!(scene.ca.set_renewal_window(&serial, RenewalWindow { start, end }));
    assert!(!scene.ca.set_renewal_window("00", RenewalWindow { start, end }));
    let (found_start, found_end, _) = window(&account, &issued).await;
    assert_eq!((found_start, found_end), (start.as_ms(), end.as_ms()));
    assert!(scene.ca.revoke(&serial));
    let (_, end, _) = window(&account, &issued).await;
    assert!(end < scene.clock.now().as_ms());
    assert!(end >= scene.clock.now().minus(HOUR).as_ms());
}

#[tokio::test]
async fn an_authority_can_let_certificates_live_shorter_from_now_on() {
    let scene = Scene::new().await;
    let account = scene.account().await;
    scene.issue(&account, &["a.test"]).await.unwrap();
    assert!(scene.ca.set_lifetime("classic", DAY * 45));
    assert!(!scene.ca.set_lifetime("unknown", DAY * 45));
    let issued = scene.issue(&account, &["b.test"]).await.unwrap();
    let lives =
        scene.ca.certificates().into_iter().map(|record| record.not_after.since(record.not_before).as_secs() + 1);
    assert_eq!(lives.collect::<Vec<_>>(), [90, 45].map(|days| DAY.as_secs() * days));
    let (start, end, _) = window(&account, &issued).await;
    let width = f64::from(u32::try_from(end - start).unwrap()) / DAY.as_millis() as f64;
    assert!((width - 0.9).abs() < 0.01, "{width}");
}

#[tokio::test]
async fn a_certificate_is_replaced_once() {
    let scene = Scene::new().await;
    let account = scene.account().await;
    let first = scene.issue(&account, &["a.test"]).await.unwrap();
    replace(&scene, &account, &first, &["a.test", "b.test"]).await.unwrap();
    let records = scene.ca.certificates();
    assert_eq!(records[0].replaced_by.as_ref(), Some(&records[1].serial));
    let (kind, words) = refusal(replace(&scene, &account, &first, &["a.test"]).await);
    assert_eq!(kind, "alreadyReplaced");
    assert!(words.contains(&records[0].serial));
}

#[tokio::test]
async fn an_order_that_waits_holds_the_right_to_replace_until_it_expires() {
    let scene = Scene::new().await;
    let account = scene.account().await;
    let first = scene.issue(&account, &["a.test"]).await.unwrap();
    let names = [Identifier::Dns("a.test".into()), Identifier::Dns("new.test".into())];
    account.new_order(&NewOrder::new(&names).replaces(first.identifier())).await.unwrap();
    assert_eq!(refusal(replace(&scene, &account, &first, &["a.test"]).await).0, "alreadyReplaced");
    scene.clock.pass(8 * DAY);
    replace(&scene, &account, &first, &["a.test"]).await.unwrap();
}

#[tokio::test]
async fn only_the_account_that_has_a_certificate_replaces_it_and_only_for_one_of_its_names() {
    let scene = Scene::new().await;
    let (ours, theirs) = (scene.account().await, scene.account().await);
    let first = scene.issue(&ours, &["a.test"]).await.unwrap();
    assert_eq!(refusal(replace(&scene, &theirs, &first, &["a.test"]).await).0, "unauthorized");
    assert_eq!(refusal(replace(&scene, &ours, &first, &["b.test"]).await).0, "malformed");
    let elsewhere = Scene::new().await;
    let stranger = elsewhere.issue(&elsewhere.account().await, &["a.test"]).await.unwrap();
    assert_eq!(refusal(replace(&scene, &ours, &stranger, &["a.test"]).await).0, "malformed");
}
