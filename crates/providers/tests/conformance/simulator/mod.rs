//! A DNS provider on the loopback: zones that are kept, faults on demand, and a log of what was asked.

mod dialect;
mod message;
pub(crate) mod paging;
mod server;
mod zones;

pub(crate) use dialect::{Dialect, Kind, LateEdit};
pub(crate) use message::{Answer, Request};
pub(crate) use server::serve;
pub(crate) use zones::{Clash, Record, Service, Shown, ZoneState, Zones};

use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard};

/// What a provider keeps, and how it is told to behave.
#[derive(Clone, Debug)]
pub(crate) struct World {
    pub(crate) zones: Zones,
    /// Most items in a page, whatever is asked for.
    pub(crate) page_max: usize,
    /// Whatever a dialect has to remember beside the zones: tokens, jobs, idempotency keys.
    pub(crate) notes: BTreeMap<String, Value>,
}

impl Default for World {
    fn default() -> Self {
        Self { zones: Zones::default(), page_max: usize::MAX, notes: BTreeMap::new() }
    }
}

/// What goes wrong with a request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Fault {
    /// Refused: too many requests.
    TooMany { retry_after_s: u64 },
    /// Refused: not now.
    Outage,
    /// Refused: the data is not valid.
    Reject,
    /// The connection breaks before anything is done.
    BreakBefore,
    /// It is done, and the connection breaks before the answer.
    BreakAfter,
    /// It is answered as done, and nothing is done.
    AcceptOnly,
}

/// Which requests a fault strikes.
#[derive(Clone, Debug)]
pub(crate) enum Which {
    Reads,
    Writes,
    /// Writes after this many.
    WritesAfter(usize),
    /// Writes that have this word in them.
    WritesWith(&'static str),
}

struct Planned {
    fault: Fault,
    which: Which,
    times: usize,
}

/// What became of a request.
pub(crate) enum Outcome {
    Answered(Answer),
    Broken,
}

/// What became of an operation.
pub(crate) enum Passed<T> {
    Done(T),
    Refused(Fault),
    Broken,
}

/// A request as it was logged.
#[derive(Clone, Debug)]
pub(crate) struct Logged {
    pub(crate) kind: Kind,
    pub(crate) request: Request,
}

type Edit = Box<dyn FnOnce(&mut Zones) + Send>;

#[derive(Default)]
struct Inner {
    world: World,
    faults: Vec<Planned>,
    edit_before_write: Option<Edit>,
    /// How many reads after a write still show the zones as they were before.
    stale_reads: usize,
    stale: Option<(Zones, usize)>,
    writes: usize,
    /// The words of [`Fault::Reject`].
    refusal: Option<String>,
    log: Vec<Logged>,
}

/// The simulated provider. Clones are the same provider.
#[derive(Clone)]
pub(crate) struct Simulator {
    dialect: Arc<dyn Dialect>,
    inner: Arc<Mutex<Inner>>,
}

impl fmt::Debug for Simulator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Simulator of {}", self.dialect.spec().key)
    }
}

impl Simulator {
    /// With these zones, each furnished by the dialect.
    pub(crate) fn new(dialect: Arc<dyn Dialect>, names: &[&str]) -> Self {
        let mut world = World::default();
        for name in names {
            let (id, records) = (dialect.zone_id(name), vec![]);
            let zone = ZoneState { id, name: (*name).to_owned(), service: Service::Served, records, version: 0 };
            world.zones.zones.push(zone);
            for record in dialect.furniture(name) {
                world.zones.add(name, record);
            }
        }
        Self { dialect, inner: Arc::new(Mutex::new(Inner { world, ..Inner::default() })) }
    }

    pub(crate) fn dialect(&self) -> &dyn Dialect {
        &*self.dialect
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap()
    }

    /// The zone as it is.
    pub(crate) fn zone(&self, name: &str) -> ZoneState {
        self.inner().world.zones.zone(name).unwrap().clone()
    }

    /// Somebody else changes the zones now.
    pub(crate) fn edit<T>(&self, edit: impl FnOnce(&mut Zones) -> T) -> T {
        edit(&mut self.inner().world.zones)
    }

    /// Somebody else changes the zones right before the next write.
    pub(crate) fn edit_before_write(&self, edit: impl FnOnce(&mut Zones) + Send + 'static) {
        self.inner().edit_before_write = Some(Box::new(edit));
    }

