//! The platform's ACME zone: which tokens are in use, the TXT values below them, and who may set them from outside.
//!
//! A token is the challenge of a connection, and is in use until the connection has ended.

use crate::connections::json;
use crate::error::StoreError;
use crate::reader::Reader;
use crate::row::Row;
use crate::sql::statements;
use crate::tx::Tx;
use crate::value::values;
use nameplate_domain::hostname::Hostname;
use nameplate_domain::tenancy::{ConnectionId, TenantId};
use nameplate_domain::time::Timestamp;
use std::fmt;
use uuid::Uuid;

/// That a connection has not ended, word for word as in the index `connections_token`.
macro_rules! in_use {
    () => {
        "state NOT IN ('failed','archived')"
    };
}

statements! { connections by "id";
    TOKENS = concat!(
        "SELECT challenge FROM connections WHERE ", in_use!(), " AND challenge > $1 ORDER BY challenge LIMIT $2"
    );
    TOKEN = concat!(
        "SELECT id, tenant_id, hostname FROM connections WHERE challenge = $1 AND ", in_use!()
    );
    TOKENS_CHANGED = concat!(
        "SELECT id, challenge, state_since_ms, ", in_use!(), " AS in_use FROM connections WHERE state_since_ms >= $1 \
         ORDER BY state_since_ms, id LIMIT $2"
    );
    ACCOUNT = concat!(
        "SELECT username, token, connection_id, password_hash, allow_from, acme_accounts.created_at_ms FROM acme_accounts \
         JOIN connections ON connections.id = acme_accounts.connection_id WHERE username = $1 AND NOT connections.suspended AND ", in_use!()
    );
    INSERT_ACCOUNT = "INSERT INTO acme_accounts (username, token, connection_id, password_hash, allow_from, created_at_ms) \
                      VALUES ($1, $2, $3, $4, $5, $6)";
    PURGE_ACCOUNTS = concat!(
        "DELETE FROM acme_accounts WHERE NOT EXISTS (SELECT 1 FROM connections WHERE \
         connections.id = acme_accounts.connection_id AND ", in_use!(), ")"
    );
}

/// Whose a token is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AcmeToken {
    /// The connection whose challenge it is.
    pub connection: ConnectionId,
    /// Its owner.
    pub tenant: TenantId,
    /// The name being connected.
    pub hostname: Hostname,
}

/// That a token came into use or out of it, or at least may have.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AcmeTokenChange {
    /// Which.
    pub token: String,
    /// Whether it is in use now.
    pub in_use: bool,
    /// When its connection entered its present state.
    pub at: Timestamp,
}

/// Who may set TXT values from outside by the protocol of acme-dns.
#[derive(Clone, PartialEq, Eq)]
pub struct AcmeAccount {
    /// Who.
    pub username: Uuid,
    /// The token whose values it may set.
    pub token: String,
    /// The connection whose challenge that is.
    pub connection: ConnectionId,
    /// Of the password; which hash, the caller knows. Never printed.
    pub password_hash: Vec<u8>,
    /// The networks it may come from, in CIDR notation; empty for any.
    pub allow_from: Vec<String>,
    /// When it was made.
    pub created_at: Timestamp,
}

impl fmt::Debug for AcmeAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AcmeAccount")
            .field("username", &self.username)
            .field("connection", &self.connection)
            .field("allow_from", &self.allow_from)
            .finish_non_exhaustive()
    }
}

impl Reader {
    /// Up to `limit` tokens that are in use, in the order of their texts, after `after`.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn acme_tokens(&self, after: Option<&str>, limit: u32) -> Result<Vec<String>, StoreError> {
        self.all(&TOKENS, values![after.unwrap_or_default(), limit], |row| row.get("challenge")).await
    }

    /// Whose the token is; `None` when it is not in use.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn acme_token(&self, token: &str) -> Result<Option<AcmeToken>, StoreError> {
        self.first(&TOKEN, values![token], acme_token).await
    }

    /// Up to `limit` tokens whose connection was made or moved at `since` or later, oldest first, also those that came out of
    /// use. What was written earlier may be committed later, and clocks differ: look back a few seconds. When there are `limit`
    /// of them, there may be more: load all anew.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn acme_tokens_changed_since(
        &self,
        since: Timestamp,
        limit: u32,
    ) -> Result<Vec<AcmeTokenChange>, StoreError> {
        let change = |row: &Row| {
            Ok(AcmeTokenChange {
                token: row.get("challenge")?,
                in_use: row.get("in_use")?,
                at: row.at("state_since_ms")?,
            })
        };
        self.all(&TOKENS_CHANGED, values![since, limit], change).await
    }

    /// The account of that name, while its token is in use.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn acme_account(&self, username: Uuid) -> Result<Option<AcmeAccount>, StoreError> {
        self.first(&ACCOUNT, values![username], account).await
    }
}

impl Tx {
    /// Adds an account.
    ///
    /// # Errors
    /// [`crate::Conflict::Identifier`] when there is one of this name already; else see [`StoreError`].
    pub async fn insert_acme_account(&mut self, account: &AcmeAccount) -> Result<(), StoreError> {
        let allow_from = json(&account.allow_from);
        let values = values![
            account.username,
            &account.token,
            account.connection,
            account.password_hash.as_slice(),
            &allow_from,
            account.created_at,
        ];
        self.execute(&INSERT_ACCOUNT, values).await.map(drop)
    }

    /// Deletes the accounts of connections that have ended; says how many there were.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn purge_acme_accounts(&mut self) -> Result<u64, StoreError> {
        self.execute(&PURGE_ACCOUNTS, values![]).await
    }
}

fn acme_token(row: &Row) -> Result<AcmeToken, StoreError> {
    Ok(AcmeToken {
        connection: row.id("id", ConnectionId)?,
        tenant: row.id("tenant_id", TenantId)?,
        hostname: Hostname::trusted(row.get("hostname")?),
    })
}

fn account(row: &Row) -> Result<AcmeAccount, StoreError> {
    Ok(AcmeAccount {
        username: row.get("username")?,
        token: row.get("token")?,
        connection: row.id("connection_id", ConnectionId)?,
        password_hash: row.get("password_hash")?,
        allow_from: row.json("allow_from")?,
        created_at: row.at("created_at_ms")?,
    })
}
