use crate::scene::{Scene, refusal};
use instant_acme::{Account, ExternalAccountKey, Identifier, NewAccount, NewOrder};
use serde_json::Value;

#[tokio::test]
async fn an_account_is_found_again_by_its_key_and_not_made_for_who_only_looks() {
    let scene = Scene::new().await;
    let (account, credentials) = scene.open(None).await.unwrap();
    let key = || {
        let der = credentials.private_key().secret_pkcs8_der().to_vec();
        (
            instant_acme::Key::from_pkcs8_der(der.clone().into()).unwrap(),
            rustls::pki_types::PrivateKeyDer::Pkcs8(der.into()),
        )
    };
    let url = scene.listening.url.clone();
    let (found, _) = Account::builder_with_http(scene.http()).from_key(key(), url.clone()).await.unwrap();
    assert_eq!(found.id(), account.id());
    let (unknown, der) = instant_acme::Key::generate_pkcs8().unwrap();
    let builder = Account::builder_with_http(scene.http());
    let absent = builder.from_key((unknown, rustls::pki_types::PrivateKeyDer::Pkcs8(der)), url).await;
    assert_eq!(refusal(absent).0, "accountDoesNotExist");
    assert_eq!(scene.ca.counters().accounts, 1);
}

#[tokio::test]
async fn contacts_and_terms_are_looked_at() {
    let scene = Scene::new().await;
    let open = async |contact: &str, agreed: bool| {
        let contact = [contact];
        let wanted = NewAccount { contact: &contact, terms_of_service_agreed: agreed, only_return_existing: false };
        refusal(Account::builder_with_http(scene.http()).create(&wanted, scene.listening.url.clone(), None).await).0
    };
    assert_eq!(open("tel:123", true).await, "unsupportedContact");
    assert_eq!(open("mailto:nobody", true).await, "invalidContact");
    assert_eq!(open("mailto:a@b.test", false).await, "malformed");
}

#[tokio::test]
async fn an_external_account_is_required_and_checked() {
    let secret = b"a secret of thirty-two bytes long".to_vec();
    let known = secret.clone();
    let scene = Scene::with(|settings| settings.external_accounts = Some([("kid-1".to_owned(), known)].into())).await;
    assert_eq!(refusal(scene.open(None).await).0, "externalAccountRequired");
    let bind = async |kid: &str, secret: &[u8]| scene.open(Some(&ExternalAccountKey::new(kid.into(), secret))).await;
    assert_eq!(refusal(bind("kid-2", &secret).await).0, "unauthorized");
    assert_eq!(refusal(bind("kid-1", b"another").await).0, "unauthorized");
    let (account, _) = bind("kid-1", &secret).await.unwrap();
    scene.issue(&account, &["a.test"]).await.unwrap();
}

#[tokio::test]
async fn a_key_is_changed_and_the_old_one_is_no_good_afterwards() {
    let scene = Scene::new().await;
    let (mut account, old) = scene.open(None).await.unwrap();
    let new = account.update_key().await.unwrap();
    scene.issue(&account, &["a.test"]).await.unwrap();
    let old = Account::builder_with_http(scene.http()).from_credentials(old).await.unwrap();
    assert_eq!(refusal(scene.issue(&old, &["a.test"]).await), ("malformed".into(), "JWS verification error".into()));
    let new = Account::builder_with_http(scene.http()).from_credentials(new).await.unwrap();
    scene.issue(&new, &["a.test"]).await.unwrap();
}

#[tokio::test]
async fn a_deactivated_account_can_do_nothing() {
    let scene = Scene::new().await;
    let account = scene.account().await;
    account.update_contacts(&["mailto:new@platform.test"]).await.unwrap();
    account.clone().deactivate().await.unwrap();
    let (kind, words) = refusal(scene.issue(&account, &["a.test"]).await);
    assert_eq!((kind.as_str(), words.as_str()), ("unauthorized", "Account is not valid, has status \"deactivated\""));
}

#[tokio::test]
async fn good_nonces_are_refused_as_often_as_was_asked_for() {
    let scene = Scene::with(|settings| settings.nonce_refusal_percent = 20).await;
    let account = scene.account().await;
    for number in 0..20 {
        let name = Identifier::Dns(format!("n{number}.test"));
        account.new_order(&NewOrder::new(&[name])).await.unwrap();
    }
    let counters = scene.ca.counters();
    assert!(counters.refused_nonces > 0 && counters.orders == 20, "{counters:?}");
}

#[tokio::test]
async fn another_accounts_orders_are_not_there() {
    let scene = Scene::new().await;
    let (one, other) = (scene.account().await, scene.account().await);
    let order = one.new_order(&NewOrder::new(&[Identifier::Dns("a.test".into())])).await.unwrap();
    let found = other.order(order.url().to_owned()).await;
    assert_eq!(refusal(found).0, "malformed");
    one.order(order.url().to_owned()).await.unwrap();
}

#[tokio::test]
async fn names_that_no_public_authority_takes_are_refused() {
    let scene = Scene::with(|settings| settings.forbidden_names = vec!["bank.test".into()]).await;
    let account = scene.account().await;
    let order =
        async |name: &str| refusal(account.new_order(&NewOrder::new(&[Identifier::Dns(name.to_owned())])).await).0;
    assert_eq!(order("www.bank.test").await, "rejectedIdentifier");
    assert_eq!(order("printer.local").await, "rejectedIdentifier");
    assert_eq!(order("co.uk").await, "malformed");
    let address = Identifier::Ip("192.0.2.1".parse().unwrap());
    assert_eq!(refusal(account.new_order(&NewOrder::new(&[address])).await).0, "unsupportedIdentifier");
}

#[tokio::test]
async fn requests_that_are_not_signed_as_they_must_be_are_refused() {
    let scene = Scene::new().await;
    let order = format!("{}/acme/new-order", scene.base());
    let kind = async |request: reqwest::RequestBuilder| {
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        let nonce = response.headers().contains_key("replay-nonce");
        let problem: Value = serde_json::from_slice(&response.bytes().await.unwrap()).unwrap();
        (status, problem["type"].as_str().unwrap().rsplit(':').next().unwrap().to_owned(), nonce)
    };
    let post = || scene.raw().post(&order);
    assert_eq!(kind(scene.raw().get(&order)).await, (405, "malformed".into(), false));
    assert_eq!(kind(post().body("{}")).await, (415, "malformed".into(), true));
    let jose = |body: &str| post().header("content-type", "application/jose+json").body(body.to_owned());
    assert_eq!(kind(jose("no json")).await, (400, "malformed".into(), true));
    // {"alg":"ES256","url":"https://elsewhere.test/"}
    let elsewhere = r#"{"protected":"eyJhbGciOiJFUzI1NiIsInVybCI6Imh0dHBzOi8vZWxzZXdoZXJlLnRlc3QvIn0","payload":"","signature":""}"#;
    assert_eq!(kind(jose(elsewhere)).await, (403, "unauthorized".into(), true));
    let nonce = scene.raw().head(format!("{}/acme/new-nonce", scene.base())).send().await.unwrap();
    assert_eq!((nonce.status().as_u16(), nonce.headers().contains_key("replay-nonce")), (200, true));
}
