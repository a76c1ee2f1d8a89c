"""Hashes that name databases by what they were made from."""

import hashlib
import json
import os
from pathlib import Path

# Where a run keeps the hashes of its beginning for the processes that it starts.
KNOWN = 'PHARMA_DIGESTS'


def fingerprint(*parts):
    """Return eight hex digits that change when a part does.

    A Path stands for those of its files that end up in a database: no tests, no README.
    """
    digest = hashlib.sha256()
    for part in parts:
        digest.update((_digest(part) if isinstance(part, Path) else repr(part)).encode())
    return digest.hexdigest()[:8]


def remember(folders):
    """Let this process, and those that it starts, see folders as they are now: what somebody saves
    meanwhile must not have one lane of a run drop what the other one works on.

    :param folders: paths
    """
    os.environ[KNOWN] = json.dumps({str(folder): _digest(folder) for folder in folders})


def _digest(folder):
    known = json.loads(os.environ.get(KNOWN, '{}'))
    if str(folder) in known:
        return known[str(folder)]
    digest = hashlib.sha256()
    for file in sorted(p for p in folder.rglob('*') if p.is_file()):
        inside = file.relative_to(folder)
        if 'tests' not in inside.parts and file.suffix not in ('.pyc', '.md'):
            digest.update(str(inside).encode() + file.read_bytes())
    return digest.hexdigest()
