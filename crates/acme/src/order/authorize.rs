//! Proving each name: answers to challenges are presented all together, and only then called ready.

use super::Terms;
use super::withdrawal::Withdrawal;
use crate::error::{AcmeError, with_good_nonce};
use crate::stage::Presented;
use futures_util::future::try_join_all;
use instant_acme::{
    AuthorizationHandle, AuthorizationState, AuthorizationStatus, ChallengeHandle, ChallengeStatus, ChallengeType,
    Error, Order, Problem,
};
use nameplate_domain::issuance::method::Method;
use nameplate_domain::issuance::problem::{Actor, Fault};

/// So often the authority is told that an answer is up.
const TRIES_MAX: u32 = 3;

/// Presents what the pending authorizations want and tells the authority so. Authorizations that are still valid from an earlier
/// order want nothing.
pub(super) async fn authorize(
    order: &mut Order,
    terms: &Terms<'_>,
    withdrawal: &mut Withdrawal,
) -> Result<(), AcmeError> {
    with_good_nonce!(load(order)).map_err(|error| terms.asked.failed(error))?;
    let wanted = wanted(order, terms).await?;
    withdrawal.remember(&wanted);
    let stage = withdrawal.stage();
    try_join_all(wanted.iter().map(|presented| stage.present(presented)))
        .await
        .map_err(|error| terms.asked.staging(&error))?;
    for place in 0..order.state().authorizations.len() {
        call_ready(order, place, terms).await?;
    }
    Ok(())
}

/// Why an order is invalid: the error of the challenge that failed, as the authority has it now; else the order's own.
pub(super) async fn why_invalid(order: &mut Order, terms: &Terms<'_>) -> AcmeError {
    if let Some(error) = refusal(order, terms).await {
        return error;
    }
    match order.state().error.clone() {
        Some(problem) => terms.asked.found_invalid(&problem),
        None => terms.asked.odd("order_invalid", "The authority ended the order and did not say why.".to_owned()),
    }
}

/// What the authority found instead of what it wanted, if it has. Some leave an order pending whose challenge has failed.
pub(super) async fn refusal(order: &mut Order, terms: &Terms<'_>) -> Option<AcmeError> {
    for place in 0..order.state().authorizations.len() {
        if let Ok(Standing::Refused(error)) = standing(order, place, terms).await {
            return Some(*error);
        }
    }
    None
}

/// Asks for every authorization once; what was asked for is not asked for again.
async fn load(order: &mut Order) -> Result<(), Error> {
    let mut authorizations = order.authorizations();
    while let Some(authorization) = authorizations.next().await {
        authorization?;
    }
    Ok(())
}

async fn wanted(order: &mut Order, terms: &Terms<'_>) -> Result<Vec<Presented>, AcmeError> {
    let mut wanted = Vec::new();
    let mut authorizations = order.authorizations();
    while let Some(authorization) = authorizations.next().await {
        let mut authorization = authorization.map_err(|error| terms.asked.failed(error))?;
        match authorization.status {
            AuthorizationStatus::Valid => {}
            AuthorizationStatus::Pending => wanted.push(answer(&mut authorization, terms)?),
            _ => return Err(refused(&authorization, terms)),
        }
    }
    Ok(wanted)
}

