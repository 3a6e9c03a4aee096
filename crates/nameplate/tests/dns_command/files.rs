//! `plan`, `apply` and `undo`.

use crate::desk::Desk;
use crate::digital_ocean::Fault;
use serde_json::{Value, json};

const AT: &str = "--zone customer.com --provider digitalocean";

const WISHED: &str = r#"[
  {"name": "www", "type": "CNAME", "value": "edge.saas.example", "ttl": 120},
  {"host": "@", "type": "MX", "value": "mail.customer.com", "priority": 10},
  {"name": "@", "type": "TXT", "values": ["one", "two"]}
]"#;

fn desk() -> Desk {
    let desk = Desk::new();
    desk.host.hold("customer.com", "www", "A", "192.0.2.1");
    desk.host.hold("customer.com", "@", "TXT", "theirs");
    desk
}

const BEFORE: [&str; 2] = ["@ TXT theirs", "www A 192.0.2.1"];
const AFTER: [&str; 5] =
    ["@ MX 10 mail.customer.com", "@ TXT one", "@ TXT theirs", "@ TXT two", "www CNAME edge.saas.example"];

#[test]
fn a_file_is_planned_applied_and_undone() {
    let desk = desk();
    desk.file("wished.json", WISHED);
    let said = desk.run(&format!("plan wished.json {AT}")).ended(2);
    for line in [
        "- www.customer.com A (TTL 1800 s)",
        "~ customer.com TXT",
        "      \"theirs\"",
        "    + \"one\"",
        "+ www.customer.com CNAME (TTL 120 s)",
    ] {
        assert!(said.out.lines().any(|shown| shown == line), "{line:?} in {}", said.out);
    }
    desk.run(&format!("apply wished.json {AT} --dry-run")).ended(2);
    assert_eq!((desk.host.writes(), desk.host.holds("customer.com")), (0, BEFORE.map(str::to_owned).to_vec()));

    let said = desk.run(&format!("apply wished.json {AT} --receipt receipt.json")).ended(0);
    assert!(said.out.contains("nameplate dns undo receipt.json --provider digitalocean"), "{}", said.out);
    assert_eq!(desk.host.holds("customer.com"), AFTER);
    desk.run(&format!("plan wished.json {AT}")).ended(0);
    let receipt: Value =
        serde_json::from_slice(&std::fs::read(desk.folder.path().join("receipt.json")).unwrap()).unwrap();
    assert_eq!((&receipt["status"], &receipt["zone"]), (&json!("applied"), &json!("customer.com")));
    let gone = json!({"name": "www.customer.com", "type": "A", "ttl": 1800, "values": ["192.0.2.1"]});
    let changes = receipt["changes"].as_array().unwrap();
    assert!(changes.contains(&json!({"before": gone, "after": null})), "{receipt}");

    let undo = "undo receipt.json --provider digitalocean";
    let told = desk.run(&format!("{undo} --dry-run --json")).ended(2).json();
    assert_eq!((told["changes"].as_array().unwrap().len(), &told["applied"]), (4, &json!(false)));
    desk.run(undo).ended(0);
    assert_eq!(desk.host.holds("customer.com"), BEFORE);
    assert!(desk.run(undo).ended(0).out.contains("Nothing to do"));
}

#[test]
fn a_receipt_is_kept_without_being_asked_for_and_named_in_json() {
    let desk = desk();
    let told = desk.run_with_input(&format!("apply - {AT} --json"), WISHED).ended(0).json();
    assert_eq!(told["applied"], true);
    let path = told["receipt"].as_str().unwrap();
    let number = path.strip_prefix("nameplate-dns-customer.com-").and_then(|rest| rest.strip_suffix(".json")).unwrap();
    assert!(number.parse::<u64>().unwrap() > 1_700_000_000, "{path}");
    desk.run(&format!("undo {path} --provider digitalocean")).ended(0);
    assert_eq!(desk.host.holds("customer.com"), BEFORE);
    let told = desk.run_with_input(&format!("plan - {AT} --json"), WISHED).ended(2).json();
    assert_eq!((&told["applied"], &told["receipt"]), (&json!(false), &json!(null)));
}

#[test]
fn undoing_leaves_what_others_did_since() {
    let desk = desk();
    desk.run_with_input(&format!("apply - {AT} --receipt receipt.json"), WISHED).ended(0);
    desk.host.hold("customer.com", "@", "TXT", "later");
    desk.host.drop_all("www", "CNAME");
    desk.host.hold("customer.com", "www", "CNAME", "moved.example");
    let said = desk.run("undo receipt.json --provider digitalocean");
    // Their CNAME stands where the address would have to come back.
    said.refused(1, &["www.customer.com", "CNAME"]);
    desk.host.drop_all("www", "CNAME");
    let said = desk.run("undo receipt.json --provider digitalocean").ended(0);
    assert!(said.err.contains("TXT customer.com was changed by somebody else since"), "{}", said.err);
    assert_eq!(desk.host.holds("customer.com"), ["@ TXT later", "@ TXT theirs", "www A 192.0.2.1"]);
}

