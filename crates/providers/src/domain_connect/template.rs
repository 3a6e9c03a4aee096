//! Our templates in their public JSON format, and which connections they are enough for.
//!
//! A template is onboarded by each DNS provider once and then the same for every customer, so it holds what is fixed and leaves as
//! little as possible to variables: a label in front of the platform's own domain, and the token of a challenge. Whoever gets hold of
//! the signing key can still lead nobody anywhere but to the platform.

use nameplate_domain::connection::Challenge;
use nameplate_domain::hostname::{Hostname, is_at_or_under};
use nameplate_domain::records::{DEFAULT_TTL_S, Record, RecordType};
use nameplate_domain::zone::relative_name;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::net::{Ipv4Addr, Ipv6Addr};

/// Label of the ownership TXT; as [`Challenge::txt_name`].
const CHALLENGE_LABEL: &str = "_customdomain-challenge";
/// What its value begins with; as [`Challenge::txt_value`].
const CHALLENGE_PREFIX: &str = "cd-verify-";
/// Groups of the apex template: A, AAAA, and the challenge.
const V4: &str = "v4";
const V6: &str = "v6";
const PROOF: &str = "proof";
/// Counts changes of the templates below, which have to be onboarded again.
const VERSION: u32 = 1;

/// What the platform puts into its templates.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TemplateSettings {
    /// Who asks: a domain of the platform, e.g. `saas.example`.
    pub provider_id: String,
    /// The same for people.
    pub provider_name: String,
    /// Service of names below an apex.
    pub subdomain_service_id: String,
    /// Service of an apex, or of any name that is led by addresses.
    pub apex_service_id: String,
    /// Service of a wildcard.
    pub wildcard_service_id: String,
    /// Under this name the public keys of requests are published, each at a label of its own.
    pub pub_key_domain: String,
    /// CNAME targets are `<label>.<this>`: lower case, no trailing dot.
    pub cname_target_suffix: String,
    /// Addresses of the edge.
    pub edge_ipv4: Vec<Ipv4Addr>,
    /// Addresses of the edge.
    pub edge_ipv6: Vec<Ipv6Addr>,
    /// An `https` address of a picture (`.svg`, `.png`, `.jpg`) that providers may show.
    pub logo_url: Option<String>,
}

/// One of our templates.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Service {
    /// A CNAME at a name below an apex.
    Subdomain,
    /// A CNAME at `*`.
    Wildcard,
    /// The edge's addresses.
    Apex,
}

impl Service {
    /// Every service.
    pub const ALL: [Self; 3] = [Self::Subdomain, Self::Wildcard, Self::Apex];
}

/// How a template is applied to a connection.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fit {
    /// Which template.
    pub service: Service,
    /// What stands in front of the zone; `None` for the zone itself.
    pub host: Option<String>,
    /// Names and values of the template's variables.
    pub variables: Vec<(String, String)>,
    /// The groups to apply; empty for all of the template.
    pub groups: Vec<String>,
}

impl TemplateSettings {
    /// With the usual names of services and without a picture.
    #[must_use]
    pub fn new(provider_id: &str, provider_name: &str, pub_key_domain: &str, cname_target_suffix: &str) -> Self {
        Self {
            provider_id: provider_id.to_owned(),
            provider_name: provider_name.to_owned(),
            subdomain_service_id: "custom-domain".to_owned(),
            apex_service_id: "custom-domain-apex".to_owned(),
            wildcard_service_id: "custom-domain-wildcard".to_owned(),
            pub_key_domain: pub_key_domain.to_owned(),
            cname_target_suffix: cname_target_suffix.to_owned(),
            edge_ipv4: vec![],
            edge_ipv6: vec![],
            logo_url: None,
        }
    }

    /// The service's identifier.
    #[must_use]
    pub fn service_id(&self, service: Service) -> &str {
        match service {
            Service::Subdomain => &self.subdomain_service_id,
            Service::Wildcard => &self.wildcard_service_id,
            Service::Apex => &self.apex_service_id,
        }
    }

