//! `nameplate cert …`: certificates, over the API.

use super::remote::{Remote, encoded};
use super::{Failure, output};
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
        #[command(flatten)]
        remote: Remote,
    },
    /// Show all that is known of one certificate
    #[command(after_help = "Example:\n  nameplate cert show shop.customer.com")]
    Show {
        /// The host name
        hostname: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        remote: Remote,
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
        #[command(flatten)]
        remote: Remote,
    },
}

pub(super) async fn run(cert: Cert) -> Result<(), Failure> {
    match cert {
        Cert::List { status, expiring, json, remote } => list(&remote, status, expiring, json).await,
        Cert::Show { hostname, json, remote } => show(&remote, &hostname, json).await,
        Cert::Renew { hostname, wait, dry_run, json, remote } => renew(&remote, &hostname, wait, dry_run, json).await,
    }
}

async fn list(remote: &Remote, status: Option<String>, expiring: Option<u16>, json: bool) -> Result<(), Failure> {
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
        let mut page = remote.get(&format!("/v1/certificates?{filter}{cursor}")).await?;
        if let Some(Value::Array(data)) = page.get_mut("data").map(Value::take) {
            entries.extend(data);
        }
        match page.get("next_cursor").and_then(Value::as_str) {
            Some(next) => cursor = format!("&cursor={}", encoded(next)),
            None => break,
        }
    }
    if json {
        output::line(serde_json::to_string_pretty(&entries)?);
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

async fn show(remote: &Remote, hostname: &str, json: bool) -> Result<(), Failure> {
    let entry = find(remote, hostname).await?;
    if json {
        output::line(serde_json::to_string_pretty(&entry)?);
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

async fn renew(remote: &Remote, hostname: &str, wait: bool, dry_run: bool, json: bool) -> Result<(), Failure> {
    let before = find(remote, hostname).await?;
    if dry_run {
        let plan = format!(
            "would ask the edges to replace the certificate of {hostname} (serial {})",
            text(&before, "/certificate/serial")
        );
        output::line(if json { serde_json::json!({"dry_run": true, "plan": plan}).to_string() } else { plan });
        return Ok(());
    }
    remote.post(&format!("/v1/connections/{}/certificate:renew", text(&before, "/connection_id"))).await?;
    let after = if wait { wait_for_change(remote, hostname, &before).await? } else { before };
    if json {
        output::line(serde_json::to_string_pretty(&after)?);
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

async fn wait_for_change(remote: &Remote, hostname: &str, before: &Value) -> Result<Value, Failure> {
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
            return Err(format!("the certificate was not replaced: {problem}").into());
        }
        if tokio::time::Instant::now() >= deadline {
            return Err(format!(
                "nothing was heard of a new certificate within {} s; is an edge running?",
                WAIT_MAX.as_secs()
            )
            .into());
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

async fn find(remote: &Remote, hostname: &str) -> Result<Value, Failure> {
    let mut page = remote.get(&format!("/v1/certificates?hostname={}", encoded(hostname))).await?;
    page.pointer_mut("/data/0").map(Value::take).ok_or_else(|| {
        format!("there is no certificate of {hostname}, and no edge has tried to get one; see its connection").into()
    })
}

fn text<'v>(value: &'v Value, pointer: &str) -> &'v str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

fn day(instant: &str) -> &str {
    instant.get(..10).unwrap_or(instant)
}
