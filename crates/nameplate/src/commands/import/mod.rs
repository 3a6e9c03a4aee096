//! `nameplate import …`: certificates, keys and host names of a running system come in. Works on the database and the shelf, needs no key.

mod carry;
mod receipt;

use super::admin::{HEARD_WITHIN_S, table};
use super::{Failure, Told, output};
use crate::config::Settings;
use crate::wire::system_clock::SystemClock;
use crate::wire::{control_plane, edge_plane};
use carry::Carrier;
use clap::{Args, Subcommand};
use nameplate_certificates::{InMemoryShelf, Shelf};
use nameplate_control::Control;
use nameplate_domain::application::Application;
use nameplate_domain::tenancy::{ApplicationId, TenantId};
use nameplate_domain::time::Clock as _;
use nameplate_import::{Kept, System, Weight, hostnames_of, survey};
use receipt::{Receipt, Row, What};
use std::fs::File;
use std::io::{BufReader, IsTerminal as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Names between two words on how far it has come.
const TOLD_EVERY: usize = 250;

/// Bring in the names of another system.
#[derive(Subcommand, Debug)]
pub(super) enum Import {
    /// From Caddy's storage directory
    #[command(
        after_help = "Examples:\n  nameplate import caddy --application 01900000-0000-7000-8000-000000000001 --dry-run\n  nameplate import caddy ./caddy --tenant 0190f0f0-0000-7000-8000-000000000000 --app Shops --operator-vouches --receipt import.json"
    )]
    Caddy {
        /// The storage directory: where `certificates` lies
        #[arg(default_value = "/var/lib/caddy/.local/share/caddy")]
        from: PathBuf,
        #[command(flatten)]
        keys: WithKeys,
        #[command(flatten)]
        how: How,
    },
    /// From certbot's folder
    #[command(
        after_help = "Example:\n  nameplate import certbot --application 01900000-0000-7000-8000-000000000001 --dry-run"
    )]
    Certbot {
        /// Certbot's folder: where `live` lies
        #[arg(default_value = "/etc/letsencrypt")]
        from: PathBuf,
        #[command(flatten)]
        keys: WithKeys,
        #[command(flatten)]
        how: How,
    },
    /// From Traefik's acme.json
    #[command(
        after_help = "Example:\n  nameplate import traefik ./acme.json --application 01900000-0000-7000-8000-000000000001 --dry-run"
    )]
    Traefik {
        /// The file, of Traefik 1.7, 2 or 3
        from: PathBuf,
        #[command(flatten)]
        keys: WithKeys,
        #[command(flatten)]
        how: How,
    },
    /// From an export of Cloudflare for SaaS: host names only, since Cloudflare gives no private keys
    #[command(
        after_help = "Example:\n  curl -H \"Authorization: Bearer $TOKEN\" \"https://api.cloudflare.com/client/v4/zones/$ZONE/custom_hostnames?per_page=50&page=1\" > page-1.json\n  nameplate import cloudflare-saas page-*.json --application 01900000-0000-7000-8000-000000000001 --dry-run"
    )]
    CloudflareSaas {
        /// What GET /zones/{id}/custom_hostnames answered: files of one page or several
        #[arg(required = true)]
        from: Vec<PathBuf>,
        #[command(flatten)]
        how: How,
    },
}

/// What can be said of names that come with their private keys.
#[derive(Args, Clone, Copy, Debug)]
pub(super) struct WithKeys {
    /// Vouch for names whose certificate and private key are there: they count as proven, and are served at once
    #[arg(long)]
    operator_vouches: bool,
}

/// Who gets the names, and how that is done and told.
#[derive(Args, Clone, Debug)]
pub(super) struct How {
    /// The application that gets the names
    #[arg(long, required_unless_present = "tenant", conflicts_with = "tenant")]
    application: Option<ApplicationId>,
    /// The tenant that gets the names
    #[arg(long)]
    tenant: Option<TenantId>,
    /// Which of the tenant's applications, by its identifier or name; needed when it has several
    #[arg(long, requires = "tenant")]
    app: Option<String>,
    /// Say for each name what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,
    /// Write the receipt to this new file, as JSON: what became of each name, and what proves those that wait
    #[arg(long, value_name = "FILE")]
    receipt: Option<PathBuf>,
    /// Print the receipt as JSON instead of a table
    #[arg(long)]
    json: bool,
}

