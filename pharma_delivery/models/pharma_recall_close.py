from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.pharma_crm.models.pharma_customer_list_mixin import MAX_MAILING

BATCH_SIZE = 100
# Customers printed by name; thousands on paper help nobody.
MAX_PRINTED = 300
# The managers are warned when this part of the time is left.
WARN_SHARE = 0.25


class PharmaRecall(models.Model):
    """Messages, escalation, end and release of a recall (004-60)."""

    _inherit = 'pharma.recall'

    def action_send_mailing(self):
        """Write to the customers who have got no e-mail about the recall yet (004-60).

        A recall is care, not advertising: whoever declined advertising gets it all the same.

        :return: window action of ``pharma.customer.mailing``
        :raise AccessError: for others than managers
        :raise UserError: for an exercise, not started, or nobody left
        """
        self.ensure_one()
        self._check_leader()
        if self.is_exercise or self.state != 'running':
            raise UserError(
                self.env._("E-mails are sent while a recall runs, and not for an exercise.")
            )
        groups = self.env['pharma.recall.line']._read_group(
            [
                ('recall_id', '=', self.id),
                # who has no address would be chosen again and again
                ('partner_id.email', '!=', False),
                ('date_message', '=', False),
                ('is_settled', '=', False),
            ],
            ['partner_id'],
            limit=MAX_MAILING,
        )
        if not groups:
            raise UserError(
                self.env._(
                    "Everybody with an e-mail address has been written to. Call the others, see"
                    " 'Recall Calls'."
                )
            )
        partners = self.env['res.partner'].browse([partner.id for (partner,) in groups])
        action = self.env['pharma.customer.list.mixin']._open_mailing(partners, self.company_id)
        self.env['pharma.customer.mailing'].browse(action['res_id']).write(
            {
                'recall_id': self.id,
                'purpose': 'care',
                'subject': self.title,
                'body': self.instruction,
            }
        )
        return action

    # === RETURNS === #
    def _get_slips(self, lots, partner):
        """Return the done slips by which a customer got lots.

        :param partner: ``res.partner``, empty for deliveries without a customer
        """
        self.ensure_one()
        # sudo: which slips; rights on what is made of them are checked by the caller
        lines = (
            self.env['stock.move.line']
            .sudo()
            .search(
                [
                    ('lot_id', 'in', lots.ids),
                    ('company_id', '=', self.company_id.id),
                    ('state', '=', 'done'),
                    ('location_dest_id.usage', '=', 'customer'),
                    '|',
                    ('move_id.sale_line_id.order_id.partner_id', '=', partner.id),
                    '&',
                    ('move_id.sale_line_id', '=', False),
                    ('picking_id.partner_id', '=', partner.id),
                ]
            )
        )
        return lines.picking_id.with_env(self.env)

    @api.model
    def _on_returned(self, lots, companies):
        """Bring running recalls in line after goods came back from customers.

        :param lots: ``stock.lot`` that came back
        :param companies: ``res.company`` that received them
        """
        # sudo: whoever receives goods need not be part of the recall
        recalls = self.sudo().search(
            [
                ('state', '=', 'running'),
                ('company_id', 'in', companies.ids),
                ('lot_line_ids.lot_id', 'in', lots.ids),
            ]
        )
        for recall in recalls:  # one, as a rule
            recall._refresh_lines()

    # === END === #
    def action_close(self):
        """End the recall and print its report; what is left stays blocked (004-60).

        :return: report action
        :raise AccessError: for others than pharmacists and managers
        :raise UserError: not running, or customers are open and no conclusion says why
        """
        self.ensure_one()
        self._check_leader()
        if self.state != 'running':
            raise UserError(self.env._("%(recall)s is not running.", recall=self.display_name))
        self._refresh_lines()
        missing = self.customer_count - self.settled_count
        if missing and not (self.closing_note or '').strip():
            raise UserError(
                self.env._(
                    "%(count)s customers are not settled. Go on with them, or write under"
                    " 'Conclusion' why the recall ends without them.",
                    count=missing,
                )
            )
        # sudo: stamps are set by the program; activities of all employees end with the recall
        recall_sudo = self.sudo()
        recall_sudo.write({'state': 'closed', 'date_closed': fields.Datetime.now()})
        recall_sudo.activity_unlink(
            [
                'mail.mail_activity_data_call',
                'mail.mail_activity_data_todo',
                'mail.mail_activity_data_warning',
            ]
        )
        return self.action_print()

    def _get_report_lines(self):
        """Return the first customers who still have something; the list has them all."""
        return self.env['pharma.recall.line'].search(
            [('recall_id', '=', self.id), ('quantity_open', '>', 0)], limit=MAX_PRINTED
        )

    def action_print(self):
        """Print the report of the recall as it stands (004-60).

        :return: report action
        """
        self.check_access('read')
        return self.env.ref('pharma_delivery.pharma_recall_report').report_action(self)

    def action_release_lots(self):
        """Let what is left of the lots be sold again; only after the recall was closed.

        :return: True
        :raise AccessError: for others than pharmacists and managers
        :raise UserError: while the recall runs
        """
        self._check_leader()
        for recall in self:
            if recall.state == 'running':
                raise UserError(
                    self.env._("Close the recall first; until then its lots stay blocked.")
                )
            recall.sudo().is_blocking = False  # sudo: a stamp; the role was checked
            recall.message_post(body=self.env._("The lots may be sold again."))
        return True

    # === ESCALATION === #
    @api.model
    def _cron_escalate(self):
        """Warn before the deadline of running recalls, and tell the managers when it is over."""
        now = fields.Datetime.now()
        domain = Domain('state', '=', 'running') & Domain('is_exercise', '=', False)
        domain &= Domain('escalation', '!=', 'late')
        for recall in self.search(domain, limit=BATCH_SIZE, order='date_deadline, id'):
            time = recall.date_deadline - recall.date_decision
            if now >= recall.date_deadline:
                recall._escalate('late')
            elif not recall.escalation and now >= recall.date_deadline - time * WARN_SHARE:
                recall._escalate('warned')

    def _escalate(self, stage):
        """Give who answers for the recall an activity; when it is late, a manager, too."""
        self.ensure_one()
        users = self.user_id
        if stage == 'late':
            managers = self.env.ref('pharma_crm.group_pharma_manager').all_user_ids
            managers = managers.filtered(lambda user: self.company_id in user.company_ids)
            users |= (managers - self.env.ref('base.user_root')).sorted('id')[:1]
            users |= self.company_id._pharma_quality_user()
        for user in users:
            recall = self.with_context(lang=user.lang)
            missing = self.customer_count - self.settled_count
            words = (
                recall.env._("Recall is late: %(count)s customers are open", count=missing)
                if stage == 'late'
                else recall.env._("Recall ends soon: %(count)s customers are open", count=missing)
            )
            recall.activity_schedule(
                'mail.mail_activity_data_warning',
                date_deadline=self.company_id._pharma_today(),
                summary=words,
                user_id=user.id,
            )
        self.escalation = stage
