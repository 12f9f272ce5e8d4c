"""Signatures on documents: who signed with what, whose line is empty, what is no signature."""

import runpy
from collections.abc import Callable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import TypeAlias

import pytest

from rdclient.lens import Audience, Lang

Workspaces: TypeAlias = Callable[[Mapping[str, str]], Path]
FORMS = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("forms.py"))))
CHANGE = FORMS.CHANGE
DESK = FORMS.DESK
CLIENT_LINE = "甲方（签字、盖章）：＿＿＿＿＿＿＿＿　日期：＿＿年＿月＿日"
VENDOR_LINE = "乙方（签字、盖章）：＿＿＿＿＿＿＿＿　日期：＿＿年＿月＿日"


@pytest.fixture
def made(meetings: Callable[..., Path]) -> Workspaces:
    """A function that lays files over the small project and gives its folder."""
    return lambda files: meetings({**FORMS.FRAME, **files})


def signatures(root: Path, **more: object) -> str:
    """The section of the form in which both sides sign."""
    text: str = FORMS.section(FORMS.document(root, **more), "十")
    return text


def acts(text: str) -> list[list[str]]:
    """The rows of the signature table, without the fingerprint."""
    rows = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in (*row[:5], row[6])] for row in rows[2:]]


def test_a_request_that_nobody_signed_has_a_line_for_each_side_and_its_fingerprint(
    made: Workspaces,
) -> None:
    root = made({})
    digits = DESK.fingerprint_now(root, "CR-1").partition(":")[2][:12]
    assert signatures(root).split("\n\n") == [
        f"双方签字所确认的是内容指纹为{digits}的文本；内容改动的，须重新签字。",
        CLIENT_LINE,
        VENDOR_LINE,
    ]


def test_who_signed_stands_with_evidence_and_seal_and_the_other_line_stays(
    made: Workspaces,
) -> None:
    root = made({})
    DESK.put(
        root,
        DESK.Act("CR-1", "chen.liqun", "client", "2026-11-20", scan=b"paper", seal="contract"),
    )
    text = signatures(root)
    assert acts(text) == [
        ["甲方", "陈立群（清算中心）", "同意", "附书面凭证（盖合同专用章）", "11-20", "有效"]
    ]
    assert CLIENT_LINE not in text
    assert VENDOR_LINE in text


def test_when_both_have_signed_no_line_is_left(made: Workspaces) -> None:
    root = made({})
    FORMS.sign(root, on="2026-11-20")
    text = signatures(root)
    digits = DESK.fingerprint_now(root, "CR-1").partition(":")[2][:12]
    assert text.endswith(f"双方确认手续已于11月20日齐备，所确认的内容指纹为{digits}。")
    assert "＿" not in text
    assert "已批准（双方确认手续齐备）" in FORMS.section(FORMS.document(root), "十三")


def test_a_word_without_evidence_is_never_called_a_signature(made: Workspaces) -> None:
    root = made({})
    DESK.put(root, DESK.Act("CR-1", "chen.liqun", "client", "2026-11-20"))
    text = signatures(root)
    assert acts(text)[0][3:] == [
        "口头或自述（未附凭证）", "11-20", "未达到约定的凭证级别，不作签字",
    ]  # fmt: skip
    assert CLIENT_LINE in text


def test_a_confirmation_that_only_we_claim_says_so(made: Workspaces) -> None:
    claim = "result: approve}\n          - {at: 2026-11-20, type: client_confirmed, by: chen.liqun}"
    root = made(FORMS.with_line(CHANGE, "result: approve}", claim))
    text = FORMS.document(root)
    assert FORMS.row(text, "状态") == ["甲方已确认（据乙方记录），待签字"]
    assert "| 11-20 | 甲方确认（据乙方记录，未附凭证） | 陈立群（清算中心） | — |" in text
    FORMS.sign(root, on="2026-11-20")
    assert "未附凭证" not in FORMS.document(root)


def test_when_the_text_changes_the_signature_has_to_be_given_again(made: Workspaces) -> None:
    root = made({})
    FORMS.sign(root, on="2026-11-20")
    FORMS.edit(root, CHANGE, "年终集中代发", "月末集中代发")
    text = signatures(root)
    assert [row[5] for row in acts(text)] == ["内容已改动，须重新确认"] * 2
    assert CLIENT_LINE in text
    FORMS.sign(root, on="2026-11-23")
    again = signatures(root)
    assert [row[4:] for row in acts(again)] == [["11-23", "有效"]] * 2
    inner = signatures(root, audience=Audience.INTERNAL)
    assert len(acts(inner)) == 4


