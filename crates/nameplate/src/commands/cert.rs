//! `nameplate cert …`: certificates, over the API.

use super::api::client::Client;
use super::api::{Api as _, Request, encoded};
use super::ending::Stop;
use super::output;
use clap::Subcommand;
use serde_json::Value;
use std::time::Duration;

/// How long `renew --wait` waits.
const WAIT_MAX: Duration = Duration::from_secs(180);
/// How often it looks.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// Look at certificates and have them renewed.
#[derive(Subcommand, Debug)]
pub(super) enum Cert {
    /// List certificates with their ends and next renewals
    #[command(
        after_help = "Examples:\n  nameplate cert list\n  nameplate cert list --status failed\n  nameplate cert list --expiring 14 --json"
    )]
    List {
        /// Only pending, issued or failed ones
        #[arg(long)]
        status: Option<String>,
        /// Only those that end within so many days
        #[arg(long, value_name = "DAYS")]
        expiring: Option<u16>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Show all that is known of one certificate
    #[command(after_help = "Example:\n  nameplate cert show shop.customer.com")]
    Show {
        /// The host name
        hostname: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Have a certificate replaced now
    #[command(after_help = "Example:\n  nameplate cert renew shop.customer.com --wait")]
    Renew {
        /// The host name
        hostname: String,
        /// Wait until the new one is there, or it is known why not
        #[arg(long)]
        wait: bool,
        /// Say what would be done and do nothing
        #[arg(long)]
        dry_run: bool,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

impl Cert {
    /// Whether JSON is wished.
    pub(super) const fn is_json(&self) -> bool {
        match self {
            Self::List { json, .. } | Self::Show { json, .. } | Self::Renew { json, .. } => *json,
        }
    }
}

pub(super) async fn run(cert: Cert, remote: &Client) -> Result<(), Stop> {
    match cert {
        Cert::List { status, expiring, json } => list(remote, status, expiring, json).await,
        Cert::Show { hostname, json } => show(remote, &hostname, json).await,
        Cert::Renew { hostname, wait, dry_run, json } => renew(remote, &hostname, wait, dry_run, json).await,
    }
}

async fn list(remote: &Client, status: Option<String>, expiring: Option<u16>, json: bool) -> Result<(), Stop> {
    let mut filter = String::from("limit=100");
    if let Some(status) = status {
        filter += &format!("&status={}", encoded(&status));
    }
    if let Some(days) = expiring {
        filter += &format!("&expiring_within_days={days}");
    }
    let mut entries = Vec::new();
    let mut cursor = String::new();
    loop {
        let mut page = remote.call(Request::get(format!("/v1/certificates?{filter}{cursor}"))).await?;
        if let Some(Value::Array(data)) = page.get_mut("data").map(Value::take) {
            entries.extend(data);
        }
        match page.get("next_cursor").and_then(Value::as_str) {
            Some(next) => cursor = format!("&cursor={}", encoded(next)),
            None => break,
        }
    }
    if json {
        output::line(in_json(&entries)?);
        return Ok(());
    }
    if entries.is_empty() {
        output::line("No certificates.");
        return Ok(());
    }
    let widest = entries.iter().map(|entry| text(entry, "/hostname").len()).max().unwrap_or(0).max(8);
    output::line(format_args!(
        "{:widest$}  {:8}  {:20}  {:10}  {:10}  PROBLEM",
        "HOSTNAME", "STATUS", "ISSUER", "ENDS", "RENEWAL"
    ));
    for entry in &entries {
        output::line(format_args!(
            "{:widest$}  {:8}  {:20}  {:10}  {:10}  {}",
            text(entry, "/hostname"),
            text(entry, "/certificate/status"),
            text(entry, "/certificate/issuer").chars().take(20).collect::<String>(),
            day(text(entry, "/certificate/not_after")),
            day(text(entry, "/certificate/next_renewal")),
            text(entry, "/certificate/last_problem/code"),
        ));
    }
    Ok(())
}

async fn show(remote: &Client, hostname: &str, json: bool) -> Result<(), Stop> {
    let entry = find(remote, hostname).await?;
    if json {
        output::line(in_json(&entry)?);
        return Ok(());
    }
    let names: Vec<&str> = entry
        .pointer("/certificate/names")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let names = names.join(", ");
    let lines = [
        ("host name", text(&entry, "/hostname")),
        ("connection", text(&entry, "/connection_id")),
        ("status", text(&entry, "/certificate/status")),
        ("issuer", text(&entry, "/certificate/issuer")),
        ("authority", text(&entry, "/certificate/authority")),
        ("serial", text(&entry, "/certificate/serial")),
        ("SHA-256", text(&entry, "/certificate/fingerprint_sha256")),
        ("names", names.as_str()),
        ("valid from", text(&entry, "/certificate/not_before")),
        ("valid until", text(&entry, "/certificate/not_after")),
        ("next renewal", text(&entry, "/certificate/next_renewal")),
        ("problem", text(&entry, "/certificate/last_problem/message")),
        ("who must act", text(&entry, "/certificate/last_problem/actor")),
        ("authority says", text(&entry, "/certificate/last_problem/detail")),
        ("tried again", text(&entry, "/certificate/last_problem/retry_at")),
    ];
    for (label, value) in lines.iter().filter(|(_, value)| !value.is_empty()) {
        output::line(format_args!("{label:15} {value}"));
    }
    Ok(())
}

async fn renew(remote: &Client, hostname: &str, wait: bool, dry_run: bool, json: bool) -> Result<(), Stop> {
    let before = find(remote, hostname).await?;
    if dry_run {
        let plan = format!(
            "would ask the edges to replace the certificate of {hostname} (serial {})",
            text(&before, "/certificate/serial")
        );
        output::line(if json { serde_json::json!({"dry_run": true, "plan": plan}).to_string() } else { plan });
        return Ok(());
    }
    remote
        .call(Request::post(format!("/v1/connections/{}/certificate:renew", text(&before, "/connection_id"))))
        .await?;
    let after = if wait { wait_for_change(remote, hostname, &before).await? } else { before };
    if json {
        output::line(in_json(&after)?);
    } else if wait {
        output::line(format_args!(
            "{hostname} has a new certificate: serial {}, valid until {}.",
            text(&after, "/certificate/serial"),
            text(&after, "/certificate/not_after")
        ));
    } else {
        output::line(format_args!(
            "The edges were asked to replace the certificate of {hostname}. `nameplate cert show {hostname}` tells what came of it."
        ));
    }
    Ok(())
}

async fn wait_for_change(remote: &Client, hostname: &str, before: &Value) -> Result<Value, Stop> {
    output::progress(format_args!("Waiting for the new certificate of {hostname} …"));
    let deadline = tokio::time::Instant::now() + WAIT_MAX;
    loop {
        let now = find(remote, hostname).await?;
        if text(&now, "/certificate/serial") != text(before, "/certificate/serial") {
            return Ok(now);
        }
        let was_reported = text(&now, "/certificate/reported_at") != text(before, "/certificate/reported_at");
        let problem = text(&now, "/certificate/last_problem/message");
        if was_reported && !problem.is_empty() {
            return Err(Stop::failed(format!("the certificate was not replaced: {problem}")));
        }
        if tokio::time::Instant::now() >= deadline {
            return Err(Stop::failed(format!(
                "nothing was heard of a new certificate within {} s; is an edge running?",
                WAIT_MAX.as_secs()
            )));
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

async fn find(remote: &Client, hostname: &str) -> Result<Value, Stop> {
    let mut page = remote.call(Request::get(format!("/v1/certificates?hostname={}", encoded(hostname)))).await?;
    page.pointer_mut("/data/0").map(Value::take).ok_or_else(|| {
        Stop::absent(format!(
            "there is no certificate of {hostname}, and no edge has tried to get one; see its connection"
        ))
    })
}

fn in_json(value: &impl serde::Serialize) -> Result<String, Stop> {
    serde_json::to_string_pretty(value).map_err(|error| Stop::failed(error.to_string()))
}

fn text<'v>(value: &'v Value, pointer: &str) -> &'v str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

fn day(instant: &str) -> &str {
    instant.get(..10).unwrap_or(instant)
}
