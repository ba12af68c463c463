"""A real Chromium on a real Passnum: one stack with the demonstration per run, one clean context per page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.browser import accessibility, chromium
from tests.services.stack import Stack, StackFactory

SCREENSHOTS = Path(__file__).resolve().parents[1] / "screenshots"
PASSWORD = "carnet-de-dix-cheques"
DOMAIN = "demo.passnum.example"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the run; the tests are skipped with the reason when there is none."""
    path, reason = chromium.find_or_install()
    if path is None:
        pytest.skip(f"tests dans le navigateur non joués : {reason}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(chromium.FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def demo_site(stack_factory: StackFactory, browser: Browser) -> Iterator[Stack]:
    """A whole Passnum with the demonstration, shared by the tests that only read or do not mind the order."""
    stack = stack_factory.make("sqlite")
    yield stack
    stack_factory.stop([stack])


@pytest.fixture
def own_site(stack_factory: StackFactory, browser: Browser) -> Iterator[Stack]:
    """A whole Passnum with the demonstration, for one test that changes it."""
    stack = stack_factory.make("sqlite")
    yield stack
    stack_factory.stop([stack])


@dataclass
class Window:
    """One person's browser: `page`, and what the page complained about in its console (`complaints`)."""

    page: Page
    base_url: str
    complaints: list[str] = field(default_factory=list)

    def go(self, path: str) -> Page:
        """Open a path of the site and wait until it is loaded."""
        self.page.goto(f"{self.base_url}{path}")
        return self.page

    def login(self, login: str, password: str = PASSWORD) -> Page:
        """Sign in with a demonstration account, named by what precedes its « @ », or by a whole address."""
        self.go("/compte/login/")
        self.page.fill("input[name=login]", login if "@" in login else f"{login}@{DOMAIN}")
        self.page.fill("input[name=password]", password)
        with self.page.expect_navigation():
            self.page.click("main button[type=submit]")
        return self.page


OpenWindow = Callable[..., Window]


@pytest.fixture
def open_window(browser: Browser) -> Iterator[OpenWindow]:
    """`open_window(site, width=360, scheme="dark", javascript=False)` opens a window of its own on a stack."""
    contexts: list[BrowserContext] = []

    def open_(
        site: Stack, *, width: int = 1280, height: int = 900, scheme: str = "light", javascript: bool = True
    ) -> Window:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
            java_script_enabled=javascript,
            locale="fr-FR",
            timezone_id="Europe/Paris",
            reduced_motion="reduce",
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        window = Window(context.new_page(), site.url)
        window.page.on("console", lambda message: _note(window, message))
        window.page.on("pageerror", lambda error: window.complaints.append(str(error)))
        return window

    yield open_
    for context in contexts:
        context.close()


def _note(window: Window, message: ConsoleMessage) -> None:
    if message.type == "error":
        window.complaints.append(message.text)


@pytest.fixture
def axe() -> Callable[..., None]:
    """`axe(page)` fails with every rule of axe-core (RGAA 4, WCAG 2.2 AA) that the page breaks."""

    def check(page: Page, *, within: str = "html") -> None:
        found = accessibility.violations(page, within=within)
        assert not found, f"{page.url}\n{accessibility.in_words(found)}"

    return check


@pytest.fixture
def shot() -> Callable[[Page, str], Path]:
    """`shot(page, "portail-accueil")` keeps the whole page as tests/screenshots/portail-accueil.png."""

    def keep(page: Page, name: str) -> Path:
        SCREENSHOTS.mkdir(exist_ok=True)
        path = SCREENSHOTS / f"{re.sub(r'[^a-z0-9-]+', '-', name.lower())}.png"
        page.screenshot(path=path, full_page=True)
        return path

    return keep
