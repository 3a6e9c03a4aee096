//! One public authority: its account, and whether it is resting.

use super::turns::Turns;
use crate::ports::{Shelf, ShelfError};
use nameplate_acme::{Account, AcmeError, Client, DirectoryFacts};
use nameplate_domain::edge_status::{AuthorityStatus, BudgetStatus};
use nameplate_domain::issuance::budget::{self, Draw, Limit, Limits};
use nameplate_domain::issuance::caa;
use nameplate_domain::issuance::problem::{Actor, IssuanceProblem};
use nameplate_domain::time::Timestamp;
use nameplate_sealing::{self as sealed, Sealer, SecretKind};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Mutex as AsyncMutex;

const FIRST_REST: Duration = Duration::from_secs(10);
const LONGEST_REST: Duration = Duration::from_secs(10 * 60);

/// One public authority.
pub(crate) struct Line {
    client: Client,
    pub(crate) limits: Limits,
    caa_identities: Vec<String>,
    opened: AsyncMutex<Option<Arc<Opened>>>,
    rest: Mutex<Option<Rest>>,
    pub(crate) turns: Turns,
}

/// An account, and what its authority says of itself.
pub(crate) struct Opened {
    pub(crate) account: Account,
    pub(crate) facts: DirectoryFacts,
    /// As CAA records speak of it.
    pub(crate) in_caa: caa::Authority,
}

/// Why an account is not open.
pub(crate) enum Unopened {
    /// The authority is resting.
    Resting(Timestamp),
    /// It said no, or nothing.
    Refused(AcmeError),
    /// What was kept of it cannot be opened, or what is new cannot be sealed.
    Locked(IssuanceProblem),
    /// The shelf cannot be used.
    Shelf(ShelfError),
}

impl From<ShelfError> for Unopened {
    fn from(error: ShelfError) -> Self {
        Self::Shelf(error)
    }
}

impl From<AcmeError> for Unopened {
    fn from(error: AcmeError) -> Self {
        Self::Refused(error)
    }
}

#[derive(Clone, Copy)]
struct Rest {
    until: Timestamp,
    length: Duration,
}

impl Line {
    pub(crate) fn new(client: Client, limits: Limits, caa_identities: Vec<String>) -> Self {
        Self {
            client,
            limits,
            caa_identities,
            opened: AsyncMutex::default(),
            rest: Mutex::default(),
            turns: Turns::default(),
        }
    }

    /// Its name in the settings.
    pub(crate) fn name(&self) -> &str {
        &self.client.directory().name
    }

    /// The account: the one in memory, else the kept one, else a new one, which is kept first. Of two edges that make one at
    /// once, the first keeps it, and both use it.
    pub(crate) async fn open(
        &self,
        shelf: &dyn Shelf,
        sealer: Option<&Sealer>,
        now: Timestamp,
    ) -> Result<Arc<Opened>, Unopened> {
        let mut opened = self.opened.lock().await;
        if let Some(opened) = &*opened {
            return Ok(Arc::clone(opened));
        }
        // Whoever waited for the lock behind a failure does not repeat it.
        if let Some(until) = self.resting_until(now) {
            return Err(Unopened::Resting(until));
        }
        let account = self.account(shelf, sealer).await?;
        let facts = account.directory_facts().await?;
        let identities =
            if self.caa_identities.is_empty() { facts.caa_identities.clone() } else { self.caa_identities.clone() };
        let account_uri = Some(account.uri().to_owned());
        let in_caa = caa::Authority { identities, account_uri, name: self.name().to_owned() };
        let new = Arc::new(Opened { account, facts, in_caa });
        *opened = Some(Arc::clone(&new));
        Ok(new)
    }

    async fn account(&self, shelf: &dyn Shelf, sealer: Option<&Sealer>) -> Result<Account, Unopened> {
        let key = format!("{} {}", self.name(), self.client.directory().url);
        let locked = |detail: &dyn std::fmt::Display| Unopened::Locked(self.locked(detail));
        let unseal =
            |kept: &[u8]| sealed::open(sealer, SecretKind::Account, &key, kept).map_err(|error| locked(&error));
        if let Some(kept) = shelf.account(&key).await? {
            return Ok(self.client.open_account(Some(&unseal(&kept)?)).await?.0);
        }
        let (account, new) = self.client.open_account(None).await?;
        let Some(new) = new else { return Ok(account) };
        let sealed = sealed::seal(sealer, SecretKind::Account, &key, new.as_bytes()).map_err(|error| locked(&error))?;
        let kept = shelf.keep_account(&key, &sealed).await?;
        if kept == sealed { Ok(account) } else { Ok(self.client.open_account(Some(&unseal(&kept)?)).await?.0) }
    }

    fn locked(&self, detail: &dyn std::fmt::Display) -> IssuanceProblem {
        IssuanceProblem {
            code: "account_sealed".to_owned(),
            message: format!(
                "The account at {} is kept sealed and cannot be opened: {detail}. Whoever runs this platform must put the key that sealed it \
                 back among the sealing keys.",
                self.name()
            ),
            actor: Actor::Operator,
            detail: None,
            authority: Some(self.name().to_owned()),
            retry_at: None,
        }
    }

    /// Until when it is left alone after it could not be used; on this edge only, for it may be this edge's own network.
    pub(crate) fn resting_until(&self, now: Timestamp) -> Option<Timestamp> {
        let rest = self.rest.lock().unwrap_or_else(PoisonError::into_inner);
        rest.map(|rest| rest.until).filter(|until| now < *until)
    }

    /// It could not be used: leaves it alone, twice as long as the last time. Those who find out together count once.
    pub(crate) fn rest(&self, now: Timestamp) -> Timestamp {
        let mut rest = self.rest.lock().unwrap_or_else(PoisonError::into_inner);
        let length = match *rest {
            Some(resting) if now < resting.until => return resting.until,
            Some(rested) if now < rested.until.plus(LONGEST_REST * 2) => (rested.length * 2).min(LONGEST_REST),
            _ => FIRST_REST,
        };
        let until = now.plus(length);
        *rest = Some(Rest { until, length });
        tracing::warn!(
            acme.authority = self.name(),
            rest_s = length.as_secs(),
            "A certification authority cannot be used and is left alone for a while."
        );
        until
    }

    /// It works.
    pub(crate) fn awake(&self) {
        *self.rest.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// How we stand with it. Of its limits, the one that all orders of the account draw from is told; the others are one name's each.
    pub(crate) async fn status(&self, shelf: &dyn Shelf, now: Timestamp) -> Result<AuthorityStatus, ShelfError> {
        let levels = shelf.levels(&[budget::orders_key(self.name()), self.closed_key()]).await?;
        let [orders, closed] = [0, 1].map(|index| levels.get(index).copied().unwrap_or_default());
        let budget = BudgetStatus::of("orders", self.limits.orders, orders, closed.closed_until, now);
        Ok(AuthorityStatus {
            name: self.name().to_owned(),
            resting_until: self.resting_until(now),
            budgets: vec![budget],
        })
    }

    /// The bucket that is closed for the whole fleet when the account is limited. Nothing is ever taken out of it.
    pub(crate) fn closed_key(&self) -> String {
        format!("{}/closed", self.name())
    }

    pub(crate) fn not_closed(&self) -> Draw {
        Draw { key: self.closed_key(), limit: Limit { count: 1, per: Duration::ZERO }, reserve: 0 }
    }
}
