//! Systems as they look on disk, whole and damaged.

use crate::cloudflare::{CustomHostname, hostnames_of};
use crate::kept::{Kept, System};
use crate::pair::{Pair, Unusable};
use crate::survey::{Survey, Weight, survey};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1, UnparsedPublicKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use nameplate_domain::certificate_name::CertificateName;
use nameplate_domain::time::Timestamp;
use proptest::prelude::*;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, SigningKey as _};
use std::path::Path;
use std::sync::LazyLock;
use std::time::Duration;

const DAY: Duration = Duration::from_hours(24);
const NOW: Timestamp = Timestamp::from_ms(1_800_000_000_000);

type Issuer = CertifiedIssuer<'static, KeyPair>;

static ISSUER: LazyLock<Issuer> = LazyLock::new(|| issuer("Old CA"));

fn issuer(name: &str) -> Issuer {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.distinguished_name.push(rcgen::DnType::CommonName, name);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// Chain and key as PEM, in force from the day before `NOW` until so many days after it.
fn made(names: &[&str], days: i32) -> (String, String) {
    let key = KeyPair::generate().unwrap();
    (signed(names, days, &key), key.serialize_pem())
}

fn signed(names: &[&str], days: i32, key: &KeyPair) -> String {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let mut params = CertificateParams::new(names).unwrap();
    let day = |days: i64| {
        let instant = std::time::UNIX_EPOCH + Duration::from_millis(1_800_000_000_000);
        let by = DAY * u32::try_from(days.unsigned_abs()).unwrap();
        if days < 0 { (instant - by).into() } else { (instant + by).into() }
    };
    params.not_before = day(if days < 0 { i64::from(days) - 90 } else { -1 });
    params.not_after = day(days.into());
    params.signed_by(key, &ISSUER).unwrap().pem() + &ISSUER.pem()
}

fn put(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

fn name(text: &str) -> CertificateName {
    CertificateName::parse(text).unwrap()
}

fn read(chain: &str, key: &str) -> Result<Pair, Unusable> {
    Pair::read(chain.as_bytes(), key.as_bytes(), NOW)
}

/// Whether what the key signs is signed by the owner of this public key.
fn signs_for(key: &[u8], public: &[u8]) -> bool {
    let signature = KeyPair::try_from(key).unwrap().sign(b"said").unwrap();
    UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, public).verify(b"said", &signature).is_ok()
}

/// The names that come along, and what does not with the end of its place.
fn seen(system: System, at: &Path) -> (Vec<String>, Vec<(String, Weight, String)>) {
    let Survey { names, left_out } = survey(&Kept::find(system, at).unwrap(), NOW, |_| {});
    let end = |place: &str| place.rsplit('/').next().unwrap().to_owned();
    let left_out = left_out.into_iter().map(|one| (end(&one.place), one.weight, one.why)).collect();
    (names.keys().map(ToString::to_string).collect(), left_out)
}

#[test]
fn a_whole_pair_is_read_with_all_its_names() {
    let (chain, key) = made(&["b.example.com", "*.example.com", "B.example.com", "a.example.com"], 30);
    let pair = read(&chain, &key).unwrap();
    assert_eq!(pair.names, [name("b.example.com"), name("*.example.com"), name("a.example.com")]);
    assert_eq!((pair.chain.len(), pair.facts.not_after()), (2, NOW.plus(DAY * 30)));
    let both = format!("{key}{chain}");
    assert_eq!(read(&both, &both).unwrap().chain, pair.chain, "one file for both");
}

#[test]
fn names_that_nobody_can_serve_are_told_and_the_others_come_along() {
    let (chain, key) = made(&["a.example.com", "*.*.example.com", "foo*.example.com"], 30);
    let pair = read(&chain, &key).unwrap();
    assert_eq!(pair.names, [name("a.example.com")]);
    assert_eq!(pair.odd_names, ["*.*.example.com", "foo*.example.com"]);
}

#[test]
fn what_cannot_be_served_is_refused_with_the_reason() {
    let (chain, key) = made(&["a.example.com"], 30);
    let (other_chain, other_key) = made(&["b.example.com"], 30);
    let leaf = chain.split_inclusive("-----END CERTIFICATE-----\n").next().unwrap();
    let other_leaf = other_chain.split_inclusive("-----END CERTIFICATE-----\n").next().unwrap();
    let expired = made(&["a.example.com"], -1);
    let nameless = KeyPair::generate().unwrap();
    let cut = &chain[..chain.len() / 4];
    let damaged = leaf.replace("MII", "AAA");
    let table: &[(&str, &str, Unusable)] = &[
        ("", &key, Unusable::NoCertificate),
        ("hello", &key, Unusable::NoCertificate),
        (&key, &key, Unusable::NoCertificate),
        (&chain, "", Unusable::NoKey),
        (&chain, &chain, Unusable::NoKey),
        (&chain, "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n", Unusable::NoKey),
        (&chain, &key[..key.len() / 2], Unusable::BrokenKey),
        (&chain, "-----BEGIN PRIVATE KEY-----\n?!\n-----END PRIVATE KEY-----\n", Unusable::BrokenKey),
        (&chain, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", Unusable::KeyKind),
        (&chain, "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n", Unusable::KeyKind),
        (&chain, "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n", Unusable::KeyKind),
        (&chain, &other_key, Unusable::OtherKey),
        (&format!("{leaf}{other_leaf}"), &key, Unusable::OutOfOrder(2)),
        (&format!("{}{leaf}", ISSUER.pem()), &key, Unusable::Authority),
        (&signed(&[], 30, &nameless), &nameless.serialize_pem(), Unusable::NoNames),
        (&expired.0, &expired.1, Unusable::Expired(NOW.minus(DAY))),
    ];
    for (chain, key, expected) in table {
        assert_eq!(read(chain, key).unwrap_err(), *expected, "{chain}");
    }
    for broken in [cut, &damaged] {
        let error = read(broken, &key).unwrap_err();
        assert!(matches!(error, Unusable::BrokenCertificate(_)), "{error}");
    }
    let early = Pair::read(chain.as_bytes(), key.as_bytes(), NOW.minus(DAY * 2)).unwrap_err();
    assert_eq!(early, Unusable::NotYet(NOW.minus(DAY)));
}

#[test]
fn a_chain_is_as_its_issuers_signed_it() {
    let (chain, key) = made(&["a.example.com"], 30);
    let leaf = &read(&chain, &key).unwrap().chain[0];
    let place = leaf.windows(13).position(|window| window == b"a.example.com").unwrap();
    let damaged = |index: usize| {
        let mut der = leaf.clone();
        der[index] ^= 1;
        format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", STANDARD.encode(der))
    };
    let twin = issuer("Old CA").pem();
    let (in_the_name, in_the_signature) = (damaged(place), damaged(leaf.len() - 1));
    for chain in [in_the_name + &ISSUER.pem(), in_the_signature + &ISSUER.pem(), chain.replace(&ISSUER.pem(), &twin)] {
        assert_eq!(read(&chain, &key).unwrap_err(), Unusable::BadSignature(1), "{chain}");
    }
    let alone = chain.replace(&ISSUER.pem(), "");
    assert_eq!(read(&alone, &key).unwrap().chain, std::slice::from_ref(leaf), "nobody is there to tell");
}

#[test]
fn no_error_shows_a_key() {
    let (chain, key) = made(&["a.example.com"], 30);
    let (_, other) = made(&["b.example.com"], 30);
    let body = |key: &str| key.lines().nth(1).unwrap().to_owned();
    for damaged in [other.clone(), other[..other.len() - 30].to_owned(), other.replace('A', "?")] {
        let error = read(&chain, &damaged).unwrap_err();
        assert!(!format!("{error} {error:?}").contains(&body(&other)[..20]));
    }
    let shown = format!("{:?}", read(&chain, &key).unwrap());
    assert!(!shown.contains(&body(&key)[..20]) && shown.contains("Secret(…)"), "{shown}");
}

#[test]
fn the_longest_of_several_certificates_of_a_name_comes_along() {
    let folder = tempfile::tempdir().unwrap();
    for (issuer, days) in [("acme-v02", 20), ("local", 1), ("zerossl", 60)] {
        let (chain, key) = made(&["a.example.com"], days);
        put(folder.path(), &format!("certificates/{issuer}/a.example.com/a.example.com.crt"), &chain);
        put(folder.path(), &format!("certificates/{issuer}/a.example.com/a.example.com.key"), &key);
    }
    let kept = Kept::find(System::Caddy, folder.path()).unwrap();
    let survey = survey(&kept, NOW, |_| {});
    assert_eq!(survey.names.len(), 1);
    assert!(kept.places[survey.names[&name("a.example.com")]].shown.contains("zerossl"));
}

#[test]
fn a_caddy_storage_is_read_and_each_damage_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let site = |site: &str, chain: &str, key: &str| {
        put(folder.path(), &format!("certificates/acme/{site}/{site}.crt"), chain);
        put(folder.path(), &format!("certificates/acme/{site}/{site}.key"), key);
        put(folder.path(), &format!("certificates/acme/{site}/{site}.json"), "{}");
    };
    let (chain, key) = made(&["*.wild.example.com"], 30);
    site("wildcard_.wild.example.com", &chain, &key);
    let (chain, key) = made(&["a.example.com", "b.example.com"], 30);
    site("a.example.com", &chain, &key);
    site("cut.example.com", &chain[..200], &key);
    let (chain, key) = made(&["old.example.com"], -3);
    site("old.example.com", &chain, &key);
    put(folder.path(), "certificates/acme/keyless.example.com/keyless.example.com.crt", &chain);
    std::fs::create_dir_all(folder.path().join("certificates/acme/nothing.example.com")).unwrap();
    put(folder.path(), "pki/authorities/local/root.crt", &ISSUER.pem());
    put(folder.path(), "certificates/README", "not a folder");
    for at in [folder.path().to_owned(), folder.path().join("certificates")] {
        let (names, left_out) = seen(System::Caddy, &at);
        assert_eq!(names, ["a.example.com", "b.example.com", "*.wild.example.com"]);
        let told: Vec<(&str, Weight)> = left_out.iter().map(|(place, weight, _)| (place.as_str(), *weight)).collect();
        assert_eq!(
            told,
            [
                ("cut.example.com.crt", Weight::Refused),
                ("keyless.example.com.crt", Weight::Refused),
                ("old.example.com.crt", Weight::Skipped)
            ]
        );
        assert!(left_out[1].2.contains("keyless.example.com.key cannot be read"), "{left_out:?}");
        assert!(left_out[2].2.contains("expired on"), "{left_out:?}");
    }
}

#[test]
fn links_of_certbot_are_followed_and_one_that_leads_nowhere_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let link = |to: &str, at: &str| std::os::unix::fs::symlink(to, folder.path().join(at)).unwrap();
    let (chain, key) = made(&["shop.example.com", "www.example.com"], 30);
    put(folder.path(), "archive/shop/fullchain2.pem", &chain);
    put(folder.path(), "archive/shop/privkey2.pem", &key);
    put(folder.path(), "live/README", "This directory contains your keys and certificates.");
    for lineage in ["shop", "gone"] {
        std::fs::create_dir_all(folder.path().join("live").join(lineage)).unwrap();
    }
    link("../../archive/shop/fullchain2.pem", "live/shop/fullchain.pem");
    link("../../archive/shop/privkey2.pem", "live/shop/privkey.pem");
    link("../../archive/gone/fullchain1.pem", "live/gone/fullchain.pem");
    link("shop", "live/the-same");
    link("../archive/nowhere", "live/nowhere");
    for at in [folder.path().to_owned(), folder.path().join("live")] {
        let (names, left_out) = seen(System::Certbot, &at);
        assert_eq!(names, ["shop.example.com", "www.example.com"]);
        assert_eq!(left_out.len(), 2, "{left_out:?}");
        assert!(left_out[0].2.ends_with("it is a link that leads nowhere"), "{left_out:?}");
    }
}

