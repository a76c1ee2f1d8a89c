from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

# What the office adds afterwards; everything else stays as the telephone sent it.
CLEARING = {'is_conflict', 'conflict', 'date_cleared', 'cleared_by_id'}


class PharmaDeliveryAttempt(models.Model):
    """A visit is kept as it was recorded; contradictions are cleared up by the office (000-31)."""

    _inherit = 'pharma.delivery.attempt'

    sale_id = fields.Many2one(
        related='picking_id.sale_id', store=True, index='btree_not_null', string="Order"
    )
    date_note = fields.Char(
        string="About the Date", readonly=True, help="Why the telephone's clock is doubted."
    )
    courier_signature = fields.Image(
        string="Signature of the Courier", max_width=1024, max_height=1024, copy=False
    )
    receiver_identity = fields.Char(
        string="Receiver's Identity No.",
        groups='pharma_delivery.group_delivery_user,pharma_crm.group_pharmacist,'
        'pharma_crm.group_pharma_manager',
        help="Of who took over goods under special control.",
    )
    is_appearance_good = fields.Boolean(
        string="Appearance Checked", help="Package, label and medicine looked at by both."
    )
    cleared_by_id = fields.Many2one('res.users', string="Cleared up by", readonly=True)
    date_cleared = fields.Datetime(string="Cleared up on", readonly=True)

    _to_clear_idx = models.Index("(picking_id) WHERE is_conflict AND date_cleared IS NULL")

    # === COMPUTE METHODS === #
    @api.depends('picking_id.slip_number', 'result')
    def _compute_display_name(self):
        results = dict(self._fields['result']._description_selection(self.env))
        for attempt in self:
            words = (attempt.picking_id.slip_number, results.get(attempt.result))
            attempt.display_name = ', '.join(word for word in words if word)

    # === CRUD METHODS === #
    def write(self, vals):
        if vals.keys() - CLEARING:
            raise UserError(
                self.env._(
                    "A visit stays as it was recorded. If it is wrong, record what is right: "
                    "another visit, or a correction of the transfer."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(self.env._("Visits are kept: they are the proof of delivery."))

    # === ACTION METHODS === #
    def action_apply(self):
        """Let visits that contradicted take effect now that the office cleared the matter up.

        :raise AccessError: for others than those who prepare deliveries
        :raise UserError: still contradictory, with what to do
        :return: True
        """
        self._check_clearing()
        for attempt in self.sudo():  # sudo: visits are read-only for all; the role was checked
            if attempt._is_cleared():
                continue
            words = attempt._get_contradiction(is_decided=True)
            if words:
                raise UserError(words)
            attempt.write({'is_conflict': False})
            attempt._apply()
            attempt._note_cleared()
        return True

    def action_set_aside(self):
        """Keep visits without effect: the office knows better (000-31).

        :raise AccessError: for others than those who prepare deliveries
        :return: True
        """
        self._check_clearing()
        # sudo: visits are read-only for all; the role was checked
        self.sudo().filtered(lambda attempt: not attempt._is_cleared())._note_cleared()
        return True

    def _is_cleared(self):
        self.ensure_one()
        return not self.is_conflict or bool(self.date_cleared)

    def _note_cleared(self):
        self.write({'cleared_by_id': self.env.uid, 'date_cleared': fields.Datetime.now()})
        self.picking_id.activity_feedback(['pharma_delivery.mail_activity_type_visit'])

    def _check_clearing(self):
        self.check_access('read')
        if not self.env.user.has_group('pharma_delivery.group_delivery_user'):
            raise AccessError(
                self.env._("Contradictory visits are cleared up by those who prepare deliveries.")
            )
