//! What is refused, in which words, and that no credential is ever shown.

use crate::desk::Desk;
use crate::digital_ocean::{Fault, TOKEN};

const ZONES: &str = "zones --provider digitalocean";

#[test]
fn a_credential_comes_from_a_variable_a_file_or_standard_input() {
    let mut desk = Desk::new();
    desk.unset("NAMEPLATE_DNS_CREDENTIAL");
    desk.file("token", &format!("{TOKEN}\n"));
    desk.file("empty", "\n");
    desk.run(&format!("{ZONES} --credential-file token")).ended(0);
    desk.run_with_input(&format!("{ZONES} --credential -"), TOKEN).ended(0);
    desk.run(&format!("{ZONES} --credential-file empty")).refused(1, &["empty is empty"]);
    desk.run(&format!("{ZONES} --credential-file none")).refused(1, &["none cannot be read"]);
    desk.run(ZONES).refused(1, &["no credential of DigitalOcean", "NAMEPLATE_DNS_CREDENTIAL", "generate a token"]);

    desk.set("NAMEPLATE_DNS_CREDENTIAL", "of-another-provider");
    desk.set("NAMEPLATE_DNS_CREDENTIAL_DIGITALOCEAN", TOKEN);
    desk.run(ZONES).ended(0);
}

#[test]
fn a_credential_as_an_argument_is_refused_and_not_repeated() {
    let desk = Desk::new();
    desk.run(&format!("{ZONES} --credential {TOKEN}")).refused(64, &["standard input", "should be replaced"]);
    desk.run(&format!("{ZONES} --credential={TOKEN}")).refused(64, &["standard input"]);
    desk.run(&format!("{ZONES} --credential - --credential-file token")).ended(64);
}

#[test]
fn a_bad_credential_is_a_sentence_that_says_where_it_is_from() {
    let mut desk = Desk::new();
    desk.set("NAMEPLATE_DNS_CREDENTIAL", "dop_v1_but-not-this-one");
    let words = ["does not accept this credential", "from NAMEPLATE_DNS_CREDENTIAL;", "generate a token"];
    desk.run(ZONES).refused(1, &words);
    desk.run("records set a.customer.com TXT x --provider digitalocean").refused(1, &words);
    desk.set("NAMEPLATE_DNS_CREDENTIAL", "dop_v1 with blanks");
    desk.run(ZONES).refused(1, &["cannot be one of DigitalOcean"]);
    assert_eq!(desk.host.writes(), 0);
}

#[test]
fn wrong_usage_exits_64() {
    let desk = Desk::new();
    let at = "--zone customer.com --provider digitalocean";
    for (line, words) in [
        ("zones --provider nobody", "--provider is one of cloudflare"),
        ("zones --provider sandbox", "there is no provider \"sandbox\""),
        ("zones --provider domain-connect", "takes no credential"),
        ("zones", "--provider"),
        ("records list", "ZONE"),
        (&format!("records set www PTR x {at}"), "\"PTR\" is no type"),
        (&format!("records set www A 192.0.2 {at}"), "IPv4"),
        (&format!("records set www MX 10 {at}"), "preference"),
        (&format!("records set www A {at}"), "VALUE"),
        (&format!("records set a..b A 192.0.2.1 {at}"), "no name"),
    ] {
        desk.run(line).refused(64, &[words]);
    }
    assert_eq!(desk.host.writes(), 0);
}

#[test]
fn what_stands_in_the_way_is_told_and_nothing_is_written() {
    let desk = Desk::new();
    desk.host.hold("customer.com", "www", "CNAME", "old.example");
    desk.host.hold("customer.com", "shop", "TXT", "theirs \u{1b}[2J");
    desk.host.hold("customer.com", "@", "TXT", "v=spf1 -all");
    let at = "--zone customer.com --provider digitalocean";
    for (line, words) in [
        ("www TXT x", "www.customer.com is a CNAME to old.example"),
        ("shop CNAME edge.saas.example", "a CNAME must be the only record of its name"),
        ("@ CNAME edge.saas.example", "use A and AAAA records"),
        ("@ TXT 'v=spf1 include:saas.example -all'", "SPF"),
        ("@ NS ns1.saas.example", "left alone"),
        ("www.elsewhere.example. A 192.0.2.1", "not in the zone customer.com"),
    ] {
        desk.run(&format!("records set {line} {at}")).refused(1, &["nothing was written", words]);
        desk.run(&format!("records set {line} {at} --dry-run")).refused(1, &[words]);
    }
    assert_eq!(desk.host.writes(), 0);
}

#[test]
fn a_provider_that_is_busy_or_away_is_told_with_when_to_try_again() {
    let mut desk = Desk::new();
    desk.run("records list none.com --provider digitalocean").refused(1, &["no zone none.com"]);
    desk.host.misbehave(Some(Fault::Busy));
    desk.run(ZONES).refused(1, &["takes no more requests", "Try again in 30 s."]);
    desk.set("PROVIDER_BASE_URL_DIGITALOCEAN", "http://127.0.0.1:1");
    desk.run(ZONES).refused(1, &["DigitalOcean cannot be reached", "Try again later."]);
    desk.set("PROVIDER_BASE_URL_DIGITALOCEAN", "nowhere");
    desk.run(ZONES).refused(1, &["PROVIDER_BASE_URL_DIGITALOCEAN", "https://"]);
}
