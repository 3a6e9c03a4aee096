use super::*;

const ZONE: &str = "customer.com";

fn shown(text: &str) -> Vec<String> {
    let entries = parse(text, ZONE).unwrap();
    entries
        .iter()
        .map(|entry| format!("{} {:?} {} {}", entry.name, entry.ttl, entry.data.rtype(), entry.data))
        .collect()
}

#[test]
fn a_zone_file_is_read() {
    let text = "\
; a comment
$TTL 1h
@       IN SOA ns1.example. hostmaster.example. (
            2026010101 ; serial
            7200 3600 1209600 300 )
        IN NS  ns1.example.
www 300 IN CNAME edge.saas.example.
    IN 60 TXT one \"two; \\\"three\\\"\"  ; pieces are joined
@       MX 10 mail
$ORIGIN eu
@    1d A 192.0.2.1
shop    CAA 0 issue \"ca.example\"
WWW.Customer.com. AAAA 2001:db8::1
";
    assert_eq!(
        shown(text),
        [
            "customer.com Some(3600) NS ns1.example",
            "www.customer.com Some(300) CNAME edge.saas.example",
            "www.customer.com Some(60) TXT onetwo; \"three\"",
            "customer.com Some(3600) MX 10 mail.customer.com",
            "eu.customer.com Some(86400) A 192.0.2.1",
            "shop.eu.customer.com Some(3600) CAA 0 issue \"ca.example\"",
            "www.customer.com Some(3600) AAAA 2001:db8::1",
        ]
    );
}

#[test]
fn what_is_wrong_is_told_with_its_line() {
    for (text, why) in [
        ("www 300 IN CNAME edge.saas.example", "line 1: edge.saas.example has no dot at its end"),
        ("\nwww 300 IN", "line 2: type and data are missing"),
        ("www CH TXT x", "class CH"),
        (" IN A 192.0.2.1", "begin with a name"),
        ("www IN A", "data of the A record is missing"),
        ("www IN A 192.0.2", "IPv4"),
        ("www IN TXT \"open", "line 1: a quote does not end"),
        ("a A 192.0.2.1\nwww IN TXT ( \"a\"", "line 2: a parenthesis does not end"),
        ("www IN TXT )", "not expected"),
        ("www IN TLSA 3 1 1 aa", "\"TLSA\""),
        ("$INCLUDE other.zone", "$INCLUDE"),
        ("$TTL", "one argument"),
        ("$ORIGIN a..b", "no name"),
    ] {
        let refused = parse(text, ZONE).unwrap_err();
        assert!(refused.contains(why), "{text:?}: {refused}");
    }
}

#[test]
fn durations_have_units() {
    for (text, seconds) in [("300", Some(300)), ("1h30m", Some(5400)), ("1w", Some(604_800)), ("1h5", Some(3605))] {
        assert_eq!(duration(text), seconds, "{text}");
    }
    for text in ["", "h", "IN", "1x", "99999999999", "3000000000", "a1"] {
        assert_eq!(duration(text), None, "{text}");
    }
}

/// Numbers that look random and are the same in every run (xorshift).
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(bound).unwrap()).unwrap()
    }

    fn one_of<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    fn text(&mut self, of: &[char], length_max: usize) -> String {
        (0..self.below(length_max + 1)).map(|_| self.one_of(of)).collect()
    }

    fn name(&mut self) -> String {
        let zone = self.one_of(&["customer.com", "saas.example", "xn--bcher-kva.example"]);
        (0..self.below(3)).fold(zone.to_owned(), |name, _| {
            let label = self.one_of(&["www", "_acme-challenge", "a", "0", "in", "300", "1h", "mx", "x-y"]);
            format!("{label}.{name}")
        })
    }

    fn number<T: TryFrom<usize>>(&mut self, bound: usize) -> T {
        T::try_from(self.below(bound)).ok().unwrap()
    }

    fn data(&mut self) -> RrData {
        const AWKWARD: [char; 20] = [
            'a', 'Z', '0', ' ', '"', '\\', ';', '(', ')', '\t', '\n', '\r', '\u{1b}', 'ä', '€', '😀', '@', '$', '=',
            '.',
        ];
        match self.below(9) {
            0 => RrData::A(self.number::<u32>(1 << 32).into()),
            1 => RrData::Aaaa(u128::from(self.number::<u64>(1 << 40)).into()),
            2 => RrData::Alias(self.name()),
            3 => {
                let tag = self.one_of(&["issue", "issuewild", "iodef"]).to_owned();
                RrData::Caa { flags: self.one_of(&[0, 128]), tag, value: self.text(&AWKWARD, 20) }
            }
            4 => RrData::Cname(self.name()),
            5 => {
                RrData::Mx { preference: self.number(1 << 16), exchange: self.one_of(&["", "mail.example"]).to_owned() }
            }
            6 => RrData::Ns(self.name()),
            7 => {
                let (priority, weight, port) = (self.number(1 << 16), self.number(1 << 16), self.number(1 << 16));
                RrData::Srv { priority, weight, port, target: self.one_of(&["", "sip.example"]).to_owned() }
            }
            _ => RrData::Txt(self.text(&AWKWARD, 600)),
        }
    }
}

#[test]
fn what_is_printed_is_read_back() {
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
    for _ in 0..3000 {
        let wildcard = chance.one_of(&["", "*."]);
        let name = format!("{wildcard}{}", chance.name());
        let entry = Entry { name, ttl: Some(chance.number(1 << 31)), data: chance.data() };
        let text = line(&entry.name, entry.ttl.unwrap(), &entry.data);
        assert_eq!(text.lines().count(), 1, "{text:?}");
        assert!(text.chars().all(|c| c == ' ' || c.is_ascii_graphic()), "{text:?}");
        let again = format!("; before\n{text} ; after\n");
        assert_eq!(parse(&again, ZONE), Ok(vec![entry]), "{text}");
    }
}

#[test]
fn any_text_is_read_or_refused() {
    let pieces =
        ["www", " ", "\n", "\"", "\\", "(", ")", ";", "$TTL", "IN", "A", "TXT", "300", "ä", ".", "@", "\t", "1."];
    let mut chance = Chance(0x2545_f491_4f6c_dd1d);
    let mut read = 0;
    for _ in 0..5000 {
        let text: String = (0..chance.below(14)).map(|_| chance.one_of(&pieces)).collect();
        read += usize::from(parse(&text, ZONE).is_ok_and(|entries| !entries.is_empty()));
    }
    assert!(read > 0, "some of it is a zone file");
}
