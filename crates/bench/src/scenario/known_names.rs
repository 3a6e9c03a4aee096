//! How soon a server with many stored certificates serves one of them after its start, and what memory it holds; beside caddy.

use crate::client::{Client as _, Leaves, OncePerName, measure};
use crate::control_plane::ControlPlane;
use crate::failure::{Failure, chain};
use crate::known::{self, VISITED};
use crate::latency::{median, ms};
use crate::memory::Memory;
use crate::peer::{Peer, Ports, Running, WORKERS, launch_caddy_on_demand, launch_nameplate_edge, nameplate_store_file};
use crate::progress;
use crate::report::{Section, Table, number};
use crate::run::Run;
use crate::server::{START_MAX, free_address};
use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, Instant};

/// Between two attempts at a handshake with a server that starts.
const RETRY_EVERY: Duration = Duration::from_millis(1);
/// A server that needs longer for all its visits has failed.
const VISITS_MAX: Duration = Duration::from_secs(60);

/// What one start showed.
#[derive(Clone, Copy, Debug)]
struct Start {
    /// From the process's start to the first handshake.
    first: Duration,
    /// After that handshake.
    memory_at_first: Memory,
    /// Of the other visited names.
    p50: Duration,
    /// After all visits.
    memory: Memory,
    /// Of the whole process, to the end of the visits.
    cpu: Duration,
}

/// # Errors
/// [`Failure`] when a program is missing or a server breaks.
pub(crate) async fn run(run: &Run) -> Result<Section, Failure> {
    run.require_binary()?;
    let versions = [Peer::Caddy, Peer::Nameplate].map(|peer| peer.version(&run.binary));
    let versions = versions.into_iter().collect::<Result<Vec<_>, _>>()?;
    let (sizes, caddys): (&[usize], &[usize]) = match run.is_quick {
        true => (&[1_000, 10_000], &[1_000]),
        false => (&[1_000, 100_000, 1_000_000], &[1_000, 100_000]),
    };
    let mut table = Table::new([
        "server",
        "certificates",
        "first handshake after, ms",
        "the same, store not in the page cache",
        "p50 of the next names, ms",
        "MiB at the first handshake",
        "MiB after all visits",
        "of it anonymous",
        "CPU ms from the start to the last visit",
    ]);
    for (peer, sizes) in [(Peer::Caddy, caddys), (Peer::Nameplate, sizes)] {
        for size in sizes {
            table.row(one(run, peer, *size).await?);
        }
    }
    let body = format!(
        "Internal CA, {WORKERS} workers, a control plane that allows everything. From the start of the process until it has finished a handshake for a \
         stored name, tried every {} ms; then {} other stored names, spread over all, are visited one at a time. These {VISITED} names have keys and \
         certificates of their own, made by the server itself and seen again at each start; the rows (for caddy: files) of all others are copies of \
         theirs under other names, so that sizes are right. Memory is PSS. Of Nameplate's, what is not anonymous is the program and what was read of \
         the store's file, which the kernel takes back when it needs it. Medians of {} starts; with the store not in the page cache (its one file; caddy has too many), of as many again. caddy makes and loads its certificates on demand, \
         too; with names listed in its configuration it loads all of them before it serves, which was not measured. caddy with 10^6 certificates was \
         left out: its three files for each would take longer to write than everything else. Versions: {}.\n\n{table}",
        RETRY_EVERY.as_millis(),
        VISITED - 1,
        starts(run),
        versions.join("; "),
    );
    Ok(Section { name: "known-names", title: "Start with many certificates", body })
}

fn starts(run: &Run) -> usize {
    run.count(5, 2)
}

