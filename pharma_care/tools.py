from collections import defaultdict
from datetime import datetime, time

import pytz

from odoo.exceptions import UserError

MAX_ID = 2**31 - 1


def check_single(records):
    """Refuse to go on with no record or several, in words that a person understands.

    :param records: what a button, or another program, was called on
    :raise UserError: naming the model
    """
    if len(records) != 1:
        raise UserError(
            records.env._(
                "'%(model)s': choose exactly one record, not %(count)s.",
                model=_get_model_name(records),
                count=len(records),
            )
        )


def check_values(model, vals):
    """Refuse values that are none of the model's, before anything is concluded from them.

    :param model: recordset of the model
    :param dict vals: values that another program sent, by field name
    :raise UserError: naming the model, the field and the value
    """
    name = _get_model_name(model)
    if not isinstance(vals, dict):
        raise UserError(model.env._("'%(model)s': send values by field name.", model=name))
    for key, value in vals.items():
        field = model._fields.get(key)
        if field is None:
            raise UserError(
                model.env._("'%(model)s' has no field '%(field)s'.", model=name, field=key)
            )
        if value not in (None, False) and not _is_possible(model, field, value):
            raise UserError(
                model.env._(
                    "'%(model)s': %(value)s is not possible in the field '%(field)s'.",
                    model=name,
                    value=repr(value)[:50],
                    field=field._description_string(model.env),
                )
            )


def get_active_ids(env):
    """Return the ids that a list or another program named as ticked, and nothing else."""
    ids = env.context.get('active_ids')
    return [id_ for id_ in ids if _is_id(id_)] if isinstance(ids, list | tuple) else []


def assign_alike(records, name, values):
    """Give records their values of a computed field, all that are alike at once: on a page of a
    list few differ, and a single assignment costs as much as working the value out.

    :param records: recordset
    :param str name: of the field
    :param values: one for each record, in their order
    """
    ids = defaultdict(list)
    for id_, value in zip(records._ids, values, strict=True):
        ids[value].append(id_)
    for value, alike in ids.items():
        records.browse(alike)[name] = value


def _get_model_name(model):
    # sudo: the word for it
    return model.env['ir.model']._get(model._name).sudo().name


def _is_id(value):
    return type(value) is int and 0 < value <= MAX_ID


def _is_possible(model, field, value):
    if field.type == 'many2one':
        return _is_id(value)
    try:
        field.convert_to_cache(value, model)
    except (AttributeError, IndexError, KeyError, OverflowError, TypeError, ValueError):
        return False
    return True


def load_by_ids(model, fields, data, name, answers):
    """Import rows after replacing one column's texts by database ids (000-34).

    Rows whose text names no record are errors; the others are tried nevertheless, so that all
    that is wrong with a file is told at once.

    :param model: empty recordset with a ``load`` that takes database ids
    :param list fields: names of the columns
    :param list data: rows of texts; those after ``answers`` are left for the next batch
    :param str name: the column: a relation, or a text by which ``model`` itself is found
    :param list answers: of each row a database id, or a text that tells why there is none
    :return: dict of ``ids``, ``messages`` and ``nextrow``
    """
    column = fields.index(name)
    is_relation = model._fields[name].relational
    names = [*fields]
    names[column] = f'{name}/.id' if is_relation else '.id'
    rows, good, errors = [], [], []
    for number, answer in enumerate(answers):
        if isinstance(answer, str):
            errors.append(
                {
                    'type': 'error',
                    'message': answer,
                    'field': name,
                    'record': number,
                    'rows': {'from': number, 'to': number},
                }
            )
        else:
            row = [*data[number]]
            row[column] = answer  # no text: core reads those as yes or no when rows are skipped
            rows.append(row)
            good.append(number)
    with model.env.cr.savepoint() as savepoint:
        result = model.load(names, rows)
        if errors:
            savepoint.rollback()
    for message in result['messages']:
        if 'rows' in message:
            message['rows'] = {key: good[n] for key, n in message['rows'].items()}
    return {
        'ids': False if errors else result['ids'],
        'messages': errors + result['messages'],
        'nextrow': len(answers) if len(answers) < len(data) else 0,
    }


def get_begin_of_day(day, tz):
    """Return the moment (UTC without zone) at which a day begins.

    :param date day: in the time zone
    :param str tz: name of the time zone
    """
    begin = pytz.timezone(tz).localize(datetime.combine(day, time.min))
    return begin.astimezone(pytz.utc).replace(tzinfo=None)