fn entry(domain: &str, certificate: &str, key: &str) -> serde_json::Value {
    serde_json::json!({
        "domain": { "main": domain, "sans": [] }, "certificate": STANDARD.encode(certificate),
        "key": STANDARD.encode(key), "Store": "default",
    })
}

#[test]
fn an_acme_json_is_read_with_all_its_resolvers() {
    let folder = tempfile::tempdir().unwrap();
    let (a, b) = (made(&["a.example.com"], 30), made(&["b.example.com", "*.b.example.com"], 30));
    let account = serde_json::json!({ "Email": "ops@example.com", "PrivateKey": "c2VjcmV0", "KeyType": "4096" });
    let mut bad_key = entry("c.example.com", &a.0, &a.1);
    bad_key["key"] = "no base64!".into();
    let mut bad_chain = entry("d.example.com", &a.0, &a.1);
    bad_chain["certificate"] = "====".into();
    let newer = serde_json::json!({
        "http": { "Account": account, "Certificates": [entry("a.example.com", &a.0, &a.1), bad_key, bad_chain] },
        "dns": { "Account": account, "Certificates": [entry("b.example.com", &b.0, &b.1), entry("", "", "")] },
        "unused": { "Account": account, "Certificates": null },
        "empty": null,
    });
    put(folder.path(), "acme.json", &newer.to_string());
    let (names, left_out) = seen(System::Traefik, &folder.path().join("acme.json"));
    assert_eq!(names, ["a.example.com", "b.example.com", "*.b.example.com"]);
    let told: Vec<(&str, &str)> = left_out.iter().map(|(place, _, why)| (place.as_str(), why.as_str())).collect();
    let why = |index: usize| told[index].1.rsplit(": ").next().unwrap();
    assert_eq!(told.len(), 3, "{told:?}");
    assert_eq!((told[0].0, why(0)), ("acme.json: dns, certificate 2", "there is no certificate in it"));
    assert_eq!((told[1].0, why(1)), ("acme.json: http, c.example.com", "its private key is no base64"));
    assert_eq!((told[2].0, why(2)), ("acme.json: http, d.example.com", "its certificate is no base64"));

    // Version 1.7: no resolvers, and other capitals.
    let capitals = |one: serde_json::Value| serde_json::json!({ "Domain": { "Main": one["domain"]["main"] }, "Certificate": one["certificate"], "Key": one["key"] });
    let older =
        serde_json::json!({ "Account": account, "Certificates": [capitals(entry("a.example.com", &a.0, &a.1))] });
    put(folder.path(), "older.json", &older.to_string());
    assert_eq!(seen(System::Traefik, &folder.path().join("older.json")).0, ["a.example.com"]);
    put(folder.path(), "fresh.json", "");
    assert!(seen(System::Traefik, &folder.path().join("fresh.json")).0.is_empty(), "traefik makes it empty");
}

