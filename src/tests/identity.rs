//! Keys, tokens and what people type: the rules of signing in that need no database.

use std::os::unix::fs::PermissionsExt;

use aldia::identity::keys::{Keys, KeysError, Undecipherable};
use aldia::identity::model::{
    FactKind, Side, Typed, TypedError, code_digits, masked_name, normal_phone, readable_address,
};
use aldia::identity::tokens::{Access, Profile, Secret, Step};
use aldia::kernel::ids::SessionId;
use aldia::kernel::locale::Lang;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{TimeDelta, Utc};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};
use uuid::Uuid;

fn profile() -> Profile {
    Profile {
        subject: Uuid::now_v7(),
        session: SessionId::new(),
        name: "María López".to_owned(),
        lang: Lang::Es,
        theme: None,
        role: None,
        shared: false,
        expires_at: Utc::now() + TimeDelta::hours(12),
    }
}

/// The claims of a real token, to be changed and signed again.
fn claims() -> Value {
    serde_json::to_value(Access::fresh(Side::Debtor, profile())).unwrap()
}

fn changed(name: &str, value: Value) -> String {
    let mut claims = claims();
    claims[name] = value;
    Keys::for_tests().sign(&claims)
}

fn read(token: &str) -> Option<Access> {
    Access::read(Side::Debtor, &Keys::for_tests(), token)
}

#[test]
fn claims_come_back_as_they_were_signed() {
    let access = Access::fresh(Side::Debtor, profile());
    assert_eq!(read(&access.sign(&Keys::for_tests())), Some(access));
    assert!(read(&Keys::for_tests().sign(&claims())).is_some());
}

#[test]
fn a_token_of_one_side_does_not_open_the_other() {
    let keys = Keys::for_tests();
    let person = Access::fresh(Side::Debtor, profile()).sign(&keys);
    let staff = Access::fresh(Side::Staff, profile()).sign(&keys);
    assert_eq!(Access::read(Side::Staff, &keys, &person), None);
    assert_eq!(Access::read(Side::Debtor, &keys, &staff), None);
    let step = Step::new(Uuid::now_v7(), None).sign(&keys);
    assert_eq!(Access::read(Side::Debtor, &keys, &step), None);
    assert_eq!(Step::read(&keys, &person), None);
}

#[test]
fn a_token_without_a_signature_is_refused() {
    let part = |json: Value| URL_SAFE_NO_PAD.encode(json.to_string());
    for algorithm in ["none", "None", "NONE", ""] {
        let unsigned = format!("{}.{}.", part(json!({"alg": algorithm, "typ": "JWT"})), part(claims()));
        assert_eq!(read(&unsigned), None, "{algorithm}");
    }
    let signed = Keys::for_tests().sign(&claims());
    let (before, _) = signed.rsplit_once('.').unwrap();
    assert_eq!(read(&format!("{before}.")), None);
    assert_eq!(read(""), None);
}

#[test]
fn a_token_signed_by_another_algorithm_or_key_is_refused() {
    let another = EncodingKey::from_secret(&[8; 32]);
    for algorithm in [Algorithm::HS256, Algorithm::HS384, Algorithm::HS512] {
        let token = jsonwebtoken::encode(&Header::new(algorithm), &claims(), &another).unwrap();
        assert_eq!(read(&token), None, "{algorithm:?}");
    }
    // A header that claims another algorithm over our own signature.
    let signed = Keys::for_tests().sign(&claims());
    let rest = signed.split_once('.').unwrap().1;
    for algorithm in ["RS256", "HS512", "ES256", "PS256", "EdDSA"] {
        let header = URL_SAFE_NO_PAD.encode(json!({"alg": algorithm, "typ": "JWT"}).to_string());
        assert_eq!(read(&format!("{header}.{rest}")), None, "{algorithm}");
    }
}

#[test]
fn a_token_that_lacks_a_claim_or_has_it_in_another_shape_is_refused() {
    for name in ["exp", "nbf", "aud", "sub", "sid"] {
        let mut lacking = claims();
        lacking.as_object_mut().unwrap().remove(name);
        assert_eq!(read(&Keys::for_tests().sign(&lacking)), None, "{name} is missing");
        assert_eq!(read(&changed(name, Value::Null)), None, "{name} is null");
    }
    let in_an_hour = (Utc::now() + TimeDelta::hours(1)).timestamp();
    assert_eq!(read(&changed("exp", json!(in_an_hour.to_string()))), None);
    assert_eq!(read(&changed("exp", json!(1e300))), None);
    assert_eq!(read(&changed("aud", json!(["aldia person", "aldia staff"]))), None);
    assert_eq!(read(&changed("aud", json!("aldia staff"))), None);
    assert_eq!(read(&changed("sid", json!("not a session"))), None);
}

