//! What a customer brings back from the DNS provider.

use reqwest::Url;

/// Longest part of a provider's own words that is kept, in characters.
const WORDS_MAX: usize = 300;

/// How it went, in the words of whoever held the address last. Nothing of it is proven: only DNS tells whether records were written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Returned {
    /// No error was named.
    Done,
    /// The customer gave up.
    Cancelled,
    /// The provider refused, in its own words: without control characters, at most 300 characters, not to be trusted as markup.
    Failed(String),
}

/// A query that came back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Back {
    /// The state that was sent along; `None` when there is none or more than one.
    pub state: Option<String>,
    /// How it went.
    pub returned: Returned,
}

impl Returned {
    /// Reads the query of the return address (without `?`). Anything can be in it; what is not understood is left out.
    #[must_use]
    pub fn parse(query: &str) -> Back {
        let url = Url::parse("http://return.invalid/").ok().map(|mut url| {
            url.set_query(Some(query));
            url
        });
        let all = |name: &str| -> Vec<String> {
            let pairs = url.iter().flat_map(Url::query_pairs);
            pairs.filter(|(found, _)| found == name).map(|(_, value)| value.into_owned()).collect()
        };
        let mut states = all("state");
        let state = if states.len() == 1 { states.pop().filter(|state| !state.is_empty()) } else { None };
        let error = all("error").into_iter().find(|error| !error.trim().is_empty());
        let description = all("error_description").into_iter().next().unwrap_or_default();
        let returned = match error {
            None => Self::Done,
            Some(error) if error == "access_denied" && description.trim_start().starts_with("user_cancel") => {
                Self::Cancelled
            }
            Some(error) => Self::Failed(words(&error, &description)),
        };
        Back { state, returned }
    }
}

fn words(error: &str, description: &str) -> String {
    let whole = match description.trim() {
        "" => error.to_owned(),
        description => format!("{error}: {description}"),
    };
    let shown: String = whole.chars().filter(|c| !c.is_control()).take(WORDS_MAX).collect();
    shown.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(query: &str, state: Option<&str>, returned: Returned) {
        assert_eq!(Returned::parse(query), Back { state: state.map(str::to_owned), returned }, "{query}");
    }

    #[test]
    fn a_return_is_done_given_up_or_failed() {
        let failed = |words: &str| Returned::Failed(words.to_owned());
        check("state=abc", Some("abc"), Returned::Done);
        check("", None, Returned::Done);
        check("error=&state=a%20b", Some("a b"), Returned::Done);
        check("error=access_denied&error_description=user_cancel&state=s", Some("s"), Returned::Cancelled);
        check("error=access_denied&error_description=user_cancel%3A+closed", None, Returned::Cancelled);
        check("error=access_denied", None, failed("access_denied"));
        check("error=server_error&error_description=no%0Aluck", None, failed("server_error: noluck"));
        check("state=a&state=b", None, Returned::Done);
    }

    proptest! {
        #[test]
        fn no_query_is_too_odd(query in ".{0,200}") {
            if let Returned::Failed(words) = Returned::parse(&query).returned {
                prop_assert!(words.chars().count() <= WORDS_MAX && !words.contains(char::is_control));
            }
        }
    }
}
