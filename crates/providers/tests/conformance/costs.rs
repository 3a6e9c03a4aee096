//! What one connect costs in requests, counted; `BENCHMARKS.md` has the table.

use crate::dialects;
use crate::simulator::Dialect;
use crate::stage::{Stage, ZONE};
use nameplate_domain::zone::{RrData, RrSet, Wish, names_to_read, plan};
use nameplate_providers::{Part, carry_out};
use std::fmt::Write as _;
use std::path::Path;

const BEGIN: &str = "<!-- requests per connect: written by `make generate` -->\n";
const END: &str = "<!-- end -->";

/// Requests, and how many of them write: the zone found, the names read, the challenge and then the CNAME written and read back.
async fn cost(dialect: impl Dialect) -> String {
    let spec = dialect.spec();
    let stage = Stage::of(dialect).await;
    let (before, written) = (stage.sim.log().len(), stage.sim.writes());
    let zone = stage.writer.zone(ZONE).await.unwrap().unwrap();
    let host = format!("connected.{ZONE}");
    let challenge = Wish::Among {
        name: format!("_customdomain-challenge.{host}"),
        data: RrData::Txt("cd-verify-0123456789abcdef".into()),
        ttl: 3600,
    };
    let record = Wish::Exactly(RrSet::of_one(&host, 3600, RrData::Cname("edge.saas.example".into())));
    let names = names_to_read(ZONE, &[challenge.clone(), record.clone()]);
    let contents = stage.writer.read(&zone, Part::Names(&names)).await.unwrap();
    for wish in [challenge, record] {
        let changes = plan(&contents, &[wish], &stage.abilities).unwrap();
        carry_out(&*stage.writer, &zone, &changes).await.unwrap();
    }
    let (all, writes) = (stage.sim.log().len() - before, stage.sim.writes() - written);
    format!("| {} | {all} | {writes} |", spec.name)
}

#[tokio::test]
async fn the_table_of_costs_is_current() {
    let rows = [
        cost(dialects::cloudflare::dialect()).await,
        cost(dialects::digitalocean::dialect()).await,
        cost(dialects::gandi::dialect()).await,
        cost(dialects::desec::dialect()).await,
        cost(dialects::hetzner::dialect()).await,
        cost(dialects::vercel::dialect()).await,
        cost(dialects::dnsimple::dialect()).await,
        cost(dialects::porkbun::dialect()).await,
        cost(dialects::linode::dialect()).await,
        cost(dialects::vultr::dialect()).await,
        cost(dialects::namecom::dialect()).await,
        cost(dialects::godaddy::dialect()).await,
        cost(dialects::ionos::dialect()).await,
        cost(dialects::netlify::dialect()).await,
        cost(dialects::route53::dialect()).await,
        cost(dialects::gcpdns::dialect()).await,
        cost(dialects::azuredns::dialect()).await,
        cost(dialects::namecheap::dialect()).await,
        cost(dialects::powerdns::dialect()).await,
    ];
    let mut table = String::from("| provider | requests | of them writes |\n|---|---|---|\n");
    for row in rows {
        writeln!(table, "{row}").unwrap();
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../BENCHMARKS.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let (head, rest) = text.split_once(BEGIN).expect("BENCHMARKS.md has the place for the table");
    let (kept, tail) = rest.split_once(END).unwrap();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, format!("{head}{BEGIN}{table}{END}{tail}")).unwrap();
        return;
    }
    assert!(kept == table, "the table in BENCHMARKS.md is not current; `make generate` renews it:\n{table}");
}
