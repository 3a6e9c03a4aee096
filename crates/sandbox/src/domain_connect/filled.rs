//! The records of a template with values in place of variables.

use super::Denied;
use super::request::ApplyRequest;
use super::template::{Number, Template, TemplateRecord, TxtConflicts};
use crate::record::{Entry, Wish};
use nameplate_domain::zone::quoted;

/// A record to apply.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Filled {
    pub(super) wish: Wish,
    pub(super) entry: Entry,
    /// Which texts of the same name go, by how they begin; `None` when none goes.
    pub(super) texts_that_go: Option<String>,
}

/// Every record that the request asks for, as it is to stand in the zone.
pub(super) fn fill(template: &Template, request: &ApplyRequest) -> Result<Vec<Filled>, Denied> {
    if template.host_required && request.host.is_none() {
        return Err(Denied::parameter("host", "is missing, and this template is for names below a domain only"));
    }
    for group in request.groups.iter().flatten() {
        if !template.records.iter().any(|record| record.group_id.as_ref() == Some(group)) {
            return Err(Denied::parameter("groupId", format!("names {group:?}, which the template has not")));
        }
    }
    let asked_for = |record: &&TemplateRecord| match (&request.groups, &record.group_id) {
        // Records of no group are always applied.
        (Some(groups), Some(group)) => groups.contains(group),
        _ => true,
    };
    template.records.iter().filter(asked_for).map(|record| filled(record, request)).collect()
}

fn filled(record: &TemplateRecord, request: &ApplyRequest) -> Result<Filled, Denied> {
    let value = substituted(record.value().unwrap_or_default(), request)?;
    let value = match record.kind.as_str() {
        "TXT" => quoted(&value),
        "CNAME" | "MX" if matches!(value.as_str(), "" | "@") => request.fqdn(),
        _ => value,
    };
    let number = |number: &Number, field| match number {
        Number::Plain(number) => Ok(*number),
        Number::Text(text) => substituted(text, request)?
            .trim()
            .parse()
            .map_err(|_| Denied::parameter(field, "of the template is no number")),
    };
    let priority = record.priority.as_ref().map(|priority| number(priority, "priority")).transpose()?;
    let priority = priority.map(u16::try_from).transpose();
    let wish = Wish {
        name: owner(&substituted(&record.host, request)?, request),
        rtype: record.kind.clone(),
        value,
        ttl: Some(number(&record.ttl, "ttl")?),
        priority: priority.map_err(|_| Denied::parameter("priority", "of the template is above 65535"))?,
    };
    let (entry, _) = wish.parse(&request.domain).map_err(crate::book::Refusal::from)?;
    let texts_that_go = match record.txt_conflict_matching_mode {
        _ if record.kind != "TXT" => None,
        TxtConflicts::None => None,
        TxtConflicts::All => Some(String::new()),
        TxtConflicts::Prefix => Some(substituted(&record.txt_conflict_matching_prefix, request)?),
    };
    Ok(Filled { wish, entry, texts_that_go })
}

/// The absolute owner, with its dot: relative to the name that the template is applied to, unless it ends with one already.
fn owner(host: &str, request: &ApplyRequest) -> String {
    match host {
        "" | "@" => format!("{}.", request.fqdn()),
        absolute if absolute.ends_with('.') => absolute.to_owned(),
        relative => format!("{relative}.{}.", request.fqdn()),
    }
}

/// The text with each `%name%` replaced. What is put in is not looked at again.
fn substituted(text: &str, request: &ApplyRequest) -> Result<String, Denied> {
    let mut whole = String::new();
    let mut rest = text;
    while let Some((before, from_name)) = rest.split_once('%') {
        whole.push_str(before);
        let Some((name, after)) = from_name.split_once('%') else {
            whole.push('%');
            rest = from_name;
            continue;
        };
        let name = name.to_lowercase();
        match name.as_str() {
            "domain" => whole.push_str(&request.domain),
            "host" => whole.push_str(request.host.as_deref().unwrap_or_default()),
            "fqdn" => whole.push_str(&request.fqdn()),
            _ => {
                let value = request.variables.get(&name).ok_or_else(|| Denied::parameter(&name, "is missing"))?;
                whole.push_str(value);
            }
        }
        rest = after;
    }
    whole.push_str(rest);
    Ok(whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// The records of a template with these records, each as `name type value ttl`.
    fn check(query: &str, records: serde_json::Value) -> Result<Vec<String>, String> {
        let template = Template::read(&json!({
            "providerId": "p", "providerName": "P", "serviceId": "s", "serviceName": "S", "syncPubKeyDomain": "p",
            "records": records,
        }));
        let filled = fill(&template.unwrap(), &ApplyRequest::parse(query).unwrap());
        let lines = filled.map_err(|denied| denied.to_string())?.into_iter().map(|filled| {
            let Entry { name, rtype, value, ttl, .. } = filled.entry;
            format!("{name} {rtype} {value} {ttl}")
        });
        Ok(lines.collect())
    }

    #[test]
    fn variables_are_put_in_once_and_names_are_relative_to_the_host() {
        let records = json!([
            {"type": "CNAME", "host": "@", "pointsTo": "%target%.saas.example", "ttl": 300},
            {"type": "TXT", "host": "_proof", "data": "%Token% of %fqdn% at 100%", "ttl": "60"},
            {"type": "MX", "host": "mail.customer.test.", "pointsTo": "@", "priority": "%p%", "ttl": 60},
        ]);
        let found = check("domain=customer.test&host=shop&target=app-1&token=%25target%25&p=7", records);
        assert_eq!(
            found.unwrap(),
            [
                "shop.customer.test CNAME app-1.saas.example 300",
                "_proof.shop.customer.test TXT %target% of shop.customer.test at 100% 60",
                "mail.customer.test MX shop.customer.test 60"
            ]
        );
    }

    #[test]
    fn what_cannot_be_filled_names_the_variable_or_field() {
        let text = |data: &str| json!([{"type": "TXT", "host": "a", "data": data, "ttl": 60}]);
        assert_eq!(check("domain=a.test", text("%token%")).unwrap_err(), "token is missing");
        let address = json!([{"type": "A", "host": "@", "pointsTo": "%ip%", "ttl": 60}]);
        assert_eq!(
            check("domain=a.test&ip=nowhere", address).unwrap_err(),
            "value is not an IPv4 address like 192.0.2.1"
        );
        let outside = json!([{"type": "A", "host": "a.b.test.", "pointsTo": "192.0.2.1", "ttl": 60}]);
        assert_eq!(check("domain=a.test", outside).unwrap_err(), "name is not in the zone a.test");
    }

    #[test]
    fn groups_choose_and_records_of_no_group_are_always_there() {
        let records = json!([
            {"type": "A", "host": "@", "pointsTo": "192.0.2.1", "ttl": 60, "groupId": "v4"},
            {"type": "AAAA", "host": "@", "pointsTo": "2001:db8::1", "ttl": 60, "groupId": "v6"},
            {"type": "TXT", "host": "@", "data": "x", "ttl": 60},
        ]);
        let of = |query: &str| check(query, records.clone()).map(|lines| lines.len());
        assert_eq!([of("domain=a.test"), of("domain=a.test&groupId=v6")], [Ok(3), Ok(2)]);
        assert_eq!(of("domain=a.test&groupId=v5").unwrap_err(), "groupId names \"v5\", which the template has not");
    }
}