#[test]
fn a_token_holds_only_between_its_times() {
    let now = Utc::now().timestamp();
    assert_eq!(read(&changed("exp", json!(now - 6))), None);
    assert_eq!(read(&changed("nbf", json!(now + 30))), None);
    assert!(read(&changed("exp", json!(now + 30))).is_some());
}

#[test]
fn looking_at_a_session_again_does_not_make_its_token_last_longer() {
    let access = Access::fresh(Side::Debtor, profile());
    assert!(access.is_to_be_looked_at());
    let seen = access.seen(Profile { name: "Otra".to_owned(), ..profile() });
    assert!(!seen.is_to_be_looked_at());
    let exp = |access: &Access| serde_json::to_value(access).unwrap()["exp"].clone();
    assert_eq!(exp(&seen), exp(&access));
    assert_eq!((seen.sub, seen.sid, seen.name.as_str()), (access.sub, access.sid, "Otra"));
}

#[test]
fn a_shared_device_keeps_no_cookie() {
    assert!(Access::fresh(Side::Debtor, profile()).cookie_age().is_some());
    let shared = Access::fresh(Side::Debtor, Profile { shared: true, ..profile() });
    assert_eq!(shared.cookie_age(), None);
}

#[test]
fn a_refresh_token_has_one_successor() {
    let keys = Keys::for_tests();
    let token = Secret::random();
    assert!(token.successor(&keys) == token.successor(&keys));
    assert!(token.successor(&keys) != token.successor(&Keys::from_secret(&[9; 64]).unwrap()));
    assert!(token.successor(&keys) != Secret::random().successor(&keys));
    assert_eq!(token.text().len(), 43);
}

#[test]
fn what_was_encrypted_is_read_only_where_it_belongs() {
    let keys = Keys::for_tests();
    let sealed = keys.encrypt("staff 1", b"secret");
    assert_eq!(keys.decrypt("staff 1", &sealed).unwrap(), b"secret");
    assert_eq!(keys.decrypt("staff 2", &sealed), Err(Undecipherable));
    for place in 0..sealed.len() {
        let mut spoilt = sealed.clone();
        spoilt[place] ^= 1;
        assert_eq!(keys.decrypt("staff 1", &spoilt), Err(Undecipherable), "byte {place}");
    }
    assert_eq!(keys.decrypt("staff 1", &sealed[..20]), Err(Undecipherable));
    assert_ne!(keys.encrypt("staff 1", b"secret"), sealed);
}

#[test]
fn a_new_key_signs_and_encrypts_while_the_old_one_still_reads() {
    let old = Keys::from_secret(&[1; 64]).unwrap();
    let both = Keys::from_secret(&[[1; 64], [2; 64]].concat()).unwrap();
    assert_eq!(both.decrypt("it", &old.encrypt("it", b"then")).unwrap(), b"then");
    assert_eq!(old.decrypt("it", &both.encrypt("it", b"now")), Err(Undecipherable));
    let token = Access::fresh(Side::Debtor, profile()).sign(&old);
    assert!(Access::read(Side::Debtor, &both, &token).is_some());
    assert_eq!(both.digest("code", b"123456"), old.digest("code", b"123456"));
    assert_ne!(both.digest("code", b"123456"), both.digest("fact", b"123456"));
}

#[test]
fn the_secret_file_is_made_once_and_for_its_owner_only() {
    let folder = std::env::temp_dir().join(format!("aldia-keys-{}", Uuid::now_v7()));
    let file = folder.join("secrets");
    assert!(matches!(Keys::load_or_make(&file, false), Err(KeysError::Missing(_))));
    let made = Keys::load_or_make(&file, true).unwrap();
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let again = Keys::load_or_make(&file, true).unwrap();
    assert_eq!(again.digest("it", b"x"), made.digest("it", b"x"));
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);

    std::fs::set_permissions(&file, PermissionsExt::from_mode(0o644)).unwrap();
    assert!(matches!(Keys::load_or_make(&file, true), Err(KeysError::Readable(_))));
    std::fs::set_permissions(&file, PermissionsExt::from_mode(0o600)).unwrap();
    std::fs::write(&file, b"short").unwrap();
    assert!(matches!(Keys::load_or_make(&file, true), Err(KeysError::Malformed(_))));
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn keys_never_print_themselves() {
    assert_eq!(format!("{:?}", Keys::for_tests()), "Keys");
}

