//! The program around the rooms: settings, the private database, the layers every request passes, the worker, static
//! files and the demo's data. It sees everything; nothing but `main` and `app` sees it.

pub mod assets;
pub mod cluster;
pub mod config;
pub mod cross_site;
pub mod database;
pub mod headers;
pub mod health;
pub mod jobs;
pub mod limits;
pub mod seed;
pub mod telemetry;
