//! Carrying one name over: its connection first, then its certificate, then, if the operator vouches for it, its proof.
//!
//! Each step can be done again, so that an import that broke off goes on by being run again. A certificate lies ready before its name is
//! proven: nobody who asks for it in between makes an edge order one.

use super::Failure;
use super::receipt::{CertificateShown, Row, What};
use crate::wire::system_clock::SystemClock;
use nameplate_certificates::{Brought, Foreign, NotBroughtIn, Sealer, Shelf, Use, bring_in, would_bring_in};
use nameplate_control::{Control, ImportPlan, NameStanding, Refused, Vouched};
use nameplate_domain::application::Application;
use nameplate_domain::certificate_name::CertificateName;
use nameplate_domain::connection::Connection;
use nameplate_domain::time::Clock as _;
use nameplate_import::{CustomHostname, Pair, Place, Weight};

/// Carries names with certificates over.
pub(super) struct Carrier<'a> {
    pub(super) control: &'a Control,
    pub(super) application: &'a Application,
    pub(super) shelf: &'a dyn Shelf,
    pub(super) sealer: Option<&'a Sealer>,
    pub(super) system: &'static str,
    /// Who holds leases on the shelf.
    pub(super) holder: String,
    pub(super) vouches: bool,
    pub(super) dry_run: bool,
}

/// What one name comes to.
enum Came {
    As(What, String, Option<Box<Connection>>),
    Not(String),
}

impl Carrier<'_> {
    /// One name with the certificate of a place.
    ///
    /// # Errors
    /// Nothing can be done any more, for any name.
    pub(super) async fn certificate(&self, name: &CertificateName, place: &Place) -> Result<Row, Failure> {
        let hostname = name.to_string();
        let pair = match place.pair(SystemClock.now()) {
            Ok(pair) => pair,
            // It was another one a moment ago.
            Err((weight, why)) => {
                let what = if weight == Weight::Skipped { What::Skipped } else { What::Refused };
                return Ok(Row::new(Some(hostname), what, why).from(place.shown.clone()));
            }
        };
        let came = match planned(self.control, self.application, &hostname).await? {
            Ok(plan) if self.dry_run => self.rehearse(name, &pair, &plan).await?,
            Ok(plan) => self.carry(name, &pair, &plan).await?,
            Err(why) => Came::Not(why),
        };
        let row = match came {
            Came::As(what, why, Some(connection)) => Row::new(Some(hostname), what, why).of(self.control, &connection),
            Came::As(what, why, None) => Row::new(Some(hostname), what, why),
            Came::Not(why) => Row::new(Some(hostname), What::Refused, why),
        };
        Ok(row.from(place.shown.clone()).with(CertificateShown::of(&pair)))
    }

    async fn rehearse(&self, name: &CertificateName, pair: &Pair, plan: &ImportPlan) -> Result<Came, Failure> {
        let life = (pair.facts.not_before(), pair.facts.not_after());
        let when = self.when(plan);
        let brought = would_bring_in(self.shelf, name, life, when, SystemClock.now()).await?;
        let (what, why) = self.told(plan, brought, when == Use::Now);
        let known = match &plan.standing {
            NameStanding::New => None,
            NameStanding::Pending(connection) | NameStanding::Held(connection) => Some(connection.clone()),
        };
        Ok(Came::As(what, why, known))
    }

    async fn carry(&self, name: &CertificateName, pair: &Pair, plan: &ImportPlan) -> Result<Came, Failure> {
        let connection = match sorted(self.control.import_connection(self.application, plan).await)? {
            Ok(connection) => connection,
            Err(why) => return Ok(Came::Not(why)),
        };
        let is_held = connection.standing().holds_claim();
        let vouched = self.vouches && plan.no_vouching.is_none() && !is_held;
        let aside = if is_held { Use::Now } else { Use::OnceProven };
        let mut brought = match self.bring(name, pair, aside).await? {
            Ok(brought) => brought,
            Err(why) => return Ok(Came::As(What::Refused, why, Some(Box::new(connection)))),
        };
        if !vouched {
            let (what, why) = self.told(plan, brought, is_held);
            return Ok(Came::As(what, why, Some(Box::new(connection))));
        }
        let connection = match sorted(self.control.vouch_for(connection.clone(), &self.word(pair)).await)? {
            Ok(proven) => proven,
            Err(why) => return Ok(Came::As(What::Refused, why, Some(Box::new(connection)))),
        };
        // It is proven, and the first visitor would find what was set aside. Put to use, it is renewed also if nobody visits.
        if let Ok(Brought::In) = self.bring(name, pair, Use::Now).await? {
            brought = Brought::In;
        }
        let (what, why) = self.told(plan, brought, true);
        Ok(Came::As(what, why, Some(Box::new(connection))))
    }

    /// When the certificate of a planned name is served.
    fn when(&self, plan: &ImportPlan) -> Use {
        match plan.standing {
            NameStanding::Held(_) => Use::Now,
            _ if self.vouches && plan.no_vouching.is_none() => Use::Now,
            _ => Use::OnceProven,
        }
    }

    async fn bring(&self, name: &CertificateName, pair: &Pair, when: Use) -> Result<Result<Brought, String>, Failure> {
        let foreign = Foreign { name, key: &pair.key, chain: &pair.chain };
        match bring_in(self.shelf, self.sealer, &self.holder, &foreign, when, SystemClock.now()).await {
            Ok(brought) => Ok(Ok(brought)),
            Err(NotBroughtIn::Shelf(error)) => Err(error.into()),
            Err(other) => Ok(Err(other.to_string())),
        }
    }

    fn word(&self, pair: &Pair) -> Vouched {
        let facts = &pair.facts;
        Vouched {
            system: self.system.to_owned(),
            issuer: facts.issuer.clone(),
            serial: facts.serial.clone(),
            fingerprint_sha256: facts.fingerprint_sha256.clone(),
            names: facts.names.clone(),
            not_after: facts.not_after(),
        }
    }

    /// What a name came to, in words. `is_proven`: whether it is, with this import or before.
    fn told(&self, plan: &ImportPlan, brought: Brought, is_proven: bool) -> (What, String) {
        let held_before = matches!(plan.standing, NameStanding::Held(_));
        if is_proven {
            let proof = if held_before { "is proven" } else { "the operator vouches for it" };
            return match brought {
                Brought::In => (What::Imported, format!("{proof}; this certificate is served")),
                Brought::NotNeeded(until) => {
                    let what = if held_before { What::Skipped } else { What::Imported };
                    (what, format!("{proof}; has a certificate until {}, which stays", until.to_the_second()))
                }
                Brought::Before if held_before => (What::Skipped, "was imported before".to_owned()),
                Brought::Before => (What::Imported, format!("{proof}; this certificate is served")),
            };
        }
        let why_not = match (self.vouches, plan.no_vouching) {
            (true, Some(why)) => format!("; vouching is not enough: {why}"),
            _ => String::new(),
        };
        match (&plan.standing, brought) {
            (NameStanding::Pending(_), Brought::Before) => {
                (What::Skipped, format!("was imported before, and waits for its proof{why_not}"))
            }
            _ => (What::Imported, format!("waits for its proof; this certificate is served from then on{why_not}")),
        }
    }
}

