//! Challenges: looked at, and judged (RFC 8555, 8; RFC 8737).

use crate::authorizations::{own, show_challenge};
use crate::ca::TestCa;
use crate::caa::{self, Asking};
use crate::limits::Bucket;
use crate::orders::base;
use crate::problem::{Kind, Problem};
use crate::records::ChallengeType;
use crate::reply::Reply;
use crate::route::Here;
use crate::state::{AuthorizationState, State};
use crate::validate::{FailureCause, LookFailure};
use aws_lc_rs::digest;
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use http::StatusCode;
use std::future::poll_fn;
use std::task::Poll;
use std::time::Duration;

/// A valid authorization serves the order it was made for at least so long, even without reuse.
const SHORTEST_VALIDITY: Duration = Duration::from_secs(7 * 86_400);

/// What is being validated.
struct Job {
    id: u64,
    account: u64,
    account_uri: String,
    /// With `*.`.
    name: String,
    token: String,
    key_authorization: String,
    method: ChallengeType,
}

impl TestCa {
    /// POST to a challenge: the client is ready (RFC 8555, 7.5.1). The answer shows it as `processing`.
    pub(crate) async fn start_challenge(
        &self,
        account: u64,
        id: u64,
        method: ChallengeType,
        here: &Here,
    ) -> Result<Reply, Problem> {
        let (job, shown) = {
            let now = self.now();
            let state = &mut *self.inner.state();
            let authorization = own(state, account, id)?;
            if !authorization.offers(method) {
                return Err(Problem::not_found("No such challenge"));
            }
            if authorization.expires <= now {
                return Err(Problem::not_found("Expired authorization"));
            }
            let is_pending = matches!(authorization.state, AuthorizationState::Pending);
            let job = is_pending.then(|| self.job(state, account, id, method)).flatten();
            if let Some(authorization) = state.authorizations.get_mut(&id).filter(|_| job.is_some()) {
                authorization.state = AuthorizationState::Validating(method);
            }
            (job, show_challenge(own(state, account, id)?, id, method, here))
        };
        if let Some(job) = job {
            let ca = self.clone();
            let mut work = Box::pin(async move { ca.validate(job).await });
            let is_done = poll_fn(|context| Poll::Ready(work.as_mut().poll(context).is_ready())).await;
            if !is_done {
                tokio::spawn(work);
            }
        }
        Ok(Reply::json(StatusCode::OK, &shown).up(here.authorization(id)))
    }

    fn job(&self, state: &State, account: u64, id: u64, method: ChallengeType) -> Option<Job> {
        let (authorization, owner) = (state.authorizations.get(&id)?, state.accounts.get(&account)?);
        Some(Job {
            id,
            account,
            account_uri: owner.uri.clone(),
            name: authorization.name.clone(),
            token: authorization.token.clone(),
            key_authorization: format!("{}.{}", authorization.token, owner.key.thumbprint),
            method,
        })
    }

    async fn validate(&self, job: Job) {
        let verdict = match self.look(&job).await {
            Ok(()) => self.check_caa(&job.name, &job.account_uri, job.method).await,
            refused => refused,
        };
        let now = self.now();
        let settings = &self.inner.settings;
        let state = &mut *self.inner.state();
        let outcomes = state.counters.validations.entry(job.method).or_default();
        let Some(authorization) = state.authorizations.get_mut(&job.id) else { return };
        if !matches!(authorization.state, AuthorizationState::Validating(_)) {
            return;
        }
        let in_a_row = Bucket::InARow(job.account, base(&job.name).to_owned());
        match verdict {
            Ok(()) => {
                outcomes.valid += 1;
                authorization.state = AuthorizationState::Valid { by: job.method, at: now };
                authorization.expires = now.plus(settings.authorization_reuse.max(SHORTEST_VALIDITY));
                state.buckets.fill(&in_a_row);
                if !settings.authorization_reuse.is_zero() {
                    state.reuse_until(job.id, now.plus(settings.authorization_reuse));
                }
            }
            Err(problem) => {
                outcomes.invalid += 1;
                authorization.state = AuthorizationState::Invalid { by: job.method, problem };
                let failures = Bucket::Failures(job.account, base(&job.name).to_owned());
                let _ = state.buckets.take(failures, settings.limits.failed_authorizations, now);
                if state.buckets.take(in_a_row, settings.limits.consecutive_failures, now).is_err() {
                    state.paused.insert((job.account, base(&job.name).to_owned()));
                }
            }
        }
    }

    /// Fetches what the client set up, and compares.
    async fn look(&self, job: &Job) -> Result<(), Problem> {
        let validator = &self.inner.settings.validator;
        let host = base(&job.name);
        let digest = digest::digest(&digest::SHA256, job.key_authorization.as_bytes());
        match job.method {
            ChallengeType::Http01 => {
                let body = validator.http01(host, &job.token).await.map_err(to_problem)?;
                if body.trim_end() == job.key_authorization {
                    return Ok(());
                }
                Err(Problem::unauthorized(format!(
                    "The key authorization file from the server did not match this challenge. Expected {:?} (got {:?})",
                    job.key_authorization,
                    excerpt(&body)
                )))
            }
            ChallengeType::TlsAlpn01 => {
                let presented = validator.tls_alpn01(host).await.map_err(to_problem)?;
                if presented == digest.as_ref() {
                    return Ok(());
                }
                Err(Problem::unauthorized(format!(
                    "Incorrect validation certificate for tls-alpn-01 challenge. Requested {host}: Received certificate with acmeValidationV1 extension value {} but expected {}",
                    BASE64_URL_SAFE_NO_PAD.encode(presented),
                    BASE64_URL_SAFE_NO_PAD.encode(digest)
                )))
            }
            ChallengeType::Dns01 => {
                let (name, wanted) = (format!("_acme-challenge.{host}"), BASE64_URL_SAFE_NO_PAD.encode(digest));
                let values = validator.txt(&name).await.map_err(to_problem)?;
                if values.contains(&wanted) {
                    return Ok(());
                }
                Err(Problem::unauthorized(match values.as_slice() {
                    [] => format!("No TXT record found at {name}"),
                    [only] => format!("Incorrect TXT record {:?} found at {name}", excerpt(only)),
                    [first, more @ ..] => {
                        format!("Incorrect TXT record {:?} (and {} more) found at {name}", excerpt(first), more.len())
                    }
                }))
            }
        }
    }

    /// Whether CAA lets this authority issue for a name, proved in this way.
    pub(crate) async fn check_caa(&self, name: &str, account_uri: &str, method: ChallengeType) -> Result<(), Problem> {
        let settings = &self.inner.settings;
        let asking = Asking {
            name: base(name),
            is_wildcard: name.starts_with("*."),
            identities: &settings.caa_identities,
            account: account_uri,
            method: method.as_str(),
        };
        caa::permits(settings.validator.as_ref(), asking).await
    }
}

fn excerpt(text: &str) -> String {
    text.chars().take(100).collect()
}

fn to_problem(failure: LookFailure) -> Problem {
    let kind = match failure.cause {
        FailureCause::Connection => Kind::Connection,
        FailureCause::Dns => Kind::Dns,
        FailureCause::Tls => Kind::Tls,
        FailureCause::Unauthorized => Kind::Unauthorized,
    };
    Problem::new(kind, failure.detail)
}
