use super::*;
use crate::sandbox;
use proptest::prelude::*;

fn check(nameservers: &str, expected: &str) {
    let names: Vec<&str> = nameservers.split_whitespace().collect();
    assert_eq!(shown(&detect(&names, &[])), expected, "{nameservers}");
}

fn shown(detected: &Detected) -> String {
    match detected {
        Detected::Adapter(spec) => spec.key.to_owned(),
        Detected::Other(host) => format!("other {}", host.key),
        Detected::Mixed(keys) => format!("mixed {}", keys.join(" ")),
        Detected::Ambiguous(keys) => format!("ambiguous {}", keys.join(" ")),
        Detected::Unknown => "unknown".to_owned(),
    }
}

/// Sets as they are delegated to in the wild.
const ADAPTERS: [(&str, &str); 26] = [
    ("cloudflare", "ada.ns.cloudflare.com bob.ns.cloudflare.com"),
    ("cloudflare", "ns0123.secondary.cloudflare.com ns0456.secondary.cloudflare.com"),
    ("digitalocean", "ns1.digitalocean.com ns2.digitalocean.com ns3.digitalocean.com"),
    ("gandi", "ns-154-a.gandi.net ns-232-b.gandi.net ns-109-c.gandi.net"),
    ("desec", "ns1.desec.io ns2.desec.org"),
    ("hetzner", "hydrogen.ns.hetzner.com oxygen.ns.hetzner.com helium.ns.hetzner.de"),
    ("vercel", "ns1.vercel-dns.com ns2.vercel-dns.com"),
    ("dnsimple", "ns1.dnsimple.com ns2.dnsimple-edge.net ns3.dnsimple.com ns4.dnsimple-edge.org"),
    ("dnsimple", "ns1.dnsimple-edge.com ns2.dnsimple-edge.io"),
    ("porkbun", "curitiba.ns.porkbun.com fortaleza.ns.porkbun.com maceio.ns.porkbun.com salvador.ns.porkbun.com"),
    ("linode", "ns1.linode.com ns2.linode.com ns5.linode.com"),
    ("vultr", "ns1.vultr.com ns2.vultr.com"),
    ("namecom", "ns1abc.name.com ns2def.name.com ns3ghi.name.com ns4jkl.name.com"),
    ("godaddy", "ns33.domaincontrol.com ns34.domaincontrol.com"),
    ("ionos", "ns1045.ui-dns.com ns1045.ui-dns.de ns1045.ui-dns.org ns1045.ui-dns.biz"),
    ("route53", "ns-1056.awsdns-04.org ns-215.awsdns-26.com ns-1686.awsdns-18.co.uk ns-970.awsdns-57.net"),
    ("gcpdns", "ns-cloud-c1.googledomains.com ns-cloud-c2.googledomains.com ns-cloud-c3.googledomains.com"),
    ("azuredns", "ns1-05.azure-dns.com ns2-05.azure-dns.net ns3-05.azure-dns.org ns4-05.azure-dns.info"),
    ("namecheap", "dns1.registrar-servers.com dns2.registrar-servers.com"),
    ("namecheap", "pdns1.registrar-servers.com pdns2.registrar-servers.com"),
    // The only server there is decides.
    ("cloudflare", "ada.ns.cloudflare.com"),
    // Case and the trailing dot do not matter.
    ("cloudflare", "ADA.NS.CLOUDFLARE.COM. bob.ns.cloudflare.com."),
    // Two of one adapter outweigh what stands beside them.
    ("route53", "ns-1056.awsdns-04.org ns-215.awsdns-26.com ns1.customer.com"),
    ("route53", "ns-1056.awsdns-04.org ns-215.awsdns-26.com ada.ns.cloudflare.com"),
    ("route53", "ns-1056.awsdns-04.org ns-215.awsdns-26.com dns100.ovh.net ns100.ovh.net"),
    ("route53", "ns-1056.awsdns-04.org ns-215.awsdns-26.com dns1.p01.nsone.net dns2.p01.nsone.net"),
];

#[test]
fn every_adapter_is_recognised() {
    for (key, nameservers) in ADAPTERS {
        check(nameservers, key);
    }
}

#[test]
fn the_table_names_every_adapter_that_can_be_recognised() {
    for spec in all().iter().filter(|spec| !spec.nameservers.is_empty() && spec.key != "netlify") {
        assert!(ADAPTERS.iter().any(|(key, _)| *key == spec.key), "{} has no example", spec.key);
    }
}

