//! Namecheap's XML API: one address, commands and everything else in a form; setHosts replaces the whole zone.

use crate::simulator::{Answer, Dialect, Kind, LateEdit, Record, Request, Service, Shown, World, ZoneState};
use nameplate_domain::zone::{RrData, RrType, absolute_name, relative_name};
use nameplate_providers::{ProviderSpec, by_key};
use quick_xml::escape::escape;

pub(crate) struct Namecheap;

pub(crate) fn dialect() -> Namecheap {
    Namecheap
}

const KEY: &str = "0123456789abcdef0123456789abcdef";
const TYPES: [&str; 12] = ["A", "AAAA", "ALIAS", "CAA", "CNAME", "FRAME", "MX", "MXE", "NS", "TXT", "URL", "URL301"];

fn envelope(status: &str, inner: &str) -> Answer {
    let body = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<ApiResponse Status=\"{status}\" xmlns=\"http://api.namecheap.com/xml.response\">\r\n  {inner}\r\n  <Server>PHX01APIEXT01</Server>\r\n  <GMTTimeDifference>--4:00</GMTTimeDifference>\r\n  <ExecutionTime>0.04</ExecutionTime>\r\n</ApiResponse>"
    );
    Answer::text(200, "text/xml; charset=utf-8", &body)
}

fn refusal(number: &str, message: &str) -> Answer {
    let error = format!(
        "<Errors>\r\n    <Error Number=\"{number}\">{}</Error>\r\n  </Errors>\r\n  <Warnings />",
        escape(message)
    );
    envelope("ERROR", &error)
}

fn done(command: &str, inner: &str) -> Answer {
    envelope(
        "OK",
        &format!(
            "<Errors />\r\n  <Warnings />\r\n  <RequestedCommand>{}</RequestedCommand>\r\n  <CommandResponse Type=\"{command}\">\r\n    {inner}\r\n  </CommandResponse>",
            command.to_lowercase()
        ),
    )
}

fn field(request: &Request, key: &str) -> Option<String> {
    request.form().into_iter().find(|(known, _)| known.eq_ignore_ascii_case(key)).map(|(_, value)| value)
}

fn command(request: &Request) -> String {
    field(request, "Command").unwrap_or_default().to_lowercase()
}

