//! How a name stands, read from the conditions of its objects: what is not as it should be, and who has to act.

use super::Kubernetes;
use super::conflict::refusal;
use crate::contract::{Refusal, Sight, Within};
use crate::manifest::{KINDS, Key};
use crate::manifests::{manifests, name_of};
use crate::served::Served;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use kube::api::{Api, ApiResource, DynamicObject, ListParams};
use nameplate_domain::connection::WaitingFor;
use serde_json::Value;
use std::collections::HashMap;

/// Kinds whose conditions say whether they serve. Ingresses have none, and not every controller gives them an address.
const TELLING: [&str; 3] = ["Certificate", "ListenerSet", "HTTPRoute"];

/// Objects by kind and name, in whatever namespace: names hold the connection's identifier.
type Found = HashMap<(&'static str, String), Value>;

impl Kubernetes {
    pub(super) async fn sights(&self, served: &[Served]) -> Result<Vec<Sight>, Refusal> {
        let names = served.iter().map(|one| one.hostname.to_string()).collect();
        let selector = self.selector(&Within::Names(names));
        let mut found = Found::new();
        for (rank, (kind, ..)) in KINDS.iter().enumerate().filter(|(_, (kind, ..))| TELLING.contains(kind)) {
            for live in self.list(rank, &selector).await? {
                found.insert((*kind, live["metadata"]["name"].as_str().unwrap_or_default().to_owned()), live);
            }
        }
        let challenges = self.challenges().await?;
        Ok(served.iter().map(|one| self.sight(one, &found, &challenges)).collect())
    }

    fn sight(&self, served: &Served, found: &Found, challenges: &[Value]) -> Sight {
        let name = name_of(served.connection);
        let of = |kind: &'static str| found.get(&(kind, name.clone()));
        let certificate = of("Certificate").filter(|certificate| is_true(certificate, "Ready"));
        let mark = certificate
            .map(|certificate| format!("{} {}", certificate["status"]["revision"], certificate["status"]["notAfter"]));
        let verdict = match manifests(served, &self.terms) {
            Err(unservable) => {
                let refusal = Refusal::from(unservable);
                Some(Verdict { waiting_for: refusal.waiting_for(), sentence: refusal.to_string(), has_failed: true })
            }
            Ok(wish) => wish.manifests.iter().find_map(|manifest| {
                let key = manifest.key();
                let is_told = TELLING.contains(&key.kind);
                is_told.then(|| verdict(key, found.get(&(key.kind, key.name.clone())), challenges, served)).flatten()
            }),
        };
        let verdict = verdict.unwrap_or_else(|| Verdict {
            waiting_for: WaitingFor::Nobody,
            sentence: format!("{} is served by the cluster.", served.hostname),
            has_failed: false,
        });
        let Verdict { waiting_for, sentence, has_failed } = verdict;
        let hostname = served.hostname.to_string();
        Sight { connection: served.connection, hostname, waiting_for, sentence, has_failed, certificate: mark }
    }

    /// cert-manager's challenges that are under way: why a certificate is not there yet.
    async fn challenges(&self) -> Result<Vec<Value>, Refusal> {
        let resource = ApiResource {
            group: "acme.cert-manager.io".into(),
            version: "v1".into(),
            api_version: "acme.cert-manager.io/v1".into(),
            kind: "Challenge".into(),
            plural: "challenges".into(),
        };
        let api: Api<DynamicObject> = Api::all_with(self.client.clone(), &resource);
        match api.list(&ListParams::default()).await {
            Ok(list) => Ok(list.items.into_iter().map(|object| object.data).collect()),
            // Without cert-manager, or without the right to look, the certificate's own condition has to do.
            Err(kube::Error::Api(status)) if matches!(status.code, 403 | 404) => Ok(vec![]),
            Err(error) => Err(refusal(error, &Key::of_ours("Certificate", "", "*"))),
        }
    }

    /// The certificates in the Secret that the name is served with.
    pub(super) async fn certificates(&self, served: &Served) -> Result<Vec<Vec<u8>>, Refusal> {
        let Ok(service) = served.service(&self.terms) else { return Ok(vec![]) };
        let key = Key::of_ours("Secret", &service.namespace, &(name_of(served.connection) + "-tls"));
        let secret = self.read(&key).await?;
        let data = secret.as_ref().and_then(|secret| secret["data"]["tls.crt"].as_str());
        let pem = data.and_then(|data| BASE64_STANDARD.decode(data).ok()).and_then(|pem| String::from_utf8(pem).ok());
        Ok(pem.as_deref().map(der_of).unwrap_or_default())
    }
}

/// The certificates of a PEM file (RFC 7468).
fn der_of(pem: &str) -> Vec<Vec<u8>> {
    let blocks = pem.split("-----BEGIN CERTIFICATE-----").skip(1);
    let body = |block: &str| block.split("-----END").next().map(|body| body.split_whitespace().collect::<String>());
    blocks.filter_map(|block| BASE64_STANDARD.decode(body(block)?).ok()).collect()
}

/// What is not as it should be.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Verdict {
    waiting_for: WaitingFor,
    sentence: String,
    has_failed: bool,
}

