//! The zone to which customers delegate their challenges: `_acme-challenge.<host> CNAME <token>.acme.<BASE_DOMAIN>`.
//!
//! What distinguishes it from [`super::Zones`]: very many names of one shape, of which very few have records at a time, and those for
//! minutes. So a token is sixteen octets in a set; texts are in a map of their own with the instant at which each ends.
//!
//! Absence is told with care, because resolvers remember it. A live token is there (NODATA) for every type and also without texts; only
//! an unknown one is NXDOMAIN. Texts and absences are remembered for a second.

mod plain;
mod settings;
mod tokens;

pub use settings::{AcmeZoneError, AcmeZoneSettings, Front};

use super::answer::{Transport, ZoneSource};
use super::plain::{PlainReply, PlainRequest};
use super::zone::{Apex, Node, RecordData};
use nameplate_domain::time::{Clock, Timestamp};
use settings::Fixed;
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use tokens::{LABEL_BYTES_MAX, Tokens, folded};

/// Texts of one token at most, so that they fit a reply over TCP.
const TEXTS_MAX: usize = 200;
/// Octets of one text at most: one character-string (RFC 1035, 3.3).
const TEXT_BYTES_MAX: usize = 255;
/// Tokens with texts below which nobody looks for those whose texts have ended.
const SWEPT_FROM: usize = 1024;

/// Why a token is not taken.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum TokenError {
    /// It holds other than letters, digits, `-` and `_`, or is empty, or longer than 63.
    #[error("{0:?} cannot be a label")]
    NotALabel(String),
    /// The zone has a name of its own there.
    #[error("{0:?} is a name of the zone itself")]
    Taken(String),
}

/// Why texts are not taken.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum TextsError {
    /// The token was not added, or was removed.
    #[error("the token is not known")]
    UnknownToken,
    /// More than 200.
    #[error("{0} texts are more than a reply may hold")]
    TooMany(usize),
    /// A text of more than 255 octets.
    #[error("a text has {0} octets")]
    TooLong(usize),
}

/// A text while it is served.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Text {
    value: String,
    ends_at: Timestamp,
}

#[derive(Debug, Default)]
struct State {
    tokens: Tokens,
    texts: HashMap<Box<str>, Vec<Text>>,
    sweep_at: usize,
}

/// The zone of challenges. Cheap to clone: all clones are the same zone, which may change while it is served.
#[derive(Clone)]
pub struct AcmeZone {
    shared: Arc<Shared>,
}

struct Shared {
    clock: Arc<dyn Clock>,
    fixed: Fixed,
    /// A token that has no texts now.
    bare: Arc<Node>,
    state: RwLock<State>,
}

impl fmt::Debug for AcmeZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AcmeZone")
            .field("apex", &self.shared.fixed.apex.name)
            .field("tokens", &self.len())
            .finish_non_exhaustive()
    }
}

impl AcmeZone {
    /// A zone without tokens.
    ///
    /// # Errors
    ///
    /// When a name of the settings is none, or the zone has no server.
    pub fn new(settings: &AcmeZoneSettings, clock: Arc<dyn Clock>) -> Result<Self, AcmeZoneError> {
        let fixed = Fixed::new(settings)?;
        let shared = Shared { clock, fixed, bare: Arc::default(), state: RwLock::default() };
        let zone = Self { shared: Arc::new(shared) };
        zone.insert_front(&mut zone.write().tokens);
        Ok(zone)
    }

    /// The zone's name: lower case, no trailing dot.
    #[must_use]
    pub fn apex(&self) -> &str {
        &self.shared.fixed.apex.name
    }

    /// Lets `<token>.<apex>` exist, in whatever case it is asked for. Nothing happens when it does.
    ///
    /// # Errors
    ///
    /// When it cannot be a label, or is one of the zone's own.
    pub fn add_token(&self, token: &str) -> Result<(), TokenError> {
        let token = self.accepted(token)?;
        self.write().tokens.insert(&token);
        Ok(())
    }

    /// Lets a token and its texts cease to exist; `false` when it did not exist. The front stays.
    pub fn remove_token(&self, token: &str) -> bool {
        let mut buffer = [0; LABEL_BYTES_MAX];
        let Some(token) = folded(token.as_bytes(), &mut buffer) else { return false };
        if self.shared.fixed.front_label() == Some(token) {
            return false;
        }
        let mut state = self.write();
        state.texts.remove(token);
        state.tokens.remove(token)
    }

    /// Exactly these tokens from now on. Those that stay keep their texts. Nobody waits for the work but the caller.
    ///
    /// # Errors
    ///
    /// At the first one that is not taken; nothing has changed then.
    pub fn replace_all<T: AsRef<str>>(&self, tokens: impl IntoIterator<Item = T>) -> Result<(), TokenError> {
        let mut replaced = Tokens::default();
        for token in tokens {
            replaced.insert(&self.accepted(token.as_ref())?);
        }
        self.insert_front(&mut replaced);
        let before = {
            let mut state = self.write();
            state.texts.retain(|token, _| replaced.contains(token));
            std::mem::replace(&mut state.tokens, replaced)
        };
        // A million names take their time to be freed, so not while others wait.
        drop(before);
        Ok(())
    }