/// What is left of one run to be told when all is done.
struct Run {
    receipt: Receipt,
    file: Option<(PathBuf, File)>,
    json: bool,
}

pub(super) async fn run(import: Import, settings: Settings) -> Result<(), Failure> {
    match import {
        Import::Caddy { from, keys, how } => with_keys(System::Caddy, "caddy", &from, keys, how, &settings).await,
        Import::Certbot { from, keys, how } => with_keys(System::Certbot, "certbot", &from, keys, how, &settings).await,
        Import::Traefik { from, keys, how } => with_keys(System::Traefik, "traefik", &from, keys, how, &settings).await,
        Import::CloudflareSaas { from, how } => from_cloudflare(&from, how, &settings).await,
    }
}

async fn with_keys(
    system: System,
    called: &'static str,
    from: &Path,
    keys: WithKeys,
    how: How,
    settings: &Settings,
) -> Result<(), Failure> {
    let kept = Kept::find(system, from)?;
    if kept.places.is_empty() {
        return Err(format!("{} has no certificates of {called}", from.display()).into());
    }
    let (control, application) = open(&how, settings).await?;
    let shelf = shelf(settings, how.dry_run).await?;
    let mut run = Run::begin(called, vec![from.display().to_string()], &how, &application)?;
    run.receipt.operator_vouches = keys.operator_vouches;
    let progress = Progress::of(kept.places.len());
    let survey = survey(&kept, SystemClock.now(), |done| progress.tell(done, "certificates are looked at"));
    for left in survey.left_out {
        let what = if left.weight == Weight::Skipped { What::Skipped } else { What::Refused };
        run.receipt.names.push(Row::new(left.name, what, left.why).from(left.place));
    }
    let carrier = Carrier {
        control: &control,
        application: &application,
        shelf: shelf.as_ref(),
        sealer: settings.providers.sealer.as_ref(),
        system: called,
        holder: format!("import-{}", std::process::id()),
        vouches: keys.operator_vouches,
        dry_run: how.dry_run,
    };
    let progress = Progress::of(survey.names.len());
    for (done, (name, place)) in survey.names.iter().enumerate() {
        match carrier.certificate(name, &kept.places[*place]).await {
            Ok(row) => run.receipt.names.push(row),
            Err(error) => return run.stop(error),
        }
        progress.tell(done + 1, "names are through");
    }
    control.until_others_are_told().await;
    run.end()
}

async fn from_cloudflare(from: &[PathBuf], how: How, settings: &Settings) -> Result<(), Failure> {
    let mut hostnames = Vec::new();
    for path in from {
        let unreadable = |error: &dyn std::fmt::Display| format!("{} cannot be read: {error}", path.display());
        let file = File::open(path).map_err(|error| unreadable(&error))?;
        let listed = hostnames_of(BufReader::new(file)).map_err(|error| unreadable(&error))?;
        hostnames.extend(listed.into_iter().map(|one| one.map_err(|invalid| (path, invalid))));
    }
    let (control, application) = open(&how, settings).await?;
    let files = from.iter().map(|path| path.display().to_string()).collect();
    let mut run = Run::begin("cloudflare-saas", files, &how, &application)?;
    let progress = Progress::of(hostnames.len());
    let mut seen = std::collections::HashSet::new();
    for (done, custom) in hostnames.iter().enumerate() {
        let custom = match custom {
            Ok(custom) => custom,
            Err((path, invalid)) => {
                let row = Row::new(None, What::Refused, invalid.to_string());
                run.receipt.names.push(row.from(path.display().to_string()));
                continue;
            }
        };
        for name in custom.names() {
            if !seen.insert(name.to_ascii_lowercase()) {
                continue;
            }
            let row = match custom.left_out() {
                Some(why) => Ok(Row::new(Some(name), What::Skipped, why.to_owned())),
                None => carry::name_alone(&control, &application, &name, custom, how.dry_run).await,
            };
            match row {
                Ok(row) => run.receipt.names.push(row),
                Err(error) => return run.stop(error),
            }
        }
        progress.tell(done + 1, "names are through");
    }
    control.until_others_are_told().await;
    run.end()
}