def test_what_is_wrong_with_an_act_is_told_to_us_only(made: Workspaces) -> None:
    root = made({})
    DESK.put(root, DESK.Act("CR-1", "wang.xuemei", "client", "2026-11-20", scan=b"x"))
    inner = signatures(root, audience=Audience.INTERNAL)
    assert acts(inner)[0][5] == "不计入（当日此人无权确认）"
    assert "王雪梅" not in signatures(root)


def test_conditions_stand_where_both_sign(made: Workspaces) -> None:
    root = made({CHANGE: FORMS.with_end(FORMS.FRAME[CHANGE], "conditions: 测试环境11月10日前到位")})
    assert signatures(root).startswith("附条件：测试环境11月10日前到位。")


EMERGENCY = FORMS.with_line(CHANGE, "channel: email", "channel: phone\n        urgency: emergency")


def test_an_emergency_is_put_into_writing_later(made: Workspaces) -> None:
    root = made(EMERGENCY)
    assert signatures(root).startswith(
        "本变更按紧急变更办理：经双方负责人同意后可先行实施，书面手续须于2个工作日内补齐。"
    )
    for side, by in (("client", "chen.liqun"), ("vendor", "zhang.min")):
        DESK.put(root, DESK.Act("CR-1", by, side, "2026-11-19 11:20"))
    text = FORMS.document(root)
    assert FORMS.section(text, "十").startswith(
        "本变更为紧急变更，经双方负责人于11月19日11:20同意先行实施，书面手续须于2个工作日内补齐。"
    )
    assert FORMS.row(text, "状态") == ["双方已同意先行实施，书面手续待补齐"]
    assert "| 11-19 11:20 | 双方同意先行实施 | — | — |" in text
    assert CLIENT_LINE in text
    FORMS.sign(root, on="2026-11-23")
    text = FORMS.document(root)
    assert FORMS.section(text, "十").startswith(
        "本变更为紧急变更，经双方负责人于11月19日同意先行实施，书面手续已于11月23日补齐。"
    )
    assert "| 11-23 | 已批准（双方确认手续齐备） | — | — |" in text


def test_what_was_confirmed_before_the_method_stays_as_recorded(made: Workspaces) -> None:
    claim = "result: approve}\n          - {at: 2026-11-20, type: client_confirmed, by: chen.liqun}"
    root = made(
        {
            **FORMS.with_line(CHANGE, "result: approve}", claim),
            **FORMS.with_line("policy.yaml", "control:", "control:\n          since: 2026-12-01"),
        }
    )
    assert signatures(root) == (
        "本变更在签字确认办法施行前已经甲方确认（11月20日），按当时的记录执行。"
    )


def test_english_says_the_same(made: Workspaces) -> None:
    root = made({})
    DESK.put(root, DESK.Act("CR-1", "chen.liqun", "client", "2026-11-20"))
    text = FORMS.document(root, lang=Lang.EN)
    assert "| Declared | 20 Nov |" in text
    assert "below the evidence agreed; not a signature" in text
    assert "Client (signature, company seal): ＿＿＿＿＿＿＿＿＿＿ Date: ＿＿＿＿＿＿" in text


# ── the baseline form ────────────────────────────────────────────────────────


def test_a_baseline_form_holds_the_whole_text_the_rules_and_the_lines(made: Workspaces) -> None:
    root = made({})
    FORMS.write_baseline(root, "V1", "2026-10-01")
    text = FORMS.document(root, "baseline-form", "V1")
    assert FORMS.row(text, "需求条数") == ["1条"]
    body = FORMS.section(text, "三")
    assert FORMS.row(body, "功能") == ["系统应支持单批不超过5000笔的代付"]
    assert FORMS.row(body, "验收方式") == ["测试"]
    assert FORMS.row(body, "签字确认人") == ["王雪梅"]
    assert FORMS.section(text, "四") == "变更由双方签字后生效。"
    assert FORMS.section(text, "五").split("\n\n")[1:3] == [CLIENT_LINE, VENDOR_LINE]
    FORMS.sign(root, on="2026-10-02", kind="baseline", subject="V1")
    signed = FORMS.document(root, "baseline-form", "V1")
    assert FORMS.row(signed, "状态") == ["双方确认手续齐备（10月2日）"]


