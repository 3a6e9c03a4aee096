//! Alert rules and dashboard watch metrics that exist.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use nameplate_testkit::World;
use serde_json::Value;
use std::collections::BTreeSet;

/// Names of metrics in an expression: ours all begin alike. Samples of a histogram go by its name.
fn metrics(expression: &str) -> BTreeSet<String> {
    let words = expression.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    words
        .filter(|word| word.starts_with("customdomain_") || word.starts_with("nameplate_"))
        .map(|word| {
            let histogram = ["_bucket", "_sum", "_count"].into_iter().find_map(|suffix| word.strip_suffix(suffix));
            histogram.filter(|name| name.ends_with("_seconds")).unwrap_or(word).to_owned()
        })
        .collect()
}

/// Every metric that a control plane or an edge shows.
async fn shown() -> BTreeSet<String> {
    let world = World::start().await;
    let control_plane = world.people.nobody.get("/metrics").await.text;
    let edge = nameplate_edge::Snapshot::default().to_prometheus();
    let types =
        control_plane.lines().chain(edge.lines()).filter_map(|line| line.strip_prefix("# TYPE ")?.split(' ').next());
    types.map(str::to_owned).collect()
}

fn read(path: &str) -> String {
    std::fs::read_to_string(format!("{}/../../deploy/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn rules() -> Value {
    yaml_serde::from_str(&read("prometheus/nameplate-alerts.yaml")).unwrap()
}

/// What recording rules make.
fn recorded(rules: &Value) -> BTreeSet<String> {
    let all = rules["groups"].as_array().unwrap().iter().flat_map(|group| group["rules"].as_array().unwrap());
    all.filter_map(|rule| Some(rule["record"].as_str()?.to_owned())).collect()
}

#[tokio::test]
async fn every_metric_in_an_alert_rule_is_one_that_is_shown() {
    let shown = shown().await;
    let rules = rules();
    let recorded = recorded(&rules);
    let mut names = BTreeSet::new();
    let mut watched = 0;
    for group in rules["groups"].as_array().unwrap() {
        for rule in group["rules"].as_array().unwrap() {
            let name = rule["alert"].as_str().or(rule["record"].as_str()).unwrap();
            assert!(names.insert(name), "{name} is there twice");
            let expression = rule["expr"].as_str().unwrap();
            let used = metrics(expression);
            // `up` is Prometheus's own: whether it could scrape.
            let looks_elsewhere = recorded.iter().any(|one| expression.contains(one)) || expression.contains("up{job=");
            assert!(looks_elsewhere || !used.is_empty(), "{name} watches nothing");
            for metric in &used {
                assert!(shown.contains(metric), "{name} watches {metric}, which nobody shows");
            }
            watched += used.len();
            if rule["alert"].is_null() {
                continue;
            }
            for said in ["summary", "description"] {
                assert!(rule["annotations"][said].is_string(), "{name} has no {said}");
            }
            assert!(rule["labels"]["severity"].is_string(), "{name} has no severity");
        }
    }
    assert!(watched >= 15, "{watched}");
}

#[tokio::test]
async fn every_panel_of_the_dashboard_has_its_place_and_shows_metrics_that_exist() {
    let shown = shown().await;
    let recorded = recorded(&rules());
    let dashboard: Value = serde_json::from_str(&read("grafana/nameplate.json")).unwrap();
    let variables: BTreeSet<&str> =
        dashboard["templating"]["list"].as_array().unwrap().iter().map(|v| v["name"].as_str().unwrap()).collect();
    let (mut ids, mut squares, mut used) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for panel in dashboard["panels"].as_array().unwrap() {
        let title = panel["title"].as_str().unwrap();
        assert!(ids.insert(panel["id"].as_u64().unwrap()), "{title} has the id of another panel");
        let place = |key: &str| panel["gridPos"][key].as_u64().unwrap();
        assert!(place("x") + place("w") <= 24, "{title} sticks out");
        for x in place("x")..place("x") + place("w") {
            for y in place("y")..place("y") + place("h") {
                assert!(squares.insert((x, y)), "{title} covers another panel");
            }
        }
        if panel["type"] == "row" {
            continue;
        }
        let targets = panel["targets"].as_array().unwrap();
        assert!(!targets.is_empty(), "{title} shows nothing");
        for target in targets {
            assert_eq!(target["datasource"]["uid"], "${datasource}", "{title}");
            let expression = target["expr"].as_str().unwrap();
            for variable in expression.split('$').skip(1) {
                let end = variable.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(variable.len());
                let name = &variable[..end];
                assert!(name.starts_with("__") || variables.contains(name), "{title} has no variable {name}");
            }
            let metrics = metrics(expression);
            assert!(!metrics.is_empty() || recorded.contains(expression), "{title}: {expression}");
            for metric in metrics {
                assert!(shown.contains(&metric), "{title} shows {metric}, which nobody has");
                used.insert(metric);
            }
        }
    }
    let unseen: Vec<&String> =
        shown.iter().filter(|name| name.starts_with("customdomain_") && !used.contains(*name)).collect();
    assert!(unseen.is_empty(), "the dashboard leaves out {unseen:?}");
}
