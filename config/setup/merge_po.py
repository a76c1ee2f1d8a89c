#!/usr/bin/env python3
"""Turn Odoo's export of terms into templates that change only when a term changes.

    merge_po.py modules                     names of the modules that are translated
    merge_po.py merge EXPORT.tgz            write templates, merge them into each language
    merge_po.py merge EXPORT.tgz --check    exit 1 when a committed template is out of date

Called by pot.sh. No dates, sorted entries, no guessed (fuzzy) translations: a wrong instruction
on a medicine is worse than an English one.
"""

import argparse
import sys
import tarfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent.parent
LANGUAGES = {'vi': 'nplurals=1; plural=0;', 'zh_CN': 'nplurals=1; plural=0;'}
# Data of a Vietnamese chain, and tests: nobody reads their terms in another language.
UNTRANSLATED = {'pharma_demo', 'test_pharma'}
WIDTH = 78


def modules(root=ROOT):
    """Return {name: folder} of the modules that are translated."""
    manifests = [*root.glob('*/__manifest__.py'), *root.glob('addons/*/__manifest__.py')]
    found = {path.parent.name: path.parent for path in manifests}
    return {name: found[name] for name in sorted(found.keys() - UNTRANSLATED)}


def key(entry):
    """What identifies a term: its context and its source."""
    return entry.msgctxt or '', entry.msgid


def new_file(module, language=None):
    """An empty file with a header that says nothing about when or by what it was made."""
    file = polib.POFile(wrapwidth=WIDTH)
    file.metadata = {
        'Project-Id-Version': f'{module} 19.0',
        'Language': language or '',
        'MIME-Version': '1.0',
        'Content-Type': 'text/plain; charset=UTF-8',
        'Content-Transfer-Encoding': '8bit',
        'Plural-Forms': LANGUAGES.get(language, ''),
    }
    file.metadata = {name: value for name, value in file.metadata.items() if value}
    return file


def template(module, exported):
    """Normalise Odoo's export of one module.

    :param str module: technical name
    :param str exported: content of the exported template
    :return: polib.POFile, sorted, without translations
    """
    file = new_file(module)
    for entry in sorted(polib.pofile(exported), key=key):
        file.append(
            polib.POEntry(
                msgid=entry.msgid,
                msgctxt=entry.msgctxt,
                comment=entry.comment,
                # by way of the folder around it Odoo meets each file of addons/ a second time
                occurrences=sorted(
                    {place for place in entry.occurrences if 'addons/addons/' not in place[0]}
                ),
                flags=sorted(set(entry.flags) - {'fuzzy'}),
            )
        )
    return file


def merged(module, language, terms, old=None):
    """Return the language's file for the terms of a template, with the old translations.

    Terms that are gone are dropped, new and fuzzy ones stay empty.
    """
    known = {key(e): e.msgstr for e in old or () if not e.obsolete and not e.fuzzy}
    file = new_file(module, language)
    for entry in terms:
        file.append(
            polib.POEntry(
                msgid=entry.msgid,
                msgctxt=entry.msgctxt,
                comment=entry.comment,
                occurrences=entry.occurrences,
                flags=entry.flags,
                msgstr=known.get(key(entry), ''),
            )
        )
    return file


def read_export(path, wanted):
    """Yield (module, exported template) of an archive that `odoo i18n export` wrote."""
    with tarfile.open(path) as archive:
        for member in archive.getmembers():
            name = Path(member.name).stem
            if member.isfile() and name in wanted and member.name.endswith('.pot'):
                yield name, archive.extractfile(member).read().decode()


def differences(old, new):
    """Yield one line per term that only one of two templates has, or that moved."""
    old, new = ({key(e): e for e in file} for file in (old, new))
    for term in sorted(new.keys() - old.keys()):
        yield f'new term {term[1]!r}'
    for term in sorted(old.keys() - new.keys()):
        yield f'gone: {term[1]!r}'
    for term in sorted(old.keys() & new.keys()):
        if old[term].occurrences != new[term].occurrences:
            yield f'used elsewhere: {term[1]!r}'


def merge(archive, check, root=ROOT):
    """Write or check templates and languages; return 0, or 1 when something is out of date."""
    found = modules(root)
    exports = dict(read_export(archive, found))
    stale = False
    for name in sorted(found.keys() - exports.keys()):
        print(f'{name}: not installed in this database, or without a term: nothing exported')
        stale = True
    for name, exported in sorted(exports.items()):
        folder = found[name] / 'i18n'
        path = folder / f'{name}.pot'
        terms = template(name, exported)
        if check:
            old = polib.pofile(str(path)) if path.is_file() else polib.POFile()
            lines = [f'{name}/i18n/{name}.pot: {line}' for line in differences(old, terms)]
            stale = stale or bool(lines)
            print(*lines, sep='\n', end='\n' if lines else '')
            continue
        folder.mkdir(exist_ok=True)
        terms.save(str(path))
        for language in LANGUAGES:
            path = folder / f'{language}.po'
            old = polib.pofile(str(path)) if path.is_file() else None
            file = merged(name, language, terms, old)
            file.save(str(path))
            missing = len(file.untranslated_entries())
            print(f'{name} {language}: {len(file) - missing} of {len(file)} terms translated')
    if stale and check:
        print('translation templates are out of date: run make pot and translate what is new')
    return int(stale)


def main(arguments=None):
    """Command line; see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest='command', required=True)
    commands.add_parser('modules')
    command = commands.add_parser('merge')
    command.add_argument('archive')
    command.add_argument('--check', action='store_true')
    options = parser.parse_args(arguments)
    if options.command == 'modules':
        print(*modules())
        return 0
    return merge(options.archive, options.check)


if __name__ == '__main__':
    sys.exit(main())
