"""The playground in a real browser: what a learner does there, with mouse, keyboard and screen reader in mind."""

from __future__ import annotations

import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import quote

import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, ConsoleMessage, Locator, Page, Request, async_playwright, expect

from adapters.web.learners import HERE
from bot.build import commands
from bot.chat.codec import encode
from bot.chat.command import Answers
from bot.chat.reply import Button, Reply
from bot.chat.text import plain
from tests.web_toys import Playground, playground

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WAIT = 8_000

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(BROWSER is None, reason="no Chromium here; on Debian: apt-get install chromium"),
]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def place(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Playground]:
    """One for all tests, each of which is a learner of its own."""
    async with playground(tmp_path_factory.mktemp("page")) as found:
        yield found


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[BrowserContext]:
    expect.set_options(timeout=WAIT)
    async with async_playwright() as driver:
        launched = await driver.chromium.launch(executable_path=BROWSER, args=FLAGS)
        yield await launched.new_context(reduced_motion="reduce")
        await launched.close()


@asynccontextmanager
async def opened(
    browser: BrowserContext, place: Playground, name: str, *, width: int = 1200, dark: bool = False
) -> AsyncIterator[Page]:
    """A tab of this learner, greeted. Fails on anything that the browser complains of or loads from elsewhere."""
    complaints: list[str] = []
    page = await browser.new_page()
    await page.set_viewport_size({"width": width, "height": 800})
    await page.emulate_media(color_scheme="dark" if dark else "light", reduced_motion="reduce")
    page.set_default_timeout(WAIT)

    def hear(line: ConsoleMessage) -> None:
        if line.type in ("error", "warning"):
            complaints.append(line.text)

    def look(request: Request) -> None:
        if not request.url.startswith((place.url, place.url.replace("http:", "ws:"), "data:", "blob:")):
            complaints.append(request.url)

    page.on("console", hear)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", look)
    await page.goto(f"{place.url}?me={quote(name)}")
    await expect(cards(page).filter(has_text="Only you can see this").first).to_be_visible()
    yield page
    await page.close()
    assert complaints == []


def cards(page: Page) -> Locator:
    return page.get_by_role("article").filter(has=page.locator(".card"))


