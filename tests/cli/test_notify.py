"""``rdclient notify``: each item once per state, to addresses nobody gets to see."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

Run = Callable[..., Any]
SECRET = "s3cr3t-t0ken"  # noqa: S105 - what must never be printed
UUID = "3f2a9c10-8d41-4c6e-9b1a-5e7d2f60c8a4"

FILES = {
    "rdclient.yaml": (
        f"name: 青砚软件\nvendor: {{name: 青砚软件}}\nuuid: {UUID}\nlang: zh\n"
        "timezone: Asia/Shanghai\nschema_version: 1\n"
    ),
    "people.yaml": (
        "- {id: he.xiaodong, name: {zh: 何晓东, en: He Xiaodong}}\n"
        "- {id: zhang.min, name: {zh: 张敏, en: Zhang Min}}\n"
    ),
    "clients/northbank/client.yaml": "name: {zh: 北辰银行, en: Northbank}\n",
    "clients/northbank/contacts.yaml": (
        "- {id: wang.xuemei, name: {zh: 王雪梅, en: Wang Xuemei}}\n"
    ),
    "clients/northbank/tickets.yaml": """\
- id: TCK-0031
  title: 批量代付文件无法上传
  kind: question
  priority: urgent
  events:
    - {at: 2026-11-20 08:40, type: opened, by: wang.xuemei}
    - {at: 2026-11-20 08:41, type: assigned, by: he.xiaodong}