def test_a_baseline_form_states_what_was_signed_and_not_what_the_record_says_now(
    made: Workspaces,
) -> None:
    root = made({})
    FORMS.write_baseline(root, "V1", "2026-10-01")
    before = FORMS.document(root, "baseline-form", "V1")
    FORMS.edit(root, FORMS.REQUIREMENT, "5000笔的代付", "9000笔的代付")
    assert FORMS.document(root, "baseline-form", "V1") == before


def test_a_text_that_is_not_the_one_with_the_fingerprint_is_not_to_be_signed(
    made: Workspaces,
) -> None:
    root = made({})
    FORMS.write_baseline(root, "V1", "2026-10-01")
    FORMS.edit(root, f"{FORMS.HOME}/baselines/V1.yaml", "5000笔的代付", "9000笔的代付")
    text = FORMS.document(root, "baseline-form", "V1")
    assert "**以下正文与登记的内容指纹不符，不得据以签字。**" in text
    assert "（与正文不符）" in FORMS.section(text, "二")


def test_words_that_no_model_knows_do_not_break_the_form(made: Workspaces) -> None:
    root = made({})
    FORMS.write_baseline(root, "V1", "2026-10-01")
    FORMS.edit(root, f"{FORMS.HOME}/baselines/V1.yaml", '"method":"test"', '"method":"oracle"')
    text = FORMS.document(root, "baseline-form", "V1")
    assert FORMS.row(text, "验收方式") == ["oracle"]


# ── the annex ────────────────────────────────────────────────────────────────


def test_the_annex_names_the_parties_the_numbers_of_policy_and_who_signs(made: Workspaces) -> None:
    root = made({})
    text = FORMS.document(root, "contract-annex", "pay")
    assert FORMS.row(text, "乙方") == ["青砚软件有限公司"]
    assert FORMS.row(text, "所属合同") == ["开发合同（HT-1）"]
    assert FORMS.row(FORMS.section(text, "四"), "重大变更") == [
        "附书面凭证，盖章；1人", "附书面凭证；1人",
    ]  # fmt: skip
    assert "工期变动超过2个工作日" in FORMS.section(text, "六")
    assert FORMS.row(text.partition("## 附表一")[2], "重大变更") == [
        "陈立群（清算中心）", "张敏（项目部）",
    ]  # fmt: skip
    assert text.partition("## 附表二")[2].splitlines()[2] == "双方尚未登记公钥。"


def test_the_annex_leaves_validity_to_counsel(made: Workspaces) -> None:
    root = made({})
    assert "由双方分别征询法律顾问的意见" in FORMS.document(root, "contract-annex", "pay")
    english = FORMS.document(root, "contract-annex", "pay", lang=Lang.EN)
    assert "is for each party's own counsel" in english


def test_silence_counts_for_minutes_only_where_the_contract_says_so(made: Workspaces) -> None:
    text = FORMS.document(made({}), "contract-annex", "pay")
    assert FORMS.section(text, "五").startswith("1. 合同未约定默认确认条款")
    place = "clients/nb/contracts/HT-1.yaml"
    agreed = FORMS.with_end(FORMS.FRAME[place], "deemed_clause: 《沟通计划》第4.2条")
    text = FORMS.document(made({place: agreed}), "contract-annex", "pay")
    assert "视为对纪要无异议（依据：《沟通计划》第4.2条）" in FORMS.section(text, "五")
    assert "沉默不视为同意" in FORMS.section(text, "五")


def test_the_annex_lists_keys_as_ssh_keygen_prints_them(made: Workspaces) -> None:
    key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f"
    people = f"""
        - id: zhang.min
          name: 张敏
          unit: 项目部
          keys: [{{key: {key}, valid_from: 2026-09-01, revoked_on: 2026-12-01}}]
        - {{id: zhou.tao, name: 周涛, unit: 研发中心}}
    """
    text = FORMS.document(made({"people.yaml": people}), "contract-annex", "pay")
    assert FORMS.row(text.partition("## 附表二")[2], "乙方") == [
        "张敏（项目部）", "SHA256:ZkAslGjFiUHdGf/WUL8rQvkib4PTvQatUV0OUQSncCA", "2026年9月1日",
        "2026年12月1日",
    ]  # fmt: skip
