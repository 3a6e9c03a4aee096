//! The command line of `nameplate route`.

use clap::{Args, Subcommand};

const ABOUT_ROUTES: &str = "\
A route serves one host name: a domain that is proven, or its default name under the platform's own domain. Routes neither claim domains
nor release them; `nameplate domain` does.

Examples:
  nameplate route create shop --host shop.customer.com --app shop
  nameplate route create --app shop
  nameplate route list
  nameplate route update shop --default-host
  nameplate route delete shop --dry-run";

const ABOUT_CREATING: &str = "\
The host has to be proven first: `nameplate domain add` does that, and `nameplate domain attach` does both. Without --host the route gets
its default name.

Examples:
  nameplate route create shop --host shop.customer.com --app shop
  nameplate route create --host shop.customer.com --origin https://shop.internal.example
  nameplate route create blog --app shop --dry-run";

const ABOUT_UPDATING: &str = "\
Examples:
  nameplate route update shop --host www.customer.com
  nameplate route update shop --default-host
  nameplate route update shop --origin https://new.internal.example --dry-run";

/// Say which application serves which name.
#[derive(Subcommand, Debug)]
#[command(after_help = ABOUT_ROUTES)]
pub(in crate::commands) enum Route {
    /// Make a route
    #[command(after_help = ABOUT_CREATING)]
    Create(Create),
    /// List routes, newest first
    #[command(after_help = "Examples:\n  nameplate route list\n  nameplate route list --host shop.customer.com --json")]
    List(List),
    /// Show a route
    #[command(after_help = "Examples:\n  nameplate route show shop\n  nameplate route show shop --json")]
    Show(Show),
    /// Give a route another name, origin or application
    #[command(after_help = ABOUT_UPDATING)]
    Update(Update),
    /// Delete a route; claims stay
    #[command(after_help = "Examples:\n  nameplate route delete shop --dry-run\n  nameplate route delete shop")]
    Delete(Delete),
}

impl Route {
    /// Whether JSON is wished.
    pub(in crate::commands) const fn is_json(&self) -> bool {
        match self {
            Self::Create(args) => args.change.json,
            Self::List(args) => args.json,
            Self::Show(args) => args.json,
            Self::Update(args) => args.change.json,
            Self::Delete(args) => args.change.json,
        }
    }
}

/// How something is changed.
#[derive(Args, Clone, Copy, Debug)]
pub(in crate::commands) struct Change {
    /// Say what would be done and do nothing
    #[arg(long)]
    pub(in crate::commands) dry_run: bool,
    /// Print JSON
    #[arg(long)]
    pub(in crate::commands) json: bool,
}

/// `route create`.
#[derive(Args, Debug)]
pub(in crate::commands) struct Create {
    /// Its name: small letters, digits and hyphens [default: made from the host name or the application]
    pub(in crate::commands) name: Option<String>,
    /// The domain that it serves, proven before [default: <route>.<tenant>.<base domain>]
    #[arg(long, value_name = "DOMAIN")]
    pub(in crate::commands) host: Option<String>,
    /// The application, by id or name [default: the one that claims the domain, the key's, or the only one]
    #[arg(long)]
    pub(in crate::commands) app: Option<String>,
    /// Where its requests go, instead of to the application's origin
    #[arg(long, value_name = "URL")]
    pub(in crate::commands) origin: Option<String>,
    #[command(flatten)]
    pub(in crate::commands) change: Change,
}

/// `route list`.
#[derive(Args, Debug)]
pub(in crate::commands) struct List {
    /// Only of this application, by id or name
    #[arg(long)]
    pub(in crate::commands) app: Option<String>,
    /// Only the one that serves this host name
    #[arg(long, value_name = "DOMAIN")]
    pub(in crate::commands) host: Option<String>,
    /// At most so many
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub(in crate::commands) limit: u32,
    /// Print JSON
    #[arg(long)]
    pub(in crate::commands) json: bool,
}

/// `route show`.
#[derive(Args, Debug)]
pub(in crate::commands) struct Show {
    /// Its name or id
    #[arg(value_name = "ROUTE")]
    pub(in crate::commands) route: String,
    /// Print JSON
    #[arg(long)]
    pub(in crate::commands) json: bool,
}

/// `route update`.
#[derive(Args, Debug)]
#[group(id = "what", required = true, multiple = true, args = ["host", "default_host", "origin", "no_origin", "app"])]
pub(in crate::commands) struct Update {
    /// Its name or id
    #[arg(value_name = "ROUTE")]
    pub(in crate::commands) route: String,
    /// The domain that it is to serve, proven before
    #[arg(long, value_name = "DOMAIN")]
    pub(in crate::commands) host: Option<String>,
    /// Give it its default name back
    #[arg(long, conflicts_with = "host")]
    pub(in crate::commands) default_host: bool,
    /// Where its requests are to go
    #[arg(long, value_name = "URL")]
    pub(in crate::commands) origin: Option<String>,
    /// Send its requests where the application's go
    #[arg(long, conflicts_with = "origin")]
    pub(in crate::commands) no_origin: bool,
    /// The application that it is to serve, by id or name
    #[arg(long)]
    pub(in crate::commands) app: Option<String>,
    #[command(flatten)]
    pub(in crate::commands) change: Change,
}

/// `route delete`.
#[derive(Args, Debug)]
pub(in crate::commands) struct Delete {
    /// Its name or id
    #[arg(value_name = "ROUTE")]
    pub(in crate::commands) route: String,
    #[command(flatten)]
    pub(in crate::commands) change: Change,
}
