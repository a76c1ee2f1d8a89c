def keep_own_defaults(model, defaults, asked, protected):
    """Put the model's own defaults in place of those that a person brings along.

    A default of the context, or one that a user set for himself, would write what only buttons,
    answers and the mail gateway write.

    :param model: the model that is created
    :param dict defaults: as ``default_get`` of core found them; changed in place
    :param asked: names of the fields that were asked for
    :param protected: names of the fields that people do not write
    :return: the same dict
    """
    for name in set(protected).intersection([*asked, *defaults]):
        field = model._fields[name]
        if field.compute or not model._has_field_access(field, 'write'):
            defaults.pop(name, None)
        elif name in asked:
            # named even if empty, or a computation would ask for the default with more rights
            value = field.default(model) if field.default else False
            value = field.convert_to_cache(value, model, validate=False)
            defaults[name] = field.convert_to_write(field.convert_to_record(value, model), model)
    return defaults
