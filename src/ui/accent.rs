//! A creditor's one colour: accepted only where it can be read, and given a lighter twin for dark pages. Contrast is
//! WCAG 2.2's (relative luminance), so the few fractions here are of light, never of money.

/// What text in the accent colour may stand on, on light pages (screens 1.3).
const LIGHT_GROUNDS: [u32; 5] = [0xFF_FF_FF, 0xF6_F7_F5, 0xEC_EF_EC, 0xE0_F0_F2, 0xE9_ED_EB];
/// What it may stand on, on dark pages: page, cards, footer, and the grounds of what is chosen and of what is closed.
const DARK_GROUNDS: [u32; 5] = [0x10_16_15, 0x18_20_1E, 0x0B_10_0F, DARK_SOFT, 0x26_30_2E];
/// The ground of what is chosen; no dark shade of a creditor's may outshine it.
const DARK_SOFT: u32 = 0x14_3A_41;
/// WCAG 2.2, 1.4.3: the least contrast for text.
const READABLE: f64 = 4.5;
const INK_ON_TWIN: u32 = 0x06_28_2E;
const INK: u32 = 0x10_16_15;
const WHITE: u32 = 0xFF_FF_FF;

/// A colour that every page can use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accent(u32);

/// Why a colour is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccentError {
    /// Not of the form `#0B5C6B`.
    NoColour,
    /// Too light to be read; this shade of it is dark enough.
    TooLight { darker: Accent },
}

impl Accent {
    pub fn parse(hex: &str) -> Result<Self, AccentError> {
        let digits = hex.strip_prefix('#').filter(|digits| digits.len() == 6).ok_or(AccentError::NoColour)?;
        let colour = u32::from_str_radix(digits, 16).map_err(|_| AccentError::NoColour)?;
        match nearest(colour, 0, |shade| {
            LIGHT_GROUNDS.iter().all(|ground| contrast(shade, *ground) >= READABLE)
        }) {
            same if same == colour => Ok(Self(colour)),
            darker => Err(AccentError::TooLight { darker: Self(darker) }),
        }
    }

    pub fn hex(self) -> String {
        format!("#{:06X}", self.0)
    }

    /// The style sheet that gives pages this colour instead of the portal's own, in daylight and in the dark.
    pub fn style_sheet(self) -> String {
        // Light enough for dark grounds, and for the dark ink that stands on a button of it.
        let twin = nearest(self.0, WHITE, |shade| {
            DARK_GROUNDS.iter().chain([&INK_ON_TWIN]).all(|ground| contrast(shade, *ground) >= READABLE)
        });
        let soft = nearest(mix(self.0, WHITE, 28), WHITE, |ground| contrast(self.0, ground) >= READABLE);
        let dark_soft = nearest(mix(self.0, INK, 16), INK, |ground| {
            contrast(ground, WHITE) >= contrast(DARK_SOFT, WHITE)
        });
        let tokens = [
            ("accent", self.0, twin),
            ("accent-hover", mix(self.0, 0, 8), mix(twin, WHITE, 8)),
            ("accent-soft", soft, dark_soft),
            ("on-accent", WHITE, INK_ON_TWIN),
        ];
        let tokens = tokens
            .map(|(name, light, dark)| format!("--{name}: light-dark({}, {}); ", hex(light), hex(dark)));
        format!(":root {{ {}}}\n", tokens.concat())
    }
}

/// The first step from `colour` towards `goal` that will do.
fn nearest(colour: u32, goal: u32, will_do: impl Fn(u32) -> bool) -> u32 {
    const STEPS: u32 = 32;
    (0..=STEPS).map(|step| mix(colour, goal, step)).find(|shade| will_do(*shade)).unwrap_or(goal)
}

/// `thirty_seconds` of the way from one colour to another.
fn mix(from: u32, to: u32, thirty_seconds: u32) -> u32 {
    [16, 8, 0].into_iter().fold(0, |mixed, shift| {
        let channel = |colour: u32| (colour >> shift) & 0xFF;
        mixed | ((channel(from) * (32 - thirty_seconds) + channel(to) * thirty_seconds) / 32) << shift
    })
}

fn hex(colour: u32) -> String {
    format!("#{colour:06X}")
}

#[expect(clippy::float_arithmetic, reason = "light is measured in fractions; no money passes here")]
fn contrast(one: u32, other: u32) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[expect(clippy::float_arithmetic, reason = "light is measured in fractions; no money passes here")]
fn luminance(colour: u32) -> f64 {
    let linear = |shift: u32| {
        let channel = f64::from((colour >> shift) & 0xFF) / 255.0;
        if channel <= 0.040_45 { channel / 12.92 } else { ((channel + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(16) + 0.7152 * linear(8) + 0.0722 * linear(0)
}
