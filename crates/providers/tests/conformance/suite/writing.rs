//! Every kind of record made, replaced and removed, and nothing else touched.

use super::reading::a_zone_by_another_name;
use crate::simulator::Shown;
use crate::stage::{Stage, ZONES, among, data, exactly, name, nothing};
use nameplate_domain::zone::{Change, ObstacleCode, RrData, RrSet, RrType, Wish, ZoneContents, is_carried_out, plan};
use nameplate_providers::{ErrorKind, Left, Part, carry_out};

pub(crate) async fn addresses_are_made_replaced_and_removed(stage: Stage) {
    for (rtype, first, second) in [("A", "192.0.2.50", "192.0.2.51"), ("AAAA", "2001:db8::50", "2001:db8:0:1::51")] {
        stage.fulfil(&[exactly("app", rtype, 3600, &[first])]).await;
        stage.fulfil(&[exactly("app", rtype, 3600, &[second])]).await;
        stage.fulfil(&[nothing("app", rtype)]).await;
    }
    stage.fulfil(&[exactly("a.b.c.d", "A", 3600, &["192.0.2.52"])]).await;
    let elsewhere = a_zone_by_another_name(&stage).await;
    let apex = [ZONES[1].to_owned()];
    let contents = stage.writer.read(&elsewhere, Part::Names(&apex)).await.unwrap();
    let untouched = contents.at(ZONES[1], &RrType::A).map(|stored| stored.set.data.clone());
    assert_eq!(untouched, Some(vec![data("A", "192.0.2.99")]), "another zone of the same credential");
}

pub(crate) async fn several_values_stand_at_one_name(stage: Stage) {
    let three = ["192.0.2.61", "192.0.2.62", "192.0.2.63"];
    stage.fulfil(&[exactly("many", "A", 3600, &three)]).await;
    stage.fulfil(&[exactly("many", "A", 3600, &["192.0.2.62", "192.0.2.64"])]).await;
    stage.fulfil(&[among("many", "A", "192.0.2.65")]).await;
    stage.fulfil(&[Wish::Without { name: name("many"), data: data("A", "192.0.2.62") }]).await;
    let left = stage.data(&name("many"), &RrType::A);
    assert_eq!(left, [data("A", "192.0.2.64"), data("A", "192.0.2.65")]);
    stage.fulfil(&[nothing("many", "A")]).await;
    stage.fulfil(&[exactly("many", "AAAA", 3600, &["2001:db8::1", "2001:db8::2"])]).await;
}

pub(crate) async fn a_cname_is_made_replaced_and_removed(stage: Stage) {
    stage.fulfil(&[exactly("shop", "CNAME", 3600, &["Edge.Platform.Example."])]).await;
    stage.fulfil(&[exactly("shop", "CNAME", 3600, &["edge2.platform.example"])]).await;
    stage.fulfil(&[exactly("www", "CNAME", 3600, &["edge.platform.example"])]).await;
    // A target inside the zone, and the zone itself.
    stage.fulfil(&[exactly("shop", "CNAME", 3600, &["www.customer.example"])]).await;
    stage.fulfil(&[exactly("shop", "CNAME", 3600, &["customer.example"])]).await;
    stage.fulfil(&[nothing("shop", "CNAME")]).await;
    stage.fulfil(&[exactly("_acme-challenge.www2", "CNAME", 3600, &["0123abcd.challenges.platform.example"])]).await;
}

pub(crate) async fn a_cname_takes_the_place_of_addresses_and_back(stage: Stage) {
    let changes = stage.fulfil(&[exactly("pool", "CNAME", 3600, &["edge.platform.example"])]).await;
    assert_eq!(changes.len(), 3, "both kinds of addresses go and the CNAME comes: {changes:?}");
    let changes = stage.fulfil(&[exactly("pool", "A", 3600, &["192.0.2.21", "192.0.2.22"])]).await;
    assert_eq!(changes.len(), 2, "the CNAME goes and the addresses come: {changes:?}");
    let beside = [exactly("mail._domainkey", "CNAME", 3600, &["edge.platform.example"])];
    let contents = stage.read(&[&name("mail._domainkey")]).await;
    let code = plan(&contents, &beside, &stage.abilities).unwrap_err().first().map(|obstacle| obstacle.code);
    assert_eq!(code, Some(ObstacleCode::CnameStandsAlone));
}

