//! MARC relator codes (Library of Congress): what a person or body did for a book.

use crate::diagnostic::did_you_mean;

/// Every code, in order.
const CODES: &str = "abr acp act adi adp aft anc anl anm ann ant ape apl app aqt arc ard arr art asg asn ato att auc aud \
    aue aui aup aus aut bdd bjd bka bkd bkp blw bnd bpd brd brl bsl cad cas ccp chr cli cll clr clt cmm cmp cmt cnd cng \
    cns coe col com con cop cor cos cot cou cov cpc cpe cph cpl cpt cre crp crr crt csl csp cst ctb cte ctg ctr cts ctt \
    cur cwt dbd dbp dfd dfe dft dgc dgg dgs dis djo dln dnc dnr dpc dpt drm drt dsr dst dtc dte dtm dto dub edc edd edm \
    edt egr elg elt eng enj etr evp exp fac fds fld flm fmd fmk fmo fmp fnd fon fpy frg gdv gis grt his hnr hst ill ilu \
    ink ins inv isb itr ive ivr jud jug lbr lbt ldr led lee lel len let lgd lie lil lit lsa lse lso ltg ltr lyr mcp mdc \
    med mfp mfr mka mod mon mrb mrk msd mte mtk mup mus mxe nan nrt onp opn org orm osp oth own pad pan pat pbd pbl pdr \
    pfr pht plt pma pmn pnc pop ppm ppt pra prc prd pre prf prg prm prn pro prp prs prt prv pta pte ptf pth ptt pup rap \
    rbr rcd rce rcp rdd red ren res rev rpc rps rpt rpy rse rsg rsp rsr rst rth rtm rxa sad sce scl scr sde sds sec sfx \
    sgd sgn sht sll sng spk spn spy srv std stg stl stm stn str swd tad tau tcd tch ths tld tlg tlh tlp trc trl tyd tyg \
    uvp vac vdg vfx vnd voc wac wal wam wat waw wdc wde wfs wft win wit wpr wst wts";

/// Words that people write for the commonest codes.
const WORDS: &[(&str, &str)] = &[
    ("author", "aut"),
    ("cartographer", "ctg"),
    ("collector", "col"),
    ("compiler", "com"),
    ("contributor", "ctb"),
    ("creator", "cre"),
    ("designer", "dsr"),
    ("editor", "edt"),
    ("illustrator", "ill"),
    ("interviewee", "ive"),
    ("interviewer", "ivr"),
    ("journalist", "aut"),
    ("photographer", "pht"),
    ("publisher", "pbl"),
    ("reporter", "aut"),
    ("researcher", "res"),
    ("translator", "trl"),
    ("writer", "aut"),
];

/// Every code, in order.
pub(super) fn codes() -> impl Iterator<Item = &'static str> {
    CODES.split_ascii_whitespace()
}

/// Whether there is such a code.
pub(super) fn is_role(code: &str) -> bool {
    code.len() == 3 && CODES.split_ascii_whitespace().any(|known| known == code)
}

/// The code for a word such as `editor`, if it is one of the common ones.
pub(super) fn suggest(word: &str) -> Option<&'static str> {
    let lower = word.to_lowercase();
    if is_role(&lower) {
        return CODES.split_ascii_whitespace().find(|code| *code == lower);
    }
    let meant = did_you_mean(&lower, WORDS.iter().map(|(word, _)| *word))?;
    WORDS.iter().find(|(word, _)| *word == meant).map(|(_, code)| *code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_words() {
        assert!(
            is_role("aut") && is_role("trl") && is_role("wts") && !is_role("xyz") && !is_role("au") && !is_role("a t")
        );
        assert!(CODES.split_ascii_whitespace().is_sorted_by(|a, b| a < b));
        assert!(CODES.split_ascii_whitespace().all(|code| code.len() == 3));
        assert!(WORDS.iter().all(|(_, code)| is_role(code)));
        assert_eq!(suggest("Editor"), Some("edt"));
        assert_eq!(suggest("EDT"), Some("edt"));
        assert_eq!(suggest("translater"), Some("trl"));
        assert_eq!(suggest("zookeeper"), None);
    }
}
