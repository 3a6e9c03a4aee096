//! The mirror of the certificates that edges serve.

use crate::connections::json;
use crate::error::StoreError;
use crate::page::Page;
use crate::reader::Reader;
use crate::row::Row;
use crate::signals::Signal;
use crate::sql::{Sql, claim, statements};
use crate::tx::Tx;
use crate::value::{Value, values};
use nameplate_domain::certificate::{Certificate, CertificateStatus, Renewal};
use nameplate_domain::tenancy::{ApplicationId, ConnectionId, TenantId};
use nameplate_domain::time::Timestamp;

/// Names that one read asks about: a page of the usual size.
const NAMES_TOGETHER: usize = 25;

/// The columns that [`certificate`] reads.
macro_rules! columns {
    () => {
        "certificates.hostname, certificates.status, certificates.issuer, certificates.serial, \
         certificates.fingerprint_sha256, certificates.not_before_ms, certificates.not_after_ms, certificates.authority, \
         certificates.names, certificates.chain, certificates.renew_at_ms, certificates.renewal, certificates.problem, certificates.problem_detail, \
         certificates.renew_requested_at_ms, certificates.reported_at_ms"
    };
}

/// A page of a tenant's certificates, in the order of the connections that hold their names.
macro_rules! page {
    ($narrower:literal) => {
        concat!(
            "SELECT connections.id, connections.application_id, connections.created_at_ms, ",
            columns!(),
            " FROM connections JOIN certificates ON certificates.hostname = connections.hostname \
             WHERE connections.tenant_id = $1 AND (connections.created_at_ms, connections.id) < ($2, $3) AND ",
            claim!(),
            " AND (CAST($4 AS TEXT) IS NULL OR certificates.status = $4) \
             AND (CAST($5 AS BIGINT) IS NULL OR certificates.not_after_ms < $5) \
             AND (CAST($6 AS TEXT) IS NULL OR connections.hostname = $6)",
            $narrower,
            " ORDER BY connections.created_at_ms DESC, connections.id DESC LIMIT $7"
        )
    };
}

statements! { certificates by "hostname";
    BY_HOSTNAME = concat!("SELECT ", columns!(), " FROM certificates WHERE hostname = $1");
    // A page of a list asks about all of its names at once; a place that is not needed names one twice.
    OF_NAMES = concat!(
        "SELECT ", columns!(), " FROM certificates WHERE hostname IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, \
         $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)"
    );
    NEWEST = page!("");
    OF_HOSTNAME = page!(" AND connections.hostname = $6");
    // No condition on `state_since_ms`: it is another process's clock, which may be ahead.
    WANTED = concat!(
        "SELECT hostname FROM connections WHERE (state = 'issuing_cert' OR (delegated AND certificate_until_ms IS NULL AND ",
        claim!(),
        ")) AND NOT suspended AND COALESCE(certificate_retry_at_ms, 0) <= $1 \
         ORDER BY COALESCE(certificate_retry_at_ms, 0), state_since_ms LIMIT $2"
    );
    // Whoever suspended its holder said no for as long: an edge that is told of such a name would ask, and be told again.
    TO_RENEW = concat!(
        "SELECT hostname FROM certificates WHERE renew_requested_at_ms > reported_at_ms AND NOT EXISTS (SELECT 1 FROM \
         connections WHERE connections.hostname = certificates.hostname AND suspended AND ",
        claim!(),
        ") ORDER BY renew_requested_at_ms LIMIT $1"
    );
    // A millisecond later than the last report at least, so that no clock that is behind makes the request an old one.
    REQUEST_RENEWAL = "UPDATE certificates SET renew_requested_at_ms = \
                       CASE WHEN $2 > reported_at_ms THEN $2 ELSE reported_at_ms + 1 END WHERE hostname = $1";
    REPORT_AGAIN = "UPDATE certificates SET status = $2, issuer = $3, fingerprint_sha256 = $5, not_before_ms = $6, \
                    not_after_ms = $7, authority = $8, names = $9, renew_at_ms = $10, problem = $11, problem_detail = $12, \
                    retry_at_ms = $13, reported_at_ms = $14, chain = $15, renewal = $16 WHERE hostname = $1 AND serial = $4";
    // The condition lets one of two edges that report the same new certificate at once be the first.
    REPORT_NEW = "INSERT INTO certificates (hostname, status, issuer, serial, fingerprint_sha256, not_before_ms, not_after_ms, \
                  authority, names, renew_at_ms, problem, problem_detail, retry_at_ms, reported_at_ms, chain, renewal) \
                  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) \
                  ON CONFLICT (hostname) DO UPDATE SET status = excluded.status, issuer = excluded.issuer, \
                  serial = excluded.serial, fingerprint_sha256 = excluded.fingerprint_sha256, \
                  not_before_ms = excluded.not_before_ms, not_after_ms = excluded.not_after_ms, \
                  authority = excluded.authority, names = excluded.names, renew_at_ms = excluded.renew_at_ms, \
                  problem = excluded.problem, problem_detail = excluded.problem_detail, retry_at_ms = excluded.retry_at_ms, \
                  reported_at_ms = excluded.reported_at_ms, chain = excluded.chain, renewal = excluded.renewal \
                  WHERE certificates.serial <> excluded.serial";
    // The same value again: it keeps the row from others until the transaction ends.
    HOLD = concat!(
        "INSERT INTO certificates (hostname, status, issuer, serial, fingerprint_sha256, names, reported_at_ms) \
         VALUES ($1, $2, '', '', '', $3, $4) \
         ON CONFLICT (hostname) DO UPDATE SET reported_at_ms = certificates.reported_at_ms RETURNING ",
        columns!()
    );
    COPY_END = concat!(
        "UPDATE connections SET certificate_until_ms = $2 WHERE hostname = $1 AND ", claim!(),
        " AND certificate_until_ms IS DISTINCT FROM $2"
    );
    COPY_RETRY = concat!(
        "UPDATE connections SET certificate_retry_at_ms = $2 WHERE hostname = $1 AND ", claim!(),
        " AND certificate_retry_at_ms IS DISTINCT FROM $2"
    );
}

