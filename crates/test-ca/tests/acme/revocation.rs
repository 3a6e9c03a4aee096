use crate::scene::{Scene, refusal};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use instant_acme::{RevocationReason, RevocationRequest};
use serde_json::json;

#[tokio::test]
async fn an_account_revokes_what_it_was_given_once() {
    let scene = Scene::new().await;
    let (ours, theirs) = (scene.account().await, scene.account().await);
    let issued = scene.issue(&ours, &["a.test"]).await.unwrap();
    let request = |reason| RevocationRequest { certificate: &issued.chain[0], reason };
    assert_eq!(refusal(theirs.revoke(&request(None)).await).0, "unauthorized");
    let wrong_reason = request(Some(RevocationReason::CaCompromise));
    assert_eq!(refusal(ours.revoke(&wrong_reason).await).0, "badRevocationReason");
    assert_eq!(scene.ca.certificates()[0].revoked_at, None);
    ours.revoke(&request(Some(RevocationReason::Superseded))).await.unwrap();
    assert!(scene.ca.certificates()[0].revoked_at.is_some());
    assert_eq!(refusal(ours.revoke(&request(None)).await).0, "alreadyRevoked");
}

#[tokio::test]
async fn a_certificate_of_another_authority_cannot_be_revoked_here() {
    let (scene, elsewhere) = (Scene::new().await, Scene::new().await);
    let issued = elsewhere.issue(&elsewhere.account().await, &["a.test"]).await.unwrap();
    scene.issue(&scene.account().await, &["a.test"]).await.unwrap();
    let request = RevocationRequest { certificate: &issued.chain[0], reason: None };
    assert_eq!(
        refusal(scene.account().await.revoke(&request).await),
        ("malformed".into(), "No such certificate".into())
    );
}

#[tokio::test]
async fn the_certificates_own_key_revokes_it_without_an_account() {
    let scene = Scene::new().await;
    let issued = scene.issue(&scene.account().await, &["a.test"]).await.unwrap();
    let certificate = BASE64_URL_SAFE_NO_PAD.encode(&issued.chain[0]);
    let stranger = rcgen::KeyPair::generate().unwrap();
    assert_eq!(revoke_by_key(&scene, &stranger, &certificate).await, 403);
    assert_eq!(revoke_by_key(&scene, &issued.key, &certificate).await, 200);
    assert!(scene.ca.certificates()[0].revoked_at.is_some());
}

/// The status of a `revokeCert` that is signed with a key in the request.
async fn revoke_by_key(scene: &Scene, key: &rcgen::KeyPair, certificate: &str) -> u16 {
    let url = format!("{}/acme/revoke-cert", scene.base());
    let nonce = scene.raw().head(format!("{}/acme/new-nonce", scene.base())).send().await.unwrap();
    let encode = |bytes: &[u8]| BASE64_URL_SAFE_NO_PAD.encode(bytes);
    let (x, y) = key.public_key_raw()[1..].split_at(32);
    let jwk = json!({ "kty": "EC", "crv": "P-256", "x": encode(x), "y": encode(y) });
    let nonce = nonce.headers()["replay-nonce"].to_str().unwrap();
    let protected = encode(json!({ "alg": "ES256", "jwk": jwk, "nonce": nonce, "url": url }).to_string().as_bytes());
    let payload = encode(json!({ "certificate": certificate, "reason": 1 }).to_string().as_bytes());
    let signer = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &key.serialize_der()).unwrap();
    let signature = signer.sign(&SystemRandom::new(), format!("{protected}.{payload}").as_bytes()).unwrap();
    let body = json!({ "protected": protected, "payload": payload, "signature": encode(signature.as_ref()) });
    let request = scene.raw().post(&url).header("content-type", "application/jose+json").body(body.to_string());
    request.send().await.unwrap().status().as_u16()
}