pub(crate) async fn mail_is_led_to_two_hosts(stage: Stage) {
    stage.fulfil(&[exactly("post", "MX", 3600, &["1 in1.post.example", "5 in2.post.example"])]).await;
    stage.fulfil(&[exactly("post", "MX", 3600, &["1 in1.post.example", "7 in2.post.example"])]).await;
    stage.fulfil(&[exactly("post", "MX", 3600, &["10 in1.post.example", "10 in3.post.example"])]).await;
    stage.fulfil(&[nothing("post", "MX")]).await;
    stage.fulfil(&[exactly("", "MX", 3600, &["0 smtp.post.example", "50 mx2.mail.example"])]).await;
}

pub(crate) async fn services_are_located_where_the_provider_can(stage: Stage) {
    let one = exactly("_imaps._tcp", "SRV", 3600, &["0 1 993 imap.mail.example"]);
    if !stage.abilities.srv {
        return assert_not_kept(&stage, one).await;
    }
    stage.fulfil(&[one]).await;
    let two = ["0 1 993 imap.mail.example", "20 5 1993 imap2.mail.example"];
    stage.fulfil(&[exactly("_imaps._tcp", "SRV", 3600, &two)]).await;
    stage.fulfil(&[exactly("_sip._tcp", "SRV", 3600, &["10 60 5061 sip.mail.example"])]).await;
    stage.fulfil(&[nothing("_imaps._tcp", "SRV")]).await;
}

pub(crate) async fn authorities_are_named_where_the_provider_can(stage: Stage) {
    let one = exactly("", "CAA", 3600, &["0 issue \"authority.example\""]);
    if !stage.abilities.caa {
        return assert_not_kept(&stage, one).await;
    }
    stage.fulfil(&[one]).await;
    let two = ["0 issue \"authority.example\"", "0 issuewild \"other.example\""];
    stage.fulfil(&[exactly("secure", "CAA", 3600, &two)]).await;
    stage.fulfil(&[exactly("secure", "CAA", 3600, &["0 issue \"other.example\""])]).await;
    stage.fulfil(&[nothing("secure", "CAA")]).await;
}

/// That the planner refuses what the provider cannot keep.
async fn assert_not_kept(stage: &Stage, wish: Wish) {
    let contents = ZoneContents { zone: stage.zone.name.clone(), sets: vec![] };
    let obstacles = plan(&contents, &[wish], &stage.abilities).unwrap_err();
    assert!(obstacles.iter().all(|obstacle| obstacle.code == ObstacleCode::NotKept), "{obstacles:?}");
}

pub(crate) async fn texts_are_kept_to_the_letter(stage: Stage) {
    let long = "0123456789abcdefghijklmnopqrst".repeat(10);
    let texts = [
        "v=DMARC1; p=none; rua=mailto:post@customer.example",
        "Case-Matters_AND.stays",
        "with two  blanks, and = signs",
        "say \"hello\" to them",
        "back\\slash",
        "all; \"of\" \\them; at once",
        "a+b%20c&d<e>f'g/h?i#j",
        long.as_str(),
    ];
    assert_eq!(long.len(), 300);
    for (at, text) in texts.iter().enumerate() {
        let name = name(&format!("_text{at}"));
        let value = RrData::Txt((*text).to_owned());
        let wish = Wish::Exactly(RrSet::of_one(&name, 3600, value.clone()));
        if !stage.sim.dialect().takes_text(text) {
            let before = stage.state();
            let failed = stage.try_fulfil(&[wish]).await.expect_err(text);
            assert_eq!((failed.error.kind, failed.left), (ErrorKind::Rejected, Left::AsItWas), "{}", failed.error);
            stage.assert_same(&before, text);
            continue;
        }
        stage.fulfil(&[wish]).await;
        assert_eq!(
            stage.read(&[&name]).await.at(&name, &RrType::Txt).map(|stored| stored.set.data.clone()),
            Some(vec![value])
        );
        stage.fulfil(&[Wish::Nothing { name, rtype: RrType::Txt }]).await;
    }
}

