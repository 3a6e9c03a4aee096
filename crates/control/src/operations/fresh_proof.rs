//! Whether a connection is proven afresh only, and what its customer is told of that.

use crate::{Control, Refused};
use nameplate_domain::connection::{Connection, needs_fresh_proof};

impl Control {
    /// The connection, with the name's past judged now: another tenant may have let it go after the connection was made.
    pub(crate) async fn judge_freshness(&self, connection: Connection) -> Result<Connection, Refused> {
        if connection.fresh_proof || connection.standing().proven || connection.state.is_terminal() {
            return Ok(connection);
        }
        let released_at = self.reader().released_by_another(connection.tenant, connection.hostname.as_str()).await?;
        if !needs_fresh_proof(connection.takeover, released_at, self.now()) {
            return Ok(connection);
        }
        let mut tx = self.store.begin().await?;
        tx.note_fresh_proof(connection.tenant, connection.id).await?;
        tx.commit().await?;
        Ok(Connection { fresh_proof: true, ..connection })
    }
}

/// Why nothing but a record that is published by hand counts.
pub(crate) fn why_by_hand(connection: &Connection) -> String {
    match connection.takeover {
        true => "A takeover has to be proven by hand".to_owned(),
        false => format!(
            "{} belonged to another account within the last 30 days, so that it has to be proven by hand",
            connection.hostname
        ),
    }
}
