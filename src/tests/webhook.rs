//! What Stripe posts to us: the signature, and reading the event.

use aldia::payments::stripe::webhook::{
    EventError, NoSecret, SignatureError, WebhookSecrets, parse_event, sign, verify,
};
use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;

const PAYLOAD: &[u8] = br#"{"id":"evt_1","type":"charge.succeeded","created":1773844320}"#;
const SECRET: &str = "whsec_current";
const OLD_SECRET: &str = "whsec_old";

#[test]
fn a_signature_of_stripes_own_making_is_accepted() {
    // Worked out with openssl: printf '1773844320.{}' | openssl dgst -sha256 -hmac whsec_test
    let header =
        "t=1773844320,v1=51ee561b1664c6c7a3834e26cc0199c8d0e752719c3655f55f25600d5c314635,v0=6ffbb59b";
    assert_eq!(verify(header, b"{}", &secrets("whsec_test"), at(1_773_844_320)), Ok(()));
}

#[test]
fn a_signature_is_good_for_five_minutes_before_and_after() {
    let header = sign(PAYLOAD, &[SECRET], now());
    for (seconds, expected) in [
        (0, Ok(())),
        (299, Ok(())),
        (300, Ok(())),
        (301, Err(SignatureError::OutsideTolerance)),
        (-299, Ok(())),
        (-300, Ok(())),
        (-301, Err(SignatureError::OutsideTolerance)),
    ] {
        let seen_at = now() + TimeDelta::seconds(seconds);
        assert_eq!(verify(&header, PAYLOAD, &secrets(SECRET), seen_at), expected, "{seconds} s");
    }
}

#[test]
fn a_wrong_secret_and_one_no_longer_in_force_are_refused() {
    let header = sign(PAYLOAD, &[OLD_SECRET], now());
    assert_eq!(verify(&header, PAYLOAD, &secrets(SECRET), now()), Err(SignatureError::NoMatch));
    let header = sign(PAYLOAD, &["whsec_curren"], now());
    assert_eq!(verify(&header, PAYLOAD, &secrets(SECRET), now()), Err(SignatureError::NoMatch));
}

#[test]
fn while_a_secret_is_being_changed_either_one_will_do() {
    let both_of_ours = secrets("whsec_current, whsec_old");
    for secret in [SECRET, OLD_SECRET] {
        let header = sign(PAYLOAD, &[secret], now());
        assert_eq!(verify(&header, PAYLOAD, &both_of_ours, now()), Ok(()), "{secret}");
    }
    for order in [[SECRET, "whsec_other"], ["whsec_other", SECRET]] {
        let header = sign(PAYLOAD, &order, now());
        assert_eq!(
            verify(&header, PAYLOAD, &secrets(SECRET), now()),
            Ok(()),
            "any v1 counts, not the last: {order:?}"
        );
    }
}

#[test]
fn a_payload_changed_by_one_byte_is_refused() {
    let header = sign(PAYLOAD, &[SECRET], now());
    for position in 0..PAYLOAD.len() {
        let mut changed = PAYLOAD.to_vec();
        changed[position] ^= 1;
        assert_eq!(verify(&header, &changed, &secrets(SECRET), now()), Err(SignatureError::NoMatch));
    }
}

#[test]
fn a_time_changed_after_signing_is_refused() {
    let header = sign(PAYLOAD, &[SECRET], now() - TimeDelta::hours(1));
    let old_time = format!("t={}", (now() - TimeDelta::hours(1)).timestamp());
    let header = header.replace(&old_time, &format!("t={}", now().timestamp()));
    assert_eq!(verify(&header, PAYLOAD, &secrets(SECRET), now()), Err(SignatureError::NoMatch));
}

#[test]
fn a_malformed_header_is_refused() {
    let good = sign(PAYLOAD, &[SECRET], now());
    let (time, signature) = good.split_once(',').expect("a header has two parts");
    for header in [
        "",
        "nonsense",
        "=",
        time,
        signature,
        "t=,v1=00",
        "t=soon,v1=00",
        "t=99999999999999999999,v1=00",
        &format!("{time},{time},{signature}"),
        &format!("{time};{signature}"),
        &format!("{time},{signature},"),
    ] {
        assert_eq!(
            verify(header, PAYLOAD, &secrets(SECRET), now()),
            Err(SignatureError::Malformed),
            "{header:?}"
        );
    }
}

