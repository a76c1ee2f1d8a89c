"""The connector: a program beside an Asterisk that reports its calls to Odoo and does what Odoo
asks it to do. Standard library only; it never imports Odoo."""
