//! Files that come with what either side says.

use crate::accounts::model::Account;
use crate::disputes::typed::FILES_AT_MOST;
use crate::kernel::db::Tx;
use crate::kernel::ids::AccountFileId;
use crate::kernel::upload::Upload;
use crate::kernel::web::{FieldError, Refusal};
use crate::payments::recorded::files::{KeepError, keep};

/// Why nothing of a form can be kept.
#[derive(Debug)]
pub enum Unkept {
    QuotaFull,
    Database(sqlx::Error),
}

impl Unkept {
    /// The form goes back with what was typed.
    pub fn refused(self, page: &str, form: &Upload, field: &str) -> Refusal {
        match self {
            Self::QuotaFull => Refusal::invalid(page, form.words(), FieldError::new(field, "quota_full")),
            Self::Database(error) => error.into(),
        }
    }
}

/// Keeps the files that came in a field of a form; each that cannot be kept is an error of its own.
pub async fn keep_papers(
    tx: &mut Tx,
    account: &Account,
    (form, field): (&Upload, &str),
    files: &mut Vec<AccountFileId>,
    errors: &mut Vec<FieldError>,
) -> Result<(), Unkept> {
    for (name, paper) in form.papers(field) {
        match paper {
            Err(fault) => errors.push(FieldError::new(field, fault.code()).with(name)),
            Ok(_) if files.len() >= FILES_AT_MOST => {
                errors.push(FieldError::new(field, "too_many_files"));
                break;
            }
            Ok(file) => match keep(tx, account, file).await {
                Ok(kept) => files.push(kept),
                Err(KeepError::Fault(fault)) => errors.push(FieldError::new(field, fault.code()).with(name)),
                // The database has refused it, and with it everything in this transaction.
                Err(KeepError::QuotaFull) => return Err(Unkept::QuotaFull),
                Err(KeepError::Database(error)) => return Err(Unkept::Database(error)),
            },
        }
    }
    Ok(())
}
