from . import (
    pharma_care_day,
    pharma_care_day_screen,
    pharma_care_overview,
    pharma_care_score,
    pharma_customer_report,
)
