//! The token of a share link: which link, and until when, under a key of its own. 80 hex digits, so that a mail program neither
//! breaks it nor changes what it means.

use super::{Secret, TokenSecrets, hex, mac};
use aws_lc_rs::constant_time::verify_slices_are_equal;
use nameplate_domain::share_link::ShareLink;
use nameplate_domain::tenancy::ShareLinkId;
use nameplate_domain::time::Timestamp;
use uuid::Uuid;

/// What keys of share links are derived with: a widget token is signed by the secret itself, so that neither passes as the other.
const PURPOSE: &[u8] = b"nameplate share link 1";
/// Octets of the tag that are kept (RFC 2104, 5: at least half).
const TAG_LENGTH: usize = 16;
/// Identifier and milliseconds.
const NAMED_LENGTH: usize = 16 + 8;

/// What a token that was signed here says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct OpenedShare {
    pub(crate) id: ShareLinkId,
    pub(crate) expires_at: Timestamp,
}

impl TokenSecrets {
    /// The token that opens `link`, by the first secret.
    pub(crate) fn sign_share(&self, link: &ShareLink) -> String {
        let mut named = [0; NAMED_LENGTH];
        named[..16].copy_from_slice(link.id.0.as_bytes());
        named[16..].copy_from_slice(&link.expires_at.as_ms().to_be_bytes());
        hex(&named) + &hex(&self.first.share_tag(&named))
    }

    /// Reads a token that was signed with any of the secrets. Whether the link still opens anything is told by its row.
    pub(crate) fn read_share(&self, token: &str) -> Option<OpenedShare> {
        let bytes = unhex(token)?;
        let (named, tag) = bytes.split_at_checked(NAMED_LENGTH)?;
        let is_signed = |secret: &Secret| verify_slices_are_equal(&secret.share_tag(named), tag).is_ok();
        if !self.all().any(is_signed) {
            return None;
        }
        let (id, expires_at) = named.split_at(16);
        Some(OpenedShare {
            id: ShareLinkId(Uuid::from_slice(id).ok()?),
            expires_at: Timestamp::from_ms(i64::from_be_bytes(expires_at.try_into().ok()?)),
        })
    }
}

impl Secret {
    fn share_tag(&self, named: &[u8]) -> [u8; TAG_LENGTH] {
        let key = mac(&self.bytes, &[PURPOSE]);
        let mut tag = [0; TAG_LENGTH];
        tag.copy_from_slice(&mac(&key, &[named])[..TAG_LENGTH]);
        tag
    }
}

/// The bytes of lower-case hex digits, if that is what `text` is: one token has one spelling.
fn unhex(text: &str) -> Option<Vec<u8>> {
    let is_ours = text.len() == 2 * (NAMED_LENGTH + TAG_LENGTH)
        && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    is_ours.then(|| text.as_bytes().chunks(2).filter_map(byte).collect())
}

fn byte(digits: &[u8]) -> Option<u8> {
    u8::from_str_radix(str::from_utf8(digits).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use nameplate_domain::tenancy::{ConnectionId, TenantId};

    fn link() -> ShareLink {
        ShareLink {
            id: ShareLinkId(Uuid::from_u128(7)),
            tenant: TenantId(Uuid::from_u128(8)),
            connection: ConnectionId(Uuid::from_u128(9)),
            created_at: Timestamp::from_ms(0),
            expires_at: Timestamp::from_ms(1_800_000_000_000),
            revoked_at: None,
        }
    }

    #[test]
    fn a_token_names_its_link_and_nothing_else() {
        let secrets = TokenSecrets::parse("a secret").unwrap();
        let token = secrets.sign_share(&link());
        assert_eq!(token.len(), 80);
        let opened = OpenedShare { id: link().id, expires_at: link().expires_at };
        assert_eq!(secrets.read_share(&token), Some(opened));
        // No widget token passes here, nor the other way round.
        assert_eq!(secrets.read_widget(&token, "saas.example", Timestamp::from_ms(0)), super::super::Read::Invalid);
    }

    #[test]
    fn links_outlive_a_change_of_secret() {
        let old = TokenSecrets::parse("old").unwrap().sign_share(&link());
        assert!(TokenSecrets::parse("new,old").unwrap().read_share(&old).is_some());
        assert_eq!(TokenSecrets::parse("new").unwrap().read_share(&old), None);
    }

    #[test]
    fn no_change_of_any_byte_goes_unseen() {
        let secrets = TokenSecrets::parse("new,old").unwrap();
        let token = secrets.sign_share(&link()).into_bytes();
        for at in 0..token.len() {
            for other in (0..=127_u8).filter(|other| *other != token[at]) {
                let mut changed = token.clone();
                changed[at] = other;
                assert_eq!(secrets.read_share(str::from_utf8(&changed).unwrap()), None, "byte {at} as {other}");
            }
            assert_eq!(secrets.read_share(str::from_utf8(&token[..at]).unwrap()), None);
        }
        let upper = String::from_utf8(token).unwrap().to_uppercase();
        assert_eq!(secrets.read_share(&upper), None);
    }
}
