use crate::suite::lab::Lab;
use crate::suite::samples::{after, fresh_id};
use nameplate_domain::tenancy::{ApiKeyId, ApplicationId, AuditId, PlatformKeyId, TenantId, Whence, Who};
use nameplate_store::{AuditEntry, AuditFilter, Page};
use serde_json::json;

fn entry(tenant: TenantId, second: u64, who: Who, action: &str) -> AuditEntry {
    AuditEntry {
        id: AuditId(fresh_id()),
        tenant,
        at: after(second),
        who,
        whence: Whence::default(),
        action: action.into(),
        target_kind: action.split('.').next().unwrap().into(),
        target_id: fresh_id().to_string(),
        before: None,
        after: None,
    }
}

both! {
    async fn entries_are_purged_by_their_age_a_batch_at_a_time(lab: &Lab) {
        let (tenant, _) = lab.application().await;
        let made = |second: u64| {
            let at = u64::try_from(after(second).as_ms()).unwrap();
            let id = uuid::Builder::from_unix_timestamp_millis(at, &[7; 10]).into_uuid();
            AuditEntry { id: AuditId(id), ..entry(tenant.id, second, Who::System, "connection.verify") }
        };
        let mut tx = lab.begin().await;
        for second in [1, 2, 3, 10] {
            tx.audit(&made(second)).await.unwrap();
        }
        assert_eq!(tx.purge_audit(after(10), 2).await.unwrap(), 2);
        assert_eq!(tx.purge_audit(after(10), 2).await.unwrap(), 1);
        assert_eq!(tx.purge_audit(after(10), 2).await.unwrap(), 0);
        tx.commit().await.unwrap();
        let left = lab.reader().audit(tenant.id, &AuditFilter::default(), Page::first(9)).await.unwrap();
        assert_eq!(left, [made(10)].map(|kept| AuditEntry { target_id: left[0].target_id.clone(), ..kept }));
    }

    async fn an_entry_comes_back_as_it_was_whoever_made_it(lab: &Lab) {
        let (tenant, _) = lab.application().await;
        let key = Who::ApiKey { id: ApiKeyId(fresh_id()), name: "Schlüssel 🗝".into(), last4: "9f3a".into() };
        let from = Whence { address: Some("2001:db8::7".parse().unwrap()), request_id: Some("req-1".into()) };
        let whole = AuditEntry {
            whence: from,
            before: Some(json!({"name": "früher"})),
            after: Some(json!({"name": "jetzt ☃", "list": [1, null]})),
            ..entry(tenant.id, 1, key, "application.update")
        };
        let widget = Who::WidgetToken { application_id: ApplicationId(fresh_id()) };
        let platform = Who::PlatformKey { id: PlatformKeyId(fresh_id()), name: "ops".into(), last4: "77aa".into() };
        let others = [widget, platform, Who::Operator, Who::Billing, Who::System];
        let mut made = vec![whole];
        made.extend((2..).zip(others).map(|(second, who)| entry(tenant.id, second, who, "connection.create")));
        let mut tx = lab.begin().await;
        for entry in &made {
            tx.audit(entry).await.unwrap();
        }
        tx.commit().await.unwrap();
        made.reverse();
        assert_eq!(lab.reader().audit(tenant.id, &AuditFilter::default(), Page::first(10)).await.unwrap(), made);
    }

    async fn entries_are_found_by_tenant_action_and_target_page_by_page(lab: &Lab) {
        let (tenant, _) = lab.application().await;
        let (stranger, _) = lab.application().await;
        let mut tx = lab.begin().await;
        let mut made = Vec::new();
        for second in 0..9 {
            let action = if second % 3 == 0 { "key.create" } else { "key.revoke" };
            // Two at each instant: the identifier decides.
            let new = entry(tenant.id, second / 2, Who::System, action);
            tx.audit(&new).await.unwrap();
            tx.audit(&entry(stranger.id, second, Who::System, action)).await.unwrap();
            made.push(new);
        }
        tx.commit().await.unwrap();
        made.reverse();
        let reader = lab.reader();
        let of_action = AuditFilter { action: Some("key.create".into()), ..AuditFilter::default() };
        let found = reader.audit(tenant.id, &of_action, Page::first(10)).await.unwrap();
        let wanted: Vec<AuditEntry> = made.iter().filter(|entry| entry.action == "key.create").cloned().collect();
        assert_eq!(found, wanted);
        for one in &made {
            let about = AuditFilter { target_id: Some(one.target_id.clone()), ..AuditFilter::default() };
            assert_eq!(reader.audit(tenant.id, &about, Page::first(10)).await.unwrap(), std::slice::from_ref(one));
            assert_eq!(reader.audit(stranger.id, &about, Page::first(10)).await.unwrap(), []);
            let other = AuditFilter { action: Some("key.rename".into()), ..about };
            assert_eq!(reader.audit(tenant.id, &other, Page::first(10)).await.unwrap(), []);
        }
        let (mut met, mut page) = (Vec::new(), Page::first(2));
        loop {
            let some = reader.audit(tenant.id, &AuditFilter::default(), page).await.unwrap();
            let Some(last) = some.last() else { break };
            page.before = Some((last.at, last.id.0));
            met.extend(some);
        }
        assert_eq!(met, made);
    }

    async fn filters_hold_together_and_pages_go_on_within_them(lab: &Lab) {
        let (tenant, _) = lab.application().await;
        let (stranger, _) = lab.application().await;
        let widget = || Who::WidgetToken { application_id: ApplicationId(fresh_id()) };
        // A name that looks like another kind is a name.
        let named = r#""kind":"operator""#;
        let key = || Who::ApiKey { id: ApiKeyId(fresh_id()), name: named.into(), last4: "9f3a".into() };
        let mut made = Vec::new();
        let mut tx = lab.begin().await;
        for second in 0..24 {
            let who = match second % 4 {
                0 => key(),
                1 => widget(),
                2 => Who::Operator,
                _ => Who::System,
            };
            let new = entry(tenant.id, second / 2, who, if second % 3 == 0 { "key.create" } else { "connection.verify" });
            tx.audit(&new).await.unwrap();
            tx.audit(&entry(stranger.id, second, Who::Operator, "key.create")).await.unwrap();
            made.push(new);
        }
        tx.commit().await.unwrap();
        made.reverse();
        let any = AuditFilter::default;
        let some = |text: &str| Some(text.to_owned());
        for filter in [
            AuditFilter { actor_kind: some("operator"), ..any() },
            AuditFilter { actor_kind: some("api_key"), ..any() },
            AuditFilter { actor_kind: some("nobody"), ..any() },
            AuditFilter { target_kind: some("key"), ..any() },
            AuditFilter { target_kind: some("key"), actor_kind: some("system"), ..any() },
            AuditFilter { action: some("connection.verify"), actor_kind: some("widget_token"), ..any() },
            AuditFilter { from: Some(after(3)), ..any() },
            AuditFilter { to: Some(after(3)), ..any() },
            AuditFilter { from: Some(after(3)), to: Some(after(7)), target_kind: some("connection"), ..any() },
            AuditFilter { from: Some(after(7)), to: Some(after(3)), ..any() },
            AuditFilter { target_id: Some(made[5].target_id.clone()), from: Some(made[5].at), ..any() },
        ] {
            let fits = |entry: &&AuditEntry| {
                let is = |wanted: &Option<String>, there: &str| wanted.as_ref().is_none_or(|wanted| wanted == there);
                is(&filter.action, &entry.action)
                    && is(&filter.target_id, &entry.target_id)
                    && is(&filter.target_kind, &entry.target_kind)
                    && is(&filter.actor_kind, entry.who.kind())
                    && filter.from.is_none_or(|from| entry.at >= from)
                    && filter.to.is_none_or(|to| entry.at < to)
            };
            let expected: Vec<_> = made.iter().filter(fits).cloned().collect();
            let (mut met, mut page) = (Vec::new(), Page::first(2));
            loop {
                let some = lab.reader().audit(tenant.id, &filter, page).await.unwrap();
                let Some(last) = some.last() else { break };
                page.before = Some((last.at, last.id.0));
                met.extend(some);
            }
            assert_eq!(met, expected, "{filter:?}");
        }
    }

    async fn what_is_undone_was_not_done_by_anybody(lab: &Lab) {
        let (tenant, _) = lab.application().await;
        let mut tx = lab.begin().await;
        tx.audit(&entry(tenant.id, 1, Who::System, "key.create")).await.unwrap();
        drop(tx);
        assert_eq!(lab.reader().audit(tenant.id, &AuditFilter::default(), Page::first(10)).await.unwrap(), []);
    }
}