#[test]
fn a_signature_that_is_cut_short_or_of_another_scheme_is_refused() {
    let good = sign(PAYLOAD, &[SECRET], now());
    for header in [
        &good[..good.len() - 2],
        &good.replace("v1=", "v1=zz"),
        &format!("t={},v1=", now().timestamp()),
        &format!("{},v1=00", good.replace("v1=", "v0=")),
    ] {
        assert_eq!(
            verify(header, PAYLOAD, &secrets(SECRET), now()),
            Err(SignatureError::NoMatch),
            "{header}"
        );
    }
}

#[test]
fn a_list_of_secrets_must_hold_one_and_is_never_shown() {
    for empty in ["", " ", ",", " , "] {
        assert_eq!(WebhookSecrets::parse(empty).err(), Some(NoSecret), "{empty:?}");
    }
    assert!(!format!("{:?}", secrets("whsec_current,whsec_old")).contains("whsec"));
}

#[test]
fn an_event_says_what_it_is_about() {
    let event = parse_event(
        br#"{"id":"evt_1","object":"event","type":"checkout.session.completed","api_version":"2026-09-30.endive",
             "created":1773844320,"livemode":true,"data":{"object":{"id":"cs_1","object":"checkout.session"}}}"#,
    )
    .expect("an event");
    assert_eq!(event.id, "evt_1");
    assert_eq!(event.kind, "checkout.session.completed");
    assert_eq!(event.api_version.as_deref(), Some("2026-09-30.endive"));
    assert_eq!(event.created_at, at(1_773_844_320));
    assert_eq!(event.object_id.as_deref(), Some("cs_1"));
    assert_eq!(event.object_kind.as_deref(), Some("checkout.session"));
    assert!(event.livemode);
}

#[test]
fn an_event_of_an_unknown_type_or_version_or_shape_is_kept() {
    for payload in [
        r#"{"id":"evt_1","type":"tomorrow.invented","api_version":"2031-01-01.zinnia","created":1}"#,
        r#"{"id":"evt_1","type":"balance.available","created":1,"data":{"object":{"object":"balance"}}}"#,
        r#"{"id":"evt_1","type":"x","created":1,"data":null}"#,
        r#"{"id":"evt_1","type":"x","created":1,"data":[1,2]}"#,
        r#"{"id":"evt_1","type":"x","created":1,"api_version":null,"data":{"object":7}}"#,
    ] {
        let event = parse_event(payload.as_bytes()).expect(payload);
        assert_eq!((event.id.as_str(), event.object_id), ("evt_1", None));
    }
}

#[test]
fn what_is_no_event_is_refused() {
    for payload in
        ["", "null", "[]", "{}", "{\"id\":\"evt_1\"}", "<html>", r#"{"id":"","type":"x","created":1}"#]
    {
        assert_eq!(parse_event(payload.as_bytes()), Err(EventError::NotAnEvent), "{payload}");
    }
    assert_eq!(parse_event(b"\xff\xfe"), Err(EventError::NotAnEvent));
    assert_eq!(
        parse_event(br#"{"id":"e","type":"x","created":9223372036854775807}"#),
        Err(EventError::NotAnEvent)
    );
}

proptest! {
    #[test]
    fn no_header_and_no_payload_can_make_it_panic(header in ".{0,200}", payload in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(verify(&header, &payload, &secrets(SECRET), now()).is_err());
        let _ = parse_event(&payload);
    }

    #[test]
    fn what_is_signed_verifies(payload in prop::collection::vec(any::<u8>(), 0..200), secret in "[!-+.-~]{1,40}") {
        let header = sign(&payload, &[&secret], now());
        prop_assert_eq!(verify(&header, &payload, &secrets(&secret), now()), Ok(()));
    }
}

fn secrets(list: &str) -> WebhookSecrets {
    WebhookSecrets::parse(list).expect("a list with a secret")
}

fn now() -> DateTime<Utc> {
    at(1_773_844_320)
}

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, 0).expect("a time in range")
}
