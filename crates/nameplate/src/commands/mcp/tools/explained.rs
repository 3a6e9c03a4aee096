//! Why a domain is not live, and what is wanted in DNS for it.

use crate::commands::api::answers::Connection;
use crate::commands::api::{Request, read};
use crate::commands::desk::Desk;
use crate::commands::domain::check::CertificateShown;
use crate::commands::domain::shown::{DomainShown, RecordShown, challenge_of, records, records_of, tone_of};
use crate::commands::ending::{Outcome, Stop};
use crate::commands::look::{Look, Tone};
use crate::commands::mcp::tool::{Effect, Tool};
use crate::commands::sheet::Report;
use async_trait::async_trait;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Why a domain is not live.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DomainExplain {
    /// The host name.
    hostname: String,
    /// The application that it was added for, by id or name; wanted where several are at it.
    application: Option<String>,
}

/// What is known of a domain.
#[derive(Serialize, JsonSchema)]
pub(super) struct ExplainReport {
    /// The claim, with why it is not live and who has to act.
    domain: DomainShown,
    /// The one record that proves the claim and stays published.
    challenge: Option<RecordShown>,
    /// The records that send visitors here, and what the last check saw in their place.
    records: Vec<RecordShown>,
    /// Where its requests go; null where nobody knows.
    route: Option<Origin>,
    /// What edges serve; null before there is one.
    certificate: Option<CertificateShown>,
}

/// Where requests go, and whether they do.
#[derive(Serialize, Deserialize, JsonSchema)]
struct Origin {
    origin: String,
    /// Who chose it: `route`, `connection`, `application` or `platform`.
    source: String,
    /// Whether edges serve the host name.
    served: bool,
    /// Why they do not; null when they do.
    why_not: Option<String>,
}

#[derive(Deserialize)]
struct Routed {
    #[serde(default)]
    route: Option<Origin>,
}

#[async_trait]
impl Tool for DomainExplain {
    const NAME: &'static str = "domain_explain";
    const TITLE: &'static str = "Explain a domain";
    const ABOUT: &'static str = "Says why a claimed domain is not live, or that it is, in one sentence, and who has to act; with the records \
        that are wanted in its DNS and what the last check saw there, its route and its certificate. It asks no name server: domain_check \
        does.";
    const EFFECT: Effect = Effect::None;
    type Report = ExplainReport;

    async fn run(self, desk: Desk<'_>) -> Result<Self::Report, Stop> {
        let application = desk.application_if(self.application.as_deref()).await?;
        let id = desk.the_one(&self.hostname, application.as_deref()).await?.id;
        let path = format!("/v1/connections/{id}");
        let answer = desk.api.call(Request::get(&path)).await?;
        let Routed { route } = read(answer.clone(), &path)?;
        let connection: Connection = read(answer, &path)?;
        Ok(ExplainReport {
            domain: DomainShown::from(&connection),
            challenge: challenge_of(&connection),
            records: records_of(&connection),
            route,
            certificate: connection.certificate.as_ref().map(CertificateShown::from),
        })
    }
}

impl Report for ExplainReport {
    fn lines(&self, look: Look) -> Vec<String> {
        let DomainShown { hostname_unicode, state, explanation, waiting_for, .. } = &self.domain;
        let mut lines = vec![
            look.labelled("domain", Tone::Strong, hostname_unicode),
            look.labelled("state", tone_of(state), &format!("{state}: {explanation}")),
            look.labelled("who must act", Tone::Plain, waiting_for),
        ];
        lines.extend(self.challenge.iter().map(|record| look.labelled("challenge", record.tone(), &record.told())));
        lines.extend(records(look, "records", &self.records));
        if let Some(Origin { origin, source, why_not, .. }) = &self.route {
            lines.push(look.labelled("origin", Tone::Plain, &format!("{origin} (of the {source})")));
            lines.extend(why_not.iter().map(|why| look.labelled("not served", Tone::Bad, why)));
        }
        lines.extend(self.certificate.iter().map(|certificate| certificate.line(look)));
        lines
    }

    fn outcome(&self) -> Outcome {
        match self.domain.waiting_for.as_str() {
            "customer" => Outcome::Pending,
            _ => Outcome::Done,
        }
    }
}
