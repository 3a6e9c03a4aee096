//! Webhooks of Stripe: whether they are signed (<https://docs.stripe.com/webhooks#verify-manually>), and what they are about.

use super::SecretText;
use crate::{About, Notice, NoticeRefused};
use aws_lc_rs::hmac;
use nameplate_domain::time::Timestamp;
use serde::Deserialize;
use serde_json::Value;

/// How far a signature's time may be from ours, in seconds.
const TOLERANCE_S: u64 = 300;

/// Checks `Stripe-Signature: t=seconds,v1=hex[,v1=hex]`: HMAC-SHA256 over `seconds.body`. While a secret is being changed there
/// is one signature for each; schemes other than `v1` count for nothing.
pub(super) fn verify(secret: &SecretText, header: &str, body: &[u8], now: Timestamp) -> Result<(), NoticeRefused> {
    let mut seconds = None;
    let mut signatures = Vec::new();
    for part in header.split(',') {
        match part.trim().split_once('=') {
            Some(("t", value)) => seconds = Some(value),
            Some(("v1", value)) => signatures.push(value),
            _ => {}
        }
    }
    let seconds = seconds.ok_or(NoticeRefused::Malformed)?;
    let at: i64 = seconds.parse().map_err(|_| NoticeRefused::Malformed)?;
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.reveal().as_bytes());
    let signed = [seconds.as_bytes(), b".", body].concat();
    // `verify` takes the same time whatever is shown.
    let is_ours = |signature: &str| bytes_of(signature).is_some_and(|tag| hmac::verify(&key, &signed, &tag).is_ok());
    match signatures.iter().any(|signature| is_ours(signature)) {
        false if signatures.is_empty() => Err(NoticeRefused::Malformed),
        false => Err(NoticeRefused::Wrong),
        true if now.as_ms().div_euclid(1000).abs_diff(at) > TOLERANCE_S => Err(NoticeRefused::OutOfTime),
        true => Ok(()),
    }
}

fn bytes_of(hex: &str) -> Option<Vec<u8>> {
    let digits = hex.as_bytes();
    if digits.len() != 64 || !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    (0..32).map(|at| u8::from_str_radix(hex.get(2 * at..2 * at + 2)?, 16).ok()).collect()
}

#[derive(Deserialize)]
struct Event {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    data: Data,
}

#[derive(Deserialize)]
struct Data {
    object: Value,
}

