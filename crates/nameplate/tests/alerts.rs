//! The alert rules watch metrics that exist.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use nameplate_testkit::World;
use serde_json::Value;
use std::collections::BTreeSet;

/// Names of metrics in an expression: ours all begin alike.
fn metrics(expression: &str) -> BTreeSet<String> {
    let words = expression.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    words
        .filter(|word| word.starts_with("customdomain_") || word.starts_with("nameplate_"))
        .map(str::to_owned)
        .collect()
}

#[tokio::test]
async fn every_metric_in_an_alert_rule_is_one_that_is_shown() {
    let world = World::start().await;
    let control_plane = world.people.nobody.get("/metrics").await.text;
    let edge = nameplate_edge::Snapshot::default().to_prometheus();
    let shown: BTreeSet<&str> = control_plane
        .lines()
        .chain(edge.lines())
        .filter_map(|line| line.strip_prefix("# TYPE ")?.split(' ').next())
        .collect();

    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../deploy/prometheus/nameplate-alerts.yaml");
    let rules: Value = yaml_serde::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut watched = 0;
    for group in rules["groups"].as_array().unwrap() {
        for rule in group["rules"].as_array().unwrap() {
            let name = rule["alert"].as_str().unwrap();
            let used = metrics(rule["expr"].as_str().unwrap());
            assert!(!used.is_empty(), "{name} watches nothing");
            for metric in &used {
                assert!(shown.contains(metric.as_str()), "{name} watches {metric}, which nobody shows");
            }
            for said in ["summary", "description"] {
                assert!(rule["annotations"][said].is_string(), "{name} has no {said}");
            }
            watched += used.len();
        }
    }
    assert!(watched >= 7, "{watched}");
}
