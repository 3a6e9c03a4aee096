//! Taking over a host name that another system of the same operator served until now.
//!
//! It comes in as any other: a connection that is pending, to be proven by the records that every connection offers. Instead of that the
//! operator may vouch for it, if it shows the certificate and has the private key (docs/decisions/0007-what-an-imported-name-is.md).

use super::apply::{Applied, RACES_MAX};
use super::create_connection::NewConnection;
use crate::{Control, Refused};
use nameplate_domain::application::Application;
use nameplate_domain::connection::{Connection, SetupType, UsageKind};
use nameplate_domain::evidence::{Proof, ProofMethod};
use nameplate_domain::hostname::Hostname;
use nameplate_domain::records::RecordType;
use nameplate_domain::tenancy::{ApplicationId, Caller};
use nameplate_domain::time::Timestamp;
use nameplate_store::{ConnectionFilter, Page};
use serde_json::{Value, json};
use std::time::Duration;

/// How long workers leave a new connection to the import, so that its certificate lies ready before anybody looks for it.
const HEAD_START: Duration = Duration::from_secs(5);
/// Open connections of one name and application that are looked at; there is hardly ever more than one.
const OPEN_MAX: u32 = 20;

/// The certificate by which an operator vouches: what it says, and that its private key was there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Vouched {
    /// The system that it was taken from.
    pub system: String,
    /// Who signed it.
    pub issuer: String,
    /// Lower-case hex.
    pub serial: String,
    /// SHA-256 of the DER form, lower-case hex.
    pub fingerprint_sha256: String,
    /// Every DNS name in it.
    pub names: Vec<String>,
    /// End of validity.
    pub not_after: Timestamp,
}

impl Vouched {
    /// As the audit log has it.
    pub(super) fn shown(&self) -> Value {
        json!({
            "system": self.system,
            "certificate": {
                "issuer": self.issuer, "serial": self.serial, "fingerprint_sha256": self.fingerprint_sha256,
                "names": self.names, "not_after": self.not_after.to_string(),
            },
        })
    }
}

/// How a name stands with the application that is to have it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NameStanding {
    /// Nobody holds it, and the application has no open connection of it.
    New,
    /// The application has a connection of it that is not proven.
    Pending(Box<Connection>),
    /// The application holds it.
    Held(Box<Connection>),
}

/// What can be done for a name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ImportPlan {
    /// The name.
    pub hostname: Hostname,
    /// How it stands.
    pub standing: NameStanding,
    /// Why the operator's word is not enough for it.
    pub no_vouching: Option<&'static str>,
}

impl Control {
    /// An application, whosever it is.
    ///
    /// # Errors
    /// [`Refused::NotFound`].
    pub async fn application_to_import_to(&self, id: ApplicationId) -> Result<Application, Refused> {
        self.reader().application_of_anybody(id).await?.ok_or(Refused::NotFound("application"))
    }

    /// Looks at a name that `application` is to have. Changes nothing.
    ///
    /// # Errors
    /// [`Refused::Invalid`] for what is no name that can be connected, and where another application holds it: of the same tenant or of
    /// another, of whom nothing is said.
    pub async fn plan_import(&self, application: &Application, hostname: &str) -> Result<ImportPlan, Refused> {
        let hostname =
            Hostname::parse(hostname, &self.platform.names()).map_err(|error| Refused::hostname("hostname", &error))?;
        let holder = self.reader().holder(hostname.as_str()).await?;
        let standing = match holder {
            Some(holder) if holder.application == application.id => NameStanding::Held(Box::new(holder)),
            Some(holder) if holder.tenant == application.tenant => {
                let other = holder.application;
                return Err(Refused::invalid(
                    "hostname",
                    format!("is held by another application of this tenant, {other}"),
                ));
            }
            Some(_) => return Err(Refused::invalid("hostname", "is held by another tenant; nothing is taken from it")),
            None => match self.pending(application, &hostname).await? {
                Some(pending) => NameStanding::Pending(Box::new(pending)),
                None => NameStanding::New,
            },
        };
        let no_vouching = match &standing {
            NameStanding::Held(_) => None,
            NameStanding::Pending(pending) if pending.takeover => Some("a takeover has to be proven by a DNS record"),
            NameStanding::Pending(pending) if pending.fresh_proof => Some(LET_GO),
            _ if self.was_let_go(application, &hostname).await? => Some(LET_GO),
            _ => None,
        };
        Ok(ImportPlan { hostname, standing, no_vouching })
    }

