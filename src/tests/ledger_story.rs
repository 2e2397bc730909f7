//! Whatever happens to the books, they agree with a model of them.

use std::collections::BTreeMap;

use aldia::kernel::ids::{InvoiceId, PolicyVersionId, TransactionId};
use aldia::kernel::locale::Lang;
use aldia::ledger::allocation::AllocationOrder;
use aldia::ledger::check;
use aldia::ledger::drafts::Billed;
use aldia::ledger::model::{Book, Components, Days, Posting, TransactionDraft};
use aldia::ledger::store::{PostError, invoice_sums, recorded};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use crate::support::books::{Books, Received, day, interest};

/// Something that happens. Numbers pick among what is there.
#[derive(Clone, Debug)]
enum Step {
    Bill { net: i64, tax: i64 },
    CarryOver { principal: i64, interest: i64 },
    Charge { invoice: usize, interest: i64, tax: i64 },
    Credit { invoice: usize, net: i64 },
    Pay { amount: i64, interest_first: bool },
    TakeBack { payment: usize },
    Uncharge { charge: usize },
    Void { invoice: usize },
    Again { posted: usize },
    Unbalanced { invoice: usize, by: i64 },
}

fn any_step() -> impl Strategy<Value = Step> {
    let some = any::<usize>;
    prop_oneof![
        4 => (1..100_000i64, 0..16_000i64).prop_map(|(net, tax)| Step::Bill { net, tax }),
        1 => (1..100_000i64, 0..900i64).prop_map(|(principal, interest)| Step::CarryOver { principal, interest }),
        4 => (some(), 1..900i64, 0..150i64).prop_map(|(invoice, interest, tax)| Step::Charge { invoice, interest, tax }),
        2 => (some(), 1..60_000i64).prop_map(|(invoice, net)| Step::Credit { invoice, net }),
        5 => (1..150_000i64, any::<bool>()).prop_map(|(amount, interest_first)| Step::Pay { amount, interest_first }),
        2 => some().prop_map(|payment| Step::TakeBack { payment }),
        1 => some().prop_map(|charge| Step::Uncharge { charge }),
        1 => some().prop_map(|invoice| Step::Void { invoice }),
        2 => some().prop_map(|posted| Step::Again { posted }),
        1 => (some(), 1..100i64).prop_map(|(invoice, by)| Step::Unbalanced { invoice, by }),
    ]
}

/// The books as a list of postings, and what the steps can pick from.
struct Story {
    books: Books,
    version: PolicyVersionId,
    postings: Vec<Posting>,
    drafts: Vec<TransactionDraft>,
    invoices: Vec<InvoiceId>,
    payments: Vec<Received>,
    charges: Vec<TransactionId>,
    days: i64,
}

impl Story {
    fn today(&self) -> chrono::NaiveDate {
        day(2026, 3, 1) + chrono::TimeDelta::days(self.days)
    }

    async fn post(&mut self, draft: TransactionDraft) -> Option<TransactionId> {
        if draft.is_empty() {
            return None;
        }
        let posted = self.books.post(&draft).await.unwrap();
        assert!(posted.is_new());
        self.postings.extend(draft.postings.iter().copied());
        self.drafts.push(draft);
        Some(posted.id())
    }

    fn pick<T: Clone>(from: &[T], index: usize) -> Option<T> {
        (!from.is_empty()).then(|| from[index % from.len()].clone())
    }

    async fn take(&mut self, step: &Step) {
        self.days += 1;
        let (of, on) = (self.books.of, Days::on(self.today()));
        match *step {
            Step::Bill { net, tax } => {
                let invoice = self.books.invoice_row(of, self.today(), net + tax).await;
                self.invoices.push(invoice);
                self.post(TransactionDraft::invoice(
                    of,
                    invoice,
                    "F",
                    Billed { net_minor: net, tax_minor: tax },
                    on,
                ))
                .await;
            }
            Step::CarryOver { principal, interest } => {
                let invoice = self.books.invoice_row(of, self.today(), principal).await;
                self.invoices.push(invoice);
                let open = Components { interest_minor: interest, ..Components::principal(principal) };
                self.post(TransactionDraft::opening_balance(of, invoice, "F", open, on)).await;
            }
            Step::Charge { invoice, interest: amount, tax } => {
                let Some(invoice) = Self::pick(&self.invoices, invoice) else { return };
                let charge = interest(amount, tax, self.version, self.today(), 1);
                let charged = self.post(TransactionDraft::interest(of, invoice, "F", charge, on)).await;
                self.charges.extend(charged);
            }
            Step::Credit { invoice, net } => {
                let Some(invoice) = Self::pick(&self.invoices, invoice) else { return };
                let number = format!("N-{}", self.days);
                let billed = Billed { net_minor: net, tax_minor: net / 7 };
                let open = self.stands_at(invoice, Book::Principal);
                self.post(TransactionDraft::credit_note(of, invoice, &number, billed, open, on)).await;
            }
            Step::Void { invoice } => {
                if self.invoices.is_empty() {
                    return;
                }
                let invoice = self.invoices.remove(invoice % self.invoices.len());
                let sums = invoice_sums(&mut self.books.begin().await, invoice).await.unwrap();
                self.post(TransactionDraft::void(of, invoice, "F", &sums, on)).await;
            }
            _ => self.take_other(step).await,
        }
    }

