"""Changes, by step: request (요청·현장확인), grant (결정), payment (지급), after (연장·사후조사·심사·이의·마침)."""
