//! The platform's own accounts of its acme-dns service.

use super::{TokenSecrets, mac};
use nameplate_domain::tenancy::ConnectionId;

/// What they are derived with: nothing else that we sign or seal passes here.
const PURPOSE: &[u8] = b"nameplate acme-dns account 1";

impl TokenSecrets {
    /// Bytes for the name and the key of the account for a connection's token, by the first secret.
    pub(crate) fn acme_account(&self, connection: ConnectionId, token: &str) -> [u8; 64] {
        let mut bytes = [0; 64];
        for (half, number) in bytes.chunks_exact_mut(32).zip([b"0", b"1"]) {
            let parts = [PURPOSE, number, connection.0.as_bytes(), token.as_bytes()];
            half.copy_from_slice(&mac(&self.first.bytes, &parts));
        }
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn an_account_hangs_on_secret_connection_and_token() {
        let [one, other] = ["one", "other"].map(|text| TokenSecrets::parse(text).unwrap());
        let [first, second] = [1, 2].map(|number| ConnectionId(Uuid::from_u128(number)));
        let account = one.acme_account(first, "t");
        assert_eq!(account, one.acme_account(first, "t"));
        assert_ne!(account[..32], account[32..]);
        for different in [other.acme_account(first, "t"), one.acme_account(second, "t"), one.acme_account(first, "u")] {
            assert_ne!(account, different);
        }
    }
}
