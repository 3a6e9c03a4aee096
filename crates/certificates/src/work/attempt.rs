//! One attempt at the public authorities: DNS first, then one authority after the other.

use super::telling::{self, Refusals, Weight};
use crate::authorities::{ChallengeStage, Line, Opened, PublicAuthorities, Unopened};
use crate::certificates::Inner;
use crate::ports::ShelfError;
use nameplate_acme::{AcmeError, Issued, OrderRequest, Secret, Stage};
use nameplate_domain::certificate_name::CertificateName;
use nameplate_domain::issuance::budget::{Draw, Drawn, Standing, draws, failure_draw};
use nameplate_domain::issuance::caa::{self, CaaSet};
use nameplate_domain::issuance::delegation::{Delegation, judge_delegation};
use nameplate_domain::issuance::entry::{Entry, KeptCertificate};
use nameplate_domain::issuance::front::front_missing;
use nameplate_domain::issuance::method::{Method, Situation, judge_pointing, methods, pick};
use nameplate_domain::issuance::problem::{Fault, IssuanceProblem};
use nameplate_domain::time::Timestamp;
use std::sync::Arc;
use std::time::Duration;

/// The code of an authority that could not be asked.
pub(super) const UNAVAILABLE: &str = "authority_unavailable";
/// The code of an answer that could not be put up: no authority has seen the attempt.
const NOT_PRESENTED: &str = "challenge_not_presented";
/// For a limit whose end the authority does not tell.
const LIMITED_FOR: Duration = Duration::from_secs(60 * 60);

/// What came of an attempt.
#[derive(Debug)]
pub(super) enum Attempt {
    /// There is a new certificate.
    Signed {
        /// By whom.
        authority: String,
        /// PKCS #8.
        key: Secret,
        /// DER, leaf first.
        chain: Vec<Vec<u8>>,
        /// Whether the authority tells when it is to be replaced.
        tells_windows: bool,
    },
    /// It did not work.
    Failed {
        /// Why.
        problem: IssuanceProblem,
        /// An authority counts it against the name.
        burnt: bool,
        /// When there is room for another failure.
        not_before: Option<Timestamp>,
    },
    /// Nobody could be asked yet.
    Postponed {
        /// Why.
        problem: IssuanceProblem,
        /// The first who can be asked can be asked then.
        until: Timestamp,
    },
}

impl Attempt {
    /// It did not work, and cost no authority anything.
    pub(super) const fn refused(problem: IssuanceProblem) -> Self {
        Self::Failed { problem, burnt: false, not_before: None }
    }
}

/// What DNS says, judged.
struct Seen {
    methods: Vec<Method>,
    caa: CaaSet,
    token: Option<String>,
}

/// One attempt for a name whose lease is ours. `present` is the certificate that is to be replaced; when it is of no use,
/// `is_waited_for`.
pub(super) async fn attempt(
    inner: &Inner,
    public: &PublicAuthorities,
    entry: &Entry,
    present: Option<&KeptCertificate>,
    is_waited_for: bool,
) -> Result<Attempt, ShelfError> {
    let mut refusals = Refusals::default();
    let now = inner.clock.now();
    let (mut awake, mut resting) = (Vec::new(), Vec::new());
    for line in &public.lines {
        match line.resting_until(now) {
            Some(until) => resting.push((line, until)),
            None => awake.push(line),
        }
    }
    for (line, until) in resting {
        refusals.not_before(Weight::Unavailable, telling::resting(line.name()), until);
    }
    if awake.is_empty() {
        return Ok(refusals.verdict(telling::no_authority));
    }
    let seen = match look(public, &entry.name).await {
        Ok(seen) => seen,
        Err(problem) => return Ok(Attempt::refused(problem)),
    };
    let wildcard = matches!(entry.name, CertificateName::Wildcard(_));
    let mut forbidden = Vec::new();
    for line in awake {
        let Some(opened) = open(inner, line, &mut refusals).await? else { continue };
        let permitted = caa::permitted(&seen.caa, &opened.in_caa, wildcard, &seen.methods);
        let Some(method) = pick(&permitted, entry.failures) else {
            forbidden.push(opened.in_caa.clone());
            continue;
        };
        let token = seen.token.as_deref();
        let order = Order { inner, public, line, opened: &opened, entry, present, is_waited_for, method, token };
        if let Some(ended) = order.place(&mut refusals).await? {
            return Ok(ended);
        }
    }
    if refusals.is_empty() {
        return Ok(Attempt::refused(caa::problem(&seen.caa, &forbidden, wildcard)));
    }
    Ok(refusals.verdict(telling::no_authority))
}

