//! `nameplate domain add`.

use super::args::{Add, Waiting};
use super::shown::{
    DomainShown, RecordShown, action, challenge_of, drawn_with_the_claim, records, records_of, tell_waiting, typed,
};
use crate::commands::api::answers::{Connection, DomainReport};
use crate::commands::api::{Request, ask};
use crate::commands::desk::Desk;
use crate::commands::ending::{Outcome, Stop};
use crate::commands::follow::{Follower, found};
use crate::commands::look::{Look, Tone};
use crate::commands::plan::{Plan, Step};
use crate::commands::sheet::Report;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, json};
use std::time::Duration;

/// How a claim stands.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::commands) struct AddReport {
    dry_run: bool,
    status: Status,
    hostname: String,
    /// Whether there was a claim before.
    resumed: bool,
    /// The claim; null where nothing was done and none was there.
    domain: Option<DomainShown>,
    /// The one record to publish, which stays published; null in a plan for a new claim, whose record is not drawn yet.
    challenge: Option<RecordShown>,
    /// The records that send visitors here.
    records: Vec<RecordShown>,
    /// What was seen, where the proof is not there.
    note: Option<String>,
    /// What would be done; null where it was done.
    plan: Option<Plan>,
    /// Whether a record is to be published first; also in a plan.
    #[serde(skip)]
    awaits_dns: bool,
}

/// What came of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Status {
    /// It is proven.
    Verified,
    /// The record is not seen yet.
    Pending,
    /// Nothing was done.
    Planned,
}

pub(in crate::commands) async fn run(args: Add, desk: Desk<'_>) -> Result<AddReport, Stop> {
    let application = desk.application_to_claim(&args.hostname, args.app.as_deref()).await?;
    let own = desk.own(&args.hostname, Some(&application)).await?;
    // A claim that was begun without it takes nothing from anybody.
    let own = own.filter(|own| !args.takeover || own.takeover || own.proof.is_some());
    if args.dry_run {
        return plan(&args, desk, &application, own).await;
    }
    let resumed = own.is_some();
    let claim = match own {
        Some(own) => own,
        None => {
            let wish = json!({ "application_id": application, "hostname": args.hostname, "takeover": args.takeover });
            ask(desk.api, Request::post("/v1/connections").with(wish)).await?
        }
    };
    let report = look(desk, &claim, resumed).await?;
    match args.waiting {
        Waiting { wait: true, timeout } if report.status == Status::Pending => {
            wait(desk, &claim, report, timeout).await
        }
        _ => Ok(report),
    }
}

/// Has the proof looked for now.
async fn look(desk: Desk<'_>, claim: &Connection, resumed: bool) -> Result<AddReport, Stop> {
    let verified = ask::<Connection>(desk.api, Request::post(format!("/v1/connections/{}/verify", claim.id))).await;
    match verified {
        Ok(claim) => Ok(report(&claim, resumed, None)),
        Err(stop) if stop.code() == "ownership_not_found" || stop.passes() => {
            // A worker may have seen it in the meantime.
            let claim = desk.connection(&claim.id).await?;
            let note = if claim.proof.is_none() { note(&claim, &stop) } else { None };
            Ok(report(&claim, resumed, note))
        }
        Err(stop) => Err(stop),
    }
}

/// What was seen, unless that is only the absence of a record that is another way to prove it.
fn note(claim: &Connection, stop: &Stop) -> Option<String> {
    let told = match stop {
        Stop::Refused(refusal) => refusal.message.clone(),
        stop => stop.to_string(),
    };
    let is_about_it = challenge_of(claim).is_some_and(|challenge| told.contains(&challenge.name));
    (is_about_it || stop.code() != "ownership_not_found").then_some(told)
}

async fn wait(desk: Desk<'_>, claim: &Connection, first: AddReport, seconds: u64) -> Result<AddReport, Stop> {
    tell_waiting(desk.sheet, first.challenge.as_ref(), seconds);
    let (mut follower, mut last) = (Follower::begin(desk, &claim.id, Some(Duration::from_secs(seconds))).await, first);
    while follower.turn().await {
        let Some(now) = found(look(desk, claim, last.resumed).await)? else { continue };
        if now.note != last.note {
            now.note.iter().for_each(|note| desk.sheet.progress(&desk.sheet.look().paint(Tone::Plain, note)));
        }
        last = now;
        if last.status == Status::Verified {
            break;
        }
    }
    Ok(last)
}

fn report(claim: &Connection, resumed: bool, note: Option<String>) -> AddReport {
    let is_proven = claim.proof.is_some();
    AddReport {
        dry_run: false,
        status: if is_proven { Status::Verified } else { Status::Pending },
        hostname: claim.hostname.clone(),
        resumed,
        domain: Some(claim.into()),
        challenge: challenge_of(claim),
        records: records_of(claim),
        note,
        plan: None,
        awaits_dns: !is_proven,
    }
}

