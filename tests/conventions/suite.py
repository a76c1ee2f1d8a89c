"""What no file of the project may contain."""

import hashlib
import re

from .tree import tree_check

MACHINE_PATH = re.compile(
    r'(?<![\w.$}~/)*-])/(?:root|home/\w+|Users/\w+|work|workspace)(?:/|\b(?!/))'
)
URL = re.compile(r'\b(?:https?|ftp|git)://(?:[^/@\s]*@)?([A-Za-z0-9.-]+)')
REGISTRY = re.compile(
    r'\b(?:files\W|www\W)?(?:py' r'pi|pythonhosted|npm' r'js|crates)\.(?:org|com|io)\b'
)
# Hosts that a reader may be sent to: documentation, licences, name spaces and examples.
HOSTS = re.compile(
    r'localhost|127\.0\.0\.1|0\.0\.0\.0|(?:[\w-]+\.)*example(?:\.(?:com|org|net))?|[\w-]+\.test'
    r'|(?:www\.)?(?:odoo|github|gnu|w3|odoo-community|postgresql|fsf|debian|asterisk)\.(?:com|org)'
    r'|(?:www\.|docs\.)?(?:odoo|asterisk|docker|keepachangelog|semver)\.(?:com|org)'
    r'|(?:schemas|schema)\.(?:openxmlformats|microsoft)\.(?:com|org)|zalo\.me|odoo|db|proxy'
    r'|www\.openstreetmap\.org'
)
# Digests of words about how files came about; plain, this file would contain them itself.
WORDS = {
    '053ea4804ef1', '3400bb495c3f', '3ea125d0bff3', '487b91042c7c',
    '5d72436256ad', '60965168ce76', '7d3194f79e64', '94a168d2da57',
    'c70eca6b0f88', 'c857d09db23e', 'd298391b0743', 'de2187af3fb0',
}  # fmt: skip


def _lines(tree):
    for path in tree.texts:
        for number, line in enumerate(path.read_text('utf-8', 'replace').splitlines(), 1):
            yield path, number, line


@tree_check
def no_machine_paths(tree):
    """Folders of one machine mean nothing on another."""
    for path, number, line in _lines(tree):
        match = MACHINE_PATH.search(line)
        if match:
            yield f'{tree.where(path, number)}: {match[0]} is of one machine: make it relative'


@tree_check
def hosts_are_known(tree):
    """Package mirrors are the machine's own setting; other hosts are worth a second look."""
    for path, number, line in _lines(tree):
        for match in REGISTRY.finditer(line):
            yield f'{tree.where(path, number)}: {match[0]}: leave the registry to the client'
        for match in URL.finditer(line):
            if not HOSTS.fullmatch(match[1]) and '$' not in match[1]:
                yield (
                    f'{tree.where(path, number)}: {match[1]} is no known host: '
                    'use a documented one, or add it to HOSTS'
                )


@tree_check
def files_speak_of_the_product(tree):
    """Files say what the suite does, not what was used to write them."""
    for path, number, line in _lines(tree):
        for word in re.findall(r'[a-z]{3,}', line.lower()):
            if hashlib.sha256(word.encode()).hexdigest()[:12] in WORDS:
                yield f'{tree.where(path, number)}: {word!r} is no matter of the product: remove it'