/// What an event is about. Its object is as old as the event, and in the version of the endpoint: only identifiers are read.
pub(super) fn read(body: &[u8]) -> Result<Notice, NoticeRefused> {
    let Event { id, kind, data: Data { object } } =
        serde_json::from_slice(body).map_err(|_| NoticeRefused::Unreadable)?;
    if id.is_empty() || id.len() > 255 {
        return Err(NoticeRefused::Unreadable);
    }
    let text = |pointer: &str| object.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
    let subscription = match kind.as_str() {
        "checkout.session.completed" => text("/subscription"),
        kind if kind.starts_with("customer.subscription.") => text("/id"),
        // The second place is that of versions since 2025-03-31.
        kind if kind.starts_with("invoice.") => {
            text("/subscription").or_else(|| text("/parent/subscription_details/subscription"))
        }
        _ => None,
    };
    let about = subscription.zip(text("/customer"));
    Ok(Notice { id, about: about.map(|(subscription, customer)| About { customer, subscription }) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const NOW: Timestamp = Timestamp::from_ms(1_800_000_000_500);

    fn sign(secret: &str, seconds: &str, body: &str) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
        let tag = hmac::sign(&key, format!("{seconds}.{body}").as_bytes());
        tag.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn check(header: &str) -> Result<(), NoticeRefused> {
        verify(&SecretText::new("whsec_ours".into()), header, b"{}", NOW)
    }

    #[test]
    fn a_signature_is_hmac_sha_256_over_time_and_body() {
        // Made with: printf '1492774577.{}' | openssl dgst -sha256 -hmac whsec_ours
        let header = "t=1492774577,v1=9c18e7c4e62a208c0f7476573dadf670064de337d8cbd436e95c5aea962ac334";
        let at_that_time = Timestamp::from_ms(1_492_774_577_000);
        assert_eq!(verify(&SecretText::new("whsec_ours".into()), header, b"{}", at_that_time), Ok(()));
    }

    #[test]
    fn one_of_several_signatures_is_enough_and_other_schemes_are_none() {
        let (ours, theirs) = (sign("whsec_ours", "1800000000", "{}"), sign("whsec_old", "1800000000", "{}"));
        assert_eq!(check(&format!("t=1800000000,v1={theirs},v1={ours},v0={theirs}")), Ok(()));
        assert_eq!(check(&format!("t=1800000000,v1={theirs}")), Err(NoticeRefused::Wrong));
        assert_eq!(check(&format!("t=1800000000,v0={ours}")), Err(NoticeRefused::Malformed));
    }

    #[test]
    fn time_and_body_are_signed() {
        let ours = sign("whsec_ours", "1800000000", "{}");
        assert_eq!(check(&format!("t=1800000001,v1={ours}")), Err(NoticeRefused::Wrong));
        let header = format!("t=1800000000,v1={ours}");
        assert_eq!(verify(&SecretText::new("whsec_ours".into()), &header, b"{ }", NOW), Err(NoticeRefused::Wrong));
    }

    #[test]
    fn five_minutes_either_way_are_tolerated() {
        for (seconds, expected) in [
            (1_800_000_000 - 300, Ok(())),
            (1_800_000_000 + 300, Ok(())),
            (1_800_000_000 - 301, Err(NoticeRefused::OutOfTime)),
            (1_800_000_000 + 301, Err(NoticeRefused::OutOfTime)),
        ] {
            let seconds = seconds.to_string();
            assert_eq!(check(&format!("t={seconds},v1={}", sign("whsec_ours", &seconds, "{}"))), expected, "{seconds}");
        }
    }

    #[test]
    fn headers_of_another_form_are_refused() {
        for header in ["", "t=", "v1=00", "t=x,v1=00", "t=1800000000", "t=1800000000,v1", "nonsense"] {
            assert_eq!(check(header), Err(NoticeRefused::Malformed), "{header}");
        }
        for signature in ["", "00", &"0".repeat(63), &"é".repeat(32), &"g".repeat(64)] {
            assert_eq!(check(&format!("t=1800000000,v1={signature}")), Err(NoticeRefused::Wrong), "{signature}");
        }
    }

    fn about(kind: &str, object: Value) -> Option<(String, String)> {
        let event = json!({"id": "evt_1", "type": kind, "data": {"object": object}});
        read(event.to_string().as_bytes()).unwrap().about.map(|about| (about.customer, about.subscription))
    }

    #[test]
    fn an_event_says_which_subscription_to_look_at() {
        let found = Some(("cus_1".to_owned(), "sub_1".to_owned()));
        let session = json!({"id": "cs_1", "customer": "cus_1", "subscription": "sub_1", "mode": "subscription"});
        assert_eq!(about("checkout.session.completed", session), found);
        assert_eq!(about("customer.subscription.deleted", json!({"id": "sub_1", "customer": "cus_1"})), found);
        let invoice = json!({"id": "in_1", "customer": "cus_1", "subscription": "sub_1"});
        assert_eq!(about("invoice.payment_failed", invoice), found);
        let parent = json!({"subscription_details": {"subscription": "sub_1"}});
        let newer = json!({"id": "in_1", "customer": "cus_1", "parent": parent});
        assert_eq!(about("invoice.payment_failed", newer), found);
        assert_eq!(about("checkout.session.completed", json!({"customer": "cus_1", "subscription": null})), None);
        assert_eq!(about("charge.refunded", json!({"id": "ch_1", "customer": "cus_1"})), None);
    }

    #[test]
    fn what_is_no_event_is_refused() {
        for body in ["", "[]", "{}", r#"{"id":"","type":"x","data":{"object":{}}}"#] {
            assert_eq!(read(body.as_bytes()), Err(NoticeRefused::Unreadable), "{body}");
        }
    }
}
