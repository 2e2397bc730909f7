//! The program around the rooms: settings, the private database, the layers every request passes, the worker, static
//! files and the demo's data. It sees everything; nothing but `main` and `app` sees it.

pub mod app_state;
pub mod assets;
pub mod clock_page;
pub mod clock_words;
pub mod cluster;
pub mod config;
pub mod cross_site;
pub mod database;
pub mod demo_clock;
pub mod headers;
pub mod health;
pub mod jobs;
pub mod limits;
pub mod listen;
pub mod live;
pub mod masking;
pub mod refusals;
pub mod router;
pub mod seed;
pub mod serve;
pub mod telemetry;
pub mod visits;
mod words;
mod work;
