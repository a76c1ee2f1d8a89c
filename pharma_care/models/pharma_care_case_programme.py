from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain


class PharmaCareCase(models.Model):
    """Cases of programmes: new appointments, and open cases that a programme joins (000-10).

    Nobody is called twice for one matter: a programme adds to the case that is open (119).
    """

    _inherit = 'pharma.care.case'

    programme_id = fields.Many2one(
        'pharma.care.programme',
        readonly=True,
        index='btree_not_null',
        ondelete='set null',
        help="The programme for which the customer is or was contacted; of several the first.",
    )
    hit_ids = fields.One2many(
        'pharma.care.programme.hit', 'case_id', string="Programmes", readonly=True
    )
    programme_notice = fields.Text(
        string="Programme Step",
        compute='_compute_programme_notice',
        help="For what the programmes of the case have the customer contacted now.",
    )

    # === COMPUTE METHODS === #
    @api.depends('programme_id', 'hit_ids.state', 'hit_ids.step_id')
    @api.depends_context('lang')
    def _compute_programme_notice(self):
        for case in self:
            lines = []
            for hit_sudo in case._get_open_hits():
                step_sudo = hit_sudo.step_id
                text = f'{hit_sudo.programme_id.name}: {step_sudo.name or "-"}'
                product_sudo = hit_sudo.product_id
                if product_sudo:
                    text += f' ({product_sudo.name})'
                lines.append('\n'.join(filter(None, [text, step_sudo.note])))
            case.programme_notice = '\n'.join(lines) or False

    def _get_open_hits(self):
        """Return what the customers of these cases are to be contacted for by programmes (as sudo);
        of a case that no programme has touched it costs no query.
        """
        # sudo: whoever reads the case may know what it is about
        touched_sudo = self.sudo().filtered('programme_id')
        hits_sudo = touched_sudo.env['pharma.care.programme.hit']
        if not touched_sudo:
            return hits_sudo
        return hits_sudo.search(
            [('case_id', 'in', touched_sudo.ids), ('state', '=', 'open')], order='id'
        )

    # === BUSINESS METHODS === #
    @api.model
    def _book_programme(self, programme, company, hits, today):
        """Create an appointment for each customer who has no open case.

        :param programme: ``pharma.care.programme``
        :param company: ``res.company``
        :param hits: ``pharma.care.programme.hit`` of customers without an open case, locked by
            :meth:`_lock_appointments`
        :param date today: of the company
        :return: the new cases
        """
        partners = hits.partner_id
        if not partners:
            return self.browse()
        # whoever answered for the customer last, should nobody be assigned
        latest = self._read_group(
            Domain('partner_id', 'in', partners.ids)
            & Domain('company_id', '=', company.id)
            & Domain('user_id', '!=', False),
            ['partner_id'],
            ['id:max', 'date_last_contact:max'],
        )
        last_case = {partner: self.browse(case_id) for partner, case_id, _day in latest}
        contacts = {
            partner: day
            for partner, day in self._read_group(
                [('partner_id', 'in', partners.ids), ('company_id', '=', company.id)],
                ['partner_id'],
                ['date_last_contact:max'],
            )
        }
        orders = {hit.partner_id: hit.order_id for hit in hits}
        # what the lists show in the column 'Purpose', in the language of the company
        named = programme.with_context(lang=company.partner_id.lang)
        return self.create(
            [
                {
                    'partner_id': partner.id,
                    'company_id': company.id,
                    'warehouse_id': orders[partner].warehouse_id.id,
                    'date_due': today,
                    'is_date_manual': True,
                    'user_id': programme.user_id.id,
                    'heir_user_id': last_case[partner].user_id.id
                    if partner in last_case
                    else False,
                    'programme_id': programme.id,
                    'note': named.name,
                    'date_last_contact': contacts.get(partner, False),
                }
                for partner in partners
            ]
        )

    def _join_programme(self, programme):
        """Note the programme on these open cases, unless another one is at work there.

        :param programme: ``pharma.care.programme``
        """
        busy = self._get_open_hits().case_id
        others = self - busy
        others.filtered(lambda case: case.programme_id != programme).write(
            {'programme_id': programme.id}
        )

    def _apply_entry(self, entry):
        """Have the programmes of the case go on after a care (000-10).

        :param entry: the new ``pharma.care.entry`` of this case
        """
        result = super()._apply_entry(entry)
        if entry.is_attempt and not entry.is_final:
            return result
        cases_sudo = self.sudo()  # sudo: the new case may be a colleague's
        if self.state == 'done':
            # bought again in this call: over night the programme moved on to the new case
            cases_sudo |= entry.sudo().refill_order_id.care_case_ids  # sudo: as above
        if hits_sudo := cases_sudo._get_open_hits():
            day = self._to_company_date(entry.date)
            if entry.is_attempt:
                hits_sudo._end('closed', entry.close_reason_id)
            else:
                # a care of before, entered or imported late, was about something else
                hits_sudo.filtered(lambda hit: hit.date_hit <= day)._advance(entry, day)
        return result

    def _propose_date_next(self, runouts=None):
        """Propose the next step of a programme where it comes before the next run-out."""
        proposed = super()._propose_date_next(runouts)
        days = [
            step.day_from
            for hit in self._get_open_hits()
            if (step := hit.step_id and hit.step_id._get_next())
        ]
        if not days:
            return proposed
        today = self.company_id.sudo()._pharma_today()  # sudo: what day it is there
        planned = today + timedelta(days=min(days))
        return min(proposed, planned) if proposed else planned

    def _get_scripts(self):
        """Put the scripts of the current steps first (004-08)."""
        scripts = super()._get_scripts()
        steps_sudo = self._get_open_hits().step_id
        if not steps_sudo.script_id:
            return scripts
        # sudo: taken back, the user reads scripts with his own rights
        chosen = steps_sudo.script_id.sudo(self.env.su)._filtered_access('read')
        return chosen.filtered('active') | scripts
