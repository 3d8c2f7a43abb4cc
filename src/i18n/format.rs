//! Dates, numbers and money as each language writes them.

use chrono::{DateTime, Datelike, Timelike, Utc};
use chrono_tz::Tz;

use super::Locale;

/// 1,234,567 in both languages.
pub fn number(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if value < 0 {
        grouped.push('-');
    }
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// 2026年3月5日 or 5 Mar 2026.
pub fn date(locale: Locale, at: DateTime<Utc>, zone: Tz) -> String {
    let at = at.with_timezone(&zone);
    match locale {
        Locale::ZhCn => format!("{}年{}月{}日", at.year(), at.month(), at.day()),
        Locale::En => at.format("%-d %b %Y").to_string(),
    }
}

/// 3月5日 or 5 Mar: a day of the past months, where there is little room.
pub fn short_date(locale: Locale, at: DateTime<Utc>, zone: Tz) -> String {
    let at = at.with_timezone(&zone);
    match locale {
        Locale::ZhCn => format!("{}月{}日", at.month(), at.day()),
        Locale::En => at.format("%-d %b").to_string(),
    }
}

/// 3月 or Mar.
pub fn month(locale: Locale, at: DateTime<Utc>, zone: Tz) -> String {
    let at = at.with_timezone(&zone);
    match locale {
        Locale::ZhCn => format!("{}月", at.month()),
        Locale::En => at.format("%b").to_string(),
    }
}

/// 3月5日 19:30 or 5 Mar, 19:30: for what is near enough for the year to go without saying.
pub fn date_time(locale: Locale, at: DateTime<Utc>, zone: Tz) -> String {
    let at = at.with_timezone(&zone);
    match locale {
        Locale::ZhCn => {
            format!(
                "{}月{}日 {:02}:{:02}",
                at.month(),
                at.day(),
                at.hour(),
                at.minute()
            )
        }
        Locale::En => at.format("%-d %b, %H:%M").to_string(),
    }
}

/// A date with its year and its time.
pub fn full_date_time(locale: Locale, at: DateTime<Utc>, zone: Tz) -> String {
    format!(
        "{} {}",
        date(locale, at, zone),
        at.with_timezone(&zone).format("%H:%M")
    )
}

/// A length of time in milliseconds as 3:05 or 1:02:33.
pub fn clock(milliseconds: i64) -> String {
    let seconds = milliseconds.max(0) / 1000;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match hours {
        0 => format!("{minutes}:{seconds:02}"),
        _ => format!("{hours}:{minutes:02}:{seconds:02}"),
    }
}

/// A size in bytes as 4.2 MB (powers of 1,000, as browsers' download lists show it).
pub fn file_size(bytes: i64) -> String {
    match bytes {
        ..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} KB", bytes / 1_000),
        1_000_000..1_000_000_000 => format!("{:.1} MB", bytes as f64 / 1e6),
        _ => format!("{:.2} GB", bytes as f64 / 1e9),
    }
}

/// An amount in minor units: ¥199.00, $19.00; other currencies by their code.
pub fn money(minor: i64, currency: &str) -> String {
    let amount = format!("{}.{:02}", number(minor / 100), (minor % 100).abs());
    match currency {
        "CNY" => format!("¥{amount}"),
        "USD" => format!("${amount}"),
        "EUR" => format!("€{amount}"),
        _ => format!("{amount} {currency}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_thousands() {
        assert_eq!(number(1_234_567), "1,234,567");
        assert_eq!(number(-1_000), "-1,000");
        assert_eq!(number(999), "999");
    }

    #[test]
    fn a_month_is_the_one_of_the_reader_s_own_clock() {
        let at = "2026-10-31T20:00:00Z".parse().expect("a time");
        let (here, there) = (Tz::Asia__Shanghai, Tz::UTC);
        assert_eq!(month(Locale::ZhCn, at, here), "11月");
        assert_eq!(month(Locale::En, at, here), "Nov");
        assert_eq!(month(Locale::En, at, there), "Oct");
    }

    #[test]
    fn hours_show_only_when_there_are_any() {
        assert_eq!(clock(185_000), "3:05");
        assert_eq!(clock(3_753_000), "1:02:33");
    }
}
