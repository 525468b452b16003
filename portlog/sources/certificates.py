"""Whose certificates are trusted: those of the system, as cargo does, not a list of our own."""

from collections.abc import Mapping
from pathlib import Path

# where Debian and its kin, Red Hat's, Alpine, and the BSDs and macOS keep theirs
SYSTEM_BUNDLES = (
    Path("/etc/ssl/certs/ca-certificates.crt"),
    Path("/etc/pki/tls/certs/ca-bundle.crt"),
    Path("/etc/ssl/ca-bundle.pem"),
    Path("/etc/ssl/cert.pem"),
)
_VARIABLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR")


def trusted_certificates(
    environment: Mapping[str, str], named: str | None, bundles: tuple[Path, ...] = SYSTEM_BUNDLES
) -> Path | None:
    """Return the file or folder of trusted certificates.

    What cargo's configuration names comes first, then the environment, then the system's own
    bundle; None leaves it to the HTTP library's list, where a system has none.
    """
    told = next((environment[name] for name in _VARIABLES if environment.get(name)), None)
    if named or told:
        return Path(named or told or "")
    return next((bundle for bundle in bundles if bundle.is_file()), None)
