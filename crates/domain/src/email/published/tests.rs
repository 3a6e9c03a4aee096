use super::*;
use crate::email::{EmailFields, EmailRequest, generate};
use crate::evidence::{Reply, Server, Unanswered};
use crate::time::Timestamp;

fn wanted(provider: &str, change: impl FnOnce(&mut EmailFields)) -> EmailRecords {
    let mut fields = EmailFields { domain: "acme.com".into(), provider: provider.into(), ..EmailFields::default() };
    change(&mut fields);
    generate(&EmailRequest::new(&fields).unwrap())
}

/// One server of the zone: its values, or silence.
type Said<'a> = Option<&'a [&'a str]>;

fn sighting(name: &str, qtype: QueryType, servers: &[Said<'_>]) -> Sighting {
    let reply = |(at, said): (usize, &Said<'_>)| Reply {
        server: Server { name: Some(format!("ns{at}.host.example")), address: None, vantage: Vantage::Authoritative },
        at: Timestamp::from_ms(0),
        outcome: match said {
            Some(values) => {
                Ok(Answer { values: values.iter().map(ToString::to_string).collect(), ..Answer::default() })
            }
            None => Err(Unanswered::Timeout),
        },
    };
    let replies = servers.iter().enumerate().map(reply).collect();
    Sighting { name: name.into(), qtype, zone: Some("acme.com".into()), replies }
}

/// What is found about the record at `at` when its name holds `values`.
fn found(wanted: &EmailRecords, at: usize, values: &[&str]) -> EmailFinding {
    let record = &wanted.records[at];
    let seen = [sighting(&record.host, question_type(record.rtype), &[Some(values)])];
    judge_published(wanted, &seen).swap_remove(at)
}

fn check(wanted: &EmailRecords, at: usize, values: &[&str], status: EmailStatus, warnings: usize) -> EmailFinding {
    let finding = found(wanted, at, values);
    assert_eq!((finding.status, finding.warnings.len()), (status, warnings), "{values:?}: {finding:?}");
    assert_eq!(finding.message.is_none(), status == EmailStatus::Present, "{finding:?}");
    finding
}

use EmailStatus::{Missing, NotEverywhere, Present, Unknown, Wrong};

#[test]
fn what_was_generated_and_published_is_present() {
    for (provider, key) in [("google_workspace", true), ("microsoft365", false), ("zoho", true)] {
        let wanted = wanted(provider, |fields| {
            if key {
                fields.dkim_value = Some("MIIBIjAN".into());
            } else {
                fields.m365_tenant = Some("acmeinc".into());
            }
        });
        let seen: Vec<Sighting> = questions(&wanted)
            .into_iter()
            .map(|(name, qtype)| {
                let of_the_set = |record: &&Record| record.host == name && question_type(record.rtype) == qtype;
                let values: Vec<String> = wanted
                    .records
                    .iter()
                    .filter(of_the_set)
                    .map(|record| match record.priority {
                        Some(preference) => format!("{preference} {}", record.value),
                        None => record.value.clone(),
                    })
                    .collect();
                let values: Vec<&str> = values.iter().map(String::as_str).collect();
                sighting(&name, qtype, &[Some(&values)])
            })
            .collect();
        for finding in judge_published(&wanted, &seen) {
            assert_eq!((finding.status, finding.warnings.len()), (Present, 0), "{finding:?}");
        }
        let empty: Vec<Sighting> =
            questions(&wanted).into_iter().map(|(name, qtype)| sighting(&name, qtype, &[Some(&[])])).collect();
        assert!(judge_published(&wanted, &empty).iter().all(|finding| finding.status == Missing));
    }
}

#[test]
fn exchanges() {
    let zoho = wanted("zoho", |_| {});
    check(&zoho, 0, &["10 mx.zoho.com", "20 mx2.zoho.com", "50 mx3.zoho.com"], Present, 0);
    check(&zoho, 2, &["10 mx.zoho.com", "20 mx2.zoho.com"], Missing, 0);
    check(&zoho, 0, &["5 mx.zoho.com", "20 mx.other.example"], Present, 2);
    let elsewhere = check(&zoho, 0, &["10 mx.other.example"], Wrong, 0);
    assert!(elsewhere.message.unwrap().contains("MX 10 mx.other.example. Put MX 10 mx.zoho.com"));
    check(&zoho, 0, &["0 "], Wrong, 0);

    let google = wanted("google_workspace", |_| {});
    check(&google, 0, &["1 aspmx.l.google.com", "5 alt1.aspmx.l.google.com"], Present, 0);
    check(&zoho, 0, &["1 aspmx.l.google.com"], Wrong, 0);
    check(&google, 0, &["1 evilaspmx.l.google.com"], Wrong, 0);
    let microsoft = wanted("microsoft365", |_| {});
    check(&microsoft, 0, &["0 acme-com.a-v1.mx.microsoft"], Present, 0);
    check(&microsoft, 0, &["0 other-com.a-v1.mx.microsoft"], Wrong, 0);
    check(&microsoft, 0, &["0 other-com.mail.protection.outlook.com"], Wrong, 0);
}

#[test]
fn spf_records() {
    let google = wanted("google_workspace", |fields| fields.existing_spf = Some("v=spf1 a -all".into()));
    check(&google, 1, &["hello", "v=spf1 a include:_spf.google.com -all"], Present, 0);
    check(&google, 1, &["v=spf1 include:mailgun.org include:_SPF.google.com mx a -all"], Present, 0);
    check(&google, 1, &["v=spf1 a include:_spf.google.com ~all"], Present, 1);
    check(&google, 1, &["v=spf1 a include:_spf.google.com"], Present, 1);
    check(&google, 1, &["v=spf1 a include:_spf.google.com redirect=x.example"], Present, 0);
    check(&google, 1, &["v=spf1x", "hello"], Missing, 0);
    let told = |values: &[&str]| check(&google, 1, values, Wrong, 0).message.unwrap();
    let lacks = told(&["v=spf1 mx ~all"]);
    assert!(
        lacks.ends_with("lacks a include:_spf.google.com. Replace it with v=spf1 mx a include:_spf.google.com ~all"),
        "the all of what is published stays: {lacks}"
    );
    assert!(told(&["v=spf1 a -all include:_spf.google.com"]).contains("lacks include:_spf.google.com"));
    assert!(told(&["v=spf1 a ?include:_spf.google.com -all"]).contains("lacks include:_spf.google.com"));
    assert!(told(&["v=spf1 a redirect=x.example"]).contains("unless the record of x.example"));
    assert!(told(&["v=spf1 rubbish"]).contains("\"rubbish\""));
    let two = told(&["v=spf1 a include:_spf.google.com -all", "v=spf1 mx ~all"]);
    assert!(two.contains("has 2 SPF records") && two.ends_with("v=spf1 a include:_spf.google.com mx -all"), "{two}");
    let open = wanted("google_workspace", |fields| fields.existing_spf = Some("v=spf1 ?all".into()));
    check(&open, 1, &["v=spf1 include:_spf.google.com ?all"], Present, 1);
    check(&open, 1, &["v=spf1 include:_spf.google.com ~all"], Present, 0);
}

#[test]
fn dkim_keys() {
    let google = wanted("google_workspace", |fields| fields.dkim_value = Some("v=DKIM1; t=s; p=MIIBIjAN".into()));
    for same in ["v=DKIM1; k=rsa; t=s; p=MIIBIjAN", "v=DKIM1;t=s;p=MIIB IjAN;", "t=s; p=MIIBIjAN; k=rsa"] {
        check(&google, 3, &["hello", same], Present, 0);
    }
    check(&google, 3, &["\"v=DKIM1; t=s; \" \"p=MIIBIjAN\""], Present, 1);
    check(&google, 3, &["v=DKIM1; t=s; p=MIIBIjAN", "v=DKIM1; p=AAAA"], Present, 1);
    check(&google, 3, &["v=DKIM1; t=s; p=miibijan"], Wrong, 0);
    check(&google, 3, &["v=DKIM1; p=MIIBIjAN"], Wrong, 0);
    check(&google, 3, &["v=DKIM1; t=s; p="], Wrong, 0);
    check(&google, 3, &["hello"], Missing, 0);
}

#[test]
fn dmarc_policies() {
    let google = wanted("google_workspace", |fields| {
        fields.dmarc_policy = Some("quarantine".into());
        fields.dmarc_rua = Some("dmarc@acme.com".into());
    });
    let reports = "rua=mailto:x@y.example, MAILTO:dmarc@acme.com!10m";
    check(&google, 2, &["v=DMARC1; p=quarantine; rua=mailto:dmarc@acme.com;"], Present, 0);
    check(&google, 2, &["hello", &format!("v=DMARC1;{reports};p=REJECT; sp=none")], Present, 0);
    check(&google, 2, &["v=DMARC1; p=reject"], Present, 1);
    check(&google, 2, &["v=DMARC1; p=quarantine; pct=20"], Present, 2);
    check(&google, 2, &["v=DMARC1; p=none; rua=mailto:dmarc@acme.com"], Wrong, 0);
    check(&google, 2, &["v=DMARC1; p=strict"], Wrong, 0);
    check(&google, 2, &["v=DMARC1; p=reject; p=none"], Wrong, 0);
    check(&google, 2, &["v=DMARC1; p=reject", "v=DMARC1; p=reject"], Wrong, 0);
    check(&google, 2, &["p=reject; v=DMARC1", "v=dmarc1; p=reject"], Missing, 0);
}

#[test]
fn aliases() {
    let microsoft = wanted("microsoft365", |fields| fields.m365_tenant = Some("acmeinc".into()));
    check(&microsoft, 1, &["autodiscover.outlook.com"], Present, 0);
    let elsewhere = check(&microsoft, 1, &["mail.old.example"], Wrong, 0);
    assert!(elsewhere.message.unwrap().contains("Change it to autodiscover.outlook.com"));
    check(&microsoft, 4, &["selector1-acme-com._domainkey.acmeinc.n-v1.dkim.mail.microsoft"], Present, 0);
    check(&microsoft, 4, &["selector2-acme-com._domainkey.acmeinc.n-v1.dkim.mail.microsoft"], Wrong, 0);

    check(&microsoft, 4, &["selector1-acme-com._domainkey.acmeinc.onmicrosoft.microsoft"], Wrong, 0);

    // A server that goes on to the target's own records still tells the first step.
    let mut followed = sighting("autodiscover.acme.com", QueryType::Cname, &[Some(&["atod.example"])]);
    if let Ok(answer) = &mut followed.replies[0].outcome {
        answer.aliases = vec!["autodiscover.outlook.com".into(), "atod.example".into()];
    }
    assert_eq!(judge_published(&microsoft, &[followed])[1].status, Present);
}

#[test]
fn silence_is_not_absence_and_resolvers_do_not_count() {
    let google = wanted("google_workspace", |_| {});
    let spf = Some(["v=spf1 include:_spf.google.com ~all"].as_slice());
    let status = |seen: &[Sighting]| {
        let finding = judge_published(&google, seen).swap_remove(1);
        (finding.status, finding.message.unwrap_or_default())
    };
    let txt = |servers: &[Said<'_>]| [sighting("acme.com", QueryType::Txt, servers)];
    let (unknown, message) = status(&txt(&[None, None]));
    assert_eq!(unknown, Unknown);
    assert!(message.contains("ns0.host.example did not answer in time"), "{message}");
    assert_eq!(status(&[]).0, Unknown);
    assert_eq!(status(&txt(&[None, spf])).0, Present);
    assert_eq!(status(&txt(&[None, Some(&[])])).0, Missing);
    let (partly, message) = status(&txt(&[spf, Some(&[])]));
    assert_eq!(partly, NotEverywhere);
    assert!(message.contains("not yet at ns1.host.example;"), "{message}");

    let loose = Some(["v=spf1 include:_spf.google.com ?all"].as_slice());
    let warned = judge_published(&google, &txt(&[loose, loose])).swap_remove(1);
    assert_eq!((warned.status, warned.warnings.len()), (Present, 1), "what two servers show is said once: {warned:?}");

    let mut resolver = txt(&[spf]);
    resolver[0].replies[0].server.vantage = Vantage::Resolver;
    assert_eq!(status(&resolver).0, Unknown);
}
