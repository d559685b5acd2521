//! A page that can be read: paragraphs broken at 60 mm.

use super::*;

/// 60 mm.
const MEASURE: f64 = 60.0 / 25.4 * 72.0;

const WELLS: &str = "Engineers from the city’s water directorate reopened eleven wells on the left bank on Saturday, \
    the first since the pumping station at Al-Qubba was shelled in January. Residents of three neighbourhoods had been \
    buying water by the tanker—some at prices five times higher than before the offensive—and queues formed \
    within minutes. “We were told to boil it first,” one of them said; the full figures are at \
    https://example.org/reports/2017/04/wells-and-pumping-stations.html as of 15 April.";

fn picture(lines: &[Line]) -> String {
    let mut picture = String::new();
    for line in lines {
        let text = text_of(line).replace('\u{AD}', "-");
        let (x, end) = (line.x.0, line.x.0 + line.width.0);
        picture.push_str(&format!("{x:6.2} {end:6.2} | {}\n", text.trim_end()));
    }
    picture
}

#[test]
fn a_justified_paragraph() {
    let lines = english(WELLS, |style| style.text_indent = Pt(12.0)).lines(MEASURE);
    insta::assert_snapshot!(picture(&lines));
}

#[test]
fn a_ragged_paragraph() {
    let lines = english(WELLS, |style| style.text_align = TextAlign::Start).lines(MEASURE);
    insta::assert_snapshot!(picture(&lines));
}

#[test]
fn a_right_to_left_paragraph() {
    let text = "أعاد مهندسو مديرية الماء في المدينة تشغيل أحد عشر بئرًا على الجانب الأيسر يوم السبت 15 نيسان 2017، \
        وهي الأولى منذ قصف محطة القبة (Al-Qubba) في كانون الثاني؛ وقال السكان إنّ الأسعار كانت أعلى بخمسة أضعاف.";
    insta::assert_snapshot!(picture(&arabic(text).lines(MEASURE)));
}
