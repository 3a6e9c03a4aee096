use super::*;
use crate::http::Answer;
use nameplate_domain::zone::{RrSet, RrType};
use quick_xml::escape::escape;
use reqwest::header::HeaderMap;

const ZONE: &str = "customer.example";

fn answer(body: String) -> Answer {
    Answer { status: 200, headers: HeaderMap::new(), body: body.into_bytes() }
}

fn hosts(email_type: &str, rows: &str) -> Hosts {
    let body = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<ApiResponse Status=\"OK\" xmlns=\"http://api.namecheap.com/xml.response\">\r\n  <Errors />\r\n  <Warnings />\r\n  <RequestedCommand>namecheap.domains.dns.gethosts</RequestedCommand>\r\n  <CommandResponse Type=\"namecheap.domains.dns.getHosts\">\r\n    <DomainDNSGetHostsResult Domain=\"{ZONE}\" EmailType=\"{email_type}\" IsUsingOurDNS=\"true\">\r\n{rows}</DomainDNSGetHostsResult>\r\n  </CommandResponse>\r\n  <Server>S</Server>\r\n</ApiResponse>"
    );
    wire::response(&answer(body)).unwrap().hosts.unwrap()
}

fn row(name: &str, rtype: &str, address: &str) -> String {
    let address = escape(address);
    format!(
        "      <host HostId=\"7\" Name=\"{name}\" Type=\"{rtype}\" Address=\"{address}\" MXPref=\"10\" TTL=\"1799\" AssociatedAppTitle=\"\" FriendlyName=\"Mine\" IsActive=\"true\" IsDDNSEnabled=\"false\" />\r\n"
    )
}

fn zone() -> Zone {
    Zone::named(ZONE)
}

fn set(name: &str, rtype: &str, texts: &[&str]) -> RrSet {
    let data = texts.iter().map(|text| RrData::parse(&rtype.into(), text).unwrap()).collect();
    RrSet::new(name, rtype.into(), 1799, data)
}

fn fields(rows: &[Row]) -> String {
    wire::form("MX", rows).iter().map(|(key, value)| format!("{key}={value}\n")).collect()
}

#[test]
fn records_are_written_and_read_back() {
    let long = format!("say \"hi\"; \\ <b>&amp; {}", "x".repeat(300));
    for (name, rtype, text, address) in [
        (ZONE, "A", "192.0.2.1", "192.0.2.1"),
        (ZONE, "ALIAS", "edge.platform.example", "edge.platform.example."),
        ("*.customer.example", "AAAA", "2001:db8::1", "2001:db8::1"),
        ("www.customer.example", "CNAME", "xn--bcher-kva.example", "xn--bcher-kva.example."),
        (ZONE, "MX", "10 mail.customer.example", "mail.customer.example."),
        (ZONE, "TXT", long.as_str(), long.as_str()),
        (ZONE, "CAA", "0 issue \"ca.example\"", "0 issue \"ca.example\""),
        ("sub.customer.example", "NS", "ns1.other.example", "ns1.other.example."),
    ] {
        let written = set(name, rtype, &[text]);
        let new = Row::new(ZONE, name, 1799, &written.data[0]);
        let relative = nameplate_domain::zone::relative_name(name, ZONE);
        let listed = hosts("MX", &row(relative, rtype, address));
        assert_eq!(listed.contents(ZONE).at(name, &written.rtype).map(|stored| &stored.set), Some(&written), "{text}");
        assert!(listed.rows[0].says_the_same(&new), "{listed:?} {new:?}");
    }
}

#[test]
fn everything_else_is_sent_back_as_it_came() {
    let before = hosts(
        "MX",
        &[
            row("@", "MX", "mail.other.example."),
            row("old", "URL", "http://old.example/?a=1&b=2"),
            row("www", "A", "192.0.2.1"),
        ]
        .concat(),
    );
    let change = Change {
        before: Some(set("www.customer.example", "A", &["192.0.2.1"])),
        after: Some(set("www.customer.example", "A", &["192.0.2.2"])),
    };
    let rows = rows_after(&zone(), &before, std::slice::from_ref(&change)).unwrap().unwrap();
    assert_eq!(
        fields(&rows),
        "Address1=mail.other.example.\nAssociatedAppTitle1=\nFriendlyName1=Mine\nHostId1=7\nIsActive1=true\nIsDDNSEnabled1=false\nMXPref1=10\nHostName1=@\nTTL1=1799\nRecordType1=MX\n\
         Address2=http://old.example/?a=1&b=2\nAssociatedAppTitle2=\nFriendlyName2=Mine\nHostId2=7\nIsActive2=true\nIsDDNSEnabled2=false\nMXPref2=10\nHostName2=old\nTTL2=1799\nRecordType2=URL\n\
         Address3=192.0.2.2\nMXPref3=10\nHostName3=www\nTTL3=1799\nRecordType3=A\nEmailType=MX\n"
    );
    let done = hosts("MX", &row("www", "A", "192.0.2.2"));
    assert_eq!(rows_after(&zone(), &done, std::slice::from_ref(&change)), Ok(None), "done already");
    let stranger = hosts("MX", &row("www", "A", "192.0.2.9"));
    assert_eq!(rows_after(&zone(), &stranger, &[change]).unwrap_err().kind, ErrorKind::ZoneChanged);
}

