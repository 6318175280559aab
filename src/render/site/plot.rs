//! Columns over months.

use serde::Serialize;

/// Size of the drawing in CSS pixels at its natural size.
const WIDTH: f64 = 400.0;
const HEIGHT: f64 = 200.0;
const LEFT: f64 = 36.0;
const RIGHT: f64 = 6.0;
const TOP: f64 = 12.0;
const BOTTOM: f64 = 40.0;
/// Letters of a tick need this much room.
const TICK_ROOM: f64 = 28.0;

/// What `site/columns.svg` draws.
#[derive(Debug, Serialize)]
pub(super) struct Columns {
    /// Put before its ids.
    id: &'static str,
    title: String,
    description: String,
    width: f64,
    height: f64,
    left: f64,
    right: f64,
    bottom: f64,
    lines: Vec<GridLine>,
    columns: Vec<Drawn>,
}

#[derive(Debug, Serialize)]
struct GridLine {
    y: f64,
    label: String,
}

#[derive(Debug, Serialize)]
struct Drawn {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
    middle: f64,
    title: String,
    /// Empty where the next would touch it.
    tick: String,
    year: Option<String>,
}

/// A month and its value.
#[derive(Debug)]
pub(super) struct Column {
    /// "Jun".
    pub(super) tick: String,
    /// "2018", on the first of the plot and of a year.
    pub(super) year: Option<String>,
    pub(super) value: f64,
    /// "June 2018: 3 incidents".
    pub(super) title: String,
}

impl Columns {
    pub(super) fn new(
        id: &'static str,
        title: String,
        description: String,
        columns: Vec<Column>,
    ) -> Self {
        let most = columns.iter().map(|column| column.value).fold(0.0_f64, f64::max);
        let step = step(most);
        let top = (most / step).ceil().max(1.0) * step;
        let bottom = HEIGHT - BOTTOM;
        let y = |value: f64| round(bottom - value / top * (bottom - TOP));
        let steps = (top / step).round() as u32;
        let lines = (0..=steps)
            .map(|index| f64::from(index) * step)
            .map(|value| GridLine { y: y(value), label: format!("{value}") })
            .collect();
        let pitch = (WIDTH - LEFT - RIGHT) / columns.len().max(1) as f64;
        let every = (TICK_ROOM / pitch).ceil().max(1.0) as usize;
        let width = (pitch * 0.7).min(40.0);
        let columns = columns
            .into_iter()
            .enumerate()
            .map(|(index, column)| {
                let middle = LEFT + (index as f64 + 0.5) * pitch;
                // What is not nothing can be seen.
                let height =
                    if column.value > 0.0 { (bottom - y(column.value)).max(2.0) } else { 0.0 };
                Drawn {
                    x: round(middle - width / 2.0),
                    y: round(bottom - height),
                    width: round(width),
                    height: round(height),
                    middle: round(middle),
                    title: column.title,
                    tick: if index % every == 0 { column.tick } else { String::new() },
                    year: column.year.filter(|_| index % every == 0),
                }
            })
            .collect();
        Self {
            id,
            title,
            description,
            width: WIDTH,
            height: HEIGHT,
            left: LEFT,
            right: WIDTH - RIGHT,
            bottom,
            lines,
            columns,
        }
    }
}

/// The distance of lines: 1, 2 or 5 times a power of ten, so that there are at most five.
fn step(most: f64) -> f64 {
    let mut power = 1.0;
    loop {
        for factor in [1.0, 2.0, 5.0] {
            if most / (factor * power) <= 5.0 || power > 1e12 {
                return factor * power;
            }
        }
        power *= 10.0;
    }
}

fn round(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::step;

    #[test]
    fn lines_stand_at_round_numbers() {
        let steps: Vec<f64> = [0.0, 0.4, 1.0, 5.0, 6.0, 24.0, 26.0, 900.0].map(step).into();
        assert_eq!(steps, [1.0, 1.0, 1.0, 1.0, 2.0, 5.0, 10.0, 200.0]);
        assert!(step(f64::MAX).is_finite());
    }
}