async fn look(public: &PublicAuthorities, name: &CertificateName) -> Result<Seen, IssuanceProblem> {
    let report = public.parts.scout.look(name).await;
    let [cname, txt, a] = &report.challenge;
    let delegation = judge_delegation(cname, txt, a, &public.parts.acme_zone);
    let [a, aaaa] = &report.addresses;
    let pointing = judge_pointing(a, aaaa, &public.parts.ours);
    let can_publish_txt = public.parts.desk.is_some();
    let situation = Situation { name, delegation: &delegation, pointing: &pointing, can_publish_txt };
    let methods = methods(&situation).map_err(|problem| {
        // Nobody's connection shows a CNAME for the platform's own names.
        front_missing(name, &public.parts.ours.base_domain, &public.parts.acme_zone).unwrap_or(problem)
    })?;
    let token = match delegation {
        Delegation::Here { token } => Some(token),
        _ => None,
    };
    Ok(Seen { methods, caa: caa::relevant(&report.caa), token })
}

async fn open(inner: &Inner, line: &Line, refusals: &mut Refusals) -> Result<Option<Arc<Opened>>, ShelfError> {
    let now = inner.clock.now();
    match line.open(inner.shelf.as_ref(), inner.sealer.as_ref(), now).await {
        Ok(opened) => return Ok(Some(opened)),
        Err(Unopened::Resting(until)) => {
            refusals.not_before(Weight::Unavailable, telling::resting(line.name()), until);
        }
        Err(Unopened::Locked(problem)) => {
            line.rest(now);
            refusals.asked(Weight::Account, problem);
        }
        Err(Unopened::Refused(error)) => {
            let limited = matches!(error.fault, Fault::Limited { .. });
            if !limited {
                line.rest(now);
            }
            refused(inner, line, error, refusals).await?;
        }
        Err(Unopened::Shelf(error)) => return Err(error),
    }
    Ok(None)
}

/// One order at one authority.
struct Order<'a> {
    inner: &'a Inner,
    public: &'a PublicAuthorities,
    line: &'a Line,
    opened: &'a Opened,
    entry: &'a Entry,
    present: Option<&'a KeptCertificate>,
    is_waited_for: bool,
    method: Method,
    token: Option<&'a str>,
}

