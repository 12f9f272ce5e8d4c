"""Answers to satisfaction surveys: each row is one person's, in the record of a quarter."""

from dataclasses import dataclass, field

from rdclient.api.import_difference import Judge
from rdclient.api.import_draft import Draft
from rdclient.api.import_field import ordered
from rdclient.api.import_new import New, new_item
from rdclient.api.import_revision import Revision, Step, put_at, refused, validated
from rdclient.diagnostic import Finding
from rdclient.exchange.table import Fault
from rdclient.model.satisfaction import Survey


@dataclass(slots=True)
class Surveys:
    """Matches answers with surveys.

    Attributes:
        judge: what tells differences.
        revisions: surveys that are there.
        groups: rows about surveys that are not, by quarter and project or by id.
        notes: about entries that stay as they are.
        same: answers that say nothing new.
    """

    judge: Judge
    revisions: dict[int, Revision] = field(default_factory=dict)
    groups: dict[tuple[str, str], list[Draft]] = field(default_factory=dict)
    notes: list[Fault] = field(default_factory=list)
    same: int = 0

    def key(self, draft: Draft) -> str | None:
        """What tells an answer from the others of the table."""
        told = draft.holders()
        survey = told.get(("id",)) or told.get(("quarter",)) or ""
        who = draft.text("external_id") or f"{draft.text('by')} {draft.text('on')}"
        return f"{survey} {told.get(('project',), '')} {who}"

    def match(self, draft: Draft) -> None:
        """Note what a row says of its survey."""
        survey = self._survey(draft)
        if survey is None:
            told = draft.holders()
            name = str(told.get(("id",)) or told.get(("quarter",)) or "")
            self.groups.setdefault((name, str(told.get(("project",)) or "")), []).append(draft)
            return
        known = self.judge.known
        revision = self.revisions.get(id(survey)) or Revision(survey, known.data(survey))
        before = (len(revision.wishes), len(revision.steps))
        self.notes += self.judge.look(revision, (), draft, is_holder=True)
        self._answer(revision, survey, draft)
        if (len(revision.wishes), len(revision.steps)) == before:
            self.same += 1
        if revision.wishes or revision.steps:
            self.revisions[id(survey)] = revision

    def _survey(self, draft: Draft) -> Survey | None:
        """The survey of an id, else of a quarter and project."""
        told, known = draft.holders(), self.judge.known
        if name := told.get(("id",)):
            found = known.by_id.get(str(name).casefold())
            return found if isinstance(found, Survey) else None
        wanted = (told.get(("quarter",)), told.get(("project",)))
        surveys = (record for record in known.records if isinstance(record, Survey))
        return next((one for one in surveys if (one.quarter, one.project) == wanted), None)

    def _answer(self, revision: Revision, survey: Survey, draft: Draft) -> None:
        by, on = draft.text("by"), draft.text("on")
        if by is None:
            return
        source, external = draft.text("source") or "", draft.text("external_id")
        for index, answer in enumerate(survey.responses):
            is_person = self.judge.cells.people.one(answer.by) == by and f"{answer.on}" == on
            is_source = external is not None and answer.external_id == external
            is_source = is_source and (answer.source or "").casefold() == source.casefold()
            if is_source or (is_person and answer.external_id in (None, external)):
                way = ("responses", index)
                self.notes += self.judge.look(revision, way, draft, is_holder=False)
                return
        item = new_item(self.judge, draft, None)
        count = len(survey.responses)
        revision.steps.append(Step(("responses",), count, item, draft, draft.columns.get(("by",))))

    # ── new surveys ──────────────────────────────────────────────────────────

    def news(self, spoilt: set[int]) -> tuple[list[New], list[Fault]]:
        """The surveys that are not there yet, with the answers of sound rows."""
        news, faults = [], []
        for (name, _), drafts in self.groups.items():
            sound = [draft for draft in drafts if draft.line not in spoilt]
            if sound:
                made = self._new(name, sound)
                if isinstance(made, New):
                    news.append(made)
                else:
                    faults += made
        return news, faults

    def _new(self, name: str, drafts: list[Draft]) -> New | list[Fault]:
        first = drafts[0]
        if not name:
            return [Fault(draft.line, None, "survey-no-quarter") for draft in drafts]
        item: dict[str, object] = {}
        for draft in drafts:
            for way, value in draft.holders().items():
                put_at(item, way, value)
            for log, entries in draft.logs(is_holder=True):
                there = item.setdefault(log, [])
                if isinstance(there, list):
                    there += [entry for entry in entries if entry not in there]
        known = self.judge.known
        given = name
        number = 1
        while given.casefold() in known.taken:
            number += 1
            given = f"{name}-{number}"
        item["id"] = known.give(given)
        told = [draft for draft in drafts if draft.text("by")]
        item["responses"] = [new_item(self.judge, draft, None) for draft in told]
        zone = known.loaded.portfolio.zone
        found = validated(Survey, ordered(Survey, item), zone)
        if isinstance(found, tuple):
            return [refused(_row_of(one, told) or first, one) for one in found]
        return New(first.line, given, item, known.today)


def _row_of(found: Finding, told: list[Draft]) -> Draft | None:
    """The row of the answer that is refused."""
    match found.location.pointer:
        case ("responses", int(index), *_) if index < len(told):
            return told[index]
    return None
