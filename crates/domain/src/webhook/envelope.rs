//! The body of a webhook.

use crate::tenancy::{ConnectionId, EventId};
use crate::time::Timestamp;
use serde::Serialize;

/// In the order in which it is sent.
#[derive(Serialize)]
struct Envelope<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    #[serde(rename = "jobId")]
    job_id: Option<ConnectionId>,
    data: &'a serde_json::Value,
    sent_at: String,
    id: EventId,
}

/// The body that tells of an event, as every attempt sends it. `connection` is absent for events that are about none; `at` is when
/// it happened.
#[must_use]
pub fn envelope(
    id: EventId,
    kind: &str,
    connection: Option<ConnectionId>,
    data: &serde_json::Value,
    at: Timestamp,
) -> String {
    let connection = connection.filter(|id| !id.0.is_nil());
    let envelope = Envelope { kind, job_id: connection, data, sent_at: at.to_string(), id };
    // String keys and finite numbers only: it always has a JSON form.
    serde_json::to_string(&envelope).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use uuid::Uuid;

    #[test]
    fn a_body_has_the_documented_fields_in_their_order() {
        let (id, connection) = (EventId(Uuid::from_u128(1)), ConnectionId(Uuid::from_u128(2)));
        let at = Timestamp::from_ms(1_782_993_600_000);
        let body = envelope(id, "ssl.issued", Some(connection), &json!({"hostname": "app.customer.com"}), at);
        let expected = r#"{"type":"ssl.issued","jobId":"00000000-0000-0000-0000-000000000002","data":{"hostname":"app.customer.com"},"sent_at":"2026-07-02T12:00:00.000Z","id":"00000000-0000-0000-0000-000000000001"}"#;
        assert_eq!(body, expected);
    }

    #[test]
    fn an_event_about_no_connection_has_no_job() {
        let (id, at) = (EventId(Uuid::from_u128(1)), Timestamp::from_ms(0));
        for connection in [None, Some(ConnectionId(Uuid::nil()))] {
            assert!(envelope(id, "webhook.disabled", connection, &json!({}), at).contains(r#""jobId":null"#));
        }
    }
}
