from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL, format_datetime


class PharmaCareCase(models.Model):
    """'Next Customer' of whoever has a calling list comes from it (004-50).

    Who has none gets the most urgent customer who stands in nobody's list.
    """

    _inherit = 'pharma.care.case'

    def _find_next(self):
        """Return the next case of the user's own list, without one of those in no list."""
        shift = self.env['pharma.care.list']._get_mine()
        return self._find_next_of_list(shift) if shift else super()._find_next()

    def _find_next_of_list(self, shift):
        """Return the first case of a list whose customer is due and may be called, locked.

        :param shift: ``pharma.care.list`` of the user
        """
        Item = self.env['pharma.care.list.item']
        items = Item.search([('list_id', '=', shift.id), ('state', '!=', 'done')])
        items = items and items._filter_callable()
        if not items:
            return self.browse()
        query = self._get_next_query(
            Domain('is_due', '=', True)
            & Domain('company_id', '=', shift.company_id.id)
            & Domain('partner_id', 'in', items.partner_id.ids)
        )
        # of the customer, whichever of his cases is due by now
        item = query.join(self._table, 'partner_id', Item._table, 'partner_id', 'item')
        query.add_where(SQL("%s IN %s", SQL.identifier(item, 'id'), tuple(items.ids)))
        query.order = SQL(
            "%s, %s",
            SQL.identifier(item, 'sequence'),
            self._field_to_sql(self._table, 'date_due', query),
        )
        return self._lock_next(query)

    @api.model
    def _get_nothing_due_action(self):
        """Tell whoever is through the list when somebody is to be tried again."""
        action = super()._get_nothing_due_action()
        shift = self.env['pharma.care.list']._get_mine()
        if not shift:
            return action
        waiting = shift.item_ids.case_id.filtered('is_waiting').sorted('date_retry')[:1]
        if waiting:
            zone = shift.company_id._pharma_screen_tz()
            message = self.env._(
                "Everybody who can be called now was called; the next try is due at %(time)s. Take"
                " more customers, or end your shift.",
                time=format_datetime(self.env, waiting.date_retry, tz=zone, dt_format='short'),
            )
        elif shift.item_ids.filtered(lambda item: item.state != 'done' and item.case_id.is_due):
            message = self.env._(
                "Nobody else in your list can be called: the list says why. Take more customers, or"
                " end your shift."
            )
        else:
            message = self.env._(
                "Everybody in your list was called. Take more customers, or end your shift."
            )
        title = self.env._("Your list is done")
        params = {**action['params'], 'title': title, 'message': message}
        return {**action, 'params': params}

    def _get_free_condition(self):
        """Leave out customers of colleagues' lists of today: those have a turn there."""
        days = self._get_company_days(self.env.companies)
        return SQL(
            """
            NOT EXISTS (
                SELECT FROM pharma_care_list_item i
                WHERE i.partner_id = %(case)s.partner_id AND i.company_id = %(case)s.company_id
                    AND i.is_active AND i.user_id <> %(user)s AND i.date >= %(today)s)
            """,
            today=min(today for today, _begin in days.values()),
            case=SQL.identifier(self._table),
            user=self.env.uid,
        )