async fn open(how: &How, settings: &Settings) -> Result<(Control, Application), Failure> {
    let control = control_plane::open_beside_others(settings).await?;
    let id = match (how.application, how.tenant) {
        (Some(application), _) => application,
        (None, Some(tenant)) => control.transfer_recipient(tenant, how.app.as_deref()).await?,
        (None, None) => return Err("say who gets the names: --application, or --tenant".into()),
    };
    let application = control.application_to_import_to(id).await?;
    Ok((control, application))
}

/// The shelf that the edges of these settings use. What is only rehearsed makes none.
async fn shelf(settings: &Settings, is_rehearsal: bool) -> Result<Arc<dyn Shelf>, Failure> {
    if is_rehearsal && !edge_plane::has_store(settings) {
        return Ok(Arc::new(InMemoryShelf::new()));
    }
    Ok(Arc::new(edge_plane::open_shelf_beside_others(settings).await?))
}

impl Run {
    /// The receipt's file is made first: it must not turn out at the end that there is no place for it.
    fn begin(system: &'static str, from: Vec<String>, how: &How, application: &Application) -> Result<Self, Failure> {
        let file = match &how.receipt {
            Some(path) => {
                let file = File::create_new(path).map_err(|error| match error.kind() {
                    std::io::ErrorKind::AlreadyExists => {
                        format!("{} (--receipt) is there already; name another file", path.display())
                    }
                    _ => format!("{} (--receipt) cannot be written: {error}", path.display()),
                })?;
                Some((path.clone(), file))
            }
            None => None,
        };
        let receipt = Receipt {
            dry_run: how.dry_run,
            system,
            from,
            at: SystemClock.now().to_string(),
            tenant_id: application.tenant.to_string(),
            application_id: application.id.to_string(),
            operator_vouches: false,
            heard_within_s: HEARD_WITHIN_S,
            stopped: None,
            names: vec![],
        };
        Ok(Self { receipt, file, json: how.json })
    }

    fn end(self) -> Result<(), Failure> {
        let refused = self.receipt.count(What::Refused);
        let all = self.receipt.names.len();
        self.tell()?;
        if refused > 0 {
            return Err(Told(format!("{refused} of {all} were refused; each says why")).into());
        }
        Ok(())
    }

    /// What was done stays and is told; the same command goes on from there.
    fn stop(mut self, error: Failure) -> Result<(), Failure> {
        self.receipt.stopped = Some(error.to_string());
        self.tell()?;
        Err(Told(format!("stopped: {error}. What is done stays; run the same again to go on")).into())
    }

    fn tell(self) -> Result<(), Failure> {
        let Self { receipt, file, json } = self;
        if let Some((path, file)) = file {
            let unwritable = |error: &dyn std::fmt::Display| format!("{} (--receipt): {error}", path.display());
            serde_json::to_writer_pretty(&file, &receipt.shown()).map_err(|error| unwritable(&error))?;
            file.sync_all().map_err(|error| unwritable(&error))?;
        }
        if json {
            output::line(receipt.shown());
            return Ok(());
        }
        table::print(["HOSTNAME", "RESULT", "STATE", "VALID UNTIL", "WHY"], &receipt.rows());
        output::line(receipt.summary());
        Ok(())
    }
}

/// How far it has come, for whoever sits before a terminal.
struct Progress {
    all: usize,
    is_told: bool,
}

impl Progress {
    fn of(all: usize) -> Self {
        Self { all, is_told: all > TOLD_EVERY && std::io::stderr().is_terminal() }
    }

    fn tell(&self, done: usize, what: &str) {
        if self.is_told && (done.is_multiple_of(TOLD_EVERY) || done == self.all) {
            output::progress(format_args!("{done} of {} {what}", self.all));
        }
    }
}
