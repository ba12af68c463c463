"""What the processes write, and what they never write."""

from __future__ import annotations

import io
import json
import logging
import logging.config

from passnum.config.logs import logging_to_console


def written(record_with: object) -> str:
    """What the production handler writes for what a function logs."""
    settings = logging_to_console(as_json=True)
    formatter_settings = settings["formatters"]["events"]
    formatter = formatter_settings.pop("()")(**formatter_settings)
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    logger = logging.Logger("essai")
    logger.addHandler(handler)
    record_with(logger)  # type: ignore[operator]
    return stream.getvalue()


def test_an_event_is_one_json_line_with_its_facts() -> None:
    line = written(lambda logger: logger.warning("mail not sent", extra={"message_key": "rappel:1"}))
    event = json.loads(line)
    assert (event["event"], event["level"], event["logger"]) == ("mail not sent", "warning", "essai")
    assert event["message_key"] == "rappel:1"
    assert line.count("\n") == 1


def test_addresses_and_requests_are_left_out_even_in_a_traceback() -> None:
    def fail(logger: logging.Logger) -> None:
        try:
            raise ValueError("Key (email)=(jean.dupont@exemple.fr) already exists")
        except ValueError:
            logger.exception("refused for %s", "jean.dupont@exemple.fr", extra={"request": object(), "user": "Jean"})

    line = written(fail)
    assert "ValueError" in line
    assert "jean" not in line.lower()
    assert "request" not in json.loads(line)
