from odoo import api, fields, models
from odoo.tools import SQL

from .res_partner_visibility import WHOLESALE_TYPES


class PharmaCareCase(models.Model):
    """Customers who are only observed, so that one knows what care is worth (004-36).

    Customers are drawn, not cases, by a hash of a secret and of their number: nobody chooses them,
    and nobody is drawn anew. Their new cases begin closed, so that they stand in no list.
    """

    _inherit = 'pharma.care.case'

    @api.model
    def _get_holdout_values(self, company):
        """Return what the draw depends on: dict of the share in per cent, the first day and the
        secret.

        :param company: ``res.company``
        """
        company_sudo = company.sudo()  # sudo: nobody reads the secret
        return {
            'holdout': company_sudo.care_holdout_percent,
            'holdout_from': company_sudo.care_holdout_from or None,
            'holdout_salt': company_sudo.care_holdout_salt or None,
        }

    @api.model
    def _get_drawn_condition(self, values):
        """Return the condition that a customer was drawn: SQL on the customer ``p`` and the
        company he belongs to, ``head``; never NULL or true while nobody is to be drawn.

        Never drawn are wholesale partners and customers of a group that is always cared for.

        :param dict values: as of :meth:`_get_holdout_values`
        """
        # the first 28 bits of the hash, as a number; of one customer the same for every share
        return SQL(
            """
            (CASE WHEN %(holdout)s > 0 THEN
                ('x' || left(md5(%(holdout_salt)s || ':' || p.id), 7))::bit(28)::int %% 100
                    < %(holdout)s
                AND (p.pharma_customer_type = ANY(%(wholesale)s)) IS NOT TRUE
                AND (head.pharma_customer_type = ANY(%(wholesale)s)) IS NOT TRUE
                AND NOT EXISTS (SELECT FROM pharma_customer_group kind
                    WHERE kind.id = p.pharma_customer_group_id AND kind.care_always)
            ELSE false END)
            """,
            **{**values, 'wholesale': list(WHOLESALE_TYPES)},
        )

    @api.model
    def _get_held_out(self, company, partners, day=None):
        """Return those customers whose new cases nobody is to see, such as those of a programme.

        :param company: ``res.company``
        :param partners: ``res.partner``
        :param date day: of the new case, default today in the company's time zone
        :return: ``res.partner``
        """
        values = self._get_holdout_values(company)
        day = day or company._pharma_today()
        if not values['holdout'] or day < values['holdout_from']:
            return partners.browse()
        partners.flush_model(['commercial_partner_id', 'pharma_customer_type'])
        partners.flush_model(['pharma_customer_group_id'])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT p.id FROM res_partner p
                LEFT JOIN res_partner head ON head.id = p.commercial_partner_id
                WHERE p.id = ANY(%s) AND %s
                """,
                partners.ids,
                self._get_drawn_condition(values),
            )
        )
        drawn = {row[0] for row in rows}
        return partners.filtered(lambda partner: partner.id in drawn)

    @api.model
    def _observe_merged(self, partner):
        """Close what nobody cared for yet of a merged customer who is only observed, as orders of
        his own would have begun; whoever has him on the telephone goes on.

        :param partner: the ``res.partner`` that was kept
        """
        self.env.flush_all()
        companies_sudo = self.env['res.company'].sudo()  # sudo: wherever he has bought
        for company in companies_sudo.search([('care_holdout_percent', '>', 0)]):
            values = self._get_holdout_values(company)
            self.env.cr.execute(
                SQL(
                    """
                    UPDATE pharma_care_case c
                       SET state = 'done', close_reason_id = %(observed)s,
                           date_closed = now() AT TIME ZONE 'UTC'
                      FROM res_partner p
                      LEFT JOIN res_partner head ON head.id = p.commercial_partner_id
                     WHERE p.id = %(partner)s AND c.partner_id = p.id
                       AND c.company_id = %(company)s AND c.order_id IS NOT NULL
                       AND c.state = 'todo' AND c.date_order >= %(holdout_from)s
                       AND (c.claim_until > %(now)s) IS NOT TRUE
                       AND %(is_drawn)s
                    """,
                    **values,
                    observed=self._get_order_reasons()['observed'],
                    partner=partner.id,
                    now=fields.Datetime.now(),
                    company=company.id,
                    is_drawn=self._get_drawn_condition(values),
                )
            )
        self.invalidate_model(flush=False)