pub(crate) async fn texts_stand_beside_those_of_others(stage: Stage) {
    stage.fulfil(&[among("_acme-challenge.app", "TXT", "first-Token_of-43")]).await;
    stage.fulfil(&[among("_acme-challenge.app", "TXT", "second-Token_of-43")]).await;
    assert_eq!(stage.data(&name("_acme-challenge.app"), &RrType::Txt).len(), 2);
    stage.fulfil(&[Wish::Without { name: name("_acme-challenge.app"), data: data("TXT", "first-Token_of-43") }]).await;
    let spf = data("TXT", "v=spf1 include:mail.example -all");
    stage.fulfil(&[among("", "TXT", "platform-verification=abc")]).await;
    stage.fulfil(&[Wish::Without { name: name(""), data: data("TXT", "platform-verification=abc") }]).await;
    let apex = stage.data(&name(""), &RrType::Txt);
    assert!(apex.len() == 2 && apex.contains(&spf), "{apex:?}");
}

pub(crate) async fn the_apex_has_addresses(stage: Stage) {
    stage.fulfil(&[exactly("", "A", 3600, &["192.0.2.70", "192.0.2.71"])]).await;
    stage.fulfil(&[exactly("", "A", 3600, &["192.0.2.72"]), exactly("", "AAAA", 3600, &["2001:db8::72"])]).await;
    stage.fulfil(&[nothing("", "AAAA")]).await;
}

pub(crate) async fn the_apex_stands_for_a_host_where_the_provider_can(stage: Stage) {
    let alias = exactly("", "ALIAS", 3600, &["edge.platform.example"]);
    if !stage.abilities.alias {
        let contents = stage.read(&[&name("")]).await;
        let codes: Vec<_> =
            plan(&contents, &[alias], &stage.abilities).unwrap_err().iter().map(|obstacle| obstacle.code).collect();
        assert_eq!(codes, [ObstacleCode::ApexNeedsAddresses]);
        return;
    }
    let changes = stage.fulfil(&[alias]).await;
    assert_eq!(changes.len(), 2, "the address goes and the alias comes: {changes:?}");
    stage.fulfil(&[exactly("", "ALIAS", 3600, &["edge2.platform.example"])]).await;
    stage.fulfil(&[exactly("", "A", 3600, &["192.0.2.10"])]).await;
}

pub(crate) async fn wildcards_are_written_where_the_provider_can(stage: Stage) {
    let wish = exactly("*.apps", "CNAME", 3600, &["edge.platform.example"]);
    if !stage.abilities.wildcard {
        return assert_not_kept(&stage, wish).await;
    }
    stage.fulfil(&[wish]).await;
    stage.fulfil(&[exactly("*.preview", "A", 3600, &["192.0.2.41"])]).await;
    stage.fulfil(&[exactly("*", "A", 3600, &["192.0.2.42"])]).await;
    stage.fulfil(&[nothing("*.apps", "CNAME")]).await;
}

pub(crate) async fn a_ttl_is_what_the_provider_keeps(stage: Stage) {
    for (at, asked) in [1, 301, 3600, 100_000_000].into_iter().enumerate() {
        let relative = format!("ttl{at}");
        stage.fulfil(&[exactly(&relative, "A", asked, &["192.0.2.80"])]).await;
        let kept: Vec<u32> = stage.state().set(&name(&relative), &RrType::A).iter().map(|record| record.ttl).collect();
        assert_eq!(kept, [stage.abilities.ttl.clamp(asked)], "asked for {asked}");
        let shown = stage.read(&[&name(&relative)]).await.at(&name(&relative), &RrType::A).map(|stored| stored.set.ttl);
        assert_eq!(shown, kept.first().copied(), "asked for {asked}");
    }
}

