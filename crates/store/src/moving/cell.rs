//! Values as they travel: read from either database, written for `COPY`, and in the one form that is digested.

use aws_lc_rs::digest::{SHA256, digest};
use sqlx::{ColumnIndex, Database, Decode, Row, Type};
use uuid::Uuid;

/// What a column holds: the types of the portable subset.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Uuid,
    Text,
    Int,
    Bool,
    Bytes,
}

impl Kind {
    /// By the name that a database calls it.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name.to_ascii_uppercase().as_str() {
            "UUID" => Self::Uuid,
            "TEXT" => Self::Text,
            "BIGINT" => Self::Int,
            "BOOLEAN" => Self::Bool,
            "BYTEA" => Self::Bytes,
            _ => return None,
        })
    }
}

/// A value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Cell {
    Null,
    Uuid(Uuid),
    Text(String),
    Int(i64),
    Bool(bool),
    Bytes(Vec<u8>),
}

impl Cell {
    /// The value at `index` of a driver's row.
    pub(super) fn read<'r, R>(row: &'r R, index: usize, kind: Kind) -> Result<Self, sqlx::Error>
    where
        R: Row,
        usize: ColumnIndex<R>,
        Uuid: Decode<'r, R::Database> + Type<R::Database>,
        String: Decode<'r, R::Database> + Type<R::Database>,
        i64: Decode<'r, R::Database> + Type<R::Database>,
        bool: Decode<'r, R::Database> + Type<R::Database>,
        Vec<u8>: Decode<'r, R::Database> + Type<R::Database>,
    {
        Ok(match kind {
            Kind::Uuid => row.try_get::<Option<Uuid>, _>(index)?.map_or(Self::Null, Self::Uuid),
            Kind::Text => row.try_get::<Option<String>, _>(index)?.map_or(Self::Null, Self::Text),
            Kind::Int => row.try_get::<Option<i64>, _>(index)?.map_or(Self::Null, Self::Int),
            Kind::Bool => row.try_get::<Option<bool>, _>(index)?.map_or(Self::Null, Self::Bool),
            Kind::Bytes => row.try_get::<Option<Vec<u8>>, _>(index)?.map_or(Self::Null, Self::Bytes),
        })
    }

    /// Adds it to the parameters of a statement.
    pub(super) fn bind<'q, DB>(&'q self, kind: Kind, arguments: &mut DB::Arguments) -> Result<(), sqlx::Error>
    where
        DB: Database,
        Option<Uuid>: sqlx::Encode<'q, DB> + Type<DB>,
        Option<&'q str>: sqlx::Encode<'q, DB> + Type<DB>,
        Option<i64>: sqlx::Encode<'q, DB> + Type<DB>,
        Option<bool>: sqlx::Encode<'q, DB> + Type<DB>,
        Option<&'q [u8]>: sqlx::Encode<'q, DB> + Type<DB>,
    {
        use sqlx::Arguments as _;
        let added = match (self, kind) {
            (Self::Uuid(uuid), _) => arguments.add(Some(*uuid)),
            (Self::Text(text), _) => arguments.add(Some(text.as_str())),
            (Self::Int(int), _) => arguments.add(Some(*int)),
            (Self::Bool(flag), _) => arguments.add(Some(*flag)),
            (Self::Bytes(bytes), _) => arguments.add(Some(bytes.as_slice())),
            (Self::Null, Kind::Uuid) => arguments.add(None::<Uuid>),
            (Self::Null, Kind::Text) => arguments.add(None::<&'q str>),
            (Self::Null, Kind::Int) => arguments.add(None::<i64>),
            (Self::Null, Kind::Bool) => arguments.add(None::<bool>),
            (Self::Null, Kind::Bytes) => arguments.add(None::<&'q [u8]>),
        };
        added.map_err(sqlx::Error::Encode)
    }

    /// Adds it to the text that PostgreSQL's `COPY … FROM STDIN` reads.
    pub(super) fn copied_to(&self, out: &mut Vec<u8>) {
        match self {
            Self::Null => out.extend_from_slice(br"\N"),
            Self::Uuid(uuid) => {
                out.extend_from_slice(uuid.hyphenated().encode_lower(&mut Uuid::encode_buffer()).as_bytes())
            }
            Self::Int(int) => out.extend_from_slice(int.to_string().as_bytes()),
            Self::Bool(flag) => out.push(if *flag { b't' } else { b'f' }),
            Self::Bytes(bytes) => {
                out.extend_from_slice(br"\\x");
                push_hex(bytes, out);
            }
            Self::Text(text) => {
                for &octet in text.as_bytes() {
                    match octet {
                        b'\\' => out.extend_from_slice(br"\\"),
                        b'\n' => out.extend_from_slice(br"\n"),
                        b'\r' => out.extend_from_slice(br"\r"),
                        b'\t' => out.extend_from_slice(br"\t"),
                        octet => out.push(octet),
                    }
                }
            }
        }
    }

    /// As a text from which [`Self::parse`] makes it again; `None` for an absent one.
    pub(super) fn to_text(&self) -> Option<String> {
        Some(match self {
            Self::Null => return None,
            Self::Uuid(uuid) => uuid.to_string(),
            Self::Text(text) => text.clone(),
            Self::Int(int) => int.to_string(),
            Self::Bool(flag) => flag.to_string(),
            Self::Bytes(bytes) => hex(bytes),
        })
    }

    /// What [`Self::to_text`] wrote.
    pub(super) fn parse(text: &str, kind: Kind) -> Option<Self> {
        Some(match kind {
            Kind::Uuid => Self::Uuid(text.parse().ok()?),
            Kind::Text => Self::Text(text.to_owned()),
            Kind::Int => Self::Int(text.parse().ok()?),
            Kind::Bool => Self::Bool(text.parse().ok()?),
            Kind::Bytes => {
                let octets = (0..text.len()).step_by(2).map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok());
                Self::Bytes(octets.collect::<Option<_>>()?)
            }
        })
    }

    /// Adds its canonical form: what it is, how long it is, and its octets.
    fn canonical_to(&self, out: &mut Vec<u8>) {
        let mut add = |tag: u8, octets: &[u8]| {
            out.push(tag);
            out.extend_from_slice(&(octets.len() as u64).to_be_bytes());
            out.extend_from_slice(octets);
        };
        match self {
            Self::Null => add(0, &[]),
            Self::Uuid(uuid) => add(1, uuid.as_bytes()),
            Self::Text(text) => add(2, text.as_bytes()),
            Self::Int(int) => add(3, &int.to_be_bytes()),
            Self::Bool(flag) => add(4, &[u8::from(*flag)]),
            Self::Bytes(bytes) => add(5, bytes),
        }
    }
}

