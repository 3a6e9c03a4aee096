//! What is known of one provider.

use crate::pattern::Pattern;

/// A DNS provider whose zones can be written.
#[derive(Clone, PartialEq, Eq, Debug)]
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
    /// Lowest TTL that is accepted, in seconds; 0 where no bound is known.
    pub ttl_min_s: u32,
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