#[test]
fn what_cannot_be_written_back_stops_every_write() {
    let create = [Change::create(set("new.customer.example", "A", &["192.0.2.1"]))];
    let with_srv = hosts("MX", &row("_sip._tcp", "SRV", "1 2 443 sip.example."));
    assert_eq!(rows_after(&zone(), &with_srv, &create).unwrap_err().kind, ErrorKind::Unsupported);
    let with_redirect = hosts("MX", &row("new", "URL301", "http://elsewhere.example/"));
    assert_eq!(rows_after(&zone(), &with_redirect, &create).unwrap_err().kind, ErrorKind::Conflict);
    assert!(with_redirect.contents(ZONE).at("new.customer.example", &RrType::Other("URL301".into())).is_some());
}

#[test]
fn mail_that_namecheap_handles_is_left_alone() {
    let mx = [Change::create(set(ZONE, "MX", &["10 mail.customer.example"]))];
    for service in ["FWD", "OX", "GMAIL", "MXE"] {
        let served = hosts(service, &row(ZONE, "MXE", "192.0.2.5"));
        assert!(served.contents(ZONE).at(ZONE, &RrType::Mx).unwrap().untouchable.is_some(), "{service}");
        assert_eq!(rows_after(&zone(), &served, &mx).unwrap_err().kind, ErrorKind::Conflict, "{service}");
        let other = [Change::create(set("a.customer.example", "A", &["192.0.2.1"]))];
        let rows = rows_after(&zone(), &served, &other).unwrap().unwrap();
        assert_eq!(served.email_type_for(&rows), service);
    }
    let none = hosts("NONE", "");
    let rows = rows_after(&zone(), &none, &mx).unwrap().unwrap();
    assert_eq!(none.email_type_for(&rows), "MX");
}

#[test]
fn records_that_are_switched_off_are_not_served_and_not_doubled() {
    let off = row("www", "A", "192.0.2.1").replace("IsActive=\"true\"", "IsActive=\"false\"");
    let hosts = hosts("MX", &[off, row("a", "A", "192.0.2.2")].concat());
    assert!(hosts.contents(ZONE).at("www.customer.example", &RrType::A).is_none());
    let of = |address: &str| {
        let change = Change::create(set("www.customer.example", "A", &[address]));
        rows_after(&zone(), &hosts, &[change]).unwrap().unwrap().len()
    };
    assert_eq!((of("192.0.2.1"), of("192.0.2.3")), (2, 3));
}

#[test]
fn refusals_and_domains_are_read() {
    let body = "<ApiResponse Status=\"ERROR\" xmlns=\"http://api.namecheap.com/xml.response\"><Errors><Error Number=\"2019166\">Domain name not found</Error></Errors><Warnings /><RequestedCommand>x</RequestedCommand></ApiResponse>";
    let response = wire::response(&answer(body.to_owned())).unwrap();
    assert_eq!(
        (response.errors[0].number.as_str(), response.errors[0].message.as_str()),
        ("2019166", "Domain name not found")
    );
    let body = "<ApiResponse Status=\"OK\"><Errors /><CommandResponse><DomainGetListResult><Domain ID=\"1\" Name=\"Customer.example\" IsOurDNS=\"true\"/><Domain ID=\"2\" Name=\"b.example\" IsOurDNS=\"false\"/></DomainGetListResult><Paging><TotalItems>3</TotalItems><CurrentPage>1</CurrentPage><PageSize>2</PageSize></Paging></CommandResponse></ApiResponse>";
    let response = wire::response(&answer(body.to_owned())).unwrap();
    let seen: Vec<_> = response.domains.iter().map(|domain| (domain.name.as_str(), domain.uses_its_dns)).collect();
    assert_eq!((seen, response.has_more), (vec![("customer.example", true), ("b.example", false)], true));
    assert_eq!(domain("shop.co.uk"), [("SLD".to_owned(), "shop".to_owned()), ("TLD".to_owned(), "co.uk".to_owned())]);
}
