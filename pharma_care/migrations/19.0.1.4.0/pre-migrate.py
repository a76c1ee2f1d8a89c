def migrate(cr, version):
    """What was recorded before counts as a care, as it did then; a default fills the column without
    writing a row."""
    cr.execute(
        "ALTER TABLE pharma_care_entry ADD COLUMN IF NOT EXISTS is_attempt boolean DEFAULT false"
    )
    cr.execute("ALTER TABLE pharma_care_entry ALTER COLUMN is_attempt DROP DEFAULT")
