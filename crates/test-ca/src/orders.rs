//! Orders: accepted or refused, and shown (RFC 8555, 7.4).

use crate::ca::TestCa;
use crate::instants::rfc3339;
use crate::limits::{Bucket, Empty, LimitName};
use crate::names;
use crate::problem::{Kind, Problem};
use crate::reply::Reply;
use crate::route::Here;
use crate::state::{AuthorizationState, Order, Outcome, Serial, Standing, State};
use aws_lc_rs::digest;
use http::StatusCode;
use nameplate_domain::time::Timestamp;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::Duration;

/// How long an order may take.
const PATIENCE: Duration = Duration::from_secs(7 * 86_400);

impl TestCa {
    /// `newOrder`.
    pub(crate) fn new_order(&self, account: u64, payload: &Value, here: &Here) -> Result<Reply, Problem> {
        if !payload["notBefore"].is_null() || !payload["notAfter"].is_null() {
            return Err(Problem::malformed("NotBefore and NotAfter are not supported"));
        }
        let settings = &self.inner.settings;
        let wanted = payload["profile"].as_str();
        let profile_name = wanted.unwrap_or(&settings.default_profile);
        let profile = settings.profiles.get(profile_name).ok_or_else(|| {
            Problem::new(Kind::InvalidProfile, format!("profile name {profile_name:?} not recognized"))
        })?;
        let most = settings.limits.names.min(profile.names);
        let names = names::read(&payload["identifiers"], most, &settings.forbidden_names)?;
        let now = self.now();
        let state = &mut *self.inner.state();
        state.sweep(now);
        self.refuse_paused(state, account, &names, here)?;
        let replaces = match payload["replaces"].as_str() {
            Some(certificate) => {
                Some((certificate.to_owned(), self.replaced(state, account, &names, certificate, now)?))
            }
            None => None,
        };
        let standing = self.admit(state, account, &names, replaces.as_ref().map(|(_, serial)| serial), now)?;
        let expires = now.plus(PATIENCE);
        let authorizations = names.iter().map(|name| state.authorization_for(account, name, now, expires)).collect();
        let order = Order {
            account,
            names,
            authorizations,
            profile: profile_name.to_owned(),
            replaces,
            standing,
            expires,
            outcome: Outcome::Open,
        };
        let replaced = order.replaces.as_ref().map(|(_, serial)| *serial);
        let id = state.add_order(order);
        state.counters.exempt_orders += u64::from(standing == Standing::Exempt);
        if let Some(certificate) = replaced.and_then(|serial| state.certificates.get_mut(&serial)) {
            certificate.replacing_order = Some(id);
        }
        let order = show(state, id, here, now).unwrap_or_default();
        Ok(Reply::json(StatusCode::CREATED, &order).at(here.order(id)))
    }

    /// Names that failed too often in a row, until they are unpaused by hand.
    fn refuse_paused(&self, state: &mut State, account: u64, names: &[String], here: &Here) -> Result<(), Problem> {
        let is_paused = |name: &&str| state.paused.contains(&(account, (*name).to_owned()));
        let paused: Vec<&str> = if state.paused.is_empty() {
            Vec::new()
        } else {
            names.iter().map(|name| base(name)).filter(is_paused).collect()
        };
        if paused.is_empty() {
            return Ok(());
        }
        *state.counters.refusals.entry(LimitName::Paused).or_default() += 1;
        let detail = format!(
            "Your account is temporarily prevented from requesting certificates for {} and possibly others. Please visit: {}",
            paused.join(", "),
            here.to("/sfe/v1/unpause")
        );
        Err(Problem::new(Kind::RateLimited, detail))
    }

    /// Draws from the limits, unless the order is exempt.
    fn admit(
        &self,
        state: &mut State,
        account: u64,
        names: &[String],
        replaces: Option<&Serial>,
        now: Timestamp,
    ) -> Result<Standing, Problem> {
        if replaces.is_some_and(|serial| self.is_exempt(state, serial, now)) {
            return Ok(Standing::Exempt);
        }
        let limits = &self.inner.settings.limits;
        let set = set_of(names);
        let is_renewal = state.was_issued_lately(&set, now);
        let mut refusals: Vec<Empty> = Vec::new();
        {
            let buckets = &state.buckets;
            let mut check = |bucket: &Bucket, rate| refusals.extend(buckets.check(bucket, rate, now).err());
            for name in names.iter().map(|name| base(name)).collect::<BTreeSet<_>>() {
                check(&Bucket::Failures(account, name.to_owned()), limits.failed_authorizations);
            }
            check(&Bucket::Set(set), limits.certificates_per_set);
            if !is_renewal {
                if limits.certificates_per_domain.is_some() {
                    for domain in domains(names) {
                        check(&Bucket::Domain(domain), limits.certificates_per_domain);
                    }
                }
                check(&Bucket::Orders(account), limits.new_orders);
            }
        }
        if let Some(strictest) = refusals.into_iter().max_by_key(|refusal| refusal.wait) {
            *state.counters.refusals.entry(strictest.limit()).or_default() += 1;
            return Err(strictest.to_problem(now));
        }
        if is_renewal {
            return Ok(Standing::SameNames);
        }
        state.buckets.take(Bucket::Orders(account), limits.new_orders, now).map_err(|empty| empty.to_problem(now))?;
        Ok(Standing::New)
    }

