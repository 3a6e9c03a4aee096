//! The edge's question, answered from memory.

mod together;

use crate::{Control, Refused};
use nameplate_domain::application::Application;
use nameplate_domain::ask::{Purpose, judge};
use nameplate_domain::hostname::covering_wildcard;
use nameplate_domain::route::OwnName;
use nameplate_store::{AskRow, AskedRoute};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Names remembered at most; about 150 bytes each.
const NAMES_MAX: u64 = 1_000_000;
/// A row is looked up again after this long even if no signal said that it changed.
const REMEMBERED_FOR: Duration = Duration::from_secs(30);

/// Whether a name may be served, and where its requests go.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AskAnswer {
    /// Whether the edge may serve it.
    pub allow: bool,
    /// Where its requests go; `None` unless allowed.
    pub origin: Option<Arc<str>>,
}

/// What the store said about a name; judged anew each time, since grace periods end without a write.
#[derive(Clone, Debug)]
enum Known {
    Nothing,
    Connection(Arc<AskRow>, Option<Arc<str>>),
    /// A name of the platform's own: an application's, or the wildcard above a tenant's routes.
    Own(Option<Arc<str>>),
    /// The default host name of a route. It gets a certificate of its own only where that of the wildcard cannot be had.
    Route {
        origin: Option<Arc<str>>,
        uncovered: bool,
    },
}

pub(crate) struct AskMemory {
    names: moka::sync::Cache<Box<str>, Known>,
    /// Counts signals: a row that was read before a signal and arrives after it is not remembered.
    generation: AtomicU64,
    together: together::Together,
}

impl AskMemory {
    pub(crate) fn new() -> Self {
        let names = moka::sync::Cache::builder()
            .max_capacity(NAMES_MAX)
            .time_to_live(REMEMBERED_FOR)
            .support_invalidation_closures()
            .build();
        Self { names, generation: AtomicU64::new(0), together: together::Together::default() }
    }

    pub(crate) fn generation(&self) -> u64 {
        self.generation.load(Ordering::Acquire)
    }

    pub(crate) fn bump(&self) {
        self.generation.fetch_add(1, Ordering::AcqRel);
    }

    /// Forgets one host name; for a wildcard, every name that it covers.
    pub(crate) fn forget(&self, hostname: &str) {
        self.bump();
        self.names.invalidate(hostname);
        if hostname.starts_with("*.") {
            let wildcard: Box<str> = hostname.into();
            let is_covered = move |name: &str| covering_wildcard(name).as_deref() == Some(&*wildcard);
            if self.names.invalidate_entries_if(move |name, _| is_covered(name)).is_err() {
                self.names.invalidate_all();
            }
        }
    }

    pub(crate) fn forget_all(&self) {
        self.bump();
        self.names.invalidate_all();
    }
}

impl Control {
    /// May the edge serve `name` (or have a certificate issued for it), and from which origin? Answers from memory, else by
    /// one indexed read. No quota, no billing, no DNS.
    ///
    /// # Errors
    /// [`Refused::Store`] when the store had to be asked and could not.
    pub async fn ask(&self, name: &str, purpose: Purpose) -> Result<AskAnswer, Refused> {
        let known = match self.asks.names.get(name) {
            Some(known) => known,
            None => self.look_up(name).await?,
        };
        Ok(self.judge(&known, purpose))
    }

    async fn look_up(&self, name: &str) -> Result<Known, Refused> {
        let generation = self.asks.generation();
        let known = self.read(name).await?;
        if self.asks.generation() == generation {
            self.asks.names.insert(name.into(), known.clone());
        }
        Ok(known)
    }

    async fn read(&self, name: &str) -> Result<Known, Refused> {
        if let Some(application) = Application::of_target(name, &self.platform.base_domain) {
            let origin = self.reader().ask_application(application).await?;
            return Ok(own(origin));
        }
        let reader = self.reader();
        match OwnName::read(name, &self.platform.base_domain) {
            Some(OwnName::Route { route, tenant }) => {
                let found = reader.ask_route(tenant.as_str(), route.as_str()).await?;
                return Ok(found.map_or(Known::Nothing, |AskedRoute { origin, uncovered }| Known::Route {
                    origin: origin.map(Arc::from),
                    uncovered,
                }));
            }
            Some(OwnName::Wildcard { tenant }) => {
                return Ok(own(reader.is_label_in_use(tenant.as_str()).await?.then_some(None)));
            }
            None => {}
        }
        let row = match self.asks.together.ask(&reader, &self.clock, name).await {
            Ok(row) => row,
            Err(_) => reader.ask(name, self.now()).await?,
        };
        Ok(row.map_or(Known::Nothing, |row| {
            let origin = row.origin.as_deref().map(Arc::from);
            Known::Connection(Arc::new(row), origin)
        }))
    }

    fn judge(&self, known: &Known, purpose: Purpose) -> AskAnswer {
        let (allow, origin) = match known {
            Known::Nothing => (false, None),
            Known::Own(origin) => (true, origin.clone()),
            Known::Route { origin, uncovered } => (purpose == Purpose::Serve || *uncovered, origin.clone()),
            Known::Connection(row, origin) => {
                let verdict = judge(purpose, &row.asked, self.now(), self.platform.drift_grace);
                (verdict.is_ok(), origin.clone())
            }
        };
        match allow {
            true => AskAnswer {
                allow,
                origin: Some(origin.unwrap_or_else(|| self.platform.default_origin.as_str().into())),
            },
            false => AskAnswer { allow, origin: None },
        }
    }
}

/// Of a name of the platform's own, its origin if there is one of that name.
fn own(found: Option<Option<String>>) -> Known {
    found.map_or(Known::Nothing, |origin| Known::Own(origin.map(Arc::from)))
}
