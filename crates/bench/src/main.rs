//! `nameplate-bench`: measures the edge and the control plane beside their peers, and keeps the results in `BENCHMARKS.md`.
#![cfg_attr(test, expect(clippy::unwrap_used, reason = "tests fail by panicking"))]

mod api;
mod authority;
mod client;
mod control_plane;
mod cpu;
mod database;
mod failure;
mod happenings;
mod identity;
mod known;
mod latency;
mod machine;
mod memory;
mod name_server;
mod peer;
mod program;
mod progress;
mod report;
mod run;
mod scenario;
mod server;

use clap::{Parser, ValueEnum};
use failure::{Failure, chain};
use report::Section;
use run::Run;
use std::path::PathBuf;
use std::process::ExitCode;
use tokio::signal::unix::{SignalKind, signal};

/// Measures Nameplate beside its peers, on loopback.
#[derive(Parser, Debug)]
#[command(name = "nameplate-bench", version)]
struct CommandLine {
    /// What to measure
    #[arg(value_enum, default_value = "all")]
    scenarios: Vec<Scenario>,
    /// Put the results into the report file, in place of those of an earlier run
    #[arg(long)]
    write: bool,
    /// The report file
    #[arg(long, default_value = "BENCHMARKS.md")]
    report: PathBuf,
    /// The program to measure
    #[arg(long, default_value = "target/release/nameplate")]
    binary: PathBuf,
    /// Superuser URL of a PostgreSQL server that may be filled
    #[arg(long, env = "NAMEPLATE_TEST_POSTGRES")]
    postgres: Option<String>,
    /// A short run, to see that everything works
    #[arg(long, env = "BENCH_QUICK", value_parser = clap::builder::FalseyValueParser::new())]
    quick: bool,
}

#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
enum Scenario {
    All,
    Edge,
    NewNames,
    Handshakes,
    KnownNames,
    Issuance,
    Ask,
    Checks,
    TimeToLive,
    AcmeDns,
    Connections,
    Events,
    Webhooks,
    Fleet,
}

impl Scenario {
    /// Those that can be run, in the order of the report.
    const EACH: [Self; 13] = [
        Self::Edge,
        Self::NewNames,
        Self::Handshakes,
        Self::KnownNames,
        Self::Issuance,
        Self::Ask,
        Self::Checks,
        Self::TimeToLive,
        Self::AcmeDns,
        Self::Connections,
        Self::Events,
        Self::Webhooks,
        Self::Fleet,
    ];

    /// What one types for it.
    fn name(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }

    async fn run(self, run: &Run) -> Result<Section, Failure> {
        match self {
            Self::All => Err(Failure::unexpected("all scenarios are run one by one")),
            Self::Edge => scenario::edge::run(run).await,
            Self::NewNames => scenario::new_names::run(run).await,
            Self::Handshakes => scenario::handshakes::run(run).await,
            Self::KnownNames => scenario::known_names::run(run).await,
            Self::Issuance => scenario::issuance::run(run).await,
            Self::Ask => scenario::ask::run(run).await,
            Self::Checks => scenario::checks::run(run).await,
            Self::TimeToLive => scenario::time_to_live::run(run).await,
            Self::AcmeDns => scenario::acme_dns::run(run).await,
            Self::Connections => scenario::connections::run(run).await,
            Self::Events => scenario::events::run(run).await,
            Self::Webhooks => scenario::webhooks::run(run).await,
            Self::Fleet => scenario::fleet::run(run).await,
        }
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let command_line = CommandLine::parse();
    let interrupted = async {
        match (signal(SignalKind::interrupt()), signal(SignalKind::terminate())) {
            (Ok(mut interrupt), Ok(mut terminate)) => {
                tokio::select! { _ = interrupt.recv() => {} _ = terminate.recv() => {} }
            }
            _ => std::future::pending().await,
        }
    };
    // Dropping the scenario ends every server that it started.
    let ended = tokio::select! {
        ended = run_all(&command_line) => ended,
        () = interrupted => {
            progress!("Stopped; nothing is left running.");
            return ExitCode::FAILURE;
        }
    };
    match ended {
        Ok(0) => ExitCode::SUCCESS,
        Ok(failed) => {
            progress!("{failed} scenarios could not be measured");
            ExitCode::FAILURE
        }
        Err(failure) => {
            progress!("nameplate-bench: {}", chain(&failure));
            ExitCode::FAILURE
        }
    }
}

/// How many scenarios could not be measured; one that cannot does not hold up the next.
async fn run_all(command_line: &CommandLine) -> Result<usize, Failure> {
    let run = Run::new(command_line.binary.clone(), command_line.postgres.clone(), command_line.quick)?;
    let wanted =
        |scenario: &Scenario| command_line.scenarios.iter().any(|asked| [Scenario::All, *scenario].contains(asked));
    let mut failed = 0;
    for scenario in Scenario::EACH.into_iter().filter(wanted) {
        progress!("{}: starting", scenario.name());
        match scenario.run(&run).await {
            Ok(section) => keep(command_line, scenario, section)?,
            Err(failure) => {
                progress!("{}: {}", scenario.name(), chain(&failure));
                failed += 1;
            }
        }
    }
    Ok(failed)
}

fn keep(command_line: &CommandLine, scenario: Scenario, mut section: Section) -> Result<(), Failure> {
    let quick = if command_line.quick { "BENCH_QUICK=1 " } else { "" };
    section.body =
        format!("{}\n{}", machine::describe(&format!("{quick}scripts/bench {}", scenario.name())), section.body);
    print(&section);
    if command_line.write {
        section.write_into(&command_line.report)?;
        progress!("{}: written to {}", scenario.name(), command_line.report.display());
    }
    Ok(())
}

#[expect(clippy::print_stdout, reason = "the report is this program's output")]
fn print(section: &Section) {
    println!("## {}\n\n{}", section.title, section.body);
}
