//! What became of each name.

use nameplate_control::Control;
use nameplate_domain::connection::Connection;
use nameplate_import::Pair;
use serde::Serialize;
use serde_json::{Value, json};

/// What became of a name.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum What {
    /// Something of it came in.
    Imported,
    /// There was nothing to do, or nothing to carry over.
    Skipped,
    /// It could not come in.
    Refused,
}

/// One name, or one place that has none.
#[derive(Debug, Serialize)]
pub(super) struct Row {
    pub(super) hostname: Option<String>,
    pub(super) result: What,
    pub(super) why: String,
    pub(super) connection_id: Option<String>,
    pub(super) state: Option<String>,
    pub(super) proof: Option<&'static str>,
    pub(super) certificate: Option<CertificateShown>,
    /// Where it was taken from.
    pub(super) place: Option<String>,
    /// The records that prove it, of which one is enough; of a name that waits.
    pub(super) prove_by: Vec<Value>,
}

/// The certificate that came along.
#[derive(Debug, Serialize)]
pub(super) struct CertificateShown {
    issuer: String,
    serial: String,
    fingerprint_sha256: String,
    not_after: String,
    #[serde(skip)]
    until: String,
}

impl CertificateShown {
    pub(super) fn of(pair: &Pair) -> Self {
        let facts = &pair.facts;
        Self {
            issuer: facts.issuer.clone(),
            serial: facts.serial.clone(),
            fingerprint_sha256: facts.fingerprint_sha256.clone(),
            not_after: facts.not_after().to_string(),
            until: facts.not_after().to_the_second(),
        }
    }
}

impl Row {
    pub(super) fn new(hostname: Option<String>, result: What, why: String) -> Self {
        Self {
            hostname,
            result,
            why,
            connection_id: None,
            state: None,
            proof: None,
            certificate: None,
            place: None,
            prove_by: vec![],
        }
    }

    pub(super) fn from(self, place: String) -> Self {
        Self { place: Some(place), ..self }
    }

    pub(super) fn with(self, certificate: CertificateShown) -> Self {
        Self { certificate: Some(certificate), ..self }
    }

    pub(super) fn of(mut self, control: &Control, connection: &Connection) -> Self {
        self.connection_id = Some(connection.id.to_string());
        self.state = Some(connection.state.to_string());
        self.proof = connection.proof.as_ref().map(|proof| proof.method.as_str());
        if connection.proof.is_none() {
            let offered = control.offered_proofs(connection).into_iter();
            self.prove_by = offered
                .map(|(method, record)| {
                    json!({
                        "method": method.as_str(), "name": record.host, "type": record.rtype.as_str(), "value": record.value,
                    })
                })
                .collect();
        }
        self
    }
}

/// All of it.
#[derive(Debug)]
pub(super) struct Receipt {
    pub(super) dry_run: bool,
    pub(super) system: &'static str,
    pub(super) from: Vec<String>,
    pub(super) at: String,
    pub(super) tenant_id: String,
    pub(super) application_id: String,
    pub(super) operator_vouches: bool,
    pub(super) heard_within_s: u32,
    pub(super) stopped: Option<String>,
    pub(super) names: Vec<Row>,
}

impl Receipt {
    pub(super) fn count(&self, what: What) -> usize {
        self.names.iter().filter(|row| row.result == what).count()
    }

    pub(super) fn shown(&self) -> Value {
        json!({
            "dry_run": self.dry_run, "system": self.system, "from": self.from, "at": self.at, "tenant_id": self.tenant_id,
            "application_id": self.application_id, "operator_vouches": self.operator_vouches,
            "heard_within_s": self.heard_within_s, "stopped": self.stopped,
            "imported": self.count(What::Imported), "skipped": self.count(What::Skipped),
            "refused": self.count(What::Refused), "names": self.names,
        })
    }

    pub(super) fn rows(&self) -> Vec<[String; 5]> {
        let row = |row: &Row| {
            let result = match (row.result, self.dry_run) {
                (What::Imported, false) => "imported",
                (What::Imported, true) => "would come",
                (What::Skipped, _) => "skipped",
                (What::Refused, _) => "refused",
            };
            let until = row.certificate.as_ref().map(|certificate| certificate.until.clone()).unwrap_or_default();
            let name = row.hostname.clone().or_else(|| row.place.clone()).unwrap_or_default();
            [name, result.to_owned(), row.state.clone().unwrap_or_default(), until, row.why.clone()]
        };
        self.names.iter().map(row).collect()
    }

    pub(super) fn summary(&self) -> String {
        let [imported, skipped, refused] = [What::Imported, What::Skipped, What::Refused].map(|what| self.count(what));
        let came = if self.dry_run { "would come in" } else { "came in" };
        format!("{imported} {came}, {skipped} skipped, {refused} refused.")
    }
}
