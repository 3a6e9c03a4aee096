//! Where answers to challenges are put: on the shelf, for every edge to give, or at the TXT desk.

use crate::answers::Answers;
use crate::ports::{ShelfError, TxtDesk, TxtDeskError};
use nameplate_acme::{Later, Presented, Stage, StageError};
use nameplate_domain::issuance::problem::Actor;
use std::fmt;
use std::sync::Arc;

/// The stage of one order.
pub(crate) struct ChallengeStage {
    pub(crate) answers: Arc<Answers>,
    pub(crate) desk: Option<Arc<dyn TxtDesk>>,
    /// Where the challenge name leads below the platform's ACME zone, if it does.
    pub(crate) token: Option<String>,
}

impl ChallengeStage {
    async fn put_up(&self, presented: &Presented) -> Result<(), StageError> {
        match presented {
            Presented::Http01 { token, key_authorization, .. } => {
                self.answers.put_http01(token, key_authorization).await.map_err(|error| not_kept(&error))
            }
            Presented::TlsAlpn01 { host, digest } => {
                self.answers.put_tls_alpn01(host, digest).await.map_err(|error| not_kept(&error))
            }
            Presented::Dns01 { host, value } => match (&self.desk, &self.token) {
                (Some(desk), Some(token)) => {
                    desk.publish(token, value).await.map_err(|error| not_published(host, &error))
                }
                _ => Err(StageError::new(
                    format!("_acme-challenge.{host} does not lead to this platform."),
                    Actor::Customer,
                )),
            },
        }
    }

    async fn take_down(&self, presented: &Presented) {
        match presented {
            Presented::Http01 { token, .. } => self.answers.drop_http01(token).await,
            Presented::TlsAlpn01 { host, .. } => self.answers.drop_tls_alpn01(host).await,
            Presented::Dns01 { value, .. } => {
                if let (Some(desk), Some(token)) = (&self.desk, &self.token) {
                    desk.withdraw(token, value).await;
                }
            }
        }
    }
}

impl Stage for ChallengeStage {
    fn present<'a>(&'a self, presented: &'a Presented) -> Later<'a, Result<(), StageError>> {
        Box::pin(self.put_up(presented))
    }

    fn withdraw<'a>(&'a self, presented: &'a Presented) -> Later<'a, ()> {
        Box::pin(self.take_down(presented))
    }
}

fn not_kept(error: &ShelfError) -> StageError {
    StageError::new(format!("The answer to the challenge could not be kept for the edges: {error}."), Actor::Operator)
}

fn not_published(host: &str, error: &TxtDeskError) -> StageError {
    let (message, actor) = match error {
        TxtDeskError::UnknownToken => (
            format!(
                "The CNAME at _acme-challenge.{host} names a token that is no longer in use. Whoever keeps the DNS of {host} must replace it \
                 by the one that the connection shows."
            ),
            Actor::Customer,
        ),
        TxtDeskError::Failed(_) => {
            (format!("The TXT for _acme-challenge.{host} could not be published: {error}."), Actor::Operator)
        }
    };
    StageError::new(message, actor)
}

impl fmt::Debug for ChallengeStage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ChallengeStage")
    }
}
