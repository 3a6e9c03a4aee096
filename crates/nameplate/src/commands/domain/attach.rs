//! `nameplate domain attach`.

use super::args::{Attach, Waiting};
use super::shown::{DomainShown, RecordShown, action, drawn_with_the_claim, tell_waiting, typed};
use crate::commands::api::answers::{Connection, DomainReport};
use crate::commands::api::{Request, ask};
use crate::commands::desk::Desk;
use crate::commands::ending::{Outcome, Stop};
use crate::commands::follow::{Follower, found};
use crate::commands::look::{Look, Tone};
use crate::commands::plan::Plan;
use crate::commands::route::RouteShown;
use crate::commands::sheet::Report;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::time::Duration;

/// What came of it.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::commands) struct AttachReport {
    dry_run: bool,
    status: Status,
    hostname: String,
    /// The claim; null in a plan for a new one.
    domain: Option<DomainShown>,
    /// The one record to publish, which stays published; null in a plan for a new claim, whose record is not drawn yet.
    challenge: Option<RecordShown>,
    /// The route that serves it, or before that the one that would be changed; null where one would be made.
    route: Option<RouteShown>,
    /// What was done, or would be.
    plan: Option<Plan>,
    /// Whether a record is to be published first; also in a plan.
    #[serde(skip)]
    awaits_dns: bool,
}

/// Whether it is attached.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Status {
    /// It is proven, and the route serves it.
    Attached,
    /// The record is not seen yet; no route was touched.
    Pending,
    /// Nothing was done.
    Planned,
}

#[derive(Debug, Deserialize)]
struct Answer {
    status: Status,
    #[serde(default)]
    connection: Option<Connection>,
    #[serde(default)]
    record: Option<AnsweredRecord>,
    #[serde(default)]
    route: Option<RouteShown>,
    #[serde(default)]
    plan: Option<Plan>,
}

#[derive(Debug, Deserialize)]
struct AnsweredRecord {
    #[serde(rename = "type")]
    rtype: String,
    name: String,
    value: String,
}

pub(in crate::commands) async fn run(args: Attach, desk: Desk<'_>) -> Result<AttachReport, Stop> {
    let application = desk.application_for(&args.hostname, args.app.as_deref()).await?;
    let mut wish = Map::from_iter([
        ("hostname".to_owned(), Value::from(args.hostname.as_str())),
        ("application_id".to_owned(), Value::from(application.as_str())),
    ]);
    let given = [("route", &args.route), ("origin", &args.origin)];
    wish.extend(given.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value.clone()?.into()))));
    if args.dry_run {
        wish.insert("dry_run".to_owned(), true.into());
    }
    let report = once(&args, desk, &wish).await?;
    if args.dry_run {
        return foreseen(report, desk, &application).await;
    }
    match (args.waiting, &report) {
        (Waiting { wait: true, timeout }, AttachReport { status: Status::Pending, domain: Some(domain), .. }) => {
            let id = domain.id.clone();
            wait(&args, desk, &wish, report, (&id, timeout)).await
        }
        _ => Ok(report),
    }
}

async fn once(args: &Attach, desk: Desk<'_>, wish: &Map<String, Value>) -> Result<AttachReport, Stop> {
    let answer: Answer = ask(desk.api, Request::post("/v1/domains:attach").with(wish.clone().into())).await?;
    let challenge = answer.record.map(|record| RecordShown {
        rtype: record.rtype,
        name: record.name,
        value: record.value,
        published: match answer.status {
            Status::Attached => Some(true),
            Status::Pending => Some(false),
            Status::Planned => None,
        },
        observed_value: None,
    });
    Ok(AttachReport {
        dry_run: args.dry_run,
        status: answer.status,
        hostname: answer.connection.as_ref().map_or_else(|| args.hostname.clone(), |own| own.hostname.clone()),
        domain: answer.connection.as_ref().map(DomainShown::from),
        challenge,
        route: answer.route,
        plan: answer.plan,
        awaits_dns: answer.status == Status::Pending,
    })
}

/// The plan itself asks no DNS server: whether the record is there, so that it would be carried out, is looked at beside it.
async fn foreseen(report: AttachReport, desk: Desk<'_>, application: &str) -> Result<AttachReport, Stop> {
    if report.domain.as_ref().is_some_and(|own| own.verified) {
        return Ok(report);
    }
    let wish = json!({ "domain": report.hostname, "application_id": application });
    let seen: DomainReport = ask(desk.api, Request::post("/v1/domains:check").with(wish)).await?;
    let challenge = seen.challenge.as_ref().map(RecordShown::from).or(report.challenge);
    let awaits_dns = match &report.domain {
        Some(_) => challenge.as_ref().is_none_or(|challenge| challenge.published != Some(true)),
        // A lent credential writes the record together with the claim.
        None => seen.setup_type != "automatic",
    };
    Ok(AttachReport { challenge, awaits_dns, ..report })
}

async fn wait(
    args: &Attach,
    desk: Desk<'_>,
    wish: &Map<String, Value>,
    first: AttachReport,
    (connection, seconds): (&str, u64),
) -> Result<AttachReport, Stop> {
    tell_waiting(desk.sheet, first.challenge.as_ref(), seconds);
    let mut follower = Follower::begin(desk, connection, Some(Duration::from_secs(seconds))).await;
    let mut last = first;
    while follower.turn().await {
        let Some(now) = found(once(args, desk, wish).await)? else { continue };
        last = now;
        if last.status != Status::Pending {
            break;
        }
    }
    Ok(last)
}

impl Report for AttachReport {
    fn lines(&self, look: Look) -> Vec<String> {
        match self.status {
            Status::Planned => {
                let mut lines: Vec<String> = self.plan.iter().flat_map(|plan| plan.lines(look)).collect();
                match &self.challenge {
                    Some(challenge) if self.awaits_dns => lines.extend(self.asked(look, challenge)),
                    Some(challenge) => lines.push(look.labelled("challenge", challenge.tone(), &challenge.told())),
                    None if self.awaits_dns => lines.push(drawn_with_the_claim(&self.hostname)),
                    None => {}
                }
                lines
            }
            Status::Pending => {
                let head = format!("{} is not proven yet; no route was touched.", self.called());
                let mut lines = vec![look.paint(Tone::Waiting, &head)];
                lines.extend(self.challenge.iter().flat_map(|challenge| self.asked(look, challenge)));
                lines
            }
            Status::Attached => {
                let mut lines = vec![look.paint(Tone::Good, &format!("{} is attached.", self.called()))];
                lines.extend(self.route.iter().flat_map(|route| route.lines(look)));
                if let Some(domain) = &self.domain {
                    lines.push(look.labelled("state", super::shown::tone_of(&domain.state), &domain.state));
                    lines.push(look.labelled("", Tone::Plain, &domain.explanation));
                }
                lines
            }
        }
    }

    fn outcome(&self) -> Outcome {
        if self.awaits_dns { Outcome::Pending } else { Outcome::Done }
    }
}

impl AttachReport {
    /// The host name for people.
    fn called(&self) -> &str {
        self.domain.as_ref().map_or(&self.hostname, |domain| &domain.hostname_unicode)
    }

    /// The record to publish, and the command to give again.
    fn asked(&self, look: Look, challenge: &RecordShown) -> Vec<String> {
        action(look, challenge, &format!("nameplate domain attach {}", typed(&self.hostname)))
    }
}
