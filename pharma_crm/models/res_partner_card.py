from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL, OrderedSet, format_date

from .pharma_contact_permission import CHANNELS, PURPOSES

# how many days before a birthday the card points at it
BIRTHDAY_DAYS = 7
PHONES_SHOWN = 10
ICONS = {'call': 'fa-phone', 'sms': 'fa-comment', 'email': 'fa-envelope', 'zalo': 'fa-commenting'}


class ResPartner(models.Model):
    """Everything one needs to know of a customer before and during a contact, in one request.

    Modules add to the card by extending `_get_customer_card_sections`.
    """

    _inherit = 'res.partner'

    # === CARD === #
    @api.readonly
    def get_customer_card(self):
        """Return what the customer card shows; each section only if it says something (000-10).

        Nothing stands there that the user may not read elsewhere.

        :return: dict of ``id``, ``name``, ``buttons`` (list of dict: ``method`` of res.partner,
            ``label``, ``icon``) and ``sections``, see ``_prepare_card_section``
        :raise AccessError: without the role, and for customers the user may not read
        """
        self.ensure_one()
        self.check_access('read')
        if not self.env.user.has_group('pharma_crm.group_pharma_user'):
            raise AccessError(
                self.env._(
                    "The customer card is for those who work with customers. Ask an administrator"
                    " for the role 'User' of 'Customers and medicines'."
                )
            )
        sections = self._get_customer_card_sections()
        self._name_card_records(sections)
        return {
            'id': self.id,
            'name': self.display_name,
            'buttons': self._get_customer_card_buttons(),
            'sections': sorted(sections, key=lambda section: section['sequence']),
        }

    def _get_customer_card_sections(self):
        """Return the sections of one customer's card, in any order; other modules add theirs.

        A card is opened for one person, and 'the last five' of many would be another query: so
        this is for one record.

        :return: list of dict made by ``_prepare_card_section``
        """
        self.ensure_one()
        # of the same companies as the customer, so these are all his numbers
        phones = self.env['pharma.partner.phone'].search_fetch(
            [('partner_id', '=', self.id)], ['number', 'number_e164', 'kind', 'note', 'is_main']
        )
        return [
            *self._get_card_who(phones),
            *self._get_card_permissions(phones),
            *self._get_card_figures(),
            *self._get_card_orders(),
            *self._get_card_licences(),
            *self._get_card_answers(),
        ]

    @api.model
    def _prepare_card_section(self, key, title, kind, sequence, items, **options):
        """Return a list with one section, or an empty one if there is nothing to say.

        :param str key: unique name of the section
        :param str title: in the user's language
        :param str kind: 'facts' (items of ``label`` and ``value``), 'rows' (items of ``cells``,
            with ``res_model`` and ``res_id`` if a row opens something) or 'notices' (items of
            ``text``); facts, cells and notices may have a ``tone``: 'danger', 'warning', 'success'.
            A text or value may be a recordset: the names of all are read at once
        :param int sequence: place on the card
        :param list items: dicts as the kind says
        :param options: ``columns`` (list of str, of rows), ``more`` (dict of ``method`` of
            res.partner that returns an action, and ``label``), ``notes`` (list of str, folded)
        """
        if not items:
            return []
        section = {'key': key, 'title': title, 'kind': kind, 'sequence': sequence, 'items': items}
        return [section | options]

    @api.model
    def _name_card_records(self, sections):
        """Put names in the place of records that stand in sections, all of them in one query."""
        places = [
            (place, key)
            for section in sections
            for item in section['items']
            for place in (item, *item.get('cells', ()))
            for key in ('text', 'value')
            if isinstance(place.get(key), models.BaseModel)
        ]
        found = defaultdict(OrderedSet)
        for place, key in places:
            found[place[key]._name].update(place[key].ids)
        queries = []
        for name, ids in found.items():
            # sudo: as everywhere, whoever reads what names a record may read its name
            records_sudo = self.env[name].sudo().browse(ids)
            query = records_sudo._as_query(ordered=False)
            word = records_sudo._field_to_sql(query.table, records_sudo._rec_name, query)
            queries.append(query.select(SQL("%s", name), SQL.identifier(query.table, 'id'), word))
        rows = self.env.execute_query(SQL(" UNION ALL ").join(queries)) if queries else []
        names = {(name, id_): word or '' for name, id_, word in rows}
        for place, key in places:
            records = place[key]
            place[key] = ', '.join(names.get((records._name, id_), '') for id_ in records.ids)

    def _get_customer_card_buttons(self):
        buttons = []
        if self.phone:
            buttons += [('call', 'action_pharma_call'), ('sms', 'action_pharma_sms')]
        if self.email:
            buttons += [('email', 'action_pharma_email')]
        return [
            {
                'method': method,
                'label': self._pharma_label('channel', channel),
                'icon': ICONS[channel],
                'name': channel,
            }
            for channel, method in buttons
        ]

    # === WHO === #
    def _get_card_who(self, phones):
        facts = [*self._get_card_person(), *self._get_card_phones(phones)]
        for name in (
            'pharma_customer_type',
            'pharma_partner_kind',
            'pharma_contact_type',
            'pharma_customer_group_id',
            'pharma_preferred_channel',
            'email',
            'pharma_region_id',
            'user_id',
            'pharma_preferred_product_ids',
        ):
            value = self[name]
            field = self._fields[name]
            if not value:
                continue
            if field.type == 'selection':
                value = dict(field._description_selection(self.env))[value]
            facts.append({'label': field._description_string(self.env), 'value': value})
        address = ', '.join(filter(None, (self.street, self.street2, self.city)))
        if address:
            facts.append({'label': self.env._("Address"), 'value': address})
        return self._prepare_card_section('who', self.env._("Customer"), 'facts', 10, facts)

    def _get_card_person(self):
        facts = []
        if born := self.pharma_birthdate:
            today = self.env.company._pharma_today()
            fact = {
                'label': self.env._("Born"),
                'value': self.env._(
                    "%(date)s, %(age)s years",
                    date=format_date(self.env, born),
                    age=self._pharma_get_age(today),
                ),
            }
            days = self._pharma_days_to_birthday(today)
            if days == 0:
                fact |= {'tone': 'warning', 'hint': self.env._("Birthday today")}
            elif days <= BIRTHDAY_DAYS:
                hint = self.env._("Birthday in %(days)s day(s)", days=days)
                fact |= {'tone': 'warning', 'hint': hint}
            facts.append(fact)
        if self.pharma_gender:
            field = self._fields['pharma_gender']
            value = dict(field._description_selection(self.env))[self.pharma_gender]
            facts.append({'label': field._description_string(self.env), 'value': value})
        return facts

    def _pharma_days_to_birthday(self, today):
        """Return the days until the next birthday, 0 on the day; 29 February counts on 1 March.

        :param date today: in the company's time zone
        """
        self.ensure_one()
        born = self.pharma_birthdate
        for year in (today.year, today.year + 1):
            try:
                day = born.replace(year=year)
            except ValueError:
                day = fields.Date.to_date(f'{year}-03-01')
            if day >= today:
                return (day - today).days
        return None

    def _get_card_phones(self, lines):
        kinds = dict(lines._fields['kind']._description_selection(self.env))
        facts = [
            {
                'label': self.env._("Phone (%(kind)s)", kind=kinds[line.kind]),
                'value': line.number,
                'hint': line.note or '',
                'strong': line.is_main,
            }
            for line in lines[:PHONES_SHOWN]
        ]
        if self.phone and not any(line.is_main for line in lines):
            facts.insert(0, {'label': self.env._("Phone"), 'value': self.phone, 'strong': True})
        return facts

    # === PERMISSIONS === #
    def _get_card_permissions(self, phones):
        overview = self._contact_overview(phones)
        channels = [channel for channel, _label in CHANNELS if ('care', channel) in overview]
        allowed, refused = self.env._("Allowed"), self.env._("Not allowed")
        items, notes = [], []
        for purpose, _label in PURPOSES if channels else ():
            cells = [{'text': self._pharma_label('purpose', purpose)}]
            for channel in channels:
                is_allowed, reason = overview[purpose, channel]
                cells.append(
                    {
                        'text': allowed if is_allowed else refused,
                        'icon': 'fa-check' if is_allowed else 'fa-ban',
                        'tone': 'success' if is_allowed else 'danger',
                        'hint': reason,
                    }
                )
                notes += [reason] if reason else []
            items.append({'cells': cells})
        return self._prepare_card_section(
            'permissions',
            self.env._("May We Contact?"),
            'rows',
            20,
            items,
            columns=['', *(self._pharma_label('channel', channel) for channel in channels)],
            notes=list(dict.fromkeys(notes)),
        )

    # === ACTIONS === #
    @api.readonly
    def action_pharma_open_card(self):
        """Open the card of this customer in a dialog (000-10).

        :return: client action that brings the card along, so that it opens with one request
        :raise AccessError: as ``get_customer_card``
        """
        card = self.get_customer_card()
        return {
            'type': 'ir.actions.client',
            'tag': 'pharma_customer_card',
            'name': card['name'],
            'target': 'new',
            'params': {'partner_id': self.id, 'card': card},
        }