/// A host name without a certificate.
///
/// # Errors
/// Nothing can be done any more, for any name.
pub(super) async fn name_alone(
    control: &Control,
    application: &Application,
    name: &str,
    custom: &CustomHostname,
    dry_run: bool,
) -> Result<Row, Failure> {
    let refused = |why| Ok(Row::new(Some(name.to_owned()), What::Refused, why));
    let plan = match planned(control, application, name).await? {
        Ok(plan) => plan,
        Err(why) => return refused(why),
    };
    let (what, mut why) = match &plan.standing {
        NameStanding::Held(_) => (What::Skipped, "is connected already".to_owned()),
        NameStanding::Pending(_) => (What::Skipped, "was imported before, and waits for its proof".to_owned()),
        NameStanding::New => (What::Imported, "waits for its proof; a certificate is obtained then".to_owned()),
    };
    if let Some(origin) = &custom.origin {
        why = format!("{why}; Cloudflare sends its requests to {origin}, which does not come along: make a route");
    }
    let row = Row::new(Some(name.to_owned()), what, why);
    match &plan.standing {
        NameStanding::Held(connection) | NameStanding::Pending(connection) => Ok(row.of(control, connection)),
        NameStanding::New if dry_run => Ok(row),
        NameStanding::New => match sorted(control.import_connection(application, &plan).await)? {
            Ok(connection) => Ok(row.of(control, &connection)),
            Err(why) => refused(why),
        },
    }
}

async fn planned(
    control: &Control,
    application: &Application,
    hostname: &str,
) -> Result<Result<ImportPlan, String>, Failure> {
    sorted(control.plan_import(application, hostname).await)
}

/// What is wrong with one name is told of that name; what is wrong with the database ends it all.
fn sorted<T>(result: Result<T, Refused>) -> Result<Result<T, String>, Failure> {
    match result {
        Ok(done) => Ok(Ok(done)),
        Err(Refused::Store(error)) => Err(error.into()),
        Err(Refused::Invalid { field, reason }) if field == "hostname" => Ok(Err(reason)),
        Err(other) => Ok(Err(other.to_string())),
    }
}
