from odoo import api, models
from odoo.tools import SQL

from .pharma_care_assignment import TARGET_FIELDS

# A plan that is kept knows nothing of how many orders there will be; more of them are planned anew.
MAX_PLANNED = 20
FUNCTION = 'pharma_care_sync_orders'
# What the statements ask, and the type in which the function takes it.
SYNC_TYPES = {
    'orders': 'int[]',
    'company': 'int',
    'tz': 'text',
    'cap': 'int',
    'is_from_delivery': 'boolean',
    'mode': 'text',
    'uid': 'int',
    'order_reasons': 'int[]',
    'returned': 'int',
    'roles': 'int[]',
}


class PharmaCareCase(models.Model):
    """The statements of an order that is being confirmed, planned once (004-42).

    PostgreSQL plans what a client sends each time anew, and here planning takes longer than the
    rows of an order do. Within a function the plan is kept, as long as the connection lives. The
    function is written from the same statements that serve many orders.
    """

    _inherit = 'pharma.care.case'

    @api.private
    def init(self):
        """Write the function anew whenever a module that has to do with cases is updated."""
        result = super().init()
        arguments = {name: SQL.identifier(f'the_{name}') for name in SYNC_TYPES}
        cases = {'cases': SQL("the_cases"), 'roles': arguments['roles']}
        body = SQL(
            """
            #variable_conflict use_column
            DECLARE
                the_row record;
                the_cases int[] := '{}';
            BEGIN
                FOR the_row IN %(sync)s LOOP
                    case_id := the_row.id;
                    order_id := the_row.order_id;
                    is_new := the_row.is_new;
                    RETURN NEXT;
                    IF is_new THEN
                        the_cases := the_cases || case_id;
                    END IF;
                END LOOP;
                IF the_cases <> '{}' AND EXISTS (SELECT FROM pharma_care_assignment) THEN
                    %(refresh)s;
                END IF;
            END
            """,
            sync=self._get_sync_query(arguments, is_moved=False),
            refresh=self._get_first_refresh_query(set(TARGET_FIELDS), cases),
        )
        self._drop_planned()
        self.env.cr.execute(
            SQL(
                """
                CREATE FUNCTION %(name)s (%(arguments)s)
                RETURNS TABLE (case_id int, order_id int, is_new boolean)
                LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan
                AS %(body)s
                """,
                name=SQL.identifier(FUNCTION),
                arguments=SQL(", ").join(
                    SQL("%s %s", arguments[name], SQL(kind)) for name, kind in SYNC_TYPES.items()
                ),
                body=self.env.cr.mogrify(body.code, body.params).decode(),
            )
        )
        return result

    @api.model
    def _drop_planned(self):
        """Drop the function; whoever uninstalls does too."""
        self.env.cr.execute(SQL("DROP FUNCTION IF EXISTS %s", SQL.identifier(FUNCTION)))

    @api.model
    def _get_planned_query(self, values):
        """Return the call that does for few orders what :meth:`_get_sync_query` does, and shows
        new cases to whoever is assigned; for goods of which nothing was delivered.

        :param dict values: as of :meth:`_get_sync_values`
        """
        known = {**values, 'roles': self._get_role_ids()}
        return SQL(
            "SELECT case_id, order_id, is_new FROM %s(%s)",
            SQL.identifier(FUNCTION),
            SQL(", ").join(
                SQL("%s::%s", known[name], SQL(kind)) for name, kind in SYNC_TYPES.items()
            ),
        )
