//! The mailbox providers, and the shape of their tables.

use super::spf::{Mechanism, Qualifier};
use super::{google_workspace, microsoft365, zoho};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Who runs the mailboxes of a domain.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum MailboxProvider {
    /// Google Workspace.
    #[serde(rename = "google_workspace")]
    GoogleWorkspace,
    /// Microsoft 365 (Exchange Online).
    #[serde(rename = "microsoft365")]
    Microsoft365,
    /// Zoho Mail.
    #[serde(rename = "zoho")]
    Zoho,
}

impl MailboxProvider {
    /// Every provider, in the order of the API document.
    pub const ALL: [Self; 3] = [Self::GoogleWorkspace, Self::Microsoft365, Self::Zoho];

    /// The name in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.table().slug
    }

    /// The name for people.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.table().name
    }

    /// The selector that its DKIM key has unless the customer chose another; `None` where keys stay with the provider.
    #[must_use]
    pub const fn dkim_selector(self) -> Option<&'static str> {
        match self.table().dkim {
            Dkim::Key { selector, .. } => Some(selector),
            Dkim::Aliases { .. } => None,
        }
    }

    /// What an SPF record needs so that its servers may send, and the `~all` it advises.
    #[must_use]
    pub fn spf_mechanisms(self) -> Vec<Mechanism> {
        let includes = self.table().spf_includes.iter().map(|name| Mechanism::include(name));
        includes.chain([Mechanism::all(Qualifier::SoftFail)]).collect()
    }

    pub(super) const fn table(self) -> &'static ProviderTable {
        match self {
            Self::GoogleWorkspace => &google_workspace::TABLE,
            Self::Microsoft365 => &microsoft365::TABLE,
            Self::Zoho => &zoho::TABLE,
        }
    }
}

impl fmt::Display for MailboxProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A text that names no mailbox provider.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{0:?} is none of google_workspace, microsoft365, zoho")]
pub struct UnknownMailboxProvider(pub String);

impl FromStr for MailboxProvider {
    type Err = UnknownMailboxProvider;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let known = Self::ALL.into_iter().find(|provider| provider.as_str() == text);
        known.ok_or_else(|| UnknownMailboxProvider(text.to_owned()))
    }
}

/// What a provider needs. Values may hold `{dashed}`, the domain with dashes for dots, and `{tenant}`.
#[derive(Debug)]
pub(super) struct ProviderTable {
    /// The name in the API.
    pub(super) slug: &'static str,
    /// The name for people.
    pub(super) name: &'static str,
    /// Preference and exchange of each MX record, in the order of preference.
    pub(super) mx: &'static [(u16, &'static str)],
    /// Labels in front of the domain and target of each CNAME record that is always wanted.
    pub(super) aliases: &'static [(&'static str, &'static str)],
    /// The host names its SPF record includes.
    pub(super) spf_includes: &'static [&'static str],
    /// How it signs.
    pub(super) dkim: Dkim,
    /// What the customer has to know besides.
    pub(super) notes: &'static [&'static str],
    /// Host names that do the same as those of this table, and that its console gives to some customers: wanted, then
    /// published.
    pub(super) is_same_service: fn(&str, &str) -> bool,
}

/// How a provider's DKIM keys come into the domain.
#[derive(Debug)]
pub(super) enum Dkim {
    /// The customer fetches a key from the provider's console and publishes it.
    Key {
        /// Unless the customer chose another.
        selector: &'static str,
        /// Where the key is made.
        console: &'static str,
        /// What to do there after the key is published.
        switch_on: &'static str,
    },
    /// The domain leads to keys that the provider keeps and changes.
    Aliases {
        /// Selector and target of each CNAME record.
        aliases: &'static [(&'static str, &'static str)],
        /// Where signing is switched on.
        console: &'static str,
    },
}

/// Whether two host names are the same service of some mailbox provider.
pub(super) fn is_same_service(wanted: &str, published: &str) -> bool {
    MailboxProvider::ALL.iter().any(|provider| (provider.table().is_same_service)(wanted, published))
}