impl Order<'_> {
    /// Ended, or the next authority is to be tried.
    async fn place(&self, refusals: &mut Refusals) -> Result<Option<Attempt>, ShelfError> {
        let (inner, line) = (self.inner, self.line);
        let replaces = self.replaces();
        let standing = self.standing(replaces.is_some());
        if let Drawn::NotBefore(until) = self.draw(standing).await? {
            let until = line.turns.next(&self.entry.name, &line.limits, until, inner.clock.now());
            refusals.not_before(Weight::Limited, telling::over_budget(line.name(), until), until);
            return Ok(None);
        }
        match self.order(replaces).await {
            Ok(issued) => {
                line.awake();
                if standing == Standing::Replacing && !issued.is_replacement {
                    // The authority counted it, so it is counted here, whether or not there is room.
                    let taken = draws(line.name(), &line.limits, &self.entry.name, Standing::Newcomer);
                    inner.shelf.draw(&taken, inner.clock.now()).await?;
                }
                Ok(Some(Attempt::Signed {
                    authority: line.name().to_owned(),
                    key: issued.key_pkcs8,
                    chain: issued.chain,
                    tells_windows: self.opened.facts.has_renewal_info,
                }))
            }
            Err(error) if error.fault == Fault::Name => {
                self.give_back(standing).await?;
                self.burnt(*error.problem).await.map(Some)
            }
            Err(error) => {
                self.give_back(standing).await?;
                refused(inner, line, error, refusals).await?;
                Ok(None)
            }
        }
    }

    /// The certificate that the order replaces, where that is worth telling (RFC 9773, 5).
    fn replaces(&self) -> Option<&[u8]> {
        let present = self.present.filter(|present| present.authority == self.line.name())?;
        present.chain.first().map(Vec::as_slice).filter(|_| self.opened.facts.has_renewal_info)
    }

    /// Let's Encrypt exempts replacing orders from its limits within the window that it suggested, and only then.
    fn standing(&self, replacing: bool) -> Standing {
        let now = self.inner.clock.now();
        match self.present {
            Some(_) if replacing && self.entry.window.is_some_and(|window| window.start <= now) => Standing::Replacing,
            Some(_) if !self.is_waited_for => Standing::Renewal,
            _ => Standing::Newcomer,
        }
    }

    async fn draw(&self, standing: Standing) -> Result<Drawn, ShelfError> {
        let (line, name) = (self.line, &self.entry.name);
        let mut wanted = draws(line.name(), &line.limits, name, standing);
        wanted.push(line.not_closed());
        if self.entry.failures > 0 {
            // Taken before and not given back: a name that fails must have room to fail once more.
            wanted.push(failure_draw(line.name(), &line.limits, name));
        }
        self.inner.shelf.draw(&wanted, self.inner.clock.now()).await
    }

    /// There is no certificate: of what was drawn, authorities count only the order.
    async fn give_back(&self, standing: Standing) -> Result<(), ShelfError> {
        let (line, name) = (self.line, &self.entry.name);
        let orders = format!("{}/orders", line.name());
        let drawn = draws(line.name(), &line.limits, name, standing).into_iter().filter(|draw| draw.key != orders);
        let uncounted: Vec<Draw> = drawn.collect();
        self.inner.shelf.give_back(&uncounted).await
    }

    async fn order(&self, replaces: Option<&[u8]>) -> Result<Issued, AcmeError> {
        let name = self.entry.name.to_string();
        let stage: Arc<dyn Stage> = Arc::new(ChallengeStage {
            answers: Arc::clone(&self.inner.answers),
            desk: self.public.parts.desk.clone(),
            token: self.token.map(str::to_owned),
        });
        let request = OrderRequest { names: &[&name], method: self.method, replaces, profile: None };
        self.opened.account.order(request, &stage).await
    }

    /// The name's own fault: another authority would say the same.
    async fn burnt(&self, problem: IssuanceProblem) -> Result<Attempt, ShelfError> {
        if problem.code == NOT_PRESENTED {
            return Ok(Attempt::refused(problem));
        }
        let mut not_before = None;
        if self.entry.failures == 0 {
            let failure = failure_draw(self.line.name(), &self.line.limits, &self.entry.name);
            if let Drawn::NotBefore(until) = self.inner.shelf.draw(&[failure], self.inner.clock.now()).await? {
                not_before = Some(until);
            }
        }
        Ok(Attempt::Failed { problem, burnt: true, not_before })
    }
}

/// An authority said no, or nothing: what that means for the next order there.
async fn refused(inner: &Inner, line: &Line, error: AcmeError, refusals: &mut Refusals) -> Result<(), ShelfError> {
    let now = inner.clock.now();
    tracing::info!(
        acme.authority = line.name(),
        problem.code = error.problem.code,
        problem.detail = error.problem.detail,
        "A certification authority did not do what it was asked for."
    );
    let problem = *error.problem;
    match error.fault {
        Fault::Limited { until, account_wide } => {
            let until = until.unwrap_or_else(|| now.plus(LIMITED_FOR));
            if account_wide {
                inner.shelf.close_until(&line.closed_key(), until).await?;
            }
            refusals.not_before(Weight::Limited, problem, until);
        }
        Fault::Account => {
            line.rest(now);
            refusals.asked(Weight::Account, problem);
        }
        Fault::Authority | Fault::Name if problem.code == UNAVAILABLE => {
            line.rest(now);
            refusals.asked(Weight::Unavailable, problem);
        }
        Fault::Authority | Fault::Name => refusals.asked(Weight::Refused, problem),
    }
    Ok(())
}
