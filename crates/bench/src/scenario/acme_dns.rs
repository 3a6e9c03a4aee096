//! The zone of challenges beside nsd: many tokens, two texts each, asked for in random case.

use crate::failure::Failure;
use crate::latency::median;
use crate::peer::installed;
use crate::progress;
use crate::report::{Section, Table, number};
use crate::run::Run;
use crate::server::{Server, free_address};
use std::fmt::Write as _;
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

const APEX: &str = "acme.platform.test";
/// Tokens that nsd serves, too.
const TOKENS: u32 = 10_000;
/// Those of them that have texts.
const WITH_TEXTS: u32 = 9_000;
/// Tokens of the large zone.
const TOKENS_LARGE: u32 = 1_000_000;
/// Threads or processes of each server.
const WORKERS: usize = 2;
/// Different questions; the load generator repeats them.
const QUESTIONS: u32 = 200_000;
/// Sockets of the load generator, and questions it has in flight.
const LOAD: [&str; 4] = ["-c", "8", "-q", "150"];

/// One window of load on one server.
#[derive(Clone, Copy, Debug)]
struct Measured {
    completed: f64,
    lost: f64,
    per_second: f64,
    latency_ms: f64,
    cpu: Duration,
}

impl Measured {
    fn cpu_s_per_million(&self) -> f64 {
        self.cpu.as_secs_f64() / self.completed * 1e6
    }
}

/// What was measured of one server.
#[derive(Debug)]
struct Column {
    name: &'static str,
    server: Server,
    address: SocketAddr,
    rounds: Vec<Measured>,
}

impl Column {
    fn median(&self, of: impl Fn(&Measured) -> f64) -> f64 {
        median(self.rounds.iter().map(of))
    }
}

/// # Errors
/// [`Failure`] when a program is missing or a server breaks.
pub(crate) async fn run(run: &Run) -> Result<Section, Failure> {
    let directory = run.folder("acme-dns")?;
    let questions = directory.join("questions");
    write(&questions, &asked())?;
    let program = example(run)?;
    let mut columns = vec![
        start_nsd(&directory).await?,
        start_ours("nameplate", &program, TOKENS, &directory).await?,
        start_ours("nameplate, 1,000,000 tokens", &program, TOKENS_LARGE, &directory).await?,
    ];
    must_agree(&columns)?;
    let rounds = run.count(5, 3);
    let window = run.window(Duration::from_secs(5));
    for column in &columns {
        load(column, &questions, Duration::from_secs(1)).await?;
    }
    for round in 0..rounds {
        for turn in 0..columns.len() {
            // Whoever comes first in one round comes last in the next.
            let whose = (turn + round) % columns.len();
            let measured = load(&columns[whose], &questions, window).await?;
            let (name, cpu) = (columns[whose].name, number(measured.cpu_s_per_million()));
            progress!("acme-dns: round {}, {name}: {cpu} CPU s per million", round + 1);
            columns[whose].rounds.push(measured);
        }
    }
    Ok(Section { name: "acme-dns", title: "DNS of challenges beside nsd", body: body(&columns, rounds, window) })
}

/// The example of the `dns` crate that serves such a zone, built beside the program.
fn example(run: &Run) -> Result<PathBuf, Failure> {
    let path = run.binary.with_file_name("examples").join("acme_dns");
    if path.is_file() {
        return Ok(path);
    }
    let remedy = "cargo build --release -p nameplate-dns --example acme_dns".to_owned();
    Err(Failure::Missing { what: path.display().to_string(), remedy })
}

async fn start_ours(name: &'static str, program: &Path, tokens: u32, directory: &Path) -> Result<Column, Failure> {
    let address = free_address()?;
    let mut command = Command::new(program);
    command.args([address.to_string(), tokens.to_string(), WITH_TEXTS.to_string(), WORKERS.to_string()]);
    let mut server = Server::start(&format!("acme-dns-{tokens}"), &command, directory)?;
    server.listening(address).await?;
    Ok(Column { name, server, address, rounds: Vec::new() })
}