#[test]
fn a_damaged_acme_json_is_refused_and_not_quoted() {
    let folder = tempfile::tempdir().unwrap();
    for (text, expected) in [
        ("{\"http\": {\"Certificates\": [", "it ends too early"),
        ("SECRET", "it is no JSON at line 1"),
        ("{\"http\": {\"Certificates\": \"SECRET\"}}", "it is no acme.json at line 1"),
        ("[\"SECRET\"]", "it is no acme.json at line 1"),
    ] {
        put(folder.path(), "acme.json", text);
        let error = Kept::find(System::Traefik, &folder.path().join("acme.json")).unwrap_err().to_string();
        assert!(error.contains(expected) && !error.contains("SECRET"), "{error}");
    }
    assert!(Kept::find(System::Traefik, &folder.path().join("none.json")).is_err());
    assert!(Kept::find(System::Caddy, &folder.path().join("none")).is_err());
}

#[test]
fn custom_hostnames_are_read_from_one_page_or_many() {
    let page = r#"{"result":[
        {"id":"1","hostname":"a.example.com","status":"active","ssl":{"status":"active","method":"http","wildcard":false}},
        {"id":"2","hostname":"b.example.com","status":"moved","ssl":null,"custom_origin_server":"origin.example.net"}],
        "result_info":{"page":1,"per_page":2,"count":2,"total_count":3},"success":true,"errors":[],"messages":[]}"#;
    let last =
        r#"{"result":[{"id":"3","hostname":"c.example.com","ssl":{"wildcard":true}}],"success":true,"errors":[]}"#;
    let read = |text: &str| -> Vec<CustomHostname> {
        hostnames_of(text.as_bytes()).unwrap().into_iter().map(Result::unwrap).collect()
    };
    let all = read(&format!("{page}\n{last}"));
    let one = |hostname: &str, status: &str, is_wildcard, origin: Option<&str>| CustomHostname {
        hostname: hostname.to_owned(),
        status: status.to_owned(),
        is_wildcard,
        origin: origin.map(str::to_owned),
    };
    let expected = [
        one("a.example.com", "active", false, None),
        one("b.example.com", "moved", false, Some("origin.example.net")),
        one("c.example.com", "unknown", true, None),
    ];
    assert_eq!(all, expected);
    assert_eq!(all[2].names(), ["c.example.com", "*.c.example.com"]);
    assert_eq!(all.iter().map(|one| one.left_out().is_some()).collect::<Vec<_>>(), [false, true, false]);
    assert_eq!(read(r#"[{"hostname":"a.example.com","status":"active"}]"#), expected[..1]);
}

#[test]
fn an_entry_without_a_hostname_is_told_and_the_others_are_read() {
    let first =
        r#"{"result":[{"hostname":"a.example.com"},{"id":"2"},{"hostname":7},{"hostname":""},"x"],"success":true}"#;
    let second = r#"[{"hostname":"b.example.com","ssl":"SECRET","status":9}]"#;
    let all = hostnames_of(format!("{first}{second}").as_bytes()).unwrap();
    let told: Vec<String> =
        all.into_iter().map(|one| one.map_or_else(|why| why.to_string(), |custom| custom.hostname)).collect();
    let without = |entry: usize| format!("entry {entry} of page 1 has no hostname");
    let expected =
        ["a.example.com".to_owned(), without(2), without(3), without(4), without(5), "b.example.com".to_owned()];
    assert_eq!(told, expected);
}

#[test]
fn what_is_no_export_of_cloudflare_is_refused() {
    for (text, expected) in [
        ("", "there is no page in it"),
        ("<html>", "page 1 is not what"),
        (r#"{"success":true}"#, "it has no result"),
        (r#"{"result":"SECRET","success":true}"#, "page 1 is not what"),
        (r#"{"result":[],"success":true} {"result":["#, "page 2 is not what"),
        (r#"{"result":[],"success":true} {"result":["#, "it ends too early"),
        ("[]\n[1,", "it ends too early"),
        (
            r#"{"result":null,"success":false,"errors":[{"code":10000,"message":"Authentication error"}]}"#,
            "Authentication error",
        ),
    ] {
        let error = hostnames_of(text.as_bytes()).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
        assert!(!error.contains("SECRET") && !error.contains("untagged"), "{error}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Whatever happened to the files: never a panic, never another key, and never another certificate than was signed, where what is left of
    /// the file has its issuer.
    #[test]
    fn a_damaged_pair_is_whole_or_refused(at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<prop::sample::Index>(), in_key: bool) {
        static PAIR: LazyLock<(String, String)> = LazyLock::new(|| made(&["a.example.com"], 30));
        let (mut chain, mut key) = (PAIR.0.clone().into_bytes(), PAIR.1.clone().into_bytes());
        let damaged = if in_key { &mut key } else { &mut chain };
        let index = at.index(damaged.len());
        damaged[index] = byte;
        damaged.truncate(cut.index(damaged.len() * 2).max(1));
        if let Ok(pair) = Pair::read(&chain, &key, NOW) {
            let whole = read(&PAIR.0, &PAIR.1).unwrap();
            let has_lost_its_issuer = pair.chain.len() == 1 && chain.len() < PAIR.0.len();
            prop_assert!(has_lost_its_issuer || pair.chain[0] == whole.chain[0]);
            // The same key may be written in more than one way, as points on curves may (SEC 1, 2.3.3).
            let public = KeyPair::from_pem(&PAIR.1).unwrap().public_key_raw().to_vec();
            prop_assert!(signs_for(pair.key.as_bytes(), &public));
        }
    }

    #[test]
    fn no_text_makes_a_parser_panic(text in ".{0,200}", json in r#"[\[\]{}:,"a-zA-Z0-9 ]{0,80}"#) {
        for text in [text.as_bytes(), json.as_bytes()] {
            let _ = hostnames_of(text);
            let _ = crate::traefik::places(text, "acme.json");
            let _ = Pair::read(text, text, NOW);
        }
    }
}
