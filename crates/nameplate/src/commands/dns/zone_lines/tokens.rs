//! Zone-file text to lines of tokens: comments dropped, parentheses joined (RFC 1035, 5.1).

/// One record or directive.
#[derive(Debug)]
pub(super) struct Line {
    /// Of its first token, from 1.
    pub(super) number: usize,
    /// Whether it begins with a name, and not with a blank that stands for the last one.
    pub(super) has_owner: bool,
    pub(super) tokens: Vec<Token>,
}

/// One word, or one text in quotes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Token {
    /// Escapes are still in it.
    pub(super) text: String,
    is_quoted: bool,
}

impl Token {
    /// As it was written.
    pub(super) fn raw(&self) -> String {
        if self.is_quoted { self.in_quotes() } else { self.text.clone() }
    }

    /// In quotes, whether it was or not.
    pub(super) fn in_quotes(&self) -> String {
        format!("\"{}\"", self.text)
    }
}

/// The lines of `text` that hold anything.
///
/// # Errors
/// A quote or parenthesis that does not end, with its line.
pub(super) fn lines(text: &str) -> Result<Vec<Line>, String> {
    let mut lines: Vec<Line> = Vec::new();
    let mut line: Option<Line> = None;
    let mut opened: Option<usize> = None;
    for (index, physical) in text.lines().enumerate() {
        let number = index + 1;
        let begins_blank = physical.starts_with([' ', '\t']);
        let mut rest = physical;
        loop {
            rest = rest.trim_start();
            let Some(first) = rest.chars().next() else { break };
            match first {
                ';' => break,
                '(' | ')' => {
                    opened = match (first, opened) {
                        ('(', None) => Some(number),
                        (')', Some(_)) => None,
                        _ => return Err(format!("line {number}: {first:?} is not expected here")),
                    };
                    rest = &rest[1..];
                }
                _ => {
                    let (token, after) = token(rest).ok_or_else(|| format!("line {number}: a quote does not end"))?;
                    let fresh = || Line { number, has_owner: !begins_blank, tokens: vec![] };
                    line.get_or_insert_with(fresh).tokens.push(token);
                    rest = after;
                }
            }
        }
        if opened.is_none() {
            lines.extend(line.take());
        }
    }
    match opened {
        Some(number) => Err(format!("line {number}: a parenthesis does not end")),
        None => Ok(lines),
    }
}

/// The token that `rest` begins with, and what follows.
fn token(rest: &str) -> Option<(Token, &str)> {
    let is_quoted = rest.starts_with('"');
    let body = if is_quoted { &rest[1..] } else { rest };
    let mut is_escaped = false;
    for (at, character) in body.char_indices() {
        if is_escaped {
            is_escaped = false;
            continue;
        }
        let ends = match is_quoted {
            true => character == '"',
            false => character.is_whitespace() || matches!(character, ';' | '(' | ')' | '"'),
        };
        if ends {
            let token = Token { text: body[..at].to_owned(), is_quoted };
            return Some((token, &body[at + usize::from(is_quoted)..]));
        }
        is_escaped = character == '\\';
    }
    (!is_quoted).then(|| (Token { text: body.to_owned(), is_quoted }, ""))
}
