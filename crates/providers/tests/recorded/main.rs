//! Recordings of real services, replayed to the adapters: `make test-recorded RECORDED=folder`.
//!
//! A folder of JSON files, each `{"provider", "auth_header", "exchanges": [{"request": {"method", "url" | "path", "query", "headers", "body"},
//! "response": {"status", "headers", "body"}}]}`. Everything is derived from what they say, nothing from how they are called.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]
#![expect(clippy::print_stdout, reason = "the summary is what the test is run for")]
#![expect(clippy::disallowed_methods, reason = "the folder is named by the environment")]

mod far;
mod http;
mod known;
mod recording;
mod rows;
mod tongue;
mod tongues;
mod walk;
mod writing;
mod zone_of_file;

use recording::{Recording, files};
use std::collections::BTreeMap;
use std::path::Path;
use walk::{Report, walk};

#[tokio::test]
async fn adapters_do_what_was_recorded() {
    let folder = std::env::var("NAMEPLATE_RECORDED").expect("run by `make test-recorded RECORDED=folder`");
    let files = files(Path::new(&folder));
    assert!(!files.is_empty(), "{folder} has no recording; give a folder of JSON files");
    let mut summary: BTreeMap<String, (usize, Report)> = BTreeMap::new();
    let mut failures = Vec::new();
    for file in files {
        let name = file.strip_prefix(&folder).unwrap_or(&file).display().to_string();
        let text = std::fs::read_to_string(&file).unwrap();
        let recording: Recording = match serde_json::from_str(&text) {
            Ok(recording) => recording,
            Err(error) => {
                failures.push(format!("{name} is no recording: {error}"));
                continue;
            }
        };
        let key = recording.provider.clone();
        match walk(recording).await {
            Ok(report) => {
                failures.extend(report.failures.iter().map(|failure| format!("{name}: {failure}")));
                let (count, sum) = summary.entry(key).or_default();
                *count += 1;
                add(sum, report);
            }
            Err(why) => failures.push(format!("{name}: {why}")),
        }
    }
    for (key, (count, sum)) in &summary {
        let (exchanges, replayed, read, written) = (sum.exchanges, sum.replayed, sum.read, sum.written);
        println!("{key}: {count} files, {replayed} of {exchanges} exchanges replayed; {read} read, {written} written");
        for (why, count) in &sum.otherwise {
            println!("    {count} × written otherwise: {why}");
        }
        for (why, count) in &sum.not_comparable {
            println!("    {count} × not comparable: {why}");
        }
    }
    assert!(failures.is_empty(), "{} differences:\n{}", failures.len(), failures.join("\n"));
}

fn add(sum: &mut Report, one: Report) {
    sum.exchanges += one.exchanges;
    sum.replayed += one.replayed;
    sum.read += one.read;
    sum.written += one.written;
    for (why, count) in one.otherwise {
        *sum.otherwise.entry(why).or_default() += count;
    }
    for (why, count) in one.not_comparable {
        *sum.not_comparable.entry(why).or_default() += count;
    }
}

/// What is found in a small recording, in which `change` was made.
async fn found_in(change: impl FnOnce(&mut serde_json::Value)) -> Vec<String> {
    let record =
        |id: u64, data: &str| serde_json::json!({"id": id, "type": "A", "name": "www", "data": data, "ttl": 300});
    let list = serde_json::json!({"domain_records": [record(1, "192.0.2.1")], "links": {}, "meta": {"total": 1}});
    let records = "https://api.digitalocean.com/v2/domains/customer.example/records";
    let mut recording = serde_json::json!({
        "provider": "digitalocean", "auth_header": "authorization: Bearer REDACTED",
        "exchanges": [
            {"request": {"method": "GET", "url": records}, "response": {"status": 200, "body": list}},
            {"request": {"method": "PUT", "url": format!("{records}/1"), "body": {"type": "A", "name": "www", "data": "192.0.2.2", "ttl": 300}},
             "response": {"status": 200, "body": {"domain_record": record(1, "192.0.2.2")}}},
            {"request": {"method": "DELETE", "url": format!("{records}/1")}, "response": {"status": 204}},
        ],
    });
    change(&mut recording);
    let report = walk(serde_json::from_value(recording).unwrap()).await.unwrap();
    report.failures
}

#[tokio::test]
async fn what_differs_from_a_recording_is_found() {
    assert_eq!(found_in(|_| {}).await, Vec::<String>::new());
    let elsewhere = found_in(|recording| recording["exchanges"][1]["request"]["method"] = "PATCH".into()).await;
    assert!(elsewhere.join("").contains("is written by other requests: PATCH change → PUT change"), "{elsewhere:?}");
    let refused =
        found_in(|recording| recording["exchanges"][2]["response"] = serde_json::json!({"status": 403})).await;
    assert_eq!(refused, Vec::<String>::new(), "a refusal is told as one, and the record stays");
    let forged = found_in(|recording| recording["auth_header"] = "authorization: Basic REDACTED".into()).await;
    assert!(forged.join("").contains("is to begin with"), "{forged:?}");
    let misread = found_in(|recording| recording["exchanges"][0]["response"]["body"]["links"] = 1.into()).await;
    assert!(misread.join("").contains("reading: None was answered"), "{misread:?}");
}
