//! The command line of `nameplate dns`.

use super::credential::Typed;
use clap::{Args, Subcommand};
use std::path::PathBuf;

const ABOUT_CREDENTIALS: &str = "\
Credentials are read from NAMEPLATE_DNS_CREDENTIAL_<KEY> (the provider's key in capitals) or NAMEPLATE_DNS_CREDENTIAL, from a file \
(--credential-file FILE) or from standard input (--credential -). They are never arguments: those can be seen by everybody on this \
machine, in `ps` and in the shell's history.

Names are relative to the zone (@, www) or in full (www.customer.com).
Exit codes: 0 done or nothing to do, 1 refused or failed, 2 changes pending (plan, --dry-run), 64 wrong usage.

Examples:
  nameplate dns detect shop.customer.com
  nameplate dns records list customer.com --provider digitalocean
  nameplate dns records set www.customer.com CNAME edge.saas.example \\
    --provider digitalocean --dry-run
  nameplate dns plan records.json --zone customer.com --provider digitalocean
  nameplate dns apply records.json --zone customer.com --provider digitalocean";

const ABOUT_RECORDS: &str = "\
Examples:
  nameplate dns records list customer.com --provider digitalocean
  nameplate dns records set www.customer.com CNAME edge.saas.example --provider digitalocean
  nameplate dns records delete www.customer.com CNAME --provider digitalocean";

const ABOUT_LISTING: &str = "\
Examples:
  nameplate dns records list customer.com --provider digitalocean
  nameplate dns records list customer.com --provider digitalocean --name @ --type TXT
  nameplate dns records list Z0123456789 --provider route53 --json";

const ABOUT_SETTING: &str = "\
Values are written as in a zone file, texts without quotes. A host name leads to one place: setting a CNAME removes A and AAAA \
records of the name, and the other way round.

Examples:
  nameplate dns records set www.customer.com CNAME edge.saas.example --provider digitalocean
  nameplate dns records set @ MX \"10 mail.customer.com\" \"20 mail2.customer.com\" \\
    --zone customer.com --provider digitalocean
  nameplate dns records set @ A 192.0.2.1 192.0.2.2 --ttl 300 --dry-run \\
    --zone customer.com --provider digitalocean
  nameplate dns records set _odd.customer.com TXT --provider digitalocean -- \"--dashes first\"";

const ABOUT_DELETING: &str = "\
Examples:
  nameplate dns records delete www.customer.com CNAME --provider digitalocean
  nameplate dns records delete @ TXT \"site-verification=1\" --dry-run \\
    --zone customer.com --provider digitalocean";

const ABOUT_PLANS: &str = "\
Examples:
  nameplate dns plan records.json --zone customer.com --provider digitalocean
  nameplate dns records list customer.com --provider hetzner | \\
    nameplate dns plan - --zone customer.com --provider digitalocean";

const ABOUT_APPLYING: &str = "\
Examples:
  nameplate dns apply records.json --zone customer.com --provider digitalocean --dry-run
  nameplate dns apply records.json --receipt receipt.json \\
    --zone customer.com --provider digitalocean
  nameplate dns undo receipt.json --provider digitalocean";

