//! The control plane as an edge in the same process sees it: calls instead of requests.

use nameplate_control::{CertificateOutcome, CertificateReport, Control, EdgeOrders, Refused, RouteChanges};
use nameplate_domain::time::Timestamp;
use nameplate_edge::{
    Answer, AskError, CertificateOutcome as EdgeOutcome, CertificateReport as EdgeReport, ControlPlane, EdgeStatus,
    Purpose, Verdict, Wanted,
};
use std::time::Duration;

/// Answers an edge from [`Control`].
#[derive(Clone, Debug)]
pub struct LocalControlPlane {
    control: Control,
    edge_id: String,
}

impl LocalControlPlane {
    /// For the edge `edge_id`.
    #[must_use]
    pub fn new(control: Control, edge_id: String) -> Self {
        Self { control, edge_id }
    }
}

impl ControlPlane for LocalControlPlane {
    fn ask<'a>(&'a self, name: &'a str, purpose: Purpose) -> Answer<'a, Verdict> {
        Box::pin(async move {
            let answer = self.control.ask(name, purpose).await.map_err(|refused| as_ask_error(&refused))?;
            Ok(Verdict { allow: answer.allow, origin: answer.origin.map(|origin| origin.to_string()) })
        })
    }

    fn wanted(&self, cursor: Option<String>, wait: Duration) -> Answer<'_, Wanted> {
        Box::pin(async move {
            let orders = self.control.edge_orders(&self.edge_id, cursor.as_deref(), wait).await;
            let EdgeOrders { hostnames, renew, changes } = orders.map_err(|refused| as_ask_error(&refused))?;
            let RouteChanges { changed, all_changed, cursor } = changes;
            Ok(Wanted { hostnames, renew, changed, all_changed, cursor: Some(cursor) })
        })
    }

    fn report(&self, report: EdgeReport) -> Answer<'_, ()> {
        Box::pin(async move {
            self.control
                .note_certificate(&self.edge_id, as_noted(report))
                .await
                .map_err(|refused| as_ask_error(&refused))
        })
    }

    fn note_status(&self, status: EdgeStatus) -> Answer<'_, ()> {
        Box::pin(async move {
            self.control.note_edge(&self.edge_id, status).await.map_err(|refused| as_ask_error(&refused))
        })
    }
}

fn as_noted(report: EdgeReport) -> CertificateReport {
    let outcome = match report.outcome {
        EdgeOutcome::Stored {
            issuer,
            serial,
            fingerprint_sha256,
            not_before_ms,
            not_after_ms,
            names,
            authority,
            chain,
            renew_at_ms,
            renewal,
        } => CertificateOutcome::Stored {
            issuer,
            serial,
            fingerprint_sha256,
            not_before: Timestamp::from_ms(not_before_ms),
            not_after: Timestamp::from_ms(not_after_ms),
            names,
            authority: Some(authority),
            chain,
            renew_at: renew_at_ms.map(Timestamp::from_ms),
            renewal,
        },
        EdgeOutcome::Failed { detail, problem } => CertificateOutcome::Failed { detail, problem },
        EdgeOutcome::Removed => CertificateOutcome::Removed,
    };
    CertificateReport { hostname: report.hostname, outcome }
}

fn as_ask_error(refused: &Refused) -> AskError {
    match refused {
        Refused::Invalid { .. } => AskError::Status { status: 400 },
        other => AskError::Unreachable { detail: other.to_string() },
    }
}
