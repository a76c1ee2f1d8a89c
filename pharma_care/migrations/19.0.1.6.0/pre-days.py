def migrate(cr, version):
    """Give each care its day in its company by one statement; when it was due nobody noted, so
    whether it came in time stays unknown."""
    cr.execute(
        """
        ALTER TABLE pharma_care_entry
            ADD COLUMN IF NOT EXISTS date_day date,
            ADD COLUMN IF NOT EXISTS date_due date,
            ADD COLUMN IF NOT EXISTS timing varchar
        """
    )
    cr.execute(
        """
        UPDATE pharma_care_entry e
        SET date_day = (e.date AT TIME ZONE 'UTC' AT TIME ZONE coalesce(c.pharma_tz, 'UTC'))::date
        FROM res_company c
        WHERE c.id = e.company_id AND e.date_day IS NULL
        """
    )
    # another index of the same name takes its place
    cr.execute("DROP INDEX IF EXISTS pharma_care_entry__user_id_index")
