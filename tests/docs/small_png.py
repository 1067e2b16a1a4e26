"""Makes a picture of a page small: 256 colours are enough for words on paper."""

from __future__ import annotations

import base64
import json
import struct
import zlib

from tests.chromium import Page

# The browser itself reads its picture: the colours used most are kept, others become the nearest.
_COUNT = """
(async data => {
  const bytes = Uint8Array.from(atob(data), one => one.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes], {type: 'image/png'}));
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
  canvas.drawImage(bitmap, 0, 0);
  const drawn = canvas.getImageData(0, 0, bitmap.width, bitmap.height).data;
  const pixels = new Uint32Array(drawn.buffer), counted = new Map();
  for (const one of pixels) counted.set(one, (counted.get(one) || 0) + 1);
  const used = [...counted].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(each => each[0]);
  const colours = [], number = new Map();
  for (const one of used) {
    const [r, g, b] = [one & 255, one >> 8 & 255, one >> 16 & 255];
    let best = 0, least = Infinity;
    colours.forEach(([x, y, z], at) => {
      const far = (r - x) ** 2 + (g - y) ** 2 + (b - z) ** 2;
      if (far < least) { least = far; best = at; }
    });
    // What is nearly there already leaves its place to a colour that is seldom used.
    if (least > 40 && colours.length < 256) best = colours.push([r, g, b]) - 1;
    number.set(one, best);
  }
  let said = '';
  for (const one of pixels) said += String.fromCharCode(number.get(one));
  return {width: bitmap.width, height: bitmap.height, colours, pixels: btoa(said)};
})
"""


def small_png(page: Page, picture: str) -> bytes:
    """The PNG that a browser made (in base64), with at most 256 colours (PNG, ISO/IEC 15948)."""
    # A page of the gallery lets nothing run; an empty one does.
    page.call("Page.navigate", url="about:blank")
    page.until("location.href === 'about:blank'")
    drawn = page.see(f"{_COUNT}({json.dumps(picture)})")
    width, height = drawn["width"], drawn["height"]
    pixels = base64.b64decode(drawn["pixels"])
    # Each line begins with its filter: none, the best for a palette.
    lines = b"".join(b"\0" + pixels[at : at + width] for at in range(0, len(pixels), width))
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            _chunk(b"PLTE", bytes(part for colour in drawn["colours"] for part in colour)),
            _chunk(b"IDAT", zlib.compress(lines, 9)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    checked = kind + data
    return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))
