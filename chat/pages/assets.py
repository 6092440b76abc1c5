"""Files for browsers: the widget, our styles, and KERN's styles and fonts; nothing comes from another host.

A file is read again only when it changed on disk. With `?v=<hash>` it may be kept for ever, without for five minutes; the
widget's files are asked for again each time.
"""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sanic import HTTPResponse, Request, Sanic, empty, raw

from chat.problems import Problem

_ROOT = Path(__file__).parents[2]
_STATIC = _ROOT / "chat" / "static"
_KERN = _ROOT / "node_modules" / "@kern-ux" / "native" / "dist"
_WIDGET = _ROOT / "widget"
_PACKED_WIDGET = _WIDGET / "dist"
FOLDERS = {"widget": _WIDGET, "assets/kern": _KERN, "assets": _STATIC}
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
FOR_EVER = "public, max-age=31536000, immutable"
FIVE_MINUTES = "public, max-age=300"
# A town's page names the widget without a hash; its files belong together, so each is asked for again.
ASK_AGAIN = "no-cache"


@dataclass(frozen=True)
class Asset:
    """One file in memory; `gzipped` is None for what does not get smaller."""

    content: bytes
    gzipped: bytes | None
    media_type: str
    digest: str
    changed_at: int


_cache: dict[Path, Asset] = {}


def mount(app: Sanic[Any, Any]) -> None:
    """Serves the folders under `/widget/`, `/assets/kern/` and `/assets/`."""
    for prefix in FOLDERS:
        name = f"asset_{prefix.replace('/', '_')}"
        route = app.route(f"/{prefix}/<name:path>", methods=["GET", "HEAD"], name=name, error_format="json")
        route(_serve(prefix))


def asset_url(path: str) -> str:
    """The address of a file such as "assets/chat.css" with its hash; without one when the file is not installed."""
    asset = find(path)
    return f"/{path}?v={asset.digest}" if asset else f"/{path}"


def find(path: str) -> Asset | None:
    """The file behind an address, None when there is none or when it is not for browsers."""
    prefix = next((prefix for prefix in FOLDERS if path.startswith(f"{prefix}/")), None)
    if prefix is None:
        return None
    folder = FOLDERS[prefix]
    if folder == _WIDGET and _PACKED_WIDGET.is_dir():
        folder = _PACKED_WIDGET  # `npm run widget` packs it into a few small files; the sources run unpacked as well
    folder = folder.resolve()
    file = (folder / path.removeprefix(f"{prefix}/")).resolve()
    media_type = _TYPES.get(file.suffix)
    if media_type is None or not file.is_relative_to(folder) or not file.is_file():
        return None
    changed_at = file.stat().st_mtime_ns
    asset = _cache.get(file)
    if asset is None or asset.changed_at != changed_at:
        content = file.read_bytes()
        gzipped = gzip.compress(content, mtime=0) if file.suffix != ".woff2" else None
        digest = hashlib.sha256(content).hexdigest()[:16]
        asset = _cache[file] = Asset(content, gzipped, media_type, digest, changed_at)
    return asset


def _serve(prefix: str) -> Any:
    async def serve(request: Request, name: str) -> HTTPResponse:
        try:
            asset = find(f"{prefix}/{name}")
        except (ValueError, OSError):  # a null byte, or a name longer than the file system allows
            asset = None
        if asset is None:
            raise Problem("not_found")
        tag = f'"{asset.digest}"'
        known = request.args.get("v") == asset.digest
        headers = {
            "ETag": tag,
            "Cache-Control": FOR_EVER if known else ASK_AGAIN if prefix == "widget" else FIVE_MINUTES,
            "Vary": "Accept-Encoding",
        }
        if request.headers.get("if-none-match") == tag:
            return empty(status=304, headers=headers)
        if asset.gzipped and "gzip" in request.headers.get("accept-encoding", ""):
            return raw(
                asset.gzipped, content_type=asset.media_type, headers=headers | {"Content-Encoding": "gzip"}
            )
        return raw(asset.content, content_type=asset.media_type, headers=headers)

    return serve
