"""열람·변경 기록: who did what, saw whom, when, from where and why.

Words: Entry (one row), subject (the household it concerns), act, purpose, seal (chain heads kept elsewhere).
Rows are append-only; a trigger chains them per actor, and `bokjihub audit verify` names the first bad one.
Stands on nothing: actors are kept as id and label, never as foreign keys.

Considered and rejected: a history library (sees writes, not reads; can be switched off from SQL, spikes §5);
one global chain (241 reads/s against 1,250 with a chain per actor, trust/requirements §0).
"""
