import hashlib

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL, float_round

from ..report.control_paging import cut_records


class PharmaControlEntry(models.Model):
    """How entries get into the register: in batches, with the book locked (V5)."""

    _inherit = 'pharma.control.entry'

    @api.model
    def _record(self, vals_list):
        """Enter what moved, with the running stock of book and lot.

        The books exist. Their rows are locked first; a transaction that began before another one
        wrote into the same book is asked by the database to repeat itself.

        :param vals_list: list of dicts with ``warehouse_id``, ``product_id``, ``lot_id``,
            ``quantity_in`` or ``quantity_out`` in the stock unit, and what else is known
        :return: the entries
        """
        if not vals_list:
            return self.browse()
        books = self.env['pharma.control.register']._lock(
            {(vals['warehouse_id'], vals['product_id']) for vals in vals_list}
        )
        lots = {vals['lot_id'] for vals in vals_list if vals.get('lot_id')}
        balances = self._get_lot_balances([book for book, _n, _balance in books.values()], lots)
        common = self._get_common_vals(vals_list)
        for vals in vals_list:
            key = vals['warehouse_id'], vals['product_id']
            book = books[key]
            vals.setdefault('quantity_in', 0.0)
            vals.setdefault('quantity_out', 0.0)
            change = vals['quantity_in'] - vals['quantity_out']
            lot_key = book[0], vals.get('lot_id') or False
            digits = self._fields['balance'].get_digits(self.env)[1]
            book[1] += 1
            book[2] = float_round(book[2] + change, precision_digits=digits)
            balances[lot_key] = float_round(
                balances.get(lot_key, 0.0) + change, precision_digits=digits
            )
            fixed = common[key, vals.get('lot_id') or False]
            vals.update(
                {name: value for name, value in fixed.items() if not vals.get(name)},
                register_id=book[0],
                number=book[1],
                balance=book[2],
                lot_balance=balances[lot_key],
            )
        # sudo: nobody has the right to write into a register, only a movement of goods does
        entries = self.sudo().create(vals_list)
        entries.flush_recordset()
        self._write_balances(books)
        return entries.with_env(self.env)

    @api.model
    def _get_lot_balances(self, books, lots):
        """Return {(register id, lot id or False): running stock of the lot}.

        The last entry of each lot is looked up: a book of twenty years is not read.
        """
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT book.id, lot.id, last.lot_balance
                FROM unnest(%(books)s::int[]) AS book(id)
                CROSS JOIN unnest(%(lots)s::int[]) AS lot(id)
                CROSS JOIN LATERAL (
                    SELECT lot_balance FROM pharma_control_entry
                    WHERE register_id = book.id AND lot_id = lot.id
                    ORDER BY number DESC LIMIT 1) AS last
                UNION ALL
                SELECT book.id, NULL, last.lot_balance
                FROM unnest(%(books)s::int[]) AS book(id)
                CROSS JOIN LATERAL (
                    SELECT lot_balance FROM pharma_control_entry
                    WHERE register_id = book.id AND lot_id IS NULL
                    ORDER BY number DESC LIMIT 1) AS last
                """,
                books=list(books),
                lots=list(lots),
            )
        )
        return {(book, lot or False): float(balance) for book, lot, balance in rows}

    @api.model
    def _get_common_vals(self, vals_list):
        """Return {(key of the book, lot id): what every entry of it says}."""
        # sudo: names of lots and units for the register, whoever moves the goods
        env = self.sudo().env
        products = env['product.product'].browse({vals['product_id'] for vals in vals_list})
        branches = env['stock.warehouse'].browse({vals['warehouse_id'] for vals in vals_list})
        lots = env['stock.lot'].browse({vals['lot_id'] for vals in vals_list if vals.get('lot_id')})
        rules = self.env['pharma.control.rule']._get_valid(branches.company_id)
        now = fields.Datetime.now()
        result = {}
        for vals in vals_list:
            branch = branches.browse(vals['warehouse_id'])
            product = products.browse(vals['product_id'])
            lot = lots.browse(vals.get('lot_id') or [])
            key = (branch.id, product.id), lot.id
            if key in result:
                continue
            company = branch.company_id
            today = company._pharma_today()
            own = rules[company].filtered(lambda rule: rule.demand == 'register')
            years = own._filter_class(product.control_class)._get_retention_years()
            expiry = lot.expiration_date
            result[key] = {
                'company_id': company.id,
                'control_class': product.control_class,
                'uom_id': product.uom_id.id,
                'lot_name': lot.name,
                'date_expiry': expiry
                and fields.Datetime.context_timestamp(
                    self.with_context(tz=company._pharma_tz()), expiry
                ).date(),
                'date': now,
                'date_day': today,
                'date_moved': today,
                'user_id': self.env.uid,
                'date_keep': years and today + relativedelta(years=years),
            }
        return result

    @api.model
    def _write_balances(self, books):
        self.env.cr.execute(
            SQL(
                "UPDATE pharma_control_register AS book SET balance = new.balance,"
                " last_number = new.number, write_uid = %s, write_date = %s"
                " FROM (VALUES %s) AS new(id, number, balance) WHERE book.id = new.id",
                self.env.uid,
                fields.Datetime.now(),
                SQL(", ").join(
                    SQL("(%s, %s, %s::numeric)", book, number, balance)
                    for book, number, balance in books.values()
                ),
            )
        )
        self.env['pharma.control.register'].invalidate_model(['balance', 'last_number'])

    def _get_checksum(self):
        """Return a check sum over what the entries say."""
        digest = hashlib.sha256()
        for entry in self.sorted('id'):
            words = (
                entry.id,
                entry.register_id.id,
                entry.number,
                fields.Datetime.to_string(entry.date),
                entry.date_moved,
                entry.kind,
                entry.document,
                entry.counterpart,
                entry.lot_name,
                f'{entry.quantity_in:.6f}',
                f'{entry.quantity_out:.6f}',
                f'{entry.balance:.6f}',
            )
            digest.update('\x1f'.join(str(word or '') for word in words).encode())
        return digest.hexdigest()

    def _get_sold(self):
        """Return how much the customer took, negative for what came back."""
        self.ensure_one()
        return self.quantity_out - self.quantity_in

    def _get_book_pages(self):
        """Return the entries of each page of the customer book, by the date of sale."""
        entries = self.filtered(lambda entry: entry.kind in ('delivery', 'customer_return'))
        entries = entries.sorted(lambda entry: (entry.company_id.id, entry.date_moved, entry.id))
        pages = []
        for own in entries.grouped('company_id').values():
            pages += cut_records(
                'book',
                own,
                (48, lambda entry: entry._get_book_words('name', 'pharma_registration_number')),
                (45, lambda entry: entry._get_book_words('active_ingredient', 'strength')),
                (18, lambda entry: entry.uom_id.name),
                (50, lambda entry: entry.counterpart),
                (38, lambda entry: entry.counterpart_address),
                (30, lambda entry: entry._get_book_note()),
            )
        return pages

    def _get_book_words(self, *names):
        """Return fields of the medicine in words."""
        self.ensure_one()
        return ', '.join(self.product_id[name] for name in names if self.product_id[name])

    def _get_book_note(self):
        """Return document and note, as the book has one column for both."""
        self.ensure_one()
        return ', '.join(word for word in (self.document, self.note) if word)
