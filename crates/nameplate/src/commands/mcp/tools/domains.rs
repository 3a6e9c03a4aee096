//! `nameplate domain …` as tools.

use super::{WAIT_MAX_S, limit, within};
use crate::commands::desk::Desk;
use crate::commands::domain::{add, args, attach, check, list, remove, watch};
use crate::commands::ending::Stop;
use crate::commands::mcp::tool::{Effect, Tool};
use async_trait::async_trait;
use nameplate_domain::connection::State;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;

/// Seconds of a watch, when nobody says how many.
const WATCH_S: u32 = 60;

/// How a domain stands.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DomainCheck {
    /// The host name, as shop.customer.com; `*.` first for a wildcard.
    hostname: String,
    /// The application that it is for, by id or name; its records are compared.
    application: Option<String>,
}

#[async_trait]
impl Tool for DomainCheck {
    const NAME: &'static str = "domain_check";
    const TITLE: &'static str = "Check a domain";
    const ABOUT: &'static str = "Looks at a domain's DNS now and changes nothing: who runs its DNS, whether it is claimed, whether its \
        challenge CNAME is published, where its visitors go, which records are wanted, what stands in the way and how to fix it, and its \
        certificate. Also good before a domain is added.";
    const EFFECT: Effect = Effect::None;
    type Report = check::CheckReport;

    async fn run(self, desk: Desk<'_>) -> Result<Self::Report, Stop> {
        check::run(args::Check { hostname: self.hostname, app: self.application, json: true }, desk).await
    }
}

/// A claim.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DomainAdd {
    /// The host name, as shop.customer.com; `*.` first for a wildcard.
    hostname: String,
    /// The application that it is for, by id or name. Left out: the one that claims it already, the key's own, or the first.
    application: Option<String>,
    /// Say what would be done and do nothing.
    #[serde(default)]
    dry_run: bool,
    /// Wait so many seconds at most until the record is seen. Left out: look once.
    #[schemars(range(min = 1, max = 600))]
    wait_s: Option<u32>,
}

#[async_trait]
impl Tool for DomainAdd {
    const NAME: &'static str = "domain_add";
    const TITLE: &'static str = "Claim a domain";
    const ABOUT: &'static str = "Claims a domain, or goes on with its claim, and looks for the proof. Until that is there the outcome is \
        dns_pending, and `challenge` is the one record that the person who manages the domain's DNS has to publish, exactly so, and leave \
        there; then call it again. A claim serves nothing by itself: domain_attach claims and routes. With dry_run it says what would be \
        done.";
    const EFFECT: Effect = Effect::AddsOnce;
    type Report = add::AddReport;

    async fn run(self, desk: Desk<'_>) -> Result<Self::Report, Stop> {
        let waiting = waiting(self.wait_s, self.dry_run)?;
        let Self { hostname, application: app, dry_run, .. } = self;
        add::run(args::Add { hostname, app, takeover: false, waiting, dry_run, json: true }, desk).await
    }
}

/// A claim of what somebody else holds.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DomainTakeOver {
    /// The host name.
    hostname: String,
    /// The application that it is for, by id or name.
    application: String,
    /// Say what would be done and do nothing.
    #[serde(default)]
    dry_run: bool,
}

#[async_trait]
impl Tool for DomainTakeOver {
    const NAME: &'static str = "domain_take_over";
    const TITLE: &'static str = "Take a domain over";
    const ABOUT: &'static str = "Takes a domain from the application or tenant that holds it, which loses it as soon as the new record in \
        `challenge` is published; until then the outcome is dns_pending and nothing is changed. Only for a domain that domain_check calls \
        held, and only when a person wants that. With dry_run it says what would be done.";
    const EFFECT: Effect = Effect::Changes;
    type Report = add::AddReport;

    async fn run(self, desk: Desk<'_>) -> Result<Self::Report, Stop> {
        let waiting = waiting(None, self.dry_run)?;
        let Self { hostname, application, dry_run } = self;
        add::run(args::Add { hostname, app: Some(application), takeover: true, waiting, dry_run, json: true }, desk)
            .await
    }
}

/// A claim and a route.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DomainAttach {
    /// The host name.
    hostname: String,
    /// The application to route it to, by id or name. Left out: the one that claims it already, the key's own, or the only one.
    application: Option<String>,
    /// The name of the route that is to serve it; made when it is not there.
    route: Option<String>,
    /// Where its requests go (an https URL of the product), instead of to the application's origin.
    origin: Option<String>,
    /// Say what would be done and do nothing.
    #[serde(default)]
    dry_run: bool,
    /// Wait so many seconds at most until the record is seen. Left out: look once.
    #[schemars(range(min = 1, max = 600))]
    wait_s: Option<u32>,
}

#[async_trait]
impl Tool for DomainAttach {
    const NAME: &'static str = "domain_attach";
    const TITLE: &'static str = "Attach a domain";
    const ABOUT: &'static str = "Claims, proves and routes a domain in one step: all of it or nothing. While the proof is not there the \
        outcome is dns_pending, no route is touched, and `challenge` is the record to publish; then call it again. A route that is named \
        and there already is given this domain instead of its own. With dry_run it says what would be done.";
    const EFFECT: Effect = Effect::Changes;
    type Report = attach::AttachReport;

