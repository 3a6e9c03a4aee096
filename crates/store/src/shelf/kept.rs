//! Keys and chains.

use super::{ShelfStore, chain};
use crate::error::StoreError;
use crate::row::Row;
use crate::sql::statements;
use crate::tx::Tx;
use crate::value::{Value, values};
use aws_lc_rs::digest::{SHA256, digest};
use nameplate_domain::certificate_name::CertificateName;
use nameplate_domain::issuance::entry::KeptCertificate;
use nameplate_domain::time::Timestamp;

/// Names that one read can ask for.
const ASKED_TOGETHER_MAX: usize = 4;

statements! { edge_certificates by "name";
    // A future start counts as valid: the visitor's clock is not ours, and a clock that is slow here must not order anew. Strictly
    // before the end, although RFC 5280, 4.1.2.5 includes it: whoever loads a certificate must be able to use it.
    VALID = "SELECT edge_certificates.name, edge_entries.authority, edge_entries.not_before_ms, edge_entries.not_after_ms, \
             edge_certificates.private_key, edge_certificates.leaf, edge_chains.chain FROM edge_entries \
             JOIN edge_certificates ON edge_certificates.name = edge_entries.name \
             JOIN edge_chains ON edge_chains.id = edge_certificates.chain_id \
             WHERE edge_entries.name IN ($1, $2, $3, $4) AND edge_entries.removed_at_ms IS NULL \
             AND edge_entries.not_after_ms > $5";
    KEEP_CHAIN = "INSERT INTO edge_chains (id, chain) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING";
    KEEP = "INSERT INTO edge_certificates (name, private_key, leaf, chain_id) VALUES ($1, $2, $3, $4) \
            ON CONFLICT (name) DO UPDATE SET private_key = excluded.private_key, leaf = excluded.leaf, \
            chain_id = excluded.chain_id";
    DELETE = "DELETE FROM edge_certificates WHERE name = $1";
}

impl ShelfStore {
    /// Of these names, the first that has a certificate whose end is after `now` and is not removed.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn certificate(
        &self,
        names: &[CertificateName],
        now: Timestamp,
    ) -> Result<Option<KeptCertificate>, StoreError> {
        let reader = self.store.reader();
        for names in names.chunks(ASKED_TOGETHER_MAX) {
            let texts: Vec<String> = names.iter().map(ToString::to_string).collect();
            let mut values = [Value::Text(None); ASKED_TOGETHER_MAX + 1];
            for (value, text) in values.iter_mut().zip(&texts) {
                *value = text.into();
            }
            values[ASKED_TOGETHER_MAX] = now.into();
            let found = reader.all(&VALID, &values, kept).await?;
            let place = |kept: &KeptCertificate| names.iter().position(|name| *name == kept.name);
            if let Some(first) = found.into_iter().min_by_key(place) {
                return Ok(Some(first));
            }
        }
        Ok(None)
    }
}

/// Keeps a key with its chain, in place of what was there. Whoever calls has the name's line.
pub(super) async fn keep(tx: &mut Tx, name: &str, kept: &KeptCertificate) -> Result<(), StoreError> {
    let (leaf, below) = kept.chain.split_first().ok_or(StoreError::Unstorable("a certificate without a leaf"))?;
    let chain = chain::packed(below).ok_or(StoreError::Unstorable("a chain of more than 4 GiB"))?;
    let id = digest(&SHA256, &chain);
    tx.execute(&KEEP_CHAIN, values![id.as_ref(), chain.as_slice()]).await?;
    tx.execute(&KEEP, values![name, kept.key.as_slice(), leaf.as_slice(), id.as_ref()]).await.map(drop)
}

/// Deletes a key with its chain.
pub(super) async fn delete(tx: &mut Tx, name: &str) -> Result<(), StoreError> {
    tx.execute(&DELETE, values![name]).await.map(drop)
}

fn kept(row: &Row) -> Result<KeptCertificate, StoreError> {
    let chain: Vec<u8> = row.get("chain")?;
    let below = chain::unpacked(&chain).ok_or_else(|| row.unreadable("chain", "it is cut off".to_owned()))?;
    Ok(KeptCertificate {
        name: row.name("name", |name| CertificateName::parse(name).ok())?,
        key: row.get("private_key")?,
        chain: std::iter::once(row.get("leaf")?).chain(below).collect(),
        authority: row.get("authority")?,
        not_before: row.at("not_before_ms")?,
        not_after: row.at("not_after_ms")?,
    })
}