    /// Pages have at most this many items from now on.
    pub(crate) fn limit_pages(&self, items: usize) {
        self.inner().world.page_max = items;
    }

    /// The next `times` requests of that kind suffer this.
    pub(crate) fn fail(&self, which: Which, fault: Fault, times: usize) {
        let mut inner = self.inner();
        inner.writes = 0;
        inner.faults.push(Planned { fault, which, times });
    }

    /// Data is refused with these words from now on.
    pub(crate) fn refuse_with(&self, words: &str) {
        self.inner().refusal = Some(words.to_owned());
    }

    /// No fault is left.
    pub(crate) fn heal(&self) {
        self.inner().faults.clear();
    }

    /// Writes are seen only after this many reads.
    pub(crate) fn show_writes_after(&self, reads: usize) {
        self.inner().stale_reads = reads;
    }

    /// What was asked so far.
    pub(crate) fn log(&self) -> Vec<Logged> {
        self.inner().log.clone()
    }

    /// How many requests changed records or would have.
    pub(crate) fn writes(&self) -> usize {
        self.inner().log.iter().filter(|logged| logged.kind == Kind::Write).count()
    }

    /// An HTTP request.
    pub(crate) fn exchange(&self, request: Request) -> Outcome {
        let kind = self.dialect.kind(&request);
        self.inner().log.push(Logged { kind, request: request.clone() });
        if let Err(refusal) = self.dialect.admit(&request) {
            return Outcome::Answered(refusal);
        }
        let words = request.all_text();
        Outcome::Answered(match self.pass(kind, &words, |world| self.dialect.answer(world, &request)) {
            Passed::Done(answer) => answer,
            Passed::Refused(Fault::TooMany { retry_after_s }) => self.dialect.too_many(retry_after_s),
            Passed::Refused(Fault::Reject) => {
                let words = self.inner().refusal.clone();
                self.dialect.rejection(words.as_deref().unwrap_or("The record is not valid."))
            }
            Passed::Refused(_) => self.dialect.outage(),
            Passed::Broken => return Outcome::Broken,
        })
    }

    /// An operation on the world, with the faults that are due. `words` are what the request says.
    pub(crate) fn pass<T>(&self, kind: Kind, words: &str, run: impl FnOnce(&mut World) -> T) -> Passed<T> {
        let mut inner = self.inner();
        if kind == Kind::Write {
            inner.writes += 1;
            if let Some(edit) = inner.edit_before_write.take() {
                edit(&mut inner.world.zones);
            }
        }
        let fault = inner.due(kind, words);
        match fault {
            Some(Fault::BreakBefore) => return Passed::Broken,
            Some(fault @ (Fault::TooMany { .. } | Fault::Outage | Fault::Reject)) => return Passed::Refused(fault),
            Some(Fault::BreakAfter | Fault::AcceptOnly) | None => {}
        }
        let before = inner.world.zones.clone();
        let done = match (&mut inner.stale, kind) {
            (Some((old, left)), Kind::Read) if *left > 0 => {
                *left -= 1;
                let old = old.clone();
                inner.world.zones = old;
                let done = run(&mut inner.world);
                inner.world.zones = before.clone();
                done
            }
            _ => run(&mut inner.world),
        };
        if fault == Some(Fault::AcceptOnly) {
            inner.world.zones = before;
        } else if kind == Kind::Write && inner.stale_reads > 0 {
            inner.stale = Some((before, inner.stale_reads));
        }
        if fault == Some(Fault::BreakAfter) { Passed::Broken } else { Passed::Done(done) }
    }
}

impl Inner {
    fn due(&mut self, kind: Kind, words: &str) -> Option<Fault> {
        let writes = self.writes;
        let strikes = |which: &Which| match which {
            Which::Reads => kind == Kind::Read,
            Which::Writes => kind == Kind::Write,
            Which::WritesAfter(count) => kind == Kind::Write && writes > *count,
            Which::WritesWith(word) => kind == Kind::Write && words.contains(word),
        };
        let planned = self.faults.iter_mut().find(|planned| planned.times > 0 && strikes(&planned.which))?;
        planned.times -= 1;
        Some(planned.fault)
    }
}
