//! APIs in XML: Route 53, Namecheap.

use super::json_sets::grouped;
use super::xml::{Element, escaped};
use crate::recording::{Asked, Told};
use crate::rows::{Edit, Row, absolute, parsed};
use crate::tongue::{Meaning, Tongue, ZoneRow};
use nameplate_domain::zone::{RrData, RrType};
use serde_json::{Value, json};

pub(crate) struct Route53;
pub(crate) struct Namecheap;

const ROUTE53: &str = "xmlns=\"https://route53.amazonaws.com/doc/2013-04-01/\"";

fn tree(body: &Value) -> Element {
    Element::parse(body.as_str().unwrap_or_default())
}

/// `\052` and the like.
fn unescaped(name: &str) -> String {
    let mut text = String::new();
    let mut rest = name;
    while let Some((before, after)) = rest.split_once('\\') {
        text.push_str(before);
        let code = after.get(..3).and_then(|digits| u8::from_str_radix(digits, 8).ok());
        text.push(code.map_or('\\', char::from));
        rest = if code.is_some() { after.get(3..).unwrap_or_default() } else { after };
    }
    (text + rest).trim_end_matches('.').to_ascii_lowercase()
}

impl Route53 {
    fn set(set: &Element, zone: &str) -> Vec<Row> {
        let (name, rtype) = (unescaped(set.word("Name").unwrap_or_default()), set.word("Type").unwrap_or_default());
        let ttl = set.word("TTL").and_then(|ttl| ttl.parse().ok());
        let row = |value: &&Element| {
            let raw = Value::from(value.text.trim());
            Row { id: String::new(), name: name.clone(), ttl, data: parsed(rtype, value.text.trim(), zone), raw }
        };
        set.all("Value").iter().map(row).collect()
    }
}

impl Tongue for Route53 {
    fn credential(&self, _base: &str, _zone: &ZoneRow) -> String {
        "AKIARECORDED0EXAMPLE:recorded/secret+key0123456789".to_owned()
    }

    fn meaning(&self, asked: &Asked, zone: &str) -> Meaning {
        if asked.path.iter().any(|part| part == "hostedzonesbyname" || part == "change") {
            let is_list = asked.path.iter().any(|part| part == "hostedzonesbyname");
            return if is_list { Meaning::Zones(asked.query("dnsname").map(unescaped)) } else { Meaning::Aside };
        }
        let Some(rest) = asked.after("hostedzone") else { return Meaning::Aside };
        match (asked.method.as_str(), rest.as_slice()) {
            ("GET", []) => Meaning::Zones(None),
            ("GET", [zone]) => Meaning::Zone((*zone).to_owned()),
            // A name is where the list starts, not what it is limited to.
            ("GET", [_, "rrset"]) => Meaning::ALL,
            ("POST", [_, "rrset"]) => {
                let edit = |change: &&Element| {
                    let set = change.all("ResourceRecordSet").first().copied().cloned()?;
                    let name = unescaped(set.word("Name")?);
                    let rtype = RrType::from(set.word("Type")?);
                    let rows = if change.word("Action") == Some("DELETE") { vec![] } else { Self::set(&set, zone) };
                    Some(Edit::Put { name, rtype, rows })
                };
                Meaning::Write(tree(&asked.body).all("Change").iter().filter_map(edit).collect())
            }
            _ => Meaning::Beyond,
        }
    }

    fn zone_of(&self, asked: &Asked) -> Option<String> {
        asked.after("hostedzone")?.first().map(|part| (*part).to_owned())
    }

    fn zones(&self, told: &Told) -> Vec<ZoneRow> {
        let zone = |zone: &&Element| {
            let id = zone.word("Id")?.trim_start_matches("/hostedzone/").to_owned();
            let is_served = zone.word("PrivateZone") != Some("true");
            Some(ZoneRow { id, name: unescaped(zone.word("Name")?), is_served })
        };
        tree(&told.body).all("HostedZone").iter().filter_map(zone).collect()
    }

    fn rows(&self, told: &Told, zone: &str) -> Vec<Row> {
        tree(&told.body).all("ResourceRecordSet").iter().flat_map(|set| Self::set(set, zone)).collect()
    }

    fn row(&self, _raw: &Value, _zone: &str) -> Option<Row> {
        None
    }

    fn list(&self, _asked: &Asked, _zone: &ZoneRow, rows: &[Row]) -> Told {
        let set = |(name, rtype, ttl, values): (String, RrType, u32, Vec<Value>)| {
            let value = |value: &Value| {
                let text = escaped(value.as_str().unwrap_or_default());
                format!("<ResourceRecord><Value>{text}</Value></ResourceRecord>")
            };
            let values: String = values.iter().map(value).collect();
            let name = name.replace('*', "\\052");
            format!(
                "<ResourceRecordSet><Name>{name}.</Name><Type>{rtype}</Type><TTL>{ttl}</TTL><ResourceRecords>{values}</ResourceRecords></ResourceRecordSet>"
            )
        };
        let sets: String = grouped(rows).into_iter().map(set).collect();
        let text = format!(
            "<ListResourceRecordSetsResponse {ROUTE53}><ResourceRecordSets>{sets}</ResourceRecordSets><IsTruncated>false</IsTruncated><MaxItems>300</MaxItems></ListResourceRecordSetsResponse>"
        );
        Told::new(200, text.into())
    }

