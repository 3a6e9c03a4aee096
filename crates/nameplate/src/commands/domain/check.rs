//! `nameplate domain check`.

use super::args::Check;
use super::shown::{DomainShown, RecordShown, challenge_of, records, tone_of};
use crate::commands::api::answers::{Certificate, Connection, DomainReport, Existing, Finding};
use crate::commands::api::{Request, ask};
use crate::commands::desk::Desk;
use crate::commands::ending::{Outcome, Stop};
use crate::commands::look::{Look, Tone};
use crate::commands::sheet::Report;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::json;

/// How a domain stands.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::commands) struct CheckReport {
    hostname: String,
    /// The host name for people.
    hostname_unicode: String,
    /// The zone that owns the name; null when its servers could not be found.
    zone: Option<String>,
    /// Who runs the zone; null when that is not known.
    provider: Option<String>,
    /// How records would get into the zone: `manual`, `automatic` or `domain_connect`.
    setup_type: String,
    claim: Claim,
    /// One's own claim.
    domain: Option<DomainShown>,
    /// The record that proves the claim, as the zone's own servers have it now; null without a claim.
    challenge: Option<RecordShown>,
    traffic: Traffic,
    /// What edges serve; null without a proven claim, or before there is one.
    certificate: Option<CertificateShown>,
    /// What stands in the way or is worth knowing, the worst first.
    findings: Vec<FindingShown>,
}

/// Who has the name.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Claim {
    /// Nobody.
    Unclaimed,
    /// It is claimed here, and not proven yet.
    Pending,
    /// It is proven to be yours.
    Verified,
    /// Another application or tenant.
    Held,
}

/// Where visitors of the name are sent by its DNS.
#[derive(Debug, Serialize, JsonSchema)]
struct Traffic {
    leads_to: LeadsTo,
    /// The records that send visitors here.
    wanted: Vec<RecordShown>,
    /// What is there, as name, type and value.
    existing: Vec<String>,
}

/// Where that is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum LeadsTo {
    /// Here.
    Platform,
    /// To a content delivery network, whose origin is to be here.
    Cdn,
    /// To somebody else.
    Elsewhere,
    /// Nowhere: there are no records.
    Nowhere,
    /// No server of the zone could say.
    Unknown,
}

/// A certificate.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::commands) struct CertificateShown {
    /// `pending`, `issued` or `failed`.
    status: String,
    issuer: Option<String>,
    not_after: Option<String>,
    /// Why the last attempt failed, and who has to do what.
    problem: Option<String>,
}

/// One thing to know or to do.
#[derive(Debug, Serialize, JsonSchema)]
struct FindingShown {
    code: String,
    /// `blocking`, `warning` or `info`.
    severity: String,
    message: String,
    fix: String,
}

pub(in crate::commands) async fn run(args: Check, desk: Desk<'_>) -> Result<CheckReport, Stop> {
    let application = desk.application_if(args.app.as_deref()).await?;
    let own = desk.own(&args.hostname, application.as_deref()).await?;
    // The records that are wanted are those of the application that claims it.
    let application = application.or_else(|| own.as_ref().map(|own| own.application_id.clone()));
    let wish = match &application {
        Some(id) => json!({ "domain": args.hostname, "application_id": id }),
        None => json!({ "domain": args.hostname }),
    };
    let seen: DomainReport = ask(desk.api, Request::post("/v1/domains:check").with(wish)).await?;
    let own = match own {
        Some(own) => Some(desk.connection(&own.id).await?),
        None => None,
    };
    Ok(CheckReport::of(seen, own.as_ref()))
}

impl CheckReport {
    fn of(seen: DomainReport, own: Option<&Connection>) -> Self {
        let claim = match own {
            Some(own) if own.proof.is_some() => Claim::Verified,
            Some(_) if seen.available => Claim::Pending,
            None if seen.available => Claim::Unclaimed,
            _ => Claim::Held,
        };
        let seen_now = seen.challenge.as_ref().map(RecordShown::from);
        Self {
            claim,
            domain: own.map(DomainShown::from),
            challenge: own.and_then(|own| seen_now.or_else(|| challenge_of(own))),
            certificate: own.and_then(|own| own.certificate.as_ref()).map(CertificateShown::from),
            traffic: Traffic {
                leads_to: leads_to(&seen),
                wanted: seen.desired_records.iter().map(|record| wanted(record.into(), &seen)).collect(),
                existing: seen.existing_records.iter().map(text).collect(),
            },
            provider: seen.provider.name.or(seen.provider.key),
            findings: seen.conflicts.into_iter().map(FindingShown::from).collect(),
            hostname: seen.domain,
            hostname_unicode: seen.hostname_unicode,
            zone: seen.zone,
            setup_type: seen.setup_type,
        }
    }

    fn has(&self, is_it: impl Fn(&FindingShown) -> bool) -> bool {
        self.findings.iter().any(is_it)
    }
}

fn leads_to(seen: &DomainReport) -> LeadsTo {
    let found = |code: &str| seen.conflicts.iter().any(|finding| finding.code == code);
    let wanted = |host: &str| seen.desired_records.iter().any(|record| record.host == host);
    if found("proxied") {
        LeadsTo::Cdn
    } else if found("already_correct") {
        LeadsTo::Platform
    } else if seen.existing_records.iter().any(|record| wanted(&record.host) && leads(&record.rtype)) {
        LeadsTo::Elsewhere
    } else if found("dns_unreachable") {
        LeadsTo::Unknown
    } else {
        LeadsTo::Nowhere
    }
}

