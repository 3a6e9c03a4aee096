//! The edge, beside its control plane or far from it, with its store of certificates.

use super::control_plane::{StartError, observer};
use super::local_control_plane::LocalControlPlane;
use super::store_shelf::StoreShelf;
use super::system_clock::SystemClock;
use super::txt_desk::{Counter, HttpCounter};
use super::{authorities, listen};
use crate::config::{EDGE_STORE_FILE, Issuers, Settings};
use nameplate_control::Control;
use nameplate_domain::time::Clock as _;
use nameplate_edge::{ControlPlane, Edge, EdgeParts, OverHttp, RunningEdge};
use nameplate_store::{Store, StoreOptions};
use std::error::Error;
use std::fs::{DirBuilder, OpenOptions, Permissions};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::sync::Arc;
use std::time::Duration;

/// How often what has expired is deleted from the store.
const PURGE_EVERY: Duration = Duration::from_hours(1);

type Failure = Box<dyn Error + Send + Sync>;

/// An edge that asks over HTTP.
///
/// # Errors
/// A port that is taken, a store that cannot be used, a control plane URL that cannot be read.
pub async fn start_remote(settings: &Settings) -> Result<RunningEdge, Failure> {
    let edge = &settings.edge;
    let control_plane = OverHttp::new(
        &edge.control_plane_url,
        &edge.settings.edge_id,
        settings.edge_token.clone(),
        edge.settings.ask_timeout,
    )?;
    // A folder is one edge's; a fleet shares a PostgreSQL.
    let store = open_store(settings, !settings.edge.is_fleet).await?;
    let counter = match (&edge.acme_dns_api_url, edge.is_fleet) {
        (Some(url), _) => Some(Counter::Http(Arc::new(HttpCounter::new(url, settings.edge_token.clone())?))),
        // The fleet's database is the control plane's: the zone is read from it.
        (None, true) => Some(Counter::Store(Box::new(super::control_plane::on_store(settings, store.clone())?))),
        // Names that need DNS-01 get no certificate, and are told so.
        (None, false) => None,
    };
    start(settings, Arc::new(control_plane), store, counter).await
}

/// An edge in the same process as its control plane.
///
/// # Errors
/// A port that is taken, a store that cannot be used.
pub async fn start_local(settings: &Settings, control: Control) -> Result<RunningEdge, Failure> {
    let plane = LocalControlPlane::new(control.clone(), settings.edge.settings.edge_id.clone());
    // A folder is one edge's; a fleet shares a PostgreSQL.
    let store = open_store(settings, !settings.edge.is_fleet).await?;
    start(settings, Arc::new(plane), store, Some(Counter::Store(Box::new(control)))).await
}

/// Whether there is a store of certificates to open: a fleet has one, and an edge that has run before.
#[must_use]
pub fn has_store(settings: &Settings) -> bool {
    settings.edge.is_fleet || settings.edge.settings.storage_dir.join(EDGE_STORE_FILE).exists()
}

/// The shelf, beside edges that may be running on it.
///
/// # Errors
/// A store that cannot be used.
pub async fn open_shelf_beside_others(settings: &Settings) -> Result<StoreShelf, Failure> {
    Ok(StoreShelf::new(&open_store(settings, false).await?))
}

async fn open_store(settings: &Settings, exclusive: bool) -> Result<Store, Failure> {
    let edge = &settings.edge;
    let folder = &edge.settings.storage_dir;
    let unusable = |error: std::io::Error| format!("{} (EDGE_STORAGE_DIR) cannot be used: {error}", folder.display());
    DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(unusable)?;
    if !edge.is_fleet {
        // It holds private keys: nobody else reads it, nor what the database puts beside it, which takes its rights over.
        let path = folder.join(EDGE_STORE_FILE);
        let file = OpenOptions::new().append(true).create(true).mode(0o600).open(&path).map_err(unusable)?;
        file.set_permissions(Permissions::from_mode(0o600)).map_err(unusable)?;
    }
    let options = StoreOptions { exclusive, ..StoreOptions::default() };
    let variable = if edge.is_fleet { "EDGE_DATABASE_URL" } else { "EDGE_STORAGE_DIR" };
    Store::open(&edge.database_url, options)
        .await
        .map_err(|error| format!("the store of certificates ({variable}) cannot be opened: {error}").into())
}

async fn start(
    settings: &Settings,
    plane: Arc<dyn ControlPlane>,
    store: Store,
    counter: Option<Counter>,
) -> Result<RunningEdge, Failure> {
    let edge = settings.edge.settings.clone();
    // Edges share their port between threads (SO_REUSEPORT) and would share it with a second edge, unnoticed.
    listen::check_free(edge.tls_addr, "EDGE_TLS_PORT").await?;
    listen::check_free(edge.http_addr, "EDGE_HTTP_PORT").await?;
    if settings.is_production && matches!(settings.edge.issuers, Issuers::Internal) {
        tracing::warn!("EDGE_ISSUER is internal: visitors who do not have this edge's own root are warned away.");
    }
    let observer = observer(settings).map_err(|error: StartError| error.to_string())?;
    let shelf = store.shelf();
    let parts = EdgeParts {
        plane,
        clock: Arc::new(SystemClock),
        shelf: Arc::new(StoreShelf::new(&store)),
        authorities: authorities::open(settings, observer, counter)?,
        sealer: settings.providers.sealer.clone(),
    };
    let running = Edge::start(edge, parts).await?;
    // Ends with the runtime: there is nothing to finish.
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(PURGE_EVERY).await;
            if let Err(error) = shelf.purge(SystemClock.now()).await {
                tracing::warn!(
                    error = &error as &dyn Error,
                    "What has expired could not be deleted from the store of certificates."
                );
            }
        }
    });
    Ok(running)
}
