from odoo import fields, models
from odoo.exceptions import UserError


class PharmaComplaintStage(models.Model):
    """What a ticket needs before it may enter a stage (000-24)."""

    _inherit = 'pharma.complaint.stage'

    require_answer = fields.Boolean(
        string="Answer to the Customer",
        help="The customer was answered after the last time he wrote.",
    )
    require_solution = fields.Boolean(
        string="Solution", help="The page 'Solution' says what was found and done."
    )
    require_user = fields.Boolean(string="Responsible", help="Somebody is responsible.")
    require_category = fields.Boolean(string="Category", help="The category, or cause, is known.")
    require_pharmacist = fields.Boolean(
        string="Pharmacist's Answer",
        help="Of professional questions, and of tickets with which a pharmacist was asked: a"
        " pharmacist has answered. Pharmacists and supervisors may go on without.",
    )

    # === CRUD METHODS === #
    def write(self, vals):
        """Change stages; what one means stays as it is once tickets are in it.

        :param dict vals: values to write
        :return: True
        :raise UserError: for another state of a used stage: its tickets would be closed, or their
            clock stopped, without anybody having decided so (000-24, 003-17)
        """
        changed = self.filtered(lambda stage: 'state' in vals and stage.state != vals['state'])
        if changed:
            # sudo: tickets of all companies count, also those that a supervisor does not read
            Ticket_sudo = self.env['pharma.complaint'].sudo()
            used = Ticket_sudo.search([('stage_id', 'in', changed.ids)], limit=1).stage_id
            if used:
                raise UserError(
                    self.env._(
                        "The stage '%(stage)s' has tickets: another meaning would close them or"
                        " stop their clock. Leave it as it is and make a new stage.",
                        stage=used.name,
                    )
                )
        return super().write(vals)
