"""The chain's arithmetic in one place, used by the trigger and by the verifier (which never calls the stored function)."""

# SQL over a row alias `{row}`: SHA-256 of the previous digest and every column, lengths included by jsonb quoting.
DIGEST_OF_ROW = (
    "sha256({row}.prev || convert_to(jsonb_build_array({row}.id, {row}.actor_id, {row}.actor_label, {row}.seq, "
    "extract(epoch FROM {row}.at), {row}.place, {row}.kind, {row}.act, {row}.subjects, {row}.purpose, {row}.words, "
    "{row}.detail)::text, 'UTF8'))"
)
