//! Events on demand: live connections whose records are gone, each of which drifts when it is checked.

use crate::api::{Api, text};
use crate::database::{Database, ZONES, hostname};
use crate::failure::Failure;
use crate::name_server::{self, Zone};
use crate::program::{ControlPlane, TEMPLATE, Workers, make_template, serve};
use crate::run::Run;
use crate::server::{Server, free_address};
use serde_json::Value;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

/// A control plane with connections that can drift.
#[derive(Debug)]
pub(crate) struct Happenings {
    pub(crate) plane: ControlPlane,
    /// A key of the tenant whose connections they are.
    pub(crate) key: String,
    api: Api,
    /// Connections that have not drifted yet.
    ids: Vec<String>,
    _dns: Server,
}

impl Happenings {
    /// Starts a control plane on `database` with `count` connections that can drift.
    ///
    /// # Errors
    /// [`Failure`] when the program is not built, or does not start.
    pub(crate) async fn prepare(
        run: &Run,
        database: &Database,
        scenario: &str,
        count: usize,
        workers: Workers,
        directory: &Path,
    ) -> Result<Self, Failure> {
        let key = make_template(run, database, scenario).await?;
        database.fill(TEMPLATE, 1..=count as u64, None)?;
        let resolver = free_address()?;
        // Their zones are there, without them.
        let mut zones: Vec<Zone> =
            (0..ZONES).map(|zone| Zone { name: format!("z{zone}.test"), records: String::new() }).collect();
        zones.push(Zone::platform());
        let dns = name_server::start(resolver, &zones, directory).await?;
        let plane = serve(run, database, resolver, workers, directory).await?;
        let api = Api::new(plane.address, &key);
        let mut ids = Vec::new();
        let mut path = "/v1/connections?limit=100".to_owned();
        loop {
            let page = api.get(&path).await?;
            for row in page["data"].as_array().into_iter().flatten() {
                if text(row, "/hostname")? != TEMPLATE {
                    ids.push(text(row, "/id")?.to_owned());
                }
            }
            match page["next_cursor"].as_str() {
                Some(cursor) => path = format!("/v1/connections?limit=100&cursor={cursor}"),
                None => break,
            }
        }
        match ids.len() == count {
            true => Ok(Self { plane, key, api, ids, _dns: dns }),
            false => Err(Failure::unexpected(format!("{} of {count} such as {} are there", ids.len(), hostname(1)))),
        }
    }

    /// Makes `count` events happen, `at_once` of them at a time, one each `every` at most.
    ///
    /// # Errors
    /// [`Failure`] when a check causes no event.
    pub(crate) async fn happen(&mut self, count: usize, at_once: usize, every: Duration) -> Result<(), Failure> {
        let slots = Arc::new(Semaphore::new(at_once));
        let mut pace = tokio::time::interval(every.max(Duration::from_micros(1)));
        let mut going = JoinSet::new();
        for _ in 0..count {
            if !every.is_zero() {
                pace.tick().await;
            }
            let id = self.ids.pop().ok_or_else(|| Failure::unexpected("all connections have drifted"))?;
            let slot = Arc::clone(&slots).acquire_owned().await;
            let api = self.api.clone();
            going.spawn(async move {
                let checked = api.post(&format!("/v1/connections/{id}/records:check"), None).await;
                drop(slot);
                drifted(&checked?)
            });
        }
        while let Some(ended) = going.join_next().await {
            ended.map_err(|error| Failure::unexpected(format!("a check broke: {error}")))??;
        }
        Ok(())
    }
}

fn drifted(checked: &Value) -> Result<(), Failure> {
    match text(checked, "/state")? {
        "drifted" => Ok(()),
        other => Err(Failure::unexpected(format!("a connection without records is {other}: {checked}"))),
    }
}

/// The time in a UUIDv7 (RFC 9562, 5.7), since 1970.
///
/// # Errors
/// [`Failure`] when it is none.
pub(crate) fn made_at(id: &str) -> Result<Duration, Failure> {
    let digits: String = id.chars().filter(|c| *c != '-').take(12).collect();
    let ms = u64::from_str_radix(&digits, 16).map_err(|_| Failure::unexpected(format!("{id:?} is no identifier")))?;
    Ok(Duration::from_millis(ms))
}

/// The present, since 1970.
#[expect(clippy::disallowed_methods, reason = "the server's clock, which is this machine's, is what is compared with")]
pub(crate) fn since_1970() -> Duration {
    SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_tells_when_it_was_made() {
        let at = made_at("017f22e2-79b0-7cc3-98c4-dc0c0c07398f").unwrap();
        assert_eq!(at, Duration::from_millis(1_645_557_742_000));
    }
}
