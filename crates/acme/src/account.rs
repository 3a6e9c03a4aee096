//! What an account can do: order, ask about renewal, revoke.

use crate::client::{Client, Inner};
use crate::directory::DirectoryFacts;
use crate::error::{ALREADY_REVOKED, AcmeError, Asked, is_kind, with_good_nonce};
use crate::exchange::Witness;
use crate::order::{self, Issued, OrderRequest};
use crate::stage::Stage;
use http::StatusCode;
use instant_acme::{
    Account as Protocol, CertificateIdentifier, Problem, RenewalInfo, RevocationReason, RevocationRequest,
};
use nameplate_domain::issuance::entry::RenewalWindow;
use nameplate_domain::time::Timestamp;
use rustls::pki_types::CertificateDer;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// An account at one authority. Several things may be done with it at once.
#[derive(Clone)]
pub struct Account {
    pub(crate) client: Client,
    pub(crate) protocol: Protocol,
    /// Where renewal information is (RFC 9773, 4.1).
    pub(crate) renewal_info: Option<String>,
}

/// Why a certificate is revoked: those of RFC 5280, 5.3.1 that subscribers may give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// No reason is told.
    Unspecified,
    /// Somebody else has, or may have, the private key.
    KeyCompromise,
    /// Another certificate has taken its place.
    Superseded,
    /// The name is not served any more.
    CessationOfOperation,
}

impl Account {
    /// The account's URL (RFC 8555, 7.1.2), as CAA records name it in `accounturi` (RFC 8657, 3).
    #[must_use]
    pub fn uri(&self) -> &str {
        self.protocol.id()
    }

    /// The authority it is at.
    #[must_use]
    pub const fn client(&self) -> &Client {
        &self.client
    }

    /// What the authority says of itself at present.
    ///
    /// # Errors
    /// When it cannot be asked.
    pub async fn directory_facts(&self) -> Result<DirectoryFacts, AcmeError> {
        self.client.directory_facts().await
    }

    /// A certificate for exactly these names, with a key made for it alone.
    ///
    /// May be dropped at any time. Whatever was presented on `stage` is withdrawn in every case: before this returns, or by a task of
    /// its own when it is dropped inside a runtime.
    ///
    /// # Errors
    /// The authority's refusal in its own words; `challenge_not_offered` when it does not offer `request.method` for a name;
    /// the stage's own problem; `certificate_unfit` when what it sent is not what was ordered; or that it is not available.
    pub async fn order(&self, request: OrderRequest<'_>, stage: &Arc<dyn Stage>) -> Result<Issued, AcmeError> {
        Witness::of(async |witness| order::order(self, request, stage, &witness).await).await
    }

    /// When the authority wants the certificate to be replaced, and how long its answer holds (RFC 9773, 4.2 and 4.3). `None` when it
    /// tells nobody.
    ///
    /// # Errors
    /// When it does not know the certificate, answers with a window that ends before it starts, or cannot be asked; the certificate's
    /// own lifetime decides then.
    pub async fn renewal_info(&self, leaf: &[u8]) -> Result<Option<(RenewalWindow, Option<Duration>)>, AcmeError> {
        let Some(url) = &self.renewal_info else { return Ok(None) };
        Witness::of(async |witness| {
            let asked = self.inner().asked(&witness);
            let identifier = identifier(leaf, &asked)?;
            let url = format!("{}/{identifier}", url.trim_end_matches('/'));
            let answer = self.inner().exchange.get(&url).await.map_err(|error| asked.failed(error))?;
            if answer.status() != StatusCode::OK {
                let problem: Problem =
                    serde_json::from_slice(answer.body()).map_err(|error| asked.unavailable(error))?;
                return Err(asked.refused(&problem));
            }
            let info: RenewalInfo = serde_json::from_slice(answer.body()).map_err(|error| asked.unavailable(error))?;
            let window = window(&info).ok_or_else(|| {
                asked.odd("renewal_window_unfit", "The renewal window ends before it starts.".to_owned())
            })?;
            let now = self.inner().clock.now();
            Ok(Some((window, witness.seen().retry_after.map(|at| at.since(now)))))
        })
        .await
    }

    /// Revokes a certificate of this account, or one for names that this account is authorised for (RFC 8555, 7.6). One that is revoked
    /// already is fine.
    ///
    /// # Errors
    /// The authority's refusal, or that it is not available.
    pub async fn revoke(&self, leaf: &[u8], reason: Reason) -> Result<(), AcmeError> {
        let certificate = CertificateDer::from(leaf);
        let reason = match reason {
            Reason::Unspecified => None,
            Reason::KeyCompromise => Some(RevocationReason::KeyCompromise),
            Reason::Superseded => Some(RevocationReason::Superseded),
            Reason::CessationOfOperation => Some(RevocationReason::CessationOfOperation),
        };
        let request = RevocationRequest { certificate: &certificate, reason };
        Witness::of(async |witness| match with_good_nonce!(self.protocol.revoke(&request)) {
            Err(error) if !is_kind(&error, ALREADY_REVOKED) => Err(self.inner().asked(&witness).failed(error)),
            _ => Ok(()),
        })
        .await
    }

    pub(crate) fn inner(&self) -> &Inner {
        &self.client.inner
    }
}

/// How a certificate is called in renewal information and in `replaces` (RFC 9773, 4.1).
pub(crate) fn identifier(leaf: &[u8], asked: &Asked<'_>) -> Result<CertificateIdentifier<'static>, AcmeError> {
    let certificate = CertificateDer::from(leaf);
    let identifier = CertificateIdentifier::try_from(&certificate).map(CertificateIdentifier::into_owned);
    identifier.map_err(|detail| {
        asked.account("certificate_unreadable", format!("The certificate cannot be renewed by name: {detail}."))
    })
}

fn window(info: &RenewalInfo) -> Option<RenewalWindow> {
    let ms = |nanoseconds: i128| i64::try_from(nanoseconds / 1_000_000).ok().map(Timestamp::from_ms);
    let start = ms(info.suggested_window.start.unix_timestamp_nanos())?;
    let end = ms(info.suggested_window.end.unix_timestamp_nanos())?;
    (start < end).then_some(RenewalWindow { start, end })
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account")
            .field("authority", &self.inner().directory.name)
            .field("uri", &self.uri())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(start: &str, end: &str) -> Option<RenewalWindow> {
        let text = format!(r#"{{"suggestedWindow":{{"start":"{start}","end":"{end}"}}}}"#);
        window(&serde_json::from_str(&text).unwrap())
    }

    #[test]
    fn a_window_is_read_to_the_millisecond_and_has_an_extent() {
        let window = read("2025-01-02T04:00:00.250Z", "2025-01-03T06:00:00+02:00").unwrap();
        assert_eq!(window.start.as_ms(), 1_735_790_400_250);
        assert_eq!(window.end.as_ms(), 1_735_876_800_000);
        assert_eq!(read("2025-01-03T04:00:00Z", "2025-01-03T04:00:00Z"), None);
        assert_eq!(read("2025-01-03T04:00:00Z", "2025-01-02T04:00:00Z"), None);
    }
}
