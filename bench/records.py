"""The clients of a made-up workspace, their projects and the service they get."""

import hashlib
from collections import defaultdict
from dataclasses import replace
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from bench.corpus import AS_OF, WORDS, Corpus, Scope, workday

from bench import signed

NEW_CLIENT, NEW_PROJECT = 150, 90
"""Records that must still be wanted before a client or a project is begun."""
SIZES = (10, 15, 20, 20, 25, 30, 40, 60, 90)
"""Requirements of a project: most are small, a few are large."""
STAGES = ("planning", "development", "development", "development", "test", "operate", "operate")
TEAM = (
    *("client_lead", "project_manager", "technical_contact", "technical_lead", "tester"),
    *("developer", "second_developer"),
)
COUNTERPARTS = ("signatory", "client_owner", "client_technical", "client_counterpart")
AUTHORITIES = ("sign", "approve", "consult", "consult")
TYPES = {"functional": 60, "quality": 10, "interface": 12, "data": 10, "compliance": 8}

# ── a project ────────────────────────────────────────────────────────────────

_LARGE = 15
"""Projects of more requirements meet every week, others every other."""
_KEPT = 5
"""The first requirements are never deferred and have no parents."""


def project(client: Scope, number: int, people: list[str]) -> int:
    """Write a project of a client and return how many requirements it has."""
    corpus, chance = client.corpus, client.chance
    size = min(chance.choice(SIZES), max(8, corpus.limit // 30), corpus.left() // 6)
    spans = max(2, min(8, size // 5))
    test = 28 + 14 * spans
    begins = {"planning": 26, "development": 34, "test": test, "operate": test + 35}
    ends = {"planning": 28, "development": test - 1, "test": test + 20, "operate": test + 275}
    stage = chance.choice(STAGES)
    known: dict[str, object] = dict(client.values)
    known |= zip(TEAM, chance.sample(people, len(TEAM)), strict=True)
    known |= {"test": test, "acceptance": test + 21, "operate": test + 35, "size": size}
    known |= {"project": f"p{number:03}", "contract": f"HT-2026-{number:03}", "spans": spans}
    known |= {"code": f"P{number:03}", "amount": size * 40000}
    known |= {"advance": size * 16000, "rest": size * 24000}
    start = AS_OF - timedelta(days=chance.randint(begins[stage], ends[stage]))
    folder = f"{client.folder}/projects/p{number:03}"
    scope = Scope(corpus, folder, client.zh, workday(start), known)
    name = scope.fill(chance.choice(WORDS["deeds"]), scope.know())
    corpus.one(
        f"{client.folder}/contracts/HT-2026-{number:03}",
        "contract",
        scope.row("contract", name=name),
    )
    corpus.one(f"{folder}/project", "project", scope.row("project", name=name))
    _plans(scope, spans)
    _work(scope, size, spans)
    _talks(scope, size)
    return size


def _plans(scope: Scope, spans: int) -> None:
    corpus, folder = scope.corpus, scope.folder
    for name in ("milestones", "deliverables", "raci", "quality"):
        corpus.many(f"{folder}/{name}", name.removesuffix("s"), scope.row(name))
    corpus.many(
        f"{folder}/iterations",
        "iteration",
        [scope.row("iteration", id=f"IT-{n + 1:02}", begin=28 + 14 * n) for n in range(spans)],
    )


def _work(scope: Scope, size: int, spans: int) -> None:
    """Requirements, the tasks that build and test them, and changes."""
    corpus, chance, tasks = scope.corpus, scope.chance, list[object]()
    confirmed: dict[str, signed.Row] = {}
    for number in range(1, size + 1):
        begin = 28 + 14 * ((number - 1) * spans // size)
        words = WORDS["things"][number % len(WORDS["things"])]
        thing = scope.fill(words, {})
        deed = WORDS["deeds"][(number * 3 + number // 13) % len(WORDS["deeds"])]
        title, name = scope.fill(deed, {"thing": thing}), f"REQ-{number:03}"
        twice = _named_twice(scope, title, deed, words)
        row = _requirement(scope, number, begin, thing=thing, title=twice)
        if any(event["type"] == "confirmed" for event in row["events"]):
            confirmed[name] = row
        if scope.is_likely(12) and scope.day(begin) <= AS_OF:
            more = {"requirement": name, "begin": begin, "title": title}
            row = _changed(scope, f"CR-{number:03}", row, more)
        corpus.one(f"{scope.folder}/requirements/{name}", "requirement", row)
        waits = number - size // spans - chance.randint(1, 5)
        before = [f"TSK-{waits:03}"] if waits > 0 and scope.is_likely(40) else []
        tasks.append(
            _task(scope, f"TSK-{number:03}", (begin, begin + 10), before=before, title=title)
        )
        if number % 3 == 0:
            tests = [f"TSK-{number:03}"]
            tasks.append(
                _task(
                    scope, f"TST-{number:03}", (begin + 11, begin + 13), before=tests, title=title
                )
            )
    corpus.many(f"{scope.folder}/tasks", "task", tasks)
    signed.specification(scope, confirmed)
    _wishes(scope, size)


def _changed(scope: Scope, name: str, row: signed.Row, more: dict[str, Any]) -> signed.Row:
    """Write a change of a requirement; the requirement, with the new text once it is in it."""
    change: Any = scope.row("change", **more)
    scope.corpus.one(f"{scope.folder}/changes/{name}", "change", change)
    signed.change(scope, name, change, more["begin"] + 3)
    if not any(event["type"] == "implemented" for event in change["events"]):
        return row
    return {**row, "rules": list(signed.new_rules(change))}


def _wishes(scope: Scope, size: int) -> None:
    """Requirements that came in lately and were not looked at yet."""
    today = (AS_OF - scope.start).days
    for number in range(size + 1, size + size // 6 + 1 if today < scope.values["test"] else 0):
        title = scope.fill(scope.chance.choice(WORDS["deeds"]), scope.know())
        row = scope.row("wish", title=title, day=today - scope.chance.randint(0, 10))
        scope.corpus.one(f"{scope.folder}/requirements/REQ-{number:03}", "requirement", row)


def _named_twice(scope: Scope, title: object, deed: str, thing: str) -> object:
    """The title; some come with a translation, which names the text it was made from."""
    if not scope.zh or not scope.is_likely(10):
        return title
    other = replace(scope, zh=False)
    english = other.fill(deed, {"thing": other.fill(thing, {})})
    digest = hashlib.sha256(str(title).encode()).hexdigest()[:8]
    return {"zh": title, "en": english, "of": digest}


def _task(
    scope: Scope, name: str, span: tuple[int, int], *, before: list[str], title: object
) -> object:
    number, builds = int(name[4:]), name.startswith("TSK")
    owner = scope.chance.choice(("developer", "second_developer")) if builds else "tester"
    return scope.row(
        "task",
        id=name,
        work=scope.fill("开发 | Build" if builds else "测试 | Test", {}),
        title=title,
        requirements=[
            f"REQ-{each:03}" for each in range(number if builds else number - 2, number + 1)
        ],
        depends_on=[{"task": name} for name in before],
        owner=scope.values[owner],
        start=span[0],
        finish=span[1],
    )


def _requirement(scope: Scope, number: int, begin: int, **more: object) -> Any:  # noqa: ANN401 - a filled template
    chance = scope.chance
    sort = chance.choices(list(TYPES), list(TYPES.values()))[0]
    values = scope.know(**more, id=number, begin=begin, early=chance.randint(1, 8))
    is_late = number > _KEPT and scope.is_likely(4)
    delay = scope.fill(WORDS["delay"], values) if scope.is_likely(6) else None
    steps = {**values, "delay": delay, "iteration": f"IT-{(begin - 14) // 14:02}"}
    facts = chance.sample(WORDS["backgrounds"], chance.choices((1, 2, 3, 4), (4, 3, 2, 1))[0])
    duties = chance.sample(WORDS["functions"], chance.choices((1, 2, 3, 5), (4, 4, 3, 1))[0])
    has_screen, has_parent = sort == "functional", number > _KEPT and scope.is_likely(20)
    blocks: dict[str, object] = {
        "type": sort,
        "them": scope.values[chance.choice(COUNTERPARTS)],
        "priority": chance.choices(("high", "medium", "low"), (3, 5, 2))[0],
        "background": ("" if scope.zh else " ").join(
            str(scope.fill(fact, values)) for fact in facts
        ),
        "functions": scope.fill(duties, values),
        "rules": scope.fill(WORDS["rules"], values) if scope.is_likely(50) else None,
        "elicitation": scope.fill(WORDS["prototype"], values) if has_screen else None,
        "screens": scope.fill(WORDS["screens"], values) if has_screen else None,
        "interfaces": scope.fill(WORDS["interfaces"], values) if sort == "interface" else None,
        "cases": [f"TC-{number:03}{case:02}" for case in range(1, chance.randint(2, 9))],
        "parents": [f"REQ-{chance.randint(1, number - 1):03}"] if has_parent else None,
        "events": scope.fill(WORDS["deferred" if is_late else "events"], steps),
    }
    return scope.fill(WORDS["requirement"], {**values, **blocks})


def _talks(scope: Scope, size: int) -> None:
    """Meetings, reports, risks, issues and feedback."""
    corpus, chance, folder = scope.corpus, scope.chance, scope.folder
    passed = min((AS_OF - scope.start).days, 28 + 14 * scope.values["spans"] + 35)
    held = list(WORDS["meetings"])
    weekly = "项目例会 | Weekly meeting"
    held += [
        [day, "weekly_review", weekly] for day in range(24, passed, 7 if size > _LARGE else 14)
    ]
    if scope.day(passed) <= AS_OF and scope.day(scope.values["operate"] - 1) <= AS_OF:
        held.append([scope.values["operate"] - 1, "acceptance", "验收会 | Acceptance"])
    for number, (day, kind, title) in enumerate(held, 1):
        row = _meeting(scope, number, day, kind=kind, title=scope.fill(title, {}))
        corpus.one(f"{folder}/meetings/MTG-{number:04}", "meeting", row)
    weeks = {scope.day(day).isocalendar()[:2]: day for day in range(29, passed, 7)}
    for (year, week), day in weeks.items():
        row = scope.row("report", day=day)
        corpus.one(f"{folder}/reports/weekly-{year}-W{week:02}", "report", row)
    lists: dict[str, list[object]] = defaultdict(list)
    for number in range(1, size // 5 + 2):
        day, name = chance.randint(5, max(6, passed - 1)), f"REQ-{chance.randint(1, size):03}"
        occurred = f"F{day}+{chance.randint(1, 20)}" if scope.is_likely(15) else None
        at = scope.fill(occurred, {})
        more = {"day": day, "requirement": name, "risk": f"RISK-{number:03}" if at else None}
        risk = scope.row("risk", **more, id=f"RISK-{number:03}", occurred=at)
        lists["risk"].append(risk)
        lists["issue"].append(scope.row("issue", **more, id=f"ISS-{number:03}"))
        lists["feedback"].append(scope.row("feedback", **more))
    for kind, rows in lists.items():
        path = f"{folder}/{kind}" + ("" if kind == "feedback" else "s")
        corpus.many(path, kind, [row for row in rows if row])


def _meeting(scope: Scope, number: int, day: int, **more: object) -> object:
    values = scope.know(**more, day=day, came=scope.is_likely(80))
    agendas = WORDS["agendas"]
    agenda = agendas.get(more["kind"], agendas["other"])
    parts = {"agenda": scope.fill(agenda, values)}
    for name in ("decision", "action"):
        ids = [f"{number:03}-{each}" for each in range(1, scope.chance.randint(1, 4))]
        parts[f"{name}s"] = [scope.row(name, day=day, id=each) for each in ids]
    return scope.fill(WORDS["meeting"], {**values, **parts})


# ── a client ─────────────────────────────────────────────────────────────────


def client(corpus: Corpus, number: int, people: list[str]) -> None:
    """Write a client with its contacts, projects and tickets."""
    chance, zh, folder = corpus.chance, number % 2 == 1, f"clients/c{number:03}"
    names = _names("theirs" if zh else "", len(COUNTERPARTS), chance)
    people = chance.sample(people, min(len(people), 12))
    known: dict[str, Any] = dict(zip(COUNTERPARTS, names, strict=True)) | {"client_lead": people[0]}
    scope = Scope(corpus, folder, zh, AS_OF - timedelta(days=chance.randint(500, 900)), known)
    trade, form = chance.choice(WORDS["trades"])
    town = scope.fill(chance.choice(WORDS["towns"]), {})
    name = f"{town}{'' if zh else ' '}{scope.fill(trade, {})}"
    tier = chance.choice("ABBC")
    plan = scope.row("account_plan") if tier == "A" else None
    more = {"name": name, "form": form, "tier": tier, "code": f"C{number}", "account_plan": plan}
    corpus.one(f"{folder}/client", "client", scope.row("client", **more))
    contacts = [
        scope.row("contact", id=name, name=names[name], role=role, rank=rank, authority=authority)
        for rank, (role, name, authority) in enumerate(
            zip(COUNTERPARTS, names, AUTHORITIES, strict=True), 1
        )
    ]
    corpus.many(f"{folder}/contacts", "contact", contacts)
    _service(scope, people, tier)
    size, projects = 0, list[str]()
    for each in range(1 if number in {1, 2} else chance.choice((1, 1, 2, 3))):
        if not each or corpus.left() > NEW_PROJECT:
            size += project(scope, number * 10 + each, people)
            projects.append(f"p{number * 10 + each:03}")
    is_last = corpus.left() < NEW_CLIENT
    _tickets(scope, corpus.left() if is_last else size, people, projects)


def _names(pool: str, count: int, chance: Random) -> dict[str, str]:
    """People who differ, by id; without a pool they bear English names."""
    if pool:
        pairs = [(s.split("/"), g.split("/")) for s in WORDS[pool] for g in WORDS["given"]]
        people = {f"{s[1]}.{g[1]}": f"{s[0]}{g[0]}" for s, g in pairs}
    else:
        pairs = [(f, last) for f in WORDS["first_names"] for last in WORDS["last_names"]]
        people = {f"{f}.{last}".lower(): f"{f} {last}" for f, last in pairs}
    return dict(chance.sample(sorted(people.items()), min(count, len(people))))


def _service(scope: Scope, people: list[str], tier: str) -> None:
    """What goes on beside the projects: surveys, plans, inspections, incidents, talks."""
    corpus, chance, folder = scope.corpus, scope.chance, scope.folder
    theirs = [scope.values[role] for role in COUNTERPARTS]
    fridays = [AS_OF - timedelta(weeks=week) for week in range(12, -1, -1)]
    records = [{"on": str(day), "through": f"{day} 18:00"} for day in fridays]
    corpus.many(f"{folder}/sources", "source", [scope.row("source", records=records)])
    for scenario in ("data_loss", "cyber_attack", "hardware", "software"):
        row = scope.row("plan", scenario=scenario, owner=people[1])
        corpus.one(f"{folder}/plans/PLAN-{scenario[:4].upper()}", "plan", row)
    for quarter in range(1, 4) if tier != "C" else ():
        day, name = f"2026-{quarter * 3:02}", f"2026-Q{quarter}"
        sent = [{"to": each, "on": f"{day}-05"} for each in theirs]
        scores = {letter: chance.choice((3, 4, 4, 5)) for letter in "abc"}
        back = [scope.row("response", by=each, day=f"{day}-15", **scores) for each in theirs[1:]]
        row = scope.row("survey", id=name, sent=sent, closed=f"{day}-28", responses=back)
        corpus.one(f"{folder}/surveys/{name}", "survey", row)
    for month in range(1, 11) if tier == "A" else ():
        row = scope.row("inspection", day=f"2026-{month:02}-16", owner=people[1])
        corpus.one(f"{folder}/inspections/INS-2026-{month:02}", "inspection", row)
    for number in range(1, chance.randint(1, 5)):
        row = scope.row("incident", day=str(scope.day(number * 90)), owner=people[1])
        corpus.one(f"{folder}/incidents/INC-{number:03}", "incident", row)
    if tier == "B":
        corpus.one(f"{folder}/complaints/CMP-001", "complaint", scope.row("complaint"))
        row = scope.row("improvement", us=people[0], them=people[1])
        corpus.one(f"{folder}/improvements/IMP-001", "improvement", row)
    talks = [
        scope.row(
            "interaction", day=str(scope.day(9 * n)), way="call", them=theirs[3], us=people[0]
        )
        for n in range(chance.randint(4, 25))
    ]
    corpus.many(f"{folder}/interactions", "interaction", talks)


def _tickets(scope: Scope, count: int, people: list[str], projects: list[str]) -> None:
    """Tickets of the last 300 days as monthly lists; those of the last days may be open."""
    chance, months = scope.chance, defaultdict[str, list[object]](list)
    opened = sorted(chance.randint(0, 300 * 24 * 6) for _ in range(count))
    first = datetime.combine(AS_OF, time(17)) - timedelta(days=300)
    for number, minutes in enumerate(opened, 1):
        at, is_waiting, times = first + timedelta(minutes=minutes * 10), scope.is_likely(25), {}
        for step in range(8):
            is_told = at <= first + timedelta(days=300) and (is_waiting or step not in {3, 4})
            times[f"t{step}"] = f"{at:%Y-%m-%d %H:%M}" if is_told else None
            at += timedelta(minutes=chance.randint(5, 600 if step > 1 else 40))
        row = scope.row(
            "ticket",
            **times,
            id=f"TCK-{number:05}",
            project=chance.choice(projects) if scope.is_likely(70) else None,
            priority=chance.choice(("urgent", "normal", "normal")),
            way=chance.choice(("question", "defect", "request")),
            them=scope.values["client_counterpart"],
            us=chance.choice(people),
        )
        months[str(times["t0"])[:7]].append(row)
    for month, rows in months.items():
        scope.corpus.many(f"{scope.folder}/tickets/{month}", "ticket", rows)


# ── a workspace ──────────────────────────────────────────────────────────────


def build(entities: int, seed: int) -> Corpus:
    """A workspace of so many records."""
    corpus = Corpus(Random(seed), entities)  # noqa: S311 - chosen anew from the same seed
    everybody = Scope(corpus, "", zh=True, start=AS_OF, values={})
    corpus.one("rdclient", "workspace", WORDS["workspace"])
    corpus.files["policy.yaml"] = signed.POLICY
    ours = _names("ours", 12 + entities // 250, corpus.chance)
    staff = [everybody.row("person", id=slug, name=name) for slug, name in ours.items()]
    corpus.many("people", "person", staff)
    number = 0
    while corpus.left() > 0:
        number += 1
        client(corpus, number, list(ours))
    return corpus
