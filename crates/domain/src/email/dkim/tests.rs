use super::*;

/// As mailbox providers show it: 1024 bits, in a `SubjectPublicKeyInfo`.
const RSA: &str = "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQCyiyFkD7KaL76LmP0p6OHV7qseQD/mi8gKHIpPdIFgfUcVdAqcY+28qTQYbu7npLX11qrhg5J5XfuWvxLo4LEb7UzDBRijY0SRhgvS02Y0C28glBZsO5KPYVaMPvnnuMkADV6EWC/zfEPdP+IodBc80F/B3aAUm/mDgxM5ogez+QIDAQAB";
/// The same as an `RSAPublicKey`, with nothing around it.
const BARE_RSA: &str = "MIGJAoGBALKLIWQPspovvouY/Sno4dXuqx5AP+aLyAocik90gWB9RxV0Cpxj7bypNBhu7uektfXWquGDknld+5a/EujgsRvtTMMFGKNjRJGGC9LTZjQLbyCUFmw7ko9hVow++ee4yQANXoRYL/N8Q90/4ih0FzzQX8HdoBSb+YODEzmiB7P5AgMBAAE=";
const ED25519: &str = "Lmnqi5Lf10b4kCM+eBdtB+iVfaXQGHRV698WOPDc3wY=";

fn doubted(input: &str) -> Option<&'static str> {
    doubt(&normalised(input).unwrap())
}

#[test]
fn a_whole_key_is_not_doubted() {
    for key in [RSA, BARE_RSA] {
        assert_eq!(doubted(key), None, "{key}");
        assert_eq!(doubted(&format!("v=DKIM1; t=s; p={key};")), None, "{key}");
        let (one, other) = key.split_at(100);
        assert_eq!(doubted(&format!("\"v=DKIM1; k=rsa; p={one}\" \"{other}\"")), None, "{key}");
    }
    let of_2048_bits: Vec<u8> = [0x30, 0x82, 0x01, 0x22].into_iter().chain([7; 290]).collect();
    assert_eq!(doubted(&STANDARD.encode(of_2048_bits)), None);
    assert_eq!(doubted(&format!("v=DKIM1; k=ed25519; p={ED25519}")), None);
}

#[test]
fn a_text_that_is_no_whole_key_is_told_from_one() {
    for (given, why) in [
        ("MIGfMA0", "a part of it is missing"),
        ("MIIBIjAN", "a part of it is missing"),
        ("abc123", "a part of it is missing"),
        ("v=DKIM1; k=rsa; p=ABC", "a part of it is missing"),
        ("MIIB====", "a part of it is missing"),
        ("test-key", "characters that no key in base64 has"),
        ("MIGfMA0GCSqGSIb3...", "characters that no key in base64 has"),
        ("testtest", "no RSA key"),
        (ED25519, "no RSA key"),
        ("MAA=", "too short"),
        ("v=DKIM1; k=rsa; p=", "withdrawn"),
        ("v=DKIM1; k=ed25519; p=MIGf", "32 octets"),
        ("v=DKIM1; k=dsa; p=MIGf", "neither rsa nor ed25519"),
    ] {
        let told = doubted(given).unwrap_or_else(|| panic!("{given} is not doubted"));
        assert!(told.contains(why), "{given}: {told}");
    }
    let twice = STANDARD.encode(STANDARD.decode(RSA).unwrap().repeat(2));
    assert_eq!(doubted(&twice), Some("something stands behind its end"));
}

#[test]
fn a_key_that_was_cut_is_doubted_wherever_that_was() {
    for end in 1..RSA.len() {
        assert_eq!(doubted(&RSA[..end]), Some("a part of it is missing"), "after {end} characters");
    }
}
