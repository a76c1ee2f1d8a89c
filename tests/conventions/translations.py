"""Translations: complete in both languages, with the placeholders of the source."""

import re

import polib

from .tree import module_check

LANGUAGES = ('vi', 'zh_CN')
# Nobody reads these two in the client: one is data of a Vietnamese chain, one is tests.
UNTRANSLATED = {'pharma_demo', 'test_pharma'}
PLACEHOLDER = re.compile(r'%\(\w+\)(?:\.\d+)?[sdf]|%[sd]|\{\w*\}|\$\{[^}]*\}|</?\w+')


def _key(entry):
    return entry.msgctxt, entry.msgid


@module_check
def translations_exist(module):
    """Each module carries its template and both languages."""
    if module.name in UNTRANSLATED:
        return
    for name in (f'{module.name}.pot', *(f'{language}.po' for language in LANGUAGES)):
        path = module.path / 'i18n' / name
        if not path.is_file():
            yield f'{module.where(path)}:1: missing: run make pot, then translate'


@module_check
def translations_are_complete(module):
    """Every term of the template is translated, nothing is fuzzy, nothing is left over."""
    template = module.path / 'i18n' / f'{module.name}.pot'
    terms = {_key(e): e for e in polib.pofile(str(template))} if template.is_file() else {}
    for language in LANGUAGES:
        path = module.path / 'i18n' / f'{language}.po'
        if not path.is_file():
            continue
        entries = {_key(e): e for e in polib.pofile(str(path)) if not e.obsolete}
        for key, entry in entries.items():
            if key not in terms:
                yield f'{module.where(path, entry.linenum)}: {key[1]!r} is left over: run make pot'
            elif not entry.translated():
                yield f'{module.where(path, entry.linenum)}: {key[1]!r} has no translation: add it'
        for key in terms.keys() - entries.keys():
            yield f'{module.where(path)}:1: {key[1]!r} is missing: run make pot, then translate'


@module_check
def placeholders_are_kept(module):
    """A lost %(name)s breaks a message, a lost tag breaks a view."""
    for language in LANGUAGES:
        path = module.path / 'i18n' / f'{language}.po'
        if not path.is_file():
            continue
        for entry in polib.pofile(str(path)):
            if not entry.msgstr or entry.obsolete:
                continue
            source, target = (sorted(PLACEHOLDER.findall(t)) for t in (entry.msgid, entry.msgstr))
            if source != target:
                yield (
                    f'{module.where(path, entry.linenum)}: placeholders {target} instead of '
                    f'{source}: use exactly those of the source'
                )
