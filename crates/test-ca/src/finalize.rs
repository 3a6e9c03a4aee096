//! From an order and a signing request to a certificate (RFC 8555, 7.4).

use crate::ca::TestCa;
use crate::csr;
use crate::issuer::Leaf;
use crate::jws::base64url;
use crate::keys::PublicKey;
use crate::orders::{own_order, show, status};
use crate::problem::{Kind, Problem};
use crate::records::ChallengeType;
use crate::reply::Reply;
use crate::route::Here;
use crate::state::{AuthorizationState, Certificate, Outcome, Serial, State};
use aws_lc_rs::digest;
use http::StatusCode;
use nameplate_domain::time::Timestamp;
use serde_json::Value;
use std::time::Duration;

/// CAA is looked at again when the authorization is older (Baseline Requirements, 4.2.2.1 allow eight hours).
const CAA_FRESHNESS: Duration = Duration::from_secs(7 * 3600);

/// Certificates begin an hour before they are issued, for clocks that are slow; short ones a twentieth of their life.
const BACKDATING: Duration = Duration::from_secs(3600);

/// A name whose CAA records must be looked at again.
struct Recheck {
    name: String,
    method: ChallengeType,
}

impl TestCa {
    /// `finalize`.
    pub(crate) async fn finalize(
        &self,
        account: u64,
        account_key: &PublicKey,
        id: u64,
        payload: &Value,
        here: &Here,
    ) -> Result<Reply, Problem> {
        let der = base64url(payload["csr"].as_str().unwrap_or(""), "csr")?;
        let request = csr::read(&der)?;
        if account_key.is_made_of(&request.key.material) {
            return Err(Problem::malformed("certificate public key must be different than account key"));
        }
        let now = self.now();
        let (serial, account_uri, profile, rechecks) = {
            let state = &mut *self.inner.state();
            let order = ready(state, account, id, now)?;
            if order.names != request.names {
                let detail = format!(
                    "CSR does not specify same identifiers as Order: {} instead of {}",
                    request.names.join(", "),
                    order.names.join(", ")
                );
                return Err(Problem::new(Kind::BadCsr, detail));
            }
            let (profile, rechecks) = (order.profile.clone(), rechecks(state, id, now));
            let uri = state.accounts.get(&account).map_or_else(String::new, |account| account.uri.clone());
            (state.next_serial(), uri, profile, rechecks)
        };
        for Recheck { name, method } in rechecks {
            if let Err(problem) = self.check_caa(&name, &account_uri, method).await {
                self.fail(id, &problem);
                return Err(problem);
            }
        }
        let changed = self.inner.state().lifetimes.get(&profile).copied();
        let as_made = || self.inner.settings.profiles.get(&profile).map(|profile| profile.lifetime);
        let lifetime = changed.or_else(as_made).unwrap_or_default();
        let not_before = Timestamp::from_ms(now.minus(BACKDATING.min(lifetime / 20)).as_ms().div_euclid(1000) * 1000);
        let not_after = not_before.plus(lifetime).minus(Duration::from_secs(1));
        let leaf = Leaf { serial, names: &request.names, not_before, not_after, key: &request.key };
        let signed = self
            .inner
            .issuer
            .sign(&leaf)
            .map_err(|error| Problem::new(Kind::ServerInternal, format!("Error issuing certificate: {error}")))?;
        let mut fingerprint = [0; 32];
        fingerprint.copy_from_slice(digest::digest(&digest::SHA256, signed.der()).as_ref());

        let state = &mut *self.inner.state();
        let names = ready(state, account, id, now)?.names.iter().map(|name| name.as_str().into()).collect();
        let certificate = Certificate {
            number: state.next_id(),
            names,
            not_before,
            not_after,
            issued_at: now,
            account,
            profile: profile.into(),
            fingerprint,
            replaced_by: None,
            replacing_order: None,
            revoked_at: None,
            window: None,
        };
        let chain_pem = format!("{}{}", signed.pem(), self.inner.issuer.intermediate_pem);
        self.commit(state, id, serial, certificate, chain_pem, now);
        let order = show(state, id, here, now).unwrap_or_default();
        let wait = self.inner.settings.poll_retry_after.filter(|_| order["status"] == "processing");
        Ok(Reply::json(StatusCode::OK, &order).at(here.order(id)).retry_after(wait))
    }

    fn commit(
        &self,
        state: &mut State,
        id: u64,
        serial: Serial,
        certificate: Certificate,
        chain_pem: String,
        now: Timestamp,
    ) {
        let processing_polls = self.inner.settings.processing_polls;
        let Some(order) = state.orders.get_mut(&id) else { return };
        order.outcome = Outcome::Issued { chain_pem, processing_polls };
        let (standing, names) = (order.standing, order.names.clone());
        if let Some((_, replaced)) = order.replaces.as_ref()
            && let Some(replaced) = state.certificates.get_mut(replaced)
        {
            replaced.replaced_by = Some(serial);
        }
        state.certificates.insert(serial, certificate);
        state.counters.certificates += 1;
        self.draw_for_certificate(state, standing, &names, now);
        state.finish_order(id);
    }

    fn fail(&self, id: u64, problem: &Problem) {
        let state = &mut *self.inner.state();
        if let Some(order) = state.orders.get_mut(&id) {
            order.outcome = Outcome::Failed(problem.clone());
            state.finish_order(id);
        }
    }
}

/// The order, if it can be finalized.
fn ready(state: &State, account: u64, id: u64, now: Timestamp) -> Result<&crate::state::Order, Problem> {
    let order = own_order(state, account, id)?;
    match status(state, order, now) {
        "ready" => Ok(order),
        other => {
            let detail = format!("Order's status ({other:?}) is not acceptable for finalization");
            Err(Problem::new(Kind::OrderNotReady, detail))
        }
    }
}

fn rechecks(state: &State, id: u64, now: Timestamp) -> Vec<Recheck> {
    let Some(order) = state.orders.get(&id) else { return Vec::new() };
    let authorizations = order.authorizations.iter().filter_map(|id| state.authorizations.get(id));
    authorizations
        .filter_map(|authorization| match authorization.state {
            AuthorizationState::Valid { by, at } if now.since(at) > CAA_FRESHNESS => {
                Some(Recheck { name: authorization.name.clone(), method: by })
            }
            _ => None,
        })
        .collect()
}