""",
}
TICKETS = "clients/northbank/tickets.yaml"
FOLLOW_UPS = "clients/northbank/followups.yaml"
PROJECT = "clients/northbank/projects/portal"
PROJECT_FILE = (
    "name: 门户\ntype: custom_dev\npurpose: 查询。\n"
    "phases: [{phase: presales, entered_on: 2026-11-02}]\n"
    "team: [{role: project_manager, person: zhang.min, from: 2026-11-02}]\n"
)


@dataclass
class Receiver:
    """What a web hook on this computer received, and how it answers."""

    port: int
    status: int = 200
    messages: list[dict[str, str]] = field(default_factory=list)

    @property
    def address(self) -> str:
        """As it stands in the environment."""
        return f"json://127.0.0.1:{self.port}/{SECRET}"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A web hook that keeps what is posted to it."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            got.messages.append(json.loads(self.rfile.read(length)))
            self.send_response(got.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_words: object) -> None:
            """Nothing on standard error."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    got = Receiver(server.server_address[1])
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield got
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def folder(
    make_workspace: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.delenv("RDCLIENT_NOTIFY", raising=False)
    return make_workspace(FILES)


@pytest.fixture
def send(
    rdclient: Run, folder: Path, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Any]:
    """A function that runs ``notify`` at a time, with the web hook as its address."""
    monkeypatch.setenv("RDCLIENT_NOTIFY", receiver.address)

    def run(at: str, *words: str | Path, lang: str = "zh") -> object:
        ran = rdclient("-C", folder, "notify", "--as-of", at, "--lang", lang, *words, lang=lang)
        assert SECRET not in ran.out + ran.err
        assert str(receiver.port) not in ran.out + ran.err
        return ran

    return run


def shown(rdclient: Run, folder: Path, at: str, *words: str, lang: str = "zh") -> list[str]:
    """The message of a dry run, line by line."""
    ran = rdclient(
        "-C", folder, "notify", "--dry-run", "--as-of", at, "--lang", lang, *words, lang=lang
    )
    assert ran.code == 0, ran.err
    return list(ran.out.splitlines())


def write(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


# ── the message ──────────────────────────────────────────────────────────────


def test_an_answer_that_is_nearly_late_is_told_with_how_long_there_is(
    rdclient: Run, folder: Path
) -> None:
    assert shown(rdclient, folder, "2026-11-20 10:20") == [
        "【青砚软件·时限提醒】2026年11月20日10:20",
        "警告 TCK-0031 响应：距超时还有20分钟，责任人：何晓东",
        "查看全部：rdclient agenda --days 1",
    ]
    assert shown(rdclient, folder, "2026-11-20 10:20", lang="en") == [
        "[青砚软件 · time limits] 20 November 2026 10:20",
        "warning: TCK-0031 Response: 20 min left, owner: He Xiaodong",
        "all of them: rdclient agenda --days 1",
    ]


def test_before_that_it_is_told_until_when(rdclient: Run, folder: Path) -> None:
    assert "提示 TCK-0031 响应：11月20日10:40前完成，责任人：何晓东" in shown(
        rdclient, folder, "2026-11-20 09:00"
    )


def test_an_answer_that_is_late_is_told_with_how_late(rdclient: Run, folder: Path) -> None:
    zh = shown(rdclient, folder, "2026-11-20 17:40")
    assert "警告 TCK-0031 响应：已超时7小时，责任人：何晓东" in zh
    en = shown(rdclient, folder, "2026-11-20 17:40", lang="en")
    assert "warning: TCK-0031 Response: 7 h over, owner: He Xiaodong" in en


def test_our_own_item_with_a_date_is_overdue_rather_than_over(rdclient: Run, folder: Path) -> None:
    write(
        folder,
        FOLLOW_UPS,
        "- {id: FUP-001, text: 回访试用情况, owner: zhang.min, due: 2026-11-18, "
        "created_on: 2026-11-02}\n",
    )
    zh = shown(rdclient, folder, "2026-11-20 09:00", "--person", "张敏")
    assert zh[0] == "【青砚软件·张敏·时限提醒】2026年11月20日09:00"
    assert zh[1:] == [
        "警告 FUP-001 跟进事项：已逾期2天，责任人：张敏",
        "查看全部：rdclient agenda --person 张敏 --days 1",
    ]


def test_what_the_client_owes_is_told_in_neutral_words(rdclient: Run, folder: Path) -> None:
    write(
        folder,
        FOLLOW_UPS,
        "- {id: FUP-002, text: 提供测试数据, owner: wang.xuemei, due: 2026-11-18, "
        "created_on: 2026-11-02}\n",
    )
    at = "2026-11-20 09:00"
    zh, en = (
        shown(rdclient, folder, at, "--person", "wang.xuemei", lang=it) for it in ("zh", "en")
    )
    assert zh[1] == "提示 FUP-002 跟进事项：逾期2天，客户方：王雪梅"
    assert en[1] == "note: FUP-002 Follow-up: 2 days overdue, with the client: Wang Xuemei"


def test_what_waits_for_the_client_is_not_told(rdclient: Run, folder: Path) -> None:
    write(
        folder,
        TICKETS,
        """\
- id: TCK-0032
  title: 查询缓慢
  kind: question
  priority: normal
  events:
    - {at: 2026-11-20 08:00, type: opened, by: wang.xuemei}
    - {at: 2026-11-20 08:30, type: responded, by: he.xiaodong}
    - {at: 2026-11-20 09:00, type: waiting_client, by: he.xiaodong}
""",
    )
    assert any("TCK-0032 关闭" in line for line in shown(rdclient, folder, "2026-11-20 08:45"))
    assert shown(rdclient, folder, "2026-11-20 12:00") == []


def test_the_longest_overdue_stands_first(rdclient: Run, folder: Path) -> None:
    write(
        folder,
        FOLLOW_UPS,
        "- {id: FUP-001, text: 一, owner: zhang.min, due: 2026-11-20, created_on: 2026-11-02}\n"
        "- {id: FUP-002, text: 二, owner: zhang.min, due: 2026-11-21, created_on: 2026-11-20}\n"
        "- {id: FUP-003, text: 三, owner: zhang.min, due: 2026-11-18, created_on: 2026-11-02}\n"
        "- {id: FUP-004, text: 四, owner: zhang.min, due: 2026-11-22, created_on: 2026-11-20}\n",
    )
    told = shown(rdclient, folder, "2026-11-20 10:50")
    assert [line.split()[1] for line in told[1:-1]] == ["FUP-003", "TCK-0031", "FUP-001", "FUP-002"]
    assert told[3] == "警告 FUP-001 跟进事项：今日到期，责任人：张敏"
    assert told[4] == "提示 FUP-002 跟进事项：11月21日到期，责任人：张敏"


def test_twenty_items_are_told_and_the_others_counted(rdclient: Run, folder: Path) -> None:
    rows = (
        f"- {{id: FUP-{n:03}, text: 事项, owner: zhang.min, due: 2026-11-18, "
        "created_on: 2026-11-02}\n"
        for n in range(1, 23)
    )
    write(folder, FOLLOW_UPS, "".join(rows))
    at = "2026-11-20 09:00"
    zh, en = (shown(rdclient, folder, at, lang=it) for it in ("zh", "en"))
    assert (len(zh), zh[-2]) == (1 + 20 + 2, "另有3项")
    assert (len(en), en[-2]) == (1 + 20 + 2, "and 3 more")


def test_a_client_gets_a_heading_of_its_own(rdclient: Run, folder: Path) -> None:
    told = shown(rdclient, folder, "2026-11-20 10:20", "--client", "northbank")
    assert told[0] == "【北辰银行·时限提醒】2026年11月20日10:20"
    assert told[-1] == "查看全部：rdclient agenda --client northbank --days 1"


def test_the_command_to_see_them_all_lists_the_same(rdclient: Run, folder: Path) -> None:
    write(folder, f"{PROJECT}/project.yaml", PROJECT_FILE)
    write(folder, TICKETS, FILES[TICKETS].replace("  kind:", "  project: portal\n  kind:"))
    words = ("--project", "portal", "--person", "he.xiaodong")
    told = shown(rdclient, folder, "2026-11-20 10:20", *words)
    assert told[0] == "【门户·何晓东·时限提醒】2026年11月20日10:20"
    command = told[-1].partition("：")[2]
    assert command == "rdclient agenda portal --person he.xiaodong --days 1"
    ran = rdclient("-C", folder, *command.split()[1:], "--as-of", "2026-11-20 10:20")
    assert ran.code == 0, ran.err
    assert "TCK-0031" in ran.out


def test_of_several_clients_each_line_says_whose_it_is(rdclient: Run, folder: Path) -> None:
    write(folder, "clients/kestrel/client.yaml", "name: Kestrel\n")
    write(folder, "clients/kestrel/tickets.yaml", FILES[TICKETS].replace("wang.xuemei", "ada"))
    told = shown(rdclient, folder, "2026-11-20 10:20")
    assert told[1:3] == [
        "警告 TCK-0031 响应（Kestrel）：距超时还有20分钟，责任人：何晓东",
        "警告 TCK-0031 响应（北辰银行）：距超时还有20分钟，责任人：何晓东",
    ]


def test_names_cannot_bring_in_lines_or_signs_of_their_own(rdclient: Run, folder: Path) -> None:
    write(folder, "people.yaml", '- {id: he.xiaodong, name: "何晓东\\n【公告】放假"}\n')
    told = shown(rdclient, folder, "2026-11-20 10:20")
    assert told[1] == "警告 TCK-0031 响应：距超时还有20分钟，责任人：何晓东 【公告】放假"


def test_json_holds_the_items_exactly(rdclient: Run, folder: Path) -> None:
    words = ("--as-of", "2026-11-20 10:20", "--format", "json", "--lang", "en")
    ran = rdclient("-C", folder, "notify", "--dry-run", *words)
    document = json.loads(ran.out)
    assert (document["schema_version"], document["type"]) == (1, "notice")
    (item,) = document["items"]
    assert item["key"] == "RD501|northbank/TCK-0031||at_risk"
    assert item["deadline"] == "2026-11-20T10:40:00+08:00"
    assert item["clock"]["remaining"] == 1200
    assert document["unread"] == []


# ── once per state ───────────────────────────────────────────────────────────


def test_a_second_run_sends_nothing_and_says_so(send: Run, receiver: Receiver) -> None:
    first = send("2026-11-20 10:20")
    assert (first.code, first.out, first.err) == (0, "", "已向1个地址发送1项\n")
    second = send("2026-11-20 10:25")
    assert (second.code, second.out) == (0, "")
    assert second.err == "没有新的提醒（另有1项已发送过），未发送\n"
    assert len(receiver.messages) == 1
    assert receiver.messages[0]["title"] == "【青砚软件·时限提醒】2026年11月20日10:20"
    assert receiver.messages[0]["message"] == (
        "警告 TCK-0031 响应：距超时还有20分钟，责任人：何晓东\n查看全部：rdclient agenda --days 1"
    )


def test_a_new_state_is_news(send: Run, receiver: Receiver) -> None:
    for at in ("09:00", "09:30", "10:20", "10:30", "10:41", "18:00"):
        assert send(f"2026-11-20 {at}").code == 0
    told = [message["message"].splitlines()[0] for message in receiver.messages]
    assert told == [
        "提示 TCK-0031 响应：11月20日10:40前完成，责任人：何晓东",
        "警告 TCK-0031 响应：距超时还有20分钟，责任人：何晓东",
        "警告 TCK-0031 响应：已超时1分钟，责任人：何晓东",
    ]


def test_only_what_is_new_is_sent(send: Run, folder: Path, receiver: Receiver) -> None:
    send("2026-11-20 10:20")
    write(folder, TICKETS, FILES[TICKETS] + FILES[TICKETS].replace("TCK-0031", "TCK-0032"))
    ran = send("2026-11-20 10:25", lang="en")
    assert ran.err == "sent 1 item (1 told before) to 1 address\n"
    assert "TCK-0031" not in receiver.messages[1]["message"]
    assert "TCK-0032" in receiver.messages[1]["message"]


def test_what_was_put_off_is_told_again_under_its_new_date(
    send: Run, folder: Path, receiver: Receiver
) -> None:
    write(folder, TICKETS, "[]\n")
    item = "- {id: FUP-001, text: 回访, owner: zhang.min, due: 2026-11-18, created_on: 2026-11-02"
    write(folder, FOLLOW_UPS, item + "}\n")
    send("2026-11-19 09:00")
    moved = ", events: [{at: 2026-11-19 10:00, type: moved, due: 2026-12-20}]}\n"
    write(folder, FOLLOW_UPS, item + moved)
    assert "未发送" in send("2026-11-20 09:00").err
    send("2026-12-21 09:00")
    send("2026-12-22 09:00")
    assert [message["message"].splitlines()[0] for message in receiver.messages] == [
        "警告 FUP-001 跟进事项：已逾期1天，责任人：张敏",
        "警告 FUP-001 跟进事项：已逾期1天，责任人：张敏",
    ]


def test_with_escalations_each_level_is_told_once_with_whom_to_tell(
    send: Run, folder: Path, receiver: Receiver
) -> None:
    write(
        folder,
        f"{PROJECT}/project.yaml",
        PROJECT_FILE,
    )
    for at in ("10:20", "10:30", "10:45", "11:00", "11:50", "12:00"):
        assert send(f"2026-11-20 {at}", "--escalations").code == 0
    told = [message["message"].splitlines()[0] for message in receiver.messages]
    assert told == [
        (
            "警告 TCK-0031 响应：距超时还有20分钟，责任人：何晓东，"
            "已用75%，应告知技术对接人（无人担任）"
        ),
        "警告 TCK-0031 响应：已超时5分钟，责任人：何晓东，已用100%，应告知项目经理张敏",
        (
            "警告 TCK-0031 响应：已超时1小时10分，责任人：何晓东，"
            "已用150%，应告知客户主管（无人担任）"
        ),
    ]


def test_a_narrower_run_forgets_nothing_of_the_others(
    send: Run, folder: Path, receiver: Receiver
) -> None:
    write(folder, "clients/kestrel/client.yaml", "name: Kestrel\n")
    write(folder, "clients/kestrel/tickets.yaml", FILES[TICKETS].replace("wang.xuemei", "ada"))
    send("2026-11-20 10:20", "--client", "northbank")
    send("2026-11-20 10:21", "--client", "kestrel")
    assert "另有2项已发送过" in send("2026-11-20 10:22").err
    assert len(receiver.messages) == 2


# ── the state file ───────────────────────────────────────────────────────────


def test_it_is_called_after_the_workspace_and_lies_with_the_user(send: Run, tmp_path: Path) -> None:
    send("2026-11-20 10:20")
    kept = tmp_path / "state" / "rdclient" / f"{UUID}.json"
    assert json.loads(kept.read_text(encoding="utf-8")) == {
        "schema_version": 1,
        "workspace": UUID,
        "told": {
            "RD501|northbank/TCK-0031||at_risk": {
                "deadline": "2026-11-20T10:40:00+08:00",
                "at": "2026-11-20T10:20:00+08:00",
            }
        },
    }
    assert [path.name for path in kept.parent.iterdir()] == [f"{UUID}.json"]


def test_without_a_state_folder_it_lies_in_the_home(
    send: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    send("2026-11-20 10:20")
    assert (tmp_path / "home/.local/state/rdclient" / f"{UUID}.json").is_file()


def test_a_workspace_without_uuid_is_known_by_its_place(
    send: Run, folder: Path, tmp_path: Path
) -> None:
    frame = FILES["rdclient.yaml"].replace(f"uuid: {UUID}\n", "")
    write(folder, "rdclient.yaml", frame)
    send("2026-11-20 10:20")
    (kept,) = (tmp_path / "state" / "rdclient").iterdir()
    assert len(kept.stem) == 32
    assert "未发送" in send("2026-11-20 10:21").err


def test_it_may_lie_elsewhere(send: Run, tmp_path: Path, receiver: Receiver) -> None:
    place = tmp_path / "cache" / "told.json"
    send("2026-11-20 10:20", "--state", place)
    assert place.is_file()
    assert not (tmp_path / "state").exists()
    assert "未发送" in send("2026-11-20 10:21", "--state", place).err
    assert len(receiver.messages) == 1
    place.unlink()
    send("2026-11-20 10:22", "--state", place)
    assert len(receiver.messages) == 2


@pytest.mark.parametrize(
    "content",
    [
        "", "{", "[]", "null", "\x00\x01", "[" * 100_000, '{"schema_version": 1}',
        '{"schema_version": 2, "workspace": "' + UUID + '", "told": {}}',
        '{"schema_version": 1, "workspace": 7, "told": {}}',
        '{"schema_version": 1, "workspace": "' + UUID + '", "told": []}',
        '{"schema_version": 1, "workspace": "' + UUID + '", "told": {"a": {}}}',
        '{"schema_version": 1, "workspace": "' + UUID + '", "told": {"a": {"deadline": 1}}}',
    ],
)  # fmt: skip
def test_a_damaged_file_is_left_alone_and_nothing_is_sent(
    send: Run, tmp_path: Path, receiver: Receiver, content: str
) -> None:
    place = tmp_path / "told.json"
    place.write_text(content, encoding="utf-8")
    for words in ((), ("--dry-run",)):
        ran = send("2026-11-20 10:20", "--state", place, *words)
        assert (ran.code, ran.out) == (3, "")
        assert "内容已损坏" in ran.err
    assert place.read_text(encoding="utf-8") == content
    assert receiver.messages == []


def test_the_file_of_another_workspace_is_refused(
    send: Run, folder: Path, tmp_path: Path, receiver: Receiver
) -> None:
    place = tmp_path / "told.json"
    send("2026-11-20 10:20", "--state", place)
    before = place.read_bytes()
    write(folder, "rdclient.yaml", FILES["rdclient.yaml"].replace("3f2a", "4f2a"))
    ran = send("2026-11-20 10:21", "--state", place, lang="en")
    assert ran.code == 2
    assert "another workspace" in ran.err
    assert place.read_bytes() == before
    assert len(receiver.messages) == 1


def test_a_folder_is_no_state_file(send: Run, tmp_path: Path, receiver: Receiver) -> None:
    ran = send("2026-11-20 10:20", "--state", tmp_path, lang="en")
    assert ran.code == 2
    assert receiver.messages == []


def test_a_place_that_cannot_be_made_is_found_out_before_anything_is_sent(
    send: Run, tmp_path: Path, receiver: Receiver
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    ran = send("2026-11-20 10:20", "--state", tmp_path / "file" / "told.json")
    assert ran.code == 3
    assert receiver.messages == []


def test_what_was_told_long_ago_and_is_over_is_forgotten(
    send: Run, folder: Path, tmp_path: Path
) -> None:
    place = tmp_path / "told.json"
    send("2026-11-20 10:20", "--state", place)
    opened = "    - {at: 2028-11-20 08:40, type: opened, by: wang.xuemei}\n"
    ticket = FILES[TICKETS].partition("  events:\n")[0].replace("0031", "0900") + "  events:\n"
    write(folder, TICKETS, ticket + opened)
    send("2028-11-20 10:20", "--state", place)
    told = json.loads(place.read_text(encoding="utf-8"))["told"]
    assert list(told) == ["RD501|northbank/TCK-0900||at_risk"]


# ── dry run ──────────────────────────────────────────────────────────────────


def test_a_dry_run_sends_nothing_and_writes_nothing(
    send: Run, folder: Path, tmp_path: Path, receiver: Receiver, contents: Callable[..., Any]
) -> None:
    before = contents(folder)
    ran = send("2026-11-20 10:20", "--dry-run")
    assert ran.code == 0
    assert ran.err == "将发送1项；本次未发送\n"
    assert receiver.messages == []
    assert not (tmp_path / "state").exists()
    assert contents(folder) == before


def test_a_dry_run_shows_only_what_is_new(send: Run) -> None:
    send("2026-11-20 10:20")
    ran = send("2026-11-20 10:21", "--dry-run")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == "没有新的提醒（另有1项已发送过），未发送\n"


_WITHOUT_LIBRARY = """
import sys
sys.modules["apprise"] = None
from rdclient.cli.main import main
main()
"""


def without_library(root: Path, folder: Path, tmp_path: Path, *words: str) -> Any:  # noqa: ANN401
    return subprocess.run(
        [sys.executable, "-c", _WITHOUT_LIBRARY, "-C", str(folder), "notify", *words],
        env={
            "PYTHONPATH": str(root / "src"),
            "RDCLIENT_LANG": "en",
            "RDCLIENT_NOTIFY": f"json://127.0.0.1/{SECRET}",
            "XDG_STATE_HOME": str(tmp_path / "state"),
        },
        capture_output=True,
        check=False,
        encoding="utf-8",
    )


def test_without_the_library_a_dry_run_works_and_sending_says_what_to_install(
    root: Path, folder: Path, tmp_path: Path
) -> None:
    at = ("--as-of", "2026-11-20 10:20")
    dry = without_library(root, folder, tmp_path, *at, "--dry-run")
    assert dry.returncode == 0
    assert "TCK-0031" in dry.stdout
    ran = without_library(root, folder, tmp_path, *at)
    assert (ran.returncode, ran.stdout) == (3, "")
    assert 'pip install "rdclient[notify]"' in ran.stderr
    assert SECRET not in ran.stderr


# ── addresses ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("value", [None, "", "  "])
def test_without_an_address_it_says_where_one_belongs(
    rdclient: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, value: str | None
) -> None:
    if value is not None:
        monkeypatch.setenv("RDCLIENT_NOTIFY", value)
    ran = rdclient("-C", folder, "notify", "--as-of", "2026-11-20 10:20")
    assert (ran.code, ran.out) == (3, "")
    assert "RDCLIENT_NOTIFY" in ran.err


def test_an_address_is_taken_from_nowhere_else(rdclient: Run, folder: Path) -> None:
    options = rdclient("notify", "--help").out
    assert "--to" not in options
    assert "--url" not in options
    ran = rdclient("-C", folder, "notify", "json://127.0.0.1/x")
    assert ran.code == 2


@pytest.mark.parametrize(
    "address",
    [
        f"nosuchservice://{SECRET}",
        SECRET,
        f"json://127.0.0.1:1/{SECRET} nosuchservice://{SECRET}",
        f"slack://{SECRET}",
        f"mailto://{SECRET}",
    ],
)
def test_an_address_that_is_not_understood_is_not_printed(
    rdclient: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("RDCLIENT_NOTIFY", address)
    ran = rdclient("-C", folder, "notify", "--as-of", "2026-11-20 10:20")
    assert (ran.code, ran.out) == (3, "")
    assert SECRET not in ran.err
    assert "is not understood" in ran.err
    assert not (tmp_path / "state").exists()


@pytest.mark.parametrize("status", [400, 403, 404, 500])
def test_what_was_refused_is_not_on_record_as_sent(
    send: Run, tmp_path: Path, receiver: Receiver, status: int
) -> None:
    receiver.status = status
    ran = send("2026-11-20 10:20", lang="en")
    assert (ran.code, ran.out) == (3, "")
    assert "could not be sent" in ran.err
    assert list((tmp_path / "state" / "rdclient").iterdir()) == []
    receiver.status = 200
    assert send("2026-11-20 10:21", lang="en").err == "sent 1 item to 1 address\n"


def test_a_refusal_leaves_no_trace_of_the_address_in_a_process_of_its_own(
    run_rdclient: Run, folder: Path, tmp_path: Path
) -> None:
    env = {
        "RDCLIENT_NOTIFY": f"json://user:{SECRET}@127.0.0.1:1/{SECRET}",
        "RDCLIENT_TRACE": "1",
        "PYTHONWARNINGS": "default",
        "XDG_STATE_HOME": str(tmp_path / "state"),
    }
    ran = run_rdclient("-C", folder, "notify", "--as-of", "2026-11-20 10:20", env=env)
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.count("\n") == 1
    assert SECRET not in ran.err


def test_when_one_of_two_addresses_refuses_nothing_is_on_record(
    send: Run, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RDCLIENT_NOTIFY", f"{receiver.address} json://127.0.0.1:1/{SECRET}")
    assert send("2026-11-20 10:20").code == 3
    monkeypatch.setenv("RDCLIENT_NOTIFY", f"{receiver.address}, {receiver.address}/second")
    assert send("2026-11-20 10:21").err == "已向2个地址发送1项\n"


def test_when_there_is_nothing_to_tell_nothing_is_sent(
    send: Run, tmp_path: Path, receiver: Receiver
) -> None:
    ran = send("2026-11-20 08:00", lang="en")
    assert (ran.code, ran.out, ran.err) == (0, "", "nothing new to tell; nothing was sent\n")
    assert receiver.messages == []
    assert list((tmp_path / "state" / "rdclient").iterdir()) == []


# ── records that cannot be read ──────────────────────────────────────────────


def test_a_file_that_cannot_be_read_is_told_and_ends_with_3(
    send: Run, folder: Path, receiver: Receiver
) -> None:
    write(folder, FOLLOW_UPS, "- {id: [\n")
    ran = send("2026-11-20 10:20")
    assert ran.code == 3
    assert "clients/northbank/followups.yaml" in ran.err
    assert "内容不全：有1个记录文件未能读入" in receiver.messages[0]["message"]


@pytest.mark.parametrize("word", ["--client", "--project", "--person"])
def test_what_is_not_known_is_a_mistake_and_sends_nothing(
    send: Run, receiver: Receiver, word: str
) -> None:
    assert send("2026-11-20 10:20", word, "nobody").code == 2
    assert receiver.messages == []
