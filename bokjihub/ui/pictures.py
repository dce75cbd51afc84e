"""A picture drawn again from its pixels: no place, no camera, no time stays in it (trust/requirements R31)."""

import io

from PIL import Image, ImageOps, UnidentifiedImageError

MOST_PIXELS = 40_000_000
LONG_SIDE = 2_000
FORMATS = ("JPEG", "PNG", "WEBP")


class NoPicture(ValueError):
    """Not an image we open, broken, or so large that opening it would harm."""


def made_anew(clear: bytes, *, is_line: bool) -> bytes:
    """JPEG of a photo, PNG of a drawn line (a signature), at most 2,000 pixels long. Raises NoPicture."""
    try:
        with Image.open(io.BytesIO(clear), formats=FORMATS) as found:
            if found.width * found.height > MOST_PIXELS:
                raise NoPicture(f"{found.width}x{found.height}")
            upright = ImageOps.exif_transpose(found)
            upright.thumbnail((LONG_SIDE, LONG_SIDE))
            pixels = _on_white(upright).convert("L" if is_line else "RGB")
            fresh = Image.new(pixels.mode, pixels.size)
            fresh.paste(pixels)
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError, SyntaxError) as error:
        raise NoPicture(str(error)) from error
    out = io.BytesIO()
    fresh.save(out, "PNG" if is_line else "JPEG", **({} if is_line else {"quality": 85}))
    return out.getvalue()


def _on_white(image: Image.Image) -> Image.Image:
    """A line drawn on nothing would turn black on black."""
    if image.mode not in ("RGBA", "LA", "P"):
        return image
    clear = image.convert("RGBA")
    ground = Image.new("RGBA", clear.size, "white")
    return Image.alpha_composite(ground, clear)