    /// Draws what an issued certificate costs. Like Let's Encrypt, an order that was admitted is not refused here.
    pub(crate) fn draw_for_certificate(&self, state: &mut State, standing: Standing, names: &[String], now: Timestamp) {
        let limits = &self.inner.settings.limits;
        let set = set_of(names);
        state.remember_set(set, now);
        if standing == Standing::New && limits.certificates_per_domain.is_some() {
            for domain in domains(names) {
                let _ = state.buckets.take(Bucket::Domain(domain), limits.certificates_per_domain, now);
            }
        }
        if standing != Standing::Exempt {
            let _ = state.buckets.take(Bucket::Set(set), limits.certificates_per_set, now);
        }
    }

    /// POST-as-GET of an order.
    pub(crate) fn order(&self, account: u64, id: u64, here: &Here) -> Result<Reply, Problem> {
        let now = self.now();
        let state = &mut *self.inner.state();
        own_order(state, account, id)?;
        let is_processing = match state.orders.get_mut(&id).map(|order| &mut order.outcome) {
            Some(Outcome::Issued { processing_polls, .. }) => {
                let is_processing = *processing_polls > 0;
                *processing_polls = processing_polls.saturating_sub(1);
                is_processing
            }
            _ => false,
        };
        let mut order = show(state, id, here, now).unwrap_or_default();
        if is_processing {
            order["status"] = "processing".into();
            order.as_object_mut().map(|order| order.remove("certificate"));
        }
        let wait = self.inner.settings.poll_retry_after.filter(|_| is_processing);
        Ok(Reply::json(StatusCode::OK, &order).at(here.order(id)).retry_after(wait))
    }

    /// POST-as-GET of a certificate chain.
    pub(crate) fn certificate(&self, account: u64, id: u64) -> Result<Reply, Problem> {
        let state = self.inner.state();
        match &own_order(&state, account, id)?.outcome {
            Outcome::Issued { chain_pem, processing_polls: 0 } => Ok(Reply::chain(chain_pem.clone())),
            _ => Err(Problem::not_found("Certificate not found")),
        }
    }
}

/// An order, if it is this account's.
pub(crate) fn own_order(state: &State, account: u64, id: u64) -> Result<&Order, Problem> {
    state
        .orders
        .get(&id)
        .filter(|order| order.account == account)
        .ok_or_else(|| Problem::not_found(format!("No order for ID {id}")))
}

/// The status of an order (RFC 8555, 7.1.6).
pub(crate) fn status(state: &State, order: &Order, now: Timestamp) -> &'static str {
    match order.outcome {
        Outcome::Issued { processing_polls: 0, .. } => return "valid",
        Outcome::Issued { .. } => return "processing",
        Outcome::Failed(_) => return "invalid",
        Outcome::Open if order.expires <= now => return "invalid",
        Outcome::Open => {}
    }
    let mut status = "ready";
    for id in &order.authorizations {
        match state.authorizations.get(id).map(|authorization| &authorization.state) {
            Some(AuthorizationState::Valid { .. }) => {}
            Some(AuthorizationState::Pending | AuthorizationState::Validating(_)) => status = "pending",
            _ => return "invalid",
        }
    }
    status
}

/// An order as the protocol shows it (RFC 8555, 7.1.3).
pub(crate) fn show(state: &State, id: u64, here: &Here, now: Timestamp) -> Option<Value> {
    let order = state.orders.get(&id)?;
    let identifiers: Value = order.names.iter().map(|name| json!({ "type": "dns", "value": name })).collect();
    let authorizations: Value = order.authorizations.iter().map(|id| here.authorization(*id)).collect();
    let status = status(state, order, now);
    let url = here.order(id);
    let mut shown = json!({
        "status": status,
        "expires": rfc3339(order.expires),
        "identifiers": identifiers,
        "authorizations": authorizations,
        "finalize": format!("{url}/finalize"),
        "profile": order.profile,
    });
    if let Some((certificate, _)) = &order.replaces {
        shown["replaces"] = certificate.as_str().into();
    }
    if let Outcome::Failed(problem) = &order.outcome {
        shown["error"] = problem.to_json();
    }
    if status == "valid" {
        shown["certificate"] = here.to(&format!("/acme/certificate/{id}")).into();
    }
    Some(shown)
}

/// The name without `*.`.
pub(crate) fn base(name: &str) -> &str {
    name.strip_prefix("*.").unwrap_or(name)
}

fn domains(names: &[String]) -> BTreeSet<String> {
    names.iter().map(|name| names::registered_domain(name)).collect()
}

/// What an exact set of names is known by.
fn set_of(names: &[String]) -> [u8; 32] {
    let mut set = [0; 32];
    set.copy_from_slice(digest::digest(&digest::SHA256, names.join(",").as_bytes()).as_ref());
    set
}
