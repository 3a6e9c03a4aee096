//! DNS hosts that are recognised, but whose zones cannot be written: the customer gets instructions that name the place.

/// A DNS host without an adapter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DnsHost {
    /// Stable identifier.
    pub key: &'static str,
    /// Name for people.
    pub name: &'static str,
    /// Its servers have these names, or names below them.
    pub suffixes: &'static [&'static str],
    /// Whether it is reported to offer Domain Connect.
    pub domain_connect: bool,
}

/// Every DNS host without an adapter, by key.
#[must_use]
pub fn others() -> &'static [DnsHost] {
    OTHERS
}

const fn host(key: &'static str, name: &'static str, suffixes: &'static [&'static str]) -> DnsHost {
    DnsHost { key, name, suffixes, domain_connect: false }
}

const fn with_domain_connect(host: DnsHost) -> DnsHost {
    DnsHost { domain_connect: true, ..host }
}

static OTHERS: &[DnsHost] = &[
    host("123-reg", "123 Reg", &["123-reg.co.uk"]),
    host("afraid", "FreeDNS", &["afraid.org"]),
    host("akamai", "Akamai Edge DNS", &["akam.net"]),
    host("alibaba", "Alibaba Cloud DNS", &["alidns.com", "hichina.com"]),
    host("allinkl", "ALL-INKL", &["kasserver.com"]),
    host("aruba", "Aruba", &["arubadns.cz", "arubadns.net", "technorail.com"]),
    host("bluehost", "Bluehost", &["bluehost.com"]),
    host("bunny", "bunny.net", &["bunny.net"]),
    host("cloudns", "ClouDNS", &["cloudns.net", "cloudns.uk"]),
    host("constellix", "Constellix", &["constellix.com", "constellix.net"]),
    host("csc", "CSC Global", &["cscdns.net", "cscdns.uk"]),
    host("dnsmadeeasy", "DNS Made Easy", &["dnsmadeeasy.com"]),
    host("dnspod", "Tencent DNSPod", &["dnspod.com", "dnspod.net", "dnsv2.com", "dnsv3.com", "dnsv4.com", "dnsv5.com"]),
    host("dreamhost", "DreamHost", &["dreamhost.com"]),
    host("dyn", "Oracle Cloud DNS", &["dns.oraclecloud.net", "dynect.net"]),
    host("dynadot", "Dynadot", &["dyna-ns.net", "dynadot.com"]),
    host("easydns", "easyDNS", &["easydns.com", "easydns.info", "easydns.net", "easydns.org"]),
    host("enom", "Enom", &["name-services.com"]),
    host("eurodns", "EuroDNS", &["eurodns.com"]),
    host("exoscale", "Exoscale", &["exoscale.ch", "exoscale.com", "exoscale.io", "exoscale.net"]),
    host("fasthosts", "Fasthosts", &["fasthosts.co.uk", "fasthosts.net.uk"]),
    host("fastmail", "Fastmail", &["messagingengine.com"]),
    // The registrar's older service; its LiveDNS is the one with an API.
    host("gandi-classic", "Gandi classic DNS", &["dns.gandi.net"]),
    host("gname", "Gname", &["share-dns.com", "share-dns.net"]),
    // `ns-cloud-*` under the same name is Google Cloud DNS.
    with_domain_connect(host("google-domains", "Google Domains (now Squarespace)", &["googledomains.com"])),
    host("he", "Hurricane Electric", &["he.net"]),
    host("heartinternet", "Heart Internet", &["heartinternet.co.uk", "mainnameserver.com"]),
    // Another product than Hetzner's cloud zones, without their API.
    host("hetzner-robot", "Hetzner Robot", &["first-ns.de", "second-ns.com", "second-ns.de", "your-server.de"]),
    host("hostgator", "HostGator", &["hostgator.com", "websitewelcome.com"]),
    // Its servers' name does not mean that a domain is parked.
    host("hostinger", "Hostinger", &["dns-parking.com", "hostinger.com"]),
    host("hostpoint", "Hostpoint", &["hostpoint.ch"]),
    host("hover", "Hover", &["hover.com"]),
    host("infomaniak", "Infomaniak", &["infomaniak.ch", "infomaniak.com"]),
    host("inwx", "INWX", &["inwx.de", "inwx.eu"]),
    // A British hosting brand; nothing to do with Gandi's LiveDNS.
    host("livedns-uk", "Fasthosts LiveDNS", &["livedns.co.uk"]),
    host("loopia", "Loopia", &["loopia.se"]),
    host("luadns", "LuaDNS", &["luadns.net"]),
    host("markmonitor", "MarkMonitor", &["markmonitor.com"]),
    with_domain_connect(host("namesilo", "NameSilo", &["dnsowl.com"])),
    host("netcup", "netcup", &["netcup.net"]),
    host("networksolutions", "Network Solutions", &["worldnic.com"]),
    // Others rent these servers; see `detect`.
    host("ns1", "NS1", &["nsone.net"]),
    host("one.com", "one.com", &["one.com"]),
    host("ovh", "OVHcloud", &["anycast.me", "ovh.ca", "ovh.net"]),
    host("publicdomainregistry", "PublicDomainRegistry", &["foundationapi.com", "orderbox-dns.com"]),
    host("rackspace", "Rackspace Cloud DNS", &["rackspace.com", "stabletransit.com"]),
    host("reg.ru", "REG.RU", &["reg.ru"]),
    host("register.com", "Register.com", &["register.com"]),
    host("scaleway", "Scaleway", &["dom.scw.cloud"]),
    host("sedo", "Sedo parking", &["sedoparking.com"]),
    host("shopify", "Shopify", &["myshopify.com", "shopify.com"]),
    host("simply", "Simply.com", &["simply.com", "unoeuro.com"]),
    host("siteground", "SiteGround", &["sgvps.net", "siteground.net"]),
    host("spaceship", "Spaceship", &["spaceship.net"]),
    with_domain_connect(host("squarespace", "Squarespace Domains", &["squarespacedns.com"])),
    host("stackpath", "StackPath (closed)", &["hwcdn.net"]),
    host("strato", "STRATO", &["rzone.de", "strato.de"]),
    host("transip", "TransIP", &["transip.eu", "transip.net", "transip.nl"]),
    host("tucows", "Tucows OpenSRS", &["mdnsservice.com", "renewyourname.net", "systemdns.com"]),
    host(
        "ultradns",
        "UltraDNS",
        &["ultradns.biz", "ultradns.co.uk", "ultradns.com", "ultradns.info", "ultradns.net", "ultradns.org"],
    ),
    with_domain_connect(host("united-domains", "united-domains", &["udag.de", "udagdns.de", "udagdns.net"])),
    host("ventraip", "VentraIP", &["nameserver.net.au"]),
    host("webcom", "Web.com", &["myregisteredsite.com", "web.com"]),
    host("wix", "Wix", &["wixdns.net"]),
    with_domain_connect(host("wordpress.com", "WordPress.com", &["wordpress.com"])),
    host("yandex", "Yandex", &["yandex.net", "yandexcloud.net"]),
];
