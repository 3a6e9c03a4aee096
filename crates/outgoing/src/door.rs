//! The door.

use crate::public_only::PublicOnly;
use crate::reach::Reach;
use std::sync::Arc;
use std::time::Duration;

/// How long connecting may take.
const CONNECT_TIME_MAX: Duration = Duration::from_secs(5);
/// How long one exchange may take, where its sender says nothing else.
const EXCHANGE_TIME_MAX: Duration = Duration::from_secs(20);
/// Unused connections kept for each host: as many as one webhook endpoint has requests at once, so that a burst goes on with those it
/// has made.
const IDLE_OF_HOST_MAX: usize = 4;
/// How long an unused one is kept. Customers name any number of hosts, most of them for one request now and then: a longer wait would
/// hold a socket for each.
const IDLE_TIME_MAX: Duration = Duration::from_secs(10);

/// The way to hosts that customers name. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Door {
    pub(crate) client: reqwest::Client,
    pub(crate) reach: Reach,
}

/// Why there is no [`Door`].
#[derive(Debug, thiserror::Error)]
#[error("HTTP cannot be set up: {0}")]
pub struct NoDoor(#[from] reqwest::Error);

impl Door {
    /// A door to these addresses.
    ///
    /// # Errors
    /// [`NoDoor`] when TLS cannot be set up.
    pub fn new(reach: Reach) -> Result<Self, NoDoor> {
        let builder = reqwest::Client::builder()
            .user_agent("Nameplate")
            .connect_timeout(CONNECT_TIME_MAX)
            .timeout(EXCHANGE_TIME_MAX)
            .pool_max_idle_per_host(IDLE_OF_HOST_MAX)
            .pool_idle_timeout(IDLE_TIME_MAX)
            // Its target would not have been looked at.
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy();
        let builder = match reach {
            Reach::Everywhere => builder,
            Reach::Public => builder.dns_resolver(Arc::new(PublicOnly)),
        };
        Ok(Self { client: builder.build()?, reach })
    }

    /// Which addresses may be reached.
    #[must_use]
    pub fn reach(&self) -> Reach {
        self.reach
    }

    /// The client behind the door, which looks at addresses of names. Whoever gives it a URL looks at a literal address first:
    /// [`Door::target`] does.
    #[must_use]
    pub fn client(&self) -> &reqwest::Client {
        &self.client
    }
}
