//! Files that come with what either side says.

use crate::accounts::model::Account;
use crate::disputes::typed::FILES_AT_MOST;
use crate::kernel::db::Tx;
use crate::kernel::ids::AccountFileId;
use crate::kernel::upload::Upload;
use crate::kernel::web::{FieldError, Refusal};
use crate::payments::recorded::store::keep_file;

/// Keeps the files that came with a form; each that cannot be kept is an error of its own.
pub async fn keep_papers(
    tx: &mut Tx,
    account: &Account,
    form: &Upload,
    files: &mut Vec<AccountFileId>,
    errors: &mut Vec<FieldError>,
) -> Result<(), Refusal> {
    for (name, paper) in form.papers("files") {
        match paper {
            Err(fault) => errors.push(FieldError::new("files", fault.code()).with(name)),
            Ok(_) if files.len() >= FILES_AT_MOST => {
                errors.push(FieldError::new("files", "too_many_files"));
                break;
            }
            Ok(file) => files.push(keep_file(tx, account, file).await?),
        }
    }
    Ok(())
}
