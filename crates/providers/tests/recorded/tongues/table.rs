//! The words of the APIs of single records.

use super::json_records::Words;
use serde_json::{Value, json};

pub(crate) static CLOUDFLARE: Words = Words {
    credential: "cf-recorded-token-0123456789abcdefghijkl",
    anchors: &["zones"],
    records: "dns_records",
    list: |_, records| {
        let count = records.len();
        let info = json!({"page": 1, "per_page": 100, "count": count, "total_count": count, "total_pages": 1});
        json!({"success": true, "errors": [], "messages": [], "result": records, "result_info": info})
    },
    one: |record| json!({"success": true, "errors": [], "messages": [], "result": record}),
    zone: |zone| json!({"id": zone.id, "name": zone.name, "status": "active", "type": "full", "paused": false}),
    zones: |zones| {
        let info =
            json!({"page": 1, "per_page": 50, "count": zones.len(), "total_count": zones.len(), "total_pages": 1});
        json!({"success": true, "errors": [], "messages": [], "result": zones, "result_info": info})
    },
    one_zone: |zone| json!({"success": true, "errors": [], "messages": [], "result": zone}),
    aside: |_| json!({"success": true, "errors": [], "messages": [], "result": {"status": "active"}}),
    created: 200,
    removed: 200,
    ids_are_numbers: false,
    names_are_absolute: true,
};

pub(crate) static DIGITALOCEAN: Words = Words {
    credential: "dop_v1_recorded",
    anchors: &["domains"],
    records: "records",
    list: |_, records| json!({"links": {}, "meta": {"total": records.len()}, "domain_records": records}),
    one: |record| json!({"domain_record": record}),
    zone: |zone| json!({"name": zone.name, "ttl": 1800, "zone_file": ""}),
    zones: |zones| json!({"domains": zones, "links": {}, "meta": {}}),
    one_zone: |zone| json!({"domain": zone}),
    aside: |_| json!({}),
    created: 201,
    removed: 204,
    ids_are_numbers: true,
    names_are_absolute: false,
};

pub(crate) static VERCEL: Words = Words {
    credential: "vercel-recorded-token",
    anchors: &["domains"],
    records: "records",
    list: |_, records| json!({"pagination": {"count": records.len(), "next": null, "prev": null}, "records": records}),
    one: |record| json!({"uid": record["id"], "updated": 1}),
    zone: |zone| {
        let servers = ["ns1.vercel-dns.com", "ns2.vercel-dns.com"];
        json!({"id": "d1", "name": zone.name, "serviceType": "zeit.world", "verified": true, "nameservers": servers,
            "intendedNameservers": servers, "zone": true})
    },
    zones: |zones| json!({"pagination": {"count": zones.len(), "next": null, "prev": null}, "domains": zones}),
    one_zone: |zone| json!({"domain": zone}),
    aside: |_| json!({}),
    created: 200,
    removed: 200,
    ids_are_numbers: false,
    names_are_absolute: false,
};

pub(crate) static DNSIMPLE: Words = Words {
    credential: "dnsimple_a_recorded",
    anchors: &["zones", "domains"],
    records: "records",
    list: |_, records| {
        let count = records.len();
        json!({"data": records, "pagination": {"current_page": 1, "per_page": 100, "total_entries": count, "total_pages": 1}})
    },
    one: |record| json!({"data": record}),
    zone: |zone| json!({"id": 1, "account_id": 731, "name": zone.name, "reverse": false, "secondary": false, "active": true}),
    zones: |zones| json!({"data": zones, "pagination": {"current_page": 1, "per_page": 100, "total_entries": 1, "total_pages": 1}}),
    one_zone: |zone| json!({"data": zone}),
    aside: |asked| {
        let account = json!({"id": 731, "email": "user@example.com", "plan_identifier": "dnsimple-business"});
        match asked.path.last().map(String::as_str) {
            Some("whoami") => json!({"data": {"user": null, "account": account}}),
            _ => json!({"data": [account]}),
        }
    },
    created: 201,
    removed: 204,
    ids_are_numbers: true,
    names_are_absolute: false,
};