fn push_hex(bytes: &[u8], out: &mut Vec<u8>) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    for byte in bytes {
        out.push(DIGITS[usize::from(byte >> 4)]);
        out.push(DIGITS[usize::from(byte & 15)]);
    }
}

fn hex(bytes: &[u8]) -> String {
    let mut out = Vec::with_capacity(bytes.len() * 2);
    push_hex(bytes, &mut out);
    String::from_utf8(out).unwrap_or_default()
}

/// What tells two sets of rows apart: how many there are, and the sum modulo 2²⁵⁶ of the SHA-256 of each, so that the order in which a
/// database gives them does not matter.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub(super) struct Digest {
    pub(super) rows: u64,
    /// Most significant first.
    sum: [u64; 4],
}

impl Digest {
    /// Adds a row; `buffer` is used again by the next.
    pub(super) fn add(&mut self, row: &[Cell], buffer: &mut Vec<u8>) {
        buffer.clear();
        for cell in row {
            cell.canonical_to(buffer);
        }
        let hash = digest(&SHA256, buffer);
        let mut carry = false;
        for (sum, octets) in self.sum.iter_mut().zip(hash.as_ref().chunks_exact(8)).rev() {
            let word = u64::from_be_bytes(octets.try_into().unwrap_or_default());
            let (with_word, over) = sum.overflowing_add(word);
            let (with_carry, over_again) = with_word.overflowing_add(u64::from(carry));
            (*sum, carry) = (with_carry, over || over_again);
        }
        self.rows += 1;
    }

    /// The sum, as 64 hexadecimal digits.
    pub(super) fn shown(&self) -> String {
        self.sum.iter().map(|word| format!("{word:016x}")).collect()
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests fail by panicking")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn digest_of(rows: &[Vec<Cell>]) -> Digest {
        let (mut digest, mut buffer) = (Digest::default(), Vec::new());
        for row in rows {
            digest.add(row, &mut buffer);
        }
        digest
    }

    fn cells() -> impl Strategy<Value = Cell> {
        prop_oneof![
            Just(Cell::Null),
            any::<u128>().prop_map(|n| Cell::Uuid(Uuid::from_u128(n))),
            ".*".prop_map(Cell::Text),
            any::<i64>().prop_map(Cell::Int),
            any::<bool>().prop_map(Cell::Bool),
            any::<Vec<u8>>().prop_map(Cell::Bytes),
        ]
    }

    fn kind_of(cell: &Cell) -> Option<Kind> {
        Some(match cell {
            Cell::Null => return None,
            Cell::Uuid(_) => Kind::Uuid,
            Cell::Text(_) => Kind::Text,
            Cell::Int(_) => Kind::Int,
            Cell::Bool(_) => Kind::Bool,
            Cell::Bytes(_) => Kind::Bytes,
        })
    }

    proptest! {
        #[test]
        fn the_order_of_rows_does_not_matter_and_every_cell_does(
            rows in prop::collection::vec(prop::collection::vec(cells(), 1..4), 2..6), other in cells()
        ) {
            let whole = digest_of(&rows);
            let mut turned = rows.clone();
            turned.reverse();
            prop_assert_eq!(&digest_of(&turned), &whole);
            if turned[0][0] != other {
                turned[0][0] = other;
                prop_assert_ne!(digest_of(&turned), whole.clone());
            }
            prop_assert_ne!(digest_of(&rows[1..]), whole);
        }

        #[test]
        fn a_key_survives_as_text(cell in cells()) {
            match (cell.to_text(), kind_of(&cell)) {
                (Some(text), Some(kind)) => prop_assert_eq!(Cell::parse(&text, kind), Some(cell)),
                (text, _) => prop_assert_eq!((text, cell), (None, Cell::Null)),
            }
        }
    }

    #[test]
    fn cells_that_meet_are_not_confused() {
        let text = |text: &str| Cell::Text(text.into());
        assert_ne!(digest_of(&[vec![text("ab"), text("c")]]), digest_of(&[vec![text("a"), text("bc")]]));
        assert_ne!(digest_of(&[vec![text("")]]), digest_of(&[vec![Cell::Null]]));
    }

    #[test]
    fn copies_escape_what_would_end_a_field() {
        let mut out = Vec::new();
        for cell in [Cell::Text("a\tb\\\n\r☃".into()), Cell::Bytes(vec![0, 255]), Cell::Bool(true), Cell::Null] {
            cell.copied_to(&mut out);
            out.push(b'|');
        }
        assert_eq!(String::from_utf8(out).unwrap(), "a\\tb\\\\\\n\\r☃|\\\\x00ff|t|\\N|");
    }
}