fn verdict(key: &Key, live: Option<&Value>, challenges: &[Value], served: &Served) -> Option<Verdict> {
    let Some(live) = live else {
        let sentence = format!("{key} is not there yet.");
        return Some(Verdict { waiting_for: WaitingFor::Platform, sentence, has_failed: false });
    };
    match key.kind {
        "Certificate" => of_certificate(live, challenges, served.hostname.as_str()),
        "ListenerSet" => of_listener_set(key, live),
        _ => of_route(key, live),
    }
}

fn of_certificate(live: &Value, challenges: &[Value], hostname: &str) -> Option<Verdict> {
    if is_true(live, "Ready") {
        return None;
    }
    let name = hostname.trim_start_matches("*.");
    let challenge = challenges.iter().find(|one| one["spec"]["dnsName"] == name);
    let reason = challenge.and_then(|one| one["status"]["reason"].as_str()).filter(|reason| !reason.is_empty());
    let issuing = condition(live, "Issuing");
    let words = reason.or_else(|| issuing.and_then(message)).or_else(|| condition(live, "Ready").and_then(message));
    let has_failed = live["status"]["failedIssuanceAttempts"].as_i64().is_some_and(|attempts| attempts > 0)
        || challenge
            .is_some_and(|one| matches!(one["status"]["state"].as_str(), Some("invalid" | "errored" | "expired")));
    let words = words.unwrap_or("cert-manager has not said anything yet");
    let sentence = format!("The certificate for {hostname} is not there: {}.", words.trim_end_matches('.'));
    Some(Verdict { waiting_for: who_by(words), sentence, has_failed })
}

/// Who can put right what an authority or cert-manager says.
fn who_by(words: &str) -> WaitingFor {
    let words = words.to_ascii_lowercase();
    let has = |parts: &[&str]| parts.iter().any(|part| words.contains(part));
    if has(&["ratelimited", "rate limit", "too many", "serverinternal", "service busy"]) {
        WaitingFor::Authority
    } else if has(&[
        "nxdomain",
        "no such host",
        "caa",
        "unauthorized",
        "self check",
        "propagat",
        ":dns",
        "connection refused",
    ]) {
        WaitingFor::Customer
    } else {
        WaitingFor::Platform
    }
}

fn of_listener_set(key: &Key, live: &Value) -> Option<Verdict> {
    let listeners = live["status"]["listeners"].as_array().map(Vec::as_slice).unwrap_or_default();
    let of_one = listeners.iter().find_map(|one| unmet(one, &["Accepted", "ResolvedRefs", "Programmed"]));
    let condition = unmet(&live["status"], &["Accepted", "Programmed"]).or(of_one);
    told(key, live, condition, listeners.is_empty(), WaitingFor::Platform)
}

fn of_route(key: &Key, live: &Value) -> Option<Verdict> {
    let parents = live["status"]["parents"].as_array().map(Vec::as_slice).unwrap_or_default();
    let condition = parents.iter().find_map(|parent| unmet(parent, &["Accepted", "ResolvedRefs"]));
    let who = match condition.and_then(|condition| condition["reason"].as_str()) {
        // The Service is the application's.
        Some("BackendNotFound" | "RefNotPermitted" | "InvalidKind") => WaitingFor::Developer,
        _ => WaitingFor::Platform,
    };
    told(key, live, condition, parents.is_empty(), who)
}

fn told(key: &Key, live: &Value, unmet: Option<&Value>, is_unseen: bool, who: WaitingFor) -> Option<Verdict> {
    if let Some(condition) = unmet {
        let [kind, reason] = ["type", "reason"].map(|name| condition[name].as_str().unwrap_or_default());
        let words = message(condition).unwrap_or("no reason given").trim_end_matches('.');
        let sentence = format!("{key} is not {kind} ({reason}): {words}.");
        // Of what is still being looked at, nothing has failed.
        let has_failed = condition["status"] == "False" && reason != "Pending" && !is_outdated(condition, live);
        return Some(Verdict { waiting_for: who, sentence, has_failed });
    }
    is_unseen.then(|| Verdict {
        waiting_for: WaitingFor::Platform,
        sentence: format!("No controller of the cluster has taken up {key} yet."),
        has_failed: false,
    })
}

