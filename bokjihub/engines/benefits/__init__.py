"""Law as code: exact, dated, explained.

Five words: a *rule* is one legal quantity, a *parameter* one published figure with its dates and source, a *fact* what
an officer can ask, a *benefit* a list of conditions with an amount, a *country* all of them together. The engine
knows no law and the rules know no engine; `tests/engines/benefits/toy` is a country made up to test the engine alone.
"""