    /// The connection of a planned name, made now if there was none, pending. Its records are for people to publish: no credential that
    /// was lent moves visitors while names come in.
    ///
    /// # Errors
    /// [`Refused::Invalid`] for what the application's template makes of the name; [`Refused::QuotaExceeded`].
    pub async fn import_connection(&self, application: &Application, plan: &ImportPlan) -> Result<Connection, Refused> {
        if let NameStanding::Pending(connection) | NameStanding::Held(connection) = &plan.standing {
            return Ok((**connection).clone());
        }
        let new = NewConnection {
            application: application.id,
            hostname: plan.hostname.to_string(),
            setup_type: Some(SetupType::Manual),
            dns_records: None,
            batch_id: None,
            takeover: false,
        };
        let mut prepared = self.prepare_connection(application, SetupType::Manual, new).await?;
        let connection = &mut prepared.connection;
        // Name servers are not asked about ten thousand names at once.
        connection.due_at =
            Some(connection.created_at.plus(HEAD_START).plus(HEAD_START.mul_f64(self.chance.fraction())));
        let allowance = self.allowance(application.tenant, UsageKind::Connect).await?;
        let mut tx = self.store.begin().await?;
        self.add_connection(&Caller::operator(application.tenant), &mut tx, &allowance, &prepared).await?;
        tx.commit().await?;
        Ok(prepared.connection)
    }

    /// Proves a connection by the operator's word, on a certificate with its private key. The same step as any proof, and the same rule: what
    /// somebody else holds is not taken.
    ///
    /// # Errors
    /// [`Refused::HostnameConflict`] when somebody else holds the name by now; [`Refused::Invalid`] where the word is not enough, or the
    /// certificate is of another name; [`Refused::Ended`]; [`Refused::Contended`].
    pub async fn vouch_for(&self, mut connection: Connection, vouched: &Vouched) -> Result<Connection, Refused> {
        let hostname = connection.hostname.clone();
        if !vouched.names.iter().any(|name| name.eq_ignore_ascii_case(hostname.as_str())) {
            return Err(Refused::invalid("certificate", format!("does not name {hostname}")));
        }
        let operator = self.on_behalf_of(&Caller::operator(connection.tenant));
        for _ in 0..RACES_MAX {
            if connection.standing().holds_claim() {
                return Ok(connection);
            }
            if connection.state.is_terminal() {
                return Err(Refused::Ended(connection.state));
            }
            connection = self.judge_freshness(connection).await?;
            if connection.takeover || connection.fresh_proof {
                return Err(Refused::invalid("hostname", LET_GO));
            }
            let instead_of =
                self.offered_proofs(&connection).into_iter().find(|(method, _)| *method == ProofMethod::Txt);
            let (name, rtype) = instead_of
                .map_or_else(|| (hostname.to_string(), RecordType::Txt), |(_, record)| (record.host, record.rtype));
            let proof =
                Proof { method: ProofMethod::Operator, name, rtype, zone: None, servers: vec![], at: self.now() };
            match operator.take(&connection, &proof, None, Some(vouched)).await? {
                Applied::Moved(after) => {
                    self.asks.forget(after.hostname.as_str());
                    return Ok(*after);
                }
                Applied::Unchanged | Applied::Outdated => connection = self.read_again(&connection).await?,
            }
        }
        Err(Refused::Contended)
    }

    async fn pending(&self, application: &Application, hostname: &Hostname) -> Result<Option<Connection>, Refused> {
        let filter = ConnectionFilter {
            application: Some(application.id),
            hostname: Some(hostname.as_str().to_owned()),
            ..ConnectionFilter::default()
        };
        let found = self.reader().connections(application.tenant, &filter, Page::first(OPEN_MAX)).await?;
        Ok(found.into_iter().find(|connection| !connection.state.is_terminal()))
    }

    async fn was_let_go(&self, application: &Application, hostname: &Hostname) -> Result<bool, Refused> {
        let released_at = self.reader().released_by_another(application.tenant, hostname.as_str()).await?;
        Ok(nameplate_domain::connection::needs_fresh_proof(false, released_at, self.now()))
    }
}

/// Why the operator's word does not count.
const LET_GO: &str =
    "belonged to another tenant here within the last 30 days, so that it has to be proven by a DNS record";
