//! Waiting for the authority: until the names are proved, until the certificate is signed.

use super::Terms;
use super::authorize::{refusal, why_invalid};
use super::certificate::CertificateKey;
use crate::directory::Pace;
use crate::error::{AcmeError, is_kind, with_good_nonce};
use crate::exchange::Witness;
use instant_acme::{Error, Order, OrderStatus};
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// So many answers in a row may be missing before an order is given up.
const SILENCES_MAX: u32 = 3;

/// After so many looks at an order that stays pending its authorizations are looked at as well.
const PATIENT_LOOKS: u32 = 2;

/// The shortest wait after the first one, so that an authority in the same process gets its turn.
const STEP_MIN: Duration = Duration::from_millis(1);

/// The authority has taken longer than it may.
#[derive(Debug, thiserror::Error)]
#[error("the order was not completed within {0:?}")]
struct Late(Duration);

/// When to look next.
struct Rhythm {
    pace: Pace,
    next: Duration,
    deadline: Instant,
}

impl Rhythm {
    fn new(pace: Pace) -> Self {
        Self { pace, next: pace.first, deadline: Instant::now() + pace.deadline }
    }

    /// Waits until it is time to look; not at all when that would be after the deadline.
    async fn wait(&mut self, asked_for: Duration) -> Result<(), Late> {
        let wait = self.next.max(asked_for);
        if Instant::now() + wait > self.deadline {
            return Err(Late(self.pace.deadline));
        }
        sleep(wait).await;
        self.next = (self.next * 2).clamp(STEP_MIN, self.pace.longest.max(STEP_MIN));
        Ok(())
    }
}

/// Takes an order whose challenges are ready to its certificate: a PEM text.
///
/// One missing answer is not the end: the next look tells how far the order is, so that a certificate is not lost when only the answer to
/// "finalize" was.
pub(super) async fn to_the_end(
    order: &mut Order,
    terms: &Terms<'_>,
    key: &CertificateKey,
) -> Result<String, AcmeError> {
    let asked = &terms.asked;
    let request = key.request(terms.request.names).map_err(|error| asked.unavailable(error))?;
    let mut rhythm = Rhythm::new(terms.pace);
    if order.state().status == OrderStatus::Pending {
        rhythm.wait(Duration::ZERO).await.map_err(|late| asked.unavailable(late))?;
    }
    let (mut silences, mut looks) = (0, 0);
    loop {
        let before = order.state().status;
        let outcome = match before {
            OrderStatus::Invalid => return Err(why_invalid(order, terms).await),
            OrderStatus::Valid => with_good_nonce!(order.certificate()),
            OrderStatus::Ready => finalize(order, &request).await.map(|()| None),
            OrderStatus::Pending | OrderStatus::Processing => refresh(order).await.map(|()| None),
        };
        match outcome {
            Ok(Some(pem)) => return Ok(pem),
            Ok(None) => silences = 0,
            Err(error) if silences < SILENCES_MAX && is_passing(&error, asked.witness) => silences += 1,
            Err(error) => return Err(asked.failed(error)),
        }
        let now = order.state().status;
        if now == OrderStatus::Pending {
            looks += 1;
            if looks > PATIENT_LOOKS
                && let Some(refused) = refusal(order, terms).await
            {
                return Err(refused);
            }
        }
        if now != before {
            rhythm.next = rhythm.pace.first;
            if matches!(now, OrderStatus::Ready | OrderStatus::Valid | OrderStatus::Invalid) {
                continue;
            }
        }
        let asked_for = asked.witness.seen().retry_after.map(|at| at.since(asked.clock.now()));
        rhythm.wait(asked_for.unwrap_or_default()).await.map_err(|late| asked.unavailable(late))?;
    }
}

async fn refresh(order: &mut Order) -> Result<(), Error> {
    with_good_nonce!(order.refresh()).map(|_| ())
}

/// Hands the signing request in. An order that is not ready any more got it before.
async fn finalize(order: &mut Order, request: &[u8]) -> Result<(), Error> {
    match with_good_nonce!(order.finalize_csr(request)) {
        Err(error) if is_kind(&error, "orderNotReady") => refresh(order).await,
        outcome => outcome,
    }
}

/// Whether the next look may well be answered.
fn is_passing(error: &Error, witness: &Witness) -> bool {
    !matches!(error, Error::Api(_)) || witness.seen().status.is_some_and(|status| status.is_server_error())
}
