//! The whole route table: every address of the portal, who may ask for it, and what answers. The server mounts it as
//! it stands, and the matrix of roles and owners is generated from it.

mod finding;
mod persons;
mod standing;

use axum::routing::{MethodRouter, get, post};

use crate::desk::pages::{
    account_invoice_letter, viewed_balance_forecast, viewed_balance_since, viewed_invoice, viewed_version,
};
use crate::desk::{audit, people, playbook, timeline, worklist};
use crate::payments::{autopay, bank, evidence, links, recorded, saved};
use crate::policies::editing;
use crate::server::app_state::App;
use crate::server::{assets, clock_page, health, live};
use crate::{
    accounts, complaints, contact, desk, disputes, documents, identity, messages, opinions, payments, plans,
    policies, promises, ui,
};

/// Who may ask for a route. The handler's extractors enforce it; the matrix test holds the two together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anybody; what is private about it is in the address itself.
    Anyone,
    /// Somebody signed in as a person, for their own accounts.
    Person,
    /// A signed-in member of the team, for their own creditors.
    Staff,
    /// Only there in a demo.
    Demo,
    /// Not for people.
    Machine,
}

/// One line of the table.
pub struct Route {
    pub method: &'static str,
    pub path: &'static str,
    pub access: Access,
    /// It may hold files, and so be larger than other forms.
    pub takes_files: bool,
    pub handler: MethodRouter<App>,
}

