//! The mirror of the certificates that edges serve.

use crate::error::StoreError;
use crate::reader::Reader;
use crate::row::Row;
use crate::signals::Signal;
use crate::sql::{claim, statements};
use crate::tx::Tx;
use crate::value::values;
use nameplate_domain::certificate::{Certificate, CertificateStatus};

statements! { certificates by "hostname";
    BY_HOSTNAME = "SELECT hostname, status, issuer, serial, fingerprint_sha256, not_before_ms, not_after_ms, problem, \
                   reported_at_ms FROM certificates WHERE hostname = $1";
    WANTED = "SELECT hostname FROM connections WHERE state = 'issuing_cert' ORDER BY state_since_ms LIMIT $1";
    REPORT_AGAIN = "UPDATE certificates SET status = $2, issuer = $3, fingerprint_sha256 = $5, not_before_ms = $6, \
                    not_after_ms = $7, problem = $8, reported_at_ms = $9 WHERE hostname = $1 AND serial = $4";
    // The condition lets one of two edges that report the same new certificate at once be the first.
    REPORT_NEW = "INSERT INTO certificates (hostname, status, issuer, serial, fingerprint_sha256, not_before_ms, not_after_ms, \
                  problem, reported_at_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
                  ON CONFLICT (hostname) DO UPDATE SET status = excluded.status, issuer = excluded.issuer, \
                  serial = excluded.serial, fingerprint_sha256 = excluded.fingerprint_sha256, \
                  not_before_ms = excluded.not_before_ms, not_after_ms = excluded.not_after_ms, problem = excluded.problem, \
                  reported_at_ms = excluded.reported_at_ms WHERE certificates.serial <> excluded.serial";
    COPY_END = concat!(
        "UPDATE connections SET certificate_until_ms = $2 WHERE hostname = $1 AND ", claim!(),
        " AND certificate_until_ms IS DISTINCT FROM $2"
    );
}

impl Reader {
    /// What edges last reported of this host name.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn certificate(&self, hostname: &str) -> Result<Option<Certificate>, StoreError> {
        self.first(&BY_HOSTNAME, values![hostname], certificate).await
    }

    /// Up to `limit` host names whose connection waits for a certificate, the longest waiting first.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn certificates_wanted(&self, limit: u32) -> Result<Vec<String>, StoreError> {
        self.all(&WANTED, values![limit], |row| row.get("hostname")).await
    }
}

impl Tx {
    /// Keeps what an edge reported, and when the certificate ends with the connection that holds the name. `true` when its
    /// serial number was not known: of reports of one certificate, exactly one gets that.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn upsert_certificate(&mut self, certificate: &Certificate) -> Result<bool, StoreError> {
        let values = values![
            &certificate.hostname,
            certificate.status.as_str(),
            &certificate.issuer,
            &certificate.serial,
            &certificate.fingerprint_sha256,
            certificate.not_before,
            certificate.not_after,
            certificate.problem.as_deref(),
            certificate.reported_at,
        ];
        let is_new = self.execute(&REPORT_AGAIN, values).await? == 0 && self.execute(&REPORT_NEW, values).await? > 0;
        if self.execute(&COPY_END, values![&certificate.hostname, certificate.not_after]).await? > 0 {
            self.causes(Signal::Route(certificate.hostname.clone()));
        }
        Ok(is_new && !certificate.serial.is_empty())
    }
}

fn certificate(row: &Row) -> Result<Certificate, StoreError> {
    let of_name = |name: &str| CertificateStatus::ALL.into_iter().find(|known| known.as_str() == name);
    Ok(Certificate {
        hostname: row.get("hostname")?,
        status: row.name("status", of_name)?,
        issuer: row.get("issuer")?,
        serial: row.get("serial")?,
        fingerprint_sha256: row.get("fingerprint_sha256")?,
        not_before: row.at_if_any("not_before_ms")?,
        not_after: row.at_if_any("not_after_ms")?,
        problem: row.get("problem")?,
        reported_at: row.at("reported_at_ms")?,
    })
}
