"""Which exports come in, how are they read, and what would they change?"""

from funnel.ui import data, intake
from funnel.ui.data_start import start_screen
from funnel.ui.frame import texts
from funnel.ui.mapping import mapping_screen
from funnel.ui.preview_screen import preview_screen
from funnel.ui.saved_mappings import edited, editing_screen
from funnel.ui.upload import reading_screen, refusal_screen, say_if_lost

t = texts()
company = data.company_in_force()
upload = intake.intake()
say_if_lost(upload)

if upload is not None and upload.asked:
    mapping_screen(upload, t)
elif upload is not None and upload.refusal is not None:
    refusal_screen(upload, upload.refusal, t)
elif upload is not None and upload.prepared is not None and upload.changes is not None:
    preview_screen(upload, upload.prepared, upload.changes, t)
elif upload is not None:
    reading_screen(upload, t)
elif (saved := edited()) is not None:
    editing_screen(saved, t)
else:
    start_screen(company, t)
