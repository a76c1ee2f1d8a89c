from odoo import api, fields, models
from odoo.tools import SQL, format_date, format_time

from ..tools import check_single


class PharmaCareListItem(models.Model):
    """A customer in the calling list of an employee; stays where it is when called (004-50)."""

    _name = 'pharma.care.list.item'
    _description = "Customer of a Calling List"
    _order = 'list_id desc, sequence, id'
    _log_access = False
    _rec_name = 'partner_id'

    list_id = fields.Many2one(
        'pharma.care.list', required=True, readonly=True, index=True, ondelete='cascade'
    )
    # of the list: rules, figures and the search for the next customer ask for them
    user_id = fields.Many2one('res.users', string="Care User", readonly=True, index=True)
    company_id = fields.Many2one('res.company', readonly=True)
    date = fields.Date(readonly=True)
    is_active = fields.Boolean(
        string="In Work", readonly=True, help="The customer is in nobody else's list."
    )
    sequence = fields.Integer(string="No.", readonly=True, aggregator=False)
    case_id = fields.Many2one(
        'pharma.care.case',
        string="Care Case",
        required=True,
        readonly=True,
        index=True,
        ondelete='cascade',
    )
    partner_id = fields.Many2one(
        'res.partner',
        string="Customer",
        required=True,
        readonly=True,
        index=True,
        ondelete='cascade',
    )
    state = fields.Selection(
        [('todo', "To Call"), ('retry', "Not Reached"), ('done', "Reached")],
        default='todo',
        readonly=True,
    )

    refusal = fields.Char(
        readonly=True, help="Why the customer may not be called, when that was last asked."
    )

    # === WHAT THE CALLER SEES === #
    situation = fields.Selection(
        [
            ('todo', "To Call"),
            ('again', "Call Again"),
            ('later', "Later"),
            ('other', "With a Colleague"),
            ('done', "Reached"),
            ('gone', "No Longer Due"),
        ],
        compute='_compute_situation',
    )
    hint = fields.Char(compute='_compute_situation', help="When to try again, or why not to call.")
    partner_phone = fields.Char(related='partner_id.phone', string="Phone")
    medicine_names = fields.Char(related='case_id.customer_medicines', string="Medicines")
    date_due = fields.Date(related='case_id.date_due', string="Care Date")
    date_runout = fields.Date(related='case_id.date_runout', string="Supply Ends")
    is_alert = fields.Boolean(related='case_id.is_alert')
    is_overdue = fields.Boolean(related='case_id.is_overdue')
    is_chronic = fields.Boolean(related='case_id.is_chronic', string="Chronic")
    note = fields.Text(related='case_id.note', string="Purpose")
    attempt_count = fields.Integer(related='case_id.attempt_count', string="Attempts")

    _partner_unique = models.UniqueIndex(
        '(partner_id, company_id) WHERE is_active', "The customer is in a calling list already."
    )

    # === COMPUTE METHODS === #
    @api.depends('state', 'refusal', 'case_id.is_due', 'case_id.claim_until')
    @api.depends_context('uid', 'lang')
    def _compute_situation(self):
        for item in self:
            case, retry = item.case_id, item.case_id.date_retry
            hint = item.refusal
            if item.state == 'done':
                situation, hint = 'done', False
            elif case.is_waiting:
                situation = 'later'
                hint = self.env._(
                    "from %s",
                    format_time(
                        self.env,
                        retry,
                        tz=case.company_id._pharma_screen_tz(),
                        time_format='short',
                    )
                    if case._to_company_date(retry) == item.date
                    else format_date(self.env, case._to_company_date(retry)),
                )
            elif not case.is_due:
                situation = 'gone'
                hint = case.close_reason_id.name
            elif case.is_claimed_by_other:
                situation, hint = 'other', case.claim_holder
            else:
                situation = 'again' if item.state == 'retry' else 'todo'
            item.situation, item.hint = situation, hint

    def _filter_callable(self):
        """Return the items whose customers may be called now; note with the others why not."""
        answers = self.partner_id._contact_allowed_batch('care', 'call')
        allowed = self.browse()
        for item in self:
            is_allowed, reason = answers[item.partner_id.id]
            if is_allowed:
                allowed |= item
            if (item.refusal or '') != reason:
                item.sudo().refusal = reason  # sudo: lists are written here only
        return allowed

    # === ACTIONS === #
    def action_open(self):
        """Take the customer and open the form to record a care, also once more (004-56).

        :return: an action
        """
        check_single(self)
        self.check_access('read')
        return self.case_id.action_open()

    def action_next_care(self):
        """Open the form for the next customer of the list (004-50); call it on no record.

        :return: action of the form, or a notification
        """
        return self.env['pharma.care.case'].action_next_care()

    def action_take_more(self):
        """Add customers who became due at the end of the user's list (004-50).

        Call it on no record.

        :return: notification that says how many
        """
        self.env['pharma.care.entry'].check_access('create')
        shift = self.env['pharma.care.list']._get_mine()
        if shift:
            count = shift._add_due(shift.company_id.care_list_size)
        else:
            shift = self.env['pharma.care.list']._take()
            count = shift.total
        return self._get_notice(
            self.env._("Customers added at the end of your list: %s", count)
            if count
            else self.env._("Nobody else is due whom nobody has.")
        )

    def action_end_shift(self):
        """End the user's list; who was not reached can be taken by colleagues.

        Call it on no record.

        :return: notification that says how many were reached
        """
        shift = self.env['pharma.care.list']._get_mine()
        done, left = shift.done_count, shift.total - shift.done_count
        shift.action_close()
        return self._get_notice(
            self.env._(
                "Your list is ended: %(done)s reached, %(left)s given back.", done=done, left=left
            ),
            {'type': 'ir.actions.act_window_close'},
        )

    def _get_notice(self, message, following=None):
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {
                'message': message,
                'type': 'info',
                'next': following or {'type': 'ir.actions.client', 'tag': 'soft_reload'},
            },
        }

    # === BUSINESS METHODS === #
    @api.model
    def _note(self, case, day, state):
        """Tell the lists in work that the customer of a case was called today.

        :param case: ``pharma.care.case``
        :param date day: of the call, in the company's time zone; of past ones nothing is told
        :param str state: 'done' if the customer was reached, else 'retry'
        """
        if day != case.company_id._pharma_today():
            return
        self.env.cr.execute(
            SQL(
                "UPDATE pharma_care_list_item SET state = %s"
                " WHERE partner_id = %s AND company_id = %s AND is_active",
                state,
                case.partner_id.id,
                case.company_id.id,
            )
        )
        if self.env.cr.rowcount:
            self.invalidate_model(['state'], flush=False)
            self.env['pharma.care.list'].invalidate_model(flush=False)