/// nsd with the same texts. A token without texts has a record of a private type (RFC 6895, 3.1), so that it exists.
async fn start_nsd(directory: &Path) -> Result<Column, Failure> {
    let address = free_address()?;
    let mut zone = format!(
        "$ORIGIN {APEX}.\n@ 3600 SOA ns hostmaster 1 3600 600 604800 1\n@ 3600 NS ns\n@ 3600 A {0}\nns 3600 A {0}\n",
        address.ip()
    );
    for token in 0..TOKENS {
        // Writing to a String cannot fail.
        let _ = match token {
            bare if bare >= WITH_TEXTS => writeln!(zone, "{bare:032x} 1 TYPE65280 \\# 0"),
            live => writeln!(zone, "{live:032x} 1 TXT \"0{live:042x}\"\n{live:032x} 1 TXT \"1{live:042x}\""),
        };
    }
    write(&directory.join("zone"), &zone)?;
    let at = directory.display();
    let configuration = format!(
        "server:
    ip-address: {}@{}
    server-count: {WORKERS}
    reuseport: yes
    minimal-responses: yes
    username: \"\"
    chroot: \"\"
    zonesdir: \"{at}\"
    zonelistfile: \"{at}/zone.list\"
    xfrdfile: \"{at}/xfrd.state\"
    xfrdir: \"{at}\"
    pidfile: \"{at}/nsd.pid\"
    database: \"\"
    rrl-ratelimit: 0
remote-control:
    control-enable: no
zone:
    name: {APEX}
    zonefile: zone
",
        address.ip(),
        address.port()
    );
    let file = directory.join("nsd.conf");
    write(&file, &configuration)?;
    let mut command = Command::new(present("nsd", "nsd")?);
    command.arg("-d").arg("-c").arg(&file);
    let mut server = Server::start("nsd", &command, directory)?;
    server.listening(address).await?;
    Ok(Column { name: "nsd", server, address, rounds: Vec::new() })
}

/// Nine of ten questions have two texts for an answer; of twenty, one is for a name without such a record and one for none at all.
fn asked() -> String {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let mut text = String::new();
    for _ in 0..QUESTIONS {
        let (live, bare) = (random.below(WITH_TEXTS), WITH_TEXTS + random.below(TOKENS - WITH_TEXTS));
        let (token, rtype) = match random.below(40) {
            0 => (format!("{live:032x}"), "A"),
            1 => (format!("{bare:032x}"), "TXT"),
            2 | 3 => (format!("f{live:031x}"), "TXT"),
            _ => (format!("{live:032x}"), "TXT"),
        };
        let scrambled = |c: char| if random.below(2) == 0 { c.to_ascii_uppercase() } else { c };
        let name: String = format!("{token}.{APEX}").chars().map(scrambled).collect();
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{name} {rtype}");
    }
    text
}

/// A fixed sequence (xorshift), so that every run asks the same.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (((self.0 >> 32) * u64::from(bound)) >> 32) as u32
    }
}

/// All servers give the same answers to the same questions, or there is nothing to compare.
fn must_agree(columns: &[Column]) -> Result<(), Failure> {
    let dig = present("dig", "dnsutils")?;
    let names = [format!("{:032x}", 7), format!("{WITH_TEXTS:032x}"), format!("f{:031x}", 7)];
    for (token, texts) in names.iter().zip([2, 0, 0]) {
        let mut answers = Vec::new();
        for column in columns {
            let (ip, port) = (column.address.ip(), column.address.port());
            let output = Command::new(&dig)
                .args([
                    "+norecurse",
                    "+noall",
                    "+comments",
                    "+answer",
                    "+nocookie",
                    &format!("@{ip}"),
                    "-p",
                    &port.to_string(),
                ])
                .args([&format!("{token}.{APEX}"), "TXT"])
                .output()
                .map_err(Failure::io("running dig"))?;
            let text = String::from_utf8_lossy(&output.stdout);
            let status =
                text.split("status: ").nth(1).and_then(|rest| rest.split(',').next()).unwrap_or_default().to_owned();
            // Owner, TTL, class, type, value; comments begin with a semicolon.
            let value = |line: &str| {
                let mut words = line.split_whitespace().skip(3);
                (words.next() == Some("TXT")).then(|| words.collect::<String>())
            };
            let mut values: Vec<String> =
                text.lines().filter(|line| !line.starts_with(';')).filter_map(value).collect();
            values.sort();
            answers.push((status, values));
        }
        if answers.iter().any(|answer| *answer != answers[0] || answer.1.len() != texts) {
            return Err(Failure::unexpected(format!("the servers do not agree about {token}: {answers:?}")));
        }
    }
    Ok(())
}

