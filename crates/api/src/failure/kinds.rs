//! What can go wrong.

/// `kinds! { Name status "code" "meaning"; … }`: what can go wrong, with the status and the code that clients see.
macro_rules! kinds {
    ($($name:ident $status:literal $code:literal $meaning:literal;)*) => {
        /// What went wrong.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub(crate) enum Kind { $(#[doc = $meaning] $name,)* }

        impl Kind {
            pub(crate) const ALL: &[Self] = &[$(Self::$name,)*];

            pub(crate) const fn status(self) -> u16 {
                match self { $(Self::$name => $status,)* }
            }

            pub(crate) const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            pub(crate) const fn meaning(self) -> &'static str {
                match self { $(Self::$name => $meaning,)* }
            }
        }
    };
}

kinds! {
    Invalid 400 "invalid" "A field, parameter or header cannot be used; the message names it.";
    Unauthorized 401 "unauthorized" "There is no valid key or widget token in the Authorization header and no session, or it has expired.";
    QuotaExceeded 402 "QuotaExceeded" "The plan allows no more; limit, plan and upgrade_url say what would.";
    Forbidden 403 "forbidden" "The API key lacks a scope, or this kind of credential is not taken here; the message says which.";
    OriginNotAllowed 403 "origin_not_allowed" "The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours.";
    Suspended 403 "suspended" "The operator has suspended this tenant.";
    NoMembership 403 "no_membership" "No tenant has the person as a member.";
    InvitationOver 403 "invitation_over" "The invitation was taken, withdrawn, or has expired.";
    InvitationForAnother 403 "invitation_for_another" "The invitation is for another e-mail address.";
    NotFound 404 "not_found" "There is no such thing, or it belongs to another tenant.";
    MethodNotAllowed 405 "method_not_allowed" "The path exists and does not take this method; see Allow.";
    HostnameConflict 409 "HostnameConflict" "Another connection holds the host name.";
    DomainExists 409 "domain_exists" "The application has this domain already.";
    HostnameNotProven 409 "hostname_not_proven" "No connection of the route's application holds the host name; details say how it is proven.";
    HostnameInUse 409 "hostname_in_use" "Another route serves the host name; details name it.";
    RouteServesHostname 409 "route_serves_hostname" "A route serves the host name; details name it, and the commands that repoint it.";
    NameInUse 409 "name_in_use" "The tenant has a route of that name.";
    SshKeyInUse 409 "ssh_key_in_use" "The public key is registered already, somewhere on the platform.";
    OwnershipNotFound 409 "ownership_not_found" "The ownership record is not there, or has another value.";
    ConnectionEnded 409 "connection_ended" "The connection is archived or failed.";
    NotProven 409 "not_proven" "Ownership of the host name is not proven yet.";
    NoCredential 409 "no_credential" "The application has no DNS credential that sees the zone.";
    DnsConflict 409 "dns_conflict" "Records in the zone stand in the way; nothing was written.";
    NoDomainConnect 409 "no_domain_connect" "The zone's provider does not offer Domain Connect for these records.";
    NothingToUndo 409 "nothing_to_undo" "The change set was not carried out, or was undone already.";
    NoSealingKey 409 "credential_key_missing" "Credentials and webhook secrets are only stored sealed, and CREDENTIAL_ENC_KEY is not set.";
    CheckoutRequired 409 "checkout_required" "This plan is paid for: send the customer through checkout.";
    EndpointDisabled 409 "endpoint_disabled" "The webhook endpoint is disabled.";
    LastOwner 409 "last_owner" "The member is the tenant's last owner.";
    AlreadyMember 409 "already_member" "Somebody with that e-mail address is a member already.";
    IdempotencyConflict 409 "idempotency_conflict" "The Idempotency-Key was used for another request.";
    IdempotencyInProgress 409 "idempotency_in_progress" "The first request with the Idempotency-Key is not answered yet.";
    PayloadTooLarge 413 "payload_too_large" "The body is longer than 256 KiB, or 1 MiB for many connections at once.";
    UnsupportedMediaType 415 "unsupported_media_type" "The body is not application/json.";
    DomainLimit 422 "quota_exceeded" "The application has as many domains as it may have; delete one that is not used.";
    TooManyRequests 429 "rate_limited" "Too many requests by this key or from this address; see Retry-After.";
    Internal 500 "internal" "A fault of the server, logged under the ref.";
    ProviderRefused 502 "provider_refused" "The DNS provider refused the write; the message says why.";
    BillingUnavailable 502 "billing_unavailable" "There is no billing provider, or it cannot be reached.";
    Busy 503 "busy" "The connection changes too often at this moment.";
    ProviderUnavailable 503 "provider_unavailable" "The DNS provider cannot be reached or takes no more requests at the moment.";
    DnsUnreachable 503 "dns_unreachable" "The zone's name servers gave no usable answer; nothing is concluded.";
    Unavailable 503 "unavailable" "The server cannot reach its store, or took too long.";
}

impl Kind {
    /// Seconds after which trying again makes sense; `None` when it makes none.
    pub(super) const fn retry_after_s(self) -> Option<u16> {
        match self {
            Self::IdempotencyInProgress | Self::Busy => Some(1),
            Self::DnsUnreachable | Self::Unavailable => Some(5),
            Self::ProviderUnavailable => Some(30),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Kind;
    use std::fmt::Write as _;

    fn table() -> String {
        let mut text = String::from("| HTTP | code | meaning | try again after |\n|---|---|---|---|\n");
        for kind in Kind::ALL {
            let wait = match (kind, kind.retry_after_s()) {
                (Kind::TooManyRequests, _) => "`Retry-After`".to_owned(),
                (_, Some(seconds)) => format!("{seconds} s"),
                (_, None) => String::new(),
            };
            writeln!(text, "| {} | `{}` | {} | {wait} |", kind.status(), kind.code(), kind.meaning()).unwrap();
        }
        text
    }

    #[test]
    fn the_codes_of_the_reference_are_current() {
        nameplate_test_pages::keep("reference/index", "errors", &table());
    }
}
