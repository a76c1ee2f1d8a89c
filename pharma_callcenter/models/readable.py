def get_readable(records):
    """Return those records that the user himself may read, with the rights at hand.

    Stored fields are computed with all rights, and a form asks before it is saved: what is proposed
    from a record that somebody only named would tell him of it (000-36).

    :param records: records that a value is proposed from; unsaved ones count as what they come from
    :return: the readable ones of them
    """
    # sudo ends here, to find what the user may not read
    mine = records._origin.sudo(False)._filtered_access('read')
    return mine.with_env(records.env)
