//! A provider that nobody has: plain JSON, records or sets, a cursor, and jobs.

use super::Form;
use crate::simulator::paging::after_cursor;
use crate::simulator::{Answer, Clash, Dialect, Kind, LateEdit, Record, Request, Service, Shown, World};
use nameplate_domain::zone::{RrData, RrType};
use nameplate_providers::{ProviderSpec, sandbox};
use serde_json::{Value, json};

pub(super) const RIGHT: &str = "reference-credential-0123456789";
pub(super) const WRONG: &str = "reference-credential-of-nobody";

pub(super) struct Reference {
    pub(super) form: Form,
}

fn refusal(status: u16, words: &str) -> Answer {
    Answer::json(status, &json!({"says": words}))
}

impl Dialect for Reference {
    fn spec(&self) -> &'static ProviderSpec {
        sandbox()
    }

    fn credential(&self, _base: &str) -> String {
        RIGHT.to_owned()
    }

    fn wrong_credential(&self, _base: &str) -> String {
        WRONG.to_owned()
    }

    fn secrets(&self) -> Vec<String> {
        vec![RIGHT.to_owned()]
    }

    fn admit(&self, request: &Request) -> Result<(), Answer> {
        if request.has_bearer(RIGHT) { Ok(()) } else { Err(refusal(401, "who are you?")) }
    }

    fn kind(&self, request: &Request) -> Kind {
        match request.segments().first().map(String::as_str) {
            Some("jobs") => Kind::Aside,
            _ if request.method == "GET" => Kind::Read,
            _ => Kind::Write,
        }
    }

    fn rejection(&self, words: &str) -> Answer {
        refusal(422, words)
    }

    fn zone_id(&self, name: &str) -> String {
        format!("zone-of-{name}")
    }

    fn furniture(&self, zone: &str) -> Vec<Record> {
        let ns = RrData::Ns("ns1.sandbox.test".into());
        let ours = RrData::Cname("parking.sandbox.test".into());
        vec![
            Record::foreign(zone, 3600, "SOA", "serial").shown(Shown::OrNot),
            Record::new(zone, 3600, ns).shown(Shown::OrNot),
            Record::new(&format!("parked.{zone}"), 3600, ours.clone()).shown(Shown::Untouchable),
            Record::new(&format!("hidden.{zone}"), 3600, ours).shown(Shown::Hidden),
            Record::foreign(&format!("ww.{zone}"), 3600, "SSHFP", "1 1 00ff").with("comment", "of the administrators"),
        ]
    }

    fn has_unserved_zones(&self) -> bool {
        true
    }

    fn late_edit(&self) -> LateEdit {
        if self.form == Form::Sets { LateEdit::LostInSet } else { LateEdit::Survives }
    }

    fn answer(&self, world: &mut World, request: &Request) -> Answer {
        let segments = request.segments();
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        match (request.method.as_str(), segments.as_slice()) {
            ("GET", ["jobs", job]) => match world.notes.get(*job) {
                Some(state) => Answer::json(200, state),
                None => refusal(404, "no such job"),
            },
            ("GET", ["zones"]) => {
                let zones =
                    world.zones.zones.iter().map(
                        |zone| json!({"id": zone.id, "name": zone.name, "served": zone.service == Service::Served}),
                    );
                let zones: Vec<Value> = zones.collect();
                let (zones, next) = after_cursor(world, zones, request.query("after"), None, (100, 100));
                Answer::json(200, &json!({"items": zones, "next": next}))
            }
            (method, ["zones", id, rest @ ..]) => match world.zones.zone(id).map(|zone| zone.name.clone()) {
                Some(zone) => of_zone(world, &zone, method, rest, request),
                None => refusal(404, "no such zone"),
            },
            _ => refusal(404, "no such thing"),
        }
    }
}

fn of_zone(world: &mut World, zone: &str, method: &str, rest: &[&str], request: &Request) -> Answer {
    let done = |world: &mut World| {
        let job = format!("job-{}", world.notes.len());
        world.notes.insert(job.clone(), json!("done"));
        Answer::json(200, &json!({"job": job}))
    };
    match (method, rest) {
        ("GET", ["records"]) => {
            let records: Vec<Value> = world.zones.zone(zone).unwrap().records.iter().map(shown).collect();
            let (records, next) = after_cursor(world, records, request.query("after"), None, (100, 100));
            Answer::json(200, &json!({"items": records, "next": next}))
        }
        ("PUT", ["sets", name, rtype]) => {
            let (body, rtype) = (request.json(), RrType::from(*rtype));
            let texts = body["values"].as_array().unwrap();
            let data: Vec<RrData> =
                texts.iter().map(|text| RrData::parse(&rtype, text.as_str().unwrap()).unwrap()).collect();
            let ttl = u32::try_from(body["ttl"].as_u64().unwrap()).unwrap();
            world.zones.replace_set(zone, name, &rtype, ttl, &data);
            done(world)
        }
        ("POST", ["records"]) | ("PUT", ["records", _]) => {
            let body = request.json();
            let id = rest.get(1).map(|id| id.parse::<u64>().unwrap());
            let data = RrData::parse(&body["type"].as_str().unwrap().into(), body["text"].as_str().unwrap()).unwrap();
            let (name, ttl) = (body["name"].as_str().unwrap(), u32::try_from(body["ttl"].as_u64().unwrap()).unwrap());
            let state = world.zones.zone_mut(zone).unwrap();
            // Repetitions are taken: not every provider minds.
            if state.clash(name, &data, id) == Some(Clash::Cname) {
                return refusal(409, "a CNAME stands alone");
            }
            match id {
                None => _ = world.zones.add(zone, Record::new(name, ttl, data)),
                Some(id) => match state.record_mut(id) {
                    Some(record) => (record.ttl, record.data) = (ttl, data),
                    None => return refusal(404, "no such record"),
                },
            }
            done(world)
        }
        ("DELETE", ["records", id]) => match world.zones.zone_mut(zone).unwrap().remove(id.parse().unwrap()) {
            true => done(world),
            false => refusal(404, "no such record"),
        },
        _ => refusal(404, "no such thing"),
    }
}

fn shown(record: &Record) -> Value {
    json!({
        "id": record.id.to_string(), "name": record.name, "type": record.rtype().as_str(), "ttl": record.ttl,
        "text": record.data.to_string(), "extra": record.extra,
        "is_managed": matches!(record.shown, Shown::Untouchable | Shown::OrNot), "is_noise": record.shown == Shown::Hidden,
    })
}
