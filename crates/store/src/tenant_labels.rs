//! Labels of tenants, and the one certificate for all names below each.

use crate::error::{Conflict, StoreError};
use crate::reader::Reader;
use crate::signals::Signal;
use crate::sql::statements;
use crate::tx::Tx;
use crate::value::values;
use nameplate_domain::route::TenantLabel;
use nameplate_domain::tenancy::TenantId;
use nameplate_domain::time::Timestamp;

/// That a tenant is in service and has something below its label.
macro_rules! in_use {
    () => {
        "suspended_at_ms IS NULL AND EXISTS (SELECT 1 FROM routes WHERE routes.tenant_id = tenants.id)"
    };
}

statements! { tenants by "id";
    OF_TENANT = "SELECT id, label FROM tenants WHERE id = $1 AND label IS NOT NULL";
    HOLDER = "SELECT id FROM tenants WHERE label = $1";
    IN_USE = concat!("SELECT id FROM tenants WHERE label = $1 AND ", in_use!());
    WANTED = concat!(
        "SELECT id, label FROM tenants WHERE label IS NOT NULL AND wildcard_until_ms IS NULL \
         AND COALESCE(wildcard_retry_at_ms, 0) <= $1 AND ", in_use!(),
        " ORDER BY COALESCE(wildcard_retry_at_ms, 0) LIMIT $2"
    );
    GIVE = "UPDATE tenants SET label = $2 WHERE id = $1 AND label IS NULL";
    NOTE_CERTIFICATE = "UPDATE tenants SET wildcard_until_ms = $2, wildcard_retry_at_ms = $3 WHERE label = $1 \
                        AND (wildcard_until_ms IS DISTINCT FROM $2 OR wildcard_retry_at_ms IS DISTINCT FROM $3)";
}

impl Reader {
    /// The tenant's label; `None` before it has one.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn tenant_label(&self, tenant: TenantId) -> Result<Option<TenantLabel>, StoreError> {
        self.first(&OF_TENANT, values![tenant], |row| row.get("label").map(TenantLabel::trusted)).await
    }

    /// Whether some tenant has this label.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn is_label_taken(&self, label: &TenantLabel) -> Result<bool, StoreError> {
        Ok(self.first(&HOLDER, values![label.as_str()], |_| Ok(())).await?.is_some())
    }

    /// Whether the tenant of this label is in service and has a route: for whoever asks about the wildcard below it.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn is_label_in_use(&self, label: &str) -> Result<bool, StoreError> {
        Ok(self.first(&IN_USE, values![label], |_| Ok(())).await?.is_some())
    }

    /// Up to `limit` labels in use whose wildcard has no certificate and may be tried for one, those that never failed first.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn labels_wanting_certificates(
        &self,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<TenantLabel>, StoreError> {
        self.all(&WANTED, values![now, limit], |row| row.get("label").map(TenantLabel::trusted)).await
    }
}

impl Tx {
    /// The tenant's label; `None` before it has one.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn tenant_label(&mut self, tenant: TenantId) -> Result<Option<TenantLabel>, StoreError> {
        let rows = self.rows(&OF_TENANT, values![tenant]).await?;
        rows.first().map(|row| row.get("label").map(TenantLabel::trusted)).transpose()
    }

    /// Gives a tenant its label for good; `false` when it has one.
    ///
    /// # Errors
    /// [`Conflict::Identifier`] when another tenant has it.
    pub async fn give_label(&mut self, tenant: TenantId, label: &TenantLabel) -> Result<bool, StoreError> {
        Ok(self.execute_or(Conflict::Identifier, &GIVE, values![tenant, label.as_str()]).await? > 0)
    }

    /// Notes until when edges have a certificate for the wildcard below a label, and when a failed attempt is made again. Whether names below
    /// it may have one of their own hangs on that.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn note_wildcard(
        &mut self,
        label: &TenantLabel,
        wildcard: &str,
        until: Option<Timestamp>,
        retry_at: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        if self.execute(&NOTE_CERTIFICATE, values![label.as_str(), until, retry_at]).await? > 0 {
            self.causes(Signal::Route(wildcard.to_owned()));
        }
        Ok(())
    }
}
