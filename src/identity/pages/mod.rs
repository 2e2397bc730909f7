//! The doors, what lies behind them about oneself, and "I am not this person".

mod addresses;
mod frames;
mod joining;
mod settings;
mod sign_in;
mod staff;
mod stop;

pub use addresses::{address, address_code};
pub use joining::staff_join;
pub use settings::{settings, staff_sessions};
pub use sign_in::{code, link, login, logout};
pub use staff::{staff_code, staff_enrol, staff_login};
pub use stop::stop;

use crate::identity::words;
use crate::kernel::locale::Lang;
use crate::kernel::web::{Draft, FieldError};
use crate::reach;
use crate::ui::Refilled;

fn refilled(draft: Option<&Draft>, lang: Lang) -> Refilled {
    Refilled::of(draft, |error| sentence(lang, error))
}

/// The sentence for an error at a field.
fn sentence(lang: Lang, error: &FieldError) -> String {
    let arg = |place: usize| error.args.get(place).map(String::as_str).unwrap_or_default();
    let fixed = match error.code.as_str() {
        "who_rate" => return words::who_rate(lang, arg(0)),
        "otp_wrong" => return words::otp_wrong(lang, &words::tries(lang, arg(0))),
        "fact_wrong" => return words::fact_wrong(lang, arg(0), &words::tries(lang, arg(1))),
        "who_empty" => words::who_empty,
        "who_email" => words::who_email,
        "who_phone" => words::who_phone,
        "address_empty" => words::address_empty,
        "address_same" => words::address_same,
        "address_unsafe" => reach::words::address_unsafe,
        "otp_format" => words::otp_format,
        "otp_expired" => words::otp_expired,
        "otp_spent" => words::otp_spent,
        "link_used" => words::link_used,
        "fact_empty" => words::fact_empty,
        "fact_date" => words::fact_date,
        "staff_email_empty" => words::staff_email_empty,
        "staff_password_empty" => words::staff_password_empty,
        "staff_wrong" => words::staff_wrong,
        "totp_wrong" => words::totp_wrong,
        "password_short" => words::join_password_short,
        "step_over" => words::step_over,
        _ => words::choice_unknown,
    };
    fixed(lang).to_owned()
}