    fn zone_answer(&self, asked: &Asked, zone: &ZoneRow) -> Told {
        let one = format!(
            "<HostedZone><Id>/hostedzone/{}</Id><Name>{}.</Name><CallerReference>r</CallerReference><Config><PrivateZone>false</PrivateZone></Config><ResourceRecordSetCount>3</ResourceRecordSetCount></HostedZone>",
            zone.id, zone.name
        );
        let text = match self.meaning(asked, &zone.name) {
            Meaning::Zone(_) => format!(
                "<GetHostedZoneResponse {ROUTE53}>{one}<DelegationSet><NameServers><NameServer>ns-1.awsdns-00.com</NameServer></NameServers></DelegationSet></GetHostedZoneResponse>"
            ),
            _ => format!(
                "<ListHostedZonesResponse {ROUTE53}><HostedZones>{one}</HostedZones><IsTruncated>false</IsTruncated><MaxItems>100</MaxItems></ListHostedZonesResponse>"
            ),
        };
        Told::new(200, text.into())
    }

    fn done(&self, _asked: &Asked, _rows: &[Row]) -> Told {
        let text = format!(
            "<ChangeResourceRecordSetsResponse {ROUTE53}><ChangeInfo><Id>/change/C1</Id><Status>INSYNC</Status><SubmittedAt>2022-04-19T20:56:28.449Z</SubmittedAt></ChangeInfo></ChangeResourceRecordSetsResponse>"
        );
        Told::new(200, text.into())
    }

    fn aside(&self, _asked: &Asked) -> Told {
        let text = format!(
            "<GetChangeResponse {ROUTE53}><ChangeInfo><Id>/change/C1</Id><Status>INSYNC</Status><SubmittedAt>2022-04-19T20:56:28.449Z</SubmittedAt></ChangeInfo></GetChangeResponse>"
        );
        Told::new(200, text.into())
    }

    fn refusal(&self, told: &Told) -> Option<&'static str> {
        if told.is_success() {
            return None;
        }
        Some(match tree(&told.body).word("Code").unwrap_or_default() {
            "NoSuchHostedZone" => "no_such_zone",
            "AccessDenied" => "forbidden",
            "SignatureDoesNotMatch" | "InvalidClientTokenId" => "bad_credential",
            "Throttling" => "rate_limited",
            _ => "rejected",
        })
    }
}

impl Namecheap {
    fn row_of(name: &str, rtype: &str, address: &str, preference: &str, ttl: &str, zone: &str, raw: Value) -> Row {
        let text = if rtype == "MX" { format!("{preference} {address}") } else { address.to_owned() };
        // Only quotes around a whole text are not part of it.
        let data = match rtype {
            "TXT" => RrData::Txt(address.to_owned()),
            _ => parsed(rtype, &text, zone),
        };
        let id = raw["HostId"].as_str().unwrap_or_default().to_owned();
        Row { id, name: absolute(name, zone), ttl: ttl.parse().ok(), data, raw }
    }

    fn sent(asked: &Asked, zone: &str) -> Vec<Row> {
        let field = |name: &str, at: usize| asked.field(&format!("{name}{at}")).unwrap_or_default().to_owned();
        let rows = (1..).map_while(|at| {
            let rtype = asked.field(&format!("RecordType{at}"))?.to_owned();
            let words = ["HostId", "Address", "MXPref", "TTL"].map(|name| field(name, at));
            let raw = json!({"HostId": words[0], "Name": field("HostName", at), "Type": rtype, "Address": words[1],
                "MXPref": words[2], "TTL": words[3]});
            Some(Self::row_of(&field("HostName", at), &rtype, &words[1], &words[2], &words[3], zone, raw))
        });
        rows.collect()
    }

    fn answer(command: &str, inside: &str) -> Told {
        let text = format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?><ApiResponse Status=\"OK\" xmlns=\"http://api.namecheap.com/xml.response\"><Errors /><Warnings /><RequestedCommand>{command}</RequestedCommand><CommandResponse Type=\"{command}\">{inside}</CommandResponse><Server>S</Server><GMTTimeDifference>--5:00</GMTTimeDifference><ExecutionTime>0.1</ExecutionTime></ApiResponse>"
        );
        Told::new(200, text.into())
    }
}

impl Tongue for Namecheap {
    fn credential(&self, _base: &str, _zone: &ZoneRow) -> String {
        "recordeduser:recordedkey0123456789:192.0.2.1".to_owned()
    }

    fn meaning(&self, asked: &Asked, zone: &str) -> Meaning {
        match asked.field("Command").unwrap_or_default().to_lowercase().as_str() {
            "namecheap.domains.getlist" => Meaning::Zones(asked.field("SearchTerm").map(str::to_owned)),
            "namecheap.domains.getinfo" => Meaning::Zone(asked.field("DomainName").unwrap_or_default().to_owned()),
            "namecheap.domains.dns.gethosts" => Meaning::ALL,
            "namecheap.domains.dns.sethosts" => Meaning::Write(vec![Edit::Everything(Self::sent(asked, zone))]),
            _ => Meaning::Beyond,
        }
    }

