//! One request to an endpoint.

use super::secret::Signing;
use crate::Control;
use nameplate_domain::webhook::{Attempt, Delivery};
use nameplate_outgoing::{Answer, Limits};
use std::time::Duration;
use tokio::time::Instant;

/// How long an endpoint may take, and how much of its answer is kept.
pub(crate) const LIMITS: Limits = Limits { time: Duration::from_secs(5), answer: 1024 };

impl Control {
    /// Posts a delivery to `url` once, signed freshly. Whatever comes of it is told by the attempt.
    pub(crate) async fn attempt(&self, url: &str, signing: &Signing, delivery: &Delivery) -> Attempt {
        let (at, start) = (self.now(), Instant::now());
        let told = self.post(url, signing, delivery, at.as_ms().div_euclid(1000)).await;
        let attempt = Attempt {
            number: delivery.attempts.saturating_add(1),
            at,
            took: start.elapsed(),
            status: None,
            problem: None,
            answer: None,
        };
        match told {
            Err(problem) => Attempt { problem: Some(problem), ..attempt },
            Ok(Answer { status, beginning }) => {
                let answered = Attempt { status: Some(status), answer: text_of(&beginning), ..attempt };
                Attempt { problem: problem_of(&answered), ..answered }
            }
        }
    }

    async fn post(
        &self,
        url: &str,
        signing: &Signing,
        delivery: &Delivery,
        timestamp_s: i64,
    ) -> Result<Answer, String> {
        let door = self.fleet.access.door();
        // It was looked at when it was given; what may be reached can have changed since.
        let target = door.target(url).map_err(|bad| format!("its URL {bad}, so nothing was sent"))?;
        let (id, timestamp) = (delivery.event.to_string(), timestamp_s.to_string());
        let timestamped = signing.timestamped(timestamp_s, &delivery.payload);
        let standard = signing.standard(&id, timestamp_s, &delivery.payload);
        let headers = [
            ("user-agent", "Nameplate-Webhooks/1"),
            ("content-type", "application/json"),
            ("x-cd-timestamp", timestamp.as_str()),
            ("x-cd-signature", timestamped.as_str()),
            ("webhook-id", id.as_str()),
            ("webhook-timestamp", timestamp.as_str()),
            ("webhook-signature", standard.as_str()),
        ];
        let posted = door.post(&target, &headers, delivery.payload.clone(), LIMITS).await;
        posted.map_err(|error| error.to_string())
    }
}

fn problem_of(attempt: &Attempt) -> Option<String> {
    match attempt.status? {
        _ if attempt.is_success() => None,
        status @ 300..400 => Some(format!("it answered {status}; redirects are not followed")),
        410 => Some("it answered 410: it wants nothing more".to_owned()),
        status => Some(format!("it answered {status}")),
    }
}

/// What can be read of an answer, without what a database or a terminal would stumble over.
fn text_of(octets: &[u8]) -> Option<String> {
    let text: String = String::from_utf8_lossy(octets)
        .chars()
        .map(|c| if c.is_control() && !matches!(c, '\n' | '\t') { '\u{fffd}' } else { c })
        .collect();
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_kept_as_text_that_can_be_stored() {
        assert_eq!(text_of(b""), None);
        assert_eq!(text_of(b"ok\n\0\x1b[2J\xff\xc3").unwrap(), "ok\n\u{fffd}\u{fffd}[2J\u{fffd}\u{fffd}");
    }
}
