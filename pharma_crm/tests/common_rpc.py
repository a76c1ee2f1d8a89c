from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.service.model import call_kw

NO_ID = 999999999
# Of missing required values and records that are gone, the server itself makes words.
REFUSALS = (UserError, IntegrityError)
ODD = [
    *(None, False, True, 0, -1, 3.5, 10**12, 1e300, float('nan'), float('inf')),
    *('', 'x', '2026-13-45', '0001-01-01', '9999-12-31', [], {}, ['x'], [[]], [{}], {'x': 1}),
    *(NO_ID, [NO_ID], [[6, 0, [NO_ID]]]),
]


class RpcMixin:
    """Calls methods of a module as another program does, with everything odd."""

    # whether a method for one record may answer a program that asks of several by ensure_one()
    is_singleton_refusal = False

    def _call(self, user, name, method, *args, **kwargs):
        """Call a method and undo it; every other error than one in words lets the test fail.

        :param res.users user: who calls
        :param str name: model
        :param str method: public method
        :return: 'done' or the refusal
        """
        self.env.flush_all()
        self.env.cr.execute('SAVEPOINT rpc')
        try:
            call_kw(self.env[name].with_user(user), method, list(args), kwargs)
            self.env.flush_all()
            return 'done'
        except REFUSALS as error:
            self.assertTrue(str(error))
            return error
        except ValueError as error:
            if not self.is_singleton_refusal or "Expected singleton" not in str(error):
                raise
            return error
        finally:
            self.env.transaction.clear()
            self.env.cr.execute('ROLLBACK TO SAVEPOINT rpc; RELEASE SAVEPOINT rpc')

    def _get_public_methods(self, module):
        """Return {(model, method)} that a module adds for every user who is logged in.

        What models of modules above it inherit is theirs.
        """
        own = self.env['ir.module.module']._get(module)
        below = own.upstream_dependencies(exclude_states=('uninstalled',))
        modules = {*(own | below).mapped('name'), 'base'}
        return {
            (name, method)
            for name, model in self.env.registry.items()
            if model._original_module in modules and not model._abstract
            for class_ in model.mro()
            if class_.__module__.startswith(f'odoo.addons.{module}.')
            for method, value in vars(class_).items()
            if callable(value)
            and not method.startswith('_')
            and not getattr(value, '_api_private', False)
        }