/// The answer that the authority will look for.
fn answer<'h>(authorization: &'h mut AuthorizationHandle<'h>, terms: &Terms<'_>) -> Result<Presented, AcmeError> {
    let method = terms.request.method;
    let host = base_name(authorization);
    let name = authorization.identifier().to_string();
    let offered: Vec<String> =
        authorization.challenges.iter().map(|offered| type_name(&offered.r#type).to_owned()).collect();
    let Some(challenge) = authorization.challenge(type_of(method)) else {
        return Err(terms.asked.about(&name).not_offered(method, &offered));
    };
    Ok(presented(host, method, &challenge))
}

fn presented(host: String, method: Method, challenge: &ChallengeHandle<'_>) -> Presented {
    let key_authorization = challenge.key_authorization();
    match method {
        Method::Http01 => Presented::Http01 {
            host,
            token: challenge.token.clone(),
            key_authorization: key_authorization.as_str().to_owned(),
        },
        Method::Dns01 => Presented::Dns01 { host, value: key_authorization.dns_value() },
        Method::TlsAlpn01 => {
            let mut digest = [0; 32];
            digest.copy_from_slice(key_authorization.digest().as_ref());
            Presented::TlsAlpn01 { host, digest }
        }
    }
}

/// Tells the authority that the answer is up. It may know already: another order of this account may have called the same
/// challenge ready, or its answer to us was lost. What it does not seem to know it is told again, for most authorities look without
/// saying that they do.
async fn call_ready(order: &mut Order, place: usize, terms: &Terms<'_>) -> Result<(), AcmeError> {
    let mut tries = 1;
    loop {
        let Err(error) = with_good_nonce!(say_ready(order, place, terms.request.method)) else { return Ok(()) };
        match standing(order, place, terms).await {
            Ok(Standing::UnderWay) => return Ok(()),
            Ok(Standing::Refused(refused)) => return Err(*refused),
            Ok(Standing::Untouched) if tries < TRIES_MAX && !matches!(error, Error::Api(_)) => tries += 1,
            Ok(Standing::Untouched) | Err(_) => return Err(terms.asked.failed(error)),
        }
    }
}

async fn say_ready(order: &mut Order, place: usize, method: Method) -> Result<(), Error> {
    let mut authorizations = order.authorizations();
    let mut passed = 0;
    while let Some(authorization) = authorizations.next().await {
        let mut authorization = authorization?;
        if passed == place && authorization.status == AuthorizationStatus::Pending {
            let Some(mut challenge) = authorization.challenge(type_of(method)) else { return Ok(()) };
            return challenge.set_ready().await;
        }
        passed += 1;
    }
    Ok(())
}

/// How far an authorization is.
enum Standing {
    /// The authority has not begun to look.
    Untouched,
    /// It looks, or has found what it wanted.
    UnderWay,
    /// It has found something else, or nothing.
    Refused(Box<AcmeError>),
}

/// How far the authorization at a place is now.
async fn standing(order: &mut Order, place: usize, terms: &Terms<'_>) -> Result<Standing, Error> {
    with_good_nonce!(standing_once(order, place, terms))
}

async fn standing_once(order: &mut Order, place: usize, terms: &Terms<'_>) -> Result<Standing, Error> {
    let mut authorizations = order.authorizations();
    let mut passed = 0;
    while let Some(authorization) = authorizations.next().await {
        let mut authorization = authorization?;
        if passed == place {
            let now = authorization.refresh().await?;
            return Ok(judge(now, terms));
        }
        passed += 1;
    }
    Ok(Standing::Untouched)
}

fn judge(authorization: &AuthorizationState, terms: &Terms<'_>) -> Standing {
    let is_begun = |status| status != ChallengeStatus::Pending;
    match authorization.status {
        AuthorizationStatus::Valid => Standing::UnderWay,
        AuthorizationStatus::Pending
            if authorization.challenges.iter().any(|challenge| challenge.status == ChallengeStatus::Invalid) =>
        {
            Standing::Refused(Box::new(refused(authorization, terms)))
        }
        AuthorizationStatus::Pending if authorization.challenges.iter().any(|challenge| is_begun(challenge.status)) => {
            Standing::UnderWay
        }
        AuthorizationStatus::Pending => Standing::Untouched,
        _ => Standing::Refused(Box::new(refused(authorization, terms))),
    }
}

/// Why an authorization is of no use: the words of the challenge that failed, where there are some.
fn refused(authorization: &AuthorizationState, terms: &Terms<'_>) -> AcmeError {
    let name = authorization.identifier().to_string();
    let asked = terms.asked.about(&name);
    match authorization.challenges.iter().find_map(|challenge| challenge.error.as_ref()) {
        Some(problem) => asked.found_invalid(problem),
        // It looked, and did not like what it saw: the name's failure, whatever it was.
        None if authorization.challenges.iter().any(|challenge| challenge.status == ChallengeStatus::Invalid) => asked
            .found_invalid(&Problem {
                r#type: Some("urn:ietf:params:acme:error:incorrectResponse".to_owned()),
                detail: Some("the challenge failed; the authority does not say why".to_owned()),
                status: None,
                subproblems: Vec::new(),
            }),
        None => {
            let status = format!("{:?}", authorization.status).to_lowercase();
            asked.odd(
                "authorization_unusable",
                format!("The authorization for {name} is {status}, and the authority does not say why."),
            )
        }
    }
}

impl crate::error::Asked<'_> {
    fn not_offered(&self, method: Method, offered: &[String]) -> AcmeError {
        let (name, offered) = (self.name, offered.join(", "));
        let message = format!("The authority does not take {method} for {name}; it offers {offered}.");
        self.own("challenge_not_offered", message, Actor::Operator, Fault::Authority)
    }
}

/// The name without `*.`.
fn base_name(authorization: &AuthorizationState) -> String {
    authorization.identifier().identifier.authorized(false).to_string()
}

const fn type_of(method: Method) -> ChallengeType {
    match method {
        Method::Http01 => ChallengeType::Http01,
        Method::TlsAlpn01 => ChallengeType::TlsAlpn01,
        Method::Dns01 => ChallengeType::Dns01,
    }
}

fn type_name(kind: &ChallengeType) -> &str {
    match kind {
        ChallengeType::Http01 => "http-01",
        ChallengeType::TlsAlpn01 => "tls-alpn-01",
        ChallengeType::Dns01 => "dns-01",
        ChallengeType::DeviceAttest01 => "device-attest-01",
        ChallengeType::Unknown(name) => name,
        _ => "another challenge",
    }
}