def line(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Type / for commands")


async def say(page: Page, text: str) -> None:
    await line(page).fill(text)
    await line(page).press("Enter")


@asynccontextmanager
async def next_card(page: Page) -> AsyncIterator[Locator]:
    """The card that comes of what is done inside."""
    before = await cards(page).count()
    yield cards(page).nth(before)
    await expect(cards(page)).to_have_count(before + 1)


def press(card: Locator, name: str | re.Pattern[str]) -> Locator:
    return card.get_by_role("button", name=name)


async def test_a_fact_and_a_quiz_on_it(browser: BrowserContext, place: Playground) -> None:
    async with opened(browser, place, "Dora") as page:
        async with next_card(page) as fact:
            await say(page, "/fact")
        await expect(page.get_by_text("/fact", exact=True).last).to_be_visible()
        await expect(fact).to_contain_text("Only you can see this")
        await expect(fact).to_contain_text("How sure are we?")
        async with next_card(page) as question:
            await press(fact, "Quiz me on this").click()
        count = await cards(page).count()
        await press(question, "Answer A").click()
        await expect(question.get_by_role("heading", level=2)).to_have_text(re.compile(r"Right\.|Not quite\."))
        await expect(question).to_contain_text("Right is")
        await expect(cards(page)).to_have_count(count)
        await expect(page.get_by_role("status")).to_contain_text("Right is")


async def test_what_is_private_and_what_is_public(browser: BrowserContext, place: Playground) -> None:
    async with opened(browser, place, "Eve") as eve, opened(browser, place, "Finn") as finn:
        await say(eve, "/show")
        await expect(cards(eve).last).to_contain_text("Everything")
        await say(eve, "/echo good morning all")
        await expect(cards(finn).last).to_contain_text("good morning all")
        await expect(cards(finn).last).to_contain_text("Posted in #main")
        await expect(finn.get_by_text("Everything", exact=True)).to_have_count(0)
        await expect(finn.get_by_text("/echo good morning all")).to_have_count(0)


async def test_a_post_comes_in_by_itself_changes_and_stays_after_a_reload(
    browser: BrowserContext, place: Playground
) -> None:
    async with opened(browser, place, "Gil") as page:
        button = Button("Ask me", encode("toy.ask"))
        posted = await place.chat.post(HERE, Reply("Day 9 of 28", plain("Blood flow"), buttons=(button,)), "s1/9/0")
        card = page.get_by_role("article", name="Day 9 of 28")
        await expect(card).to_contain_text("Posted in #main")
        await expect(page.get_by_role("status")).to_contain_text("Day 9 of 28. Blood flow")
        await place.chat.edit(posted, Reply("Day 9 of 28", plain("Answered"), buttons=(button,)), "s1/9/0")
        await expect(card).to_contain_text("Answered")
        await page.reload()
        await expect(card).to_contain_text("Answered")
        await press(card, "Ask me").click()
        await expect(page.get_by_role("dialog", name="A few things")).to_be_visible()


async def test_a_form_with_each_kind_of_question(browser: BrowserContext, place: Playground) -> None:
    async with opened(browser, place, "Hana") as page:
        async with next_card(page) as card:
            await say(page, "/show")
        await press(card, "Ask me").click()
        form = page.get_by_role("dialog", name="A few things")
        await form.get_by_role("button", name="Save it").click()
        await expect(form.get_by_role("alert")).to_contain_text("Please fill in: Your name")
        name = form.get_by_label("Your name")
        await expect(name).to_have_accessible_description("As others see it")
        await name.fill("nobody")
        await form.get_by_label("Your story (optional)").fill("Once\nupon a time")
        await form.get_by_role("radio", name="Left").check()
        await form.get_by_role("checkbox", name="Left").check()
        await form.get_by_role("checkbox", name="Right").check()
        await form.get_by_role("checkbox", name="Left").uncheck()
        await form.get_by_label("Number").click()
        await page.get_by_role("option", name="Number 5").click()
        await form.get_by_role("combobox", name="Topic (optional)").fill("blood")
        await form.get_by_role("option", name="Blood flow").click()
        await form.get_by_role("radio", name="#main").check()
        await form.get_by_role("button", name="Save it").click()
        await expect(form.get_by_role("alert")).to_contain_text("Nobody is no name.")
        await name.fill("Hana")
        await form.get_by_role("button", name="Save it").click()
        await expect(form).to_be_hidden()
        saved = page.get_by_role("article", name="Saved")
        for said in ("name=Hana", "story=Once", "side=left", "days=right", "number=5", "topic=mech-blood-flow"):
            await expect(saved).to_contain_text(said)
        await expect(saved).to_contain_text("where=main")


async def test_a_command_without_its_option_asks_for_it(browser: BrowserContext, place: Playground) -> None:
    async with opened(browser, place, "Ivo") as page:
        await say(page, "/invite")
        form = page.get_by_role("dialog", name="/invite")
        await expect(form.get_by_label("Whom")).to_be_focused()
        await page.keyboard.type("ben")
        await page.keyboard.press("Enter")
        await expect(cards(page).last).to_contain_text("Ivo asked")


async def test_everything_that_a_card_can_hold(browser: BrowserContext, place: Playground) -> None:
    async with opened(browser, place, "Jana") as page:
        async with next_card(page) as card:
            await say(page, "/show")
        await expect(card.get_by_role("heading", name="Everything")).to_be_visible()
        await expect(card.get_by_role("heading", name="A field")).to_be_visible()
        await expect(card.get_by_role("img", name="One dark dot")).to_be_visible()
        await expect(card.get_by_role("link", name="a study")).to_have_attribute("href", "https://example.org/study")
        await expect(card.get_by_role("link", name="Elsewhere")).to_have_attribute("href", "https://example.org/")
        async with page.expect_download() as download:
            await card.get_by_role("link", name="Save answers.csv").click()
        assert (await download.value).suggested_filename == "answers.csv"
        await card.get_by_label("Pick one").click()
        await page.get_by_role("option", name="First – the better one").click()
        await expect(page.get_by_role("article", name="Picked 1")).to_be_visible()


async def test_by_keyboard_alone(browser: BrowserContext, place: Playground) -> None:
    async with opened(browser, place, "Kim") as page:
        await page.keyboard.press("Tab")
        await expect(page.get_by_role("link", name="Skip to the input")).to_be_focused()
        await line(page).focus()
        await page.keyboard.type("/fac")
        await expect(page.get_by_role("option", name="/fact")).to_be_visible()
        await page.keyboard.press("ArrowDown")
        await expect(page.get_by_role("option", name="/fact")).to_have_attribute("aria-selected", "true")
        await page.keyboard.press("Enter")
        await expect(line(page)).to_have_value("/fact ")
        await page.keyboard.press("Escape")
        async with next_card(page) as fact:
            await page.keyboard.press("Enter")
        await press(fact, "Quiz me on this").focus()
        async with next_card(page) as question:
            await page.keyboard.press("Enter")
        await expect(question).to_be_focused()
        await page.keyboard.press("Tab")
        await expect(press(question, "Answer A")).to_be_focused()
        assert "solid" in await press(question, "Answer A").evaluate("element => getComputedStyle(element).outline")
        await page.keyboard.press("Space")
        await expect(question).to_contain_text("Right is")
        await expect(question).to_be_focused()
        await page.get_by_role("radio", name="Ben").focus()
        await page.keyboard.press("Space")
        await expect(page.get_by_role("heading", level=1)).to_have_text("Conversation of Ben")
        await expect(page.get_by_role("radio", name="Ben")).to_be_focused()
        await page.keyboard.press("ArrowUp")
        await expect(page.get_by_role("heading", level=1)).to_have_text("Conversation of Ana")


async def test_another_learner_is_added_and_stays_after_a_reload(browser: BrowserContext, place: Playground) -> None:
    async with opened(browser, place, "Ana") as page:
        await say(page, "/show")
        await expect(cards(page).last).to_contain_text("Everything")
        await page.get_by_label("Somebody else").fill("Lena Ωmega")
        await page.get_by_role("button", name="Add", exact=True).click()
        await expect(page.get_by_role("radio", name="Lena Ωmega")).to_be_checked()
        await expect(page.get_by_role("article", name="Everything")).to_have_count(0)
        await page.wait_for_url(re.compile("me=Lena"))
        await page.reload()
        await expect(page.get_by_role("radio", name="Lena Ωmega")).to_be_checked()
        await page.get_by_role("radio", name="Ana", exact=True).check()
        await expect(page.get_by_role("article", name="Everything")).to_be_visible()


async def test_the_manager_is_shown_how_to_post(browser: BrowserContext, place: Playground) -> None:
    async with opened(browser, place, "Manager") as page:
        side = page.get_by_role("navigation", name="Learners and commands")
        await expect(side).to_contain_text("To post the daily card now")
        await side.get_by_role("button", name="/schedule add").first.click()
        await expect(line(page)).to_have_value(re.compile("^/schedule add"))
        await expect(line(page)).to_be_focused()


async def test_typed_markup_is_text(browser: BrowserContext, place: Playground) -> None:
    nasty = (
        '<img src="x" onerror="alert(1)"><script>alert(2)</script> **bold** @everyone \u200b<!channel> {{ 7*7 }} ${7}'
    )
    async with opened(browser, place, nasty[:20]) as page:
        await say(page, f"/echo {nasty}")
        said = cards(page).last.locator(".body")
        await expect(said).to_have_text(nasty)
        await expect(page.locator(".said").last).to_have_text(f"/echo {nasty}")
        assert await page.locator(".stream img, .stream script").count() == 0
        await say(page, nasty)
        await expect(cards(page).last).to_contain_text("answer that")


async def test_a_long_line_is_shown_whole(browser: BrowserContext, place: Playground) -> None:
    async with opened(browser, place, "Mona", width=400) as page:
        await say(page, "/echo " + "x" * 3_994)
        await expect(cards(page).last.locator(".body")).to_have_text("x" * 3_994)
        assert await _too_wide(page) == 0


@pytest.mark.parametrize("dark", [False, True])
async def test_on_a_narrow_screen(browser: BrowserContext, place: Playground, dark: bool) -> None:
    async with opened(browser, place, "Nils", width=400, dark=dark) as page:
        side = page.get_by_role("navigation", name="Learners and commands")
        await expect(side).to_be_hidden()
        await page.get_by_role("button", name="You are Nils").click()
        await expect(side).to_be_visible()
        assert await _too_wide(page) == 0
        await side.get_by_role("button", name="/show").click()
        await expect(side).to_be_hidden()
        await line(page).press("Enter")
        await expect(cards(page).last).to_contain_text("Everything")
        assert await _too_wide(page) == 0
        assert await page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") is dark
        assert await page.evaluate(FAINT) == []


async def _too_wide(page: Page) -> int:
    return int(await page.evaluate("document.documentElement.scrollWidth - innerWidth"))


async def test_names_labels_landmarks_and_headings(browser: BrowserContext, place: Playground) -> None:
    async with opened(browser, place, "Olga") as page:
        await say(page, "/show")
        await expect(cards(page).last).to_contain_text("Everything")
        await expect(page.locator("html")).to_have_attribute("lang", re.compile("^en"))
        await expect(page.get_by_role("main")).to_have_count(1)
        await expect(page.get_by_role("banner")).to_contain_text("Playground: everything stays on this computer.")
        await expect(page.get_by_role("navigation")).to_have_count(1)
        await expect(page.get_by_role("heading", level=1)).to_have_count(1)
        await expect(page.get_by_role("status")).to_have_attribute("aria-live", "polite")
        for role in ("button", "textbox", "combobox", "radio", "link", "img"):
            for element in await page.get_by_role(role).all():
                await expect(element).to_have_accessible_name(re.compile(r"\S"))
        assert await page.evaluate(FAINT) == []


# Texts whose contrast against the nearest painted ground is below 4.5:1 (WCAG AA).
FAINT = """() => {
  const colour = text => (text.match(/[\\d.]+/g) || []).map(Number);
  const light = rgb => rgb.slice(0, 3).map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = element => {
    for (let e = element; e; e = e.parentElement) {
      const found = colour(getComputedStyle(e).backgroundColor);
      if (found.length === 3 || found[3] === 1) return found;
    }
    return [255, 255, 255];
  };
  const faint = [];
  for (const element of document.querySelectorAll('.page *')) {
    const own = [...element.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
    if (!own || !element.checkVisibility()) continue;
    const [a, b] = [light(colour(getComputedStyle(element).color)), light(ground(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) faint.push(`${element.textContent.trim().slice(0, 40)} ${ratio.toFixed(2)}`);
  }
  return faint;
}"""


async def test_every_command_by_its_own_example(browser: BrowserContext, place: Playground) -> None:
    """Each brings a card or a form; what takes something away comes last."""
    last = ("schedule remove", "me delete")
    known = commands()
    async with opened(browser, place, "Manager") as page:
        for command in (*(one for one in known.values() if one.name not in last), *(known[name] for name in last)):
            await expect(line(page)).to_have_value("")
            example = command.example.replace("@name", "Ben")
            if command.answers is Answers.FORM:
                await say(page, example)
                await expect(page.get_by_role("dialog")).to_be_visible()
                await page.get_by_role("button", name="Cancel").click()
                await expect(page.get_by_role("dialog")).to_have_count(0)
                continue
            async with next_card(page) as card:
                await say(page, example)
            await expect(card).not_to_contain_text(re.compile("That didn't work|Something went wrong"))
