"""One visitor who speaks Streamlit's own protocol: the page, its files, its websocket."""

from __future__ import annotations

import asyncio
import base64
import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

import httpx
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates

from leopard_range.i18n import LANGUAGES

# What a page asks for by address: parts, map specifications, layers, charts, our script and style.
ADDRESS = re.compile(rb"(?:assets|spec|layers|charts|parts)/[\w.-]+\.\w+(?:\?v=[0-9a-f]+)?")
MAP = re.compile(rb'LeopardMap\.mount\([^)]*"([\w-]{20,})\\*"\)')
FRAME_FILE = re.compile(rb'(?:src|href)="\./([^"]+)"')
FRAME = "component/streamlit_folium.st_folium/"
FINISHED = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


class VisitError(Exception):
    """Something a visitor would see as a failure."""


@dataclass
class Run:
    """What one run of the script sent."""

    seconds: float
    messages: int
    sent_bytes: int
    body: bytes = field(repr=False)


@dataclass
class Visitor:
    """A tab: what it was sent, what it holds in its cache, what its widgets say."""

    url: str
    http: httpx.AsyncClient
    language: str = "en"
    cache: set[str] = field(default_factory=set)
    widgets: dict[str, WidgetState] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    page: str = ""
    buttons: dict[str, tuple[str, str]] = field(default_factory=dict)
    groups: dict[str, list[str]] = field(default_factory=dict)
    session: str = ""
    query: str = ""
    socket: Any = None

    async def __aenter__(self) -> Visitor:
        await self.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def open(self, query: str = "") -> Run:
        """Load the page as a browser does and wait until the script has run."""
        start = time.monotonic()
        self.query = query or f"lang={self.language}"
        document = await self._get("?" + self.query)
        await asyncio.gather(self._get("_stcore/health"), self._get("_stcore/host-config"))
        await self._fetch(document)
        self.socket = await websockets.connect(
            self.url.replace("http", "ws", 1) + "/_stcore/stream",
            subprotocols=[websockets.Subprotocol("streamlit")],
            origin=websockets.Origin(self.url),
            additional_headers={
                "Cookie": "; ".join(f"{one.name}={one.value}" for one in self.http.cookies.jar)
            },
            max_size=None,
            open_timeout=60,
        )
        run = await self._run(ClientState(query_string=self.query))
        run.seconds = time.monotonic() - start
        return run

    async def close(self) -> None:
        """Close the tab."""
        if self.socket is not None:
            await self.socket.close()

    async def choose_language(self, language: str) -> Run:
        """Press a language; the page must come back in it."""
        id_ = next(id_ for id_ in self.groups if "language_choice" in id_)
        choice = WidgetState(id=id_)
        choice.string_array_value.data.append(LANGUAGES[language])
        self.widgets[id_] = choice
        run = await self._run(self._state())
        if f'data-leopard-lang="{language}"'.encode() not in run.body:
            raise VisitError(f"the page did not change to {language}")
        self.language = language
        self.query = f"lang={language}"
        return run

    async def step(self, label: str) -> Run:
        """Press a button of the story, which draws its own part anew."""
        id_, fragment = self.buttons[label]
        pressed = WidgetState(id=id_, trigger_value=True)
        state = self._state(fragment)
        state.widget_states.widgets.append(pressed)
        return await self._run(state)

    async def go_to(self, page: str) -> Run:
        """Follow the menu to another page."""
        self.page = self.pages[page]
        self.widgets = {id_: one for id_, one in self.widgets.items() if "language_choice" in id_}
        self.buttons = {}
        return await self._run(self._state())

    def _state(self, fragment: str = "") -> ClientState:
        return ClientState(
            query_string=self.query,
            page_script_hash=self.page,
            fragment_id=fragment,
            widget_states=WidgetStates(widgets=list(self.widgets.values())),
        )

    async def _run(self, state: ClientState) -> Run:
        """Ask for a run and take everything until it has ended, the files it names included."""
        start = time.monotonic()
        state.context_info.timezone = "Asia/Vladivostok"
        state.context_info.locale = self.language
        state.context_info.url = self.url
        await self.socket.send(BackMsg(rerun_script=state).SerializeToString())
        parts: list[bytes] = []
        while True:
            raw = await asyncio.wait_for(self.socket.recv(), 60)
            message = ForwardMsg.FromString(raw)
            parts.append(raw)
            if self._take(message):
                break
        body = b"".join(parts)
        await self._fetch(body)
        if MAP.search(body):
            await self._frame()
        return Run(time.monotonic() - start, len(parts), len(body), body)

    def _take(self, message: ForwardMsg) -> bool:
        """Note what a message says; return whether the run has ended."""
        kind = message.WhichOneof("type")
        if kind == "script_finished":
            if message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return False
            if message.script_finished not in FINISHED:
                raise VisitError("the script did not run")
            return True
        if kind == "new_session":
            self.session = message.new_session.initialize.session_id
            self.page = message.new_session.page_script_hash or self.page
        elif kind == "navigation":
            self.pages = {page.url_pathname: page.page_script_hash for page in message.navigation.app_pages}
            self.page = message.navigation.page_script_hash
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self._see(message.delta.new_element, message.delta.fragment_id)
        return False

    def _see(self, element: Any, fragment: str) -> None:
        kind = element.WhichOneof("type")
        if kind == "exception":
            raise VisitError(f"the page shows an exception: {element.exception.type}")
        if kind == "button":
            self.buttons[element.button.label] = (element.button.id, fragment)
        elif kind == "button_group":
            group = element.button_group
            self.groups[group.id] = list(group.raw_values)

    async def _fetch(self, body: bytes) -> None:
        """Get every file the bytes name that is not in the cache, and what those name in turn."""
        packed = (base64.urlsafe_b64decode(found + b"===") for found in MAP.findall(body))
        named = {found.decode() for part in (body, *packed) for found in ADDRESS.findall(part)}
        wanted = named - self.cache
        self.cache |= wanted
        for address, found in zip(wanted, await asyncio.gather(*map(self._get, wanted)), strict=True):
            if address.startswith("spec/"):
                await self._fetch(found)

    async def _frame(self) -> None:
        """Load the map's frame once, as a browser would."""
        if FRAME in self.cache:
            return
        self.cache.add(FRAME)
        index = await self._get(f"{FRAME}index.html")
        await asyncio.gather(*(self._get(FRAME + name.decode()) for name in FRAME_FILE.findall(index)))

    async def _get(self, address: str) -> bytes:
        answer = await self.http.get(f"{self.url}/{address}", follow_redirects=True)
        if answer.status_code != 200:
            raise VisitError(f"{address}: {answer.status_code}")
        return answer.content


@asynccontextmanager
async def browser_side() -> AsyncIterator[httpx.AsyncClient]:
    """Yield connections for many visitors, a few each, as browsers keep them."""
    limits = httpx.Limits(max_connections=100, max_keepalive_connections=50, keepalive_expiry=3)
    async with httpx.AsyncClient(limits=limits, timeout=60) as http:
        yield http
