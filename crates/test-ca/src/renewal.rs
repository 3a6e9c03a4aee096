//! Renewal information, and orders that replace certificates (RFC 9773).

use crate::ca::{TestCa, to_hex};
use crate::instants::rfc3339;
use crate::orders;
use crate::problem::{Kind, Problem};
use crate::records::RenewalWindow;
use crate::reply::Reply;
use crate::settings::ReplacementExemption;
use crate::state::{Certificate, Serial, State};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use http::StatusCode;
use nameplate_domain::time::Timestamp;
use serde_json::json;
use std::time::Duration;

/// Certificates that live shorter are renewed at half their life instead of two thirds.
const SHORT_LIFE: Duration = Duration::from_secs(10 * 86_400);

impl TestCa {
    /// GET of renewal information.
    pub(crate) fn renewal_info(&self, certificate: &str) -> Result<Reply, Problem> {
        let serial = self.identified(certificate)?;
        let state = self.inner.state();
        let found = state.certificates.get(&serial).ok_or_else(|| Problem::not_found("Certificate not found"))?;
        let window = window(found, self.now());
        let info = json!({ "suggestedWindow": { "start": rfc3339(window.start), "end": rfc3339(window.end) } });
        Ok(Reply::json(StatusCode::OK, &info).retry_after(Some(self.inner.settings.ari_retry_after)))
    }

    /// The certificate that an order says it replaces (RFC 9773, 5).
    pub(crate) fn replaced(
        &self,
        state: &State,
        account: u64,
        names: &[String],
        certificate: &str,
        now: Timestamp,
    ) -> Result<Serial, Problem> {
        let serial = self.identified(certificate)?;
        let shown = to_hex(&serial);
        let found = state.certificates.get(&serial).ok_or_else(|| {
            Problem::not_found(format!("could not find an existing certificate with serial {shown:?}"))
        })?;
        let other = found.replacing_order.and_then(|id| state.orders.get(&id));
        let is_taken = other.is_some_and(|order| orders::status(state, order, now) != "invalid");
        if found.replaced_by.is_some() || is_taken {
            let detail = format!(
                "Could not validate ARI 'replaces' field :: cannot indicate an order replaces certificate with serial {shown:?}, which already has a replacement order"
            );
            return Err(Problem::new(Kind::AlreadyReplaced, detail));
        }
        if found.account != account {
            let detail = "requester account did not request the certificate being replaced by this order";
            return Err(Problem::unauthorized(detail));
        }
        if !found.names.iter().any(|name| names.iter().any(|wanted| wanted.as_str() == &**name)) {
            let detail = "identifiers in this order do not match any identifiers in the certificate being replaced";
            return Err(Problem::malformed(detail));
        }
        Ok(serial)
    }

    /// Whether replacing this certificate now is exempt from the limits.
    pub(crate) fn is_exempt(&self, state: &State, serial: &Serial, now: Timestamp) -> bool {
        match self.inner.settings.replacement_exemption {
            ReplacementExemption::Always => true,
            ReplacementExemption::WithinWindow => state.certificates.get(serial).is_some_and(|certificate| {
                let window = window(certificate, now);
                window.start <= now && now < window.end
            }),
        }
    }

    /// The serial number in a certificate identifier (RFC 9773, 4.1).
    fn identified(&self, certificate: &str) -> Result<Serial, Problem> {
        let malformed = || Problem::malformed("path contained an invalid certificate identifier");
        let (issuer, serial) = certificate.split_once('.').ok_or_else(malformed)?;
        let decode = |text: &str| BASE64_URL_SAFE_NO_PAD.decode(text).map_err(|_| malformed());
        let (issuer, serial) = (decode(issuer)?, decode(serial)?);
        if issuer != self.inner.issuer.key_identifier {
            return Err(Problem::not_found(
                "path contained an authority key identifier that did not match a known issuer",
            ));
        }
        serial.try_into().map_err(|_| Problem::not_found("Certificate not found"))
    }
}

/// As wide as 2 % of the lifetime, around two thirds of it or, for short lives, half of it. In
/// the past when the certificate was revoked.
fn window(certificate: &Certificate, now: Timestamp) -> RenewalWindow {
    if certificate.revoked_at.is_some() {
        const HOUR: Duration = Duration::from_secs(3600);
        return RenewalWindow { start: now.minus(HOUR), end: now.minus(HOUR / 2) };
    }
    certificate.window.unwrap_or_else(|| {
        let lifetime = certificate.not_after.since(certificate.not_before);
        let ideal = if lifetime < SHORT_LIFE { lifetime / 2 } else { lifetime * 2 / 3 };
        let middle = certificate.not_before.plus(ideal);
        RenewalWindow { start: middle.minus(lifetime / 100), end: middle.plus(lifetime / 100) }
    })
}