    async fn take_other(&mut self, step: &Step) {
        match *step {
            Step::Pay { amount, interest_first } => {
                let order = if interest_first {
                    AllocationOrder::AllInterestFirst
                } else {
                    AllocationOrder::InvoiceByInvoice
                };
                let received = self.books.pay(self.books.of, amount, order, self.today()).await;
                let draft = recorded(&mut self.books.begin().await, received.transaction)
                    .await
                    .unwrap()
                    .unwrap()
                    .draft;
                self.postings.extend(draft.postings);
                self.payments.push(received);
            }
            Step::TakeBack { payment } => {
                if self.payments.is_empty() {
                    return;
                }
                let received = self.payments.remove(payment % self.payments.len());
                let undone =
                    recorded(&mut self.books.begin().await, received.transaction).await.unwrap().unwrap();
                self.postings.extend(undone.reversal(Days::on(self.today())).postings);
                self.books.take_back(&received, self.today()).await;
            }
            Step::Uncharge { charge } => {
                if self.charges.is_empty() {
                    return;
                }
                let charge = self.charges.remove(charge % self.charges.len());
                let charged = recorded(&mut self.books.begin().await, charge).await.unwrap().unwrap();
                self.post(charged.reversal(Days::on(self.today()))).await;
            }
            Step::Again { posted } => {
                let Some(draft) = Self::pick(&self.drafts, posted) else { return };
                assert!(!self.books.post(&draft).await.unwrap().is_new());
            }
            Step::Unbalanced { invoice, by } => {
                let Some(invoice) = Self::pick(&self.invoices, invoice) else { return };
                let billed = Billed { net_minor: 100, tax_minor: 0 };
                let mut draft =
                    TransactionDraft::invoice(self.books.of, invoice, "F", billed, Days::on(self.today()));
                draft.postings[0].amount_minor += by;
                assert!(matches!(self.books.post(&draft).await, Err(PostError::Draft(_))));
            }
            _ => unreachable!("taken before"),
        }
    }

    fn stands_at(&self, invoice: InvoiceId, book: Book) -> i64 {
        let of_it =
            self.postings.iter().filter(|posting| posting.invoice == Some(invoice) && posting.book == book);
        of_it.map(|posting| posting.amount_minor).sum()
    }

    /// Sums by book and invoice: those of the model, those of the entries, and those that are kept.
    async fn agrees(&self) {
        let mut model: BTreeMap<(String, Option<InvoiceId>), i64> = BTreeMap::new();
        for posting in &self.postings {
            *model.entry((posting.book.name().to_owned(), posting.invoice)).or_default() +=
                posting.amount_minor;
        }
        let rows: Vec<(String, Option<InvoiceId>, i64)> = sqlx::query_as(
            "select book, invoice_id, sum(amount_minor)::bigint from ledger_entries group by book, invoice_id",
        )
        .fetch_all(&self.books.owner)
        .await
        .unwrap();
        let entries: BTreeMap<_, _> =
            rows.into_iter().map(|(book, invoice, sum)| ((book, invoice), sum)).collect();
        assert_eq!(entries, model);
        assert_eq!(entries.values().sum::<i64>(), 0);
        let kept: Vec<(InvoiceId, i64, i64, i64)> = sqlx::query_as(
            "select invoice_id, principal_minor, interest_minor, interest_tax_minor from invoice_balances",
        )
        .fetch_all(&self.books.owner)
        .await
        .unwrap();
        for (invoice, principal, interest, tax) in kept {
            let model = [Book::Principal, Book::Interest, Book::InterestTax]
                .map(|book| self.stands_at(invoice, book));
            assert_eq!([principal, interest, tax], model);
        }
    }
}

/// Hazards I1 and I2: after every step of a random story, three ways of adding up agree; at its end, every check passes.
#[sqlx::test]
async fn the_books_agree_with_a_model_after_every_step(_: PgPoolOptions, options: PgConnectOptions) {
    let books = Books::open(options).await;
    let version = books.policy().await;
    let mut runner = TestRunner::default();
    let steps = proptest::collection::vec(any_step(), 30..45);
    let mut story = Story {
        books,
        version,
        postings: Vec::new(),
        drafts: Vec::new(),
        invoices: Vec::new(),
        payments: Vec::new(),
        charges: Vec::new(),
        days: 0,
    };
    for _ in 0..6 {
        // Printed only if the story goes wrong.
        println!("and then:");
        for step in steps.new_tree(&mut runner).unwrap().current() {
            println!("  {step:?}");
            story.take(&step).await;
            story.agrees().await;
        }
        let report = check::run(&story.books.db).await.unwrap();
        assert!(report.is_sound(), "{}", report.lines(Lang::En).join("\n"));
    }
}
