//! What is known of one provider.

use crate::access::Access;
use crate::contract::ZoneWriter;
use crate::credential::{CredentialText, InvalidCredential};
use crate::pattern::Pattern;
use nameplate_domain::zone::{Abilities, TtlRange, relative_name};

/// Makes a writer out of a credential, without asking the provider anything.
pub type Open = fn(&CredentialText, &Access) -> Result<Box<dyn ZoneWriter>, InvalidCredential>;

/// A DNS provider whose zones can be written.
#[derive(Clone, Debug)]
pub struct ProviderSpec {
    /// Stable identifier in the API, in settings and in the store.
    pub key: &'static str,
    /// Name for people, as the provider writes it.
    pub name: &'static str,
    /// How access is given.
    pub model: Model,
    /// What has to be stored to write there.
    pub credential: CredentialShape,
    /// The provider's documentation of its API, or of making a credential; `None` where there is no public page.
    pub docs_url: Option<&'static str>,
    /// Where a customer edits DNS records or makes a credential; `None` where there is no one place.
    pub console_url: Option<&'static str>,
    /// Which TTLs are kept.
    pub ttl: TtlRange,
    /// What can stand at the apex in place of a CNAME.
    pub apex: ApexSupport,
    /// Whether `*` records can be written.
    pub wildcard: bool,
    /// Whether CAA records can be written.
    pub caa: bool,
    /// Names of its servers.
    pub nameservers: &'static [Pattern],
    /// Whether it is reported to offer Domain Connect. Only asking its settings endpoint tells for a given zone.
    pub domain_connect: bool,
    /// Whether SRV records can be written.
    pub srv: bool,
    /// Longest TXT, in octets.
    pub txt_octets_max: usize,
    /// What the fields of a record are called in the provider's panel.
    pub fields: Fields,
    /// The page on which a zone's records are edited; `{zone}` stands for the zone's name. `None` where it cannot be linked to.
    pub records_url: Option<&'static str>,
    /// How much its API takes before it refuses: one sentence.
    pub limits: &'static str,
    /// Scheme, host and port of its API; empty where the credential or the settings name it.
    pub base_url: &'static str,
    /// Opens its zones for writing; `None` where there is nothing to hold.
    pub open: Option<Open>,
}

impl PartialEq for ProviderSpec {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for ProviderSpec {}

impl ProviderSpec {
    /// What can be written to its zones.
    #[must_use]
    pub const fn abilities(&self) -> Abilities {
        Abilities {
            ttl: self.ttl,
            alias: self.apex.names_a_host(),
            wildcard: self.wildcard,
            caa: self.caa,
            srv: self.srv,
            txt_octets_max: self.txt_octets_max,
        }
    }
}

/// How the provider's panel wants records to be typed in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Fields {
    /// Label of the field for the owner's name.
    pub host: &'static str,
    /// Label of the field for the value.
    pub value: &'static str,
    /// How the owner's name is written.
    pub host_form: HostForm,
    /// Whether host names in values end with a dot.
    pub trailing_dot: bool,
}

impl Fields {
    /// As most panels have it.
    pub const COMMON: Self =
        Self { host: "Name", value: "Value", host_form: HostForm::Relative { apex: "@" }, trailing_dot: false };
}

impl Fields {
    /// The owner's name as it is typed in: `name` is absolute, `zone` the apex of its zone.
    #[must_use]
    pub fn host(&self, name: &str, zone: &str) -> String {
        match (self.host_form, relative_name(name, zone)) {
            (HostForm::Full, _) => name.to_owned(),
            (HostForm::Relative { apex }, "@") => apex.to_owned(),
            (HostForm::Relative { .. }, relative) => relative.to_owned(),
        }
    }

    /// The value as it is typed in; `is_name` for one that is a host name.
    #[must_use]
    pub fn value(&self, value: &str, is_name: bool) -> String {
        if self.trailing_dot && is_name { format!("{value}.") } else { value.to_owned() }
    }
}

/// How an owner's name is written in a panel.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HostForm {
    /// Relative to the zone; the apex is written like this.
    Relative {
        /// `@`, or nothing.
        apex: &'static str,
    },
    /// In full.
    Full,
}

/// How a customer gives access.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Model {
    /// A token made in the provider's panel and pasted.
    Token,
    /// An identity made for a machine in a cloud console.
    Machine,
    /// The customer is sent to the provider and consents there; nothing is stored.
    Redirect,
}

impl Model {
    /// The name in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::Machine => "machine",
            Self::Redirect => "redirect",
        }
    }
}

/// What kind of secret it is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum CredentialKind {
    /// One opaque text.
    Token,
    /// A key and its secret.
    Pair,
    /// A user name and a token (RFC 7617).
    Basic,
    /// Keys that sign each request (AWS Signature Version 4).
    SigV4,
    /// A Google service account's key file.
    ServiceAccount,
    /// An application's secret at Microsoft Entra ID.
    ClientSecret,
    /// A user, a key, and the address that requests come from.
    ApiUser,
    /// A key that signs DNS updates (RFC 8945).
    Tsig,
    /// None: the customer consents at the provider.
    Redirect,
}

impl CredentialKind {
    /// The name in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::Pair => "pair",
            Self::Basic => "basic",
            Self::SigV4 => "sigv4",
            Self::ServiceAccount => "service_account",
            Self::ClientSecret => "client_secret",
            Self::ApiUser => "api_user",
            Self::Tsig => "tsig",
            Self::Redirect => "redirect",
        }
    }
}

/// What a credential looks like and how it is made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CredentialShape {
    /// What kind it is.
    pub kind: CredentialKind,
    /// Its parts as they are pasted, e.g. `apikey:secretapikey`; `[…]` is optional. Empty when nothing is stored.
    pub format: &'static str,
    /// How a customer makes it: one sentence.
    pub hint: &'static str,
    /// What the provider asks for before it lets anybody use its API: one sentence. `None` when nothing.
    pub gate: Option<&'static str>,
}

/// What can stand at a zone's apex, where a CNAME cannot (RFC 1034, 3.6.2).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ApexSupport {
    /// A CNAME, which the provider answers with the target's addresses.
    CnameFlattening,
    /// An ALIAS record.
    Alias,
    /// An ANAME record.
    Aname,
    /// Addresses only.
    None,
    /// An alias, but only to something that the same provider hosts.
    OwnResourcesOnly,
}

impl ApexSupport {
    /// Whether the apex can point at any host name.
    #[must_use]
    pub const fn names_a_host(self) -> bool {
        matches!(self, Self::CnameFlattening | Self::Alias | Self::Aname)
    }

    /// What the record is called in the provider's panel; `None` where there is none.
    #[must_use]
    pub const fn record_name(self) -> Option<&'static str> {
        match self {
            Self::CnameFlattening => Some("CNAME"),
            Self::Alias => Some("ALIAS"),
            Self::Aname => Some("ANAME"),
            Self::None | Self::OwnResourcesOnly => None,
        }
    }

    /// The name in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CnameFlattening => "cname_flattening",
            Self::Alias => "alias",
            Self::Aname => "aname",
            Self::None => "none",
            Self::OwnResourcesOnly => "own_resources_only",
        }
    }
}

/// A token that is pasted as it is.
pub(crate) const fn token(hint: &'static str) -> CredentialShape {
    CredentialShape { kind: CredentialKind::Token, format: "token", hint, gate: None }
}
