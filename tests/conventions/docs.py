"""Pages: links and images resolve, the change log knows every module's version."""

import re
from urllib.parse import unquote

from .tree import tree_check

LINK = re.compile(r'!?\[[^\]]*\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)|<img [^>]*src="([^"]+)"')
IMAGES = {'.gif', '.jpg', '.png', '.svg', '.webp'}
FENCE = re.compile(r'^\s*(```|~~~)')


def _prose(path):
    """Yield (number, line) outside code fences."""
    fenced = False
    for number, line in enumerate(path.read_text(encoding='utf-8').splitlines(), 1):
        if FENCE.match(line):
            fenced = not fenced
        elif not fenced:
            yield number, line


def _anchors(path):
    """Anchors as forges make them from headings, and explicit ones."""
    anchors = set()
    for _number, line in _prose(path):
        if line.startswith('#'):
            title = re.sub(r'[^\w\- ]', '', line.lstrip('#').strip().lower())
            anchors.add(title.replace(' ', '-'))
        anchors.update(re.findall(r'<a (?:id|name)="([^"]+)"', line))
    return anchors


@tree_check
def links_resolve(tree):
    """A relative link leads to a file of the project, its anchor to a heading there."""
    for path in tree.texts:
        if path.suffix != '.md':
            continue
        for number, line in _prose(path):
            for match in LINK.finditer(re.sub(r'`[^`]*`', '', line)):
                target = unquote(match[1] or match[2])
                if re.match(r'[a-z]+:', target):
                    continue
                name, _, anchor = target.partition('#')
                file = (path.parent / name) if name else path
                if not file.exists():
                    yield f'{tree.where(path, number)}: {target} does not exist: correct the link'
                elif anchor and file.suffix == '.md' and anchor not in _anchors(file):
                    yield f'{tree.where(path, number)}: no heading #{anchor}: correct the link'


@tree_check
def images_are_used(tree):
    """A screenshot that no page shows is forgotten and grows old."""
    images = sorted(path for path in tree.root.glob('docs/**/*') if path.suffix in IMAGES)
    pages = [path.read_text(encoding='utf-8') for path in tree.texts if path.suffix == '.md']
    for path in images:
        if not any(path.name in page for page in pages):
            yield f'{tree.where(path)}:1: shown on no page: link it or delete it'


@tree_check
def requirement_ids_exist(tree):
    """An id in code or on a page is one of docs/requirements.md."""
    page = tree.root / 'docs' / 'requirements.md'
    known = set(re.findall(r'\*\*(00[0-4]-\d\d)\*\*', page.read_text(encoding='utf-8')))
    for path in tree.texts:
        # Tests of the checks themselves make ids up.
        if path.suffix not in ('.js', '.md', '.py', '.xml') or path.parent == tree.root / 'tests':
            continue
        for number, line in enumerate(path.read_text(encoding='utf-8').splitlines(), 1):
            for found in re.findall(r'(?<![\w-])00[0-4]-\d\d(?![\w-])', line):
                if found not in known:
                    yield (
                        f'{tree.where(path, number)}: {found} is not in docs/requirements.md: '
                        'correct the number'
                    )


@tree_check
def changelog_knows_versions(tree):
    """One line per module and version."""
    path = tree.root / 'CHANGELOG.md'
    lines = path.read_text(encoding='utf-8').splitlines() if path.is_file() else []
    for module in tree.modules:
        version = str(module.manifest.get('version'))
        if not any(re.search(rf'\b{module.name}\W+{re.escape(version)}\b', line) for line in lines):
            yield f'CHANGELOG.md:1: no line "- `{module.name}` {version}: ...": add it'
