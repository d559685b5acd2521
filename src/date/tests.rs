use proptest::prelude::*;

use super::*;

fn day(text: &str) -> Day {
    Day::parse(text).expect(text)
}

fn zone(name: &str) -> Zone {
    Zone::parse(name).expect(name)
}

fn moment(text: &str, name: &str) -> Moment {
    Moment::parse(text, zone(name)).expect(text)
}

#[test]
fn days_are_strict_and_posts_need_not_be() {
    assert_eq!(day("2017-04-15").iso(), "2017-04-15");
    assert_eq!(Day::parse("2020-12-2"), Err(DateError::Form));
    assert_eq!(Day::parse_loose("2020-12-2"), Ok(day("2020-12-02")));
    for text in
        ["", "2017", "2017-04", "2017-04-15-1", "17-04-15", "2017-004-15", "+017-04-15", "2017-04-1५", "-2017-04-15"]
    {
        assert_eq!(Day::parse_loose(text), Err(DateError::Form), "{text}");
    }
    for text in ["0000-01-01", "2017-02-29", "2017-13-01", "2017-00-10", "2017-04-31", "2017-04-00"] {
        assert_eq!(Day::parse(text), Err(DateError::Impossible), "{text}");
    }
    assert_eq!(day("0001-01-01").weekday(), 0);
    assert_eq!(day("9999-12-31").weekday(), 4);
    assert_eq!(day("2016-02-28").add_days(2), day("2016-03-01"));
    assert_eq!(day("2016-03-01").add_days(-2), day("2016-02-28"));
    assert_eq!(day("1970-01-02").unix_midnight(), 86_400);
    assert_eq!(day("2017-01-01").days_since(day("2016-01-01")), 366);
    assert!(day("2017-01-01").add_days(i64::MAX) > day("9999-12-31"));
    assert!(day("2017-01-01").add_days(i64::MIN) < day("0001-01-01"));
}

#[test]
fn iso_weeks_over_year_boundaries() {
    for (text, week) in [
        ("2015-12-28", "2015-W53"),
        ("2016-01-03", "2015-W53"),
        ("2016-01-04", "2016-W01"),
        ("2018-12-30", "2018-W52"),
        ("2018-12-31", "2019-W01"),
        ("2020-12-31", "2020-W53"),
        ("2021-01-01", "2020-W53"),
        ("2021-01-03", "2020-W53"),
        ("2021-01-04", "2021-W01"),
        ("0001-01-01", "0001-W01"),
        ("9999-12-31", "9999-W52"),
    ] {
        assert_eq!(WeekId::of(day(text), WeekStart::Iso).to_string(), week, "{text}");
    }
    let week = WeekId::of(day("2021-01-01"), WeekStart::Iso);
    assert_eq!((week.first(), week.last(), week.iso()), (day("2020-12-28"), day("2021-01-03"), Some((2020, 53))));
    assert_eq!(WeekId::of(day("9999-12-31"), WeekStart::Iso).last().iso(), "10000-01-02");
}

#[test]
fn weeks_from_sunday_and_saturday_are_named_by_their_first_day() {
    let sunday = |text| WeekId::of(day(text), WeekStart::Sunday).to_string();
    let saturday = |text| WeekId::of(day(text), WeekStart::Saturday).to_string();
    assert_eq!(sunday("2017-04-15"), "2017-04-09");
    assert_eq!(sunday("2017-04-16"), "2017-04-16");
    assert_eq!(saturday("2017-04-14"), "2017-04-08");
    assert_eq!(saturday("2017-04-15"), "2017-04-15");
    assert_eq!(sunday("2021-01-01"), "2020-12-27");
    assert_eq!(sunday("0001-01-01"), "0000-12-31");
    assert_eq!(WeekId::of(day("2017-04-15"), WeekStart::Sunday).iso(), None);
}