async fn load(column: &Column, questions: &Path, window: Duration) -> Result<Measured, Failure> {
    let before = column.server.cpu()?;
    let output = tokio::process::Command::new(present("dnsperf", "dnsperf")?)
        .args(["-s", &column.address.ip().to_string(), "-p", &column.address.port().to_string()])
        .arg("-d")
        .arg(questions)
        .args(LOAD)
        .args(["-l", &window.as_secs_f64().ceil().to_string()])
        .kill_on_drop(true)
        .output()
        .await
        .map_err(Failure::io("running dnsperf"))?;
    let cpu = column.server.cpu()?.saturating_sub(before);
    let text = String::from_utf8_lossy(&output.stdout);
    let read = || {
        let completed = figure(&text, "Queries completed:")?;
        let (found, absent) = (figure(&text, "NOERROR")?, figure(&text, "NXDOMAIN")?);
        // One question of twenty is for a name that does not exist; nothing else may have come back.
        let is_right = found + absent == completed && (0.04..0.06).contains(&(absent / completed));
        Some(Measured {
            completed: is_right.then_some(completed)?,
            lost: figure(&text, "Queries lost:")?,
            per_second: figure(&text, "Queries per second:")?,
            latency_ms: figure(&text, "Average Latency (s):")? * 1e3,
            cpu,
        })
    };
    let complaint = || Failure::unexpected(format!("{} did not answer as it should:\n{text}", column.name));
    read().ok_or_else(complaint)
}

/// The first number behind a label in what dnsperf prints.
fn figure(text: &str, label: &str) -> Option<f64> {
    text.split(label).nth(1)?.split_whitespace().next()?.parse().ok()
}

fn body(columns: &[Column], rounds: usize, window: Duration) -> String {
    let mut table = Table::new([
        "",
        "CPU seconds per million questions",
        "over nsd, round by round",
        "questions per second",
        "mean latency, ms",
        "lost",
    ]);
    for column in columns {
        let ratios: Vec<f64> = column
            .rounds
            .iter()
            .zip(&columns[0].rounds)
            .map(|(mine, nsd)| mine.cpu_s_per_million() / nsd.cpu_s_per_million())
            .collect();
        let least = ratios.iter().copied().fold(f64::INFINITY, f64::min);
        let most = ratios.iter().copied().fold(0.0, f64::max);
        table.row(vec![
            column.name.to_owned(),
            number(column.median(Measured::cpu_s_per_million)),
            format!("{} [{} – {}]", number(median(ratios)), number(least), number(most)),
            number(column.median(|measured| measured.per_second)),
            number(column.median(|measured| measured.latency_ms)),
            number(column.rounds.iter().map(|measured| measured.lost).sum()),
        ]);
    }
    format!(
        "{TOKENS} tokens, {WITH_TEXTS} of them with two texts of 43 characters; 90 % of the questions are answered with both, 5 % find a name \
         without such a record, 5 % no name. Names in random case. {WORKERS} threads or processes each, dnsperf ({}) on the same cores. \
         Medians of {rounds} interleaved rounds of {} s; in brackets the least and the most of the per-round ratios. Codes of all replies were \
         checked, and the answers of all servers held against each other beforehand.\n\n{table}",
        LOAD.join(" "),
        window.as_secs_f64().ceil(),
    )
}

fn present(program: &str, package: &str) -> Result<PathBuf, Failure> {
    let path = installed(program);
    let is_there = Command::new(&path).arg("-h").output().is_ok();
    let missing = || Failure::Missing { what: program.to_owned(), remedy: format!("apt-get install {package}") };
    is_there.then_some(path).ok_or_else(missing)
}

fn write(file: &Path, text: &str) -> Result<(), Failure> {
    fs::write(file, text).map_err(Failure::io(format!("writing {}", file.display())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_from_what_dnsperf_prints() {
        let text = "Statistics:\n\n  Queries completed:    688117 (100.00%)\n  Queries lost:         0 (0.00%)\n\n  \
                    Response codes:       NOERROR 653462 (94.96%), NXDOMAIN 34655 (5.04%)\n  Average Latency (s):  0.001026 (min 0.0, max 0.01)\n";
        assert_eq!(figure(text, "Queries completed:"), Some(688_117.0));
        assert_eq!(figure(text, "NXDOMAIN"), Some(34_655.0));
        assert_eq!(figure(text, "Average Latency (s):"), Some(0.001_026));
        assert_eq!(figure(text, "SERVFAIL"), None);
    }

    #[test]
    fn one_question_of_twenty_is_for_a_name_that_does_not_exist() {
        let asked = asked();
        let absent = asked.lines().filter(|line| line.starts_with(['f', 'F'])).count();
        assert!((8_000..12_000).contains(&absent), "{absent}");
        assert!(asked.lines().any(|line| line.ends_with(" A")));
        assert!(asked.contains("AcMe") || asked.contains("aCmE"), "the case is random");
    }
}
