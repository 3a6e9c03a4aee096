//! Accounts: made, changed, ended (RFC 8555, 7.3).

use crate::ca::TestCa;
use crate::jws::Envelope;
use crate::keys::PublicKey;
use crate::problem::{Kind, Problem};
use crate::reply::Reply;
use crate::route::Here;
use crate::serve::Signed;
use crate::state::Account;
use aws_lc_rs::hmac;
use http::StatusCode;
use serde_json::{Value, json};
use std::sync::Arc;

impl TestCa {
    /// `newAccount`: an account for the key, or the one it has.
    pub(crate) fn new_account(&self, signed: Signed, here: &Here) -> Result<Reply, Problem> {
        let payload = signed.payload.unwrap_or_default();
        let known = self.inner.state().account_of_key.get(&signed.key.thumbprint).copied();
        if let Some(id) = known {
            return Ok(Reply::json(StatusCode::OK, &self.show_account(id)).at(here.account(id)));
        }
        if payload["onlyReturnExisting"] == true {
            let detail = "No account exists with the provided key";
            return Err(Problem::new(Kind::AccountDoesNotExist, detail));
        }
        if payload["termsOfServiceAgreed"] != true {
            return Err(Problem::malformed("must agree to terms of service"));
        }
        let contacts = contacts(&payload)?.unwrap_or_default();
        self.check_binding(&payload["externalAccountBinding"], &signed.key, here)?;
        let id = {
            let state = &mut *self.inner.state();
            let id = state.next_id();
            state.account_of_key.insert(signed.key.thumbprint.clone(), id);
            let account = Account { uri: here.account(id), key: signed.key, contacts, is_deactivated: false };
            state.accounts.insert(id, account);
            state.counters.accounts += 1;
            id
        };
        Ok(Reply::json(StatusCode::CREATED, &self.show_account(id)).at(here.account(id)))
    }

    /// The binding to an external account (RFC 8555, 7.3.4).
    fn check_binding(&self, binding: &Value, key: &PublicKey, here: &Here) -> Result<(), Problem> {
        let Some(external) = &self.inner.settings.external_accounts else { return Ok(()) };
        if binding.is_null() {
            let detail = "No external account binding in the request, and this authority requires one";
            return Err(Problem::new(Kind::ExternalAccountRequired, detail));
        }
        let refuse = |what: &str| Problem::unauthorized(format!("The external account binding is not valid: {what}"));
        let envelope = Envelope::from_json(binding)?;
        envelope.requires_algorithm("HS256")?;
        if envelope.header("url") != Some(&here.url) {
            return Err(refuse("its url is not that of the request"));
        }
        if !envelope.protected["nonce"].is_null() {
            return Err(refuse("it must not have a nonce"));
        }
        let secret =
            envelope.header("kid").and_then(|kid| external.get(kid)).ok_or_else(|| refuse("unknown key identifier"))?;
        let secret = hmac::Key::new(hmac::HMAC_SHA256, secret);
        hmac::verify(&secret, envelope.signed.as_bytes(), &envelope.signature)
            .map_err(|_| refuse("wrong signature"))?;
        let bound = PublicKey::from_jwk(&crate::jws::json(&envelope.payload, "the binding's payload")?)?;
        if bound.thumbprint == key.thumbprint { Ok(()) } else { Err(refuse("it binds another key")) }
    }

    /// Shows, changes or deactivates an account (RFC 8555, 7.3.2 and 7.3.6).
    pub(crate) fn update_account(&self, id: u64, payload: Option<&Value>) -> Result<Reply, Problem> {
        if let Some(payload) = payload {
            let contacts = contacts(payload)?;
            let state = &mut *self.inner.state();
            if let Some(account) = state.accounts.get_mut(&id) {
                match payload["status"].as_str() {
                    None => {}
                    Some("deactivated") => account.is_deactivated = true,
                    Some(_) => return Err(Problem::malformed("Invalid value provided for status field")),
                }
                if let Some(contacts) = contacts {
                    account.contacts = contacts;
                }
            }
        }
        Ok(Reply::json(StatusCode::OK, &self.show_account(id)))
    }

