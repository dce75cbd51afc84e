"""Pages: lists (목록), requests (요청), steps (한 건의 흐름), papers (결정통지서·현장조사서)."""
