import re
import unicodedata

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

MAX_RESULTS = 20
MAX_TEXT = 200
WORD = re.compile(r'[^\W_]+')
# Chinese, Japanese and Korean are written without spaces: each character is a word
CJK = re.compile(r'([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af])')


def plain_words(text):
    """Return the words of a text without accents and in small letters.

    People who talk type no accents: 'dau dau' and '\u0111au \u0111\u1ea7u' have the same words.

    :param str text: e.g. a question
    :return: list of str
    """
    text = unicodedata.normalize('NFKD', text or '').lower().replace('\u0111', 'd')
    text = ''.join(char for char in text if not unicodedata.combining(char))
    return WORD.findall(CJK.sub(r' \1 ', text))


class PharmaApprovedAnswer(models.Model):
    """Finding an answer while the customer is on the telephone.

    PostgreSQL's own text search over words that Odoo has stripped of accents: it needs no
    extension, so it works on every server, and an index answers it.
    """

    _inherit = 'pharma.approved.answer'

    search_title = fields.Char(
        compute='_compute_search_text', store=True, help="Question and keywords in plain words."
    )
    search_text = fields.Text(
        compute='_compute_search_text', store=True, help="Everything in plain words."
    )

    _search_index = models.Index(
        "USING gin (to_tsvector('simple'::regconfig, COALESCE(search_text, '')))"
        " WHERE state = 'approved'"
    )

    @api.depends(
        'name',
        'keywords',
        'answer',
        'therapeutic_group_ids.name',
        'product_tmpl_ids.name',
        'product_tmpl_ids.active_ingredient',
    )
    def _compute_search_text(self):
        # names of groups and medicines in every language: who searches may speak another one
        languages = [code for code, _name in self.env['res.lang'].get_installed()]
        for answer in self:
            title = plain_words(f'{answer.name or ""} {answer.keywords or ""}')
            rest = [answer.answer, *answer.product_tmpl_ids.mapped('active_ingredient')]
            for code in languages:
                translated = answer.with_context(lang=code)
                rest += translated.therapeutic_group_ids.mapped('name')
                rest += translated.product_tmpl_ids.mapped('name')
            rest = ' '.join(dict.fromkeys(filter(None, rest)))
            answer.search_title = ' '.join(title)
            answer.search_text = ' '.join([*title, *plain_words(rest)])

    @api.readonly
    @api.model
    def search_answers(self, text, limit=8):
        """Return approved and valid answers in which all words occur, the closest first (001-11).

        :param str text: what was typed, with or without accents; the last word may be unfinished
        :param int limit: how many at most
        :return: list of dict: ``id``, ``question``, ``answer``, ``links`` (list of str),
            ``approved_by``, ``valid_until``
        """
        answers = self._search_by_words(text if isinstance(text, str) else '', limit)
        return [
            {
                'id': answer.id,
                'question': answer.name,
                'answer': answer.answer,
                'links': [
                    line.strip() for line in (answer.links or '').splitlines() if line.strip()
                ],
                'approved_by': answer.approver_id.name or '',
                'valid_until': fields.Date.to_string(answer.date_valid_until) or '',
            }
            for answer in answers
        ]

    @api.model
    def _search_by_words(self, text, limit):
        # what cannot be seen, the database cannot compare
        text = ''.join(char if char.isprintable() else ' ' for char in text[:MAX_TEXT])
        words = plain_words(text)
        if not words:
            return self.browse()
        limit = min(limit, MAX_RESULTS) if isinstance(limit, int) and limit > 0 else MAX_RESULTS
        query = self._search(Domain('is_valid', '=', True) & self._get_words_domain(words))
        title = self._field_to_sql(self._table, 'search_title', query)
        phrase = ' '.join(words)
        typed = ' '.join(text.lower().split())
        # strpos, as the words of a user are no pattern
        closeness = [SQL("strpos(%s, %s) = 0", title, phrase)]
        if typed != phrase:
            # accents were typed: what is written just so comes before what only sounds alike
            name = self._field_to_sql(self._table, 'name', query)
            closeness.append(SQL("strpos(lower(%s), %s) = 0", name, typed))
        query.order = SQL(
            "%s, length(%s), %s",
            SQL(", ").join(closeness),
            title,
            SQL.identifier(self._table, 'id'),
        )
        query.limit = limit
        return self.browse(query.get_result_ids())

    @api.model
    def _get_words_domain(self, words):
        """Return the domain of records that contain all words, each at least as a beginning."""
        # of letters and digits only, so no word can be an operator
        condition = ' & '.join(f'{word}:*' for word in dict.fromkeys(words))
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "to_tsvector('simple'::regconfig, COALESCE(%s, ''))"
                " @@ to_tsquery('simple'::regconfig, %s)",
                model._field_to_sql(alias, 'search_text', query),
                condition,
            )
        )