    /// Name of the template's file in the public collection.
    #[must_use]
    pub fn file_name(&self, service: Service) -> String {
        format!("{}.{}.json", self.provider_id, self.service_id(service)).to_lowercase()
    }

    /// The template; `None` for an apex where the edge has no fixed addresses.
    #[must_use]
    pub fn template(&self, service: Service) -> Option<Value> {
        let cname = |host: &str| {
            let target = format!("%target%.{}", self.cname_target_suffix);
            json!({"type": "CNAME", "host": host, "pointsTo": target, "ttl": DEFAULT_TTL_S})
        };
        // The token of an earlier attempt would prove nothing any more, so it goes; texts of others stay.
        let challenge = json!({
            "type": "TXT", "host": CHALLENGE_LABEL, "data": format!("{CHALLENGE_PREFIX}%token%"), "ttl": DEFAULT_TTL_S,
            "txtConflictMatchingMode": "Prefix", "txtConflictMatchingPrefix": CHALLENGE_PREFIX,
        });
        let (records, about) = match service {
            Service::Subdomain => (vec![cname("@"), challenge], "a name below your domain"),
            Service::Wildcard => (vec![cname("*"), challenge], "all names below your domain that have no records"),
            Service::Apex if self.edge_ipv4.is_empty() && self.edge_ipv6.is_empty() => return None,
            Service::Apex => (self.addresses(challenge), "your domain"),
        };
        let variables = match service {
            Service::Apex => "%token%: proof that the domain is yours",
            _ => "%target%: your application's host at the service; %token%: proof that the domain is yours",
        };
        let mut template = json!({
            "providerId": self.provider_id,
            "providerName": self.provider_name,
            "serviceId": self.service_id(service),
            "serviceName": "Custom domain",
            "version": VERSION,
            "description": format!("Leads {about} to {} and proves that it is yours.", self.provider_name),
            "variableDescription": variables,
            "syncPubKeyDomain": self.pub_key_domain,
            "records": records,
        });
        // A CNAME at the applied name itself cannot be at an apex (RFC 1034, 3.6.2).
        if service == Service::Subdomain {
            template["hostRequired"] = Value::Bool(true);
        }
        if let Some(url) = &self.logo_url {
            template["logoUrl"] = Value::String(url.clone());
        }
        Some(template)
    }

    fn addresses(&self, mut challenge: Value) -> Vec<Value> {
        let record = |kind: &str, address: String, group: &str| json!({"type": kind, "host": "@", "pointsTo": address, "ttl": DEFAULT_TTL_S, "groupId": group});
        challenge["groupId"] = Value::String(PROOF.to_owned());
        let v4 = self.edge_ipv4.iter().map(|address| record("A", address.to_string(), V4));
        let v6 = self.edge_ipv6.iter().map(|address| record("AAAA", address.to_string(), V6));
        v4.chain(v6).chain([challenge]).collect()
    }

    /// Every template with the name of its file.
    #[must_use]
    pub fn templates(&self) -> Vec<(String, Value)> {
        let named = |service: Service| Some((self.file_name(service), self.template(service)?));
        Service::ALL.into_iter().filter_map(named).collect()
    }

    /// How a template writes exactly these records (TTLs aside) and the ownership challenge; `None` when none does. `zone` is the zone
    /// that `hostname` is in: lower case, no trailing dot.
    #[must_use]
    pub fn fits(&self, hostname: &Hostname, zone: &str, records: &[Record], challenge: &Challenge) -> Option<Fit> {
        if !is_at_or_under(hostname.base(), zone) || records.is_empty() {
            return None;
        }
        let is_token = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        let token = challenge.token();
        if token.is_empty() || !token.chars().all(is_token) {
            return None;
        }
        let is_here = |record: &Record| record.host == hostname.as_str() && record.priority.is_none();
        if !records.iter().all(is_here) {
            return None;
        }
        let host = Some(relative_name(hostname.base(), zone)).filter(|host| *host != "@").map(str::to_owned);
        let token = ("token".to_owned(), token.to_owned());
        match records {
            [cname] if cname.rtype == RecordType::Cname => {
                let service = if hostname.is_wildcard() { Service::Wildcard } else { Service::Subdomain };
                if service == Service::Subdomain && host.is_none() {
                    return None;
                }
                let label = self.label_of(&cname.value)?;
                Some(Fit { service, host, variables: vec![("target".to_owned(), label), token], groups: vec![] })
            }
            _ if hostname.is_wildcard() => None,
            _ => Some(Fit { service: Service::Apex, host, variables: vec![token], groups: self.groups_of(records)? }),
        }
    }

