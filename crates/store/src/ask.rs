//! What the edge asks: one read of one index, without joins.

use crate::error::StoreError;
use crate::reader::Reader;
use crate::row::Row;
use crate::sql::{claim, statements};
use crate::value::{Value, values};
use nameplate_domain::ask::Asked;
use nameplate_domain::connection::{Standing, State};
use nameplate_domain::hostname::covering_wildcard;
use nameplate_domain::time::Timestamp;

/// Names that one read can answer about.
pub const ASKED_TOGETHER_MAX: usize = 16;

statements! { connections by "hostname";
    HOLDERS_OF_MANY = concat!(
        "SELECT hostname, state, proven_at_ms, state_since_ms, certificate_until_ms, COALESCE(route_origin, origin) AS origin, suspended FROM connections \
         WHERE hostname IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, \
         $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32) AND ",
        claim!()
    );
    HOLDERS = concat!(
        "SELECT hostname, state, proven_at_ms, state_since_ms, certificate_until_ms, COALESCE(route_origin, origin) AS origin, suspended FROM connections \
         WHERE hostname IN ($1, $2) AND ",
        claim!()
    );
}

/// The holder of a name, as far as `ask` needs it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AskRow {
    /// Its host name: the one asked for, or the wildcard that covers it.
    pub hostname: String,
    /// What the answer hangs on. Where its tenant is suspended nobody serves it, and no wildcard of somebody else's answers in its place.
    pub asked: Asked,
    /// Where requests go: by the route that serves the name, or else by its application; `None` for the platform's default.
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

    /// [`Reader::ask`] about up to [`ASKED_TOGETHER_MAX`] names by one read; answers in the order of the names. Names beyond
    /// that number are not answered.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn ask_together(&self, names: &[&str], now: Timestamp) -> Result<Vec<Option<AskRow>>, StoreError> {
        let names = &names[..names.len().min(ASKED_TOGETHER_MAX)];
        let wildcards: Vec<Option<String>> = names.iter().map(|name| covering_wildcard(name)).collect();
        let mut values = [Value::Text(None); 2 * ASKED_TOGETHER_MAX];
        let asked = names.iter().copied().map(Some).chain(wildcards.iter().map(Option::as_deref));
        for (value, name) in values.iter_mut().zip(asked) {
            *value = Value::Text(name);
        }
        let holders = self.all(&HOLDERS_OF_MANY, &values, |row| ask_row(row, now)).await?;
        let of = |name: &str| holders.iter().find(|holder| holder.hostname == name);
        let answer =
            |(name, wildcard): (&&str, &Option<String>)| of(name).or_else(|| wildcard.as_deref().and_then(of)).cloned();
        Ok(names.iter().zip(&wildcards).map(answer).collect())
    }
}

fn ask_row(row: &Row, now: Timestamp) -> Result<AskRow, StoreError> {
    let state = row.name("state", State::from_name)?;
    let proven = row.at_if_any("proven_at_ms")?.is_some();
    Ok(AskRow {
        hostname: row.get("hostname")?,
        asked: Asked {
            standing: Standing { state, proven },
            state_since: row.at("state_since_ms")?,
            has_certificate: row.at_if_any("certificate_until_ms")?.is_some_and(|until| until > now),
            suspended: row.get("suspended")?,
        },
        origin: row.get("origin")?,
    })
}