/// Which of a tenant's certificates to list. Everything that is given must hold.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CertificateFilter {
    /// Of this status.
    pub status: Option<CertificateStatus>,
    /// Valid until before this instant.
    pub expiring_before: Option<Timestamp>,
    /// Of exactly this host name.
    pub hostname: Option<String>,
}

impl CertificateFilter {
    fn statement(&self) -> &'static Sql {
        if self.hostname.is_some() { &OF_HOSTNAME } else { &NEWEST }
    }
}

/// A certificate in a tenant's list, with the connection that holds its name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ListedCertificate {
    /// The connection.
    pub connection: ConnectionId,
    /// The application it is for.
    pub application: ApplicationId,
    /// When the connection was made; with its identifier, the place in the list (see [`Page::before`]).
    pub connected_at: Timestamp,
    /// The certificate.
    pub certificate: Certificate,
}

impl Reader {
    /// What edges last reported of this host name.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn certificate(&self, hostname: &str) -> Result<Option<Certificate>, StoreError> {
        self.first(&BY_HOSTNAME, values![hostname], certificate).await
    }

    /// What edges last reported of these host names, in no order; names without a report are left out.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn certificates_of(&self, hostnames: &[&str]) -> Result<Vec<Certificate>, StoreError> {
        let mut found = Vec::new();
        for names in hostnames.chunks(NAMES_TOGETHER) {
            let values: [Value<'_>; NAMES_TOGETHER] =
                std::array::from_fn(|place| Value::from(names[place.min(names.len() - 1)]));
            found.extend(self.all(&OF_NAMES, &values, certificate).await?);
        }
        Ok(found)
    }

    /// The certificates of the host names that the tenant holds, in the order of their connections, newest first. Names of
    /// which no edge has reported anything are not in it.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn certificates(
        &self,
        tenant: TenantId,
        filter: &CertificateFilter,
        page: Page,
    ) -> Result<Vec<ListedCertificate>, StoreError> {
        let (at, id) = page.edge();
        let values = values![
            tenant,
            at,
            id,
            filter.status.map(CertificateStatus::as_str),
            filter.expiring_before,
            filter.hostname.as_deref(),
            page.limit,
        ];
        self.all(filter.statement(), values, listed).await
    }

    /// Up to `limit` host names that want a certificate: of connections that wait for one, and of those that could have one
    /// because their challenge is delegated and have none. Names that never failed come first, the longest waiting first of them;
    /// then those whose time to be tried again (`retry_at` of the reported problem) has come. A failure that was reported without
    /// such a time does not take the name off the list.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn certificates_wanted(&self, now: Timestamp, limit: u32) -> Result<Vec<String>, StoreError> {
        self.all(&WANTED, values![now, limit], |row| row.get("hostname")).await
    }

    /// Up to `limit` host names for which somebody asked for another certificate since an edge last reported, the longest
    /// waiting first.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn certificates_to_renew(&self, limit: u32) -> Result<Vec<String>, StoreError> {
        self.all(&TO_RENEW, values![limit], |row| row.get("hostname")).await
    }
}