impl Dialect for Namecheap {
    fn spec(&self) -> &'static ProviderSpec {
        by_key("namecheap").unwrap()
    }

    fn credential(&self, _base: &str) -> String {
        format!("customer:{KEY}:192.0.2.250")
    }

    fn wrong_credential(&self, _base: &str) -> String {
        "customer:ffffffffffffffffffffffffffffffff:192.0.2.250".to_owned()
    }

    fn secrets(&self) -> Vec<String> {
        vec![KEY.to_owned()]
    }

    fn admit(&self, request: &Request) -> Result<(), Answer> {
        let says = |key: &str, value: &str| field(request, key).as_deref() == Some(value);
        if request.method != "POST" || request.path != "/xml.response" {
            return Err(Answer::text(404, "text/html", "<h1>Not Found</h1>"));
        }
        if !says("ApiUser", "customer") || !says("UserName", "customer") {
            return Err(refusal("1010102", "Parameter APIUser is invalid"));
        }
        if !says("ApiKey", KEY) {
            return Err(refusal("1011102", "API Key is invalid or API access has not been enabled"));
        }
        match says("ClientIp", "192.0.2.250") {
            true => Ok(()),
            false => Err(refusal("1011150", "Parameter RequestIP is invalid")),
        }
    }

    fn kind(&self, request: &Request) -> Kind {
        if command(request).ends_with(".sethosts") { Kind::Write } else { Kind::Read }
    }

    fn rejection(&self, words: &str) -> Answer {
        refusal("2050900", words)
    }

    fn too_many(&self, _retry_after_s: u64) -> Answer {
        Answer::text(405, "text/html", "<h1>Method Not Allowed</h1>")
    }

    fn says_how_long(&self) -> bool {
        false
    }

    fn has_unserved_zones(&self) -> bool {
        true
    }

    fn late_edit(&self) -> LateEdit {
        LateEdit::LostInZone
    }

    fn furniture(&self, zone: &str) -> Vec<Record> {
        vec![
            Record::foreign(&format!("blog.{zone}"), 1800, "URL", "http://old.example/?a=1&b=2")
                .with("FriendlyName", "Redirect"),
            Record::foreign(&format!("frame.{zone}"), 1799, "FRAME", "http://framed.example/"),
            Record::new(&format!("dynamic.{zone}"), 1799, RrData::A([192, 0, 2, 77].into()))
                .with("IsDDNSEnabled", "true"),
        ]
    }

    fn answer(&self, world: &mut World, request: &Request) -> Answer {
        let command = command(request);
        if command == "namecheap.domains.getlist" {
            return list(world, request);
        }
        let of = |key: &str| field(request, key).unwrap_or_default();
        let name = format!("{}.{}", of("SLD"), of("TLD"));
        let Some(zone) = world.zones.zones.iter().find(|zone| zone.name == name).cloned() else {
            return refusal("2019166", "Domain name not found");
        };
        match command.as_str() {
            "namecheap.domains.dns.gethosts" => hosts(&zone),
            _ if zone.service == Service::NotServed => {
                refusal("2030288", "Cannot complete this command as this domain is not using proper DNS servers")
            }
            "namecheap.domains.dns.sethosts" => set(world, &zone, request),
            _ => refusal("1010104", "Parameter Command is invalid"),
        }
    }
}

fn list(world: &World, request: &Request) -> Answer {
    let (page, size) = (field(request, "Page"), field(request, "PageSize"));
    if size.as_deref().and_then(|size| size.parse().ok()).is_some_and(|size: usize| !(10..=100).contains(&size)) {
        return refusal("2011169", "PageSize should be between 10 and 100");
    }
    let items = world.zones.zones.iter().collect();
    let cut = crate::simulator::paging::page(world, items, page.as_deref(), size.as_deref(), (20, 100));
    let domains: String = cut
        .items
        .iter()
        .map(|zone| {
            format!(
                "<Domain ID=\"1\" Name=\"{}\" User=\"customer\" IsExpired=\"false\" IsOurDNS=\"{}\" />",
                zone.name,
                zone.service == Service::Served
            )
        })
        .collect();
    let page = page.unwrap_or_else(|| "1".to_owned());
    done(
        "namecheap.domains.getList",
        &format!(
            "<DomainGetListResult>{domains}</DomainGetListResult><Paging><TotalItems>{}</TotalItems><CurrentPage>{page}</CurrentPage><PageSize>{}</PageSize></Paging>",
            cut.total, cut.size
        ),
    )
}

fn hosts(zone: &ZoneState) -> Answer {
    let rows: String = zone.records.iter().map(|record| row(zone, record)).collect();
    done(
        "namecheap.domains.dns.getHosts",
        &format!(
            "<DomainDNSGetHostsResult Domain=\"{}\" EmailType=\"MX\" IsUsingOurDNS=\"{}\">{rows}</DomainDNSGetHostsResult>",
            zone.name,
            zone.service == Service::Served
        ),
    )
}

fn row(zone: &ZoneState, record: &Record) -> String {
    let (address, preference) = match &record.data {
        RrData::Mx { preference, exchange } => (format!("{exchange}."), *preference),
        RrData::Alias(target) | RrData::Cname(target) | RrData::Ns(target) => (format!("{target}."), 10),
        data => (data.to_string(), 10),
    };
    let extra =
        |key: &str, usual: &str| record.extra.get(key).and_then(|value| value.as_str()).unwrap_or(usual).to_owned();
    format!(
        "\r\n      <host HostId=\"{}\" Name=\"{}\" Type=\"{}\" Address=\"{}\" MXPref=\"{preference}\" TTL=\"{}\" AssociatedAppTitle=\"\" FriendlyName=\"{}\" IsActive=\"true\" IsDDNSEnabled=\"{}\" />",
        record.id,
        relative_name(&record.name, &zone.name),
        record.rtype(),
        escape(&address),
        record.ttl,
        extra("FriendlyName", ""),
        extra("IsDDNSEnabled", "false")
    )
}

