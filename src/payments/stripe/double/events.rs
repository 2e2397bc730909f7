//! The list of what happened, which goes thirty days back.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::errors::ApiError;
use super::forms::Params;
use super::objects::Event;
use super::state::{Moment, State};

const KNOWN: [&str; 7] =
    ["created", "delivery_success", "ending_before", "limit", "starting_after", "type", "types"];
const KEPT: TimeDelta = TimeDelta::days(30);

impl State {
    /// `GET /v1/events`: newest first.
    pub fn list_events(&self, params: &Params, moment: Moment) -> Result<Value, ApiError> {
        params.only(&KNOWN)?;
        let limit = params.integer("limit")?.unwrap_or(10);
        if !(1..=100).contains(&limit) {
            return Err(ApiError::invalid("limit", "A limit is from 1 to 100."));
        }
        let limit = usize::try_from(limit).map_err(|_| ApiError::invalid("limit", "Invalid limit."))?;
        let wanted = Wanted::read(params)?;
        let known: Vec<&Event> = self.events.iter().rev().filter(|event| is_kept(event, moment)).collect();
        let position = |name: &str| match params.text(name) {
            Some(id) => {
                let found = known.iter().position(|event| event.id == id);
                found.map(Some).ok_or_else(|| ApiError::names_no("event", name, id))
            }
            None => Ok(None),
        };
        let after = position("starting_after")?.map_or(0, |position| position + 1);
        let before = position("ending_before")?.unwrap_or(known.len());
        let window = known.get(after..before).unwrap_or_default();
        let mut matching = window.iter().filter(|event| wanted.takes(event));
        let data: Vec<Value> = matching.by_ref().take(limit).map(|event| event.json()).collect();
        Ok(json!({
            "object": "list", "data": data, "has_more": matching.next().is_some(), "url": "/v1/events",
        }))
    }

    /// `GET /v1/events/{id}`
    pub fn event_json(&self, id: &str, moment: Moment) -> Result<Value, ApiError> {
        let event = self.events.iter().find(|event| event.id == id && is_kept(event, moment));
        event.map(Event::json).ok_or_else(|| ApiError::no_such("event", id))
    }
}

fn is_kept(event: &Event, moment: Moment) -> bool {
    moment.now - event.created_at <= KEPT
}

/// What a list is narrowed down to.
struct Wanted {
    kinds: Vec<String>,
    delivered: Option<bool>,
    soonest: i64,
    latest: i64,
}

impl Wanted {
    fn read(params: &Params) -> Result<Self, ApiError> {
        let mut kinds: Vec<String> = params.texts("types").into_values().collect();
        kinds.extend(params.text("type").map(String::from));
        let exact = params.integer("created")?;
        let bound = |name: &str| params.integer(&format!("created[{name}]"));
        let soonest = [exact, bound("gte")?, bound("gt")?.map(|time| time.saturating_add(1))];
        let latest = [exact, bound("lte")?, bound("lt")?.map(|time| time.saturating_sub(1))];
        Ok(Self {
            kinds,
            delivered: params.text("delivery_success").map(|text| text == "true"),
            soonest: soonest.into_iter().flatten().max().unwrap_or(i64::MIN),
            latest: latest.into_iter().flatten().min().unwrap_or(i64::MAX),
        })
    }

    fn takes(&self, event: &Event) -> bool {
        let kind_fits = |kind: &String| match kind.strip_suffix('*') {
            Some(start) => event.kind.starts_with(start),
            None => event.kind == kind,
        };
        (self.kinds.is_empty() || self.kinds.iter().any(kind_fits))
            && self.delivered.is_none_or(|delivered| delivered == event.delivered)
            && (self.soonest..=self.latest).contains(&event.created_at.timestamp())
    }
}
