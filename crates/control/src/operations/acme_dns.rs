//! The acme-dns contract: an account for a claim, and TXT values under its token.

use crate::audit::Deed;
use crate::keys::hash_of;
use crate::{Control, Refused};
use nameplate_domain::cidr::Cidr;
use nameplate_domain::connection::Connection;
use nameplate_domain::hostname::{Hostname, PlatformNames};
use nameplate_domain::route::FRONT_LABEL;
use nameplate_domain::tenancy::{Caller, ConnectionId, Scope};
use nameplate_store::{AcmeAccount, ConnectionFilter, Page, StoreError, TxtAnswer};
use serde_json::json;
use std::fmt;
use std::net::IpAddr;
use std::time::Duration;
use uuid::Uuid;

/// How long a TXT value is served after it was last set. Validation takes minutes, and who sets a value seldom takes it back.
const VALUE_LIFETIME: Duration = Duration::from_hours(1);
/// Length of the value of a DNS-01 challenge: base64url of SHA-256, without padding (RFC 8555, 8.4).
const TXT_LENGTH: usize = 43;
/// Length of an account's key, in characters.
pub(super) const KEY_LENGTH: usize = 40;
/// Most blocks of addresses of one account.
const ALLOWED_BLOCKS_MAX: usize = 100;

/// Which connection an account is for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Claim {
    /// The caller's connection of this host name that is furthest.
    Hostname(String),
    /// This one.
    Connection(ConnectionId),
}

/// A new account. The key is shown once.
#[derive(Clone, PartialEq, Eq)]
pub struct AcmeRegistration {
    /// `X-Api-User`.
    pub username: Uuid,
    /// `X-Api-Key`.
    pub key: String,
    /// The connection's token.
    pub subdomain: String,
    /// Where the values stand.
    pub fulldomain: String,
    /// From where it may be used, as it was asked for; empty for everywhere.
    pub allowfrom: Vec<String>,
}

impl fmt::Debug for AcmeRegistration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AcmeRegistration").field("username", &self.username).finish_non_exhaustive()
    }
}

/// Why a value was not set.
#[derive(Debug, thiserror::Error)]
pub enum TxtRefused {
    /// User, key, token or address do not fit. Which one is not told.
    #[error("forbidden")]
    Forbidden,
    /// Not 43 characters of base64url.
    #[error("the value is not that of a DNS-01 challenge")]
    BadTxt,
    /// The token is not in use: its connection has ended or moved.
    #[error("the token is not in use")]
    UnknownToken,
    /// The store failed.
    #[error("the store failed")]
    Store(#[from] StoreError),
}

impl Control {
    /// Makes an account for one connection of the caller, pending or proven. A connection may have several.
    ///
    /// # Errors
    /// [`Refused::MissingScope`] without `connections:write`; [`Refused::NotFound`]; [`Refused::Ended`];
    /// [`Refused::Invalid`] for the host name or `allowfrom`.
    pub async fn register_acme_account(
        &self,
        caller: &Caller,
        claim: Claim,
        allowfrom: Vec<String>,
    ) -> Result<AcmeRegistration, Refused> {
        caller.require(Scope::ConnectionsWrite)?;
        check_allowfrom(&allowfrom)?;
        let connection = self.claimed(caller, claim).await?;
        if connection.state.is_terminal() {
            return Err(Refused::Ended(connection.state));
        }
        let now = self.now();
        let registration = AcmeRegistration {
            username: self.chance.id(now),
            key: key_from(self.chance.bytes()),
            subdomain: connection.challenge.token().to_owned(),
            fulldomain: format!("{}.{}", connection.challenge.token(), self.platform.acme_zone()),
            allowfrom,
        };
        let account = AcmeAccount {
            username: registration.username,
            token: registration.subdomain.clone(),
            connection: connection.id,
            password_hash: hash_of(registration.key.as_bytes()).to_vec(),
            allow_from: registration.allowfrom.clone(),
            created_at: now,
        };
        let mut tx = self.store.begin().await?;
        tx.insert_acme_account(&account).await?;
        let shown = json!({ "username": account.username, "allowfrom": account.allow_from });
        self.audit(&mut tx, caller, Deed::new("connection.register_acme_account", connection.id).to(shown)).await?;
        tx.commit().await?;
        Ok(registration)
    }

    async fn claimed(&self, caller: &Caller, claim: Claim) -> Result<Connection, Refused> {
        let found = match claim {
            Claim::Connection(id) => self.reader().connection(caller.tenant, id).await?,
            Claim::Hostname(text) => {
                let hostname = Hostname::parse(&text, &PlatformNames::default())
                    .map_err(|error| Refused::hostname("hostname", &error))?;
                let filter = ConnectionFilter { hostname: Some(hostname.to_string()), ..ConnectionFilter::default() };
                let page = Page { limit: 100, before: None };
                let all = self.reader().connections(caller.tenant, &filter, page).await?;
                let open = all.into_iter().filter(|connection| !connection.state.is_terminal());
                open.max_by_key(|connection| (connection.standing().holds_claim(), connection.created_at))
            }
        };
        found.ok_or(Refused::NotFound("connection"))
    }

