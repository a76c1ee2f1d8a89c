from odoo import api, models
from odoo.tools import SQL


class PharmaCareCase(models.Model):
    """Care dates of customers whose refills are synchronised (004-42, 004-45).

    Supply is worked out as ever; what follows from it for the care date is set afterwards, in one
    statement, whatever changed: an order, a return, an import, a merge. Companies without such
    customers are not asked.
    """

    _inherit = 'pharma.care.case'

    # === BUSINESS METHODS === #
    @api.model
    def _sync_orders(self, orders, is_moved=True):
        result = super()._sync_orders(orders, is_moved)
        orders_sudo = orders.sudo()  # sudo: care follows from the order, whoever confirms it
        for company, group in orders_sudo.grouped('company_id').items():
            if company.care_is_synchronised:
                self.sudo()._synchronise(  # sudo: as above
                    company, SQL("s.partner_id = ANY(%s)", group.partner_id.ids)
                )
        return result

    @api.model
    def _follow_supply(self, company, case_ids, pairs=()):
        changed = super()._follow_supply(company, case_ids, pairs)
        if company.sudo().care_is_synchronised and (case_ids or pairs):  # sudo: a flag
            customers = SQL(
                "s.partner_id = ANY(%s) OR s.partner_id IN (SELECT partner_id FROM pharma_care_case"
                " WHERE id = ANY(%s))",
                [partner_id for partner_id, _product_id in pairs],
                case_ids,
            )
            self._synchronise(company, SQL("(%s)", customers))
        return changed

    @api.model
    def _synchronise(self, company, condition, is_agreed_now=False):
        """Give open cases with long-term medicines of synchronised customers one care date.

        A case keeps an earlier date of another medicine of its own. What an employee agreed with
        the customer rules (decision 3), unless the common dates were agreed later and lie before.

        :param company: ``res.company``
        :param SQL condition: on the agreement ``s``
        :param bool is_agreed_now: the agreement was made, or changed, at this moment
        """
        Agreement = self.env['pharma.care.synchronisation']
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                UPDATE pharma_care_case c
                   SET date_due = new.date_due,
                       is_date_manual = c.is_date_manual AND NOT %(now)s,
                       write_uid = %(uid)s, write_date = now() AT TIME ZONE 'UTC'
                  FROM (
                    SELECT c.id, LEAST(plan.date_care, min(l.date_due)
                        FILTER (WHERE NOT %(is_chronic)s)) AS date_due
                    FROM (%(plan)s) plan
                    JOIN pharma_care_case c
                        ON c.partner_id = plan.partner_id AND c.company_id = plan.company_id
                    JOIN pharma_care_line l ON l.case_id = c.id AND l.state = 'open'
                    WHERE c.state <> 'done'
                    GROUP BY c.id, plan.date_care
                    HAVING bool_or(%(is_chronic)s)) new
                 WHERE c.id = new.id AND new.date_due IS NOT NULL
                   AND c.date_due IS DISTINCT FROM new.date_due
                   AND (c.is_date_manual IS NOT TRUE OR %(now)s AND c.date_due > new.date_due)
                """,
                plan=Agreement._get_plan_query(
                    SQL("s.company_id = %s AND %s", company.id, condition)
                ),
                is_chronic=Agreement._get_chronic_condition(),
                now=is_agreed_now,
                uid=self.env.uid,
            )
        )
        if self.env.cr.rowcount:
            self.invalidate_model(flush=False)

    def _propose_date_next(self, runouts=None):
        """Propose the next common date, or the day on which a long-term medicine ends before."""
        date_next = super()._propose_date_next(runouts)
        case_sudo = self.sudo()  # sudo: whose case it is, and when supply ends
        if not self or not case_sudo.is_chronic:
            return date_next
        Agreement = self.env['pharma.care.synchronisation']
        agreement_sudo = Agreement._get_open(case_sudo.partner_id, case_sudo.company_id)
        if not agreement_sudo:
            return date_next
        after = max(filter(None, [case_sudo.company_id._pharma_today(), case_sudo.date_due]))
        lines_sudo = agreement_sudo._get_lines(case_sudo.partner_id, case_sudo.company_id)
        runouts = runouts or {}
        dates = [runouts.get(line.id, line.date_runout) for line in lines_sudo]
        dates = [date for date in dates if date > after]
        dates.append(agreement_sudo._get_next_common(after))
        return min(filter(None, [date_next, *dates]))

    def _apply_entry(self, entry):
        """Move the customer's other synchronised cases along: one contact for all of them."""
        result = super()._apply_entry(entry)
        case_sudo = self.sudo()  # sudo: whose case it is
        if not case_sudo.is_chronic or not case_sudo.company_id.care_is_synchronised:
            return result
        if entry.is_final:
            # without this medicine another one may be the first to end
            case_sudo._synchronise(
                case_sudo.company_id, SQL("s.partner_id = %s", case_sudo.partner_id.id)
            )
        elif entry.date_next and not entry.is_attempt:
            Agreement = self.env['pharma.care.synchronisation']
            if Agreement._get_open(case_sudo.partner_id, case_sudo.company_id):
                self._move_synchronised(entry.date_next)
        return result

    def _move_synchronised(self, date_next):
        """Give the customer's other open cases with long-term medicines the date agreed.

        :param date date_next: in the company's time zone
        """
        self.ensure_one()
        # sudo: also those that the user does not see: nobody calls twice
        others_sudo = self.sudo().search(
            [
                ('partner_id', '=', self.partner_id.id),
                ('company_id', '=', self.company_id.id),
                ('state', '!=', 'done'),
                ('is_chronic', '=', True),
                ('id', '!=', self.id),
            ]
        )
        others_sudo.write({'date_due': date_next, 'is_date_manual': True})
