//! Several certificates in one value: each as four octets of length, most significant first, and its DER.

/// `None` when a certificate has 2^32 octets or more.
pub(super) fn packed(certificates: &[Vec<u8>]) -> Option<Vec<u8>> {
    let mut packed = Vec::with_capacity(certificates.iter().map(|der| der.len() + 4).sum());
    for der in certificates {
        packed.extend_from_slice(&u32::try_from(der.len()).ok()?.to_be_bytes());
        packed.extend_from_slice(der);
    }
    Some(packed)
}

/// `None` when it was not [`packed`].
pub(super) fn unpacked(mut packed: &[u8]) -> Option<Vec<Vec<u8>>> {
    let mut certificates = Vec::new();
    while !packed.is_empty() {
        let (length, rest) = packed.split_first_chunk()?;
        let (der, rest) = rest.split_at_checked(u32::from_be_bytes(*length) as usize)?;
        certificates.push(der.to_vec());
        packed = rest;
    }
    Some(certificates)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_packed_is_unpacked() {
        for chain in [vec![], vec![vec![]], vec![vec![1, 2, 3], vec![], vec![0; 300]]] {
            assert_eq!(packed(&chain).and_then(|bytes| unpacked(&bytes)), Some(chain));
        }
    }

    #[test]
    fn what_is_cut_off_is_refused() {
        let whole = packed(&[vec![1, 2, 3], vec![4]]).unwrap_or_default();
        for length in (1..whole.len()).filter(|length| *length != 7) {
            assert_eq!(unpacked(&whole[..length]), None, "{length}");
        }
    }
}
