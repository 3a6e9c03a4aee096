//! One request to a target.

use crate::door::Door;
use crate::public_only::NOT_PUBLIC;
use crate::target::Target;
use std::error::Error;
use std::time::Duration;
use tokio::time::{Instant, timeout, timeout_at};

/// How much time a request may take, and how much of the answer is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// From looking the name up to the last octet that is read.
    pub time: Duration,
    /// Octets of the answer's body that are read; the rest is left.
    pub answer: usize,
}

/// What a target answered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// The first octets of the body, as many as came within the limits.
    pub beginning: Vec<u8>,
}

/// Why there was no answer, in words for whoever named the target.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Unanswered {
    /// The target is inside a network. Nothing was sent.
    #[error("its host is not reachable from everywhere, so nothing was sent")]
    Private,
    /// No answer came in time.
    #[error("no answer within {} s", .0.as_secs_f64())]
    Late(Duration),
    /// There was no connection, or it broke.
    #[error("{0}")]
    Broken(String),
}

impl Door {
    /// Posts `body` with these headers, whose values are visible ASCII. Any answer is an answer, also a redirect, which is not followed.
    ///
    /// # Errors
    /// [`Unanswered`].
    pub async fn post(
        &self,
        target: &Target,
        headers: &[(&'static str, &str)],
        body: String,
        limits: Limits,
    ) -> Result<Answer, Unanswered> {
        // An address in place of a name never meets the resolver.
        if !target.0.host_str().is_some_and(|host| self.may_reach(host)) {
            return Err(Unanswered::Private);
        }
        let end = Instant::now() + limits.time;
        // The client's own limits are longer, so that ours decides.
        let request = self.client.post(target.0.clone()).body(body).timeout(limits.time * 2);
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        let late = |_| Unanswered::Late(limits.time);
        let sent = timeout(limits.time, request.send()).await.map_err(late)?;
        let mut response = sent.map_err(|error| unanswered(&error, limits.time))?;
        let mut beginning = Vec::new();
        // The status has come, which is what counts: a body that breaks off or is late changes nothing.
        while beginning.len() < limits.answer {
            match timeout_at(end, response.chunk()).await {
                Ok(Ok(Some(chunk))) => beginning.extend_from_slice(&chunk),
                _ => break,
            }
        }
        beginning.truncate(limits.answer);
        Ok(Answer { status: response.status().as_u16(), beginning })
    }
}

fn unanswered(error: &reqwest::Error, time: Duration) -> Unanswered {
    if error.is_timeout() {
        return Unanswered::Late(time);
    }
    let cause = innermost(error);
    match (cause == NOT_PUBLIC, error.is_connect()) {
        (true, _) => Unanswered::Private,
        (false, true) => Unanswered::Broken(format!("no connection: {cause}")),
        (false, false) => Unanswered::Broken(format!("the connection broke: {cause}")),
    }
}

/// What the last error of the chain says: those above repeat the URL.
pub(crate) fn innermost(error: &dyn Error) -> String {
    let mut last = error;
    while let Some(source) = last.source() {
        last = source;
    }
    let text = last.to_string();
    text.chars().filter(|c| !c.is_control()).take(200).collect()
}