    /// What stands in front of the suffix.
    fn label_of(&self, target: &str) -> Option<String> {
        let label = target.strip_suffix(&self.cname_target_suffix)?.strip_suffix('.')?;
        let is_label = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_' || c == '.';
        (!label.is_empty() && label.chars().all(is_label)).then(|| label.to_owned())
    }

    /// The groups that are these records; empty for all of them.
    fn groups_of(&self, records: &[Record]) -> Option<Vec<String>> {
        let of = |rtype| -> BTreeSet<&str> {
            records.iter().filter(|record| record.rtype == rtype).map(|record| record.value.as_str()).collect()
        };
        let (v4, v6) = (of(RecordType::A), of(RecordType::Aaaa));
        if !records.iter().all(|record| matches!(record.rtype, RecordType::A | RecordType::Aaaa)) {
            return None;
        }
        let own_v4: Vec<String> = self.edge_ipv4.iter().map(ToString::to_string).collect();
        let own_v6: Vec<String> = self.edge_ipv6.iter().map(ToString::to_string).collect();
        let mut groups = Vec::new();
        for (group, found, own) in [(V4, v4, own_v4), (V6, v6, own_v6)] {
            let own: BTreeSet<&str> = own.iter().map(String::as_str).collect();
            match found.is_empty() {
                true if own.is_empty() => {}
                true => groups.push(None),
                false if found == own => groups.push(Some(group.to_owned())),
                false => return None,
            }
        }
        let is_all = groups.iter().all(Option::is_some);
        let chosen = groups.into_iter().flatten().chain([PROOF.to_owned()]);
        Some(if is_all { vec![] } else { chosen.collect() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nameplate_domain::hostname::PlatformNames;

    fn settings() -> TemplateSettings {
        TemplateSettings {
            edge_ipv4: vec![Ipv4Addr::new(192, 0, 2, 1), Ipv4Addr::new(192, 0, 2, 2)],
            edge_ipv6: vec![Ipv6Addr::LOCALHOST],
            ..TemplateSettings::new("Saas.example", "SaaS", "keys.saas.example", "saas.example")
        }
    }

    fn fit(name: &str, zone: &str, records: &[(&str, RecordType, &str)]) -> Option<Fit> {
        let hostname = Hostname::parse(name, &PlatformNames::default()).unwrap();
        let records: Vec<Record> =
            records.iter().map(|(host, rtype, value)| Record::new(*host, *rtype, value, 60)).collect();
        settings().fits(&hostname, zone, &records, &Challenge::trusted("7f".into()))
    }

    /// Service, host, variables and groups, in words.
    fn check(name: &str, zone: &str, records: &[(&str, RecordType, &str)], expected: &str) {
        let found = fit(name, zone, records).map(|fit| {
            let variables: Vec<String> = fit.variables.iter().map(|(name, value)| format!("{name}={value}")).collect();
            format!("{:?} {:?} {} {}", fit.service, fit.host, variables.join("&"), fit.groups.join(","))
        });
        assert_eq!(found.as_deref().unwrap_or("none").trim_end(), expected);
    }

    #[test]
    fn a_name_below_an_apex_gets_its_cname_and_the_challenge() {
        use RecordType::Cname;
        let name = "shop.customer.com";
        let cname = [(name, Cname, "app-1.saas.example")];
        check(name, "customer.com", &cname, "Subdomain Some(\"shop\") target=app-1&token=7f");
        check(name, name, &cname, "none");
        check(name, "other.com", &cname, "none");
        check(name, "customer.com", &[(name, Cname, "app-1.evil.example")], "none");
        check(name, "customer.com", &[(name, Cname, "saas.example")], "none");
        check(name, "customer.com", &[(name, Cname, "notsaas.example")], "none");
        let more = [(name, Cname, "app-1.saas.example"), ("_x.shop.customer.com", RecordType::Txt, "y")];
        check(name, "customer.com", &more, "none");
        check(name, "customer.com", &[], "none");
    }

    #[test]
    fn a_wildcard_is_applied_to_the_name_that_its_challenge_stands_below() {
        use RecordType::Cname;
        let wildcard = |name: &'static str| [(name, Cname, "edge.saas.example")];
        check("*.customer.com", "customer.com", &wildcard("*.customer.com"), "Wildcard None target=edge&token=7f");
        let below = wildcard("*.shop.customer.com");
        check("*.shop.customer.com", "customer.com", &below, "Wildcard Some(\"shop\") target=edge&token=7f");
        check("*.customer.com", "customer.com", &[("*.customer.com", RecordType::A, "192.0.2.1")], "none");
    }

    #[test]
    fn an_apex_gets_the_edges_addresses_and_no_others() {
        use RecordType::{A, Aaaa, Alias};
        let apex = "customer.com";
        let v4 = [(apex, A, "192.0.2.1"), (apex, A, "192.0.2.2")];
        let all = [v4[0], v4[1], (apex, Aaaa, "::1")];
        check(apex, apex, &all, "Apex None token=7f");
        check(apex, apex, &v4, "Apex None token=7f v4,proof");
        check(apex, apex, &all[2..], "Apex None token=7f v6,proof");
        check(apex, apex, &v4[..1], "none");
        check(apex, apex, &[(apex, A, "192.0.2.3")], "none");
        check(apex, apex, &[(apex, Alias, "edge.saas.example")], "none");
    }

    #[test]
    fn templates_keep_the_rules_of_the_public_collection() {
        let templates = settings().templates();
        let files: Vec<&str> = templates.iter().map(|(file, _)| file.as_str()).collect();
        assert_eq!(
            files,
            [
                "saas.example.custom-domain.json",
                "saas.example.custom-domain-wildcard.json",
                "saas.example.custom-domain-apex.json"
            ]
        );
        for (file, template) in &templates {
            assert_eq!(template["syncPubKeyDomain"], "keys.saas.example", "{file}");
            assert!(template.get("warnPhishing").is_none());
            for record in template["records"].as_array().unwrap() {
                let value = record["pointsTo"].as_str().or(record["data"].as_str()).unwrap();
                assert!(!(value.starts_with('%') && value.ends_with('%')), "{file}: a bare variable");
                assert!(!record["host"].as_str().unwrap().contains('%'), "{file}: a variable as host");
                assert_eq!(record["type"] == "TXT", record.get("txtConflictMatchingMode").is_some(), "{file}");
            }
            let at_itself = |record: &Value| record["type"] == "CNAME" && record["host"] == "@";
            let has_cname = template["records"].as_array().unwrap().iter().any(at_itself);
            assert_eq!(has_cname, template["hostRequired"] == true, "{file}");
        }
        assert_eq!(templates[2].1["records"].as_array().unwrap().len(), 4);
        let bare = TemplateSettings { edge_ipv4: vec![], edge_ipv6: vec![], ..settings() };
        assert_eq!(bare.template(Service::Apex), None);
    }

    #[test]
    fn the_challenge_of_a_template_is_the_one_that_is_looked_for() {
        let hostname = Hostname::parse("shop.customer.com", &PlatformNames::default()).unwrap();
        let challenge = Challenge::from_random([7; 16]);
        assert_eq!(Challenge::txt_name(&hostname), format!("{CHALLENGE_LABEL}.shop.customer.com"));
        assert_eq!(challenge.txt_value(), format!("{CHALLENGE_PREFIX}{}", challenge.token()));
    }
}