    /// The texts of a token from now on, in place of those that it had: each with the instant from which it is no longer served.
    ///
    /// # Errors
    ///
    /// When the token is unknown, or the texts do not fit; the earlier ones stay then.
    pub fn set_values(&self, token: &str, values: Vec<(String, Timestamp)>) -> Result<(), TextsError> {
        if values.len() > TEXTS_MAX {
            return Err(TextsError::TooMany(values.len()));
        }
        if let Some((long, _)) = values.iter().find(|(value, _)| value.len() > TEXT_BYTES_MAX) {
            return Err(TextsError::TooLong(long.len()));
        }
        let now = self.shared.clock.now();
        let mut texts: Vec<Text> = Vec::with_capacity(values.len());
        for (value, ends_at) in values {
            // An rrset holds no record twice (RFC 2181, 5).
            match texts.iter_mut().find(|text| text.value == value) {
                Some(text) => text.ends_at = text.ends_at.max(ends_at),
                None => texts.push(Text { value, ends_at }),
            }
        }
        let mut buffer = [0; LABEL_BYTES_MAX];
        let token = folded(token.as_bytes(), &mut buffer).ok_or(TextsError::UnknownToken)?;
        let mut state = self.write();
        if !state.tokens.contains(token) {
            return Err(TextsError::UnknownToken);
        }
        if texts.iter().any(|text| text.ends_at > now) {
            state.texts.insert(Box::from(token), texts);
        } else {
            state.texts.remove(token);
        }
        state.sweep(now);
        Ok(())
    }

    /// Whether the token exists.
    #[must_use]
    pub fn knows(&self, token: &str) -> bool {
        let mut buffer = [0; LABEL_BYTES_MAX];
        folded(token.as_bytes(), &mut buffer).is_some_and(|token| self.read().tokens.contains(token))
    }

    /// How many tokens exist.
    #[must_use]
    pub fn len(&self) -> usize {
        self.read().tokens.len()
    }

    /// Whether no token exists.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn insert_front(&self, tokens: &mut Tokens) {
        if let Some(label) = self.shared.fixed.front_label() {
            tokens.insert(label);
        }
    }

    /// The token in lower case.
    fn accepted(&self, token: &str) -> Result<String, TokenError> {
        let mut buffer = [0; LABEL_BYTES_MAX];
        let Some(folded) = folded(token.as_bytes(), &mut buffer) else {
            return Err(TokenError::NotALabel(token.to_owned()));
        };
        if self.shared.fixed.is_taken(folded) {
            return Err(TokenError::Taken(token.to_owned()));
        }
        Ok(folded.to_owned())
    }

    fn read(&self) -> RwLockReadGuard<'_, State> {
        self.shared.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, State> {
        self.shared.state.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Lets go of texts that have ended, whenever there are twice as many as the last time.
    fn sweep(&mut self, now: Timestamp) {
        if self.texts.len() < self.sweep_at.max(SWEPT_FROM) {
            return;
        }
        self.texts.retain(|_, texts| texts.iter().any(|text| text.ends_at > now));
        self.sweep_at = self.texts.len() * 2;
    }
}

impl ZoneSource for AcmeZone {
    fn enclosing(&self, name: &str) -> Option<Arc<Apex>> {
        let apex = &self.shared.fixed.apex;
        crate::name::is_within(name, &apex.name).then(|| Arc::clone(apex))
    }

    fn node(&self, apex: &str, name: &str) -> Option<Arc<Node>> {
        let Shared { clock, fixed, bare, .. } = self.shared.as_ref();
        if apex != fixed.apex.name {
            return None;
        }
        if let Some(node) = fixed.nodes.get(name) {
            return Some(Arc::clone(node));
        }
        // Nothing is below a token, so what is in front of the apex is a token or nothing: it holds no dot.
        let label = name.strip_suffix(apex)?.strip_suffix('.')?;
        let state = self.read();
        if !state.tokens.contains(label) {
            return None;
        }
        let (texts, addresses) = (state.texts.get(label), fixed.addresses_of(label));
        if texts.is_none() && addresses.is_none() {
            return Some(Arc::clone(bare));
        }
        let now = clock.now();
        let live = texts.into_iter().flatten().filter(|text| text.ends_at > now);
        let records = live.map(|text| (RecordData::Txt(text.value.clone()), fixed.text_ttl_s));
        Some(Arc::new(Node::of(addresses.unwrap_or_default().iter().cloned().chain(records).collect())))
    }

    fn answer_plain(&self, request: &PlainRequest<'_>, over: Transport, reply: &mut Vec<u8>) -> bool {
        let Shared { clock, fixed, .. } = self.shared.as_ref();
        let Some(label) = request.label_below(&fixed.apex_octets) else { return false };
        if !plain::is_plain(request.qtype()) {
            return false;
        }
        let mut buffer = [0; LABEL_BYTES_MAX];
        let token = folded(label, &mut buffer).unwrap_or_default();
        // The front is the one token with more than texts.
        if fixed.is_taken(token) || fixed.front_label() == Some(token) {
            return false;
        }
        let state = self.read();
        let exists = state.tokens.contains(token);
        let texts = if request.qtype() == plain::TXT { state.texts.get(token) } else { None };
        let now = texts.map(|_| clock.now());
        let live = texts.into_iter().flatten().filter(|text| Some(text.ends_at) > now);
        let mut reply = PlainReply::begin(request, plain::code(exists), reply);
        plain::write(&mut reply, live.map(|text| text.value.as_str()), fixed);
        drop(state);
        reply.end(over);
        true
    }
}

#[cfg(test)]
mod tests;
