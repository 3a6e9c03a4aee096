//! `records set` and `records delete`.

use crate::desk::Desk;
use crate::name_servers::NameServers;
use serde_json::json;

#[test]
fn a_record_is_set_and_set_again_without_a_write() {
    let desk = Desk::new();
    desk.host.hold("customer.com", "www", "A", "192.0.2.1");
    desk.host.hold("customer.com", "other", "TXT", "stays");
    let command = "records set www.customer.com CNAME Edge.SaaS.example. --provider digitalocean --ttl 60";

    let said = desk.run(&format!("{command} --dry-run")).ended(2);
    assert_eq!(
        said.out,
        "- www.customer.com A (TTL 1800 s)\n    - 192.0.2.1\n+ www.customer.com CNAME (TTL 60 s)\n    + edge.saas.example.\n\
         1 to create, 0 to change, 1 to delete.\n"
    );
    assert_eq!(desk.host.writes(), 0);

    let said = desk.run(command).ended(0);
    assert!(said.out.contains("Written, and seen at DigitalOcean."), "{}", said.out);
    assert!(said.err.contains("Writing customer.com at DigitalOcean …"), "{}", said.err);
    let stands = ["other TXT stays", "www CNAME edge.saas.example"];
    assert_eq!(desk.host.holds("customer.com"), stands);

    let writes = desk.host.writes();
    assert_eq!(desk.run(command).ended(0).out, "Nothing to do: customer.com is as wished.\n");
    assert_eq!((desk.host.writes(), desk.host.holds("customer.com")), (writes, stands.map(str::to_owned).to_vec()));
    assert_eq!(std::fs::read_dir(desk.folder.path()).unwrap().count(), 0, "no receipt is kept");
}

#[test]
fn the_values_are_the_only_ones_afterwards_and_json_says_what_changed() {
    let desk = Desk::new();
    desk.host.hold("customer.com", "eu", "A", "192.0.2.1");
    desk.host.hold("customer.com", "eu", "A", "192.0.2.2");
    let command = "records set eu A 192.0.2.2 192.0.2.3 --zone customer.com --provider digitalocean --json";
    let change = json!({
        "action": "update", "name": "eu.customer.com", "type": "A",
        "before": {"ttl": 1800, "values": ["192.0.2.1", "192.0.2.2"]},
        "after": {"ttl": 300, "values": ["192.0.2.2", "192.0.2.3"]},
    });
    let document = |applied: bool, changes: &[&serde_json::Value]| json!({"provider": "digitalocean", "zone": "customer.com", "changes": changes, "applied": applied, "receipt": null});
    assert_eq!(desk.run(&format!("{command} --dry-run")).ended(2).json(), document(false, &[&change]));
    assert_eq!(desk.run(command).ended(0).json(), document(true, &[&change]));
    assert_eq!(desk.host.holds("customer.com"), ["eu A 192.0.2.2", "eu A 192.0.2.3"]);
    assert_eq!(desk.run(command).ended(0).json(), document(false, &[]));
}

#[test]
fn values_of_every_form_arrive() {
    let desk = Desk::new();
    let at = "--zone customer.com --provider digitalocean";
    desk.run(&format!("records set @ MX '10 mail' '20 mail2.example.com' {at}")).ended(0);
    desk.run(&format!("records set *.shop CNAME @ {at}")).ended(0);
    desk.run(&format!("records set _odd TXT {at} -- '--begins with \"dashes\"'")).ended(0);
    assert_eq!(
        desk.host.holds("customer.com"),
        [
            "*.shop CNAME customer.com",
            "@ MX 10 mail.customer.com",
            "@ MX 20 mail2.example.com",
            "_odd TXT --begins with \"dashes\"",
        ]
    );
}

#[test]
fn the_zone_is_found_from_a_name_in_full() {
    let desk = Desk::new();
    let at = "--provider digitalocean";
    desk.run(&format!("records set _x.www.customer.com TXT one {at}")).ended(0);
    desk.run(&format!("records set www.eu.customer.com TXT two {at}")).ended(0);
    assert_eq!(desk.host.holds("customer.com"), ["_x.www TXT one"]);
    assert_eq!(desk.host.holds("eu.customer.com"), ["www TXT two"]);
    desk.run(&format!("records set www TXT x {at}")).refused(64, &["--zone"]);
    desk.run(&format!("records set www.elsewhere.com TXT x {at}"))
        .refused(1, &["no zone elsewhere.com", "nameplate dns zones --provider digitalocean"]);
}

#[test]
fn records_are_deleted_one_by_one_or_all() {
    let desk = Desk::new();
    for text in ["mine", "theirs", "more"] {
        desk.host.hold("customer.com", "@", "TXT", text);
    }
    let at = "--zone customer.com --provider digitalocean";
    desk.run(&format!("records delete @ TXT mine {at} --dry-run")).ended(2);
    desk.run(&format!("records delete @ TXT mine {at}")).ended(0);
    assert_eq!(desk.host.holds("customer.com"), ["@ TXT more", "@ TXT theirs"]);
    desk.run(&format!("records delete @ TXT mine {at}")).ended(0);
    let gone = desk.run(&format!("records delete @ TXT {at} --json")).ended(0).json();
    assert_eq!(gone["changes"][0]["after"], json!(null));
    assert_eq!(desk.host.holds("customer.com"), Vec::<String>::new());
}

#[test]
fn a_ttl_that_is_not_kept_is_told() {
    let desk = Desk::new();
    let said = desk.run("records set a.customer.com TXT x --provider digitalocean --ttl 5 --dry-run").ended(2);
    assert!(said.err.contains("30 s is used") && said.out.contains("TTL 30 s"), "{said:?}");
    desk.host.hold("customer.com", "a", "TXT", "x");
    let said = desk.run("records set a.customer.com TXT x --provider digitalocean --ttl 60").ended(0);
    assert!(said.out.contains("Nothing to do") && said.err.contains("a TTL of 1800 s, which stays"), "{said:?}");
    assert_eq!(desk.host.writes(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn name_servers_of_somebody_else_are_worth_a_warning_and_no_more() {
    let world = NameServers::start().await;
    world.serve("customer.com", &["ada.ns.cloudflare.com", "bob.ns.cloudflare.com"]);
    world.serve("eu.customer.com", &["ns1.digitalocean.com", "ns2.digitalocean.com"]);
    let mut desk = Desk::new();
    for (name, value) in world.environment() {
        desk.set(name, &value);
    }
    let said = desk.run("records set a.customer.com TXT x --provider digitalocean").ended(0);
    assert!(said.err.contains("Warning: the name servers of customer.com are those of Cloudflare"), "{}", said.err);
    assert_eq!(desk.host.holds("customer.com"), ["a TXT x"]);
    let said = desk.run("records set a.eu.customer.com TXT x --provider digitalocean").ended(0);
    assert!(!said.err.contains("Warning"), "{}", said.err);
}
