//! The command line of `nameplate domain`.

use clap::{Args, Subcommand};

const ABOUT_DOMAINS: &str = "\
A domain is claimed by publishing one record, and the record stays: it proves that the name is yours, and lets its certificates be
renewed. A claim serves nothing by itself; a route does, or the application that the domain was added for.

Exit codes: 0 done or verified, 1 refused or failed, 2 something is to be done in DNS first (the record is printed), 64 wrong usage.

Examples:
  nameplate domain check shop.customer.com
  nameplate domain add shop.customer.com --app shop
  nameplate domain attach shop.customer.com --app shop --wait
  nameplate domain watch shop.customer.com
  nameplate domain remove shop.customer.com --detach --dry-run";

const ABOUT_CHECKING: &str = "\
Looks and changes nothing: whether the domain is claimed, whether its challenge CNAME is published, where its traffic goes (here, to a
content delivery network, elsewhere), what stands in the way, and how its certificate is.

Exit codes: 0 nothing stands in the way, 2 something is to be done in DNS, 1 somebody else holds the name or it could not be looked at.

Examples:
  nameplate domain check shop.customer.com
  nameplate domain check shop.customer.com --app shop --json";

const ABOUT_ADDING: &str = "\
Claims the domain for an application, or goes on with a claim that was begun, and looks for its proof. Prints the one record to publish
until that is there. Behind a proxying DNS host (Cloudflare), the record has to be \"DNS only\". It must stay published.

Exit codes: 0 verified, 2 the record is not seen yet, 1 refused or failed; with --dry-run those that it would have.

Examples:
  nameplate domain add shop.customer.com
  nameplate domain add shop.customer.com --app shop --wait
  nameplate domain add '*.customer.com' --json
  nameplate domain add shop.customer.com --takeover --dry-run";

const ABOUT_LISTING: &str = "\
Examples:
  nameplate domain list
  nameplate domain list --state live,drifted --app shop
  nameplate domain list --all
  nameplate domain list --search customer.com --limit 1000 --json
  nameplate domain list | cut -f1    without a terminal: columns parted by tabs, no titles";

const ABOUT_REMOVING: &str = "\
Releases the claim: the domain is not served any more, and others may claim it. Refused while a route serves it, with the commands that
would give each of those routes another name; with --detach they get their default names back, in the same step: all of it or nothing.
Lists the DNS records that lead nowhere afterwards.

Examples:
  nameplate domain remove shop.customer.com --dry-run
  nameplate domain remove shop.customer.com --detach
  nameplate domain remove shop.customer.com --cleanup    removes the records that were written with a lent credential";

const ABOUT_ATTACHING: &str = "\
Claims, proves and routes in one step. While the proof is not there, prints the record to publish and touches no route.

Exit codes: 0 attached, 2 the record is not seen yet, 1 refused or failed; with --dry-run those that it would have.

Examples:
  nameplate domain attach shop.customer.com --app shop
  nameplate domain attach shop.customer.com --app shop --wait
  nameplate domain attach www.customer.com --route site --origin https://site.internal.example --dry-run";

const ABOUT_WATCHING: &str = "\
Says what happens to a claimed domain, as it happens, until it is live. With --json each change is one line.

Exit codes: 0 live, 1 given up or removed, and after --timeout: 2 when something is to be done in DNS, else 1.

Examples:
  nameplate domain watch shop.customer.com
  nameplate domain watch shop.customer.com --timeout 600 --json";

/// Claim host names, prove them, and look after them.
#[derive(Subcommand, Debug)]
#[command(after_help = ABOUT_DOMAINS)]
pub(in crate::commands) enum Domain {
    /// Tell how a domain stands: claim, challenge, traffic, certificate
    #[command(after_help = ABOUT_CHECKING)]
    Check(Check),
    /// Claim a domain, or go on with its claim, and look for the proof
    #[command(after_help = ABOUT_ADDING)]
    Add(Add),
    /// List domains that are claimed, with their states, newest first
    #[command(after_help = ABOUT_LISTING)]
    List(List),
    /// Release a domain
    #[command(after_help = ABOUT_REMOVING)]
    Remove(Remove),
    /// Claim and route a domain in one step, once its proof is there
    #[command(after_help = ABOUT_ATTACHING)]
    Attach(Attach),
    /// Follow a domain until it is live
    #[command(after_help = ABOUT_WATCHING)]
    Watch(Watch),
}

impl Domain {
    /// Whether JSON is wished.
    pub(in crate::commands) const fn is_json(&self) -> bool {
        match self {
            Self::Check(args) => args.json,
            Self::Add(args) => args.json,
            Self::List(args) => args.json,
            Self::Remove(args) => args.json,
            Self::Attach(args) => args.json,
            Self::Watch(args) => args.json,
        }
    }
}

