//! How many checks of live connections one process does, against a name server beside it on loopback.
//!
//! A check is `follow(host, A, [target])`, as for a connection whose CNAME points at the edge. Run once with all hosts in one zone
//! (two questions each: SOA and the host) and once with every host in a zone of its own (a third one: NS). No host is asked about
//! twice, so nothing remembered helps beyond that. CPU is read per thread, so that asking and answering are told apart.
//!
//! `cargo run --release -p nameplate-dns --example checks_per_second`
#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a measurement prints, and stops at the first surprise")]

use futures_util::stream::{self, StreamExt};
use nameplate_dns::observe::{Observer, ObserverSettings};
use nameplate_dns::serve::{Apex, DnsServer, RecordData, Soa, Zones};
use nameplate_domain::evidence::QueryType;
use nameplate_domain::time::{Clock, Timestamp};
use std::sync::Arc;
use std::time::Instant;
use tokio::runtime::{Builder, Runtime};

const HOSTS: usize = 100_000;
const AT_ONCE: usize = 128;
const TARGET: &str = "edge.nameplate.localhost";
/// Clock ticks of /proc in one second (sysconf(_SC_CLK_TCK) on Linux).
const TICKS_PER_SECOND: f64 = 100.0;

struct Standstill;

impl Clock for Standstill {
    fn now(&self) -> Timestamp {
        Timestamp::from_ms(0)
    }
}

fn main() {
    let answering = runtime("answering");
    let asking = runtime("asking");
    let zones = zones();
    let server = answering.block_on(DnsServer::start(([127, 0, 0, 1], 0).into(), Arc::new(zones))).unwrap();
    let settings = ObserverSettings {
        resolvers: vec![server.addr()],
        authoritative_port: server.addr().port(),
        allow_private_servers: true,
        ..ObserverSettings::default()
    };
    let observer = Observer::new(settings, Arc::new(Standstill)).unwrap();
    measure("hosts of one zone", &asking, &observer, |n| format!("app{n}.customer.test"));
    measure("hosts of zones never seen", &asking, &observer, |n| format!("app.customer{n}.test"));
}

fn runtime(name: &str) -> Runtime {
    Builder::new_multi_thread().worker_threads(2).thread_name(name).enable_all().build().unwrap()
}

fn zones() -> Zones {
    let zones = Zones::new();
    let add_zone = |apex: &str| {
        let soa =
            Soa { primary: "ns1.test".into(), contact: "nobody.test".into(), serial: 1, ttl: 60, negative_ttl: 60 };
        zones.add_zone(Apex { name: apex.into(), soa });
        zones.insert(apex, apex, RecordData::Ns("ns1.test".into()), 60);
    };
    let alias = || RecordData::Cname(TARGET.into());
    add_zone("test");
    zones.insert("test", "ns1.test", RecordData::A([127, 0, 0, 1].into()), 60);
    add_zone("customer.test");
    for n in 0..HOSTS {
        zones.insert("customer.test", &format!("app{n}.customer.test"), alias(), 60);
        let apex = format!("customer{n}.test");
        add_zone(&apex);
        zones.insert(&apex, &format!("app.{apex}"), alias(), 60);
    }
    zones
}

fn measure(title: &str, asking: &Runtime, observer: &Observer, host: fn(usize) -> String) {
    let (asked_before, answered_before) = (cpu_seconds("asking"), cpu_seconds("answering"));
    let started = Instant::now();
    let each = |n| {
        let observer = observer.clone();
        asking.spawn(async move {
            let sighting = observer.follow(&host(n), QueryType::A, &[TARGET]).await;
            sighting.answers().any(|(_, answer)| answer.aliases == [TARGET])
        })
    };
    let good = asking.block_on(
        stream::iter(0..HOSTS)
            .map(each)
            .buffer_unordered(AT_ONCE)
            .filter(|good| std::future::ready(matches!(good, Ok(true))))
            .count(),
    );
    let seconds = started.elapsed().as_secs_f64();
    #[expect(clippy::cast_precision_loss, reason = "a hundred thousand is exact")]
    let checks = HOSTS as f64;
    println!(
        "{title}: {good} of {HOSTS} good, {:.0} checks/s, CPU per check {:.1} us asking and {:.1} us answering",
        checks / seconds,
        (cpu_seconds("asking") - asked_before) / checks * 1e6,
        (cpu_seconds("answering") - answered_before) / checks * 1e6,
    );
}

/// CPU time of all threads of that name, user and system.
fn cpu_seconds(thread_name: &str) -> f64 {
    let mut ticks = 0.0;
    for task in std::fs::read_dir("/proc/self/task").unwrap() {
        let Ok(stat) = std::fs::read_to_string(task.unwrap().path().join("stat")) else { continue };
        let (front, rest) = stat.rsplit_once(')').unwrap();
        if front.ends_with(&format!("({thread_name}")) {
            let fields: Vec<&str> = rest.split_whitespace().collect();
            ticks += fields[11].parse::<f64>().unwrap() + fields[12].parse::<f64>().unwrap();
        }
    }
    ticks / TICKS_PER_SECOND
}
