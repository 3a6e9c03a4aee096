//! Speaking to one authority, and having an account there.

use crate::account::Account;
use crate::directory::{Directory, DirectoryFacts, DirectoryObject};
use crate::error::{ACCOUNT_DOES_NOT_EXIST, AcmeError, Asked, EXTERNAL_ACCOUNT_REQUIRED, is_kind, with_good_nonce};
use crate::exchange::{Exchange, Witness};
use crate::secret::Secret;
use crate::transport::{OverHttps, Transport, TransportSetupError};
use instant_acme::{Account as Protocol, AccountBuilder, AccountCredentials, ExternalAccountKey, Key, NewAccount};
use nameplate_domain::time::Clock;
use rustls::pki_types::PrivateKeyDer;
use serde::Deserialize;
use std::fmt;
use std::sync::Arc;

/// One authority, before there is an account.
#[derive(Clone)]
pub struct Client {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) directory: Directory,
    pub(crate) exchange: Exchange,
    pub(crate) clock: Arc<dyn Clock>,
}

/// What is read of a kept account besides what the protocol library reads.
#[derive(Deserialize)]
struct Kept {
    id: String,
    directory: String,
}

impl Client {
    /// Nothing is asked yet. Without a `transport` it is HTTPS.
    ///
    /// # Errors
    /// When TLS cannot be set up, e.g. without any root certificate.
    pub fn new(
        directory: Directory,
        transport: Option<Arc<dyn Transport>>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, TransportSetupError> {
        let transport = match transport {
            Some(transport) => transport,
            None => Arc::new(OverHttps::new(&directory.roots, directory.ask_timeout)?),
        };
        let exchange = Exchange::new(transport, Arc::clone(&clock), directory.ask_timeout);
        Ok(Self { inner: Arc::new(Inner { directory, exchange, clock }) })
    }

    /// The authority as it was described.
    #[must_use]
    pub fn directory(&self) -> &Directory {
        &self.inner.directory
    }

    /// What the authority says of itself at present.
    ///
    /// # Errors
    /// When it cannot be asked.
    pub async fn directory_facts(&self) -> Result<DirectoryFacts, AcmeError> {
        Witness::of(async |witness| self.inner.object(&witness).await).await.map(DirectoryObject::into_facts)
    }

    /// The account that was kept, after asking the authority whether it still has it; or a new one, which agrees to the terms.
    /// The second part is what is to be kept from now on, if that changed: a secret, JSON.
    ///
    /// # Errors
    /// [`AcmeError::is_account_gone`] when the authority does not know the kept account; it is the caller's decision to make a new
    /// one, for CAA records may name the old. `account_unreadable` and `account_elsewhere` when what was kept cannot be used here.
    pub async fn open_account(&self, kept: Option<&[u8]>) -> Result<(Account, Option<Secret>), AcmeError> {
        let (protocol, keep, object) = Witness::of(async |witness| {
            let asked = self.inner.asked(&witness);
            let object = self.inner.object(&witness).await?;
            let (protocol, keep) = match kept {
                Some(kept) => self.reopen(kept, &asked).await?,
                None => self.create(&asked).await?,
            };
            Ok((protocol, keep, object))
        })
        .await?;
        let account = Account { client: self.clone(), protocol, renewal_info: object.renewal_info };
        Ok((account, keep))
    }

    async fn create(&self, asked: &Asked<'_>) -> Result<(Protocol, Option<Secret>), AcmeError> {
        let directory = &self.inner.directory;
        let contact = directory.contact.as_ref().map(|address| format!("mailto:{address}"));
        let contact: Vec<&str> = contact.iter().map(String::as_str).collect();
        let new = NewAccount { contact: &contact, terms_of_service_agreed: true, only_return_existing: false };
        let binding = directory
            .external_account
            .as_ref()
            .map(|account| ExternalAccountKey::new(account.kid.clone(), account.hmac_key.as_bytes()));
        let made = with_good_nonce!(self.builder().create(&new, directory.url.clone(), binding.as_ref()));
        let (protocol, credentials) = made.map_err(|error| asked.failed(error))?;
        tracing::info!(
            acme.authority = directory.name,
            acme.account = protocol.id(),
            "An account was made at the certification authority."
        );
        Ok((protocol, Some(to_keep(&credentials, asked)?)))
    }

    async fn reopen(&self, kept: &[u8], asked: &Asked<'_>) -> Result<(Protocol, Option<Secret>), AcmeError> {
        let directory = &self.inner.directory;
        let unreadable = || {
            let message =
                format!("The account kept for {} cannot be read; remove it to make a new one.", directory.name);
            asked.account("account_unreadable", message)
        };
        let Kept { id, directory: url } = serde_json::from_slice(kept).map_err(|_| unreadable())?;
        let credentials: AccountCredentials = serde_json::from_slice(kept).map_err(|_| unreadable())?;
        if url != directory.url {
            let message = format!(
                "The account kept for {} is one of {url} and not of {}; the authority needs another name in the settings.",
                directory.name, directory.url
            );
            return Err(asked.account("account_elsewhere", message));
        }
        let key = || Key::from_pkcs8_der(credentials.private_key().clone_key()).map_err(|_| unreadable());
        let private = PrivateKeyDer::Pkcs8(credentials.private_key().clone_key());
        let found = with_good_nonce!(self.builder().from_key((key()?, private.clone_key()), url.clone()));
        match found {
            Ok((protocol, credentials)) if protocol.id() != id => {
                let keep = to_keep(&credentials, asked)?;
                Ok((protocol, Some(keep)))
            }
            Ok((protocol, _)) => Ok((protocol, None)),
            // Such an authority looks at the binding before the key; that it knows the account shows with the first order.
            Err(error) if is_kind(&error, EXTERNAL_ACCOUNT_REQUIRED) => {
                let key = credentials.private_key().clone_key();
                let protocol = self.builder().from_parts(id, key, url).await.map_err(|error| asked.failed(error))?;
                Ok((protocol, None))
            }
            Err(error) => {
                if is_kind(&error, ACCOUNT_DOES_NOT_EXIST) {
                    tracing::error!(
                        acme.authority = directory.name,
                        acme.account = id,
                        "The certification authority does not know the account that was kept."
                    );
                }
                Err(asked.failed(error))
            }
        }
    }

    fn builder(&self) -> AccountBuilder {
        Protocol::builder_with_http(Box::new(self.inner.exchange.clone()))
    }
}

impl Inner {
    /// Asked about no name in particular.
    pub(crate) fn asked<'a>(&'a self, witness: &'a Witness) -> Asked<'a> {
        let authority = self.directory.name.as_str();
        Asked { authority, name: "", method: None, clock: &*self.clock, witness }
    }

    async fn object(&self, witness: &Witness) -> Result<DirectoryObject, AcmeError> {
        let asked = self.asked(witness);
        let answer = self.exchange.get(&self.directory.url).await.map_err(|error| asked.failed(error))?;
        serde_json::from_slice(answer.body()).map_err(|error| asked.unavailable(error))
    }
}

fn to_keep(credentials: &AccountCredentials, asked: &Asked<'_>) -> Result<Secret, AcmeError> {
    serde_json::to_vec(credentials).map(Secret::new).map_err(|error| asked.unavailable(error))
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("directory", &self.inner.directory).finish_non_exhaustive()
    }
}
