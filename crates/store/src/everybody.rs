//! Connections of all tenants, for whoever runs the platform.

use crate::connections::{columns, connection};
use crate::error::StoreError;
use crate::reader::Reader;
use crate::sql::statements;
use crate::value::values;
use nameplate_domain::connection::Connection;
use nameplate_domain::tenancy::ConnectionId;
use uuid::Uuid;

statements! { connections by "id";
    // Identifiers are ordered by time.
    NEWEST = concat!("SELECT ", columns!(), " FROM connections WHERE id < $1 ORDER BY id DESC LIMIT $2");
}

impl Reader {
    /// Up to `limit` connections of all tenants, newest first, from after `before` on.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn connections_of_everybody(
        &self,
        before: Option<ConnectionId>,
        limit: u32,
    ) -> Result<Vec<Connection>, StoreError> {
        self.all(&NEWEST, values![before.unwrap_or(ConnectionId(Uuid::max())), limit], connection).await
    }
}
