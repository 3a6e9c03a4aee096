//! Keeping the ACME zone in memory as the store has it, on every instance that serves it.

use crate::Control;
use nameplate_dns::serve::acme::AcmeZone;
use nameplate_domain::route::FRONT_LABEL;
use nameplate_domain::time::Timestamp;
use nameplate_store::{Signal, StoreError};
use std::collections::BTreeMap;
use std::time::Duration;

/// Tokens read in one go.
const PAGE: u32 = 10_000;
/// Changes read in one go; when there are more, everything is loaded anew.
const CHANGES_MAX: u32 = 1000;
/// How often changes are looked for that no signal told of: another process on the same SQLite file, which does not say what it
/// wrote; a lost connection.
const LOOK_EVERY: Duration = Duration::from_millis(250);
/// How far back is looked: a transaction may become visible this long after the instants in it.
const LOOK_BACK: Duration = Duration::from_secs(10);

impl Control {
    /// Fills `zone` with every token in use and its values. Call it before serving.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn load_acme_zone(&self, zone: &AcmeZone) -> Result<(), StoreError> {
        let mut tokens = Vec::new();
        loop {
            let page = self.reader().acme_tokens(tokens.last().map(String::as_str), PAGE).await?;
            let is_last = page.len() < PAGE as usize;
            tokens.extend(page);
            if is_last {
                break;
            }
        }
        let before = zone.len();
        if let Err(error) = zone.replace_all(&tokens) {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                "A token cannot be served; the ACME zone stays as it was."
            );
        }
        let mut values: BTreeMap<String, Vec<(String, Timestamp)>> = BTreeMap::new();
        for answer in self.reader().all_txt_answers(self.now()).await? {
            values.entry(answer.token).or_default().push((answer.value, answer.expires_at));
        }
        for (token, values) in values {
            serve(zone, &token, values);
        }
        tracing::debug!(zone.tokens = zone.len(), zone.tokens_before = before, "The ACME zone was loaded.");
        Ok(())
    }

    /// Keeps `zone` current, for ever: at once by signals, and by looking.
    pub async fn follow_acme_zone(&self, zone: AcmeZone) {
        let mut signals = self.store.signals().subscribe();
        let mut since = self.now();
        let mut is_down = false;
        // What happened between loading and subscribing.
        let mut reload = true;
        loop {
            let now = self.now();
            let done = match reload {
                true => self.load_acme_zone(&zone).await,
                false => self.refresh_changed(&zone, since.minus(LOOK_BACK)).await,
            };
            match done {
                Ok(()) => (since, reload, is_down) = (now, false, false),
                Err(error) => {
                    if !is_down {
                        tracing::error!(
                            error = &error as &dyn std::error::Error,
                            "The ACME zone cannot be read; it is served as it was."
                        );
                    }
                    (reload, is_down) = (true, true);
                }
            }
            let until = tokio::time::Instant::now() + LOOK_EVERY;
            while let Ok(signal) = tokio::time::timeout_at(until, signals.recv()).await {
                match signal {
                    Some(Signal::AcmeToken(token)) => {
                        if self.refresh_token(&zone, &token).await.is_err() {
                            reload = true;
                        }
                    }
                    // On one machine there is one clock: looking finds all that was missed.
                    Some(Signal::Everything) => reload = reload || self.reader().engine() != "sqlite",
                    Some(_) => {}
                    None => return,
                }
            }
        }
    }

    async fn refresh_changed(&self, zone: &AcmeZone, since: Timestamp) -> Result<(), StoreError> {
        let reader = self.reader();
        let (tokens, values) = tokio::try_join!(
            reader.acme_tokens_changed_since(since, CHANGES_MAX),
            reader.txt_answers_changed_since(since, CHANGES_MAX)
        )?;
        if tokens.len().max(values.len()) >= CHANGES_MAX as usize {
            return self.load_acme_zone(zone).await;
        }
        for change in tokens {
            match change.in_use {
                true => add(zone, &change.token),
                false => drop(zone.remove_token(&change.token)),
            }
        }
        for token in values {
            self.refresh_token(zone, &token).await?;
        }
        Ok(())
    }

    async fn refresh_token(&self, zone: &AcmeZone, token: &str) -> Result<(), StoreError> {
        if token != FRONT_LABEL && self.reader().acme_token(token).await?.is_none() {
            zone.remove_token(token);
            return Ok(());
        }
        let values = self.reader().txt_answers(token, self.now()).await?;
        // The front is in the zone by itself, where it is at all.
        if token != FRONT_LABEL {
            add(zone, token);
        }
        serve(zone, token, values.into_iter().map(|answer| (answer.value, answer.expires_at)).collect());
        Ok(())
    }
}

/// Tokens are hex, so that each is a label; one that is not is nobody's challenge.
fn add(zone: &AcmeZone, token: &str) {
    if let Err(error) = zone.add_token(token) {
        tracing::error!(error = &error as &dyn std::error::Error, "A token cannot be served.");
    }
}

/// A token that was removed in between has no values to serve.
fn serve(zone: &AcmeZone, token: &str, values: Vec<(String, Timestamp)>) {
    if let Err(error) = zone.set_values(token, values) {
        tracing::debug!(error = &error as &dyn std::error::Error, "The values of a token are not served.");
    }
}
