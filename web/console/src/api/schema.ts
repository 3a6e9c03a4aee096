// Written from openapi-v1.yaml by scripts/schema.mjs; `npm run schema` renews it.
export interface paths {
    "/v1/applications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List applications, newest first.
         * @description A key sees the applications of its own tenant.
         */
        get: operations["listApplications"];
        put?: never;
        /**
         * Create an application.
         * @description An application is one product of yours: it says what customers publish and where their requests go.
         */
        post: operations["createApplication"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/applications/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show an application.
         * @description Its `record_template` is what new connections have to publish; existing ones keep what they were created with.
         */
        get: operations["getApplication"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change an application.
         * @description Fields that are absent stay; `null` gives `record_template` and `default_origin` back to the default. Connections that exist keep their
         *     records.
         */
        patch: operations["updateApplication"];
        trace?: never;
    };
    "/v1/applications/{id}/credentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List an application's delegated DNS credentials, newest first; never their secrets.
         * @description `last4` and `verdict` tell them apart.
         */
        get: operations["listCredentials"];
        put?: never;
        /**
         * Store a delegated DNS credential. New connections of the application are written with it.
         * @description It is kept, sealed, whatever the provider says; `verdict` is what the provider says.
         */
        post: operations["createCredential"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/applications/{id}/credentials/{credentialId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete a delegated DNS credential. What was written with it stays.
         * @description Connections that were written with it go on by hand: what is missing later shows in their records.
         */
        delete: operations["deleteCredential"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/applications/{id}/credentials/{credentialId}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask the provider about a credential anew.
         * @description The answer has the new `verdict`: whether the provider takes it, and which zones it reaches.
         */
        post: operations["checkCredential"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/applications/{id}/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List an application's API keys, newest first; never their secrets.
         * @description `last4` tells keys apart; `revoked_at` says which are refused.
         */
        get: operations["listApiKeys"];
        put?: never;
        /**
         * Create an API key. The secret is in this answer and never again.
         * @description Only a hash of it is kept. A key can be given no scope that the caller's own key lacks.
         */
        post: operations["createApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/applications/{id}/keys/{keyId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke an API key: its next request is refused. Revoking twice changes nothing.
         * @description It stays in the list, with `revoked_at`.
         */
        delete: operations["revokeApiKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{id}/domains": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List an application's domains, oldest first.
         * @description Each domain is listed once, with its TLS, DNS and ingress status, also one that was connected by `POST /v1/connections`. Of several
         *     connections of one name, the one is shown that holds the name, or else the newest.
         */
        get: operations["listAppDomains"];
        put?: never;
        /**
         * Register a domain of an application.
         * @description `verification` in the answer says what to publish: a CNAME to the application's own host name, which verifies the domain and leads its
         *     visitors, or the TXT of `alternative`, for an apex and a wildcard. The certificate comes by itself. An application has so many
         *     domains as its tenant's `max_domains_per_app` says, which is 10 unless the operator has changed it; what was given up unverified is
         *     not counted and can be registered again.
         */
        post: operations["registerAppDomain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{id}/domains/{domain}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a domain of an application: whether it is verified, and where its TLS, DNS and ingress stand.
         * @description This reads what is known and asks nobody: `verify` looks at DNS, and so do the workers.
         */
        get: operations["getAppDomain"];
        put?: never;
        post?: never;
        /**
         * Remove a domain of an application: it is no longer served, and its place is free.
         * @description Its connections are archived; a domain that was removed is absent from then on, and can be registered again with another token. The
         *     answer lists the records that dangle. A domain that a route serves is refused, with the commands that repoint it, unless `detach` is
         *     asked for: then route and domain change in one step.
         */
        delete: operations["removeAppDomain"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{id}/domains/{domain}/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Look for the records that verify a domain now, at the zone's own name servers.
         * @description This can be repeated at will: what is verified stays so, and what is not answers 200 with `verified: false` and the reason. Workers
         *     look by themselves as well. Every proof of `ownership_proofs` of the connection verifies a domain, so that both fields can be false.
         *     When another tenant has verified the name first, it is a conflict.
         */
        post: operations["verifyAppDomain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List who did what, newest first.
         * @description Every change by anybody is in it: by API keys, SSH keys, browsers with widget tokens, the platform's operator, and the platform by itself. Filters narrow each other.
         */
        get: operations["listAuditEntries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/batches/{batch_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See how far a batch has come.
         * @description A batch is every connection that was created with the same `batch_id`; `GET /v1/connections?batch_id=…` lists them.
         */
        get: operations["getBatch"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/billing/checkout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get a page on which a plan is bought.
         * @description Send whoever pays to its URL. The plan counts as soon as the billing provider says that it is paid. With a subscription that
         *     runs already, the page asks to confirm its change, so nobody pays twice.
         */
        post: operations["createCheckout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/billing/portal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get a page on which cards, invoices and the subscription are looked after.
         * @description Send whoever pays to its URL. What is changed there counts as soon as the billing provider says so. The body may be left out.
         */
        post: operations["createPortalSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/certificates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List certificates, those of the newest connections first.
         * @description One entry for each connection that holds its host name and has a certificate, or had an attempt at one. `status=failed` shows
         *     what needs a person, `expiring_within_days` what ends soon.
         */
        get: operations["listCertificates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/change-sets/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show one write to a customer's zone.
         * @description The receipt says what stood there before, what was written, and how far it got. It is stored before anything is sent to the
         *     provider.
         */
        get: operations["getChangeSet"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/change-sets/{id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take back what was written: its values go, what it replaced comes back, what others wrote since stays.
         * @description With `dry_run` nothing is written and the answer says what would be. What was undone already cannot be undone again.
         */
        post: operations["undoChangeSet"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List connections, newest first or in another order.
         * @description A widget token sees those of its application, or of its host name, only, and does not search. Filters narrow each other. Pages neither repeat nor
         *     leave out rows while others are added; a connection that changes its state meanwhile may move in an order by state. Certificates are left out of lists; the connection itself shows its own.
         */
        get: operations["listConnections"];
        put?: never;
        /**
         * Start connecting a host name.
         * @description The answer has the records to publish. Nothing is proven yet, so nobody is kept from starting the same: the first to prove
         *     ownership holds the name. With a widget token, `dns_records` and `takeover` cannot be chosen.
         */
        post: operations["createConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections:bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start connecting many host names at once, up to 1,000.
         * @description Each is created or refused by itself, and counted by itself. The workers look for their records from now on, and write those of
         *     automatic ones, spread over the next minute.
         */
        post: operations["createConnections"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections:summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count connections by state.
         * @description Counted at this moment, so it can be asked as often as a page is shown.
         */
        get: operations["summarizeConnections"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a connection: its state, records desired and observed, and certificate.
         * @description This reads what is known and asks nobody: `records:check` and `verify` look at DNS.
         */
        get: operations["getConnection"];
        put?: never;
        post?: never;
        /**
         * Offboard a host name: its claim is released and it is no longer served. Doing it twice changes nothing.
         * @description The answer lists the records that dangle from now on. Records at the customer's DNS provider stay, unless `cleanup` is asked for:
         *     then exactly those that were written with the application's delegated DNS credential are removed. What they had replaced does not come
         *     back. Without such a credential nothing is done at all. A host name that a route serves is refused, with the commands that repoint it,
         *     unless `detach` is asked for: then route, claim and listener change in one step.
         */
        delete: operations["archiveConnection"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{id}/certificate:renew": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Have the certificate replaced now.
         * @description Edges begin within a second; the new one shows in `certificate` when it is there. Limits of the authority hold all the same.
         */
        post: operations["renewConnectionCertificate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{id}/change-sets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what was written to the customer's zone for a connection, newest first.
         * @description Each is a receipt that can be undone.
         */
        get: operations["listChangeSets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{id}/domain-connect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send the customer to the DNS provider, which writes the records after its customer consented.
         * @description Open `url` in a window: the customer signs in at the provider and agrees, and comes back to `return_to`. Proof and records are
         *     then checked as if a person had published them.
         */
        post: operations["beginDomainConnect"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{id}/email:apply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Generate the records that a mailbox provider needs at the connection's own domain, and write those that are safe to write.
         * @description SPF at the apex is never written: it is in `manual_records`, merged with what is published.
         */
        post: operations["applyEmailRecords"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{id}/https:check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask the host name for its page now, as a visitor would.
         * @description One HTTPS request to wherever DNS leads, with the certificate verified, in at most 5 seconds. It changes no state: it tells whether
         *     visitors get there, and which certificate they are shown.
         */
        post: operations["checkConnectionHttps"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{id}/records:apply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Write the connection's records with the application's delegated DNS credential, or say what would be written.
         * @description Everything else in the zone stays. What is there already is not written again.
         */
        post: operations["applyConnectionRecords"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{id}/records:check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check the desired records now, and move on when they are all there.
         * @description When the last one is there, waits up to 5 seconds for the certificate, so that the state can be `live`.
         */
        post: operations["checkConnectionRecords"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{id}/share-links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a connection's share links, newest first; never their URLs.
         * @description A URL is shown when its link is created and never again: it is all that its holder needs.
         */
        get: operations["listShareLinks"];
        put?: never;
        /**
         * Make a link to a page that shows this connection's records and how far they are, without an account, until it is live.
         * @description The page tells nothing else. The URL is in this answer and never again.
         */
        post: operations["createShareLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{id}/share-links/{linkId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Withdraw a share link: it opens nothing from now on. Withdrawing twice changes nothing.
         * @description Whoever has the page open sees nothing more from its next look on.
         */
        delete: operations["revokeShareLink"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{id}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tell the story of a connection, newest first.
         * @description What was done about it and by whom, its states, what DNS showed when that changed, what was written to the zone, what became of the
         *     certificate, and what subscribers were told. Events and deliveries are kept for 30 days, all else for 400; of what was seen, the last
         *     200.
         */
        get: operations["listConnectionTimeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{id}/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Look for proof of ownership now, at the zone's own name servers.
         * @description A connection that is proven already stays so; `ownership` says whether the record that proved it is still published.
         */
        post: operations["verifyConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/domains:attach": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Attach a host name to an application.
         * @description Begins or resumes its connection and looks for the proof. While that is missing the answer is `pending`, has the record to publish, and
         *     no route was touched; sent again once the record is there, the name is claimed and routed in one step.
         */
        post: operations["attachDomain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/domains:check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Look at a domain before anybody touches its DNS. Changes nothing.
         * @description Says who runs its DNS, what stands there, what would be in the way, what to publish, which setups can work, and with a delegated
         *     credential what exactly would be written.
         */
        post: operations["checkDomain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/email/records": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Generate the records that a mailbox provider needs. Nothing is written.
         * @description MX, SPF, DKIM and DMARC for a domain; `notes` says what cannot be derived. A published SPF record given as `existing_spf` is merged,
         *     never replaced.
         */
        post: operations["emailRecords"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow what happens, as it happens.
         * @description A stream of server-sent events. With Last-Event-ID it begins after that event, with everything that has happened since, and goes on
         *     live: each event comes once, in one order, whichever server answers. An id that is not known any more (events are kept for 30
         *     days) begins with the oldest event that is, after an event `reset`; the id `00000000-0000-0000-0000-000000000000` does so without.
         *     Without Last-Event-ID it begins now. A comment comes every 15 seconds. The stream ends when the key is revoked, the token
         *     expires or the server stops: come back with Last-Event-ID.
         */
        get: operations["streamEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List invitations that can be taken, the newest first; never their links.
         * @description What was taken, withdrawn or has expired is not in it.
         */
        get: operations["listInvitations"];
        put?: never;
        /**
         * Invite somebody to act for the tenant. The link is in this answer and never again.
         * @description It is good for 7 days and once, for the person alone whose e-mail address is the invited one and verified. Only owners invite owners; a key
         *     of the whole tenant acts as an admin, and may invite the first owner.
         */
        post: operations["createInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invitations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Take an invitation back: its link leads nowhere from now on.
         * @description Whoever may make it may take it back. Somebody who has taken it is a member, and stays one.
         */
        delete: operations["revokeInvitation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List all API keys, newest first; never their secrets.
         * @description Those of every application, and those of the whole tenant, whose `application_id` is null. A key of one application sees only its
         *     application's.
         */
        get: operations["listAllApiKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke any API key: its next request is refused. Revoking twice changes nothing.
         * @description A key of one application revokes only its application's. It stays in the list, with `revoked_at`.
         */
        delete: operations["revokeAnyApiKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the people who act for the tenant, the newest first.
         * @description Who is invited and has not come yet is in the list of invitations.
         */
        get: operations["listMembers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/members/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove a member.
         * @description Whatever they are signed in with ends at once. Only owners remove owners, and the last one stays. API keys that they made go on.
         */
        delete: operations["deleteMember"];
        options?: never;
        head?: never;
        /**
         * Give a member another role.
         * @description It holds at once, also for browsers that are signed in. Only owners make and change owners, and the last one stays. A key of the whole
         *     tenant acts as an admin.
         */
        patch: operations["updateMember"];
        trace?: never;
    };
    "/v1/plans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the plans, the cheapest first, with what each allows.
         * @description A limit that is null is none. Only `connect` is enforced, when a connection is created; the others are counted and shown.
         */
        get: operations["listPlans"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/platform/authorities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the certification authorities, and what they still allow.
         * @description As attached edges told within the last seconds. Without any, the list is empty. For platform keys only.
         */
        get: operations["listAuthorities"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/platform/edges": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the edges, by their names.
         * @description Edges say how they are every 15 seconds. One that was silent for a day is forgotten. For platform keys only.
         */
        get: operations["listEdges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/platform/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show what a few numbers were over the last hours, for plots.
         * @description As the server that answers has seen them, since its start and for six hours at most: where there are several, ask one of them, or
         *     collect `/metrics` from all. For platform keys only.
         */
        get: operations["getPlatformMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/platform/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show how much there is of everything.
         * @description Counts are of this moment; of a database that takes long to count, of a moment ago. For platform keys only.
         */
        get: operations["getPlatformOverview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/platform/queues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what waits, and for how long.
         * @description Counts are of this moment; of a database that takes long to count, of a moment ago. A queue that is long is busy; one whose first entry grows old is stuck. For platform keys only.
         */
        get: operations["listQueues"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/platform/tenants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the tenants, newest first, with how much each has.
         * @description For platform keys only.
         */
        get: operations["listTenants"];
        put?: never;
        /**
         * Create a tenant and its first API key. The secret is in this answer and never again.
         * @description The key belongs to the whole tenant and has every scope: hand it to whoever the tenant is. For platform keys only.
         */
        post: operations["createTenant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/platform/tenants/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a tenant with its usage and limits.
         * @description For platform keys only.
         */
        get: operations["getTenant"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Put a tenant on another plan, paid for or not.
         * @description It counts at once, and what was used this month stays used. A subscription at the billing provider is left alone, and has its say
         *     again with its next notice. For platform keys only.
         */
        patch: operations["updateTenant"];
        trace?: never;
    };
    "/v1/platform/tenants/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put a suspended tenant back into service, as it was.
         * @description Sending this for a tenant that is in service changes nothing. For platform keys only.
         */
        post: operations["resumeTenant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/platform/tenants/{id}/suspend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put a tenant out of service.
         * @description Its keys are refused, its names are not served, and nobody looks after its connections. Nothing is deleted. A tenant that is
         *     suspended already keeps its first reason, so sending this twice is safe. For platform keys only.
         */
        post: operations["suspendTenant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/providers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List DNS providers, in the order of the documentation.
         * @description For each: how it is recognised, what it can and cannot do, what its own panel calls things, and what a delegated credential looks like.
         */
        get: operations["listProviders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/routes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List routes, the newest first.
         * @description Host names of connections that no route serves are not in it; they are served as their connections say.
         */
        get: operations["listRoutes"];
        put?: never;
        /**
         * Create a route.
         * @description It is served at its default host name at once, and at `hostname`, which is neither claimed nor verified by this: a connection of the
         *     application must hold it. A host name serves one route.
         */
        post: operations["createRoute"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/routes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a route.
         * @description The path names it by its identifier or by its name.
         */
        get: operations["getRoute"];
        put?: never;
        post?: never;
        /**
         * Delete a route.
         * @description No claim is released: a host name that it was served at stays with its connection, and is served as that says.
         */
        delete: operations["deleteRoute"];
        options?: never;
        head?: never;
        /**
         * Change a route.
         * @description It takes effect on every edge within a second. The host name that it was served at stays with its connection.
         */
        patch: operations["updateRoute"];
        trace?: never;
    };
    "/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who you are: what the key or session that you send stands for.
         * @description It takes every credential but widget tokens, whatever it may do.
         */
        get: operations["getSession"];
        put?: never;
        /**
         * Sign a browser in with a key: the answer sets a cookie that counts as the key.
         * @description Scripts cannot read the cookie, and it is taken from this platform's own pages only. The session lasts 30 minutes without use and 12
         *     hours at most, and ends with its key. What the browser was signed in as before is signed out.
         */
        post: operations["createSession"];
        /**
         * Sign the browser out.
         * @description The session has ended before the answer comes, on every server, and its cookie is cleared. It succeeds as well when the session was over.
         */
        delete: operations["endSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session/tenant": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Act for another of your tenants.
         * @description For people who are signed in; their session goes on, as a member of the other tenant.
         */
        post: operations["switchTenant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/share/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show the connection of a share link: its records and how far they are. Needs no key but the token.
         * @description A link that is unknown, expired or withdrawn, or whose connection is archived, is not found.
         */
        get: operations["getSharedConnection"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How people can sign in to the console.
         * @description Keys always work. With `oidc`, lead people to `/console/sign-in/oidc`.
         */
        get: operations["getSignIn"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ssh-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List SSH keys, newest first, revoked ones included.
         * @description A key of one application sees only its application's.
         */
        get: operations["listSshKeys"];
        put?: never;
        /**
         * Register an SSH key: whoever has its private half runs `domain` and `route` over SSH as this tenant.
         * @description A key acts for one tenant of the platform: 409 says that it does already, and not for whom.
         */
        post: operations["createSshKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ssh-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke an SSH key: it lets nobody in, and who is in can do nothing more. Revoking twice changes nothing.
         * @description It stays in the list, with `revoked_at`, and may be registered anew.
         */
        delete: operations["revokeSshKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subscription": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show the plan that your tenant is on, with its limits and what was used of them this month.
         * @description Limits that were set for your tenant stand before those of its plan. `GET /v1/usage` has months that are over.
         */
        get: operations["getSubscription"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subscriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Switch to another plan.
         * @description It counts at once, and what was used this month stays used. On a platform with a billing provider a plan that is paid for is
         *     `409 checkout_required`: send whoever pays to the URL of `POST /v1/billing/checkout`. Switching to `free` ends the
         *     subscription at the provider at once; to let it run to its end, cancel it in the portal. Asking for the present plan changes
         *     nothing, so sending this twice is safe.
         */
        post: operations["changeSubscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mint a widget token: what your server hands to the customer's browser instead of an API key.
         * @description It carries `connections:read` and `connections:write`, as far as your key holds them, for the application and, with `domain`, for
         *     that host name only. It is taken by the operations that have the security scheme `widget_token`.
         */
        post: operations["createWidgetToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show what was used in a month, by kind, beside what the plan allows.
         * @description Counters stand in `usage` with their limits, and once more by their kind for simple clients. `active_domain` are the names
         *     that are live now, or went live in the month if those are more. Months are those of UTC.
         */
        get: operations["getUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/usage/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show what was used, day by day.
         * @description Counted as months are, for the last 400 days; earlier days, and those before this was counted by day, are zero. Days are those of UTC.
         */
        get: operations["getUsageHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List deliveries of the last 30 days, newest first.
         * @description A delivery is one event for one receiver. Filters narrow each other; attempts are shown with each delivery itself.
         */
        get: operations["listWebhookDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-deliveries/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a delivery with its body and its attempts.
         * @description `body` is what every attempt sends, byte for byte. `attempt_log` has the newest hundred attempts, with the beginning of
         *     what was answered.
         */
        get: operations["getWebhookDelivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-deliveries/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a delivery once more, whatever became of it: at once, and with a fresh round of retries.
         * @description The event has the identifier that it had: receivers that remember identifiers take it once.
         */
        post: operations["replayWebhookDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List receivers of webhooks, newest first; never their secrets.
         * @description `failing_since` tells which of them is in trouble, `disabled_reason` why one is told nothing more.
         */
        get: operations["listWebhookEndpoints"];
        put?: never;
        /**
         * Register a receiver of webhooks. Its signing secret is in this answer and never again.
         * @description Each event is posted as `{"type","jobId","data","sent_at","id"}` and signed, by `X-CD-Timestamp` and `X-CD-Signature`, and by the
         *     headers of Standard Webhooks. Any 2xx within five seconds takes it; otherwise it is tried again after 1, 2, 4, 8 and 16 minutes.
         */
        post: operations["createWebhookEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a receiver of webhooks.
         * @description Its secret is not shown; `rotate-secret` gives another one.
         */
        get: operations["getWebhookEndpoint"];
        put?: never;
        post?: never;
        /**
         * Delete a receiver of webhooks. What is on its way to it is given up; what was sent stays listed.
         * @description To pause a receiver, disable it instead: `PATCH` with `enabled` false.
         */
        delete: operations["deleteWebhookEndpoint"];
        options?: never;
        head?: never;
        /**
         * Change a receiver of webhooks, or disable and enable it.
         * @description What is left out stays. Enabling clears the record of failures; what failed before can be replayed.
         */
        patch: operations["updateWebhookEndpoint"];
        trace?: never;
    };
    "/v1/webhook-endpoints/{id}/rotate-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give an endpoint another signing secret, which is in this answer and never again.
         * @description `X-CD-Signature` is made with the new secret at once. `webhook-signature` carries signatures of both for 24 hours, so that a receiver
         *     that checks it refuses nothing while you put the new secret in place; one that checks `X-CD-Signature` gets what it refused again
         *     by the retries.
         */
        post: operations["rotateWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a signed test event (`webhook.test`) now, and show what came of it.
         * @description It is tried once, also at a disabled endpoint; failing it does not count against the endpoint.
         */
        post: operations["testWebhookEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * @description Who can put something right.
         * @enum {string}
         */
        Actor: "customer" | "operator" | "authority" | "nobody";
        /** @description An API key, without its secret. */
        ApiKey: {
            /**
             * Format: uuid
             * @description The application it was made under; null for a key of the whole tenant.
             */
            application_id: string | null;
            created_at: components["schemas"]["Instant"];
            /** Format: uuid */
            id: string;
            /**
             * @description Last four characters of the secret, for telling keys apart.
             * @example x7Qf
             */
            last4: string;
            /**
             * @description The label a person gave it.
             * @example shop.customer.com
             */
            name: string;
            revoked_at: components["schemas"]["Instant"] | null;
            /** @description What it may do. */
            scopes: components["schemas"]["Scope"][];
        };
        /** @description One page of a list, newest first unless said otherwise. */
        ApiKeyList: {
            data: components["schemas"]["ApiKey"][];
            /**
             * @description Send as cursor to get the next page; null on the last.
             * @example 0000019f214e8c000198c0de0000700080000000000000019c2e5a17
             */
            next_cursor: string | null;
        };
        /** @description An API key with its secret, which is shown in this answer and never again. */
        ApiKeyWithSecret: {
            /**
             * Format: uuid
             * @description The application it was made under; null for a key of the whole tenant.
             */
            application_id: string | null;
            created_at: components["schemas"]["Instant"];
            /** Format: uuid */
            id: string;
            /**
             * @description Last four characters of the secret, for telling keys apart.
             * @example x7Qf
             */
            last4: string;
            /**
             * @description The label a person gave it.
             * @example shop.customer.com
             */
            name: string;
            revoked_at: components["schemas"]["Instant"] | null;
            /** @description What it may do. */
            scopes: components["schemas"]["Scope"][];
        } & {
            /**
             * @description Send as `Authorization: Bearer …`. Null in an answer that is repeated under an Idempotency-Key.
             * @example sk_test_3fQ9…
             */
            secret: string | null;
        };
        /** @description A domain of an application, with where its TLS, DNS and ingress stand. */
        AppDomain: {
            /** Format: uuid */
            application_id: string;
            created_at: components["schemas"]["Instant"];
            /** @description What has to be published for traffic, and what the last check saw. */
            dns: components["schemas"]["AppDomainDns"];
            /**
             * @description Lower-case A-labels; `*.` first for a wildcard.
             * @example www.customer.com
             */
            domain: string;
            /**
             * @description The domain for people.
             * @example www.customer.com
             */
            domain_unicode: string;
            /**
             * Format: uuid
             * @description Identifier of the connection, for everything else that can be done with it.
             */
            id: string;
            /** @description Whether visitors are let through. */
            ingress: components["schemas"]["AppDomainIngress"];
            problem: components["schemas"]["Problem"] | null;
            /** @description The state of the connection, which tells more than `status`. */
            state: components["schemas"]["ConnectionState"];
            status: components["schemas"]["AppDomainStatus"];
            /** @description The certificate. */
            tls: components["schemas"]["AppDomainTls"];
            updated_at: components["schemas"]["Instant"];
            /** @description The record that verifies the domain, and the one that does so in its place. */
            verification: components["schemas"]["AppDomainVerification"];
            verified_at: components["schemas"]["Instant"] | null;
        };
        /** @description The traffic records of a domain. */
        AppDomainDns: {
            checked_at: components["schemas"]["Instant"] | null;
            /** @description A CNAME to the application's own host name satisfies each record that leads visitors. */
            records: components["schemas"]["DesiredRecord"][];
            status: components["schemas"]["AppDomainDnsStatus"];
        };
        /**
         * @description `pending` until every traffic record was seen, `propagated` since, `unknown` when the zone's servers gave no usable answer,
         *     `drifted` when records of a live domain have lost their values.
         * @enum {string}
         */
        AppDomainDnsStatus: "pending" | "propagated" | "unknown" | "drifted";
        /** @description The way of visitors to the application. */
        AppDomainIngress: {
            /**
             * @description The application's own host name.
             * @example app-0198c0de00007000800000000000000a.edge.acme.example
             */
            app_target: string;
            /**
             * @description Where visitors' requests go.
             * @example https://sites.acme.example
             */
            origin: string;
            status: components["schemas"]["AppDomainIngressStatus"];
        };
        /**
         * @description `active` when edges serve the domain, `inactive` when they refuse it.
         * @enum {string}
         */
        AppDomainIngressStatus: "active" | "inactive";
        /** @description One page of a list, newest first unless said otherwise. */
        AppDomainList: {
            data: components["schemas"]["AppDomain"][];
            /**
             * @description Send as cursor to get the next page; null on the last.
             * @example 0000019f214e8c000198c0de0000700080000000000000019c2e5a17
             */
            next_cursor: string | null;
        };
        /**
         * @description Whether a domain is verified: `pending_verification` until then, `verified` from then on, `failed` when it was given up unverified.
         * @enum {string}
         */
        AppDomainStatus: "pending_verification" | "verified" | "failed";
        /** @description The certificate of a domain. */
        AppDomainTls: {
            certificate: components["schemas"]["Certificate"] | null;
            status: components["schemas"]["AppDomainTlsStatus"];
        };
        /**
         * @description `none` before a certificate is wanted, `pending` while it is obtained, `issued`, `failed` with who must do what in its problem.
         * @enum {string}
         */
        AppDomainTlsStatus: "none" | "pending" | "issued" | "failed";
        /** @description The record that verifies a domain: a CNAME, or a TXT where no CNAME can. */
        AppDomainVerification: {
            /** @description The TXT, for every domain. */
            alternative: components["schemas"]["AppDomainVerificationRecord"];
            /** @example www.customer.com */
            name: string;
            /** @description `CNAME`; `TXT` for an apex, a wildcard, and a name that has to be proven afresh. */
            type: components["schemas"]["RecordType"];
            /** @example app-0198c0de-0000-7000-8000-00000000000a.acme.example */
            value: string;
        };
        /** @description A record to publish. */
        AppDomainVerificationRecord: {
            /** @example _paas-verify.www.customer.com */
            name: string;
            /** @description `TXT`. */
            type: components["schemas"]["RecordType"];
            /** @example ceed68a2ed6e2b50fe53b1dbbb74fba0 */
            value: string;
        };
        /** @description What a verification came to. */
        AppDomainVerified: {
            /** @description Whether the CNAME to the application's own host name is at the zone's own servers; a wildcard record does not count. */
            cname_ok: boolean;
            problem: components["schemas"]["Problem"] | null;
            /** @description Whether the TXT is there. It is looked for only when the CNAME is not there. */
            txt_ok: boolean;
            /** @description Whether the domain is verified, now or before. */
            verified: boolean;
        };
        /** @description One product of yours. */
        Application: {
            /** @description Origins that may embed the widget. */
            allowed_origins: string[];
            /**
             * @description The application's own host name; a CNAME to it always satisfies the traffic record.
             * @example app-0198c0de00007000800000000000000a.edge.acme.example
             */
            app_target: string;
            created_at: components["schemas"]["Instant"];
            /**
             * @description Where requests go; null for the platform's default.
             * @example https://sites.acme.example
             */
            default_origin: string | null;
            /** @description Whether its keys start with `sk_test_` or `sk_live_`. */
            environment: components["schemas"]["Environment"];
            /** Format: uuid */
            id: string;
            /**
             * @description Name for people.
             * @example shop.customer.com
             */
            name: string;
            /** @description What new connections have to publish; null for the default. */
            record_template: components["schemas"]["RecordTemplateLine"][] | null;
            updated_at: components["schemas"]["Instant"];
        };
        /** @description What to change. A field that is absent stays as it is. */
        ApplicationChanges: {
            /** @description Origins that may embed the widget; replaces the whole list. */
            allowed_origins?: string[] | null;
            /**
             * @description Where requests go, for every connection at once; null for the platform's default.
             * @example https://sites.acme.example
             */
            default_origin?: string | null;
            /**
             * @description Name for people.
             * @example Acme Sites
             */
            name?: string | null;
            /** @description What new connections have to publish; null for the default. Connections that exist keep their records. */
            record_template?: components["schemas"]["RecordTemplateLine"][] | null;
        };
        /** @description One page of a list, newest first unless said otherwise. */
        ApplicationList: {
            data: components["schemas"]["Application"][];
            /**
             * @description Send as cursor to get the next page; null on the last.
             * @example 0000019f214e8c000198c0de0000700080000000000000019c2e5a17
             */
            next_cursor: string | null;
        };
        /** @description What was written for mail, and what is left for people. */
        AppliedEmail: {
            /** @description Whether the zone has `records` now. */
            applied: boolean;
            /** @description What the zone's own servers show of each record now. */
            checks: components["schemas"]["EmailCheck"][];
            /**
             * @description The mail domain.
             * @example customer.com
             */
            domain: string;
            /** @description Whether it was only planned. */
            dry_run: boolean;
            /** @description What a person has to set by hand: SPF at the apex always, and whatever would replace a policy of theirs. */
            manual_records: components["schemas"]["EmailRecord"][];
            notes: string[];
            /**
             * @description Slug of the mailbox provider.
             * @example cloudflare
             */
            provider: string;
            /** @description What was written, or would be. */
            records: components["schemas"]["EmailRecord"][];
            /** @description The write in the zone. */
            write: components["schemas"]["ZoneWrite"];
        };
        /** @description What was written, and the connection afterwards. */
        AppliedRecords: {
            /** @description Whether the zone shows the wished records now. */
            applied: boolean;
            change_set: components["schemas"]["ChangeSet"] | null;
            /** @description What changes; empty when everything is there already. */
            changes: components["schemas"]["ZoneChange"][];
            /** @description Whether it was only planned. */
            dry_run: boolean;
            /**
             * @description Key of the provider.
             * @example cloudflare
             */
            provider: string;
            /**
             * @description Apex of the zone.
             * @example customer.com
             */
            zone: string;
        } & {
            connection: components["schemas"]["Connection"];
        };
        /**
         * @description How far the attachment of a host name has come.
         * @enum {string}
         */
        AttachStatus: "attached" | "pending" | "planned";
        /** @description By whom it was done. */
        AuditActor: {
            /**
             * Format: uuid
             * @description The application of the widget token.
             */
            application_id?: string | null;
            /**
             * @description The member's e-mail address at that time.
             * @example ada@acme.example
             */
            email?: string | null;
            /**
             * @description The SSH key's fingerprint.
             * @example SHA256:uNiVztksCsDhcc0u9e8BrrQXVUpTUZuGDSqoOqZWyGI
             */
            fingerprint?: string | null;
            /**
             * Format: uuid
             * @description The key, or the member.
             */
            id?: string | null;
            /**
             * @description `api_key`, `ssh_key`, `widget_token`, `member` (a person), `operator` or `platform_key` (whoever runs the platform), `billing` (the billing provider) or `system` (the
             *     platform by itself). The set may grow.
             * @example api_key
             */
            kind: string;
            /**
             * @description Last four characters of the key's secret.
             * @example 9f3a
             */
            last4?: string | null;
            /**
             * @description The key's label.
             * @example server-prod
             */
            name?: string | null;
        };
        /** @description Something that somebody did, with what stood before and after. */
        AuditEntry: {
            /**
             * @description What was done, as `noun.verb`. When a connection moves, the verb is its new state. The set may grow.
             * @example connection.archived
             */
            action: string;
            actor: components["schemas"]["AuditActor"];
            /**
             * @description The address that the request came from; null for what the platform or its operator did.
             * @example 203.0.113.7
             */
            address: string | null;
            /** @description What stands there since; null where nothing does, or nothing is told. Never a secret. */
            after: Record<string, never> | null;
            at: components["schemas"]["Instant"];
            /** @description What stood there before; null where nothing did, or nothing is told. Never a secret. */
            before: Record<string, never> | null;
            /** Format: uuid */
            id: string;
            /**
             * @description `X-Request-Id` of the request; null for what the platform or its operator did.
             * @example 0199c2f0-5d4e-7c6a-9b1e-2f6f3f1f8f11
             */
            request_id: string | null;
            target: components["schemas"]["AuditTarget"];
        };
        /** @description One page of a list, newest first unless said otherwise. */
        AuditEntryList: {
            data: components["schemas"]["AuditEntry"][];
            /**
             * @description Send as cursor to get the next page; null on the last.
             * @example 0000019f214e8c000198c0de0000700080000000000000019c2e5a17
             */
            next_cursor: string | null;
        };
        /** @description What it was done to. */
        AuditTarget: {
            /**
             * @description Which one.
             * @example 0198c0de-0000-7000-8000-00000000000a
             */
            id: string;
            /**
             * @description What kind of thing: the first part of `action`.
             * @example connection
             */
            kind: string;
        };
        /** @description A certification authority, as the edge sees it that can use it least. */
        Authority: {
            /** @description What may still be asked of it; empty where nothing is limited. */
            budgets: components["schemas"]["AuthorityBudget"][];
            /**
             * @description Its name in the settings of the edges.
             * @example letsencrypt
             */
            name: string;
            resting_until: components["schemas"]["Instant"] | null;
        };
        /** @description A rate limit of an authority, and what is left of it. */
        AuthorityBudget: {
            /**
             * Format: int32
             * @description How many now.
             * @example 288
             */
            available: number;
            /**
             * Format: int32
             * @description How many at once, when nothing was used lately.
             * @example 300
             */
            capacity: number;
            closed_until: components["schemas"]["Instant"] | null;
            /**
             * @description What is limited: `orders`, the new orders of the platform's account.
             * @example orders
             */
            limit: string;
            /**
             * Format: double
             * @description How many come back in an hour.
             * @example 100
             */
            refills_per_hour: number;
        };
        /** @description One page of a list, newest first unless said otherwise. */
        AuthorityList: {
            data: components["schemas"]["Authority"][];
            /**
             * @description Send as cursor to get the next page; null on the last.
             * @example 0000019f214e8c000198c0de0000700080000000000000019c2e5a17
             */
            next_cursor: string | null;
        };
        /** @description What an automatic set-up would write, with the application's delegated DNS credential. */
        AutomaticPlan: {
            /** @description Ownership record and records; empty when everything is there already. `<token>` stands for what is drawn when the connection is made. */
            changes: components["schemas"]["ZoneChange"][];
            /**
             * @description Key of the provider.
             * @example cloudflare
             */
            provider: string;
            /** @description How many sets of records stay as they are, mail's among them: of the zone, or of the names in question where the provider lists no zone. */
            untouched: number;
            /**
             * @description Apex of the zone.
             * @example customer.com
             */
            zone: string;
        };
        /** @description How far a batch has come. */
        Batch: {
            /**
             * @description The name that its connections were created with.
             * @example import-2026-11
             */
            batch_id: string;
            /**
             * @description How many are in each state; states without any are absent.
             * @example {
             *       "live": 990,
             *       "pending_ownership": 10
             *     }
             */
            by_state: {
                [key: string]: number;
            };
            /**
             * Format: int64
             * @description How many have come to an end: live, failed or archived. All of them when it is `total`.
             * @example 990
             */
            done: number;
            /** @description When the first one was created. */
            first_created_at: components["schemas"]["Instant"];
            /** @description When one last came into its state. */
            last_change_at: components["schemas"]["Instant"];
            /**
             * Format: int64
             * @description Connections in it.
             * @example 1000
             */
            total: number;
        };
        /** @description A page of the billing provider. */
        BillingPage: {
            /**
             * @description Send a browser there soon: the page is for one visit.
             * @example https://checkout.stripe.com/c/pay/cs_test_a1b2c3
             */
            url: string;
        };
        /** @description What became of one of many connections. */
        BulkConnection: {
            connection?: components["schemas"]["Connection"] | null;
            error?: components["schemas"]["ErrorDetail"] | null;
            /**
             * @description As the request has it.
             * @example app.customer.com
             */
            hostname: string;
            /**
             * @description Place of the wish in the request, from 0.
             * @example 0
             */
            index: number;
            /**
             * Format: int32
             * @description What `POST /v1/connections` would have answered: 201, or the status of the error. 200 when it was in the batch already.
             * @example 201
             */
            status: number;
        };
        /** @description What became of each. */
        BulkConnections: {
            /**
             * @description The batch that they are in: see `GET /v1/batches/{batch_id}`.
             * @example import-2026-11
             */
            batch_id: string;
            /**
             * @description How many were created.
             * @example 998
             */
            created: number;
            /** @description One entry for each wish, in its order. */
            data: components["schemas"]["BulkConnection"][];
            /**
             * @description How many were in the batch already.
             * @example 0
             */
            existing: number;
            /**
             * @description How many were refused.
             * @example 2
             */
            refused: number;
        };
        /** @description What edges serve for a host name, and what they are at. */
        Certificate: {
            /**
             * @description Which of the configured authorities that was.
             * @example letsencrypt
             */
            authority: string | null;
            /** @description The certificate and those that signed it, the leaf first; empty when the edge that holds it does not tell. */
            chain: components["schemas"]["ChainCertificate"][];
            /**
             * @description Of the DER form, lower-case hex.
             * @example 2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae
             */
            fingerprint_sha256: string | null;
            /**
             * @description Who signed it.
             * @example CN=E7, O=Let's Encrypt, C=US
             */
            issuer: string | null;
            last_problem: components["schemas"]["CertificateProblem"] | null;
            /** @description The names in it. */
            names: string[];
            next_renewal: components["schemas"]["Instant"] | null;
            not_after: components["schemas"]["Instant"] | null;
            not_before: components["schemas"]["Instant"] | null;
            /**
             * @description Why the last attempt failed, in words.
             * @example rateLimited
             */
            problem: string | null;
            renewal: components["schemas"]["CertificateRenewal"] | null;
            reported_at: components["schemas"]["Instant"];
            /**
             * @description Lower-case hex.
             * @example 04a1b2c3d4e5f60718293a4b5c6d7e8f9012
             */
            serial: string | null;
            status: components["schemas"]["CertificateStatus"];
        };
        /** @description The certificate of a connection that holds its host name. */
        CertificateEntry: {
            /** Format: uuid */
            application_id: string;
            certificate: components["schemas"]["Certificate"];
            /** Format: uuid */
            connection_id: string;
            /** @example shop.customer.com */
            hostname: string;
        };
        /** @description One page of a list, newest first unless said otherwise. */
        CertificateEntryList: {
            data: components["schemas"]["CertificateEntry"][];
            /**
             * @description Send as cursor to get the next page; null on the last.
             * @example 0000019f214e8c000198c0de0000700080000000000000019c2e5a17
             */
            next_cursor: string | null;
        };
        /** @description Why an attempt to get a certificate failed. */
        CertificateProblem: {
            /** @description Who can put it right. */
            actor: components["schemas"]["Actor"];
            /**
             * @description Which authority was asked.
             * @example letsencrypt
             */
            authority: string | null;
            /**
             * @description For programs; the set may grow.
             * @example caa_forbids
             */
            code: string;
            /**
             * @description The authority's own words.
             * @example 429 urn:ietf:params:acme:error:rateLimited
             */
            detail: string | null;
            /**
             * @description What is wrong and what to do, for people.
             * @example The record is not there yet; publish it at the DNS provider.
             */
            message: string;
            retry_at: components["schemas"]["Instant"] | null;
        };
        /**
         * @description Who decides when a certificate is replaced: the authority by suggesting a time (RFC 9773), or what is left of its life.
         * @enum {string}
         */
        CertificateRenewal: "authority" | "life";
        /**
         * @description What became of a certificate.
         * @enum {string}
         */
        CertificateStatus: "pending" | "issued" | "failed";
        /** @description One certificate of a chain. */
        ChainCertificate: {
            /**
             * @description Of the DER form, lower-case hex.
             * @example 2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae
             */
            fingerprint_sha256: string;
            /**
             * @description Who signed it.
             * @example C=US, O=Let's Encrypt, CN=E7
             */
            issuer: string;
            not_after: components["schemas"]["Instant"];
            not_before: components["schemas"]["Instant"];
            /**
             * @description Lower-case hex.
             * @example 04a1b2c3d4e5f60718293a4b5c6d7e8f9012
             */
            serial: string;
            /**
             * @description Whose it is, as a distinguished name.
             * @example CN=app.customer.com
             */
            subject: string;
        };
        /** @description One write to a customer's zone, with what stood there before and after. */
        ChangeSet: {
            changes: components["schemas"]["ZoneChange"][];
            /** Format: uuid */
            connection_id: string;
            created_at: components["schemas"]["Instant"];
            finished_at: components["schemas"]["Instant"] | null;
            /** Format: uuid */
            id: string;
            problem: components["schemas"]["Problem"] | null;
            /**
             * @description Key of the provider.
             * @example cloudflare
             */
            provider: string;
            /**
             * @description What it was for: `challenge`, `records`, `email`, `undo` or `cleanup`.
             * @example records
             */
            purpose: string;
            /**
             * @description `applying`, `applied`, `failed` or `undone`.
             * @example applied
             */
            status: string;
            /**
             * @description Apex of the zone.
             * @example customer.com
             */
            zone: string;
        };
        /** @description One page of a list, newest first unless said otherwise. */
        ChangeSetList: {
            data: components["schemas"]["ChangeSet"][];
            /**
             * @description Send as cursor to get the next page; null on the last.
             * @example 0000019f214e8c000198c0de0000700080000000000000019c2e5a17
             */
            next_cursor: string | null;
        };
        /** @description The removal of what was written with a credential. */
        Cleanup: {
            /**
             * Format: uuid
             * @description The receipt; null when there was nothing to remove.
             */
            change_set_id: string | null;
            /** @description What stays, since it is not as it was written. */
            left: components["schemas"]["RecordsLeft"][];
            problem: components["schemas"]["Problem"] | null;
            /** @description What was removed. */
            removed: components["schemas"]["RemovedRecords"][];
            /**
             * @description `done`; `pending` when it is tried again by itself; `failed` when somebody has to do something.
             * @example done
             */
            status: string;
        };
        /** @description One host name being connected for one application. */
        Connection: {
            /**
             * @description The registrable domain.
             * @example customer.com
             */
            apex: string;
            /** Format: uuid */
            application_id: string;
            /**
             * @description Groups connections that were created together.
             * @example import-2026-07
             */
            batch_id: string | null;
            certificate?: components["schemas"]["Certificate"] | null;
            checked_at: components["schemas"]["Instant"] | null;
            created_at: components["schemas"]["Instant"];
            /** @description What has to be published, and what the last check saw. */
            dns_records: components["schemas"]["DesiredRecord"][];
            expires_at: components["schemas"]["Instant"] | null;
            /** @description Why it is not live, or that it is. In an answer to a creation, as it was then. */
            explanation: components["schemas"]["Explanation"];
            /**
             * @description Whether only one of `ownership_proofs` that is published by hand proves ownership, and no delegated credential: the host name is
             *     taken over, or another tenant let it go within the last 30 days.
             */
            fresh_proof: boolean;
            /**
             * @description Lower-case A-labels; `*.` first for a wildcard.
             * @example shop.customer.com
             */
            hostname: string;
            /**
             * @description The host name for people.
             * @example shop.customer.com
             */
            hostname_unicode: string;
            /**
             * Format: uuid
             * @description Also the `jobId` of webhooks and widget events.
             */
            id: string;
            kind: components["schemas"]["HostnameKind"];
            next_check_at: components["schemas"]["Instant"] | null;
            ownership_challenge: components["schemas"]["OwnershipChallenge"] | null;
            /** @description Every record that proves ownership; any one is enough. */
            ownership_proofs: components["schemas"]["OwnershipProof"][];
            problem: components["schemas"]["Problem"] | null;
            proof: components["schemas"]["Proof"] | null;
            route?: components["schemas"]["ConnectionRoute"] | null;
            setup_type: components["schemas"]["SetupType"];
            state: components["schemas"]["ConnectionState"];
            /** @description Since when it is in its state. */
            state_since: components["schemas"]["Instant"];
            /** @description Whether proof moves the host name away from its present holder. */
            takeover: boolean;
            updated_at: components["schemas"]["Instant"];
        };
        /** @description One page of a list, newest first unless said otherwise. */
        ConnectionList: {
            data: components["schemas"]["Connection"][];
            /**
             * @description Send as cursor to get the next page; null on the last.
             * @example 0000019f214e8c000198c0de0000700080000000000000019c2e5a17
             */
            next_cursor: string | null;
        };
        /** @description Where requests for a connection's host name go, and whether they do. */
        ConnectionRoute: {
            /**
             * @description Where the requests go.
             * @example https://origin.saas.example
             */
            origin: string;
            /** @description Whether edges serve the host name for this connection. */
            served: boolean;
            /** @description Who chose the origin. */
            source: components["schemas"]["OriginSource"];
            /**
             * @description Why they do not; null when they do.
             * @example It is not served: ownership is not proven here.
             */
            why_not: string | null;
        };
        /**
         * @description Orders of connections: the field, with `-` where the greatest comes first.
         * @enum {string}
         */
        ConnectionSort: "-created_at" | "created_at" | "-state_since" | "state_since" | "hostname" | "-hostname" | "state";
        /**
         * @description The twelve states.
         * @enum {string}
         */
        ConnectionState: "created" | "pending_ownership" | "verifying" | "verified" | "dns_writing" | "propagating" | "stalled" | "issuing_cert" | "live" | "drifted" | "failed" | "archived";
        /** @description How many connections there are. */
        ConnectionSummary: {
            /**
             * @description In each state; every state is there.
             * @example {
             *       "archived": 0,
             *       "created": 0,
             *       "dns_writing": 0,
             *       "drifted": 1,
             *       "failed": 0,
             *       "issuing_cert": 0,
             *       "live": 2,
             *       "pending_ownership": 0,
             *       "propagating": 0,
             *       "stalled": 0,
             *       "verified": 0,
             *       "verifying": 0
             *     }
             */
            by_state: {
                [key: string]: number;
            };
            /**
             * Format: int64
             * @description Those that are `stalled`, `drifted` or `failed`: they come first in `sort=state`.
             * @example 1
             */
            needs_attention: number;
            /**
             * Format: int64
             * @description All of them, archived ones included.
             * @example 3
             */
            total: number;
        };
        /** @description A record that leads to a platform that does not serve the name any more. */
        DanglingRecord: {
            /**
             * @description What can happen while it stays.
             * @example Whoever can have this name served by the platform speaks for you.
             */
            danger: string;
            /** @example shop.customer.com */
            name: string;
            /**
             * @description What to do, at the provider that was detected.
             * @example Delete this record at the DNS provider.
             */
            remedy: string;
            /** @description When it was last seen; before this request when DNS could not be asked now. */
            seen_at: components["schemas"]["Instant"];
            type: components["schemas"]["RecordType"];
            /** @example edge.saas.example */
            value: string;
        };
        /** @description A record that has to be published. */
        DesiredRecord: {
            /** @example shop */
            host: string;
            /**
             * @description What the last check saw in its place.
             * @example old-host.example
             */
            observed_value: string | null;
            /** Format: int32 */
            priority: number | null;
            problem: components["schemas"]["Problem"] | null;
            /** @description Whether the last check saw it; null when no server could be asked. */
            propagated: boolean | null;
            /**
             * Format: int32
             * @description Seconds.
             */
            ttl: number;
            type: components["schemas"]["RecordType"];
            /** @example edge.acme.example */
            value: string;
            /**
             * @description Every server that was asked by the last check, and what it had; absent in lists. Resolvers are asked when somebody has the records
             *     checked, and stay with the time of that.
             */
            vantages?: components["schemas"]["RecordVantage"][] | null;
        };
        /** @description Who runs the zone, by the names of its servers. */
        DetectedProvider: {
            /** @description Whether the provider takes a delegated credential. */
            auto_write: boolean;
            /** @description Keys of all that come into question when it is not one. */
            candidates: string[];
            /** @example cloudflare */
            key: string | null;
            /** @example shop.customer.com */
            name: string | null;
            status: components["schemas"]["DetectionStatus"];
        };
        /**
         * @description How sure the detection is.
         * @enum {string}
         */
        DetectionStatus: "detected" | "other" | "mixed" | "ambiguous" | "unknown";
        /** @description A delegated DNS credential. Its secret is never shown again. */
        DnsCredential: {
            /** Format: uuid */
            application_id: string;
            created_at: components["schemas"]["Instant"];
            /** Format: uuid */
            id: string;
            /**
             * @description Last four characters, for telling credentials apart.
             * @example x7Qf
             */
            last4: string;
            /**
             * @description Key of the provider.
             * @example cloudflare
             */
            provider: string;
            verdict: components["schemas"]["DnsCredentialVerdict"] | null;
            /**
             * @description The only zone it is used for; null for every zone that it sees.
             * @example customer.com
             */
            zone: string | null;
        };
        /** @description One page of a list, newest first unless said otherwise. */
        DnsCredentialList: {
            data: components["schemas"]["DnsCredential"][];
            /**
             * @description Send as cursor to get the next page; null on the last.
             * @example 0000019f214e8c000198c0de0000700080000000000000019c2e5a17
             */
            next_cursor: string | null;
        };
        /** @description What the provider says about a credential. */
        DnsCredentialVerdict: {
            /** @description When the provider was asked. */
            checked_at: components["schemas"]["Instant"];
            /**
             * @description The same in a sentence.
             * @example The record is not there yet; publish it at the DNS provider.
             */
            message: string;
            /**
             * @description `ok`, or why not: `bad_credential`, `forbidden`, `no_such_zone`, `rate_limited`, `outage`, `misunderstood` …
             * @example ok
             */
            status: string;
            /** @description Zones that it sees; the first twenty. */
            zones: string[];
            /** @description How many zones it sees. */
            zones_total: number;
        };
        /** @description The wished records in the provider's own notation. */
        DnsInstructions: {
            /**
             * @description Label of the field for the name.
             * @example Name
             */
            host_label: string;
            records: components["schemas"]["TypedRecord"][];
            /**
             * @description The page on which the zone's records are edited.
             * @example https://dash.cloudflare.com/?to=/:account/customer.com/dns
             */
            records_url: string | null;
            /**
             * Format: int32
             * @description Lowest TTL that is kept, in seconds.
             */
            ttl_min: number;
            /**
             * @description Label of the field for the value.
             * @example Target
             */
            value_label: string;
        };
        /** @description How far it has come. */
        DomainAttached: {
            connection: components["schemas"]["Connection"] | null;
            /** @description What was done to claim and route, or is done once the proof is there. */
            plan: components["schemas"]["RoutePlan"];
            record: components["schemas"]["ProofRecord"] | null;
            route: components["schemas"]["Route"] | null;
            /** @description How far it has come. */
            status: components["schemas"]["AttachStatus"];
        };
        /** @description What to attach, and to what. */
        DomainAttachment: {
            /**
             * Format: uuid
             * @description The application that it is to lead to.
             */
            application_id: string;
            /** @description Change nothing, ask no DNS server, and tell what would be done. */
            dry_run?: boolean | null;
            /**
             * @description The host name, as people write it.
             * @example shop.customer.com
             */
            hostname: string;
            /**
             * @description Where its requests go; as it is, or the application's origin, when absent.
             * @example https://origin.saas.example
             */
            origin?: string | null;
            /**
             * @description The name of the route that is to serve it, which is made unless it is there. When absent, the one that serves it, or a new one.
             * @example shop
             */
            route?: string | null;
        };
        /** @description What can be done at the provider; null where the provider is not known. */
        DomainCapabilities: {
            /**
             * @description The record that gives an apex another host's addresses, as the provider calls it: `CNAME`, `ALIAS` or `ANAME`.
             * @example ALIAS
             */
            alias_record: string | null;
            /** @description Whether an apex can point at any host name. */
            apex_flattening: boolean | null;
            /** @description Whether the records of a new connection would be written for the customer. */
            auto_write: boolean;
            /** @description Whether CAA records are possible. */
            caa: boolean | null;
            /** @description Whether the provider lets its customer consent to these records (Domain Connect), asked just now. */
            domain_connect: boolean;
            /** @description Whether `*` records are possible. */
            wildcard: boolean | null;
        };
        /** @description The CNAME that proves ownership and delegates the certificate's challenges, and whether it is published. */
        DomainChallenge: {
            /** Format: uuid */
            connection_id: string;
            /** @example _acme-challenge.app.customer.com */
            name: string;
            /**
             * @description What they have in its place.
             * @example old-host.example
             */
            observed_value: string | null;
            problem: components["schemas"]["Problem"] | null;
            /** @description Whether the zone's own servers have it; null when none gave a usable answer. */
            published: boolean | null;
            type: components["schemas"]["RecordType"];
            /** @example edge.acme.example */
            value: string;
        };
        /** @description Which domain to look at. */
        DomainCheck: {
            /**
             * Format: uuid
             * @description The application whose records would be published; the default ones when absent.
             */
            application_id?: string | null;
            /**
             * @description The host name to be connected.
             * @example app.customer.com
             */
            domain: string;
        };
        /** @description The customer's way to the DNS provider. */
        DomainConnectFlow: {
            /** @description Until when the customer can come back. */
            expires_at: components["schemas"]["Instant"];
            /**
             * Format: int32
             * @description Height of it.
             */
            height: number;
            /**
             * @description The DNS provider, for people.
             * @example Cloudflare
             */
            provider_name: string;
            /**
             * @description Open it in a window: the customer signs in there and consents.
             * @example https://dns.example/v2/domainTemplates/providers/acme.example/services/site/apply?domain=customer.com
             */
            url: string;
            /**
             * Format: int32
             * @description Width of the window that the provider wants, in CSS pixels.
             */
            width: number;
            /**
             * @description Apex of the zone.
             * @example customer.com
             */
            zone: string;
        };
        /** @description How the customer comes back. */
        DomainConnectOptions: {
            /**
             * @description A page under one of the application's `allowed_origins` where the customer goes on; a plain page of this server when absent.
             * @example https://app.acme.example/settings/domain
             */
            return_to?: string | null;
        };
        /** @description One thing to know or to do. */
        DomainFinding: {
            code: components["schemas"]["DomainFindingCode"];
            /**
             * @description What to do about it.
             * @example Delete the A record, or choose another name.
             */
            fix: string;
            /**
             * @description What is the case.
             * @example The record is not there yet; publish it at the DNS provider.
             */
            message: string;
            record: components["schemas"]["ExistingRecord"] | null;
            severity: components["schemas"]["Severity"];
        };
        /**
         * @description What was found, for programs.
         * @enum {string}
         */
        DomainFindingCode: "cname_conflict" | "address_conflict" | "mx_under_cname" | "caa_forbids" | "caa_restricts" | "wildcard_shadow" | "proxied" | "already_correct" | "long_ttl" | "dns_unreachable" | "lame_delegation" | "apex_needs_alias" | "not_delegated" | "dnssec_bogus";
        /** @description What is known of a domain. */
        DomainReport: {
            /**
             * @description The registrable domain.
             * @example customer.com
             */
            apex: string;
            /** @description Whether the provider can point an apex at a host name; null when the provider is not known. */
            apex_flattening: boolean | null;
            /** @description Whether nobody holds the name. */
            available: boolean;
            capabilities: components["schemas"]["DomainCapabilities"];
            challenge: components["schemas"]["DomainChallenge"] | null;
            /** @description What stands in the way or is worth knowing, the worst first. */
            conflicts: components["schemas"]["DomainFinding"][];
            /** @description What would have to be published. */
            desired_records: components["schemas"]["WantedRecord"][];
            /**
             * @description The name in the form in which it would be connected.
             * @example customer.com
             */
            domain: string;
            /** @description What is there. */
            existing_records: components["schemas"]["ExistingRecord"][];
            /**
             * @description The name for people.
             * @example shop.customer.com
             */
            hostname_unicode: string;
            instructions: components["schemas"]["DnsInstructions"] | null;
            kind: components["schemas"]["HostnameKind"];
            /** @description The zone's servers. */
            nameservers: string[];
            plan: components["schemas"]["AutomaticPlan"] | null;
            plan_problem: components["schemas"]["Problem"] | null;
            provider: components["schemas"]["DetectedProvider"];
            /** @description How records would get into the zone. */
            setup_type: components["schemas"]["SetupType"];
            /**
             * Format: int32
             * @description For how many seconds resolvers may keep giving an old answer; null when nothing has to change.
             */
            wait_seconds: number | null;
            /** @description Whether to connect `www` as well and redirect: an apex cannot carry a CNAME. */
            www_redirect_recommended: boolean;
            /**
             * @description The zone that owns the name; null when its servers could not be found.
             * @example customer.com
             */
            zone: string | null;
        };
        /** @description An edge, as it last said itself. Counters count since its start; fields are null for edges of versions that do not tell. */
        Edge: {
            /**
             * Format: int64
             * @description How often of these it knew without asking the control plane.
             * @example 119000
             */
            ask_hits: number | null;
            /**
             * Format: int64
             * @description How often it had to know whether a name is served.
             * @example 120000
             */
            asks: number | null;
            /** @description Whether it was heard of within the last minute. */
            attached: boolean;
            /**
             * Format: int64
             * @description Names that it has a certificate for.
             * @example 340
             */
            certificates: number | null;
            /**
             * Format: int64
             * @description TLS handshakes finished.
             * @example 98000
             */
            handshakes: number | null;
            /**
             * @description What it calls itself (`EDGE_ID`, or the name of its machine).
             * @example edge-fra-1
             */
            id: string;
            /** @description When it was last heard of. */
            seen_at: components["schemas"]["Instant"];
            started_at: components["schemas"]["Instant"] | null;
            /**
             * Format: int64
             * @description TCP streams of visitors open now.
             * @example 210
             */
            streams: number | null;
            /**
             * @description Of its program.
             * @example 0.1.0
             */
            version: string | null;
        };
        /** @description One page of a list, newest first unless said otherwise. */
        EdgeList: {
            data: components["schemas"]["Edge"][];
            /**
             * @description Send as cursor to get the next page; null on the last.
             * @example 0000019f214e8c000198c0de0000700080000000000000019c2e5a17
             */
            next_cursor: string | null;
        };
        /** @description Where one record for mail stands. */
        EmailCheck: {
            /** @example The record is not there yet; publish it at the DNS provider. */
            message: string | null;
            record: components["schemas"]["EmailRecord"];
            /**
             * @description `present`, `not_everywhere`, `missing`, `wrong` or `unknown`.
             * @example present
             */
            status: string;
            warnings: string[];
        };
        /** @description A record for mail. */
        EmailRecord: {
            /** @example shop */
            host: string;
            /**
             * Format: int32
             * @description Preference of an MX.
             */
            priority?: number | null;
            /**
             * Format: int32
             * @description Seconds.
             */
            ttl: number;
            /** @example MX */
            type: string;
            /** @example edge.acme.example */
            value: string;
        };
        /** @description Records for mail at a domain. */
        EmailRecords: {
            /** @example customer.com */
            domain: string;
            /** @description What cannot be derived and what to know. */
            notes: string[];
            /** @example cloudflare */
            provider: string;
            records: components["schemas"]["EmailRecord"][];
        };
        /**
         * @description Test or live.
         * @enum {string}
         */
        Environment: "test" | "live";
        /** @description A failure as clients see it. */
        Error: {
            error: components["schemas"]["ErrorDetail"];
        };
        /** @description What is wrong, for programs and for people. */
        ErrorDetail: {
            /**
             * @description What is wrong, for programs. The set of codes may grow.
             * @example not_found
             */
            code: string;
            details?: components["schemas"]["ErrorDetails"] | null;
            /**
             * Format: int64
             * @description With `QuotaExceeded`: how many the plan allows.
             */
            limit?: number | null;
            /**
             * @description What is wrong and what to do, for people.
             * @example The record is not there yet; publish it at the DNS provider.
             */
            message: string;
            /**
             * @description With `QuotaExceeded`: the plan.
             * @example starter
             */
            plan?: string | null;
            /**
             * @description Under which reference the server has logged the request; the same as `X-Request-Id`.
             * @example 0199c2f0-5d4e-7c6a-9b1e-2f6f3f1f8f11
             */
            ref: string;
            /**
             * @description With `QuotaExceeded`: where another plan is to be had.
             * @example https://billing.acme.example/plans
             */
            upgrade_url?: string | null;
        };
        /** @description What is concerned, and what to do. */
        ErrorDetails: {
            /**
             * @description Commands that remove the obstacle.
             * @example [
             *       "nameplate route update shop --default-host"
             *     ]
             */
            commands: string[];
            /**
             * @description The host name.
             * @example shop.customer.com
             */
            hostname: string;
            /**
             * @description Routes that serve it, by their names.
             * @example [
             *       "shop"
             *     ]
             */
            routes: string[];
        };
        /** @description An event as it stands behind `data:`. The first five fields are those of a webhook's body. */
        Event: {
            /**
             * Format: uuid
             * @description Of which application; null for events that are about none.
             */
            application_id?: string | null;
            /** @description More of it; `hostname` where it is about a connection. */
            data: Record<string, never>;
            /**
             * Format: uuid
             * @description Send it as Last-Event-ID to go on after this event.
             */
            id: string;
            /**
             * Format: uuid
             * @description Which connection it is about; null for events that are about none.
             */
            jobId?: string | null;
            /** @description When it happened. */
            sent_at: components["schemas"]["Instant"];
            /** @description What happened. */
            type: components["schemas"]["EventType"];
        };
        /**
         * @description What can happen.
         * @enum {string}
         */
        EventType: "domain.added" | "domain.verified" | "ssl.issued" | "domain.flow.completed" | "domain.drift" | "domain.recovered" | "domain.transferred" | "domain.archived" | "certificate.failed" | "webhook.disabled";
        /** @description A record that is there. */
        ExistingRecord: {
            /** @example shop */
            host: string;
            /**
             * Format: int32
             * @description Seconds.
             */
            ttl: number | null;
            /** @example A */
            type: string;
            /** @example edge.acme.example */
            value: string;
        };
        /** @description Why a connection is not live, or that it is. */
        Explanation: {
            /**
             * @description For people: what was seen, who has to do what, and what happens next.
             * @example app.customer.com is live: its records are in place, and its certificate holds until 2026-09-30 12:00:00 UTC.
             */
            sentence: string;
            /** @description Who has to act. */
            waiting_for: components["schemas"]["ExplanationWaitingFor"];
        };
        /**
         * @description Who has to act.
         * @enum {string}
         */
        ExplanationWaitingFor: "customer" | "developer" | "platform" | "authority" | "nobody";
        /** @description Its first key. */
        FirstKey: {
            /** Format: uuid */
            id: string;
            /** @description What it may do: everything. */
            scopes: components["schemas"]["Scope"][];
            /**
             * @description Send as `Authorization: Bearer …`. Null in an answer that is repeated under an Idempotency-Key.
             * @example sk_test_3fQ9…
             */
            secret: string | null;
        };
        /**
         * @description Where a host name stands in its zone.
         * @enum {string}
         */
        HostnameKind: "apex" | "subdomain" | "wildcard";
        /** @description What a visitor of the host name meets. */
        HttpsReport: {
            certificate: components["schemas"]["ShownCertificate"] | null;
            /** @description When the request was made. */
            checked_at: components["schemas"]["Instant"];
            problem: components["schemas"]["Problem"] | null;
            /** @description Whether an HTTP answer came, by TLS that browsers believe. An origin's error is one too: see `status`. */
            reached: boolean;
            /**
             * Format: int32
             * @description HTTP status of the answer; redirects are not followed.
             * @example 200
             */
            status: number | null;
            /**
             * Format: int64
             * @description From connecting to the answer's headers, in milliseconds.
             * @example 84
             */
            took_ms: number | null;
            /**
             * @description What was asked for. Of a wildcard, some name that it covers.
             * @example https://shop.customer.com/
             */
            url: string;
        };
        /**
         * Format: date-time
         * @description RFC 3339, in UTC.
         * @example 2026-07-02T12:00:00.000Z
         */
        Instant: string;
        /** @description An invitation that nobody has taken yet. */
        Invitation: {
            created_at: components["schemas"]["Instant"];
            /**
             * @description Whoever signs in with this address, verified by the identity provider, may take it.
             * @example ada@acme.example
             */
            email: string;
            /** @description From then on nobody can take it. */
            expires_at: components["schemas"]["Instant"];
            /** Format: uuid */
            id: string;
            /** @description What they would be. */
            role: components["schemas"]["Role"];
        };
        /** @description One page of a list, newest first unless said otherwise. */
        InvitationList: {
            data: components["schemas"]["Invitation"][];
            /**
             * @description Send as cursor to get the next page; null on the last.
             * @example 0000019f214e8c000198c0de0000700080000000000000019c2e5a17
             */
            next_cursor: string | null;
        };
        /** @description An invitation with its link, which is shown in this answer and never again. */
        InvitationWithUrl: {
            created_at: components["schemas"]["Instant"];
            /**
             * @description Whoever signs in with this address, verified by the identity provider, may take it.
             * @example ada@acme.example
             */
            email: string;
            /** @description From then on nobody can take it. */
            expires_at: components["schemas"]["Instant"];
            /** Format: uuid */
            id: string;
            /** @description What they would be. */
            role: components["schemas"]["Role"];
        } & {
            /**
             * @description Give it to the person. Null in an answer that is repeated under an Idempotency-Key.
             * @example https://api.saas.example/console/sign-in?invitation=3fQ9…
             */
            url: string | null;
        };
        /** @description A person as a member of the tenant. */
        Member: {
            created_at: components["schemas"]["Instant"];
            /**
             * @description As the identity provider last told.
             * @example ada@acme.example
             */
            email: string;
            /** Format: uuid */
            id: string;
            last_seen_at: components["schemas"]["Instant"] | null;
            /**
             * @description As the identity provider last told.
             * @example Ada Lovelace
             */
            name: string | null;
            /** @description What they may do. */
            role: components["schemas"]["Role"];
        };
        /** @description What to change of a member. */
        MemberChanges: {
            /** @description What they are to be. */
            role: components["schemas"]["Role"];
        };
        /** @description One page of a list, newest first unless said otherwise. */
        MemberList: {
            data: components["schemas"]["Member"][];
            /**
             * @description Send as cursor to get the next page; null on the last.
             * @example 0000019f214e8c000198c0de0000700080000000000000019c2e5a17
             */
            next_cursor: string | null;
        };
        /** @description The tenant. */
        NamedTenant: {
            /** Format: uuid */
            id: string;
            /**
             * @description Its display name.
             * @example Acme
             */
            name: string;
        };
        /** @description What a key is made of. */
        NewApiKey: {
            /**
             * @description A label, so that people can tell keys apart; `unnamed key` when absent.
             * @example server-prod
             */
            name?: string | null;
            /** @description What it may do: at least one scope, none that your own key lacks. */
            scopes: components["schemas"]["Scope"][];
        };
        /** @description A domain to register. */
        NewAppDomain: {
            /**
             * @description The domain, as people write it; `*.` first for a wildcard.
             * @example www.customer.com
             */
            domain: string;
        };
        /** @description What an application is made of. */
        NewApplication: {
            /** @description Origins that may embed the widget. */
            allowed_origins?: string[] | null;
            /**
             * @description Where requests go: `http[s]://host[:port]`.
             * @example https://sites.acme.example
             */
            default_origin?: string | null;
            environment?: components["schemas"]["Environment"] | null;
            /**
             * @description Name for people.
             * @example Acme Sites
             */
            name: string;
            /** @description What new connections have to publish, instead of the default. */
            record_template?: components["schemas"]["RecordTemplateLine"][] | null;
        };
        /** @description What is bought. */
        NewCheckout: {
            /**
             * @description Where the browser goes when nothing is bought; a page of the platform when absent.
             * @example https://app.saas.example/billing
             */
            cancel_url?: string | null;
            plan: components["schemas"]["Plan"];
            /**
             * @description Where the browser goes afterwards; a page of the platform when absent.
             * @example https://app.saas.example/billing?done=1
             */
            success_url?: string | null;
        };
        /** @description What a connection is made of. */
        NewConnection: {
            /**
             * Format: uuid
             * @description The application it is for.
             */
            application_id: string;
            /**
             * @description Groups connections that are created together.
             * @example import-2026-07
             */
            batch_id?: string | null;
            /** @description What to publish, instead of the application's template. */
            dns_records?: components["schemas"]["RecordTemplateLine"][] | null;
            /**
             * @description The name to connect, as people write it; `*.` first for a wildcard.
             * @example app.customer.com
             */
            hostname: string;
            setup_type?: components["schemas"]["SetupType"] | null;
            /** @description Move the host name away from its present holder once ownership is proven afresh. */
            takeover?: boolean | null;
        };
        /** @description One of many connections. */
        NewConnectionOfMany: {
            /** @description What to publish, instead of the application's template. */
            dns_records?: components["schemas"]["RecordTemplateLine"][] | null;
            /**
             * @description The name to connect, as people write it; `*.` first for a wildcard.
             * @example app.customer.com
             */
            hostname: string;
            setup_type?: components["schemas"]["SetupType"] | null;
            /** @description Move the host name away from its present holder once ownership is proven afresh. */
            takeover?: boolean | null;
        };
        /** @description Many connections. Either `connections` or `hostnames`. */
        NewConnections: {
            /**
             * Format: uuid
             * @description The application they are for.
             */
            application_id: string;
            /**
             * @description Groups them; a fresh one when absent. With one of your own, the request can be sent again after it broke off: what is in the batch
             *     already is not created again.
             * @example import-2026-11
             */
            batch_id?: string | null;
            /** @description One entry for each connection. */
            connections?: components["schemas"]["NewConnectionOfMany"][] | null;
            /**
             * @description The short form: host names only.
             * @example [
             *       "app.customer.com",
             *       "shop.other.example"
             *     ]
             */
            hostnames?: string[] | null;
        };
        /** @description A credential as the customer pasted it. */
        NewDnsCredential: {
            /**
             * @description Key of the provider; see `GET /v1/providers`.
             * @example cloudflare
             */
            provider: string;
            /**
             * @description The secret in the provider's form. One whose form is JSON can be given as an object too.
             * @example a-scoped-provider-token
             */
            token: string;
            /**
             * @description The only zone to use it for: its name, or the provider's identifier (a hosted zone's id at Route 53).
             * @example customer.com
             */
            zone?: string | null;
        };
        /** @description Whom to invite, and as what. */
        NewInvitation: {
            /**
             * @description Their e-mail address, as their identity provider has it; case does not matter.
             * @example ada@acme.example
             */
            email: string;
            /** @description What they would be. */
            role: components["schemas"]["Role"];
        };
        /** @description Where to come back to. */
        NewPortalSession: {
            /**
             * @description Where the browser goes afterwards; a page of the platform when absent.
             * @example https://app.saas.example/billing
             */
            return_url?: string | null;
        };
        /** @description What a route is made of. */
        NewRoute: {
            /**
             * Format: uuid
             * @description Where it leads.
             */
            application_id: string;
            /**
             * @description A host name that a connection of the application holds; its default one when absent.
             * @example shop.customer.com
             */
            hostname?: string | null;
            /**
             * @description Lower-case letters, digits and hyphens; made from the host name, or else from the application's name, when absent.
             * @example shop
             */
            name?: string | null;
            /**
             * @description Where its requests go; the application's origin when absent.
             * @example https://origin.saas.example
             */
            origin?: string | null;
        };
        /** @description How long a link works. */
        NewShareLink: {
            /**
             * Format: int64
             * @description Seconds, from a minute to 30 days; 7 days when absent.
             * @example 604800
             */
            expires_in?: number | null;
        };
        /** @description A key to register. */
        NewSshKey: {
            /**
             * Format: uuid
             * @description The application that commands are for when they name none.
             */
            application_id?: string | null;
            /**
             * @description A label, so that people can tell keys apart; the comment behind the key when absent.
             * @example ada@laptop
             */
            name?: string | null;
            /**
             * @description The line of the `.pub` file: Ed25519 or ECDSA, also of a security key. Never the private key.
             * @example ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGJhcmVseS1hLWtleS1idXQtMzItb2N0ZXRzISEhISEh ada@laptop
             */
            public_key: string;
            /** @description What it may do, none that your own key lacks; `connections:read` and `connections:write` when absent, which is what the commands want. */
            scopes?: components["schemas"]["Scope"][] | null;
        };
        /** @description What a tenant is made of. */
        NewTenant: {
            /**
             * @description A display name.
             * @example Acme
             */
            name: string;
            plan?: components["schemas"]["Plan"] | null;
        };
        /** @description What an endpoint is made of. */
        NewWebhookEndpoint: {
            /**
             * Format: uuid
             * @description The only application whose events it is told of; absent for all.
             */
            application_id?: string | null;
            /**
             * @description What you say about it.
             * @example production
             */
            description?: string | null;
            /**
             * @description Events it is told of; empty or absent for all, also those that are added later.
             * @example [
             *       "ssl.issued",
             *       "domain.drift"
             *     ]
             */
            events?: components["schemas"]["EventType"][];
            /**
             * @description Where events are posted to: `https`, at a host that is reachable from everywhere.
             * @example https://api.acme.example/webhooks/cd
             */
            url: string;
        };
        /** @description Whom a token is for. */
        NewWidgetToken: {
            /**
             * Format: uuid
             * @description The application whose customer opens the widget. Pages of its `allowed_origins` may use the token; of any origin while it has
             *     none.
             */
            application_id: string;
            /**
             * @description The one host name that the token is for; any when absent.
             * @example app.customer.com
             */
            domain?: string | null;
        };
        /** @description The connection at its end, and what is left of it in DNS. */
        OffboardedConnection: {
            /**
             * @description The registrable domain.
             * @example customer.com
             */
            apex: string;
            /** Format: uuid */
            application_id: string;
            /**
             * @description Groups connections that were created together.
             * @example import-2026-07
             */
            batch_id: string | null;
            certificate?: components["schemas"]["Certificate"] | null;
            checked_at: components["schemas"]["Instant"] | null;
            created_at: components["schemas"]["Instant"];
            /** @description What has to be published, and what the last check saw. */
            dns_records: components["schemas"]["DesiredRecord"][];
            expires_at: components["schemas"]["Instant"] | null;
            /** @description Why it is not live, or that it is. In an answer to a creation, as it was then. */
            explanation: components["schemas"]["Explanation"];
            /**
             * @description Whether only one of `ownership_proofs` that is published by hand proves ownership, and no delegated credential: the host name is
             *     taken over, or another tenant let it go within the last 30 days.
             */
            fresh_proof: boolean;
            /**
             * @description Lower-case A-labels; `*.` first for a wildcard.
             * @example shop.customer.com
             */
            hostname: string;
            /**
             * @description The host name for people.
             * @example shop.customer.com
             */
            hostname_unicode: string;
            /**
             * Format: uuid
             * @description Also the `jobId` of webhooks and widget events.
             */
            id: string;
            kind: components["schemas"]["HostnameKind"];
            next_check_at: components["schemas"]["Instant"] | null;
            ownership_challenge: components["schemas"]["OwnershipChallenge"] | null;
            /** @description Every record that proves ownership; any one is enough. */
            ownership_proofs: components["schemas"]["OwnershipProof"][];
            problem: components["schemas"]["Problem"] | null;
            proof: components["schemas"]["Proof"] | null;
            route?: components["schemas"]["ConnectionRoute"] | null;
            setup_type: components["schemas"]["SetupType"];
            state: components["schemas"]["ConnectionState"];
            /** @description Since when it is in its state. */
            state_since: components["schemas"]["Instant"];
            /** @description Whether proof moves the host name away from its present holder. */
            takeover: boolean;
            updated_at: components["schemas"]["Instant"];
        } & {
            cleanup: components["schemas"]["Cleanup"] | null;
            /** @description Records that still stand at the customer's DNS provider and have lost their purpose. */
            dangling_records: components["schemas"]["DanglingRecord"][];
            plan?: components["schemas"]["RoutePlan"] | null;
        };
        /** @description What is the same whether records are generated or written. */
        Options: {
            /**
             * @description Another DKIM selector than the provider's usual one.
             * @example google
             */
            dkim_selector?: string | null;
            /**
             * @description The DKIM public key that the provider gave. Without it a note says how to get it.
             * @example v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A
             */
            dkim_value?: string | null;
            /**
             * @description `none` when absent, `quarantine` or `reject`.
             * @example none
             */
            dmarc_policy?: string | null;
            /**
             * @description Mailbox for aggregate reports.
             * @example dmarc@acme.com
             */
            dmarc_rua?: string | null;
            /**
             * @description The mail domain. Writing: the connection's apex when absent, else that or the connection's own name.
             * @example acme.com
             */
            domain?: string | null;
            /** @description When writing: only say what would change. */
            dry_run?: boolean;
            /**
             * @description The SPF record that the domain publishes; the provider's is merged into it.
             * @example v=spf1 include:mailgun.org ~all
             */
            existing_spf?: string | null;
            /**
             * @description The tenant, as `acme` or `acme.onmicrosoft.com`; needed for Microsoft 365's DKIM records.
             * @example acme
             */
            m365_tenant?: string | null;
            /**
             * @description `google_workspace`, `microsoft365` or `zoho`.
             * @example google_workspace
             */
            provider: string;
        };
        /**
         * @description Who chose an origin.
         * @enum {string}
         */
        OriginSource: "route" | "connection" | "application" | "platform";
        /** @description What became of the record that proved ownership. */
        Ownership: {
            checked_at: components["schemas"]["Instant"];
            method: components["schemas"]["ProofMethod"];
            /** @example _customdomain-challenge.app.customer.com */
            name: string;
            problem: components["schemas"]["Problem"] | null;
            /** @description Every server that was asked, and what it showed. */
            servers: components["schemas"]["ProofServer"][];
            /**
             * @description Whether it is at every server of the zone; null when none gave a usable answer.
             * @example true
             */
            still_published: boolean | null;
            type: components["schemas"]["RecordType"];
        };
        /** @description The record that proves ownership. */
        OwnershipChallenge: {
            /** @example _customdomain-challenge.app.customer.com */
            name: string;
            /** @description Always `TXT`. */
            type: components["schemas"]["RecordType"];
            /** @example cd-verify-… */
            value: string;
        };
        /** @description A record that would prove ownership. */
        OwnershipProof: {
            method: components["schemas"]["ProofMethod"];
            /** @example shop.customer.com */
            name: string;
            /**
             * @description What the last check saw in its place.
             * @example old-host.example
             */
            observed_value: string | null;
            problem: components["schemas"]["Problem"] | null;
            /** @description Of the `acme_cname`, which goes on serving renewals: whether the last check saw it; null before, and of the others. */
            propagated: boolean | null;
            type: components["schemas"]["RecordType"];
            /** @example edge.acme.example */
            value: string;
            /** @description Of the `acme_cname`: every server that was asked, and what it had; absent in lists, and of the others. */
            vantages?: components["schemas"]["RecordVantage"][] | null;
        };
        /**
         * @description The plans, the cheapest first.
         * @enum {string}
         */
        Plan: "free" | "pro" | "growth" | "enterprise";
        /** @description How much is allowed of each kind; null is without limit. */
        PlanLimits: {
            /**
             * Format: int64
             * @description Live domains. Counted and shown; what is live stays live.
             * @example 3
             */
            active_domain: number | null;
            /**
             * Format: int64
             * @description API calls in a month. Counted and shown.
             * @example 10000
             */
            api_call: number | null;
            /**
             * Format: int64
             * @description Certificates issued in a month. Counted and shown.
             * @example 10
             */
            cert: number | null;
            /**
             * Format: int64
             * @description Connections started in a month. The one limit that is enforced: beyond it creating one is `402 QuotaExceeded`.
             * @example 3
             */
            connect: number | null;
        };
        /** @description A plan. */
        PlanOffer: {
            /** @description Its name, as `POST /v1/subscriptions` and `POST /v1/billing/checkout` take it. */
            id: components["schemas"]["Plan"];
            /** @description Whether it is bought by `POST /v1/billing/checkout`. Without a billing provider every plan is switched to freely. */
            is_for_sale: boolean;
            limits: components["schemas"]["PlanLimits"];
        };
        /** @description One page of a list, newest first unless said otherwise. */
        PlanOfferList: {
            data: components["schemas"]["PlanOffer"][];
            /**
             * @description Send as cursor to get the next page; null on the last.
             * @example 0000019f214e8c000198c0de0000700080000000000000019c2e5a17
             */
            next_cursor: string | null;
        };
        /** @description What a few numbers were lately. */
        PlatformMetrics: {
            /**
             * Format: int64
             * @description From one point to the next, in seconds.
             * @example 15
             */
            interval_s: number;
            /** @description Each in an order that stays. */
            series: components["schemas"]["PlatformSeries"][];
        };
        /** @description How much there is of everything, as counted within the last seconds. */
        PlatformOverview: {
            /**
             * @description Certificates of each status, none left out.
             * @example {
             *       "issued": 340
             *     }
             */
            certificates: {
                [key: string]: number;
            };
            /**
             * @description Connections in each state, none left out.
             * @example {
             *       "live": 340
             *     }
             */
            connections: {
                [key: string]: number;
            };
            /**
             * @description Webhook deliveries of each status, none left out.
             * @example {
             *       "delivered": 9000
             *     }
             */
            deliveries: {
                [key: string]: number;
            };
            /**
             * Format: int64
             * @description Edges that were heard of within the last minute.
             * @example 2
             */
            edges_attached: number;
            /**
             * @description What keeps everything: `sqlite` or `postgres`.
             * @example postgres
             */
            engine: string;
            /**
             * Format: int64
             * @description Certificates that should have been replaced: more than a day late, or with less than a fifth of their life left.
             * @example 0
             */
            expiring_soon: number;
            /** @description When the server that answers started. */
            started_at: components["schemas"]["Instant"];
            /**
             * Format: int64
             * @description Tenants, suspended ones included.
             * @example 12
             */
            tenants: number;
            /**
             * @description Of the server that answers.
             * @example 0.1.0
             */
            version: string;
        };
        /** @description Work that waits. */
        PlatformQueue: {
            /**
             * @description What waits in it, and for what.
             * @example Connections whose time to be looked at has come.
             */
            meaning: string;
            /**
             * @description Its name.
             * @example connections
             */
            name: string;
            /**
             * Format: int64
             * @description How long the first of them has been waiting, in milliseconds; 0 when none waits.
             * @example 120
             */
            oldest_ms: number;
            /**
             * Format: int64
             * @description How many wait.
             * @example 3
             */
            waiting: number;
        };
        /** @description One page of a list, newest first unless said otherwise. */
        PlatformQueueList: {
            data: components["schemas"]["PlatformQueue"][];
            /**
             * @description Send as cursor to get the next page; null on the last.
             * @example 0000019f214e8c000198c0de0000700080000000000000019c2e5a17
             */
            next_cursor: string | null;
        };
        /** @description One number over time. */
        PlatformSeries: {
            /**
             * @description What it says.
             * @example Requests that this server answered.
             */
            meaning: string;
            /** @example requests */
            name: string;
            /**
             * @description Pairs of milliseconds since 1970 and a value, the oldest first. Where nothing was known there is none.
             * @example [
             *       [
             *         1793491200000,
             *         2.5
             *       ]
             *     ]
             */
            points: number[][];
            /**
             * @description `per_second`, `ms`, or what is counted.
             * @example per_second
             */
            unit: string;
        };
        /** @description A tenant, and how much it has. */
        PlatformTenant: {
            /**
             * Format: int64
             * @description How many applications it has.
             * @example 2
             */
            applications: number;
            /**
             * Format: int64
             * @description How many connections it has, ended ones included.
             * @example 40
             */
            connections: number;
            created_at: components["schemas"]["Instant"];
            /** Format: uuid */
            id: string;
            /**
             * Format: int64
             * @description How many of them are live.
             * @example 31
             */
            live: number;
            /**
             * @description Its display name.
             * @example Acme
             */
            name: string;
            /** @description The plan it is on. */
            plan: components["schemas"]["Plan"];
            suspended_at: components["schemas"]["Instant"] | null;
            /**
             * @description Why, as whoever suspended it wrote.
             * @example unpaid since May
             */
            suspended_reason: string | null;
        };
        /** @description A tenant, how much it has, what it used this month, and what it may use. */
        PlatformTenantDetail: {
            /**
             * Format: int64
             * @description How many applications it has.
             * @example 2
             */
            applications: number;
            /**
             * Format: int64
             * @description How many connections it has, ended ones included.
             * @example 40
             */
            connections: number;
            created_at: components["schemas"]["Instant"];
            /** Format: uuid */
            id: string;
            /**
             * Format: int64
             * @description How many of them are live.
             * @example 31
             */
            live: number;
            /**
             * @description Its display name.
             * @example Acme
             */
            name: string;
            /** @description The plan it is on. */
            plan: components["schemas"]["Plan"];
            suspended_at: components["schemas"]["Instant"] | null;
            /**
             * @description Why, as whoever suspended it wrote.
             * @example unpaid since May
             */
            suspended_reason: string | null;
        } & {
            /** @description Its own limits where it has some, else its plan's. */
            limits: components["schemas"]["PlanLimits"];
            /**
             * Format: int64
             * @description How many host names one application may have by the interface for platforms.
             * @example 10
             */
            max_domains_per_app: number;
            /**
             * @description The month that usage is counted in, in UTC.
             * @example 2026-11
             */
            period: string;
            /** @description What was used in it. */
            usage: components["schemas"]["UsageCount"][];
        };
        /** @description One page of a list, newest first unless said otherwise. */
        PlatformTenantList: {
            data: components["schemas"]["PlatformTenant"][];
            /**
             * @description Send as cursor to get the next page; null on the last.
             * @example 0000019f214e8c000198c0de0000700080000000000000019c2e5a17
             */
            next_cursor: string | null;
        };
        /** @description What stands in the way, and what to do. */
        Problem: {
            /** @example not_found */
            code: string;
            /** @example The record is not there yet; publish it at the DNS provider. */
            message: string;
        };
        /** @description How ownership was proven: the receipt. */
        Proof: {
            /** @description When it was accepted. */
            at: components["schemas"]["Instant"];
            method: components["schemas"]["ProofMethod"];
            /** @example shop.customer.com */
            name: string;
            servers: components["schemas"]["ProofServer"][];
            type: components["schemas"]["RecordType"];
            /**
             * @description The zone whose servers were asked.
             * @example customer.com
             */
            zone: string | null;
        };
        /**
         * @description Ways of proof.
         * @enum {string}
         */
        ProofMethod: "txt" | "acme_cname" | "paas_txt" | "traffic_cname" | "credential" | "domain_connect" | "operator";
        /** @description A record to publish. */
        ProofRecord: {
            /** @example _acme-challenge.shop.customer.com */
            name: string;
            type: components["schemas"]["RecordType"];
            /** @example 0123456789abcdef0123456789abcdef.acme.saas.example */
            value: string;
        };
        /** @description One server, and whether it had the record. */
        ProofServer: {
            /**
             * @description IP address and port.
             * @example 192.0.2.53:53
             */
            address: string | null;
            at: components["schemas"]["Instant"];
            /** @example shop.customer.com */
            name: string | null;
            /** @description Null when it gave no usable answer. */
            seen: boolean | null;
            /**
             * Format: int32
             * @description Seconds.
             */
            ttl: number | null;
            vantage: components["schemas"]["Vantage"];
        };
        /** @description A DNS provider. */
        Provider: {
            capabilities: components["schemas"]["ProviderCapabilities"];
            /**
             * @description Where a customer edits records or makes a credential.
             * @example https://dash.cloudflare.com
             */
            console_url: string | null;
            credential: components["schemas"]["ProviderCredential"];
            /**
             * @description The provider's documentation.
             * @example https://developers.cloudflare.com/dns/
             */
            docs_url: string | null;
            fields: components["schemas"]["ProviderFields"];
            /**
             * @description Stable identifier.
             * @example cloudflare
             */
            key: string;
            /**
             * @description How much its API takes before it refuses.
             * @example 1,200 requests in five minutes
             */
            limits: string;
            /**
             * @description Where this server shows the provider's logo.
             * @example /logos/cloudflare.svg
             */
            logo_url: string;
            /**
             * @description How access is given: `token`, `machine` or `redirect`.
             * @example token
             */
            model: string;
            /**
             * @description Name for people.
             * @example shop.customer.com
             */
            name: string;
            /**
             * @description The page on which a zone's records are edited; `{zone}` stands for the zone's name.
             * @example https://dash.cloudflare.com/?to=/:account/customer.com/dns
             */
            records_url: string | null;
        };
        /** @description What is possible there. */
        ProviderCapabilities: {
            /**
             * @description The record that gives an apex another host's addresses, as the provider calls it.
             * @example ALIAS
             */
            alias_record: string | null;
            /**
             * @description How: `cname_flattening`, `alias`, `aname`, `none` or `own_resources_only`.
             * @example customer.com
             */
            apex: string;
            /** @description Whether an apex can point at any host name. */
            apex_flattening: boolean;
            /** @description Whether CAA records are possible. */
            caa: boolean;
            /** @description Whether it lets its customers consent to changes (Domain Connect). */
            domain_connect: boolean;
            /** @description Whether SRV records can be written. */
            srv: boolean;
            /**
             * Format: int32
             * @description Highest TTL, in seconds.
             */
            ttl_max: number;
            /**
             * Format: int32
             * @description Lowest TTL, in seconds; 0 when no bound is known.
             */
            ttl_min: number;
            /** @description Whether `*` records are possible. */
            wildcard: boolean;
        };
        /** @description What a delegated credential looks like. */
        ProviderCredential: {
            /**
             * @description Its parts as they are pasted; empty when nothing is stored.
             * @example API token
             */
            format: string;
            /**
             * @description What the provider asks for before anybody may use its API.
             * @example An account with more than ten domains
             */
            gate: string | null;
            /**
             * @description How a customer makes it.
             * @example My Profile, API Tokens, Edit zone DNS
             */
            hint: string;
            /**
             * @description `token`, `pair`, `basic`, `sigv4`, `service_account`, `client_secret`, `api_user` or `redirect`.
             * @example token
             */
            kind: string;
        };
        /** @description What the fields of a record are called in the provider's panel. */
        ProviderFields: {
            /**
             * @description How the apex is written; null where names are written in full.
             * @example customer.com
             */
            apex: string | null;
            /**
             * @description Label of the field for the name.
             * @example shop
             */
            host: string;
            /**
             * @description `relative` to the zone, or `full`.
             * @example relative
             */
            host_form: string;
            /** @description Whether host names in values end with a dot. */
            trailing_dot: boolean;
            /**
             * @description Label of the field for the value.
             * @example edge.acme.example
             */
            value: string;
        };
        /** @description One page of a list, newest first unless said otherwise. */
        ProviderList: {
            data: components["schemas"]["Provider"][];
            /**
             * @description Send as cursor to get the next page; null on the last.
             * @example 0000019f214e8c000198c0de0000700080000000000000019c2e5a17
             */
            next_cursor: string | null;
        };
        /**
         * @description What a record is for.
         * @enum {string}
         */
        RecordPurpose: "ownership" | "traffic" | "certificate";
        /** @description Where one desired record stands. */
        RecordReport: {
            /** @example shop */
            host: string;
            /**
             * @description What is there.
             * @example old-host.example
             */
            observed_value: string | null;
            /** Format: int32 */
            priority: number | null;
            problem: components["schemas"]["Problem"] | null;
            /** @description Whether every server of the zone that answered has it. */
            propagated: boolean;
            status: components["schemas"]["RecordStatus"];
            /**
             * Format: int32
             * @description Seconds.
             */
            ttl: number;
            type: components["schemas"]["RecordType"];
            /** @example edge.acme.example */
            value: string;
            /** @description Every server that was asked. */
            vantages: components["schemas"]["RecordVantage"][];
        };
        /** @description Records that were left alone. */
        RecordsLeft: {
            /** @example shop.customer.com */
            name: string;
            /**
             * @description Why they stay.
             * @example It has another value now.
             */
            reason: string;
            /** @example CNAME */
            type: string;
            /** @description What stands there. */
            values: string[];
        };
        /** @description What a check saw. */
        RecordsReport: {
            challenge_cname: components["schemas"]["RecordReport"] | null;
            /**
             * Format: uuid
             * @description The connection.
             */
            id: string;
            problem: components["schemas"]["Problem"] | null;
            records: components["schemas"]["RecordReport"][];
            /** @description Its state after the check. */
            state: components["schemas"]["ConnectionState"];
        };
        /**
         * @description Where a record stands.
         * @enum {string}
         */
        RecordStatus: "propagated" | "missing" | "unknown";
        /** @description One line of a record template. */
        RecordTemplateLine: {
            /**
             * @description `@` for the connected host name itself, or labels in front of it.
             * @example @
             */
            host: string;
            /**
             * Format: int32
             * @description Preference of an MX.
             */
            priority?: number | null;
            /**
             * Format: int32
             * @description Seconds; 300 when absent.
             */
            ttl?: number | null;
            /** @description In any case. */
            type: components["schemas"]["RecordType"];
            /**
             * @description May hold `{hostname}`, `{apex}`, `{app_target}`, `{edge_cname}`, `{edge_ipv4}` and `{edge_ipv6}`.
             * @example {app_target}
             */
            value: string;
        };
        /**
         * @description Types of records.
         * @enum {string}
         */
        RecordType: "A" | "AAAA" | "ALIAS" | "CAA" | "CNAME" | "MX" | "NS" | "TXT";
        /** @description What one server has. */
        RecordVantage: {
            /**
             * @description IP address and port.
             * @example 192.0.2.53:53
             */
            address: string | null;
            at: components["schemas"]["Instant"];
            /**
             * @description Why it gave no usable answer.
             * @example timed out
             */
            failure: string | null;
            /**
             * @description What it had in the record's place.
             * @example old-host.example
             */
            observed_value: string | null;
            /** @description Null when it gave no usable answer. */
            propagated: boolean | null;
            /**
             * @description Its name in the zone; null for a resolver.
             * @example ns1.dns.example
             */
            server: string | null;
            /**
             * Format: int32
             * @description Seconds.
             */
            ttl: number | null;
            vantage: components["schemas"]["Vantage"];
        };
        /** @description A domain that was removed. */
        RemovedAppDomain: {
            /** @description Records that still stand at the customer's DNS provider and have lost their purpose. */
            dangling_records: components["schemas"]["DanglingRecord"][];
            /**
             * @description Always true.
             * @example true
             */
            deleted: boolean;
            /** @example www.customer.com */
            domain: string;
        };
        /** @description Records that were removed. */
        RemovedRecords: {
            /** @example shop.customer.com */
            name: string;
            /** @example CNAME */
            type: string;
            values: string[];
        };
        /**
         * @description What a member is to a tenant, the mightiest first.
         * @enum {string}
         */
        Role: "owner" | "admin" | "developer" | "viewer";
        /** @description A name of the tenant that leads to an application. */
        Route: {
            /** Format: uuid */
            application_id: string;
            /**
             * Format: uuid
             * @description The connection that holds its host name; null for the default one.
             */
            connection_id: string | null;
            created_at: components["schemas"]["Instant"];
            /**
             * @description Where it is always served too.
             * @example shop.acme.edge.acme.example
             */
            default_hostname: string;
            /**
             * @description Where it is chiefly served: its default host name, or one that a connection of its application holds.
             * @example shop.customer.com
             */
            hostname: string;
            /**
             * @description The host name for people.
             * @example shop.customer.com
             */
            hostname_unicode: string;
            /** Format: uuid */
            id: string;
            /**
             * @description Unique in the tenant; the first label of its default host name.
             * @example shop
             */
            name: string;
            /**
             * @description Where its requests go.
             * @example https://origin.saas.example
             */
            origin: string;
            /** @description Whether edges serve its host name. */
            served: boolean;
            /** @description Who chose the origin. */
            source: components["schemas"]["OriginSource"];
            updated_at: components["schemas"]["Instant"];
            /**
             * @description Where a browser goes; of a wildcard, the default host name's.
             * @example https://shop.customer.com
             */
            url: string;
            /**
             * @description Why they do not; null when they do.
             * @example It is not served: ownership is not proven here.
             */
            why_not: string | null;
        };
        /** @description What to change. A field that is absent stays as it is. */
        RouteChanges: {
            /**
             * Format: uuid
             * @description Where it leads. Its host name has to be held by a connection of that application.
             */
            application_id?: string | null;
            /**
             * @description A host name that a connection of the application holds; null for the default one.
             * @example shop.customer.com
             */
            hostname?: string | null;
            /**
             * @description Where its requests go; null for the application's origin.
             * @example https://origin.saas.example
             */
            origin?: string | null;
        };
        /** @description One page of a list, newest first unless said otherwise. */
        RouteList: {
            data: components["schemas"]["Route"][];
            /**
             * @description Send as cursor to get the next page; null on the last.
             * @example 0000019f214e8c000198c0de0000700080000000000000019c2e5a17
             */
            next_cursor: string | null;
        };
        /** @description Changes of routes and claims, in order: all of them are made, or none. */
        RoutePlan: {
            /** @description Empty when all is as it is to be. */
            steps: components["schemas"]["RoutePlanStep"][];
        };
        /** @description What would be done. */
        RoutePlanned: {
            plan: components["schemas"]["RoutePlan"];
        };
        /** @description A route, or a claim, which has a host name only. */
        RoutePlanState: {
            /**
             * Format: uuid
             * @description Of a route: where it leads.
             */
            application_id?: string | null;
            /** @example shop.customer.com */
            hostname: string;
            /**
             * @description Of a route: its name.
             * @example shop
             */
            name?: string | null;
            /**
             * @description Of a route: its own origin, null without one.
             * @example https://origin.saas.example
             */
            origin?: string | null;
        };
        /** @description One change. */
        RoutePlanStep: {
            after: components["schemas"]["RoutePlanState"] | null;
            before: components["schemas"]["RoutePlanState"] | null;
            /** @description The kind of change. */
            do: components["schemas"]["RoutePlanStepKind"];
            /**
             * @description The change in words.
             * @example Create the route shop, served at shop.customer.com.
             */
            what: string;
        };
        /**
         * @description What a step of a plan does.
         * @enum {string}
         */
        RoutePlanStepKind: "create_route" | "update_route" | "delete_route" | "claim" | "release_claim" | "repoint_route";
        /**
         * @description What a key may do.
         * @enum {string}
         */
        Scope: "connections:read" | "connections:write" | "apps:admin" | "webhooks:write" | "usage:read";
        /** @description Whom a credential stands for, and what they may do. */
        Session: {
            /**
             * Format: uuid
             * @description The application that the API key was made under; null for a key of the whole tenant.
             */
            application_id: string | null;
            /** @description Whether it was shown as the cookie of a session. */
            by_cookie: boolean;
            expires_at: components["schemas"]["Instant"] | null;
            key: components["schemas"]["SessionKey"] | null;
            /** @description Whom it stands for. */
            kind: components["schemas"]["SessionKind"];
            member: components["schemas"]["SessionMember"] | null;
            role: components["schemas"]["Role"] | null;
            /** @description What it may do; empty for a platform key, which is for `/v1/platform`. */
            scopes: components["schemas"]["Scope"][];
            tenant: components["schemas"]["SessionTenant"] | null;
            /** @description Every tenant that the person acts for; empty for keys. */
            tenants: components["schemas"]["SessionMembership"][];
        };
        /** @description The key that was shown, or that a session stands for. */
        SessionKey: {
            /** Format: uuid */
            id: string;
            /**
             * @description Last four characters of its secret; of the fingerprint, for an SSH key.
             * @example x7Qf
             */
            last4: string;
            /**
             * @description The label a person gave it.
             * @example server-prod
             */
            name: string;
        };
        /**
         * @description Whom a credential stands for.
         * @enum {string}
         */
        SessionKind: "api_key" | "member" | "platform_key" | "ssh_key";
        /** @description A person who is signed in. */
        SessionMember: {
            /**
             * @description As the identity provider last told.
             * @example ada@acme.example
             */
            email: string;
            /** Format: uuid */
            id: string;
            /**
             * @description As the identity provider last told.
             * @example Ada Lovelace
             */
            name: string | null;
        };
        /** @description A tenant that a person acts for. */
        SessionMembership: {
            /**
             * Format: uuid
             * @description The tenant's.
             */
            id: string;
            /**
             * Format: uuid
             * @description Whom its audit log knows the person as.
             */
            member_id: string;
            /**
             * @description The tenant's.
             * @example Acme
             */
            name: string;
            /** @description What the person is to it. */
            role: components["schemas"]["Role"];
        };
        /** @description A tenant, by name. */
        SessionTenant: {
            /** Format: uuid */
            id: string;
            /** @example Acme */
            name: string;
        };
        /** @description Which tenant to act for. */
        SessionTenantChange: {
            /**
             * Format: uuid
             * @description One of the session's `tenants`.
             */
            tenant_id: string;
        };
        /**
         * @description Ways of setting up.
         * @enum {string}
         */
        SetupType: "automatic" | "manual" | "semiautomatic" | "shared_login" | "async" | "api" | "domain_connect";
        /**
         * @description How much a finding matters.
         * @enum {string}
         */
        Severity: "blocking" | "warning" | "info";
        /** @description A connection for the person who holds the DNS login. */
        SharedConnection: {
            /**
             * @description Name of the product that it is for.
             * @example Acme Sites
             */
            application: string;
            checked_at: components["schemas"]["Instant"] | null;
            /** @description Until when this is shown. */
            expires_at: components["schemas"]["Instant"];
            /**
             * @description Where it stands, in a few words.
             * @example Records have to be added
             */
            headline: string;
            /**
             * @description Lower-case A-labels; `*.` first for a wildcard.
             * @example app.customer.com
             */
            hostname: string;
            /**
             * @description The host name for people.
             * @example shop.customer.com
             */
            hostname_unicode: string;
            /**
             * @description What happens next.
             * @example Publish the records below at the DNS provider.
             */
            next: string;
            provider: components["schemas"]["SharedProvider"] | null;
            /** @description What has to be published. */
            records: components["schemas"]["SharedRecord"][];
            state: components["schemas"]["ConnectionState"];
            waiting_for: components["schemas"]["WaitingFor"];
            /**
             * @description The zone that the records go into; null when it could not be found.
             * @example customer.com
             */
            zone: string | null;
        };
        /** @description Who hosts the zone. */
        SharedProvider: {
            /**
             * @description Label of the field for the name.
             * @example Name
             */
            host_label: string;
            /** @example shop.customer.com */
            name: string;
            /**
             * @description The page on which the zone's records are edited.
             * @example https://dash.cloudflare.com/?to=/:account/customer.com/dns
             */
            records_url: string | null;
            /**
             * @description Label of the field for the value.
             * @example Target
             */
            value_label: string;
        };
        /** @description A record that has to be published. */
        SharedRecord: {
            /**
             * @description The name as it is typed in at the provider; relative to the zone where the provider is not known.
             * @example app
             */
            host: string;
            /**
             * @description What is wrong with it, and what to do.
             * @example The record is not there yet; publish it at the DNS provider.
             */
            message: string | null;
            /**
             * @description The full name.
             * @example app.customer.com
             */
            name: string;
            /**
             * @description What the last check saw in its place.
             * @example old-host.example
             */
            observed_value: string | null;
            /** Format: int32 */
            priority: number | null;
            purpose: components["schemas"]["RecordPurpose"];
            status: components["schemas"]["SharedStatus"];
            /**
             * Format: int32
             * @description Seconds.
             */
            ttl: number;
            /**
             * @description As the provider calls it.
             * @example CNAME
             */
            type: string;
            /** @example edge.acme.example */
            value: string;
        };
        /**
         * @description Whether a record is there.
         * @enum {string}
         */
        SharedStatus: "found" | "missing" | "unknown";
        /** @description A share link, without its URL. */
        ShareLink: {
            created_at: components["schemas"]["Instant"];
            /** @description From then on it opens nothing. It ends earlier when the connection is archived. */
            expires_at: components["schemas"]["Instant"];
            /** Format: uuid */
            id: string;
            revoked_at: components["schemas"]["Instant"] | null;
        };
        /** @description One page of a list, newest first unless said otherwise. */
        ShareLinkList: {
            data: components["schemas"]["ShareLink"][];
            /**
             * @description Send as cursor to get the next page; null on the last.
             * @example 0000019f214e8c000198c0de0000700080000000000000019c2e5a17
             */
            next_cursor: string | null;
        };
        /** @description A share link with its URL, which is shown in this answer and never again. */
        ShareLinkWithUrl: {
            created_at: components["schemas"]["Instant"];
            /** @description From then on it opens nothing. It ends earlier when the connection is archived. */
            expires_at: components["schemas"]["Instant"];
            /** Format: uuid */
            id: string;
            revoked_at: components["schemas"]["Instant"] | null;
        } & {
            /**
             * @description Give it to whoever publishes the records: it opens without an account. Null in an answer that is repeated under an
             *     Idempotency-Key.
             * @example https://api.saas.example/share/0190f0…
             */
            url: string | null;
        };
        /** @description A certificate as visitors are shown it. */
        ShownCertificate: {
            /**
             * @description Organisation (else common name) of who signed it.
             * @example Let's Encrypt
             */
            issuer: string;
            /** @description End of validity. */
            not_after: components["schemas"]["Instant"];
            /**
             * @description Serial number, lower-case hex.
             * @example 04a1b2c3d4e5f60718293a4b5c6d7e8f9012
             */
            serial: string;
        };
        /** @description Ways to sign in, besides keys. */
        SignIn: {
            oidc: components["schemas"]["SignInProvider"] | null;
        };
        /** @description An identity provider. */
        SignInProvider: {
            /**
             * @description What it is called.
             * @example Acme SSO
             */
            name: string;
        };
        /** @description An SSH key. */
        SshKey: {
            /**
             * Format: uuid
             * @description The application that commands are for when they name none; null for a key of the whole tenant.
             */
            application_id: string | null;
            created_at: components["schemas"]["Instant"];
            /**
             * @description As OpenSSH shows it.
             * @example SHA256:uNiVztksCsDhcc0u9e8BrrQXVUpTUZuGDSqoOqZWyGI
             */
            fingerprint: string;
            /** Format: uuid */
            id: string;
            last_used_at: components["schemas"]["Instant"] | null;
            /**
             * @description The label a person gave it.
             * @example ada@laptop
             */
            name: string;
            /**
             * @description Type and key, as OpenSSH writes them.
             * @example ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGJhcmVseS1hLWtleS1idXQtMzItb2N0ZXRzISEhISEh
             */
            public_key: string;
            revoked_at: components["schemas"]["Instant"] | null;
            /** @description What it may do. */
            scopes: components["schemas"]["Scope"][];
        };
        /** @description One page of a list, newest first unless said otherwise. */
        SshKeyList: {
            data: components["schemas"]["SshKey"][];
            /**
             * @description Send as cursor to get the next page; null on the last.
             * @example 0000019f214e8c000198c0de0000700080000000000000019c2e5a17
             */
            next_cursor: string | null;
        };
        /** @description The plan that your tenant is on, and what was used of it this month. */
        Subscription: {
            /** @description Your own limits where you have some, else the plan's. */
            limits: components["schemas"]["PlanLimits"];
            /**
             * Format: int64
             * @description How many host names one application may have by the interface for platforms.
             * @example 10
             */
            max_domains_per_app: number;
            /**
             * @description The month that usage is counted in, in UTC.
             * @example 2026-11
             */
            period: string;
            period_end: components["schemas"]["Instant"];
            period_start: components["schemas"]["Instant"];
            plan: components["schemas"]["Plan"];
            since: components["schemas"]["Instant"];
            /**
             * @description `active`, or how the subscription stands at the billing provider: `trialing`, `past_due`, `unpaid`, `paused`.
             * @example active
             */
            status: string;
            usage: components["schemas"]["UsageCount"][];
        };
        /** @description The plan to be on. */
        SubscriptionChange: {
            plan: components["schemas"]["Plan"];
        };
        /** @description What to change of a tenant. */
        TenantChange: {
            /** @description The plan to be on. */
            plan: components["schemas"]["Plan"];
        };
        /** @description Why a tenant is put out of service. */
        TenantSuspension: {
            /**
             * @description For whoever looks at it later; the tenant is not told.
             * @example unpaid since May
             */
            reason: string;
        };
        /** @description A tenant and its first key, whose secret is shown in this answer and never again. */
        TenantWithKey: {
            key: components["schemas"]["FirstKey"];
            tenant: components["schemas"]["NamedTenant"];
        };
        /** @description Something that happened to a connection. */
        TimelineEntry: {
            actor: components["schemas"]["AuditActor"] | null;
            at: components["schemas"]["Instant"];
            /**
             * @description The details, by kind: `action`, `before` and `after` of a transition and an action; `type` and `data` of an event; what was seen
             *     of an observation and a certificate; how far a change set and a delivery have come. Never a secret. The set may grow.
             */
            data: Record<string, never>;
            /** Format: uuid */
            id: string;
            kind: components["schemas"]["TimelineKind"];
            /**
             * Format: uuid
             * @description The event, change set or webhook delivery; null for the other kinds.
             */
            ref_id: string | null;
            /**
             * @description What happened, in a sentence.
             * @example Ownership was proven by txt.
             */
            title: string;
        };
        /** @description One page of a list, newest first unless said otherwise. */
        TimelineEntryList: {
            data: components["schemas"]["TimelineEntry"][];
            /**
             * @description Send as cursor to get the next page; null on the last.
             * @example 0000019f214e8c000198c0de0000700080000000000000019c2e5a17
             */
            next_cursor: string | null;
        };
        /**
         * @description Kinds of entries in a connection's timeline.
         * @enum {string}
         */
        TimelineKind: "transition" | "action" | "event" | "observation" | "change_set" | "delivery" | "certificate";
        /** @description A record as it is typed in at the provider. */
        TypedRecord: {
            /**
             * @description As the field for the name wants it, relative to the zone or in full.
             * @example shop
             */
            host: string;
            /**
             * @description The full name, for comparing.
             * @example shop.customer.com
             */
            name: string;
            /** Format: int32 */
            priority: number | null;
            /**
             * Format: int32
             * @description Seconds.
             */
            ttl: number;
            /**
             * @description As the provider calls it.
             * @example ALIAS
             */
            type: string;
            /** @example edge.acme.example */
            value: string;
        };
        /** @description What was used in a month: as a list with limits, and by kind for whoever wants one number. */
        Usage: {
            /**
             * Format: int64
             * @description Domains that went live in the month; in the present month at least those that are live, or drifted, now.
             * @example 1
             */
            active_domain: number;
            /**
             * Format: int64
             * @description API calls with a valid credential. Those that other servers of the platform answered in the last seconds may be missing.
             * @example 120
             */
            api_call: number;
            /**
             * Format: int64
             * @description Certificates issued.
             * @example 1
             */
            cert: number;
            /**
             * Format: int64
             * @description Connections started. Archiving one does not give it back.
             * @example 2
             */
            connect: number;
            /**
             * @description The month, in UTC.
             * @example 2026-11
             */
            period: string;
            /** @description The first instant after it. */
            period_end: components["schemas"]["Instant"];
            period_start: components["schemas"]["Instant"];
            /** @description The plan at present. */
            plan: components["schemas"]["Plan"];
            usage: components["schemas"]["UsageCount"][];
        };
        /** @description How much of one kind was used. */
        UsageCount: {
            kind: components["schemas"]["UsageKind"];
            /**
             * Format: int64
             * @description What the present plan allows; null is without limit.
             * @example 3
             */
            limit: number | null;
            /**
             * Format: int64
             * @description So many, so far.
             * @example 2
             */
            used: number;
        };
        /** @description What was used on a day. */
        UsageDay: {
            /**
             * Format: int64
             * @description Domains that went live on the day; today at least those that are live, or drifted, now.
             * @example 1
             */
            active_domain: number;
            /**
             * Format: int64
             * @description API calls with a valid credential. Those that other servers of the platform answered in the last seconds may be missing.
             * @example 120
             */
            api_call: number;
            /**
             * Format: int64
             * @description Certificates issued.
             * @example 1
             */
            cert: number;
            /**
             * Format: int64
             * @description Connections started.
             * @example 2
             */
            connect: number;
            /**
             * Format: date
             * @description The day, in UTC.
             * @example 2026-11-22
             */
            date: string;
        };
        /** @description What was used, day by day. */
        UsageHistory: {
            /** @description The oldest day first; every day is there. */
            data: components["schemas"]["UsageDay"][];
        };
        /**
         * @description What is metered.
         * @enum {string}
         */
        UsageKind: "connect" | "active_domain" | "cert" | "api_call";
        /**
         * @description From where DNS was seen.
         * @enum {string}
         */
        Vantage: "authoritative" | "resolver";
        /** @description The connection, and what stands of its proof. */
        VerifiedConnection: {
            /**
             * @description The registrable domain.
             * @example customer.com
             */
            apex: string;
            /** Format: uuid */
            application_id: string;
            /**
             * @description Groups connections that were created together.
             * @example import-2026-07
             */
            batch_id: string | null;
            certificate?: components["schemas"]["Certificate"] | null;
            checked_at: components["schemas"]["Instant"] | null;
            created_at: components["schemas"]["Instant"];
            /** @description What has to be published, and what the last check saw. */
            dns_records: components["schemas"]["DesiredRecord"][];
            expires_at: components["schemas"]["Instant"] | null;
            /** @description Why it is not live, or that it is. In an answer to a creation, as it was then. */
            explanation: components["schemas"]["Explanation"];
            /**
             * @description Whether only one of `ownership_proofs` that is published by hand proves ownership, and no delegated credential: the host name is
             *     taken over, or another tenant let it go within the last 30 days.
             */
            fresh_proof: boolean;
            /**
             * @description Lower-case A-labels; `*.` first for a wildcard.
             * @example shop.customer.com
             */
            hostname: string;
            /**
             * @description The host name for people.
             * @example shop.customer.com
             */
            hostname_unicode: string;
            /**
             * Format: uuid
             * @description Also the `jobId` of webhooks and widget events.
             */
            id: string;
            kind: components["schemas"]["HostnameKind"];
            next_check_at: components["schemas"]["Instant"] | null;
            ownership_challenge: components["schemas"]["OwnershipChallenge"] | null;
            /** @description Every record that proves ownership; any one is enough. */
            ownership_proofs: components["schemas"]["OwnershipProof"][];
            problem: components["schemas"]["Problem"] | null;
            proof: components["schemas"]["Proof"] | null;
            route?: components["schemas"]["ConnectionRoute"] | null;
            setup_type: components["schemas"]["SetupType"];
            state: components["schemas"]["ConnectionState"];
            /** @description Since when it is in its state. */
            state_since: components["schemas"]["Instant"];
            /** @description Whether proof moves the host name away from its present holder. */
            takeover: boolean;
            updated_at: components["schemas"]["Instant"];
        } & {
            ownership: components["schemas"]["Ownership"] | null;
        };
        /**
         * @description Who has to act.
         * @enum {string}
         */
        WaitingFor: "you" | "platform" | "sender" | "nobody";
        /** @description A record that would have to be published. */
        WantedRecord: {
            /** @example shop */
            host: string;
            /** Format: int32 */
            priority: number | null;
            /**
             * Format: int32
             * @description Seconds.
             */
            ttl: number;
            type: components["schemas"]["RecordType"];
            /** @example edge.acme.example */
            value: string;
        };
        /** @description One request to an endpoint. */
        WebhookAttempt: {
            /**
             * @description The first kilobyte of the answer's body, as text.
             * @example ok
             */
            answer: string | null;
            at: components["schemas"]["Instant"];
            /**
             * Format: int32
             * @description Counted from 1.
             * @example 1
             */
            number: number;
            /**
             * @description What was wrong; null when nothing was.
             * @example it answered 503
             */
            problem: string | null;
            /**
             * Format: int32
             * @description HTTP status; null when there was no answer.
             * @example 503
             */
            status: number | null;
            /**
             * Format: int64
             * @description Milliseconds from looking the name up to the answer.
             * @example 84
             */
            took_ms: number;
        };
        /** @description An event for an endpoint. */
        WebhookDelivery: {
            /**
             * Format: int32
             * @description Attempts so far.
             * @example 1
             */
            attempts: number;
            created_at: components["schemas"]["Instant"];
            /**
             * Format: uuid
             * @description The receiver.
             */
            endpoint_id: string;
            /**
             * Format: uuid
             * @description The event: `id` of the body, and the header `webhook-id`.
             */
            event_id: string;
            finished_at: components["schemas"]["Instant"] | null;
            /** Format: uuid */
            id: string;
            /**
             * Format: uuid
             * @description The connection that it is about; null for events about none.
             */
            jobId: string | null;
            /**
             * @description What was wrong with the last attempt; null when nothing was.
             * @example no answer within 5 s
             */
            last_problem: string | null;
            /**
             * Format: int32
             * @description HTTP status of the last answer; null when there was none.
             * @example 200
             */
            last_status: number | null;
            next_retry_at: components["schemas"]["Instant"] | null;
            /** @description How far it has come. */
            status: components["schemas"]["WebhookDeliveryStatus"];
            /** @description The event's name. */
            type: components["schemas"]["WebhookDeliveryEvent"];
        };
        /** @description An event for an endpoint, with its body and its attempts. */
        WebhookDeliveryDetailed: {
            /**
             * Format: int32
             * @description Attempts so far.
             * @example 1
             */
            attempts: number;
            created_at: components["schemas"]["Instant"];
            /**
             * Format: uuid
             * @description The receiver.
             */
            endpoint_id: string;
            /**
             * Format: uuid
             * @description The event: `id` of the body, and the header `webhook-id`.
             */
            event_id: string;
            finished_at: components["schemas"]["Instant"] | null;
            /** Format: uuid */
            id: string;
            /**
             * Format: uuid
             * @description The connection that it is about; null for events about none.
             */
            jobId: string | null;
            /**
             * @description What was wrong with the last attempt; null when nothing was.
             * @example no answer within 5 s
             */
            last_problem: string | null;
            /**
             * Format: int32
             * @description HTTP status of the last answer; null when there was none.
             * @example 200
             */
            last_status: number | null;
            next_retry_at: components["schemas"]["Instant"] | null;
            /** @description How far it has come. */
            status: components["schemas"]["WebhookDeliveryStatus"];
            /** @description The event's name. */
            type: components["schemas"]["WebhookDeliveryEvent"];
        } & {
            /** @description The last hundred attempts, the last one first. */
            attempt_log: components["schemas"]["WebhookAttempt"][];
            /**
             * @description The body, exactly as every attempt sends it.
             * @example {"type":"ssl.issued","jobId":"0190f0f0-0000-7000-8000-000000000001","data":{"hostname":"app.customer.com"},"sent_at":"2026-07-02T12:00:00.000Z","id":"0190f0f0-0000-7000-8000-000000000002"}
             */
            body: string;
        };
        /**
         * @description What deliveries tell of: events, and tests of an endpoint.
         * @enum {string}
         */
        WebhookDeliveryEvent: "domain.added" | "domain.verified" | "ssl.issued" | "domain.flow.completed" | "domain.drift" | "domain.recovered" | "domain.transferred" | "domain.archived" | "certificate.failed" | "webhook.disabled" | "webhook.test";
        /** @description One page of a list, newest first unless said otherwise. */
        WebhookDeliveryList: {
            data: components["schemas"]["WebhookDelivery"][];
            /**
             * @description Send as cursor to get the next page; null on the last.
             * @example 0000019f214e8c000198c0de0000700080000000000000019c2e5a17
             */
            next_cursor: string | null;
        };
        /**
         * @description How far a delivery has come.
         * @enum {string}
         */
        WebhookDeliveryStatus: "pending" | "delivered" | "failed";
        /** @description A receiver of webhooks. Its signing secret is never shown again. */
        WebhookEndpoint: {
            /**
             * Format: uuid
             * @description The only application whose events it is told of; null for all.
             */
            application_id: string | null;
            created_at: components["schemas"]["Instant"];
            /**
             * @description What you say about it.
             * @example production
             */
            description: string | null;
            disabled_at: components["schemas"]["Instant"] | null;
            /**
             * @description Why it is not.
             * @example every attempt has failed since 2026-07-01
             */
            disabled_reason: string | null;
            /**
             * @description Whether it is told anything.
             * @example true
             */
            enabled: boolean;
            /** @description Events it is told of; empty for all. */
            events: components["schemas"]["EventType"][];
            failing_since: components["schemas"]["Instant"] | null;
            former_secret_until: components["schemas"]["Instant"] | null;
            /** Format: uuid */
            id: string;
            updated_at: components["schemas"]["Instant"];
            /**
             * @description Where events are posted to.
             * @example https://api.acme.example/webhooks/cd
             */
            url: string;
        };
        /** @description What to change; fields that are left out stay as they are. */
        WebhookEndpointChanges: {
            /**
             * @description What you say about it; null takes it away.
             * @example production
             */
            description?: string | null;
            /**
             * @description Whether it is told anything. What is on its way to an endpoint that becomes disabled is given up; it can be replayed.
             * @example true
             */
            enabled?: boolean | null;
            /**
             * @description Events it is told of; empty for all.
             * @example [
             *       "ssl.issued"
             *     ]
             */
            events?: components["schemas"]["EventType"][] | null;
            /**
             * @description Where events are posted to.
             * @example https://api.acme.example/webhooks/cd
             */
            url?: string | null;
        };
        /** @description One page of a list, newest first unless said otherwise. */
        WebhookEndpointList: {
            data: components["schemas"]["WebhookEndpoint"][];
            /**
             * @description Send as cursor to get the next page; null on the last.
             * @example 0000019f214e8c000198c0de0000700080000000000000019c2e5a17
             */
            next_cursor: string | null;
        };
        /** @description An endpoint with its signing secret, which is shown in this answer and never again. */
        WebhookEndpointWithSecret: {
            /**
             * Format: uuid
             * @description The only application whose events it is told of; null for all.
             */
            application_id: string | null;
            created_at: components["schemas"]["Instant"];
            /**
             * @description What you say about it.
             * @example production
             */
            description: string | null;
            disabled_at: components["schemas"]["Instant"] | null;
            /**
             * @description Why it is not.
             * @example every attempt has failed since 2026-07-01
             */
            disabled_reason: string | null;
            /**
             * @description Whether it is told anything.
             * @example true
             */
            enabled: boolean;
            /** @description Events it is told of; empty for all. */
            events: components["schemas"]["EventType"][];
            failing_since: components["schemas"]["Instant"] | null;
            former_secret_until: components["schemas"]["Instant"] | null;
            /** Format: uuid */
            id: string;
            updated_at: components["schemas"]["Instant"];
            /**
             * @description Where events are posted to.
             * @example https://api.acme.example/webhooks/cd
             */
            url: string;
        } & {
            /**
             * @description Keys `X-CD-Signature` as it is, and `webhook-signature` by the octets that its base64 stands for. Null in an answer that is
             *     repeated under an Idempotency-Key.
             * @example whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=
             */
            signing_secret: string | null;
        };
        /** @description A token for a browser. */
        WidgetToken: {
            /**
             * @description Send as `Authorization: Bearer …`.
             * @example eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6IjZhMDkifQ.eyJhdWQiOiJ3aWRnZXQifQ.c2lnbmVk
             */
            auth_token: string;
            /** @description From then on it opens nothing: 60 minutes after it was made. */
            expires_at: components["schemas"]["Instant"];
        };
        /** @description A change of one set of records. */
        ZoneChange: {
            /**
             * @description `create`, `update` or `delete`.
             * @example create
             */
            action: string;
            after: components["schemas"]["ZoneRecordSet"] | null;
            before: components["schemas"]["ZoneRecordSet"] | null;
            /** @example shop.customer.com */
            name: string;
            /** @example CNAME */
            type: string;
        };
        /** @description The records of one name and type. */
        ZoneRecordSet: {
            /**
             * Format: int32
             * @description Seconds.
             */
            ttl: number;
            values: string[];
        };
        /** @description What was written, or would be. */
        ZoneWrite: {
            /** @description Whether the zone shows the wished records now. */
            applied: boolean;
            change_set: components["schemas"]["ChangeSet"] | null;
            /** @description What changes; empty when everything is there already. */
            changes: components["schemas"]["ZoneChange"][];
            /** @description Whether it was only planned. */
            dry_run: boolean;
            /**
             * @description Key of the provider.
             * @example cloudflare
             */
            provider: string;
            /**
             * @description Apex of the zone.
             * @example customer.com
             */
            zone: string;
        };
        /** @description Whether to write, or only to say what would be written. */
        ZoneWriteOptions: {
            /** @description Only say what would change. */
            dry_run?: boolean;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listApplications: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Entries of one page; 20 when absent. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "allowed_origins": [
                     *             "https://app.acme.example"
                     *           ],
                     *           "app_target": "app-0198c0de00007000800000000000000a.edge.acme.example",
                     *           "created_at": "2026-07-02T12:00:00.000Z",
                     *           "default_origin": "https://sites.acme.example",
                     *           "environment": "test",
                     *           "id": "0198c0de-0000-7000-8000-00000000000a",
                     *           "name": "shop.customer.com",
                     *           "record_template": [
                     *             {
                     *               "host": "@",
                     *               "priority": 0,
                     *               "ttl": 1,
                     *               "type": "A",
                     *               "value": "{app_target}"
                     *             }
                     *           ],
                     *           "updated_at": "2026-07-02T12:00:00.000Z"
                     *         }
                     *       ],
                     *       "next_cursor": "0000019f214e8c000198c0de0000700080000000000000019c2e5a17"
                     *     }
                     */
                    "application/json": components["schemas"]["ApplicationList"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    createApplication: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a retry safe: within 24 hours the same request gets the same answer. */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "default_origin": "https://sites.acme.example",
                 *       "name": "Acme Sites"
                 *     }
                 */
                "application/json": components["schemas"]["NewApplication"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    /** @description There when this answer was given before under the same Idempotency-Key. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "allowed_origins": [
                     *         "https://app.acme.example"
                     *       ],
                     *       "app_target": "app-0198c0de00007000800000000000000a.edge.acme.example",
                     *       "created_at": "2026-07-02T12:00:00.000Z",
                     *       "default_origin": "https://sites.acme.example",
                     *       "environment": "test",
                     *       "id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "name": "shop.customer.com",
                     *       "record_template": [
                     *         {
                     *           "host": "@",
                     *           "priority": 0,
                     *           "ttl": 1,
                     *           "type": "A",
                     *           "value": "{app_target}"
                     *         }
                     *       ],
                     *       "updated_at": "2026-07-02T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Application"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `idempotency_conflict`: The Idempotency-Key was used for another request. `idempotency_in_progress`: The first request with the Idempotency-Key is not answered yet. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large`: The body is longer than 256 KiB, or 1 MiB for many connections at once. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unsupported_media_type`: The body is not application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getApplication: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Identifier of what the path names. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "allowed_origins": [
                     *         "https://app.acme.example"
                     *       ],
                     *       "app_target": "app-0198c0de00007000800000000000000a.edge.acme.example",
                     *       "created_at": "2026-07-02T12:00:00.000Z",
                     *       "default_origin": "https://sites.acme.example",
                     *       "environment": "test",
                     *       "id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "name": "shop.customer.com",
                     *       "record_template": [
                     *         {
                     *           "host": "@",
                     *           "priority": 0,
                     *           "ttl": 1,
                     *           "type": "A",
                     *           "value": "{app_target}"
                     *         }
                     *       ],
                     *       "updated_at": "2026-07-02T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Application"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `not_found`: There is no such thing, or it belongs to another tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    updateApplication: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Identifier of what the path names. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "default_origin": "https://sites.acme.example",
                 *       "name": "Acme Sites"
                 *     }
                 */
                "application/json": components["schemas"]["ApplicationChanges"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "allowed_origins": [
                     *         "https://app.acme.example"
                     *       ],
                     *       "app_target": "app-0198c0de00007000800000000000000a.edge.acme.example",
                     *       "created_at": "2026-07-02T12:00:00.000Z",
                     *       "default_origin": "https://sites.acme.example",
                     *       "environment": "test",
                     *       "id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "name": "shop.customer.com",
                     *       "record_template": [
                     *         {
                     *           "host": "@",
                     *           "priority": 0,
                     *           "ttl": 1,
                     *           "type": "A",
                     *           "value": "{app_target}"
                     *         }
                     *       ],
                     *       "updated_at": "2026-07-02T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Application"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `not_found`: There is no such thing, or it belongs to another tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large`: The body is longer than 256 KiB, or 1 MiB for many connections at once. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unsupported_media_type`: The body is not application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listCredentials: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Entries of one page; 20 when absent. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Identifier of what the path names. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "application_id": "0198c0de-0000-7000-8000-00000000000a",
                     *           "created_at": "2026-07-02T12:00:00.000Z",
                     *           "id": "0198c0de-0000-7000-8000-00000000000a",
                     *           "last4": "x7Qf",
                     *           "provider": "cloudflare",
                     *           "verdict": {
                     *             "checked_at": "2026-07-02T12:00:00.000Z",
                     *             "message": "The record is not there yet; publish it at the DNS provider.",
                     *             "status": "ok",
                     *             "zones": [
                     *               "customer.com"
                     *             ],
                     *             "zones_total": 0
                     *           },
                     *           "zone": "customer.com"
                     *         }
                     *       ],
                     *       "next_cursor": "0000019f214e8c000198c0de0000700080000000000000019c2e5a17"
                     *     }
                     */
                    "application/json": components["schemas"]["DnsCredentialList"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `not_found`: There is no such thing, or it belongs to another tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    createCredential: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a retry safe: within 24 hours the same request gets the same answer. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description Identifier of what the path names. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "provider": "cloudflare",
                 *       "token": "a-scoped-provider-token",
                 *       "zone": "customer.com"
                 *     }
                 */
                "application/json": components["schemas"]["NewDnsCredential"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    /** @description There when this answer was given before under the same Idempotency-Key. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "application_id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "created_at": "2026-07-02T12:00:00.000Z",
                     *       "id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "last4": "x7Qf",
                     *       "provider": "cloudflare",
                     *       "verdict": {
                     *         "checked_at": "2026-07-02T12:00:00.000Z",
                     *         "message": "The record is not there yet; publish it at the DNS provider.",
                     *         "status": "ok",
                     *         "zones": [
                     *           "customer.com"
                     *         ],
                     *         "zones_total": 0
                     *       },
                     *       "zone": "customer.com"
                     *     }
                     */
                    "application/json": components["schemas"]["DnsCredential"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `not_found`: There is no such thing, or it belongs to another tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `credential_key_missing`: Credentials and webhook secrets are only stored sealed, and CREDENTIAL_ENC_KEY is not set. `idempotency_conflict`: The Idempotency-Key was used for another request. `idempotency_in_progress`: The first request with the Idempotency-Key is not answered yet. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large`: The body is longer than 256 KiB, or 1 MiB for many connections at once. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unsupported_media_type`: The body is not application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    deleteCredential: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Identifier of the credential. */
                credentialId: string;
                /** @description Identifier of what the path names. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to show. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `not_found`: There is no such thing, or it belongs to another tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large`: The body is longer than 256 KiB, or 1 MiB for many connections at once. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    checkCredential: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Identifier of the credential. */
                credentialId: string;
                /** @description Identifier of what the path names. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "application_id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "created_at": "2026-07-02T12:00:00.000Z",
                     *       "id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "last4": "x7Qf",
                     *       "provider": "cloudflare",
                     *       "verdict": {
                     *         "checked_at": "2026-07-02T12:00:00.000Z",
                     *         "message": "The record is not there yet; publish it at the DNS provider.",
                     *         "status": "ok",
                     *         "zones": [
                     *           "customer.com"
                     *         ],
                     *         "zones_total": 0
                     *       },
                     *       "zone": "customer.com"
                     *     }
                     */
                    "application/json": components["schemas"]["DnsCredential"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `not_found`: There is no such thing, or it belongs to another tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large`: The body is longer than 256 KiB, or 1 MiB for many connections at once. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listApiKeys: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Entries of one page; 20 when absent. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Identifier of what the path names. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "application_id": "0198c0de-0000-7000-8000-00000000000a",
                     *           "created_at": "2026-07-02T12:00:00.000Z",
                     *           "id": "0198c0de-0000-7000-8000-00000000000a",
                     *           "last4": "x7Qf",
                     *           "name": "shop.customer.com",
                     *           "revoked_at": "2026-07-02T12:00:00.000Z",
                     *           "scopes": [
                     *             "connections:read"
                     *           ]
                     *         }
                     *       ],
                     *       "next_cursor": "0000019f214e8c000198c0de0000700080000000000000019c2e5a17"
                     *     }
                     */
                    "application/json": components["schemas"]["ApiKeyList"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `not_found`: There is no such thing, or it belongs to another tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    createApiKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a retry safe: within 24 hours the same request gets the same answer. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description Identifier of what the path names. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "server-prod",
                 *       "scopes": [
                 *         "connections:read"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["NewApiKey"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    /** @description There when this answer was given before under the same Idempotency-Key. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "application_id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "created_at": "2026-07-02T12:00:00.000Z",
                     *       "id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "last4": "x7Qf",
                     *       "name": "shop.customer.com",
                     *       "revoked_at": "2026-07-02T12:00:00.000Z",
                     *       "scopes": [
                     *         "connections:read"
                     *       ],
                     *       "secret": "sk_test_3fQ9…"
                     *     }
                     */
                    "application/json": components["schemas"]["ApiKeyWithSecret"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `not_found`: There is no such thing, or it belongs to another tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `idempotency_conflict`: The Idempotency-Key was used for another request. `idempotency_in_progress`: The first request with the Idempotency-Key is not answered yet. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large`: The body is longer than 256 KiB, or 1 MiB for many connections at once. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unsupported_media_type`: The body is not application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    revokeApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Identifier of what the path names. */
                id: string;
                /** @description Identifier of the API key. */
                keyId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to show. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `not_found`: There is no such thing, or it belongs to another tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large`: The body is longer than 256 KiB, or 1 MiB for many connections at once. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listAppDomains: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Entries of one page; 20 when absent. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Identifier of what the path names. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "application_id": "0198c0de-0000-7000-8000-00000000000a",
                     *           "created_at": "2026-07-02T12:00:00.000Z",
                     *           "dns": {
                     *             "checked_at": "2026-07-02T12:00:00.000Z",
                     *             "records": [
                     *               {
                     *                 "host": "shop",
                     *                 "observed_value": "old-host.example",
                     *                 "priority": 0,
                     *                 "problem": {
                     *                   "code": "not_found",
                     *                   "message": "The record is not there yet; publish it at the DNS provider."
                     *                 },
                     *                 "propagated": false,
                     *                 "ttl": 0,
                     *                 "type": "A",
                     *                 "value": "edge.acme.example",
                     *                 "vantages": [
                     *                   {
                     *                     "address": "192.0.2.53:53",
                     *                     "at": "2026-07-02T12:00:00.000Z",
                     *                     "failure": "timed out",
                     *                     "observed_value": "old-host.example",
                     *                     "propagated": false,
                     *                     "server": "ns1.dns.example",
                     *                     "ttl": 0,
                     *                     "vantage": "authoritative"
                     *                   }
                     *                 ]
                     *               }
                     *             ],
                     *             "status": "pending"
                     *           },
                     *           "domain": "www.customer.com",
                     *           "domain_unicode": "www.customer.com",
                     *           "id": "0198c0de-0000-7000-8000-00000000000a",
                     *           "ingress": {
                     *             "app_target": "app-0198c0de00007000800000000000000a.edge.acme.example",
                     *             "origin": "https://sites.acme.example",
                     *             "status": "active"
                     *           },
                     *           "problem": {
                     *             "code": "not_found",
                     *             "message": "The record is not there yet; publish it at the DNS provider."
                     *           },
                     *           "state": "created",
                     *           "status": "pending_verification",
                     *           "tls": {
                     *             "certificate": {
                     *               "authority": "letsencrypt",
                     *               "chain": [
                     *                 {
                     *                   "fingerprint_sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
                     *                   "issuer": "C=US, O=Let's Encrypt, CN=E7",
                     *                   "not_after": "2026-07-02T12:00:00.000Z",
                     *                   "not_before": "2026-07-02T12:00:00.000Z",
                     *                   "serial": "04a1b2c3d4e5f60718293a4b5c6d7e8f9012",
                     *                   "subject": "CN=app.customer.com"
                     *                 }
                     *               ],
                     *               "fingerprint_sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
                     *               "issuer": "CN=E7, O=Let's Encrypt, C=US",
                     *               "last_problem": {
                     *                 "actor": "customer",
                     *                 "authority": "letsencrypt",
                     *                 "code": "caa_forbids",
                     *                 "detail": "429 urn:ietf:params:acme:error:rateLimited",
                     *                 "message": "The record is not there yet; publish it at the DNS provider.",
                     *                 "retry_at": "2026-07-02T12:00:00.000Z"
                     *               },
                     *               "names": [
                     *                 "shop.customer.com"
                     *               ],
                     *               "next_renewal": "2026-07-02T12:00:00.000Z",
                     *               "not_after": "2026-07-02T12:00:00.000Z",
                     *               "not_before": "2026-07-02T12:00:00.000Z",
                     *               "problem": "rateLimited",
                     *               "renewal": "authority",
                     *               "reported_at": "2026-07-02T12:00:00.000Z",
                     *               "serial": "04a1b2c3d4e5f60718293a4b5c6d7e8f9012",
                     *               "status": "pending"
                     *             },
                     *             "status": "none"
                     *           },
                     *           "updated_at": "2026-07-02T12:00:00.000Z",
                     *           "verification": {
                     *             "alternative": {
                     *               "name": "_paas-verify.www.customer.com",
                     *               "type": "A",
                     *               "value": "ceed68a2ed6e2b50fe53b1dbbb74fba0"
                     *             },
                     *             "name": "www.customer.com",
                     *             "type": "A",
                     *             "value": "app-0198c0de-0000-7000-8000-00000000000a.acme.example"
                     *           },
                     *           "verified_at": "2026-07-02T12:00:00.000Z"
                     *         }
                     *       ],
                     *       "next_cursor": "0000019f214e8c000198c0de0000700080000000000000019c2e5a17"
                     *     }
                     */
                    "application/json": components["schemas"]["AppDomainList"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `not_found`: There is no such thing, or it belongs to another tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    registerAppDomain: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a retry safe: within 24 hours the same request gets the same answer. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description Identifier of what the path names. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "domain": "www.customer.com"
                 *     }
                 */
                "application/json": components["schemas"]["NewAppDomain"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description There when this answer was given before under the same Idempotency-Key. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "application_id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "created_at": "2026-07-02T12:00:00.000Z",
                     *       "dns": {
                     *         "checked_at": "2026-07-02T12:00:00.000Z",
                     *         "records": [
                     *           {
                     *             "host": "shop",
                     *             "observed_value": "old-host.example",
                     *             "priority": 0,
                     *             "problem": {
                     *               "code": "not_found",
                     *               "message": "The record is not there yet; publish it at the DNS provider."
                     *             },
                     *             "propagated": false,
                     *             "ttl": 0,
                     *             "type": "A",
                     *             "value": "edge.acme.example",
                     *             "vantages": [
                     *               {
                     *                 "address": "192.0.2.53:53",
                     *                 "at": "2026-07-02T12:00:00.000Z",
                     *                 "failure": "timed out",
                     *                 "observed_value": "old-host.example",
                     *                 "propagated": false,
                     *                 "server": "ns1.dns.example",
                     *                 "ttl": 0,
                     *                 "vantage": "authoritative"
                     *               }
                     *             ]
                     *           }
                     *         ],
                     *         "status": "pending"
                     *       },
                     *       "domain": "www.customer.com",
                     *       "domain_unicode": "www.customer.com",
                     *       "id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "ingress": {
                     *         "app_target": "app-0198c0de00007000800000000000000a.edge.acme.example",
                     *         "origin": "https://sites.acme.example",
                     *         "status": "active"
                     *       },
                     *       "problem": {
                     *         "code": "not_found",
                     *         "message": "The record is not there yet; publish it at the DNS provider."
                     *       },
                     *       "state": "created",
                     *       "status": "pending_verification",
                     *       "tls": {
                     *         "certificate": {
                     *           "authority": "letsencrypt",
                     *           "chain": [
                     *             {
                     *               "fingerprint_sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
                     *               "issuer": "C=US, O=Let's Encrypt, CN=E7",
                     *               "not_after": "2026-07-02T12:00:00.000Z",
                     *               "not_before": "2026-07-02T12:00:00.000Z",
                     *               "serial": "04a1b2c3d4e5f60718293a4b5c6d7e8f9012",
                     *               "subject": "CN=app.customer.com"
                     *             }
                     *           ],
                     *           "fingerprint_sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
                     *           "issuer": "CN=E7, O=Let's Encrypt, C=US",
                     *           "last_problem": {
                     *             "actor": "customer",
                     *             "authority": "letsencrypt",
                     *             "code": "caa_forbids",
                     *             "detail": "429 urn:ietf:params:acme:error:rateLimited",
                     *             "message": "The record is not there yet; publish it at the DNS provider.",
                     *             "retry_at": "2026-07-02T12:00:00.000Z"
                     *           },
                     *           "names": [
                     *             "shop.customer.com"
                     *           ],
                     *           "next_renewal": "2026-07-02T12:00:00.000Z",
                     *           "not_after": "2026-07-02T12:00:00.000Z",
                     *           "not_before": "2026-07-02T12:00:00.000Z",
                     *           "problem": "rateLimited",
                     *           "renewal": "authority",
                     *           "reported_at": "2026-07-02T12:00:00.000Z",
                     *           "serial": "04a1b2c3d4e5f60718293a4b5c6d7e8f9012",
                     *           "status": "pending"
                     *         },
                     *         "status": "none"
                     *       },
                     *       "updated_at": "2026-07-02T12:00:00.000Z",
                     *       "verification": {
                     *         "alternative": {
                     *           "name": "_paas-verify.www.customer.com",
                     *           "type": "A",
                     *           "value": "ceed68a2ed6e2b50fe53b1dbbb74fba0"
                     *         },
                     *         "name": "www.customer.com",
                     *         "type": "A",
                     *         "value": "app-0198c0de-0000-7000-8000-00000000000a.acme.example"
                     *       },
                     *       "verified_at": "2026-07-02T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["AppDomain"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `QuotaExceeded`: The plan allows no more; limit, plan and upgrade_url say what would. */
            402: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `not_found`: There is no such thing, or it belongs to another tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `HostnameConflict`: Another connection holds the host name. `domain_exists`: The application has this domain already. `idempotency_conflict`: The Idempotency-Key was used for another request. `idempotency_in_progress`: The first request with the Idempotency-Key is not answered yet. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large`: The body is longer than 256 KiB, or 1 MiB for many connections at once. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unsupported_media_type`: The body is not application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `quota_exceeded`: The application has as many domains as it may have; delete one that is not used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getAppDomain: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The domain, as it was registered or in any other spelling of the same name; percent-encoded where need be. */
                domain: string;
                /** @description Identifier of what the path names. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "application_id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "created_at": "2026-07-02T12:00:00.000Z",
                     *       "dns": {
                     *         "checked_at": "2026-07-02T12:00:00.000Z",
                     *         "records": [
                     *           {
                     *             "host": "shop",
                     *             "observed_value": "old-host.example",
                     *             "priority": 0,
                     *             "problem": {
                     *               "code": "not_found",
                     *               "message": "The record is not there yet; publish it at the DNS provider."
                     *             },
                     *             "propagated": false,
                     *             "ttl": 0,
                     *             "type": "A",
                     *             "value": "edge.acme.example",
                     *             "vantages": [
                     *               {
                     *                 "address": "192.0.2.53:53",
                     *                 "at": "2026-07-02T12:00:00.000Z",
                     *                 "failure": "timed out",
                     *                 "observed_value": "old-host.example",
                     *                 "propagated": false,
                     *                 "server": "ns1.dns.example",
                     *                 "ttl": 0,
                     *                 "vantage": "authoritative"
                     *               }
                     *             ]
                     *           }
                     *         ],
                     *         "status": "pending"
                     *       },
                     *       "domain": "www.customer.com",
                     *       "domain_unicode": "www.customer.com",
                     *       "id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "ingress": {
                     *         "app_target": "app-0198c0de00007000800000000000000a.edge.acme.example",
                     *         "origin": "https://sites.acme.example",
                     *         "status": "active"
                     *       },
                     *       "problem": {
                     *         "code": "not_found",
                     *         "message": "The record is not there yet; publish it at the DNS provider."
                     *       },
                     *       "state": "created",
                     *       "status": "pending_verification",
                     *       "tls": {
                     *         "certificate": {
                     *           "authority": "letsencrypt",
                     *           "chain": [
                     *             {
                     *               "fingerprint_sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
                     *               "issuer": "C=US, O=Let's Encrypt, CN=E7",
                     *               "not_after": "2026-07-02T12:00:00.000Z",
                     *               "not_before": "2026-07-02T12:00:00.000Z",
                     *               "serial": "04a1b2c3d4e5f60718293a4b5c6d7e8f9012",
                     *               "subject": "CN=app.customer.com"
                     *             }
                     *           ],
                     *           "fingerprint_sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
                     *           "issuer": "CN=E7, O=Let's Encrypt, C=US",
                     *           "last_problem": {
                     *             "actor": "customer",
                     *             "authority": "letsencrypt",
                     *             "code": "caa_forbids",
                     *             "detail": "429 urn:ietf:params:acme:error:rateLimited",
                     *             "message": "The record is not there yet; publish it at the DNS provider.",
                     *             "retry_at": "2026-07-02T12:00:00.000Z"
                     *           },
                     *           "names": [
                     *             "shop.customer.com"
                     *           ],
                     *           "next_renewal": "2026-07-02T12:00:00.000Z",
                     *           "not_after": "2026-07-02T12:00:00.000Z",
                     *           "not_before": "2026-07-02T12:00:00.000Z",
                     *           "problem": "rateLimited",
                     *           "renewal": "authority",
                     *           "reported_at": "2026-07-02T12:00:00.000Z",
                     *           "serial": "04a1b2c3d4e5f60718293a4b5c6d7e8f9012",
                     *           "status": "pending"
                     *         },
                     *         "status": "none"
                     *       },
                     *       "updated_at": "2026-07-02T12:00:00.000Z",
                     *       "verification": {
                     *         "alternative": {
                     *           "name": "_paas-verify.www.customer.com",
                     *           "type": "A",
                     *           "value": "ceed68a2ed6e2b50fe53b1dbbb74fba0"
                     *         },
                     *         "name": "www.customer.com",
                     *         "type": "A",
                     *         "value": "app-0198c0de-0000-7000-8000-00000000000a.acme.example"
                     *       },
                     *       "verified_at": "2026-07-02T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["AppDomain"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `not_found`: There is no such thing, or it belongs to another tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    removeAppDomain: {
        parameters: {
            query?: {
                /** @description Let the route that serves the domain go back to its default host name. Without, such a domain is not removed. */
                detach?: boolean;
            };
            header?: never;
            path: {
                /** @description The domain, as it was registered or in any other spelling of the same name; percent-encoded where need be. */
                domain: string;
                /** @description Identifier of what the path names. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "dangling_records": [
                     *         {
                     *           "danger": "Whoever can have this name served by the platform speaks for you.",
                     *           "name": "shop.customer.com",
                     *           "remedy": "Delete this record at the DNS provider.",
                     *           "seen_at": "2026-07-02T12:00:00.000Z",
                     *           "type": "A",
                     *           "value": "edge.saas.example"
                     *         }
                     *       ],
                     *       "deleted": true,
                     *       "domain": "www.customer.com"
                     *     }
                     */
                    "application/json": components["schemas"]["RemovedAppDomain"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `not_found`: There is no such thing, or it belongs to another tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `route_serves_hostname`: A route serves the host name; details name it, and the commands that repoint it. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large`: The body is longer than 256 KiB, or 1 MiB for many connections at once. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `busy`: The connection changes too often at this moment. `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    verifyAppDomain: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The domain, as it was registered or in any other spelling of the same name; percent-encoded where need be. */
                domain: string;
                /** @description Identifier of what the path names. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "cname_ok": false,
                     *       "problem": {
                     *         "code": "not_found",
                     *         "message": "The record is not there yet; publish it at the DNS provider."
                     *       },
                     *       "txt_ok": false,
                     *       "verified": false
                     *     }
                     */
                    "application/json": components["schemas"]["AppDomainVerified"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `not_found`: There is no such thing, or it belongs to another tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `HostnameConflict`: Another connection holds the host name. `connection_ended`: The connection is archived or failed. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large`: The body is longer than 256 KiB, or 1 MiB for many connections at once. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `busy`: The connection changes too often at this moment. `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listAuditEntries: {
        parameters: {
            query?: {
                /**
                 * @description Only of exactly this action.
                 * @example connection.archived
                 */
                action?: string;
                /**
                 * @description Only by somebody of this kind: `kind` of an entry's `actor`.
                 * @example api_key
                 */
                actor_kind?: string;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Only from this instant on. */
                from?: components["schemas"]["Instant"];
                /** @description Entries of one page; 20 when absent. */
                limit?: number;
                /** @description Only about the thing with this id. */
                target_id?: string;
                /**
                 * @description Only about things of this kind, e.g. `connection`: the first part of an action.
                 * @example connection
                 */
                target_kind?: string;
                /** @description Only before this instant. */
                to?: components["schemas"]["Instant"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "action": "connection.archived",
                     *           "actor": {
                     *             "application_id": "0198c0de-0000-7000-8000-00000000000a",
                     *             "email": "ada@acme.example",
                     *             "fingerprint": "SHA256:uNiVztksCsDhcc0u9e8BrrQXVUpTUZuGDSqoOqZWyGI",
                     *             "id": "0198c0de-0000-7000-8000-00000000000a",
                     *             "kind": "api_key",
                     *             "last4": "9f3a",
                     *             "name": "server-prod"
                     *           },
                     *           "address": "203.0.113.7",
                     *           "after": {},
                     *           "at": "2026-07-02T12:00:00.000Z",
                     *           "before": {},
                     *           "id": "0198c0de-0000-7000-8000-00000000000a",
                     *           "request_id": "0199c2f0-5d4e-7c6a-9b1e-2f6f3f1f8f11",
                     *           "target": {
                     *             "id": "0198c0de-0000-7000-8000-00000000000a",
                     *             "kind": "connection"
                     *           }
                     *         }
                     *       ],
                     *       "next_cursor": "0000019f214e8c000198c0de0000700080000000000000019c2e5a17"
                     *     }
                     */
                    "application/json": components["schemas"]["AuditEntryList"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getBatch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The batch, as its connections were created with it. */
                batch_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "batch_id": "import-2026-11",
                     *       "by_state": {
                     *         "live": 990,
                     *         "pending_ownership": 10
                     *       },
                     *       "done": 990,
                     *       "first_created_at": "2026-07-02T12:00:00.000Z",
                     *       "last_change_at": "2026-07-02T12:00:00.000Z",
                     *       "total": 1000
                     *     }
                     */
                    "application/json": components["schemas"]["Batch"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `not_found`: There is no such thing, or it belongs to another tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    createCheckout: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "cancel_url": "https://app.saas.example/billing",
                 *       "plan": "free",
                 *       "success_url": "https://app.saas.example/billing?done=1"
                 *     }
                 */
                "application/json": components["schemas"]["NewCheckout"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "url": "https://checkout.stripe.com/c/pay/cs_test_a1b2c3"
                     *     }
                     */
                    "application/json": components["schemas"]["BillingPage"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large`: The body is longer than 256 KiB, or 1 MiB for many connections at once. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unsupported_media_type`: The body is not application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `billing_unavailable`: There is no billing provider, or it cannot be reached. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    createPortalSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "return_url": "https://app.saas.example/billing"
                 *     }
                 */
                "application/json": components["schemas"]["NewPortalSession"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "url": "https://checkout.stripe.com/c/pay/cs_test_a1b2c3"
                     *     }
                     */
                    "application/json": components["schemas"]["BillingPage"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large`: The body is longer than 256 KiB, or 1 MiB for many connections at once. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unsupported_media_type`: The body is not application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `billing_unavailable`: There is no billing provider, or it cannot be reached. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listCertificates: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Only those that end within so many days. */
                expiring_within_days?: number;
                /** @description Only of exactly this host name. */
                hostname?: string;
                /** @description Entries of one page; 20 when absent. */
                limit?: number;
                /** @description Only with this status. */
                status?: components["schemas"]["CertificateStatus"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "application_id": "0198c0de-0000-7000-8000-00000000000a",
                     *           "certificate": {
                     *             "authority": "letsencrypt",
                     *             "chain": [
                     *               {
                     *                 "fingerprint_sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
                     *                 "issuer": "C=US, O=Let's Encrypt, CN=E7",
                     *                 "not_after": "2026-07-02T12:00:00.000Z",
                     *                 "not_before": "2026-07-02T12:00:00.000Z",
                     *                 "serial": "04a1b2c3d4e5f60718293a4b5c6d7e8f9012",
                     *                 "subject": "CN=app.customer.com"
                     *               }
                     *             ],
                     *             "fingerprint_sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
                     *             "issuer": "CN=E7, O=Let's Encrypt, C=US",
                     *             "last_problem": {
                     *               "actor": "customer",
                     *               "authority": "letsencrypt",
                     *               "code": "caa_forbids",
                     *               "detail": "429 urn:ietf:params:acme:error:rateLimited",
                     *               "message": "The record is not there yet; publish it at the DNS provider.",
                     *               "retry_at": "2026-07-02T12:00:00.000Z"
                     *             },
                     *             "names": [
                     *               "shop.customer.com"
                     *             ],
                     *             "next_renewal": "2026-07-02T12:00:00.000Z",
                     *             "not_after": "2026-07-02T12:00:00.000Z",
                     *             "not_before": "2026-07-02T12:00:00.000Z",
                     *             "problem": "rateLimited",
                     *             "renewal": "authority",
                     *             "reported_at": "2026-07-02T12:00:00.000Z",
                     *             "serial": "04a1b2c3d4e5f60718293a4b5c6d7e8f9012",
                     *             "status": "pending"
                     *           },
                     *           "connection_id": "0198c0de-0000-7000-8000-00000000000a",
                     *           "hostname": "shop.customer.com"
                     *         }
                     *       ],
                     *       "next_cursor": "0000019f214e8c000198c0de0000700080000000000000019c2e5a17"
                     *     }
                     */
                    "application/json": components["schemas"]["CertificateEntryList"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getChangeSet: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Identifier of what the path names. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "changes": [
                     *         {
                     *           "action": "create",
                     *           "after": {
                     *             "ttl": 0,
                     *             "values": [
                     *               "edge.acme.example"
                     *             ]
                     *           },
                     *           "before": {
                     *             "ttl": 0,
                     *             "values": [
                     *               "edge.acme.example"
                     *             ]
                     *           },
                     *           "name": "shop.customer.com",
                     *           "type": "CNAME"
                     *         }
                     *       ],
                     *       "connection_id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "created_at": "2026-07-02T12:00:00.000Z",
                     *       "finished_at": "2026-07-02T12:00:00.000Z",
                     *       "id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "problem": {
                     *         "code": "not_found",
                     *         "message": "The record is not there yet; publish it at the DNS provider."
                     *       },
                     *       "provider": "cloudflare",
                     *       "purpose": "records",
                     *       "status": "applied",
                     *       "zone": "customer.com"
                     *     }
                     */
                    "application/json": components["schemas"]["ChangeSet"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `not_found`: There is no such thing, or it belongs to another tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    undoChangeSet: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Identifier of what the path names. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["ZoneWriteOptions"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "applied": false,
                     *       "change_set": {
                     *         "changes": [
                     *           {
                     *             "action": "create",
                     *             "after": {
                     *               "ttl": 0,
                     *               "values": [
                     *                 "edge.acme.example"
                     *               ]
                     *             },
                     *             "before": {
                     *               "ttl": 0,
                     *               "values": [
                     *                 "edge.acme.example"
                     *               ]
                     *             },
                     *             "name": "shop.customer.com",
                     *             "type": "CNAME"
                     *           }
                     *         ],
                     *         "connection_id": "0198c0de-0000-7000-8000-00000000000a",
                     *         "created_at": "2026-07-02T12:00:00.000Z",
                     *         "finished_at": "2026-07-02T12:00:00.000Z",
                     *         "id": "0198c0de-0000-7000-8000-00000000000a",
                     *         "problem": {
                     *           "code": "not_found",
                     *           "message": "The record is not there yet; publish it at the DNS provider."
                     *         },
                     *         "provider": "cloudflare",
                     *         "purpose": "records",
                     *         "status": "applied",
                     *         "zone": "customer.com"
                     *       },
                     *       "changes": [
                     *         {
                     *           "action": "create",
                     *           "after": {
                     *             "ttl": 0,
                     *             "values": [
                     *               "edge.acme.example"
                     *             ]
                     *           },
                     *           "before": {
                     *             "ttl": 0,
                     *             "values": [
                     *               "edge.acme.example"
                     *             ]
                     *           },
                     *           "name": "shop.customer.com",
                     *           "type": "CNAME"
                     *         }
                     *       ],
                     *       "dry_run": false,
                     *       "provider": "cloudflare",
                     *       "zone": "customer.com"
                     *     }
                     */
                    "application/json": components["schemas"]["ZoneWrite"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `not_found`: There is no such thing, or it belongs to another tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `connection_ended`: The connection is archived or failed. `no_credential`: The application has no DNS credential that sees the zone. `dns_conflict`: Records in the zone stand in the way; nothing was written. `nothing_to_undo`: The change set was not carried out, or was undone already. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large`: The body is longer than 256 KiB, or 1 MiB for many connections at once. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unsupported_media_type`: The body is not application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `provider_refused`: The DNS provider refused the write; the message says why. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `busy`: The connection changes too often at this moment. `provider_unavailable`: The DNS provider cannot be reached or takes no more requests at the moment. `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listConnections: {
        parameters: {
            query?: {
                /** @description Only of this application. */
                application_id?: string;
                /** @description Only of this batch. */
                batch_id?: string;
                /** @description `next_cursor` of the page before, in the same order. */
                cursor?: string;
                /** @description Only of exactly this host name. */
                hostname?: string;
                /** @description Entries of one page; 20 when absent. */
                limit?: number;
                /**
                 * @description Only with this in the host name, in Unicode or in A-labels. A label in Unicode is found as a whole.
                 * @example customer.com
                 */
                search?: string;
                /**
                 * @description In this order; `-created_at` when absent. `state` puts first what needs attention (`stalled`, `drifted`, `failed`), then what
                 *     is under way, then what is live, then what is archived, and within each what changed last.
                 */
                sort?: components["schemas"]["ConnectionSort"];
                /** @description Only in these states; repeat the parameter, or separate with commas. */
                state?: components["schemas"]["ConnectionState"][];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "apex": "customer.com",
                     *           "application_id": "0198c0de-0000-7000-8000-00000000000a",
                     *           "batch_id": "import-2026-07",
                     *           "certificate": {
                     *             "authority": "letsencrypt",
                     *             "chain": [
                     *               {
                     *                 "fingerprint_sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
                     *                 "issuer": "C=US, O=Let's Encrypt, CN=E7",
                     *                 "not_after": "2026-07-02T12:00:00.000Z",
                     *                 "not_before": "2026-07-02T12:00:00.000Z",
                     *                 "serial": "04a1b2c3d4e5f60718293a4b5c6d7e8f9012",
                     *                 "subject": "CN=app.customer.com"
                     *               }
                     *             ],
                     *             "fingerprint_sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
                     *             "issuer": "CN=E7, O=Let's Encrypt, C=US",
                     *             "last_problem": {
                     *               "actor": "customer",
                     *               "authority": "letsencrypt",
                     *               "code": "caa_forbids",
                     *               "detail": "429 urn:ietf:params:acme:error:rateLimited",
                     *               "message": "The record is not there yet; publish it at the DNS provider.",
                     *               "retry_at": "2026-07-02T12:00:00.000Z"
                     *             },
                     *             "names": [
                     *               "shop.customer.com"
                     *             ],
                     *             "next_renewal": "2026-07-02T12:00:00.000Z",
                     *             "not_after": "2026-07-02T12:00:00.000Z",
                     *             "not_before": "2026-07-02T12:00:00.000Z",
                     *             "problem": "rateLimited",
                     *             "renewal": "authority",
                     *             "reported_at": "2026-07-02T12:00:00.000Z",
                     *             "serial": "04a1b2c3d4e5f60718293a4b5c6d7e8f9012",
                     *             "status": "pending"
                     *           },
                     *           "checked_at": "2026-07-02T12:00:00.000Z",
                     *           "created_at": "2026-07-02T12:00:00.000Z",
                     *           "dns_records": [
                     *             {
                     *               "host": "shop",
                     *               "observed_value": "old-host.example",
                     *               "priority": 0,
                     *               "problem": {
                     *                 "code": "not_found",
                     *                 "message": "The record is not there yet; publish it at the DNS provider."
                     *               },
                     *               "propagated": false,
                     *               "ttl": 0,
                     *               "type": "A",
                     *               "value": "edge.acme.example",
                     *               "vantages": [
                     *                 {
                     *                   "address": "192.0.2.53:53",
                     *                   "at": "2026-07-02T12:00:00.000Z",
                     *                   "failure": "timed out",
                     *                   "observed_value": "old-host.example",
                     *                   "propagated": false,
                     *                   "server": "ns1.dns.example",
                     *                   "ttl": 0,
                     *                   "vantage": "authoritative"
                     *                 }
                     *               ]
                     *             }
                     *           ],
                     *           "expires_at": "2026-07-02T12:00:00.000Z",
                     *           "explanation": {
                     *             "sentence": "app.customer.com is live: its records are in place, and its certificate holds until 2026-09-30 12:00:00 UTC.",
                     *             "waiting_for": "customer"
                     *           },
                     *           "fresh_proof": false,
                     *           "hostname": "shop.customer.com",
                     *           "hostname_unicode": "shop.customer.com",
                     *           "id": "0198c0de-0000-7000-8000-00000000000a",
                     *           "kind": "apex",
                     *           "next_check_at": "2026-07-02T12:00:00.000Z",
                     *           "ownership_challenge": {
                     *             "name": "_customdomain-challenge.app.customer.com",
                     *             "type": "A",
                     *             "value": "cd-verify-…"
                     *           },
                     *           "ownership_proofs": [
                     *             {
                     *               "method": "txt",
                     *               "name": "shop.customer.com",
                     *               "observed_value": "old-host.example",
                     *               "problem": {
                     *                 "code": "not_found",
                     *                 "message": "The record is not there yet; publish it at the DNS provider."
                     *               },
                     *               "propagated": false,
                     *               "type": "A",
                     *               "value": "edge.acme.example",
                     *               "vantages": [
                     *                 {
                     *                   "address": "192.0.2.53:53",
                     *                   "at": "2026-07-02T12:00:00.000Z",
                     *                   "failure": "timed out",
                     *                   "observed_value": "old-host.example",
                     *                   "propagated": false,
                     *                   "server": "ns1.dns.example",
                     *                   "ttl": 0,
                     *                   "vantage": "authoritative"
                     *                 }
                     *               ]
                     *             }
                     *           ],
                     *           "problem": {
                     *             "code": "not_found",
                     *             "message": "The record is not there yet; publish it at the DNS provider."
                     *           },
                     *           "proof": {
                     *             "at": "2026-07-02T12:00:00.000Z",
                     *             "method": "txt",
                     *             "name": "shop.customer.com",
                     *             "servers": [
                     *               {
                     *                 "address": "192.0.2.53:53",
                     *                 "at": "2026-07-02T12:00:00.000Z",
                     *                 "name": "shop.customer.com",
                     *                 "seen": false,
                     *                 "ttl": 0,
                     *                 "vantage": "authoritative"
                     *               }
                     *             ],
                     *             "type": "A",
                     *             "zone": "customer.com"
                     *           },
                     *           "route": {
                     *             "origin": "https://origin.saas.example",
                     *             "served": false,
                     *             "source": "route",
                     *             "why_not": "It is not served: ownership is not proven here."
                     *           },
                     *           "setup_type": "automatic",
                     *           "state": "created",
                     *           "state_since": "2026-07-02T12:00:00.000Z",
                     *           "takeover": false,
                     *           "updated_at": "2026-07-02T12:00:00.000Z"
                     *         }
                     *       ],
                     *       "next_cursor": "0000019f214e8c000198c0de0000700080000000000000019c2e5a17"
                     *     }
                     */
                    "application/json": components["schemas"]["ConnectionList"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    createConnection: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a retry safe: within 24 hours the same request gets the same answer. */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "application_id": "0198c0de-0000-7000-8000-00000000000a",
                 *       "batch_id": "import-2026-07",
                 *       "hostname": "app.customer.com"
                 *     }
                 */
                "application/json": components["schemas"]["NewConnection"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    /** @description There when this answer was given before under the same Idempotency-Key. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "apex": "customer.com",
                     *       "application_id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "batch_id": "import-2026-07",
                     *       "certificate": {
                     *         "authority": "letsencrypt",
                     *         "chain": [
                     *           {
                     *             "fingerprint_sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
                     *             "issuer": "C=US, O=Let's Encrypt, CN=E7",
                     *             "not_after": "2026-07-02T12:00:00.000Z",
                     *             "not_before": "2026-07-02T12:00:00.000Z",
                     *             "serial": "04a1b2c3d4e5f60718293a4b5c6d7e8f9012",
                     *             "subject": "CN=app.customer.com"
                     *           }
                     *         ],
                     *         "fingerprint_sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
                     *         "issuer": "CN=E7, O=Let's Encrypt, C=US",
                     *         "last_problem": {
                     *           "actor": "customer",
                     *           "authority": "letsencrypt",
                     *           "code": "caa_forbids",
                     *           "detail": "429 urn:ietf:params:acme:error:rateLimited",
                     *           "message": "The record is not there yet; publish it at the DNS provider.",
                     *           "retry_at": "2026-07-02T12:00:00.000Z"
                     *         },
                     *         "names": [
                     *           "shop.customer.com"
                     *         ],
                     *         "next_renewal": "2026-07-02T12:00:00.000Z",
                     *         "not_after": "2026-07-02T12:00:00.000Z",
                     *         "not_before": "2026-07-02T12:00:00.000Z",
                     *         "problem": "rateLimited",
                     *         "renewal": "authority",
                     *         "reported_at": "2026-07-02T12:00:00.000Z",
                     *         "serial": "04a1b2c3d4e5f60718293a4b5c6d7e8f9012",
                     *         "status": "pending"
                     *       },
                     *       "checked_at": "2026-07-02T12:00:00.000Z",
                     *       "created_at": "2026-07-02T12:00:00.000Z",
                     *       "dns_records": [
                     *         {
                     *           "host": "shop",
                     *           "observed_value": "old-host.example",
                     *           "priority": 0,
                     *           "problem": {
                     *             "code": "not_found",
                     *             "message": "The record is not there yet; publish it at the DNS provider."
                     *           },
                     *           "propagated": false,
                     *           "ttl": 0,
                     *           "type": "A",
                     *           "value": "edge.acme.example",
                     *           "vantages": [
                     *             {
                     *               "address": "192.0.2.53:53",
                     *               "at": "2026-07-02T12:00:00.000Z",
                     *               "failure": "timed out",
                     *               "observed_value": "old-host.example",
                     *               "propagated": false,
                     *               "server": "ns1.dns.example",
                     *               "ttl": 0,
                     *               "vantage": "authoritative"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "expires_at": "2026-07-02T12:00:00.000Z",
                     *       "explanation": {
                     *         "sentence": "app.customer.com is live: its records are in place, and its certificate holds until 2026-09-30 12:00:00 UTC.",
                     *         "waiting_for": "customer"
                     *       },
                     *       "fresh_proof": false,
                     *       "hostname": "shop.customer.com",
                     *       "hostname_unicode": "shop.customer.com",
                     *       "id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "kind": "apex",
                     *       "next_check_at": "2026-07-02T12:00:00.000Z",
                     *       "ownership_challenge": {
                     *         "name": "_customdomain-challenge.app.customer.com",
                     *         "type": "A",
                     *         "value": "cd-verify-…"
                     *       },
                     *       "ownership_proofs": [
                     *         {
                     *           "method": "txt",
                     *           "name": "shop.customer.com",
                     *           "observed_value": "old-host.example",
                     *           "problem": {
                     *             "code": "not_found",
                     *             "message": "The record is not there yet; publish it at the DNS provider."
                     *           },
                     *           "propagated": false,
                     *           "type": "A",
                     *           "value": "edge.acme.example",
                     *           "vantages": [
                     *             {
                     *               "address": "192.0.2.53:53",
                     *               "at": "2026-07-02T12:00:00.000Z",
                     *               "failure": "timed out",
                     *               "observed_value": "old-host.example",
                     *               "propagated": false,
                     *               "server": "ns1.dns.example",
                     *               "ttl": 0,
                     *               "vantage": "authoritative"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "problem": {
                     *         "code": "not_found",
                     *         "message": "The record is not there yet; publish it at the DNS provider."
                     *       },
                     *       "proof": {
                     *         "at": "2026-07-02T12:00:00.000Z",
                     *         "method": "txt",
                     *         "name": "shop.customer.com",
                     *         "servers": [
                     *           {
                     *             "address": "192.0.2.53:53",
                     *             "at": "2026-07-02T12:00:00.000Z",
                     *             "name": "shop.customer.com",
                     *             "seen": false,
                     *             "ttl": 0,
                     *             "vantage": "authoritative"
                     *           }
                     *         ],
                     *         "type": "A",
                     *         "zone": "customer.com"
                     *       },
                     *       "route": {
                     *         "origin": "https://origin.saas.example",
                     *         "served": false,
                     *         "source": "route",
                     *         "why_not": "It is not served: ownership is not proven here."
                     *       },
                     *       "setup_type": "automatic",
                     *       "state": "created",
                     *       "state_since": "2026-07-02T12:00:00.000Z",
                     *       "takeover": false,
                     *       "updated_at": "2026-07-02T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Connection"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `QuotaExceeded`: The plan allows no more; limit, plan and upgrade_url say what would. */
            402: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `not_found`: There is no such thing, or it belongs to another tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `HostnameConflict`: Another connection holds the host name. `idempotency_conflict`: The Idempotency-Key was used for another request. `idempotency_in_progress`: The first request with the Idempotency-Key is not answered yet. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large`: The body is longer than 256 KiB, or 1 MiB for many connections at once. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unsupported_media_type`: The body is not application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    createConnections: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a retry safe: within 24 hours the same request gets the same answer. */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "application_id": "0198c0de-0000-7000-8000-00000000000a",
                 *       "batch_id": "import-2026-11",
                 *       "hostnames": [
                 *         "app.customer.com",
                 *         "shop.other.example"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["NewConnections"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description There when this answer was given before under the same Idempotency-Key. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "batch_id": "import-2026-11",
                     *       "created": 998,
                     *       "data": [
                     *         {
                     *           "connection": {
                     *             "apex": "customer.com",
                     *             "application_id": "0198c0de-0000-7000-8000-00000000000a",
                     *             "batch_id": "import-2026-07",
                     *             "certificate": {
                     *               "authority": "letsencrypt",
                     *               "chain": [
                     *                 {
                     *                   "fingerprint_sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
                     *                   "issuer": "C=US, O=Let's Encrypt, CN=E7",
                     *                   "not_after": "2026-07-02T12:00:00.000Z",
                     *                   "not_before": "2026-07-02T12:00:00.000Z",
                     *                   "serial": "04a1b2c3d4e5f60718293a4b5c6d7e8f9012",
                     *                   "subject": "CN=app.customer.com"
                     *                 }
                     *               ],
                     *               "fingerprint_sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
                     *               "issuer": "CN=E7, O=Let's Encrypt, C=US",
                     *               "last_problem": {
                     *                 "actor": "customer",
                     *                 "authority": "letsencrypt",
                     *                 "code": "caa_forbids",
                     *                 "detail": "429 urn:ietf:params:acme:error:rateLimited",
                     *                 "message": "The record is not there yet; publish it at the DNS provider.",
                     *                 "retry_at": "2026-07-02T12:00:00.000Z"
                     *               },
                     *               "names": [
                     *                 "shop.customer.com"
                     *               ],
                     *               "next_renewal": "2026-07-02T12:00:00.000Z",
                     *               "not_after": "2026-07-02T12:00:00.000Z",
                     *               "not_before": "2026-07-02T12:00:00.000Z",
                     *               "problem": "rateLimited",
                     *               "renewal": "authority",
                     *               "reported_at": "2026-07-02T12:00:00.000Z",
                     *               "serial": "04a1b2c3d4e5f60718293a4b5c6d7e8f9012",
                     *               "status": "pending"
                     *             },
                     *             "checked_at": "2026-07-02T12:00:00.000Z",
                     *             "created_at": "2026-07-02T12:00:00.000Z",
                     *             "dns_records": [
                     *               {
                     *                 "host": "shop",
                     *                 "observed_value": "old-host.example",
                     *                 "priority": 0,
                     *                 "problem": {
                     *                   "code": "not_found",
                     *                   "message": "The record is not there yet; publish it at the DNS provider."
                     *                 },
                     *                 "propagated": false,
                     *                 "ttl": 0,
                     *                 "type": "A",
                     *                 "value": "edge.acme.example",
                     *                 "vantages": [
                     *                   {
                     *                     "address": "192.0.2.53:53",
                     *                     "at": "2026-07-02T12:00:00.000Z",
                     *                     "failure": "timed out",
                     *                     "observed_value": "old-host.example",
                     *                     "propagated": false,
                     *                     "server": "ns1.dns.example",
                     *                     "ttl": 0,
                     *                     "vantage": "authoritative"
                     *                   }
                     *                 ]
                     *               }
                     *             ],
                     *             "expires_at": "2026-07-02T12:00:00.000Z",
                     *             "explanation": {
                     *               "sentence": "app.customer.com is live: its records are in place, and its certificate holds until 2026-09-30 12:00:00 UTC.",
                     *               "waiting_for": "customer"
                     *             },
                     *             "fresh_proof": false,
                     *             "hostname": "shop.customer.com",
                     *             "hostname_unicode": "shop.customer.com",
                     *             "id": "0198c0de-0000-7000-8000-00000000000a",
                     *             "kind": "apex",
                     *             "next_check_at": "2026-07-02T12:00:00.000Z",
                     *             "ownership_challenge": {
                     *               "name": "_customdomain-challenge.app.customer.com",
                     *               "type": "A",
                     *               "value": "cd-verify-…"
                     *             },
                     *             "ownership_proofs": [
                     *               {
                     *                 "method": "txt",
                     *                 "name": "shop.customer.com",
                     *                 "observed_value": "old-host.example",
                     *                 "problem": {
                     *                   "code": "not_found",
                     *                   "message": "The record is not there yet; publish it at the DNS provider."
                     *                 },
                     *                 "propagated": false,
                     *                 "type": "A",
                     *                 "value": "edge.acme.example",
                     *                 "vantages": [
                     *                   {
                     *                     "address": "192.0.2.53:53",
                     *                     "at": "2026-07-02T12:00:00.000Z",
                     *                     "failure": "timed out",
                     *                     "observed_value": "old-host.example",
                     *                     "propagated": false,
                     *                     "server": "ns1.dns.example",
                     *                     "ttl": 0,
                     *                     "vantage": "authoritative"
                     *                   }
                     *                 ]
                     *               }
                     *             ],
                     *             "problem": {
                     *               "code": "not_found",
                     *               "message": "The record is not there yet; publish it at the DNS provider."
                     *             },
                     *             "proof": {
                     *               "at": "2026-07-02T12:00:00.000Z",
                     *               "method": "txt",
                     *               "name": "shop.customer.com",
                     *               "servers": [
                     *                 {
                     *                   "address": "192.0.2.53:53",
                     *                   "at": "2026-07-02T12:00:00.000Z",
                     *                   "name": "shop.customer.com",
                     *                   "seen": false,
                     *                   "ttl": 0,
                     *                   "vantage": "authoritative"
                     *                 }
                     *               ],
                     *               "type": "A",
                     *               "zone": "customer.com"
                     *             },
                     *             "route": {
                     *               "origin": "https://origin.saas.example",
                     *               "served": false,
                     *               "source": "route",
                     *               "why_not": "It is not served: ownership is not proven here."
                     *             },
                     *             "setup_type": "automatic",
                     *             "state": "created",
                     *             "state_since": "2026-07-02T12:00:00.000Z",
                     *             "takeover": false,
                     *             "updated_at": "2026-07-02T12:00:00.000Z"
                     *           },
                     *           "error": {
                     *             "code": "not_found",
                     *             "details": {
                     *               "commands": [
                     *                 "nameplate route update shop --default-host"
                     *               ],
                     *               "hostname": "shop.customer.com",
                     *               "routes": [
                     *                 "shop"
                     *               ]
                     *             },
                     *             "limit": 1,
                     *             "message": "The record is not there yet; publish it at the DNS provider.",
                     *             "plan": "starter",
                     *             "ref": "0199c2f0-5d4e-7c6a-9b1e-2f6f3f1f8f11",
                     *             "upgrade_url": "https://billing.acme.example/plans"
                     *           },
                     *           "hostname": "app.customer.com",
                     *           "index": 0,
                     *           "status": 201
                     *         }
                     *       ],
                     *       "existing": 0,
                     *       "refused": 2
                     *     }
                     */
                    "application/json": components["schemas"]["BulkConnections"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `not_found`: There is no such thing, or it belongs to another tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `idempotency_conflict`: The Idempotency-Key was used for another request. `idempotency_in_progress`: The first request with the Idempotency-Key is not answered yet. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large`: The body is longer than 256 KiB, or 1 MiB for many connections at once. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unsupported_media_type`: The body is not application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    summarizeConnections: {
        parameters: {
            query?: {
                /** @description Only of this application. */
                application_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "by_state": {
                     *         "archived": 0,
                     *         "created": 0,
                     *         "dns_writing": 0,
                     *         "drifted": 1,
                     *         "failed": 0,
                     *         "issuing_cert": 0,
                     *         "live": 2,
                     *         "pending_ownership": 0,
                     *         "propagating": 0,
                     *         "stalled": 0,
                     *         "verified": 0,
                     *         "verifying": 0
                     *       },
                     *       "needs_attention": 1,
                     *       "total": 3
                     *     }
                     */
                    "application/json": components["schemas"]["ConnectionSummary"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Identifier of what the path names. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "apex": "customer.com",
                     *       "application_id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "batch_id": "import-2026-07",
                     *       "certificate": {
                     *         "authority": "letsencrypt",
                     *         "chain": [
                     *           {
                     *             "fingerprint_sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
                     *             "issuer": "C=US, O=Let's Encrypt, CN=E7",
                     *             "not_after": "2026-07-02T12:00:00.000Z",
                     *             "not_before": "2026-07-02T12:00:00.000Z",
                     *             "serial": "04a1b2c3d4e5f60718293a4b5c6d7e8f9012",
                     *             "subject": "CN=app.customer.com"
                     *           }
                     *         ],
                     *         "fingerprint_sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
                     *         "issuer": "CN=E7, O=Let's Encrypt, C=US",
                     *         "last_problem": {
                     *           "actor": "customer",
                     *           "authority": "letsencrypt",
                     *           "code": "caa_forbids",
                     *           "detail": "429 urn:ietf:params:acme:error:rateLimited",
                     *           "message": "The record is not there yet; publish it at the DNS provider.",
                     *           "retry_at": "2026-07-02T12:00:00.000Z"
                     *         },
                     *         "names": [
                     *           "shop.customer.com"
                     *         ],
                     *         "next_renewal": "2026-07-02T12:00:00.000Z",
                     *         "not_after": "2026-07-02T12:00:00.000Z",
                     *         "not_before": "2026-07-02T12:00:00.000Z",
                     *         "problem": "rateLimited",
                     *         "renewal": "authority",
                     *         "reported_at": "2026-07-02T12:00:00.000Z",
                     *         "serial": "04a1b2c3d4e5f60718293a4b5c6d7e8f9012",
                     *         "status": "pending"
                     *       },
                     *       "checked_at": "2026-07-02T12:00:00.000Z",
                     *       "created_at": "2026-07-02T12:00:00.000Z",
                     *       "dns_records": [
                     *         {
                     *           "host": "shop",
                     *           "observed_value": "old-host.example",
                     *           "priority": 0,
                     *           "problem": {
                     *             "code": "not_found",
                     *             "message": "The record is not there yet; publish it at the DNS provider."
                     *           },
                     *           "propagated": false,
                     *           "ttl": 0,
                     *           "type": "A",
                     *           "value": "edge.acme.example",
                     *           "vantages": [
                     *             {
                     *               "address": "192.0.2.53:53",
                     *               "at": "2026-07-02T12:00:00.000Z",
                     *               "failure": "timed out",
                     *               "observed_value": "old-host.example",
                     *               "propagated": false,
                     *               "server": "ns1.dns.example",
                     *               "ttl": 0,
                     *               "vantage": "authoritative"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "expires_at": "2026-07-02T12:00:00.000Z",
                     *       "explanation": {
                     *         "sentence": "app.customer.com is live: its records are in place, and its certificate holds until 2026-09-30 12:00:00 UTC.",
                     *         "waiting_for": "customer"
                     *       },
                     *       "fresh_proof": false,
                     *       "hostname": "shop.customer.com",
                     *       "hostname_unicode": "shop.customer.com",
                     *       "id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "kind": "apex",
                     *       "next_check_at": "2026-07-02T12:00:00.000Z",
                     *       "ownership_challenge": {
                     *         "name": "_customdomain-challenge.app.customer.com",
                     *         "type": "A",
                     *         "value": "cd-verify-…"
                     *       },
                     *       "ownership_proofs": [
                     *         {
                     *           "method": "txt",
                     *           "name": "shop.customer.com",
                     *           "observed_value": "old-host.example",
                     *           "problem": {
                     *             "code": "not_found",
                     *             "message": "The record is not there yet; publish it at the DNS provider."
                     *           },
                     *           "propagated": false,
                     *           "type": "A",
                     *           "value": "edge.acme.example",
                     *           "vantages": [
                     *             {
                     *               "address": "192.0.2.53:53",
                     *               "at": "2026-07-02T12:00:00.000Z",
                     *               "failure": "timed out",
                     *               "observed_value": "old-host.example",
                     *               "propagated": false,
                     *               "server": "ns1.dns.example",
                     *               "ttl": 0,
                     *               "vantage": "authoritative"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "problem": {
                     *         "code": "not_found",
                     *         "message": "The record is not there yet; publish it at the DNS provider."
                     *       },
                     *       "proof": {
                     *         "at": "2026-07-02T12:00:00.000Z",
                     *         "method": "txt",
                     *         "name": "shop.customer.com",
                     *         "servers": [
                     *           {
                     *             "address": "192.0.2.53:53",
                     *             "at": "2026-07-02T12:00:00.000Z",
                     *             "name": "shop.customer.com",
                     *             "seen": false,
                     *             "ttl": 0,
                     *             "vantage": "authoritative"
                     *           }
                     *         ],
                     *         "type": "A",
                     *         "zone": "customer.com"
                     *       },
                     *       "route": {
                     *         "origin": "https://origin.saas.example",
                     *         "served": false,
                     *         "source": "route",
                     *         "why_not": "It is not served: ownership is not proven here."
                     *       },
                     *       "setup_type": "automatic",
                     *       "state": "created",
                     *       "state_since": "2026-07-02T12:00:00.000Z",
                     *       "takeover": false,
                     *       "updated_at": "2026-07-02T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Connection"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `not_found`: There is no such thing, or it belongs to another tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    archiveConnection: {
        parameters: {
            query?: {
                /** @description Remove the records that were written for the connection, with the application's delegated DNS credential. */
                cleanup?: boolean;
                /** @description Let the route that serves the host name go back to its default one. Without, such a host name is not let go. */
                detach?: boolean;
                /** @description Change nothing, and tell what would be done to routes and to the claim. What would be refused is refused. */
                dry_run?: boolean;
            };
            header?: never;
            path: {
                /** @description Identifier of what the path names. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "apex": "customer.com",
                     *       "application_id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "batch_id": "import-2026-07",
                     *       "certificate": {
                     *         "authority": "letsencrypt",
                     *         "chain": [
                     *           {
                     *             "fingerprint_sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
                     *             "issuer": "C=US, O=Let's Encrypt, CN=E7",
                     *             "not_after": "2026-07-02T12:00:00.000Z",
                     *             "not_before": "2026-07-02T12:00:00.000Z",
                     *             "serial": "04a1b2c3d4e5f60718293a4b5c6d7e8f9012",
                     *             "subject": "CN=app.customer.com"
                     *           }
                     *         ],
                     *         "fingerprint_sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
                     *         "issuer": "CN=E7, O=Let's Encrypt, C=US",
                     *         "last_problem": {
                     *           "actor": "customer",
                     *           "authority": "letsencrypt",
                     *           "code": "caa_forbids",
                     *           "detail": "429 urn:ietf:params:acme:error:rateLimited",
                     *           "message": "The record is not there yet; publish it at the DNS provider.",
                     *           "retry_at": "2026-07-02T12:00:00.000Z"
                     *         },
                     *         "names": [
                     *           "shop.customer.com"
                     *         ],
                     *         "next_renewal": "2026-07-02T12:00:00.000Z",
                     *         "not_after": "2026-07-02T12:00:00.000Z",
                     *         "not_before": "2026-07-02T12:00:00.000Z",
                     *         "problem": "rateLimited",
                     *         "renewal": "authority",
                     *         "reported_at": "2026-07-02T12:00:00.000Z",
                     *         "serial": "04a1b2c3d4e5f60718293a4b5c6d7e8f9012",
                     *         "status": "pending"
                     *       },
                     *       "checked_at": "2026-07-02T12:00:00.000Z",
                     *       "cleanup": {
                     *         "change_set_id": "0198c0de-0000-7000-8000-00000000000a",
                     *         "left": [
                     *           {
                     *             "name": "shop.customer.com",
                     *             "reason": "It has another value now.",
                     *             "type": "CNAME",
                     *             "values": [
                     *               "edge.acme.example"
                     *             ]
                     *           }
                     *         ],
                     *         "problem": {
                     *           "code": "not_found",
                     *           "message": "The record is not there yet; publish it at the DNS provider."
                     *         },
                     *         "removed": [
                     *           {
                     *             "name": "shop.customer.com",
                     *             "type": "CNAME",
                     *             "values": [
                     *               "edge.acme.example"
                     *             ]
                     *           }
                     *         ],
                     *         "status": "done"
                     *       },
                     *       "created_at": "2026-07-02T12:00:00.000Z",
                     *       "dangling_records": [
                     *         {
                     *           "danger": "Whoever can have this name served by the platform speaks for you.",
                     *           "name": "shop.customer.com",
                     *           "remedy": "Delete this record at the DNS provider.",
                     *           "seen_at": "2026-07-02T12:00:00.000Z",
                     *           "type": "A",
                     *           "value": "edge.saas.example"
                     *         }
                     *       ],
                     *       "dns_records": [
                     *         {
                     *           "host": "shop",
                     *           "observed_value": "old-host.example",
                     *           "priority": 0,
                     *           "problem": {
                     *             "code": "not_found",
                     *             "message": "The record is not there yet; publish it at the DNS provider."
                     *           },
                     *           "propagated": false,
                     *           "ttl": 0,
                     *           "type": "A",
                     *           "value": "edge.acme.example",
                     *           "vantages": [
                     *             {
                     *               "address": "192.0.2.53:53",
                     *               "at": "2026-07-02T12:00:00.000Z",
                     *               "failure": "timed out",
                     *               "observed_value": "old-host.example",
                     *               "propagated": false,
                     *               "server": "ns1.dns.example",
                     *               "ttl": 0,
                     *               "vantage": "authoritative"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "expires_at": "2026-07-02T12:00:00.000Z",
                     *       "explanation": {
                     *         "sentence": "app.customer.com is live: its records are in place, and its certificate holds until 2026-09-30 12:00:00 UTC.",
                     *         "waiting_for": "customer"
                     *       },
                     *       "fresh_proof": false,
                     *       "hostname": "shop.customer.com",
                     *       "hostname_unicode": "shop.customer.com",
                     *       "id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "kind": "apex",
                     *       "next_check_at": "2026-07-02T12:00:00.000Z",
                     *       "ownership_challenge": {
                     *         "name": "_customdomain-challenge.app.customer.com",
                     *         "type": "A",
                     *         "value": "cd-verify-…"
                     *       },
                     *       "ownership_proofs": [
                     *         {
                     *           "method": "txt",
                     *           "name": "shop.customer.com",
                     *           "observed_value": "old-host.example",
                     *           "problem": {
                     *             "code": "not_found",
                     *             "message": "The record is not there yet; publish it at the DNS provider."
                     *           },
                     *           "propagated": false,
                     *           "type": "A",
                     *           "value": "edge.acme.example",
                     *           "vantages": [
                     *             {
                     *               "address": "192.0.2.53:53",
                     *               "at": "2026-07-02T12:00:00.000Z",
                     *               "failure": "timed out",
                     *               "observed_value": "old-host.example",
                     *               "propagated": false,
                     *               "server": "ns1.dns.example",
                     *               "ttl": 0,
                     *               "vantage": "authoritative"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "plan": {
                     *         "steps": [
                     *           {
                     *             "after": {
                     *               "application_id": "0198c0de-0000-7000-8000-00000000000a",
                     *               "hostname": "shop.customer.com",
                     *               "name": "shop",
                     *               "origin": "https://origin.saas.example"
                     *             },
                     *             "before": {
                     *               "application_id": "0198c0de-0000-7000-8000-00000000000a",
                     *               "hostname": "shop.customer.com",
                     *               "name": "shop",
                     *               "origin": "https://origin.saas.example"
                     *             },
                     *             "do": "create_route",
                     *             "what": "Create the route shop, served at shop.customer.com."
                     *           }
                     *         ]
                     *       },
                     *       "problem": {
                     *         "code": "not_found",
                     *         "message": "The record is not there yet; publish it at the DNS provider."
                     *       },
                     *       "proof": {
                     *         "at": "2026-07-02T12:00:00.000Z",
                     *         "method": "txt",
                     *         "name": "shop.customer.com",
                     *         "servers": [
                     *           {
                     *             "address": "192.0.2.53:53",
                     *             "at": "2026-07-02T12:00:00.000Z",
                     *             "name": "shop.customer.com",
                     *             "seen": false,
                     *             "ttl": 0,
                     *             "vantage": "authoritative"
                     *           }
                     *         ],
                     *         "type": "A",
                     *         "zone": "customer.com"
                     *       },
                     *       "route": {
                     *         "origin": "https://origin.saas.example",
                     *         "served": false,
                     *         "source": "route",
                     *         "why_not": "It is not served: ownership is not proven here."
                     *       },
                     *       "setup_type": "automatic",
                     *       "state": "created",
                     *       "state_since": "2026-07-02T12:00:00.000Z",
                     *       "takeover": false,
                     *       "updated_at": "2026-07-02T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["OffboardedConnection"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `not_found`: There is no such thing, or it belongs to another tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `route_serves_hostname`: A route serves the host name; details name it, and the commands that repoint it. `no_credential`: The application has no DNS credential that sees the zone. `dns_conflict`: Records in the zone stand in the way; nothing was written. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large`: The body is longer than 256 KiB, or 1 MiB for many connections at once. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `provider_refused`: The DNS provider refused the write; the message says why. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `busy`: The connection changes too often at this moment. `provider_unavailable`: The DNS provider cannot be reached or takes no more requests at the moment. `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    renewConnectionCertificate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Identifier of what the path names. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "apex": "customer.com",
                     *       "application_id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "batch_id": "import-2026-07",
                     *       "certificate": {
                     *         "authority": "letsencrypt",
                     *         "chain": [
                     *           {
                     *             "fingerprint_sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
                     *             "issuer": "C=US, O=Let's Encrypt, CN=E7",
                     *             "not_after": "2026-07-02T12:00:00.000Z",
                     *             "not_before": "2026-07-02T12:00:00.000Z",
                     *             "serial": "04a1b2c3d4e5f60718293a4b5c6d7e8f9012",
                     *             "subject": "CN=app.customer.com"
                     *           }
                     *         ],
                     *         "fingerprint_sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
                     *         "issuer": "CN=E7, O=Let's Encrypt, C=US",
                     *         "last_problem": {
                     *           "actor": "customer",
                     *           "authority": "letsencrypt",
                     *           "code": "caa_forbids",
                     *           "detail": "429 urn:ietf:params:acme:error:rateLimited",
                     *           "message": "The record is not there yet; publish it at the DNS provider.",
                     *           "retry_at": "2026-07-02T12:00:00.000Z"
                     *         },
                     *         "names": [
                     *           "shop.customer.com"
                     *         ],
                     *         "next_renewal": "2026-07-02T12:00:00.000Z",
                     *         "not_after": "2026-07-02T12:00:00.000Z",
                     *         "not_before": "2026-07-02T12:00:00.000Z",
                     *         "problem": "rateLimited",
                     *         "renewal": "authority",
                     *         "reported_at": "2026-07-02T12:00:00.000Z",
                     *         "serial": "04a1b2c3d4e5f60718293a4b5c6d7e8f9012",
                     *         "status": "pending"
                     *       },
                     *       "checked_at": "2026-07-02T12:00:00.000Z",
                     *       "created_at": "2026-07-02T12:00:00.000Z",
                     *       "dns_records": [
                     *         {
                     *           "host": "shop",
                     *           "observed_value": "old-host.example",
                     *           "priority": 0,
                     *           "problem": {
                     *             "code": "not_found",
                     *             "message": "The record is not there yet; publish it at the DNS provider."
                     *           },
                     *           "propagated": false,
                     *           "ttl": 0,
                     *           "type": "A",
                     *           "value": "edge.acme.example",
                     *           "vantages": [
                     *             {
                     *               "address": "192.0.2.53:53",
                     *               "at": "2026-07-02T12:00:00.000Z",
                     *               "failure": "timed out",
                     *               "observed_value": "old-host.example",
                     *               "propagated": false,
                     *               "server": "ns1.dns.example",
                     *               "ttl": 0,
                     *               "vantage": "authoritative"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "expires_at": "2026-07-02T12:00:00.000Z",
                     *       "explanation": {
                     *         "sentence": "app.customer.com is live: its records are in place, and its certificate holds until 2026-09-30 12:00:00 UTC.",
                     *         "waiting_for": "customer"
                     *       },
                     *       "fresh_proof": false,
                     *       "hostname": "shop.customer.com",
                     *       "hostname_unicode": "shop.customer.com",
                     *       "id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "kind": "apex",
                     *       "next_check_at": "2026-07-02T12:00:00.000Z",
                     *       "ownership_challenge": {
                     *         "name": "_customdomain-challenge.app.customer.com",
                     *         "type": "A",
                     *         "value": "cd-verify-…"
                     *       },
                     *       "ownership_proofs": [
                     *         {
                     *           "method": "txt",
                     *           "name": "shop.customer.com",
                     *           "observed_value": "old-host.example",
                     *           "problem": {
                     *             "code": "not_found",
                     *             "message": "The record is not there yet; publish it at the DNS provider."
                     *           },
                     *           "propagated": false,
                     *           "type": "A",
                     *           "value": "edge.acme.example",
                     *           "vantages": [
                     *             {
                     *               "address": "192.0.2.53:53",
                     *               "at": "2026-07-02T12:00:00.000Z",
                     *               "failure": "timed out",
                     *               "observed_value": "old-host.example",
                     *               "propagated": false,
                     *               "server": "ns1.dns.example",
                     *               "ttl": 0,
                     *               "vantage": "authoritative"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "problem": {
                     *         "code": "not_found",
                     *         "message": "The record is not there yet; publish it at the DNS provider."
                     *       },
                     *       "proof": {
                     *         "at": "2026-07-02T12:00:00.000Z",
                     *         "method": "txt",
                     *         "name": "shop.customer.com",
                     *         "servers": [
                     *           {
                     *             "address": "192.0.2.53:53",
                     *             "at": "2026-07-02T12:00:00.000Z",
                     *             "name": "shop.customer.com",
                     *             "seen": false,
                     *             "ttl": 0,
                     *             "vantage": "authoritative"
                     *           }
                     *         ],
                     *         "type": "A",
                     *         "zone": "customer.com"
                     *       },
                     *       "route": {
                     *         "origin": "https://origin.saas.example",
                     *         "served": false,
                     *         "source": "route",
                     *         "why_not": "It is not served: ownership is not proven here."
                     *       },
                     *       "setup_type": "automatic",
                     *       "state": "created",
                     *       "state_since": "2026-07-02T12:00:00.000Z",
                     *       "takeover": false,
                     *       "updated_at": "2026-07-02T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Connection"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `not_found`: There is no such thing, or it belongs to another tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `connection_ended`: The connection is archived or failed. `not_proven`: Ownership of the host name is not proven yet. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large`: The body is longer than 256 KiB, or 1 MiB for many connections at once. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listChangeSets: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Entries of one page; 20 when absent. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Identifier of what the path names. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "changes": [
                     *             {
                     *               "action": "create",
                     *               "after": {
                     *                 "ttl": 0,
                     *                 "values": [
                     *                   "edge.acme.example"
                     *                 ]
                     *               },
                     *               "before": {
                     *                 "ttl": 0,
                     *                 "values": [
                     *                   "edge.acme.example"
                     *                 ]
                     *               },
                     *               "name": "shop.customer.com",
                     *               "type": "CNAME"
                     *             }
                     *           ],
                     *           "connection_id": "0198c0de-0000-7000-8000-00000000000a",
                     *           "created_at": "2026-07-02T12:00:00.000Z",
                     *           "finished_at": "2026-07-02T12:00:00.000Z",
                     *           "id": "0198c0de-0000-7000-8000-00000000000a",
                     *           "problem": {
                     *             "code": "not_found",
                     *             "message": "The record is not there yet; publish it at the DNS provider."
                     *           },
                     *           "provider": "cloudflare",
                     *           "purpose": "records",
                     *           "status": "applied",
                     *           "zone": "customer.com"
                     *         }
                     *       ],
                     *       "next_cursor": "0000019f214e8c000198c0de0000700080000000000000019c2e5a17"
                     *     }
                     */
                    "application/json": components["schemas"]["ChangeSetList"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `not_found`: There is no such thing, or it belongs to another tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    beginDomainConnect: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Identifier of what the path names. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "return_to": "https://app.acme.example/settings/domain"
                 *     }
                 */
                "application/json": components["schemas"]["DomainConnectOptions"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "expires_at": "2026-07-02T12:00:00.000Z",
                     *       "height": 0,
                     *       "provider_name": "Cloudflare",
                     *       "url": "https://dns.example/v2/domainTemplates/providers/acme.example/services/site/apply?domain=customer.com",
                     *       "width": 0,
                     *       "zone": "customer.com"
                     *     }
                     */
                    "application/json": components["schemas"]["DomainConnectFlow"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `not_found`: There is no such thing, or it belongs to another tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `connection_ended`: The connection is archived or failed. `not_proven`: Ownership of the host name is not proven yet. `no_domain_connect`: The zone's provider does not offer Domain Connect for these records. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large`: The body is longer than 256 KiB, or 1 MiB for many connections at once. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unsupported_media_type`: The body is not application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    applyEmailRecords: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Identifier of what the path names. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "dkim_selector": "google",
                 *       "dkim_value": "v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A",
                 *       "dmarc_policy": "none",
                 *       "dmarc_rua": "dmarc@acme.com",
                 *       "domain": "acme.com",
                 *       "existing_spf": "v=spf1 include:mailgun.org ~all",
                 *       "m365_tenant": "acme",
                 *       "provider": "google_workspace"
                 *     }
                 */
                "application/json": components["schemas"]["Options"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "applied": false,
                     *       "checks": [
                     *         {
                     *           "message": "The record is not there yet; publish it at the DNS provider.",
                     *           "record": {
                     *             "host": "shop",
                     *             "priority": 0,
                     *             "ttl": 0,
                     *             "type": "MX",
                     *             "value": "edge.acme.example"
                     *           },
                     *           "status": "present",
                     *           "warnings": [
                     *             "Another SPF record is published as well; merge the two."
                     *           ]
                     *         }
                     *       ],
                     *       "domain": "customer.com",
                     *       "dry_run": false,
                     *       "manual_records": [
                     *         {
                     *           "host": "shop",
                     *           "priority": 0,
                     *           "ttl": 0,
                     *           "type": "MX",
                     *           "value": "edge.acme.example"
                     *         }
                     *       ],
                     *       "notes": [
                     *         "Add the DKIM record after the provider shows its key."
                     *       ],
                     *       "provider": "cloudflare",
                     *       "records": [
                     *         {
                     *           "host": "shop",
                     *           "priority": 0,
                     *           "ttl": 0,
                     *           "type": "MX",
                     *           "value": "edge.acme.example"
                     *         }
                     *       ],
                     *       "write": {
                     *         "applied": false,
                     *         "change_set": {
                     *           "changes": [
                     *             {
                     *               "action": "create",
                     *               "after": {
                     *                 "ttl": 0,
                     *                 "values": [
                     *                   "edge.acme.example"
                     *                 ]
                     *               },
                     *               "before": {
                     *                 "ttl": 0,
                     *                 "values": [
                     *                   "edge.acme.example"
                     *                 ]
                     *               },
                     *               "name": "shop.customer.com",
                     *               "type": "CNAME"
                     *             }
                     *           ],
                     *           "connection_id": "0198c0de-0000-7000-8000-00000000000a",
                     *           "created_at": "2026-07-02T12:00:00.000Z",
                     *           "finished_at": "2026-07-02T12:00:00.000Z",
                     *           "id": "0198c0de-0000-7000-8000-00000000000a",
                     *           "problem": {
                     *             "code": "not_found",
                     *             "message": "The record is not there yet; publish it at the DNS provider."
                     *           },
                     *           "provider": "cloudflare",
                     *           "purpose": "records",
                     *           "status": "applied",
                     *           "zone": "customer.com"
                     *         },
                     *         "changes": [
                     *           {
                     *             "action": "create",
                     *             "after": {
                     *               "ttl": 0,
                     *               "values": [
                     *                 "edge.acme.example"
                     *               ]
                     *             },
                     *             "before": {
                     *               "ttl": 0,
                     *               "values": [
                     *                 "edge.acme.example"
                     *               ]
                     *             },
                     *             "name": "shop.customer.com",
                     *             "type": "CNAME"
                     *           }
                     *         ],
                     *         "dry_run": false,
                     *         "provider": "cloudflare",
                     *         "zone": "customer.com"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["AppliedEmail"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `not_found`: There is no such thing, or it belongs to another tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `connection_ended`: The connection is archived or failed. `not_proven`: Ownership of the host name is not proven yet. `no_credential`: The application has no DNS credential that sees the zone. `dns_conflict`: Records in the zone stand in the way; nothing was written. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large`: The body is longer than 256 KiB, or 1 MiB for many connections at once. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unsupported_media_type`: The body is not application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `provider_refused`: The DNS provider refused the write; the message says why. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `busy`: The connection changes too often at this moment. `provider_unavailable`: The DNS provider cannot be reached or takes no more requests at the moment. `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    checkConnectionHttps: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Identifier of what the path names. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "certificate": {
                     *         "issuer": "Let's Encrypt",
                     *         "not_after": "2026-07-02T12:00:00.000Z",
                     *         "serial": "04a1b2c3d4e5f60718293a4b5c6d7e8f9012"
                     *       },
                     *       "checked_at": "2026-07-02T12:00:00.000Z",
                     *       "problem": {
                     *         "code": "not_found",
                     *         "message": "The record is not there yet; publish it at the DNS provider."
                     *       },
                     *       "reached": false,
                     *       "status": 200,
                     *       "took_ms": 84,
                     *       "url": "https://shop.customer.com/"
                     *     }
                     */
                    "application/json": components["schemas"]["HttpsReport"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `not_found`: There is no such thing, or it belongs to another tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `connection_ended`: The connection is archived or failed. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large`: The body is longer than 256 KiB, or 1 MiB for many connections at once. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    applyConnectionRecords: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Identifier of what the path names. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["ZoneWriteOptions"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "applied": false,
                     *       "change_set": {
                     *         "changes": [
                     *           {
                     *             "action": "create",
                     *             "after": {
                     *               "ttl": 0,
                     *               "values": [
                     *                 "edge.acme.example"
                     *               ]
                     *             },
                     *             "before": {
                     *               "ttl": 0,
                     *               "values": [
                     *                 "edge.acme.example"
                     *               ]
                     *             },
                     *             "name": "shop.customer.com",
                     *             "type": "CNAME"
                     *           }
                     *         ],
                     *         "connection_id": "0198c0de-0000-7000-8000-00000000000a",
                     *         "created_at": "2026-07-02T12:00:00.000Z",
                     *         "finished_at": "2026-07-02T12:00:00.000Z",
                     *         "id": "0198c0de-0000-7000-8000-00000000000a",
                     *         "problem": {
                     *           "code": "not_found",
                     *           "message": "The record is not there yet; publish it at the DNS provider."
                     *         },
                     *         "provider": "cloudflare",
                     *         "purpose": "records",
                     *         "status": "applied",
                     *         "zone": "customer.com"
                     *       },
                     *       "changes": [
                     *         {
                     *           "action": "create",
                     *           "after": {
                     *             "ttl": 0,
                     *             "values": [
                     *               "edge.acme.example"
                     *             ]
                     *           },
                     *           "before": {
                     *             "ttl": 0,
                     *             "values": [
                     *               "edge.acme.example"
                     *             ]
                     *           },
                     *           "name": "shop.customer.com",
                     *           "type": "CNAME"
                     *         }
                     *       ],
                     *       "connection": {
                     *         "apex": "customer.com",
                     *         "application_id": "0198c0de-0000-7000-8000-00000000000a",
                     *         "batch_id": "import-2026-07",
                     *         "certificate": {
                     *           "authority": "letsencrypt",
                     *           "chain": [
                     *             {
                     *               "fingerprint_sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
                     *               "issuer": "C=US, O=Let's Encrypt, CN=E7",
                     *               "not_after": "2026-07-02T12:00:00.000Z",
                     *               "not_before": "2026-07-02T12:00:00.000Z",
                     *               "serial": "04a1b2c3d4e5f60718293a4b5c6d7e8f9012",
                     *               "subject": "CN=app.customer.com"
                     *             }
                     *           ],
                     *           "fingerprint_sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
                     *           "issuer": "CN=E7, O=Let's Encrypt, C=US",
                     *           "last_problem": {
                     *             "actor": "customer",
                     *             "authority": "letsencrypt",
                     *             "code": "caa_forbids",
                     *             "detail": "429 urn:ietf:params:acme:error:rateLimited",
                     *             "message": "The record is not there yet; publish it at the DNS provider.",
                     *             "retry_at": "2026-07-02T12:00:00.000Z"
                     *           },
                     *           "names": [
                     *             "shop.customer.com"
                     *           ],
                     *           "next_renewal": "2026-07-02T12:00:00.000Z",
                     *           "not_after": "2026-07-02T12:00:00.000Z",
                     *           "not_before": "2026-07-02T12:00:00.000Z",
                     *           "problem": "rateLimited",
                     *           "renewal": "authority",
                     *           "reported_at": "2026-07-02T12:00:00.000Z",
                     *           "serial": "04a1b2c3d4e5f60718293a4b5c6d7e8f9012",
                     *           "status": "pending"
                     *         },
                     *         "checked_at": "2026-07-02T12:00:00.000Z",
                     *         "created_at": "2026-07-02T12:00:00.000Z",
                     *         "dns_records": [
                     *           {
                     *             "host": "shop",
                     *             "observed_value": "old-host.example",
                     *             "priority": 0,
                     *             "problem": {
                     *               "code": "not_found",
                     *               "message": "The record is not there yet; publish it at the DNS provider."
                     *             },
                     *             "propagated": false,
                     *             "ttl": 0,
                     *             "type": "A",
                     *             "value": "edge.acme.example",
                     *             "vantages": [
                     *               {
                     *                 "address": "192.0.2.53:53",
                     *                 "at": "2026-07-02T12:00:00.000Z",
                     *                 "failure": "timed out",
                     *                 "observed_value": "old-host.example",
                     *                 "propagated": false,
                     *                 "server": "ns1.dns.example",
                     *                 "ttl": 0,
                     *                 "vantage": "authoritative"
                     *               }
                     *             ]
                     *           }
                     *         ],
                     *         "expires_at": "2026-07-02T12:00:00.000Z",
                     *         "explanation": {
                     *           "sentence": "app.customer.com is live: its records are in place, and its certificate holds until 2026-09-30 12:00:00 UTC.",
                     *           "waiting_for": "customer"
                     *         },
                     *         "fresh_proof": false,
                     *         "hostname": "shop.customer.com",
                     *         "hostname_unicode": "shop.customer.com",
                     *         "id": "0198c0de-0000-7000-8000-00000000000a",
                     *         "kind": "apex",
                     *         "next_check_at": "2026-07-02T12:00:00.000Z",
                     *         "ownership_challenge": {
                     *           "name": "_customdomain-challenge.app.customer.com",
                     *           "type": "A",
                     *           "value": "cd-verify-…"
                     *         },
                     *         "ownership_proofs": [
                     *           {
                     *             "method": "txt",
                     *             "name": "shop.customer.com",
                     *             "observed_value": "old-host.example",
                     *             "problem": {
                     *               "code": "not_found",
                     *               "message": "The record is not there yet; publish it at the DNS provider."
                     *             },
                     *             "propagated": false,
                     *             "type": "A",
                     *             "value": "edge.acme.example",
                     *             "vantages": [
                     *               {
                     *                 "address": "192.0.2.53:53",
                     *                 "at": "2026-07-02T12:00:00.000Z",
                     *                 "failure": "timed out",
                     *                 "observed_value": "old-host.example",
                     *                 "propagated": false,
                     *                 "server": "ns1.dns.example",
                     *                 "ttl": 0,
                     *                 "vantage": "authoritative"
                     *               }
                     *             ]
                     *           }
                     *         ],
                     *         "problem": {
                     *           "code": "not_found",
                     *           "message": "The record is not there yet; publish it at the DNS provider."
                     *         },
                     *         "proof": {
                     *           "at": "2026-07-02T12:00:00.000Z",
                     *           "method": "txt",
                     *           "name": "shop.customer.com",
                     *           "servers": [
                     *             {
                     *               "address": "192.0.2.53:53",
                     *               "at": "2026-07-02T12:00:00.000Z",
                     *               "name": "shop.customer.com",
                     *               "seen": false,
                     *               "ttl": 0,
                     *               "vantage": "authoritative"
                     *             }
                     *           ],
                     *           "type": "A",
                     *           "zone": "customer.com"
                     *         },
                     *         "route": {
                     *           "origin": "https://origin.saas.example",
                     *           "served": false,
                     *           "source": "route",
                     *           "why_not": "It is not served: ownership is not proven here."
                     *         },
                     *         "setup_type": "automatic",
                     *         "state": "created",
                     *         "state_since": "2026-07-02T12:00:00.000Z",
                     *         "takeover": false,
                     *         "updated_at": "2026-07-02T12:00:00.000Z"
                     *       },
                     *       "dry_run": false,
                     *       "provider": "cloudflare",
                     *       "zone": "customer.com"
                     *     }
                     */
                    "application/json": components["schemas"]["AppliedRecords"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `not_found`: There is no such thing, or it belongs to another tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `connection_ended`: The connection is archived or failed. `no_credential`: The application has no DNS credential that sees the zone. `dns_conflict`: Records in the zone stand in the way; nothing was written. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large`: The body is longer than 256 KiB, or 1 MiB for many connections at once. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unsupported_media_type`: The body is not application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `provider_refused`: The DNS provider refused the write; the message says why. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `busy`: The connection changes too often at this moment. `provider_unavailable`: The DNS provider cannot be reached or takes no more requests at the moment. `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    checkConnectionRecords: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Identifier of what the path names. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "challenge_cname": {
                     *         "host": "shop",
                     *         "observed_value": "old-host.example",
                     *         "priority": 0,
                     *         "problem": {
                     *           "code": "not_found",
                     *           "message": "The record is not there yet; publish it at the DNS provider."
                     *         },
                     *         "propagated": false,
                     *         "status": "propagated",
                     *         "ttl": 0,
                     *         "type": "A",
                     *         "value": "edge.acme.example",
                     *         "vantages": [
                     *           {
                     *             "address": "192.0.2.53:53",
                     *             "at": "2026-07-02T12:00:00.000Z",
                     *             "failure": "timed out",
                     *             "observed_value": "old-host.example",
                     *             "propagated": false,
                     *             "server": "ns1.dns.example",
                     *             "ttl": 0,
                     *             "vantage": "authoritative"
                     *           }
                     *         ]
                     *       },
                     *       "id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "problem": {
                     *         "code": "not_found",
                     *         "message": "The record is not there yet; publish it at the DNS provider."
                     *       },
                     *       "records": [
                     *         {
                     *           "host": "shop",
                     *           "observed_value": "old-host.example",
                     *           "priority": 0,
                     *           "problem": {
                     *             "code": "not_found",
                     *             "message": "The record is not there yet; publish it at the DNS provider."
                     *           },
                     *           "propagated": false,
                     *           "status": "propagated",
                     *           "ttl": 0,
                     *           "type": "A",
                     *           "value": "edge.acme.example",
                     *           "vantages": [
                     *             {
                     *               "address": "192.0.2.53:53",
                     *               "at": "2026-07-02T12:00:00.000Z",
                     *               "failure": "timed out",
                     *               "observed_value": "old-host.example",
                     *               "propagated": false,
                     *               "server": "ns1.dns.example",
                     *               "ttl": 0,
                     *               "vantage": "authoritative"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "state": "created"
                     *     }
                     */
                    "application/json": components["schemas"]["RecordsReport"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `not_found`: There is no such thing, or it belongs to another tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `connection_ended`: The connection is archived or failed. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large`: The body is longer than 256 KiB, or 1 MiB for many connections at once. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `busy`: The connection changes too often at this moment. `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listShareLinks: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Entries of one page; 20 when absent. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Identifier of what the path names. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "created_at": "2026-07-02T12:00:00.000Z",
                     *           "expires_at": "2026-07-02T12:00:00.000Z",
                     *           "id": "0198c0de-0000-7000-8000-00000000000a",
                     *           "revoked_at": "2026-07-02T12:00:00.000Z"
                     *         }
                     *       ],
                     *       "next_cursor": "0000019f214e8c000198c0de0000700080000000000000019c2e5a17"
                     *     }
                     */
                    "application/json": components["schemas"]["ShareLinkList"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `not_found`: There is no such thing, or it belongs to another tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    createShareLink: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a retry safe: within 24 hours the same request gets the same answer. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description Identifier of what the path names. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "expires_in": 604800
                 *     }
                 */
                "application/json": components["schemas"]["NewShareLink"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    /** @description There when this answer was given before under the same Idempotency-Key. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "created_at": "2026-07-02T12:00:00.000Z",
                     *       "expires_at": "2026-07-02T12:00:00.000Z",
                     *       "id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "revoked_at": "2026-07-02T12:00:00.000Z",
                     *       "url": "https://api.saas.example/share/0190f0…"
                     *     }
                     */
                    "application/json": components["schemas"]["ShareLinkWithUrl"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `not_found`: There is no such thing, or it belongs to another tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `connection_ended`: The connection is archived or failed. `idempotency_conflict`: The Idempotency-Key was used for another request. `idempotency_in_progress`: The first request with the Idempotency-Key is not answered yet. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large`: The body is longer than 256 KiB, or 1 MiB for many connections at once. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unsupported_media_type`: The body is not application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    revokeShareLink: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Identifier of what the path names. */
                id: string;
                /** @description Identifier of the share link. */
                linkId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to show. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `not_found`: There is no such thing, or it belongs to another tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large`: The body is longer than 256 KiB, or 1 MiB for many connections at once. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listConnectionTimeline: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Entries of one page; 20 when absent. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Identifier of what the path names. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "actor": {
                     *             "application_id": "0198c0de-0000-7000-8000-00000000000a",
                     *             "email": "ada@acme.example",
                     *             "fingerprint": "SHA256:uNiVztksCsDhcc0u9e8BrrQXVUpTUZuGDSqoOqZWyGI",
                     *             "id": "0198c0de-0000-7000-8000-00000000000a",
                     *             "kind": "api_key",
                     *             "last4": "9f3a",
                     *             "name": "server-prod"
                     *           },
                     *           "at": "2026-07-02T12:00:00.000Z",
                     *           "data": {},
                     *           "id": "0198c0de-0000-7000-8000-00000000000a",
                     *           "kind": "transition",
                     *           "ref_id": "0198c0de-0000-7000-8000-00000000000a",
                     *           "title": "Ownership was proven by txt."
                     *         }
                     *       ],
                     *       "next_cursor": "0000019f214e8c000198c0de0000700080000000000000019c2e5a17"
                     *     }
                     */
                    "application/json": components["schemas"]["TimelineEntryList"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `not_found`: There is no such thing, or it belongs to another tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    verifyConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Identifier of what the path names. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "apex": "customer.com",
                     *       "application_id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "batch_id": "import-2026-07",
                     *       "certificate": {
                     *         "authority": "letsencrypt",
                     *         "chain": [
                     *           {
                     *             "fingerprint_sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
                     *             "issuer": "C=US, O=Let's Encrypt, CN=E7",
                     *             "not_after": "2026-07-02T12:00:00.000Z",
                     *             "not_before": "2026-07-02T12:00:00.000Z",
                     *             "serial": "04a1b2c3d4e5f60718293a4b5c6d7e8f9012",
                     *             "subject": "CN=app.customer.com"
                     *           }
                     *         ],
                     *         "fingerprint_sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
                     *         "issuer": "CN=E7, O=Let's Encrypt, C=US",
                     *         "last_problem": {
                     *           "actor": "customer",
                     *           "authority": "letsencrypt",
                     *           "code": "caa_forbids",
                     *           "detail": "429 urn:ietf:params:acme:error:rateLimited",
                     *           "message": "The record is not there yet; publish it at the DNS provider.",
                     *           "retry_at": "2026-07-02T12:00:00.000Z"
                     *         },
                     *         "names": [
                     *           "shop.customer.com"
                     *         ],
                     *         "next_renewal": "2026-07-02T12:00:00.000Z",
                     *         "not_after": "2026-07-02T12:00:00.000Z",
                     *         "not_before": "2026-07-02T12:00:00.000Z",
                     *         "problem": "rateLimited",
                     *         "renewal": "authority",
                     *         "reported_at": "2026-07-02T12:00:00.000Z",
                     *         "serial": "04a1b2c3d4e5f60718293a4b5c6d7e8f9012",
                     *         "status": "pending"
                     *       },
                     *       "checked_at": "2026-07-02T12:00:00.000Z",
                     *       "created_at": "2026-07-02T12:00:00.000Z",
                     *       "dns_records": [
                     *         {
                     *           "host": "shop",
                     *           "observed_value": "old-host.example",
                     *           "priority": 0,
                     *           "problem": {
                     *             "code": "not_found",
                     *             "message": "The record is not there yet; publish it at the DNS provider."
                     *           },
                     *           "propagated": false,
                     *           "ttl": 0,
                     *           "type": "A",
                     *           "value": "edge.acme.example",
                     *           "vantages": [
                     *             {
                     *               "address": "192.0.2.53:53",
                     *               "at": "2026-07-02T12:00:00.000Z",
                     *               "failure": "timed out",
                     *               "observed_value": "old-host.example",
                     *               "propagated": false,
                     *               "server": "ns1.dns.example",
                     *               "ttl": 0,
                     *               "vantage": "authoritative"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "expires_at": "2026-07-02T12:00:00.000Z",
                     *       "explanation": {
                     *         "sentence": "app.customer.com is live: its records are in place, and its certificate holds until 2026-09-30 12:00:00 UTC.",
                     *         "waiting_for": "customer"
                     *       },
                     *       "fresh_proof": false,
                     *       "hostname": "shop.customer.com",
                     *       "hostname_unicode": "shop.customer.com",
                     *       "id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "kind": "apex",
                     *       "next_check_at": "2026-07-02T12:00:00.000Z",
                     *       "ownership": {
                     *         "checked_at": "2026-07-02T12:00:00.000Z",
                     *         "method": "txt",
                     *         "name": "_customdomain-challenge.app.customer.com",
                     *         "problem": {
                     *           "code": "not_found",
                     *           "message": "The record is not there yet; publish it at the DNS provider."
                     *         },
                     *         "servers": [
                     *           {
                     *             "address": "192.0.2.53:53",
                     *             "at": "2026-07-02T12:00:00.000Z",
                     *             "name": "shop.customer.com",
                     *             "seen": false,
                     *             "ttl": 0,
                     *             "vantage": "authoritative"
                     *           }
                     *         ],
                     *         "still_published": true,
                     *         "type": "A"
                     *       },
                     *       "ownership_challenge": {
                     *         "name": "_customdomain-challenge.app.customer.com",
                     *         "type": "A",
                     *         "value": "cd-verify-…"
                     *       },
                     *       "ownership_proofs": [
                     *         {
                     *           "method": "txt",
                     *           "name": "shop.customer.com",
                     *           "observed_value": "old-host.example",
                     *           "problem": {
                     *             "code": "not_found",
                     *             "message": "The record is not there yet; publish it at the DNS provider."
                     *           },
                     *           "propagated": false,
                     *           "type": "A",
                     *           "value": "edge.acme.example",
                     *           "vantages": [
                     *             {
                     *               "address": "192.0.2.53:53",
                     *               "at": "2026-07-02T12:00:00.000Z",
                     *               "failure": "timed out",
                     *               "observed_value": "old-host.example",
                     *               "propagated": false,
                     *               "server": "ns1.dns.example",
                     *               "ttl": 0,
                     *               "vantage": "authoritative"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "problem": {
                     *         "code": "not_found",
                     *         "message": "The record is not there yet; publish it at the DNS provider."
                     *       },
                     *       "proof": {
                     *         "at": "2026-07-02T12:00:00.000Z",
                     *         "method": "txt",
                     *         "name": "shop.customer.com",
                     *         "servers": [
                     *           {
                     *             "address": "192.0.2.53:53",
                     *             "at": "2026-07-02T12:00:00.000Z",
                     *             "name": "shop.customer.com",
                     *             "seen": false,
                     *             "ttl": 0,
                     *             "vantage": "authoritative"
                     *           }
                     *         ],
                     *         "type": "A",
                     *         "zone": "customer.com"
                     *       },
                     *       "route": {
                     *         "origin": "https://origin.saas.example",
                     *         "served": false,
                     *         "source": "route",
                     *         "why_not": "It is not served: ownership is not proven here."
                     *       },
                     *       "setup_type": "automatic",
                     *       "state": "created",
                     *       "state_since": "2026-07-02T12:00:00.000Z",
                     *       "takeover": false,
                     *       "updated_at": "2026-07-02T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["VerifiedConnection"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `not_found`: There is no such thing, or it belongs to another tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `HostnameConflict`: Another connection holds the host name. `ownership_not_found`: The ownership record is not there, or has another value. `connection_ended`: The connection is archived or failed. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large`: The body is longer than 256 KiB, or 1 MiB for many connections at once. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `busy`: The connection changes too often at this moment. `dns_unreachable`: The zone's name servers gave no usable answer; nothing is concluded. `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    attachDomain: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "application_id": "0198c0de-0000-7000-8000-00000000000a",
                 *       "hostname": "shop.customer.com",
                 *       "origin": "https://origin.saas.example",
                 *       "route": "shop"
                 *     }
                 */
                "application/json": components["schemas"]["DomainAttachment"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "connection": {
                     *         "apex": "customer.com",
                     *         "application_id": "0198c0de-0000-7000-8000-00000000000a",
                     *         "batch_id": "import-2026-07",
                     *         "certificate": {
                     *           "authority": "letsencrypt",
                     *           "chain": [
                     *             {
                     *               "fingerprint_sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
                     *               "issuer": "C=US, O=Let's Encrypt, CN=E7",
                     *               "not_after": "2026-07-02T12:00:00.000Z",
                     *               "not_before": "2026-07-02T12:00:00.000Z",
                     *               "serial": "04a1b2c3d4e5f60718293a4b5c6d7e8f9012",
                     *               "subject": "CN=app.customer.com"
                     *             }
                     *           ],
                     *           "fingerprint_sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
                     *           "issuer": "CN=E7, O=Let's Encrypt, C=US",
                     *           "last_problem": {
                     *             "actor": "customer",
                     *             "authority": "letsencrypt",
                     *             "code": "caa_forbids",
                     *             "detail": "429 urn:ietf:params:acme:error:rateLimited",
                     *             "message": "The record is not there yet; publish it at the DNS provider.",
                     *             "retry_at": "2026-07-02T12:00:00.000Z"
                     *           },
                     *           "names": [
                     *             "shop.customer.com"
                     *           ],
                     *           "next_renewal": "2026-07-02T12:00:00.000Z",
                     *           "not_after": "2026-07-02T12:00:00.000Z",
                     *           "not_before": "2026-07-02T12:00:00.000Z",
                     *           "problem": "rateLimited",
                     *           "renewal": "authority",
                     *           "reported_at": "2026-07-02T12:00:00.000Z",
                     *           "serial": "04a1b2c3d4e5f60718293a4b5c6d7e8f9012",
                     *           "status": "pending"
                     *         },
                     *         "checked_at": "2026-07-02T12:00:00.000Z",
                     *         "created_at": "2026-07-02T12:00:00.000Z",
                     *         "dns_records": [
                     *           {
                     *             "host": "shop",
                     *             "observed_value": "old-host.example",
                     *             "priority": 0,
                     *             "problem": {
                     *               "code": "not_found",
                     *               "message": "The record is not there yet; publish it at the DNS provider."
                     *             },
                     *             "propagated": false,
                     *             "ttl": 0,
                     *             "type": "A",
                     *             "value": "edge.acme.example",
                     *             "vantages": [
                     *               {
                     *                 "address": "192.0.2.53:53",
                     *                 "at": "2026-07-02T12:00:00.000Z",
                     *                 "failure": "timed out",
                     *                 "observed_value": "old-host.example",
                     *                 "propagated": false,
                     *                 "server": "ns1.dns.example",
                     *                 "ttl": 0,
                     *                 "vantage": "authoritative"
                     *               }
                     *             ]
                     *           }
                     *         ],
                     *         "expires_at": "2026-07-02T12:00:00.000Z",
                     *         "explanation": {
                     *           "sentence": "app.customer.com is live: its records are in place, and its certificate holds until 2026-09-30 12:00:00 UTC.",
                     *           "waiting_for": "customer"
                     *         },
                     *         "fresh_proof": false,
                     *         "hostname": "shop.customer.com",
                     *         "hostname_unicode": "shop.customer.com",
                     *         "id": "0198c0de-0000-7000-8000-00000000000a",
                     *         "kind": "apex",
                     *         "next_check_at": "2026-07-02T12:00:00.000Z",
                     *         "ownership_challenge": {
                     *           "name": "_customdomain-challenge.app.customer.com",
                     *           "type": "A",
                     *           "value": "cd-verify-…"
                     *         },
                     *         "ownership_proofs": [
                     *           {
                     *             "method": "txt",
                     *             "name": "shop.customer.com",
                     *             "observed_value": "old-host.example",
                     *             "problem": {
                     *               "code": "not_found",
                     *               "message": "The record is not there yet; publish it at the DNS provider."
                     *             },
                     *             "propagated": false,
                     *             "type": "A",
                     *             "value": "edge.acme.example",
                     *             "vantages": [
                     *               {
                     *                 "address": "192.0.2.53:53",
                     *                 "at": "2026-07-02T12:00:00.000Z",
                     *                 "failure": "timed out",
                     *                 "observed_value": "old-host.example",
                     *                 "propagated": false,
                     *                 "server": "ns1.dns.example",
                     *                 "ttl": 0,
                     *                 "vantage": "authoritative"
                     *               }
                     *             ]
                     *           }
                     *         ],
                     *         "problem": {
                     *           "code": "not_found",
                     *           "message": "The record is not there yet; publish it at the DNS provider."
                     *         },
                     *         "proof": {
                     *           "at": "2026-07-02T12:00:00.000Z",
                     *           "method": "txt",
                     *           "name": "shop.customer.com",
                     *           "servers": [
                     *             {
                     *               "address": "192.0.2.53:53",
                     *               "at": "2026-07-02T12:00:00.000Z",
                     *               "name": "shop.customer.com",
                     *               "seen": false,
                     *               "ttl": 0,
                     *               "vantage": "authoritative"
                     *             }
                     *           ],
                     *           "type": "A",
                     *           "zone": "customer.com"
                     *         },
                     *         "route": {
                     *           "origin": "https://origin.saas.example",
                     *           "served": false,
                     *           "source": "route",
                     *           "why_not": "It is not served: ownership is not proven here."
                     *         },
                     *         "setup_type": "automatic",
                     *         "state": "created",
                     *         "state_since": "2026-07-02T12:00:00.000Z",
                     *         "takeover": false,
                     *         "updated_at": "2026-07-02T12:00:00.000Z"
                     *       },
                     *       "plan": {
                     *         "steps": [
                     *           {
                     *             "after": {
                     *               "application_id": "0198c0de-0000-7000-8000-00000000000a",
                     *               "hostname": "shop.customer.com",
                     *               "name": "shop",
                     *               "origin": "https://origin.saas.example"
                     *             },
                     *             "before": {
                     *               "application_id": "0198c0de-0000-7000-8000-00000000000a",
                     *               "hostname": "shop.customer.com",
                     *               "name": "shop",
                     *               "origin": "https://origin.saas.example"
                     *             },
                     *             "do": "create_route",
                     *             "what": "Create the route shop, served at shop.customer.com."
                     *           }
                     *         ]
                     *       },
                     *       "record": {
                     *         "name": "_acme-challenge.shop.customer.com",
                     *         "type": "A",
                     *         "value": "0123456789abcdef0123456789abcdef.acme.saas.example"
                     *       },
                     *       "route": {
                     *         "application_id": "0198c0de-0000-7000-8000-00000000000a",
                     *         "connection_id": "0198c0de-0000-7000-8000-00000000000a",
                     *         "created_at": "2026-07-02T12:00:00.000Z",
                     *         "default_hostname": "shop.acme.edge.acme.example",
                     *         "hostname": "shop.customer.com",
                     *         "hostname_unicode": "shop.customer.com",
                     *         "id": "0198c0de-0000-7000-8000-00000000000a",
                     *         "name": "shop",
                     *         "origin": "https://origin.saas.example",
                     *         "served": false,
                     *         "source": "route",
                     *         "updated_at": "2026-07-02T12:00:00.000Z",
                     *         "url": "https://shop.customer.com",
                     *         "why_not": "It is not served: ownership is not proven here."
                     *       },
                     *       "status": "attached"
                     *     }
                     */
                    "application/json": components["schemas"]["DomainAttached"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `QuotaExceeded`: The plan allows no more; limit, plan and upgrade_url say what would. */
            402: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `not_found`: There is no such thing, or it belongs to another tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `HostnameConflict`: Another connection holds the host name. `hostname_in_use`: Another route serves the host name; details name it. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large`: The body is longer than 256 KiB, or 1 MiB for many connections at once. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unsupported_media_type`: The body is not application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `busy`: The connection changes too often at this moment. `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    checkDomain: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "domain": "app.customer.com"
                 *     }
                 */
                "application/json": components["schemas"]["DomainCheck"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "apex": "customer.com",
                     *       "apex_flattening": false,
                     *       "available": false,
                     *       "capabilities": {
                     *         "alias_record": "ALIAS",
                     *         "apex_flattening": false,
                     *         "auto_write": false,
                     *         "caa": false,
                     *         "domain_connect": false,
                     *         "wildcard": false
                     *       },
                     *       "challenge": {
                     *         "connection_id": "0198c0de-0000-7000-8000-00000000000a",
                     *         "name": "_acme-challenge.app.customer.com",
                     *         "observed_value": "old-host.example",
                     *         "problem": {
                     *           "code": "not_found",
                     *           "message": "The record is not there yet; publish it at the DNS provider."
                     *         },
                     *         "published": false,
                     *         "type": "A",
                     *         "value": "edge.acme.example"
                     *       },
                     *       "conflicts": [
                     *         {
                     *           "code": "cname_conflict",
                     *           "fix": "Delete the A record, or choose another name.",
                     *           "message": "The record is not there yet; publish it at the DNS provider.",
                     *           "record": {
                     *             "host": "shop",
                     *             "ttl": 0,
                     *             "type": "A",
                     *             "value": "edge.acme.example"
                     *           },
                     *           "severity": "blocking"
                     *         }
                     *       ],
                     *       "desired_records": [
                     *         {
                     *           "host": "shop",
                     *           "priority": 0,
                     *           "ttl": 0,
                     *           "type": "A",
                     *           "value": "edge.acme.example"
                     *         }
                     *       ],
                     *       "domain": "customer.com",
                     *       "existing_records": [
                     *         {
                     *           "host": "shop",
                     *           "ttl": 0,
                     *           "type": "A",
                     *           "value": "edge.acme.example"
                     *         }
                     *       ],
                     *       "hostname_unicode": "shop.customer.com",
                     *       "instructions": {
                     *         "host_label": "Name",
                     *         "records": [
                     *           {
                     *             "host": "shop",
                     *             "name": "shop.customer.com",
                     *             "priority": 0,
                     *             "ttl": 0,
                     *             "type": "ALIAS",
                     *             "value": "edge.acme.example"
                     *           }
                     *         ],
                     *         "records_url": "https://dash.cloudflare.com/?to=/:account/customer.com/dns",
                     *         "ttl_min": 0,
                     *         "value_label": "Target"
                     *       },
                     *       "kind": "apex",
                     *       "nameservers": [
                     *         "ns1.dns.example"
                     *       ],
                     *       "plan": {
                     *         "changes": [
                     *           {
                     *             "action": "create",
                     *             "after": {
                     *               "ttl": 0,
                     *               "values": [
                     *                 "edge.acme.example"
                     *               ]
                     *             },
                     *             "before": {
                     *               "ttl": 0,
                     *               "values": [
                     *                 "edge.acme.example"
                     *               ]
                     *             },
                     *             "name": "shop.customer.com",
                     *             "type": "CNAME"
                     *           }
                     *         ],
                     *         "provider": "cloudflare",
                     *         "untouched": 0,
                     *         "zone": "customer.com"
                     *       },
                     *       "plan_problem": {
                     *         "code": "not_found",
                     *         "message": "The record is not there yet; publish it at the DNS provider."
                     *       },
                     *       "provider": {
                     *         "auto_write": false,
                     *         "candidates": [
                     *           "cloudflare"
                     *         ],
                     *         "key": "cloudflare",
                     *         "name": "shop.customer.com",
                     *         "status": "detected"
                     *       },
                     *       "setup_type": "automatic",
                     *       "wait_seconds": 0,
                     *       "www_redirect_recommended": false,
                     *       "zone": "customer.com"
                     *     }
                     */
                    "application/json": components["schemas"]["DomainReport"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `not_found`: There is no such thing, or it belongs to another tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large`: The body is longer than 256 KiB, or 1 MiB for many connections at once. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unsupported_media_type`: The body is not application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    emailRecords: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "dkim_selector": "google",
                 *       "dkim_value": "v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A",
                 *       "dmarc_policy": "none",
                 *       "dmarc_rua": "dmarc@acme.com",
                 *       "domain": "acme.com",
                 *       "existing_spf": "v=spf1 include:mailgun.org ~all",
                 *       "m365_tenant": "acme",
                 *       "provider": "google_workspace"
                 *     }
                 */
                "application/json": components["schemas"]["Options"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "domain": "customer.com",
                     *       "notes": [
                     *         "Add the DKIM record after the provider shows its key."
                     *       ],
                     *       "provider": "cloudflare",
                     *       "records": [
                     *         {
                     *           "host": "shop",
                     *           "priority": 0,
                     *           "ttl": 0,
                     *           "type": "MX",
                     *           "value": "edge.acme.example"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["EmailRecords"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large`: The body is longer than 256 KiB, or 1 MiB for many connections at once. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unsupported_media_type`: The body is not application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    streamEvents: {
        parameters: {
            query?: {
                /** @description A widget token, for browsers' EventSource, which cannot send the header Authorization. API keys are not taken here. */
                access_token?: string;
                /** @description Only of this application. */
                application_id?: string;
                /** @description Only of this connection. */
                connection_id?: string;
                /** @description As the header Last-Event-ID, for clients that cannot send it. The header wins. */
                last_event_id?: string;
                /** @description Only of these types; repeat the parameter, or separate with commas. */
                type?: components["schemas"]["EventType"][];
            };
            header?: {
                /** @description The `id` of the last event that was received. */
                "Last-Event-ID"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The events, as they happen. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example id: 0197c8a2-0000-7000-8000-000000000000
                     *     event: ssl.issued
                     *     data: {"type":"ssl.issued",…}
                     */
                    "text/event-stream": string;
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listInvitations: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Entries of one page; 20 when absent. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "created_at": "2026-07-02T12:00:00.000Z",
                     *           "email": "ada@acme.example",
                     *           "expires_at": "2026-07-02T12:00:00.000Z",
                     *           "id": "0198c0de-0000-7000-8000-00000000000a",
                     *           "role": "owner"
                     *         }
                     *       ],
                     *       "next_cursor": "0000019f214e8c000198c0de0000700080000000000000019c2e5a17"
                     *     }
                     */
                    "application/json": components["schemas"]["InvitationList"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    createInvitation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a retry safe: within 24 hours the same request gets the same answer. */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "ada@acme.example",
                 *       "role": "owner"
                 *     }
                 */
                "application/json": components["schemas"]["NewInvitation"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    /** @description There when this answer was given before under the same Idempotency-Key. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "created_at": "2026-07-02T12:00:00.000Z",
                     *       "email": "ada@acme.example",
                     *       "expires_at": "2026-07-02T12:00:00.000Z",
                     *       "id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "role": "owner",
                     *       "url": "https://api.saas.example/console/sign-in?invitation=3fQ9…"
                     *     }
                     */
                    "application/json": components["schemas"]["InvitationWithUrl"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `already_member`: Somebody with that e-mail address is a member already. `idempotency_conflict`: The Idempotency-Key was used for another request. `idempotency_in_progress`: The first request with the Idempotency-Key is not answered yet. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large`: The body is longer than 256 KiB, or 1 MiB for many connections at once. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unsupported_media_type`: The body is not application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    revokeInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Identifier of what the path names. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to show. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `not_found`: There is no such thing, or it belongs to another tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large`: The body is longer than 256 KiB, or 1 MiB for many connections at once. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listAllApiKeys: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Entries of one page; 20 when absent. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "application_id": "0198c0de-0000-7000-8000-00000000000a",
                     *           "created_at": "2026-07-02T12:00:00.000Z",
                     *           "id": "0198c0de-0000-7000-8000-00000000000a",
                     *           "last4": "x7Qf",
                     *           "name": "shop.customer.com",
                     *           "revoked_at": "2026-07-02T12:00:00.000Z",
                     *           "scopes": [
                     *             "connections:read"
                     *           ]
                     *         }
                     *       ],
                     *       "next_cursor": "0000019f214e8c000198c0de0000700080000000000000019c2e5a17"
                     *     }
                     */
                    "application/json": components["schemas"]["ApiKeyList"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    revokeAnyApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Identifier of what the path names. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to show. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `not_found`: There is no such thing, or it belongs to another tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large`: The body is longer than 256 KiB, or 1 MiB for many connections at once. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listMembers: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Entries of one page; 20 when absent. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "created_at": "2026-07-02T12:00:00.000Z",
                     *           "email": "ada@acme.example",
                     *           "id": "0198c0de-0000-7000-8000-00000000000a",
                     *           "last_seen_at": "2026-07-02T12:00:00.000Z",
                     *           "name": "Ada Lovelace",
                     *           "role": "owner"
                     *         }
                     *       ],
                     *       "next_cursor": "0000019f214e8c000198c0de0000700080000000000000019c2e5a17"
                     *     }
                     */
                    "application/json": components["schemas"]["MemberList"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    deleteMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Identifier of what the path names. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to show. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `not_found`: There is no such thing, or it belongs to another tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `last_owner`: The member is the tenant's last owner. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large`: The body is longer than 256 KiB, or 1 MiB for many connections at once. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    updateMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Identifier of what the path names. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "role": "owner"
                 *     }
                 */
                "application/json": components["schemas"]["MemberChanges"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "created_at": "2026-07-02T12:00:00.000Z",
                     *       "email": "ada@acme.example",
                     *       "id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "last_seen_at": "2026-07-02T12:00:00.000Z",
                     *       "name": "Ada Lovelace",
                     *       "role": "owner"
                     *     }
                     */
                    "application/json": components["schemas"]["Member"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `not_found`: There is no such thing, or it belongs to another tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `last_owner`: The member is the tenant's last owner. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large`: The body is longer than 256 KiB, or 1 MiB for many connections at once. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unsupported_media_type`: The body is not application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listPlans: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "free",
                     *           "is_for_sale": false,
                     *           "limits": {
                     *             "active_domain": 3,
                     *             "api_call": 10000,
                     *             "cert": 10,
                     *             "connect": 3
                     *           }
                     *         }
                     *       ],
                     *       "next_cursor": "0000019f214e8c000198c0de0000700080000000000000019c2e5a17"
                     *     }
                     */
                    "application/json": components["schemas"]["PlanOfferList"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listAuthorities: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "budgets": [
                     *             {
                     *               "available": 288,
                     *               "capacity": 300,
                     *               "closed_until": "2026-07-02T12:00:00.000Z",
                     *               "limit": "orders",
                     *               "refills_per_hour": 100
                     *             }
                     *           ],
                     *           "name": "letsencrypt",
                     *           "resting_until": "2026-07-02T12:00:00.000Z"
                     *         }
                     *       ],
                     *       "next_cursor": "0000019f214e8c000198c0de0000700080000000000000019c2e5a17"
                     *     }
                     */
                    "application/json": components["schemas"]["AuthorityList"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listEdges: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "ask_hits": 119000,
                     *           "asks": 120000,
                     *           "attached": false,
                     *           "certificates": 340,
                     *           "handshakes": 98000,
                     *           "id": "edge-fra-1",
                     *           "seen_at": "2026-07-02T12:00:00.000Z",
                     *           "started_at": "2026-07-02T12:00:00.000Z",
                     *           "streams": 210,
                     *           "version": "0.1.0"
                     *         }
                     *       ],
                     *       "next_cursor": "0000019f214e8c000198c0de0000700080000000000000019c2e5a17"
                     *     }
                     */
                    "application/json": components["schemas"]["EdgeList"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getPlatformMetrics: {
        parameters: {
            query?: {
                /** @description From how long ago on; 60 when absent. */
                minutes?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "interval_s": 15,
                     *       "series": [
                     *         {
                     *           "meaning": "Requests that this server answered.",
                     *           "name": "requests",
                     *           "points": [
                     *             [
                     *               1793491200000,
                     *               2.5
                     *             ]
                     *           ],
                     *           "unit": "per_second"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["PlatformMetrics"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getPlatformOverview: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "certificates": {
                     *         "issued": 340
                     *       },
                     *       "connections": {
                     *         "live": 340
                     *       },
                     *       "deliveries": {
                     *         "delivered": 9000
                     *       },
                     *       "edges_attached": 2,
                     *       "engine": "postgres",
                     *       "expiring_soon": 0,
                     *       "started_at": "2026-07-02T12:00:00.000Z",
                     *       "tenants": 12,
                     *       "version": "0.1.0"
                     *     }
                     */
                    "application/json": components["schemas"]["PlatformOverview"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listQueues: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "meaning": "Connections whose time to be looked at has come.",
                     *           "name": "connections",
                     *           "oldest_ms": 120,
                     *           "waiting": 3
                     *         }
                     *       ],
                     *       "next_cursor": "0000019f214e8c000198c0de0000700080000000000000019c2e5a17"
                     *     }
                     */
                    "application/json": components["schemas"]["PlatformQueueList"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listTenants: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Entries of one page; 20 when absent. */
                limit?: number;
                /**
                 * @description Part of the name, in whatever case, or the whole id.
                 * @example acme
                 */
                search?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "applications": 2,
                     *           "connections": 40,
                     *           "created_at": "2026-07-02T12:00:00.000Z",
                     *           "id": "0198c0de-0000-7000-8000-00000000000a",
                     *           "live": 31,
                     *           "name": "Acme",
                     *           "plan": "free",
                     *           "suspended_at": "2026-07-02T12:00:00.000Z",
                     *           "suspended_reason": "unpaid since May"
                     *         }
                     *       ],
                     *       "next_cursor": "0000019f214e8c000198c0de0000700080000000000000019c2e5a17"
                     *     }
                     */
                    "application/json": components["schemas"]["PlatformTenantList"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    createTenant: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a retry safe: within 24 hours the same request gets the same answer. */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Acme"
                 *     }
                 */
                "application/json": components["schemas"]["NewTenant"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    /** @description There when this answer was given before under the same Idempotency-Key. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "key": {
                     *         "id": "0198c0de-0000-7000-8000-00000000000a",
                     *         "scopes": [
                     *           "connections:read"
                     *         ],
                     *         "secret": "sk_test_3fQ9…"
                     *       },
                     *       "tenant": {
                     *         "id": "0198c0de-0000-7000-8000-00000000000a",
                     *         "name": "Acme"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["TenantWithKey"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `idempotency_conflict`: The Idempotency-Key was used for another request. `idempotency_in_progress`: The first request with the Idempotency-Key is not answered yet. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large`: The body is longer than 256 KiB, or 1 MiB for many connections at once. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unsupported_media_type`: The body is not application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getTenant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Identifier of what the path names. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "applications": 2,
                     *       "connections": 40,
                     *       "created_at": "2026-07-02T12:00:00.000Z",
                     *       "id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "limits": {
                     *         "active_domain": 3,
                     *         "api_call": 10000,
                     *         "cert": 10,
                     *         "connect": 3
                     *       },
                     *       "live": 31,
                     *       "max_domains_per_app": 10,
                     *       "name": "Acme",
                     *       "period": "2026-11",
                     *       "plan": "free",
                     *       "suspended_at": "2026-07-02T12:00:00.000Z",
                     *       "suspended_reason": "unpaid since May",
                     *       "usage": [
                     *         {
                     *           "kind": "connect",
                     *           "limit": 3,
                     *           "used": 2
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["PlatformTenantDetail"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `not_found`: There is no such thing, or it belongs to another tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    updateTenant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Identifier of what the path names. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "plan": "free"
                 *     }
                 */
                "application/json": components["schemas"]["TenantChange"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "applications": 2,
                     *       "connections": 40,
                     *       "created_at": "2026-07-02T12:00:00.000Z",
                     *       "id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "live": 31,
                     *       "name": "Acme",
                     *       "plan": "free",
                     *       "suspended_at": "2026-07-02T12:00:00.000Z",
                     *       "suspended_reason": "unpaid since May"
                     *     }
                     */
                    "application/json": components["schemas"]["PlatformTenant"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `not_found`: There is no such thing, or it belongs to another tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large`: The body is longer than 256 KiB, or 1 MiB for many connections at once. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unsupported_media_type`: The body is not application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    resumeTenant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Identifier of what the path names. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "applications": 2,
                     *       "connections": 40,
                     *       "created_at": "2026-07-02T12:00:00.000Z",
                     *       "id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "live": 31,
                     *       "name": "Acme",
                     *       "plan": "free",
                     *       "suspended_at": "2026-07-02T12:00:00.000Z",
                     *       "suspended_reason": "unpaid since May"
                     *     }
                     */
                    "application/json": components["schemas"]["PlatformTenant"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `not_found`: There is no such thing, or it belongs to another tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large`: The body is longer than 256 KiB, or 1 MiB for many connections at once. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    suspendTenant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Identifier of what the path names. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "unpaid since May"
                 *     }
                 */
                "application/json": components["schemas"]["TenantSuspension"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "applications": 2,
                     *       "connections": 40,
                     *       "created_at": "2026-07-02T12:00:00.000Z",
                     *       "id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "live": 31,
                     *       "name": "Acme",
                     *       "plan": "free",
                     *       "suspended_at": "2026-07-02T12:00:00.000Z",
                     *       "suspended_reason": "unpaid since May"
                     *     }
                     */
                    "application/json": components["schemas"]["PlatformTenant"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `not_found`: There is no such thing, or it belongs to another tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large`: The body is longer than 256 KiB, or 1 MiB for many connections at once. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unsupported_media_type`: The body is not application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listProviders: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "capabilities": {
                     *             "alias_record": "ALIAS",
                     *             "apex": "customer.com",
                     *             "apex_flattening": false,
                     *             "caa": false,
                     *             "domain_connect": false,
                     *             "srv": false,
                     *             "ttl_max": 0,
                     *             "ttl_min": 0,
                     *             "wildcard": false
                     *           },
                     *           "console_url": "https://dash.cloudflare.com",
                     *           "credential": {
                     *             "format": "API token",
                     *             "gate": "An account with more than ten domains",
                     *             "hint": "My Profile, API Tokens, Edit zone DNS",
                     *             "kind": "token"
                     *           },
                     *           "docs_url": "https://developers.cloudflare.com/dns/",
                     *           "fields": {
                     *             "apex": "customer.com",
                     *             "host": "shop",
                     *             "host_form": "relative",
                     *             "trailing_dot": false,
                     *             "value": "edge.acme.example"
                     *           },
                     *           "key": "cloudflare",
                     *           "limits": "1,200 requests in five minutes",
                     *           "logo_url": "/logos/cloudflare.svg",
                     *           "model": "token",
                     *           "name": "shop.customer.com",
                     *           "records_url": "https://dash.cloudflare.com/?to=/:account/customer.com/dns"
                     *         }
                     *       ],
                     *       "next_cursor": "0000019f214e8c000198c0de0000700080000000000000019c2e5a17"
                     *     }
                     */
                    "application/json": components["schemas"]["ProviderList"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listRoutes: {
        parameters: {
            query?: {
                /** @description Only those that lead to this application. */
                application_id?: string;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Only the one that is served at exactly this host name, its default one or another. */
                hostname?: string;
                /** @description Entries of one page; 20 when absent. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "application_id": "0198c0de-0000-7000-8000-00000000000a",
                     *           "connection_id": "0198c0de-0000-7000-8000-00000000000a",
                     *           "created_at": "2026-07-02T12:00:00.000Z",
                     *           "default_hostname": "shop.acme.edge.acme.example",
                     *           "hostname": "shop.customer.com",
                     *           "hostname_unicode": "shop.customer.com",
                     *           "id": "0198c0de-0000-7000-8000-00000000000a",
                     *           "name": "shop",
                     *           "origin": "https://origin.saas.example",
                     *           "served": false,
                     *           "source": "route",
                     *           "updated_at": "2026-07-02T12:00:00.000Z",
                     *           "url": "https://shop.customer.com",
                     *           "why_not": "It is not served: ownership is not proven here."
                     *         }
                     *       ],
                     *       "next_cursor": "0000019f214e8c000198c0de0000700080000000000000019c2e5a17"
                     *     }
                     */
                    "application/json": components["schemas"]["RouteList"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    createRoute: {
        parameters: {
            query?: {
                /** @description Change nothing, and tell what would be done. What would be refused is refused. */
                dry_run?: boolean;
            };
            header?: {
                /** @description Makes a retry safe: within 24 hours the same request gets the same answer. */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "application_id": "0198c0de-0000-7000-8000-00000000000a",
                 *       "hostname": "shop.customer.com",
                 *       "name": "shop",
                 *       "origin": "https://origin.saas.example"
                 *     }
                 */
                "application/json": components["schemas"]["NewRoute"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "plan": {
                     *         "steps": [
                     *           {
                     *             "after": {
                     *               "application_id": "0198c0de-0000-7000-8000-00000000000a",
                     *               "hostname": "shop.customer.com",
                     *               "name": "shop",
                     *               "origin": "https://origin.saas.example"
                     *             },
                     *             "before": {
                     *               "application_id": "0198c0de-0000-7000-8000-00000000000a",
                     *               "hostname": "shop.customer.com",
                     *               "name": "shop",
                     *               "origin": "https://origin.saas.example"
                     *             },
                     *             "do": "create_route",
                     *             "what": "Create the route shop, served at shop.customer.com."
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["RoutePlanned"];
                };
            };
            /** @description Created. */
            201: {
                headers: {
                    /** @description There when this answer was given before under the same Idempotency-Key. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "application_id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "connection_id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "created_at": "2026-07-02T12:00:00.000Z",
                     *       "default_hostname": "shop.acme.edge.acme.example",
                     *       "hostname": "shop.customer.com",
                     *       "hostname_unicode": "shop.customer.com",
                     *       "id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "name": "shop",
                     *       "origin": "https://origin.saas.example",
                     *       "served": false,
                     *       "source": "route",
                     *       "updated_at": "2026-07-02T12:00:00.000Z",
                     *       "url": "https://shop.customer.com",
                     *       "why_not": "It is not served: ownership is not proven here."
                     *     }
                     */
                    "application/json": components["schemas"]["Route"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `not_found`: There is no such thing, or it belongs to another tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `hostname_not_proven`: No connection of the route's application holds the host name; details say how it is proven. `hostname_in_use`: Another route serves the host name; details name it. `name_in_use`: The tenant has a route of that name. `idempotency_conflict`: The Idempotency-Key was used for another request. `idempotency_in_progress`: The first request with the Idempotency-Key is not answered yet. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large`: The body is longer than 256 KiB, or 1 MiB for many connections at once. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unsupported_media_type`: The body is not application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `busy`: The connection changes too often at this moment. `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getRoute: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Identifier or name of the route.
                 * @example shop
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "application_id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "connection_id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "created_at": "2026-07-02T12:00:00.000Z",
                     *       "default_hostname": "shop.acme.edge.acme.example",
                     *       "hostname": "shop.customer.com",
                     *       "hostname_unicode": "shop.customer.com",
                     *       "id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "name": "shop",
                     *       "origin": "https://origin.saas.example",
                     *       "served": false,
                     *       "source": "route",
                     *       "updated_at": "2026-07-02T12:00:00.000Z",
                     *       "url": "https://shop.customer.com",
                     *       "why_not": "It is not served: ownership is not proven here."
                     *     }
                     */
                    "application/json": components["schemas"]["Route"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `not_found`: There is no such thing, or it belongs to another tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    deleteRoute: {
        parameters: {
            query?: {
                /** @description Change nothing, and tell what would be done. What would be refused is refused. */
                dry_run?: boolean;
            };
            header?: never;
            path: {
                /**
                 * @description Identifier or name of the route.
                 * @example shop
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "plan": {
                     *         "steps": [
                     *           {
                     *             "after": {
                     *               "application_id": "0198c0de-0000-7000-8000-00000000000a",
                     *               "hostname": "shop.customer.com",
                     *               "name": "shop",
                     *               "origin": "https://origin.saas.example"
                     *             },
                     *             "before": {
                     *               "application_id": "0198c0de-0000-7000-8000-00000000000a",
                     *               "hostname": "shop.customer.com",
                     *               "name": "shop",
                     *               "origin": "https://origin.saas.example"
                     *             },
                     *             "do": "create_route",
                     *             "what": "Create the route shop, served at shop.customer.com."
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["RoutePlanned"];
                };
            };
            /** @description Done; there is nothing to show. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `not_found`: There is no such thing, or it belongs to another tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large`: The body is longer than 256 KiB, or 1 MiB for many connections at once. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `busy`: The connection changes too often at this moment. `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    updateRoute: {
        parameters: {
            query?: {
                /** @description Change nothing, and tell what would be done. What would be refused is refused. */
                dry_run?: boolean;
            };
            header?: never;
            path: {
                /**
                 * @description Identifier or name of the route.
                 * @example shop
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "hostname": "shop.customer.com",
                 *       "origin": "https://origin.saas.example"
                 *     }
                 */
                "application/json": components["schemas"]["RouteChanges"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "application_id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "connection_id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "created_at": "2026-07-02T12:00:00.000Z",
                     *       "default_hostname": "shop.acme.edge.acme.example",
                     *       "hostname": "shop.customer.com",
                     *       "hostname_unicode": "shop.customer.com",
                     *       "id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "name": "shop",
                     *       "origin": "https://origin.saas.example",
                     *       "served": false,
                     *       "source": "route",
                     *       "updated_at": "2026-07-02T12:00:00.000Z",
                     *       "url": "https://shop.customer.com",
                     *       "why_not": "It is not served: ownership is not proven here."
                     *     }
                     */
                    "application/json": components["schemas"]["Route"] | components["schemas"]["RoutePlanned"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `not_found`: There is no such thing, or it belongs to another tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `hostname_not_proven`: No connection of the route's application holds the host name; details say how it is proven. `hostname_in_use`: Another route serves the host name; details name it. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large`: The body is longer than 256 KiB, or 1 MiB for many connections at once. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unsupported_media_type`: The body is not application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `busy`: The connection changes too often at this moment. `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "application_id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "by_cookie": false,
                     *       "expires_at": "2026-07-02T12:00:00.000Z",
                     *       "key": {
                     *         "id": "0198c0de-0000-7000-8000-00000000000a",
                     *         "last4": "x7Qf",
                     *         "name": "server-prod"
                     *       },
                     *       "kind": "api_key",
                     *       "member": {
                     *         "email": "ada@acme.example",
                     *         "id": "0198c0de-0000-7000-8000-00000000000a",
                     *         "name": "Ada Lovelace"
                     *       },
                     *       "role": "owner",
                     *       "scopes": [
                     *         "connections:read"
                     *       ],
                     *       "tenant": {
                     *         "id": "0198c0de-0000-7000-8000-00000000000a",
                     *         "name": "Acme"
                     *       },
                     *       "tenants": [
                     *         {
                     *           "id": "0198c0de-0000-7000-8000-00000000000a",
                     *           "member_id": "0198c0de-0000-7000-8000-00000000000a",
                     *           "name": "Acme",
                     *           "role": "owner"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    createSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    /** @description There when this answer was given before under the same Idempotency-Key. */
                    "Idempotency-Replayed"?: "true";
                    /** @description The cookie of the session: HttpOnly, SameSite=Strict. */
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "application_id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "by_cookie": false,
                     *       "expires_at": "2026-07-02T12:00:00.000Z",
                     *       "key": {
                     *         "id": "0198c0de-0000-7000-8000-00000000000a",
                     *         "last4": "x7Qf",
                     *         "name": "server-prod"
                     *       },
                     *       "kind": "api_key",
                     *       "member": {
                     *         "email": "ada@acme.example",
                     *         "id": "0198c0de-0000-7000-8000-00000000000a",
                     *         "name": "Ada Lovelace"
                     *       },
                     *       "role": "owner",
                     *       "scopes": [
                     *         "connections:read"
                     *       ],
                     *       "tenant": {
                     *         "id": "0198c0de-0000-7000-8000-00000000000a",
                     *         "name": "Acme"
                     *       },
                     *       "tenants": [
                     *         {
                     *           "id": "0198c0de-0000-7000-8000-00000000000a",
                     *           "member_id": "0198c0de-0000-7000-8000-00000000000a",
                     *           "name": "Acme",
                     *           "role": "owner"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large`: The body is longer than 256 KiB, or 1 MiB for many connections at once. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    endSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to show. */
            204: {
                headers: {
                    /** @description The cookie of the session: HttpOnly, SameSite=Strict. */
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large`: The body is longer than 256 KiB, or 1 MiB for many connections at once. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    switchTenant: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "tenant_id": "0198c0de-0000-7000-8000-00000000000a"
                 *     }
                 */
                "application/json": components["schemas"]["SessionTenantChange"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "application_id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "by_cookie": false,
                     *       "expires_at": "2026-07-02T12:00:00.000Z",
                     *       "key": {
                     *         "id": "0198c0de-0000-7000-8000-00000000000a",
                     *         "last4": "x7Qf",
                     *         "name": "server-prod"
                     *       },
                     *       "kind": "api_key",
                     *       "member": {
                     *         "email": "ada@acme.example",
                     *         "id": "0198c0de-0000-7000-8000-00000000000a",
                     *         "name": "Ada Lovelace"
                     *       },
                     *       "role": "owner",
                     *       "scopes": [
                     *         "connections:read"
                     *       ],
                     *       "tenant": {
                     *         "id": "0198c0de-0000-7000-8000-00000000000a",
                     *         "name": "Acme"
                     *       },
                     *       "tenants": [
                     *         {
                     *           "id": "0198c0de-0000-7000-8000-00000000000a",
                     *           "member_id": "0198c0de-0000-7000-8000-00000000000a",
                     *           "name": "Acme",
                     *           "role": "owner"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `not_found`: There is no such thing, or it belongs to another tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large`: The body is longer than 256 KiB, or 1 MiB for many connections at once. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unsupported_media_type`: The body is not application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `busy`: The connection changes too often at this moment. `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getSharedConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Last part of the link's URL. */
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "application": "Acme Sites",
                     *       "checked_at": "2026-07-02T12:00:00.000Z",
                     *       "expires_at": "2026-07-02T12:00:00.000Z",
                     *       "headline": "Records have to be added",
                     *       "hostname": "app.customer.com",
                     *       "hostname_unicode": "shop.customer.com",
                     *       "next": "Publish the records below at the DNS provider.",
                     *       "provider": {
                     *         "host_label": "Name",
                     *         "name": "shop.customer.com",
                     *         "records_url": "https://dash.cloudflare.com/?to=/:account/customer.com/dns",
                     *         "value_label": "Target"
                     *       },
                     *       "records": [
                     *         {
                     *           "host": "app",
                     *           "message": "The record is not there yet; publish it at the DNS provider.",
                     *           "name": "app.customer.com",
                     *           "observed_value": "old-host.example",
                     *           "priority": 0,
                     *           "purpose": "ownership",
                     *           "status": "found",
                     *           "ttl": 0,
                     *           "type": "CNAME",
                     *           "value": "edge.acme.example"
                     *         }
                     *       ],
                     *       "state": "created",
                     *       "waiting_for": "you",
                     *       "zone": "customer.com"
                     *     }
                     */
                    "application/json": components["schemas"]["SharedConnection"];
                };
            };
            /** @description `not_found`: There is no such thing, or it belongs to another tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getSignIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "oidc": {
                     *         "name": "Acme SSO"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["SignIn"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listSshKeys: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Entries of one page; 20 when absent. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "application_id": "0198c0de-0000-7000-8000-00000000000a",
                     *           "created_at": "2026-07-02T12:00:00.000Z",
                     *           "fingerprint": "SHA256:uNiVztksCsDhcc0u9e8BrrQXVUpTUZuGDSqoOqZWyGI",
                     *           "id": "0198c0de-0000-7000-8000-00000000000a",
                     *           "last_used_at": "2026-07-02T12:00:00.000Z",
                     *           "name": "ada@laptop",
                     *           "public_key": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGJhcmVseS1hLWtleS1idXQtMzItb2N0ZXRzISEhISEh",
                     *           "revoked_at": "2026-07-02T12:00:00.000Z",
                     *           "scopes": [
                     *             "connections:read"
                     *           ]
                     *         }
                     *       ],
                     *       "next_cursor": "0000019f214e8c000198c0de0000700080000000000000019c2e5a17"
                     *     }
                     */
                    "application/json": components["schemas"]["SshKeyList"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    createSshKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a retry safe: within 24 hours the same request gets the same answer. */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "ada@laptop",
                 *       "public_key": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGJhcmVseS1hLWtleS1idXQtMzItb2N0ZXRzISEhISEh ada@laptop"
                 *     }
                 */
                "application/json": components["schemas"]["NewSshKey"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    /** @description There when this answer was given before under the same Idempotency-Key. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "application_id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "created_at": "2026-07-02T12:00:00.000Z",
                     *       "fingerprint": "SHA256:uNiVztksCsDhcc0u9e8BrrQXVUpTUZuGDSqoOqZWyGI",
                     *       "id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "last_used_at": "2026-07-02T12:00:00.000Z",
                     *       "name": "ada@laptop",
                     *       "public_key": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGJhcmVseS1hLWtleS1idXQtMzItb2N0ZXRzISEhISEh",
                     *       "revoked_at": "2026-07-02T12:00:00.000Z",
                     *       "scopes": [
                     *         "connections:read"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["SshKey"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `not_found`: There is no such thing, or it belongs to another tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `ssh_key_in_use`: The public key is registered already, somewhere on the platform. `idempotency_conflict`: The Idempotency-Key was used for another request. `idempotency_in_progress`: The first request with the Idempotency-Key is not answered yet. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large`: The body is longer than 256 KiB, or 1 MiB for many connections at once. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unsupported_media_type`: The body is not application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    revokeSshKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Identifier of what the path names. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to show. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `not_found`: There is no such thing, or it belongs to another tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large`: The body is longer than 256 KiB, or 1 MiB for many connections at once. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "limits": {
                     *         "active_domain": 3,
                     *         "api_call": 10000,
                     *         "cert": 10,
                     *         "connect": 3
                     *       },
                     *       "max_domains_per_app": 10,
                     *       "period": "2026-11",
                     *       "period_end": "2026-07-02T12:00:00.000Z",
                     *       "period_start": "2026-07-02T12:00:00.000Z",
                     *       "plan": "free",
                     *       "since": "2026-07-02T12:00:00.000Z",
                     *       "status": "active",
                     *       "usage": [
                     *         {
                     *           "kind": "connect",
                     *           "limit": 3,
                     *           "used": 2
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Subscription"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    changeSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "plan": "free"
                 *     }
                 */
                "application/json": components["schemas"]["SubscriptionChange"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "limits": {
                     *         "active_domain": 3,
                     *         "api_call": 10000,
                     *         "cert": 10,
                     *         "connect": 3
                     *       },
                     *       "max_domains_per_app": 10,
                     *       "period": "2026-11",
                     *       "period_end": "2026-07-02T12:00:00.000Z",
                     *       "period_start": "2026-07-02T12:00:00.000Z",
                     *       "plan": "free",
                     *       "since": "2026-07-02T12:00:00.000Z",
                     *       "status": "active",
                     *       "usage": [
                     *         {
                     *           "kind": "connect",
                     *           "limit": 3,
                     *           "used": 2
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Subscription"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `checkout_required`: This plan is paid for: send the customer through checkout. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large`: The body is longer than 256 KiB, or 1 MiB for many connections at once. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unsupported_media_type`: The body is not application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `billing_unavailable`: There is no billing provider, or it cannot be reached. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    createWidgetToken: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a retry safe: within 24 hours the same request gets the same answer. */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "application_id": "0198c0de-0000-7000-8000-00000000000a",
                 *       "domain": "app.customer.com"
                 *     }
                 */
                "application/json": components["schemas"]["NewWidgetToken"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    /** @description There when this answer was given before under the same Idempotency-Key. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "auth_token": "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6IjZhMDkifQ.eyJhdWQiOiJ3aWRnZXQifQ.c2lnbmVk",
                     *       "expires_at": "2026-07-02T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["WidgetToken"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `not_found`: There is no such thing, or it belongs to another tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `idempotency_conflict`: The Idempotency-Key was used for another request. `idempotency_in_progress`: The first request with the Idempotency-Key is not answered yet. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large`: The body is longer than 256 KiB, or 1 MiB for many connections at once. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unsupported_media_type`: The body is not application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getUsage: {
        parameters: {
            query?: {
                /**
                 * @description A month, e.g. `2026-11`; the present one when absent.
                 * @example 2026-11
                 */
                period?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "active_domain": 1,
                     *       "api_call": 120,
                     *       "cert": 1,
                     *       "connect": 2,
                     *       "period": "2026-11",
                     *       "period_end": "2026-07-02T12:00:00.000Z",
                     *       "period_start": "2026-07-02T12:00:00.000Z",
                     *       "plan": "free",
                     *       "usage": [
                     *         {
                     *           "kind": "connect",
                     *           "limit": 3,
                     *           "used": 2
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Usage"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getUsageHistory: {
        parameters: {
            query?: {
                /**
                 * @description The first day, e.g. `2026-11-01`; 29 days before `to` when absent, and at most 399.
                 * @example 2026-11-01
                 */
                from?: string;
                /**
                 * @description The last day; today, in UTC, when absent.
                 * @example 2026-11-22
                 */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "active_domain": 1,
                     *           "api_call": 120,
                     *           "cert": 1,
                     *           "connect": 2,
                     *           "date": "2026-11-22"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["UsageHistory"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listWebhookDeliveries: {
        parameters: {
            query?: {
                /** @description Only about this connection. */
                connection_id?: string;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Only to this endpoint. */
                endpoint_id?: string;
                /** @description Only of this one event: to which endpoints it went. */
                event_id?: string;
                /** @description Entries of one page; 20 when absent. */
                limit?: number;
                /** @description Only of this status. */
                status?: components["schemas"]["WebhookDeliveryStatus"];
                /** @description Only of events of this name. */
                type?: components["schemas"]["WebhookDeliveryEvent"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "attempts": 1,
                     *           "created_at": "2026-07-02T12:00:00.000Z",
                     *           "endpoint_id": "0198c0de-0000-7000-8000-00000000000a",
                     *           "event_id": "0198c0de-0000-7000-8000-00000000000a",
                     *           "finished_at": "2026-07-02T12:00:00.000Z",
                     *           "id": "0198c0de-0000-7000-8000-00000000000a",
                     *           "jobId": "0198c0de-0000-7000-8000-00000000000a",
                     *           "last_problem": "no answer within 5 s",
                     *           "last_status": 200,
                     *           "next_retry_at": "2026-07-02T12:00:00.000Z",
                     *           "status": "pending",
                     *           "type": "domain.added"
                     *         }
                     *       ],
                     *       "next_cursor": "0000019f214e8c000198c0de0000700080000000000000019c2e5a17"
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookDeliveryList"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getWebhookDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Identifier of what the path names. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "attempt_log": [
                     *         {
                     *           "answer": "ok",
                     *           "at": "2026-07-02T12:00:00.000Z",
                     *           "number": 1,
                     *           "problem": "it answered 503",
                     *           "status": 503,
                     *           "took_ms": 84
                     *         }
                     *       ],
                     *       "attempts": 1,
                     *       "body": "{\"type\":\"ssl.issued\",\"jobId\":\"0190f0f0-0000-7000-8000-000000000001\",\"data\":{\"hostname\":\"app.customer.com\"},\"sent_at\":\"2026-07-02T12:00:00.000Z\",\"id\":\"0190f0f0-0000-7000-8000-000000000002\"}",
                     *       "created_at": "2026-07-02T12:00:00.000Z",
                     *       "endpoint_id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "event_id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "finished_at": "2026-07-02T12:00:00.000Z",
                     *       "id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "jobId": "0198c0de-0000-7000-8000-00000000000a",
                     *       "last_problem": "no answer within 5 s",
                     *       "last_status": 200,
                     *       "next_retry_at": "2026-07-02T12:00:00.000Z",
                     *       "status": "pending",
                     *       "type": "domain.added"
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookDeliveryDetailed"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `not_found`: There is no such thing, or it belongs to another tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    replayWebhookDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Identifier of what the path names. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "attempts": 1,
                     *       "created_at": "2026-07-02T12:00:00.000Z",
                     *       "endpoint_id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "event_id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "finished_at": "2026-07-02T12:00:00.000Z",
                     *       "id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "jobId": "0198c0de-0000-7000-8000-00000000000a",
                     *       "last_problem": "no answer within 5 s",
                     *       "last_status": 200,
                     *       "next_retry_at": "2026-07-02T12:00:00.000Z",
                     *       "status": "pending",
                     *       "type": "domain.added"
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookDelivery"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `not_found`: There is no such thing, or it belongs to another tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `endpoint_disabled`: The webhook endpoint is disabled. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large`: The body is longer than 256 KiB, or 1 MiB for many connections at once. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listWebhookEndpoints: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Entries of one page; 20 when absent. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "application_id": "0198c0de-0000-7000-8000-00000000000a",
                     *           "created_at": "2026-07-02T12:00:00.000Z",
                     *           "description": "production",
                     *           "disabled_at": "2026-07-02T12:00:00.000Z",
                     *           "disabled_reason": "every attempt has failed since 2026-07-01",
                     *           "enabled": true,
                     *           "events": [
                     *             "domain.added"
                     *           ],
                     *           "failing_since": "2026-07-02T12:00:00.000Z",
                     *           "former_secret_until": "2026-07-02T12:00:00.000Z",
                     *           "id": "0198c0de-0000-7000-8000-00000000000a",
                     *           "updated_at": "2026-07-02T12:00:00.000Z",
                     *           "url": "https://api.acme.example/webhooks/cd"
                     *         }
                     *       ],
                     *       "next_cursor": "0000019f214e8c000198c0de0000700080000000000000019c2e5a17"
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookEndpointList"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    createWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a retry safe: within 24 hours the same request gets the same answer. */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "description": "production",
                 *       "events": [
                 *         "ssl.issued",
                 *         "domain.drift"
                 *       ],
                 *       "url": "https://api.acme.example/webhooks/cd"
                 *     }
                 */
                "application/json": components["schemas"]["NewWebhookEndpoint"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    /** @description There when this answer was given before under the same Idempotency-Key. */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "application_id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "created_at": "2026-07-02T12:00:00.000Z",
                     *       "description": "production",
                     *       "disabled_at": "2026-07-02T12:00:00.000Z",
                     *       "disabled_reason": "every attempt has failed since 2026-07-01",
                     *       "enabled": true,
                     *       "events": [
                     *         "domain.added"
                     *       ],
                     *       "failing_since": "2026-07-02T12:00:00.000Z",
                     *       "former_secret_until": "2026-07-02T12:00:00.000Z",
                     *       "id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "signing_secret": "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
                     *       "updated_at": "2026-07-02T12:00:00.000Z",
                     *       "url": "https://api.acme.example/webhooks/cd"
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookEndpointWithSecret"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `not_found`: There is no such thing, or it belongs to another tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `credential_key_missing`: Credentials and webhook secrets are only stored sealed, and CREDENTIAL_ENC_KEY is not set. `idempotency_conflict`: The Idempotency-Key was used for another request. `idempotency_in_progress`: The first request with the Idempotency-Key is not answered yet. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large`: The body is longer than 256 KiB, or 1 MiB for many connections at once. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unsupported_media_type`: The body is not application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Identifier of what the path names. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "application_id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "created_at": "2026-07-02T12:00:00.000Z",
                     *       "description": "production",
                     *       "disabled_at": "2026-07-02T12:00:00.000Z",
                     *       "disabled_reason": "every attempt has failed since 2026-07-01",
                     *       "enabled": true,
                     *       "events": [
                     *         "domain.added"
                     *       ],
                     *       "failing_since": "2026-07-02T12:00:00.000Z",
                     *       "former_secret_until": "2026-07-02T12:00:00.000Z",
                     *       "id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "updated_at": "2026-07-02T12:00:00.000Z",
                     *       "url": "https://api.acme.example/webhooks/cd"
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookEndpoint"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `not_found`: There is no such thing, or it belongs to another tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    deleteWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Identifier of what the path names. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to show. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `not_found`: There is no such thing, or it belongs to another tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large`: The body is longer than 256 KiB, or 1 MiB for many connections at once. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    updateWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Identifier of what the path names. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "description": "production",
                 *       "enabled": true,
                 *       "events": [
                 *         "ssl.issued"
                 *       ],
                 *       "url": "https://api.acme.example/webhooks/cd"
                 *     }
                 */
                "application/json": components["schemas"]["WebhookEndpointChanges"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "application_id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "created_at": "2026-07-02T12:00:00.000Z",
                     *       "description": "production",
                     *       "disabled_at": "2026-07-02T12:00:00.000Z",
                     *       "disabled_reason": "every attempt has failed since 2026-07-01",
                     *       "enabled": true,
                     *       "events": [
                     *         "domain.added"
                     *       ],
                     *       "failing_since": "2026-07-02T12:00:00.000Z",
                     *       "former_secret_until": "2026-07-02T12:00:00.000Z",
                     *       "id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "updated_at": "2026-07-02T12:00:00.000Z",
                     *       "url": "https://api.acme.example/webhooks/cd"
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookEndpoint"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `not_found`: There is no such thing, or it belongs to another tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large`: The body is longer than 256 KiB, or 1 MiB for many connections at once. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unsupported_media_type`: The body is not application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    rotateWebhookSecret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Identifier of what the path names. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "application_id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "created_at": "2026-07-02T12:00:00.000Z",
                     *       "description": "production",
                     *       "disabled_at": "2026-07-02T12:00:00.000Z",
                     *       "disabled_reason": "every attempt has failed since 2026-07-01",
                     *       "enabled": true,
                     *       "events": [
                     *         "domain.added"
                     *       ],
                     *       "failing_since": "2026-07-02T12:00:00.000Z",
                     *       "former_secret_until": "2026-07-02T12:00:00.000Z",
                     *       "id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "signing_secret": "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
                     *       "updated_at": "2026-07-02T12:00:00.000Z",
                     *       "url": "https://api.acme.example/webhooks/cd"
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookEndpointWithSecret"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `not_found`: There is no such thing, or it belongs to another tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `credential_key_missing`: Credentials and webhook secrets are only stored sealed, and CREDENTIAL_ENC_KEY is not set. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large`: The body is longer than 256 KiB, or 1 MiB for many connections at once. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    testWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Identifier of what the path names. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "attempt_log": [
                     *         {
                     *           "answer": "ok",
                     *           "at": "2026-07-02T12:00:00.000Z",
                     *           "number": 1,
                     *           "problem": "it answered 503",
                     *           "status": 503,
                     *           "took_ms": 84
                     *         }
                     *       ],
                     *       "attempts": 1,
                     *       "body": "{\"type\":\"ssl.issued\",\"jobId\":\"0190f0f0-0000-7000-8000-000000000001\",\"data\":{\"hostname\":\"app.customer.com\"},\"sent_at\":\"2026-07-02T12:00:00.000Z\",\"id\":\"0190f0f0-0000-7000-8000-000000000002\"}",
                     *       "created_at": "2026-07-02T12:00:00.000Z",
                     *       "endpoint_id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "event_id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "finished_at": "2026-07-02T12:00:00.000Z",
                     *       "id": "0198c0de-0000-7000-8000-00000000000a",
                     *       "jobId": "0198c0de-0000-7000-8000-00000000000a",
                     *       "last_problem": "no answer within 5 s",
                     *       "last_status": 200,
                     *       "next_retry_at": "2026-07-02T12:00:00.000Z",
                     *       "status": "pending",
                     *       "type": "domain.added"
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookDeliveryDetailed"];
                };
            };
            /** @description `invalid`: A field, parameter or header cannot be used; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unauthorized`: There is no valid key or widget token in the Authorization header and no session, or it has expired. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `forbidden`: The API key lacks a scope, or this kind of credential is not taken here; the message says which. `origin_not_allowed`: The page that sent the request is not among the application's allowed_origins, or, with the cookie of a session, is not ours. `suspended`: The operator has suspended this tenant. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `not_found`: There is no such thing, or it belongs to another tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `credential_key_missing`: Credentials and webhook secrets are only stored sealed, and CREDENTIAL_ENC_KEY is not set. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large`: The body is longer than 256 KiB, or 1 MiB for many connections at once. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited`: Too many requests by this key or from this address; see Retry-After. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal`: A fault of the server, logged under the ref. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unavailable`: The server cannot reach its store, or took too long. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
}
