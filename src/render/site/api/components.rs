//! Components and their groups.

use std::collections::BTreeMap;

use super::instant;
use super::shapes::Component;
use crate::measure::Status;
use crate::render::site::components::Standing;
use crate::render::site::ids::id;
use crate::render::site::{Site, Summary};

/// All components that are in use, by position, groups before their members.
pub(super) struct Components<'s> {
    list: Vec<Component>,
    /// Where each component is in the list.
    places: BTreeMap<&'s str, usize>,
    page_id: String,
}

impl Components<'_> {
    pub(super) fn list(&self) -> &[Component] {
        &self.list
    }

    /// The component as it is now; one that is retired is told with what is known of it.
    pub(super) fn get(&self, component: &str, name: &str) -> Component {
        match self.places.get(component) {
            Some(place) => self.list[*place].clone(),
            None => Component {
                position: self.list.len() + 1,
                page_id: self.page_id.clone(),
                ..blank(id("component", &[component]), name)
            },
        }
    }
}

impl Site<'_> {
    /// Components as configured, with what open windows say about each.
    pub(super) fn api_components(
        &self,
        summaries: &[&Summary],
        standings: &BTreeMap<&str, Standing>,
        page_id: &str,
    ) -> Components<'_> {
        let times = edges(summaries, self.now.timestamp());
        let in_use = || {
            let today = self.today();
            let components = self.config.components.iter();
            components.filter(move |component| component.retired.is_none_or(|day| day > today))
        };
        let mut groups: Vec<Option<&str>> = vec![None];
        groups.extend(self.config.groups.iter().map(|group| Some(group.name.as_str())));
        for component in in_use() {
            let group = component.group.as_deref();
            if !groups.contains(&group) {
                groups.push(group);
            }
        }
        let mut list: Vec<Component> = Vec::new();
        let mut places = BTreeMap::new();
        for group in groups {
            let members: Vec<Component> = in_use()
                .filter(|component| component.group.as_deref() == group)
                .map(|component| {
                    let (first, last) = times.get(component.id.as_str()).copied().unwrap_or((0, 0));
                    Component {
                        status: standing(standings.get(component.id.as_str()).copied()),
                        created_at: second(first),
                        updated_at: second(last),
                        description: component.description.clone(),
                        group_id: group.map(|name| id("group", &[name])),
                        page_id: page_id.to_owned(),
                        ..blank(id("component", &[&component.id]), &component.name)
                    }
                })
                .collect();
            if members.is_empty() {
                continue;
            }
            if let Some(name) = group {
                list.push(self.api_group(name, &members, page_id));
            }
            let configured = in_use().filter(|component| component.group.as_deref() == group);
            for (component, member) in configured.zip(members) {
                places.insert(component.id.as_str(), list.len());
                list.push(member);
            }
        }
        for (index, component) in list.iter_mut().enumerate() {
            component.position = index + 1;
        }
        Components { list, places, page_id: page_id.to_owned() }
    }

    /// A group is as badly off as the worst of its members.
    fn api_group(&self, name: &str, members: &[Component], page_id: &str) -> Component {
        let configured = self.config.groups.iter().find(|group| group.name == name);
        let worst = members.iter().filter_map(|one| Status::named(one.status)).max();
        let latest = members.iter().map(|member| &member.updated_at).max();
        let unknown = second(0);
        let known = members.iter().map(|member| &member.created_at).filter(|at| **at != unknown);
        let first = known.min();
        Component {
            status: worst.map_or("operational", Status::name),
            created_at: first.unwrap_or(&unknown).clone(),
            updated_at: latest.unwrap_or(&unknown).clone(),
            description: configured.and_then(|group| group.description.clone()),
            page_id: page_id.to_owned(),
            group: true,
            components: Some(members.iter().map(|member| member.id.clone()).collect()),
            ..blank(id("group", &[name]), name)
        }
    }
}

/// The first and the last edge of a window of each component, up to now.
fn edges<'s>(summaries: &[&'s Summary], now: i64) -> BTreeMap<&'s str, (i64, i64)> {
    let mut times: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
    for window in summaries.iter().flat_map(|summary| &summary.windows) {
        let edges = std::iter::once(window.from).chain(window.to);
        for at in edges.filter(|at| *at <= now) {
            let (first, last) = times.entry(&window.component).or_insert((at, at));
            (*first, *last) = (at.min(*first), at.max(*last));
        }
    }
    times
}

fn blank(id: String, name: &str) -> Component {
    Component {
        id,
        name: name.to_owned(),
        status: "operational",
        created_at: second(0),
        updated_at: second(0),
        position: 0,
        description: None,
        showcase: true,
        start_date: None,
        group_id: None,
        page_id: String::new(),
        group: false,
        only_show_if_degraded: false,
        components: None,
    }
}

/// Statuspage has no word for "affected, nobody said how badly"; the mildest stands for it.
fn standing(standing: Option<Standing>) -> &'static str {
    match standing {
        None => "operational",
        Some(Standing::Affected) => Status::Degraded.name(),
        Some(Standing::Window(status)) => status.name(),
    }
}

fn second(at: i64) -> String {
    instant(chrono::DateTime::from_timestamp(at, 0).unwrap_or_default().fixed_offset())
}