const ABOUT_FILES: &str = "\
FILE holds the wished records, as JSON:
  [{\"name\": \"www\", \"type\": \"CNAME\", \"value\": \"edge.saas.example\", \"ttl\": 300},
   {\"name\": \"@\", \"type\": \"MX\", \"values\": [\"10 mail.customer.com\"]}]
or as lines of a zone file (RFC 1035, 5.1):
  www  300 IN CNAME edge.saas.example.
Of A, AAAA, ALIAS and CNAME, a name has afterwards what the file says and nothing else. Of other types, the file's values are added \
to what is there. What the file does not name is not touched; SOA and the zone's own NS records are left out.";

/// Look at and change DNS records at any supported provider.
#[derive(Subcommand, Debug)]
#[command(after_help = ABOUT_CREDENTIALS)]
pub(in crate::commands) enum Dns {
    /// List the providers: keys, credentials, bounds
    #[command(after_help = "Examples:\n  nameplate dns providers\n  nameplate dns providers --json")]
    Providers {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Tell who runs the DNS of a name, and how records get there
    #[command(after_help = "Looks at the public DNS (DNS_RESOLVERS names other resolvers); needs no credential.\n\n\
        Examples:\n  nameplate dns detect shop.customer.com\n  nameplate dns detect customer.com --json")]
    Detect {
        /// A host name
        name: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// List the zones that a credential sees
    #[command(after_help = "Example:\n  NAMEPLATE_DNS_CREDENTIAL=… nameplate dns zones --provider digitalocean")]
    Zones {
        #[command(flatten)]
        at: At,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// List, set and delete records
    #[command(subcommand, after_help = ABOUT_RECORDS)]
    Records(Records),
    /// Say what would change so that a zone has the records of a file; exits with 2 when something would
    #[command(after_help = format!("{ABOUT_FILES}\n\n{ABOUT_PLANS}"))]
    Plan(Plan),
    /// Write the records of a file to a zone, look whether they stand, and keep a receipt
    #[command(after_help = format!("{ABOUT_FILES}\n\n{ABOUT_APPLYING}"))]
    Apply(Apply),
    /// Take back what a receipt says was written; what others changed since stays
    #[command(
        after_help = "Example:\n  nameplate dns undo nameplate-dns-customer.com-1790000000.json --provider digitalocean"
    )]
    Undo(Undo),
}

/// List, set and delete records.
#[derive(Subcommand, Debug)]
pub(in crate::commands) enum Records {
    /// List the records of a zone, as lines of a zone file
    #[command(after_help = ABOUT_LISTING)]
    List(List),
    /// Give a name these values of a type, and no others
    #[command(after_help = ABOUT_SETTING)]
    Set(Set),
    /// Remove these values of a name and type, or all of them
    #[command(after_help = ABOUT_DELETING)]
    Delete(Delete),
}

/// At which provider, and with which credential.
#[derive(Args, Debug)]
pub(in crate::commands) struct At {
    /// Key of the provider; `nameplate dns providers` lists them
    #[arg(long, value_name = "KEY")]
    pub(super) provider: String,
    #[command(flatten)]
    pub(super) login: Login,
}

/// Where the credential is.
#[derive(Args, Debug)]
pub(in crate::commands) struct Login {
    /// File that holds the credential
    #[arg(long, value_name = "FILE", conflicts_with = "credential")]
    pub(super) credential_file: Option<PathBuf>,
    /// `-` reads the credential from standard input. It is never an argument itself: everybody on this machine would see it in `ps`
    #[arg(long, value_name = "-", allow_hyphen_values = true)]
    pub(super) credential: Option<Typed>,
}

/// `records list`.
#[derive(Args, Debug)]
pub(in crate::commands) struct List {
    /// The zone: its name, or the provider's identifier of it
    pub(super) zone: String,
    #[command(flatten)]
    pub(super) at: At,
    /// Only records of this name
    #[arg(long)]
    pub(super) name: Option<String>,
    /// Only records of this type
    #[arg(long = "type", value_name = "TYPE")]
    pub(super) rtype: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}

/// `records set`.
#[derive(Args, Debug)]
pub(in crate::commands) struct Set {
    /// Name of the records: relative to --zone (@, www), or in full
    pub(super) name: String,
    /// A, AAAA, ALIAS, CAA, CNAME, MX, NS, SRV or TXT
    #[arg(value_name = "TYPE")]
    pub(super) rtype: String,
    /// The values
    #[arg(value_name = "VALUE", required = true)]
    pub(super) values: Vec<String>,
    /// TTL of what is written, in seconds; the provider's nearest is used. Values that are there already keep theirs
    #[arg(long, value_name = "SECONDS")]
    pub(super) ttl: Option<u32>,
    #[command(flatten)]
    pub(super) change: ChangeArgs,
}

/// `records delete`.
#[derive(Args, Debug)]
pub(in crate::commands) struct Delete {
    /// Name of the records: relative to --zone (@, www), or in full
    pub(super) name: String,
    /// A, AAAA, ALIAS, CAA, CNAME, MX, NS, SRV or TXT
    #[arg(value_name = "TYPE")]
    pub(super) rtype: String,
    /// The values; all of the name and type when none is given
    #[arg(value_name = "VALUE")]
    pub(super) values: Vec<String>,
    #[command(flatten)]
    pub(super) change: ChangeArgs,
}

/// What `set` and `delete` have in common.
#[derive(Args, Debug)]
pub(in crate::commands) struct ChangeArgs {
    /// The zone: its name, or the provider's identifier of it; found from a name in full when it is left out
    #[arg(long)]
    pub(super) zone: Option<String>,
    #[command(flatten)]
    pub(super) at: At,
    /// Say what would change and write nothing; exits with 2 when something would
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}

/// `plan`.
#[derive(Args, Debug)]
pub(in crate::commands) struct Plan {
    #[command(flatten)]
    pub(super) wished: Wished,
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}

/// Which records, and where.
#[derive(Args, Debug)]
pub(in crate::commands) struct Wished {
    /// File with the wished records; `-` for standard input
    pub(super) file: PathBuf,
    /// The zone: its name, or the provider's identifier of it
    #[arg(long)]
    pub(super) zone: String,
    #[command(flatten)]
    pub(super) at: At,
}

/// `apply`.
#[derive(Args, Debug)]
pub(in crate::commands) struct Apply {
    #[command(flatten)]
    pub(super) wished: Wished,
    /// Say what would change and write nothing; exits with 2 when something would
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Where the receipt is kept, a file that is not there yet [default: ./nameplate-dns-<zone>-<unix time>.json]
    #[arg(long, value_name = "FILE")]
    pub(super) receipt: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}

/// `undo`.
#[derive(Args, Debug)]
pub(in crate::commands) struct Undo {
    /// The receipt that `apply` kept
    pub(super) receipt: PathBuf,
    #[command(flatten)]
    pub(super) at: At,
    /// Say what would change and write nothing; exits with 2 when something would
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}
