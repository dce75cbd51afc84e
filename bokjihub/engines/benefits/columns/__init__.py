"""The same rules over columns: every household of a town in one compiled run.

Five words: a *cell* is one whole number (an amount, a day as 20260201, a word by its code, or NULL for not known), a
*translation* is a rule as code on cells, a *figure* a published value laid out where that code finds it, a *program*
the rules one question needs in their order, a *table* the homes as columns. Nobody writes a rule twice: the functions
of the rules folder are read as they stand, and a rule that cannot be read so is refused by name.
"""