#[test]
fn a_listing_is_a_plan_that_changes_nothing() {
    let desk = desk();
    desk.host.hold("customer.com", "odd", "TXT", "semi; \"colon\" \\ (ä)");
    desk.host.hold("customer.com", "alias", "CNAME", "@");
    for form in ["", "--json"] {
        let listing = desk.run(&format!("records list customer.com --provider digitalocean {form}")).ended(0).out;
        assert!(listing.contains("alias"), "{listing}");
        let said = desk.run_with_input(&format!("plan - {AT}"), &listing).ended(0);
        assert!(said.out.contains("Nothing to do"), "{}", said.out);
    }
    let lines = "$TTL 1h\n@ IN SOA a. b. ( 1 2 3 4 5 )\nwww 60 IN CNAME edge.saas.example.\n";
    assert!(
        desk.run_with_input(&format!("plan - {AT}"), lines)
            .ended(2)
            .out
            .contains("+ www.customer.com CNAME (TTL 60 s)")
    );
}

#[test]
fn a_receipt_is_never_written_over_and_only_of_its_provider() {
    let desk = desk();
    desk.file("receipt.json", "mine");
    desk.run_with_input(&format!("apply - {AT} --receipt receipt.json"), WISHED)
        .refused(1, &["already", "receipt.json"]);
    assert_eq!(desk.host.writes(), 0);
    desk.run("undo receipt.json --provider digitalocean").refused(1, &["no receipt"]);
    desk.run("undo none.json --provider digitalocean").refused(1, &["none.json", "cannot be read"]);
    let other = json!({"version": 1, "provider": "hetzner", "zone": "customer.com", "zone_id": "7", "changes": []});
    desk.file("other.json", &other.to_string());
    desk.run("undo other.json --provider digitalocean").refused(64, &["--provider hetzner"]);
}

#[test]
fn what_fails_half_way_is_taken_back_and_leaves_no_receipt() {
    let desk = desk();
    desk.host.misbehave(Some(Fault::Refuses("MX")));
    let said = desk.run_with_input(&format!("apply - {AT} --receipt receipt.json"), WISHED);
    said.refused(1, &["refuses the request", "The zone customer.com is as it was."]);
    assert_eq!(desk.host.holds("customer.com"), BEFORE);
    assert!(!desk.folder.path().join("receipt.json").exists());
}

#[test]
fn what_could_not_be_taken_back_is_told_and_the_receipt_is_kept() {
    let desk = Desk::new();
    desk.host.misbehave(Some(Fault::RefusesAndKeeps("TXT")));
    let wished = "a 60 IN A 192.0.2.7\nb 60 IN TXT x\n";
    let said = desk.run_with_input(&format!("apply - {AT} --receipt receipt.json"), wished);
    said.refused(1, &["A a.customer.com", "could not be taken back", "nameplate dns undo receipt.json"]);
    assert_eq!(desk.host.holds("customer.com"), ["a A 192.0.2.7"]);
    desk.host.misbehave(None);
    desk.run("undo receipt.json --provider digitalocean").ended(0);
    assert_eq!(desk.host.holds("customer.com"), Vec::<String>::new());
}

#[test]
fn a_provider_that_only_says_yes_is_not_believed() {
    let desk = Desk::new();
    desk.host.misbehave(Some(Fault::Pretends));
    desk.run_with_input(&format!("apply - {AT}"), "a 60 IN A 192.0.2.7\n").refused(1, &["does not show it"]);
}

#[test]
fn a_file_that_cannot_be_used_is_told_with_its_place() {
    let desk = Desk::new();
    for (text, words) in [
        ("www 60 IN CNAME edge.saas.example\n", "line 1: edge.saas.example has no dot at its end"),
        (r#"[{"name": "www", "type": "A", "value": "x"}]"#, "record 1: value"),
        ("", "no records"),
        ("elsewhere.example. 60 IN A 192.0.2.1", "elsewhere.example is not in the zone customer.com"),
    ] {
        desk.run_with_input(&format!("plan - {AT}"), text).refused(1, &[words]);
    }
    desk.run(&format!("plan none.json {AT}")).refused(1, &["none.json cannot be read"]);
    desk.run(&format!("plan - {AT} --credential -")).refused(64, &["both"]);
    assert_eq!(desk.host.writes(), 0);
}
