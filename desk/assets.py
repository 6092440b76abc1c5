"""Browser assets, served by the desk itself: KERN's styles and fonts, htmx, and our own few files.

Nothing is loaded from another host, so a page works in an intranet and tells nobody that it was opened.
Every file is read, hashed and compressed once at start; its address carries the hash and may be kept for ever.
"""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
NODE_MODULES = HERE.parent / "node_modules"

_KERN = NODE_MODULES / "@kern-ux" / "native" / "dist"
_FONT_WEIGHTS = ("Regular", "Medium", "SemiBold")  # the three that KERN's tokens use

FILES: dict[str, Path] = {
    "kern/kern.css": _KERN / "kern.min.css",
    **{
        f"kern/FiraSans-{weight}.woff2": _KERN / "fonts" / "fira-sans" / f"FiraSans-{weight}.woff2"
        for weight in _FONT_WEIGHTS
    },
    "htmx.js": NODE_MODULES / "htmx.org" / "dist" / "htmx.min.js",
    "fonts.css": HERE / "static" / "fonts.css",
    "desk.css": HERE / "static" / "desk.css",
    "inbox.css": HERE / "static" / "inbox.css",
    "intake.css": HERE / "static" / "intake.css",
    "sheet.css": HERE / "static" / "sheet.css",
    "desk.js": HERE / "static" / "desk.js",
    "favicon.svg": HERE / "static" / "favicon.svg",
}

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}


@dataclass(frozen=True)
class Asset:
    """One file in memory; ``gzipped`` is None for what does not get smaller (fonts are compressed already)."""

    content: bytes
    gzipped: bytes | None
    media_type: str
    digest: str


class AssetsMissing(RuntimeError):
    """The npm packages are not installed; the message says how to install them."""


def load_assets() -> dict[str, Asset]:
    """Read every asset; raises :class:`AssetsMissing` when ``npm ci`` has not been run."""
    missing = [str(path) for path in FILES.values() if not path.is_file()]
    if missing:
        raise AssetsMissing(
            f"{len(missing)} browser assets are missing, the first is {missing[0]}. "
            "Run `npm ci` in the project's root folder (`make run` does it for you)."
        )
    assets: dict[str, Asset] = {}
    for name, path in FILES.items():  # the fonts come before the sheet that names them
        content = path.read_bytes()
        if name == "fonts.css":
            content = _with_hashes(content, assets)
        compressed = gzip.compress(content, mtime=0) if path.suffix != ".woff2" else None
        assets[name] = Asset(
            content=content,
            gzipped=compressed,
            media_type=_TYPES[path.suffix],
            digest=hashlib.sha256(content).hexdigest()[:12],
        )
    return assets


def _with_hashes(sheet: bytes, assets: dict[str, Asset]) -> bytes:
    """The font sheet with the fonts' hashes in their addresses, the same that the pages preload."""
    text = sheet.decode()
    for name, asset in assets.items():
        text = text.replace(f'url("{name}")', f'url("{name}?v={asset.digest}")')
    return text.encode()


def asset_url(assets: dict[str, Asset], name: str) -> str:
    """The address of an asset with its hash, so that a browser may keep it until it changes."""
    return f"/assets/{name}?v={assets[name].digest}"
