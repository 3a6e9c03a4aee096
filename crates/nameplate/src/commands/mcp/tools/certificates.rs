//! Certificates.

use super::{limit, within};
use crate::commands::api::{Request, encoded, list};
use crate::commands::desk::Desk;
use crate::commands::ending::Stop;
use crate::commands::look::{Cell, Look, Tone};
use crate::commands::mcp::tool::{Effect, Tool};
use crate::commands::sheet::Report;
use async_trait::async_trait;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Furthest end of a certificate that can be asked for.
const DAYS_MAX: u32 = 365;

/// Which certificates there are.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CertificateList {
    /// Only of exactly this host name.
    hostname: Option<String>,
    /// Only with this status.
    status: Option<Status>,
    /// Only those that end within so many days.
    #[schemars(range(min = 1, max = 365))]
    expiring_within_days: Option<u32>,
    /// At most so many. Left out: 100.
    #[schemars(range(min = 1, max = 1000))]
    limit: Option<u32>,
}

/// What became of a certificate.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Status {
    Pending,
    Issued,
    Failed,
}

impl Status {
    const fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Issued => "issued",
            Self::Failed => "failed",
        }
    }
}

/// Certificates.
#[derive(Serialize, JsonSchema)]
pub(super) struct CertificatesReport {
    certificates: Vec<Entry>,
    /// Whether there are more than were asked for.
    has_more: bool,
}

/// The certificate of a domain.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
struct Entry {
    hostname: String,
    connection_id: String,
    application_id: String,
    certificate: Certificate,
}

/// A certificate.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
struct Certificate {
    /// `pending`, `issued` or `failed`.
    status: String,
    issuer: Option<String>,
    /// Which of the configured authorities that was.
    authority: Option<String>,
    serial: Option<String>,
    fingerprint_sha256: Option<String>,
    /// The names in it.
    names: Vec<String>,
    not_before: Option<String>,
    not_after: Option<String>,
    /// When it is to be replaced.
    next_renewal: Option<String>,
    /// Why the last attempt failed; null after a success.
    last_problem: Option<Problem>,
}

/// Why an attempt to get a certificate failed.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
struct Problem {
    code: String,
    /// What is wrong and what to do.
    message: String,
    /// Who can put it right.
    actor: String,
    /// When it is tried again.
    retry_at: Option<String>,
}

#[async_trait]
impl Tool for CertificateList {
    const NAME: &'static str = "certificate_list";
    const TITLE: &'static str = "List certificates";
    const ABOUT: &'static str = "Lists the certificates of domains with their ends and next renewals, and why one failed and who can put \
        that right.";
    const EFFECT: Effect = Effect::None;
    type Report = CertificatesReport;

    async fn run(self, desk: Desk<'_>) -> Result<Self::Report, Stop> {
        let limit = limit(self.limit)?;
        let days =
            self.expiring_within_days.map(|days| within("expiring_within_days", days, 1..=DAYS_MAX)).transpose()?;
        let filters = [
            ("hostname", self.hostname.as_deref().map(encoded)),
            ("status", self.status.map(|status| status.name().to_owned())),
            ("expiring_within_days", days.map(|days| days.to_string())),
        ];
        let query: Vec<String> =
            filters.into_iter().filter_map(|(name, value)| Some(format!("{name}={}", value?))).collect();
        let path = match query.is_empty() {
            true => "/v1/certificates".to_owned(),
            false => format!("/v1/certificates?{}", query.join("&")),
        };
        let (certificates, has_more) = list(desk.api, &path, limit as usize).await?;
        Ok(CertificatesReport { certificates, has_more })
    }
}

/// Having a certificate replaced.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CertificateRenew {
    /// The host name.
    hostname: String,
    /// Say what would be done and do nothing.
    #[serde(default)]
    dry_run: bool,
}

/// What was asked for.
#[derive(Serialize, JsonSchema)]
pub(super) struct RenewReport {
    dry_run: bool,
    /// Whether edges were asked to replace it.
    requested: bool,
    /// As it is now, before it is replaced.
    certificate: Entry,
}

#[async_trait]
impl Tool for CertificateRenew {
    const NAME: &'static str = "certificate_renew";
    const TITLE: &'static str = "Have a certificate replaced";
    const ABOUT: &'static str = "Asks the edges to replace a domain's certificate now; certificates are renewed in time without it. \
        certificate_list tells what came of it. With dry_run it only shows the certificate.";
    const EFFECT: Effect = Effect::Adds;
    type Report = RenewReport;

    async fn run(self, desk: Desk<'_>) -> Result<Self::Report, Stop> {
        let path = format!("/v1/certificates?hostname={}", encoded(&self.hostname));
        let (mut found, _) = list::<Entry>(desk.api, &path, 1).await?;
        let certificate = found.pop().ok_or_else(|| {
            Stop::failed(format!(
                "there is no certificate of {}, and no edge has tried to get one; see domain_explain",
                self.hostname
            ))
        })?;
        if !self.dry_run {
            let path = format!("/v1/connections/{}/certificate:renew", certificate.connection_id);
            desk.api.call(Request::post(path)).await?;
        }
        Ok(RenewReport { dry_run: self.dry_run, requested: !self.dry_run, certificate })
    }
}

fn row(entry: &Entry) -> [Cell; 5] {
    let Certificate { status, issuer, not_after, last_problem, .. } = &entry.certificate;
    let problem = last_problem.as_ref().map(|problem| problem.message.clone());
    [Some(entry.hostname.clone()), Some(status.clone()), issuer.clone(), not_after.clone(), problem]
        .map(|text| Cell::plain(text.unwrap_or_default()))
}

const TITLES: [&str; 5] = ["HOST", "STATUS", "ISSUER", "ENDS (UTC)", "PROBLEM"];

impl Report for CertificatesReport {
    fn lines(&self, look: Look) -> Vec<String> {
        let rows: Vec<[Cell; 5]> = self.certificates.iter().map(row).collect();
        look.table(TITLES, &rows)
    }
}

impl Report for RenewReport {
    fn lines(&self, look: Look) -> Vec<String> {
        let head = match self.dry_run {
            true => "Would ask the edges to replace this, and has not:",
            false => "The edges were asked to replace this:",
        };
        let mut lines = vec![look.paint(Tone::Plain, head)];
        lines.extend(look.table(TITLES, &[row(&self.certificate)]));
        lines
    }
}
