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
