//! What the edge asks: one read of one index, without joins.

use crate::error::StoreError;
use crate::reader::Reader;
use crate::row::Row;
use crate::sql::{claim, statements};
use crate::value::values;
use nameplate_domain::connection::{Standing, State};
use nameplate_domain::hostname::covering_wildcard;
use nameplate_domain::time::Timestamp;

statements! { connections by "hostname";
    HOLDERS = concat!(
        "SELECT hostname, state, proven_at_ms, state_since_ms, certificate_until_ms, origin FROM connections \
         WHERE hostname IN ($1, $2) AND ",
        claim!()
    );
}

/// The holder of a name, as far as `ask` needs it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AskRow {
    /// Its host name: the one asked for, or the wildcard that covers it.
    pub hostname: String,
    /// State and proof.
    pub standing: Standing,
    /// When it entered its state.
    pub state_since: Timestamp,
    /// Whether an edge has a certificate for it that has not expired.
    pub has_certificate: bool,
    /// Where requests go; `None` for the platform's default.
    pub origin: Option<String>,
}

impl Reader {
    /// Who holds `name` (lower-case A-labels, no trailing dot), or else the wildcard that covers it. Connections that hold no
    /// claim are not seen.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn ask(&self, name: &str, now: Timestamp) -> Result<Option<AskRow>, StoreError> {
        let wildcard = covering_wildcard(name);
        let holders =
            self.all(&HOLDERS, values![name, wildcard.as_deref().unwrap_or(name)], |row| ask_row(row, now)).await?;
        // At most two: the claim is unique.
        Ok(holders.into_iter().max_by_key(|holder| holder.hostname == name))
    }
}

fn ask_row(row: &Row, now: Timestamp) -> Result<AskRow, StoreError> {
    let state = row.name("state", State::from_name)?;
    let proven = row.at_if_any("proven_at_ms")?.is_some();
    Ok(AskRow {
        hostname: row.get("hostname")?,
        standing: Standing { state, proven },
        state_since: row.at("state_since_ms")?,
        has_certificate: row.at_if_any("certificate_until_ms")?.is_some_and(|until| until > now),
        origin: row.get("origin")?,
    })
}