fn is_outdated(condition: &Value, live: &Value) -> bool {
    let generation = |value: &Value| value.as_i64();
    generation(&condition["observedGeneration"]) < generation(&live["metadata"]["generation"])
        && condition.get("observedGeneration").is_some()
}

fn conditions(status: &Value) -> impl Iterator<Item = &Value> {
    status["conditions"].as_array().into_iter().flatten()
}

fn condition<'a>(live: &'a Value, kind: &str) -> Option<&'a Value> {
    conditions(&live["status"]).find(|condition| condition["type"] == kind)
}

fn is_true(live: &Value, kind: &str) -> bool {
    condition(live, kind).is_some_and(|condition| condition["status"] == "True" && !is_outdated(condition, live))
}

/// The first of these conditions that is there and does not hold.
fn unmet<'a>(status: &'a Value, kinds: &[&str]) -> Option<&'a Value> {
    kinds.iter().find_map(|kind| conditions(status).find(|one| one["type"] == *kind && one["status"] != "True"))
}

fn message(condition: &Value) -> Option<&str> {
    condition["message"].as_str().filter(|message| !message.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn key(kind: &'static str) -> Key {
        Key::of_ours(kind, "shops", "n")
    }

    fn with(kind: &str, status: &str, reason: &str, message: &str) -> Value {
        json!({ "conditions": [{ "type": kind, "status": status, "reason": reason, "message": message }] })
    }

    #[test]
    fn a_certificate_that_is_ready_is_no_hindrance() {
        let ready = json!({ "status": with("Ready", "True", "Ready", "up to date") });
        assert_eq!(of_certificate(&ready, &[], "www.customer.com"), None);
    }

    #[test]
    fn who_must_act_follows_from_what_the_challenge_says() {
        let certificate =
            json!({ "status": with("Ready", "False", "DoesNotExist", "Issuing certificate as Secret does not exist") });
        for (words, state, who, has_failed) in [
            (
                "Waiting for HTTP-01 challenge propagation: failed to perform self check GET request: no such host",
                "pending",
                WaitingFor::Customer,
                false,
            ),
            ("CAA record prevents issuance", "invalid", WaitingFor::Customer, true),
            (
                "429 urn:ietf:params:acme:error:rateLimited: too many certificates",
                "errored",
                WaitingFor::Authority,
                true,
            ),
            ("issuer not found", "pending", WaitingFor::Platform, false),
        ] {
            let challenge =
                json!({ "spec": { "dnsName": "customer.com" }, "status": { "reason": words, "state": state } });
            let verdict = of_certificate(&certificate, &[challenge], "*.customer.com").unwrap();
            assert_eq!((verdict.waiting_for, verdict.has_failed), (who, has_failed), "{words}");
            assert!(verdict.sentence.contains(words), "{}", verdict.sentence);
        }
    }

    #[test]
    fn a_route_without_its_service_waits_for_the_developer() {
        let parent = with("ResolvedRefs", "False", "BackendNotFound", "Service shop not found");
        let route = json!({ "status": { "parents": [parent] } });
        let verdict = of_route(&key("HTTPRoute"), &route).unwrap();
        assert_eq!((verdict.waiting_for, verdict.has_failed), (WaitingFor::Developer, true));
        assert!(verdict.sentence.contains("Service shop not found"));
        assert_eq!(of_route(&key("HTTPRoute"), &json!({})).unwrap().waiting_for, WaitingFor::Platform);
        let fine = json!({ "status": { "parents": [with("Accepted", "True", "Accepted", "")] } });
        assert_eq!(of_route(&key("HTTPRoute"), &fine), None);
    }

    #[test]
    fn what_a_controller_has_not_seen_yet_has_not_failed() {
        let old = json!({ "type": "Accepted", "status": "False", "reason": "NotAllowed", "message": "no", "observedGeneration": 1 });
        let live = json!({ "metadata": { "generation": 2 }, "status": { "conditions": [old], "listeners": [] } });
        assert!(!of_listener_set(&key("ListenerSet"), &live).unwrap().has_failed);
    }

    #[test]
    fn a_chain_is_read_from_pem() {
        let pem = "-----BEGIN CERTIFICATE-----\nAQID\n-----END CERTIFICATE-----\n-----BEGIN CERTIFICATE-----\nBAUG\n-----END CERTIFICATE-----\n";
        assert_eq!(der_of(pem), [vec![1, 2, 3], vec![4, 5, 6]]);
        assert!(der_of("nothing").is_empty());
    }
}
