//! What is signed. Both signatures are HMAC-SHA256; they differ in the text and in what the key is.

/// What `X-CD-Signature` signs, keyed by the secret's text as its owner has it: `{timestamp}.{body}`.
#[must_use]
pub fn timestamped_content(timestamp_s: i64, body: &str) -> String {
    format!("{timestamp_s}.{body}")
}

/// What `webhook-signature` signs, keyed by the octets that the secret's base64 stands for: `{id}.{timestamp}.{body}`
/// (Standard Webhooks 1.0.0, "Signature scheme").
#[must_use]
pub fn standard_content(id: &str, timestamp_s: i64, body: &str) -> String {
    format!("{id}.{timestamp_s}.{body}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contents_are_joined_by_dots() {
        assert_eq!(timestamped_content(1_782_993_600, "{}"), "1782993600.{}");
        assert_eq!(standard_content("msg_1", 1_782_993_600, "{}"), "msg_1.1782993600.{}");
    }
}
