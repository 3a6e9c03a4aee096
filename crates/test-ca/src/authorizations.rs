//! Authorizations as they are shown and ended (RFC 8555, 7.1.4, 7.5 and 7.5.2).

use crate::ca::TestCa;
use crate::instants::rfc3339;
use crate::orders::base;
use crate::problem::Problem;
use crate::records::ChallengeType;
use crate::reply::Reply;
use crate::route::Here;
use crate::state::{Authorization, AuthorizationState, State};
use http::StatusCode;
use nameplate_domain::time::Timestamp;
use serde_json::{Value, json};

impl TestCa {
    /// POST-as-GET of an authorization.
    pub(crate) fn authorization(&self, account: u64, id: u64, here: &Here) -> Result<Reply, Problem> {
        let state = self.inner.state();
        let authorization = own(&state, account, id)?;
        let is_validating = matches!(authorization.state, AuthorizationState::Validating(_));
        let wait = self.inner.settings.poll_retry_after.filter(|_| is_validating);
        Ok(Reply::json(StatusCode::OK, &show(authorization, id, here, self.now())).retry_after(wait))
    }

    /// POST to an authorization: deactivation.
    pub(crate) fn update_authorization(
        &self,
        account: u64,
        id: u64,
        payload: &Value,
        here: &Here,
    ) -> Result<Reply, Problem> {
        if payload["status"] != "deactivated" {
            return Err(Problem::malformed("Invalid value provided for status field"));
        }
        let state = &mut *self.inner.state();
        let name = own(state, account, id)?.name.clone();
        state.stop_reuse(account, &name);
        if let Some(authorization) = state.authorizations.get_mut(&id) {
            authorization.state = AuthorizationState::Deactivated;
        }
        Ok(Reply::json(StatusCode::OK, &show(own(state, account, id)?, id, here, self.now())))
    }

    /// POST-as-GET of a challenge.
    pub(crate) fn challenge(
        &self,
        account: u64,
        id: u64,
        method: ChallengeType,
        here: &Here,
    ) -> Result<Reply, Problem> {
        let state = self.inner.state();
        let authorization = own(&state, account, id)?;
        let shown = show_challenge(authorization, id, method, here);
        Ok(Reply::json(StatusCode::OK, &shown).up(here.authorization(id)))
    }
}

/// An authorization, if it is this account's.
pub(crate) fn own(state: &State, account: u64, id: u64) -> Result<&Authorization, Problem> {
    state
        .authorizations
        .get(&id)
        .filter(|authorization| authorization.account == account)
        .ok_or_else(|| Problem::not_found("No such authorization"))
}

impl Authorization {
    /// The ways it can be proved: a wildcard by DNS only (RFC 8555, 8.4; Baseline Requirements 3.2.2.4).
    pub(crate) fn offers(&self, method: ChallengeType) -> bool {
        method == ChallengeType::Dns01 || !self.name.starts_with("*.")
    }
}

fn show(authorization: &Authorization, id: u64, here: &Here, now: Timestamp) -> Value {
    let is_expired = authorization.expires <= now;
    let (status, tried) = match authorization.state {
        AuthorizationState::Pending | AuthorizationState::Validating(_) if is_expired => ("invalid", None),
        AuthorizationState::Pending | AuthorizationState::Validating(_) => ("pending", None),
        AuthorizationState::Valid { by, .. } if is_expired => ("expired", Some(by)),
        AuthorizationState::Valid { by, .. } => ("valid", Some(by)),
        AuthorizationState::Invalid { by, .. } => ("invalid", Some(by)),
        AuthorizationState::Deactivated => ("deactivated", None),
    };
    let is_shown = |method: &ChallengeType| authorization.offers(*method) && tried.is_none_or(|tried| tried == *method);
    let challenges: Value = ChallengeType::ALL
        .into_iter()
        .filter(is_shown)
        .map(|method| show_challenge(authorization, id, method, here))
        .collect();
    let mut shown = json!({
        "identifier": { "type": "dns", "value": base(&authorization.name) },
        "status": status,
        "expires": rfc3339(authorization.expires),
        "challenges": challenges,
    });
    if authorization.name.starts_with("*.") {
        shown["wildcard"] = true.into();
    }
    shown
}

pub(crate) fn show_challenge(authorization: &Authorization, id: u64, method: ChallengeType, here: &Here) -> Value {
    let mut shown = json!({
        "type": method.as_str(),
        "url": here.to(&format!("/acme/challenge/{id}/{}", method.as_str())),
        "token": authorization.token,
        "status": "pending",
    });
    match &authorization.state {
        AuthorizationState::Validating(by) if *by == method => shown["status"] = "processing".into(),
        AuthorizationState::Valid { by, at } if *by == method => {
            shown["status"] = "valid".into();
            shown["validated"] = rfc3339(*at).into();
        }
        AuthorizationState::Invalid { by, problem } if *by == method => {
            shown["status"] = "invalid".into();
            shown["error"] = problem.to_json();
        }
        _ => {}
    }
    shown
}