/// Whether records of the type say where visitors go.
fn leads(rtype: &str) -> bool {
    ["A", "AAAA", "CNAME", "ALIAS"].contains(&rtype)
}

/// A wanted record, with whether it is in effect.
fn wanted(record: RecordShown, seen: &DomainReport) -> RecordShown {
    let is_about = |finding: &&Finding| {
        finding.code == "already_correct" && finding.message.contains(&format!("{} {} ", record.rtype, record.name))
    };
    let is_there = seen.conflicts.iter().find(is_about).is_some();
    let is_unknown = seen.conflicts.iter().any(|finding| finding.code == "dns_unreachable");
    let other = seen.existing_records.iter().find(|other| other.host == record.name && leads(&other.rtype));
    RecordShown {
        published: if is_there { Some(true) } else { (!is_unknown).then_some(false) },
        observed_value: other.map(|other| other.value.clone()),
        ..record
    }
}

fn text(record: &Existing) -> String {
    format!("{} {} {}", record.host, record.rtype, record.value)
}

impl From<&Certificate> for CertificateShown {
    fn from(certificate: &Certificate) -> Self {
        Self {
            status: certificate.status.clone(),
            issuer: certificate.issuer.clone(),
            not_after: certificate.not_after.clone(),
            problem: certificate.last_problem.as_ref().map(|problem| problem.message.clone()),
        }
    }
}

impl From<Finding> for FindingShown {
    fn from(Finding { code, severity, message, fix }: Finding) -> Self {
        Self { code, severity, message, fix }
    }
}

impl Report for CheckReport {
    fn lines(&self, look: Look) -> Vec<String> {
        let (tone, claim) = match self.claim {
            Claim::Unclaimed => (Tone::Plain, "unclaimed: `nameplate domain add` claims it"),
            Claim::Pending => (Tone::Waiting, "pending: claimed here, not proven yet"),
            Claim::Verified => (Tone::Good, "verified"),
            Claim::Held => (Tone::Bad, "held by another application or account"),
        };
        let mut lines = vec![
            look.labelled("domain", Tone::Strong, &self.hostname_unicode),
            look.labelled("zone", Tone::Plain, self.zone.as_deref().unwrap_or("not found")),
            look.labelled("DNS host", Tone::Plain, self.provider.as_deref().unwrap_or("not known")),
            look.labelled("claim", tone, claim),
        ];
        if let Some(domain) = &self.domain {
            lines.push(look.labelled(
                "state",
                tone_of(&domain.state),
                &format!("{}: {}", domain.state, domain.explanation),
            ));
        }
        lines.extend(self.challenge.iter().map(|record| look.labelled("challenge", record.tone(), &record.told())));
        let (tone, traffic) = match self.traffic.leads_to {
            LeadsTo::Platform => (Tone::Good, "comes here"),
            LeadsTo::Cdn => (
                Tone::Waiting,
                "goes to a content delivery network; its origin has to be here, with TLS checked (\"full, strict\")",
            ),
            LeadsTo::Elsewhere => (Tone::Waiting, "goes elsewhere"),
            LeadsTo::Nowhere => (Tone::Waiting, "goes nowhere: there are no records"),
            LeadsTo::Unknown => (Tone::Bad, "not known: the zone's servers could not say"),
        };
        lines.push(look.labelled("traffic", tone, traffic));
        lines.extend(records(look, "records", &self.traffic.wanted));
        if let Some(certificate) = &self.certificate {
            lines.push(certificate.line(look));
        }
        for FindingShown { severity, message, fix, .. } in &self.findings {
            let tone = match severity.as_str() {
                "blocking" => Tone::Bad,
                "warning" => Tone::Waiting,
                _ => Tone::Plain,
            };
            lines.push(look.labelled(severity, tone, message));
            if tone != Tone::Plain {
                lines.push(look.labelled("", Tone::Plain, fix));
            }
        }
        lines
    }

    /// As the help of the command says.
    fn outcome(&self) -> Outcome {
        let is_blocked = self.has(|finding| finding.severity == "blocking");
        let is_waiting = |domain: &DomainShown| domain.waiting_for == "customer";
        match (self.claim, &self.domain) {
            (Claim::Held, _) => Outcome::No,
            (Claim::Pending, _) => Outcome::Pending,
            // What is served is not blocked, whatever hides it.
            (Claim::Verified, Some(domain)) if domain.state == "live" => Outcome::Done,
            (Claim::Verified, Some(domain)) if is_waiting(domain) => Outcome::Pending,
            _ if is_blocked => Outcome::Pending,
            (Claim::Unclaimed | Claim::Verified, _) => Outcome::Done,
        }
    }
}

impl CertificateShown {
    pub(in crate::commands) fn line(&self, look: Look) -> String {
        let tone = match self.status.as_str() {
            "issued" => Tone::Good,
            "failed" => Tone::Bad,
            _ => Tone::Waiting,
        };
        let issuer = self.issuer.as_ref().map(|issuer| format!(" by {issuer}")).unwrap_or_default();
        let end = self.not_after.as_ref().map(|end| format!(", valid until {end}")).unwrap_or_default();
        let problem = self.problem.as_ref().map(|problem| format!(": {problem}")).unwrap_or_default();
        look.labelled("certificate", tone, &format!("{}{issuer}{end}{problem}", self.status))
    }
}