    /// The orders of an account that are still remembered (RFC 8555, 7.1.2.1).
    pub(crate) fn account_orders(&self, account: u64, here: &Here) -> Reply {
        let mut ids: Vec<u64> = {
            let state = self.inner.state();
            state.orders.iter().filter(|(_, order)| order.account == account).map(|(id, _)| *id).collect()
        };
        ids.sort_unstable();
        let urls: Vec<String> = ids.into_iter().map(|id| here.order(id)).collect();
        Reply::json(StatusCode::OK, &json!({ "orders": urls }))
    }

    /// Gives an account another key (RFC 8555, 7.3.5).
    pub(crate) fn change_key(&self, account: u64, payload: &Value, here: &Here) -> Result<Reply, Problem> {
        let inner = Envelope::from_json(payload)?;
        let new_key = PublicKey::from_jwk(&inner.protected["jwk"])?;
        inner.requires_algorithm(new_key.algorithm())?;
        if !new_key.has_signed(inner.signed.as_bytes(), &inner.signature) {
            return Err(Problem::malformed("Inner JWS does not verify with embedded JWK"));
        }
        if inner.header("url") != Some(&here.url) || !inner.protected["nonce"].is_null() {
            return Err(Problem::malformed("Inner JWS must have the url of the outer one, and no nonce"));
        }
        let change = crate::jws::json(&inner.payload, "the inner payload")?;
        let old_key = PublicKey::from_jwk(&change["oldKey"])?;
        {
            let state = &mut *self.inner.state();
            if let Some(owner) = state.account_of_key.get(&new_key.thumbprint) {
                let mut problem = Problem::malformed("New key is already in use for a different account");
                problem.location = Some(here.account(*owner));
                return Err(problem.with_status(StatusCode::CONFLICT));
            }
            let known = state.accounts.get_mut(&account).ok_or_else(|| Problem::not_found("Account not found"))?;
            if change["account"] != known.uri.as_str() || old_key.thumbprint != known.key.thumbprint {
                return Err(Problem::malformed("Inner JWS does not name this account and its present key"));
            }
            state.account_of_key.remove(&known.key.thumbprint);
            state.account_of_key.insert(new_key.thumbprint.clone(), account);
            known.key = Arc::new(new_key);
        }
        Ok(Reply::json(StatusCode::OK, &self.show_account(account)))
    }

    fn show_account(&self, id: u64) -> Value {
        let state = self.inner.state();
        let Some(account) = state.accounts.get(&id) else { return Value::Null };
        let status = if account.is_deactivated { "deactivated" } else { "valid" };
        json!({ "status": status, "contact": account.contacts, "orders": format!("{}/orders", account.uri) })
    }
}

/// The contacts in a payload; mail addresses only (RFC 8555, 7.3).
fn contacts(payload: &Value) -> Result<Option<Vec<String>>, Problem> {
    let Some(given) = payload["contact"].as_array() else { return Ok(None) };
    let read = |contact: &Value| {
        let contact = contact.as_str().ok_or_else(|| Problem::malformed("a contact is no text"))?;
        let Some(address) = contact.strip_prefix("mailto:") else {
            return Err(Problem::new(Kind::UnsupportedContact, "only contact scheme 'mailto:' is supported"));
        };
        let is_plausible = address.split_once('@').is_some_and(|(user, host)| {
            !user.is_empty() && host.contains('.') && !host.contains('@') && !address.contains(['?', ','])
        });
        if is_plausible {
            Ok(contact.to_owned())
        } else {
            Err(Problem::new(Kind::InvalidContact, format!("unable to parse email address {address:?}")))
        }
    };
    given.iter().map(read).collect::<Result<_, _>>().map(Some)
}