async fn one(run: &Run, peer: Peer, size: usize) -> Result<Vec<String>, Failure> {
    // Nobody is there: no request is made.
    let origin = free_address()?;
    let control_plane = ControlPlane::start(origin).await?;
    let folder = run.folder(&format!("known-names-{}-{size}", peer.name()))?;
    let world = World { run, peer, control_plane: control_plane.address, origin, folder: &folder };
    let leaves = Leaves::default();
    let names: Vec<String> = known::visited(size).map(known::hostname).collect();
    // The certificates that are visited are made by the server; stopped, it leaves a whole store behind.
    world.start(&names, &leaves).await?;
    let filling = Instant::now();
    match peer {
        Peer::Nameplate => known::fill_store(&nameplate_store_file(&folder), size)?,
        _ => known::fill_folder(&crate::peer::caddy_certificates(&folder), size)?,
    }
    progress!(
        "known-names: {}: {size} certificates stored in {} s",
        peer.name(),
        number(filling.elapsed().as_secs_f64())
    );
    let (mut warm, mut cold) = (Vec::new(), Vec::new());
    for _ in 0..starts(run) {
        if peer == Peer::Nameplate {
            known::drop_from_page_cache(&nameplate_store_file(&folder))?;
            cold.push(world.start(&names, &leaves).await?);
        }
        warm.push(world.start(&names, &leaves).await?);
    }
    let median_of = |starts: &[Start], of: &dyn Fn(&Start) -> f64| number(median(starts.iter().map(of)));
    let mib = |kib: u64| kib as f64 / 1024.0;
    let cells = vec![
        peer.name().to_owned(),
        size.to_string(),
        median_of(&warm, &|start| ms(start.first)),
        median_of(&cold, &|start| ms(start.first)),
        median_of(&warm, &|start| ms(start.p50)),
        median_of(&warm, &|start| mib(start.memory_at_first.all_kib)),
        median_of(&warm, &|start| mib(start.memory.all_kib)),
        median_of(&warm, &|start| mib(start.memory.anonymous_kib)),
        median_of(&warm, &|start| ms(start.cpu)),
    ];
    progress!("known-names: {}", cells.join(", "));
    // A million rows are room that the next server may need.
    std::fs::remove_dir_all(&folder).map_err(Failure::io(format!("removing {}", folder.display())))?;
    Ok(cells)
}

/// A server and its surroundings.
struct World<'a> {
    run: &'a Run,
    peer: Peer,
    control_plane: SocketAddr,
    origin: SocketAddr,
    folder: &'a Path,
}

impl World<'_> {
    fn launch(&self) -> Result<Running, Failure> {
        let internal = [("EDGE_ISSUER", "internal")];
        match self.peer {
            Peer::Nameplate => {
                launch_nameplate_edge(&self.run.binary, self.control_plane, Ports::free()?, &internal, self.folder)
            }
            _ => launch_caddy_on_demand(self.control_plane, self.origin, self.folder),
        }
    }

    /// Starts the server, waits for its first handshake, visits all names, and ends it.
    async fn start(&self, names: &[String], leaves: &Leaves) -> Result<Start, Failure> {
        let started = Instant::now();
        let mut running = self.launch()?;
        let (middle, others) = (&names[names.len() / 2], names.iter().filter(|name| *name != &names[names.len() / 2]));
        let first = loop {
            let mut client = OncePerName::new(running.address, [middle.clone()], leaves)?;
            match client.once().await {
                Ok(_) => break started.elapsed(),
                Err(failure) if started.elapsed() > START_MAX => {
                    return Err(running.server.blame(&format!("shows no certificate ({})", chain(&failure))));
                }
                Err(_) => running.server.must_run()?,
            }
            tokio::time::sleep(RETRY_EVERY).await;
        };
        let memory_at_first = running.server.memory()?;
        let client = OncePerName::new(running.address, others.cloned(), leaves)?;
        let visits = measure(&running.server, vec![client], VISITS_MAX).await?;
        if let Some(failure) = visits.failures.first() {
            return Err(running.server.blame(&format!("failed at a handshake ({})", chain(failure))));
        }
        let (memory, cpu) = (running.server.memory()?, running.server.cpu()?);
        Ok(Start { first, memory_at_first, p50: visits.latencies.quantile(0.5), memory, cpu })
    }
}