    /// Sets a TXT value for whoever shows user and key from an address that the account allows.
    ///
    /// # Errors
    /// [`TxtRefused`].
    pub async fn update_acme_txt(
        &self,
        user: &str,
        key: &str,
        subdomain: &str,
        txt: &str,
        from: Option<IpAddr>,
    ) -> Result<(), TxtRefused> {
        let shown = hash_of(key.as_bytes());
        let account = match Uuid::try_parse(user) {
            Ok(username) => self.reader().acme_account(username).await?,
            Err(_) => None,
        };
        // Hashes are compared, so that time tells nothing about the key.
        let account = account.filter(|account| account.password_hash == shown.as_slice() && allows(account, from));
        let account = account.ok_or(TxtRefused::Forbidden)?;
        if account.token != subdomain.to_ascii_lowercase() {
            return Err(TxtRefused::Forbidden);
        }
        match self.publish_txt(subdomain, txt).await {
            Err(TxtRefused::UnknownToken) => Err(TxtRefused::Forbidden),
            other => other,
        }
    }

    /// Sets a TXT value under a token that is in use, or under the front of routes; for our own edges. Nobody has an account for that one.
    ///
    /// # Errors
    /// [`TxtRefused::UnknownToken`], [`TxtRefused::BadTxt`], [`TxtRefused::Store`].
    pub async fn publish_txt(&self, token: &str, value: &str) -> Result<(), TxtRefused> {
        if !is_challenge_value(value) {
            return Err(TxtRefused::BadTxt);
        }
        let token = token.to_ascii_lowercase();
        if token != FRONT_LABEL && self.reader().acme_token(&token).await?.is_none() {
            return Err(TxtRefused::UnknownToken);
        }
        let now = self.now();
        let mut tx = self.store.begin().await?;
        let answer = TxtAnswer { token, value: value.to_owned(), expires_at: now.plus(VALUE_LIFETIME) };
        tx.put_txt_answer(&answer, now).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Takes a TXT value back; harmless when it is not there.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn withdraw_txt(&self, token: &str, value: &str) -> Result<(), StoreError> {
        let mut tx = self.store.begin().await?;
        tx.drop_txt_answer(&token.to_ascii_lowercase(), value, self.now()).await?;
        tx.commit().await
    }
}

/// Refuses what is no list of blocks of addresses.
///
/// # Errors
/// [`Refused::Invalid`] naming `allowfrom`.
pub fn check_allowfrom(allowfrom: &[String]) -> Result<(), Refused> {
    if allowfrom.len() > ALLOWED_BLOCKS_MAX || allowfrom.iter().any(|block| block.parse::<Cidr>().is_err()) {
        return Err(Refused::invalid("allowfrom", "must be a list of blocks such as 192.0.2.0/24"));
    }
    Ok(())
}

/// Whether an account may be used from there. Without a list, from everywhere; with one, an unknown address is refused.
fn allows(account: &AcmeAccount, from: Option<IpAddr>) -> bool {
    let is_listed = |from| {
        let mut blocks = account.allow_from.iter().filter_map(|block| block.parse::<Cidr>().ok());
        blocks.any(|block| block.contains(from))
    };
    account.allow_from.is_empty() || from.is_some_and(is_listed)
}

fn is_challenge_value(text: &str) -> bool {
    text.len() == TXT_LENGTH && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// Forty characters of base64url's alphabet: 240 random bits.
pub(super) fn key_from(bytes: [u8; KEY_LENGTH]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte & 63)])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use nameplate_domain::time::Timestamp;

    #[test]
    fn a_value_is_a_sha_256_in_base64url() {
        assert!(is_challenge_value(&"a".repeat(43)) && is_challenge_value(&"-_".repeat(22)[..43]));
        for wrong in ["", "a", &"a".repeat(42), &"a".repeat(44), &("a".repeat(42) + "=")] {
            assert!(!is_challenge_value(wrong), "{wrong}");
        }
    }

    #[test]
    fn a_list_of_blocks_excludes_everybody_else() {
        let account = |blocks: &[&str]| AcmeAccount {
            username: Uuid::nil(),
            token: String::new(),
            connection: ConnectionId(Uuid::nil()),
            password_hash: vec![],
            allow_from: blocks.iter().map(ToString::to_string).collect(),
            created_at: Timestamp::from_ms(0),
        };
        let from = |text: &str| text.parse::<IpAddr>().ok();
        assert!(allows(&account(&[]), None));
        assert!(allows(&account(&["192.0.2.0/24"]), from("192.0.2.7")));
        assert!(!allows(&account(&["192.0.2.0/24"]), from("198.51.100.7")));
        assert!(!allows(&account(&["192.0.2.0/24"]), None));
    }
}
