//! The code that a browser brings, changed for what the provider says of the person (OpenID Connect Core 1.0, 3.1.3).

use crate::discovery::Metadata;
use crate::id_token::{Claims, Expected, Verified, believed, check_algorithm};
use crate::{IdentityError, IdentityProvider, OidcSettings, Person, Visit, http};
use serde::Deserialize;

/// Longest e-mail address, in octets (RFC 5321, 4.5.3.1.3).
const EMAIL_LENGTH_MAX: usize = 254;
/// Longest name that is kept, in characters.
const NAME_LENGTH_MAX: usize = 200;

#[derive(Deserialize)]
struct Tokens {
    id_token: String,
    access_token: Option<String>,
}

/// What the provider tells besides the ID token (5.3.2).
#[derive(Deserialize)]
struct UserInfo {
    sub: String,
    email: Option<String>,
    email_verified: Option<Verified>,
    name: Option<String>,
}

impl IdentityProvider {
    /// Who has come back from `visit` with `code`. `issuer` is the parameter `iss` of the return (RFC 9207), which a provider that
    /// promises it must give, and nobody else's may stand there.
    ///
    /// # Errors
    /// [`IdentityError`].
    pub async fn person(&self, visit: &Visit, code: &str, issuer: Option<&str>) -> Result<Person, IdentityError> {
        let metadata = self.metadata().await?;
        let is_promised = metadata.authorization_response_iss_parameter_supported;
        if issuer.map_or(is_promised, |issuer| issuer != self.settings.issuer) {
            return Err(IdentityError::Untrusted("the browser comes back from another issuer"));
        }
        let tokens = self.tokens(&metadata, visit, code).await?;
        check_algorithm(&tokens.id_token)?;
        let key = self.key_of(&tokens.id_token, &metadata).await?;
        let OidcSettings { issuer, client_id, .. } = &*self.settings;
        let expected = Expected { issuer, client_id, nonce: visit.nonce() };
        let claims = believed(&tokens.id_token, &key, expected, self.clock.now())?;
        let says_all = claims.email.is_some() && claims.email_verified.is_some();
        let claims = match (tokens.access_token, &metadata.userinfo_endpoint) {
            (Some(token), Some(url)) if !says_all => self.complete(claims, &token, url).await?,
            _ => claims,
        };
        Ok(person(claims))
    }

    async fn tokens(&self, metadata: &Metadata, visit: &Visit, code: &str) -> Result<Tokens, IdentityError> {
        let OidcSettings { client_id, client_secret, return_url, .. } = &*self.settings;
        let mut form = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", return_url),
            ("code_verifier", visit.verifier()),
        ];
        let mut request = self.http.post(&metadata.token_endpoint);
        match metadata.wants_secret_in_form() {
            true => form.extend([("client_id", client_id.as_str()), ("client_secret", client_secret.reveal())]),
            // Encoded as in a form (RFC 6749, 2.3.1).
            false => {
                request = request.basic_auth(http::encoded(client_id), Some(http::encoded(client_secret.reveal())));
            }
        }
        http::read("token", request.form(&form)).await
    }

    /// With the e-mail address, and whether it is verified: some providers tell only those who ask again.
    async fn complete(&self, mut claims: Claims, token: &str, url: &str) -> Result<Claims, IdentityError> {
        let info: UserInfo = http::read("user's information", self.http.get(url).bearer_auth(token)).await?;
        // Another's would otherwise be taken for theirs (5.3.2).
        if info.sub != claims.sub {
            return Err(IdentityError::Untrusted("the user's information is of another person"));
        }
        (claims.email, claims.email_verified) = (info.email, info.email_verified);
        claims.name = claims.name.or(info.name);
        Ok(claims)
    }
}

fn person(claims: Claims) -> Person {
    let is_verified = claims.email_verified.is_some_and(|verified| verified.is_true());
    let email = claims.email.filter(|email| is_verified && email.contains('@') && email.len() <= EMAIL_LENGTH_MAX);
    let name = claims.name.map(|name| {
        let plain: String = name.chars().filter(|character| !character.is_control()).take(NAME_LENGTH_MAX).collect();
        plain.trim().to_owned()
    });
    Person { subject: claims.sub, verified_email: email, name: name.filter(|name| !name.is_empty()) }
}
