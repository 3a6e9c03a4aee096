//! The records of one domain, and what to do besides.

use super::dkim;
use super::dmarc::{DmarcPolicy, DmarcRecord};
use super::provider::Dkim;
use super::request::EmailRequest;
use super::spf::{is_spf, merge_records};
use crate::hostname::{is_at_or_under, registered_domain};
use crate::records::{Record, RecordType};

/// TTL of every mail record, in seconds.
pub const TTL_S: u32 = 3600;

/// What to publish, and sentences about what records alone do not do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EmailRecords {
    /// MX in the order of preference, other records of the provider, SPF, DMARC, DKIM.
    pub records: Vec<Record>,
    /// For the person who sets up mail: DKIM, what became of an existing SPF record, DMARC, the provider.
    pub notes: Vec<String>,
}

/// The records that `request` needs. Nothing is looked up or written.
#[must_use]
pub fn generate(request: &EmailRequest) -> EmailRecords {
    let (domain, table) = (request.domain.as_str(), request.provider.table());
    let text = |host: &str, value: &str| Record::new(host, RecordType::Txt, value, TTL_S);
    let mut records: Vec<Record> = table
        .mx
        .iter()
        .map(|(preference, exchange)| Record {
            priority: Some(*preference),
            ..Record::new(domain, RecordType::Mx, &filled(exchange, request), TTL_S)
        })
        .collect();
    records.extend(table.aliases.iter().map(|(label, target)| alias(&format!("{label}.{domain}"), target, request)));

    let spf = merge_records(request.existing_spf.as_ref(), &request.provider.spf_mechanisms());
    records.push(text(domain, &spf.value));
    let rua: Vec<String> = request.dmarc_rua.iter().map(|address| format!("mailto:{address}")).collect();
    let dmarc = DmarcRecord { policy: request.dmarc_policy, percent: 100, rua };
    records.push(text(&format!("_dmarc.{domain}"), &dmarc.to_string()));
    let (keys, mut notes) = keys(request);
    records.extend(keys);

    if request.existing_spf.is_some() && spf.changed {
        notes.push(format!(
            "SPF: put the record listed here in place of the one that {domain} has. With two of them, mail servers take none."
        ));
    }
    notes.extend(spf.warnings.into_iter().map(|warning| format!("SPF: {warning}")));
    notes.extend(dmarc_notes(request));
    notes.extend(table.notes.iter().map(ToString::to_string));
    EmailRecords { records, notes }
}

/// Those that may be written without asking, and those that the owner has to put in place by hand: an SPF record at the
/// zone's apex, since it replaces one that all mail of the domain may depend on. `apex` is the zone's name: lower case,
/// no trailing dot.
#[must_use]
pub fn split_for_apply(wanted: &EmailRecords, apex: &str) -> (Vec<Record>, Vec<Record>) {
    let is_manual = |record: &Record| record.rtype == RecordType::Txt && record.host == apex && is_spf(&record.value);
    let (manual, to_write) = wanted.records.iter().cloned().partition(is_manual);
    (to_write, manual)
}

fn filled(value: &str, request: &EmailRequest) -> String {
    value.replace("{dashed}", &request.dashed()).replace("{tenant}", request.m365_tenant.as_deref().unwrap_or_default())
}

fn alias(host: &str, target: &str, request: &EmailRequest) -> Record {
    Record::new(host, RecordType::Cname, &filled(target, request), TTL_S)
}

/// The key or the aliases to keys, and what has to be done in the provider's console.
fn keys(request: &EmailRequest) -> (Vec<Record>, Vec<String>) {
    let (domain, name) = (&request.domain, request.provider.name());
    let unused = |field: &str, why: &str| format!("DKIM: {field} has no effect for {name}: {why}.");
    let mut records = Vec::new();
    let mut notes = Vec::new();
    match &request.provider.table().dkim {
        Dkim::Key { selector, console, switch_on } => {
            let host = request.key_host_unless_chosen(selector);
            match &request.dkim_value {
                Some(key) => {
                    records.push(Record::new(&host, RecordType::Txt, key, TTL_S));
                    notes.extend(dkim::doubt(key).map(|doubt| {
                        format!(
                            "DKIM: dkim_value does not look like a whole public key: {doubt}. With the record at {host} as it is, mail servers may reject what is signed. Copy the whole key, or the whole text that begins with v=DKIM1, from {console} and send it again."
                        )
                    }));
                    notes.push(format!("DKIM: when the record at {host} is published, {switch_on} in {console}."));
                }
                None => notes.push(format!(
                    "DKIM: make a key in {console} and publish it as a TXT record at {host}. With the key as dkim_value, that record is listed here."
                )),
            }
            if request.m365_tenant.is_some() {
                notes.push(unused("m365_tenant", "it belongs to microsoft365"));
            }
        }
        Dkim::Aliases { aliases, console } => {
            let hosts: Vec<String> =
                aliases.iter().map(|(selector, _)| format!("{selector}._domainkey.{domain}")).collect();
            if request.m365_tenant.is_some() {
                let targets = aliases.iter().map(|(_, target)| target);
                records.extend(hosts.iter().zip(targets).map(|(host, target)| alias(host, target, request)));
                notes.push(format!(
                    "DKIM: when both CNAME records are published, switch signing on for {domain} in {console}."
                ));
            } else {
                notes.push(format!(
                    "DKIM: {console} shows the targets of the two CNAME records {}. With the label in front of .onmicrosoft.com as m365_tenant, they are listed here; afterwards switch signing on there.",
                    hosts.join(" and ")
                ));
            }
            let given =
                [("dkim_value", request.dkim_value.is_some()), ("dkim_selector", request.dkim_selector.is_some())];
            for (field, _) in given.iter().filter(|(_, is_given)| *is_given) {
                notes.push(unused(field, "its keys are reached by the CNAME records selector1 and selector2"));
            }
        }
    }
    (records, notes)
}

fn dmarc_notes(request: &EmailRequest) -> Vec<String> {
    let mut notes = Vec::new();
    if request.dmarc_policy == DmarcPolicy::None {
        notes.push(
            "DMARC: p=none only watches. When the mail you send passes SPF and DKIM, go on to dmarc_policy quarantine, and then to reject."
                .to_owned(),
        );
    }
    let domain = request.domain.as_str();
    if let Some((address, reports_to)) =
        request.dmarc_rua.as_deref().and_then(|address| address.split_once('@').map(|(_, host)| (address, host)))
    {
        let organisation = registered_domain(domain).unwrap_or(domain);
        if !is_at_or_under(reports_to, organisation) {
            notes.push(format!(
                "DMARC: reports go to another domain, which has to agree (RFC 7489, 7.1): {address} gets them once {domain}._report._dmarc.{reports_to} has the TXT record v=DMARC1."
            ));
        }
    }
    notes
}

#[cfg(test)]
mod tests;