#[test]
fn a_typed_detail_is_read_in_every_way_it_can_be_meant() {
    let email = Typed::parse("  Maria.Lopez@Ejemplo.MX ").unwrap();
    assert_eq!(email.addresses, ["maria.lopez@ejemplo.mx"]);
    assert!(email.references.is_empty());

    for text in [
        "55 1234 5678",
        "(55) 1234-5678",
        "5512345678",
        "+52 55 1234 5678",
        "52 55 1234 5678",
        "5215512345678",
    ] {
        let phone = Typed::parse(text).unwrap();
        assert_eq!(phone.addresses[0], "+525512345678", "{text}");
        assert_eq!(phone.counted_as, "5512345678", "{text}");
    }
    assert_eq!(normal_phone("+1 415 555 0100").as_deref(), Some("+14155550100"));

    let reference = Typed::parse("f-1041").unwrap();
    assert!(reference.addresses.is_empty());
    assert!(reference.references.contains(&"F-1041".to_owned()));
    assert_eq!(reference.counted_as, Typed::parse("F 1041").unwrap().counted_as);
    assert_eq!(Typed::parse("4471").unwrap().references, ["4471"]);
}

#[test]
fn a_typed_detail_that_is_not_whole_says_which_kind_it_was_taken_for() {
    assert_eq!(Typed::parse("  "), Err(TypedError::Empty));
    for text in
        ["maria@", "@ejemplo.mx", "maria@ejemplo", "ma ria@ejemplo.mx", "a@b@c.mx", "maria@ejemplo..mx"]
    {
        assert_eq!(Typed::parse(text), Err(TypedError::Email), "{text}");
    }
    for text in ["55 1234 567", "+52", "(55) 1234"] {
        assert_eq!(Typed::parse(text), Err(TypedError::Phone), "{text}");
    }
}

#[test]
fn after_signing_in_one_is_led_only_to_a_page_behind_that_door() {
    for next in ["//evil.example", "https://evil.example", "/accountant", "/desk", "/account\\..", "/", ""] {
        assert_eq!(Side::Debtor.page_or_home(Some(next)), "/account", "{next}");
    }
    assert_eq!(Side::Debtor.page_or_home(Some("/account/pay?amount=1")), "/account/pay?amount=1");
    assert_eq!(Side::Staff.page_or_home(Some("/account")), "/desk");
    assert_eq!(Side::Staff.page_or_home(Some("/desk/accounts")), "/desk/accounts");
    assert_eq!(Side::of("/desk/login"), Side::Staff);
    assert_eq!(Side::of("/desks"), Side::Debtor);
}

#[test]
fn a_mexican_number_is_written_in_groups_and_any_other_address_as_it_is() {
    assert_eq!(readable_address("+525512340001"), "+52\u{a0}55\u{a0}1234\u{a0}0001");
    assert_eq!(readable_address("+527222340001"), "+52\u{a0}722\u{a0}234\u{a0}0001");
    assert_eq!(readable_address("+14155550100"), "+14155550100");
    assert_eq!(readable_address("+5255123400"), "+5255123400");
    assert_eq!(readable_address("maria@example.mx"), "maria@example.mx");
}

#[test]
fn codes_names_and_facts_have_one_plain_form() {
    assert_eq!(code_digits(" 123 456 ").as_deref(), Some("123456"));
    for text in ["12345", "1234567", "12345a", "", "١٢٣٤٥٦"] {
        assert_eq!(code_digits(text), None, "{text}");
    }
    assert_eq!(masked_name("María López"), "M•••• L••••");
    assert_eq!(FactKind::TaxIdEnd.plain("lopm 800101 ab-1"), "1AB1");
    assert_eq!(FactKind::InvoiceReference.plain(" f-1041"), "F1041");
    assert_eq!(FactKind::PostalCode.plain("SW1A 1AA"), "SW1A1AA");
    assert_eq!(FactKind::parse("birth_date"), Some(FactKind::BirthDate));
}

/// Limits count in windows that begin at full quarters of an hour. A test that counts must not straddle two.
pub async fn within_one_window() {
    const WINDOW_SECONDS: i64 = 15 * 60;
    const NEEDED_SECONDS: i64 = 30;
    let left = WINDOW_SECONDS - Utc::now().timestamp() % WINDOW_SECONDS;
    if left < NEEDED_SECONDS {
        tokio::time::sleep(std::time::Duration::from_secs(left.unsigned_abs() + 1)).await;
    }
}
