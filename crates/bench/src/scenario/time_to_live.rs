//! From the last record's publication to `live`, on `nameplate dev` with its own DNS host and edge.

use crate::api::{Api, text};
use crate::failure::Failure;
use crate::latency::Latencies;
use crate::progress;
use crate::report::{Section, Table, number};
use crate::run::Run;
use crate::server::{Server, free_address};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::process::Command;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

/// The key that development starts with.
const KEY: &str = "sk_test_demo";
/// Between creating a connection and publishing its records; each customer takes one step longer than the one before, so
/// that checks are met at every point of their backoff.
const HESITATION_STEP: Duration = Duration::from_millis(500);
/// Between two looks at the state.
const LOOK_EVERY: Duration = Duration::from_millis(20);
/// A connection that takes longer has failed.
const LIVE_MAX: Duration = Duration::from_secs(60);

/// # Errors
/// [`Failure`] when the program is not built, or a connection does not go live.
pub(crate) async fn run(run: &Run) -> Result<Section, Failure> {
    let directory = run.folder("time-to-live")?;
    let [api_address, panel, tls, plain, dns, challenges, challenges_api, origin] = addresses()?;
    let port = |address: SocketAddr| address.port().to_string();
    let mut command = Command::new(run.require_binary()?);
    command
        .arg("dev")
        .env("PORT", port(api_address))
        .env("DEMO_PORT", "0")
        .env("SANDBOX_PORT", port(panel))
        .env("SANDBOX_DNS_PORT", port(dns))
        .env("ACME_DNS_PORT", port(challenges))
        .env("ACME_DNS_API_PORT", port(challenges_api))
        .env("EDGE_TLS_PORT", port(tls))
        .env("EDGE_HTTP_PORT", port(plain))
        .env("EDGE_ORIGIN_DEFAULT", format!("http://{origin}"))
        .env("LOG", "warn")
        .current_dir(&directory);
    let mut server = Server::start("nameplate-dev", &command, &directory)?;
    // The edge starts last.
    server.listening(api_address).await?;
    server.listening(tls).await?;
    let (api, panel) = (Api::new(api_address, KEY), Api::new(panel, ""));
    let application = api.post("/v1/applications", Some(json!({"name": "Benchmark"}))).await?;
    let application = text(&application, "/id")?.to_owned();
    let customers = run.count(20, 5);
    let mut going = JoinSet::new();
    for customer in 0..customers {
        going.spawn(one(api.clone(), panel.clone(), application.clone(), customer));
    }
    let mut latencies = Latencies::default();
    while let Some(ended) = going.join_next().await {
        let ended = ended.map_err(|error| Failure::unexpected(format!("a customer broke: {error}")))?;
        let latency = ended.map_err(|failure| server.blame(&crate::failure::chain(&failure)))?;
        progress!("time-to-live: {} s", number(latency.as_secs_f64()));
        latencies.push(latency);
    }
    let mut table = Table::new(["seconds from the last record to live", "median", "p95", "longest"]);
    let seconds = |share: f64| number(latencies.quantile(share).as_secs_f64());
    table.row(vec![format!("{customers} customers"), seconds(0.5), seconds(0.95), seconds(1.0)]);
    let body = format!(
        "`nameplate dev` (SQLite, sandbox DNS, workers and edge in one process). Each of {customers} customers waits {} s longer than the one before, \
         publishes the ownership TXT and then the traffic record at the DNS panel's API, and looks every {} ms; nobody presses \"check \
         now\". Live includes the certificate, which the edge issues and reports. Goal: median under 3 s.\n\n{table}",
        HESITATION_STEP.as_secs_f64(),
        LOOK_EVERY.as_millis(),
    );
    Ok(Section { name: "time-to-live", title: "From the last record to live", body })
}

fn addresses<const N: usize>() -> Result<[SocketAddr; N], Failure> {
    let mut addresses = [SocketAddr::from(([127, 0, 0, 1], 0)); N];
    for address in &mut addresses {
        *address = free_address()?;
    }
    Ok(addresses)
}

/// One customer: how long after its last record it was live.
async fn one(api: Api, panel: Api, application: String, customer: usize) -> Result<Duration, Failure> {
    let zone = format!("customer{customer}.test");
    let wanted = json!({"application_id": application, "hostname": format!("shop.{zone}")});
    let connection = api.post("/v1/connections", Some(wanted)).await?;
    let path = format!("/v1/connections/{}", text(&connection, "/id")?);
    tokio::time::sleep(HESITATION_STEP * u32::try_from(customer).unwrap_or(u32::MAX)).await;
    let challenge = (text(&connection, "/ownership_challenge/name")?, text(&connection, "/ownership_challenge/value")?);
    publish(&panel, &zone, challenge.0, "TXT", challenge.1).await?;
    for record in connection.pointer("/dns_records").and_then(Value::as_array).into_iter().flatten() {
        publish(&panel, &zone, text(record, "/host")?, text(record, "/type")?, text(record, "/value")?).await?;
    }
    let start = Instant::now();
    loop {
        let now = api.get(&path).await?;
        match text(&now, "/state")? {
            "live" => return Ok(start.elapsed()),
            state if start.elapsed() > LIVE_MAX => {
                return Err(Failure::unexpected(format!("shop.{zone} is still {state}: {now}")));
            }
            _ => tokio::time::sleep(LOOK_EVERY).await,
        }
    }
}

async fn publish(panel: &Api, zone: &str, name: &str, rtype: &str, value: &str) -> Result<(), Failure> {
    let record = json!({"name": name, "type": rtype, "value": value, "ttl": 60});
    panel.post(&format!("/api/zones/{zone}/records"), Some(record)).await.map(drop)
}
