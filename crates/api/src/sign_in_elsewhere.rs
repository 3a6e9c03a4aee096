//! `GET /console/sign-in/oidc` and back: signing in by an identity provider. For browsers, and no part of the API.

use crate::failure::Failure;
use crate::reply::PRIVATE;
use crate::router::Api;
use crate::{cookie, current, own_pages};
use axum::extract::{Query, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, header};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use nameplate_control::{Back, NotEntered, Refused};
use nameplate_domain::tenancy::Whence;
use serde::Deserialize;
use std::error::Error;

/// Where people go who did not say where.
const HOME: &str = "/console/";

/// Who leaves, for what.
#[derive(Deserialize)]
pub(crate) struct Wish {
    return_to: Option<String>,
    invitation: Option<String>,
}

/// What the provider has the browser bring back.
#[derive(Deserialize)]
pub(crate) struct Brought {
    state: Option<String>,
    code: Option<String>,
    error: Option<String>,
    iss: Option<String>,
}

/// `GET /console/sign-in/oidc`.
pub(crate) async fn leave(State(api): State<Api>, Query(wish): Query<Wish>, parts: Parts) -> Result<Response, Failure> {
    let return_to = wish.return_to.as_deref().filter(|place| !place.is_empty()).unwrap_or(HOME);
    let invitation = wish.invitation.as_deref().filter(|link| !link.is_empty());
    // A page of somebody else could have people join its tenant unawares, and act for it from then on: the provider often asks nothing.
    if let Some(link) = invitation.filter(|_| own_pages::permit(&parts, &api).is_err()) {
        let link: String = link.chars().filter(char::is_ascii_alphanumeric).collect();
        return Ok(redirect(&format!("/console/sign-in?invitation={link}"), []));
    }
    match api.control.leave(return_to, invitation).await {
        Ok(departure) => Ok(redirect(&departure.url, [cookie::journey(&api, &departure.journey)])),
        Err(refused) => not_entered(&api, refused),
    }
}

/// `GET /console/sign-in/oidc/return`.
pub(crate) async fn arrive(
    State(api): State<Api>,
    Query(brought): Query<Brought>,
    parts: Parts,
) -> Result<Response, Failure> {
    let back = Back {
        journey: cookie::journey_of(&api, &parts.headers),
        state: brought.state.as_deref(),
        code: brought.code.as_deref(),
        error: brought.error.as_deref(),
        issuer: brought.iss.as_deref(),
    };
    let former = cookie::session_of(&api, &parts.headers);
    let whence = parts.extensions.get::<Whence>().cloned().unwrap_or_default();
    match api.control.arrive(back, former, &whence).await {
        Ok(entered) => {
            current::note_proven();
            let cookies = [cookie::session(&api, entered.token.reveal()), cookie::no_journey(&api)];
            Ok(redirect(&signed_in(&entered.return_to), cookies))
        }
        Err(refused) => not_entered(&api, refused),
    }
}

/// The place with a note to the console, which cannot see its cookie, that there is one now.
fn signed_in(place: &str) -> String {
    let (address, fragment) = place.find('#').map_or((place, ""), |at| place.split_at(at));
    let and = if address.contains('?') { '&' } else { '?' };
    format!("{address}{and}signed-in{fragment}")
}

/// Back to the page that says what went wrong, under the reference that the log has.
fn not_entered(api: &Api, refused: NotEntered) -> Result<Response, Failure> {
    let reference = current::reference();
    let problem = match refused {
        NotEntered::NoProvider => "not_configured",
        NotEntered::Denied => "denied",
        NotEntered::State => "state",
        NotEntered::EmailUnverified => "email_unverified",
        NotEntered::Refused(Refused::NoMembership) => "no_membership",
        NotEntered::Refused(Refused::InvitationOver) => "invitation_over",
        NotEntered::Refused(Refused::InvitationForAnother) => "invitation_for_another",
        NotEntered::Refused(Refused::Suspended) => "suspended",
        NotEntered::Refused(refused) => return Err(refused.into()),
        NotEntered::Told(_) | NotEntered::Provider(_) => {
            let error = &refused as &dyn Error;
            tracing::warn!(error.reference = reference, error, "Somebody could not sign in by the identity provider.");
            "provider"
        }
    };
    // The client may have chosen it.
    let reference: String =
        reference.chars().filter(|one| one.is_ascii_alphanumeric() || "-_.".contains(*one)).collect();
    Ok(redirect(&format!("/console/sign-in?problem={problem}&ref={reference}"), [cookie::no_journey(api)]))
}

/// 303, which nobody keeps: its address, or where it leads, is one visit's.
fn redirect<const N: usize>(url: &str, cookies: [HeaderValue; N]) -> Response {
    let cookies = AppendHeaders(cookies.map(|cookie| (header::SET_COOKIE, cookie)));
    (PRIVATE, cookies, Redirect::to(url)).into_response()
}

#[cfg(test)]
mod tests {
    use super::signed_in;

    #[test]
    fn the_note_is_one_more_parameter() {
        assert_eq!(signed_in("/console/"), "/console/?signed-in");
        assert_eq!(signed_in("/console/domains?state=live#top"), "/console/domains?state=live&signed-in#top");
    }
}