#[test]
fn weeks_are_read_by_number_or_first_day() {
    let iso = |text| WeekId::parse(text, WeekStart::Iso);
    assert_eq!(iso("2017-W15").expect("a week").first(), day("2017-04-10"));
    assert_eq!(iso("2017-04-10"), iso("2017-W15"));
    assert_eq!(iso("2017-04-11"), Err(DateError::NotFirstDay(day("2017-04-10"))));
    assert_eq!(iso("2017-W53"), Err(DateError::NoSuchWeek));
    assert_eq!(iso("2020-W53").expect("a week").last(), day("2021-01-03"));
    assert_eq!(iso("2017-W00"), Err(DateError::NoSuchWeek));
    assert_eq!(iso("0000-W10"), Err(DateError::NoSuchWeek));
    assert_eq!(iso("spring"), Err(DateError::Form));
    assert_eq!(WeekId::parse("2017-W15", WeekStart::Sunday), Err(DateError::IsoWeek));
    assert_eq!(WeekId::parse("2017-04-10", WeekStart::Saturday), Err(DateError::NotFirstDay(day("2017-04-08"))));
    assert_eq!(WeekId::parse("0000-12-24", WeekStart::Sunday), Err(DateError::Impossible));
}

#[test]
fn moments_in_all_their_spellings() {
    for (text, shown) in [
        ("2017-04-15", "2017-04-15 -"),
        ("2017-4-5", "2017-04-05 -"),
        ("2017-04-15 14:30", "2017-04-15 14:30"),
        ("2017-04-15T14:30:59.999999999999", "2017-04-15 14:30"),
        ("2017-04-15t9:05", "2017-04-15 09:05"),
        ("2017-04-15T22:30Z", "2017-04-16 01:30"),
        ("2017-04-15 22:30:00 UTC", "2017-04-16 01:30"),
        ("2017-04-15T14:30:00+03:00", "2017-04-15 14:30"),
        ("2017-04-15 14:30:00 +0300", "2017-04-15 14:30"),
        ("2017-04-15 01:30:00 +05", "2017-04-14 23:30"),
        ("2017-04-15T20:59:59-04:30", "2017-04-16 04:29"),
        (" 2017-04-15  08:00 ", "2017-04-15 08:00"),
    ] {
        let moment = moment(text, "Asia/Baghdad");
        let time = moment.time_text().unwrap_or_else(|| "-".to_owned());
        assert_eq!(format!("{} {time}", moment.day), shown, "{text}");
    }
    for text in
        ["", "T", "2017-04-15T", "2017-04-15 14", "2017-04-15 14:3", "2017-04-15 14:30:00:00", "2017-04-15 14:30.5"]
    {
        assert_eq!(Moment::parse(text, Zone::utc()), Err(DateError::Form), "{text}");
    }
    for text in
        ["2017-04-15 14:30 EST", "2017-04-15 14:30+3", "2017-04-15 14:30+03:0é", "2017-04-15 14:30:00.", "yesterday"]
    {
        assert_eq!(Moment::parse(text, Zone::utc()), Err(DateError::Form), "{text}");
    }
    for text in
        ["2017-04-15 24:00", "2017-04-15 14:60", "2017-04-15 14:30+25:00", "2017-02-30 10:00", "2017-04-15T10:00:60"]
    {
        assert_eq!(Moment::parse(text, Zone::utc()), Err(DateError::Impossible), "{text}");
    }
    assert_eq!(Moment::parse("9999-12-31T23:00Z", zone("Asia/Baghdad")), Err(DateError::Impossible));
    assert_eq!(Moment::parse("0001-01-01T00:00Z", zone("America/New_York")), Err(DateError::Impossible));
}

#[test]
fn clocks_put_forward_and_back() {
    let skipped = Moment::parse("2017-03-26 02:30", zone("Europe/Berlin"));
    assert_eq!(skipped, Err(DateError::Skipped("Europe/Berlin".to_owned())));
    assert!(skipped.expect_err("skipped").to_string().contains("Europe/Berlin"));
    // Baghdad had summer time until 2007.
    assert!(matches!(Moment::parse("2007-04-01 03:30", zone("Asia/Baghdad")), Err(DateError::Skipped(_))));
    assert_eq!(moment("2008-04-01 03:30", "Asia/Baghdad").unix(), Some(1_207_009_800));
    // The earlier of the two: 02:30 of summer time.
    let early = moment("2017-10-29 02:30", "Europe/Berlin");
    assert_eq!(early, moment("2017-10-29T00:30Z", "Europe/Berlin"));
    let late = moment("2017-10-29T01:30Z", "Europe/Berlin");
    assert_eq!((early.time_text(), late.time_text()), (Some("02:30".into()), Some("02:30".into())));
    assert!(early < late);
    // By instant, not by wall clock: 02:45 of summer time comes before 02:15 of winter time.
    assert!(moment("2017-10-29T00:45Z", "Europe/Berlin") < moment("2017-10-29T01:15Z", "Europe/Berlin"));
}

