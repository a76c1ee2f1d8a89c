from collections import defaultdict
from textwrap import shorten

from odoo import models
from odoo.tools import format_date, format_datetime

MEDICINES_SHOWN = 8
# of wholesale partners there may be hundreds
LINES_READ = 60
CASES_SHOWN = 6
ENTRIES_SHOWN = 5
CONTENT_LENGTH = 160
GROUPS_SHOWN = 4
STATUS_TONES = {'adherent': 'success', 'not_adherent': 'danger'}


class ResPartner(models.Model):
    """What care adds to the customer card, for those who may read it (000-10, 004-69)."""

    _inherit = 'res.partner'

    def _get_customer_card_sections(self):
        """Add supply, open cases and what was said; as the care mode lets the user read them."""
        sections = super()._get_customer_card_sections()
        if not self.env['pharma.care.case'].has_access('read'):
            return sections
        partners = self._get_card_partners()
        cases = self.env['pharma.care.case'].search_fetch(
            [('partner_id', 'in', partners.ids), ('state', '!=', 'done')],
            ['date_due', 'date_retry', 'date_last_contact', 'date_last_entry', 'date_runout']
            + ['date_alerted', 'date_alert_runout', 'state', 'user_id', 'company_id'],
            order='date_due, id',
            limit=CASES_SHOWN,
        )
        entries = self.env['pharma.care.entry'].search_fetch(
            [('partner_id', 'in', partners.ids)],
            ['case_id', 'date', 'content', 'response_type_id', 'is_attempt', 'user_id']
            + ['company_id'],
            order='date desc, id desc',
            limit=ENTRIES_SHOWN,
        )
        lines = self.env['pharma.care.line'].search_fetch(
            [
                ('case_id.partner_id', 'in', partners.ids),
                ('case_id.state', '!=', 'done'),
                ('state', '=', 'open'),
                ('date_runout', '!=', False),
            ],
            ['case_id', 'product_id', 'date_runout'],
            order='date_runout, id',
            limit=LINES_READ,
        )
        return [
            *sections,
            *self._get_card_care(cases, entries),
            *self._get_card_supply(lines),
            *self._get_card_adherence(),
            *self._get_card_cases(cases, lines),
            *self._get_card_entries(entries),
        ]

    def _get_card_care(self, cases, entries):
        facts = []
        for case in cases.filtered('date_due')[:1]:
            fact = {
                'label': self.env._("Next Care"),
                'value': format_date(self.env, case.date_due),
                'strong': True,
            }
            if case.is_overdue:
                fact |= {'tone': 'danger', 'hint': self.env._("Overdue")}
            facts.append(fact)
        days = [case.date_last_contact for case in cases if case.date_last_contact]
        # nobody was spoken with in an attempt
        spoken = entries.filtered(lambda entry: not entry.is_attempt)[:1]
        days += [self._get_card_day(entry.date, entry.company_id) for entry in spoken]
        if days:
            today = self.env.company._pharma_today()
            value = self.env._(
                "%(days)s day(s) ago, %(date)s",
                days=(today - max(days)).days,
                date=format_date(self.env, max(days)),
            )
            facts.append({'label': self.env._("Last Interaction"), 'value': value})
        if any(cases.mapped('is_alert')):
            text = self.env._(
                "Supply ends soon, and nobody has spoken with the customer since the purchase."
            )
            facts.append({'label': self.env._("Alert"), 'value': text, 'tone': 'danger'})
        return self._prepare_card_section('care', self.env._("Care"), 'facts', 25, facts)

    def _get_card_supply(self, lines):
        """Return the section of medicines with the end of their supply, the nearest first."""
        today = self.env.company._pharma_today()
        items = []
        # sudo: the name of a medicine the customer bought, in whatever company the product is
        for line in lines[:MEDICINES_SHOWN].sudo():
            left = (line.date_runout - today).days
            cells = [
                {'text': self._get_card_product_name(line.product_id)},
                {'text': format_date(self.env, line.date_runout)},
                {'text': self.env._("%(days)s day(s)", days=left)},
            ]
            if left < 0:
                cells[2] = {
                    'text': self.env._("over for %(days)s day(s)", days=-left),
                    'tone': 'danger',
                }
            items.append({'cells': cells})
        return self._prepare_card_section(
            'supply',
            self.env._("Supply"),
            'rows',
            30,
            items,
            columns=[self.env._("Medicine"), self.env._("Supply Ends"), self.env._("Left")],
        )

    def _get_card_adherence(self):
        """Return the section of how well purchases cover the treatments, the worst first (000-13).

        Of groups of which it cannot be told yet, last.
        """
        names = ['pdc', 'current_gap', 'status']
        rows = self.env['pharma.adherence'].search_fetch(
            [('partner_id', '=', self.id), ('window', '=', '365')],
            [*names, 'therapeutic_group_id'],
        )
        rows = rows.sorted(lambda row: (row.status == 'too_short', row.pdc, row.id))
        statuses = dict(rows._fields['status']._description_selection(self.env))
        items = []
        for row in rows[:GROUPS_SHOWN]:
            is_measured = row.status != 'too_short'
            cells = [
                {'text': row.therapeutic_group_id},
                # parts of a per cent are no help while somebody is speaking
                {'text': str(int(row.pdc)) if is_measured else ''},
                {'text': str(row.current_gap or '') if is_measured else ''},
                {'text': statuses[row.status], 'tone': STATUS_TONES.get(row.status, '')},
            ]
            items.append({'cells': cells})
        return self._prepare_card_section(
            'adherence',
            self.env._("Adherence"),
            'rows',
            32,
            items,
            columns=[
                rows._fields[name]._description_string(self.env)
                for name in ('therapeutic_group_id', *names)
            ],
            more={'method': 'action_pharma_view_adherence', 'label': self.env._("Details")},
        )

    def _get_card_cases(self, cases, lines):
        names = defaultdict(dict)
        # sudo: as for the section of supply
        for line in lines.sudo():
            names[line.case_id.id][line.product_id.name] = True
        states = dict(cases._fields['state']._description_selection(self.env))
        items = [
            {
                'res_model': 'pharma.care.case',
                'res_id': case.id,
                'cells': [
                    {
                        'text': format_date(self.env, case.date_due) or '',
                        'tone': 'danger' if case.is_overdue else '',
                    },
                    {'text': ', '.join(names[case.id]) or case.medicine_names or ''},
                    {'text': states[case.state]},
                    {'text': case.user_id},
                ],
            }
            for case in cases
        ]
        return self._prepare_card_section(
            'cases',
            self.env._("Open Care Cases"),
            'rows',
            35,
            items,
            columns=[
                self.env._("Care Date"),
                self.env._("Medicines"),
                self.env._("State"),
                self.env._("Responsible"),
            ],
            more={'method': 'action_pharma_view_care', 'label': self.env._("All Cases")},
        )

    def _get_card_entries(self, entries):
        items = [
            {
                'res_model': 'pharma.care.entry',
                'res_id': entry.id,
                'cells': [
                    {
                        'text': format_datetime(
                            self.env,
                            entry.date,
                            tz=entry.company_id._pharma_screen_tz(),
                            dt_format='short',
                        )
                    },
                    {'text': shorten(entry.content or '', CONTENT_LENGTH, placeholder='...')},
                    {'text': entry.response_type_id},
                    {'text': entry.user_id},
                ],
            }
            for entry in entries
        ]
        return self._prepare_card_section(
            'entries',
            self.env._("What Was Said"),
            'rows',
            38,
            items,
            columns=[
                self.env._("Date"),
                self.env._("Content"),
                self.env._("Response"),
                self.env._("Care User"),
            ],
        )
