//! The design system: the frame of every page and the parts that pages are made of. Rendered on the server only, from
//! plain data to HTML that works without a script or a style sheet. It knows the kernel and no feature; every part is
//! shown in all its states at `/dev/components`.

pub mod accent;
pub mod components_page;
pub mod frame;
pub mod page;
pub mod words;

mod amount;
mod badge;
mod button;
mod chart;
mod checkbox_list;
mod choice;
mod code_field;
mod confirm;
mod date_field;
mod done;
mod empty;
mod error_summary;
mod field;
mod form;
mod layout;
mod link;
mod money_field;
mod next;
mod notice;
mod pagination;
mod progress;
mod radio_cards;
mod stepper;
mod summary_list;
mod table;
mod tabs;
mod textarea;
mod timeline;

pub use amount::Amount;
pub use badge::{Badge, Shape, Tone};
pub use button::{Actions, Button, ButtonKind, ButtonLink};
pub use chart::{Bar, BarChart, Fill, Legend, Segment};
pub use checkbox_list::CheckboxList;
pub use choice::Choice;
pub use code_field::CodeField;
pub use confirm::Confirm;
pub use date_field::{DateField, TypedDate};
pub use done::Done;
pub use empty::Empty;
pub use field::{Field, Width};
pub use form::{PostForm, Refilled, request_key_field};
pub use frame::{AccountPlace, Brand, DebtorFrame, DeskFrame, DeskPlace, PublicFrame};
pub use layout::{Card, Columns, MainColumn, SideColumn};
pub use link::{BackLink, FileLink, LinkList, LinkListItem};
pub use money_field::MoneyField;
pub use next::Next;
pub use notice::{Notice, NoticeKind};
pub use page::{Assets, Page, Theme, Visit, debtor_page, desk_page, public_page};
pub use pagination::{Pages, Pagination};
pub use progress::Progress;
pub use radio_cards::RadioCards;
pub use stepper::Stepper;
pub use summary_list::{SummaryList, SummaryRow};
pub use table::{Column, SortOrder, Table};
pub use tabs::{Tab, Tabs};
pub use textarea::TextArea;
pub use timeline::{Moment, Timeline, When};
