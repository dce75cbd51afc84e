"""나눔 제안: which thing goes to which home. Pure values in, values out; a person reads, edits and decides.

Words: Stock (one lot with what it is and for whom), Home (how much it needs, what it is, what it got), Rules, Share (one thing
for one home, with the reasons in words). `solve` finds the best sharing exactly, `check` judges any sharing without it.
"""
