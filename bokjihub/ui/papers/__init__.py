"""One paper, three shapes: the A4 print page, the same page as PDF, and an HWPX document for 온나라.

Every page that extends `ui/base_print.html` is a paper; `?as=pdf` and `?as=hwpx` answer the same page as a file, so that the
record, its masking and its line in the audit are decided once, by the view. Data flow: view → HTML → (`middleware`) →
`reading.paper_of` takes title, approval box and blocks out of `<main class="sheet">` → `pdf.made` (WeasyPrint in a child
process, our own font, nothing fetched) or `hwpx.made` (python-hwpx, validated before it leaves).

Rejected: a second description of each form beside its template (two truths that drift apart), and a converter in the
browser (a phone's print dialog makes no HWPX, and the office's number and approval box would be missing).
"""