pub(crate) async fn international_names_are_targets(stage: Stage) {
    stage.fulfil(&[exactly("idn", "CNAME", 3600, &["xn--bcher-kva.example"])]).await;
    stage.fulfil(&[exactly("xn--mller-kva", "A", 3600, &["192.0.2.90"])]).await;
    let shown =
        stage.read(&[&name("idn")]).await.at(&name("idn"), &RrType::Cname).map(|stored| stored.set.data.clone());
    assert_eq!(shown, Some(vec![data("CNAME", "xn--bcher-kva.example")]));
}

pub(crate) async fn several_changes_are_one_plan(stage: Stage) {
    let changes = stage
        .fulfil(&[
            exactly("www", "CNAME", 3600, &["edge.platform.example"]),
            exactly("new", "A", 3600, &["192.0.2.100"]),
            among("_nameplate.www", "TXT", "proof=1"),
            nothing("ww", "A"),
            exactly("pool", "A", 3600, &["192.0.2.22", "192.0.2.101"]),
        ])
        .await;
    // Five wishes, and the IPv6 addresses that make way.
    assert_eq!(changes.len(), 6, "{changes:?}");
}

pub(crate) async fn what_was_written_is_taken_back(stage: Stage) {
    let before = stage.state();
    let changes = stage
        .fulfil(&[
            exactly("pool", "CNAME", 3600, &["edge.platform.example"]),
            exactly("www", "CNAME", 3600, &["edge.platform.example"]),
            among("", "TXT", "platform-verification=abc"),
        ])
        .await;
    let mut back: Vec<Change> = changes.iter().rev().map(Change::reversed).collect();
    back.sort_by_key(|change| change.after.is_some());
    carry_out(&*stage.writer, &stage.zone, &back).await.unwrap();
    let contents = stage.writer.read(&stage.zone, Part::Whole).await.unwrap();
    assert!(back.iter().all(|change| is_carried_out(&contents, change)));
    stage.assert_same_data(&before, "the zone after going there and back");
}

pub(crate) async fn nothing_that_is_managed_is_touched(stage: Stage) {
    let before = stage.state();
    let managed: Vec<RrSet> = before
        .sets()
        .into_iter()
        .filter(|(_, records)| records.iter().any(|record| matches!(record.shown, Shown::Untouchable | Shown::OrNot)))
        .filter(|((_, rtype), _)| !matches!(rtype, RrType::Other(_)))
        .map(|((name, rtype), records)| {
            let ttl = records.first().unwrap().ttl;
            RrSet::new(&name, rtype, ttl, records.iter().map(|record| record.data.clone()).collect())
        })
        .collect();
    for set in managed {
        // The planner would never ask for it; the adapter is the last to know better.
        let place = format!("{} {}", set.rtype, set.name);
        let contents = stage.read(&[&set.name]).await;
        if contents.at(&set.name, &set.rtype).is_none() {
            continue;
        }
        let failed = stage.writer.apply(&stage.zone, &[Change::delete(set)]).await.expect_err(&place);
        assert_eq!((failed.done, failed.error.kind), (0, ErrorKind::Conflict), "{place}: {}", failed.error);
        stage.assert_same(&before, &place);
    }
    let ns = Wish::Nothing { name: name(""), rtype: RrType::Ns };
    let contents = stage.read(&[&name("")]).await;
    if contents.at(&name(""), &RrType::Ns).is_some() {
        let code = plan(&contents, &[ns], &stage.abilities).unwrap_err().first().map(|obstacle| obstacle.code);
        assert_eq!(code, Some(ObstacleCode::Untouchable));
    }
}
