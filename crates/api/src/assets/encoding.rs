//! In which form a file goes out.

use super::shelf::Stored;
use axum::http::{HeaderMap, header};

/// A form of a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Encoding {
    Brotli,
    Gzip,
    /// As it is.
    Identity,
}

impl Encoding {
    /// The smallest of the forms there are that the browser takes; `Accept-Encoding` as in RFC 9110, 12.5.3.
    pub(super) fn choose(asked: &HeaderMap, stored: &Stored) -> Self {
        let takes = |name: &str| weight(asked, name).is_some_and(|weight| weight > 0.0);
        match () {
            () if stored.has(Self::Brotli) && takes("br") => Self::Brotli,
            () if stored.has(Self::Gzip) && takes("gzip") => Self::Gzip,
            () => Self::Identity,
        }
    }

    /// As `Content-Encoding` has it.
    pub(super) const fn name(self) -> Option<&'static str> {
        match self {
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gzip"),
            Self::Identity => None,
        }
    }
}

/// How much the browser wants this coding, from 0 to 1; `None` when it does not speak of it.
fn weight(asked: &HeaderMap, coding: &str) -> Option<f32> {
    let values = asked.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    let (mut own, mut others) = (None, None);
    for part in values.flat_map(|value| value.split(',')) {
        let mut pieces = part.split(';').map(str::trim);
        let name = pieces.next().unwrap_or_default();
        let quality = pieces.find_map(|piece| piece.strip_prefix("q=").or_else(|| piece.strip_prefix("Q=")));
        let quality = quality.map_or(Some(1.0), |text| text.trim().parse().ok());
        if name.eq_ignore_ascii_case(coding) {
            own = quality;
        } else if name == "*" {
            others = quality;
        }
    }
    own.or(others)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn chosen(accept: Option<&'static str>, stored: &Stored) -> Encoding {
        let header = accept.map(|accept| (header::ACCEPT_ENCODING, HeaderValue::from_static(accept)));
        Encoding::choose(&HeaderMap::from_iter(header), stored)
    }

    #[test]
    fn the_smallest_form_that_is_taken_goes_out() {
        let all = Stored::new(b"plain", Some(b"br"), Some(b"gz"));
        for (accept, expected) in [
            (Some("gzip, deflate, br, zstd"), Encoding::Brotli),
            (Some("GZIP"), Encoding::Gzip),
            (Some("br;q=0, gzip;q=0.5"), Encoding::Gzip),
            (Some("br; q=0.1, gzip"), Encoding::Brotli),
            (Some("*"), Encoding::Brotli),
            (Some("br;q=0, *"), Encoding::Gzip),
            (Some("*;q=0"), Encoding::Identity),
            (Some("br;q=much"), Encoding::Identity),
            (Some("deflate"), Encoding::Identity),
            (Some(""), Encoding::Identity),
            (None, Encoding::Identity),
        ] {
            assert_eq!(chosen(accept, &all), expected, "{accept:?}");
        }
        let some = Stored::new(b"plain", None, Some(b"gz"));
        assert_eq!(chosen(Some("br, gzip"), &some), Encoding::Gzip);
        assert_eq!(chosen(Some("br, gzip"), &Stored::new(b"plain", None, None)), Encoding::Identity);
    }
}