impl Tx {
    /// What edges last reported of this host name, or `pending` where none did, which is written then. Until the transaction ends
    /// nobody else reports on the name, so that one of several reports of the same is the first.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn hold_certificate(&mut self, pending: &Certificate) -> Result<Certificate, StoreError> {
        let names = json(&pending.names);
        let values = values![&pending.hostname, pending.status.as_str(), &names, pending.reported_at];
        let held = self.rows(&HOLD, values).await?;
        held.first().map_or_else(|| Ok(pending.clone()), certificate)
    }

    /// Keeps what an edge reported, and with the connection that holds the name, when the certificate ends and when a failed
    /// attempt is made again. `true` when its serial number was not known: of reports of one certificate, exactly one gets that. `renew_requested_at` is not written:
    /// that is [`Tx::request_renewal`]'s.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn upsert_certificate(&mut self, certificate: &Certificate) -> Result<bool, StoreError> {
        let (names, chain) = (json(&certificate.names), json(&certificate.chain));
        let trouble = certificate.trouble.as_ref().map(json);
        let retry_at = certificate.trouble.as_ref().and_then(|trouble| trouble.retry_at);
        let values = values![
            &certificate.hostname,
            certificate.status.as_str(),
            &certificate.issuer,
            &certificate.serial,
            &certificate.fingerprint_sha256,
            certificate.not_before,
            certificate.not_after,
            certificate.authority.as_deref(),
            &names,
            certificate.renew_at,
            certificate.problem.as_deref(),
            trouble.as_deref(),
            retry_at,
            certificate.reported_at,
            &chain,
            certificate.renewal.map(Renewal::as_str),
        ];
        let is_new = self.execute(&REPORT_AGAIN, values).await? == 0 && self.execute(&REPORT_NEW, values).await? > 0;
        if self.execute(&COPY_END, values![&certificate.hostname, certificate.not_after]).await? > 0 {
            self.causes(Signal::Route(certificate.hostname.clone()));
        }
        self.execute(&COPY_RETRY, values![&certificate.hostname, retry_at]).await?;
        Ok(is_new && !certificate.serial.is_empty())
    }

    /// Asks edges for another certificate, or for another attempt at the first one; `false` when no edge ever reported on this
    /// name, and nothing is written.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn request_renewal(&mut self, hostname: &str, now: Timestamp) -> Result<bool, StoreError> {
        let is_known = self.execute(&REQUEST_RENEWAL, values![hostname, now]).await? > 0;
        if is_known {
            self.causes(Signal::CertificateWanted);
        }
        Ok(is_known)
    }
}

fn listed(row: &Row) -> Result<ListedCertificate, StoreError> {
    Ok(ListedCertificate {
        connection: row.id("id", ConnectionId)?,
        application: row.id("application_id", ApplicationId)?,
        connected_at: row.at("created_at_ms")?,
        certificate: certificate(row)?,
    })
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
        authority: row.get("authority")?,
        names: row.json("names")?,
        chain: row.json("chain")?,
        renew_at: row.at_if_any("renew_at_ms")?,
        renewal: row.get::<Option<String>>("renewal")?.as_deref().and_then(Renewal::from_name),
        problem: row.get("problem")?,
        trouble: row.json_if_any("problem_detail")?,
        renew_requested_at: row.at_if_any("renew_requested_at_ms")?,
        reported_at: row.at("reported_at_ms")?,
    })
}