/// Everything that is there afterwards is in the form; what has a known HostId keeps it.
fn set(world: &mut World, zone: &ZoneState, request: &Request) -> Answer {
    let mut records = Vec::new();
    for number in 1.. {
        let of = |key: &str| field(request, &format!("{key}{number}"));
        let (Some(name), Some(rtype), Some(address)) = (of("HostName"), of("RecordType"), of("Address")) else { break };
        let record = match parsed(&zone.name, &name, &rtype, &address, of("MXPref"), of("TTL")) {
            Ok(record) => record,
            Err(message) => return refusal("2050900", &message),
        };
        let known = of("HostId").and_then(|id| zone.record(id.parse().ok()?).cloned());
        let mut record = Record { id: known.map(|known| known.id).unwrap_or_default(), ..record };
        for key in ["FriendlyName", "IsDDNSEnabled"] {
            if let Some(value) = of(key).filter(|value| !value.is_empty() && value != "false") {
                record = record.with(key, value);
            }
        }
        records.push(record);
    }
    if request.form().iter().filter(|(key, _)| key.to_lowercase().starts_with("hostname")).count() != records.len() {
        return refusal("2050900", "The numbering of records has gaps");
    }
    let has_mail = records.iter().any(|record| record.rtype() == RrType::Mx);
    if has_mail && field(request, "EmailType").as_deref() != Some("MX") {
        return refusal("2050900", "EmailType MX is needed for MX records");
    }
    for record in &records {
        let others = records.iter().filter(|other| other.name == record.name && !std::ptr::eq(*other, record));
        if record.rtype() == RrType::Cname && others.count() > 0 {
            return refusal("2050900", &format!("CNAME {} stands beside other records", record.name));
        }
    }
    let state = world.zones.zone_mut(&zone.name).unwrap();
    state.version += 1;
    state.records.clear();
    for record in records {
        match record.id {
            0 => _ = world.zones.add(&zone.name, record),
            _ => world.zones.zone_mut(&zone.name).unwrap().records.push(record),
        }
    }
    done(
        "namecheap.domains.dns.setHosts",
        &format!(
            "<DomainDNSSetHostsResult Domain=\"{}\" IsSuccess=\"true\"><Warnings /></DomainDNSSetHostsResult>",
            zone.name
        ),
    )
}

fn parsed(
    zone: &str,
    name: &str,
    rtype: &str,
    address: &str,
    preference: Option<String>,
    ttl: Option<String>,
) -> Result<Record, String> {
    if !TYPES.contains(&rtype) {
        return Err(format!("RecordType {rtype} is invalid"));
    }
    let ttl: u32 = ttl.map_or(Ok(1800), |ttl| ttl.parse()).map_err(|_| "TTL is invalid".to_owned())?;
    if !(60..=60000).contains(&ttl) || name.ends_with(zone) || name.is_empty() || address.is_empty() {
        return Err(format!("The record {name} {rtype} is invalid"));
    }
    let kind = RrType::from(rtype);
    let data = match kind {
        RrType::Mx => RrData::parse(&kind, &format!("{} {address}", preference.unwrap_or_default())),
        RrType::Txt => Ok(RrData::Txt(address.to_owned())),
        _ => RrData::parse(&kind, address),
    };
    let data = data.map_err(|_| format!("Address {address} is invalid"))?;
    Ok(Record::new(&absolute_name(name, zone), ttl, data).shown(Shown::Plainly))
}
