//! Changing a connection: the only door to a change of state, and notes that change none.

use crate::connections::{columns, connection, json};
use crate::error::{Conflict, StoreError};
use crate::signals::Signal;
use crate::sql::statements;
use crate::tx::Tx;
use crate::value::values;
use nameplate_domain::connection::{Announcement, Connection, Effect, Problem, SetupType, State, Step};
use nameplate_domain::evidence::{Proof, RecordReport};
use nameplate_domain::tenancy::{ConnectionId, EventId, TenantId};
use nameplate_domain::time::Timestamp;
use serde_json::Value;

statements! { connections by "id";
    // What is known of the certificate is copied anew: a connection that becomes the holder finds one that was stored before. That a
    // proven name was let go is kept, since whoever else comes next has to prove it afresh.
    STEP = concat!(
        "UPDATE connections SET state = $5, version = version + 1, state_since_ms = $6, updated_at_ms = $6, suspended = EXISTS \
         (SELECT 1 FROM tenants WHERE tenants.id = connections.tenant_id AND suspended_at_ms IS NOT NULL), \
         proof = COALESCE($7, proof), proven_at_ms = COALESCE($8, proven_at_ms), reports = COALESCE($9, reports), \
         checked_at_ms = CASE WHEN CAST($9 AS TEXT) IS NULL THEN checked_at_ms ELSE $6 END, problem = $10, due_at_ms = $11, \
         certificate_until_ms = (SELECT not_after_ms FROM certificates WHERE certificates.hostname = connections.hostname), \
         certificate_retry_at_ms = (SELECT retry_at_ms FROM certificates WHERE certificates.hostname = connections.hostname), \
         released_at_ms = CASE WHEN CAST($5 AS TEXT) IN ('archived','failed') AND proven_at_ms IS NOT NULL THEN $6 \
         ELSE released_at_ms END \
         WHERE tenant_id = $1 AND id = $2 AND state = $3 AND version = $4 RETURNING ",
        columns!()
    );
    NOTE = "UPDATE connections SET reports = COALESCE($4, reports), problem = $5, due_at_ms = $6, checked_at_ms = $7, \
            updated_at_ms = $7 WHERE tenant_id = $1 AND id = $2 AND version = $3";
    CERTIFICATE = "SELECT id, certificates.issuer, certificates.serial, certificates.not_after_ms FROM connections \
                   JOIN certificates ON certificates.hostname = connections.hostname \
                   WHERE connections.id = $1 AND certificates.status = 'issued' AND certificates.not_after_ms > $2";
    NOTE_DELEGATION = "UPDATE connections SET delegated = $3 WHERE tenant_id = $1 AND id = $2 \
                       AND delegated IS DISTINCT FROM $3";
    NOTE_FRESH_PROOF = "UPDATE connections SET fresh_proof = TRUE WHERE tenant_id = $1 AND id = $2";
    NOTE_SETUP_TYPE = "UPDATE connections SET setup_type = $3 WHERE tenant_id = $1 AND id = $2";
}

/// What a step writes beside the state.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StepValues<'a> {
    /// How control was proven; `None` keeps what is there.
    pub proof: Option<Proof>,
    /// What a check saw; `None` keeps what is there.
    pub reports: Option<Vec<RecordReport>>,
    /// What stands in the way from now on; `None` for nothing.
    pub problem: Option<Problem>,
    /// When a worker shall look again; `None` for never.
    pub due_at: Option<Timestamp>,
    /// The present instant.
    pub now: Timestamp,
    /// A fresh identifier for each announcement of the step, in its order.
    pub event_ids: &'a [EventId],
}

impl Tx {
    /// Carries out a step: the state if the connection is still as it was in `before`, and with it every announcement and
    /// every count that the step causes. The only door to a change of state. Gives the connection as it is then.
    ///
    /// # Errors
    /// [`StoreError::LostRace`] when the connection was changed since `before` was read; [`Conflict::Hostname`] when the step
    /// makes it the holder of a name that another connection holds. After either, drop the transaction.
    pub async fn commit_step(
        &mut self,
        before: &Connection,
        step: Step,
        set: StepValues<'_>,
    ) -> Result<Connection, StoreError> {
        let proof = set.proof.as_ref().map(json);
        let reports = set.reports.as_ref().map(json);
        let problem = set.problem.as_ref().map(json);
        let values = values![
            before.tenant,
            before.id,
            before.state.as_str(),
            before.version,
            step.to.as_str(),
            set.now,
            proof.as_deref(),
            set.proof.as_ref().map(|proof| proof.at),
            reports.as_deref(),
            problem.as_deref(),
            set.due_at,
        ];
        let rows = self.rows_or(Conflict::Hostname, &STEP, values).await?;
        let after = connection(rows.first().ok_or(StoreError::LostRace)?)?;
        self.write_effects(&after, step.effects, set.event_ids, set.now).await?;
        self.signal_step(before, &after, set.now);
        Ok(after)
    }