#[test]
fn hosts_without_an_adapter_are_named() {
    let cases = [
        ("gandi-classic", "a.dns.gandi.net b.dns.gandi.net c.dns.gandi.net"),
        ("hetzner-robot", "ns1.first-ns.de robotns2.second-ns.de robotns3.second-ns.com"),
        ("squarespace", "ns01.squarespacedns.com ns02.squarespacedns.com dns1.p05.nsone.net dns2.p05.nsone.net"),
        ("google-domains", "ns1.googledomains.com ns2.googledomains.com"),
        ("livedns-uk", "ns1.livedns.co.uk ns2.livedns.co.uk"),
        ("allinkl", "ns5.kasserver.com ns6.kasserver.com"),
        ("ovh", "dns100.ovh.net ns100.ovh.net"),
        ("hostinger", "ns1.dns-parking.com ns2.dns-parking.com"),
        ("wix", "ns2.wixdns.net ns3.wixdns.net"),
        ("netcup", "root-dns.netcup.net second-dns.netcup.net third-dns.netcup.net"),
        ("dyn", "ns1.p68.dns.oraclecloud.net ns2.p68.dns.oraclecloud.net"),
        ("aruba", "dns.technorail.com dns2.technorail.com dns3.arubadns.net dns4.arubadns.cz"),
        ("one.com", "ns01.one.com ns02.one.com"),
        ("enom", "dns1.name-services.com dns2.name-services.com"),
        ("wordpress.com", "ns1.wordpress.com ns2.wordpress.com ns3.wordpress.com"),
        ("transip", "ns0.transip.net ns1.transip.nl ns2.transip.eu"),
        ("publicdomainregistry", "dns1.example.earth.orderbox-dns.com dns2.example.earth.orderbox-dns.com"),
    ];
    for (key, nameservers) in cases {
        check(nameservers, &format!("other {key}"));
    }
}

#[test]
fn every_suffix_leads_to_its_own_host() {
    for host in others().iter().filter(|host| host.key != "ns1") {
        for suffix in host.suffixes {
            check(&format!("ns1.{suffix} ns2.{suffix}"), &format!("other {}", host.key));
        }
    }
}

#[test]
fn names_that_only_look_alike_are_unknown() {
    for name in [
        "ns-1.awsdns-00.attacker.com",
        "ns-1.awsdns-00.com.attacker.com",
        "ada.ns.cloudflare.com.attacker.com",
        "adans.cloudflare.com",
        "evilns.cloudflare.com",
        "ns1.notdigitalocean.com",
        "ns1.desec.io.attacker.com",
        "ns3.desec.io",
        "ns1.rename.com",
        "ns.someone.com",
        "ns-1.awsdns.com",
        "ns1.sandbox.test",
        "ns1.customer.com",
        "",
        ".",
        "com",
    ] {
        check(name, "unknown");
    }
    assert_eq!(detect::<&str>(&[], &[]), Detected::Unknown);
}

#[test]
fn servers_of_ns1_alone_may_be_anybodys() {
    check("dns1.p01.nsone.net dns2.p01.nsone.net", "ambiguous netlify ns1 shopify squarespace");
    check("ns1.customer.com dns2.p01.nsone.net", "ambiguous netlify ns1 shopify squarespace");
    for key in ON_NS1 {
        assert!(crate::by_key(key).is_some() || others().iter().any(|host| host.key == key), "{key}");
    }
}

#[test]
fn servers_of_several_providers_are_mixed() {
    check("ada.ns.cloudflare.com ns-215.awsdns-26.com", "mixed cloudflare route53");
    check(
        "ada.ns.cloudflare.com bob.ns.cloudflare.com ns-215.awsdns-26.com ns-970.awsdns-57.net",
        "mixed cloudflare route53",
    );
    check("dns1.p01.nsone.net ada.ns.cloudflare.com", "mixed cloudflare ns1");
    check("dns100.ovh.net ns5.he.net", "mixed he ovh");
    check("ada.ns.cloudflare.com ns1.customer.com", "mixed cloudflare");
}

#[test]
fn a_name_given_twice_counts_once() {
    check("ada.ns.cloudflare.com ADA.ns.cloudflare.com. ns1.customer.com", "mixed cloudflare");
}

#[test]
fn the_sandbox_is_recognised_only_where_it_runs() {
    let names = ["ns1.sandbox.test", "ns2.sandbox.test"];
    assert_eq!(detect(&names, &[sandbox()]), Detected::Adapter(sandbox()));
    assert_eq!(detect(&names, &[]), Detected::Unknown);
    assert_eq!(detect(&["ns1.evilsandbox.test", "ns3.sandbox.test"], &[sandbox()]), Detected::Unknown);
}

fn name_server() -> impl Strategy<Value = String> {
    let real: Vec<&'static str> = ADAPTERS.iter().flat_map(|(_, names)| names.split(' ')).collect();
    prop_oneof![
        4 => proptest::sample::select(real).prop_map(str::to_owned),
        1 => "dns[1-4]\\.p0[1-9]\\.nsone\\.net",
        1 => "ns0[12]\\.squarespacedns\\.com",
        1 => "[a-z]{1,8}\\.(ovh\\.net|he\\.net|customer\\.com)",
        1 => "\\PC{0,40}",
    ]
}

proptest! {
    #[test]
    fn any_names_in_any_order_give_one_answer(
        (names, shuffled) in proptest::collection::vec(name_server(), 0..7)
            .prop_flat_map(|names| (Just(names.clone()), Just(names).prop_shuffle()))
    ) {
        prop_assert_eq!(detect(&names, &[sandbox()]), detect(&shuffled, &[sandbox()]));
    }

    #[test]
    fn a_recognised_name_is_not_recognised_under_somebody_elses(name in name_server()) {
        prop_assert_eq!(detect(&[format!("{name}.attacker.org")], &[]), Detected::Unknown);
    }
}
