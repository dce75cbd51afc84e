"""The collected static files: under names that carry their content, gzip beside them."""

from typing import Any

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class Collected(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # WhiteNoise brings no types
    """WhiteNoise's storage without Brotli.

    Brotli at its best grade takes half a minute of the first start and saves an office network some 15 % of one
    download; a tablet keeps the files anyway.
    """

    def create_compressor(self, **kwargs: Any) -> Compressor:
        """Gzip only; print fonts are read by the server, never sent."""
        kwargs["extensions"] = [*Compressor.SKIP_COMPRESS_EXTENSIONS, "otf"]
        return Compressor(**kwargs, use_brotli=False)
