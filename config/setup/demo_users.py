#!/usr/bin/env python3
"""The demo's log-ins: `demo_users.py list`, `demo_users.py passwords DATABASE <password`.

The users come from pharma_demo without a password, so that nobody can log in to a database in
which that module was installed by mistake; only `make demo` gives them one.
"""

import sys

from databases import run_odoo

# login -> role as a person would call it; tests/test_setup.py holds it against pharma_demo
LOGINS = {
    'admin': 'Administrator',
    'manager': 'Care manager',
    'care': 'Care employee',
    'supervisor': 'Call-centre supervisor',
    'agent': 'Call-centre agent',
    'agent2': 'Call-centre agent, by day',
    'agent3': 'Call-centre agent, by day',
    'agent4': 'Call-centre agent, afternoon',
    'night1': 'Call-centre agent, by night',
    'night2': 'Call-centre agent, by night',
    'pharmacist': 'Pharmacist',
    'quality': 'Quality assurance',
    'warehouse': 'Warehouse, delivery slips',
    'courier': 'Courier (phone)',
    'driver': 'Driver of the distribution centre (phone)',
    'partner': 'Wholesale partner (portal)',
}

SCRIPT = """
users = env['res.users'].search([('login', 'in', {logins!r})])
missing = set({logins!r}) - set(users.mapped('login'))
assert not missing, missing
for user in users:
    user.with_context(no_reset_password=True).password = {password!r}
env.cr.commit()  # a script for Odoo's shell, which commits nothing by itself
"""


def main():
    """Command line; see the module's docstring."""
    if sys.argv[1:] == ['list']:
        for login, role in LOGINS.items():
            print(login, role, sep='\t')
    elif sys.argv[1:2] == ['passwords'] and len(sys.argv) == 3:
        # not an argument: everybody on the machine can read those
        password = sys.stdin.readline().rstrip('\n')
        script = SCRIPT.format(logins=list(LOGINS), password=password)
        run_odoo('shell', '-d', sys.argv[2], stdin=script, allow='.')
    else:
        sys.exit(__doc__)


if __name__ == '__main__':
    main()
