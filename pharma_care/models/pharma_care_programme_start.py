from odoo import models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..tools import check_single


class PharmaCareProgramme(models.Model):
    """Starting and stopping a programme, and what stands behind its figures (000-10, 003-04)."""

    _inherit = 'pharma.care.programme'

    # === ACTIONS === #
    def action_start(self):
        """Start the programme: from today on it finds customers, the first of them at once.

        :return: True
        :raise UserError: if something is missing, saying what
        :raise AccessError: for others than managers of customer care
        """
        check_single(self)
        self._check_manager()
        if self.is_running:
            return True
        self._check_complete()
        self._check_reach()
        # sudo: starting is no writing by hand; the checks are above
        self.sudo().write({'is_running': True, 'date_started': self._get_today()})
        self.sudo().hit_ids._resume()  # sudo: in all of its companies
        for company in self._get_companies():
            self.env['pharma.care.job']._enqueue_programme(self, company)
        return True

    def action_stop(self):
        """Stop programmes: nobody new is found, who waits is taken back, open cases stay.

        :return: True
        :raise AccessError: for others than managers of customer care
        """
        self._check_manager()
        running = self.filtered('is_running')
        running._check_reach()
        running.sudo().write({'is_running': False})  # sudo: as above
        running.sudo().hit_ids._stop()  # sudo: as above
        return True

    def action_preview(self):
        """Open whom the programme would hit today and within 30 days, without hitting anybody.

        :return: window action of ``pharma.care.programme.preview``
        :raise UserError: if something is missing, saying what
        :raise AccessError: for others than managers of customer care
        """
        check_single(self)
        self._check_manager()
        self._check_complete()
        return self.env['pharma.care.programme.preview']._open(self)

    def action_view_hits(self):
        """Open the customers of the programme."""
        check_single(self)
        self.check_access('read')
        return {
            **self.env['ir.actions.act_window']._for_xml_id(
                'pharma_care.pharma_care_programme_hit_action'
            ),
            'domain': [('programme_id', '=', self.id)],
            # as many as the button says; who is left out is one click away
            'context': {'search_default_hit': 1},
        }

    def action_view_cases(self):
        """Open the care cases of the programme."""
        check_single(self)
        self.check_access('read')
        return {
            **self.env['ir.actions.act_window']._for_xml_id('pharma_care.pharma_care_case_action'),
            'domain': [('hit_ids.programme_id', '=', self.id)],
            'context': {'search_default_group_state': 1},
        }

    def action_view_effect(self):
        """Open whether the customers of the programme bought afterwards (004-36)."""
        check_single(self)
        self.check_access('read')
        return {
            **self.env['ir.actions.act_window']._for_xml_id(
                'pharma_care.pharma_care_programme_hit_action_effect'
            ),
            'domain': [('programme_id', '=', self.id), ('is_judged', '=', True)],
        }

    # === BUSINESS METHODS === #
    def _check_manager(self):
        if not self.env.user.has_group('pharma_care.group_care_manager') and not self.env.su:
            raise AccessError(
                self.env._("Programmes are started and stopped by managers of customer care.")
            )
        self.check_access('write')

    def _get_companies(self):
        """Return the companies in which the programme runs."""
        # sudo: a programme of every company runs in all of them
        return self.company_id or self.env['res.company'].sudo().search(Domain.TRUE).sudo(
            self.env.su
        )

    def _get_today(self):
        """Return the day on which the programme would start."""
        return (self.company_id or self.env.company).sudo()._pharma_today()  # sudo: what day it is