/// What would be done: everything that would refuse it refuses this.
async fn plan(args: &Add, desk: Desk<'_>, application: &str, own: Option<Connection>) -> Result<AddReport, Stop> {
    if let Some(own) = own.as_ref().filter(|own| own.proof.is_some()) {
        let own = desk.connection(&own.id).await?;
        let plan = Some(Plan::default());
        return Ok(AddReport { dry_run: true, status: Status::Planned, plan, ..report(&own, true, None) });
    }
    let wish = json!({ "domain": args.hostname, "application_id": application });
    let seen: DomainReport = ask(desk.api, Request::post("/v1/domains:check").with(wish)).await?;
    let takes_over = args.takeover || own.as_ref().is_some_and(|own| own.takeover);
    if !seen.available && !takes_over {
        return Err(Stop::failed(format!(
            "{} is held by another application or account; --takeover moves it once a fresh record is there",
            seen.domain
        )));
    }
    if let Some(own) = own {
        return Ok(go_on(&own, seen.challenge.as_ref().map(RecordShown::from)));
    }
    let hostname = seen.domain;
    let step = Step {
        deed: "claim".into(),
        what: match seen.available {
            true => format!(
                "Claim {hostname} for application {application}, to be proven by a CNAME at its _acme-challenge name."
            ),
            false => format!(
                "Begin to take {hostname} from its holder for application {application}, which a fresh record has to prove."
            ),
        },
        before: None,
        after: Some(Map::from_iter([
            ("hostname".to_owned(), hostname.as_str().into()),
            ("application_id".to_owned(), application.into()),
            ("state".to_owned(), "pending_ownership".into()),
            ("takeover".to_owned(), args.takeover.into()),
        ])),
    };
    Ok(AddReport {
        dry_run: true,
        status: Status::Planned,
        hostname,
        resumed: false,
        domain: None,
        challenge: None,
        records: seen.desired_records.iter().map(RecordShown::from).collect(),
        note: None,
        plan: Some(Plan { steps: vec![step] }),
        // A lent credential writes the record together with the claim.
        awaits_dns: seen.setup_type != "automatic",
    })
}

/// What would come of a claim that is not proven, with its challenge as it is now.
fn go_on(own: &Connection, seen: Option<RecordShown>) -> AddReport {
    let is_there = seen.as_ref().is_some_and(|challenge| challenge.published == Some(true));
    let step = Step {
        deed: "claim".into(),
        what: format!("Verify the claim to {}, whose record is there.", own.hostname),
        before: None,
        after: Some(Map::from_iter([("hostname".to_owned(), own.hostname.as_str().into())])),
    };
    AddReport {
        dry_run: true,
        status: Status::Planned,
        challenge: seen.or_else(|| challenge_of(own)),
        plan: Some(Plan { steps: if is_there { vec![step] } else { vec![] } }),
        awaits_dns: !is_there,
        ..report(own, true, None)
    }
}

impl Report for AddReport {
    fn lines(&self, look: Look) -> Vec<String> {
        match self.status {
            Status::Planned => self.planned(look),
            Status::Verified => self.verified(look),
            Status::Pending => self.pending(look),
        }
    }

    fn outcome(&self) -> Outcome {
        if self.awaits_dns { Outcome::Pending } else { Outcome::Done }
    }
}

impl AddReport {
    /// The host name for people.
    fn called(&self) -> &str {
        self.domain.as_ref().map_or(&self.hostname, |domain| &domain.hostname_unicode)
    }

    fn pending(&self, look: Look) -> Vec<String> {
        let mut lines = vec![look.paint(Tone::Waiting, &format!("{} is claimed, and not proven yet.", self.called()))];
        if let Some(challenge) = &self.challenge {
            lines.extend(action(look, challenge, &format!("nameplate domain add {}", typed(&self.hostname))));
        }
        lines.extend(self.note.iter().map(|note| look.labelled("seen", Tone::Plain, note)));
        lines
    }

    fn verified(&self, look: Look) -> Vec<String> {
        let mut lines = vec![look.paint(Tone::Good, &format!("{} is verified.", self.called()))];
        if let Some(domain) = &self.domain {
            lines.push(look.labelled("state", super::shown::tone_of(&domain.state), &domain.state));
            lines.push(look.labelled("", Tone::Plain, &domain.explanation));
        }
        lines.extend(records(look, "records", &self.records));
        lines.extend(
            self.challenge.iter().map(|challenge| look.labelled("challenge", challenge.tone(), &challenge.told())),
        );
        lines
    }

    fn planned(&self, look: Look) -> Vec<String> {
        let mut lines = self.plan.iter().flat_map(|plan| plan.lines(look)).collect::<Vec<_>>();
        match &self.domain {
            Some(domain) if domain.verified => {
                lines.push(format!("{} is verified already.", look.paint(Tone::Strong, self.called())));
            }
            Some(_) if self.awaits_dns => lines.extend(self.pending(look)),
            None if self.awaits_dns => lines.push(drawn_with_the_claim(&self.hostname)),
            Some(_) | None => {}
        }
        lines.extend(records(look, "records", &self.records));
        lines
    }
}
