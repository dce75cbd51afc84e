"""A photo that comes with a report: made anew from its pixels, so that nothing but pixels stays (R31, T8).

EXIF, position, thumbnails and trailing data are gone because the file is never copied, only drawn again. Stored sealed
beside the database, under a name that says nothing. The size is read from the header before a pixel is unpacked.
"""

import base64
import io
import warnings
from pathlib import Path
from uuid import UUID

from django.conf import settings
from PIL import Image, ImageOps, UnidentifiedImageError

from bokjihub.accounts.access.sealed import seal, unseal
from bokjihub.audit.ids import uuid7
from bokjihub.ui.errors import OfficerError

KINDS = ("JPEG", "PNG", "WEBP")
MOST_BYTES, MOST_PIXELS, SIDE, QUALITY = 10 * 1024 * 1024, 50_000_000, 1600, 80
COLUMN = "discovery.photo"


class PhotoRefused(OfficerError):
    """사진을 읽을 수 없습니다. 휴대전화 사진(JPG, PNG)을 10MB 안에서 골라 주세요. 사진 없이도 알릴 수 있습니다."""


def redrawn(content: bytes) -> bytes:
    """The photo as a new JPEG, at most 1600 pixels a side, upright, without anything beside the pixels."""
    if not content or len(content) > MOST_BYTES:
        raise PhotoRefused(field="photo")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=KINDS) as found:
                if found.width * found.height > MOST_PIXELS:
                    raise PhotoRefused(field="photo")
                found.draft("RGB", (SIDE, SIDE))
                upright = ImageOps.exif_transpose(found).convert("RGB")
        upright.thumbnail((SIDE, SIDE))
        clean = Image.new("RGB", upright.size)
        clean.paste(upright)
        out = io.BytesIO()
        clean.save(out, "JPEG", quality=QUALITY)
    except PhotoRefused:
        raise
    except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PhotoRefused(field="photo") from error
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError, OverflowError, IndexError) as error:
        raise PhotoRefused(field="photo") from error
    return out.getvalue()


def keep(content: bytes) -> str:
    """Redraw and seal a photo. Returns its name for the signal."""
    photo_id = uuid7()
    path = _path(str(photo_id))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(seal(base64.b64encode(redrawn(content)).decode(), column=COLUMN, row=photo_id))
    return str(photo_id)


def opened(name: str) -> bytes:
    """The JPEG of a kept photo."""
    return base64.b64decode(unseal(_path(name).read_bytes(), column=COLUMN, row=UUID(name)))


def _path(name: str) -> Path:
    return Path(settings.MEDIA_ROOT) / f"{UUID(name)}.sealed"
