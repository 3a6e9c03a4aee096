//! Revocation, by the account or by the certificate's own key (RFC 8555, 7.6).

use crate::ca::TestCa;
use crate::csr::RequestedKey;
use crate::jws::base64url;
use crate::problem::{Kind, Problem};
use crate::reply::Reply;
use crate::serve::Signed;
use crate::state::Serial;
use aws_lc_rs::digest;
use http::StatusCode;
use x509_parser::prelude::{FromDer, X509Certificate};

/// The reasons a subscriber may give (RFC 5280, 5.3.1): unspecified, keyCompromise, affiliationChanged, superseded,
/// cessationOfOperation.
const REASONS: [u64; 5] = [0, 1, 3, 4, 5];

impl TestCa {
    /// `revokeCert`.
    pub(crate) fn revoke_certificate(&self, signed: &Signed) -> Result<Reply, Problem> {
        let payload = signed.payload.as_ref().ok_or_else(|| Problem::malformed("nothing says what to revoke"))?;
        let reason = &payload["reason"];
        if !reason.is_null() && !reason.as_u64().is_some_and(|reason| REASONS.contains(&reason)) {
            let detail = format!("unsupported revocation reason code provided: {reason}");
            return Err(Problem::new(Kind::BadRevocationReason, detail));
        }
        let der = base64url(payload["certificate"].as_str().unwrap_or(""), "certificate")?;
        let unreadable = |_| Problem::malformed("Unable to parse certificate DER");
        let (_, parsed) = X509Certificate::from_der(&der).map_err(unreadable)?;
        let key = RequestedKey::read(parsed.public_key())?;
        let serial: Option<Serial> = parsed.raw_serial().try_into().ok();
        let fingerprint = digest::digest(&digest::SHA256, &der);
        let now = self.now();
        let state = &mut *self.inner.state();
        let certificate = serial
            .and_then(|serial| state.certificates.get_mut(&serial))
            .filter(|certificate| certificate.fingerprint == fingerprint.as_ref())
            .ok_or_else(|| Problem::not_found("No such certificate"))?;
        let may = match signed.account {
            Some(account) => account == certificate.account,
            None => signed.key.is_made_of(&key.material),
        };
        if !may {
            let detail = "JWK embedded in revocation request must be the same public key as the cert to be revoked";
            return Err(match signed.account {
                Some(_) => Problem::unauthorized("requester does not control this certificate"),
                None => Problem::unauthorized(detail),
            });
        }
        if certificate.revoked_at.is_some() {
            return Err(Problem::new(Kind::AlreadyRevoked, "certificate is already revoked"));
        }
        certificate.revoked_at = Some(now);
        Ok(Reply::empty(StatusCode::OK))
    }
}
