def migrate(cr, version):
    """What was recorded before counts as a care, as it did then; filling the column here saves
    working it out for every care."""
    cr.execute("ALTER TABLE pharma_care_entry ADD COLUMN IF NOT EXISTS is_attempt boolean")
    cr.execute("UPDATE pharma_care_entry SET is_attempt = false WHERE is_attempt IS NULL")
