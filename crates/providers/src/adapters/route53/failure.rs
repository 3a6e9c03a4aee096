//! What Route 53's error codes mean.

use crate::http::{Answer, Http};
use crate::problem::{ErrorKind, ProviderError};
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Complaint {
    #[serde(default)]
    error: Option<Cause>,
    #[serde(default)]
    messages: Option<Messages>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Cause {
    #[serde(default)]
    code: String,
    #[serde(default)]
    message: String,
}

#[derive(Debug, Default, Deserialize)]
struct Messages {
    #[serde(rename = "Message", default)]
    message: Vec<String>,
}

/// Code and words of a refusal, in both forms: `ErrorResponse`, and the older `InvalidChangeBatch`.
fn complaint(body: &str) -> (String, String) {
    let complaint: Complaint = quick_xml::de::from_str(body).unwrap_or_default();
    let listed = complaint.messages.unwrap_or_default().message.join(" ");
    match complaint.error {
        Some(cause) if !cause.code.is_empty() => {
            let words = if listed.is_empty() { cause.message } else { listed };
            (cause.code, words)
        }
        _ if listed.is_empty() => (String::new(), String::new()),
        _ => ("InvalidChangeBatch".to_owned(), listed),
    }
}

/// The problem that an answer tells of.
pub(super) fn of(http: &Http, answer: &Answer) -> ProviderError {
    let (code, words) = complaint(&answer.text());
    let usual = http.failure(answer);
    let as_kind = |kind, message: &str| ProviderError {
        status: usual.status,
        retry_after: usual.retry_after,
        ..ProviderError::new(kind, message)
    };
    let error = match code.as_str() {
        "InvalidClientTokenId" | "UnrecognizedClientException" | "InvalidAccessKeyId" | "ExpiredToken" => {
            as_kind(ErrorKind::BadCredential, "Amazon does not know this access key; it may be wrong or deleted.")
        }
        "SignatureDoesNotMatch" | "RequestExpired" | "IncompleteSignature" | "MissingAuthenticationToken"
            if words.contains("expired") || words.contains("not yet current") =>
        {
            as_kind(ErrorKind::Outage, "Amazon refuses the signature's time: this server's clock is wrong.")
        }
        "SignatureDoesNotMatch" | "RequestExpired" | "IncompleteSignature" | "MissingAuthenticationToken" => {
            as_kind(ErrorKind::BadCredential, "The secret access key does not belong to this access key ID.")
        }
        "AccessDenied" | "AccessDeniedException" | "OptInRequired" => as_kind(
            ErrorKind::Forbidden,
            "This access key may not do that: its policy needs route53:GetHostedZone, route53:ListResourceRecordSets and route53:ChangeResourceRecordSets on the hosted zone.",
        ),
        "NoSuchHostedZone" => as_kind(ErrorKind::NoSuchZone, "There is no such hosted zone."),
        "Throttling" | "ThrottlingException" | "PriorRequestNotComplete" => {
            as_kind(ErrorKind::RateLimited, "Route 53 takes no more requests for a while.")
        }
        "InvalidChangeBatch" | "InvalidInput" => as_kind(batch_kind(&words), "Route 53 refuses the change."),
        _ => usual,
    };
    let error = http.in_its_words(error, &words);
    if code.is_empty() { error } else { error.with_code(code) }
}

/// Why a batch was refused: Route 53 says it in words only.
fn batch_kind(words: &str) -> ErrorKind {
    let says = |phrase: &str| words.contains(phrase);
    if says("it was not found") || says("do not match the current values") || says("it already exists") {
        ErrorKind::ZoneChanged
    } else if says("conflicts with other records") {
        ErrorKind::Conflict
    } else {
        ErrorKind::Rejected
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_are_read_in_both_forms() {
        let response = r#"<?xml version="1.0"?><ErrorResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><Error><Type>Sender</Type><Code>NoSuchHostedZone</Code><Message>No hosted zone found with ID: Z1</Message></Error><RequestId>1</RequestId></ErrorResponse>"#;
        assert_eq!(complaint(response).0, "NoSuchHostedZone");
        let batch = r#"<?xml version="1.0"?><InvalidChangeBatch xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><Messages><Message>Tried to create resource record set [name='a.customer.example.', type='A'] but it already exists</Message></Messages><RequestId>1</RequestId></InvalidChangeBatch>"#;
        let (code, words) = complaint(batch);
        assert_eq!((code.as_str(), batch_kind(&words)), ("InvalidChangeBatch", ErrorKind::ZoneChanged));
        let inner = r#"<ErrorResponse><Error><Type>Sender</Type><Code>InvalidChangeBatch</Code><Message>[RRSet of type CNAME with DNS name a. is not permitted as it conflicts with other records with the same DNS name in zone b.]</Message></Error></ErrorResponse>"#;
        assert_eq!(batch_kind(&complaint(inner).1), ErrorKind::Conflict);
        assert_eq!(batch_kind("Duplicate Resource Record: '192.0.2.1'"), ErrorKind::Rejected);
        assert_eq!(complaint("<html>").0, "");
    }
}