pub(crate) static LINODE: Words = Words {
    credential: "linode-recorded-token",
    anchors: &["domains"],
    records: "records",
    list: |_, records| json!({"page": 1, "pages": 1, "results": records.len(), "data": records}),
    one: |record| record,
    zone: |zone| {
        let id = zone.id.parse::<u64>().unwrap_or(1);
        json!({"id": id, "domain": zone.name, "type": "master", "status": "active"})
    },
    zones: |zones| json!({"page": 1, "pages": 1, "results": zones.len(), "data": zones}),
    one_zone: |zone| zone,
    aside: |_| json!({}),
    created: 200,
    removed: 200,
    ids_are_numbers: true,
    names_are_absolute: false,
};

pub(crate) static VULTR: Words = Words {
    credential: "VULTRRECORDEDTOKEN",
    anchors: &["domains"],
    records: "records",
    list: |_, records| json!({"meta": {"total": records.len(), "links": {"next": "", "prev": ""}}, "records": records}),
    one: |record| json!({"record": record}),
    zone: |zone| json!({"domain": zone.name, "date_created": "2021-03-27T09:40:29+00:00"}),
    zones: |zones| json!({"meta": {"total": zones.len(), "links": {"next": "", "prev": ""}}, "domains": zones}),
    one_zone: |zone| json!({"domain": zone}),
    aside: |_| json!({}),
    created: 201,
    removed: 204,
    ids_are_numbers: false,
    names_are_absolute: false,
};

pub(crate) static NAMECOM: Words = Words {
    credential: "user:recorded-token",
    anchors: &["domains"],
    records: "records",
    list: |zone, records| {
        let full = |mut record: Value| {
            record["domainName"] = zone.name.clone().into();
            record
        };
        json!({"records": records.into_iter().map(full).collect::<Vec<_>>()})
    },
    one: |record| record,
    zone: |zone| json!({"domainName": zone.name, "nameservers": ["ns1abc.name.com"], "locked": true}),
    zones: |zones| json!({"domains": zones}),
    one_zone: |zone| zone,
    aside: |_| json!({}),
    created: 200,
    removed: 200,
    ids_are_numbers: true,
    names_are_absolute: false,
};

pub(crate) static NETLIFY: Words = Words {
    credential: "netlify-recorded-token",
    anchors: &["dns_zones"],
    records: "dns_records",
    list: |_, records| records.into(),
    one: |record| record,
    zone: |zone| json!({"id": zone.id, "name": zone.name, "account_slug": "team"}),
    zones: Value::from,
    one_zone: |zone| zone,
    aside: |_| json!({}),
    created: 201,
    removed: 204,
    ids_are_numbers: false,
    names_are_absolute: true,
};

pub(crate) static PORKBUN: Words = Words {
    credential: "pk1_recorded:sk1_recorded",
    anchors: &["retrieve", "create", "edit", "delete"],
    records: "",
    list: |_, records| {
        // Numbers are texts when they are read.
        let text = |mut record: Value| {
            for key in ["id", "ttl", "prio"] {
                if record[key].is_number() {
                    record[key] = record[key].to_string().into();
                }
            }
            record
        };
        let records: Vec<Value> = records.into_iter().map(text).collect();
        json!({"status": "SUCCESS", "cloudflare": "enabled", "records": records})
    },
    one: |_| json!({"status": "SUCCESS", "id": 432480999}),
    zone: |zone| json!({"domain": zone.name, "status": "ACTIVE"}),
    zones: |zones| json!({"status": "SUCCESS", "domains": zones}),
    one_zone: |zone| json!({"status": "SUCCESS", "domain": zone}),
    aside: |_| json!({"status": "SUCCESS", "yourIp": "192.0.2.1"}),
    created: 200,
    removed: 200,
    ids_are_numbers: true,
    names_are_absolute: true,
};

pub(crate) static IONOS: Words = Words {
    credential: "prefix.recorded-secret",
    anchors: &["zones"],
    records: "records",
    list: |zone, records| json!({"id": zone.id, "name": zone.name, "type": "NATIVE", "records": records}),
    one: |record| record,
    zone: |zone| json!({"id": zone.id, "name": zone.name, "type": "NATIVE"}),
    zones: Value::from,
    one_zone: |zone| zone,
    aside: |_| json!({}),
    created: 201,
    removed: 200,
    ids_are_numbers: false,
    names_are_absolute: true,
};
