//! Commands that only look.

use crate::desk::Desk;
use crate::name_servers::NameServers;
use serde_json::json;

#[test]
fn every_command_has_help_with_examples() {
    let desk = Desk::new();
    for command in [
        "",
        "providers",
        "detect",
        "zones",
        "records",
        "records list",
        "records set",
        "records delete",
        "plan",
        "apply",
        "undo",
    ] {
        let said = desk.run(&format!("{command} --help")).ended(0);
        assert!(said.out.contains("Example") && said.out.contains("nameplate dns "), "{command}: {}", said.out);
    }
    let about = desk.run("zones --help").ended(0).out;
    assert!(about.contains("--credential-file") && about.contains("ps"), "{about}");
}

#[test]
fn the_providers_are_listed_and_the_sandbox_where_there_is_one() {
    let mut desk = Desk::new();
    let said = desk.run("providers").ended(0);
    for words in ["digitalocean  (DigitalOcean)", "credential", "30 s or more", "A and AAAA only", "250 a minute"] {
        assert!(said.out.contains(words), "{words:?} in {}", said.out);
    }
    let listed = desk.run("providers --json").ended(0).json();
    let keys = |listed: &serde_json::Value| -> Vec<String> {
        let providers = listed["providers"].as_array().unwrap();
        providers.iter().map(|provider| provider["key"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(keys(&listed).len(), nameplate_providers::all().len());
    let ours = listed["providers"].as_array().unwrap().iter().find(|spec| spec["key"] == "digitalocean").unwrap();
    assert_eq!(ours["credential"]["format"], "token");
    assert_eq!(ours["capabilities"]["ttl_min"], 30);
    assert_eq!(ours["capabilities"]["apex"], "none");
    assert_eq!(ours["capabilities"]["wildcard"], true);

    desk.set("PROVIDER_BASE_URL_SANDBOX", "http://127.0.0.1:1");
    assert!(keys(&desk.run("providers --json").ended(0).json()).contains(&"sandbox".to_owned()));
}

#[test]
fn zones_are_listed() {
    let desk = Desk::new();
    assert_eq!(desk.run("zones --provider digitalocean").ended(0).out, "customer.com\neu.customer.com\n");
    let zones =
        json!([{"name": "customer.com", "id": "customer.com"}, {"name": "eu.customer.com", "id": "eu.customer.com"}]);
    assert_eq!(desk.run("zones --provider digitalocean --json").ended(0).json(), json!({ "zones": zones }));
}

#[test]
fn records_are_listed_as_zone_file_lines_or_json() {
    let desk = Desk::new();
    desk.host.hold("customer.com", "www", "CNAME", "old.example");
    desk.host.hold("customer.com", "@", "TXT", "say \"hi\"");
    let said = desk.run("records list customer.com --provider digitalocean").ended(0);
    assert_eq!(
        said.out,
        "customer.com. 1800 IN NS ns1.digitalocean.com.  ; left alone: they are the zone's name servers.\n\
         customer.com. 1800 IN NS ns2.digitalocean.com.  ; left alone: they are the zone's name servers.\n\
         customer.com. 1800 IN TXT \"say \\\"hi\\\"\"\n\
         www.customer.com. 1800 IN CNAME old.example.\n"
    );
    assert!(said.err.contains("Reading customer.com at DigitalOcean …"), "{}", said.err);

    let one =
        desk.run("records list Customer.COM. --provider digitalocean --name www --type cname --json").ended(0).json();
    let record = json!({"name": "www.customer.com", "type": "CNAME", "ttl": 1800, "values": ["old.example"], "untouchable": null});
    assert_eq!(one, json!({"zone": "customer.com", "records": [record]}));
    let servers =
        desk.run("records list customer.com --provider digitalocean --name @ --type NS --json").ended(0).json();
    assert_eq!(servers["records"][0]["untouchable"], "they are the zone's name servers.");
    assert_eq!(desk.run("records list customer.com --provider digitalocean --type MX").ended(0).out, "");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_provider_is_told_by_its_name_servers() {
    let world = NameServers::start().await;
    world.serve("customer.com", &["ns1.digitalocean.com", "ns2.digitalocean.com"]);
    world.text("customer.com", "_domainconnect.customer.com", "connect.example/settings");
    world.serve("other.com", &["ns1.own.example"]);
    let mut desk = Desk::new();
    for (name, value) in world.environment() {
        desk.set(name, &value);
    }
    desk.unset("NAMEPLATE_DNS_CREDENTIAL");

    let seen = desk.run("detect Shop.Customer.com --json").ended(0).json();
    assert_eq!(seen["name"], "shop.customer.com");
    assert_eq!(seen["zone"], "customer.com");
    assert_eq!(seen["nameservers"].as_array().unwrap().len(), 2);
    let provider = json!({"status": "detected", "key": "digitalocean", "name": "DigitalOcean", "candidates": []});
    assert_eq!(seen["provider"], provider);
    assert_eq!(seen["domain_connect"], "connect.example/settings");
    assert!(seen["hint"].as_str().unwrap().contains("nameplate dns records list customer.com --provider digitalocean"));

    let said = desk.run("detect shop.customer.com").ended(0).out;
    assert!(said.contains("DigitalOcean (digitalocean)") && said.contains("connect.example/settings"), "{said}");
    let unknown = desk.run("detect other.com --json").ended(0).json();
    assert_eq!((&unknown["provider"]["status"], &unknown["domain_connect"]), (&json!("unknown"), &json!(null)));
}

#[test]
fn a_name_that_cannot_be_looked_up_is_told() {
    let desk = Desk::new();
    desk.run("detect shop.customer.com").refused(1, &["the zone of shop.customer.com was not found", "DNS_RESOLVERS"]);
    desk.run("detect https://shop.customer.com/").refused(64, &["shop.customer.com"]);
}