    fn zone_of(&self, asked: &Asked) -> Option<String> {
        let name = asked.field("DomainName").map(str::to_owned);
        name.or_else(|| Some(format!("{}.{}", asked.field("SLD")?, asked.field("TLD")?)))
    }

    fn zones(&self, told: &Told) -> Vec<ZoneRow> {
        let tree = tree(&told.body);
        let uses = |element: &Element, key: &str| element.attribute(key) != "false";
        let listed =
            tree.all("Domain").into_iter().filter(|domain| !domain.attribute("Name").is_empty()).map(|domain| {
                let name = domain.attribute("Name").to_lowercase();
                ZoneRow { id: name.clone(), name, is_served: uses(domain, "IsOurDNS") }
            });
        let info = tree.all("DomainGetInfoResult").into_iter().map(|domain| {
            let name = domain.attribute("DomainName").to_lowercase();
            let is_served = domain.all("DnsDetails").first().is_none_or(|details| uses(details, "IsUsingOurDNS"));
            ZoneRow { id: name.clone(), name, is_served }
        });
        listed.chain(info).collect()
    }

    fn rows(&self, told: &Told, zone: &str) -> Vec<Row> {
        let row = |host: &&Element| {
            let raw = serde_json::to_value(&host.attributes).unwrap_or_default();
            let word = |name: &str| host.attribute(name);
            Self::row_of(word("Name"), word("Type"), word("Address"), word("MXPref"), word("TTL"), zone, raw)
        };
        tree(&told.body).all("host").iter().map(row).collect()
    }

    fn row(&self, _raw: &Value, _zone: &str) -> Option<Row> {
        None
    }

    fn list(&self, _asked: &Asked, zone: &ZoneRow, rows: &[Row]) -> Told {
        let host = |row: &Row| {
            let words = row.raw.as_object().into_iter().flatten();
            let words: Vec<String> = words
                .map(|(key, value)| format!("{key}=\"{}\"", escaped(value.as_str().unwrap_or_default())))
                .collect();
            format!("<host {} />", words.join(" "))
        };
        let hosts: String = rows.iter().map(host).collect();
        let inside = format!(
            "<DomainDNSGetHostsResult Domain=\"{}\" EmailType=\"FWD\" IsUsingOurDNS=\"true\">{hosts}</DomainDNSGetHostsResult>",
            zone.name
        );
        Self::answer("namecheap.domains.dns.getHosts", &inside)
    }

    fn zone_answer(&self, asked: &Asked, zone: &ZoneRow) -> Told {
        let name = &zone.name;
        match self.meaning(asked, name) {
            Meaning::Zone(_) => Self::answer(
                "namecheap.domains.getInfo",
                &format!(
                    "<DomainGetInfoResult Status=\"Ok\" ID=\"1\" DomainName=\"{name}\" OwnerName=\"o\" IsOwner=\"true\"><DnsDetails ProviderType=\"FREE\" IsUsingOurDNS=\"true\" HostCount=\"1\" EmailType=\"FWD\" /></DomainGetInfoResult>"
                ),
            ),
            _ => Self::answer(
                "namecheap.domains.getList",
                &format!(
                    "<DomainGetListResult><Domain ID=\"1\" Name=\"{name}\" User=\"u\" IsExpired=\"false\" IsLocked=\"false\" IsOurDNS=\"true\" /></DomainGetListResult><Paging><TotalItems>1</TotalItems><CurrentPage>1</CurrentPage><PageSize>100</PageSize></Paging>"
                ),
            ),
        }
    }

    fn done(&self, asked: &Asked, _rows: &[Row]) -> Told {
        let zone = self.zone_of(asked).unwrap_or_default();
        Self::answer(
            "namecheap.domains.dns.setHosts",
            &format!(
                "<DomainDNSSetHostsResult Domain=\"{zone}\" IsSuccess=\"true\"><Warnings /></DomainDNSSetHostsResult>"
            ),
        )
    }

    fn aside(&self, _asked: &Asked) -> Told {
        Self::answer("namecheap.users.getBalances", "")
    }

    fn refusal(&self, told: &Told) -> Option<&'static str> {
        let tree = tree(&told.body);
        if told.status == 405 {
            return Some("rate_limited");
        }
        if tree.attribute("Status") == "OK" {
            return None;
        }
        let number = tree.all("Error").first().map(|error| error.attribute("Number").to_owned()).unwrap_or_default();
        Some(match number.as_str() {
            "1011102" | "1010102" => "bad_credential",
            "1011150" => "forbidden",
            "2019166" | "2016166" | "2030166" => "no_such_zone",
            "500000" => "rate_limited",
            _ => "rejected",
        })
    }

    fn is_managed(&self, raw: &Value) -> bool {
        raw["IsActive"] == "false"
    }
}
