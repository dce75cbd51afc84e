"""One module a subject; `registry` names them all."""