/// `domain check`.
#[derive(Args, Debug)]
pub(in crate::commands) struct Check {
    /// The host name
    #[arg(value_name = "DOMAIN")]
    pub(in crate::commands) hostname: String,
    /// The application that it is for, by id or name; its records are compared
    #[arg(long)]
    pub(in crate::commands) app: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub(in crate::commands) json: bool,
}

/// `domain add`.
#[derive(Args, Debug)]
pub(in crate::commands) struct Add {
    /// The host name; `*.` first for a wildcard
    #[arg(value_name = "DOMAIN")]
    pub(in crate::commands) hostname: String,
    /// The application that it is for, by id or name [default: the one that claims it already, the key's, or the first]
    #[arg(long)]
    pub(in crate::commands) app: Option<String>,
    /// Take the name from whoever holds it, once the record is there
    #[arg(long)]
    pub(in crate::commands) takeover: bool,
    #[command(flatten)]
    pub(in crate::commands) waiting: Waiting,
    /// Say what would be done and do nothing
    #[arg(long)]
    pub(in crate::commands) dry_run: bool,
    /// Print JSON
    #[arg(long)]
    pub(in crate::commands) json: bool,
}

/// Whether to wait, and for how long.
#[derive(Args, Clone, Copy, Debug)]
pub(in crate::commands) struct Waiting {
    /// Wait until the record is seen
    #[arg(long, conflicts_with = "dry_run")]
    pub(in crate::commands) wait: bool,
    /// How long to wait at most
    #[arg(long, value_name = "SECONDS", default_value_t = 600, requires = "wait")]
    pub(in crate::commands) timeout: u64,
}

/// `domain list`.
#[derive(Args, Debug)]
pub(in crate::commands) struct List {
    /// Only in these states, separated by commas [default: all but archived and failed]
    #[arg(long, value_name = "STATES")]
    pub(in crate::commands) state: Option<String>,
    /// Those that were released, taken over or given up too
    #[arg(long, conflicts_with = "state")]
    pub(in crate::commands) all: bool,
    /// Only of this application, by id or name
    #[arg(long)]
    pub(in crate::commands) app: Option<String>,
    /// Only with this in the host name
    #[arg(long, value_name = "TEXT")]
    pub(in crate::commands) search: Option<String>,
    /// At most so many
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub(in crate::commands) limit: u32,
    /// Print JSON
    #[arg(long)]
    pub(in crate::commands) json: bool,
}

/// `domain remove`.
#[derive(Args, Debug)]
pub(in crate::commands) struct Remove {
    /// The host name
    #[arg(value_name = "DOMAIN")]
    pub(in crate::commands) hostname: String,
    /// The application that it was added for, by id or name; wanted where several are at it
    #[arg(long)]
    pub(in crate::commands) app: Option<String>,
    /// Give routes that serve it their default names back first
    #[arg(long)]
    pub(in crate::commands) detach: bool,
    /// Remove the records that were written with a lent DNS credential
    #[arg(long)]
    pub(in crate::commands) cleanup: bool,
    /// Say what would be done and do nothing
    #[arg(long)]
    pub(in crate::commands) dry_run: bool,
    /// Print JSON
    #[arg(long)]
    pub(in crate::commands) json: bool,
}

/// `domain attach`.
#[derive(Args, Debug)]
pub(in crate::commands) struct Attach {
    /// The host name
    #[arg(value_name = "DOMAIN")]
    pub(in crate::commands) hostname: String,
    /// The application to route it to, by id or name [default: the one that claims it already, the key's, or the only one]
    #[arg(long)]
    pub(in crate::commands) app: Option<String>,
    /// The route that is to serve it; made when it is not there
    #[arg(long, value_name = "NAME")]
    pub(in crate::commands) route: Option<String>,
    /// Where its requests go, instead of to the application's origin
    #[arg(long, value_name = "URL")]
    pub(in crate::commands) origin: Option<String>,
    #[command(flatten)]
    pub(in crate::commands) waiting: Waiting,
    /// Say what would be done and do nothing
    #[arg(long)]
    pub(in crate::commands) dry_run: bool,
    /// Print JSON
    #[arg(long)]
    pub(in crate::commands) json: bool,
}

/// `domain watch`.
#[derive(Args, Debug)]
pub(in crate::commands) struct Watch {
    /// The host name
    #[arg(value_name = "DOMAIN")]
    pub(in crate::commands) hostname: String,
    /// The application that it was added for, by id or name; wanted where several are at it
    #[arg(long)]
    pub(in crate::commands) app: Option<String>,
    /// Stop waiting after so long [default: never]
    #[arg(long, value_name = "SECONDS")]
    pub(in crate::commands) timeout: Option<u64>,
    /// Print JSON, a line for each change
    #[arg(long)]
    pub(in crate::commands) json: bool,
}
