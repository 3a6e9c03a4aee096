//! `nameplate serve` on a database of the benchmark, and one connection brought live on it for the rest to be copied from.

use crate::api::{Api, text};
use crate::database::Database;
use crate::failure::Failure;
use crate::name_server::{self, PLATFORM, Zone};
use crate::run::Run;
use crate::server::{Server, free_address};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// Host name of the connection that is copied.
pub(crate) const TEMPLATE: &str = "template.z0.test";
/// Origin of every connection.
pub(crate) const ORIGIN: &str = "http://127.0.0.1:3000";

/// How long the template may take to go live.
const LIVE_MAX: Duration = Duration::from_secs(60);

/// A running control plane.
#[derive(Debug)]
pub(crate) struct ControlPlane {
    pub(crate) server: Server,
    pub(crate) address: SocketAddr,
}

/// Whether a control plane also looks after connections.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Workers {
    Off,
    On,
}

/// Starts `nameplate serve` on `database`, with `resolver` for DNS.
///
/// # Errors
/// [`Failure`] when it does not start.
pub(crate) async fn serve(
    run: &Run,
    database: &Database,
    resolver: SocketAddr,
    workers: Workers,
    directory: &Path,
) -> Result<ControlPlane, Failure> {
    let address = free_address()?;
    let mut command = Command::new(run.require_binary()?);
    command
        .arg("serve")
        .env("PORT", address.port().to_string())
        .env("DATABASE_URL", database.url())
        .env("BASE_DOMAIN", PLATFORM)
        .env("WORKER_ENABLED", if workers == Workers::On { "1" } else { "0" })
        // One key asks as often as all customers together would.
        .envs(["RATE_LIMIT_KEY", "RATE_LIMIT_ADDRESS"].map(|limit| (limit, "0")))
        .env("DNS_RESOLVERS", resolver.to_string())
        .env("DNS_AUTHORITATIVE", "1")
        .env("DNS_AUTHORITATIVE_PORT", resolver.port().to_string())
        .env("LOG", "warn")
        // What is measured is how much it can take, from one address and with one key.
        .env("RATE_LIMIT_KEY", "0")
        .env("RATE_LIMIT_ADDRESS", "0")
        .current_dir(directory);
    let mut server = Server::start("nameplate-serve", &command, directory)?;
    server.listening(address).await?;
    Ok(ControlPlane { server, address })
}

/// Makes a tenant, an application and one connection, publishes what it asks for, and waits until it is live. Gives the tenant's
/// key.
///
/// # Errors
/// [`Failure`] with what stood in the way.
pub(crate) async fn make_template(run: &Run, database: &Database, scenario: &str) -> Result<String, Failure> {
    let directory = run.folder(&format!("{scenario}-{}-template", database.engine()))?;
    let resolver = free_address()?;
    let key = make_tenant(run, database)?;
    let plane = serve(run, database, resolver, Workers::Off, &directory).await?;
    let api = Api::new(plane.address, &key);
    let application =
        api.post("/v1/applications", Some(json!({"name": "Benchmark", "default_origin": ORIGIN}))).await?;
    let wanted = json!({"application_id": text(&application, "/id")?, "hostname": TEMPLATE});
    let connection = api.post("/v1/connections", Some(wanted)).await?;
    let _dns = name_server::start(resolver, &[Zone::platform(), zone_for(&connection)?], &directory).await?;
    let path = format!("/v1/connections/{}", text(&connection, "/id")?);
    api.post(&format!("{path}/verify"), None).await?;
    let start = Instant::now();
    loop {
        let checked = api.post(&format!("{path}/records:check"), None).await?;
        match text(&checked, "/state")? {
            "live" => return Ok(key),
            state if start.elapsed() > LIVE_MAX => {
                return Err(Failure::unexpected(format!("{TEMPLATE} is still {state}: {checked}")));
            }
            _ => tokio::time::sleep(Duration::from_millis(200)).await,
        }
    }
}

/// The key of a new tenant.
///
/// # Errors
/// [`Failure`] when it cannot be made.
pub(crate) fn make_tenant(run: &Run, database: &Database) -> Result<String, Failure> {
    let output = Command::new(run.require_binary()?)
        .args(["admin", "tenant", "create", "--name", "Benchmark", "--json"])
        .env("DATABASE_URL", database.url())
        .output()
        .map_err(Failure::io("running nameplate admin tenant create"))?;
    let complaint =
        || Failure::unexpected(format!("no tenant could be made: {}", String::from_utf8_lossy(&output.stderr).trim()));
    let made: Value = serde_json::from_slice(&output.stdout).map_err(|_| complaint())?;
    Ok(text(&made, "/key/secret")?.to_owned())
}

/// The template's zone, with its challenge and everything that it asks for.
fn zone_for(connection: &Value) -> Result<Zone, Failure> {
    let challenge = (text(connection, "/ownership_challenge/name")?, text(connection, "/ownership_challenge/value")?);
    let mut records = format!("{}. TXT \"{}\"\n", challenge.0, challenge.1);
    for record in connection.pointer("/dns_records").and_then(Value::as_array).into_iter().flatten() {
        let (host, rtype, value) = (text(record, "/host")?, text(record, "/type")?, text(record, "/value")?);
        let dot = if rtype == "CNAME" { "." } else { "" };
        records.push_str(&format!("{host}. {rtype} {value}{dot}\n"));
    }
    Ok(Zone { name: "z0.test".to_owned(), records })
}