/// The table. A page stands above the forms that it holds.
pub fn routes() -> Vec<Route> {
    [
        for_people(),
        persons::people_and_needs(),
        payment_plans(),
        balances(),
        papers(),
        contested(),
        own_money(),
        terms(),
        days_work(),
        finding::finding_again(),
        for_the_team(),
        standing::standing(),
        for_machines_and_the_demo(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn for_people() -> Vec<Route> {
    use Access::{Anyone, Person};
    vec![
        page("/", Anyone, get(accounts::pages::first_page)),
        page("/account", Person, get(accounts::pages::account)),
        page("/account/invoices", Person, get(accounts::pages::invoices)),
        page("/account/invoices/{id}", Person, get(accounts::pages::invoice)),
        page("/login", Anyone, get(identity::pages::login)),
        form("/do/identity/ask", Anyone, post(identity::actions::ask)),
        page("/login/code", Anyone, get(identity::pages::code)),
        form("/do/identity/code", Anyone, post(identity::actions::answer_code)),
        form("/do/identity/again", Anyone, post(identity::actions::ask_again)),
        form("/do/identity/fact", Anyone, post(identity::actions::prove_fact)),
        page("/login/link/{token}", Anyone, get(identity::pages::link)),
        form("/do/identity/link", Anyone, post(identity::actions::use_link)),
        page("/logout", Anyone, get(identity::pages::logout)),
        form("/do/identity/sign-out", Anyone, post(identity::actions::sign_out)),
        page("/stop/{token}", Anyone, get(identity::pages::stop)),
        form("/do/identity/stop", Anyone, post(identity::actions::stop)),
        page("/account/settings", Person, get(identity::pages::settings)),
        form("/do/identity/settings", Person, post(identity::actions::change_settings)),
        page("/account/settings/address", Person, get(identity::pages::address)),
        form("/do/identity/change-address", Person, post(identity::actions::change_address)),
        page("/account/settings/address/code", Person, get(identity::pages::address_code)),
        form("/do/identity/confirm-address", Person, post(identity::actions::confirm_address)),
        form("/do/identity/end-session", Person, post(identity::actions::end_session)),
        form("/do/identity/end-other-sessions", Person, post(identity::actions::end_other_sessions)),
        page("/account/pay", Person, get(payments::pages::choose)),
        page("/account/pay/review", Person, get(payments::pages::review)),
        form("/do/payments/start", Person, post(payments::actions::start)),
        page("/account/pay/links", Person, get(links::pages::own_links)),
        form("/do/payments/make-link", Person, post(links::actions::make)),
        form("/do/payments/revoke-link", Person, post(links::actions::revoke)),
        page("/account/pay/report", Person, get(payments::pages::report)),
        upload("/do/payments/report", Person, post(recorded::actions::report)),
        page("/account/pay/credit", Person, get(payments::crediting::page)),
        form("/do/payments/use-credit", Person, post(payments::crediting::use_credit)),
        form("/do/payments/ask-credit-back", Person, post(payments::crediting::ask_back)),
        page("/account/methods", Person, get(saved::pages::page)),
        form("/do/payments/rename-method", Person, post(saved::actions::rename)),
        form("/do/payments/usual-method", Person, post(saved::actions::make_default)),
        form("/do/payments/remove-method", Person, post(saved::actions::remove)),
        page("/account/autopay", Person, get(autopay::pages::page)),
        page("/account/autopay/agree", Person, get(autopay::pages::agree)),
        form("/do/payments/agree-autopay", Person, post(autopay::actions::agree)),
        form("/do/payments/stop-autopay", Person, post(autopay::actions::stop)),
        page("/account/payments", Person, get(payments::pages::payments)),
        page("/account/payments/{id}", Person, get(payments::pages::payment)),
        page("/live/payments/{id}", Person, get(payments::pages::live)),
        page("/pay/{token}", Anyone, get(links::pages::pay)),
        form("/do/payments/pay-link", Anyone, post(links::actions::pay)),
        page("/pay/{token}/payments/{id}", Anyone, get(links::pages::payment)),
        page("/live/pay/{token}/payments/{id}", Anyone, get(links::pages::live)),
    ]
}

/// What both sides open a balance by, the contacts about it and the promises to pay it, and what the team sees as its
/// debtor does.
fn balances() -> Vec<Route> {
    use Access::{Person, Staff};
    vec![
        page("/account/balance", Person, get(accounts::pages::balance)),
        page("/account/contact", Person, get(accounts::pages::contact)),
        page("/account/promises", Person, get(promises::pages::page)),
        form("/do/promises/make", Person, post(promises::actions::make)),
        form("/do/promises/cancel", Person, post(promises::actions::cancel)),
        page("/desk/promises", Staff, get(desk::pages::promises)),
        page("/desk/accounts/{id}/promises", Staff, get(desk::pages::account_promises)),
        form("/do/desk/note-promise", Staff, post(promises::actions::note)),
        form("/do/desk/cancel-promise", Staff, post(promises::actions::cancel_at_desk)),
        page("/account/balance/since", Person, get(accounts::pages::balance_since)),
        page("/account/balance/forecast", Person, get(accounts::pages::balance_forecast)),
        page("/desk/accounts/{id}/balance", Staff, get(desk::pages::account_balance)),
        page("/desk/accounts/{id}/balance/since", Staff, get(desk::pages::account_balance_since)),
        page("/desk/accounts/{id}/balance/forecast", Staff, get(desk::pages::account_balance_forecast)),
        page("/desk/accounts/{id}/as-debtor/account/balance", Staff, get(desk::pages::viewed_balance)),
        page("/desk/accounts/{id}/as-debtor/account/balance/since", Staff, get(viewed_balance_since)),
        page("/desk/accounts/{id}/as-debtor/account/balance/forecast", Staff, get(viewed_balance_forecast)),
    ]
}

/// What both sides keep, print and show to others, and how anybody checks it. A file stands below the page it is of.
fn papers() -> Vec<Route> {
    use Access::{Anyone, Person, Staff};
    vec![
        page("/account/invoices/{id}.pdf", Person, get(documents::pages::invoice)),
        page("/account/invoices/{id}/letter.pdf", Person, get(documents::pages::invoice_letter)),
        page("/account/statement", Person, get(documents::pages::statement)),
        page("/account/statement.pdf", Person, get(documents::pages::statement_pdf)),
        page("/account/statement.csv", Person, get(documents::pages::statement_csv)),
        form("/do/documents/prepare", Person, post(documents::actions::prepare)),
        page("/account/letter.pdf", Person, get(documents::pages::account_letter)),
        page("/account/payments/{id}.pdf", Person, get(documents::pages::receipt)),
        page("/desk/accounts/{id}/invoices/{invoice}.pdf", Staff, get(desk::pages::account_invoice_pdf)),
        page("/desk/accounts/{id}/invoices/{invoice}/letter.pdf", Staff, get(account_invoice_letter)),
        page("/desk/accounts/{id}/statement", Staff, get(desk::pages::account_statement)),
        page("/desk/accounts/{id}/statement.pdf", Staff, get(desk::pages::account_statement_pdf)),
        page("/desk/accounts/{id}/statement.csv", Staff, get(desk::pages::account_statement_csv)),
        form("/do/desk/prepare-statement", Staff, post(desk::actions::prepare_statement)),
        page("/desk/accounts/{id}/letter.pdf", Staff, get(desk::pages::account_letter)),
        page("/desk/payments/{id}.pdf", Staff, get(desk::pages::receipt)),
        page("/verify", Anyone, get(contact::pages::ask)),
        page("/verify/{code}", Anyone, get(contact::pages::answer)),
        upload("/verify/{code}", Anyone, post(documents::actions::compare)),
    ]
}

/// What debtors contest and say, and how it is answered.
fn contested() -> Vec<Route> {
    use Access::{Person, Staff};
    vec![
        page("/account/disputes", Person, get(disputes::pages::list)),
        page("/account/disputes/new", Person, get(disputes::pages::new)),
        form("/do/disputes/begin", Person, post(disputes::actions::begin)),
        page("/account/disputes/drafts/{draft}", Person, get(disputes::pages::draft)),
        upload("/do/disputes/write", Person, post(disputes::actions::write)),
        form("/do/disputes/drop", Person, post(disputes::actions::drop_draft)),
        page("/account/disputes/drafts/{draft}/review", Person, get(disputes::pages::review)),
        form("/do/disputes/send", Person, post(disputes::actions::send)),
        page("/account/disputes/{dispute}", Person, get(disputes::pages::one)),
        page("/account/disputes/{dispute}/files/{kept}", Person, get(disputes::pages::file)),
        upload("/do/disputes/add", Person, post(disputes::actions::add)),
        form("/do/disputes/answer", Person, post(disputes::actions::answer)),
        page("/account/disputes/{dispute}/withdraw", Person, get(disputes::pages::withdraw)),
        form("/do/disputes/withdraw", Person, post(disputes::actions::withdraw)),
        page("/account/disputes/{dispute}/letter.pdf", Person, get(disputes::pages::letter)),
        page("/account/messages", Person, get(messages::pages::messages)),
        page("/account/messages/files/{kept}", Person, get(messages::pages::file)),
        upload("/do/messages/send", Person, post(messages::actions::send)),
        page("/account/opinions/{closing}", Person, get(opinions::pages::own)),
        form("/do/opinions/answer", Person, post(opinions::actions::answer)),
        page("/desk/opinions", Staff, get(opinions::pages::desk)),
        page("/account/complaints", Person, get(complaints::pages::own)),
        form("/do/complaints/send", Person, post(complaints::actions::send)),
        page("/desk/complaints", Staff, get(desk::pages::complaints)),
        page("/desk/complaints/register", Staff, get(desk::pages::complaints_register)),
        page("/desk/complaints/{complaint}", Staff, get(desk::pages::complaint)),
        page("/account/complaints/{complaint}/letter.pdf", Person, get(complaints::pages::letter)),
        page("/desk/complaints/{complaint}/letter.pdf", Staff, get(desk::pages::complaint_letter)),
        page("/desk/accounts/{id}/complaint", Staff, get(desk::pages::take_complaint)),
        form("/do/desk/note-complaint", Staff, post(complaints::actions::note)),
        form("/do/desk/answer-complaint", Staff, post(complaints::actions::answer)),
        page("/live/messages", Person, get(live::streams::own)),
        page("/live/unread", Person, get(live::streams::unread)),
        page("/live/desk", Staff, get(live::streams::desk)),
        page("/live/desk/waiting", Staff, get(live::streams::waiting)),
        page("/desk/messages", Staff, get(desk::pages::messages)),
        page("/desk/messages/{thread}", Staff, get(desk::pages::thread)),
        upload("/do/desk/send-message", Staff, post(messages::desk_actions::send)),
        form("/do/desk/note-thread", Staff, post(messages::desk_actions::note)),
        form("/do/desk/give-thread", Staff, post(messages::desk_actions::give)),
        page("/desk/templates", Staff, get(messages::templates::pages::list)),
        page("/desk/templates/write", Staff, get(messages::templates::pages::write)),
        form("/do/desk/save-template", Staff, post(messages::templates::actions::save)),
        form("/do/desk/retire-template", Staff, post(messages::templates::actions::retire)),
        form("/do/desk/close-thread", Staff, post(messages::desk_actions::close)),
        page("/desk/disputes", Staff, get(desk::pages::disputes)),
        page("/desk/disputes/{dispute}", Staff, get(desk::pages::dispute)),
        page("/desk/disputes/{dispute}/letter.pdf", Staff, get(desk::pages::dispute_letter)),
        form("/do/desk/take-dispute", Staff, post(disputes::desk_actions::take)),
        upload("/do/desk/ask-dispute", Staff, post(disputes::desk_actions::ask)),
        upload("/do/desk/decide-dispute", Staff, post(disputes::desk_actions::decide)),
        form("/do/desk/note-fiscal-paper", Staff, post(disputes::desk_actions::note_fiscal)),
    ]
}

/// The terms: read and accepted by people, drafted and published by the team.
fn terms() -> Vec<Route> {
    use Access::{Person, Staff};
    vec![
        page("/account/terms", Person, get(policies::pages::terms)),
        page("/account/terms/{version}", Person, get(policies::pages::version)),
        form("/do/policies/accept-terms", Person, post(policies::actions::accept_terms)),
        page("/account/terms/{version}.pdf", Person, get(policies::pages::version_pdf)),
        page("/desk/accounts/{id}/terms", Staff, get(desk::pages::account_terms)),
        page("/desk/accounts/{id}/terms/{version}", Staff, get(desk::pages::account_version)),
        page("/desk/accounts/{id}/terms/{version}.pdf", Staff, get(desk::pages::account_version_pdf)),
        page("/desk/accounts/{id}/as-debtor/account/terms", Staff, get(desk::pages::viewed_terms)),
        page("/desk/accounts/{id}/as-debtor/account/terms/{version}", Staff, get(viewed_version)),
        page("/desk/policies", Staff, get(editing::pages::policies)),
        page("/desk/policies/{id}", Staff, get(editing::pages::policy)),
        form("/do/desk/draft-terms", Staff, post(editing::actions::draft_terms)),
        form("/do/desk/save-terms", Staff, post(editing::actions::save_terms)),
        form("/do/desk/discard-terms", Staff, post(editing::actions::discard_terms)),
        form("/do/desk/publish-terms", Staff, post(editing::actions::publish_terms)),
    ]
}

/// Plans: proposed, signed and kept by people, answered and offered by the team.
fn payment_plans() -> Vec<Route> {
    use Access::{Person, Staff};
    vec![
        page("/account/plans", Person, get(plans::pages::plans)),
        page("/account/plans/new", Person, get(plans::proposing::new)),
        page("/account/plans/budget", Person, get(plans::budgeting::budget)),
        form("/do/plans/propose", Person, post(plans::actions::propose)),
        page("/account/plans/{id}", Person, get(plans::pages::plan)),
        form("/do/plans/refuse", Person, post(plans::actions::refuse)),
        page("/account/plans/{id}/agreement", Person, get(plans::pages::agreement)),
        form("/do/plans/ask-code", Person, post(plans::actions::ask)),
        page("/account/plans/{id}/sign", Person, get(plans::pages::sign_page)),
        form("/do/plans/sign", Person, post(plans::actions::sign)),
        page("/account/plans/{id}/agreement.pdf", Person, get(plans::pages::agreement_pdf)),
        page("/account/plans/{id}/calendar.ics", Person, get(plans::pages::calendar)),
        page("/account/plans/{id}/move", Person, get(plans::bending::move_page)),
        form("/do/plans/move", Person, post(plans::actions::move_payment)),
        page("/account/plans/{id}/skip", Person, get(plans::bending::skip_page)),
        form("/do/plans/skip", Person, post(plans::actions::skip_payment)),
        page("/desk/plans", Staff, get(plans::desk::pages::plans)),
        page("/desk/plans/campaigns", Staff, get(plans::campaigns::pages::all)),
        page("/desk/plans/campaigns/new", Staff, get(plans::campaigns::pages::new)),
        form("/do/desk/open-plan-campaign", Staff, post(plans::campaigns::actions::open_campaign)),
        page("/desk/plans/campaigns/{campaign}", Staff, get(plans::campaigns::pages::one)),
        page("/desk/plans/{id}", Staff, get(plans::desk::pages::plan)),
        form("/do/desk/answer-plan", Staff, post(plans::desk::actions::answer)),
        page("/desk/plans/{id}/agreement.pdf", Staff, get(plans::desk::pages::agreement_pdf)),
        page("/desk/accounts/{id}/plans", Staff, get(desk::pages::account_plans)),
        page("/desk/accounts/{id}/plans/offer", Staff, get(desk::pages::offer_plan)),
        form("/do/desk/offer-plan", Staff, post(plans::desk::actions::offer)),
    ]
}

/// What the team does in a day, and in which order.
fn days_work() -> Vec<Route> {
    use Access::Staff;
    vec![
        page("/desk", Staff, get(worklist::pages::today)),
        page("/desk/worklist.csv", Staff, get(worklist::pages::list_csv)),
        form("/do/desk/take-next", Staff, post(worklist::actions::take_next)),
        form("/do/desk/take-work", Staff, post(worklist::actions::take)),
        form("/do/desk/give-work", Staff, post(worklist::actions::give)),
        form("/do/desk/leave-work", Staff, post(worklist::actions::leave)),
        form("/do/desk/snooze-work", Staff, post(worklist::actions::snooze)),
        page("/desk/worklist/weights", Staff, get(worklist::weighing::weights)),
        form("/do/desk/set-weights", Staff, post(worklist::weighing::set)),
        page("/desk/accounts/{id}/timeline", Staff, get(timeline::pages::account_timeline)),
        form("/do/desk/note-account", Staff, post(timeline::actions::note)),
        form("/do/desk/tag-account", Staff, post(timeline::actions::tag)),
        form("/do/desk/untag-account", Staff, post(timeline::actions::untag)),
        page("/desk/playbook", Staff, get(playbook::pages::guide)),
        page("/desk/playbook/article", Staff, get(playbook::pages::article)),
        form("/do/desk/acknowledge-article", Staff, post(playbook::actions::acknowledge)),
        form("/do/desk/publish-article", Staff, post(playbook::actions::publish)),
        page("/desk/people", Staff, get(people::pages::people)),
        page("/desk/people/invite", Staff, get(people::pages::invite)),
        form("/do/desk/invite-person", Staff, post(people::actions::invite)),
        page("/desk/people/{member}", Staff, get(people::pages::member)),
        form("/do/desk/change-person", Staff, post(people::actions::change)),
        form("/do/desk/set-limits", Staff, post(people::actions::set_limits)),
        form("/do/desk/reset-person", Staff, post(people::actions::reset)),
        form("/do/desk/let-person-go", Staff, post(people::actions::let_go)),
        page("/desk/audit", Staff, get(audit::pages::audit)),
        page("/desk/audit.csv", Staff, get(audit::pages::audit_csv)),
        page("/desk/tasks", Staff, get(worklist::pages::tasks)),
        form("/do/desk/close-task", Staff, post(desk::actions::close_task)),
    ]
}

fn for_the_team() -> Vec<Route> {
    use Access::{Anyone, Staff};
    vec![
        page("/desk/accounts", Staff, get(desk::pages::accounts)),
        page("/desk/accounts/{id}", Staff, get(desk::pages::account)),
        page("/desk/accounts/{id}/invoices", Staff, get(desk::pages::account_invoices)),
        page("/desk/accounts/{id}/invoices/{invoice}", Staff, get(desk::pages::account_invoice)),
        page("/desk/accounts/{id}/payments", Staff, get(desk::pages::account_payments)),
        page("/desk/accounts/{id}/links", Staff, get(desk::pages::account_links)),
        form("/do/desk/make-link", Staff, post(links::actions::make_at_desk)),
        form("/do/desk/revoke-link", Staff, post(links::actions::revoke_at_desk)),
        page("/desk/accounts/{id}/record", Staff, get(desk::pages::record_payment)),
        upload("/do/desk/record-payment", Staff, post(recorded::actions::record)),
        page("/desk/reported", Staff, get(desk::pages::reported)),
        page("/desk/reported/{report}", Staff, get(desk::pages::report)),
        form("/do/desk/decline-report", Staff, post(recorded::actions::decline_report)),
        page("/desk/files/{kept}", Staff, get(recorded::actions::desk_file)),
        form("/do/desk/stop-autopay", Staff, post(autopay::actions::stop_at_desk)),
        page("/desk/payments", Staff, get(desk::pages::payments)),
        page("/desk/payments/{id}", Staff, get(desk::pages::payment)),
        page("/desk/payments/{id}/refund", Staff, get(desk::pages::refund)),
        page("/desk/accounts/{id}/invoices/{invoice}/waive", Staff, get(desk::pages::waive)),
        form("/do/desk/waive", Staff, post(desk::waiving::waive)),
        form("/do/desk/refund", Staff, post(desk::refunding::refund)),
        page("/desk/payments/{id}/evidence", Staff, get(desk::pages::evidence)),
        form("/do/desk/send-evidence", Staff, post(evidence::actions::send_evidence)),
        form("/do/desk/accept-dispute", Staff, post(evidence::actions::accept)),
        page("/desk/payments/{id}/reapply", Staff, get(desk::pages::reapply)),
        form("/do/desk/reapply", Staff, post(desk::refunding::reapply)),
        page("/desk/approvals", Staff, get(desk::pages::approvals)),
        page("/desk/approvals/{id}", Staff, get(desk::pages::approval)),
        form("/do/desk/approve", Staff, post(desk::actions::approve)),
        form("/do/desk/decline", Staff, post(desk::actions::decline)),
        page("/desk/accounts/{id}/contact", Staff, get(desk::pages::account_contact)),
        page("/desk/accounts/{id}/as-debtor/account/contact", Staff, get(desk::pages::viewed_contact)),
        page("/desk/accounts/{id}/call", Staff, get(desk::calls::pages::call)),
        form("/do/desk/log-call", Staff, post(desk::calls::actions::log_call)),
        page("/desk/accounts/{id}/as-debtor", Staff, get(desk::pages::as_debtor)),
        form("/do/desk/view-as", Staff, post(desk::actions::view_as)),
        page("/desk/accounts/{id}/as-debtor/account", Staff, get(desk::pages::viewed_account)),
        page("/desk/accounts/{id}/as-debtor/account/invoices", Staff, get(desk::pages::viewed_invoices)),
        page("/desk/accounts/{id}/as-debtor/account/invoices/{invoice}", Staff, get(viewed_invoice)),
        page("/desk/accounts/{id}/as-debtor/account/statement", Staff, get(desk::pages::viewed_statement)),
        page("/desk/login", Anyone, get(identity::pages::staff_login)),
        form("/do/identity/staff-sign-in", Anyone, post(identity::actions::staff_sign_in)),
        page("/desk/login/code", Anyone, get(identity::pages::staff_code)),
        form("/do/identity/staff-code", Anyone, post(identity::actions::staff_answer_code)),
        page("/desk/login/enrol", Anyone, get(identity::pages::staff_enrol)),
        form("/do/identity/staff-enrol", Anyone, post(identity::actions::staff_enrol)),
        form("/do/identity/staff-sign-out", Anyone, post(identity::actions::staff_sign_out)),
        page("/desk/join/{token}", Anyone, get(identity::pages::staff_join)),
        form("/do/identity/staff-join", Anyone, post(identity::actions::staff_join)),
        page("/desk/sessions", Staff, get(identity::pages::staff_sessions)),
        form("/do/identity/staff-settings", Staff, post(identity::actions::staff_change_settings)),
        form("/do/identity/staff-end-session", Staff, post(identity::actions::staff_end_session)),
        form(
            "/do/identity/staff-end-other-sessions",
            Staff,
            post(identity::actions::staff_end_other_sessions),
        ),
    ]
}

/// The creditor's own money: at the bank, on its way there, at the till, and month by month.
fn own_money() -> Vec<Route> {
    use Access::Staff;
    vec![
        page("/desk/months", Staff, get(desk::months::list)),
        form("/do/desk/close-month", Staff, post(desk::months::close_month)),
        page("/desk/months/{books}", Staff, get(desk::months::month)),
        page("/desk/months/{books}/journal.csv", Staff, get(desk::months::journal_file)),
        page("/desk/bank", Staff, get(desk::pages::bank)),
        upload("/do/desk/upload-statement", Staff, post(bank::actions::upload)),
        page("/desk/bank/{bank_line}", Staff, get(desk::pages::bank_line)),
        form("/do/desk/assign-line", Staff, post(bank::actions::assign)),
        form("/do/desk/return-line", Staff, post(bank::actions::return_line)),
        form("/do/desk/note-arrival", Staff, post(bank::actions::note_arrival)),
        page("/desk/payouts", Staff, get(desk::pages::payouts)),
        page("/desk/payouts/{payout}", Staff, get(desk::pages::payout)),
        page("/desk/cash", Staff, get(desk::pages::cash)),
        form("/do/desk/count-cash", Staff, post(recorded::actions::count_cash)),
        form("/do/desk/close-cash", Staff, post(recorded::actions::close_cash)),
    ]
}

fn for_machines_and_the_demo() -> Vec<Route> {
    use Access::{Demo, Machine};
    vec![
        form("/webhooks/stripe", Machine, post(payments::actions::stripe_webhook)),
        page("/healthz", Machine, get(health::healthz)),
        page("/readyz", Machine, get(health::readyz)),
        page("/assets/{file}", Machine, get(assets::serve)),
        page("/brand/{creditor}", Machine, get(accounts::brand::brand_style)),
        page("/robots.txt", Machine, get(assets::serve_by_name)),
        page("/favicon.svg", Machine, get(assets::serve_by_name)),
        page("/dev/mailbox", Demo, get(contact::mailbox::mailbox)),
        page("/dev/clock", Demo, get(clock_page::clock)),
        form("/dev/clock", Demo, post(clock_page::turn)),
        page("/dev/components", Demo, get(ui::components_page::components)),
    ]
}

fn page(path: &'static str, access: Access, handler: MethodRouter<App>) -> Route {
    Route { method: "GET", path, access, takes_files: false, handler }
}

fn form(path: &'static str, access: Access, handler: MethodRouter<App>) -> Route {
    Route { method: "POST", path, access, takes_files: false, handler }
}

fn upload(path: &'static str, access: Access, handler: MethodRouter<App>) -> Route {
    Route { takes_files: true, ..form(path, access, handler) }
}