    async fn run(self, desk: Desk<'_>) -> Result<Self::Report, Stop> {
        let waiting = waiting(self.wait_s, self.dry_run)?;
        let Self { hostname, application: app, route, origin, dry_run, .. } = self;
        attach::run(args::Attach { hostname, app, route, origin, waiting, dry_run, json: true }, desk).await
    }
}

/// Waiting for a domain to be live.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DomainWatch {
    /// The host name.
    hostname: String,
    /// The application that it was added for, by id or name; wanted where several are at it.
    application: Option<String>,
    /// Stop waiting after so many seconds. Left out: 60.
    #[schemars(range(min = 1, max = 600))]
    wait_s: Option<u32>,
}

#[async_trait]
impl Tool for DomainWatch {
    const NAME: &'static str = "domain_watch";
    const TITLE: &'static str = "Wait until a domain is live";
    const ABOUT: &'static str = "Waits until a claimed domain is live, and tells each change as progress. `status` is live, over (given up \
        or removed) or timed_out; then `waiting_for` and `explanation` say who has to do what. It can be cancelled and called again.";
    const EFFECT: Effect = Effect::None;
    type Report = watch::WatchReport;

    async fn run(self, desk: Desk<'_>) -> Result<Self::Report, Stop> {
        let seconds = within("wait_s", self.wait_s.unwrap_or(WATCH_S), 1..=WAIT_MAX_S)?;
        let wish =
            args::Watch { hostname: self.hostname, app: self.application, timeout: Some(seconds.into()), json: true };
        watch::follow(wish, desk, |now| {
            desk.sheet.progress(&now.sentence());
            Ok(())
        })
        .await
    }
}

/// Which domains there are.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DomainList {
    /// Only in these states. Left out: all but archived and failed.
    #[schemars(schema_with = "states")]
    #[serde(default)]
    states: Option<Vec<State>>,
    /// Only of this application, by id or name.
    application: Option<String>,
    /// Only with this in the host name.
    search: Option<String>,
    /// At most so many. Left out: 100.
    #[schemars(range(min = 1, max = 1000))]
    limit: Option<u32>,
}

/// The names of all states.
fn states(_generator: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "array", "items": { "type": "string", "enum": State::ALL.map(State::as_str) } })
}

#[async_trait]
impl Tool for DomainList {
    const NAME: &'static str = "domain_list";
    const TITLE: &'static str = "List domains";
    const ABOUT: &'static str = "Lists domains with their states, who has to act on each and why, newest first. Those that were released, \
        taken over or given up are told only where `states` names archived or failed.";
    const EFFECT: Effect = Effect::None;
    type Report = list::ListReport;

    async fn run(self, desk: Desk<'_>) -> Result<Self::Report, Stop> {
        let states = self.states.map(|states| states.into_iter().map(State::as_str).collect::<Vec<_>>().join(","));
        let Self { application: app, search, .. } = self;
        list::run(args::List { state: states, all: false, app, search, limit: limit(self.limit)?, json: true }, desk)
            .await
    }
}

/// The end of a claim.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DomainRemove {
    /// The host name.
    hostname: String,
    /// The application that it was added for, by id or name; wanted where several are at it.
    application: Option<String>,
    /// Give routes that serve it their default names back, in the same step.
    #[serde(default)]
    detach: bool,
    /// Remove the records that were written with a lent DNS credential, and nothing else.
    #[serde(default)]
    cleanup: bool,
    /// Say what would be done and do nothing.
    #[serde(default)]
    dry_run: bool,
}

#[async_trait]
impl Tool for DomainRemove {
    const NAME: &'static str = "domain_remove";
    const TITLE: &'static str = "Release a domain";
    const ABOUT: &'static str = "Releases a domain: it is not served any more, and others may claim it. Refused while a route serves it, \
        unless `detach` is given: all of it or nothing. `dangling_records` lead nowhere afterwards and are to be deleted by the person \
        who manages the DNS. With dry_run it says what would be done: do that first, and ask.";
    const EFFECT: Effect = Effect::Changes;
    type Report = remove::RemoveReport;

    async fn run(self, desk: Desk<'_>) -> Result<Self::Report, Stop> {
        let Self { hostname, application: app, detach, cleanup, dry_run } = self;
        remove::run(args::Remove { hostname, app, detach, cleanup, dry_run, json: true }, desk).await
    }
}

/// Whether to wait, and for how long.
fn waiting(wait_s: Option<u32>, dry_run: bool) -> Result<args::Waiting, Stop> {
    let Some(seconds) = wait_s else { return Ok(args::Waiting { wait: false, timeout: 0 }) };
    if dry_run {
        return Err(Stop::usage("wait_s: a dry run waits for nothing; leave one of the two out"));
    }
    Ok(args::Waiting { wait: true, timeout: within("wait_s", seconds, 1..=WAIT_MAX_S)?.into() })
}
