//! One order, from its names to a certificate (RFC 8555, 7.4).

mod authorize;
mod certificate;
mod poll;
mod withdrawal;

use crate::account::{Account, identifier};
use crate::directory::Pace;
use crate::error::{ALREADY_REPLACED, AcmeError, Asked, kind, with_good_nonce};
use crate::exchange::Witness;
use crate::secret::Secret;
use crate::stage::Stage;
use certificate::CertificateKey;
use http::StatusCode;
use instant_acme::{CertificateIdentifier, Error, Identifier, NewOrder, Order};
use nameplate_domain::issuance::method::Method;
use std::sync::Arc;
use withdrawal::Withdrawal;

/// What is wanted.
#[derive(Clone, Copy, Debug)]
pub struct OrderRequest<'a> {
    /// Names of the certificate, lower case, without trailing dots; a wildcard as `*.example.com`.
    pub names: &'a [&'a str],
    /// How each of them is proved, where the authority still wants a proof.
    pub method: Method,
    /// The certificate that this one takes the place of, DER (RFC 9773, 5). Left out if the authority does not take it.
    pub replaces: Option<&'a [u8]>,
    /// Profile, if not the one of the [`crate::Directory`].
    pub profile: Option<&'a str>,
}

/// A new certificate and its key.
#[derive(Clone, Debug)]
pub struct Issued {
    /// ECDSA P-256, PKCS #8.
    pub key_pkcs8: Secret,
    /// DER, leaf first, root not included.
    pub chain: Vec<Vec<u8>>,
    /// Whether the authority took it as the replacement of `replaces`; only then was it exempt from limits.
    pub is_replacement: bool,
}

/// Everything an order goes by.
struct Terms<'a> {
    request: OrderRequest<'a>,
    asked: Asked<'a>,
    pace: Pace,
}

pub(crate) async fn order(
    account: &Account,
    request: OrderRequest<'_>,
    stage: &Arc<dyn Stage>,
    witness: &Witness,
) -> Result<Issued, AcmeError> {
    let directory = &account.inner().directory;
    let name = request.names.first().copied().unwrap_or_default();
    let asked = Asked { name, method: Some(request.method), ..account.inner().asked(witness) };
    let terms = Terms { request, asked, pace: directory.pace };
    let mut withdrawal = Withdrawal::new(Arc::clone(stage));
    let issued = issue(account, &terms, &mut withdrawal).await;
    withdrawal.finish().await;
    issued
}

async fn issue(account: &Account, terms: &Terms<'_>, withdrawal: &mut Withdrawal) -> Result<Issued, AcmeError> {
    let (mut order, is_replacement) = open(account, terms).await?;
    authorize::authorize(&mut order, terms, withdrawal).await?;
    let key = CertificateKey::generate().map_err(|error| terms.asked.unavailable(error))?;
    let pem = poll::to_the_end(&mut order, terms, &key).await?;
    let chain = certificate::chain(&pem, &key, terms.request.names).map_err(|unfit| {
        terms.asked.odd("certificate_unfit", format!("The authority sent a certificate that cannot be used: {unfit}."))
    })?;
    Ok(Issued { key_pkcs8: key.into_secret(), chain, is_replacement })
}

/// The order, and whether it replaces the certificate it is to replace.
async fn open(account: &Account, terms: &Terms<'_>) -> Result<(Order, bool), AcmeError> {
    let (request, asked) = (&terms.request, &terms.asked);
    let names: Vec<Identifier> = request.names.iter().map(|name| Identifier::Dns((*name).to_owned())).collect();
    let profile = request.profile.or(account.inner().directory.profile.as_deref());
    let plain = || {
        let order = NewOrder::new(&names);
        match profile {
            Some(profile) => order.profile(profile),
            None => order,
        }
    };
    if let Some(replaced) = replaced(account, terms) {
        let wanted = plain().replaces(replaced);
        match with_good_nonce!(account.protocol.new_order(&wanted)) {
            Ok(order) => return Ok((order, true)),
            Err(error) if !is_about_replacing(&error, asked.witness) => return Err(asked.failed(error)),
            Err(error) => tracing::info!(
                acme.authority = asked.authority,
                server.name = asked.name,
                error = &error as &dyn std::error::Error,
                "The authority does not take the order as a replacement; it is made as a plain one."
            ),
        }
    }
    let wanted = plain();
    let order = with_good_nonce!(account.protocol.new_order(&wanted)).map_err(|error| asked.failed(error))?;
    Ok((order, false))
}

/// The identifier of the replaced certificate, where the authority understands it and the certificate has one.
fn replaced(account: &Account, terms: &Terms<'_>) -> Option<CertificateIdentifier<'static>> {
    account.renewal_info.as_ref()?;
    match identifier(terms.request.replaces?, &terms.asked) {
        Ok(identifier) => Some(identifier),
        Err(error) => {
            tracing::warn!(
                server.name = terms.asked.name,
                error = &error as &dyn std::error::Error,
                "The certificate to be replaced cannot be named; the order is made as a plain one."
            );
            None
        }
    }
}

/// Whether the same order without `replaces` may fare better: the certificate was replaced already (RFC 9773, 5), is unknown, is
/// another account's or has no name in common, for which authorities have their own words, down to an error of theirs (pebble); or
/// the authority took the order and said nothing of `replaces`.
fn is_about_replacing(error: &Error, witness: &Witness) -> bool {
    match error {
        Error::Api(problem) => {
            matches!(kind(problem), None | Some(ALREADY_REPLACED | "malformed" | "unauthorized" | "serverInternal"))
        }
        _ => witness.seen().status == Some(StatusCode::CREATED),
    }
}

#[cfg(test)]
mod tests {
    use super::is_about_replacing;
    use crate::exchange::Witness;
    use instant_acme::{Error, Problem};
    use serde_json::json;

    #[test]
    fn a_plain_order_is_tried_where_replacing_may_be_what_fails() {
        let cases = [
            (Some("urn:ietf:params:acme:error:alreadyReplaced"), true),
            (Some("urn:ietf:params:acme:error:malformed"), true),
            (Some("urn:ietf:params:acme:error:unauthorized"), true),
            (Some("urn:ietf:params:acme:error:serverInternal"), true),
            (None, true),
            (Some("urn:ietf:params:acme:error:rateLimited"), false),
            (Some("urn:ietf:params:acme:error:rejectedIdentifier"), false),
            (Some("urn:ietf:params:acme:error:accountDoesNotExist"), false),
        ];
        for (kind, expected) in cases {
            let problem: Problem = serde_json::from_value(json!({ "type": kind, "status": 500 })).unwrap();
            assert_eq!(is_about_replacing(&Error::Api(problem), &Witness::default()), expected, "{kind:?}");
        }
    }
}