#[test]
fn a_day_comes_before_its_times() {
    let in_order = [
        "2017-04-14 23:59",
        "2017-04-15",
        "2017-04-15 00:00",
        "2017-04-15T00:00:00.5",
        "2017-04-15 23:59:59",
        "2017-04-16",
    ];
    let moments: Vec<Moment> = in_order.iter().map(|text| moment(text, "Asia/Baghdad")).collect();
    assert!(moments.is_sorted_by(|a, b| a < b));
}

#[test]
fn zones_are_suggested_by_spelling_or_place() {
    assert_eq!(Zone::parse("asia/baghdad"), None);
    assert_eq!(Zone::suggest("asia/baghdad"), Some("Asia/Baghdad"));
    assert_eq!(Zone::suggest("Baghdad"), Some("Asia/Baghdad"));
    assert_eq!(Zone::suggest("New York"), Some("America/New_York"));
    assert_eq!(Zone::suggest("Asia/Bagdad"), Some("Asia/Baghdad"));
    assert_eq!(Zone::suggest("over the hills and far away"), None);
    assert_eq!(Zone::utc().name(), "UTC");
}

fn any_day() -> impl Strategy<Value = Day> {
    (0i64..3_652_059).prop_map(|n| day("0001-01-01").add_days(n))
}

fn any_start() -> impl Strategy<Value = WeekStart> {
    prop_oneof![Just(WeekStart::Iso), Just(WeekStart::Sunday), Just(WeekStart::Saturday)]
}

proptest! {
    #[test]
    fn every_day_is_in_its_week(day in any_day(), start in any_start()) {
        let week = WeekId::of(day, start);
        prop_assert!(week.first() <= day && day <= week.last());
        prop_assert_eq!(week.last().days_since(week.first()), 6);
        prop_assert_eq!(WeekId::of(week.first(), start), week);
        prop_assert_eq!(WeekId::of(week.last(), start), week);
        prop_assert!(WeekId::of(week.last().add_days(1), start) > week);
        prop_assert_eq!(WeekId::parse(&week.to_string(), start), Ok(week));
    }

    #[test]
    fn days_are_read_back(day in any_day()) {
        prop_assert_eq!(Day::parse(&day.iso()), Ok(day));
        let loose = format!("{:04}-{}-{}", day.year(), day.month(), day.day());
        prop_assert_eq!(Day::parse_loose(&loose), Ok(day));
    }

    #[test]
    fn nothing_panics(text in "\\PC{0,40}", clock in "[0-9TZ:+. -]{0,40}") {
        let _ = Moment::parse(&text, zone("Asia/Baghdad"));
        let _ = Moment::parse(&clock, zone("Asia/Baghdad"));
        let _ = Moment::parse(&format!("2017-04-15 {clock}"), zone("Europe/Berlin"));
        let _ = WeekId::parse(&text, WeekStart::Iso);
        let _ = Zone::suggest(&clock);
    }

    #[test]
    fn order_is_total_and_by_instant(minutes in prop::collection::vec(0i64..3000, 3), timed in prop::collection::vec(any::<bool>(), 3)) {
        // Around a night in which St John's put its clocks back over midnight (00:01 to 23:01).
        let name = "America/St_Johns";
        let moments: Vec<Moment> = minutes.iter().zip(&timed).map(|(minute, timed)| {
            let (day, minute) = (28 + minute / 1440, minute % 1440);
            let text = format!("2006-10-{day:02}T{:02}:{:02}Z", minute / 60, minute % 60);
            if *timed { moment(&text, name) } else { Moment::on(moment(&text, name).day) }
        }).collect();
        let [a, b, c] = [moments[0], moments[1], moments[2]];
        if a < b && b < c { prop_assert!(a < c); }
        prop_assert_eq!(a < b, b > a);
        if a.day == b.day && let (Some(x), Some(y)) = (a.unix(), b.unix()) { prop_assert_eq!(x.cmp(&y), a.cmp(&b)); }
    }
}
