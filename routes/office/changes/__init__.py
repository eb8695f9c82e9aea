"""À traiter: what the families propose, side by side with what is official, decided, and out again as files."""

from routes.office.changes import deciding, exporting, queue

PAGES = [
    queue.show_queue,
    queue.show_search,
    queue.search_queue,
    deciding.show_change,
    deciding.decide_change,
    exporting.show_export,
    exporting.make_export,
]
