"""기한: due dates with their basis.

Words: Policy (what is due after how many days, by which article or local rule), Clock (one due date of one thing),
Extension, SignOff (결재: whose turn it is to sign a paper).
A clock computes and shows; it never blocks (process §2.1). Clocks are what Today is made of: whoever must
act next sees the clock. They name their subject by kind and id, so any domain above may start one.
Stands on accounts, areas, audit.
"""