    /// Keeps what a check saw without a change of state; `false` when the connection was moved meanwhile, and nothing is kept.
    /// `reports`: `None` keeps what is there.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn note_check(
        &mut self,
        connection: &Connection,
        reports: Option<&[RecordReport]>,
        problem: Option<&Problem>,
        due_at: Option<Timestamp>,
        checked_at: Timestamp,
    ) -> Result<bool, StoreError> {
        let reports = reports.map(|reports| json(&reports));
        let problem = problem.map(json);
        let values = values![
            connection.tenant,
            connection.id,
            connection.version,
            reports.as_deref(),
            problem.as_deref(),
            due_at,
            checked_at,
        ];
        Ok(self.execute(&NOTE, values).await? > 0)
    }

    /// Notes whether the `_acme-challenge` CNAME of a tenant's connection was seen and is right; `false` when that was known, or there
    /// is no such connection, and nothing is written.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn note_delegation(
        &mut self,
        tenant: TenantId,
        id: ConnectionId,
        delegated: bool,
    ) -> Result<bool, StoreError> {
        let changed = self.execute(&NOTE_DELEGATION, values![tenant, id, delegated]).await? > 0;
        if changed && delegated {
            self.causes(Signal::CertificateWanted);
        }
        Ok(changed)
    }

    /// Writes that only a fresh DNS challenge proves the connection from now on.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn note_fresh_proof(&mut self, tenant: TenantId, id: ConnectionId) -> Result<(), StoreError> {
        self.execute(&NOTE_FRESH_PROOF, values![tenant, id]).await.map(|_| ())
    }

    /// Writes how records get into the zone from now on.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn note_setup_type(
        &mut self,
        tenant: TenantId,
        id: ConnectionId,
        setup_type: SetupType,
    ) -> Result<(), StoreError> {
        self.execute(&NOTE_SETUP_TYPE, values![tenant, id, setup_type.as_str()]).await.map(|_| ())
    }

    async fn write_effects(
        &mut self,
        after: &Connection,
        effects: &[Effect],
        event_ids: &[EventId],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let data = serde_json::json!({ "hostname": after.hostname.as_str() });
        let mut ids = event_ids.iter();
        for effect in effects {
            match *effect {
                Effect::Announce(kind) => {
                    let id = ids.next().ok_or(StoreError::EventIdMissing)?;
                    match kind {
                        Announcement::SslIssued => {
                            let data = self.with_certificate(after, data.clone(), now).await?;
                            self.announce(after, kind, *id, &data, now).await?;
                        }
                        Announcement::Added => {
                            let mut data = data.clone();
                            data["setup_type"] = after.setup_type.as_str().into();
                            self.announce(after, kind, *id, &data, now).await?;
                        }
                        Announcement::Transferred => {
                            let mut data = data.clone();
                            data["direction"] = if after.state.is_terminal() { "away" } else { "here" }.into();
                            self.announce(after, kind, *id, &data, now).await?;
                        }
                        _ => self.announce(after, kind, *id, &data, now).await?,
                    }
                }
                Effect::Meter(kind) => self.count_usage(after.tenant, kind, 1, now).await?,
            }
        }
        Ok(())
    }

    /// Adds what is known of the certificate; nothing where somebody else terminates TLS.
    async fn with_certificate(
        &mut self,
        after: &Connection,
        mut data: Value,
        now: Timestamp,
    ) -> Result<Value, StoreError> {
        if let Some(row) = self.rows(&CERTIFICATE, values![after.id, now]).await?.first() {
            data["issuer"] = row.get::<String>("issuer")?.into();
            data["serial"] = row.get::<String>("serial")?.into();
            data["not_after"] = row.at("not_after_ms")?.to_string().into();
        }
        Ok(data)
    }

    fn signal_step(&mut self, before: &Connection, after: &Connection, now: Timestamp) {
        if before.standing().holds_claim() || after.standing().holds_claim() {
            self.causes(Signal::Route(after.hostname.to_string()));
        }
        let becomes_holder = after.standing().holds_claim() && !before.standing().holds_claim();
        if after.state == State::IssuingCert || (becomes_holder && after.delegated) {
            self.causes(Signal::CertificateWanted);
        }
        if after.state.is_terminal() && !before.state.is_terminal() {
            self.causes(Signal::AcmeToken(after.challenge.token().to_owned()));
        }
        if after.due_at.is_some_and(|due_at| due_at <= now) {
            self.causes(Signal::Due);
        }
    }
}
