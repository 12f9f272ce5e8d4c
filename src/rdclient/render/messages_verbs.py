"""Words of the errors that only some verbs raise; their tables are loaded when one is needed."""


def words_of(key: str) -> tuple[str, str] | None:
    """Chinese and English by the key of an error; None when no verb has such a one."""
    from rdclient.render.messages_clocks import CLOCK_ERRORS
    from rdclient.render.messages_control import CONTROL_ERRORS
    from rdclient.render.messages_creating import CREATING
    from rdclient.render.messages_documents import DOCUMENTS
    from rdclient.render.messages_exchange import EXCHANGE
    from rdclient.render.messages_git import GIT
    from rdclient.render.messages_saving import SAVING
    from rdclient.render.messages_tools import TOOLS
    from rdclient.render.messages_writing import WRITING

    tables = (
        WRITING, CREATING, TOOLS, SAVING, GIT, EXCHANGE, CLOCK_ERRORS, CONTROL_ERRORS, DOCUMENTS,
    )  # fmt: skip
    return next((table[key] for table in tables if key in table), None)
